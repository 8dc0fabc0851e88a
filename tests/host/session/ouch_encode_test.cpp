// What the venue's reports are in OUCH: exact bytes, and a code for every reason.

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <string>

#include "host/risk/risk_reason.hpp"
#include "host/session/ouch_codec.hpp"
#include "host/session/ouch_reasons.hpp"
#include "tests/host/session/fake_venue.hpp"
#include "tests/host/session/test_bytes.hpp"

namespace hotbook::session {
namespace {

using testing::bytes;
using testing::hex;

class OuchEncode : public ::testing::Test {
 protected:
  OuchEncode() {
    report_.time_ns = 20'000 * std::uint64_t{86'400'000'000'000} + 0x1234;
    report_.user_ref = 7;
    report_.book = 0;
    report_.price = 15'034;
    report_.quantity = 300;
    report_.leaves = 300;
    report_.order_id = 99;
    report_.door = {'Y', 'A', 'N', '0'};
    std::copy_n("MY ORDER      ", 14, report_.cl_ord_id.begin());
  }
  std::string encode(ReportKind kind) {
    report_.kind = kind;
    std::array<std::uint8_t, ouch::kMessageBytesMax> out;
    return hex({out.data(), codec_.encode(report_, out)});
  }
  static std::string expected(std::string_view text) { return hex(bytes(text)); }
  template <class Reason>
  void because(Reason reason) {
    report_.reason = static_cast<std::uint8_t>(reason);
  }

