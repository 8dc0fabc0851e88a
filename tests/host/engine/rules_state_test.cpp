// Section 1 of the matching function.

#include "tests/host/engine/rules_fixture.hpp"

namespace hotbook {
namespace {

TEST_P(Rules, R1_1_IdsRiseOverAllBooks) {
  static_cast<void>(does(bid(5).shares(10).at(100)));
  EXPECT_EQ(does(bid(5).shares(10).at(100).on(1)), Lines{"refused id=5 book=1 order_id_not_new"});
  EXPECT_EQ(does(bid(6).shares(10).at(100).on(1)),
            Lines{"accepted id=6 price=100 quantity=10 leaves=10 book=1"});
}

TEST_P(Rules, R1_1_ClockStandsAtZeroAtFirst) {
  EXPECT_EQ(does(timer(0)), Lines{"refused book=65535 malformed"});
  EXPECT_EQ(does(timer(1)), Lines{});
}

TEST_P(Rules, R1_2_BookIsClosedAtFirst) {
  start();
  EXPECT_EQ(does(bid(1).shares(10).at(100)), Lines{"refused id=1 wrong_phase"});
  EXPECT_EQ(does(state(TradingState::Closed)), Lines{});
}

TEST_P(Rules, R1_2_LatestExecutionIsOfOneBookAlone) {
  EXPECT_EQ(does_all({ask(1).shares(5).at(100), bid(2).shares(5).at(100)}),
            (Lines{"accepted id=2 price=100 quantity=5 leaves=5",
                   "execution id=2 other=1 price=100 quantity=5"}));
  EXPECT_EQ(does(bid(3).shares(5).stop(90).on(1)),
            Lines{"accepted id=3 quantity=5 leaves=5 book=1"});
  EXPECT_EQ(does(bid(4).shares(5).stop(90)).size(), 3U);  // triggered, unfilled
}

TEST_P(Rules, R1_3_WaitingOrderIsOnNoSide) {
  static_cast<void>(does_all({ask(1).shares(5).at(100).stop_limit(90),
                              ask(2).shares(5).peg(OrderType::PeggedPrimary),
                              ask(3).shares(5).at(100).in(TimeInForce::AtClose)}));
  EXPECT_EQ(does(bid(4).shares(5).market()),
            (Lines{"accepted id=4 quantity=5 leaves=5", "cancelled id=4 quantity=5 unfilled"}));
}

TEST_P(Rules, R1_3_OrdersThatShareEnteredGoById) {
  static_cast<void>(does_all({ask(1).shares(5).at(102),                 //
                              bid(3).shares(5).at(90).stop_limit(102),  //
                              bid(4).shares(5).at(91).stop_limit(101)}));
  EXPECT_EQ(does(bid(5).shares(5).at(102)),
            (Lines{"accepted id=5 price=102 quantity=5 leaves=5",
                   "execution id=5 other=1 price=102 quantity=5",
                   "triggered id=4 price=91 quantity=5 leaves=5 stop",
                   "triggered id=3 price=90 quantity=5 leaves=5 stop"}));
  EXPECT_EQ(does(mass_cancel(kScopeFlagBook)),
            (Lines{"cancelled id=3 price=90 quantity=5 mass_cancel",
                   "cancelled id=4 price=91 quantity=5 mass_cancel", "mass_cancelled quantity=2"}));
}

TEST_P(Rules, R1_4_BetterPriceGoesFirstThenEarlierArrival) {
  static_cast<void>(does_all({bid(1).shares(1).at(100), bid(2).shares(2).at(101),
                              bid(3).shares(3).at(100), bid(4).shares(4).at(101)}));
  EXPECT_EQ(bids_in_priority(),
            (Lines{"2: 2 at 101", "4: 4 at 101", "1: 1 at 100", "3: 3 at 100"}));
}

TEST_P(Rules, R1_4_OfAsksTheLowestIsBetter) {
  static_cast<void>(does_all({ask(1).shares(1).at(101), ask(2).shares(2).at(100),
                              ask(3).shares(3).at(101), ask(4).shares(4).at(100)}));
  EXPECT_EQ(asks_in_priority(),
            (Lines{"2: 2 at 100", "4: 4 at 100", "1: 1 at 101", "3: 3 at 101"}));
}

TEST_P(Rules, R1_5_LimitStateMatchesLikeContinuous) {
  static_cast<void>(does(bands({.upper = 105})));
  EXPECT_EQ(does(bid(1).shares(9).at(105)),
            (Lines{"accepted id=1 price=105 quantity=9 leaves=9", "state_changed limit_up"}));
  EXPECT_EQ(does(ask(2).shares(4).at(105)),
            (Lines{"accepted id=2 price=105 quantity=4 leaves=4 ask",
                   "execution id=2 other=1 price=105 quantity=4 other_leaves=5 ask"}));
}

TEST_P(Rules, R1_5_CallStatesCollect) {
  for (const TradingState call :
       {TradingState::OpeningCall, TradingState::HaltCall, TradingState::ClosingCall}) {
    start();
    static_cast<void>(does_all({state(call), ask(1).shares(5).at(100)}));
    EXPECT_EQ(does(bid(2).shares(5).at(101)), Lines{"accepted id=2 price=101 quantity=5 leaves=5"});
  }
}

TEST_P(Rules, R1_5_NothingEntersWhileHalted) {
  static_cast<void>(does(state(TradingState::Halted)));
  EXPECT_EQ(does(bid(1).shares(10).at(100)), Lines{"refused id=1 wrong_phase"});
}

}  // namespace
}  // namespace hotbook
