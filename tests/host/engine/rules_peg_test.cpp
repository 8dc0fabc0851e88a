// Section 6 of the matching function: pegged orders.

#include "tests/host/engine/rules_fixture.hpp"

namespace hotbook {
namespace {

constexpr std::uint32_t kTop = 0x7fffffff;  // the highest price

// What a pegged order's price is: the one at which it can be cancelled. Ids rise by one.
struct PegCase {
  Input order;
  std::uint32_t price;
};

TEST_P(Rules, R6_1_PriceFollowsTheReference) {
  static_cast<void>(does(reference({.bid = 98, .ask = 101})));
  const std::vector<PegCase> cases = {{bid(1).peg(OrderType::PeggedPrimary), 98},
                                      {bid(2).peg(OrderType::PeggedMarket), 101},
                                      {bid(3).peg(OrderType::PeggedMidpoint), 99},
                                      {ask(4).peg(OrderType::PeggedPrimary), 101},
                                      {ask(5).peg(OrderType::PeggedMarket), 98},
                                      {ask(6).peg(OrderType::PeggedMidpoint), 100},
                                      {bid(7).peg(OrderType::PeggedPrimary, 2), 100},
                                      {bid(8).peg(OrderType::PeggedMarket, -3), 98},
                                      {bid(9).peg(OrderType::PeggedMidpoint, -1), 98},
                                      {ask(10).peg(OrderType::PeggedPrimary, -2), 99},
                                      {ask(11).peg(OrderType::PeggedMarket, 3), 101},
                                      {ask(12).peg(OrderType::PeggedMidpoint, 1), 101},
                                      {bid(13).peg(OrderType::PeggedPrimary).at(97), 97},
                                      {bid(14).peg(OrderType::PeggedPrimary).at(99), 98},
                                      {ask(15).peg(OrderType::PeggedPrimary).at(103), 103},
                                      {ask(16).peg(OrderType::PeggedPrimary).at(100), 101},
                                      {bid(17).peg(OrderType::PeggedPrimary, -97), 1},
                                      {bid(18).peg(OrderType::PeggedPrimary, -98), 0},
                                      {ask(19).peg(OrderType::PeggedMarket, -98), 0},
                                      {ask(20).peg(OrderType::PeggedMarket, -98).at(5), 5}};
  for (const PegCase& peg : cases) {
    const std::uint64_t id = peg.order.command.order_id;
    static_cast<void>(does(Input{peg.order}.shares(1)));
    static_cast<void>(does(cancel(id)));
    EXPECT_EQ(outputs().at(0).output_kind, OutputKind::Cancelled);
    EXPECT_EQ(outputs().at(0).price, peg.price) << "order " << id;
  }
}

TEST_P(Rules, R6_1_PriceStaysWithinTheBands) {
  static_cast<void>(
      does_all({reference({.bid = 98, .ask = 101}), bands({.lower = 102, .upper = 103})}));
  EXPECT_EQ(does_all({ask(1).shares(1).peg(OrderType::PeggedPrimary), cancel(1)}).at(0),
            "cancelled id=1 price=102 quantity=1 ask by_request");
  EXPECT_EQ(does_all({bid(2).shares(1).peg(OrderType::PeggedMarket, 9), cancel(2)}).at(0),
            "cancelled id=2 price=103 quantity=1 by_request");
  EXPECT_EQ(does_all({bid(3).shares(1).peg(OrderType::PeggedPrimary), cancel(3)}).at(0),
            "cancelled id=3 price=98 quantity=1 by_request");
}

TEST_P(Rules, R6_1_NoPriceWithoutTheReferenceItNeeds) {
  static_cast<void>(does(reference({.bid = 98})));
  const std::vector<PegCase> cases = {{bid(1).peg(OrderType::PeggedPrimary), 98},
                                      {bid(2).peg(OrderType::PeggedMarket), 0},
                                      {bid(3).peg(OrderType::PeggedMidpoint), 0},
                                      {ask(4).peg(OrderType::PeggedPrimary), 0},
                                      {ask(5).peg(OrderType::PeggedMarket), 98},
                                      {ask(6).peg(OrderType::PeggedMidpoint).at(100), 0}};
  for (const PegCase& peg : cases) {
    static_cast<void>(does(Input{peg.order}.shares(1)));
    static_cast<void>(does(cancel(peg.order.command.order_id)));
    EXPECT_EQ(outputs().at(0).price, peg.price) << "order " << peg.order.command.order_id;
  }
}

TEST_P(Rules, R6_1_PriceEndsAtTheTop) {
  static_cast<void>(does(reference({.bid = kTop, .ask = kTop})));
  const std::vector<PegCase> cases = {{bid(1).peg(OrderType::PeggedMidpoint), kTop},
                                      {ask(2).peg(OrderType::PeggedMidpoint), kTop},
                                      {bid(3).peg(OrderType::PeggedPrimary, 1), 0},
                                      {bid(4).peg(OrderType::PeggedPrimary, 1).at(9), 9}};
  for (const PegCase& peg : cases) {
    static_cast<void>(does(Input{peg.order}.shares(1)));
    static_cast<void>(does(cancel(peg.order.command.order_id)));
    EXPECT_EQ(outputs().at(0).price, peg.price) << "order " << peg.order.command.order_id;
  }
}

TEST_P(Rules, R6_2_ReferenceIsCheckedAndSilent) {
  EXPECT_EQ(does(reference({.bid = kTop + 1}).on(2).of(3)),
            Lines{"refused account=3 book=2 unknown_book"});
  Input input = reference({.bid = kTop + 1});
  input.command.flags = 2;
  EXPECT_EQ(does(input), Lines{"refused malformed"});
  EXPECT_EQ(does(reference({.bid = kTop + 1})), Lines{"refused bad_price"});
  EXPECT_EQ(does(reference({.ask = kTop + 1})), Lines{"refused bad_price"});
  EXPECT_EQ(does(reference({.bid = kTop, .ask = kTop})), Lines{});
  EXPECT_EQ(does(reference({.bid = 5, .ask = 4})), Lines{});
}

TEST_P(Rules, R6_2_ReferenceReplacesAllOfTheOneBefore) {
  static_cast<void>(does_all({reference({.bid = 97, .ask = 100}).is_protected(),
                              ask(1).shares(5).at(101), reference({.bid = 97, .ask = 100})}));
  EXPECT_EQ(does(bid(2).shares(5).at(101)).back(), "execution id=2 other=1 price=101 quantity=5");
}

TEST_P(Rules, R6_3_PegsMoveByEntered) {
  static_cast<void>(does_all(
      {reference({.bid = 98, .ask = 101}), bid(1).shares(5).peg(OrderType::PeggedPrimary).of(7),
       bid(2).shares(6).peg(OrderType::PeggedPrimary),
       ask(3).shares(7).peg(OrderType::PeggedPrimary), bid(4).shares(8).at(99)}));
  EXPECT_EQ(does(reference({.bid = 99, .ask = 101})),
            (Lines{"restated id=1 price=99 quantity=5 leaves=5 account=7 pegged",
                   "restated id=2 price=99 quantity=6 leaves=6 pegged"}));
  EXPECT_EQ(bids_in_priority(), (Lines{"4: 8 at 99", "1: 5 at 99", "2: 6 at 99"}));
}

TEST_P(Rules, R6_3_PegWhosePriceStaysKeepsItsPlace) {
  static_cast<void>(
      does_all({reference({.bid = 98, .ask = 101}), bid(1).shares(5).peg(OrderType::PeggedPrimary),
                bid(2).shares(5).at(98)}));
  EXPECT_EQ(does(reference({.bid = 98, .ask = 103})), Lines{});
  EXPECT_EQ(bids_in_priority(), (Lines{"1: 5 at 98", "2: 5 at 98"}));
}

TEST_P(Rules, R6_3_PegsOfOtherBooksStay) {
  static_cast<void>(does(bid(1).shares(5).peg(OrderType::PeggedPrimary).on(1)));
  EXPECT_EQ(does(reference({.bid = 98})), Lines{});
}

TEST_P(Rules, R6_3_PegWaitsWhileItHasNoPrice) {
  static_cast<void>(does_all(
      {reference({.bid = 98, .ask = 101}), bid(1).shares(5).peg(OrderType::PeggedPrimary)}));
  EXPECT_EQ(does(reference({.ask = 101})), Lines{"restated id=1 quantity=5 leaves=5 pegged"});
  EXPECT_EQ(does(reference({.ask = 102})), Lines{});
  EXPECT_EQ(does(reference({.bid = 97, .ask = 102})),
            Lines{"restated id=1 price=97 quantity=5 leaves=5 pegged"});
  EXPECT_EQ(bids_in_priority(), Lines{"1: 5 at 97"});
}

TEST_P(Rules, R6_3_MovedPegMayExecuteAndElectStops) {
  static_cast<void>(
      does_all({reference({.bid = 98, .ask = 101}), bid(1).shares(5).peg(OrderType::PeggedPrimary),
                bid(2).shares(4).peg(OrderType::PeggedPrimary), ask(3).shares(7).at(100),
                bid(4).shares(1).stop(100)}));
  EXPECT_EQ(
      does(reference({.bid = 100, .ask = 101})),
      (Lines{"restated id=1 price=100 quantity=5 leaves=5 pegged",
             "execution id=1 other=3 price=100 quantity=5 other_leaves=2",
             "restated id=2 price=100 quantity=4 leaves=4 pegged",
             "execution id=2 other=3 price=100 quantity=2 leaves=2",
             "triggered id=4 quantity=1 leaves=1 stop", "cancelled id=4 quantity=1 unfilled"}));
}

TEST_P(Rules, R6_3_PegEndedByAnEarlierOneIsPassedOver) {
  static_cast<void>(does_all(
      {reference({.bid = 98, .ask = 101}),
       bid(1).shares(5).peg(OrderType::PeggedMarket, -3).of(7).self_match(SelfMatch::CancelOldest),
       ask(2).shares(5).peg(OrderType::PeggedPrimary, 1).of(7),
       ask(3).shares(4).peg(OrderType::PeggedPrimary, 2)}));
  // Bid 1 moves from 98 to 102, where ask 2 still stands from before; ask 3 moves after it.
  EXPECT_EQ(does(reference({.bid = 98, .ask = 105})),
            (Lines{"restated id=1 price=102 quantity=5 leaves=5 account=7 pegged",
                   "cancelled id=2 price=102 quantity=5 account=7 ask self_match",
                   "restated id=3 price=107 quantity=4 leaves=4 ask pegged"}));
}

TEST_P(Rules, R6_3_EnteredStays) {
  static_cast<void>(
      does_all({reference({.bid = 98, .ask = 101}), bid(1).shares(5).peg(OrderType::PeggedPrimary),
                bid(2).shares(5).at(90), reference({.bid = 97, .ask = 101})}));
  EXPECT_EQ(does(mass_cancel(kScopeFlagBook)).at(0),
            "cancelled id=1 price=97 quantity=5 mass_cancel");
}

TEST_P(Rules, R6_3_PegJoinsItsSideWhenOrdersAreNotMatched) {
  static_cast<void>(does_all({reference({.bid = 98, .ask = 101}),
                              bid(1).shares(5).peg(OrderType::PeggedPrimary).in(TimeInForce::Gtc),
                              ask(2).shares(3).at(100), state(TradingState::Halted)}));
  EXPECT_EQ(does(reference({.bid = 100, .ask = 101})),
            Lines{"restated id=1 price=100 quantity=5 leaves=5 pegged"});
  EXPECT_EQ(does(state(TradingState::Continuous)),
            (Lines{"execution id=1 other=2 price=100 quantity=3 leaves=2 auction",
                   "uncrossed other=3 price=100", "state_changed continuous"}));
}

TEST_P(Rules, R6_4_BandsMovePegs) {
  static_cast<void>(does_all(
      {reference({.bid = 98, .ask = 101}), bid(1).shares(5).peg(OrderType::PeggedPrimary)}));
  EXPECT_EQ(does(bands({.upper = 97})),
            (Lines{"restated id=1 price=97 quantity=5 leaves=5 pegged", "state_changed limit_up"}));
  EXPECT_EQ(does(bands({})), (Lines{"restated id=1 price=98 quantity=5 leaves=5 pegged",
                                    "state_changed continuous"}));
}

TEST_P(Rules, R6_4_BandsMovePegsInACall) {
  static_cast<void>(does_all({state(TradingState::HaltCall), reference({.bid = 98, .ask = 101}),
                              ask(1).shares(5).peg(OrderType::PeggedMarket)}));
  EXPECT_EQ(does(bands({.lower = 99})),
            Lines{"restated id=1 price=99 quantity=5 leaves=5 ask pegged"});
  EXPECT_EQ(does(state(TradingState::Continuous)),
            (Lines{"uncrossed", "state_changed continuous", "state_changed limit_down"}));
}

}  // namespace
}  // namespace hotbook
