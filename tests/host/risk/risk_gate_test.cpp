// Each check of a new order, at its exact boundary and in each of its scopes.

#include <gtest/gtest.h>

#include "tests/host/risk/risk_fixture.hpp"

namespace hotbook::risk {
namespace {

using enum RiskReason;
using Kind = LimitKind;
using Scope = ControlScope;

class RiskGateTest : public RiskFixture {};

TEST_F(RiskGateTest, LetsEverythingPassThatNoLimitIsSetFor) {
  for (int count = 0; count < 100; ++count) EXPECT_EQ(send(bid(~0U, ~0U)), None);
  EXPECT_EQ(send(ask(0, ~0U)), None);
}

TEST_F(RiskGateTest, RefusesWhatItHasNoPlaceFor) {
  EXPECT_EQ(send(of_account(2, bid(1, 1))), UnknownAccount);
  EXPECT_EQ(send(of_session(2, bid(1, 1))), UnknownSession);
  EXPECT_EQ(send(of_book(2, bid(1, 1))), UnknownBook);
  EXPECT_EQ(gate.usage(Scope::Firm).open_orders, 0U);
}

TEST_F(RiskGateTest, BoundsTheQuantityOfAnOrderInEachScope) {
  firm(Kind::OrderQuantity, 100);
  EXPECT_EQ(send(bid(5, 100)), None);
  EXPECT_EQ(send(bid(5, 101)), MaxQuantity);
  limit(Kind::OrderQuantity, Scope::Account, 50, 1);
  EXPECT_EQ(send(of_account(1, bid(5, 50))), None);
  EXPECT_EQ(send(of_account(1, bid(5, 51))), MaxQuantity);
  limit(Kind::OrderQuantity, Scope::Instrument, 20, 1);
  EXPECT_EQ(send(of_book(1, bid(5, 20))), None);
  EXPECT_EQ(send(of_book(1, bid(5, 21))), MaxQuantity);
  // A laxer limit of an account does not widen the firm's.
  limit(Kind::OrderQuantity, Scope::Account, 500, 0);
  EXPECT_EQ(send(bid(5, 101)), MaxQuantity);
}

TEST_F(RiskGateTest, BoundsTheMoneyOfAnOrderByItsTicksWorth) {
  firm(Kind::OrderNotional, 1'000);
  EXPECT_EQ(send(bid(10, 100)), None);
  EXPECT_EQ(send(bid(7, 143)), MaxNotional);  // 1,001
  EXPECT_EQ(send(of_book(1, bid(10, 10))), None);
  EXPECT_EQ(send(of_book(1, bid(10, 11))), MaxNotional);
}

TEST_F(RiskGateTest, ValuesAnAskAtTheBestBidWhereThatIsHigher) {
  firm(Kind::OrderNotional, 1'000);
  gate.set_reference(0, 100, 0);
  EXPECT_EQ(send(ask(1, 10)), None);
  EXPECT_EQ(send(ask(1, 11)), MaxNotional);
  EXPECT_EQ(send(ask(101, 10)), MaxNotional);
  EXPECT_EQ(send(bid(1, 11)), None);
}

TEST_F(RiskGateTest, ValuesAMarketOrderAtTheMark) {
  firm(Kind::OrderNotional, 1'000);
  gate.set_last(0, 100);
  EXPECT_EQ(send(bid(0, 10)), None);
  EXPECT_EQ(send(bid(0, 11)), MaxNotional);
  gate.set_reference(0, 200, 500);
  EXPECT_EQ(send(bid(0, 2)), None);
  EXPECT_EQ(send(bid(0, 3)), MaxNotional);
  EXPECT_EQ(send(ask(0, 5)), None);
  EXPECT_EQ(send(ask(0, 6)), MaxNotional);
}

TEST_F(RiskGateTest, RefusesAMarketOrderWithoutAMarkOnlyWhereMoneyIsLimited) {
  EXPECT_EQ(send(bid(0, 1)), None);
  for (const Kind kind :
       {Kind::OrderNotional, Kind::Exposure, Kind::CreditGross, Kind::CreditNet}) {
    limit(kind, Scope::Account, 1'000'000, 0);
    EXPECT_EQ(send(bid(0, 1)), NoReference) << name_of(kind);
    EXPECT_EQ(send(of_account(1, bid(0, 1))), None) << name_of(kind);
    EXPECT_EQ(send(bid(1, 1)), None) << name_of(kind);
    limit(kind, Scope::Account, 0, 0);
  }
}

TEST_F(RiskGateTest, KeepsBidsNearTheBestAsk) {
  firm(Kind::CollarThrough, 500);  // 5 %
  firm(Kind::CollarAway, 2'000);
  gate.set_reference(0, 900, 1'000);
  EXPECT_EQ(send(bid(1'050, 1)), None);
  EXPECT_EQ(send(bid(1'051, 1)), PriceCollar);
  EXPECT_EQ(send(bid(800, 1)), None);
  EXPECT_EQ(send(bid(799, 1)), PriceCollar);
}

TEST_F(RiskGateTest, KeepsAsksNearTheBestBid) {
  firm(Kind::CollarThrough, 500);
  firm(Kind::CollarAway, 2'000);
  gate.set_reference(0, 1'000, 1'100);
  EXPECT_EQ(send(ask(950, 1)), None);
  EXPECT_EQ(send(ask(949, 1)), PriceCollar);
  EXPECT_EQ(send(ask(1'200, 1)), None);
  EXPECT_EQ(send(ask(1'201, 1)), PriceCollar);
}

TEST_F(RiskGateTest, CollarsByTheLastPriceThenByTheOwnSide) {
  firm(Kind::CollarThrough, 1'000);
  EXPECT_EQ(send(bid(1'000'000, 1)), None);  // nothing is known
  gate.set_reference(0, 100, 0);
  EXPECT_EQ(send(bid(111, 1)), PriceCollar);
  gate.set_last(0, 200);
  EXPECT_EQ(send(bid(220, 1)), None);
  EXPECT_EQ(send(bid(221, 1)), PriceCollar);
}

TEST_F(RiskGateTest, CollarsWhatNamesThePriceItMayTradeAt) {
  firm(Kind::CollarThrough, 1'000);
  gate.set_last(0, 100);
  RiskOrder order = bid(111, 1);
  order.order_type = OrderType::StopLimit;
  EXPECT_EQ(send(order), PriceCollar);
  order.order_type = OrderType::PeggedPrimary;  // 111 is only its cap
  EXPECT_EQ(send(order), None);
  EXPECT_EQ(send(bid(0, 1)), None);
}

TEST_F(RiskGateTest, LetsOnlySoManyEqualOrdersPassInTheWindow) {
  firm(Kind::DuplicateOrders, 2);
  firm(Kind::DuplicateWindow, 1'000);
  EXPECT_EQ(send(bid(5, 1), 10'000), None);
  EXPECT_EQ(send(bid(5, 1), 10'500), None);
  EXPECT_EQ(send(bid(5, 1), 10'999), Duplicate);
  EXPECT_EQ(send(bid(5, 1), 11'000), None);  // the first is out of the window
  EXPECT_EQ(send(bid(5, 1), 11'499), Duplicate);
  EXPECT_EQ(send(bid(5, 1), 11'500), None);
}

TEST_F(RiskGateTest, TakesForEqualOnlyWhatIsEqualInEverything) {
  firm(Kind::DuplicateOrders, 1);
  const RiskOrder first = ask(5, 1);
  EXPECT_EQ(send(first), None);
  EXPECT_EQ(send(first), Duplicate);
  EXPECT_EQ(send(of_session(1, first)), Duplicate);
  EXPECT_EQ(send(bid(5, 1)), None);
  EXPECT_EQ(send(ask(6, 1)), None);
  EXPECT_EQ(send(ask(5, 2)), None);
  EXPECT_EQ(send(of_book(1, first)), None);
  EXPECT_EQ(send(of_account(1, first)), None);
  RiskOrder other = first;
  other.sale = SaleKind::Short;
  EXPECT_EQ(send(other), None);
  other = first;
  other.order_type = OrderType::StopLimit;
  EXPECT_EQ(send(other), None);
}

TEST_F(RiskGateTest, TakesTheLongerWindowAndWithoutOneASecond) {
  firm(Kind::DuplicateOrders, 1);
  EXPECT_EQ(send(bid(5, 1), 0), None);
  EXPECT_EQ(send(bid(5, 1), kSecond - 1), Duplicate);
  EXPECT_EQ(send(bid(5, 1), kSecond), None);
  firm(Kind::DuplicateWindow, 10);
  limit(Kind::DuplicateWindow, Scope::Account, 20, 0);
  EXPECT_EQ(send(bid(5, 1), kSecond + 19), Duplicate);
  EXPECT_EQ(send(bid(5, 1), kSecond + 20), None);
}

TEST_F(RiskGateTest, RemembersTheLastOrdersOfAnAccount) {
  firm(Kind::DuplicateOrders, 1);
  EXPECT_EQ(send(bid(5, 1)), None);
  for (std::uint32_t price = 6; price < 5 + kDuplicateDepth; ++price) {
    EXPECT_EQ(send(bid(price, 1)), None);
  }
  EXPECT_EQ(send(bid(5, 1)), Duplicate);
  EXPECT_EQ(send(bid(1'000, 1)), None);
  EXPECT_EQ(send(bid(5, 1)), None);
}

TEST_F(RiskGateTest, BoundsOpenOrdersInEachScope) {
  limit(Kind::OpenOrders, Scope::Account, 2, 0);
  EXPECT_EQ(send(bid(5, 1)), None);
  EXPECT_EQ(send(of_book(1, bid(5, 1))), None);
  EXPECT_EQ(send(bid(5, 1)), OpenOrders);
  limit(Kind::OpenOrders, Scope::Instrument, 2, 0);
  EXPECT_EQ(send(of_account(1, bid(5, 1))), None);
  EXPECT_EQ(send(of_account(1, bid(5, 1))), OpenOrders);
  firm(Kind::OpenOrders, 4);
  EXPECT_EQ(send(of_account(1, of_book(1, bid(5, 1)))), None);
  EXPECT_EQ(send(of_account(1, of_book(1, bid(5, 1)))), OpenOrders);
  gate.release(last_of(of_account(1, bid(5, 1))));
  EXPECT_EQ(send(of_account(1, bid(5, 1))), None);
}

TEST_F(RiskGateTest, BoundsThePositionThatOpenOrdersMayLeadTo) {
  firm(Kind::Position, 100);
  EXPECT_EQ(send(bid(5, 60)), None);
  EXPECT_EQ(send(bid(5, 41)), Position);
  EXPECT_EQ(send(bid(5, 40)), None);
  EXPECT_EQ(send(bid(5, 1)), Position);
  EXPECT_EQ(send(of_book(1, bid(5, 100))), None);
  EXPECT_EQ(send(of_account(1, bid(5, 100))), None);
  // Long 60: 160 may be sold, as 40 of what is left could not make it longer.
  gate.fill(last_of(bid(5, 60)), 5, 0);
  EXPECT_EQ(send(bid(5, 1)), Position);
  EXPECT_EQ(send(ask(5, 161)), Position);
  EXPECT_EQ(send(ask(5, 160)), None);
}

TEST_F(RiskGateTest, BoundsOpenMoneyInEachScope) {
  limit(Kind::Exposure, Scope::Account, 1'000, 0);
  EXPECT_EQ(send(bid(10, 60)), None);
  EXPECT_EQ(send(ask(10, 41)), Exposure);
  EXPECT_EQ(send(ask(10, 40)), None);
  EXPECT_EQ(send(of_book(1, bid(1, 1))), Exposure);
  limit(Kind::Exposure, Scope::Instrument, 1'100, 0);
  EXPECT_EQ(send(of_account(1, bid(10, 11))), Exposure);
  EXPECT_EQ(send(of_account(1, bid(10, 10))), None);
  firm(Kind::Exposure, 1'200);
  EXPECT_EQ(send(of_account(1, of_book(1, bid(1, 11)))), Exposure);
  EXPECT_EQ(send(of_account(1, of_book(1, bid(1, 10)))), None);
}

TEST_F(RiskGateTest, CountsTheDaysExecutionsAgainstGrossCredit) {
  limit(Kind::CreditGross, Scope::Account, 1'000, 0);
  EXPECT_EQ(send(bid(10, 50)), None);
  gate.fill(last_of(bid(10, 50)), 8, 0);  // 400 used
  EXPECT_EQ(send(ask(10, 61)), CreditGross);
  EXPECT_EQ(send(ask(10, 60)), None);
  gate.fill(last_of(ask(10, 60)), 10, 0);
  EXPECT_EQ(send(bid(1, 1)), CreditGross);
  gate.start_day();
  EXPECT_EQ(send(bid(10, 100)), None);
  EXPECT_EQ(send(bid(1, 1)), CreditGross);
}

TEST_F(RiskGateTest, GivesNetCreditBackWhenTheOtherSideExecutes) {
  firm(Kind::CreditNet, 1'000);
  EXPECT_EQ(send(bid(10, 100)), None);
  EXPECT_EQ(send(bid(1, 1)), CreditNet);
  gate.fill(last_of(bid(10, 100)), 10, 0);
  EXPECT_EQ(send(bid(1, 1)), CreditNet);
  EXPECT_EQ(send(ask(10, 200)), None);
  EXPECT_EQ(send(ask(1, 1)), CreditNet);
  gate.fill(part_of(ask(10, 200), 50), 10, 0);
  EXPECT_EQ(send(bid(10, 51)), CreditNet);
  EXPECT_EQ(send(bid(10, 50)), None);
}

TEST(RiskGateCredit, IsRefusedWithoutALimitWhereOneIsRequired) {
  RiskOptions options = two_of_all();
  options.credit_required = true;
  RiskGate gate{options};
  EXPECT_EQ(gate.check_new(bid(1, 1), 0), NoCredit);
  ControlChange change = change_of(ControlAction::SetLimit, Scope::Account, 0, 10);
  change.limit = static_cast<std::uint16_t>(Kind::CreditGross);
  ASSERT_EQ(gate.apply(change), ChangeProblem::None);
  EXPECT_EQ(gate.check_new(bid(1, 10), 0), None);
  EXPECT_EQ(gate.check_new(of_account(1, bid(1, 1)), 0), NoCredit);
}

TEST_F(RiskGateTest, CountsMessagesOfEachSecondByFirmAccountAndSession) {
  limit(Kind::MessageRate, Scope::Session, 3, 0);
  EXPECT_EQ(send(bid(5, 1), kSecond), None);
  EXPECT_EQ(gate.check_cancel(bid(5, 1), kSecond), None);
  EXPECT_EQ(send(bid(5, 1), 2 * kSecond - 1), None);
  EXPECT_EQ(send(bid(5, 1), 2 * kSecond - 1), MessageRate);
  EXPECT_EQ(gate.check_cancel(bid(5, 1), 2 * kSecond - 1), None);
  EXPECT_EQ(send(of_session(1, bid(5, 1)), 2 * kSecond - 1), None);
  EXPECT_EQ(send(bid(5, 1), 2 * kSecond), None);
  limit(Kind::MessageRate, Scope::Account, 2, 0);
  EXPECT_EQ(send(of_session(1, bid(5, 1)), 2 * kSecond), None);
  EXPECT_EQ(send(of_session(1, bid(5, 1)), 2 * kSecond), MessageRate);
  firm(Kind::MessageRate, 4);  // three were sent in this second
  EXPECT_EQ(send(of_account(1, of_session(1, bid(5, 1))), 2 * kSecond), None);
  EXPECT_EQ(send(of_account(1, of_session(1, bid(5, 1))), 2 * kSecond), MessageRate);
}

TEST_F(RiskGateTest, CountsMessagesThatAreRefusedToo) {
  firm(Kind::MessageRate, 2);
  firm(Kind::OrderQuantity, 1);
  EXPECT_EQ(send(bid(5, 2)), MaxQuantity);
  EXPECT_EQ(send(of_account(9, bid(5, 1))), UnknownAccount);
  EXPECT_EQ(send(bid(5, 1)), MessageRate);
}

TEST_F(RiskGateTest, NamesTheFirstReasonThatHolds) {
  firm(Kind::MessageRate, 1);
  firm(Kind::OrderQuantity, 1);
  firm(Kind::OrderNotional, 1);
  set(ControlAction::Kill, Scope::Firm, 1);
  EXPECT_EQ(send(bid(5, 5)), FirmKilled);
  EXPECT_EQ(send(bid(5, 5)), MessageRate);
  set(ControlAction::Kill, Scope::Firm, 0);
  EXPECT_EQ(send(bid(5, 5), kSecond), MaxQuantity);
  EXPECT_EQ(send(bid(5, 1), 2 * kSecond), MaxNotional);
}

}  // namespace
}  // namespace hotbook::risk
