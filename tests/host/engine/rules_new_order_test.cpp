// Section 2 of the matching function: the way of an order that is accepted.

#include "tests/host/engine/rules_fixture.hpp"

namespace hotbook {
namespace {

TEST_P(Rules, R2_15_AcceptedTellsTheOrder) {
  EXPECT_EQ(does(ask(1).shares(10).at(100).of(7).session(3).on(1)),
            Lines{"accepted id=1 price=100 quantity=10 leaves=10 account=7 book=1 ask"});
}

TEST_P(Rules, R2_15_AcceptedTellsTheCapOfAPeg) {
  static_cast<void>(does(reference({.bid = 90, .ask = 95})));
  EXPECT_EQ(does(bid(1).shares(10).at(100).peg(OrderType::PeggedPrimary)),
            Lines{"accepted id=1 price=100 quantity=10 leaves=10"});
  EXPECT_EQ(bids_in_priority(), Lines{"1: 10 at 90"});
}

TEST_P(Rules, R2_16_LimitAndMarketOrdersEnterAtOnce) {
  static_cast<void>(does(ask(1).shares(10).at(100)));
  EXPECT_EQ(does(bid(2).shares(4).at(100)),
            (Lines{"accepted id=2 price=100 quantity=4 leaves=4",
                   "execution id=2 other=1 price=100 quantity=4 other_leaves=6"}));
  EXPECT_EQ(does(bid(3).shares(4).market()),
            (Lines{"accepted id=3 quantity=4 leaves=4",
                   "execution id=3 other=1 price=100 quantity=4 other_leaves=2"}));
}

TEST_P(Rules, R2_17_LimitOrderJoinsACrossedBookInACall) {
  static_cast<void>(does(state(TradingState::ClosingCall)));
  EXPECT_EQ(does(ask(1).shares(10).at(100)).size(), 1U);
  EXPECT_EQ(does(bid(2).shares(10).at(105)),
            Lines{"accepted id=2 price=105 quantity=10 leaves=10"});
  EXPECT_EQ(does(state(TradingState::Continuous)),
            (Lines{"execution id=2 other=1 price=100 quantity=10 auction",
                   "uncrossed other=10 price=100", "state_changed continuous"}));
}

TEST_P(Rules, R2_18_MarketOrderInACallIsOnNoSide) {
  start({.book_count = 1, .max_orders = 10, .publish = true});
  static_cast<void>(does(state(TradingState::HaltCall)));
  EXPECT_EQ(does(bid(1).shares(10).market()), Lines{"accepted id=1 quantity=10 leaves=10"});
  EXPECT_EQ(does(ask(2).shares(4).at(100)),
            (Lines{"accepted id=2 price=100 quantity=4 leaves=4 ask",
                   "level other=4 price=100 leaves=1 ask", "top_of_book other=4 leaves=100"}));
}

TEST_P(Rules, R2_18_AtCloseOrderWaitsForTheClose) {
  static_cast<void>(does(ask(1).shares(10).at(100)));
  EXPECT_EQ(does(bid(2).shares(10).at(100).in(TimeInForce::AtClose)),
            Lines{"accepted id=2 price=100 quantity=10 leaves=10"});
  EXPECT_EQ(does(bid(3).shares(10).market().in(TimeInForce::AtClose)),
            Lines{"accepted id=3 quantity=10 leaves=10"});
  EXPECT_EQ(bids_in_priority(), Lines{});
}

TEST_P(Rules, R2_18_AtOpenOrderIsOnNoSide) {
  start({.book_count = 1, .max_orders = 10, .publish = true});
  static_cast<void>(does(state(TradingState::OpeningCall)));
  EXPECT_EQ(does(bid(1).shares(10).at(100).in(TimeInForce::AtOpen)),
            Lines{"accepted id=1 price=100 quantity=10 leaves=10"});
}

TEST_P(Rules, R2_19_StopIsElectedAtOnceWhenThrough) {
  static_cast<void>(does_all({ask(1).shares(5).at(100), bid(2).shares(5).at(100)}));  // last 100
  EXPECT_EQ(does(bid(3).shares(5).stop(100)),
            (Lines{"accepted id=3 quantity=5 leaves=5", "triggered id=3 quantity=5 leaves=5 stop",
                   "cancelled id=3 quantity=5 unfilled"}));
  EXPECT_EQ(does(ask(4).shares(5).stop(100)), (Lines{"accepted id=4 quantity=5 leaves=5 ask",
                                                     "triggered id=4 quantity=5 leaves=5 ask stop",
                                                     "cancelled id=4 quantity=5 ask unfilled"}));
  EXPECT_EQ(does(bid(5).shares(5).stop(101)), Lines{"accepted id=5 quantity=5 leaves=5"});
  EXPECT_EQ(does(ask(6).shares(5).stop(99)), Lines{"accepted id=6 quantity=5 leaves=5 ask"});
}

TEST_P(Rules, R2_19_StopWaitsWithoutAnExecution) {
  EXPECT_EQ(does(ask(1).shares(5).stop(100)), Lines{"accepted id=1 quantity=5 leaves=5 ask"});
  EXPECT_EQ(does(cancel(1)), Lines{"cancelled id=1 quantity=5 ask by_request"});
}

TEST_P(Rules, R2_19_StopWaitsInACall) {
  static_cast<void>(does_all(
      {ask(1).shares(5).at(100), bid(2).shares(5).at(100), state(TradingState::HaltCall)}));
  EXPECT_EQ(does(bid(3).shares(5).stop(90)), Lines{"accepted id=3 quantity=5 leaves=5"});
  EXPECT_EQ(does(state(TradingState::Continuous)),
            (Lines{"uncrossed", "state_changed continuous"}));
}

TEST_P(Rules, R2_20_PegWithoutAPriceWaits) {
  EXPECT_EQ(does(bid(1).shares(5).peg(OrderType::PeggedPrimary)),
            Lines{"accepted id=1 quantity=5 leaves=5"});
  EXPECT_EQ(bids_in_priority(), Lines{});
  EXPECT_EQ(does(cancel(1)), Lines{"cancelled id=1 quantity=5 by_request"});
}

TEST_P(Rules, R2_20_PegEntersAtItsPrice) {
  static_cast<void>(does_all({reference({.bid = 98, .ask = 100}), ask(1).shares(3).at(99)}));
  EXPECT_EQ(does(bid(2).shares(5).peg(OrderType::PeggedMidpoint)),
            (Lines{"accepted id=2 quantity=5 leaves=5",
                   "execution id=2 other=1 price=99 quantity=3 leaves=2"}));
  EXPECT_EQ(bids_in_priority(), Lines{"2: 2 at 99"});
}

TEST_P(Rules, R2_20_PegJoinsItsSideInACall) {
  static_cast<void>(does_all({reference({.bid = 98, .ask = 100}), ask(1).shares(3).at(99),
                              state(TradingState::HaltCall)}));
  EXPECT_EQ(does(bid(2).shares(5).peg(OrderType::PeggedMidpoint)),
            Lines{"accepted id=2 quantity=5 leaves=5"});
  EXPECT_EQ(does(state(TradingState::Continuous)),
            (Lines{"execution id=2 other=1 price=99 quantity=3 leaves=2 auction",
                   "uncrossed other=3 price=99", "state_changed continuous"}));
}

TEST_P(Rules, R2_21_GatedOrdersAreRefusedWhateverElseHolds) {
  Input gated = bid(5).shares(0).at(100);
  gated.command.gate = static_cast<std::uint8_t>(MatchReason::GateKill);
  EXPECT_EQ(does(gated), Lines{"refused id=5 gate_kill"});
  // The id is used up.
  EXPECT_EQ(does(bid(5).shares(1).at(100)), Lines{"refused id=5 order_id_not_new"});
  // One that is not new stays that, and the highest id where it is.
  gated = bid(3).shares(1).at(100);
  gated.command.gate = static_cast<std::uint8_t>(MatchReason::GateCollar);
  EXPECT_EQ(does(gated), Lines{"refused id=3 gate_collar"});
  EXPECT_EQ(does(bid(6).shares(1).at(100)), Lines{"accepted id=6 price=100 quantity=1 leaves=1"});
}

TEST_P(Rules, R2_21_AGatedOrderThatIsMalformedOrOfNoBookUsesNoIdUp) {
  Input gated = bid(5).shares(1).at(100);
  gated.command.gate = static_cast<std::uint8_t>(MatchReason::GateQuantity);
  gated.command.flags = 0x80;
  EXPECT_EQ(does(gated), Lines{"refused id=5 gate_quantity"});
  gated.command.flags = 0;
  EXPECT_EQ(does(gated.on(9)), Lines{"refused id=5 book=9 gate_quantity"});
  EXPECT_EQ(does(bid(5).shares(1).at(100)), Lines{"accepted id=5 price=100 quantity=1 leaves=1"});
}

TEST_P(Rules, R2_21_AGatedReplaceLeavesTheOrderAndUsesItsNewIdUp) {
  static_cast<void>(does(bid(1).shares(5).at(100)));
  Input gated = replace(1).shares(3).at(100).named(7);
  gated.command.gate = static_cast<std::uint8_t>(MatchReason::GateNotional);
  EXPECT_EQ(does(gated), Lines{"refused id=1 gate_notional"});
  EXPECT_EQ(does(bid(7).shares(1).at(100)), Lines{"refused id=7 order_id_not_new"});
  EXPECT_EQ(does(cancel(1)), Lines{"cancelled id=1 price=100 quantity=5 by_request"});
}

TEST_P(Rules, R2_21_OfOtherInputsTheFieldMeansNothing) {
  static_cast<void>(does(bid(1).shares(5).at(100)));
  Input input = cancel(1);
  input.command.gate = static_cast<std::uint8_t>(MatchReason::GateKill);
  EXPECT_EQ(does(input), Lines{"cancelled id=1 price=100 quantity=5 by_request"});
}

}  // namespace
}  // namespace hotbook
