// The operator's commands against a server whose venue only remembers what it was asked: what is
// sent, what is printed where, and with which status a command ends.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "host/app/control_client.hpp"
#include "host/control/control_access.hpp"
#include "host/control/control_service.hpp"
#include "host/control/http_server.hpp"
#include "tests/host/control/fake_target.hpp"
#include "tests/support/run_hotbook.hpp"

namespace hotbook {
namespace {

namespace json = boost::json;
using testing::Finished;

class ControlCli : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = ::testing::TempDir() + "hotbook_control_cli_" +
              ::testing::UnitTest::GetInstance()->current_test_info()->name();
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    audit_ = std::make_unique<control::AuditLog>(folder_ + "/audit.jsonl");
    service_ = std::make_unique<control::ControlService>(
        venue_, control::ControlAccess{{}, "secret"}, *audit_, [] { return std::string{}; });
    server_ = std::make_unique<control::HttpServer>(
        control::HttpOptions{},
        [this](const control::Request& request) { return service_->handle(request, 1); });
    server_->start();
    write_access("secret");
  }
  void TearDown() override {
    server_.reset();
    std::filesystem::remove_all(folder_);
  }
  void write_access(const std::string& token) const {
    control::write_access_file(folder_ + "/control.json",
                               {"http://127.0.0.1:" + std::to_string(server_->port()), token, ""});
  }

  Finished run(const std::string& command) const {
    return testing::run_hotbook(command + " --access " + folder_ + "/control.json", folder_, 60);
  }
  // What the venue was asked by a command that succeeded.
  std::string asked(const std::string& command) {
    venue_.calls.clear();
    const Finished done = run(command);
    EXPECT_EQ(done.status, 0) << command << "\n" << done.error;
    EXPECT_EQ(done.error, "") << command;
    return venue_.calls.size() == 1 ? venue_.calls[0] : "not one call";
  }

  std::string folder_;
  control::testing::FakeTarget venue_;
  std::unique_ptr<control::AuditLog> audit_;
  std::unique_ptr<control::ControlService> service_;
  std::unique_ptr<control::HttpServer> server_;
};

TEST_F(ControlCli, EveryCommandAsksForWhatItSays) {
  EXPECT_EQ(asked("status"), "status");
  EXPECT_EQ(asked("books"), "books");
  EXPECT_EQ(asked("books B.A+ --depth 3"), "book B.A+ 3");
  EXPECT_EQ(asked("orders"), "orders account=* symbol=* session=* after=0 count=100");
  EXPECT_EQ(asked("orders --account a --symbol SPY --session 0 --after 7 --count 5"),
            "orders account=a symbol=SPY session=0 after=7 count=5");
  EXPECT_EQ(asked("sessions"), "sessions");
  EXPECT_EQ(asked("sessions kick 3"), "local: session 3 0");
  EXPECT_EQ(asked("account disable alpha"), "local: account alpha 1");
  EXPECT_EQ(asked("risk"), "risk");
  EXPECT_EQ(asked("limits"), "limits");
  EXPECT_EQ(asked("limits order_quantity=5 open_orders=0 --scope account --name a"),
            "local: limits 1:a:1=5 1:a:7=0");
  EXPECT_EQ(asked("kill on firm"), "local: kill 0: on");
  EXPECT_EQ(asked("kill off session 3"), "local: kill 3:3 off");
  EXPECT_EQ(asked("halt SPY"), "local: book SPY 1");
  EXPECT_EQ(asked("open --all"), "local: book  0");
  EXPECT_EQ(asked("resume SPY"), "local: book SPY 2");
  EXPECT_EQ(asked("close SPY"), "local: book SPY 3");
  EXPECT_EQ(asked("day start --date 20260105"), "local: day 0 20260105");
  EXPECT_EQ(asked("day end"), "local: day 1 -");
  EXPECT_EQ(asked("card status"), "card");
  EXPECT_EQ(asked("card attach"), "local: card 0");
  EXPECT_EQ(asked("card detach"), "local: card 1");
  EXPECT_EQ(asked("stop"), "local: stop");
}

TEST_F(ControlCli, SeveralInstrumentsAreHaltedOneByOne) {
  EXPECT_EQ(run("halt A B").status, 0);
  EXPECT_EQ(venue_.calls, (std::vector<std::string>{"local: book A 1", "local: book B 1"}));
}

TEST_F(ControlCli, PeopleGetAlignedTextAndMachinesTheAnswerItself) {
  const Finished status = run("status");
  EXPECT_TRUE(status.out.starts_with("venue                FAKE\n")) << status.out;
  EXPECT_NE(status.out.find("live_orders          18446744073709551615\n"), std::string::npos);
  const json::value answer = json::parse(run("status --json").out);
  EXPECT_EQ(answer.at("live_orders").as_uint64(), 18'446'744'073'709'551'615U);
  EXPECT_EQ(run("kill on firm").out, "kill 0: on: before -> after\n");
  EXPECT_NE(run("orders").out.find("there are more: --after 1\n"), std::string::npos);
  EXPECT_NE(run("card status").out.find("frames  3\n"), std::string::npos);
}

