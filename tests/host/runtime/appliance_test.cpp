// The appliance as its users have it: a process, its sockets, its state directory.

#include <gtest/gtest.h>
#include <signal.h>

#include <filesystem>
#include <fstream>
#include <thread>

#include "host/app/ouch_trader.hpp"
#include "host/journal/file_storage.hpp"
#include "host/journal/journal_reader.hpp"
#include "sim/oracle/match_oracle.hpp"
#include "tests/host/runtime/running_hotbook.hpp"
#include "tests/sim/replay/test_data.hpp"
#include "tests/support/run_hotbook.hpp"

namespace hotbook::runtime {
namespace {

using app::OuchTrader;

constexpr int kCrashes = 12;

std::string config_with(const std::string& journal, const std::string& folder) {
  std::string text = R"(
[venue]
name = "TEST"
[[instrument]]
symbol = "AAPL"
[[account]]
name = "alpha"
[[account]]
name = "beta"
[ouch]
address = "127.0.0.1:0"
[fix]
address = ""
[publish]
lines = []
rerequest = ""
glimpse = ""
[control]
address = "127.0.0.1:0"
)";
  text += "access_file = \"" + folder + "/control.json\"\n[journal]\nsegment_mib = 1\n" + journal;
  for (const char* user : {"ONE", "TWO", "THREE"}) {
    text += std::string{"\n[[session]]\ndoor = \"ouch\"\nuser = \""} + user +
            "\"\npassword = \"secret\"\naccount = \"" + (user[0] == 'O' ? "alpha" : "beta") +
            "\"\ncancel_on_disconnect = false\n";
  }
  return text;
}

class ApplianceProcess : public ::testing::Test {
 protected:
  void start(const std::string& journal = "") {
    folder_ = (testing::scratch_folder() / "appliance").string();
    process_.emplace(folder_, config_with(journal, folder_));
    ASSERT_EQ(process_->start(), "");
    connect();
  }
  void connect() {
    for (OuchTrader& trader : traders_) {
      ASSERT_EQ(trader.connect("127.0.0.1", process_->port_of("ouch door open")), "")
          << process_->log();
    }
  }
  testing::Finished command(const std::string& words) {
    return testing::run_hotbook(words + " --access " + process_->access_file(), folder_, 30);
  }

  // The oracle's replay of the journal holds what the appliance says it holds.
  void expect_oracle_agrees(std::uint64_t live_orders) {
    journal::FileStorage storage{process_->state() + "/journal",
                                 journal::FileStorage::Access::Read};
    journal::JournalReader reader{storage, 1};
    oracle::MatchOracle oracle{{.book_count = 1, .max_orders = 1U << 20U}};
    std::vector<MatchOutput> outputs;
    for (;;) {
      const auto records = reader.next();
      if (records.empty()) break;
      for (const journal::JournalRecord& record : records) {
        if (record.kind != journal::RecordKind::Input) continue;
        outputs.clear();
        oracle.apply(record.command(), outputs);
      }
    }
    EXPECT_EQ(oracle.orders().size(), live_orders) << describe(reader.end());
  }
  std::uint64_t live_orders() {
    const testing::Finished status = command("status --json");
    const std::size_t at = status.out.find("\"live_orders\":");
    EXPECT_NE(at, std::string::npos) << status.out << status.error;
    return at == std::string::npos ? 0 : std::stoull(status.out.substr(at + 14));
  }

  [[nodiscard]] OuchTrader trader(const char* user, std::uint64_t number) const {
    return OuchTrader{{.user = user,
                       .password = "secret",
                       .symbol = "AAPL",
                       .price_1e4 = 1'000'000,
                       .tick_1e4 = 100,
                       .seed = seed_ + number}};
  }

