// Decides, before an order is sequenced, whether it may be; and keeps what that needs to know.
//
// What is counted:
//   open        quantity, number and money of the orders that passed and are not gone. A priced
//               order's money is at its own price; one of price 0 (market, stop, a peg without a
//               cap) is worth what its instrument's *mark* says, and moves with it.
//   mark        bids: best ask, else last, else best bid; asks: best bid, else last, else best ask.
//               It is also the collar's reference. 0 is none.
//   executed    money bought and sold today, at the prices it traded at.
//   position    shares, bought less sold, of an account in an instrument, over all days.
//
// What only takes risk away is never refused: cancels, and replaces that keep the price and do not
// raise the quantity; they count as messages. Kill, a disabled account or a limit that was lowered
// below what is open must never stand between a person and the way out.
//
// Threading: one thread, the venue's. A change takes effect between two orders, whole.
// Hot path:  after construction nothing allocates, throws or locks but snapshot() and restore();
//            a new mark costs a pass over the accounts where orders of price 0 are open, else O(1).

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "host/domain/client.hpp"
#include "host/journal/journal_record.hpp"
#include "host/risk/limit_kind.hpp"
#include "host/risk/risk_reason.hpp"

namespace hotbook::risk {

struct RiskOrder {
  std::uint32_t account;  // 0 to account_count - 1
  std::uint16_t session;
  std::uint16_t book;
  Side side;
  SaleKind sale;
  OrderType order_type;
  std::uint32_t price;     // ticks; 0: market, stop, a peg without a cap
  std::uint32_t quantity;  // shares open; release, fill: the part that is gone or executed
  std::uint32_t leaves;    // release, fill: what is open afterwards, 0 ends the order; else unused
};

struct RiskOptions {
  std::size_t account_count = 1;
  std::size_t book_count = 1;
  std::size_t session_count = 1;
  // Money of one tick of each book, in a unit they share (1e-4 dollars, say); 1 to 2^20. Empty: 1
  // for all, which makes money ticks x shares.
  std::vector<std::uint32_t> tick_values;
  std::uint64_t execution_window_ns = 1'000'000'000;  // 0: since enabled, and since the day began
  bool credit_required = false;  // an account without a CreditGross limit of its own is refused
};

// What is used in a scope; figures above 2^64 - 1 are told as that.
struct RiskUsage {
  std::uint64_t open_orders = 0;
  std::array<std::uint64_t, 2> open_money{};      // by side
  std::array<std::uint64_t, 2> executed_money{};  // by side, today
  std::uint64_t exposure = 0;
  std::uint64_t credit_gross = 0;
  std::array<std::uint64_t, 2> credit_net{};  // by side; 0 where it is negative
  friend bool operator==(const RiskUsage&, const RiskUsage&) = default;
};

struct RiskHolding {  // of an account in an instrument
  std::int64_t position = 0;
  std::array<std::uint64_t, 2> open_quantity{};  // by side
  friend bool operator==(const RiskHolding&, const RiskHolding&) = default;
};

class RiskGate {
 public:
  // Throws std::invalid_argument: a count of 0 or above 65,535 books or sessions, tick values.
  explicit RiskGate(const RiskOptions& options);
  ~RiskGate();
  RiskGate(RiskGate&&) noexcept;
  RiskGate& operator=(RiskGate&&) noexcept;

  // None: its exposure is reserved, until released or filled.
  [[nodiscard]] RiskReason check_new(const RiskOrder& order, std::uint64_t now_ns) noexcept;
  // quantity of both is what is (to be) open. None: of each figure the larger of the two orders' is
  // reserved, until replaced() or replace_refused(). A refused one leaves open_now as it was.
  [[nodiscard]] RiskReason check_replace(const RiskOrder& open_now, const RiskOrder& wanted,
                                         std::uint64_t now_ns) noexcept;
  // A message of this account and session that is always let through: cancels, mass cancels. It
  // counts for MessageRate, so that who floods with cancels sends no orders meanwhile. The replay
  // of one is the same call. None, always.
  RiskReason check_cancel(const RiskOrder& order, std::uint64_t now_ns) noexcept;

  // What check_new() and check_replace() do when they pass, without asking: for the journal.
  void reserve(const RiskOrder& order, std::uint64_t now_ns) noexcept;
  void reserve_replace(const RiskOrder& open_now, const RiskOrder& wanted,
                       std::uint64_t now_ns) noexcept;
  // What they do when they refuse, whatever the reason was.
  void note_refused(const RiskOrder& order, std::uint64_t now_ns) noexcept;

  // quantity is open no longer: cancelled, reduced, refused by matching.
  void release(const RiskOrder& gone) noexcept;
  // quantity was executed at price, of an order whose own price is filled.price.
  void fill(const RiskOrder& filled, std::uint32_t price, std::uint64_t now_ns) noexcept;
  // Settle a check_replace() that passed, with the same two orders: it was done; it was not done.
  void replaced(const RiskOrder& open_now, const RiskOrder& wanted) noexcept;
  void replace_refused(const RiskOrder& open_now, const RiskOrder& wanted) noexcept;
  // An open order became another one of the same side, account and book without being asked: after
  // a replace whose order was partly executed before it was done (replace_refused(), then this).
  void changed(const RiskOrder& before, const RiskOrder& after) noexcept;

  void set_reference(std::uint16_t book, std::uint32_t bid, std::uint32_t ask) noexcept;
  void set_last(std::uint16_t book, std::uint32_t price) noexcept;

  // Whether apply() would do it: asked before the change is journalled.
  [[nodiscard]] ChangeProblem problem_of(const journal::ControlChange& change) const noexcept;
  // SetLimit, Kill, EnableAccount, EnableSession, Restrict (scope instrument: for everyone; scope
  // account: that account in that book), RestrictShort (1: no short sales but exempt ones, 2: none
  // at all), DayStart (start_day()); DayEnd and Audit change nothing. None: it is done.
  ChangeProblem apply(const journal::ControlChange& change) noexcept;
  // Credit use, executions counted towards disabling, and best bids and asks begin again.
  // Positions, open orders, last prices, limits, kills, lists and disabled accounts stay.
  void start_day() noexcept;

  // For control; an index or kind that is not there gives what nothing used and no limit would.
  [[nodiscard]] std::uint64_t limit(LimitKind kind, ControlScope scope,
                                    std::uint32_t index = 0) const noexcept;
  [[nodiscard]] RiskUsage usage(ControlScope scope, std::uint32_t index = 0) const noexcept;
  [[nodiscard]] RiskHolding holding(std::uint32_t account, std::uint16_t book) const noexcept;
  [[nodiscard]] bool is_killed(ControlScope scope, std::uint32_t index = 0) const noexcept;
  [[nodiscard]] bool is_account_enabled(std::uint32_t account) const noexcept;
  [[nodiscard]] bool is_session_enabled(std::uint16_t session) const noexcept;
  // 0 not, else as in RestrictShort; restricted: for everyone.
  [[nodiscard]] bool is_restricted(std::uint16_t book) const noexcept;
  [[nodiscard]] std::uint8_t short_restriction(std::uint16_t book) const noexcept;
  [[nodiscard]] std::uint32_t mark(std::uint16_t book, Side side) const noexcept;

  // The whole state. restore() takes it into a gate of the same options; what is wrong with the
  // bytes, or nothing: then it is done. With bytes that are wrong the gate is as before.
  [[nodiscard]] std::vector<std::byte> snapshot() const;
  [[nodiscard]] std::string_view restore(std::span<const std::byte> bytes);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace hotbook::risk
