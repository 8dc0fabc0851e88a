// An appliance whose journal has a standby, a process of its own: either of the two is lost.

#include <signal.h>

#include <thread>

#include "tests/host/runtime/appliance_fixture.hpp"
#include "tests/host/session_fix/program.hpp"

namespace hotbook::runtime {
namespace {

using fix::test::Program;

constexpr int kLosses = 3;

class ApplianceStandby : public ApplianceProcess {
 protected:
  void SetUp() override { new_copy("copy"); }
  void new_copy(const std::string& name) {
    port_ = 0;
    copy_ = (testing::scratch_folder() / name).string();
    std::filesystem::remove_all(copy_);
  }
  void start_standby() {
    standby_.emplace(std::vector<std::string>{HOTBOOK_PROGRAM, "journal", "standby", "--listen",
                                              "127.0.0.1:" + std::to_string(port_), "--directory",
                                              copy_});
    const std::string line = standby_->line_with("listening on 127.0.0.1:");
    ASSERT_FALSE(line.empty());
    port_ = static_cast<std::uint16_t>(std::stoul(line.substr(line.find(':') + 1)));
  }
  [[nodiscard]] ConfigLines with_standby() const {
    ConfigLines lines;
    lines.journal = "policy = \"replica\"\nreplica = \"127.0.0.1:" + std::to_string(port_) + "\"\n";
    return lines;
  }
  static bool until(const std::function<bool()>& holds) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{20};
    while (std::chrono::steady_clock::now() < end) {
      if (holds()) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds{2});
    }
    return false;
  }
  void trade(std::uint64_t turns) {
    for (; turns != 0; --turns) {
      for (app::OuchTrader& trader : traders_) ASSERT_EQ(trader.trade(10), "");
    }
  }

  std::string copy_;
  std::uint16_t port_ = 0;
  std::optional<Program> standby_;
};

// Each machine in turn is the primary and is lost, the other one goes on with an empty standby.
TEST_F(ApplianceStandby, WhatAnybodyWasToldIsInTheStandbysJournal) {
  std::mt19937_64 random{seed_};
  for (std::uint64_t loss = 0; loss < kLosses * testing::scale(); ++loss) {
    const std::string primary = copy_;
    new_copy("copy" + std::to_string(loss));
    start_standby();
    ConfigLines lines = with_standby();
    if (loss == 0) {
      start(lines);
    } else {
      lines.journal += "directory = \"" + primary + "\"\n";
      rewrite(lines);
      ASSERT_EQ(process_->start(), "");
      connect();
    }
    if (HasFatalFailure()) return;
    const std::size_t before = traders_[0].stream().size();
    // A standby that is new makes its first segment meanwhile.
    ASSERT_TRUE(until([&] {
      trade(1);
      return traders_[0].stream().size() >= before + 50;
    }));
    trade(random() % 40);
    if (random() % 2 == 0) std::this_thread::sleep_for(std::chrono::microseconds{random() % 3000});
    ASSERT_EQ(process_->end(SIGKILL), 128 + SIGKILL);
    for (app::OuchTrader& trader : traders_) ASSERT_EQ(trader.trade(0), "");  // what had come
    std::size_t told = 0;
    for (const app::OuchTrader& trader : traders_) told += trader.stream().size();
    standby_.reset();
    const testing::Finished verified = testing::run_hotbook("journal verify " + copy_, folder_, 30);
    EXPECT_EQ(verified.status, 0) << verified.out << verified.error;
    std::cout << "loss " << loss << ": " << told << " messages told\n";
  }
  ConfigLines lines;
  lines.journal = "directory = \"" + copy_ + "\"\n";
  rewrite(lines);
  ASSERT_EQ(process_->start(), "");
  connect();  // each client asks for its stream from the beginning, and compares
  EXPECT_EQ(process_->end(SIGTERM), 0) << process_->log();
}

TEST_F(ApplianceStandby, NothingIsToldWhileTheStandbyIsAway) {
  start_standby();
  start(with_standby());
  trade(5);
  for (app::OuchTrader& trader : traders_) ASSERT_EQ(trader.listen(), "");
  standby_.reset();
  std::size_t told = 0;
  for (const app::OuchTrader& trader : traders_) told += trader.stream().size();
  trade(5);
  for (app::OuchTrader& trader : traders_) ASSERT_EQ(trader.listen(), "");
  for (const app::OuchTrader& trader : traders_) told -= trader.stream().size();
  EXPECT_EQ(told, 0U);
  EXPECT_LT(process_->cpu_share(std::chrono::milliseconds{500}), 0.4)
      << "it waits, it does not spin";
  start_standby();
  EXPECT_TRUE(
      until([&] { return traders_[0].listen().empty() && traders_[0].stream().size() >= 60; }));
  EXPECT_EQ(process_->end(SIGTERM), 0) << process_->log();
}

TEST_F(ApplianceStandby, AStartThatMustTellWaitsForTheStandbyAndDoesNotSpin) {
  start_standby();
  ConfigLines lines = with_standby();
  lines.venue = "timezone_offset_minutes = -840\n";
  start(lines);
  trade(5);
  for (app::OuchTrader& trader : traders_) ASSERT_EQ(trader.listen(), "");
  EXPECT_EQ(process_->end(SIGTERM), 0);
  standby_.reset();
  lines.venue = "timezone_offset_minutes = 840\n";  // the day before is to be ended
  rewrite(lines);
  process_->launch();
  std::this_thread::sleep_for(std::chrono::milliseconds{1500});
  EXPECT_NE(process_->log().find("the start waits"), std::string::npos) << process_->log();
  EXPECT_LT(process_->cpu_share(std::chrono::milliseconds{500}), 0.4);
  start_standby();
  ASSERT_EQ(process_->await_open(), "");
  EXPECT_EQ(process_->end(SIGTERM), 0) << process_->log();
}

}  // namespace
}  // namespace hotbook::runtime
