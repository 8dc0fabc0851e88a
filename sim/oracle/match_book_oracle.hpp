// One book of the matching function: section 1, and what section 8.2 tells of it.
//
// Threading: one thread.
// Hot path:  none; the oracle is slow on purpose.

#pragma once

#include <cstdint>
#include <deque>
#include <list>
#include <map>
#include <utility>
#include <vector>

#include "host/domain/layout.hpp"

namespace hotbook::oracle {

enum class Place : std::uint8_t { Nowhere, OnSide, Stop, WaitingPeg, Auction };

// Rule 1.3.
struct MatchOrder {
  std::uint64_t id = 0;
  std::uint32_t account = 0;
  std::uint16_t session = 0;
  std::uint16_t book = 0;
  Side side = Side::Bid;
  OrderType type = OrderType::Limit;
  TimeInForce time_in_force = TimeInForce::Day;
  SelfMatch self_match = SelfMatch::None;
  bool post_only = false;
  std::uint32_t price = 0;  // 0 of a market order, a stop, a waiting peg
  std::uint32_t cap = 0;    // pegs: the price they were entered with
  std::uint32_t open = 0;
  std::uint32_t visible = 0;
  std::uint32_t display_quantity = 0;
  std::uint32_t stop_price = 0;  // pegs: the signed offset
  std::uint32_t expire_s = 0;
  std::uint64_t entered = 0;
  Place place = Place::Nowhere;

  [[nodiscard]] bool is_stop() const;
  [[nodiscard]] bool is_pegged() const;
  [[nodiscard]] bool is_for_auctions() const;  // at_open, at_close
};

using MatchQueue = std::list<MatchOrder*>;
using MatchSide = std::map<std::uint32_t, MatchQueue>;  // by price

[[nodiscard]] Side other_side(Side side);

// Whether a is a better price than b for an order of that side.
[[nodiscard]] bool is_better(Side side, std::uint32_t a, std::uint32_t b);

// By `entered`; orders that share it by id.
void sort_by_entered(std::vector<MatchOrder*>& orders);

// Stops of one side as rule 5.2 has them: bids by rising stop price, asks by falling.
void sort_stops(std::vector<MatchOrder*>& stops);

struct ShownLevel {
  std::uint64_t quantity = 0;  // visible
  std::uint64_t order_count = 0;
  bool operator==(const ShownLevel&) const = default;
};

struct ShownTop {
  std::uint32_t bid = 0;
  std::uint64_t bid_quantity = 0;
  std::uint32_t ask = 0;
  std::uint64_t ask_quantity = 0;
  bool operator==(const ShownTop&) const = default;
};

// Rule 1.2. Orders belong to the caller; the book holds them in their places.
class MatchBook {
 public:
  MatchBook(std::uint16_t index, bool publish) : index_{index}, publish_{publish} {}

  [[nodiscard]] std::uint16_t index() const { return index_; }
  [[nodiscard]] bool is_continuous() const;  // rule 1.5
  [[nodiscard]] bool is_call() const;

  // Null when the side is empty.
  [[nodiscard]] MatchOrder* best(Side side) const;

  // Rule 1.4.
  [[nodiscard]] std::vector<MatchOrder*> in_priority(Side side) const;

  // Whether a limit at this price would be beyond the bands.
  [[nodiscard]] bool is_outside_bands(Side side, std::uint32_t price) const;

  // Joins the end of its price's queue, an iceberg showing its display quantity.
  void rest(MatchOrder& order);

  // A stop, a waiting peg or an auction order.
  void keep_aside(MatchOrder& order, Place place);

  void remove(MatchOrder& order);

  // Visible quantity goes first.
  void take(MatchOrder& order, std::uint32_t quantity);

  // Rule 4.4: hidden quantity goes first.
  void reduce_to(MatchOrder& order, std::uint32_t open);

  // What was shown before the first change since forget_shown(), of all that was changed.
  struct LevelName {
    Side side;
    std::uint32_t price;
    auto operator<=>(const LevelName&) const = default;
  };
  [[nodiscard]] const std::map<LevelName, ShownLevel>& levels_before() const {
    return levels_before_;
  }
  [[nodiscard]] const ShownTop& top_before() const { return top_before_; }
  void forget_shown() { levels_before_.clear(); }

  [[nodiscard]] ShownLevel shown_level(Side side, std::uint32_t price) const;
  [[nodiscard]] ShownTop shown_top() const;

  TradingState state = TradingState::Closed;
  std::uint64_t state_since_ns = 0;  // of limit_up and limit_down
  std::uint32_t reference_bid = 0;
  std::uint32_t reference_ask = 0;
  bool is_protected = false;
  std::uint32_t reference_price = 0;
  std::uint32_t lower = 0;
  std::uint32_t upper = 0;
  std::uint32_t last = 0;

  std::list<MatchOrder*> stops;
  std::list<MatchOrder*> waiting_pegs;
  std::list<MatchOrder*> auction_orders;
  std::deque<MatchOrder*> elected;  // rule 5.2; empty between inputs

 private:
  [[nodiscard]] const MatchSide& orders_of(Side side) const {
    return side == Side::Bid ? bids_ : asks_;
  }
  [[nodiscard]] std::list<MatchOrder*>& aside(Place place);
  void remember_shown(const MatchOrder& order);

  std::uint16_t index_;
  bool publish_;
  MatchSide bids_;
  MatchSide asks_;
  std::map<LevelName, ShownLevel> levels_before_;
  ShownTop top_before_;
};

}  // namespace hotbook::oracle
