// Section 2 of the matching function: which new orders are refused.

#include <functional>
#include <map>

#include "tests/host/engine/rules_fixture.hpp"

namespace hotbook {
namespace {

constexpr std::uint32_t kTop = 0x7fffffff;  // the highest price and quantity
constexpr std::int32_t kOffsetTop = 1 << 30;

Lines refused(std::uint64_t id, const std::string& reason) {
  return {"refused id=" + std::to_string(id) + ' ' + reason};
}

bool was_refused_for(const std::vector<MatchOutput>& outputs, MatchReason reason) {
  return outputs.at(0).output_kind == OutputKind::Refused &&
         outputs.at(0).reason == static_cast<std::uint8_t>(reason);
}

TEST_P(Rules, R2_1_UnknownBookComesBeforeAllElse) {
  Input order = bid(1).shares(10).at(100).on(2);
  EXPECT_EQ(does(order), Lines{"refused id=1 book=2 unknown_book"});
  order.command.side = 2;
  EXPECT_EQ(does(order.of(7)), Lines{"refused id=1 account=7 book=2 unknown_book"});
  EXPECT_EQ(does(bid(1).shares(10).at(100).on(1)).size(), 1U);  // the id was not introduced
}

TEST_P(Rules, R2_2_FieldWithoutSuchAValueIsMalformed) {
  const std::vector<std::function<void(MatchCommand&)>> spoilers = {
      [](MatchCommand& command) { command.side = 2; },
      [](MatchCommand& command) { command.order_type = 7; },
      [](MatchCommand& command) { command.time_in_force = 7; },
      [](MatchCommand& command) { command.self_match = 5; },
      [](MatchCommand& command) { command.flags = 2; },
      [](MatchCommand& command) { command.flags = 0x81; }};
  for (const auto& spoil : spoilers) {
    Input order = bid(1);  // of quantity 0, which is a later rule's
    spoil(order.command);
    EXPECT_EQ(does(order), refused(1, "malformed"));
  }
  EXPECT_EQ(does(bid(1).shares(10).at(100)),
            Lines{"accepted id=1 price=100 quantity=10 leaves=10"});
}

TEST_P(Rules, R2_2_MalformedComesBeforeTheId) {
  Input order = bid(0);
  order.command.order_type = 255;
  EXPECT_EQ(does(order), Lines{"refused malformed"});
}

TEST_P(Rules, R2_3_IdMustBeAboveAllBefore) {
  EXPECT_EQ(does(bid(0).shares(10).at(100)), Lines{"refused order_id_not_new"});
  EXPECT_EQ(does(bid(5).shares(10).at(100)).size(), 1U);
  EXPECT_EQ(does(bid(5).shares(0).at(100)), refused(5, "order_id_not_new"));
  EXPECT_EQ(does(bid(4).shares(10).at(100)), refused(4, "order_id_not_new"));
}

TEST_P(Rules, R2_3_RefusedOrderUsesItsIdUp) {
  EXPECT_EQ(does(bid(5)), refused(5, "bad_quantity"));
  EXPECT_EQ(does(bid(5).shares(10).at(100)), refused(5, "order_id_not_new"));
}

TEST_P(Rules, R2_4_QuantityIsFromOneTo31Bits) {
  EXPECT_EQ(does(bid(1).at(0)), refused(1, "bad_quantity"));
  EXPECT_EQ(does(bid(2).shares(kTop + 1).at(100)), refused(2, "bad_quantity"));
  EXPECT_EQ(does(bid(3).shares(kTop).at(100)),
            Lines{"accepted id=3 price=100 quantity=2147483647 leaves=2147483647"});
}

TEST_P(Rules, R2_5_PriceFitsTheType) {
  EXPECT_EQ(does(bid(1).shares(1)), refused(1, "bad_price"));
  EXPECT_EQ(does(bid(2).shares(1).at(kTop + 1)), refused(2, "bad_price"));
  EXPECT_EQ(does(bid(3).shares(1).stop_limit(0)), refused(3, "bad_price"));
  EXPECT_EQ(does(bid(4).shares(1).at(kTop + 1).stop_limit(10)), refused(4, "bad_price"));
  EXPECT_EQ(does(bid(5).shares(1).at(1).market()), refused(5, "bad_price"));
  EXPECT_EQ(does(bid(6).shares(1).at(1).stop(10)), refused(6, "bad_price"));
  for (std::uint64_t id = 7; id < 10; ++id) {
    const auto type = static_cast<OrderType>(id - 3);
    EXPECT_EQ(does(bid(id).shares(1).at(kTop + 1).peg(type)), refused(id, "bad_price"));
  }
  EXPECT_EQ(does(bid(10).shares(1).at(kTop)).size(), 1U);
  EXPECT_EQ(does(bid(11).shares(1).at(1)).size(), 1U);
  EXPECT_EQ(does(bid(12).shares(1).at(kTop).peg(OrderType::PeggedMarket)),
            Lines{"accepted id=12 price=2147483647 quantity=1 leaves=1"});
  EXPECT_EQ(does(bid(13).shares(1).peg(OrderType::PeggedMarket)),
            Lines{"accepted id=13 quantity=1 leaves=1"});
}

TEST_P(Rules, R2_6_StopPriceFitsTheType) {
  EXPECT_EQ(does(bid(1).shares(1).stop(0)), refused(1, "bad_stop_price"));
  EXPECT_EQ(does(bid(2).shares(1).stop(kTop + 1)), refused(2, "bad_stop_price"));
  EXPECT_EQ(does(bid(3).shares(1).at(10).stop_limit(0)), refused(3, "bad_stop_price"));
  EXPECT_EQ(does(bid(4).shares(1).stop(kTop)), Lines{"accepted id=4 quantity=1 leaves=1"});
  Input limit = bid(5).shares(1).at(10);
  limit.command.stop_price = 1;
  EXPECT_EQ(does(limit), refused(5, "bad_stop_price"));
  Input market = bid(6).shares(1).market();
  market.command.stop_price = 1;
  EXPECT_EQ(does(market), refused(6, "bad_stop_price"));
}

TEST_P(Rules, R2_6_OffsetOfAPegIsSigned) {
  const auto peg = [](std::uint64_t id, std::int32_t offset) {
    return bid(id).shares(1).peg(OrderType::PeggedMidpoint, offset);
  };
  EXPECT_EQ(does(peg(1, kOffsetTop + 1)), refused(1, "bad_stop_price"));
  EXPECT_EQ(does(peg(2, -kOffsetTop - 1)), refused(2, "bad_stop_price"));
  EXPECT_EQ(does(peg(3, kOffsetTop)), Lines{"accepted id=3 quantity=1 leaves=1"});
  EXPECT_EQ(does(peg(4, -kOffsetTop)), Lines{"accepted id=4 quantity=1 leaves=1"});
  EXPECT_EQ(does(peg(5, std::numeric_limits<std::int32_t>::min())), refused(5, "bad_stop_price"));
}

TEST_P(Rules, R2_7_DisplayIsForRestingLimitOrdersAndBelowTheirQuantity) {
  EXPECT_EQ(does(bid(1).shares(10).at(90).shows(10)), refused(1, "bad_display"));
  EXPECT_EQ(does(bid(2).shares(10).at(90).shows(11)), refused(2, "bad_display"));
  EXPECT_EQ(does(bid(3).shares(10).market().shows(5)), refused(3, "bad_display"));
  EXPECT_EQ(does(bid(4).shares(10).at(90).stop_limit(95).shows(5)), refused(4, "bad_display"));
  EXPECT_EQ(does(bid(5).shares(10).peg(OrderType::PeggedPrimary).shows(5)),
            refused(5, "bad_display"));
  std::uint64_t id = 5;
  for (const TimeInForce force :
       {TimeInForce::Ioc, TimeInForce::Fok, TimeInForce::AtOpen, TimeInForce::AtClose}) {
    ++id;
    EXPECT_EQ(does(bid(id).shares(10).at(90).in(force).shows(5)), refused(id, "bad_display"));
  }
  EXPECT_EQ(does(bid(10).shares(10).at(90).shows(9)).size(), 1U);
  EXPECT_EQ(does(bid(11).shares(10).at(90).shows(9).in(TimeInForce::Gtc)),
            Lines{"accepted id=11 price=90 quantity=10 leaves=10"});
  EXPECT_EQ(does(bid(12).shares(10).at(90).shows(9).until(1)),
            Lines{"accepted id=12 price=90 quantity=10 leaves=10"});
}

TEST_P(Rules, R2_7_DisplayIsAtLeastAThousandAndTwentyFourthOfTheQuantity) {
  EXPECT_EQ(does(bid(1).shares(2049).at(90).shows(2)), refused(1, "bad_display"));
  EXPECT_EQ(does(bid(2).shares(2048).at(90).shows(2)),
            Lines{"accepted id=2 price=90 quantity=2048 leaves=2048"});
  EXPECT_EQ(does(bid(3).shares(kTop).at(90).shows(kTop / 1024)), refused(3, "bad_display"));
  EXPECT_EQ(does(bid(4).shares(kTop).at(90).shows(kTop / 1024 + 1)).front().find("refused"),
            std::string::npos);
}

TEST_P(Rules, R2_8_MinimumGoesWithIocAndIsNotAboveTheQuantity) {
  EXPECT_EQ(does(bid(1).shares(10).at(90).least(1)), refused(1, "bad_min_quantity"));
  EXPECT_EQ(does(bid(2).shares(10).at(90).in(TimeInForce::Fok).least(10)),
            refused(2, "bad_min_quantity"));
  EXPECT_EQ(does(bid(3).shares(10).at(90).in(TimeInForce::Ioc).least(11)),
            refused(3, "bad_min_quantity"));
  EXPECT_EQ(does(bid(4).shares(10).at(90).in(TimeInForce::Ioc).least(10)),
            (Lines{"accepted id=4 price=90 quantity=10 leaves=10",
                   "cancelled id=4 price=90 quantity=10 min_quantity"}));
}

TEST_P(Rules, R2_9_TableOfTypesAndTimesInForce) {
  // Columns: day, gtc, gtd, ioc, fok, at_open, at_close.
  const std::vector<std::string> table = {"yyyyyyy",  // limit
                                          "y..yyyy",  // market
                                          "yyy....",  // stop
                                          "yyy....",  // stop_limit
                                          "yyy....",  // pegged, three types
                                          "yyy....", "yyy...."};
  std::uint64_t id = 0;
  for (std::uint8_t type = 0; type < table.size(); ++type) {
    for (std::uint8_t force = 0; force < 7; ++force) {
      for (const bool post_only : {false, true}) {
        Input order = bid(++id).shares(10);
        order.command.order_type = type;
        order.command.time_in_force = force;
        if (type == 0 || type == 3) order.at(50);
        if (type == 2 || type == 3) order.command.stop_price = 60;
        if (force == 2) order.until(1);
        if (post_only) order.post_only();
        const bool is_good = post_only ? type == 0 && force < 3 : table[type][force] == 'y';
        static_cast<void>(does(order));
        EXPECT_EQ(was_refused_for(outputs(), MatchReason::BadCombination), !is_good)
            << "type " << int{type} << ", time in force " << int{force} << ", post only "
            << post_only;
      }
    }
  }
}

TEST_P(Rules, R2_10_ExpiryIsAfterNow) {
  static_cast<void>(does(timer(10'000'000'000)));
  EXPECT_EQ(does(bid(1).shares(10).at(90).until(10)), refused(1, "bad_expiry"));
  EXPECT_EQ(does(bid(2).shares(10).at(90).until(0)), refused(2, "bad_expiry"));
  EXPECT_EQ(does(bid(3).shares(10).at(90).until(11)).size(), 1U);
  static_cast<void>(does(timer(10'999'999'999)));
  EXPECT_EQ(does(bid(4).shares(10).at(90).until(11)),
            Lines{"accepted id=4 price=90 quantity=10 leaves=10"});
  EXPECT_EQ(does(bid(5).shares(10).at(90).until(0xffffffff)).size(), 1U);
}

TEST_P(Rules, R2_10_OthersHaveNoExpiry) {
  EXPECT_EQ(does(bid(1).shares(10).at(90).until(11).in(TimeInForce::Gtc)),
            refused(1, "bad_expiry"));
  EXPECT_EQ(does(bid(2).shares(10).at(90).until(11).in(TimeInForce::Day)),
            refused(2, "bad_expiry"));
}

TEST_P(Rules, R2_11_PhaseOfEachTimeInForce) {
  // Columns: day, gtc, gtd, ioc, fok, at_open, at_close.
  const std::map<TradingState, std::string> table = {
      {TradingState::Closed, "......."},     {TradingState::OpeningCall, "yyy..yy"},
      {TradingState::Continuous, "yyyyy.y"}, {TradingState::Halted, "......."},
      {TradingState::HaltCall, "yyy...."},   {TradingState::ClosingCall, "yyy...y"}};
  std::uint64_t id = 0;
  for (const auto& [phase, row] : table) {
    static_cast<void>(does(state(phase)));
    for (std::uint8_t force = 0; force < 7; ++force) {
      Input order = bid(++id).shares(10).at(90).in(static_cast<TimeInForce>(force));
      if (force == 2) order.until(1);
      static_cast<void>(does(order));
      EXPECT_EQ(was_refused_for(outputs(), MatchReason::WrongPhase), row[force] == '.')
          << "state " << static_cast<int>(phase) << ", time in force " << int{force};
    }
  }
}

TEST_P(Rules, R2_11_LimitStateIsContinuous) {
  static_cast<void>(does_all({bands({.upper = 105}), bid(1).shares(9).at(105)}));
  EXPECT_EQ(does(bid(2).shares(1).at(90).in(TimeInForce::AtClose)).size(), 1U);
  EXPECT_EQ(does(bid(3).shares(1).at(90).in(TimeInForce::Fok)),
            (Lines{"accepted id=3 price=90 quantity=1 leaves=1",
                   "cancelled id=3 price=90 quantity=1 fok"}));
}

TEST_P(Rules, R2_12_LimitOrderStaysWithinTheBands) {
  static_cast<void>(does(bands({.lower = 90, .upper = 110})));
  EXPECT_EQ(does(bid(1).shares(1).at(111)), refused(1, "outside_bands"));
  EXPECT_EQ(does(ask(2).shares(1).at(89)), refused(2, "outside_bands"));
  EXPECT_EQ(does(ask(3).shares(1).at(111)).size(), 1U);
  EXPECT_EQ(does(bid(4).shares(1).at(89)).size(), 1U);
  EXPECT_EQ(does(bid(5).shares(1).at(110)),
            (Lines{"accepted id=5 price=110 quantity=1 leaves=1", "state_changed limit_up"}));
  EXPECT_EQ(does(bid(6).shares(1).at(111).in(TimeInForce::AtClose)), refused(6, "outside_bands"));
  EXPECT_EQ(does(bid(7).shares(1).at(111).stop_limit(120)),
            Lines{"accepted id=7 price=111 quantity=1 leaves=1"});
}

TEST_P(Rules, R2_12_BandThatIsNotSetHoldsNothingBack) {
  static_cast<void>(does(bands({.lower = 90})));
  EXPECT_EQ(does(bid(1).shares(1).at(kTop)).size(), 1U);
  EXPECT_EQ(does(ask(2).shares(1).at(89)), refused(2, "outside_bands"));
}

TEST_P(Rules, R2_12_CallStateHasNoBands) {
  static_cast<void>(does_all({state(TradingState::HaltCall), bands({.lower = 90, .upper = 110})}));
  EXPECT_EQ(does(bid(1).shares(1).at(111)), Lines{"accepted id=1 price=111 quantity=1 leaves=1"});
}

TEST_P(Rules, R2_13_PostOnlyDoesNotCross) {
  static_cast<void>(does_all({ask(1).shares(1).at(101), bid(2).shares(1).at(99)}));
  EXPECT_EQ(does(bid(3).shares(1).at(101).post_only()), refused(3, "would_cross"));
  EXPECT_EQ(does(bid(4).shares(1).at(102).post_only()), refused(4, "would_cross"));
  EXPECT_EQ(does(ask(5).shares(1).at(99).post_only()), refused(5, "would_cross"));
  EXPECT_EQ(does(ask(6).shares(1).at(98).post_only()), refused(6, "would_cross"));
  EXPECT_EQ(does(bid(7).shares(1).at(100).post_only()),
            Lines{"accepted id=7 price=100 quantity=1 leaves=1"});
  static_cast<void>(does(state(TradingState::HaltCall)));
  EXPECT_EQ(does(bid(8).shares(1).at(102).post_only()),
            Lines{"accepted id=8 price=102 quantity=1 leaves=1"});
}

TEST_P(Rules, R2_14_OneOrderTooManyIsRefused) {
  start({.book_count = 2, .max_orders = 2});
  static_cast<void>(does_all({state(TradingState::Continuous).on(0xffff),  //
                              bid(1).shares(1).at(100),                    //
                              bid(2).shares(1).stop(110).on(1)}));
  EXPECT_EQ(does(ask(3).shares(1).at(100).in(TimeInForce::Ioc)), refused(3, "no_room"));
  EXPECT_EQ(does(bid(3).shares(1).at(99)), refused(3, "order_id_not_new"));
  EXPECT_EQ(does_all({cancel(1), bid(4).shares(1).at(100)}),
            Lines{"accepted id=4 price=100 quantity=1 leaves=1"});
}

}  // namespace
}  // namespace hotbook
