// From one seed: days of trading with power cuts, kills and disks that fail. Nothing that anybody
// was told is lost, doubled or changed, and the books are those of the oracle's replay.

#include <gtest/gtest.h>

#include "tests/host/runtime/simulated_day.hpp"
#include "tests/sim/replay/test_data.hpp"

namespace hotbook::runtime {
namespace {

constexpr std::uint64_t kSteps = 60'000;

struct Case {
  const char* name;
  SimulationOptions options;
};

class CrashSimulation : public ::testing::TestWithParam<Case> {};

TEST_P(CrashSimulation, TellsTheSameAfterEveryRestart) {
  SimulationOptions options = GetParam().options;
  options.seed = testing::seed(1);
  SimulatedDays days{options};
  for (std::uint64_t step = 0; step < kSteps * testing::scale(); ++step) {
    const std::string wrong = days.step();
    ASSERT_EQ(wrong, "") << "step " << step << "\n  reproduce: HOTBOOK_SEED=" << options.seed
                         << " crash_simulation_test --gtest_filter=*" << GetParam().name;
  }
  ASSERT_EQ(days.finish(), "");
  const SimulationCounts& counts = days.counts();
  std::cout << counts.days << " days, " << counts.simulated_ns / 1'000'000'000 << " s of trading, "
            << counts.power_cuts << " power cuts, " << counts.kills << " kills, "
            << counts.disk_errors << " disk errors, " << counts.snapshots << " snapshots, "
            << counts.replayed << " records replayed, " << counts.records << " in the journal, "
            << counts.told << " reports told\n";
  EXPECT_GT(counts.kills, 0U);
  EXPECT_GT(counts.told, 10'000U);
  EXPECT_GT(counts.records, 10'000U);
}

INSTANTIATE_TEST_SUITE_P(Policies, CrashSimulation,
                         ::testing::Values(Case{"Sync", {}},
                                           Case{"WriteSurvivesKills",
                                                {.release_after = journal::ReleaseAfter::Write,
                                                 .power_cuts = false}},
                                           Case{"CrashesAllTheTime", {.crashes_per_10000 = 100}}),
                         [](const auto& each) { return each.param.name; });

}  // namespace
}  // namespace hotbook::runtime
