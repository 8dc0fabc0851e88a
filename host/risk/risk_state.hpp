// What a RiskGate keeps: sums and limits of each scope, holdings, marks, recent orders.
//
// Threading: as RiskGate.
// Hot path:  as RiskGate.

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "host/risk/risk_gate.hpp"

namespace hotbook::risk {

// Money cannot overflow: a price, a quantity and a tick value come to less than 2^84, and a day
// would need 2^43 orders of that size to fill what is left.
__extension__ typedef __int128 Money;

constexpr std::uint64_t kUnlimited = std::numeric_limits<std::uint64_t>::max();
constexpr std::uint32_t kTickValueMax = 1U << 20;

[[nodiscard]] constexpr std::size_t index_of(Side side) noexcept {
  return static_cast<std::size_t>(side);
}

struct Sum {
  std::uint64_t orders = 0;
  std::array<Money, 2> open{};  // by side
  std::array<Money, 2> executed{};

  [[nodiscard]] Money exposure() const noexcept { return open[0] + open[1]; }
  [[nodiscard]] Money gross() const noexcept { return exposure() + executed[0] + executed[1]; }
  [[nodiscard]] Money net(std::size_t side) const noexcept {
    return open[side] + executed[side] - executed[1 - side];
  }
};

// Messages of one second.
struct MessageCount {
  std::uint64_t second = 0;
  std::uint64_t count = 0;
};

// The firm, an account, an instrument or a session; each uses what it has a use for.
struct ScopeState {
  ScopeState() noexcept { limits.fill(kUnlimited); }
  [[nodiscard]] std::uint64_t limit(LimitKind kind) const noexcept {
    return limits[risk::index_of(kind)];
  }

  Sum sum;
  std::array<std::uint64_t, kLimitKindCount> limits;  // kUnlimited: none
  MessageCount messages;
  bool killed = false;
  bool disabled = false;
};

struct SeenOrder {
  std::uint64_t what = 0;   // book, side, sale, type
  std::uint64_t terms = 0;  // price, quantity
  std::uint64_t time_ns = 0;
};

struct AccountState {
  std::uint64_t execution_window = 0;
  std::uint64_t execution_count = 0;
  std::uint64_t seen_count = 0;
  std::array<SeenOrder, kDuplicateDepth> seen;  // the one of number n is at n % kDuplicateDepth
};

struct BookState {
  std::uint32_t bid = 0;
  std::uint32_t ask = 0;
  std::uint32_t last = 0;
  std::uint32_t tick_value = 1;
  std::array<std::uint32_t, 2> mark{};
  std::array<std::uint64_t, 2> unpriced{};  // open quantity of orders of price 0
  bool restricted = false;
  std::uint8_t short_restriction = 0;
};

struct Cell {  // of an account in a book
  std::int64_t position = 0;
  std::array<std::uint64_t, 2> open{};
  std::array<std::uint64_t, 2> unpriced{};
  bool restricted = false;
};

// What an order, or a change of one, adds to the figures.
struct Demand {
  std::uint64_t quantity = 0;
  std::uint64_t unpriced = 0;  // of it, at the mark
  Money priced = 0;            // money of the rest
  std::uint64_t orders = 0;
};

struct RiskGate::State {
  explicit State(const RiskOptions& options);

  [[nodiscard]] RiskReason unknown_in(const RiskOrder& order) const noexcept;
  [[nodiscard]] Cell& cell(std::size_t account, std::size_t book) noexcept {
    return cells[book * accounts.size() + account];
  }
  [[nodiscard]] const Cell& cell(std::size_t account, std::size_t book) const noexcept {
    return cells[book * accounts.size() + account];
  }
  // The scope's state; nullptr where there is none.
  [[nodiscard]] const ScopeState* scope(ControlScope scope, std::size_t index) const noexcept;
  [[nodiscard]] ScopeState* scope(ControlScope scope, std::size_t index) noexcept;
  // Of firm, account and instrument the lowest.
  [[nodiscard]] std::uint64_t limit_of_each(LimitKind kind, const RiskOrder& order) const noexcept;

  [[nodiscard]] Demand demand_of(const RiskOrder& order, std::uint64_t orders) const noexcept;
  [[nodiscard]] Money money_of(const Demand& demand, const RiskOrder& order) const noexcept;
  void add(const RiskOrder& order, const Demand& demand) noexcept;
  void remove(const RiskOrder& order, const Demand& demand) noexcept;

  // Counts one; false where it is above a limit.
  bool count_message(const RiskOrder& order, std::uint64_t now_ns) noexcept;
  void count_execution(std::uint32_t account, std::uint64_t now_ns) noexcept;
  void remember(const RiskOrder& order, std::uint64_t now_ns) noexcept;
  // The marks of a book follow its prices, and what is open at them follows the marks.
  void remark(std::size_t book) noexcept;
  void take_marks() noexcept;  // of all books, the money being right already
  [[nodiscard]] std::array<std::uint32_t, 2> marks_of(std::size_t book) const noexcept;

  // The checks, in the order of RiskReason.
  [[nodiscard]] RiskReason stopped(const RiskOrder& order) const noexcept;
  [[nodiscard]] RiskReason terms(const RiskOrder& order) const noexcept;
  [[nodiscard]] bool outside_collar(const RiskOrder& order) const noexcept;
  [[nodiscard]] bool is_duplicate(const RiskOrder& order, std::uint64_t now_ns) const noexcept;
  [[nodiscard]] RiskReason sums(const RiskOrder& order, const Demand& extra) const noexcept;

  RiskOptions options;
  ScopeState firm;
  std::vector<ScopeState> accounts;
  std::vector<ScopeState> books;
  std::vector<ScopeState> sessions;
  std::vector<AccountState> account_states;
  std::vector<BookState> book_states;
  std::vector<Cell> cells;  // the accounts of a book beside each other
};

}  // namespace hotbook::risk