TEST_F(ControlCli, ARefusalIsToldInTheVenuesWords) {
  venue_.refusal = control::Refusal{control::RefusalCode::Conflict, "there is no card"};
  const Finished refused = run("card attach");
  EXPECT_EQ(refused.status, 3);
  EXPECT_EQ(refused.out, "");
  EXPECT_EQ(refused.error, "hotbook: there is no card\n");
}

TEST_F(ControlCli, ATokenThatIsNotRightIsToldSo) {
  write_access("wrong");
  const Finished refused = run("status");
  EXPECT_EQ(refused.status, 3);
  EXPECT_EQ(refused.error, "hotbook: this needs a token: Authorization: Bearer TOKEN\n");
}

TEST_F(ControlCli, WithoutAnApplianceItSaysWhereItLooked) {
  server_->stop();
  const Finished ended = run("status");
  EXPECT_EQ(ended.status, 3);
  EXPECT_EQ(ended.error, "hotbook: http://127.0.0.1:" + std::to_string(server_->port()) +
                             ": Connection refused; the appliance is not running\n");
  std::filesystem::remove(folder_ + "/control.json");
  const Finished none = run("status");
  EXPECT_EQ(none.status, 3);
  EXPECT_EQ(none.error,
            "hotbook: " + folder_ + "/control.json: cannot be read: No such file or directory\n");
}

TEST_F(ControlCli, ABadCommandLineAsksTheVenueNothing) {
  EXPECT_EQ(run("kill maybe firm").status, 2);
  EXPECT_EQ(run("kill on everything").status, 2);
  EXPECT_EQ(run("sessions explode 3").status, 2);
  EXPECT_EQ(run("orders --count 0").status, 2);
  EXPECT_EQ(run("halt").error, "hotbook: say which instruments, or --all\n");
  EXPECT_EQ(run("halt SPY --all").status, 3);
  EXPECT_EQ(run("sessions kick").error, "hotbook: sessions kick needs the session's number\n");
  EXPECT_EQ(run("limits open_orders=x --scope firm").error,
            "hotbook: 'open_orders=x' is not LIMIT=NUMBER, such as order_quantity=1000\n");
  EXPECT_EQ(run("limits open_orders=5").error, "hotbook: --scope says whose limits are set\n");
  EXPECT_TRUE(venue_.calls.empty());
}

TEST_F(ControlCli, TheDescriptionOfTheApiIsTheRepositorys) {
  EXPECT_EQ(testing::run_hotbook("api", folder_, 60).out,
            testing::read_text(HOTBOOK_SOURCE "/host/control/openapi.json"));
}

TEST_F(ControlCli, TheExampleOfTheConfigurationIsGoodAndAWrongOneIsExplained) {
  const Finished example = testing::run_hotbook("config example", folder_, 60);
  std::ofstream{folder_ + "/c.toml"} << example.out;
  const Finished good = testing::run_hotbook("config check " + folder_ + "/c.toml", folder_, 60);
  EXPECT_EQ(good.status, 0);
  EXPECT_EQ(good.out, folder_ + "/c.toml: 8 instruments, 2 accounts, 4 sessions\n");
  std::ofstream{folder_ + "/c.toml"} << "[log]\nlevel = 5\n";
  const Finished bad = testing::run_hotbook("config check " + folder_ + "/c.toml", folder_, 60);
  EXPECT_EQ(bad.status, 3);
  EXPECT_EQ(bad.error, folder_ + "/c.toml:2:9: log.level: is an integer, not a string\n");
}

TEST_F(ControlCli, AMadeTokenFitsTheConfiguration) {
  const Finished made = testing::run_hotbook("config token eve --role risk", folder_, 60);
  std::ofstream{folder_ + "/c.toml"} << made.out;
  EXPECT_EQ(testing::run_hotbook("config check " + folder_ + "/c.toml", folder_, 60).status, 0)
      << made.out;
  EXPECT_EQ(testing::run_hotbook("config token 'a b'", folder_, 60).status, 2);
}

TEST(ControlTables, AlignNumbersRightAndTextLeftAndLeaveListsOut) {
  const json::array rows{json::object{{"name", "a"}, {"count", 5}, {"price", "1.50"}, {"is", true}},
                         json::object{{"name", "long"},
                                      {"count", 12345},
                                      {"price", "10.25"},
                                      {"is", false},
                                      {"list", json::array{}}}};
  EXPECT_EQ(app::as_table(rows, "none"),
            "name  count  price  is\n"
            "a         5   1.50  yes\n"
            "long  12345  10.25  no\n");
  EXPECT_EQ(app::as_table({}, "none"), "none\n");
  EXPECT_EQ(app::as_list({{"a", 1}, {"long", ""}, {"list", json::array{}}}), "a     1\nlong\n");
}

TEST(ControlTables, ALadderShowsTheShorterSideEmpty) {
  const auto level = [](const char* price, int quantity) {
    return json::object{{"price", price}, {"quantity", quantity}, {"orders", 1}};
  };
  EXPECT_EQ(app::as_ladder({level("1.00", 5), level("0.99", 700)}, {level("1.01", 6)}),
            "bid_orders  bid_quantity  bid_price  ask_price  ask_quantity  ask_orders\n"
            "         1             5       1.00       1.01             6           1\n"
            "         1           700       0.99\n");
  EXPECT_EQ(app::as_ladder({}, {}), "no orders\n");
}

}  // namespace
}  // namespace hotbook
