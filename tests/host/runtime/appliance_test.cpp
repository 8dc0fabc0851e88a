// The appliance as its users have it: a process, its sockets, its state directory.

#include <signal.h>

#include <fstream>
#include <thread>

#include "tests/host/runtime/appliance_fixture.hpp"

namespace hotbook::runtime {
namespace {

using app::OuchTrader;

constexpr int kCrashes = 8;

class KilledAppliance : public ApplianceProcess,
                        public ::testing::WithParamInterface<const char*> {};

TEST_P(KilledAppliance, NothingThatWasToldIsLostOrDoubledHoweverOften) {
  const std::string policy = GetParam();
  start({.journal = "policy = \"" + policy + "\"\n"});
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

INSTANTIATE_TEST_SUITE_P(Policies, KilledAppliance, ::testing::Values("sync", "write"),
                         [](const auto& each) { return std::string{each.param}; });

TEST_F(ApplianceProcess, AStopLosesNothing) {
  start({.journal = "policy = \"write\"\n"});
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
  RunningHotbook second{folder_ + "2", config_text({}, folder_ + "2"), process_->state()};
  const std::string said = second.start();
  EXPECT_NE(said.find("journal"), std::string::npos) << said;
}

}  // namespace
}  // namespace hotbook::runtime
