#include "host/risk/risk_gate.hpp"

#include <algorithm>
#include <cassert>

#include "host/risk/risk_state.hpp"

namespace hotbook::risk {
namespace {

[[nodiscard]] bool is_above(Money value, std::uint64_t limit) noexcept {
  return limit != kUnlimited && value > Money{limit};
}

// The figures of a replace that has passed but is not done: of each the larger one's.
[[nodiscard]] Demand extra_of(const Demand& before, const Demand& wanted) noexcept {
  Demand extra;
  extra.quantity = std::max(before.quantity, wanted.quantity) - before.quantity;
  extra.unpriced = std::max(before.unpriced, wanted.unpriced) - before.unpriced;
  extra.priced = std::max(before.priced, wanted.priced) - before.priced;
  return extra;
}

[[nodiscard]] bool only_reduces(const RiskOrder& open_now, const RiskOrder& wanted) noexcept {
  return wanted.price == open_now.price && wanted.quantity <= open_now.quantity;
}

}  // namespace

RiskGate::RiskGate(const RiskOptions& options) : state_{std::make_unique<State>(options)} {}
RiskGate::~RiskGate() = default;
RiskGate::RiskGate(RiskGate&&) noexcept = default;
RiskGate& RiskGate::operator=(RiskGate&&) noexcept = default;

RiskReason RiskGate::State::stopped(const RiskOrder& order) const noexcept {
  const ScopeState& account = accounts[order.account];
  const ScopeState& session = sessions[order.session];
  const BookState& book = book_states[order.book];
  if (firm.killed) return RiskReason::FirmKilled;
  if (account.killed) return RiskReason::AccountKilled;
  if (session.killed) return RiskReason::SessionKilled;
  if (books[order.book].killed) return RiskReason::InstrumentKilled;
  if (account.disabled) return RiskReason::AccountDisabled;
  if (session.disabled) return RiskReason::SessionDisabled;
  if (book.restricted || cell(order.account, order.book).restricted) return RiskReason::Restricted;
  if (order.side == Side::Ask && order.sale != SaleKind::Long) {
    // 1 spares exempt sales, 2 nothing.
    const std::uint8_t spared_from = order.sale == SaleKind::Short ? 1 : 2;
    if (book.short_restriction >= spared_from) return RiskReason::ShortRestricted;
  }
  return RiskReason::None;
}

bool RiskGate::State::outside_collar(const RiskOrder& order) const noexcept {
  if (order.order_type != OrderType::Limit && order.order_type != OrderType::StopLimit) {
    return false;  // a cap bounds a price that follows the market
  }
  const std::uint32_t reference = book_states[order.book].mark[index_of(order.side)];
  if (reference == 0) return false;
  constexpr int kBasisPoints = 10'000;
  const Money above = (Money{order.price} - Money{reference}) * kBasisPoints;
  const Money through = order.side == Side::Bid ? above : -above;
  const std::uint64_t through_max = limit_of_each(LimitKind::CollarThrough, order);
  const std::uint64_t away_max = limit_of_each(LimitKind::CollarAway, order);
  return (through_max != kUnlimited && through > Money{through_max} * reference) ||
         (away_max != kUnlimited && -through > Money{away_max} * reference);
}

RiskReason RiskGate::State::terms(const RiskOrder& order) const noexcept {
  if (is_above(order.quantity, limit_of_each(LimitKind::OrderQuantity, order))) {
    return RiskReason::MaxQuantity;
  }
  const BookState& book = book_states[order.book];
  const std::uint32_t mark = book.mark[index_of(order.side)];
  const std::uint64_t notional_max = limit_of_each(LimitKind::OrderNotional, order);
  if (order.price == 0 && mark == 0) {
    // What has no worth yet would slip through every limit on money.
    std::uint64_t lowest = notional_max;
    for (LimitKind kind : {LimitKind::Exposure, LimitKind::CreditGross, LimitKind::CreditNet}) {
      lowest = std::min(lowest, limit_of_each(kind, order));
    }
    if (lowest != kUnlimited) return RiskReason::NoReference;
  }
  // An ask sells at the best bid where that is better than its own price.
  std::uint32_t price = order.price == 0 ? mark : order.price;
  if (order.side == Side::Ask) price = std::max(price, mark);
  if (is_above(Money{price} * order.quantity * book.tick_value, notional_max)) {
    return RiskReason::MaxNotional;
  }
  if (order.price != 0 && outside_collar(order)) return RiskReason::PriceCollar;
  return RiskReason::None;
}

RiskReason RiskGate::State::sums(const RiskOrder& order, const Demand& extra) const noexcept {
  const std::size_t side = index_of(order.side);
  const ScopeState& account = accounts[order.account];
  const std::array<const ScopeState*, 3> scopes = {&firm, &account, &books[order.book]};
  const auto any_above = [&](LimitKind kind, auto&& used) {
    return std::any_of(scopes.begin(), scopes.end(), [&](const ScopeState* scope) {
      return is_above(used(scope->sum), scope->limit(kind));
    });
  };
  if (extra.orders != 0 && any_above(LimitKind::OpenOrders, [&](const Sum& sum) {
        return Money{sum.orders} + Money{extra.orders};
      })) {
    return RiskReason::OpenOrders;
  }
  if (extra.quantity != 0) {
    const Cell& held = cell(order.account, order.book);
    const Money towards = order.side == Side::Bid ? Money{held.position} : -Money{held.position};
    if (is_above(towards + Money{held.open[side]} + Money{extra.quantity},
                 limit_of_each(LimitKind::Position, order))) {
      return RiskReason::Position;
    }
  }
  const Money money = money_of(extra, order);
  const bool asks_for_money = money != 0;
  if (asks_for_money &&
      any_above(LimitKind::Exposure, [&](const Sum& sum) { return sum.exposure() + money; })) {
    return RiskReason::Exposure;
  }
  if (options.credit_required && account.limit(LimitKind::CreditGross) == kUnlimited) {
    return RiskReason::NoCredit;
  }
  if (asks_for_money &&
      any_above(LimitKind::CreditGross, [&](const Sum& sum) { return sum.gross() + money; })) {
    return RiskReason::CreditGross;
  }
  if (asks_for_money &&
      any_above(LimitKind::CreditNet, [&](const Sum& sum) { return sum.net(side) + money; })) {
    return RiskReason::CreditNet;
  }
  return RiskReason::None;
}

RiskReason RiskGate::check_new(const RiskOrder& order, std::uint64_t now_ns) noexcept {
  const bool is_within_rate = state_->count_message(order, now_ns);
  RiskReason reason = state_->unknown_in(order);
  if (reason != RiskReason::None) return reason;
  if (!is_within_rate) return RiskReason::MessageRate;
  if (reason = state_->stopped(order); reason != RiskReason::None) return reason;
  if (reason = state_->terms(order); reason != RiskReason::None) return reason;
  if (state_->is_duplicate(order, now_ns)) return RiskReason::Duplicate;
  const Demand demand = state_->demand_of(order, 1);
  if (reason = state_->sums(order, demand); reason != RiskReason::None) return reason;
  state_->remember(order, now_ns);
  state_->add(order, demand);
  return RiskReason::None;
}

RiskReason RiskGate::check_replace(const RiskOrder& open_now, const RiskOrder& wanted,
                                   std::uint64_t now_ns) noexcept {
  const bool is_within_rate = state_->count_message(wanted, now_ns);
  RiskReason reason = state_->unknown_in(wanted);
  if (reason != RiskReason::None) return reason;
  if (only_reduces(open_now, wanted)) return RiskReason::None;
  if (!is_within_rate) return RiskReason::MessageRate;
  if (reason = state_->stopped(wanted); reason != RiskReason::None) return reason;
  if (reason = state_->terms(wanted); reason != RiskReason::None) return reason;
  const Demand extra = extra_of(state_->demand_of(open_now, 0), state_->demand_of(wanted, 0));
  if (reason = state_->sums(wanted, extra); reason != RiskReason::None) return reason;
  state_->add(wanted, extra);
  return RiskReason::None;
}

RiskReason RiskGate::check_cancel(const RiskOrder& order, std::uint64_t now_ns) noexcept {
  state_->count_message(order, now_ns);
  return RiskReason::None;
}

void RiskGate::reserve(const RiskOrder& order, std::uint64_t now_ns) noexcept {
  state_->count_message(order, now_ns);
  if (state_->unknown_in(order) != RiskReason::None) return;
  state_->remember(order, now_ns);
  state_->add(order, state_->demand_of(order, 1));
}

void RiskGate::reserve_replace(const RiskOrder& open_now, const RiskOrder& wanted,
                               std::uint64_t now_ns) noexcept {
  state_->count_message(wanted, now_ns);
  if (state_->unknown_in(wanted) != RiskReason::None) return;
  state_->add(wanted, extra_of(state_->demand_of(open_now, 0), state_->demand_of(wanted, 0)));
}

void RiskGate::note_refused(const RiskOrder& order, std::uint64_t now_ns) noexcept {
  state_->count_message(order, now_ns);
}

void RiskGate::release(const RiskOrder& gone) noexcept {
  if (state_->unknown_in(gone) != RiskReason::None) return;
  state_->remove(gone, state_->demand_of(gone, gone.leaves == 0 ? 1 : 0));
}

void RiskGate::fill(const RiskOrder& filled, std::uint32_t price, std::uint64_t now_ns) noexcept {
  if (state_->unknown_in(filled) != RiskReason::None) return;
  release(filled);
  const std::size_t side = index_of(filled.side);
  Cell& held = state_->cell(filled.account, filled.book);
  held.position +=
      filled.side == Side::Bid ? std::int64_t{filled.quantity} : -std::int64_t{filled.quantity};
  const Money money = Money{price} * filled.quantity * state_->book_states[filled.book].tick_value;
  state_->firm.sum.executed[side] += money;
  state_->accounts[filled.account].sum.executed[side] += money;
  state_->books[filled.book].sum.executed[side] += money;
  state_->count_execution(filled.account, now_ns);
}

void RiskGate::replaced(const RiskOrder& open_now, const RiskOrder& wanted) noexcept {
  replace_refused(open_now, wanted);
  changed(open_now, wanted);
}

void RiskGate::replace_refused(const RiskOrder& open_now, const RiskOrder& wanted) noexcept {
  if (state_->unknown_in(wanted) != RiskReason::None) return;
  state_->remove(wanted, extra_of(state_->demand_of(open_now, 0), state_->demand_of(wanted, 0)));
}

void RiskGate::changed(const RiskOrder& before, const RiskOrder& after) noexcept {
  if (state_->unknown_in(after) != RiskReason::None) return;
  assert(before.account == after.account && before.book == after.book);
  assert(before.side == after.side);
  state_->remove(before, state_->demand_of(before, 0));
  state_->add(after, state_->demand_of(after, 0));
}

void RiskGate::set_reference(std::uint16_t book, std::uint32_t bid, std::uint32_t ask) noexcept {
  if (book >= state_->books.size()) return;
  state_->book_states[book].bid = bid;
  state_->book_states[book].ask = ask;
  state_->remark(book);
}

void RiskGate::set_last(std::uint16_t book, std::uint32_t price) noexcept {
  if (book >= state_->books.size()) return;
  state_->book_states[book].last = price;
  state_->remark(book);
}

}  // namespace hotbook::risk
