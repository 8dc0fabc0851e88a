#include "tests/host/risk/risk_oracle.hpp"

#include <algorithm>
#include <limits>

namespace hotbook::risk {

using journal::ControlAction;

std::uint64_t RiskOracle::limit(LimitKind kind, ControlScope scope, std::uint32_t index) const {
  const auto found = limits_.find({kind, scope, scope == ControlScope::Firm ? 0 : index});
  return found == limits_.end() ? 0 : found->second;
}

void RiskOracle::for_limits(
    LimitKind kind, const RiskOrder& order,
    const std::function<void(std::uint64_t, ControlScope, std::uint32_t)>& use) const {
  const std::pair<ControlScope, std::uint32_t> scopes[] = {{ControlScope::Firm, 0},
                                                           {ControlScope::Account, order.account},
                                                           {ControlScope::Instrument, order.book},
                                                           {ControlScope::Session, order.session}};
  for (const auto& [scope, index] : scopes) {
    const std::uint64_t value = limit(kind, scope, index);
    if (value != 0) use(value, scope, index);
  }
}

bool RiskOracle::is_within(LimitKind kind, const RiskOrder& order, Wide value) const {
  bool is_good = true;
  for_limits(kind, order, [&](std::uint64_t bound, ControlScope, std::uint32_t) {
    if (value > Wide{bound}) is_good = false;
  });
  return is_good;
}

bool RiskOracle::is_limited(LimitKind kind, const RiskOrder& order) const {
  bool is_any = false;
  for_limits(kind, order, [&](std::uint64_t, ControlScope, std::uint32_t) { is_any = true; });
  return is_any;
}

std::uint32_t RiskOracle::mark(std::uint16_t book, Side side) {
  const std::uint32_t better = side == Side::Bid ? ask_[book] : bid_[book];
  if (better != 0) return better;
  if (last_[book] != 0) return last_[book];
  return side == Side::Bid ? bid_[book] : ask_[book];
}

RiskOracle::Wide RiskOracle::worth(const RiskOrder& order) {
  const Wide tick = options_.tick_values.empty() ? 1 : options_.tick_values[order.book];
  const Wide price = order.price != 0 ? order.price : mark(order.book, order.side);
  return price * order.quantity * tick;
}

RiskOracle::Wide RiskOracle::more_worth(const RiskOrder& before, const RiskOrder& wanted) {
  // One price of its own, one of the market's: both are held.
  if ((before.price == 0) != (wanted.price == 0)) return worth(wanted);
  return std::max<Wide>(worth(wanted) - worth(before), 0);
}

RiskOracle::Figures RiskOracle::figures(ControlScope scope, std::uint32_t index) {
  const auto is_in = [&](const RiskOrder& order) {
    return scope == ControlScope::Firm ||
           (scope == ControlScope::Account && order.account == index) ||
           (scope == ControlScope::Instrument && order.book == index);
  };
  Figures all;
  for (const OracleOrder& order : orders_) {
    if (!order.is_open || !is_in(order.as)) continue;
    all.orders += 1;
    Wide& open = all.open[static_cast<int>(order.as.side)];
    open += worth(order.as);
    if (order.is_asked) open += more_worth(order.asked_of, order.asked);
  }
  for (const Execution& execution : executions_) {
    if (execution.day != day_ || !is_in(execution.of)) continue;
    RiskOrder paid = execution.of;
    const Wide tick = options_.tick_values.empty() ? 1 : options_.tick_values[paid.book];
    all.done[static_cast<int>(paid.side)] += Wide{execution.price} * paid.quantity * tick;
  }
  return all;
}

RiskUsage RiskOracle::usage(ControlScope scope, std::uint32_t index) {
  const auto told = [](Wide value) {
    constexpr std::uint64_t kMax = std::numeric_limits<std::uint64_t>::max();
    return static_cast<std::uint64_t>(std::clamp<Wide>(value, 0, Wide{kMax}));
  };
  const Figures all = figures(scope, index);
  RiskUsage usage;
  usage.open_orders = told(all.orders);
  usage.open_money = {told(all.open[0]), told(all.open[1])};
  usage.executed_money = {told(all.done[0]), told(all.done[1])};
  usage.exposure = told(all.open[0] + all.open[1]);
  usage.credit_gross = told(all.open[0] + all.open[1] + all.done[0] + all.done[1]);
  usage.credit_net = {told(all.open[0] + all.done[0] - all.done[1]),
                      told(all.open[1] + all.done[1] - all.done[0])};
  return usage;
}

RiskHolding RiskOracle::holding(std::uint32_t account, std::uint16_t book) {
  RiskHolding held;
  for (const Execution& execution : executions_) {
    if (execution.of.account != account || execution.of.book != book) continue;
    const std::int64_t quantity = execution.of.quantity;
    held.position += execution.of.side == Side::Bid ? quantity : -quantity;
  }
  for (const OracleOrder& order : orders_) {
    if (!order.is_open || order.as.account != account || order.as.book != book) continue;
    std::uint64_t& open = held.open_quantity[static_cast<std::size_t>(order.as.side)];
    open += order.as.quantity;
    if (order.is_asked && order.asked.quantity > order.asked_of.quantity) {
      open += order.asked.quantity - order.asked_of.quantity;
    }
  }
  return held;
}

RiskOracle::Wide RiskOracle::towards(const RiskOrder& order) {
  const RiskHolding held = holding(order.account, order.book);
  if (order.side == Side::Bid) return Wide{held.position} + held.open_quantity[0];
  return Wide{held.open_quantity[1]} - held.position;
}

bool RiskOracle::is_too_fast(const RiskOrder& order, std::uint64_t now_ns) const {
  Wide firm = 0;
  Wide account = 0;
  Wide session = 0;
  for (const Message& message : messages_) {
    if (message.time_ns / 1'000'000'000 != now_ns / 1'000'000'000) continue;
    firm += 1;
    account += message.account == order.account ? 1 : 0;
    session += message.session == order.session ? 1 : 0;
  }
  bool is_fast = false;
  for_limits(LimitKind::MessageRate, order,
             [&](std::uint64_t bound, ControlScope scope, std::uint32_t) {
               const Wide sent = scope == ControlScope::Firm      ? firm
                                 : scope == ControlScope::Account ? account
                                                                  : session;
               if (sent > Wide{bound}) is_fast = true;
             });
  return is_fast;
}

bool RiskOracle::is_duplicate(const RiskOrder& order, std::uint64_t now_ns) const {
  std::uint64_t window = 0;
  for_limits(
      LimitKind::DuplicateWindow, order,
      [&](std::uint64_t value, ControlScope, std::uint32_t) { window = std::max(window, value); });
  if (window == 0) window = 1'000'000'000;
  Wide equal = 0;
  std::size_t looked_at = 0;
  for (auto known = known_.rbegin(); known != known_.rend(); ++known) {
    if (known->order.account != order.account) continue;
    if (++looked_at > 32) break;
    const RiskOrder& old = known->order;
    if (old.book == order.book && old.side == order.side && old.sale == order.sale &&
        old.order_type == order.order_type && old.price == order.price &&
        old.quantity == order.quantity && now_ns < known->time_ns + window) {
      equal += 1;
    }
  }
  return !is_within(LimitKind::DuplicateOrders, order, equal + 1);
}

bool RiskOracle::is_far(const RiskOrder& order) {
  const Wide reference = mark(order.book, order.side);
  const bool has_own_price =
      order.order_type == OrderType::Limit || order.order_type == OrderType::StopLimit;
  if (order.price == 0 || reference == 0 || !has_own_price) return false;
  bool is_far = false;
  for (const LimitKind kind : {LimitKind::CollarThrough, LimitKind::CollarAway}) {
    // The price may lie between these, where the limit looks that way.
    const bool looks_up = (kind == LimitKind::CollarThrough) == (order.side == Side::Bid);
    for_limits(kind, order, [&](std::uint64_t points, ControlScope, std::uint32_t) {
      const Wide price = Wide{order.price} * 10'000;
      if (looks_up && price > reference * (10'000 + Wide{points})) is_far = true;
      if (!looks_up && price < reference * (10'000 - Wide{points})) is_far = true;
    });
  }
  return is_far;
}

RiskReason RiskOracle::before_sums(const RiskOrder& order, std::uint64_t now_ns, bool is_new) {
  using R = RiskReason;
  if (is_too_fast(order, now_ns)) return R::MessageRate;
  if (killed_.contains({ControlScope::Firm, 0})) return R::FirmKilled;
  if (killed_.contains({ControlScope::Account, order.account})) return R::AccountKilled;
  if (killed_.contains({ControlScope::Session, order.session})) return R::SessionKilled;
  if (killed_.contains({ControlScope::Instrument, order.book})) return R::InstrumentKilled;
  if (disabled_accounts_.contains(order.account)) return R::AccountDisabled;
  if (disabled_sessions_.contains(order.session)) return R::SessionDisabled;
  if (restricted_.contains(order.book)) return R::Restricted;
  if (restricted_for_.contains({order.account, order.book})) return R::Restricted;
  if (order.side == Side::Ask) {
    if (order.sale == SaleKind::Short && short_[order.book] != 0) return R::ShortRestricted;
    if (order.sale == SaleKind::ShortExempt && short_[order.book] == 2) return R::ShortRestricted;
  }
  if (!is_within(LimitKind::OrderQuantity, order, order.quantity)) return R::MaxQuantity;
  const std::uint32_t now = mark(order.book, order.side);
  if (order.price == 0 && now == 0) {
    for (const LimitKind kind : {LimitKind::OrderNotional, LimitKind::Exposure,
                                 LimitKind::CreditGross, LimitKind::CreditNet}) {
      if (is_limited(kind, order)) return R::NoReference;
    }
  }
  RiskOrder dearest = order;
  if (order.side == Side::Ask) dearest.price = std::max(order.price, now);
  if (!is_within(LimitKind::OrderNotional, order, worth(dearest))) return R::MaxNotional;
  if (is_far(order)) return R::PriceCollar;
  if (is_new && is_duplicate(order, now_ns)) return R::Duplicate;
  return R::None;
}

RiskReason RiskOracle::sums(const RiskOrder& order, Wide orders, Wide quantity, Wide money) {
  const auto any_above = [&](LimitKind kind, const std::function<Wide(const Figures&)>& used) {
    bool is_above = false;
    for_limits(kind, order, [&](std::uint64_t bound, ControlScope scope, std::uint32_t index) {
      if (used(figures(scope, index)) > Wide{bound}) is_above = true;
    });
    return is_above;
  };
  const int side = static_cast<int>(order.side);
  if (orders > 0 &&
      any_above(LimitKind::OpenOrders, [&](const Figures& all) { return all.orders + orders; })) {
    return RiskReason::OpenOrders;
  }
  if (quantity > 0 && !is_within(LimitKind::Position, order, towards(order) + quantity)) {
    return RiskReason::Position;
  }
  if (money > 0 && any_above(LimitKind::Exposure, [&](const Figures& all) {
        return all.open[0] + all.open[1] + money;
      })) {
    return RiskReason::Exposure;
  }
  if (options_.credit_required &&
      limit(LimitKind::CreditGross, ControlScope::Account, order.account) == 0) {
    return RiskReason::NoCredit;
  }
  if (money > 0 && any_above(LimitKind::CreditGross, [&](const Figures& all) {
        return all.open[0] + all.open[1] + all.done[0] + all.done[1] + money;
      })) {
    return RiskReason::CreditGross;
  }
  if (money > 0 && any_above(LimitKind::CreditNet, [&](const Figures& all) {
        return all.open[side] + all.done[side] - all.done[1 - side] + money;
      })) {
    return RiskReason::CreditNet;
  }
  return RiskReason::None;
}

RiskReason RiskOracle::judge_new(const RiskOrder& order, std::uint64_t now_ns) {
  if (order.account >= options_.account_count) return RiskReason::UnknownAccount;
  if (order.session >= options_.session_count) return RiskReason::UnknownSession;
  if (order.book >= options_.book_count) return RiskReason::UnknownBook;
  const RiskReason reason = before_sums(order, now_ns, true);
  if (reason != RiskReason::None) return reason;
  return sums(order, 1, order.quantity, worth(order));
}

RiskReason RiskOracle::judge_replace(const RiskOrder& open_now, const RiskOrder& wanted,
                                     std::uint64_t now_ns) {
  if (wanted.price == open_now.price && wanted.quantity <= open_now.quantity) {
    return RiskReason::None;
  }
  const RiskReason reason = before_sums(wanted, now_ns, false);
  if (reason != RiskReason::None) return reason;
  const Wide more = Wide{wanted.quantity} - Wide{open_now.quantity};
  return sums(wanted, 0, more, more_worth(open_now, wanted));
}

void RiskOracle::message(const RiskOrder& order, std::uint64_t now_ns) {
  // Only the last second is ever looked at.
  std::erase_if(messages_, [&](const Message& old) {
    return old.time_ns / 1'000'000'000 != now_ns / 1'000'000'000;
  });
  messages_.push_back({now_ns, order.account, order.session});
}

std::size_t RiskOracle::accepted(const RiskOrder& order, std::uint64_t now_ns) {
  known_.push_back({order, now_ns});
  OracleOrder one;
  one.as = order;
  orders_.push_back(one);
  return orders_.size() - 1;
}

void RiskOracle::executed(std::size_t order, std::uint32_t quantity, std::uint32_t price,
                          std::uint64_t now_ns) {
  RiskOrder of = orders_[order].as;
  of.quantity = quantity;
  orders_[order].as.quantity -= quantity;
  orders_[order].is_open = orders_[order].as.quantity != 0;
  executions_.push_back({of, price, now_ns, day_, enabled_[of.account]});

  const std::uint64_t width = options_.execution_window_ns;
  Wide count = 0;
  for (const Execution& one : executions_) {
    if (one.of.account == of.account && one.day == day_ && one.enabled == enabled_[of.account] &&
        (width == 0 || one.time_ns / width == now_ns / width)) {
      count += 1;
    }
  }
  if (!is_within(LimitKind::Executions, of, count + 1)) disabled_accounts_.insert(of.account);
}

void RiskOracle::change(const journal::ControlChange& change) {
  const auto put = [&](auto& set, const auto& member, bool is_in) {
    if (is_in) {
      set.insert(member);
    } else {
      set.erase(member);
    }
  };
  std::uint32_t index = 0;
  if (change.scope == ControlScope::Account) index = change.account;
  if (change.scope == ControlScope::Instrument) index = change.book;
  if (change.scope == ControlScope::Session) index = change.session;
  const bool is_on = change.value != 0;
  switch (change.action) {
    case ControlAction::SetLimit:
      limits_[{LimitKind{change.limit}, change.scope, index}] = change.value;
      break;
    case ControlAction::Kill:
      put(killed_, std::pair{change.scope, index}, is_on);
      break;
    case ControlAction::EnableAccount:
      put(disabled_accounts_, change.account, !is_on);
      ++enabled_[change.account];
      break;
    case ControlAction::EnableSession:
      put(disabled_sessions_, std::uint32_t{change.session}, !is_on);
      break;
    case ControlAction::Restrict:
      if (change.scope == ControlScope::Account) {
        put(restricted_for_, std::pair{change.account, change.book}, is_on);
      } else {
        put(restricted_, change.book, is_on);
      }
      break;
    case ControlAction::RestrictShort:
      short_[change.book] = change.value;
      break;
    case ControlAction::DayStart:
      start_day();
      break;
    default:
      break;
  }
}

void RiskOracle::start_day() {
  ++day_;
  bid_.clear();
  ask_.clear();
}

void RiskOracle::set_reference(std::uint16_t book, std::uint32_t bid, std::uint32_t ask) {
  bid_[book] = bid;
  ask_[book] = ask;
}

}  // namespace hotbook::risk
