// Keeps account of every order from inputs and outputs alone, and says what an output does that no
// matching engine may do.
//
// Threading: one thread.
// Hot path:  none.

#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <utility>

#include "host/domain/layout.hpp"

namespace hotbook {

class MatchLedger {
 public:
  struct Order {
    std::uint16_t book = 0;
    Side side = Side::Bid;
    OrderType type = OrderType::Limit;
    bool is_aside = false;    // on no side
    std::uint32_t limit = 0;  // never to be executed beyond; 0: none
    std::uint32_t price = 0;  // at which it stands
    std::uint32_t open = 0;
    std::uint64_t arrival = 0;  // when it got its place in the queue
  };
  struct Level {
    std::uint64_t quantity = 0;
    std::uint64_t order_count = 0;
    bool operator==(const Level&) const = default;
  };
  using LevelName = std::pair<std::pair<std::uint16_t, Side>, std::uint32_t>;  // book, side, price

  // Follows one input and all of its outputs; empty, or what is wrong with one of them.
  [[nodiscard]] std::string follow(const MatchCommand& command,
                                   std::span<const MatchOutput> outputs);

  [[nodiscard]] const std::map<std::uint64_t, Order>& orders() const { return orders_; }
  [[nodiscard]] const std::map<LevelName, Level>& levels() const { return levels_; }

  // No output tells where a new peg stands.
  void set_price(std::uint64_t id, std::uint32_t price);

 private:
  [[nodiscard]] std::string follow_one(const MatchCommand& command, const MatchOutput& output);
  [[nodiscard]] std::string accept(const MatchCommand& command, const MatchOutput& output);
  [[nodiscard]] std::string execute(const MatchOutput& output);
  [[nodiscard]] std::string take(std::uint64_t id, std::uint32_t quantity, std::uint32_t leaves);
  [[nodiscard]] std::string end(const MatchOutput& output);
  [[nodiscard]] std::string replace(const MatchOutput& output);
  [[nodiscard]] std::string restate(const MatchOutput& output);
  [[nodiscard]] std::string trigger(const MatchOutput& output);
  [[nodiscard]] bool is_first(std::uint64_t resting_id) const;

  std::uint64_t input_seq_ = 0;
  std::uint64_t clock_ = 0;  // counts arrivals
  std::map<std::uint64_t, Order> orders_;
  std::map<LevelName, Level> levels_;
};

}  // namespace hotbook
