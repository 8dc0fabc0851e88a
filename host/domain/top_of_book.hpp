// The best level of each side of one book, as a host record tells it.
//
// Threading: values; no state.
// Hot path:  no allocation, no exception, no lock.

#pragma once

#include <cstdint>

#include "host/domain/layout.hpp"

namespace hotbook {

struct TopSide {
  bool known = true;
  std::uint32_t price = 0;     // ticks; 0 when empty or unknown
  std::uint32_t quantity = 0;  // shares; 0 when empty or unknown
  friend constexpr bool operator==(const TopSide&, const TopSide&) noexcept = default;
};

struct TopOfBook {
  TopSide bid;
  TopSide ask;
  friend constexpr bool operator==(const TopOfBook&, const TopOfBook&) noexcept = default;

  [[nodiscard]] constexpr bool is_known() const noexcept { return bid.known && ask.known; }
};

constexpr TopOfBook kUnknownTop{{.known = false}, {.known = false}};

[[nodiscard]] constexpr TopOfBook top_of(const BookUpdate& update) noexcept {
  return {{(update.flags & kUpdateFlagBidKnown) != 0, update.bid_price, update.bid_quantity},
          {(update.flags & kUpdateFlagAskKnown) != 0, update.ask_price, update.ask_quantity}};
}

}  // namespace hotbook
