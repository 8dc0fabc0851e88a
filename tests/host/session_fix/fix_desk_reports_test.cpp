// What a client is told of its orders.

#include "tests/host/session_fix/fix_desk_fixture.hpp"

namespace hotbook::fix {
namespace {

constexpr std::uint8_t code_of(MatchReason reason) {
  return static_cast<std::uint8_t>(reason);
}

class FixDeskReports : public test::FixDeskFixture {};

TEST_F(FixDeskReports, AnOrdersLifeIsToldInFull) {
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

TEST_F(FixDeskReports, RejectsNameTheirReason) {
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

TEST_F(FixDeskReports, ADuplicateNameLeavesTheFirstOrderAsItWas) {
  (void)done(order("A"));
  (void)done(order("A", "40=2 44=7 38=1"));
  ASSERT_NE(desk_.find("A"), nullptr);
  EXPECT_EQ(desk_.find("A")->status, '0');
  EXPECT_EQ(desk_.find("A")->price, 15025U);
  const auto messages = done("F 11=B 41=A 55=AAPL 54=1");
  EXPECT_EQ(field(messages[0], tag::kExecType), "4");
}

TEST_F(FixDeskReports, ACancelOfNothingSaysWhetherItIsUnknownOrTooLate) {
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

TEST_F(FixDeskReports, AReplaceKeepsWhatItDoesNotNameAndChangesNoOtherField) {
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

TEST_F(FixDeskReports, AReplaceToWhatIsExecutedEndsTheOrderByTheReplacesName) {
  (void)done(order("A", "40=2 44=1 38=107"));  // 3 are executed
  const auto messages = done("G 11=B 41=A 55=AAPL 54=1 38=3 40=2 44=1");
  EXPECT_EQ(field(messages[0], tag::kExecType), "4");
  EXPECT_EQ(field(messages[0], tag::kClOrdId), "B");
  EXPECT_EQ(field(messages[0], tag::kOrigClOrdId), "A");
  EXPECT_EQ(desk_.waiting(), 0U);
}

TEST_F(FixDeskReports, AMassCancelIsOfASymbolOrOfAll) {
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

TEST_F(FixDeskReports, AStatusIsWhatTheClientWasToldLast) {
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

TEST_F(FixDeskReports, AnUnfitNameIsABusinessReject) {
  for (const std::string& name : {std::string(21, 'x'), std::string{"a_b"}, std::string{"\x7f"}}) {
    const Outcome outcome = desk_.take(message(order(name)));
    ASSERT_TRUE(outcome.answer) << name;
    EXPECT_EQ(outcome.answer->message.type, "j");
    EXPECT_EQ(field(outcome.answer->message, tag::kRefMsgType), "D");
    EXPECT_NE(outcome.answer->answers, 0U);
  }
  EXPECT_TRUE(desk_.take(message(order(std::string(20, 'x')))).request);
}

TEST_F(FixDeskReports, WithoutADayNothingIsAsked) {
  venue_.end_day();
  const Outcome outcome = desk_.take(message(order("A")));
  ASSERT_TRUE(outcome.answer);
  EXPECT_EQ(outcome.answer->message.type, "j");
  EXPECT_EQ(field(outcome.answer->message, tag::kBusinessRejectReason), "4");
  EXPECT_FALSE(outcome.request);
}

TEST_F(FixDeskReports, WhatIsSentAgainIsPassedOverWhenAReportKnowsIt) {
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

TEST_F(FixDeskReports, AfterACrashReportsAreToldAsTheyWereBefore) {
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

TEST_F(FixDeskReports, UnaskedChangesAreRestatementsAndEndsNameTheirReason) {
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
  EXPECT_EQ(field(message, tag::kOrderQuantity), "90");
  EXPECT_EQ(field(message, tag::kLeavesQuantity), "90");
  message = told_of(ReportKind::Cancelled, code_of(MatchReason::Expired));
  EXPECT_EQ(field(message, tag::kExecType), "C");
  EXPECT_EQ(field(message, tag::kOrdStatus), "C");
  EXPECT_EQ(field(message, tag::kText), "its time is over");
}

TEST_F(FixDeskReports, OrdersThatOutliveADayAreKnownByTheirNamesOnTheNext) {
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

TEST_F(FixDeskReports, FixFiftyNamesWhatItNamesOtherwise) {
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