  std::string folder_;
  std::optional<RunningHotbook> process_;
  std::uint64_t seed_ = testing::seed(1);
  std::array<OuchTrader, 3> traders_{trader("ONE", 0), trader("TWO", 1), trader("THREE", 2)};
};

TEST_F(ApplianceProcess, NothingThatWasToldIsLostOrDoubledHoweverOftenItIsKilled) {
  start();
  std::mt19937_64 random{seed_};
  const std::uint64_t crashes = kCrashes * testing::scale();
  for (std::uint64_t crash = 0; crash < crashes; ++crash) {
    const std::uint64_t turns = random() % 60;
    for (std::uint64_t turn = 0; turn < turns; ++turn) {
      for (OuchTrader& trader : traders_) ASSERT_EQ(trader.trade(random() % 30), "");
    }
    if (random() % 2 == 0) std::this_thread::sleep_for(std::chrono::microseconds{random() % 3000});
    ASSERT_EQ(process_->end(SIGKILL), 128 + SIGKILL);
    ASSERT_EQ(process_->start(), "") << "crash " << crash;
    connect();
    if (HasFatalFailure()) return;
  }
  for (OuchTrader& trader : traders_) ASSERT_EQ(trader.listen(), "");
  const std::uint64_t live = live_orders();
  EXPECT_GT(live, 0U);
  EXPECT_EQ(process_->end(SIGTERM), 0) << process_->log();
  expect_oracle_agrees(live);
  std::size_t told = 0;
  for (const OuchTrader& trader : traders_) told += trader.stream().size();
  std::cout << crashes << " kills, " << told << " messages told\n";
  EXPECT_GT(told, 100U);
}

TEST_F(ApplianceProcess, AStopLosesNothing) {
  start("policy = \"write\"\n");
  for (int turn = 0; turn < 30; ++turn) {
    for (OuchTrader& trader : traders_) ASSERT_EQ(trader.trade(20), "");
  }
  EXPECT_EQ(process_->end(SIGTERM), 0) << process_->log();
  const testing::Finished verified =
      testing::run_hotbook("journal verify " + process_->state() + "/journal", folder_, 30);
  EXPECT_EQ(verified.status, 0) << verified.out << verified.error;
  ASSERT_EQ(process_->start(), "");
  connect();
}

TEST_F(ApplianceProcess, OperatorsSeeAndActAndItIsAudited) {
  start();
  for (int turn = 0; turn < 10; ++turn) {
    for (OuchTrader& trader : traders_) ASSERT_EQ(trader.trade(10), "");
  }
  for (OuchTrader& trader : traders_) ASSERT_EQ(trader.listen(), "");
  EXPECT_NE(command("books").out.find("AAPL"), std::string::npos);
  EXPECT_NE(command("sessions").out.find("THREE"), std::string::npos);
  EXPECT_GT(live_orders(), 0U);
  const testing::Finished killed = command("kill on firm");
  EXPECT_EQ(killed.status, 0) << killed.error;
  EXPECT_EQ(live_orders(), 0U) << "who is killed has no order left";
  ASSERT_EQ(traders_[0].trade(5), "");
  ASSERT_EQ(traders_[0].listen(), "");
  EXPECT_EQ(live_orders(), 0U);
  EXPECT_EQ(command("kill off firm").status, 0);
  ASSERT_EQ(traders_[0].trade(40), "");
  ASSERT_EQ(traders_[0].listen(), "");
  EXPECT_GT(live_orders(), 0U);
  const std::string audit = testing::read_text(process_->state() + "/audit.jsonl");
  EXPECT_NE(audit.find("kill"), std::string::npos) << audit;
  EXPECT_EQ(process_->end(SIGTERM), 0);
  EXPECT_EQ(command("status").status, 3) << "nobody answers";
}

TEST_F(ApplianceProcess, ADamagedJournalStopsTheStartAndIsNamed) {
  start();
  for (int turn = 0; turn < 20; ++turn) ASSERT_EQ(traders_[0].trade(20), "");
  ASSERT_EQ(traders_[0].listen(), "");
  EXPECT_EQ(process_->end(SIGTERM), 0);
  {
    std::fstream file{process_->state() + "/journal/000000000001.hbj",
                      std::ios::in | std::ios::out | std::ios::binary};
    const std::streamoff at = 128 * 20 + 30;
    file.seekg(at);
    const int byte = file.get();
    file.seekp(at);
    file.put(static_cast<char>(byte ^ 0x55));
  }
  const std::string said = process_->start();
  EXPECT_NE(said.find("000000000001.hbj"), std::string::npos) << said;
  EXPECT_NE(said.find("2560"), std::string::npos) << "the byte of the record: " << said;
}

TEST_F(ApplianceProcess, ASecondOneOnTheSameStateIsRefused) {
  start();
  RunningHotbook second{folder_ + "2", config_with("", folder_ + "2"), process_->state()};
  const std::string said = second.start();
  EXPECT_NE(said.find("journal"), std::string::npos) << said;
}

}  // namespace
}  // namespace hotbook::runtime
