// Where the oracle of MDP 3.0 reads: offsets typed by hand from schema 1 version 9.
//
// Threading: free functions.
// Hot path:  none; the oracle is slow on purpose.

#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>

#include "sim/oracle/frame_oracle.hpp"

namespace hotbook::oracle {

[[nodiscard]] inline std::uint64_t little_endian(Bytes bytes, std::size_t at, std::size_t width) {
  std::uint64_t value = 0;
  for (std::size_t i = width; i > 0; --i) value = value << 8 | bytes[at + i - 1];
  return value;
}

// Of messages other than the books': where an entry has its security and its number.
struct Statistics {
  std::size_t security;
  std::size_t rpt_seq;
  [[nodiscard]] std::size_t needed() const { return std::max(security, rpt_seq) + 4; }
};

[[nodiscard]] inline std::optional<Statistics> find_statistics(std::uint64_t template_id) {
  static const std::map<std::uint64_t, Statistics> kAll{
      {33, {12, 16}}, {34, {24, 28}}, {35, {8, 12}},  {37, {4, 8}}, {42, {12, 16}},
      {48, {12, 16}}, {49, {12, 16}}, {50, {24, 28}}, {51, {8, 12}}};
  const auto found = kAll.find(template_id);
  if (found == kAll.end()) return std::nullopt;
  return found->second;
}

// MDIncrementalRefreshBook32 and 46, group NoMDEntries.
namespace level_entry {
inline constexpr std::size_t kPrice = 0;
inline constexpr std::size_t kQuantity = 8;
inline constexpr std::size_t kSecurity = 12;
inline constexpr std::size_t kRptSeq = 16;
inline constexpr std::size_t kLevel = 24;
inline constexpr std::size_t kAction = 25;
inline constexpr std::size_t kType = 26;
inline constexpr std::size_t kNeeded = 27;
}  // namespace level_entry

// The same messages, group NoOrderIDEntries.
namespace referring_entry {
inline constexpr std::size_t kOrderId = 0;
inline constexpr std::size_t kQuantity = 16;
inline constexpr std::size_t kReference = 20;
inline constexpr std::size_t kAction = 21;
inline constexpr std::size_t kNeeded = 22;
}  // namespace referring_entry

// MDIncrementalRefreshOrderBook43 and 47, group NoMDEntries.
namespace order_entry {
inline constexpr std::size_t kOrderId = 0;
inline constexpr std::size_t kPrice = 16;
inline constexpr std::size_t kQuantity = 24;
inline constexpr std::size_t kSecurity = 28;
inline constexpr std::size_t kAction = 32;
inline constexpr std::size_t kType = 33;
inline constexpr std::size_t kNeeded = 34;
}  // namespace order_entry

// MDUpdateAction.
inline constexpr std::uint64_t kActionNew = 0;
inline constexpr std::uint64_t kActionChange = 1;
inline constexpr std::uint64_t kActionDelete = 2;
inline constexpr std::uint64_t kActionDeleteThru = 3;
inline constexpr std::uint64_t kActionDeleteFrom = 4;
inline constexpr std::uint64_t kActionOverlay = 5;

inline constexpr std::uint64_t kNullQuantity = 2147483647;         // Int32NULL
inline constexpr std::uint64_t kNullPrice = 0x7fffffffffffffff;    // PRICENULL, PRICENULL9
inline constexpr std::uint64_t kNullOrderId = 0xffffffffffffffff;  // uInt64NULL

}  // namespace hotbook::oracle
