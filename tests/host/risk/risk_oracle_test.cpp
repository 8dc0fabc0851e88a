// The gate against the oracle: every verdict and every figure, over random days; and against itself
// replayed from what was decided, and restored from what it wrote.

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <map>
#include <string>

#include "sim/replay/draw.hpp"
#include "tests/host/risk/risk_oracle.hpp"

namespace hotbook::risk {
namespace {

using journal::ControlAction;
using journal::ControlChange;

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const char* const text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

struct Shape {
  std::string name;
  bool is_huge = false;  // prices and quantities near their bounds
  std::uint64_t execution_window_ns = 1'000'000'000;
  bool credit_required = false;
};

std::ostream& operator<<(std::ostream& out, const Shape& shape) {
  return out << shape.name;
}

RiskOptions options_of(const Shape& shape) {
  RiskOptions options;
  options.account_count = 3;
  options.book_count = 3;
  options.session_count = 2;
  if (shape.is_huge) options.tick_values = {1U << 20, 1, (1U << 20) - 1};
  if (!shape.is_huge) options.tick_values = {1, 2, 5};
  options.execution_window_ns = shape.execution_window_ns;
  options.credit_required = shape.credit_required;
  return options;
}

class RiskAgainstOracle : public testing::TestWithParam<Shape> {
 protected:
  RiskAgainstOracle()
      : seed_{from_environment("HOTBOOK_SEED", 20261121)},
        draw_{seed_},
        gate_{options_of(GetParam())},
        replayed_{options_of(GetParam())},
        oracle_{options_of(GetParam())} {
    std::cout << "seed=" << seed_ << "\n";
  }

  std::uint32_t random_price() {
    if (GetParam().is_huge) return draw_.once_in(3) ? 1 + draw_.below(5) : ~draw_.below(5);
    return 90 + draw_.below(21);
  }
  std::uint32_t random_quantity() {
    if (GetParam().is_huge && draw_.once_in(2)) return ~draw_.below(3);
    return 1 + draw_.below(draw_.once_in(5) ? 60 : 4);
  }

  RiskOrder random_order() {
    RiskOrder order{};
    order.account = draw_.below(draw_.once_in(200) ? 4 : 3);
    order.session = static_cast<std::uint16_t>(draw_.below(draw_.once_in(200) ? 3 : 2));
    order.book = static_cast<std::uint16_t>(draw_.below(draw_.once_in(200) ? 4 : 3));
    order.side = draw_.once_in(2) ? Side::Bid : Side::Ask;
    if (order.side == Side::Ask) order.sale = static_cast<SaleKind>(draw_.below(3));
    order.order_type = static_cast<OrderType>(draw_.once_in(3) ? draw_.below(7) : 0);
    const bool is_unpriced =
        order.order_type == OrderType::Market || order.order_type == OrderType::Stop;
    order.price = is_unpriced ? 0 : random_price();
    order.quantity = random_quantity();
    return order;
  }

  // An open order's index; none: the number of orders.
  std::size_t random_open(bool is_asked) {
    auto& orders = oracle_.orders();
    const std::size_t first = orders.empty() ? 0 : draw_.below_long(orders.size());
    for (std::size_t step = 0; step < orders.size(); ++step) {
      const std::size_t index = (first + step) % orders.size();
      if (orders[index].is_open && orders[index].is_asked == is_asked) return index;
    }
    return orders.size();
  }

  void send_new() {
    const RiskOrder order = draw_.once_in(5) ? latest_ : random_order();
    latest_ = order;
    oracle_.message(order, now_);
    const RiskReason wanted = oracle_.judge_new(order, now_);
    const RiskReason got = gate_.check_new(order, now_);
    ASSERT_EQ(name_of(got), name_of(wanted)) << where();
    ++seen_[got];
    if (got == RiskReason::None) {
      oracle_.accepted(order, now_);
      replayed_.reserve(order, now_);
    } else {
      replayed_.note_refused(order, now_);
    }
  }

  void ask_replace() {
    const std::size_t index = random_open(false);
    if (index == oracle_.orders().size()) return;
    OracleOrder& order = oracle_.orders()[index];
    RiskOrder wanted = order.as;
    if (!draw_.once_in(3)) wanted.quantity = random_quantity();
    if (draw_.once_in(2)) wanted.price = draw_.once_in(6) ? 0 : random_price();
    oracle_.message(wanted, now_);
    const RiskReason right = oracle_.judge_replace(order.as, wanted, now_);
    const RiskReason got = gate_.check_replace(order.as, wanted, now_);
    ASSERT_EQ(name_of(got), name_of(right)) << where();
    ++seen_replaces_[got];
    if (got != RiskReason::None) {
      replayed_.note_refused(wanted, now_);
      return;
    }
    replayed_.reserve_replace(order.as, wanted, now_);
    order.is_asked = true;
    order.asked_of = order.as;
    order.asked = wanted;
    if (!draw_.once_in(4)) settle(order);
  }

