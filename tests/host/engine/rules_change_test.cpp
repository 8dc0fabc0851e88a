// Section 4 of the matching function: cancel, replace, mass cancel.

#include "tests/host/engine/rules_fixture.hpp"

namespace hotbook {
namespace {

constexpr std::uint32_t kTop = 0x7fffffff;  // the highest price and quantity

TEST_P(Rules, R4_1_CancelNamesOrderAndBook) {
  static_cast<void>(does(ask(1).shares(9).at(100).of(7).on(1)));
  EXPECT_EQ(does(cancel(1).of(3)), Lines{"refused id=1 account=3 unknown_order"});
  EXPECT_EQ(does(cancel(1).on(9)), Lines{"refused id=1 book=9 unknown_order"});
  EXPECT_EQ(does(cancel(2).on(1)), Lines{"refused id=2 book=1 unknown_order"});
  EXPECT_EQ(does(cancel(1).on(1)),
            Lines{"cancelled id=1 price=100 quantity=9 account=7 book=1 ask by_request"});
  EXPECT_EQ(does(cancel(1).on(1)), Lines{"refused id=1 book=1 unknown_order"});
}

TEST_P(Rules, R4_1_CancelTellsAllThatWasOpen) {
  static_cast<void>(does_all({ask(1).shares(10).at(100).shows(4), bid(2).shares(3).at(100)}));
  EXPECT_EQ(does(cancel(1)), Lines{"cancelled id=1 price=100 quantity=7 ask by_request"});
}

TEST_P(Rules, R4_1_CancelIsTakenInAnyState) {
  static_cast<void>(does_all(
      {bid(1).shares(5).at(99).in(TimeInForce::Gtc), bid(2).shares(5).at(98).in(TimeInForce::Gtc),
       bid(3).shares(5).at(97).stop_limit(110).in(TimeInForce::Gtc), state(TradingState::Halted)}));
  EXPECT_EQ(does(cancel(1)), Lines{"cancelled id=1 price=99 quantity=5 by_request"});
  static_cast<void>(does(state(TradingState::Closed)));
  EXPECT_EQ(does(cancel(2)), Lines{"cancelled id=2 price=98 quantity=5 by_request"});
  static_cast<void>(does(state(TradingState::OpeningCall)));
  EXPECT_EQ(does(cancel(3)), Lines{"cancelled id=3 price=97 quantity=5 by_request"});
}

TEST_P(Rules, R4_2_ReplaceIsRefusedForTheFirstReason) {
  static_cast<void>(does(bid(1).shares(9).at(100)));
  Input change = replace(2).shares(kTop + 1).named(1).on(2);
  change.command.flags = 2;
  EXPECT_EQ(does(change), Lines{"refused id=2 book=2 unknown_book"});
  EXPECT_EQ(does(change.on(0)), Lines{"refused id=2 malformed"});
  change.command.flags = 0;
  change.command.self_match = 5;
  EXPECT_EQ(does(change), Lines{"refused id=2 malformed"});
  change.command.self_match = 0;
  EXPECT_EQ(does(change), Lines{"refused id=2 order_id_not_new"});
  EXPECT_EQ(does(change.named(2)), Lines{"refused id=2 unknown_order"});
  change.command.order_id = 1;
  EXPECT_EQ(does(change.named(3)), Lines{"refused id=1 bad_quantity"});
  EXPECT_EQ(does(change.named(0).shares(9).knowing(8)), Lines{"refused id=1 bad_quantity"});
  EXPECT_EQ(does(change.knowing(9)), Lines{"refused id=1 bad_price"});
  EXPECT_EQ(does(change.at(kTop + 1)), Lines{"refused id=1 bad_price"});
  EXPECT_EQ(does(cancel(1)), Lines{"cancelled id=1 price=100 quantity=9 by_request"});
}

TEST_P(Rules, R4_2_RefusedReplaceUsesItsIdUp) {
  EXPECT_EQ(does(replace(1).named(5).shares(1).at(100)), Lines{"refused id=1 unknown_order"});
  EXPECT_EQ(does(bid(5).shares(1).at(100)), Lines{"refused id=5 order_id_not_new"});
}

TEST_P(Rules, R4_2_ReplaceNamesTheBook) {
  static_cast<void>(does(bid(1).shares(9).at(100)));
  EXPECT_EQ(does(replace(1).shares(5).at(100).on(1)), Lines{"refused id=1 book=1 unknown_order"});
}

TEST_P(Rules, R4_2_PriceFitsTheTypeOfTheOrder) {
  static_cast<void>(does_all({bid(1).shares(9).stop(110),                //
                              bid(2).shares(9).at(100).stop_limit(110),  //
                              bid(3).shares(9).peg(OrderType::PeggedMidpoint),
                              bid(4).shares(9).market().in(TimeInForce::AtClose)}));
  EXPECT_EQ(does(replace(1).shares(9).at(1)), Lines{"refused id=1 bad_price"});
  EXPECT_EQ(does(replace(2).shares(9)), Lines{"refused id=2 bad_price"});
  EXPECT_EQ(does(replace(3).shares(9).at(kTop + 1)), Lines{"refused id=3 bad_price"});
  EXPECT_EQ(does(replace(4).shares(9).at(1)), Lines{"refused id=4 bad_price"});
  EXPECT_EQ(does(replace(3).shares(9).at(kTop)),
            Lines{"replaced id=3 other=3 price=2147483647 quantity=9 leaves=9"});
}

TEST_P(Rules, R4_2_QuantityStaysWithinTheTranchesOfTheDisplay) {
  static_cast<void>(does(bid(1).shares(9).at(100).shows(2)));
  EXPECT_EQ(does(replace(1).shares(2049).at(100)), Lines{"refused id=1 bad_display"});
  EXPECT_EQ(does(replace(1).shares(2048).at(100)),
            Lines{"replaced id=1 other=1 price=100 quantity=2048 leaves=2048"});
}

TEST_P(Rules, R4_2_PostOnlyIsForRestingLimitOrders) {
  static_cast<void>(does_all({bid(1).shares(9).stop(110), bid(2).shares(9).at(100),
                              bid(3).shares(9).at(100).in(TimeInForce::AtClose)}));
  EXPECT_EQ(does(replace(1).shares(9).post_only()), Lines{"refused id=1 bad_combination"});
  EXPECT_EQ(does(replace(3).shares(9).at(100).post_only()), Lines{"refused id=3 bad_combination"});
  EXPECT_EQ(does(replace(2).shares(9).at(100).post_only()),
            Lines{"replaced id=2 other=2 price=100 quantity=9 leaves=9"});
}

TEST_P(Rules, R4_3_ExecutionsUnderWayAreNotDoubled) {
  static_cast<void>(does_all({bid(1).shares(10).at(100), ask(2).shares(4).at(100)}));  // 6 open
  EXPECT_EQ(does(replace(1).shares(8).at(100).knowing(10)),
            Lines{"replaced id=1 other=1 price=100 quantity=4 leaves=4"});
  EXPECT_EQ(does(replace(1).shares(8).at(100).knowing(4)),
            Lines{"replaced id=1 other=1 price=100 quantity=8 leaves=8"});
  EXPECT_EQ(does(replace(1).shares(9).at(100)),
            Lines{"replaced id=1 other=1 price=100 quantity=9 leaves=9"});
}

TEST_P(Rules, R4_3_NothingLeftIsACancel) {
  static_cast<void>(does_all({bid(1).shares(10).at(100), bid(2).shares(10).at(100),
                              bid(3).shares(10).at(100), ask(4).shares(4).at(100)}));
  EXPECT_EQ(does(replace(1).shares(4).at(101).knowing(10)),
            Lines{"cancelled id=1 price=100 quantity=6 by_request"});
  EXPECT_EQ(does(replace(2).at(100).named(5)),
            Lines{"cancelled id=2 price=100 quantity=10 by_request"});
  EXPECT_EQ(does(bid(5).shares(1).at(100)), Lines{"refused id=5 order_id_not_new"});
  EXPECT_EQ(does(replace(3).shares(1).at(100).knowing(0xffffffff)),
            Lines{"cancelled id=3 price=100 quantity=10 by_request"});
}

TEST_P(Rules, R4_4_ReductionKeepsItsPlace) {
  static_cast<void>(does_all({bid(1).shares(10).at(100), bid(2).shares(10).at(100)}));
  EXPECT_EQ(does(replace(1).shares(6).at(100).named(3)),
            Lines{"replaced id=3 other=1 price=100 quantity=6 leaves=6"});
  EXPECT_EQ(does(replace(3).shares(6).at(100)),
            Lines{"replaced id=3 other=3 price=100 quantity=6 leaves=6"});
  EXPECT_EQ(bids_in_priority(), (Lines{"3: 6 at 100", "2: 10 at 100"}));
}

TEST_P(Rules, R4_4_ReductionKeepsEntered) {
  static_cast<void>(does_all({bid(1).shares(10).at(100), bid(2).shares(10).at(100),
                              replace(1).shares(6).at(100).named(3)}));
  EXPECT_EQ(does(mass_cancel(kScopeFlagBook)).at(0),
            "cancelled id=3 price=100 quantity=6 mass_cancel");
}

TEST_P(Rules, R4_4_ReductionIsTakenInAnyState) {
  static_cast<void>(
      does_all({bid(1).shares(9).at(100).in(TimeInForce::Gtc), state(TradingState::Halted)}));
  EXPECT_EQ(does(replace(1).shares(8).at(100)),
            Lines{"replaced id=1 other=1 price=100 quantity=8 leaves=8"});
  static_cast<void>(does(state(TradingState::Closed)));
  EXPECT_EQ(does(replace(1).shares(7).at(100)),
            Lines{"replaced id=1 other=1 price=100 quantity=7 leaves=7"});
}

TEST_P(Rules, R4_4_ReductionTakesTheHiddenPartFirst) {
  static_cast<void>(does_all({bid(1).shares(10).at(100).shows(4), replace(1).shares(6).at(100)}));
  static_cast<void>(does_all({bid(2).shares(10).at(99).shows(4), replace(2).shares(3).at(99)}));
  EXPECT_EQ(bids_in_priority(), (Lines{"1: 4 at 100", "1: 2 at 100", "2: 3 at 99"}));
}

TEST_P(Rules, R4_4_ReductionChangesTheSelfMatchMode) {
  static_cast<void>(does_all({bid(1).shares(9).at(98).of(7), ask(2).shares(5).at(100).of(7),
                              replace(1).shares(8).at(98).self_match(SelfMatch::CancelNewest)}));
  EXPECT_EQ(does(replace(1).shares(8).at(100).self_match(SelfMatch::CancelNewest)).back(),
            "cancelled id=1 price=100 quantity=8 account=7 self_match");
}

TEST_P(Rules, R4_4_PegIsComparedByItsCap) {
  static_cast<void>(
      does_all({reference({.bid = 98, .ask = 100}),
                bid(1).shares(9).at(99).peg(OrderType::PeggedPrimary), bid(2).shares(9).at(98)}));
  EXPECT_EQ(does(replace(1).shares(8).at(99)),
            Lines{"replaced id=1 other=1 price=99 quantity=8 leaves=8"});
  EXPECT_EQ(bids_in_priority(), (Lines{"1: 8 at 98", "2: 9 at 98"}));
}

TEST_P(Rules, R4_5_GrowthLosesPriority) {
  static_cast<void>(does_all({bid(1).shares(10).at(100), bid(2).shares(10).at(100)}));
  EXPECT_EQ(does(replace(1).shares(11).at(100)),
            Lines{"replaced id=1 other=1 price=100 quantity=11 leaves=11"});
  EXPECT_EQ(does(mass_cancel(kScopeFlagBook)).at(0),
            "cancelled id=2 price=100 quantity=10 mass_cancel");
  static_cast<void>(does_all(
      {bid(3).shares(10).at(100), bid(4).shares(10).at(100), replace(3).shares(11).at(100)}));
  EXPECT_EQ(bids_in_priority(), (Lines{"4: 10 at 100", "3: 11 at 100"}));
}

TEST_P(Rules, R4_5_NewPriceEntersAgain) {
  static_cast<void>(does_all({bid(1).shares(10).at(98), ask(2).shares(4).at(100)}));
  EXPECT_EQ(does(replace(1).shares(9).at(101).named(3)),
            (Lines{"replaced id=3 other=1 price=101 quantity=9 leaves=9",
                   "execution id=3 other=2 price=100 quantity=4 leaves=5"}));
  EXPECT_EQ(bids_in_priority(), Lines{"3: 5 at 101"});
}

TEST_P(Rules, R4_5_IcebergShowsItsDisplayQuantityAgain) {
  static_cast<void>(does_all(
      {bid(1).shares(10).at(98).shows(4), ask(2).shares(3).at(98), replace(1).shares(7).at(99)}));
  EXPECT_EQ(bids_in_priority(), (Lines{"1: 4 at 99", "1: 3 at 99"}));
}

TEST_P(Rules, R4_5_LossOfPriorityIsRefusedWhileHaltedOrClosed) {
  static_cast<void>(
      does_all({bid(1).shares(9).at(100).in(TimeInForce::Gtc), state(TradingState::Halted)}));
  EXPECT_EQ(does(replace(1).shares(9).at(99).named(2)), Lines{"refused id=1 wrong_phase"});
  EXPECT_EQ(does(replace(2).shares(9).at(99)), Lines{"refused id=2 unknown_order"});
  static_cast<void>(does(state(TradingState::Closed)));
  EXPECT_EQ(does(replace(1).shares(10).at(100)), Lines{"refused id=1 wrong_phase"});
  EXPECT_EQ(does(cancel(1)), Lines{"cancelled id=1 price=100 quantity=9 by_request"});
}

TEST_P(Rules, R4_5_BandsAndPostOnlyHoldInContinuousTrading) {
  static_cast<void>(does_all(
      {bands({.lower = 90, .upper = 110}), bid(1).shares(9).at(95), ask(2).shares(9).at(105)}));
  EXPECT_EQ(does(replace(1).shares(9).at(111)), Lines{"refused id=1 outside_bands"});
  EXPECT_EQ(does(replace(2).shares(9).at(89)), Lines{"refused id=2 outside_bands"});
  EXPECT_EQ(does(replace(1).shares(9).at(105).post_only()), Lines{"refused id=1 would_cross"});
  EXPECT_EQ(does(replace(1).shares(9).at(104).post_only()),
            Lines{"replaced id=1 other=1 price=104 quantity=9 leaves=9"});
  static_cast<void>(does(state(TradingState::HaltCall)));
  EXPECT_EQ(does(replace(1).shares(9).at(111).post_only()),
            Lines{"replaced id=1 other=1 price=111 quantity=9 leaves=9"});
}

TEST_P(Rules, R4_5_AuctionOrderIsNotHeldByTheBands) {
  static_cast<void>(
      does_all({bands({.upper = 110}), bid(1).shares(9).at(95).in(TimeInForce::AtClose)}));
  EXPECT_EQ(does(replace(1).shares(9).at(111)),
            Lines{"replaced id=1 other=1 price=111 quantity=9 leaves=9"});
  EXPECT_EQ(bids_in_priority(), Lines{});
}

TEST_P(Rules, R4_5_StopLimitIsNotHeldByTheBands) {
  static_cast<void>(does_all({bands({.upper = 110}), bid(1).shares(9).at(95).stop_limit(100)}));
  EXPECT_EQ(does(replace(1).shares(9).at(111)),
            Lines{"replaced id=1 other=1 price=111 quantity=9 leaves=9"});
}

TEST_P(Rules, R4_5_StopKeepsItsStopPrice) {
  static_cast<void>(does_all({bid(1).shares(9).at(95).stop_limit(100), ask(2).shares(5).at(100),
                              replace(1).shares(10).at(96)}));
  EXPECT_EQ(does(bid(3).shares(5).at(100)).back(),
            "triggered id=1 price=96 quantity=10 leaves=10 stop");
}

TEST_P(Rules, R4_5_StopIsElectedAtOnceWhenThrough) {
  static_cast<void>(
      does_all({ask(1).shares(5).at(100), bid(2).shares(5).at(100), state(TradingState::HaltCall),
                bid(3).shares(9).stop(100), state(TradingState::Continuous)}));
  EXPECT_EQ(does(replace(3).shares(10)), (Lines{"replaced id=3 other=3 quantity=10 leaves=10",
                                                "triggered id=3 quantity=10 leaves=10 stop",
                                                "cancelled id=3 quantity=10 unfilled"}));
}

TEST_P(Rules, R4_5_PegKeepsItsOffsetAndGetsANewCap) {
  static_cast<void>(does_all({reference({.bid = 98, .ask = 102}),
                              bid(1).shares(9).at(95).peg(OrderType::PeggedPrimary, 1)}));
  EXPECT_EQ(does(replace(1).shares(9).at(0)), Lines{"replaced id=1 other=1 quantity=9 leaves=9"});
  EXPECT_EQ(bids_in_priority(), Lines{"1: 9 at 99"});
}

TEST_P(Rules, R4_5_AuctionOrderWaitsBehindTheOthers) {
  static_cast<void>(
      does_all({state(TradingState::HaltCall), bid(1).shares(5).market(), bid(2).shares(5).market(),
                replace(1).shares(6), ask(3).shares(5).at(100)}));
  EXPECT_EQ(does(state(TradingState::Continuous)).at(0),
            "execution id=2 other=3 price=100 quantity=5 auction");
}

TEST_P(Rules, R4_6_ReplacedTellsBothIds) {
  static_cast<void>(does(ask(1).shares(10).at(100).of(7).session(3).on(1)));
  EXPECT_EQ(does(replace(1).shares(12).at(101).named(4).of(9).session(5).on(1)),
            Lines{"replaced id=4 other=1 price=101 quantity=12 leaves=12 account=7 book=1 ask"});
  EXPECT_EQ(does(replace(4).shares(12).at(102).on(1)),
            Lines{"replaced id=4 other=4 price=102 quantity=12 leaves=12 account=7 book=1 ask"});
  EXPECT_EQ(does(mass_cancel(kScopeFlagSession).session(5)), Lines{"mass_cancelled book=65535"});
  EXPECT_EQ(does(mass_cancel(kScopeFlagSession).session(3)).size(), 2U);
}

TEST_P(Rules, R4_6_OrderKeepsItsTimeInForce) {
  static_cast<void>(does_all({bid(1).shares(5).at(98).until(10), replace(1).shares(6).at(99)}));
  EXPECT_EQ(does(timer(10'000'000'000)), Lines{"cancelled id=1 price=99 quantity=6 expired"});
}

TEST_P(Rules, R4_7_MassCancelMatchesEveryGivenScope) {
  static_cast<void>(does_all(
      {bid(1).shares(5).at(98).of(7).session(1), bid(2).shares(5).stop(110).of(7).session(2),
       bid(3).shares(5).at(98).of(8).session(1), bid(4).shares(5).at(98).of(7).session(1).on(1),
       bid(5).shares(5).at(97).of(7).session(1)}));
  EXPECT_EQ(does(mass_cancel(kScopeFlagSession | kScopeFlagAccount | kScopeFlagBook)
                     .of(7)
                     .session(1)
                     .on(1)),
            (Lines{"cancelled id=4 price=98 quantity=5 account=7 book=1 mass_cancel",
                   "mass_cancelled quantity=1 account=7 book=1"}));
  EXPECT_EQ(does(mass_cancel(kScopeFlagAccount).of(7)),
            (Lines{"cancelled id=1 price=98 quantity=5 account=7 mass_cancel",
                   "cancelled id=2 quantity=5 account=7 mass_cancel",
                   "cancelled id=5 price=97 quantity=5 account=7 mass_cancel",
                   "mass_cancelled quantity=3 account=7 book=65535"}));
  EXPECT_EQ(does(mass_cancel(kScopeFlagSession | kScopeFlagBook).session(2)),
            Lines{"mass_cancelled"});
  EXPECT_EQ(does(mass_cancel(kScopeFlagSession).session(1)),
            (Lines{"cancelled id=3 price=98 quantity=5 account=8 mass_cancel",
                   "mass_cancelled quantity=1 book=65535"}));
}

TEST_P(Rules, R4_7_MassCancelGoesByEntered) {
  static_cast<void>(does_all({bid(1).shares(5).at(98), ask(2).shares(5).at(105).on(1),
                              bid(3).shares(5).at(99), replace(1).shares(6).at(98)}));
  EXPECT_EQ(does(mass_cancel(kScopeFlagAccount)),
            (Lines{"cancelled id=2 price=105 quantity=5 book=1 ask mass_cancel",
                   "cancelled id=3 price=99 quantity=5 mass_cancel",
                   "cancelled id=1 price=98 quantity=6 mass_cancel",
                   "mass_cancelled quantity=3 book=65535"}));
}

TEST_P(Rules, R4_7_MassCancelNeedsKnownScopes) {
  EXPECT_EQ(does(mass_cancel(0).of(7)), Lines{"refused account=7 book=65535 malformed"});
  EXPECT_EQ(does(mass_cancel(8 | kScopeFlagAccount)), Lines{"refused book=65535 malformed"});
  EXPECT_EQ(does(mass_cancel(8 | kScopeFlagBook).on(9)), Lines{"refused book=9 malformed"});
  EXPECT_EQ(does(mass_cancel(kScopeFlagBook).on(2)), Lines{"refused book=2 unknown_book"});
  EXPECT_EQ(does(mass_cancel(kScopeFlagAccount).on(2)), Lines{"mass_cancelled book=65535"});
}

}  // namespace
}  // namespace hotbook