  testing::FakeVenue venue_;
  OuchCodec codec_{venue_};
  ClientReport report_{};
};

TEST_F(OuchEncode, AcceptedWithEveryOption) {
  EXPECT_EQ(encode(ReportKind::Accepted),
            expected("'A' 0000000000001234 00000007 'B' 0000012c 'AAPL    ' 000000000016f0a8 '0Y'"
                     "0000000000000063 'ANNL' 'MY ORDER      ' 0000"));
  report_.side = 1;
  report_.sale = SaleKind::Short;
  report_.min_quantity = 10;
  report_.display_quantity = 20;
  report_.order_type = OrderType::PeggedPrimary;
  report_.stop_price = static_cast<std::uint32_t>(-2);
  report_.order_flags = kOrderFlagPostOnly;
  report_.time_in_force = TimeInForce::Gtd;
  report_.expire_s = 20'000U * 86'400 + 61;
  report_.self_match = static_cast<std::uint8_t>(SelfMatch::CancelOldest);
  report_.door = {'A', 'P', 'N', '6'};
  EXPECT_EQ(encode(ReportKind::Accepted),
            expected("'A' 0000000000001234 00000007 'T' 0000012c 'AAPL    ' 000000000016f0a8 '6A'"
                     "0000000000000063 'PNNL' 'MY ORDER      ' 0021"
                     "0503 0000000a 0505 00000014 0206 'R' 0507 ffffff38 020c 'P'"
                     "050f 0000003c 021d 'O'"));
}

TEST_F(OuchEncode, NoTimeIsLeftOfWhatIsExpired) {
  report_.time_in_force = TimeInForce::Gtd;
  report_.expire_s = 20'000U * 86'400;
  EXPECT_EQ(encode(ReportKind::Replaced).substr(132), expected("0006 050f 00000000"));
}

TEST_F(OuchEncode, TimesCountFromTheVenuesMidnight) {
  report_.reason = 'S';
  for (const auto& [minutes, time] : std::map<int, std::string>{
           {0, "0000000000001234"}, {1, "0000000df8476a34"}, {-1, "00004e869907ba34"}}) {
    const OuchCodec codec{venue_, {SelfMatch::None, minutes}};
    report_.kind = ReportKind::SystemEvent;
    std::array<std::uint8_t, ouch::kMessageBytesMax> out;
    EXPECT_EQ(hex({out.data(), codec.encode(report_, out)}), expected("'S' " + time + " 'S'"));
  }
}

TEST_F(OuchEncode, AMarketOrderHasTheMarketPrice) {
  report_.order_type = OrderType::Market;
  report_.price = 0;
  EXPECT_NE(encode(ReportKind::Accepted).find("000000007fffffff"), std::string::npos);
}

TEST_F(OuchEncode, AnOrderWithoutDoorBytesIsToldByWhatItIs) {
  report_.door = {};
  report_.time_in_force = TimeInForce::AtClose;
  report_.side = 1;
  report_.sale = SaleKind::ShortExempt;
  EXPECT_EQ(encode(ReportKind::Accepted),
            expected("'A' 0000000000001234 00000007 'E' 0000012c 'AAPL    ' 000000000016f0a8 '0Y'"
                     "0000000000000063 'ONCL' 'MY ORDER      ' 0000"));
}

TEST_F(OuchEncode, ReplacedTellsWhatIsOpen) {
  report_.other_user_ref = 5;
  report_.leaves = 200;
  EXPECT_EQ(encode(ReportKind::Replaced),
            expected("'U' 0000000000001234 00000005 00000007 'B' 000000c8 'AAPL    '"
                     "000000000016f0a8 '0Y' 0000000000000063 'ANNL' 'MY ORDER      ' 0000"));
}

TEST_F(OuchEncode, ExecutedWithItsLiquidity) {
  report_.match_number = 0x11;
  report_.quantity = 100;
  EXPECT_EQ(encode(ReportKind::Executed), expected("'E' 0000000000001234 00000007 00000064"
                                                   "000000000016f0a8 'R' 0000000000000011 0000"));
  const auto liquidity = [&] { return encode(ReportKind::Executed).substr(50, 2); };
  report_.is_resting = 1;
  EXPECT_EQ(liquidity(), expected("'A'"));
  report_.order_type = OrderType::PeggedMidpoint;
  EXPECT_EQ(liquidity(), expected("'k'"));
  report_.is_auction = 1;
  EXPECT_EQ(liquidity(), expected("'O'"));
  report_.time_in_force = TimeInForce::AtClose;
  EXPECT_EQ(liquidity(), expected("'C'"));
}

TEST_F(OuchEncode, CancelledWithItsReason) {
  report_.leaves = 0;
  for (const auto& [reason, letter] : std::map<MatchReason, char>{{MatchReason::ByRequest, 'U'},
                                                                  {MatchReason::MassCancel, 'U'},
                                                                  {MatchReason::Unfilled, 'I'},
                                                                  {MatchReason::Fok, 'I'},
                                                                  {MatchReason::MinQuantity, 'I'},
                                                                  {MatchReason::TradeThrough, 'D'},
                                                                  {MatchReason::OutsideBands, 'K'},
                                                                  {MatchReason::Expired, 'T'},
                                                                  {MatchReason::DayEnd, 'E'}}) {
    because(reason);
    EXPECT_EQ(encode(ReportKind::Cancelled),
              expected("'C' 0000000000001234 00000007 0000012c '" + std::string{letter} + "'"));
  }
  because(risk::RiskReason::AccountKilled);
  EXPECT_EQ(encode(ReportKind::Cancelled), expected("'C' 0000000000001234 00000007 0000012c 'S'"));
  because(MatchReason::ByRequest);
  report_.quantity = 100;
  EXPECT_EQ(encode(ReportKind::Reduced), expected("'C' 0000000000001234 00000007 00000064 'U'"));
}

TEST_F(OuchEncode, SelfMatchesHaveTheirOwnMessage) {
  because(MatchReason::SelfMatch);
  report_.self_match = static_cast<std::uint8_t>(SelfMatch::Decrement);
  const std::string message =
      expected("'D' 0000000000001234 00000007 0000012c 'Q' 0000012c 000000000016f0a8 'RD'");
  EXPECT_EQ(encode(ReportKind::Cancelled), message);
  EXPECT_EQ(encode(ReportKind::Reduced), message);
}

TEST_F(OuchEncode, AReductionByModifyIsModified) {
  because(MatchReason::ByRequest);
  report_.door = {'M', 'T', ' ', ' '};
  report_.quantity = 100;
  report_.leaves = 200;
  EXPECT_EQ(encode(ReportKind::Reduced), expected("'M' 0000000000001234 00000007 'T' 000000c8"));
}

TEST_F(OuchEncode, RefusalsAndTheAnswersThatPassAsSuch) {
  because(DoorReason::UnknownSymbol);
  report_.book = kUnknownSymbol;
  const std::string rejected = expected("'J' 0000000000001234 00000007 0017 'MY ORDER      '");
  EXPECT_EQ(encode(ReportKind::Rejected), rejected);
  EXPECT_EQ(encode(ReportKind::ReplaceRejected), rejected);
  EXPECT_EQ(encode(ReportKind::CancelRejected), expected("'I' 0000000000001234 00000007"));
  report_.door = {'F', 'I', 'R', 'M'};
  because(DoorReason::EntryDisabled);
  EXPECT_EQ(encode(ReportKind::Rejected), expected("'G' 0000000000001234 00000007 'FIRM' 0000"));
  because(DoorReason::EntryEnabled);
  EXPECT_EQ(encode(ReportKind::Rejected), expected("'K' 0000000000001234 00000007 'FIRM' 0000"));
  because(DoorReason::AccountQuery);
  EXPECT_EQ(encode(ReportKind::CancelRejected), expected("'Q' 0000000000001234 00000007"));
}

TEST_F(OuchEncode, RestatedTriggeredMassCancelledAndEvents) {
  because(MatchReason::Replenished);
  report_.quantity = 50;
  EXPECT_EQ(encode(ReportKind::Restated),
            expected("'R' 0000000000001234 00000007 'R' 0006 0516 00000032"));
  because(MatchReason::Pegged);
  EXPECT_EQ(encode(ReportKind::Restated),
            expected("'R' 0000000000001234 00000007 'P' 000a 0917 000000000016f0a8"));
  EXPECT_EQ(encode(ReportKind::Triggered),
            expected("'T' 0000000000001234 00000007 000000000016f0a8 'Y' 0000000000000063"));
  report_.door = {'F', 'I', 'R', 'M'};
  EXPECT_EQ(encode(ReportKind::MassCancelled),
            expected("'X' 0000000000001234 00000007 'FIRM' 'AAPL    ' 0000"));
  report_.book = 0xffff;
  EXPECT_EQ(encode(ReportKind::MassCancelled),
            expected("'X' 0000000000001234 00000007 'FIRM' '        ' 0000"));
  report_.reason = 'E';
  EXPECT_EQ(encode(ReportKind::SystemEvent), expected("'S' 0000000000001234 'E'"));
}

// Appendix C of the specification: its codes, without those that were never given out.
TEST(OuchReasons, EveryReasonHasACodeOfTheSpecification) {
  for (unsigned reason = 0; reason < 256; ++reason) {
    const auto given = static_cast<unsigned>(ouch::reject_code(static_cast<std::uint8_t>(reason)));
    EXPECT_TRUE((given >= 0x01 && given <= 0x33) || given == 0x40) << reason;
    const char letter = ouch::cancel_code(static_cast<std::uint8_t>(reason));
    EXPECT_NE(std::string_view{"DEFGHIKQSTUXZe"}.find(letter), std::string_view::npos) << reason;
  }
}

TEST(OuchReasons, AreTheNearestOfTheSpecification) {
  const auto of = [](auto reason) {
    return static_cast<unsigned>(ouch::reject_code(static_cast<std::uint8_t>(reason)));
  };
  EXPECT_EQ(of(MatchReason::UnknownBook), 0x17U);
  EXPECT_EQ(of(MatchReason::BadPrice), 0x1dU);
  EXPECT_EQ(of(MatchReason::BadQuantity), 0x13U);
  EXPECT_EQ(of(MatchReason::BadDisplay), 0x04U);
  EXPECT_EQ(of(MatchReason::BadMinQuantity), 0x0dU);
  EXPECT_EQ(of(MatchReason::WrongPhase), 0x02U);
  EXPECT_EQ(of(MatchReason::WouldCross), 0x12U);
  EXPECT_EQ(of(MatchReason::UnknownOrder), 0x15U);
  EXPECT_EQ(of(risk::RiskReason::MessageRate), 0x29U);
  EXPECT_EQ(of(risk::RiskReason::AccountDisabled), 0x0cU);
  EXPECT_EQ(of(risk::RiskReason::ShortRestricted), 0x23U);
  EXPECT_EQ(of(risk::RiskReason::MaxQuantity), 0x31U);
  EXPECT_EQ(of(risk::RiskReason::MaxNotional), 0x30U);
  EXPECT_EQ(of(risk::RiskReason::PriceCollar), 0x26U);
  EXPECT_EQ(of(risk::RiskReason::Duplicate), 0x2aU);
  EXPECT_EQ(of(risk::RiskReason::Exposure), 0x20U);
  EXPECT_EQ(of(DoorReason::BadSelfMatch), 0x40U);
  EXPECT_EQ(of(DoorReason::SweepNotSupported), 0x08U);
  EXPECT_EQ(of(DoorReason::EntryIsDisabled), 0x0cU);
}

}  // namespace
}  // namespace hotbook::session