  void settle(OracleOrder& order) {
    order.is_asked = false;
    if (draw_.once_in(4) || !order.is_open) {
      for (RiskGate* gate : both()) gate->replace_refused(order.asked_of, order.asked);
      return;
    }
    if (order.as.quantity == order.asked_of.quantity) {
      for (RiskGate* gate : both()) gate->replaced(order.asked_of, order.asked);
      order.as = order.asked;
      return;
    }
    // Something of it was executed or taken off meanwhile.
    for (RiskGate* gate : both()) {
      gate->replace_refused(order.asked_of, order.asked);
      gate->changed(order.as, order.asked);
    }
    order.as = order.asked;
  }

  void take_off(bool is_execution, bool is_asked) {
    const std::size_t index = random_open(is_asked);
    if (index == oracle_.orders().size()) return;
    OracleOrder& order = oracle_.orders()[index];
    RiskOrder part = order.as;
    if (order.as.quantity > 0) {
      part.quantity = draw_.once_in(2)
                          ? order.as.quantity
                          : static_cast<std::uint32_t>(1 + draw_.below_long(order.as.quantity));
    }
    // An order that is being replaced is settled before its end is told.
    if (is_asked && part.quantity == order.as.quantity) settle(order), part = order.as;
    part.leaves = order.as.quantity - part.quantity;
    if (is_execution) {
      const std::uint32_t price = random_price();
      for (RiskGate* gate : both()) gate->fill(part, price, now_);
      oracle_.executed(index, part.quantity, price, now_);
    } else {
      for (RiskGate* gate : both()) gate->release(part);
      order.as.quantity = part.leaves;
      order.is_open = part.leaves != 0;
    }
  }

  void send_cancel() {
    const RiskOrder order = random_order();
    oracle_.message(order, now_);
    for (RiskGate* gate : both()) ASSERT_EQ(gate->check_cancel(order, now_), RiskReason::None);
  }

