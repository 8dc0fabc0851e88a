// Keeps the newest snapshots of the venue's state, each with the journal_seq it stands for:
// recovery reads the newest one that is whole, then the journal from there on.
//
// A snapshot has its name only once all of it is on the disk: 000000000042.hbs.
//
// Threading: one thread at a time.
// Hot path:  none.

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "host/journal/storage.hpp"

namespace hotbook::journal {

constexpr std::uint64_t kSnapshotBytesMax = std::uint64_t{1} << 40U;

struct SnapshotHeader {
  std::array<char, 8> magic;  // HBSNAPSH
  std::uint32_t version;
  std::uint32_t layout_hash;
  std::uint64_t journal_id;
  std::uint64_t journal_seq;  // the state is that after this record
  std::uint64_t bytes;        // of the state, behind the header
  std::array<std::byte, 16> reserved;
  std::uint32_t state_checksum;  // CRC-32C
  std::uint32_t checksum;        // of the 60 bytes before it
};
static_assert(sizeof(SnapshotHeader) == 64, "");

struct Snapshot {
  std::uint64_t journal_seq = 0;
  std::uint64_t journal_id = 0;
  std::vector<std::byte> state;
};

class SnapshotStore {
 public:
  // keep: how many snapshots stay, at least 1.
  SnapshotStore(Storage& storage, std::size_t keep) noexcept
      : storage_{storage}, keep_{keep == 0 ? 1 : keep} {}

  // The newest one that is whole, or nothing. bad: the others that are newer, a line each, with
  // file and reason.
  [[nodiscard]] std::optional<Snapshot> read_newest(std::vector<std::string>& bad);

  // No later than the journal's synced_seq(). Empty, or why there is no such snapshot now; those
  // before are as they were.
  [[nodiscard]] std::string write(const Snapshot& snapshot);

  // The journal is needed from here on, for the oldest snapshot that is kept; 1 without any.
  [[nodiscard]] std::uint64_t journal_needed_from();

 private:
  [[nodiscard]] IoStatus find(std::vector<std::uint64_t>& numbers);
  [[nodiscard]] std::string read(std::uint64_t number, Snapshot& snapshot);
  [[nodiscard]] IoStatus put(const Snapshot& snapshot);
  [[nodiscard]] IoStatus remove_old();

  Storage& storage_;
  std::size_t keep_;
};

}  // namespace hotbook::journal
