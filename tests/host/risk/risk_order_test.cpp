// What an order's life does to the figures: reserved, executed, replaced, gone; and at extremes.

#include <gtest/gtest.h>

#include <vector>

#include "tests/host/risk/risk_fixture.hpp"

namespace hotbook::risk {
namespace {

using enum RiskReason;
using Kind = LimitKind;
using Scope = ControlScope;

class RiskOrderLife : public RiskFixture {
 protected:
  std::uint64_t exposure() { return gate.usage(Scope::Firm).exposure; }
};

TEST_F(RiskOrderLife, ReservesMoneyUntilTheOrderIsGone) {
  ASSERT_EQ(send(bid(10, 7)), None);
  EXPECT_EQ(gate.usage(Scope::Account, 0).open_money[0], 70U);
  EXPECT_EQ(gate.usage(Scope::Account, 1).exposure, 0U);
  gate.release(part_of(bid(10, 7), 3));
  EXPECT_EQ(gate.usage(Scope::Instrument, 0).exposure, 40U);
  EXPECT_EQ(gate.usage(Scope::Instrument, 0).open_orders, 1U);
  gate.release(last_of(bid(10, 4)));
  EXPECT_EQ(gate.usage(Scope::Firm), RiskUsage{});
  EXPECT_EQ(gate.holding(0, 0), RiskHolding{});
}

TEST_F(RiskOrderLife, ReservesNothingForWhatItRefuses) {
  firm(Kind::OrderQuantity, 1);
  ASSERT_EQ(send(bid(10, 7)), MaxQuantity);
  EXPECT_EQ(gate.usage(Scope::Firm), RiskUsage{});
}

TEST_F(RiskOrderLife, MovesWhatExecutesFromOpenToExecutedAndPosition) {
  ASSERT_EQ(send(ask(10, 7)), None);
  gate.fill(part_of(ask(10, 7), 2), 12, 0);
  const RiskUsage usage = gate.usage(Scope::Account, 0);
  EXPECT_EQ(usage.open_money[1], 50U);
  EXPECT_EQ(usage.executed_money[1], 24U);
  EXPECT_EQ(usage.open_orders, 1U);
  EXPECT_EQ(usage.credit_gross, 74U);
  EXPECT_EQ(usage.credit_net[1], 74U);
  EXPECT_EQ(usage.credit_net[0], 0U);
  EXPECT_EQ(gate.holding(0, 0).position, -2);
  EXPECT_EQ(gate.holding(0, 0).open_quantity[1], 5U);
}

TEST_F(RiskOrderLife, KeepsPositionsAndOpenOrdersOverTheDay) {
  ASSERT_EQ(send(bid(10, 7)), None);
  gate.fill(part_of(bid(10, 7), 2), 10, 0);
  gate.set_reference(0, 5, 6);
  gate.set_last(0, 9);
  gate.start_day();
  EXPECT_EQ(gate.holding(0, 0).position, 2);
  EXPECT_EQ(gate.usage(Scope::Firm).exposure, 50U);
  EXPECT_EQ(gate.usage(Scope::Firm).credit_gross, 50U);
  EXPECT_EQ(gate.usage(Scope::Instrument, 0).executed_money[0], 0U);
  EXPECT_EQ(gate.mark(0, Side::Bid), 9U);
}

TEST_F(RiskOrderLife, RevaluesOpenMarketOrdersWithTheMark) {
  gate.set_last(1, 100);
  ASSERT_EQ(send(of_book(1, bid(0, 3))), None);
  ASSERT_EQ(send(of_account(1, of_book(1, bid(0, 2)))), None);
  ASSERT_EQ(send(of_book(1, bid(50, 1))), None);  // priced: it stays as it is
  EXPECT_EQ(exposure(), 5U * 100 * 10 + 500);
  gate.set_reference(1, 0, 120);
  EXPECT_EQ(gate.usage(Scope::Account, 0).exposure, 3U * 120 * 10 + 500);
  EXPECT_EQ(gate.usage(Scope::Account, 1).exposure, 2U * 120 * 10);
  EXPECT_EQ(gate.usage(Scope::Instrument, 1).exposure, 5U * 120 * 10 + 500);
  EXPECT_EQ(exposure(), 5U * 120 * 10 + 500);
  gate.release(last_of(of_book(1, bid(0, 3))));
  gate.set_reference(1, 0, 0);
  gate.fill(last_of(of_account(1, of_book(1, bid(0, 2)))), 130, 0);
  EXPECT_EQ(exposure(), 500U);
  EXPECT_EQ(gate.usage(Scope::Account, 1).executed_money[0], 2U * 130 * 10);
}

TEST_F(RiskOrderLife, HoldsTheLargerOfBothWhileAReplaceIsAsked) {
  ASSERT_EQ(send(bid(10, 10)), None);
  ASSERT_EQ(gate.check_replace(bid(10, 10), bid(20, 4), 0), None);
  EXPECT_EQ(exposure(), 100U);
  EXPECT_EQ(gate.holding(0, 0).open_quantity[0], 10U);
  gate.replaced(bid(10, 10), bid(20, 4));
  EXPECT_EQ(exposure(), 80U);
  EXPECT_EQ(gate.holding(0, 0).open_quantity[0], 4U);
  ASSERT_EQ(gate.check_replace(bid(20, 4), bid(30, 5), 0), None);
  EXPECT_EQ(exposure(), 150U);
  gate.replace_refused(bid(20, 4), bid(30, 5));
  EXPECT_EQ(exposure(), 80U);
  EXPECT_EQ(gate.usage(Scope::Firm).open_orders, 1U);
  gate.release(last_of(bid(20, 4)));
  EXPECT_EQ(gate.usage(Scope::Firm), RiskUsage{});
}

TEST_F(RiskOrderLife, SettlesAReplaceOfAnOrderThatExecutedMeanwhile) {
  ASSERT_EQ(send(bid(10, 10)), None);
  ASSERT_EQ(gate.check_replace(bid(10, 10), bid(12, 15), 0), None);
  EXPECT_EQ(exposure(), 180U);
  gate.fill(part_of(bid(10, 10), 4), 10, 0);
  gate.replace_refused(bid(10, 10), bid(12, 15));
  gate.changed(bid(10, 6), bid(12, 11));
  EXPECT_EQ(exposure(), 132U);
  gate.release(last_of(bid(12, 11)));
  EXPECT_EQ(exposure(), 0U);
}

TEST_F(RiskOrderLife, RefusesAReplaceOnlyForWhatItAddsToSums) {
  firm(Kind::Exposure, 100);
  firm(Kind::Position, 10);
  firm(Kind::OpenOrders, 1);
  ASSERT_EQ(send(bid(10, 10)), None);
  EXPECT_EQ(gate.check_replace(bid(10, 10), bid(10, 11), 0), Position);
  EXPECT_EQ(gate.check_replace(bid(10, 10), bid(11, 10), 0), Exposure);
  EXPECT_EQ(gate.check_replace(bid(10, 10), bid(20, 5), 0), None);
  gate.replaced(bid(10, 10), bid(20, 5));
  EXPECT_EQ(exposure(), 100U);
}

TEST_F(RiskOrderLife, ChecksTheTermsOfAReplace) {
  firm(Kind::OrderQuantity, 10);
  firm(Kind::OrderNotional, 200);
  firm(Kind::CollarThrough, 1'000);
  gate.set_last(0, 20);
  ASSERT_EQ(send(bid(10, 10)), None);
  EXPECT_EQ(gate.check_replace(bid(10, 10), bid(10, 11), 0), MaxQuantity);
  EXPECT_EQ(gate.check_replace(bid(10, 10), bid(21, 10), 0), MaxNotional);
  EXPECT_EQ(gate.check_replace(bid(10, 10), bid(23, 5), 0), PriceCollar);
  set(ControlAction::Restrict, Scope::Instrument, 1);
  EXPECT_EQ(gate.check_replace(bid(10, 10), bid(20, 10), 0), Restricted);
  EXPECT_EQ(exposure(), 100U);
}

TEST_F(RiskOrderLife, DoesNotTakeAReplaceForADuplicate) {
  firm(Kind::DuplicateOrders, 1);
  ASSERT_EQ(send(bid(10, 10)), None);
  EXPECT_EQ(gate.check_replace(bid(10, 10), bid(11, 10), 0), None);
  gate.replaced(bid(10, 10), bid(11, 10));
  EXPECT_EQ(gate.check_replace(bid(11, 10), bid(10, 10), 0), None);
}

TEST_F(RiskOrderLife, NeverRefusesWhatOnlyTakesRiskAway) {
  firm(Kind::MessageRate, 1);
  ASSERT_EQ(send(bid(10, 10)), None);
  firm(Kind::OrderQuantity, 1);
  firm(Kind::Exposure, 1);
  set(ControlAction::Kill, Scope::Firm, 1);
  set(ControlAction::EnableAccount, Scope::Account, 0);
  EXPECT_EQ(gate.check_replace(bid(10, 10), bid(10, 9), 0), None);
  EXPECT_EQ(gate.check_replace(bid(10, 10), bid(10, 10), 0), None);
  EXPECT_EQ(gate.check_cancel(bid(10, 10), 0), None);
  EXPECT_EQ(gate.check_replace(bid(10, 10), bid(9, 9), 0), MessageRate);
  EXPECT_EQ(gate.check_replace(bid(10, 10), bid(9, 9), kSecond), FirmKilled);
}

TEST_F(RiskOrderLife, ReplayedWithoutAskingIsTheSame) {
  RiskGate replayed{two_of_all()};
  firm(Kind::OrderQuantity, 10);
  ControlChange change = change_of(ControlAction::SetLimit, Scope::Firm, 0, 10);
  change.limit = static_cast<std::uint16_t>(Kind::OrderQuantity);
  ASSERT_EQ(replayed.apply(change), ChangeProblem::None);
  ASSERT_EQ(send(bid(10, 10), 5), None);
  ASSERT_EQ(send(bid(10, 11), 6), MaxQuantity);
  ASSERT_EQ(gate.check_replace(bid(10, 10), bid(11, 10), 7), None);
  EXPECT_NE(gate.snapshot(), replayed.snapshot());
  replayed.reserve(bid(10, 10), 5);
  replayed.note_refused(bid(10, 11), 6);
  replayed.reserve_replace(bid(10, 10), bid(11, 10), 7);
  EXPECT_EQ(gate.snapshot(), replayed.snapshot());
}

TEST(RiskExtremes, NoSumOverflows) {
  RiskOptions options;
  options.tick_values = {1U << 20};
  RiskGate gate{options};
  const RiskOrder huge = bid(~0U, ~0U);
  ControlChange change = change_of(ControlAction::SetLimit, Scope::Firm, 0, kLimitMax);
  for (const Kind kind :
       {Kind::OrderNotional, Kind::Exposure, Kind::CreditGross, Kind::CreditNet}) {
    change.limit = static_cast<std::uint16_t>(kind);
    change.value = kLimitMax;
    ASSERT_EQ(gate.apply(change), ChangeProblem::None);
    EXPECT_NE(gate.check_new(huge, 0), None) << name_of(kind);
    change.value = 0;
    ASSERT_EQ(gate.apply(change), ChangeProblem::None);
  }
  constexpr int kOrders = 100'000;
  for (int count = 0; count < kOrders; ++count) ASSERT_EQ(gate.check_new(huge, 0), None);
  EXPECT_EQ(gate.usage(Scope::Firm).exposure, ~std::uint64_t{0});
  for (int count = 0; count < kOrders; ++count) gate.fill(last_of(huge), ~0U, 0);
  EXPECT_EQ(gate.usage(Scope::Firm).exposure, 0U);
  EXPECT_EQ(gate.usage(Scope::Firm).credit_gross, ~std::uint64_t{0});
  EXPECT_EQ(gate.usage(Scope::Firm).credit_net[1], 0U);
  EXPECT_EQ(gate.holding(0, 0).position, std::int64_t{kOrders} * ~0U);
}

TEST(RiskExtremes, AMoneyLimitHoldsExactlyAboveSixtyTwoBits) {
  RiskOptions options;
  RiskGate gate{options};
  // (2^32 - 1) * 2^31 is a limit one below 2^63 - 2^31.
  const std::uint64_t money = std::uint64_t{~0U} << 31;
  ControlChange change = change_of(ControlAction::SetLimit, Scope::Firm, 0, money);
  change.limit = static_cast<std::uint16_t>(Kind::Exposure);
  ASSERT_EQ(gate.apply(change), ChangeProblem::None);
  EXPECT_EQ(gate.check_new(bid(~0U, 1U << 31), 0), None);
  EXPECT_EQ(gate.check_new(bid(1, 1), 0), Exposure);
  EXPECT_EQ(gate.usage(Scope::Firm).exposure, money);
}

}  // namespace
}  // namespace hotbook::risk
