#include "host/session/fix/fix_desk.hpp"

#include <gtest/gtest.h>

#include "host/risk/risk_reason.hpp"
#include "host/session/fix/fix_tags.hpp"
#include "tests/host/session_fix/fake_venue.hpp"

namespace hotbook::fix {
namespace {

using test::FakeVenue;

constexpr std::uint8_t code_of(MatchReason reason) {
  return static_cast<std::uint8_t>(reason);
}

class FixDeskTest : public testing::Test {
 protected:
  // "D 11=A 55=AAPL": a message, fields apart by blanks; '_' is a blank in a value.
  FixMessage message(const std::string& words) {
    std::istringstream input{words};
    FixMessage message;
    input >> message.type;
    for (std::string word; input >> word;) {
      const std::size_t equals = word.find('=');
      std::string value = word.substr(equals + 1);
      std::replace(value.begin(), value.end(), '_', ' ');
      message.add(std::stoi(word), value);
    }
    message.seq = ++seq_;
    message.ticket = seq_;
    return message;
  }

  std::string order(const std::string& name, const std::string& more = "40=2 44=150.25 38=100") {
    return "D 11=" + name + " 55=AAPL 54=1 60=20251120-16:00:00 " + more;
  }

  ClientRequest wish(const std::string& words) {
    Outcome outcome = desk_.take(message(words));
    if (!outcome.request) throw std::logic_error{"no request: " + words};
    return *outcome.request;
  }
  MatchCommand command(const std::string& words) {
    const ClientRequest request = wish(words);
    EXPECT_EQ(request.door_reason, 0) << words;
    return request.command;
  }
  std::uint8_t refusal(const std::string& words) { return wish(words).door_reason; }

  // What the client is told when the venue has done it.
  std::vector<FixMessage> done(const std::string& words) {
    venue_.request(wish(words));
    return told();
  }
  std::vector<FixMessage> told() {
    std::vector<FixMessage> messages;
    for (; next_ <= venue_.reports(0).count(); ++next_) {
      answers_.push_back(desk_.tell(venue_.reports(0).report(next_)));
      messages.push_back(answers_.back().message);
    }
    return messages;
  }

  static std::string field(const FixMessage& message, int tag) {
    const std::string* const value = message.find(tag);
    return value == nullptr ? "-" : *value;
  }

