// Message numbers are 64 bits, and every one of them counts: in what is expected, in what is ahead
// or old, and in how much is missing.

#include <gtest/gtest.h>

#include <iostream>
#include <string>

#include "tests/rtl/feed/arbiter_bench.hpp"

namespace hotbook::feed_test {
namespace {

// A number whose bits from `bit` downward are all 0, any above; far from both ends.
std::uint64_t base_of(Random& random, unsigned bit) {
  const std::uint64_t upper = bit < 63 ? random() >> (bit + 1) << (bit + 1) : 0;
  return upper & ~(std::uint64_t{1} << 63) & ~(std::uint64_t{1} << 62);
}

TEST(FeedArbiterNumbers, EveryBitTellsWhatIsAheadOldOrMissingOnEitherLine) {
  const std::uint64_t seed = seed_or(20261124);
  std::cout << "seed=" << seed << std::endl;
  Random random{seed};
  for (unsigned bit = 2; bit < 64; ++bit) {
    for (unsigned round = 0; round < 8; ++round) {
      const std::size_t line = round % 2;
      const std::uint64_t one = std::uint64_t{1} << bit;
      const std::uint64_t first = base_of(random, bit) + 1 + random() % (one / 2);
      // The uppermost bit in which it differs from what is expected is this one.
      const std::uint64_t ahead = (first & ~(one - 1)) + one + random() % (one / 2);
      ArbiterBench bench{first, 2};
      bench.enabled[1 - line] = round % 4 < 2;
      Script script;
      append(script, packet_of(first, 1));
      append(script, packet_of(ahead, 1));
      append(script, packet_of(first, 1));  // old by as much
      append(script, packet_of(ahead + 1, 2));
      if (line == 0) {
        bench.play(script, {});
      } else {
        bench.play({}, script);
      }
      bench.finish();
      const std::string where = "bit " + std::to_string(bit) + " line " + std::to_string(line);
      ASSERT_EQ(bench.taken, (std::vector<std::uint64_t>{first, ahead, ahead + 1, ahead + 2}))
          << where;
      EXPECT_EQ(bench.missing, ahead - first - 1) << where;
      EXPECT_EQ(bench.counts[line].duplicate_packets, 1U) << where;
      ASSERT_FALSE(HasFailure()) << where << "; reproduce: HOTBOOK_SEED=" << seed
                                 << " feed_arbiter_test --gtest_filter=*EveryBitTells*";
    }
  }
}

TEST(FeedArbiterNumbers, EveryCarryReachesTheNextNumberWhateverStandsAbove) {
  const std::uint64_t seed = seed_or(20261125);
  std::cout << "seed=" << seed << std::endl;
  Random random{seed};
  for (unsigned ones = 0; ones < 62; ++ones) {
    for (unsigned round = 0; round < 8; ++round) {
      const std::uint64_t low = (std::uint64_t{1} << ones) - 1;
      const std::uint64_t first = (base_of(random, ones) | low) + (ones < 2 ? 4 : 0);
      ArbiterBench bench{first};
      Script script;
      append(script, packet_of(first, 2));
      append(script, packet_of(first + 2, 1));
      bench.play(script, script);
      bench.finish();
      ASSERT_EQ(bench.taken, (std::vector<std::uint64_t>{first, first + 1, first + 2})) << first;
    }
  }
}

}  // namespace
}  // namespace hotbook::feed_test
