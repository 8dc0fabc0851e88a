// What the publisher says, message by message.

#include "host/publish/itch_publisher.hpp"

#include <gtest/gtest.h>

#include "host/feed/itch_messages.hpp"
#include "tests/host/publish/venue_rig.hpp"

namespace hotbook::publish_test {
namespace {

namespace itch = feed::itch;

MatchCommand command(CommandKind kind) {
  MatchCommand made{};
  made.kind = kind;
  return made;
}
MatchCommand state(TradingState wanted, std::uint16_t book = 0xffff) {
  MatchCommand made = command(CommandKind::TradingState);
  made.book = book;
  made.state = static_cast<std::uint8_t>(wanted);
  return made;
}
MatchCommand limit(Side side, std::uint64_t id, std::uint32_t price, std::uint32_t quantity) {
  MatchCommand made = command(CommandKind::NewOrder);
  made.side = static_cast<std::uint8_t>(side);
  made.order_id = id;
  made.account = static_cast<std::uint32_t>(id);
  made.price = price;
  made.quantity = quantity;
  return made;
}
MatchCommand iceberg(Side side, std::uint64_t id, std::uint32_t price, std::uint32_t quantity,
                     std::uint32_t display) {
  MatchCommand made = limit(side, id, price, quantity);
  made.display_quantity = display;
  return made;
}
MatchCommand replace(std::uint64_t id, std::uint64_t new_id, std::uint32_t price,
                     std::uint32_t quantity) {
  MatchCommand made = command(CommandKind::ReplaceOrder);
  made.order_id = id;
  made.new_order_id = new_id;
  made.price = price;
  made.quantity = quantity;
  return made;
}
MatchCommand timer(std::uint64_t now_ns) {
  MatchCommand made = command(CommandKind::Timer);
  made.new_order_id = now_ns;
  return made;
}

// A message as a person would say it.
std::string text_of(feed::Bytes message) {
  const std::uint8_t* const at = message.data();
  const auto of = [](auto... parts) {
    std::string text;
    ((text += (text.empty() ? "" : " ") + parts), ...);
    return text;
  };
  const auto n = [](auto value) { return std::to_string(value); };
  const auto c = [](char value) { return std::string(1, value); };
  switch (static_cast<char>(at[0])) {
    case 'A': {
      const itch::AddOrder m{at};
      return of(c('A'), n(m.order_ref()), c(m.side()), n(m.quantity()), n(m.price().value));
    }
    case 'E': {
      const itch::OrderExecuted m{at};
      return of(c('E'), n(m.order_ref()), n(m.executed_quantity()), "#" + n(m.match_number()));
    }
    case 'C': {
      const itch::OrderExecutedWithPrice m{at};
      return of(c('C'), n(m.order_ref()), n(m.executed_quantity()), n(m.execution_price().value),
                c(m.printable()), "#" + n(m.match_number()));
    }
    case 'X': {
      const itch::OrderCancel m{at};
      return of(c('X'), n(m.order_ref()), n(m.cancelled_quantity()));
    }
    case 'D':
      return of(c('D'), n(itch::OrderDelete{at}.order_ref()));
    case 'U': {
      const itch::OrderReplace m{at};
      return of(c('U'), n(m.original_order_ref()), n(m.new_order_ref()), n(m.quantity()),
                n(m.price().value));
    }
    case 'Q': {
      const itch::CrossTrade m{at};
      return of(c('Q'), n(m.cross_quantity()), n(m.cross_price().value), c(m.cross_type()));
    }
    case 'I': {
      const itch::NetOrderImbalance m{at};
      return of(c('I'), n(m.paired_quantity()), n(m.imbalance_quantity()),
                c(m.imbalance_direction()), n(m.near_price().value), c(m.cross_type()));
    }
    case 'H': {
      const itch::StockTradingAction m{at};
      return of(c('H'), n(m.stock_locate()), c(m.trading_state()), std::string{m.reason()});
    }
    case 'S':
      return of(c('S'), c(itch::SystemEvent{at}.event_code()));
    case 'Y':
      return of(c('Y'), n(itch::Message{at}.stock_locate()),
                c(itch::RegShoRestriction{at}.reg_sho_action()));
    case 'R':
      return of(c('R'), n(itch::Message{at}.stock_locate()),
                std::string{itch::StockDirectory{at}.stock()});
    default:
      return std::string(1, static_cast<char>(at[0]));
  }
}

using Said = std::vector<std::string>;

class ItchPublisher : public ::testing::Test {
 protected:
  // Everything since the last call.
  Said said() {
    Said all;
    for (const Buffer& packet : rig_->packets()) {
      feed::Bytes body = feed::view_mold_packet(packet)->body;
      while (const auto message = feed::next_message(body)) {
        all.push_back(text_of(*message));
        latest_.assign(message->begin(), message->end());
      }
    }
    return all;
  }
  Said said_of(const MatchCommand& input) {
    static_cast<void>(said());
    rig_->apply(input);
    return said();
  }
  void open() {
    rig_->apply(state(TradingState::Continuous));
    static_cast<void>(said());
  }

