// A gate of two accounts, two instruments and two sessions, and short ways to use it.
//
// Threading: one thread.
// Hot path:  none; used by tests only.

#pragma once

#include <gtest/gtest.h>

#include <cstdint>

#include "host/risk/risk_gate.hpp"

namespace hotbook::risk {

using journal::ControlAction;
using journal::ControlChange;

constexpr std::uint64_t kSecond = 1'000'000'000;

// Tick values of 1 and 10.
inline RiskOptions two_of_all() {
  RiskOptions options;
  options.account_count = 2;
  options.book_count = 2;
  options.session_count = 2;
  options.tick_values = {1, 10};
  return options;
}

inline RiskOrder bid(std::uint32_t price, std::uint32_t quantity) {
  RiskOrder order{};
  order.side = Side::Bid;
  order.order_type = price == 0 ? OrderType::Market : OrderType::Limit;
  order.price = price;
  order.quantity = quantity;
  return order;
}

inline RiskOrder ask(std::uint32_t price, std::uint32_t quantity) {
  RiskOrder order = bid(price, quantity);
  order.side = Side::Ask;
  return order;
}

inline RiskOrder of_account(std::uint32_t account, RiskOrder order) {
  order.account = account;
  return order;
}

inline RiskOrder of_session(std::uint16_t session, RiskOrder order) {
  order.session = session;
  return order;
}

inline RiskOrder of_book(std::uint16_t book, RiskOrder order) {
  order.book = book;
  return order;
}

// The whole order is gone, or executed.
inline RiskOrder last_of(RiskOrder order) {
  order.leaves = 0;
  return order;
}

inline RiskOrder part_of(RiskOrder order, std::uint32_t quantity) {
  order.leaves = order.quantity - quantity;
  order.quantity = quantity;
  return order;
}

// index: of the account, instrument or session that the scope says.
inline ControlChange change_of(ControlAction action, ControlScope scope, std::uint32_t index,
                               std::uint64_t value) {
  ControlChange change{};
  change.action = action;
  change.scope = scope;
  if (scope == ControlScope::Account) change.account = index;
  if (scope == ControlScope::Instrument) change.book = static_cast<std::uint16_t>(index);
  if (scope == ControlScope::Session) change.session = static_cast<std::uint16_t>(index);
  change.value = value;
  return change;
}

class RiskFixture : public testing::Test {
 protected:
  explicit RiskFixture(const RiskOptions& options = two_of_all()) : gate{options} {}

  void limit(LimitKind kind, ControlScope scope, std::uint64_t value, std::uint32_t index = 0) {
    ControlChange change = change_of(ControlAction::SetLimit, scope, index, value);
    change.limit = static_cast<std::uint16_t>(kind);
    ASSERT_EQ(gate.apply(change), ChangeProblem::None);
  }
  void firm(LimitKind kind, std::uint64_t value) { limit(kind, ControlScope::Firm, value); }
  void set(ControlAction action, ControlScope scope, std::uint64_t value, std::uint32_t index = 0) {
    ASSERT_EQ(gate.apply(change_of(action, scope, index, value)), ChangeProblem::None);
  }

  RiskReason send(const RiskOrder& order, std::uint64_t now_ns = 0) {
    return gate.check_new(order, now_ns);
  }

  RiskGate gate;
};

}  // namespace hotbook::risk
