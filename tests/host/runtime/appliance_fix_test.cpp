// FIX clients of a real appliance: QuickFIX's initiator, on the venue itself.

#include <signal.h>

#include "tests/host/runtime/appliance_fixture.hpp"
#include "tests/host/session_fix/program.hpp"

namespace hotbook::runtime {
namespace {

using fix::test::field;
using fix::test::Program;

struct Version {
  const char* begin;
  const char* client;
};

class ApplianceFix : public ApplianceProcess, public ::testing::WithParamInterface<Version> {
 protected:
  void SetUp() override {
    ConfigLines lines;
    lines.fix = "address = \"127.0.0.1:0\"\n";
    lines.sessions =
        "[[session]]\ndoor = \"fix\"\nuser = \"C44\"\npassword = \"secret\"\naccount = \"beta\"\n"
        "cancel_on_disconnect = true\n"
        "[[session]]\ndoor = \"fix\"\nuser = \"C50\"\npassword = \"secret\"\naccount = \"beta\"\n"
        "cancel_on_disconnect = true\nfix_version = \"5.0sp2\"\n";
    start(lines);
    std::filesystem::create_directories(folder_ + "/client");
  }
  void log_on() {
    from_ = 0;
    client_.emplace(std::vector<std::string>{
        "../session_fix/fix_client", std::to_string(process_->port_of("fix door open")),
        GetParam().begin, GetParam().client, "HOTBOOK", "secret", folder_ + "/client"});
    ASSERT_FALSE(next("logon").empty()) << process_->log();
  }
  std::string next(const std::string& text) { return client_->line_with(text, from_); }
  // The next execution report after this was sent.
  std::string answer(const std::string& words, const std::string& type = "|35=8|") {
    client_->tell("send " + words);
    return next(type);
  }
  static std::string order(const std::string& name, char side, const std::string& price,
                           unsigned quantity = 100) {
    return "D 11=" + name + "|55=AAPL|54=" + side +
           "|60=20251120-16:00:00|38=" + std::to_string(quantity) + "|40=2|44=" + price;
  }
  [[nodiscard]] std::string session() const {
    return std::string{"C44"} == GetParam().client ? "3" : "4";
  }

  std::optional<Program> client_;
  std::size_t from_ = 0;
};

INSTANTIATE_TEST_SUITE_P(Versions, ApplianceFix,
                         ::testing::Values(Version{"FIX.4.4", "C44"}, Version{"FIXT.1.1", "C50"}),
                         [](const auto& test) { return std::string{test.param.client}; });

TEST_P(ApplianceFix, OrdersRestMeetChangeAndGo) {
  log_on();
  std::string told = answer(order("A", '1', "10.00"));
  EXPECT_EQ(field(told, 150), "0");
  EXPECT_EQ(field(told, 11), "A");
  EXPECT_EQ(live_orders(), 1U);
  told = answer(order("B", '2', "10.00", 30));
  EXPECT_EQ(field(told, 150), "0");
  told = next("|150=F|");
  const std::string other = next("|150=F|");
  EXPECT_EQ(field(told, 31), "10");
  EXPECT_EQ(field(told, 32), "30");
  EXPECT_NE(field(told, 11), field(other, 11)) << "both sides are the client's own";
  told = answer("G 11=C|41=A|55=AAPL|54=1|60=20251120-16:00:00|38=80|40=2|44=9.50");
  EXPECT_EQ(field(told, 150), "5");
  EXPECT_EQ(field(told, 151), "50");
  EXPECT_EQ(field(told, 14), "30");
  told = answer("F 11=D|41=C|55=AAPL|54=1|60=20251120-16:00:00");
  EXPECT_EQ(field(told, 150), "4");
  EXPECT_EQ(live_orders(), 0U);
  told = answer(order("E", '1', "10.001"));
  EXPECT_EQ(field(told, 150), "8") << "no multiple of the tick";
  told = answer("D 11=F|55=NONE|54=1|60=20251120-16:00:00|38=1|40=2|44=1");
  EXPECT_EQ(field(told, 103), "1");
}

TEST_P(ApplianceFix, WhoIsKickedIsToldAndItsOrdersGo) {
  log_on();
  EXPECT_EQ(field(answer(order("A", '1', "10.00")), 150), "0");
  EXPECT_EQ(live_orders(), 1U);
  const std::string sessions = command("sessions").out;
  std::size_t peers = 0;
  for (std::size_t at = sessions.find("127.0.0.1:"); at != std::string::npos;
       at = sessions.find("127.0.0.1:", at + 1)) {
    ++peers;
  }
  EXPECT_EQ(peers, traders_.size() + 1) << sessions;
  const testing::Finished kicked = command("sessions kick " + session() + " --json");
  EXPECT_EQ(kicked.status, 0) << kicked.error;
  EXPECT_NE(kicked.out.find("\"after\": \"false\""), std::string::npos) << kicked.out;
  EXPECT_NE(next("|35=5|").find("|58=an operator ends the connection|"), std::string::npos);
  EXPECT_EQ(live_orders(), 0U) << "cancel on disconnect";
  EXPECT_FALSE(next("logon").empty()) << "it may come again";
  EXPECT_FALSE(next("|150=4|").empty()) << "and is told what became of its order";
  EXPECT_EQ(field(answer(order("B", '1', "10.00")), 150), "0");
}

TEST_P(ApplianceFix, WhoIsDisabledIsLetInNoMoreUntilItIsEnabled) {
  log_on();
  EXPECT_EQ(command("sessions disable " + session()).status, 0);
  EXPECT_NE(next("|35=5|").find("|58=an operator ends the connection|"), std::string::npos);
  EXPECT_FALSE(next("disabled by the venue").empty());
  EXPECT_EQ(command("sessions enable " + session()).status, 0);
  EXPECT_FALSE(next("logon").empty());
  EXPECT_EQ(field(answer(order("A", '1', "10.00")), 150), "0");
}

TEST_P(ApplianceFix, AKillOfTheProgramLosesAndDoublesNothing) {
  log_on();
  EXPECT_EQ(field(answer(order("A", '1', "10.00")), 150), "0");
  const std::string exec_id = field(answer(order("B", '2', "11.00")), 17);
  ASSERT_EQ(process_->end(SIGKILL), 128 + SIGKILL);
  client_.reset();
  ASSERT_EQ(process_->start(), "");
  log_on();
  EXPECT_EQ(live_orders(), 2U) << "a crash is no disconnect";
  const std::string told = answer(order("C", '1', "11.00"));
  EXPECT_EQ(field(told, 150), "0");
  EXPECT_NE(field(told, 17), exec_id);
  EXPECT_FALSE(next("|150=F|").empty());
  EXPECT_FALSE(next("|150=F|").empty());
  std::size_t new_ones = 0;
  for (const std::string& line : client_->lines()) {
    if (line.find("|150=0|") != std::string::npos) ++new_ones;
  }
  EXPECT_EQ(new_ones, 1U) << "what was told before the crash is not told again";
}

}  // namespace
}  // namespace hotbook::runtime
