// The engine against the oracle: every output record, and the state, over random inputs.

#include <gtest/gtest.h>

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <span>
#include <sstream>
#include <string>
#include <vector>

#include "host/engine/engine.hpp"
#include "sim/oracle/match_oracle.hpp"
#include "tests/host/engine/match_text.hpp"
#include "tests/host/engine/random_commands.hpp"

namespace hotbook {
namespace {

struct Scenario {
  std::string name;
  RandomCommandsOptions commands;
  MatchOptions options;
  std::size_t inputs = 0;  // at scale 1
};

std::ostream& operator<<(std::ostream& out, const Scenario& scenario) {
  return out << scenario.name;
}

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const char* const text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

Scenario scenario(std::string name, CommandMix mix, std::size_t inputs) {
  Scenario made;
  made.name = std::move(name);
  made.commands.mix = mix;
  made.commands.book_count = 3;
  made.options = {.book_count = 3, .max_orders = 4096, .publish = false};
  made.inputs = inputs;
  return made;
}

std::vector<Scenario> scenarios() {
  std::vector<Scenario> all;
  for (const CommandMix mix : {CommandMix::Simple, CommandMix::Everything, CommandMix::Auctions,
                               CommandMix::StopsAndPegs}) {
    all.push_back(scenario(name_of(mix), mix, 250'000));
    all.push_back(scenario(name_of(mix) + "Published", mix, 100'000));
    all.back().options.publish = true;
    // Levels outside the windows, windows that slide, trees that grow.
    all.push_back(scenario(name_of(mix) + "Wide", mix, 60'000));
    all.back().commands.price_lowest = 1;
    all.back().commands.ticks = 0x7fff'fff0;
    all.back().commands.live_target = 400;
    all.back().options.publish = true;
    all.push_back(scenario(name_of(mix) + "Deep", mix, 60'000));
    all.back().commands.ticks = 9'000;
    all.back().commands.live_target = 700;
    // Hardly any room.
    all.push_back(scenario(name_of(mix) + "Full", mix, 60'000));
    all.back().options.max_orders = 9;
    all.back().options.publish = true;
  }
  return all;
}

class Conformance : public testing::TestWithParam<Scenario> {
 protected:
  // Both did the input; tells how they differ, if they do.
  void compare(std::span<const MatchOutput> got, const MatchCommand& command) {
    if (got.size() == expected_.size() &&
        std::memcmp(got.data(), expected_.data(), got.size_bytes()) == 0) {
      return;
    }
    std::ostringstream text;
    text << "command kind=" << unsigned(command.kind) << " id=" << command.order_id << "\n";
    for (std::size_t i = 0; i < std::max(got.size(), expected_.size()); ++i) {
      const bool same = i < got.size() && i < expected_.size() &&
                        std::memcmp(&got[i], &expected_[i], sizeof(MatchOutput)) == 0;
      text << (same ? "  " : "! ") << "oracle "
           << (i < expected_.size() ? text_of(expected_[i]) : "nothing") << "\n         engine "
           << (i < got.size() ? text_of(got[i]) : "nothing") << "\n";
    }
    FAIL() << text.str();
  }

  std::string reproduce(std::uint64_t seed, std::uint64_t input) const {
    const auto* const info = testing::UnitTest::GetInstance()->current_test_info();
    return "input " + std::to_string(input) + "; again: HOTBOOK_SEED=" + std::to_string(seed) +
           " conformance_test --gtest_filter=" + info->test_suite_name() + "." + info->name();
  }

  std::vector<MatchOutput> expected_;
};

std::string name_of_case(const testing::TestParamInfo<Scenario>& info) {
  return info.param.name;
}

INSTANTIATE_TEST_SUITE_P(All, Conformance, testing::ValuesIn(scenarios()), name_of_case);

TEST_P(Conformance, TheEngineWritesWhatTheOracleWrites) {
  Scenario with = GetParam();
  with.commands.seed = from_environment("HOTBOOK_SEED", 20'261'120);
  std::cout << "seed " << with.commands.seed << std::endl;
  const std::uint64_t inputs = with.inputs * from_environment("HOTBOOK_SCALE", 1);

  RandomCommands random{with.commands};
  oracle::MatchOracle oracle{with.options};
  engine::Engine engine{with.options};
  for (std::uint64_t input = 1; input <= inputs; ++input) {
    const MatchCommand command = random.next();
    expected_.clear();
    oracle.apply(command, expected_);
    random.follow(expected_);
    compare(engine.apply(command), command);
    ASSERT_FALSE(HasFailure()) << reproduce(with.commands.seed, input);
    ASSERT_EQ(engine.order_count(), oracle.orders().size()) << reproduce(with.commands.seed, input);
    if (input % 97 == 0 || input == inputs) {
      ASSERT_EQ(engine.state_hash(), oracle.state_hash()) << reproduce(with.commands.seed, input);
    }
  }
}

TEST_P(Conformance, ABatchWritesWhatItsCommandsWriteOneByOne) {
  Scenario with = GetParam();
  with.commands.seed = from_environment("HOTBOOK_SEED", 777);
  std::cout << "seed " << with.commands.seed << std::endl;
  const std::uint64_t inputs = with.inputs / 4 * from_environment("HOTBOOK_SCALE", 1);

  RandomCommands random{with.commands};
  engine::Engine single{with.options};
  engine::Engine batch{with.options};
  std::vector<MatchCommand> commands;
  std::uint64_t done = 0;
  while (done < inputs) {
    commands.clear();
    expected_.clear();
    const std::size_t count = 1 + done % 41;
    for (std::size_t i = 0; i < count; ++i) {
      commands.push_back(random.next());
      const auto outputs = single.apply(commands.back());
      random.follow(outputs);
      expected_.insert(expected_.end(), outputs.begin(), outputs.end());
    }
    compare(batch.apply(commands), commands.back());
    done += count;
    ASSERT_FALSE(HasFailure()) << reproduce(with.commands.seed, done);
    ASSERT_EQ(batch.state_hash(), single.state_hash()) << reproduce(with.commands.seed, done);
  }
}

}  // namespace
}  // namespace hotbook
