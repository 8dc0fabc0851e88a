// Invents a NASDAQ trading day: a seeded, consistent stream of ITCH 5.0 messages of every type.
//
// Threading: one thread.
// Hot path:  next() allocates only when more orders rest than ever before.

#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "sim/replay/draw.hpp"
#include "sim/replay/itch_message.hpp"
#include "sim/replay/order_pool.hpp"

namespace hotbook::replay {

struct ItchOptions {
  std::uint64_t seed = 1;
  std::uint32_t symbols = 100;            // stock locates 1 to symbols
  std::uint64_t messages = 100'000;       // of the whole day
  std::uint64_t interval_ns = 2'000;      // mean time between two messages while the market is open
  std::uint32_t resting_orders = 20'000;  // about how many rest at once, all symbols together
};

class ItchGenerator {
 public:
  // Start and end of the day take this many messages of every symbol, and this many in all.
  static constexpr std::uint64_t kMessagesPerSymbol = 8;
  static constexpr std::uint64_t kMessagesFixedMin = 200;

  // Throws std::invalid_argument, naming the option, when the day cannot be made.
  explicit ItchGenerator(const ItchOptions& options);

  // Gives the next message; false when the day is over.
  [[nodiscard]] bool next(ItchMessage& message);

  // The time written in the message that next() gave last.
  [[nodiscard]] std::uint64_t time_ns() const noexcept { return time_ns_; }

  // The venue's spelling of a stock locate from 1 to symbols.
  [[nodiscard]] std::string symbol(std::uint32_t book) const;

 private:
  // A day is a list of phases; a phase sends `count` messages through one function.
  struct Phase {
    std::uint64_t count;
    std::uint64_t start_ns;
    ItchMessage (ItchGenerator::*send)(std::uint64_t index);
  };
  struct Instrument {
    OrderPool orders;
    std::string symbol;
    std::uint32_t middle = 0;  // price around which orders arrive
    std::uint32_t tick = 100;
    bool halted = false;
  };

  ItchMessage system_event(std::uint64_t index);
  ItchMessage directory(std::uint64_t index);
  ItchMessage trading_action(std::uint64_t index);
  ItchMessage short_sale_restriction(std::uint64_t index);
  ItchMessage participant_position(std::uint64_t index);
  ItchMessage decline_level(std::uint64_t index);
  ItchMessage imbalance(std::uint64_t index);
  ItchMessage cross(std::uint64_t index);
  ItchMessage quiet_flow(std::uint64_t index);
  ItchMessage market_flow(std::uint64_t index);

  ItchMessage tour_stop(char stop);
  ItchMessage rare(char type, std::uint32_t book);
  ItchMessage auction_collar(std::uint32_t book);
  ItchMessage capital_raise(std::uint32_t book);
  ItchMessage action(std::uint32_t book, char state, const char* reason);

  ItchMessage flow(std::uint32_t book);
  ItchMessage book_message(char type, std::uint32_t book);
  ItchMessage add(std::uint32_t book, char type);
  ItchMessage execute(std::uint32_t book, char type);
  ItchMessage reduce(std::uint32_t book);
  ItchMessage remove(std::uint32_t book);
  ItchMessage replace(std::uint32_t book);
  ItchMessage trade(std::uint32_t book);
  ItchMessage broken_trade(std::uint32_t book);

  [[nodiscard]] ItchMessage start(char type, std::uint32_t book);
  [[nodiscard]] Instrument& instrument(std::uint32_t book) { return instruments_[book - 1]; }
  [[nodiscard]] std::uint32_t draw_book();
  [[nodiscard]] std::uint32_t draw_price(const Instrument& of, Side side);
  [[nodiscard]] std::uint32_t draw_quantity();
  [[nodiscard]] std::uint32_t draw_order(Instrument& of);
  [[nodiscard]] Side draw_trading_side(const Instrument& of);
  [[nodiscard]] std::uint64_t next_match();
  void walk(Instrument& of);

  ItchOptions options_;
  Draw draw_;
  std::vector<Instrument> instruments_;
  std::vector<std::uint64_t> popularity_;  // running sums of the Zipf weights
  std::vector<Phase> phases_;
  std::size_t phase_ = 0;
  std::uint64_t index_ = 0;  // in the phase
  std::size_t event_ = 0;    // system events sent
  std::size_t tour_ = 0;     // stops of the market phase's tour passed
  std::uint64_t time_ns_ = 0;
  std::uint64_t order_ref_ = 0;
  std::uint64_t match_ = 0;
  std::uint64_t resting_ = 0;
  char cross_ = 'O';
  std::array<std::uint64_t, 64> matches_{};  // the latest, for broken trades
};

}  // namespace hotbook::replay
