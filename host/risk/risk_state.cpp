#include "host/risk/risk_state.hpp"

#include <algorithm>
#include <cassert>
#include <stdexcept>

namespace hotbook::risk {
namespace {

constexpr std::uint64_t kSecondNs = 1'000'000'000;

bool count_one(ScopeState& scope, std::uint64_t second) noexcept {
  if (scope.messages.second != second) scope.messages = {second, 0};
  ++scope.messages.count;
  return scope.messages.count <= scope.limit(LimitKind::MessageRate);
}

SeenOrder seen_of(const RiskOrder& order, std::uint64_t now_ns) noexcept {
  const std::uint64_t what = std::uint64_t{order.book} << 24 |
                             std::uint64_t{static_cast<std::uint8_t>(order.side)} << 16 |
                             std::uint64_t{static_cast<std::uint8_t>(order.sale)} << 8 |
                             static_cast<std::uint8_t>(order.order_type);
  return {what, std::uint64_t{order.price} << 32 | order.quantity, now_ns};
}

}  // namespace

RiskGate::State::State(const RiskOptions& wanted) : options{wanted} {
  constexpr std::size_t kIndexMax = 65'535;
  if (options.account_count == 0 || options.book_count == 0 || options.session_count == 0) {
    throw std::invalid_argument{"risk: accounts, books and sessions are at least one"};
  }
  if (options.book_count > kIndexMax || options.session_count > kIndexMax) {
    throw std::invalid_argument{"risk: more than 65,535 books or sessions"};
  }
  if (!options.tick_values.empty() && options.tick_values.size() != options.book_count) {
    throw std::invalid_argument{"risk: not one tick value a book"};
  }
  accounts.resize(options.account_count);
  books.resize(options.book_count);
  sessions.resize(options.session_count);
  account_states.resize(options.account_count);
  book_states.resize(options.book_count);
  cells.resize(options.account_count * options.book_count);
  for (std::size_t book = 0; book < options.tick_values.size(); ++book) {
    const std::uint32_t value = options.tick_values[book];
    if (value == 0 || value > kTickValueMax) {
      throw std::invalid_argument{"risk: a tick value is not 1 to 1,048,576"};
    }
    book_states[book].tick_value = value;
  }
}

RiskReason RiskGate::State::unknown_in(const RiskOrder& order) const noexcept {
  if (order.account >= accounts.size()) return RiskReason::UnknownAccount;
  if (order.session >= sessions.size()) return RiskReason::UnknownSession;
  if (order.book >= books.size()) return RiskReason::UnknownBook;
  return RiskReason::None;
}

const ScopeState* RiskGate::State::scope(ControlScope scope, std::size_t index) const noexcept {
  const std::vector<ScopeState>* all = nullptr;
  switch (scope) {
    case ControlScope::Firm:
      return &firm;
    case ControlScope::Account:
      all = &accounts;
      break;
    case ControlScope::Instrument:
      all = &books;
      break;
    case ControlScope::Session:
      all = &sessions;
      break;
  }
  return all != nullptr && index < all->size() ? &(*all)[index] : nullptr;
}

ScopeState* RiskGate::State::scope(ControlScope wanted, std::size_t index) noexcept {
  return const_cast<ScopeState*>(static_cast<const State*>(this)->scope(wanted, index));
}

std::uint64_t RiskGate::State::limit_of_each(LimitKind kind,
                                             const RiskOrder& order) const noexcept {
  return std::min(
      {firm.limit(kind), accounts[order.account].limit(kind), books[order.book].limit(kind)});
}

Demand RiskGate::State::demand_of(const RiskOrder& order, std::uint64_t orders) const noexcept {
  Demand demand;
  demand.quantity = order.quantity;
  demand.orders = orders;
  if (order.price == 0) {
    demand.unpriced = order.quantity;
  } else {
    demand.priced = Money{order.price} * order.quantity * book_states[order.book].tick_value;
  }
  return demand;
}

Money RiskGate::State::money_of(const Demand& demand, const RiskOrder& order) const noexcept {
  const BookState& book = book_states[order.book];
  return demand.priced + Money{demand.unpriced} * book.mark[index_of(order.side)] * book.tick_value;
}

void RiskGate::State::add(const RiskOrder& order, const Demand& demand) noexcept {
  const std::size_t side = index_of(order.side);
  const Money money = money_of(demand, order);
  Cell& held = cell(order.account, order.book);
  held.open[side] += demand.quantity;
  held.unpriced[side] += demand.unpriced;
  book_states[order.book].unpriced[side] += demand.unpriced;
  for (Sum* sum : {&firm.sum, &accounts[order.account].sum, &books[order.book].sum}) {
    sum->open[side] += money;
    sum->orders += demand.orders;
  }
}

void RiskGate::State::remove(const RiskOrder& order, const Demand& demand) noexcept {
  const std::size_t side = index_of(order.side);
  const Money money = money_of(demand, order);
  Cell& held = cell(order.account, order.book);
  assert(held.open[side] >= demand.quantity && held.unpriced[side] >= demand.unpriced);
  held.open[side] -= demand.quantity;
  held.unpriced[side] -= demand.unpriced;
  book_states[order.book].unpriced[side] -= demand.unpriced;
  for (Sum* sum : {&firm.sum, &accounts[order.account].sum, &books[order.book].sum}) {
    assert(sum->open[side] >= money && sum->orders >= demand.orders);
    sum->open[side] -= money;
    sum->orders -= demand.orders;
  }
}

bool RiskGate::State::count_message(const RiskOrder& order, std::uint64_t now_ns) noexcept {
  const std::uint64_t second = now_ns / kSecondNs;
  bool is_within = count_one(firm, second);
  if (order.account < accounts.size()) is_within &= count_one(accounts[order.account], second);
  if (order.session < sessions.size()) is_within &= count_one(sessions[order.session], second);
  return is_within;
}

void RiskGate::State::count_execution(std::uint32_t account, std::uint64_t now_ns) noexcept {
  AccountState& state = account_states[account];
  const std::uint64_t window =
      options.execution_window_ns == 0 ? 0 : now_ns / options.execution_window_ns;
  if (state.execution_window != window) {
    state.execution_window = window;
    state.execution_count = 0;
  }
  ++state.execution_count;
  const std::uint64_t limit =
      std::min(firm.limit(LimitKind::Executions), accounts[account].limit(LimitKind::Executions));
  if (state.execution_count >= limit) accounts[account].disabled = true;
}

void RiskGate::State::remember(const RiskOrder& order, std::uint64_t now_ns) noexcept {
  AccountState& state = account_states[order.account];
  state.seen[state.seen_count % kDuplicateDepth] = seen_of(order, now_ns);
  ++state.seen_count;
}

bool RiskGate::State::is_duplicate(const RiskOrder& order, std::uint64_t now_ns) const noexcept {
  const ScopeState& account = accounts[order.account];
  const std::uint64_t limit =
      std::min(firm.limit(LimitKind::DuplicateOrders), account.limit(LimitKind::DuplicateOrders));
  if (limit == kUnlimited) return false;
  std::uint64_t window = 0;
  for (const ScopeState* scope : {static_cast<const ScopeState*>(&firm), &account}) {
    const std::uint64_t value = scope->limit(LimitKind::DuplicateWindow);
    if (value != kUnlimited) window = std::max(window, value);
  }
  if (window == 0) window = kSecondNs;

  const AccountState& state = account_states[order.account];
  const SeenOrder wanted = seen_of(order, now_ns);
  const std::uint64_t known = std::min<std::uint64_t>(state.seen_count, kDuplicateDepth);
  std::uint64_t equal = 0;
  for (std::size_t index = 0; index < known; ++index) {
    const SeenOrder& seen = state.seen[index];
    if (seen.what == wanted.what && seen.terms == wanted.terms && now_ns - seen.time_ns < window) {
      ++equal;
    }
  }
  return equal >= limit;
}

std::array<std::uint32_t, 2> RiskGate::State::marks_of(std::size_t index) const noexcept {
  const BookState& book = book_states[index];
  const auto first = [](std::uint32_t one, std::uint32_t two, std::uint32_t three) {
    return one != 0 ? one : two != 0 ? two : three;
  };
  return {first(book.ask, book.last, book.bid), first(book.bid, book.last, book.ask)};
}

void RiskGate::State::take_marks() noexcept {
  for (std::size_t book = 0; book < books.size(); ++book) book_states[book].mark = marks_of(book);
}

void RiskGate::State::remark(std::size_t index) noexcept {
  BookState& book = book_states[index];
  const std::array<std::uint32_t, 2> marks = marks_of(index);
  for (std::size_t side = 0; side < 2; ++side) {
    if (marks[side] == book.mark[side]) continue;
    const Money step = (Money{marks[side]} - Money{book.mark[side]}) * book.tick_value;
    book.mark[side] = marks[side];
    if (book.unpriced[side] == 0) continue;
    books[index].sum.open[side] += step * book.unpriced[side];
    firm.sum.open[side] += step * book.unpriced[side];
    for (std::size_t account = 0; account < accounts.size(); ++account) {
      accounts[account].sum.open[side] += step * cell(account, index).unpriced[side];
    }
  }
}

}  // namespace hotbook::risk
