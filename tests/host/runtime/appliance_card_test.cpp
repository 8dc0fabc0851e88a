// The appliance on a simulated card that is killed under load, taken off, and attached again.

#include <signal.h>

#include <algorithm>
#include <thread>

#include "tests/host/runtime/appliance_fixture.hpp"

namespace hotbook::runtime {
namespace {

using testing::Finished;

constexpr int kKills = 4;

// Children of a process, and theirs, the youngest generation last.
std::vector<pid_t> below(pid_t parent) {
  std::vector<pid_t> found;
  for (const auto& entry : std::filesystem::directory_iterator{"/proc"}) {
    const std::string name = entry.path().filename();
    if (name.find_first_not_of("0123456789") != std::string::npos) continue;
    const std::string stat = testing::read_text("/proc/" + name + "/stat");
    const std::size_t behind = stat.rfind(')');
    if (behind == std::string::npos || behind + 4 > stat.size()) continue;
    if (stat[behind + 2] == 'Z' || std::atoi(stat.c_str() + behind + 4) != parent) continue;
    found.push_back(static_cast<pid_t>(std::stol(name)));
  }
  const std::vector<pid_t> children = found;
  for (const pid_t child : children) {
    const std::vector<pid_t> theirs = below(child);
    found.insert(found.end(), theirs.begin(), theirs.end());
  }
  return found;
}

class ApplianceCard : public ApplianceProcess {
 protected:
  void SetUp() override { start({.venue = "device = \"card\"\n"}); }

  void trade(int turns) {
    for (int turn = 0; turn < turns; ++turn) {
      for (app::OuchTrader& trader : traders_) ASSERT_EQ(trader.trade(10), "");
    }
  }
  // A value of the log's latest line about a card that was lost.
  double lost(const std::string& key) {
    const std::string log = process_->log();
    std::size_t at = log.rfind("event=\"card given up\"");
    if (at == std::string::npos) return -1;
    at = log.find(" " + key + "=", at);
    return at == std::string::npos ? -1 : std::stod(log.substr(at + key.size() + 2));
  }
  std::size_t losses() {
    std::size_t count = 0;
    const std::string log = process_->log();
    for (std::size_t at = 0; (at = log.find("event=\"card given up\"", at)) != std::string::npos;) {
      ++at;
      ++count;
    }
    return count;
  }
  bool until(const std::function<bool()>& holds) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{10};
    while (!holds() && std::chrono::steady_clock::now() < end) {
      std::this_thread::sleep_for(std::chrono::milliseconds{2});
    }
    return holds();
  }
  std::string card_state() {
    const std::string out = command("card status --json").out;
    const std::size_t at = out.find("\"state\": \"");
    return at == std::string::npos ? out : out.substr(at + 10, out.find('"', at + 10) - at - 10);
  }
  void finish() {
    for (app::OuchTrader& trader : traders_) ASSERT_EQ(trader.listen(), "");
    const std::uint64_t live = live_orders();
    EXPECT_EQ(process_->end(SIGTERM), 0) << process_->log();
    expect_oracle_agrees(live);
  }
};

TEST_F(ApplianceCard, ALostCardIsReplacedWhileClientsTrade) {
  const std::uint64_t kills = kKills * testing::scale();
  std::vector<double> times;
  std::mt19937_64 random{seed_};
  for (std::uint64_t kill = 0; kill < kills; ++kill) {
    ASSERT_EQ(card_state(), "attached");
    trade(static_cast<int>(5 + random() % 20));
    const std::vector<pid_t> processes = below(process_->pid());
    ASSERT_GE(processes.size(), 2U) << "the card's model, and who answers for it when it is dead";
    ::kill(processes.back(), SIGKILL);
    trade(5);
    ASSERT_TRUE(until([&] { return losses() == kill + 1; })) << process_->log();
    times.push_back(lost("silent_us") + lost("first_us"));
    EXPECT_EQ(card_state(), "fault");
    trade(5);
    const Finished attached = command("card attach");
    ASSERT_EQ(attached.status, 0) << attached.error << process_->log();
  }
  trade(10);
  EXPECT_EQ(card_state(), "attached");
  std::sort(times.begin(), times.end());
  std::cout << "kills=" << kills << " last_answer_to_first_us_p50=" << times[times.size() / 2]
            << " max=" << times.back() << '\n';
  finish();
}

TEST_F(ApplianceCard, ACardIsTakenOffAndAttachedByOperators) {
  trade(10);
  const auto began = std::chrono::steady_clock::now();
  const Finished refused = command("card attach");
  EXPECT_NE(refused.status, 0) << "there is one";
  EXPECT_NE((refused.out + refused.error).find("attached"), std::string::npos) << refused.error;
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds{1})
      << "no card was opened for it";
  for (int time = 0; time < 2; ++time) {
    EXPECT_EQ(command("card detach").status, 0);
    EXPECT_EQ(card_state(), "detached");
    EXPECT_TRUE(until([&] { return below(process_->pid()).empty(); })) << "the card is closed";
    EXPECT_NE(command("card detach").status, 0);
    trade(10);
    const Finished attached = command("card attach");
    ASSERT_EQ(attached.status, 0) << attached.error << process_->log();
    EXPECT_EQ(card_state(), "attached");
    trade(10);
  }
  EXPECT_EQ(losses(), 0U) << process_->log();
  const std::string rows = journal_rows();
  EXPECT_NE(rows.find("local: card detach"), std::string::npos);
  EXPECT_NE(rows.find("local: card attach"), std::string::npos);
  finish();
}

TEST_F(ApplianceCard, ACardThatDiesWhileNobodyTradesIsNoticed) {
  trade(3);
  for (app::OuchTrader& trader : traders_) ASSERT_EQ(trader.listen(), "");
  const std::vector<pid_t> processes = below(process_->pid());
  ASSERT_GE(processes.size(), 2U);
  ::kill(processes.back(), SIGKILL);
  EXPECT_TRUE(until([&] { return losses() == 1; })) << process_->log();
  EXPECT_EQ(card_state(), "fault");
  trade(3);
  finish();
}

}  // namespace
}  // namespace hotbook::runtime
