// Section 5 of the matching function: stops.

#include "tests/host/engine/rules_fixture.hpp"

namespace hotbook {
namespace {

TEST_P(Rules, R5_1_HighestPrintElectsBidsAndLowestElectsAsks) {
  static_cast<void>(does_all({ask(1).shares(5).at(100), ask(2).shares(5).at(102),  //
                              bid(3).shares(1).stop(102), bid(4).shares(1).stop(103),
                              ask(5).shares(1).stop(100), ask(6).shares(1).stop(99)}));
  EXPECT_EQ(does(bid(7).shares(10).at(102)),
            (Lines{"accepted id=7 price=102 quantity=10 leaves=10",
                   "execution id=7 other=1 price=100 quantity=5 leaves=5",
                   "execution id=7 other=2 price=102 quantity=5",
                   "triggered id=3 quantity=1 leaves=1 stop", "cancelled id=3 quantity=1 unfilled",
                   "triggered id=5 quantity=1 leaves=1 ask stop",
                   "cancelled id=5 quantity=1 ask unfilled"}));
}

TEST_P(Rules, R5_1_EachEntryIsAStepOfItsOwn) {
  // The stop at 101 is triggered by the print of the stop at 100, not by the entering order's.
  static_cast<void>(does_all({ask(1).shares(5).at(100), ask(2).shares(5).at(101),
                              bid(3).shares(1).stop(101), bid(4).shares(1).stop(100)}));
  EXPECT_EQ(does(bid(5).shares(5).at(100)),
            (Lines{"accepted id=5 price=100 quantity=5 leaves=5",
                   "execution id=5 other=1 price=100 quantity=5",
                   "triggered id=4 quantity=1 leaves=1 stop",
                   "execution id=4 other=2 price=101 quantity=1 other_leaves=4",
                   "triggered id=3 quantity=1 leaves=1 stop",
                   "execution id=3 other=2 price=101 quantity=1 other_leaves=3"}));
}

TEST_P(Rules, R5_1_StopsOfOtherBooksWait) {
  static_cast<void>(does_all({ask(1).shares(5).at(100), bid(2).shares(5).stop(90).on(1)}));
  EXPECT_EQ(does(bid(3).shares(5).at(100)).size(), 2U);
}

TEST_P(Rules, R5_2_BidsByRisingThenAsksByFallingStopPrice) {
  static_cast<void>(
      does_all({ask(1).shares(5).at(100), ask(2).shares(1).stop(105), ask(3).shares(1).stop(110),
                bid(4).shares(1).stop(100), bid(5).shares(1).stop(90), bid(6).shares(1).stop(90),
                replace(5).shares(2)}));
  const auto unfilled = [](std::uint64_t id, const std::string& side) {
    return "cancelled id=" + std::to_string(id) + " quantity=1" + side + " unfilled";
  };
  const auto triggered = [](std::uint64_t id, const std::string& side) {
    return "triggered id=" + std::to_string(id) + " quantity=1 leaves=1" + side + " stop";
  };
  EXPECT_EQ(does(bid(7).shares(5).at(100)),
            (Lines{"accepted id=7 price=100 quantity=5 leaves=5",
                   "execution id=7 other=1 price=100 quantity=5",  //
                   triggered(6, ""), unfilled(6, ""),              //
                   "triggered id=5 quantity=2 leaves=2 stop", "cancelled id=5 quantity=2 unfilled",
                   triggered(4, ""), unfilled(4, ""),          //
                   triggered(3, " ask"), unfilled(3, " ask"),  //
                   triggered(2, " ask"), unfilled(2, " ask")}));
}

TEST_P(Rules, R5_2_LaterElectedStopsQueueBehind) {
  static_cast<void>(
      does_all({ask(1).shares(5).at(100), ask(2).shares(5).at(101), bid(3).shares(5).stop(100),
                bid(4).shares(5).stop(100), bid(6).shares(5).stop(101)}));
  EXPECT_EQ(
      does(bid(7).shares(5).at(100)),
      (Lines{"accepted id=7 price=100 quantity=5 leaves=5",
             "execution id=7 other=1 price=100 quantity=5",
             "triggered id=3 quantity=5 leaves=5 stop",
             "execution id=3 other=2 price=101 quantity=5",
             "triggered id=4 quantity=5 leaves=5 stop", "cancelled id=4 quantity=5 unfilled",
             "triggered id=6 quantity=5 leaves=5 stop", "cancelled id=6 quantity=5 unfilled"}));
}

TEST_P(Rules, R5_3_StopLimitEntersAsALimitOrder) {
  static_cast<void>(does_all({ask(1).shares(5).at(100), ask(2).shares(5).at(101),
                              ask(3).shares(5).at(102), bid(4).shares(8).at(101).stop_limit(100)}));
  EXPECT_EQ(does(bid(5).shares(5).at(100)),
            (Lines{"accepted id=5 price=100 quantity=5 leaves=5",
                   "execution id=5 other=1 price=100 quantity=5",
                   "triggered id=4 price=101 quantity=8 leaves=8 stop",
                   "execution id=4 other=2 price=101 quantity=5 leaves=3"}));
  EXPECT_EQ(bids_in_priority(), Lines{"4: 3 at 101"});
}

TEST_P(Rules, R5_3_StopLimitOutsideTheBandsIsCancelledInstead) {
  static_cast<void>(does_all({ask(1).shares(5).at(100), bid(2).shares(8).at(106).stop_limit(100),
                              bid(3).shares(8).at(99).stop_limit(100), bands({.upper = 105})}));
  EXPECT_EQ(does(bid(4).shares(5).at(100)),
            (Lines{"accepted id=4 price=100 quantity=5 leaves=5",
                   "execution id=4 other=1 price=100 quantity=5",
                   "cancelled id=2 price=106 quantity=8 outside_bands",
                   "triggered id=3 price=99 quantity=8 leaves=8 stop"}));
}

TEST_P(Rules, R5_3_StopWithoutALimitIsNotHeldByTheBands) {
  static_cast<void>(does_all({bands({.lower = 95, .upper = 105}), ask(1).shares(5).at(100),
                              ask(2).shares(1).stop(100), bid(3).shares(2).at(99)}));
  EXPECT_EQ(does(bid(4).shares(5).at(100)),
            (Lines{"accepted id=4 price=100 quantity=5 leaves=5",
                   "execution id=4 other=1 price=100 quantity=5",
                   "triggered id=2 quantity=1 leaves=1 ask stop",
                   "execution id=2 other=3 price=99 quantity=1 other_leaves=1 ask"}));
}

TEST_P(Rules, R5_3_UncrossIntoContinuousElectsStops) {
  static_cast<void>(
      does_all({state(TradingState::HaltCall), bid(1).shares(5).at(100), ask(2).shares(5).at(100),
                bid(3).shares(1).stop(100), bid(4).shares(1).stop(101)}));
  EXPECT_EQ(
      does(state(TradingState::Continuous)),
      (Lines{"execution id=1 other=2 price=100 quantity=5 auction", "uncrossed other=5 price=100",
             "state_changed continuous", "triggered id=3 quantity=1 leaves=1 stop",
             "cancelled id=3 quantity=1 unfilled"}));
}

TEST_P(Rules, R5_3_UncrossIntoClosedElectsNone) {
  static_cast<void>(
      does_all({state(TradingState::ClosingCall), bid(1).shares(5).at(100),
                ask(2).shares(5).at(100), bid(3).shares(1).stop(100).in(TimeInForce::Gtc)}));
  EXPECT_EQ(does(state(TradingState::Closed)),
            (Lines{"execution id=1 other=2 price=100 quantity=5 auction",
                   "uncrossed other=5 price=100", "state_changed closed"}));
  EXPECT_EQ(does(state(TradingState::Continuous)),
            (Lines{"uncrossed", "state_changed continuous"}));
  EXPECT_EQ(does(cancel(3)), Lines{"cancelled id=3 quantity=1 by_request"});
}

TEST_P(Rules, R5_4_TriggeredStopLimitIsALimitOrder) {
  static_cast<void>(does_all({ask(1).shares(5).at(100), bid(2).shares(8).at(99).stop_limit(100),
                              bid(3).shares(1).at(98), bid(4).shares(5).at(100)}));
  // Its `entered` is the fifth input's (behind order 3), and it may be post-only now.
  EXPECT_EQ(does(replace(2).shares(8).at(99).post_only()),
            Lines{"replaced id=2 other=2 price=99 quantity=8 leaves=8"});
  EXPECT_EQ(does(mass_cancel(kScopeFlagBook)),
            (Lines{"cancelled id=3 price=98 quantity=1 mass_cancel",
                   "cancelled id=2 price=99 quantity=8 mass_cancel", "mass_cancelled quantity=2"}));
}

TEST_P(Rules, R5_4_TriggeredMarketOrderDoesNotRest) {
  static_cast<void>(does_all({ask(1).shares(5).at(100), ask(2).shares(5).at(110),
                              bid(3).shares(8).stop(100).in(TimeInForce::Gtc)}));
  EXPECT_EQ(does(bid(4).shares(5).at(100)),
            (Lines{"accepted id=4 price=100 quantity=5 leaves=5",
                   "execution id=4 other=1 price=100 quantity=5",
                   "triggered id=3 quantity=8 leaves=8 stop",
                   "execution id=3 other=2 price=110 quantity=5 leaves=3",
                   "cancelled id=3 quantity=3 unfilled"}));
}

}  // namespace
}  // namespace hotbook
