// Rules 7.7 to 7.10 of the matching function: bands, limit state, timer.

#include "tests/host/engine/rules_fixture.hpp"

namespace hotbook {
namespace {

constexpr std::uint32_t kTop = 0x7fffffff;  // the highest price

TEST_P(Rules, R7_7_BandsAreCheckedAndSilent) {
  EXPECT_EQ(does(bands({.upper = kTop + 1}).on(2).of(3)),
            Lines{"refused account=3 book=2 unknown_book"});
  EXPECT_EQ(does(bands({.upper = kTop + 1})), Lines{"refused bad_price"});
  EXPECT_EQ(does(bands({.lower = kTop + 1})), Lines{"refused bad_price"});
  EXPECT_EQ(does(bands({.reference_price = kTop + 1})), Lines{"refused bad_price"});
  EXPECT_EQ(does(bands({.lower = 101, .upper = 100})), Lines{"refused bad_price"});
  EXPECT_EQ(does(bands({.lower = 101})), Lines{});
  EXPECT_EQ(does(bands({.lower = 100, .upper = 100})), Lines{});
  EXPECT_EQ(does(bands({.reference_price = kTop, .lower = kTop, .upper = kTop})), Lines{});
}

TEST_P(Rules, R7_8_OrdersBeyondNewBandsAreCancelledByEntered) {
  static_cast<void>(
      does_all({reference({.bid = 120}), bid(1).shares(1).at(99), ask(2).shares(1).at(111),
                bid(3).shares(1).at(109), bid(4).shares(1).at(110).in(TimeInForce::AtClose),
                bid(5).shares(1).at(110).stop_limit(120),  //
                bid(6).shares(1).at(106), bid(7).shares(1).at(105), ask(8).shares(1).at(110),
                replace(3).shares(2).at(109)}));
  EXPECT_EQ(
      does(bands({.lower = 111, .upper = 0})),
      (Lines{"cancelled id=8 price=110 quantity=1 ask outside_bands", "state_changed limit_down"}));
  EXPECT_EQ(does(bands({.upper = 105})),
            (Lines{"cancelled id=6 price=106 quantity=1 outside_bands",
                   "cancelled id=3 price=109 quantity=2 outside_bands", "state_changed limit_up"}));
}

TEST_P(Rules, R7_8_OrdersOfOtherBooksStay) {
  static_cast<void>(does_all({bid(1).shares(1).at(109).on(1), bid(2).shares(1).at(109)}));
  EXPECT_EQ(does(bands({.upper = 108})),
            Lines{"cancelled id=2 price=109 quantity=1 outside_bands"});
}

TEST_P(Rules, R7_8_PegsAreMovedAndNotCancelled) {
  static_cast<void>(
      does_all({reference({.bid = 108, .ask = 112}), bid(1).shares(5).peg(OrderType::PeggedPrimary),
                bid(2).shares(5).at(107), ask(3).shares(1).at(111)}));
  EXPECT_EQ(
      does(bands({.upper = 106})),
      (Lines{"cancelled id=2 price=107 quantity=5 outside_bands",
             "restated id=1 price=106 quantity=5 leaves=5 pegged", "state_changed limit_up"}));
}

TEST_P(Rules, R7_8_StopsFollowPegs) {
  // The ask moves down from 112 to 105 when the lower band goes, and meets the bid.
  static_cast<void>(does_all({bands({.lower = 112}), reference({.bid = 90, .ask = 105}),
                              ask(1).shares(5).peg(OrderType::PeggedPrimary),
                              bid(2).shares(5).at(106), bid(3).shares(1).stop(106)}));
  EXPECT_EQ(does(bands({})),
            (Lines{"restated id=1 price=105 quantity=5 leaves=5 ask pegged",
                   "execution id=1 other=2 price=106 quantity=5 ask",
                   "triggered id=3 quantity=1 leaves=1 stop", "cancelled id=3 quantity=1 unfilled",
                   "state_changed continuous"}));
}

TEST_P(Rules, R7_8_NothingIsCancelledOutsideContinuousTrading) {
  static_cast<void>(does_all({bid(1).shares(1).at(109), state(TradingState::HaltCall)}));
  EXPECT_EQ(does(bands({.upper = 105})), Lines{});
  EXPECT_EQ(does(state(TradingState::Continuous)),
            (Lines{"uncrossed", "state_changed continuous",
                   "cancelled id=1 price=109 quantity=1 outside_bands"}));
}

TEST_P(Rules, R7_9_BestOrderAtTheBandIsALimitState) {
  static_cast<void>(does(bands({.lower = 95, .upper = 105})));
  EXPECT_EQ(does(bid(1).shares(1).at(104)).size(), 1U);
  EXPECT_EQ(does(bid(2).shares(1).at(105)).back(), "state_changed limit_up");
  EXPECT_EQ(does(bid(3).shares(1).at(105)).size(), 1U);
  EXPECT_EQ(does(cancel(2)).size(), 1U);
  EXPECT_EQ(does(cancel(3)),
            (Lines{"cancelled id=3 price=105 quantity=1 by_request", "state_changed continuous"}));
  static_cast<void>(does(cancel(1)));
  EXPECT_EQ(does(ask(4).shares(1).at(95)).back(), "state_changed limit_down");
  EXPECT_EQ(does(state(TradingState::Halted)), Lines{"state_changed halted"});
}

TEST_P(Rules, R7_9_LimitUpIsLookedForFirst) {
  static_cast<void>(does_all({bid(1).shares(1).at(90), ask(2).shares(1).at(100)}));
  static_cast<void>(does(state(TradingState::HaltCall)));
  static_cast<void>(does(bands({.lower = 100, .upper = 100})));
  static_cast<void>(does_all({bid(3).shares(2).at(100), cancel(1)}));
  EXPECT_EQ(
      does(state(TradingState::Continuous)),
      (Lines{"execution id=3 other=2 price=100 quantity=1 leaves=1 auction",
             "uncrossed other=1 price=100", "state_changed continuous", "state_changed limit_up"}));
}

TEST_P(Rules, R7_9_BandThatIsNotSetIsNoLimitState) {
  EXPECT_EQ(does(cancel(9)), Lines{"refused id=9 unknown_order"});
  static_cast<void>(does(bands({.lower = 95})));
  EXPECT_EQ(does(bid(1).shares(1).at(105)).size(), 1U);
}

TEST_P(Rules, R7_9_BooksAreLookedAtInRisingOrder) {
  static_cast<void>(does_all({bands({.upper = 105}).on(1), bands({.lower = 95}),
                              bid(1).shares(1).at(105).on(1), ask(2).shares(1).at(95)}));
  EXPECT_EQ(does(mass_cancel(kScopeFlagAccount)),
            (Lines{"cancelled id=1 price=105 quantity=1 book=1 mass_cancel",
                   "cancelled id=2 price=95 quantity=1 ask mass_cancel",
                   "mass_cancelled quantity=2 book=65535", "state_changed continuous",
                   "state_changed book=1 continuous"}));
}

TEST_P(Rules, R7_10_ClockOnlyGoesForward) {
  EXPECT_EQ(does(timer(5)), Lines{});
  EXPECT_EQ(does(timer(5)), Lines{"refused book=65535 malformed"});
  EXPECT_EQ(does(timer(4).on(1).of(2)), Lines{"refused account=2 book=65535 malformed"});
  EXPECT_EQ(does(timer(6)), Lines{});
}

TEST_P(Rules, R7_10_OrdersExpireByExpiryThenEntered) {
  static_cast<void>(does_all({bid(1).shares(1).at(91).until(20), bid(2).shares(2).at(92).until(10),
                              bid(3).shares(3).stop(95).until(10).on(1),
                              bid(4).shares(4).at(94).until(21), bid(5).shares(5).at(95),
                              bid(6).shares(6).at(93).until(10), replace(2).shares(3).at(92)}));
  EXPECT_EQ(does(timer(9'999'999'999)), Lines{});
  EXPECT_EQ(does(timer_s(20)), (Lines{"cancelled id=3 quantity=3 book=1 expired",
                                      "cancelled id=6 price=93 quantity=6 expired",
                                      "cancelled id=2 price=92 quantity=3 expired",
                                      "cancelled id=1 price=91 quantity=1 expired"}));
}

TEST_P(Rules, R7_10_LimitStateOfFifteenSecondsHalts) {
  static_cast<void>(does_all({timer_s(100), bands({.upper = 105}), bands({.lower = 95}).on(1),
                              bid(1).shares(1).at(105), ask(2).shares(1).at(95).on(1)}));
  EXPECT_EQ(does(timer(114'999'999'999)), Lines{});
  EXPECT_EQ(does(timer_s(115)), (Lines{"state_changed halted", "state_changed book=1 halted"}));
  EXPECT_EQ(does(timer_s(200)), Lines{});
}

TEST_P(Rules, R7_10_LimitStateThatEndedCountsAnew) {
  static_cast<void>(does_all({timer_s(100), bands({.upper = 105}), bid(1).shares(1).at(105),
                              timer_s(110), cancel(1), bid(2).shares(1).at(105)}));
  EXPECT_EQ(does(timer_s(115)), Lines{});
  EXPECT_EQ(does(bid(3).shares(1).at(105)).size(), 1U);  // no change
  EXPECT_EQ(does(timer_s(125)), Lines{"state_changed halted"});
}

TEST_P(Rules, R7_10_HaltComesBeforeTheEndOfTheLimitState) {
  static_cast<void>(
      does_all({bands({.upper = 105}), bands({.upper = 105}).on(1),
                bid(1).shares(1).at(105).until(15), bid(2).shares(1).at(105).until(14).on(1)}));
  EXPECT_EQ(does(timer_s(14)), (Lines{"cancelled id=2 price=105 quantity=1 book=1 expired",
                                      "state_changed book=1 continuous"}));
  EXPECT_EQ(does(timer_s(15)),
            (Lines{"cancelled id=1 price=105 quantity=1 expired", "state_changed halted"}));
}

}  // namespace
}  // namespace hotbook
