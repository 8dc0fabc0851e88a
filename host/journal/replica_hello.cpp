#include "host/journal/replica_hello.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <span>

#include "host/domain/layout.hpp"
#include "host/journal/crc32c.hpp"

namespace hotbook::journal {
namespace {

constexpr std::array<char, 8> kMagic = {'H', 'B', 'R', 'E', 'P', 'L', 'I', 'C'};
constexpr std::uint32_t kVersion = 1;

std::uint32_t checksum_of(const ReplicaHello& hello) noexcept {
  return crc32c(std::as_bytes(std::span{&hello, 1}).first(offsetof(ReplicaHello, checksum)));
}

}  // namespace

void seal(ReplicaHello& hello) noexcept {
  hello.magic = kMagic;
  hello.version = kVersion;
  hello.layout_hash = kLayoutHash;
  hello.checksum = checksum_of(hello);
}

std::string fault_of(const ReplicaHello& hello) {
  if (hello.magic != kMagic || hello.checksum != checksum_of(hello))
    return "what answers is no replica of a journal";
  if (hello.version != kVersion || hello.layout_hash != kLayoutHash) {
    return fmt::format("it is of version {} and layout {:08x}, here are {} and {:08x}",
                       hello.version, hello.layout_hash, kVersion, kLayoutHash);
  }
  return {};
}

std::string mismatch(const ReplicaHello& primary, const ReplicaHello& standby) {
  if (standby.journal_id != 0 && standby.journal_id != primary.journal_id) {
    return fmt::format("the standby has journal {:016x}, the primary {:016x}", standby.journal_id,
                       primary.journal_id);
  }
  if (standby.synced_seq > primary.synced_seq) {
    return fmt::format(
        "the standby has records up to {}, the primary only up to {}: the standby's journal is the "
        "one to go on with",
        standby.synced_seq, primary.synced_seq);
  }
  return {};
}

}  // namespace hotbook::journal
