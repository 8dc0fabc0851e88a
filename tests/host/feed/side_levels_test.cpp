#include "host/feed/side_levels.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <map>
#include <random>

#include "tests/host/feed/test_bytes.hpp"

namespace hotbook::feed {
namespace {

using namespace hotbook::feed_test;

TEST(SideLevels, OrdersBidsUpwardsAndAsksDownwardsOverTheWholeRangeOfPrices) {
  const std::uint32_t prices[] = {0, 1, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff};
  for (std::size_t i = 1; i < std::size(prices); ++i) {
    EXPECT_LT(SideLevels::key(Side::Bid, prices[i - 1]), SideLevels::key(Side::Bid, prices[i]));
    EXPECT_GT(SideLevels::key(Side::Ask, prices[i - 1]), SideLevels::key(Side::Ask, prices[i]));
  }
}

TEST(SideLevels, AgreesWithASortedMapAtEveryDepthAndPrice) {
  const std::uint64_t seed = environment("HOTBOOK_SEED", 2);
  std::printf("seed=%llu\n", static_cast<unsigned long long>(seed));
  std::mt19937_64 random{seed};
  BlockPool blocks;
  SideLevels side{};
  std::map<std::uint32_t, std::uint32_t, std::greater<>> model;
  const std::uint64_t steps = 60000 * environment("HOTBOOK_SCALE", 1);
  for (std::uint64_t step = 0; step < steps; ++step) {
    // Few prices and many by turns, so that short, long and growing sides are all met.
    const std::uint64_t spread = step / 5000 % 2 == 0 ? 20 : 500;
    auto key = static_cast<std::uint32_t>(random() % spread);
    if (key == 1) key = 0xffffffff;
    const auto found = model.find(key);
    const auto depth =
        static_cast<std::uint32_t>(std::distance(model.begin(), model.lower_bound(key)));
    ASSERT_EQ(side.better_than(key), depth) << "seed " << seed << " step " << step;
    ASSERT_EQ(side.has(depth, key), found != model.end());
    if (found == model.end()) {
      const auto number = static_cast<std::uint32_t>(random());
      if (side.is_full()) side.grow(blocks);
      side.insert(depth, key, number);
      model[key] = number;
    } else {
      ASSERT_EQ(side.number(depth), found->second);
      side.erase(depth);
      model.erase(found);
    }
    ASSERT_EQ(side.count, model.size());
  }
}

}  // namespace
}  // namespace hotbook::feed
