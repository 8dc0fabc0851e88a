// What market data says of an instrument.
//
// Threading: plain values, read-only while a publisher runs.
// Hot path:  none.

#pragma once

#include <cstdint>
#include <limits>
#include <string>

namespace hotbook::publish {

struct Instrument {
  std::string symbol;                  // at most 8 characters
  std::uint32_t tick_dollars_1e4 = 1;  // a price in ITCH is ticks times this
  std::uint32_t round_lot = 100;
  char market_category = ' ';       // ITCH 5.0 section 1.2.1; a space: not one of NASDAQ's
  char issue_classification = 'C';  // common stock
  bool is_test = false;             // traded for testing only

  // The highest price, in ticks, that ITCH's 32 bits can tell.
  [[nodiscard]] std::uint32_t ticks_max() const noexcept {
    return std::numeric_limits<std::uint32_t>::max() / tick_dollars_1e4;
  }
};

}  // namespace hotbook::publish
