// The FIX door in a process of its own, against QuickFIX's initiator in another.

#include <gtest/gtest.h>

#include <optional>

#include "tests/host/session_fix/program.hpp"

namespace hotbook::fix {
namespace {

using test::field;
using test::Folder;
using test::Program;

struct Version {
  const char* begin;
  const char* client;
};

class FixSession : public testing::TestWithParam<Version> {
 protected:
  void SetUp() override { serve(); }

  void serve(const std::string& port = "0") {
    server_.emplace(std::vector<std::string>{"fix_server", folder_.path(), port, "500"});
    const std::string line = server_->line_with("port ");
    ASSERT_FALSE(line.empty());
    port_ = line.substr(5);
  }

  [[nodiscard]] std::vector<std::string> client_words(const std::string& password = "secret",
                                                      const std::string& store = "/client") const {
    return {"fix_client", port_,    GetParam().begin,      GetParam().client,
            "HOTBOOK",    password, folder_.path() + store};
  }
  void log_on() {
    client_.emplace(client_words());
    ASSERT_FALSE(next("logon").empty());
  }

  // The next line of the client that holds this, behind those found before.
  std::string next(const std::string& text) { return client_->line_with(text, from_); }
  std::string answer(const std::string& words, const std::string& type = "|35=8|") {
    client_->tell("send " + words);
    return next("app " + std::string{"8="} + GetParam().begin + "|9=").find(type) ==
                   std::string::npos
               ? std::string{}
               : last_app();
  }
  [[nodiscard]] std::string last_app() const {
    const auto lines = client_->lines();
    return lines[from_ - 1];
  }
  static std::string order(const std::string& name, const std::string& more = "38=100|40=2|44=10") {
    return "D 11=" + name + "|55=AAPL|54=1|60=20251120-16:00:00|" + more;
  }

