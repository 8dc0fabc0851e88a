// The venue's own books at full depth: what a card that says "known" must show, and what a refill
// may say.
//
// Threading: one thread.
// Hot path:  none; used by tests only.

#pragma once

#include <map>
#include <optional>
#include <random>

#include "tests/rtl/lob/lob_model.hpp"

namespace hotbook::test {

class BookTruth {
 public:
  void clear();
  void apply(const channel::MarketEvent& event);
  // The venue goes on while the card hears nothing.
  void lose_messages(std::mt19937_64& random, unsigned books);

  [[nodiscard]] bool holds_order(const OrderKey& key) const { return orders_.contains(key); }
  [[nodiscard]] std::optional<WindowLevel> best(unsigned book, unsigned side);
  // The levels that follow a window's last, at most count of them.
  [[nodiscard]] RefillCommand refill(unsigned book, unsigned side, const Window& window,
                                     std::size_t count, std::mt19937_64& random);

 private:
  struct Order {
    std::uint32_t price;
    std::uint64_t quantity;
    unsigned side;
  };
  struct Level {
    std::uint64_t quantity = 0;
    std::uint64_t orders = 0;
  };
  using Levels = std::map<std::uint32_t, Level>;  // by price, lowest first

  void add(const OrderKey& key, const Order& order);
  void take(const OrderKey& key, std::uint64_t quantity);
  [[nodiscard]] Levels& levels(unsigned book, unsigned side) { return books_[{book, side}]; }

  std::map<OrderKey, Order> orders_;
  std::map<std::pair<unsigned, unsigned>, Levels> books_;
  std::optional<std::pair<std::uint64_t, unsigned>> pair_;  // book and side of a replaced order
};

}  // namespace hotbook::test
