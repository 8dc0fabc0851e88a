// What OUCH messages mean to the venue: each field, each refusal.

#include "host/session/ouch_codec.hpp"

#include <gtest/gtest.h>

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "host/session/ouch_inbound.hpp"
#include "tests/host/session/fake_venue.hpp"
#include "tests/host/session/test_bytes.hpp"

namespace hotbook::session {
namespace {

using ouch::Tag;
using testing::Buffer;
using testing::bytes;
using testing::text;

constexpr std::uint64_t kNow = 1'700'000'000'000'000'001;

ouch::EnterOrder order() {
  return {7,   'B', 300, text<8>("AAPL"),      1'503'400, '0', 'Y',
          'A', 'N', 'N', text<14>("MY ORDER"), {}};
}

class OuchDecode : public ::testing::Test {
 protected:
  template <class Message>
  ClientRequest decode(const Message& message) {
    std::array<std::uint8_t, ouch::kMessageBytesMax> out;
    const std::size_t count = ouch::write(message, out.data());
    ClientRequest request;
    EXPECT_TRUE(codec_.decode({out.data(), count}, sender_, request));
    return request;
  }
  template <class Message>
  DoorReason reason(const Message& message) {
    return static_cast<DoorReason>(decode(message).door_reason);
  }
  // An order that is live at the venue.
  void enter(std::uint32_t user_ref, char side = 'B', std::string_view symbol = "AAPL") {
    ouch::EnterOrder message = order();
    message.user_ref = user_ref;
    message.side = side;
    message.symbol = text<8>(symbol);
    message.price = 1'503'000;
    venue_.request(decode(message));
  }

