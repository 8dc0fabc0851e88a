// Rules 7.1 to 7.6 of the matching function: trading states and the uncross.

#include "tests/host/engine/rules_fixture.hpp"

namespace hotbook {
namespace {

constexpr std::uint16_t kAllBooks = 0xffff;

Input continuous() {
  return state(TradingState::Continuous);
}
Input opening_call() {
  return state(TradingState::OpeningCall);
}
Input closing_call() {
  return state(TradingState::ClosingCall);
}
Input halt_call() {
  return state(TradingState::HaltCall);
}
Input closed() {
  return state(TradingState::Closed);
}

TEST_P(Rules, R7_1_StateOfOneBookOrOfAllInRisingOrder) {
  EXPECT_EQ(does(state(TradingState::Halted).on(1)), Lines{"state_changed book=1 halted"});
  EXPECT_EQ(does(state(TradingState::OpeningCall).on(kAllBooks)),
            (Lines{"state_changed opening_call", "state_changed book=1 opening_call"}));
}

TEST_P(Rules, R7_1_StateOrBookThatIsNoneIsRefused) {
  for (const int bad : {6, 7, 8, 255}) {
    EXPECT_EQ(does(state(static_cast<TradingState>(bad))), Lines{"refused malformed"});
  }
  EXPECT_EQ(does(halt_call().on(2).of(4)), Lines{"refused account=4 book=2 unknown_book"});
  EXPECT_EQ(does(state(TradingState::LimitUp).on(2)), Lines{"refused book=2 malformed"});
  EXPECT_EQ(does(state(TradingState::LimitUp).on(kAllBooks)),
            Lines{"refused book=65535 malformed"});
}

TEST_P(Rules, R7_1_StateThatABookHasIsNoChange) {
  EXPECT_EQ(does(continuous().on(kAllBooks)), Lines{});
  static_cast<void>(does_all({bands({.upper = 105}), bid(1).shares(9).at(105)}));  // limit_up
  EXPECT_EQ(does(continuous()), Lines{});
  static_cast<void>(does(halt_call()));
  EXPECT_EQ(does(halt_call()), Lines{});
}

TEST_P(Rules, R7_2_OnlySomeChangesUncross) {
  static_cast<void>(does_all({opening_call(), bid(1).shares(5).at(101).in(TimeInForce::Gtc),
                              ask(2).shares(5).at(100).in(TimeInForce::Gtc)}));
  EXPECT_EQ(does(halt_call()), Lines{"state_changed halt_call"});
  EXPECT_EQ(does(state(TradingState::Halted)), Lines{"state_changed halted"});
  EXPECT_EQ(does(closed()), Lines{"state_changed closed"});
  EXPECT_EQ(does(closing_call()), Lines{"state_changed closing_call"});
  EXPECT_EQ(does(closed()), (Lines{"execution id=1 other=2 price=100 quantity=5 auction",
                                   "uncrossed other=5 price=100", "state_changed closed"}));
  EXPECT_EQ(does(continuous()), (Lines{"uncrossed", "state_changed continuous"}));
  EXPECT_EQ(does(closing_call()), Lines{"state_changed closing_call"});
  EXPECT_EQ(does(continuous()), (Lines{"uncrossed", "state_changed continuous"}));
  EXPECT_EQ(does(closed()), Lines{"state_changed closed"});
}

TEST_P(Rules, R7_2_AtOpenOrdersTakePartInTheOpeningAlone) {
  const auto orders = [this] {
    start();
    return does_all({opening_call(), bid(1).shares(5).at(100).in(TimeInForce::AtOpen),
                     ask(2).shares(5).at(100).in(TimeInForce::AtClose), ask(3).shares(5).at(100)});
  };
  static_cast<void>(orders());
  EXPECT_EQ(does(continuous()), (Lines{"execution id=1 other=3 price=100 quantity=5 auction",
                                       "uncrossed other=5 price=100", "state_changed continuous"}));
  static_cast<void>(orders());
  static_cast<void>(does(halt_call()));
  EXPECT_EQ(does(continuous()), (Lines{"uncrossed", "state_changed continuous"}));
  EXPECT_EQ(does(cancel(1)), Lines{"cancelled id=1 price=100 quantity=5 by_request"});
}

TEST_P(Rules, R7_2_AtCloseOrdersTakePartInTheClosingAlone) {
  static_cast<void>(does_all(
      {bid(1).shares(5).market().in(TimeInForce::AtClose), halt_call(), ask(2).shares(5).at(100)}));
  EXPECT_EQ(does(continuous()), (Lines{"uncrossed", "state_changed continuous"}));
  static_cast<void>(does(closing_call()));
  EXPECT_EQ(does(closed()), (Lines{"execution id=1 other=2 price=100 quantity=5 auction",
                                   "uncrossed other=5 price=100", "state_changed closed"}));
}

TEST_P(Rules, R7_2_MarketOrdersOfTheDayTakePartAlways) {
  static_cast<void>(
      does_all({halt_call(), bid(1).shares(5).market(), closing_call(), ask(2).shares(5).at(100)}));
  EXPECT_EQ(does(closed()), (Lines{"execution id=1 other=2 price=100 quantity=5 auction",
                                   "uncrossed other=5 price=100", "state_changed closed"}));
}

// The uncross price of what stands in book 0 in a call.
std::uint32_t uncross_price(const std::vector<MatchOutput>& outputs) {
  for (const MatchOutput& output : outputs) {
    if (output.output_kind == OutputKind::Uncrossed) return output.price;
  }
  return 0xffffffff;
}

TEST_P(Rules, R7_3_MostExecutableQuantityWins) {
  // Executable at 99: 5; at 100: 10; at 101: 5.
  static_cast<void>(does_all({halt_call(), bid(1).shares(5).at(101), bid(2).shares(5).at(100),
                              ask(3).shares(5).at(99), ask(4).shares(5).at(100),
                              bands({.reference_price = 99})}));
  static_cast<void>(does(continuous()));
  EXPECT_EQ(uncross_price(outputs()), 100U);
}

TEST_P(Rules, R7_3_ThenTheSmallestDifference) {
  // 10 can be executed at each of 99 to 102; demand there is 15, 15, 10, 10.
  static_cast<void>(does_all({halt_call(), bid(1).shares(10).at(102), bid(2).shares(5).at(100),
                              ask(3).shares(10).at(99), bands({.reference_price = 99})}));
  EXPECT_EQ(does(continuous()),
            (Lines{"execution id=1 other=3 price=101 quantity=10 auction",
                   "uncrossed other=10 price=101", "state_changed continuous"}));
}

TEST_P(Rules, R7_3_ThenTheNearestToTheReference) {
  const auto price_with = [this](std::uint32_t reference_price) {
    start();
    static_cast<void>(does_all({opening_call(), bid(1).shares(5).at(120), ask(2).shares(5).at(100),
                                bands({.reference_price = reference_price}), continuous()}));
    return uncross_price(outputs());
  };
  EXPECT_EQ(price_with(0), 100U);
  EXPECT_EQ(price_with(90), 100U);
  EXPECT_EQ(price_with(113), 113U);
  EXPECT_EQ(price_with(120), 120U);
  EXPECT_EQ(price_with(0x7fffffff), 120U);
}

TEST_P(Rules, R7_3_BestTicksMayEndBetweenLimits) {
  // Difference 0 from 106 (behind the bid at 105) to 110 (before the ask at 111).
  const auto price_with = [this](std::uint32_t reference_price) {
    start();
    static_cast<void>(does_all({opening_call(), bid(1).shares(5).at(120), bid(2).shares(3).at(105),
                                ask(3).shares(5).at(100), ask(4).shares(3).at(111),
                                bands({.reference_price = reference_price}), continuous()}));
    return uncross_price(outputs());
  };
  EXPECT_EQ(price_with(0), 106U);
  EXPECT_EQ(price_with(101), 106U);
  EXPECT_EQ(price_with(108), 108U);
  EXPECT_EQ(price_with(119), 110U);
}

TEST_P(Rules, R7_3_LastStandsInForTheReferencePrice) {
  static_cast<void>(does_all({ask(1).shares(1).at(107), bid(2).shares(1).at(107), halt_call(),
                              bid(3).shares(5).at(120), ask(4).shares(5).at(100), continuous()}));
  EXPECT_EQ(uncross_price(outputs()), 107U);
}

TEST_P(Rules, R7_3_MarketOrdersCountAtAnyPrice) {
  static_cast<void>(does_all({halt_call(), bid(1).shares(5).market(), ask(2).shares(5).at(100),
                              bid(3).shares(2).at(90), bands({.reference_price = 95})}));
  EXPECT_EQ(does(continuous()), (Lines{"execution id=1 other=2 price=100 quantity=5 auction",
                                       "uncrossed other=5 price=100", "state_changed continuous"}));
}

TEST_P(Rules, R7_3_HiddenQuantityCounts) {
  // 10 can be executed and 10 are over at each of 99 to 101. Were the hidden 9 not counted, only 1
  // would be over at 99 and 100.
  static_cast<void>(
      does_all({halt_call(), bid(1).shares(10).at(101), bid(2).shares(10).at(100).shows(1),
                ask(3).shares(10).at(99), ask(4).shares(10).at(101),
                bands({.reference_price = 101}), continuous()}));
  EXPECT_EQ(uncross_price(outputs()), 101U);
}

TEST_P(Rules, R7_3_MarketOrdersAloneTradeAtTheReferencePrice) {
  const auto market_orders = [this](std::uint32_t reference_price) {
    start();
    return does_all({opening_call(), bid(1).shares(5).market(), ask(2).shares(3).market(),
                     bands({.reference_price = reference_price}), continuous()});
  };
  EXPECT_EQ(market_orders(95),
            (Lines{"execution id=1 other=2 price=95 quantity=3 leaves=2 auction",
                   "uncrossed other=3 price=95", "cancelled id=1 quantity=2 unfilled",
                   "state_changed continuous"}));
  EXPECT_EQ(market_orders(0),
            (Lines{"uncrossed", "cancelled id=1 quantity=5 unfilled",
                   "cancelled id=2 quantity=3 ask unfilled", "state_changed continuous"}));
}

TEST_P(Rules, R7_3_NothingExecutableIsNoExecution) {
  static_cast<void>(does_all({halt_call(), bid(1).shares(5).at(99), ask(2).shares(5).at(100),
                              bands({.reference_price = 99})}));
  EXPECT_EQ(does(continuous()), (Lines{"uncrossed", "state_changed continuous"}));
}

TEST_P(Rules, R7_4_PriorityOfTheUncross) {
  static_cast<void>(
      does_all({opening_call(), bid(1).shares(5).at(102), bid(2).shares(5).market(),
                bid(3).shares(5).at(103).in(TimeInForce::AtOpen), bid(4).shares(5).at(103),
                bid(5).shares(5).at(102).in(TimeInForce::AtOpen), bid(6).shares(5).at(102),
                ask(7).shares(25).at(100).of(9)}));
  const auto execution = [](const std::string& id, const std::string& other_leaves) {
    return "execution id=" + id + " other=7 price=100 quantity=5" + other_leaves +
           " other_account=9 auction";
  };
  EXPECT_EQ(does(continuous()),
            (Lines{execution("2", " other_leaves=20"), execution("4", " other_leaves=15"),
                   execution("3", " other_leaves=10"), execution("1", " other_leaves=5"),
                   execution("6", ""), "uncrossed other=25 price=100",
                   "cancelled id=5 price=102 quantity=5 unfilled", "state_changed continuous"}));
}

TEST_P(Rules, R7_4_PriorityOfTheAsks) {
  static_cast<void>(does_all(
      {closing_call(), ask(1).shares(5).at(99), ask(2).shares(5).market().in(TimeInForce::AtClose),
       ask(3).shares(5).at(98).in(TimeInForce::AtClose), ask(4).shares(5).market(),
       ask(5).shares(5).at(99), bid(6).shares(30).at(100).of(9)}));
  const auto execution = [](const std::string& other, const std::string& leaves) {
    return "execution id=6 other=" + other + " price=100 quantity=5 leaves=" + leaves +
           " account=9 auction";
  };
  static_cast<void>(does(bands({.reference_price = 100})));
  EXPECT_EQ(
      does(continuous()),
      (Lines{execution("2", "25"), execution("4", "20"), execution("3", "15"), execution("1", "10"),
             execution("5", "5"), "uncrossed other=25 price=100", "state_changed continuous"}));
}

TEST_P(Rules, R7_4_LongQueueIsExecutedInOrder) {
  static_cast<void>(does(halt_call()));
  for (std::uint64_t id = 1; id <= 40; ++id) static_cast<void>(does(bid(id).shares(1).at(100)));
  static_cast<void>(does_all({ask(41).shares(40).at(100), continuous()}));
  for (std::uint64_t id = 1; id <= 40; ++id) EXPECT_EQ(outputs().at(id - 1).order_id, id);
}

TEST_P(Rules, R7_4_PreventionBandsAndProtectionDoNotApply) {
  static_cast<void>(
      does_all({halt_call(), reference({.bid = 90, .ask = 91}).is_protected(), bands({.upper = 95}),
                bid(1).shares(5).at(100).of(7).self_match(SelfMatch::CancelBoth),
                ask(2).shares(5).at(100).of(7).self_match(SelfMatch::CancelBoth)}));
  EXPECT_EQ(does(continuous()),
            (Lines{"execution id=1 other=2 price=100 quantity=5 account=7 other_account=7 auction",
                   "uncrossed other=5 price=100", "state_changed continuous"}));
}

TEST_P(Rules, R7_4_LastIsTheUncrossPrice) {
  static_cast<void>(
      does_all({halt_call(), bid(1).shares(5).at(101), ask(2).shares(5).at(100), continuous()}));
  EXPECT_EQ(does(ask(3).shares(1).stop(100)).size(), 3U);
  EXPECT_EQ(does(ask(4).shares(1).stop(99)).size(), 1U);
}

TEST_P(Rules, R7_4_IcebergIsReplenishedBehindTheExecutions) {
  static_cast<void>(
      does_all({halt_call(), bid(1).shares(20).at(100).shows(4), bid(2).shares(5).at(100),
                ask(3).shares(3).at(100), ask(4).shares(3).at(100)}));
  EXPECT_EQ(does(continuous()),
            (Lines{"execution id=1 other=3 price=100 quantity=3 leaves=17 auction",
                   "execution id=1 other=4 price=100 quantity=3 leaves=14 auction",
                   "restated id=1 price=100 quantity=4 leaves=14 replenished",
                   "uncrossed other=6 price=100", "state_changed continuous"}));
  EXPECT_EQ(does(ask(5).shares(6).at(100)),
            (Lines{"accepted id=5 price=100 quantity=6 leaves=6 ask",
                   "execution id=5 other=2 price=100 quantity=5 leaves=1 ask",
                   "execution id=5 other=1 price=100 quantity=1 other_leaves=13 ask"}));
}

TEST_P(Rules, R7_4_IcebergOfTheAsksIsReplenishedToo) {
  static_cast<void>(does_all({halt_call(), ask(1).shares(10).at(100).shows(2),
                              bid(2).shares(3).at(100), bid(3).shares(4).at(100)}));
  EXPECT_EQ(does(continuous()),
            (Lines{"execution id=2 other=1 price=100 quantity=3 other_leaves=7 auction",
                   "execution id=3 other=1 price=100 quantity=4 other_leaves=3 auction",
                   "restated id=1 price=100 quantity=2 leaves=3 ask replenished",
                   "uncrossed other=7 price=100", "state_changed continuous"}));
}

TEST_P(Rules, R7_4_VisiblePartIsExecutedFirst) {
  static_cast<void>(does_all({halt_call(), ask(1).shares(20).at(100).shows(4),
                              ask(2).shares(5).at(100), bid(3).shares(3).at(100), continuous()}));
  EXPECT_EQ(asks_in_priority(), (Lines{"1: 1 at 100", "2: 5 at 100", "1: 4 at 100", "1: 4 at 100",
                                       "1: 4 at 100", "1: 4 at 100"}));
}

TEST_P(Rules, R7_5_AuctionOrdersThatTookPartEnd) {
  static_cast<void>(does_all(
      {opening_call(), ask(1).shares(5).market(), bid(2).shares(5).at(90).in(TimeInForce::AtOpen),
       bid(3).shares(5).at(90).in(TimeInForce::AtClose), bid(4).shares(5).at(89)}));
  EXPECT_EQ(does(continuous()), (Lines{"execution id=2 other=1 price=90 quantity=5 auction",
                                       "uncrossed other=5 price=90", "state_changed continuous"}));
  static_cast<void>(does_all({halt_call(), bid(5).shares(5).market(), bid(6).shares(6).market()}));
  EXPECT_EQ(does(continuous()),
            (Lines{"uncrossed", "cancelled id=5 quantity=5 unfilled",
                   "cancelled id=6 quantity=6 unfilled", "state_changed continuous"}));
  EXPECT_EQ(does(cancel(3)), Lines{"cancelled id=3 price=90 quantity=5 by_request"});
}

TEST_P(Rules, R7_5_AuctionOrdersOfOtherBooksStay) {
  static_cast<void>(does_all(
      {halt_call().on(kAllBooks), bid(1).shares(5).market().on(1), ask(2).shares(5).at(100)}));
  EXPECT_EQ(does(continuous()), (Lines{"uncrossed", "state_changed continuous"}));
}

TEST_P(Rules, R7_6_CloseEndsTheOrdersOfTheDay) {
  static_cast<void>(does_all(
      {opening_call(), bid(1).shares(5).at(90).in(TimeInForce::Gtc),
       bid(2).shares(5).at(91).in(TimeInForce::AtOpen), bid(3).shares(5).stop(95),
       bid(4).shares(5).at(92).in(TimeInForce::AtClose), bid(5).shares(5).at(93).until(100),
       bid(6).shares(5).peg(OrderType::PeggedPrimary), bid(7).shares(5).at(94),
       bid(8).shares(5).at(94).on(1), bid(9).shares(5).stop(95).in(TimeInForce::Gtc)}));
  static_cast<void>(does(replace(3).shares(6)));
  EXPECT_EQ(
      does(closed()),
      (Lines{"state_changed closed", "cancelled id=2 price=91 quantity=5 day_end",
             "cancelled id=4 price=92 quantity=5 day_end", "cancelled id=6 quantity=5 day_end",
             "cancelled id=7 price=94 quantity=5 day_end", "cancelled id=3 quantity=6 day_end"}));
}

TEST_P(Rules, R7_6_ContinuousBeginsWithBandsThenPegsThenStops) {
  static_cast<void>(
      does_all({halt_call(), bands({.upper = 101}), bid(1).shares(10).at(103),
                ask(2).shares(5).at(100), bid(3).shares(1).stop(100), bid(4).shares(1).at(102)}));
  EXPECT_EQ(
      does(continuous()),
      (Lines{"execution id=1 other=2 price=103 quantity=5 leaves=5 auction",
             "uncrossed other=5 price=103", "state_changed continuous",
             "cancelled id=1 price=103 quantity=5 outside_bands",
             "cancelled id=4 price=102 quantity=1 outside_bands",
             "triggered id=3 quantity=1 leaves=1 stop", "cancelled id=3 quantity=1 unfilled"}));
}

}  // namespace
}  // namespace hotbook
