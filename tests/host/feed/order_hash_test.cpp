#include "host/feed/order_hash.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <map>
#include <random>

#include "tests/host/feed/test_bytes.hpp"

namespace hotbook::feed {
namespace {

using namespace hotbook::feed_test;

constexpr auto kAnyLevel = [](std::uint32_t) { return true; };

bool put_in(OrderHash& index, const OrderSlot& order) {
  const std::size_t at = index.find(order.ref, kAnyLevel);
  if (!index.is_empty(at)) return false;
  index.insert(at, order);
  return true;
}

TEST(OrderHash, FindsNothingInAnEmptyTableNotEvenReferenceZero) {
  const OrderHash index{0};
  EXPECT_TRUE(index.is_empty(index.find(0, kAnyLevel)));
  EXPECT_TRUE(index.is_empty(index.find(~0ULL, kAnyLevel)));
}

TEST(OrderHash, KeepsOrdersOfEqualReferenceApartByTheirLevel) {
  OrderHash index{0};
  index.insert(index.find(7, [](std::uint32_t level) { return level == 1; }), {7, 10, 1});
  index.insert(index.find(7, [](std::uint32_t level) { return level == 2; }), {7, 20, 2});
  const auto first = index.find(7, [](std::uint32_t level) { return level == 1; });
  const auto second = index.find(7, [](std::uint32_t level) { return level == 2; });
  EXPECT_EQ(index.slot(first).quantity, 10U);
  EXPECT_EQ(index.slot(second).quantity, 20U);
  index.erase(first);
  const auto again = index.find(7, [](std::uint32_t level) { return level == 2; });
  EXPECT_EQ(index.slot(again).quantity, 20U);
}

TEST(OrderHash, ForgetsEverythingWhenAnEpochStartsAndReusesTheSlots) {
  OrderHash index{0};
  for (std::uint64_t ref = 0; ref < 400; ++ref) ASSERT_TRUE(put_in(index, {ref, 1, 5}));
  index.start_epoch(6);
  EXPECT_EQ(index.size(), 0U);
  for (std::uint64_t ref = 0; ref < 400; ++ref) {
    EXPECT_TRUE(index.is_empty(index.find(ref, kAnyLevel))) << ref;
  }
  for (std::uint64_t ref = 0; ref < 400; ++ref) ASSERT_TRUE(put_in(index, {ref, 2, 6}));
  EXPECT_EQ(index.size(), 400U);
  index.wipe();
  EXPECT_EQ(index.size(), 0U);
  EXPECT_TRUE(put_in(index, {1, 3, 1}));
}

// References that crowd into few homes, so that erasing has long runs to mend.
TEST(OrderHash, AgreesWithAMapUnderCrowdedRandomUse) {
  const std::uint64_t seed = environment("HOTBOOK_SEED", 1);
  std::printf("seed=%llu\n", static_cast<unsigned long long>(seed));
  std::mt19937_64 random{seed};
  OrderHash index{0};
  std::vector<std::uint64_t> refs;
  while (refs.size() < 3000) {
    const std::uint64_t ref = random();
    if (index.home(ref) < 40 || index.home(ref) > index.slot_count() - 20) refs.push_back(ref);
  }
  std::map<std::uint64_t, std::uint32_t> model;
  const std::uint64_t steps = 200000 * environment("HOTBOOK_SCALE", 1);
  for (std::uint64_t step = 0; step < steps; ++step) {
    // At most 300 orders, so that the table does not grow out of the crowd.
    const std::uint64_t ref = refs[random() % refs.size()];
    const std::size_t at = index.find(ref, kAnyLevel);
    ASSERT_EQ(index.is_empty(at), !model.contains(ref)) << "seed " << seed << " step " << step;
    if (model.contains(ref)) {
      ASSERT_EQ(index.slot(at).quantity, model[ref]) << "seed " << seed << " step " << step;
      index.erase(at);
      model.erase(ref);
    } else if (model.size() < 300) {
      const auto quantity = static_cast<std::uint32_t>(random() | 1);
      index.insert(at, {ref, quantity, 1 + static_cast<std::uint32_t>(random() % 9)});
      model[ref] = quantity;
    } else {
      const auto victim = model.begin();
      index.erase(index.find(victim->first, kAnyLevel));
      model.erase(victim);
    }
    ASSERT_EQ(index.size(), model.size());
  }
}

TEST(OrderHash, KeepsEveryOrderWhileItGrows) {
  OrderHash index{0};
  const std::size_t slots = index.slot_count();
  for (std::uint64_t ref = 0; ref < 50000; ++ref) {
    ASSERT_TRUE(put_in(index, {ref * 7919, static_cast<std::uint32_t>(ref + 1), 3}));
  }
  EXPECT_GT(index.slot_count(), 2 * slots);
  for (std::uint64_t ref = 0; ref < 50000; ++ref) {
    const std::size_t at = index.find(ref * 7919, kAnyLevel);
    ASSERT_FALSE(index.is_empty(at));
    ASSERT_EQ(index.slot(at).quantity, ref + 1);
  }
}

}  // namespace
}  // namespace hotbook::feed
