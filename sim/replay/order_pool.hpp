// Holds the generator's resting orders so that one can be drawn at random or taken in price-time
// priority.
//
// Threading: one thread.
// Hot path:  add() may allocate; the rest does not.

#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "host/domain/layout.hpp"

namespace hotbook::replay {

struct RestingOrder {
  std::uint64_t order_ref = 0;
  std::uint32_t price = 0;
  std::uint32_t quantity = 0;
  Side side = Side::Bid;
  bool day = false;           // ends with the trading day
  std::uint32_t account = 0;  // owner, where a flow has owners
};

// All resting orders of one instrument.
class OrderPool {
 public:
  [[nodiscard]] std::size_t order_count() const noexcept { return all_.size(); }
  [[nodiscard]] bool has(Side side) const noexcept { return !levels(side).empty(); }

  // The best price of a side that has one.
  [[nodiscard]] std::uint32_t best_price(Side side) const;

  void add(const RestingOrder& order);

  // The number of the order that would execute first on a side that has one.
  [[nodiscard]] std::uint32_t first(Side side) const;

  // The number of the `index`th order, in no meaningful order; index is below order_count().
  [[nodiscard]] std::uint32_t at(std::uint32_t index) const { return all_[index]; }

  [[nodiscard]] RestingOrder& order(std::uint32_t number) { return slots_[number].order; }

  void remove(std::uint32_t number);

 private:
  static constexpr std::uint32_t kNone = 0xffffffff;

  // Orders of one level are chained from the earliest to the latest.
  struct Slot {
    RestingOrder order;
    std::uint32_t earlier = kNone;
    std::uint32_t later = kNone;
    std::uint32_t place = 0;  // in all_
  };
  struct Level {
    std::uint32_t earliest = kNone;
    std::uint32_t latest = kNone;
  };
  using Levels = std::map<std::uint32_t, Level>;

  [[nodiscard]] const Levels& levels(Side side) const noexcept {
    return side == Side::Bid ? bids_ : asks_;
  }
  [[nodiscard]] Levels& levels(Side side) noexcept { return side == Side::Bid ? bids_ : asks_; }

  Levels bids_;
  Levels asks_;
  std::vector<Slot> slots_;
  std::vector<std::uint32_t> free_;
  std::vector<std::uint32_t> all_;
};

}  // namespace hotbook::replay