  std::uint64_t random_limit(LimitKind kind) {
    if (!draw_.once_in(3)) return 0;
    const std::uint64_t many = draw_.once_in(2) ? 1 : 4;
    const std::uint64_t money = GetParam().is_huge ? draw_.bits() >> 1 : draw_.below(20'000) * many;
    switch (kind) {
      case LimitKind::OrderQuantity:
        return 1 + draw_.below(60);
      case LimitKind::OrderNotional:
        return GetParam().is_huge ? money : 1 + draw_.below(10'000);
      case LimitKind::CollarThrough:
      case LimitKind::CollarAway:
        return GetParam().is_huge ? money >> draw_.below(60) : 200 + draw_.below(2'000);
      case LimitKind::DuplicateOrders:
        return 1 + draw_.below(3);
      case LimitKind::DuplicateWindow:
        return 1 + draw_.below_long(3'000'000'000);  // ns
      case LimitKind::OpenOrders:
        return 1 + draw_.below(40);
      case LimitKind::Position:
        return GetParam().is_huge ? draw_.bits() >> 30 : 1 + draw_.below(500);
      case LimitKind::MessageRate:
        return 4 + draw_.below(40);
      case LimitKind::Executions:
        return 2 + draw_.below(12);
      default:
        return 1 + money;
    }
  }

  void set_credit(std::uint32_t account) {
    ControlChange change{};
    change.action = ControlAction::SetLimit;
    change.scope = ControlScope::Account;
    change.account = account;
    change.limit = static_cast<std::uint16_t>(LimitKind::CreditGross);
    change.value = 1 + draw_.below(100'000);
    for (RiskGate* gate : both()) ASSERT_EQ(gate->apply(change), ChangeProblem::None);
    oracle_.change(change);
  }

  void change() {
    ControlChange change{};
    change.account = draw_.below(3);
    change.book = static_cast<std::uint16_t>(draw_.below(3));
    change.session = static_cast<std::uint16_t>(draw_.below(2));
    change.scope = static_cast<ControlScope>(draw_.below(4));
    static constexpr std::array<ControlAction, 6> kActions = {
        ControlAction::SetLimit,      ControlAction::Kill,     ControlAction::EnableAccount,
        ControlAction::EnableSession, ControlAction::Restrict, ControlAction::RestrictShort};
    change.action = draw_.once_in(3) ? kActions[draw_.below(6)] : ControlAction::SetLimit;
    change.value = draw_.once_in(24) ? 1 : 0;  // stops are rare, so that orders go on
    if (change.action == ControlAction::EnableAccount ||
        change.action == ControlAction::EnableSession) {
      change.value = 1 - change.value;
    }
    if (change.action == ControlAction::RestrictShort) change.value *= 1 + draw_.below(2);
    if (change.action == ControlAction::SetLimit) {
      const auto kind = static_cast<LimitKind>(1 + draw_.below(kLimitKindCount));
      change.limit = static_cast<std::uint16_t>(kind);
      change.value = random_limit(kind);
    }
    const ChangeProblem problem = gate_.apply(change);
    ASSERT_EQ(replayed_.apply(change), problem) << where();
    if (problem == ChangeProblem::None) oracle_.change(change);
  }

  void move_prices() {
    const auto book = static_cast<std::uint16_t>(draw_.below(3));
    const auto any = [&] { return draw_.once_in(4) ? 0 : random_price(); };
    if (draw_.once_in(3)) {
      const std::uint32_t last = any();
      for (RiskGate* gate : both()) gate->set_last(book, last);
      oracle_.set_last(book, last);
    } else {
      const std::uint32_t bid = any();
      const std::uint32_t ask = any();
      for (RiskGate* gate : both()) gate->set_reference(book, bid, ask);
      oracle_.set_reference(book, bid, ask);
    }
  }

  void one_step() {
    now_ += draw_.below(60'000'000);
    const std::uint32_t choice = draw_.below(1'000);
    if (choice < 380) {
      send_new();
    } else if (choice < 520) {
      ask_replace();
    } else if (choice < 730) {
      take_off(choice < 650, draw_.once_in(6));
    } else if (choice < 760) {
      send_cancel();
    } else if (choice < 870) {
      move_prices();
    } else if (choice < 998) {
      change();
    } else {
      for (RiskGate* gate : both()) gate->start_day();
      oracle_.start_day();
    }
  }

  void compare() {
    for (std::uint32_t index = 0; index < 3; ++index) {
      for (const ControlScope scope :
           {ControlScope::Firm, ControlScope::Account, ControlScope::Instrument}) {
        ASSERT_EQ(gate_.usage(scope, index), oracle_.usage(scope, index))
            << where() << " scope " << static_cast<int>(scope) << " index " << index;
      }
      for (std::uint16_t book = 0; book < 3; ++book) {
        ASSERT_EQ(gate_.holding(index, book), oracle_.holding(index, book)) << where();
      }
      ASSERT_EQ(gate_.is_account_enabled(index), oracle_.is_account_enabled(index)) << where();
    }
  }

  void close_all() {
    for (OracleOrder& order : oracle_.orders()) {
      if (order.is_asked) settle(order);
      if (!order.is_open) continue;
      for (RiskGate* gate : both()) gate->release(order.as);
      order.is_open = false;
    }
  }

  std::array<RiskGate*, 2> both() { return {&gate_, &replayed_}; }
  std::string where() const {
    return "step " + std::to_string(step_) + ", reproduce: HOTBOOK_SEED=" + std::to_string(seed_) +
           " risk_oracle_test --gtest_filter='*" + GetParam().name + "'";
  }

  std::uint64_t seed_;
  replay::Draw draw_;
  RiskGate gate_;
  RiskGate replayed_;
  RiskOracle oracle_;
  std::uint64_t now_ = 1'763'000'000'000'000'000;
  std::size_t step_ = 0;
  RiskOrder latest_{};
  std::map<RiskReason, std::size_t> seen_;
  std::map<RiskReason, std::size_t> seen_replaces_;
};

TEST_P(RiskAgainstOracle, SaysTheSameAndCountsTheSame) {
  const std::size_t episodes = 200 * from_environment("HOTBOOK_SCALE", 1);
  for (std::size_t episode = 0; episode < episodes; ++episode) {
    gate_ = RiskGate{options_of(GetParam())};
    replayed_ = RiskGate{options_of(GetParam())};
    oracle_ = RiskOracle{options_of(GetParam())};
    for (std::uint32_t account = 0; account < 2; ++account) {
      if (GetParam().credit_required) set_credit(account);
    }
    for (unsigned step = 0; step < 1'500; ++step, ++step_) {
      one_step();
      if (HasFatalFailure()) return;
      compare();
      if (HasFatalFailure()) return;
      if (step % 100 != 0) continue;
      ASSERT_EQ(gate_.snapshot(), replayed_.snapshot()) << where();
      RiskGate restored{options_of(GetParam())};
      ASSERT_EQ(restored.restore(gate_.snapshot()), "") << where();
      gate_ = std::move(restored);
    }
    close_all();
    compare();
    if (HasFatalFailure()) return;
    const RiskUsage firm = gate_.usage(ControlScope::Firm);
    ASSERT_EQ(firm.open_orders, 0U) << where();
    ASSERT_EQ(firm.exposure, 0U) << where();
  }
  // A run that never meets a check says nothing about it.
  for (unsigned value = 64; value <= 86; ++value) {
    const auto reason = static_cast<RiskReason>(value);
    const bool is_possible = reason != RiskReason::NoCredit || GetParam().credit_required;
    if (is_possible) {
      EXPECT_GT(seen_[reason], 0U) << name_of(reason);
    }
    std::cout << name_of(reason) << " " << seen_[reason] << " " << seen_replaces_[reason] << "\n";
  }
  std::cout << "passed " << seen_[RiskReason::None] << " " << seen_replaces_[RiskReason::None]
            << "\n";
}

INSTANTIATE_TEST_SUITE_P(Shapes, RiskAgainstOracle,
                         testing::Values(Shape{"Plain"}, Shape{"Huge", true, 0},
                                         Shape{"CreditRequired", false, 0, true}),
                         [](const auto& one) { return one.param.name; });

}  // namespace
}  // namespace hotbook::risk
