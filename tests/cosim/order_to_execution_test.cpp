// Matching through the whole path: realistic flow to the card behind XRT, followed by the engine,
// against the engine alone; and cards that die under it.

#include <signal.h>

#include <cstring>
#include <random>

#include "host/app/card_matcher.hpp"
#include "sim/replay/order_flow.hpp"
#include "tests/cosim/cosim.hpp"

namespace {

using namespace hotbook;
using namespace hotbook::cosim;
using replay::FlowRegime;

constexpr std::size_t kBatch = 64;

std::uint64_t setting(const char* name, std::uint64_t usual) {
  const char* text = std::getenv(name);  // NOLINT(concurrency-mt-unsafe)
  return text == nullptr ? usual : std::strtoull(text, nullptr, 10);
}

struct Flow {
  MatchOptions options;
  std::vector<MatchCommand> commands;
  std::vector<MatchOutput> outputs;  // the engine's alone
  std::uint64_t state_hash = 0;
};

Flow flow_of(FlowRegime regime, std::uint64_t seed, std::uint64_t count) {
  replay::OrderFlow source{{.regime = regime, .seed = seed, .count = count}};
  Flow flow;
  flow.options.book_count = source.options().books;
  flow.options.max_orders = std::size_t{1} << 18U;
  for (MatchCommand command; source.next(command);) flow.commands.push_back(command);
  engine::Engine engine{flow.options};
  for (const MatchCommand& command : flow.commands) {
    const auto outputs = engine.apply(command);
    flow.outputs.insert(flow.outputs.end(), outputs.begin(), outputs.end());
  }
  flow.state_hash = engine.state_hash();
  return flow;
}

card::CardOptions card_options() {
  card::CardOptions made = options();
  made.command_slots_log2 = 12;
  made.emulation.seconds_max = 300;
  return made;
}

// Holds what comes out against what the engine alone made, record for record.
class Against {
 public:
  explicit Against(const Flow& flow) : flow_{flow} {}

  void take(std::span<const MatchOutput> outputs) {
    for (const MatchOutput& output : outputs) {
      if (differs_) return;
      if (at_ == flow_.outputs.size() ||
          std::memcmp(&output, &flow_.outputs[at_], sizeof output) != 0) {
        differs_ = true;
        ADD_FAILURE() << "output " << at_ << " of input " << output.input_seq << " is not the one "
                      << "that the engine alone makes";
      }
      ++at_;
    }
  }
  void expect_all() const {
    EXPECT_TRUE(differs_ || at_ == flow_.outputs.size())
        << at_ << " of " << flow_.outputs.size() << " outputs came";
  }

 private:
  const Flow& flow_;
  std::size_t at_ = 0;
  bool differs_ = false;
};

// Every regime on one card after the other; the process may have one simulated card at a time.
TEST(OrderToExecution, CardAndEngineAgreeOnEveryRecordOfEveryRegime) {
  const std::uint64_t seed = setting("HOTBOOK_SEED", 20261120);
  const std::uint64_t count = 20'000 * setting("HOTBOOK_SCALE", 1);
  std::uint64_t inputs = 0;
  std::uint64_t decided = 0;
  for (std::size_t regime = 0; regime < replay::kFlowRegimes; ++regime) {
    const Flow flow = flow_of(static_cast<FlowRegime>(regime), seed, count);
    Against against{flow};
    app::CardMatcher matcher{card_options(), flow.options,
                             [&](std::span<const MatchOutput> outputs) { against.take(outputs); }};
    for (std::size_t at = 0; at < flow.commands.size(); at += kBatch) {
      const std::size_t size = std::min(kBatch, flow.commands.size() - at);
      matcher.consume({flow.commands.data() + at, size});
    }
    matcher.finish();
    against.expect_all();
    EXPECT_EQ(matcher.fault(), "")
        << "regime " << regime << " seed " << seed << "\nreproduce: HOTBOOK_SEED=" << seed
        << " scripts/test order_to_execution_test";
    EXPECT_EQ(matcher.state_hash(), flow.state_hash) << "regime " << regime;
    std::printf("regime=%zu %s\n", regime, matcher.note().c_str());
    inputs += flow.commands.size();
    decided += matcher.counts().decided;
  }
  EXPECT_GT(decided, inputs / 20);  // how many depends on how fast the simulation happens to be
  std::printf("inputs=%llu seed=%llu\n", static_cast<unsigned long long>(inputs),
              static_cast<unsigned long long>(seed));
}

TEST(OrderToExecution, CardThatDiesLosesNothingAndDoublesNothing) {
  ::setenv("HOTBOOK_CARD_HANG_SECONDS_MAX", "2", 1);  // NOLINT(concurrency-mt-unsafe)
  const std::uint64_t seed = setting("HOTBOOK_SEED", 7);
  std::mt19937_64 random{seed};
  const Flow flow = flow_of(FlowRegime::Sweeps, seed, 10'000);
  for (int death = 0; death < 3; ++death) {
    Against against{flow};
    app::CardMatcher matcher{card_options(), flow.options,
                             [&](std::span<const MatchOutput> outputs) { against.take(outputs); }};
    const auto model = static_cast<pid_t>(logged(matcher.card().log_path(), "model_pid"));
    ASSERT_GT(model, 0);
    const std::size_t at_death = random() % (flow.commands.size() - kBatch);
    bool dead = false;
    for (std::size_t at = 0; at < flow.commands.size(); at += kBatch) {
      if (!dead && at >= at_death) {
        ::kill(model, SIGKILL);
        dead = true;
      }
      matcher.consume({flow.commands.data() + at, std::min(kBatch, flow.commands.size() - at)});
    }
    matcher.finish();
    against.expect_all();
    EXPECT_NE(matcher.fault(), "") << "death before command " << at_death << " seed " << seed;
    EXPECT_EQ(matcher.state_hash(), flow.state_hash);
    EXPECT_EQ(matcher.counts().takeovers, 1U);
  }
}

}  // namespace
