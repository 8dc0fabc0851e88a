// Every regime of order flow through the oracle and the engine: the same records and states.

#include <gtest/gtest.h>

#include <cstring>
#include <iostream>

#include "host/engine/engine.hpp"
#include "sim/oracle/match_oracle.hpp"
#include "sim/replay/order_flow.hpp"
#include "tests/host/engine/match_text.hpp"
#include "tests/sim/replay/test_data.hpp"

namespace hotbook::replay {

// For a test's messages.
static void PrintTo(const FlowProfile& profile, std::ostream* out) {
  *out << profile.name;
}

}  // namespace hotbook::replay

namespace hotbook::engine {
namespace {

using replay::FlowProfile;

constexpr std::uint64_t kCount = 30'000;
constexpr std::size_t kBatch = 100;  // inputs between two looks at the states
constexpr std::size_t kOrders = 1U << 16U;

struct Streams {
  std::vector<MatchOutput> oracle;
  std::vector<MatchOutput> engine;
};

bool same(const MatchOutput& left, const MatchOutput& right) {
  return std::memcmp(&left, &right, sizeof left) == 0;
}

// The first difference in words, or nothing.
std::string difference(const Streams& streams) {
  for (std::size_t i = 0; i < streams.oracle.size() || i < streams.engine.size(); ++i) {
    const MatchOutput* right = i < streams.oracle.size() ? &streams.oracle[i] : nullptr;
    const MatchOutput* got = i < streams.engine.size() ? &streams.engine[i] : nullptr;
    if (right != nullptr && got != nullptr && same(*right, *got)) continue;
    const auto show = [](const MatchOutput* output) {
      if (output == nullptr) return std::string{"nothing"};
      return std::to_string(output->input_seq) + '.' + std::to_string(output->index) + ' ' +
             text_of(*output);
    };
    return "\n  oracle " + show(right) + "\n  engine " + show(got);
  }
  return "";
}

class FlowConformance : public ::testing::TestWithParam<FlowProfile> {};

TEST_P(FlowConformance, GivesTheOraclesRecordsAndStates) {
  const FlowProfile& profile = GetParam();
  replay::FlowOptions options;
  options.regime = profile.regime;
  options.seed = testing::seed(1);
  options.count = kCount * testing::scale();
  replay::OrderFlow flow{options};
  MatchOptions match{flow.options().books, kOrders, profile.regime != replay::FlowRegime::Busy};
  oracle::MatchOracle oracle{match};
  Engine engine{match};
  std::vector<MatchCommand> commands;
  Streams streams;
  std::uint64_t inputs = 0;
  std::uint64_t outputs = 0;
  for (bool more = true; more;) {
    commands.clear();
    streams = {};
    MatchCommand command;
    while (commands.size() < kBatch && (more = flow.next(command))) commands.push_back(command);
    for (const MatchCommand& each : commands) oracle.apply(each, streams.oracle);
    // One by one and looking ahead, in turns.
    if (inputs / kBatch % 2 == 0) {
      for (const MatchCommand& each : commands) {
        const auto got = engine.apply(each);
        streams.engine.insert(streams.engine.end(), got.begin(), got.end());
      }
    } else {
      const auto got = engine.apply(commands);
      streams.engine.assign(got.begin(), got.end());
    }
    inputs += commands.size();
    outputs += streams.oracle.size();
    std::string what = difference(streams);
    if (what.empty() && engine.state_hash() != oracle.state_hash())
      what = "\n  the states of the inputs up to " + std::to_string(inputs);
    ASSERT_EQ(what, "") << "\n  reproduce: HOTBOOK_SEED=" << options.seed
                        << " HOTBOOK_SCALE=" << testing::scale()
                        << " flow_conformance_test --gtest_filter=*/" << profile.name;
  }
  EXPECT_EQ(inputs, options.count);
  std::cout << profile.name << " inputs=" << inputs << " outputs=" << outputs << '\n';
}

INSTANTIATE_TEST_SUITE_P(Regimes, FlowConformance, ::testing::ValuesIn(replay::flow_profiles()),
                         [](const auto& of) { return std::string{of.param.name}; });

}  // namespace
}  // namespace hotbook::engine
