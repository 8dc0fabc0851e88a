// Generated from SBE schema 1 version 9 by gen_sbe.py. Do not edit.
#pragma once

#include <cstdint>

namespace hotbook {
namespace mdp3_kernel {

constexpr std::uint16_t kSchemaId = 1;

constexpr std::uint8_t kAbsent = 255;

// Where in an entry of a repeating group its fields stand; kAbsent where it has none.
struct EntryLayout {
  std::uint8_t dimension_bytes;  // in front of the entries: block length (2) first
  std::uint8_t count_at;         // in the dimension
  std::uint8_t needed_bytes;     // of an entry, up to the end of the last field named here
  std::int8_t price_exponent;
  std::uint8_t price;
  std::uint8_t quantity;
  std::uint8_t security;
  std::uint8_t rpt_seq;
  std::uint8_t level;
  std::uint8_t action;
  std::uint8_t type;
  std::uint8_t order_id;
  std::uint8_t reference;
};

// A message whose first group has entries of securities.
struct EntriesMessage {
  std::uint16_t template_id;
  std::uint8_t transact_time;  // in the root block
  EntryLayout entries;
  EntryLayout orders;  // the group behind them
};

constexpr unsigned kEntriesMessageCount = 14;
constexpr EntriesMessage kEntriesMessages[kEntriesMessageCount] = {
    {32, 0, {3, 2, 27, -7, 0, 8, 12, 16, 24, 25, 26, 255, 255},
     {8, 7, 22, 0, 255, 16, 255, 255, 255, 21, 255, 0, 20}},  // MDIncrementalRefreshBook32
    {33, 0, {3, 2, 25, -7, 0, 8, 12, 16, 255, 23, 24, 255, 255},
     {0, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255, 255}},  // MDIncrementalRefreshDailyStatistics33
    {34, 0, {3, 2, 32, 0, 255, 255, 24, 28, 255, 255, 255, 255, 255},
     {0, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255, 255}},  // MDIncrementalRefreshLimitsBanding34
    {35, 0, {3, 2, 23, -7, 0, 19, 8, 12, 255, 17, 18, 255, 255},
     {0, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255, 255}},  // MDIncrementalRefreshSessionStatistics35
    {37, 0, {3, 2, 13, 0, 255, 0, 4, 8, 255, 12, 255, 255, 255},
     {0, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255, 255}},  // MDIncrementalRefreshVolume37
    {39, 0, {3, 2, 24, 0, 255, 255, 20, 255, 255, 255, 255, 255, 255},
     {0, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255, 255}},  // QuoteRequest39
    {42, 0, {3, 2, 26, -7, 0, 8, 12, 16, 255, 25, 255, 255, 255},
     {8, 7, 8, 0, 255, 255, 255, 255, 255, 255, 255, 0, 255}},  // MDIncrementalRefreshTradeSummary42
    {43, 0, {3, 2, 34, -7, 16, 24, 28, 255, 255, 32, 33, 0, 255},
     {0, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255, 255}},  // MDIncrementalRefreshOrderBook43
    {46, 0, {3, 2, 27, -9, 0, 8, 12, 16, 24, 25, 26, 255, 255},
     {8, 7, 22, 0, 255, 16, 255, 255, 255, 21, 255, 0, 20}},  // MDIncrementalRefreshBook46
    {47, 0, {3, 2, 34, -9, 16, 24, 28, 255, 255, 32, 33, 0, 255},
     {0, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255, 255}},  // MDIncrementalRefreshOrderBook47
    {48, 0, {3, 2, 26, -9, 0, 8, 12, 16, 255, 25, 255, 255, 255},
     {8, 7, 8, 0, 255, 255, 255, 255, 255, 255, 255, 0, 255}},  // MDIncrementalRefreshTradeSummary48
    {49, 0, {3, 2, 25, -9, 0, 8, 12, 16, 255, 23, 24, 255, 255},
     {0, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255, 255}},  // MDIncrementalRefreshDailyStatistics49
    {50, 0, {3, 2, 32, 0, 255, 255, 24, 28, 255, 255, 255, 255, 255},
     {0, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255, 255}},  // MDIncrementalRefreshLimitsBanding50
    {51, 0, {3, 2, 23, -9, 0, 19, 8, 12, 255, 17, 18, 255, 255},
     {0, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255, 255}},  // MDIncrementalRefreshSessionStatistics51
};

// Whether the schema has a template of this number.
inline bool is_template(std::uint16_t id) {
  switch (id) {
    case 4:
    case 12:
    case 15:
    case 16:
    case 27:
    case 29:
    case 30:
    case 32:
    case 33:
    case 34:
    case 35:
    case 37:
    case 38:
    case 39:
    case 41:
    case 42:
    case 43:
    case 44:
    case 46:
    case 47:
    case 48:
    case 49:
    case 50:
    case 51:
    case 52:
    case 53:
    case 54:
    case 55:
    case 56:
      return true;
    default:
      return false;
  }
}

}  // namespace mdp3_kernel
}  // namespace hotbook
