// What a partner of the engine may know of a book: its state, and its orders in priority order.
//
// Threading: plain values.
// Hot path:  none.

#pragma once

#include <cstddef>
#include <cstdint>

#include "host/domain/layout.hpp"

namespace hotbook::engine {

struct BookView {
  TradingState state = TradingState::Closed;
  bool is_protected = false;
  bool has_stops = false;
  bool has_pegs = false;
  bool has_auction_orders = false;
  std::uint32_t reference_bid = 0;
  std::uint32_t reference_ask = 0;
  std::uint32_t lower = 0;
  std::uint32_t upper = 0;
};

struct RestingOrder {
  std::uint64_t id = 0;
  std::uint32_t price = 0;
  std::uint32_t open = 0;
  std::uint32_t account = 0;
};

// An order on a side, with what the market sees of it.
struct ShownOrder {
  std::uint64_t id = 0;
  std::uint64_t entered = 0;  // rule 1.3
  std::uint32_t price = 0;
  std::uint32_t open = 0;
  std::uint32_t visible = 0;
  std::uint32_t display = 0;  // of an iceberg, else 0
  Side side = Side::Bid;
};

// What the uncross of a book would come to now (rules 7.2 and 7.3). Without a price, demand and
// supply are those of all that takes part.
struct Indication {
  std::uint32_t price = 0;  // 0: none
  std::uint64_t executable = 0;
  std::uint64_t demand = 0;  // at that price
  std::uint64_t supply = 0;
};

struct RestingOrders {
  std::size_t count = 0;  // that were read
  bool more = false;      // and there are others behind them
};

}  // namespace hotbook::engine