  FakeVenue venue_{{{"C", "secret"}}};
  FixDesk desk_{venue_, 0, FixVersion::Fix44};
  std::vector<FixAnswer> answers_;
  std::uint64_t next_ = 1;
  std::uint32_t seq_ = 0;
};

TEST_F(FixDeskTest, AnOrderBecomesTheCommandThatItsFieldsMean) {
  desk_.set_account(17);
  const ClientRequest request = wish(order("A", "40=2 44=150.25 38=100 528=P 2964=2 18=6"));
  const MatchCommand& command = request.command;
  EXPECT_EQ(command.kind, CommandKind::NewOrder);
  EXPECT_EQ(command.book, 0);
  EXPECT_EQ(command.side, 0);
  EXPECT_EQ(command.order_type, static_cast<std::uint8_t>(OrderType::Limit));
  EXPECT_EQ(command.time_in_force, static_cast<std::uint8_t>(TimeInForce::Day));
  EXPECT_EQ(command.price, 15025U);
  EXPECT_EQ(command.quantity, 100U);
  EXPECT_EQ(command.flags, kOrderFlagPostOnly);
  EXPECT_EQ(command.self_match, static_cast<std::uint8_t>(SelfMatch::CancelOldest));
  EXPECT_EQ(command.account, 17U);
  EXPECT_EQ(command.session, 0);
  EXPECT_EQ(request.user_ref, 1U);
  EXPECT_EQ(request.cl_ord_id[0], 'A');
  EXPECT_EQ(request.door[0], 'D');
  EXPECT_EQ(request.door[1], 'P');
  EXPECT_EQ(request.sale, SaleKind::Long);
}

TEST_F(FixDeskTest, SidesAreTheBooksAndTheKindOfSale) {
  const auto sale = [&](const std::string& name, char side) {
    std::string words = order(name);
    words.replace(words.find("54=1"), 4, std::string{"54="} + side);
    return wish(words);
  };
  EXPECT_EQ(sale("A", '2').command.side, 1);
  EXPECT_EQ(sale("B", '2').sale, SaleKind::Long);
  EXPECT_EQ(sale("C", '5').sale, SaleKind::Short);
  EXPECT_EQ(sale("D", '6').sale, SaleKind::ShortExempt);
  EXPECT_EQ(sale("E", '3').door_reason, code(DoorReason::BadSide));
}

TEST_F(FixDeskTest, EveryOrderTypeHasItsFields) {
  const auto type = [&](const std::string& name, const std::string& more) {
    return static_cast<OrderType>(command(order(name, "38=100 " + more)).order_type);
  };
  EXPECT_EQ(type("A", "40=1"), OrderType::Market);
  EXPECT_EQ(type("B", "40=3 99=149"), OrderType::Stop);
  EXPECT_EQ(type("C", "40=4 99=149 44=148.99"), OrderType::StopLimit);
  EXPECT_EQ(type("D", "40=P"), OrderType::PeggedPrimary);
  EXPECT_EQ(type("E", "40=P 18=R"), OrderType::PeggedPrimary);
  EXPECT_EQ(type("F", "40=P 18=P"), OrderType::PeggedMarket);
  EXPECT_EQ(type("G", "40=P 18=M_6"), OrderType::PeggedMidpoint);
  EXPECT_EQ(type("H", "40=P 1094=2"), OrderType::PeggedMidpoint);
  EXPECT_EQ(type("I", "40=P 1094=4"), OrderType::PeggedMarket);
  EXPECT_EQ(command(order("J", "38=1 40=4 99=149 44=148.99")).stop_price, 14900U);
  EXPECT_EQ(refusal(order("K", "38=100 40=7")), code(DoorReason::BadOrderType));
}

TEST_F(FixDeskTest, APegsOffsetIsInDollarsOrTicks) {
  const auto offset = [&](const std::string& name, const std::string& more) {
    return static_cast<std::int32_t>(command(order(name, "38=1 40=P " + more)).stop_price);
  };
  EXPECT_EQ(offset("A", "211=-0.05"), -5);
  EXPECT_EQ(offset("B", "211=0.05 836=0"), 5);
  EXPECT_EQ(offset("C", "211=-7 836=2"), -7);
  for (const std::string more :
       {"40=P 211=0.001", "40=P 211=0.5 836=2", "40=P 211=99999999", "40=2 44=1 211=1",
        "40=2 44=1 18=R", "40=P 99=1", "40=P 1094=9", "40=P 18=R 1094=2"}) {
    EXPECT_EQ(refusal(order("X" + std::to_string(seq_), "38=1 " + more)),
              code(DoorReason::BadPegOffset))
        << more;
  }
  EXPECT_EQ(refusal(order("Y", "38=1 40=P 18=R_P")), code(DoorReason::BadFields));
  EXPECT_EQ(refusal(order("Z", "38=1 40=2 44=1 18=1")), code(DoorReason::BadFields));
}

TEST_F(FixDeskTest, EveryTimeInForceHasItsName) {
  const auto force = [&](const std::string& value) {
    return static_cast<TimeInForce>(
        command(order("T" + value.substr(0, 1), "38=1 40=2 44=1 59=" + value)).time_in_force);
  };
  EXPECT_EQ(force("0"), TimeInForce::Day);
  EXPECT_EQ(force("1"), TimeInForce::Gtc);
  EXPECT_EQ(force("2"), TimeInForce::AtOpen);
  EXPECT_EQ(force("3"), TimeInForce::Ioc);
  EXPECT_EQ(force("4"), TimeInForce::Fok);
  EXPECT_EQ(force("6 126=20251120-17:00:00"), TimeInForce::Gtd);
  EXPECT_EQ(force("7"), TimeInForce::AtClose);
  EXPECT_EQ(refusal(order("X", "38=1 40=2 44=1 59=5")), code(DoorReason::BadTimeInForce));
}

TEST_F(FixDeskTest, AnExpiryGoesWithGoodTillDateAlone) {
  const std::string limit = "38=1 40=2 44=1 ";
  EXPECT_EQ(command(order("A", limit + "59=6 126=20251120-16:49:54.9")).expire_s, 1'763'657'394U);
  EXPECT_EQ(command(order("B", limit + "59=6 432=20251120")).expire_s, 1'763'683'200U);
  EXPECT_EQ(refusal(order("C", limit + "59=6")), code(DoorReason::BadExpiry));
  EXPECT_EQ(refusal(order("D", limit + "126=20251120-16:49:54")), code(DoorReason::BadExpiry));
  EXPECT_EQ(refusal(order("E", limit + "59=6 432=20251131")), code(DoorReason::BadExpiry));
}

TEST_F(FixDeskTest, QuantitiesAreReadOrRefusedByTheirOwnReason) {
  const MatchCommand both = command(order("A", "38=100 40=2 44=1 59=3 110=40"));
  EXPECT_EQ(both.min_quantity, 40U);
  EXPECT_EQ(command(order("B", "38=100 40=2 44=1 111=10")).display_quantity, 10U);
  EXPECT_EQ(command(order("C", "38=100 40=2 44=1 1138=10")).display_quantity, 10U);
  EXPECT_EQ(command(order("D", "38=100 40=2 44=1 111=100")).display_quantity, 0U);
  EXPECT_EQ(refusal(order("E", "38=0 40=2 44=1")), code(DoorReason::BadQuantity));
  EXPECT_EQ(refusal(order("F", "40=2 44=1")), code(DoorReason::BadQuantity));
  EXPECT_EQ(refusal(order("G", "38=10 40=2 44=1 111=1.5")), code(DoorReason::BadDisplay));
  EXPECT_EQ(refusal(order("H", "38=10 40=2 44=1 110=x")), code(DoorReason::BadMinQuantity));
  EXPECT_EQ(refusal(order("I", "38=10 40=2 44=1 2964=9")), code(DoorReason::BadSelfMatch));
}

TEST_F(FixDeskTest, APriceOffTheTickIsRejectedWithAllThatIsWrongInText) {
  const auto messages = done(order("A", "38=10 40=2 44=150.255"));
  ASSERT_EQ(messages.size(), 1U);
  EXPECT_EQ(field(messages[0], tag::kExecType), "8");
  EXPECT_EQ(field(messages[0], tag::kOrdStatus), "8");
  EXPECT_EQ(field(messages[0], tag::kText),
            "field 44: 150.255 is not a multiple of the tick, 0.01");
  EXPECT_EQ(refusal(order("B", "38=10 40=2 44=0")), code(DoorReason::BadPrice));
  EXPECT_EQ(refusal(order("C", "38=10 40=2 44=-1")), code(DoorReason::BadPrice));
  EXPECT_EQ(refusal(order("D", "38=10 40=2 44=21474836.48")), code(DoorReason::BadPrice));
  EXPECT_EQ(command(order("E", "38=10 40=2 44=21474836.47")).price, 2147483647U);
  EXPECT_EQ(refusal(order("F", "38=10 40=3 99=1.001")), code(DoorReason::BadPrice));
}

TEST_F(FixDeskTest, AnOrdersLifeIsToldInFull) {
  auto messages = done(order("A", "40=2 44=150.25 38=100 528=A 59=1 111=10"));
  ASSERT_EQ(messages.size(), 1U);
  EXPECT_EQ(field(messages[0], tag::kExecType), "0");
  EXPECT_EQ(field(messages[0], tag::kOrdStatus), "0");
  EXPECT_EQ(field(messages[0], tag::kExecId), "20251120-0-1");
  EXPECT_EQ(field(messages[0], tag::kMaxFloor), "10");
  EXPECT_EQ(field(messages[0], tag::kOrderCapacity), "A");
  EXPECT_EQ(field(messages[0], tag::kTimeInForce), "1");
  EXPECT_EQ(answers_.back().answers, 1U);
  EXPECT_EQ(answers_.back().report, 1U);

  venue_.fill(0, 1, 30);
  messages = told();
  EXPECT_EQ(field(messages[0], tag::kExecType), "F");
  EXPECT_EQ(field(messages[0], tag::kOrdStatus), "1");
  EXPECT_EQ(field(messages[0], tag::kLastQuantity), "30");
  EXPECT_EQ(field(messages[0], tag::kLeavesQuantity), "70");
  EXPECT_EQ(field(messages[0], tag::kCumulativeQuantity), "30");
  EXPECT_EQ(field(messages[0], tag::kAveragePrice), "150.25");
  EXPECT_EQ(field(messages[0], tag::kLastLiquidityInd), "1");
  EXPECT_EQ(field(messages[0], tag::kOrderQuantity), "100");
  EXPECT_EQ(answers_.back().answers, 0U);

  messages = done("G 11=B 41=A 55=AAPL 54=1 38=120 40=2 44=151 60=20251120-16:00:00");
  EXPECT_EQ(field(messages[0], tag::kExecType), "5");
  EXPECT_EQ(field(messages[0], tag::kOrdStatus), "1");
  EXPECT_EQ(field(messages[0], tag::kClOrdId), "B");
  EXPECT_EQ(field(messages[0], tag::kOrigClOrdId), "A");
  EXPECT_EQ(field(messages[0], tag::kOrderQuantity), "120");
  EXPECT_EQ(field(messages[0], tag::kLeavesQuantity), "90");
  EXPECT_EQ(field(messages[0], tag::kOrderCapacity), "A");

  messages = done("F 11=C 41=B 55=AAPL 54=1 60=20251120-16:00:00");
  EXPECT_EQ(field(messages[0], tag::kExecType), "4");
  EXPECT_EQ(field(messages[0], tag::kOrdStatus), "4");
  EXPECT_EQ(field(messages[0], tag::kClOrdId), "C");
  EXPECT_EQ(field(messages[0], tag::kOrigClOrdId), "B");
  EXPECT_EQ(field(messages[0], tag::kLeavesQuantity), "0");
  EXPECT_EQ(answers_.back().answers, 3U);
  EXPECT_EQ(desk_.waiting(), 0U);
}

TEST_F(FixDeskTest, RejectsNameTheirReason) {
  struct Case {
    std::string words;
    std::string reason;
  };
  (void)done(order("USED"));
  for (const Case& each :
       {Case{order("USED"), "6"}, Case{order("B", "40=2 44=1 38=1000000"), "3"},
        Case{order("C", "40=2 44=1 38=x"), "13"}, Case{order("D", "40=2 44=0.001 38=1"), "99"}}) {
    const auto messages = done(each.words);
    ASSERT_EQ(messages.size(), 1U);
    EXPECT_EQ(field(messages[0], tag::kOrdRejReason), each.reason) << each.words;
    EXPECT_NE(field(messages[0], tag::kText), "-");
    EXPECT_NE(answers_.back().answers, 0U);
  }
  std::string words = order("E");
  words.replace(words.find("AAPL"), 4, "NOPE");
  const auto messages = done(words);
  EXPECT_EQ(field(messages[0], tag::kOrdRejReason), "1");
  EXPECT_EQ(field(messages[0], tag::kSymbol), "NOPE");
}

TEST_F(FixDeskTest, ADuplicateNameLeavesTheFirstOrderAsItWas) {
  (void)done(order("A"));
  (void)done(order("A", "40=2 44=7 38=1"));
  ASSERT_NE(desk_.find("A"), nullptr);
  EXPECT_EQ(desk_.find("A")->status, '0');
  EXPECT_EQ(desk_.find("A")->price, 15025U);
  const auto messages = done("F 11=B 41=A 55=AAPL 54=1");
  EXPECT_EQ(field(messages[0], tag::kExecType), "4");
}

TEST_F(FixDeskTest, ACancelOfNothingSaysWhetherItIsUnknownOrTooLate) {
  (void)done(order("A"));
  (void)done("F 11=B 41=A 55=AAPL 54=1");
  auto messages = done("F 11=C 41=A 55=AAPL 54=1");
  EXPECT_EQ(messages[0].type, "9");
  EXPECT_EQ(field(messages[0], tag::kCxlRejReason), "0");
  EXPECT_EQ(field(messages[0], tag::kOrdStatus), "4");
  EXPECT_EQ(field(messages[0], tag::kCxlRejResponseTo), "1");
  EXPECT_EQ(field(messages[0], tag::kOrigClOrdId), "A");
  messages = done("F 11=D 41=NEVER 55=AAPL 54=1");
  EXPECT_EQ(field(messages[0], tag::kCxlRejReason), "1");
  EXPECT_EQ(field(messages[0], tag::kOrderId), "NONE");
  EXPECT_EQ(field(messages[0], tag::kOrigClOrdId), "NEVER");
  messages = done("F 11=D 41=A 55=AAPL 54=1");
  EXPECT_EQ(field(messages[0], tag::kCxlRejReason), "6");
  messages = done("G 11=E 41=A 55=AAPL 54=1 38=1 40=2 44=1");
  EXPECT_EQ(field(messages[0], tag::kCxlRejResponseTo), "2");
  EXPECT_EQ(field(messages[0], tag::kCxlRejReason), "0");
}

TEST_F(FixDeskTest, AReplaceKeepsWhatItDoesNotNameAndChangesNoOtherField) {
  (void)done(order("A", "40=4 44=150 99=149 38=100 59=1 2964=3 528=P"));
  const ClientRequest kept = wish("G 11=B 41=A 55=AAPL 54=1 38=50 40=4 44=151");
  EXPECT_EQ(kept.door_reason, 0);
  EXPECT_EQ(kept.other_user_ref, 1U);
  EXPECT_EQ(kept.command.self_match, static_cast<std::uint8_t>(SelfMatch::CancelBoth));
  EXPECT_EQ(kept.door[1], 'P');
  EXPECT_EQ(kept.command.stop_price, 0U);
  for (const std::string more : {"99=148 40=4", "59=0 40=4", "40=2", "110=5 40=4", "111=5 40=4",
                                 "59=6 126=20261120-00:00:00 40=4"}) {
    EXPECT_EQ(refusal("G 11=X" + std::to_string(seq_) + " 41=A 55=AAPL 54=1 38=50 44=151 " + more),
              code(DoorReason::ReplaceNotSupported))
        << more;
  }
  EXPECT_EQ(refusal("G 11=Y 41=A 55=AAPL 54=2 38=50 40=4 44=1"), code(DoorReason::BadSide));
  EXPECT_EQ(refusal("G 11=Z 41=A 55=MSFT 54=1 38=50 40=4 44=1"), code(DoorReason::BadSide));
  EXPECT_EQ(refusal("F 11=W 41=A 55=MSFT 54=1"), code(DoorReason::BadSide));
}

TEST_F(FixDeskTest, AReplaceToWhatIsExecutedEndsTheOrderByTheReplacesName) {
  (void)done(order("A", "40=2 44=1 38=107"));  // 3 are executed
  const auto messages = done("G 11=B 41=A 55=AAPL 54=1 38=3 40=2 44=1");
  EXPECT_EQ(field(messages[0], tag::kExecType), "4");
  EXPECT_EQ(field(messages[0], tag::kClOrdId), "B");
  EXPECT_EQ(field(messages[0], tag::kOrigClOrdId), "A");
  EXPECT_EQ(desk_.waiting(), 0U);
}

TEST_F(FixDeskTest, AMassCancelIsOfASymbolOrOfAll) {
  (void)done(order("A"));
  (void)done(order("B"));
  auto messages = done("q 11=C 530=1 55=MSFT");
  EXPECT_EQ(field(messages[0], tag::kTotalAffectedOrders), "0");
  EXPECT_EQ(field(messages[0], tag::kMassCancelResponse), "1");
  EXPECT_EQ(field(messages[0], tag::kSymbol), "MSFT");
  messages = done("q 11=D 530=7");
  ASSERT_EQ(messages.size(), 3U);
  EXPECT_EQ(field(messages[0], tag::kClOrdId), "A");
  EXPECT_EQ(field(messages[0], tag::kExecType), "4");
  EXPECT_EQ(field(messages[2], tag::kTotalAffectedOrders), "2");
  EXPECT_EQ(field(messages[2], tag::kMassCancelResponse), "7");
  messages = done("q 11=E 530=1 55=NOPE");
  EXPECT_EQ(field(messages[0], tag::kMassCancelResponse), "0");
  EXPECT_EQ(field(messages[0], tag::kMassCancelRejectReason), "1");
  EXPECT_EQ(field(messages[0], tag::kMassCancelRequestType), "1");
  messages = done("q 11=F 530=3");
  EXPECT_EQ(field(messages[0], tag::kMassCancelRejectReason), "0");
  EXPECT_EQ(field(messages[0], tag::kMassCancelRequestType), "3");
  messages = done("q 11=G 530=7 54=1");
  EXPECT_EQ(field(messages[0], tag::kMassCancelResponse), "0");
}

TEST_F(FixDeskTest, AStatusIsWhatTheClientWasToldLast) {
  (void)done(order("A", "40=2 44=150.25 38=107"));
  Outcome outcome = desk_.take(message("H 11=A 55=AAPL 54=1 790=Q"));
  ASSERT_TRUE(outcome.answer);
  const FixMessage& told = outcome.answer->message;
  EXPECT_EQ(field(told, tag::kExecType), "I");
  EXPECT_EQ(field(told, tag::kExecId), "0");
  EXPECT_EQ(field(told, tag::kOrdStatus), "1");
  EXPECT_EQ(field(told, tag::kCumulativeQuantity), "3");
  EXPECT_EQ(field(told, tag::kOrdStatusReqId), "Q");
  EXPECT_EQ(outcome.answer->report, 0U);
  EXPECT_NE(outcome.answer->answers, 0U);

  (void)done("G 11=B 41=A 55=AAPL 54=1 38=50 40=2 44=151");
  outcome = desk_.take(message("H 11=A 55=AAPL 54=1"));
  EXPECT_EQ(field(outcome.answer->message, tag::kClOrdId), "B");
  EXPECT_EQ(field(outcome.answer->message, tag::kPrice), "151");

  outcome = desk_.take(message("H 11=NEVER 55=AAPL 54=2"));
  EXPECT_EQ(field(outcome.answer->message, tag::kOrdStatus), "8");
  EXPECT_EQ(field(outcome.answer->message, tag::kOrdRejReason), "5");
  (void)wish(order("WAITING"));
  outcome = desk_.take(message("H 11=WAITING 55=AAPL 54=1"));
  EXPECT_EQ(field(outcome.answer->message, tag::kOrdStatus), "A");
}

TEST_F(FixDeskTest, AnUnfitNameIsABusinessReject) {
  for (const std::string& name : {std::string(21, 'x'), std::string{"a_b"}, std::string{"\x7f"}}) {
    const Outcome outcome = desk_.take(message(order(name)));
    ASSERT_TRUE(outcome.answer) << name;
    EXPECT_EQ(outcome.answer->message.type, "j");
    EXPECT_EQ(field(outcome.answer->message, tag::kRefMsgType), "D");
    EXPECT_NE(outcome.answer->answers, 0U);
  }
  EXPECT_TRUE(desk_.take(message(order(std::string(20, 'x')))).request);
}

TEST_F(FixDeskTest, WithoutADayNothingIsAsked) {
  venue_.end_day();
  const Outcome outcome = desk_.take(message(order("A")));
  ASSERT_TRUE(outcome.answer);
  EXPECT_EQ(outcome.answer->message.type, "j");
  EXPECT_EQ(field(outcome.answer->message, tag::kBusinessRejectReason), "4");
  EXPECT_FALSE(outcome.request);
}

TEST_F(FixDeskTest, WhatIsSentAgainIsPassedOverWhenAReportKnowsIt) {
  (void)done(order("A"));
  (void)done("F 11=B 41=A 55=AAPL 54=1");
  (void)done("q 11=C 530=7");
  (void)done("F 11=D 41=NEVER 55=AAPL 54=1");
  // As after a crash: all that is left are the reports.
  FixDesk after{venue_, 0, FixVersion::Fix44};
  for (std::uint64_t number = 1; number < next_; ++number) {
    (void)after.tell(venue_.reports(0).report(number));
  }
  for (const std::string& words :
       {order("A"), std::string{"F 11=B 41=A 55=AAPL 54=1"}, std::string{"q 11=C 530=7"},
        std::string{"F 11=D 41=NEVER 55=AAPL 54=1"}}) {
    FixMessage again = message(words);
    again.is_poss_dup = true;
    const Outcome outcome = after.take(again);
    EXPECT_FALSE(outcome.request || outcome.answer) << words;
  }
  FixMessage lost = message(order("LOST"));
  lost.is_poss_dup = true;
  const Outcome outcome = after.take(lost);
  ASSERT_TRUE(outcome.request);
  EXPECT_EQ(outcome.request->user_ref, 2U);
}

TEST_F(FixDeskTest, AfterACrashReportsAreToldAsTheyWereBefore) {
  (void)done(order("A", "40=2 44=150.25 38=107 528=A"));
  (void)done("G 11=B 41=A 55=AAPL 54=1 38=50 40=2 44=151");
  (void)done("F 11=C 41=B 55=AAPL 54=1");
  (void)done(order("D", "40=P 18=M 211=-0.05 38=10"));
  (void)done("F 11=E 41=D 55=AAPL 54=1");
  (void)done("F 11=F 41=D 55=AAPL 54=1");
  (void)done("q 11=G 530=7");
  FixDesk after{venue_, 0, FixVersion::Fix44};
  for (std::uint64_t number = 1; number < next_; ++number) {
    const FixMessage again = after.tell(venue_.reports(0).report(number)).message;
    const FixMessage& before = answers_[number - 1].message;
    ASSERT_EQ(again.fields.size(), before.fields.size());
    for (std::size_t i = 0; i < before.fields.size(); ++i) {
      EXPECT_EQ(again.fields[i].tag, before.fields[i].tag);
      EXPECT_EQ(again.fields[i].value, before.fields[i].value) << "report " << number;
    }
  }
}

TEST_F(FixDeskTest, UnaskedChangesAreRestatementsAndEndsNameTheirReason) {
  (void)done(order("A", "40=3 99=149 38=100 59=1"));
  const auto told_of = [&](ReportKind kind, std::uint8_t reason) {
    venue_.report(0, kind, 1, reason);
    return told().back();
  };
  FixMessage message = told_of(ReportKind::Triggered, code_of(MatchReason::Stop));
  EXPECT_EQ(field(message, tag::kExecType), "L");
  EXPECT_EQ(field(message, tag::kStopPrice), "149");
  message = told_of(ReportKind::Restated, code_of(MatchReason::Replenished));
  EXPECT_EQ(field(message, tag::kExecType), "D");
  EXPECT_EQ(field(message, tag::kExecRestatementReason), "99");
  message = told_of(ReportKind::Restated, code_of(MatchReason::Pegged));
  EXPECT_EQ(field(message, tag::kExecRestatementReason), "3");
  message = told_of(ReportKind::Reduced, code_of(MatchReason::SelfMatch));
  EXPECT_EQ(field(message, tag::kExecRestatementReason), "5");
  message = told_of(ReportKind::Cancelled, code_of(MatchReason::Expired));
  EXPECT_EQ(field(message, tag::kExecType), "C");
  EXPECT_EQ(field(message, tag::kOrdStatus), "C");
  EXPECT_EQ(field(message, tag::kText), "its time is over");
}

TEST_F(FixDeskTest, OrdersThatOutliveADayAreKnownByTheirNamesOnTheNext) {
  (void)done(order("A", "40=2 44=150.25 38=100 59=1"));
  (void)done(order("B", "40=2 44=150.25 38=107 59=1"));
  venue_.start_day("20251121");
  desk_.start_day();
  next_ = 1;
  const auto messages = told();
  ASSERT_EQ(messages.size(), 3U);
  EXPECT_EQ(messages[0].type, "h");
  EXPECT_EQ(field(messages[0], tag::kTradSesStatus), "2");
  EXPECT_EQ(field(messages[1], tag::kExecType), "D");
  EXPECT_EQ(field(messages[1], tag::kExecRestatementReason), "1");
  EXPECT_EQ(field(messages[1], tag::kExecId), "20251121-0-2");
  EXPECT_EQ(field(messages[2], tag::kOrdStatus), "1");
  EXPECT_EQ(field(messages[2], tag::kOrderQuantity), "107");
  EXPECT_EQ(refusal(order("A")), code(DoorReason::DuplicateName));
  EXPECT_EQ(wish("F 11=C 41=B 55=AAPL 54=1").user_ref, 2U);
  EXPECT_EQ(wish(order("D")).user_ref, 4U);
}

TEST_F(FixDeskTest, FixFiftyNamesWhatItNamesOtherwise) {
  FixDesk desk{venue_, 0, FixVersion::Fix50Sp2};
  venue_.request(*desk.take(message(order("A", "40=2 44=1 38=100 1138=10"))).request);
  venue_.request(*desk.take(message("q 11=B 530=7")).request);
  EXPECT_EQ(field(desk.tell(venue_.reports(0).report(1)).message, tag::kDisplayQuantity), "10");
  (void)desk.tell(venue_.reports(0).report(2));
  EXPECT_EQ(field(desk.tell(venue_.reports(0).report(3)).message, tag::kMassActionReportId),
            "20251120-0-3");
}

}  // namespace
}  // namespace hotbook::fix
