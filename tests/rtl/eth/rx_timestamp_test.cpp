#include <gtest/gtest.h>

#include <cstdint>

#include "Vrx_timestamp_v.h"
#include "sim/harness/clock.hpp"
#include "tests/rtl/common/random_run.hpp"

namespace hotbook::test {
namespace {

using Sim = sim::Clock<Vrx_timestamp_v>;

TEST(RxTimestamp, StartsFromZeroAndNeverDriftsFromTheCycleTime) {
  for (const std::uint32_t cycle_time : {52060210U, 1U << 24, 0U, 0xffffffffU, (1U << 24) - 1}) {
    Sim clock;
    clock->cycle_time_i = cycle_time;
    clock.reset();
    for (std::uint64_t cycle = 0; cycle < 20000; ++cycle) {
      clock.settle();
      ASSERT_EQ(clock->cycle_o, cycle);
      ASSERT_EQ(clock->now_ns_o, (cycle * cycle_time) >> 24) << cycle_time;
      clock.tick();
    }
  }
}

TEST(RxTimestamp, LosesNothingWhenTheCycleTimeChanges) {
  RandomRun random{11};
  Sim clock;
  clock->cycle_time_i = 0;
  clock.reset();
  // A cycle time counts from two cycles later on: the time now is the sum of all but the last two.
  std::uint64_t sum = 0;
  std::uint32_t before = 0;
  std::uint32_t before_that = 0;
  for (std::uint64_t cycle = 0; cycle < RandomRun::amount(20000); ++cycle) {
    const auto cycle_time = static_cast<std::uint32_t>(random());
    clock->cycle_time_i = cycle_time;
    clock.settle();
    sum += before_that;
    ASSERT_EQ(clock->now_ns_o, sum >> 24) << "cycle " << cycle << "; " << random.reproduce();
    clock.tick();
    before_that = before;
    before = cycle_time;
  }
}

}  // namespace
}  // namespace hotbook::test
