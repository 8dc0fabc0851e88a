// Invents the orders of a market: a seeded, plausible stream of inputs of the matching function.
//
// Order ids rise strictly. The stream begins as a day does: the clock is set and the books are
// opened. It needs no engine: each book keeps a rough idea of its live orders
// (order_flow_book.hpp), so some cancels and replaces name orders that are gone, as a client's do.
//
// Threading: one thread.
// Hot path:  next() allocates only when more orders rest than ever before.

#pragma once

#include <cstdint>
#include <deque>
#include <vector>

#include "host/domain/layout.hpp"
#include "sim/replay/draw.hpp"
#include "sim/replay/order_flow_book.hpp"
#include "sim/replay/order_flow_profile.hpp"

namespace hotbook::replay {

inline constexpr std::uint16_t kEveryBook = 0xffff;

struct FlowOptions {
  FlowRegime regime = FlowRegime::Calm;
  std::uint64_t seed = 1;
  std::uint64_t count = 100'000;
  std::uint32_t books = 0;     // 0: the regime's own number, as for accounts and resting
  std::uint32_t accounts = 0;  // 1 to this many; an account has one session
  std::uint32_t sessions = 16;
  std::uint32_t resting = 0;  // orders at rest in a book, about
  std::uint64_t order_id_first = 1;
  std::uint32_t order_id_gap = 1;  // an id is above the last by 1 to this
};

class OrderFlow {
 public:
  static constexpr std::uint32_t kBooksMax = 65'535;

  // Throws std::invalid_argument, naming the option, when the flow cannot be made.
  explicit OrderFlow(const FlowOptions& options);

  // Gives the next command; false when there have been `count`.
  [[nodiscard]] bool next(MatchCommand& command);

  // The options with the regime's own numbers where none were given.
  [[nodiscard]] const FlowOptions& options() const noexcept { return options_; }

 private:
  void set_clock();
  void open_books();
  void send(const MatchCommand& command) { pending_.push_back(command); }

  // The day: order_flow_day.cpp.
  void plan_day();
  void begin_day();
  void change_all(TradingState state);
  void change_thirds(TradingState state);
  void enter_state(FlowBook& of, TradingState state);
  void change(std::uint16_t book, TradingState state);
  [[nodiscard]] MatchCommand next_state(std::uint16_t book);
  [[nodiscard]] MatchCommand halt(std::uint16_t book);
  [[nodiscard]] MatchCommand timer();
  [[nodiscard]] MatchCommand reference(std::uint16_t book);
  [[nodiscard]] MatchCommand bands(std::uint16_t book);
  [[nodiscard]] MatchCommand state_command(std::uint16_t book, TradingState state) const;
  void move(FlowBook& of);

  // What is sent: order_flow_orders.cpp.
  [[nodiscard]] MatchCommand draw_command(std::uint16_t book);
  [[nodiscard]] MatchCommand quiet_command(std::uint16_t book);
  [[nodiscard]] MatchCommand call_command(std::uint16_t book);
  [[nodiscard]] MatchCommand act(FlowAction action, std::uint16_t book);
  [[nodiscard]] MatchCommand add(FlowAction action, std::uint16_t book);
  [[nodiscard]] MatchCommand take(std::uint16_t book);
  [[nodiscard]] MatchCommand sweep(std::uint16_t book);
  [[nodiscard]] MatchCommand minimum(std::uint16_t book);
  [[nodiscard]] MatchCommand stop(std::uint16_t book);
  [[nodiscard]] MatchCommand peg(std::uint16_t book);
  [[nodiscard]] MatchCommand at_auction(std::uint16_t book);
  [[nodiscard]] MatchCommand cancel(std::uint16_t book);
  [[nodiscard]] MatchCommand replace(std::uint16_t book);
  [[nodiscard]] MatchCommand replace_waiting(std::uint16_t book);
  [[nodiscard]] MatchCommand mass_cancel(std::uint16_t book);

  [[nodiscard]] FlowAction draw_action(const FlowBook& of);
  [[nodiscard]] MatchCommand new_order(std::uint16_t book, Side side);
  [[nodiscard]] FlowEntry entry_of(const MatchCommand& command) const;
  void enter(const MatchCommand& command, bool rests);
  [[nodiscard]] std::uint64_t next_id();
  [[nodiscard]] std::uint16_t draw_book();
  [[nodiscard]] Side draw_side() { return draw_.once_in(2) ? Side::Bid : Side::Ask; }
  [[nodiscard]] Side draw_taking_side(FlowBook& of);
  [[nodiscard]] std::uint32_t draw_quantity();
  [[nodiscard]] std::uint32_t draw_distance();
  [[nodiscard]] std::uint32_t draw_number(FlowBook& of);
  [[nodiscard]] std::uint32_t passive_price(FlowBook& of, Side side);
  [[nodiscard]] std::uint32_t crossing_price(FlowBook& of, Side side, std::uint32_t through);
  [[nodiscard]] FlowBook& book_of(std::uint16_t book) { return books_[book]; }
  [[nodiscard]] std::uint16_t session_of(std::uint32_t account) const {
    return static_cast<std::uint16_t>(1 + (account - 1) % options_.sessions);
  }

  FlowOptions options_;
  const FlowProfile& profile_;
  Draw draw_;
  std::vector<FlowBook> books_;
  std::vector<std::uint64_t> popularity_;  // running sums of the Zipf weights
  std::vector<std::uint16_t> by_rank_;     // the most popular book first
  std::deque<MatchCommand> pending_;       // goes before anything is drawn
  std::uint64_t made_ = 0;
  std::uint64_t order_id_ = 0;
  std::uint64_t now_ns_ = 0;
  std::size_t day_step_ = 0;
};

}  // namespace hotbook::replay