  testing::FakeVenue venue_;
  OuchRules rules_;
  OuchCodec codec_{venue_, {.self_match = SelfMatch::CancelNewest, .utc_offset_minutes = 0}};
  OuchSender sender_{1, 101, kNow, true};
};

TEST_F(OuchDecode, AnOrderWithAllItsFields) {
  const ClientRequest request = decode(order());
  const MatchCommand& command = request.command;
  EXPECT_EQ(request.door_reason, 0);
  EXPECT_EQ(request.user_ref, 7U);
  EXPECT_EQ(request.other_user_ref, 0U);
  EXPECT_EQ(std::string(request.cl_ord_id.begin(), request.cl_ord_id.end()),
            "MY ORDER      " + std::string(10, '\0'));
  EXPECT_EQ(std::string(request.door.begin(), request.door.end()), "YAN0");
  EXPECT_EQ(command.kind, CommandKind::NewOrder);
  EXPECT_EQ(command.session, 1);
  EXPECT_EQ(command.account, 101U);
  EXPECT_EQ(command.book, 0);
  EXPECT_EQ(command.side, 0);
  EXPECT_EQ(command.price, 15'034U) << "in ticks of a cent";
  EXPECT_EQ(command.quantity, 300U);
  EXPECT_EQ(command.order_type, static_cast<std::uint8_t>(OrderType::Limit));
  EXPECT_EQ(command.time_in_force, static_cast<std::uint8_t>(TimeInForce::Day));
  EXPECT_EQ(command.self_match, static_cast<std::uint8_t>(SelfMatch::CancelNewest));
  EXPECT_EQ(command.flags, 0);
  EXPECT_EQ(command.order_id, 0U);
  EXPECT_EQ(command.new_order_id, 0U);
  EXPECT_EQ(command.host_number, 0U);
}

TEST_F(OuchDecode, SidesAreKindsOfSale) {
  for (const auto& [side, sale] : std::map<char, SaleKind>{
           {'S', SaleKind::Long}, {'T', SaleKind::Short}, {'E', SaleKind::ShortExempt}}) {
    ouch::EnterOrder message = order();
    message.side = side;
    const ClientRequest request = decode(message);
    EXPECT_EQ(request.command.side, 1) << side;
    EXPECT_EQ(request.sale, sale) << side;
  }
  ouch::EnterOrder message = order();
  message.side = 'X';
  EXPECT_EQ(reason(message), DoorReason::BadSide);
}

TEST_F(OuchDecode, PricesAreWholeTicksOrMarket) {
  ouch::EnterOrder message = order();
  for (const std::uint64_t bad :
       {std::uint64_t{0}, std::uint64_t{1'503'450}, std::uint64_t{1'999'999'901},
        std::uint64_t{1'999'999'950}, std::uint64_t{2'000'000'001}, ~std::uint64_t{0}}) {
    message.price = bad;
    EXPECT_EQ(reason(message), DoorReason::BadPrice) << bad;
  }
  message.price = 1'999'999'900;
  EXPECT_EQ(decode(message).command.price, 19'999'999U);
  message.symbol = text<8>("BRK A");  // its tick is the smallest there is
  message.price = 1'999'999'901;
  EXPECT_EQ(reason(message), DoorReason::BadPrice);
  for (const std::uint64_t market : {2'000'000'000, 0x7fff'ffff}) {
    message.price = market;
    const MatchCommand command = decode(message).command;
    EXPECT_EQ(command.order_type, static_cast<std::uint8_t>(OrderType::Market));
    EXPECT_EQ(command.price, 0U);
  }
}

TEST_F(OuchDecode, TimesInForceAndCrosses) {
  struct Case {
    char time_in_force;
    char cross;
    std::optional<TimeInForce> meaning;
    DoorReason reason;
  };
  const auto none = DoorReason::None;
  for (const Case& each : std::vector<Case>{
           {'0', 'N', TimeInForce::Day, none},
           {'5', 'N', TimeInForce::Day, none},
           {'3', 'N', TimeInForce::Ioc, none},
           {'0', 'O', TimeInForce::AtOpen, none},
           {'3', 'O', TimeInForce::AtOpen, none},
           {'0', 'C', TimeInForce::AtClose, none},
           {'3', 'C', TimeInForce::AtClose, none},
           {'0', 'H', TimeInForce::Day, none},
           {'5', 'O', {}, DoorReason::BadCross},
           {'6', 'C', {}, DoorReason::BadCross},
           {'0', 'S', {}, DoorReason::BadCross},
           {'0', 'R', {}, DoorReason::BadCross},
           {'0', 'E', {}, DoorReason::BadCross},
           {'0', 'A', {}, DoorReason::BadCross},
           {'0', '?', {}, DoorReason::BadCross},
           {'E', 'N', {}, DoorReason::BadTimeInForce},
           {'1', 'N', {}, DoorReason::BadTimeInForce},
           {'6', 'N', {}, DoorReason::BadExpiry},
       }) {
    ouch::EnterOrder message = order();
    message.time_in_force = each.time_in_force;
    message.cross = each.cross;
    const ClientRequest request = decode(message);
    EXPECT_EQ(request.door_reason, code(each.reason)) << each.time_in_force << each.cross;
    if (each.meaning) {
      EXPECT_EQ(request.command.time_in_force, static_cast<std::uint8_t>(*each.meaning))
          << each.time_in_force << each.cross;
    }
  }
}

TEST_F(OuchDecode, ExpireTimeIsRoundedUpToASecondOfTheClock) {
  ouch::EnterOrder message = order();
  message.time_in_force = '6';
  message.options.set(Tag::ExpireTime, 60);
  const MatchCommand command = decode(message).command;
  EXPECT_EQ(command.time_in_force, static_cast<std::uint8_t>(TimeInForce::Gtd));
  EXPECT_EQ(command.expire_s, 1'700'000'001U + 60);
  message.options.set(Tag::ExpireTime, 86'400);
  EXPECT_EQ(reason(message), DoorReason::BadExpiry);
  message.time_in_force = '0';
  message.options.set(Tag::ExpireTime, 60);
  EXPECT_EQ(reason(message), DoorReason::BadExpiry) << "and only with time in force 6";
}

TEST_F(OuchDecode, PegsHaveATypeACapAndAnOffset) {
  for (const auto& [letter, type] : std::map<char, OrderType>{{'P', OrderType::PeggedMarket},
                                                              {'M', OrderType::PeggedMidpoint},
                                                              {'R', OrderType::PeggedPrimary}}) {
    ouch::EnterOrder message = order();
    message.options.set_char(Tag::PriceType, letter);
    message.options.set(Tag::PegOffset, static_cast<std::uint32_t>(-300));
    MatchCommand command = decode(message).command;
    EXPECT_EQ(command.order_type, static_cast<std::uint8_t>(type));
    EXPECT_EQ(command.price, 15'034U) << "the cap";
    EXPECT_EQ(static_cast<std::int32_t>(command.stop_price), -3);
    message.price = 0x7fff'ffff;
    command = decode(message).command;
    EXPECT_EQ(command.order_type, static_cast<std::uint8_t>(type));
    EXPECT_EQ(command.price, 0U) << "no cap";
    message.options.set(Tag::PegOffset, 50);
    EXPECT_EQ(reason(message), DoorReason::BadPegOffset) << "half a tick";
  }
  ouch::EnterOrder message = order();
  message.options.set(Tag::PegOffset, 100);
  EXPECT_EQ(reason(message), DoorReason::BadPegOffset) << "without a peg";
  for (const char letter : {'Q', 'm', 'X'}) {
    message = order();
    message.options.set_char(Tag::PriceType, letter);
    EXPECT_EQ(reason(message), DoorReason::BadPriceType) << letter;
  }
}

TEST_F(OuchDecode, OptionsOfAnOrder) {
  ouch::EnterOrder message = order();
  message.options.set(Tag::MaxFloor, 100);
  message.options.set(Tag::MinQuantity, 200);
  message.options.set_char(Tag::PostOnly, 'P');
  message.options.set_char(Tag::SelfMatch, 'O');
  message.options.set(Tag::Firm, 0x4c494d45);
  message.options.set_char(Tag::CustomerType, 'R');
  message.options.set_char(Tag::SharesLocated, 'Y');
  const MatchCommand command = decode(message).command;
  EXPECT_EQ(command.display_quantity, 100U);
  EXPECT_EQ(command.min_quantity, 200U);
  EXPECT_EQ(command.flags, kOrderFlagPostOnly);
  EXPECT_EQ(command.self_match, static_cast<std::uint8_t>(SelfMatch::CancelOldest));
}

TEST_F(OuchDecode, SelfMatchStrategies) {
  for (const auto& [letter, mode] : std::map<char, SelfMatch>{{'*', SelfMatch::CancelNewest},
                                                              {'N', SelfMatch::None},
                                                              {'Y', SelfMatch::Decrement},
                                                              {'D', SelfMatch::Decrement},
                                                              {'O', SelfMatch::CancelOldest},
                                                              {'W', SelfMatch::CancelNewest}}) {
    ouch::EnterOrder message = order();
    message.options.set_char(Tag::SelfMatch, letter);
    EXPECT_EQ(decode(message).command.self_match, static_cast<std::uint8_t>(mode)) << letter;
  }
  for (const char letter : std::string{"RydowrZEPXS01245 "}) {
    ouch::EnterOrder message = order();
    message.options.set_char(Tag::SelfMatch, letter);
    EXPECT_EQ(reason(message), DoorReason::BadSelfMatch) << letter;
  }
  ouch::EnterOrder message = order();
  message.options.set(Tag::SelfMatchGroup, 0x2a2a);
  EXPECT_EQ(reason(message), DoorReason::None);
  message.options.set(Tag::SelfMatchGroup, 0x4142);
  EXPECT_EQ(reason(message), DoorReason::BadSelfMatch);
}

TEST_F(OuchDecode, RefusesEachFieldThatThisVenueDoesNotHave) {
  const auto with = [&](auto&& change) {
    ouch::EnterOrder message = order();
    change(message);
    return reason(message);
  };
  using Order = ouch::EnterOrder;
  EXPECT_EQ(with([](Order& m) { m.symbol = text<8>("NONE"); }), DoorReason::UnknownSymbol);
  EXPECT_EQ(with([](Order& m) { m.symbol = text<8>("BRK A"); }), DoorReason::None);
  EXPECT_EQ(with([](Order& m) { m.quantity = 0; }), DoorReason::BadQuantity);
  EXPECT_EQ(with([](Order& m) { m.quantity = 999'999; }), DoorReason::None);
  EXPECT_EQ(with([](Order& m) { m.quantity = 1'000'000; }), DoorReason::BadQuantity);
  EXPECT_EQ(with([](Order& m) { m.display = 'A'; }), DoorReason::None);
  EXPECT_EQ(with([](Order& m) { m.display = 'N'; }), DoorReason::BadDisplay);
  EXPECT_EQ(with([](Order& m) { m.display = 'Z'; }), DoorReason::BadDisplay);
  EXPECT_EQ(with([](Order& m) { m.capacity = 'X'; }), DoorReason::BadCapacity);
  EXPECT_EQ(with([](Order& m) { m.sweep = 'Y'; }), DoorReason::SweepNotSupported);
  EXPECT_EQ(with([](Order& m) { m.sweep = 'X'; }), DoorReason::BadSweep);
  for (const Tag tag : {Tag::DiscretionPrice, Tag::DiscretionPegOffset, Tag::RandomReserves,
                        Tag::GroupId, Tag::UserRefIndex}) {
    EXPECT_EQ(with([&](Order& m) { m.options.set(tag, 1); }), DoorReason::OptionNotSupported);
    EXPECT_EQ(with([&](Order& m) { m.options.set(tag, 0); }), DoorReason::None);
  }
  EXPECT_EQ(with([](Order& m) { m.options.set_char(Tag::HandleInst, 'I'); }),
            DoorReason::OptionNotSupported);
  EXPECT_EQ(with([](Order& m) { m.options.set_char(Tag::TradeNow, 'Y'); }), DoorReason::None);
  for (const Tag tag : {Tag::CustomerType, Tag::TradeNow, Tag::SharesLocated, Tag::PostOnly,
                        Tag::DiscretionPriceType}) {
    EXPECT_EQ(with([&](Order& m) { m.options.set_char(tag, '?'); }), DoorReason::BadOption);
  }
  for (const Tag tag : {Tag::Route, Tag::DisplayQuantity, Tag::Side}) {
    EXPECT_EQ(with([&](Order& m) { m.options.set(tag, 1); }), DoorReason::BadOption)
        << "not of this message";
  }
}

TEST_F(OuchDecode, ABrokenAppendageStillNamesItsOrder) {
  std::array<std::uint8_t, ouch::kMessageBytesMax> out;
  const std::size_t count = ouch::write(order(), out.data());
  ClientRequest request;
  ASSERT_TRUE(codec_.decode({out.data(), count + 1}, sender_, request));
  EXPECT_EQ(request.door_reason, code(DoorReason::BadOption));
  EXPECT_EQ(request.user_ref, 7U);
  EXPECT_EQ(request.command.kind, CommandKind::NewOrder);
  EXPECT_EQ(request.cl_ord_id[0], 'M');
}

TEST_F(OuchDecode, WhatIsNoMessageIsNoRequest) {
  ClientRequest request;
  EXPECT_FALSE(codec_.decode({}, sender_, request));
  EXPECT_FALSE(codec_.decode(bytes("'Z' 00000001"), sender_, request));
  EXPECT_FALSE(codec_.decode(bytes("'A' 00000001"), sender_, request)) << "of the other direction";
  EXPECT_FALSE(codec_.decode(bytes("'X' 00000001 000000"), sender_, request));
  EXPECT_FALSE(codec_.decode(bytes("'O'"), sender_, request));
}

TEST_F(OuchDecode, AReplaceTakesWhatItDoesNotSayFromTheOrder) {
  enter(7, 'T', "TEN");
  ouch::ReplaceOrder message{7, 8, 200, 1'504'000, '0', 'A', 'N', text<14>("NEW"), {}};
  message.options.set_char(Tag::PostOnly, 'P');
  const ClientRequest request = decode(message);
  EXPECT_EQ(request.door_reason, 0);
  EXPECT_EQ(request.command.kind, CommandKind::ReplaceOrder);
  EXPECT_EQ(request.user_ref, 8U);
  EXPECT_EQ(request.other_user_ref, 7U);
  EXPECT_EQ(request.command.book, 2);
  EXPECT_EQ(request.command.price, 1'504U) << "in the order's own ticks";
  EXPECT_EQ(request.command.quantity, 200U);
  EXPECT_EQ(request.command.flags, kOrderFlagPostOnly);
  EXPECT_EQ(request.sale, SaleKind::Short);
  EXPECT_EQ(std::string(request.door.begin(), request.door.end()), "AAN0");
  EXPECT_EQ(request.command.time_in_force, 0);
  EXPECT_EQ(request.command.order_type, 0);
}

TEST_F(OuchDecode, RefusesAReplaceOfWhatIsKept) {
  enter(7);
  const auto with = [&](auto&& change) {
    ouch::ReplaceOrder message{7, 8, 200, 1'504'000, '0', 'Y', 'N', text<14>("NEW"), {}};
    change(message);
    return reason(message);
  };
  using Replace = ouch::ReplaceOrder;
  EXPECT_EQ(with([](Replace&) {}), DoorReason::None);
  EXPECT_EQ(with([](Replace& m) { m.old_user_ref = 6; }), DoorReason::UnknownOrder);
  EXPECT_EQ(with([](Replace& m) { m.quantity = 0; }), DoorReason::BadQuantity);
  EXPECT_EQ(with([](Replace& m) { m.price = 1'504'001; }), DoorReason::BadPrice);
  EXPECT_EQ(with([](Replace& m) { m.time_in_force = '3'; }), DoorReason::ReplaceNotSupported);
  EXPECT_EQ(with([](Replace& m) { m.time_in_force = 'E'; }), DoorReason::BadTimeInForce);
  EXPECT_EQ(with([](Replace& m) { m.display = 'N'; }), DoorReason::BadDisplay);
  EXPECT_EQ(with([](Replace& m) { m.sweep = 'Y'; }), DoorReason::SweepNotSupported);
  EXPECT_EQ(with([](Replace& m) { m.options.set(Tag::MinQuantity, 5); }),
            DoorReason::ReplaceNotSupported);
  EXPECT_EQ(with([](Replace& m) { m.options.set_char(Tag::PriceType, 'm'); }),
            DoorReason::BadPriceType);
  EXPECT_EQ(with([](Replace& m) { m.options.set_char(Tag::Side, 'B'); }), DoorReason::None);
  EXPECT_EQ(with([](Replace& m) { m.options.set_char(Tag::Side, 'S'); }), DoorReason::BadSide);
  sender_.may_enter = false;
  EXPECT_EQ(with([](Replace&) {}), DoorReason::EntryIsDisabled);
}

TEST_F(OuchDecode, CancelsAndModifies) {
  enter(7, 'T');
  ClientRequest request = decode(ouch::CancelOrder{7, 100, {}});
  EXPECT_EQ(request.command.kind, CommandKind::CancelOrder);
  EXPECT_EQ(request.user_ref, 7U);
  EXPECT_EQ(request.command.quantity, 100U);
  EXPECT_EQ(request.door[0], 'X');
  request = decode(ouch::ModifyOrder{7, 'T', 100, {}});
  EXPECT_EQ(request.door_reason, 0);
  EXPECT_EQ(request.command.kind, CommandKind::CancelOrder);
  EXPECT_EQ(request.command.quantity, 100U);
  EXPECT_EQ(std::string(request.door.begin(), request.door.end()), "MT  ");
  EXPECT_EQ(reason(ouch::ModifyOrder{7, 'E', 100, {}}), DoorReason::BadSide);
  EXPECT_EQ(reason(ouch::ModifyOrder{7, 'B', 100, {}}), DoorReason::BadSide);
  EXPECT_EQ(reason(ouch::ModifyOrder{6, 'T', 100, {}}), DoorReason::UnknownOrder);
}

TEST_F(OuchDecode, MassCancelsAreOfTheSession) {
  ouch::MassCancel message{9, text<4>("FIRM"), text<8>(""), {}};
  ClientRequest request = decode(message);
  EXPECT_EQ(request.door_reason, 0);
  EXPECT_EQ(request.command.kind, CommandKind::MassCancel);
  EXPECT_EQ(request.command.flags, kScopeFlagSession);
  EXPECT_EQ(request.user_ref, 9U);
  EXPECT_EQ(std::string(request.door.begin(), request.door.end()), "FIRM");
  message.symbol = text<8>("TEN");
  request = decode(message);
  EXPECT_EQ(request.command.flags, kScopeFlagSession | kScopeFlagBook);
  EXPECT_EQ(request.command.book, 2);
  message.symbol = text<8>("NONE");
  EXPECT_EQ(reason(message), DoorReason::UnknownSymbol);
  message.symbol = text<8>("");
  message.options.set_char(Tag::Side, 'B');
  EXPECT_EQ(reason(message), DoorReason::OptionNotSupported);
}

TEST_F(OuchDecode, AnswersThatAreNoRefusals) {
  enter(7);
  ClientRequest request = decode(ouch::DisableOrderEntry{8, text<4>("FIRM"), {}});
  EXPECT_EQ(request.door_reason, code(DoorReason::EntryDisabled));
  EXPECT_EQ(request.command.kind, CommandKind::NewOrder);
  EXPECT_EQ(request.user_ref, 8U);
  EXPECT_EQ(reason(ouch::EnableOrderEntry{9, text<4>("FIRM"), {}}), DoorReason::EntryEnabled);
  request = decode(ouch::AccountQuery{});
  EXPECT_EQ(request.door_reason, code(DoorReason::AccountQuery));
  EXPECT_EQ(request.command.kind, CommandKind::CancelOrder);
  EXPECT_EQ(request.user_ref, 8U) << "one above the highest seen";
  sender_.may_enter = false;
  EXPECT_EQ(reason(order()), DoorReason::EntryIsDisabled);
}

}  // namespace
}  // namespace hotbook::session
