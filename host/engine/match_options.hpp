// What a matching engine is built with: its bounds, and whether it writes market data.
//
// Threading: plain values.
// Hot path:  none.

#pragma once

#include <cstddef>

namespace hotbook {

struct MatchOptions {
  std::size_t book_count = 1;          // books 0 to book_count - 1; at most 65,535
  std::size_t max_orders = 1U << 16U;  // live orders at once; one more is refused (no_room)
  bool publish = false;                // level and top_of_book outputs as well
};

}  // namespace hotbook
