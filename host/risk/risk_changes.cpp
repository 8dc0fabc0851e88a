#include <limits>

#include "host/risk/risk_gate.hpp"
#include "host/risk/risk_state.hpp"

namespace hotbook::risk {
namespace {

using journal::ControlAction;
using journal::ControlChange;

[[nodiscard]] std::size_t index_in(const ControlChange& change) noexcept {
  switch (change.scope) {
    case ControlScope::Account:
      return change.account;
    case ControlScope::Instrument:
      return change.book;
    case ControlScope::Session:
      return change.session;
    case ControlScope::Firm:
      break;
  }
  return 0;
}

[[nodiscard]] ChangeProblem no_such(ControlScope scope) noexcept {
  switch (scope) {
    case ControlScope::Account:
      return ChangeProblem::UnknownAccount;
    case ControlScope::Instrument:
      return ChangeProblem::UnknownBook;
    case ControlScope::Session:
      return ChangeProblem::UnknownSession;
    case ControlScope::Firm:
      break;
  }
  return ChangeProblem::WrongScope;
}

[[nodiscard]] std::uint64_t saturated(Money money) noexcept {
  if (money < 0) return 0;
  constexpr std::uint64_t kMax = std::numeric_limits<std::uint64_t>::max();
  return money > Money{kMax} ? kMax : static_cast<std::uint64_t>(money);
}

[[nodiscard]] ChangeProblem value_problem(const ControlChange& change, std::uint64_t max) noexcept {
  return change.value <= max ? ChangeProblem::None : ChangeProblem::BadValue;
}

[[nodiscard]] ChangeProblem limit_problem(const ControlChange& change) noexcept {
  const LimitKind kind{change.limit};
  if (name_of(kind).empty()) return ChangeProblem::UnknownLimit;
  if (!has_scope(kind, change.scope)) return ChangeProblem::WrongScope;
  return value_problem(change, kind == LimitKind::DuplicateOrders ? kDuplicateDepth : kLimitMax);
}

// Restrict's scope account is that account in that book; firm and instrument are everyone in it.
[[nodiscard]] bool restricts_account(const ControlChange& change) noexcept {
  return change.action == ControlAction::Restrict && change.scope == ControlScope::Account;
}

}  // namespace

ChangeProblem RiskGate::problem_of(const ControlChange& change) const noexcept {
  const bool has_target = state_->scope(change.scope, index_in(change)) != nullptr;
  switch (change.action) {
    case ControlAction::DayStart:
    case ControlAction::DayEnd:
    case ControlAction::Audit:
      return ChangeProblem::None;
    case ControlAction::SetLimit: {
      const ChangeProblem problem = limit_problem(change);
      if (problem != ChangeProblem::None) return problem;
      return has_target ? ChangeProblem::None : no_such(change.scope);
    }
    case ControlAction::Kill:
      return has_target ? value_problem(change, 1) : no_such(change.scope);
    case ControlAction::EnableAccount:
      if (change.account >= state_->accounts.size()) return ChangeProblem::UnknownAccount;
      return value_problem(change, 1);
    case ControlAction::EnableSession:
      if (change.session >= state_->sessions.size()) return ChangeProblem::UnknownSession;
      return value_problem(change, 1);
    case ControlAction::Restrict:
    case ControlAction::RestrictShort:
      if (change.book >= state_->books.size()) return ChangeProblem::UnknownBook;
      if (restricts_account(change)) {
        return has_target ? value_problem(change, 1) : ChangeProblem::UnknownAccount;
      }
      if (change.scope != ControlScope::Firm && change.scope != ControlScope::Instrument) {
        return ChangeProblem::WrongScope;
      }
      return value_problem(change, change.action == ControlAction::RestrictShort ? 2 : 1);
  }
  return ChangeProblem::UnknownAction;
}

ChangeProblem RiskGate::apply(const ControlChange& change) noexcept {
  const ChangeProblem problem = problem_of(change);
  if (problem != ChangeProblem::None) return problem;
  const bool is_on = change.value != 0;
  switch (change.action) {
    case ControlAction::DayStart:
      start_day();
      break;
    case ControlAction::DayEnd:
    case ControlAction::Audit:
      break;
    case ControlAction::SetLimit:
      state_->scope(change.scope, index_in(change))->limits[index_of(LimitKind{change.limit})] =
          is_on ? change.value : kUnlimited;
      break;
    case ControlAction::Kill:
      state_->scope(change.scope, index_in(change))->killed = is_on;
      break;
    case ControlAction::EnableAccount:
      state_->accounts[change.account].disabled = !is_on;
      state_->account_states[change.account].execution_count = 0;
      break;
    case ControlAction::EnableSession:
      state_->sessions[change.session].disabled = !is_on;
      break;
    case ControlAction::Restrict:
      if (restricts_account(change)) {
        state_->cell(change.account, change.book).restricted = is_on;
      } else {
        state_->book_states[change.book].restricted = is_on;
      }
      break;
    case ControlAction::RestrictShort:
      state_->book_states[change.book].short_restriction = static_cast<std::uint8_t>(change.value);
      break;
  }
  return ChangeProblem::None;
}

void RiskGate::start_day() noexcept {
  state_->firm.sum.executed = {};
  for (ScopeState& account : state_->accounts) account.sum.executed = {};
  for (ScopeState& book : state_->books) book.sum.executed = {};
  for (AccountState& account : state_->account_states) account.execution_count = 0;
  for (std::size_t book = 0; book < state_->books.size(); ++book) {
    state_->book_states[book].bid = 0;
    state_->book_states[book].ask = 0;
    state_->remark(book);
  }
}

std::uint64_t RiskGate::limit(LimitKind kind, ControlScope scope,
                              std::uint32_t index) const noexcept {
  const ScopeState* found = state_->scope(scope, index);
  if (found == nullptr || name_of(kind).empty()) return 0;
  const std::uint64_t value = found->limit(kind);
  return value == kUnlimited ? 0 : value;
}

RiskUsage RiskGate::usage(ControlScope scope, std::uint32_t index) const noexcept {
  const ScopeState* found = state_->scope(scope, index);
  RiskUsage usage;
  if (found == nullptr) return usage;
  const Sum& sum = found->sum;
  usage.open_orders = sum.orders;
  for (std::size_t side = 0; side < 2; ++side) {
    usage.open_money[side] = saturated(sum.open[side]);
    usage.executed_money[side] = saturated(sum.executed[side]);
    usage.credit_net[side] = saturated(sum.net(side));
  }
  usage.exposure = saturated(sum.exposure());
  usage.credit_gross = saturated(sum.gross());
  return usage;
}

RiskHolding RiskGate::holding(std::uint32_t account, std::uint16_t book) const noexcept {
  if (account >= state_->accounts.size() || book >= state_->books.size()) return {};
  const Cell& held = state_->cell(account, book);
  return {held.position, held.open};
}

bool RiskGate::is_killed(ControlScope scope, std::uint32_t index) const noexcept {
  const ScopeState* found = state_->scope(scope, index);
  return found != nullptr && found->killed;
}

bool RiskGate::is_account_enabled(std::uint32_t account) const noexcept {
  return account < state_->accounts.size() && !state_->accounts[account].disabled;
}

bool RiskGate::is_session_enabled(std::uint16_t session) const noexcept {
  return session < state_->sessions.size() && !state_->sessions[session].disabled;
}

bool RiskGate::is_restricted(std::uint16_t book) const noexcept {
  return book < state_->books.size() && state_->book_states[book].restricted;
}

std::uint8_t RiskGate::short_restriction(std::uint16_t book) const noexcept {
  return book < state_->books.size() ? state_->book_states[book].short_restriction
                                     : std::uint8_t{0};
}

std::uint32_t RiskGate::mark(std::uint16_t book, Side side) const noexcept {
  return book < state_->books.size() ? state_->book_states[book].mark[index_of(side)] : 0;
}

}  // namespace hotbook::risk
