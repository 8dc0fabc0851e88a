// Keeps an order flow's own rough idea of one book, so that what it sends next is plausible.
//
// It is no engine: pegged orders and what the card or a client's race may do differently are not
// followed, and the flow is the more realistic for it: some cancels name orders that are gone.
//
// Threading: one thread.
// Hot path:  allocates when more orders rest than ever before.

#pragma once

#include <array>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "host/domain/layout.hpp"
#include "sim/replay/order_pool.hpp"

namespace hotbook::replay {

inline constexpr std::uint32_t kFlowPriceMax = 0x7fffffff;
inline constexpr std::uint32_t kFlowQuantityMax = 0x7fffffff;

[[nodiscard]] constexpr Side opposite(Side side) noexcept {
  return side == Side::Bid ? Side::Ask : Side::Bid;
}

// An order on its way into the book.
struct FlowEntry {
  std::uint64_t order_id = 0;
  std::uint32_t price = 0;  // 0: any
  std::uint32_t quantity = 0;
  std::uint32_t display = 0;  // 0: all of it
  std::uint32_t account = 0;
  Side side = Side::Bid;
  SelfMatch self_match = SelfMatch::None;
  bool rests = false;
  bool day = false;
};

// An order that is on no side: a stop, a pegged or an auction order.
struct FlowWaiting {
  FlowEntry entry;
  std::uint32_t stop_price = 0;
  OrderType type = OrderType::Limit;
};

// An inclusive range of prices; 0 is no bound.
struct FlowBands {
  std::uint32_t lower = 0;
  std::uint32_t upper = 0;
};

class FlowBook {
 public:
  // An order enters: it executes, rests, and elects stops, about as the matching function says.
  void enter(FlowEntry entry);

  // Joins its side without being matched, as in a call.
  void rest(const FlowEntry& entry);
  void wait(const FlowWaiting& waiting) { waiting_.push_back(waiting); }

  // Numbers are those of orders().
  void cancel(std::uint32_t number);
  void cancel_waiting(std::size_t index);
  void end_of_day();

  // Cancels the orders whose account the predicate holds for.
  template <class Predicate>
  void cancel_of(Predicate owns);

  // All that is open of an order, an iceberg's hidden part included.
  [[nodiscard]] std::uint32_t open(std::uint32_t number);

  // Leaves `open` of an order, which keeps its place and goes by another id from now on.
  void reduce(std::uint32_t number, std::uint32_t open, std::uint64_t order_id);

  // The call ends: what crosses executes, and auction orders are no more.
  void uncross();
  void set_bands(FlowBands bands);
  void set_reference(std::uint32_t bid, std::uint32_t ask, bool is_protected);

  [[nodiscard]] bool has_orders() const noexcept {
    return orders_.order_count() + waiting_.size() != 0;
  }
  [[nodiscard]] std::size_t order_count() const noexcept { return orders_.order_count(); }
  [[nodiscard]] OrderPool& orders() noexcept { return orders_; }
  [[nodiscard]] std::vector<FlowWaiting>& waiting() noexcept { return waiting_; }
  [[nodiscard]] const FlowBands& bands() const noexcept { return bands_; }
  [[nodiscard]] std::uint32_t last() const noexcept { return last_; }

  // Whether the best price of a side stands at the band.
  [[nodiscard]] bool is_at_limit() const;

  // An order that lived once; 0 when there is none.
  [[nodiscard]] std::uint64_t gone(std::uint32_t drawn) const noexcept {
    return gone_[drawn % gone_.size()];
  }

  std::uint32_t middle = 0;  // the price around which orders arrive
  std::uint32_t start = 0;   // what it was at first
  TradingState state = TradingState::Closed;
  std::uint32_t state_left = 0;  // inputs until the state changes; 0: not on its own
  std::uint64_t limit_since_ns = 0;

 private:
  struct Reserve {
    std::uint32_t display;
    std::uint32_t hidden;
  };

  void meet(FlowEntry& entry);
  [[nodiscard]] bool meet_own(FlowEntry& entry, std::uint32_t number);
  void execute(std::uint32_t number, std::uint32_t quantity);
  void remove(std::uint32_t number);
  void elect_stops();
  [[nodiscard]] std::uint32_t limit_of(const FlowEntry& entry) const noexcept;

  OrderPool orders_;
  std::vector<FlowWaiting> waiting_;
  std::unordered_map<std::uint64_t, Reserve> reserves_;  // of icebergs, by order id
  std::array<std::uint64_t, 8> gone_{};
  std::uint32_t gone_next_ = 0;
  FlowBands bands_;
  std::uint32_t reference_bid_ = 0;
  std::uint32_t reference_ask_ = 0;
  bool protected_ = false;
  std::uint32_t last_ = 0;
  std::uint32_t step_lowest_ = 0;  // execution prices of the step; 0: none yet
  std::uint32_t step_highest_ = 0;
};

template <class Predicate>
void FlowBook::cancel_of(Predicate owns) {
  for (std::size_t i = orders_.order_count(); i-- > 0;) {
    const std::uint32_t number = orders_.at(static_cast<std::uint32_t>(i));
    if (owns(orders_.order(number).account)) cancel(number);
  }
  std::erase_if(waiting_, [&](const FlowWaiting& of) { return owns(of.entry.account); });
}

}  // namespace hotbook::replay