  Folder folder_;
  std::optional<Program> server_;
  std::optional<Program> client_;
  std::string port_;
  std::size_t from_ = 0;
};

INSTANTIATE_TEST_SUITE_P(Versions, FixSession,
                         testing::Values(Version{"FIX.4.4", "C44"}, Version{"FIXT.1.1", "C50"}),
                         [](const auto& test) { return std::string{test.param.client}; });

TEST_P(FixSession, EveryMessageIsAnsweredByWhatTheVenueDid) {
  log_on();
  std::string told = answer(order("A", "38=107|40=2|44=150.25"));
  EXPECT_EQ(field(told, 150), "0");
  EXPECT_EQ(field(told, 11), "A");
  told = next("|150=F|");
  EXPECT_EQ(field(told, 32), "3");
  EXPECT_EQ(field(told, 39), "1");
  told = answer("H 11=A|55=AAPL|54=1|790=q");
  EXPECT_EQ(field(told, 150), "I");
  EXPECT_EQ(field(told, 14), "3");
  told = answer("G 11=B|41=A|55=AAPL|54=1|60=20251120-16:00:00|38=50|40=2|44=151");
  EXPECT_EQ(field(told, 150), "5");
  EXPECT_EQ(field(told, 151), "47");
  told = answer("F 11=C|41=B|55=AAPL|54=1|60=20251120-16:00:00");
  EXPECT_EQ(field(told, 150), "4");
  told = answer("F 11=D|41=B|55=AAPL|54=1|60=20251120-16:00:00", "|35=9|");
  EXPECT_EQ(field(told, 102), "0");
  (void)answer(order("E"));
  told = answer("q 11=F|530=7|60=20251120-16:00:00");
  EXPECT_EQ(field(told, 39), "4");
  told = next("|35=r|");
  EXPECT_EQ(field(told, 533), "1");
}

TEST_P(FixSession, WhatIsWrongIsRejectedByItsTagOrReason) {
  log_on();
  EXPECT_EQ(field(answer(order("A", "38=1|40=2|44=1.001")), 103), "99");
  EXPECT_EQ(field(answer(order("A")), 103), "6");
  EXPECT_EQ(field(answer(order("B", "38=1000000|40=2|44=1")), 103), "3");
  EXPECT_EQ(field(answer("AF 584=1|585=7", "|35=j|"), 380), "3");
  EXPECT_EQ(field(answer(order(std::string(21, 'x')), "|35=j|"), 379), std::string(21, 'x'));
  const auto rejected = [&](const std::string& words) {
    client_->tell("send " + words);
    return next("|35=3|");
  };
  EXPECT_EQ(field(rejected(order("C", "38=1|40=Z")), 371), "40");                // no such value
  EXPECT_EQ(field(rejected(order("D", "38=1|40=2|44=1|9999=1")), 371), "9999");  // no such field
  EXPECT_EQ(field(rejected(order("E", "38=1|40=2|44=1|790=1")), 371),
            "790");                                                     // not of this message
  EXPECT_EQ(field(rejected(order("F", "38=1|40=2|44=x")), 371), "44");  // no number
  EXPECT_EQ(field(rejected("D 11=G|55=AAPL|60=20251120-16:00:00|38=1|40=2"), 371),
            "54");  // missing
  EXPECT_EQ(field(rejected("UX 1=1"), 373), "11");
  EXPECT_EQ(field(answer(order("H")), 150), "0");  // and nothing of it was worse than that
}

TEST_P(FixSession, AnOperatorsDropIsToldAndTheClientMayComeAgain) {
  log_on();
  const std::string session = GetParam().begin == std::string{"FIX.4.4"} ? "0" : "1";
  const std::string other = session == "0" ? "1" : "0";
  server_->tell("peer " + other);
  EXPECT_FALSE(server_->line_with("peer .").empty());
  server_->tell("peer " + session);
  EXPECT_FALSE(server_->line_with("peer 127.0.0.1:").empty());
  server_->tell("drop " + other);
  server_->tell("drop " + session);
  EXPECT_NE(next("|35=5|").find("|58=an operator ends the connection|"), std::string::npos);
  EXPECT_FALSE(server_->line_with("logged_out 1").empty());
  EXPECT_FALSE(next("logon").empty()) << "QuickFIX's initiator connects again";
  EXPECT_EQ(field(answer(order("A")), 150), "0");
}

TEST_P(FixSession, WhatHappensWhileTheClientIsAwayItGetsByResend) {
  log_on();
  (void)answer(order("A"));
  (void)answer(order("B"));
  client_->tell("quit");
  EXPECT_EQ(client_->wait(), 0);
  ASSERT_FALSE(server_->line_with("logged_out 1").empty());
  const std::string session = GetParam().client == std::string{"C44"} ? "0" : "1";
  server_->tell("fill " + session + " 1 40");
  server_->tell("fill " + session + " 2 50");
  server_->tell("settle");
  ASSERT_FALSE(server_->line_with("settled").empty());
  from_ = 0;
  log_on();
  std::string told = next("|150=F|");
  EXPECT_EQ(field(told, 11), "A");
  EXPECT_EQ(field(told, 43), "Y");
  EXPECT_EQ(field(told, 17), std::string{"20251120-"} + session + "-3");
  told = next("|150=F|");
  EXPECT_EQ(field(told, 11), "B");
  told = answer(order("C"));
  EXPECT_EQ(field(told, 17), std::string{"20251120-"} + session + "-5");
}

TEST_P(FixSession, AClientThatLostItsPlaceGetsReportsAgainAndGapsFilled) {
  log_on();
  for (const char* name : {"A", "B", "C"}) (void)answer(order(name));
  client_->tell("next_in 1");
  client_->tell("send 1 112=there");
  // From its own Logon on: the Logon itself is no report and is filled over.
  const std::string filled = next("|35=4|");
  EXPECT_EQ(field(filled, 123), "Y");
  EXPECT_EQ(field(filled, 34), "1");
  for (const char* name : {"A", "B", "C"}) {
    const std::string told = next("|43=Y|");
    if (field(told, 35) != "8") continue;
    EXPECT_EQ(field(told, 11), name);
    EXPECT_FALSE(field(told, 122).empty());
  }
  EXPECT_EQ(field(answer(order("D")), 150), "0");
}

TEST_P(FixSession, AGapInTheClientsMessagesIsAskedForAndFilled) {
  log_on();
  (void)answer(order("A"));
  client_->tell("next_out 12");
  client_->tell("send " + order("B"));
  const std::string asked = next("|35=2|");
  EXPECT_EQ(field(asked, 16), "0");
  EXPECT_EQ(field(next("|150=0|"), 11), "B");
  EXPECT_EQ(field(answer(order("C")), 11), "C");
}

TEST_P(FixSession, AResetOfNumbersTellsNothingTwice) {
  log_on();
  (void)answer(order("A"));
  client_->tell("quit");
  EXPECT_EQ(client_->wait(), 0);
  auto words = client_words("secret", "/other");
  words.emplace_back("reset");
  client_.emplace(words);
  from_ = 0;
  ASSERT_FALSE(next("logon").empty());
  const std::string told = answer(order("B"));
  EXPECT_EQ(field(told, 11), "B");
  EXPECT_EQ(field(told, 17).back(), '2');
  for (const std::string& line : client_->lines()) {
    EXPECT_EQ(line.find("|11=A|"), std::string::npos) << line;
  }
}

TEST_P(FixSession, AClientMayResetTheNumberThatIsExpectedOfIt) {
  log_on();
  client_->tell("send 4 36=50");
  client_->tell("next_out 50");
  EXPECT_EQ(field(answer(order("A")), 150), "0");
}

TEST_P(FixSession, ASecondLoginIsRefusedAndTheFirstDoesNotNotice) {
  log_on();
  Program second{client_words("secret", "/second")};
  EXPECT_FALSE(server_->line_with("is refused").empty());
  EXPECT_EQ(field(answer(order("A")), 150), "0");
  for (const std::string& line : second.lines()) EXPECT_EQ(line.find("logon"), std::string::npos);
  for (const std::string& line : client_->lines()) EXPECT_NE(line, "logout ");
}

TEST_P(FixSession, AWrongPasswordIsRefusedAndResetsNothing) {
  log_on();
  (void)answer(order("A"));
  client_->tell("quit");
  EXPECT_EQ(client_->wait(), 0);
  ASSERT_FALSE(server_->line_with("logged_out 1").empty());
  {
    Program wrong{client_words("guess", "/wrong")};
    EXPECT_NE(wrong.line_with("|35=5|").find("MsgSeqNum too low"), std::string::npos);
    auto words = client_words("guess", "/reset");
    words.emplace_back("reset");
    Program resets{words};
    EXPECT_FALSE(server_->line_with("is refused: wrong password").empty());
  }
  {
    Program wrong{client_words("guess")};
    EXPECT_NE(wrong.line_with("|35=5|").find("wrong password"), std::string::npos);
  }
  from_ = 0;
  log_on();
  EXPECT_EQ(field(answer(order("B")), 17).back(), '2');
}

TEST_P(FixSession, TheVenueHearsOfEveryEndOfAConnection) {
  log_on();
  client_->tell("logout");
  EXPECT_FALSE(server_->line_with("logged_out 1").empty());
  client_->tell("logon");
  ASSERT_FALSE(next("logon").empty());
  client_->kill();
  EXPECT_FALSE(server_->line_with("logged_out 2").empty());
}

TEST_P(FixSession, ANewDayEndsConnectionsAndBeginsAllNumbersAgain) {
  log_on();
  (void)answer(order("A", "38=100|40=2|44=10|59=1"));
  server_->tell("over");
  EXPECT_FALSE(next("|340=3|").empty());
  EXPECT_EQ(field(answer(order("B"), "|35=j|"), 380), "4");
  server_->tell("day 20251121");
  ASSERT_FALSE(next("logout").empty());
  client_->kill();
  auto words = client_words("secret", "/tomorrow");
  client_.emplace(words);
  from_ = 0;
  ASSERT_FALSE(next("logon").empty());
  const std::string opened = next("|340=2|");
  EXPECT_EQ(field(opened, 43), "Y");
  EXPECT_EQ(field(next("|150=D|"), 11), "A");
  EXPECT_EQ(field(answer("F 11=C|41=A|55=AAPL|54=1|60=20251121-16:00:00"), 150), "4");
  for (const std::string& line : client_->lines()) {
    EXPECT_EQ(line.find("|17=20251120-"), std::string::npos) << line;
  }
}

TEST_P(FixSession, AfterACrashNothingThatWasAnsweredIsAskedForAgain) {
  log_on();
  for (const char* name : {"A", "B", "C"}) (void)answer(order(name));
  server_->kill();
  serve(port_);
  ASSERT_FALSE(next("logon").empty());
  EXPECT_EQ(field(answer(order("D")), 11), "D");
  for (const std::string& line : client_->lines()) {
    EXPECT_EQ(line.find("|35=2|"), std::string::npos) << line;
  }
}

TEST_P(FixSession, AStopSaysGoodbye) {
  log_on();
  server_->tell("quit");
  EXPECT_NE(next("|35=5|").find("the venue closes"), std::string::npos);
  EXPECT_EQ(server_->wait(), 0);
  EXPECT_FALSE(server_->line_with("logouts 1").empty());
}

TEST_P(FixSession, AStoreThatToldMoreThanTheVenueKnowsStopsTheStart) {
  log_on();
  (void)answer(order("A"));
  client_.reset();
  server_->kill();
  ASSERT_EQ(std::remove((folder_.path() + "/journal").c_str()), 0);
  server_.emplace(std::vector<std::string>{"fix_server", folder_.path(), "0", "500"});
  EXPECT_FALSE(server_->line_with("has told report 1 of day 20251120").empty());
  EXPECT_EQ(server_->wait(), 1);
}

}  // namespace
}  // namespace hotbook::fix