  std::unique_ptr<VenueRig> rig_ = std::make_unique<VenueRig>(MatchOptions{2, 1000, false}, 100);
  Buffer latest_;
};

TEST_F(ItchPublisher, BeginsTheDayWithItsInstrumentsAndEndsIt) {
  EXPECT_EQ(said(), (Said{"S O", "R 1 I0      ", "H 1 H     ", "Y 1 0", "R 2 I1      ",
                          "H 2 H     ", "Y 2 0", "S S"}));
  EXPECT_EQ(said_of(state(TradingState::OpeningCall)), (Said{"H 1 Q     ", "H 2 Q     "}));
  EXPECT_EQ(said_of(state(TradingState::Continuous)),
            (Said{"Q 0 0 O", "H 1 T     ", "Q 0 0 O", "H 2 T     ", "S Q"}));
  EXPECT_EQ(said_of(state(TradingState::ClosingCall)), (Said{"H 1 Q     ", "H 2 Q     "}));
  EXPECT_EQ(said_of(state(TradingState::Closed)),
            (Said{"Q 0 0 C", "H 1 H     ", "Q 0 0 C", "H 2 H     ", "S M"}));
  rig_->publisher.end_day(rig_->now_ns);
  EXPECT_EQ(said(), (Said{"S E", "S C"}));
}

TEST_F(ItchPublisher, TimestampsCountFromTheZonesMidnight) {
  const auto timestamp_at = [&](std::int32_t utc_offset_s) {
    publish::MessageStore store;
    publish::ItchPublisher made{{utc_offset_s}, VenueRig::instruments(2, 1), store};
    made.start_day(rig_->engine, kDayStart);
    store.release(1);
    publish::MessageStore::Place place;
    Buffer out(100);
    EXPECT_EQ(store.copy(place, 1, out).messages, 1);
    return itch::Message{out.data() + 2}.timestamp();
  };
  constexpr std::uint64_t kNs = 1'000'000'000;
  // 1,790,000,000 s is 51,200 s (14:13:20) behind a midnight of UTC.
  EXPECT_EQ(timestamp_at(0), 51'200 * kNs);
  EXPECT_EQ(timestamp_at(-4 * 3600), (51'200 - 4 * 3600) * kNs);
  EXPECT_EQ(timestamp_at(9 * 3600 + 2400), (51'200 + 9 * 3600 + 2400) * kNs);
  EXPECT_EQ(timestamp_at(10 * 3600), (51'200 + 10 * 3600 - 86'400) * kNs);
}

TEST_F(ItchPublisher, ADayThatPassesMidnightHasTimesThatGoOn) {
  open();
  rig_->now_ns += 20 * 3600 * std::uint64_t{1'000'000'000};
  rig_->apply(limit(Side::Bid, 1, 10, 5));
  static_cast<void>(said());
  EXPECT_GT(itch::Message{latest_.data()}.timestamp(), 86'400 * std::uint64_t{1'000'000'000});
}

TEST_F(ItchPublisher, AnOrderThatRestsIsAddedAndAFillIsAnExecution) {
  open();
  EXPECT_EQ(said_of(limit(Side::Bid, 1, 10, 100)), (Said{"A 1 B 100 1000"}));
  EXPECT_EQ(said_of(limit(Side::Ask, 2, 10, 30)), (Said{"E 1 30 #1"}));
  EXPECT_EQ(said_of(limit(Side::Ask, 3, 9, 100)), (Said{"E 1 70 #2", "A 3 S 30 900"}));
}

TEST_F(ItchPublisher, AReplaceThatMeetsNobodyIsOneMessage) {
  open();
  rig_->apply(limit(Side::Bid, 1, 10, 100));
  EXPECT_EQ(said_of(replace(1, 2, 11, 80)), (Said{"U 1 2 80 1100"}));
  EXPECT_EQ(said_of(replace(2, 0, 12, 80)), (Said{"D 2", "A 2 B 80 1200"}));
}

TEST_F(ItchPublisher, AReplaceThatTradesGoesBeforeItComesAgain) {
  open();
  rig_->apply(limit(Side::Ask, 1, 12, 30));
  rig_->apply(limit(Side::Bid, 2, 10, 100));
  EXPECT_EQ(said_of(replace(2, 3, 12, 100)), (Said{"D 2", "E 1 30 #1", "A 3 B 70 1200"}));
}

TEST_F(ItchPublisher, AReductionKeepsItsPlaceAndItsReference) {
  open();
  rig_->apply(limit(Side::Bid, 1, 10, 100));
  rig_->apply(limit(Side::Bid, 2, 10, 100));
  EXPECT_EQ(said_of(replace(1, 3, 10, 60)), (Said{"X 1 40"}));
  EXPECT_EQ(said_of(limit(Side::Ask, 4, 10, 70)), (Said{"E 1 60 #1", "E 2 10 #2"}));
}

TEST_F(ItchPublisher, AnIcebergShowsItsTranchesAndNoMore) {
  open();
  EXPECT_EQ(said_of(iceberg(Side::Ask, 1, 10, 250, 100)), (Said{"A 1 S 100 1000"}));
  EXPECT_EQ(said_of(replace(1, 0, 10, 220)), (Said{}));
  EXPECT_EQ(said_of(limit(Side::Bid, 2, 10, 150)),
            (Said{"E 1 100 #1", "A 1 S 100 1000", "E 1 50 #2"}));
  EXPECT_EQ(said_of(limit(Side::Bid, 3, 10, 70)),
            (Said{"E 1 50 #3", "A 1 S 20 1000", "E 1 20 #4"}));
}

TEST_F(ItchPublisher, ATrancheHasTheIdThatTheOrderHasByThen) {
  open();
  rig_->apply(iceberg(Side::Ask, 1, 10, 250, 100));
  EXPECT_EQ(said_of(replace(1, 2, 10, 220)), (Said{}));
  EXPECT_EQ(said_of(limit(Side::Bid, 3, 10, 150)),
            (Said{"E 1 100 #1", "A 2 S 100 1000", "E 2 50 #2"}));
}

TEST_F(ItchPublisher, ADecrementTakesOffWithoutAnExecution) {
  open();
  rig_->apply(limit(Side::Ask, 1, 10, 100));
  MatchCommand own = limit(Side::Bid, 2, 10, 40);
  own.account = 1;
  own.self_match = static_cast<std::uint8_t>(SelfMatch::Decrement);
  EXPECT_EQ(said_of(own), (Said{"X 1 40"}));
}

TEST_F(ItchPublisher, APegGoesAndComesWhereItMoves) {
  open();
  MatchCommand reference = command(CommandKind::Reference);
  reference.price = 20;
  reference.stop_price = 30;
  rig_->apply(reference);
  MatchCommand peg = limit(Side::Bid, 1, 0, 50);
  peg.order_type = static_cast<std::uint8_t>(OrderType::PeggedPrimary);
  EXPECT_EQ(said_of(peg), (Said{"A 1 B 50 2000"}));
  reference.price = 21;
  EXPECT_EQ(said_of(reference), (Said{"D 1", "A 1 B 50 2100"}));
  reference.price = 0;
  EXPECT_EQ(said_of(reference), (Said{"D 1"}));
}

TEST_F(ItchPublisher, AStopIsSeenWhenItRests) {
  open();
  rig_->apply(limit(Side::Ask, 1, 10, 10));
  MatchCommand stop = limit(Side::Bid, 2, 9, 40);
  stop.order_type = static_cast<std::uint8_t>(OrderType::StopLimit);
  stop.stop_price = 10;
  EXPECT_EQ(said_of(stop), (Said{}));
  EXPECT_EQ(said_of(limit(Side::Bid, 3, 10, 15)),
            (Said{"E 1 10 #1", "A 3 B 5 1000", "A 2 B 40 900"}));
}

TEST_F(ItchPublisher, ACrossIsToldWholeAndItsOrdersOneByOne) {
  rig_->apply(state(TradingState::OpeningCall, 0));
  rig_->apply(limit(Side::Bid, 1, 12, 100));
  rig_->apply(iceberg(Side::Ask, 2, 10, 90, 20));
  MatchCommand at_open = limit(Side::Ask, 3, 0, 30);
  at_open.order_type = static_cast<std::uint8_t>(OrderType::Market);
  at_open.time_in_force = static_cast<std::uint8_t>(TimeInForce::AtOpen);
  EXPECT_EQ(said_of(at_open), (Said{}));
  EXPECT_EQ(said_of(timer(1)), (Said{"I 100 20 S 1000 O"}));
  EXPECT_EQ(said_of(timer(2)), (Said{}));
  EXPECT_EQ(said_of(state(TradingState::Continuous, 0)),
            (Said{"C 1 30 1000 N #1", "C 1 70 1000 N #2", "C 2 20 1000 N #2", "A 2 S 20 1000",
                  "Q 100 1000 O", "H 1 T     "}));
}

TEST_F(ItchPublisher, AHaltOfALimitStateIsAPause) {
  open();
  MatchCommand bands = command(CommandKind::Bands);
  bands.price = 10;
  bands.stop_price = 5;
  bands.quantity = 20;
  rig_->apply(bands);
  rig_->apply(timer(1));
  EXPECT_EQ(said_of(limit(Side::Bid, 1, 20, 10)), (Said{"A 1 B 10 2000"}));
  EXPECT_EQ(said_of(timer(20'000'000'000)), (Said{"H 1 P LUDP"}));
  EXPECT_EQ(said_of(state(TradingState::HaltCall, 0)), (Said{"H 1 Q     "}));
  EXPECT_EQ(said_of(state(TradingState::Halted, 0)), (Said{"H 1 H     "}));
}

TEST_F(ItchPublisher, RestrictionsOfShortSalesAreTold) {
  static_cast<void>(said());
  rig_->publisher.restrict_short(1, true, rig_->now_ns);
  rig_->publisher.restrict_short(1, false, rig_->now_ns);
  EXPECT_EQ(said(), (Said{"Y 2 1", "Y 2 0"}));
}

TEST_F(ItchPublisher, ADayBeginsWithTheOrdersThatLiveOn) {
  open();
  rig_->apply(iceberg(Side::Bid, 1, 10, 100, 30));
  rig_->apply(limit(Side::Bid, 2, 11, 50));
  publish::MessageStore store;
  publish::ItchPublisher next{{}, VenueRig::instruments(2, 100), store};
  next.start_day(rig_->engine, rig_->now_ns);
  std::vector<MatchOutput> outputs;
  const MatchCommand crossing = limit(Side::Ask, 3, 10, 90);
  const auto written = rig_->engine.apply(crossing);
  next.on_input(crossing, written, rig_->engine, rig_->now_ns);
  store.release(store.next_seq());
  publish::MessageStore::Place place;
  ASSERT_TRUE(store.find(9, place));
  Buffer out(1000);
  const auto copied = store.copy(place, 100, out);
  Said all;
  feed::Bytes body{out.data(), copied.bytes};
  while (const auto message = feed::next_message(body)) all.push_back(text_of(*message));
  EXPECT_EQ(all, (Said{"A 2 B 50 1100", "A 1 B 30 1000", "E 2 50 #1", "E 1 30 #2", "A 1 B 30 1000",
                       "E 1 10 #3"}));
}

TEST_F(ItchPublisher, APriceThatItchCannotTellIsCutAndCounted) {
  open();
  EXPECT_EQ(said_of(limit(Side::Bid, 1, 42'949'672, 1)), (Said{"A 1 B 1 4294967200"}));
  EXPECT_EQ(rig_->publisher.counts().prices_cut, 0U);
  EXPECT_EQ(said_of(limit(Side::Bid, 2, 42'949'673, 1)), (Said{"A 2 B 1 4294967200"}));
  EXPECT_EQ(rig_->publisher.counts().prices_cut, 1U);
}

TEST_F(ItchPublisher, RefusesInstrumentsThatItCannotTell) {
  publish::MessageStore store;
  auto wrong = VenueRig::instruments(2, 1);
  wrong[1].symbol = "NINECHARS";
  EXPECT_THROW((publish::ItchPublisher{{}, wrong, store}), std::invalid_argument);
  wrong[1].symbol = "";
  EXPECT_THROW((publish::ItchPublisher{{}, wrong, store}), std::invalid_argument);
  EXPECT_THROW((publish::ItchPublisher{{}, VenueRig::instruments(2, 0), store}),
               std::invalid_argument);
  publish::ItchPublisher three{{}, VenueRig::instruments(3, 1), store};
  EXPECT_THROW(three.start_day(rig_->engine, kDayStart), std::invalid_argument);
}

}  // namespace
}  // namespace hotbook::publish_test
