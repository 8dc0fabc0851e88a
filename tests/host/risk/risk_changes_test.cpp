// Changes while running: kills, lists, enabling, limits; and which changes cannot be.

#include <gtest/gtest.h>

#include "tests/host/risk/risk_fixture.hpp"

namespace hotbook::risk {
namespace {

using enum RiskReason;
using Kind = LimitKind;
using Scope = ControlScope;

class RiskChanges : public RiskFixture {};

TEST_F(RiskChanges, KillStopsItsScopeAndNoOther) {
  const RiskOrder other = of_account(1, of_session(1, of_book(1, bid(5, 1))));
  const std::pair<Scope, RiskReason> kills[] = {{Scope::Account, AccountKilled},
                                                {Scope::Session, SessionKilled},
                                                {Scope::Instrument, InstrumentKilled}};
  for (const auto& [scope, reason] : kills) {
    set(ControlAction::Kill, scope, 1, 0);
    EXPECT_TRUE(gate.is_killed(scope, 0));
    EXPECT_FALSE(gate.is_killed(scope, 1));
    EXPECT_EQ(send(bid(5, 1)), reason);
    EXPECT_EQ(gate.check_replace(bid(5, 1), bid(5, 2), 0), reason);
    EXPECT_EQ(send(other), None);
    set(ControlAction::Kill, scope, 0, 0);
    EXPECT_EQ(send(bid(5, 1)), None);
  }
  set(ControlAction::Kill, Scope::Firm, 1);
  EXPECT_EQ(send(bid(5, 1)), FirmKilled);
  EXPECT_EQ(send(other), FirmKilled);
  EXPECT_TRUE(gate.is_killed(Scope::Firm));
  gate.start_day();
  EXPECT_EQ(send(bid(5, 1)), FirmKilled);
}

TEST_F(RiskChanges, DisabledSessionsAndAccountsSendNothing) {
  set(ControlAction::EnableSession, Scope::Session, 0, 1);
  EXPECT_FALSE(gate.is_session_enabled(1));
  EXPECT_EQ(send(of_session(1, bid(5, 1))), SessionDisabled);
  EXPECT_EQ(send(bid(5, 1)), None);
  set(ControlAction::EnableAccount, Scope::Account, 0, 1);
  EXPECT_FALSE(gate.is_account_enabled(1));
  EXPECT_EQ(send(of_account(1, bid(5, 1))), AccountDisabled);
  set(ControlAction::EnableAccount, Scope::Account, 1, 1);
  EXPECT_EQ(send(of_account(1, bid(5, 1))), None);
}

TEST_F(RiskChanges, RepeatedExecutionsDisableUntilAPersonEnables) {
  firm(Kind::Executions, 3);
  for (int count = 0; count < 10; ++count) ASSERT_EQ(send(bid(5, 1)), None);
  gate.fill(last_of(bid(5, 1)), 5, kSecond);
  gate.fill(last_of(bid(5, 1)), 5, kSecond);
  EXPECT_TRUE(gate.is_account_enabled(0));
  gate.fill(last_of(bid(5, 1)), 5, 2 * kSecond);  // another window
  gate.fill(last_of(bid(5, 1)), 5, 2 * kSecond);
  EXPECT_TRUE(gate.is_account_enabled(0));
  gate.fill(last_of(bid(5, 1)), 5, 3 * kSecond - 1);
  EXPECT_FALSE(gate.is_account_enabled(0));
  EXPECT_EQ(send(bid(5, 1), 100 * kSecond), AccountDisabled);
  EXPECT_EQ(send(of_account(1, bid(5, 1)), 100 * kSecond), None);
  gate.start_day();
  EXPECT_EQ(send(bid(5, 1), 100 * kSecond), AccountDisabled);
  set(ControlAction::EnableAccount, Scope::Account, 1, 0);
  EXPECT_EQ(send(bid(5, 1), 100 * kSecond), None);
  gate.fill(last_of(bid(5, 1)), 5, 100 * kSecond);
  EXPECT_TRUE(gate.is_account_enabled(0));
}

TEST(RiskExecutions, CountSinceEnabledWithoutAWindow) {
  RiskOptions options = two_of_all();
  options.execution_window_ns = 0;
  RiskGate gate{options};
  ControlChange change = change_of(ControlAction::SetLimit, Scope::Account, 1, 2);
  change.limit = static_cast<std::uint16_t>(Kind::Executions);
  ASSERT_EQ(gate.apply(change), ChangeProblem::None);
  const RiskOrder order = of_account(1, bid(5, 1));
  const auto execute = [&](std::uint64_t now_ns) {
    gate.reserve(order, now_ns);
    gate.fill(last_of(order), 5, now_ns);
  };
  execute(0);
  gate.start_day();
  execute(50 * kSecond);
  EXPECT_TRUE(gate.is_account_enabled(1));
  execute(5'000 * kSecond);
  EXPECT_FALSE(gate.is_account_enabled(1));
  EXPECT_EQ(gate.check_new(order, 5'000 * kSecond), AccountDisabled);
}

TEST_F(RiskChanges, RestrictsAnInstrumentForAllOrForAnAccount) {
  set(ControlAction::Restrict, Scope::Instrument, 1, 1);
  EXPECT_TRUE(gate.is_restricted(1));
  EXPECT_EQ(send(of_book(1, bid(5, 1))), Restricted);
  EXPECT_EQ(send(bid(5, 1)), None);
  set(ControlAction::Restrict, Scope::Instrument, 0, 1);
  ControlChange one = change_of(ControlAction::Restrict, Scope::Account, 1, 1);
  one.book = 1;
  ASSERT_EQ(gate.apply(one), ChangeProblem::None);
  EXPECT_EQ(send(of_account(1, of_book(1, bid(5, 1)))), Restricted);
  EXPECT_EQ(send(of_book(1, bid(5, 1))), None);
  EXPECT_EQ(send(of_account(1, bid(5, 1))), None);
}

TEST_F(RiskChanges, RestrictsShortSalesAndByTwoExemptOnesToo) {
  RiskOrder sale = ask(5, 1);
  RiskOrder exempt = ask(5, 1);
  sale.sale = SaleKind::Short;
  exempt.sale = SaleKind::ShortExempt;
  RiskOrder buy = bid(5, 1);
  buy.sale = SaleKind::Short;  // means nothing of a bid
  set(ControlAction::RestrictShort, Scope::Instrument, 1, 0);
  EXPECT_EQ(send(sale), ShortRestricted);
  EXPECT_EQ(send(of_book(1, sale)), None);
  EXPECT_EQ(send(exempt), None);
  set(ControlAction::RestrictShort, Scope::Instrument, 2, 0);
  EXPECT_EQ(gate.short_restriction(0), 2U);
  EXPECT_EQ(send(sale), ShortRestricted);
  EXPECT_EQ(send(exempt), ShortRestricted);
  EXPECT_EQ(send(ask(5, 1)), None);
  EXPECT_EQ(send(buy), None);
}

TEST_F(RiskChanges, ALimitHoldsFromTheNextOrderOn) {
  EXPECT_EQ(send(bid(5, 100)), None);
  firm(Kind::Exposure, 100);
  EXPECT_EQ(send(bid(1, 1)), Exposure);
  EXPECT_EQ(gate.limit(Kind::Exposure, Scope::Firm), 100U);
  gate.release(part_of(bid(5, 100), 81));  // 95 are left
  EXPECT_EQ(send(bid(1, 5)), None);
  EXPECT_EQ(send(bid(1, 1)), Exposure);
  firm(Kind::Exposure, 0);
  EXPECT_EQ(gate.limit(Kind::Exposure, Scope::Firm), 0U);
  EXPECT_EQ(send(bid(~0U, ~0U)), None);
}

TEST_F(RiskChanges, NamesWhatCannotBeAndLeavesEverythingAsItWas) {
  const auto before = gate.snapshot();
  const auto refused = [&](ControlChange change, Kind kind, ChangeProblem problem) {
    change.limit = static_cast<std::uint16_t>(kind);
    EXPECT_EQ(name_of(gate.problem_of(change)), name_of(problem));
    EXPECT_EQ(gate.apply(change), problem);
    EXPECT_EQ(gate.snapshot(), before);
  };
  using Problem = ChangeProblem;
  const auto limit_of = [](Scope scope, std::uint32_t index, std::uint64_t value) {
    return change_of(ControlAction::SetLimit, scope, index, value);
  };
  refused(limit_of(Scope::Firm, 0, 1), Kind{0}, Problem::UnknownLimit);
  refused(limit_of(Scope::Firm, 0, 1), Kind{14}, Problem::UnknownLimit);
  refused(limit_of(Scope::Session, 0, 1), Kind::Exposure, Problem::WrongScope);
  refused(limit_of(Scope::Instrument, 0, 1), Kind::MessageRate, Problem::WrongScope);
  refused(limit_of(Scope{7}, 0, 1), Kind::Exposure, Problem::WrongScope);
  refused(limit_of(Scope::Account, 2, 1), Kind::Exposure, Problem::UnknownAccount);
  refused(limit_of(Scope::Instrument, 2, 1), Kind::Exposure, Problem::UnknownBook);
  refused(limit_of(Scope::Session, 2, 1), Kind::MessageRate, Problem::UnknownSession);
  refused(limit_of(Scope::Firm, 0, kLimitMax + 1), Kind::Exposure, Problem::BadValue);
  refused(limit_of(Scope::Firm, 0, kDuplicateDepth + 1), Kind::DuplicateOrders, Problem::BadValue);
  const auto other = [&](ControlAction action, Scope scope, std::uint32_t index,
                         std::uint64_t value, Problem problem) {
    refused(change_of(action, scope, index, value), Kind{0}, problem);
  };
  other(ControlAction{0}, Scope::Firm, 0, 0, Problem::UnknownAction);
  other(ControlAction{10}, Scope::Firm, 0, 0, Problem::UnknownAction);
  other(ControlAction::Kill, Scope::Firm, 0, 2, Problem::BadValue);
  other(ControlAction::Kill, Scope{4}, 0, 1, Problem::WrongScope);
  other(ControlAction::Kill, Scope::Session, 2, 1, Problem::UnknownSession);
  other(ControlAction::EnableAccount, Scope::Account, 2, 1, Problem::UnknownAccount);
  other(ControlAction::EnableAccount, Scope::Account, 1, 2, Problem::BadValue);
  other(ControlAction::EnableSession, Scope::Session, 2, 1, Problem::UnknownSession);
  other(ControlAction::EnableSession, Scope::Session, 1, 2, Problem::BadValue);
  other(ControlAction::Restrict, Scope::Instrument, 2, 1, Problem::UnknownBook);
  other(ControlAction::Restrict, Scope::Instrument, 1, 2, Problem::BadValue);
  other(ControlAction::Restrict, Scope::Account, 2, 1, Problem::UnknownAccount);
  other(ControlAction::Restrict, Scope::Session, 1, 1, Problem::WrongScope);
  other(ControlAction::RestrictShort, Scope::Account, 1, 1, Problem::WrongScope);
  other(ControlAction::RestrictShort, Scope::Instrument, 1, 3, Problem::BadValue);
}

TEST_F(RiskChanges, TakesDaysAndAuditsAsTheyCome) {
  ASSERT_EQ(send(bid(5, 1)), None);
  gate.fill(last_of(bid(5, 1)), 5, 0);
  EXPECT_EQ(gate.apply(change_of(ControlAction::Audit, Scope::Firm, 0, 0)), ChangeProblem::None);
  EXPECT_EQ(gate.apply(change_of(ControlAction::DayEnd, Scope::Firm, 0, 20261120)),
            ChangeProblem::None);
  EXPECT_EQ(gate.usage(Scope::Firm).credit_gross, 5U);
  EXPECT_EQ(gate.apply(change_of(ControlAction::DayStart, Scope::Firm, 0, 20261121)),
            ChangeProblem::None);
  EXPECT_EQ(gate.usage(Scope::Firm).credit_gross, 0U);
}

TEST_F(RiskChanges, TellsNothingOfWhatIsNotThere) {
  EXPECT_EQ(gate.limit(Kind::Exposure, Scope::Account, 2), 0U);
  EXPECT_EQ(gate.limit(Kind{0}, Scope::Firm), 0U);
  EXPECT_EQ(gate.usage(Scope::Instrument, 2), RiskUsage{});
  EXPECT_EQ(gate.holding(2, 0), RiskHolding{});
  EXPECT_EQ(gate.holding(0, 2), RiskHolding{});
  EXPECT_FALSE(gate.is_killed(Scope::Session, 2));
  EXPECT_FALSE(gate.is_account_enabled(2));
  EXPECT_FALSE(gate.is_session_enabled(2));
  EXPECT_FALSE(gate.is_restricted(2));
  EXPECT_EQ(gate.mark(2, Side::Bid), 0U);
  gate.set_last(2, 5);
  gate.set_reference(2, 5, 6);
  gate.release(of_book(2, bid(5, 1)));
  gate.fill(of_book(2, bid(5, 1)), 5, 0);
  EXPECT_EQ(gate.usage(Scope::Firm), RiskUsage{});
}

TEST(RiskOptionsTest, AreRefusedWhereTheyCannotBe) {
  RiskOptions options;
  options.account_count = 0;
  EXPECT_THROW(RiskGate{options}, std::invalid_argument);
  options = {};
  options.book_count = 65'536;
  EXPECT_THROW(RiskGate{options}, std::invalid_argument);
  options = {};
  options.tick_values = {1, 1};
  EXPECT_THROW(RiskGate{options}, std::invalid_argument);
  options.tick_values = {0};
  EXPECT_THROW(RiskGate{options}, std::invalid_argument);
  options.tick_values = {(1U << 20) + 1};
  EXPECT_THROW(RiskGate{options}, std::invalid_argument);
}

}  // namespace
}  // namespace hotbook::risk
