// Sections 8 and 9 of the matching function: outputs, and the hash of a state.

#include <cstring>

#include "tests/host/engine/rules_fixture.hpp"

namespace hotbook {
namespace {

constexpr MatchOptions kPublishing = {.book_count = 2, .max_orders = 100, .publish = true};

std::uint64_t pair(std::uint64_t high, std::uint64_t low) {
  return high << 32U | low;
}

TEST_P(Rules, R8_1_OutputsAreNumberedAndTheLastIsMarked) {
  static_cast<void>(does_all({ask(1).shares(5).at(100), bid(2).shares(9).market()}));
  ASSERT_EQ(outputs().size(), 3U);
  for (std::uint16_t index = 0; index < 3; ++index) {
    EXPECT_EQ(outputs()[index].input_seq, 3U);  // behind the one that opened the books
    EXPECT_EQ(outputs()[index].index, index);
    EXPECT_EQ(outputs()[index].flags, index == 2 ? kOutputFlagLast : 0);
  }
}

TEST_P(Rules, R8_1_WhatIsTheCardsAffairHasNoOutputAndNoNumber) {
  for (const int kind : {24, 25}) {
    EXPECT_EQ(does(of_kind(static_cast<std::uint8_t>(kind))), Lines{});
  }
  EXPECT_EQ(does(bid(1).shares(5).at(100)).size(), 1U);
  EXPECT_EQ(outputs().at(0).input_seq, 2U);  // behind the one that opened the books
}

TEST_P(Rules, R8_1_UnknownKindIsRefused) {
  for (const int kind : {0, 1, 15, 26, 255}) {
    Input input = of_kind(static_cast<std::uint8_t>(kind)).on(1).of(7);
    input.command.order_id = 9;
    EXPECT_EQ(does(input), Lines{"refused id=9 account=7 book=65535 malformed"});
  }
}

TEST_P(Rules, R8_2_LevelsAndTopFollowTheRecords) {
  start(kPublishing);
  EXPECT_EQ(does(state(TradingState::Continuous)),
            (Lines{"uncrossed", "state_changed continuous"}));
  EXPECT_EQ(does(ask(1).shares(10).at(100).shows(4)),
            (Lines{"accepted id=1 price=100 quantity=10 leaves=10 ask",
                   "level other=4 price=100 leaves=1 ask", "top_of_book other=4 leaves=100"}));
  EXPECT_EQ(does(ask(2).shares(5).at(100)),
            (Lines{"accepted id=2 price=100 quantity=5 leaves=5 ask",
                   "level other=9 price=100 leaves=2 ask", "top_of_book other=9 leaves=100"}));
  EXPECT_EQ(does(ask(3).shares(5).at(101)),
            (Lines{"accepted id=3 price=101 quantity=5 leaves=5 ask",
                   "level other=5 price=101 leaves=1 ask"}));
  EXPECT_EQ(does(bid(4).shares(7).at(99)),
            (Lines{"accepted id=4 price=99 quantity=7 leaves=7", "level other=7 price=99 leaves=1",
                   "top_of_book id=7 other=9 price=99 leaves=100"}));
  EXPECT_EQ(outputs().at(0).flags, kOutputFlagLast);
  EXPECT_EQ(outputs().at(2).flags, 0U);
}

TEST_P(Rules, R8_2_LevelsGoBidsByFallingThenAsksByRisingPrice) {
  start(kPublishing);
  static_cast<void>(
      does_all({state(TradingState::Continuous).on(0xffff),  //
                ask(1).shares(1).at(102).on(1), ask(2).shares(2).at(101), ask(3).shares(3).at(102),
                bid(4).shares(4).at(98), bid(5).shares(5).at(99)}));
  EXPECT_EQ(does(mass_cancel(kScopeFlagAccount)),
            (Lines{"cancelled id=1 price=102 quantity=1 book=1 ask mass_cancel",
                   "cancelled id=2 price=101 quantity=2 ask mass_cancel",
                   "cancelled id=3 price=102 quantity=3 ask mass_cancel",
                   "cancelled id=4 price=98 quantity=4 mass_cancel",
                   "cancelled id=5 price=99 quantity=5 mass_cancel",
                   "mass_cancelled quantity=5 book=65535", "level price=99", "level price=98",
                   "level price=101 ask", "level price=102 ask", "top_of_book",
                   "level price=102 book=1 ask", "top_of_book book=1"}));
}

TEST_P(Rules, R8_2_WhatIsAsBeforeIsNotTold) {
  start(kPublishing);
  static_cast<void>(does_all({state(TradingState::Continuous), ask(1).shares(10).at(100).shows(4),
                              ask(2).shares(4).at(100)}));
  EXPECT_EQ(does(bid(3).shares(4).at(100)),
            (Lines{"accepted id=3 price=100 quantity=4 leaves=4",
                   "execution id=3 other=1 price=100 quantity=4 other_leaves=6",
                   "restated id=1 price=100 quantity=4 leaves=6 ask replenished"}));
  EXPECT_EQ(does(replace(1).shares(5).at(100)),
            Lines{"replaced id=1 other=1 price=100 quantity=5 leaves=5 ask"});
  EXPECT_EQ(does(replace(2).shares(3).at(100)),
            (Lines{"replaced id=2 other=2 price=100 quantity=3 leaves=3 ask",
                   "level other=7 price=100 leaves=2 ask", "top_of_book other=7 leaves=100"}));
  EXPECT_EQ(does(bid(4).shares(1).stop(200)), Lines{"accepted id=4 quantity=1 leaves=1"});
}

TEST_P(Rules, R8_2_SameQuantityOfOtherOrdersIsTold) {
  start(kPublishing);
  static_cast<void>(does_all({state(TradingState::HaltCall), ask(1).shares(4).at(100),
                              bid(2).shares(4).at(100), bid(3).shares(4).at(99)}));
  EXPECT_EQ(does(state(TradingState::Continuous)),
            (Lines{"execution id=2 other=1 price=100 quantity=4 auction",
                   "uncrossed other=4 price=100", "state_changed continuous", "level price=100",
                   "level price=100 ask", "top_of_book id=4 price=99"}));
}

TEST_P(Rules, R8_3_RefusedTellsNothingButWhoAndWhy) {
  Input input = bid(0).shares(1).at(2).stop(3).until(4).of(5).session(6).shows(7).least(8).named(9);
  input.command.side = 1;
  input.command.host_number = 10;
  static_cast<void>(does(input.on(1)));
  MatchOutput expected{};
  expected.input_seq = 2;
  expected.account = 5;
  expected.book = 1;
  expected.output_kind = OutputKind::Refused;
  expected.reason = static_cast<std::uint8_t>(MatchReason::OrderIdNotNew);
  expected.flags = kOutputFlagLast;
  expected.kind = RecordKind::MatchOutput;
  ASSERT_EQ(outputs().size(), 1U);
  EXPECT_EQ(std::memcmp(&outputs()[0], &expected, sizeof expected), 0);
}

TEST_P(Rules, R8_3_HostNumberAndUnusedFieldsAreIgnored) {
  Input input = bid(1).shares(5).at(100);
  input.command.host_number = 77;
  input.command.new_order_id = 5;
  input.command.state = 9;
  EXPECT_EQ(does(input), Lines{"accepted id=1 price=100 quantity=5 leaves=5"});
}

TEST_P(Rules, R8_4_BookIsInEveryRecord) {
  EXPECT_EQ(does(cancel(1).on(7)), Lines{"refused id=1 book=7 unknown_order"});
  EXPECT_EQ(does(mass_cancel(kScopeFlagAccount).on(1)), Lines{"mass_cancelled book=65535"});
  EXPECT_EQ(does(mass_cancel(kScopeFlagBook).on(1)), Lines{"mass_cancelled book=1"});
  EXPECT_EQ(does(mass_cancel(0).on(1)), Lines{"refused book=65535 malformed"});
  EXPECT_EQ(does(timer(0).on(1)), Lines{"refused book=65535 malformed"});
  EXPECT_EQ(does(state(TradingState::HaltCall).on(1)), Lines{"state_changed book=1 halt_call"});
  EXPECT_EQ(does(state(TradingState::Continuous).on(1)),
            (Lines{"uncrossed book=1", "state_changed book=1 continuous"}));
}

TEST_P(Rules, R9_1_HashOfTheStart) {
  start();
  EXPECT_EQ(state_hash(), hash_of({0, 0}));
  static_cast<void>(does_all({bid(7), timer(5)}));
  EXPECT_EQ(state_hash(), hash_of({5, 7}));
}

TEST_P(Rules, R9_1_HashOfABook) {
  start();
  static_cast<void>(does(state(TradingState::OpeningCall).on(1)));
  EXPECT_EQ(state_hash(), hash_of({0, 0, 1, 1, 0, 0, 0, 0, 0}));
  static_cast<void>(does_all({reference({.bid = 3, .ask = 4}).is_protected(),
                              bands({.reference_price = 5, .lower = 6, .upper = 7}),
                              state(TradingState::Closed).on(1)}));
  EXPECT_EQ(state_hash(), hash_of({0, 0, 0, 0, 0, pair(3, 4), 1, 5, pair(6, 7)}));
}

TEST_P(Rules, R9_1_BookThatDiffersInOneThingIsHashed) {
  const auto hash_behind = [this](const Input& input) {
    start();
    static_cast<void>(does(input));
    return state_hash();
  };
  EXPECT_EQ(hash_behind(reference({.bid = 3})), hash_of({0, 0, 0, 0, 0, pair(3, 0), 0, 0, 0}));
  EXPECT_EQ(hash_behind(reference({.ask = 3})), hash_of({0, 0, 0, 0, 0, 3, 0, 0, 0}));
  EXPECT_EQ(hash_behind(reference({}).is_protected()), hash_of({0, 0, 0, 0, 0, 0, 1, 0, 0}));
  EXPECT_EQ(hash_behind(bands({.reference_price = 3})), hash_of({0, 0, 0, 0, 0, 0, 0, 3, 0}));
  EXPECT_EQ(hash_behind(bands({.lower = 3})), hash_of({0, 0, 0, 0, 0, 0, 0, 0, pair(3, 0)}));
  EXPECT_EQ(hash_behind(bands({.upper = 3})), hash_of({0, 0, 0, 0, 0, 0, 0, 0, 3}));
}

TEST_P(Rules, R9_1_ClosedBookThatTradedOrHoldsAPegIsHashed) {
  start();
  static_cast<void>(does_all({state(TradingState::Continuous), ask(1).shares(5).at(100),
                              bid(2).shares(5).at(100), state(TradingState::Closed)}));
  EXPECT_EQ(state_hash(), hash_of({0, 2, 0, 0, 100, 0, 0, 0, 0}));
  start();
  static_cast<void>(does_all({state(TradingState::Continuous),
                              bid(1).shares(5).peg(OrderType::PeggedMarket).in(TimeInForce::Gtc),
                              state(TradingState::Closed)}));
  EXPECT_EQ(state_hash(), hash_of({0, 1, 0, 0, 0, 0, 0, 0, 0,  //
                                   1, 5, pair(5, 0), 5ULL << 32U | 1ULL << 24U, 0, 0, 2}));
}

TEST_P(Rules, R9_1_HashFollowsAReplace) {
  start();
  static_cast<void>(does_all({state(TradingState::Continuous), bid(1).shares(9).at(98).session(2),
                              bid(2).shares(9).at(97),
                              replace(1).shares(9).at(98).named(5).post_only().self_match(
                                  SelfMatch::CancelNewest),    // a reduction
                              replace(2).shares(9).at(96)}));  // input 5
  EXPECT_EQ(state_hash(), hash_of({0, 5,           0,          2,
                                   0, 0,           0,          0,
                                   0,  //
                                   5, pair(98, 9), pair(9, 0), 2ULL << 48U | 1ULL << 16U | 1,
                                   0, 0,
                                   2,  //
                                   2, pair(96, 9), pair(9, 0), 0,
                                   0, 0,           5}));
}

TEST_P(Rules, R9_1_HashOfOrdersOnTheSides) {
  start();
  static_cast<void>(does_all({state(TradingState::Continuous),  // input 1
                              ask(1).shares(10).at(100).of(7).session(3).shows(4).until(9),
                              ask(2).shares(5).at(99).self_match(SelfMatch::Decrement),
                              bid(3).shares(6).at(98).post_only().in(TimeInForce::Gtc),
                              bid(4).shares(7).at(99)}));  // executes 5 at 99, 2 rest
  EXPECT_EQ(state_hash(), hash_of({0,          4,
                                   0,          2,
                                   99,         0,
                                   0,          0,
                                   0,  //
                                   4,          pair(99, 2),
                                   pair(2, 0), 0,
                                   0,          0,
                                   5,  //
                                   3,          pair(98, 6),
                                   pair(6, 0), 1ULL << 24U | 1,
                                   0,          0,
                                   4,  //
                                   1,          pair(100, 10),
                                   pair(4, 7), 3ULL << 48U | 1ULL << 40U | 2ULL << 24U,
                                   4,          pair(9, 0),
                                   2}));
}

TEST_P(Rules, R9_1_HashOfOrdersAside) {
  start();
  static_cast<void>(
      does_all({state(TradingState::OpeningCall), ask(1).shares(1).stop(90),
                ask(2).shares(2).stop(95), bid(3).shares(3).at(97).stop_limit(96),
                bid(4).shares(4).stop(95), bid(5).shares(5).at(80).peg(OrderType::PeggedMarket, -2),
                ask(6).shares(6).peg(OrderType::PeggedMidpoint),
                ask(7).shares(7).at(70).in(TimeInForce::AtOpen).self_match(SelfMatch::CancelBoth),
                bid(8).shares(8).market().of(9)}));
  constexpr std::uint64_t kAsk = 1ULL << 40U;
  EXPECT_EQ(state_hash(), hash_of({0,
                                   8,
                                   0,
                                   1,
                                   0,
                                   0,
                                   0,
                                   0,
                                   0,  //
                                   4,
                                   pair(0, 4),
                                   pair(4, 0),
                                   2ULL << 32U,
                                   pair(95, 0),
                                   0,
                                   5,  //
                                   3,
                                   pair(97, 3),
                                   pair(3, 0),
                                   3ULL << 32U,
                                   pair(96, 0),
                                   0,
                                   4,  //
                                   2,
                                   pair(0, 2),
                                   pair(2, 0),
                                   kAsk | 2ULL << 32U,
                                   pair(95, 0),
                                   0,
                                   3,  //
                                   1,
                                   pair(0, 1),
                                   pair(1, 0),
                                   kAsk | 2ULL << 32U,
                                   pair(90, 0),
                                   0,
                                   2,  //
                                   5,
                                   pair(0, 5),
                                   pair(5, 0),
                                   5ULL << 32U,
                                   pair(0xfffffffe, 0),
                                   80,
                                   6,  //
                                   6,
                                   pair(0, 6),
                                   pair(6, 0),
                                   kAsk | 6ULL << 32U,
                                   0,
                                   0,
                                   7,  //
                                   7,
                                   pair(70, 7),
                                   pair(7, 0),
                                   kAsk | 5ULL << 24U | 3ULL << 16U,
                                   0,
                                   0,
                                   8,  //
                                   8,
                                   pair(0, 8),
                                   pair(8, 9),
                                   1ULL << 32U,
                                   0,
                                   0,
                                   9}));
}

TEST_P(Rules, R9_1_HashOfATriggeredStopHasNoStopPrice) {
  start();
  static_cast<void>(
      does_all({state(TradingState::Continuous), ask(1).shares(5).at(100),
                bid(2).shares(8).at(99).stop_limit(100), bid(3).shares(5).at(100)}));  // input 4
  EXPECT_EQ(state_hash(), hash_of({0, 3, 0, 2, 100, 0, 0, 0, 0,                        //
                                   2, pair(99, 8), pair(8, 0), 0, 0, 0, 4}));
}

TEST_P(Rules, R9_1_HashTellsTheStandingPriceAndTheCapOfAPeg) {
  start();
  static_cast<void>(does_all({state(TradingState::Continuous), reference({.bid = 98, .ask = 100}),
                              bid(1).shares(5).at(99).peg(OrderType::PeggedPrimary, -1)}));
  EXPECT_EQ(state_hash(),
            hash_of({0, 1, 0, 2, 0, pair(98, 100), 0, 0, 0,  //
                     1, pair(97, 5), pair(5, 0), 4ULL << 32U, pair(0xffffffff, 0), 99, 3}));
}

}  // namespace
}  // namespace hotbook
