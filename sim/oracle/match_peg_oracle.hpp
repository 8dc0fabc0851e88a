// Rule 6.1: the price of a pegged order.
//
// Threading: a free function.
// Hot path:  none; the oracle is slow on purpose.

#pragma once

#include <cstdint>

#include "sim/oracle/match_book_oracle.hpp"

namespace hotbook::oracle {

// 0 when it has none.
[[nodiscard]] std::uint32_t peg_price(const MatchBook& book, const MatchOrder& order);

}  // namespace hotbook::oracle
