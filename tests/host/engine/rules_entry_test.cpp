// Section 3 of the matching function: an order meets the other side.

#include "tests/host/engine/rules_fixture.hpp"

namespace hotbook {
namespace {

TEST_P(Rules, R3_1_LimitOrderTradesUpToItsPrice) {
  static_cast<void>(
      does_all({ask(1).shares(5).at(100), ask(2).shares(5).at(101), ask(3).shares(5).at(102)}));
  EXPECT_EQ(does(bid(4).shares(20).at(101)),
            (Lines{"accepted id=4 price=101 quantity=20 leaves=20",
                   "execution id=4 other=1 price=100 quantity=5 leaves=15",
                   "execution id=4 other=2 price=101 quantity=5 leaves=10"}));
  EXPECT_EQ(bids_in_priority(), Lines{"4: 10 at 101"});
}

TEST_P(Rules, R3_1_MarketOrderStopsAtTheBand) {
  static_cast<void>(does_all({bands({.upper = 101}), ask(1).shares(5).at(100),
                              ask(2).shares(5).at(101), ask(3).shares(5).at(102)}));
  EXPECT_EQ(does(bid(4).shares(20).market()),
            (Lines{"accepted id=4 quantity=20 leaves=20",
                   "execution id=4 other=1 price=100 quantity=5 leaves=15",
                   "execution id=4 other=2 price=101 quantity=5 leaves=10",
                   "cancelled id=4 quantity=10 outside_bands"}));
}

TEST_P(Rules, R3_1_MarketAskStopsAtTheLowerBand) {
  static_cast<void>(
      does_all({bands({.lower = 99}), bid(1).shares(5).at(99), bid(2).shares(5).at(98)}));
  EXPECT_EQ(does(ask(3).shares(20).market()),
            (Lines{"accepted id=3 quantity=20 leaves=20 ask",
                   "execution id=3 other=1 price=99 quantity=5 leaves=15 ask",
                   "cancelled id=3 quantity=15 ask outside_bands"}));
}

TEST_P(Rules, R3_1_ProtectedBookTradesNotThroughTheReference) {
  static_cast<void>(
      does_all({reference({.bid = 97, .ask = 100}).is_protected(), ask(1).shares(5).at(100),
                ask(2).shares(5).at(101), bid(3).shares(5).at(97), bid(4).shares(5).at(96)}));
  EXPECT_EQ(does(bid(5).shares(8).at(101)),
            (Lines{"accepted id=5 price=101 quantity=8 leaves=8",
                   "execution id=5 other=1 price=100 quantity=5 leaves=3",
                   "cancelled id=5 price=101 quantity=3 trade_through"}));
  EXPECT_EQ(does(ask(6).shares(8).at(96)),
            (Lines{"accepted id=6 price=96 quantity=8 leaves=8 ask",
                   "execution id=6 other=3 price=97 quantity=5 leaves=3 ask",
                   "cancelled id=6 price=96 quantity=3 ask trade_through"}));
}

TEST_P(Rules, R3_1_ReferenceHoldsNothingBackUnlessSetAndProtected) {
  static_cast<void>(does_all({reference({.bid = 97, .ask = 100}), ask(1).shares(5).at(101)}));
  EXPECT_EQ(does(bid(2).shares(5).at(101)).back(), "execution id=2 other=1 price=101 quantity=5");
  static_cast<void>(does_all({reference({.bid = 97}).is_protected(), ask(3).shares(5).at(101)}));
  EXPECT_EQ(does(bid(4).shares(5).at(101)).back(), "execution id=4 other=3 price=101 quantity=5");
}

TEST_P(Rules, R3_2_FokThatFindsTooLittleDoesNothing) {
  static_cast<void>(does_all({ask(1).shares(5).at(100), ask(2).shares(5).at(101)}));
  EXPECT_EQ(does(bid(3).shares(6).at(100).in(TimeInForce::Fok)),
            (Lines{"accepted id=3 price=100 quantity=6 leaves=6",
                   "cancelled id=3 price=100 quantity=6 fok"}));
  EXPECT_EQ(does(bid(4).shares(11).market().in(TimeInForce::Fok)),
            (Lines{"accepted id=4 quantity=11 leaves=11", "cancelled id=4 quantity=11 fok"}));
  EXPECT_EQ(does(bid(5).shares(10).at(101).in(TimeInForce::Fok)),
            (Lines{"accepted id=5 price=101 quantity=10 leaves=10",
                   "execution id=5 other=1 price=100 quantity=5 leaves=5",
                   "execution id=5 other=2 price=101 quantity=5"}));
}

TEST_P(Rules, R3_2_FokCountsWhatIcebergsHide) {
  static_cast<void>(does(ask(1).shares(5).at(100).shows(2)));
  EXPECT_EQ(does(bid(2).shares(5).at(100).in(TimeInForce::Fok)),
            (Lines{"accepted id=2 price=100 quantity=5 leaves=5",
                   "execution id=2 other=1 price=100 quantity=2 leaves=3 other_leaves=3",
                   "restated id=1 price=100 quantity=2 leaves=3 ask replenished",
                   "execution id=2 other=1 price=100 quantity=2 leaves=1 other_leaves=1",
                   "restated id=1 price=100 quantity=1 leaves=1 ask replenished",
                   "execution id=2 other=1 price=100 quantity=1"}));
}

TEST_P(Rules, R3_2_FokCountsWithinReferenceAndBand) {
  static_cast<void>(does_all({reference({.bid = 90, .ask = 100}).is_protected(),
                              ask(1).shares(5).at(100), ask(2).shares(5).at(101)}));
  EXPECT_EQ(does(bid(3).shares(6).at(101).in(TimeInForce::Fok)).back(),
            "cancelled id=3 price=101 quantity=6 fok");
  static_cast<void>(does_all({reference({}), bands({.upper = 100})}));
  EXPECT_EQ(does(bid(4).shares(6).market().in(TimeInForce::Fok)).back(),
            "cancelled id=4 quantity=6 fok");
}

TEST_P(Rules, R3_2_MinimumIsFoundOrNothingHappens) {
  static_cast<void>(does_all({ask(1).shares(5).at(100), ask(2).shares(2).at(101)}));
  EXPECT_EQ(does(bid(3).shares(10).at(101).in(TimeInForce::Ioc).least(8)).back(),
            "cancelled id=3 price=101 quantity=10 min_quantity");
  EXPECT_EQ(does(bid(4).shares(10).at(101).in(TimeInForce::Ioc).least(7)),
            (Lines{"accepted id=4 price=101 quantity=10 leaves=10",
                   "execution id=4 other=1 price=100 quantity=5 leaves=5",
                   "execution id=4 other=2 price=101 quantity=2 leaves=3",
                   "cancelled id=4 price=101 quantity=3 unfilled"}));
}

TEST_P(Rules, R3_2_CancelOldestPassesOwnOrdersOver) {
  static_cast<void>(does_all({ask(1).shares(5).at(100).of(7), ask(2).shares(5).at(100).of(8)}));
  const Input order =
      bid(3).shares(6).at(100).of(7).in(TimeInForce::Fok).self_match(SelfMatch::CancelOldest);
  EXPECT_EQ(does(order).back(), "cancelled id=3 price=100 quantity=6 account=7 fok");
  Input smaller = order;
  smaller.command.order_id = 4;
  EXPECT_EQ(does(smaller.shares(5)),
            (Lines{"accepted id=4 price=100 quantity=5 leaves=5 account=7",
                   "cancelled id=1 price=100 quantity=5 account=7 ask self_match",
                   "execution id=4 other=2 price=100 quantity=5 account=7 other_account=8"}));
}

TEST_P(Rules, R3_2_OtherModesCountUpToTheOwnOrder) {
  for (const SelfMatch mode :
       {SelfMatch::CancelNewest, SelfMatch::CancelBoth, SelfMatch::Decrement}) {
    SetUp();
    static_cast<void>(does_all({ask(1).shares(10).at(99).of(8).shows(3),   // all of it
                                ask(2).shares(10).at(100).of(8).shows(3),  // 3 of it
                                ask(3).shares(5).at(100).of(7),            //
                                ask(4).shares(50).at(100).of(8)}));
    const auto fok = [mode](std::uint64_t id, std::uint32_t quantity) {
      return bid(id).shares(quantity).at(101).of(7).in(TimeInForce::Fok).self_match(mode);
    };
    EXPECT_EQ(does(fok(5, 14)).back(), "cancelled id=5 price=101 quantity=14 account=7 fok");
    EXPECT_EQ(does(fok(6, 13)).at(8),
              "execution id=6 other=2 price=100 quantity=3 other_leaves=7 account=7 "
              "other_account=8");
  }
}

TEST_P(Rules, R3_3_BestOrderOfTheOtherSideIsMetFirst) {
  static_cast<void>(does_all({bid(1).shares(5).at(98), bid(2).shares(5).at(99),
                              bid(3).shares(5).at(99), bid(4).shares(5).at(97)}));
  EXPECT_EQ(does(ask(5).shares(12).at(98)),
            (Lines{"accepted id=5 price=98 quantity=12 leaves=12 ask",
                   "execution id=5 other=2 price=99 quantity=5 leaves=7 ask",
                   "execution id=5 other=3 price=99 quantity=5 leaves=2 ask",
                   "execution id=5 other=1 price=98 quantity=2 other_leaves=3 ask"}));
}

TEST_P(Rules, R3_4_ExecutionIsAtTheRestingPriceAndOfTheVisible) {
  static_cast<void>(does(ask(1).shares(10).at(100).shows(4)));
  EXPECT_EQ(does(bid(2).shares(3).at(105)).back(),
            "execution id=2 other=1 price=100 quantity=3 other_leaves=7");
  EXPECT_EQ(does(bid(3).shares(2).at(105)),
            (Lines{"accepted id=3 price=105 quantity=2 leaves=2",
                   "execution id=3 other=1 price=100 quantity=1 leaves=1 other_leaves=6",
                   "restated id=1 price=100 quantity=4 leaves=6 ask replenished",
                   "execution id=3 other=1 price=100 quantity=1 other_leaves=5"}));
}

TEST_P(Rules, R3_4_OwnOrdersTradeWithoutPrevention) {
  static_cast<void>(does(ask(1).shares(5).at(100).of(7).self_match(SelfMatch::CancelNewest)));
  EXPECT_EQ(does(bid(2).shares(5).at(100).of(7)).back(),
            "execution id=2 other=1 price=100 quantity=5 account=7 other_account=7");
}

TEST_P(Rules, R3_4_LastBecomesTheExecutionPrice) {
  static_cast<void>(
      does_all({ask(1).shares(5).at(100), ask(2).shares(5).at(102), bid(3).shares(10).at(105)}));
  EXPECT_EQ(does(ask(4).shares(1).stop(101)), Lines{"accepted id=4 quantity=1 leaves=1 ask"});
  EXPECT_EQ(does(ask(5).shares(1).stop(102)).at(1), "triggered id=5 quantity=1 leaves=1 ask stop");
}

TEST_P(Rules, R3_5_CancelNewestTakesTheEnteringOrderOff) {
  static_cast<void>(does_all({ask(1).shares(3).at(99).of(8), ask(2).shares(5).at(100).of(7)}));
  EXPECT_EQ(does(bid(3).shares(8).at(100).of(7).self_match(SelfMatch::CancelNewest)),
            (Lines{"accepted id=3 price=100 quantity=8 leaves=8 account=7",
                   "execution id=3 other=1 price=99 quantity=3 leaves=5 account=7 other_account=8",
                   "cancelled id=3 price=100 quantity=5 account=7 self_match"}));
  EXPECT_EQ(asks_in_priority(), Lines{"2: 5 at 100"});
}

TEST_P(Rules, R3_5_CancelOldestTakesTheRestingOrderOff) {
  static_cast<void>(does_all({ask(1).shares(5).at(100).of(7), ask(2).shares(3).at(100).of(8)}));
  EXPECT_EQ(
      does(bid(3).shares(8).at(100).of(7).self_match(SelfMatch::CancelOldest)),
      (Lines{"accepted id=3 price=100 quantity=8 leaves=8 account=7",
             "cancelled id=1 price=100 quantity=5 account=7 ask self_match",
             "execution id=3 other=2 price=100 quantity=3 leaves=5 account=7 other_account=8"}));
  EXPECT_EQ(bids_in_priority(), Lines{"3: 5 at 100"});
}

TEST_P(Rules, R3_5_CancelBothTakesTheRestingOrderOffFirst) {
  static_cast<void>(does(ask(1).shares(5).at(100).of(7)));
  EXPECT_EQ(does(bid(2).shares(8).at(100).of(7).self_match(SelfMatch::CancelBoth)),
            (Lines{"accepted id=2 price=100 quantity=8 leaves=8 account=7",
                   "cancelled id=1 price=100 quantity=5 account=7 ask self_match",
                   "cancelled id=2 price=100 quantity=8 account=7 self_match"}));
}

TEST_P(Rules, R3_5_DecrementTakesTheSmallerOffBoth) {
  const auto resting = [](std::uint64_t id) { return ask(id).shares(5).at(100).of(7); };
  const auto entering = [](std::uint64_t id, std::uint32_t quantity) {
    return bid(id).shares(quantity).at(100).of(7).self_match(SelfMatch::Decrement);
  };
  static_cast<void>(does(resting(1)));
  EXPECT_EQ(does(entering(2, 3)),
            (Lines{"accepted id=2 price=100 quantity=3 leaves=3 account=7",
                   "restated id=1 price=100 quantity=3 leaves=2 account=7 ask self_match",
                   "cancelled id=2 price=100 quantity=3 account=7 self_match"}));
  EXPECT_EQ(does(entering(3, 2)),
            (Lines{"accepted id=3 price=100 quantity=2 leaves=2 account=7",
                   "cancelled id=1 price=100 quantity=2 account=7 ask self_match",
                   "cancelled id=3 price=100 quantity=2 account=7 self_match"}));
  static_cast<void>(does(resting(4)));
  EXPECT_EQ(does(entering(5, 8)),
            (Lines{"accepted id=5 price=100 quantity=8 leaves=8 account=7",
                   "cancelled id=4 price=100 quantity=5 account=7 ask self_match",
                   "restated id=5 price=100 quantity=5 leaves=3 account=7 self_match"}));
  EXPECT_EQ(bids_in_priority(), Lines{"5: 3 at 100"});
}

TEST_P(Rules, R3_5_DecrementTakesTheVisiblePartOfAnIceberg) {
  static_cast<void>(does(ask(1).shares(10).at(100).of(7).shows(4)));
  EXPECT_EQ(does(bid(2).shares(6).at(100).of(7).self_match(SelfMatch::Decrement)),
            (Lines{"accepted id=2 price=100 quantity=6 leaves=6 account=7",
                   "restated id=1 price=100 quantity=4 leaves=6 account=7 ask self_match",
                   "restated id=1 price=100 quantity=4 leaves=6 account=7 ask replenished",
                   "restated id=2 price=100 quantity=4 leaves=2 account=7 self_match",
                   "restated id=1 price=100 quantity=2 leaves=4 account=7 ask self_match",
                   "cancelled id=2 price=100 quantity=2 account=7 self_match"}));
}

TEST_P(Rules, R3_5_DecrementIsNoExecution) {
  static_cast<void>(does_all({ask(1).shares(5).at(100).of(7), bid(2).shares(1).stop(100)}));
  EXPECT_EQ(does(bid(3).shares(5).at(100).of(7).self_match(SelfMatch::Decrement)).size(), 3U);
  EXPECT_EQ(does(ask(4).shares(1).stop(100)), Lines{"accepted id=4 quantity=1 leaves=1 ask"});
}

TEST_P(Rules, R3_6_NextTrancheGoesBehindItsPrice) {
  static_cast<void>(does_all({ask(1).shares(10).at(100).shows(4), ask(2).shares(5).at(100)}));
  EXPECT_EQ(does(bid(3).shares(6).at(100)),
            (Lines{"accepted id=3 price=100 quantity=6 leaves=6",
                   "execution id=3 other=1 price=100 quantity=4 leaves=2 other_leaves=6",
                   "restated id=1 price=100 quantity=4 leaves=6 ask replenished",
                   "execution id=3 other=2 price=100 quantity=2 other_leaves=3"}));
  EXPECT_EQ(asks_in_priority(), (Lines{"2: 3 at 100", "1: 4 at 100", "1: 2 at 100"}));
}

TEST_P(Rules, R3_6_NextTrancheKeepsEntered) {
  static_cast<void>(does_all(
      {ask(1).shares(10).at(100).shows(4), ask(2).shares(5).at(100), bid(3).shares(4).at(100)}));
  EXPECT_EQ(
      does(mass_cancel(kScopeFlagBook)),
      (Lines{"cancelled id=1 price=100 quantity=6 ask mass_cancel",
             "cancelled id=2 price=100 quantity=5 ask mass_cancel", "mass_cancelled quantity=2"}));
}

TEST_P(Rules, R3_7_OrderWithNothingOpenIsGone) {
  static_cast<void>(does_all({ask(1).shares(5).at(100), bid(2).shares(5).at(100)}));
  EXPECT_EQ(does(cancel(1)), Lines{"refused id=1 unknown_order"});
  EXPECT_EQ(does(cancel(2)), Lines{"refused id=2 unknown_order"});
}

TEST_P(Rules, R3_8_RemainderRestsBehindItsPrice) {
  static_cast<void>(does_all({bid(1).shares(5).at(100), ask(2).shares(3).at(101)}));
  EXPECT_EQ(does(bid(3).shares(10).at(101)).size(), 2U);
  EXPECT_EQ(does(bid(4).shares(8).at(101).shows(5).in(TimeInForce::Gtc)).size(), 1U);
  EXPECT_EQ(bids_in_priority(),
            (Lines{"3: 7 at 101", "4: 5 at 101", "4: 3 at 101", "1: 5 at 100"}));
}

TEST_P(Rules, R3_8_IcebergShowsNotMoreThanItHas) {
  static_cast<void>(does_all({ask(1).shares(7).at(100), bid(2).shares(10).at(100).shows(5)}));
  EXPECT_EQ(bids_in_priority(), Lines{"2: 3 at 100"});
}

TEST_P(Rules, R3_8_PegHeldBackByTheReferenceIsCancelled) {
  static_cast<void>(
      does_all({reference({.bid = 98, .ask = 100}).is_protected(), ask(1).shares(5).at(101)}));
  EXPECT_EQ(does(bid(2).shares(5).peg(OrderType::PeggedMarket, 1)),
            (Lines{"accepted id=2 quantity=5 leaves=5",
                   "cancelled id=2 price=101 quantity=5 trade_through"}));
}

TEST_P(Rules, R3_9_RemainderOfOthersIsCancelled) {
  static_cast<void>(does(ask(1).shares(3).at(105)));
  EXPECT_EQ(does(bid(2).shares(5).at(100).in(TimeInForce::Ioc)).back(),
            "cancelled id=2 price=100 quantity=5 unfilled");
  EXPECT_EQ(does(bid(3).shares(5).market()).back(), "cancelled id=3 quantity=2 unfilled");
  EXPECT_EQ(does(bid(4).shares(5).market().in(TimeInForce::Ioc)).back(),
            "cancelled id=4 quantity=5 unfilled");
}

TEST_P(Rules, R3_9_ReferenceIsNamedBeforeTheBand) {
  static_cast<void>(does_all({reference({.bid = 95, .ask = 100}).is_protected(),
                              bands({.upper = 100}), ask(1).shares(3).at(101)}));
  EXPECT_EQ(does(bid(2).shares(5).at(100).in(TimeInForce::Ioc)).back(),
            "cancelled id=2 price=100 quantity=5 unfilled");
  EXPECT_EQ(does(bid(3).shares(5).market()).back(), "cancelled id=3 quantity=5 trade_through");
  static_cast<void>(does(reference({.bid = 95, .ask = 101}).is_protected()));
  EXPECT_EQ(does(bid(4).shares(5).market()).back(), "cancelled id=4 quantity=5 outside_bands");
  static_cast<void>(does_all({bands({}), reference({.bid = 95, .ask = 100}).is_protected()}));
  EXPECT_EQ(does(bid(5).shares(5).at(101).in(TimeInForce::Ioc)).back(),
            "cancelled id=5 price=101 quantity=5 trade_through");
}

TEST_P(Rules, R3_10_ExecutionTellsBothOrders) {
  static_cast<void>(does(bid(1).shares(9).at(100).of(7).on(1)));
  static_cast<void>(does(ask(2).shares(4).at(99).of(8).on(1)));
  const MatchOutput& record = outputs().at(1);
  EXPECT_EQ(record.output_kind, OutputKind::Execution);
  EXPECT_EQ(record.order_id, 2U);
  EXPECT_EQ(record.side, static_cast<std::uint8_t>(Side::Ask));
  EXPECT_EQ(record.leaves, 0U);
  EXPECT_EQ(record.account, 8U);
  EXPECT_EQ(record.other_order_id, 1U);
  EXPECT_EQ(record.other_leaves, 5U);
  EXPECT_EQ(record.other_account, 7U);
  EXPECT_EQ(record.price, 100U);
  EXPECT_EQ(record.quantity, 4U);
  EXPECT_EQ(record.book, 1U);
}

}  // namespace
}  // namespace hotbook
