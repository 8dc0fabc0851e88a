// What operators and the system do to a running appliance.

#include <signal.h>

#include <boost/asio/ip/tcp.hpp>

#include <fstream>
#include <thread>

#include "host/control/control_access.hpp"
#include "host/domain/sha256.hpp"
#include "tests/host/runtime/appliance_fixture.hpp"

namespace hotbook::runtime {
namespace {

using testing::Finished;

std::string sha256_of(std::string_view text) {
  return sha256_hex({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

std::string token_lines(const std::string& token) {
  return "[[control.token]]\nname = \"olga\"\nrole = \"operator\"\nsha256 = \"" + sha256_of(token) +
         "\"\n";
}

class ApplianceOperators : public ApplianceProcess {
 protected:
  [[nodiscard]] std::size_t reloads() const {
    std::size_t count = 0;
    const std::string log = process_->log();
    for (std::size_t at = log.find("event=reloaded"); at != std::string::npos;
         at = log.find("event=reloaded", at + 1)) {
      ++count;
    }
    return count;
  }
  void reload() {
    const std::size_t before = reloads();
    ::kill(process_->pid(), SIGHUP);
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds{10};
    while (reloads() == before && std::chrono::steady_clock::now() < until) {
      std::this_thread::sleep_for(std::chrono::milliseconds{5});
    }
    ASSERT_GT(reloads(), before) << process_->log();
  }
  // A command that says who it is by a token of its own.
  Finished as_olga(const std::string& words, const std::string& token) {
    const control::AccessFile access = control::read_access_file(process_->access_file());
    control::write_access_file(folder_ + "/olga.json", {access.url, token, ""});
    return testing::run_hotbook(words + " --access " + folder_ + "/olga.json", folder_, 30);
  }
  std::string scrape() {
    const std::string url = control::read_access_file(process_->access_file()).url;
    boost::asio::ip::tcp::iostream http{"127.0.0.1", url.substr(url.rfind(':') + 1)};
    http << "GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n" << std::flush;
    return {std::istreambuf_iterator<char>{http}, {}};
  }
  static bool until(const std::function<bool()>& holds) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{10};
    while (!holds() && std::chrono::steady_clock::now() < end) {
      std::this_thread::sleep_for(std::chrono::milliseconds{5});
    }
    return holds();
  }
};

TEST_F(ApplianceOperators, HangupsHoweverManyNeverEndIt) {
  start();
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds{1};
  while (std::chrono::steady_clock::now() < until) ASSERT_EQ(::kill(process_->pid(), SIGHUP), 0);
  for (app::OuchTrader& trader : traders_) ASSERT_EQ(trader.trade(5), "");
  for (app::OuchTrader& trader : traders_) ASSERT_EQ(trader.listen(), "");
  EXPECT_GT(live_orders(), 0U);
  EXPECT_EQ(process_->end(SIGTERM), 0) << process_->log();
}

TEST_F(ApplianceOperators, AHangupTakesTokensAndLimitsAsTheFileNowSays) {
  ConfigLines lines;
  lines.accounts =
      "[[account]]\nname = \"alpha\"\nlimits = { order_quantity = 500, position = 9000 }\n"
      "[[account]]\nname = \"beta\"\n";
  lines.control = token_lines("first");
  start(lines);
  EXPECT_EQ(as_olga("status", "first").status, 0);
  EXPECT_NE(as_olga("status", "second").status, 0);
  EXPECT_EQ(command("limits order_quantity=700 --scope account --name alpha").status, 0);

  lines.accounts =
      "[[account]]\nname = \"alpha\"\nlimits = { order_quantity = 600 }\n"
      "[[account]]\nname = \"beta\"\n";
  lines.control = token_lines("second");
  rewrite(lines);
  reload();
  EXPECT_NE(as_olga("status", "first").status, 0);
  EXPECT_EQ(as_olga("status", "second").status, 0);
  EXPECT_EQ(command("status").status, 0) << "the access file's own token stays";
  const std::string limits = command("limits").out;
  EXPECT_NE(limits.find("600"), std::string::npos) << limits;
  EXPECT_EQ(limits.find("700"), std::string::npos) << limits;
  EXPECT_EQ(limits.find("9000"), std::string::npos) << "it is in the file no more: " << limits;
  EXPECT_EQ(process_->log().find("waits for a start"), std::string::npos);
  const std::string rows = journal_rows();
  reload();
  EXPECT_EQ(journal_rows(), rows) << "nothing is set that is so already";
}

TEST_F(ApplianceOperators, AHangupWithAWrongFileChangesNothingAndSaysWhy) {
  ConfigLines lines;
  lines.control = token_lines("first");
  start(lines);
  std::ofstream{folder_ + "/hotbook.toml", std::ios::app} << "rubbish = 1\n";
  ::kill(process_->pid(), SIGHUP);
  EXPECT_TRUE(until([&] { return process_->log().find("not reloaded") != std::string::npos; }));
  EXPECT_NE(process_->log().find("rubbish"), std::string::npos) << process_->log();
  EXPECT_EQ(as_olga("status", "first").status, 0);

  ConfigLines other = lines;
  other.accounts = "[[account]]\nname = \"beta\"\n[[account]]\nname = \"alpha\"\n";
  other.control = token_lines("second");
  rewrite(other);
  ::kill(process_->pid(), SIGHUP);
  EXPECT_TRUE(
      until([&] { return process_->log().find("other instruments") != std::string::npos; }));
  EXPECT_EQ(as_olga("status", "first").status, 0);

  lines.venue = "max_orders = 77\n";
  rewrite(lines);
  reload();
  EXPECT_TRUE(
      until([&] { return process_->log().find("waits for a start") != std::string::npos; }));
}

TEST_F(ApplianceOperators, MetricsSayWhereTheTimeOfRequestsGoes) {
  start();
  for (int turn = 0; turn < 40; ++turn) {
    for (app::OuchTrader& trader : traders_) ASSERT_EQ(trader.trade(10), "");
  }
  for (app::OuchTrader& trader : traders_) ASSERT_EQ(trader.listen(), "");
  const std::string metrics = scrape();
  for (const std::string stage : {"decode", "risk", "journal", "match", "release"}) {
    const std::string key = "hotbook_stage_seconds_count{stage=\"" + stage + "\"} ";
    const std::size_t at = metrics.find(key);
    ASSERT_NE(at, std::string::npos) << key;
    EXPECT_GE(std::stoul(metrics.substr(at + key.size())), 1'200U / 32 - 1) << stage;
  }
  EXPECT_NE(metrics.find("hotbook_card_takeover_seconds_count"), std::string::npos);
}

TEST_F(ApplianceOperators, AKickEndsTheConnectionAndIsOnRecord) {
  start();
  EXPECT_NE(command("sessions").out.find("127.0.0.1:"), std::string::npos) << "the client's end";
  const Finished kicked = command("sessions kick 1 --json");
  EXPECT_EQ(kicked.status, 0) << kicked.error;
  EXPECT_NE(kicked.out.find("session 1 logged in"), std::string::npos) << kicked.out;
  EXPECT_TRUE(until([&] { return traders_[1].listen().empty() && !traders_[1].is_connected(); }));
  EXPECT_NE(command("sessions kick 1").status, 0) << "it is not there any more";
  ASSERT_EQ(traders_[1].connect("127.0.0.1", process_->port_of("ouch door open")), "");
  EXPECT_NE(journal_rows().find("local: kick session 1"), std::string::npos) << journal_rows();

  EXPECT_EQ(command("sessions disable 1").status, 0);
  EXPECT_TRUE(until([&] { return traders_[1].listen().empty() && !traders_[1].is_connected(); }));
  EXPECT_NE(traders_[1].connect("127.0.0.1", process_->port_of("ouch door open")), "");
}

TEST_F(ApplianceOperators, WhatIsRefusedLeavesNoRecord) {
  start();
  const std::string before = journal_rows();
  EXPECT_NE(command("day start").status, 0) << "it has begun";
  EXPECT_EQ(command("open AAPL").status, 0) << "it is open: nothing is changed";
  EXPECT_NE(command("card attach").status, 0) << "there is none";
  EXPECT_EQ(journal_rows(), before);
  EXPECT_EQ(command("halt AAPL").status, 0);
  EXPECT_NE(journal_rows().find("local: AAPL halted"), std::string::npos) << journal_rows();
  EXPECT_EQ(command("day end").status, 0);
  const std::string after = journal_rows();
  EXPECT_NE(after.find("day_end"), std::string::npos) << after;
  EXPECT_NE(after.substr(after.find("day_end")).find("local"), std::string::npos) << after;
}

TEST_F(ApplianceOperators, ADayThatEndsAtTheStartLeavesItsSnapshotWhateverThePolicy) {
  ConfigLines lines;
  lines.journal = "policy = \"write\"\n";
  lines.venue = "timezone_offset_minutes = -840\n";
  start(lines);
  ASSERT_EQ(traders_[0].trade(50), "");
  ASSERT_EQ(traders_[0].listen(), "");
  EXPECT_EQ(process_->end(SIGTERM), 0);
  lines.venue = "timezone_offset_minutes = 840\n";  // a day later at least
  rewrite(lines);
  ASSERT_EQ(process_->start(), "");
  EXPECT_NE(process_->log().find("event=snapshot"), std::string::npos) << process_->log();
  EXPECT_NE(process_->log().find("day started"), std::string::npos) << process_->log();
  EXPECT_LT(process_->cpu_share(std::chrono::milliseconds{500}), 0.4);
  EXPECT_EQ(process_->end(SIGTERM), 0);
  ASSERT_EQ(process_->start(), "");
  const std::string log = process_->log();
  EXPECT_EQ(log.find("snapshot_seq=0"), std::string::npos) << "recovered from it: " << log;
}

}  // namespace
}  // namespace hotbook::runtime
