// What the two ends of a replica link say first: which journal each has, and how far.
//
// The standby speaks first, then the primary; then records flow one way, 128 bytes each, and the
// other way 8 bytes each time: up to which journal_seq the standby has synced them.
//
// Threading: plain values.
// Hot path:  none.

#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <type_traits>

namespace hotbook::journal {

struct ReplicaHello {
  std::array<char, 8> magic;  // HBREPLIC
  std::uint32_t version;
  std::uint32_t layout_hash;
  std::uint64_t journal_id;  // 0: the standby has no journal yet
  std::uint64_t synced_seq;
  std::uint64_t max_orders;  // of the primary's venue, for the headers of the standby's segments
  std::uint32_t book_count;
  std::uint32_t day;
  std::array<std::uint8_t, 12> reserved;
  std::uint32_t checksum;  // CRC-32C of the 60 bytes before it
};
static_assert(sizeof(ReplicaHello) == 64, "");
static_assert(std::is_trivially_copyable<ReplicaHello>::value, "");

// Fills in magic, version, layout hash and checksum.
void seal(ReplicaHello& hello) noexcept;
// What is wrong with it; empty when nothing is.
[[nodiscard]] std::string fault_of(const ReplicaHello& hello);
// Why these two must not be joined; empty when they may.
[[nodiscard]] std::string mismatch(const ReplicaHello& primary, const ReplicaHello& standby);

}  // namespace hotbook::journal
