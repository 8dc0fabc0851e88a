#include "host/feed/order_index.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <map>
#include <random>

#include "tests/host/feed/test_bytes.hpp"

namespace hotbook::feed {
namespace {

using namespace hotbook::feed_test;

// In these tests a level stands for a book: an order is known by its reference and its level.
auto at_level(std::uint32_t wanted) {
  return [wanted](std::uint32_t level) { return level == wanted; };
}

TEST(OrderIndex, FindsNothingInAnEmptyIndexNotEvenReferenceZero) {
  OrderIndex index{0};
  EXPECT_EQ(index.find(0, at_level(0)), nullptr);
  EXPECT_EQ(index.find(~0ULL, at_level(0)), nullptr);
}

TEST(OrderIndex, KeepsOrdersOfNeighbouringReferencesSideBySide) {
  OrderIndex index{1000};
  for (std::uint64_t ref = 7000; ref < 8000; ++ref) index.insert({ref, 1, 1});
  EXPECT_EQ(index.displaced_count(), 0U);
  EXPECT_EQ(&index.first_slot(7001), &index.first_slot(7000) + 1);
}

TEST(OrderIndex, DisplacesTheOlderOrderOfASlotAndStillFindsBoth) {
  OrderIndex index{0};
  const std::uint64_t slots = index.slot_count();
  index.insert({5, 10, 1});
  index.insert({5 + slots, 20, 1});
  index.insert({5, 30, 2});
  EXPECT_EQ(index.displaced_count(), 2U);
  EXPECT_EQ(index.find(5, at_level(1))->quantity, 10U);
  EXPECT_EQ(index.find(5 + slots, at_level(1))->quantity, 20U);
  EXPECT_EQ(index.find(5, at_level(2))->quantity, 30U);
  EXPECT_EQ(index.find(5 + slots, at_level(2)), nullptr);
  index.erase(index.find(5, at_level(1)));
  EXPECT_EQ(index.find(5, at_level(1)), nullptr);
  EXPECT_EQ(index.find(5 + slots, at_level(1))->quantity, 20U);
  EXPECT_EQ(index.size(), 2U);
}

TEST(OrderIndex, FindsManyOrdersThatAllShareOneSlot) {
  OrderIndex index{2000};
  const std::uint64_t slots = index.slot_count();
  for (std::uint32_t i = 0; i < 600; ++i) index.insert({3 + i * slots, i + 1, 1});
  EXPECT_EQ(index.displaced_count(), 599U);
  for (std::uint32_t i = 0; i < 600; i += 2) index.erase(index.find(3 + i * slots, at_level(1)));
  for (std::uint32_t i = 0; i < 600; ++i) {
    const OrderSlot* const order = index.find(3 + i * slots, at_level(1));
    ASSERT_EQ(order != nullptr, i % 2 == 1) << i;
    if (order != nullptr) {
      ASSERT_EQ(order->quantity, i + 1);
    }
  }
}

// Levels only rise from epoch to epoch until a wipe, as the level pool hands them out.
TEST(OrderIndex, AgreesWithAMapThroughGrowthDisplacementEpochsAndWipes) {
  const std::uint64_t seed = environment("HOTBOOK_SEED", 6);
  std::printf("seed=%llu\n", static_cast<unsigned long long>(seed));
  std::mt19937_64 random{seed};
  const std::uint64_t steps = 300000 * environment("HOTBOOK_SCALE", 1);
  OrderIndex index{0};
  std::map<std::pair<std::uint64_t, std::uint32_t>, std::uint32_t> model;
  std::uint32_t live_from = 1;
  std::uint64_t newest = 10000;
  for (std::uint64_t step = 0; step < steps; ++step) {
    if (random() % 20000 == 0) {
      model.clear();
      if (random() % 3 == 0) {
        live_from = 1;
        index.wipe();
      } else {
        live_from += 4;
        index.start_epoch(live_from);
      }
    }
    std::uint64_t ref = 0;
    switch (random() % 4) {
      case 0:
        ref = newest += 1 + random() % 3;  // as a venue numbers
        break;
      case 1:
        ref = (random() % 900) << 14;  // all of one slot
        break;
      default:
        ref = newest - random() % 3000;
    }
    const std::uint32_t level = live_from + static_cast<std::uint32_t>(random() % 3);
    OrderSlot* const order = index.find(ref, at_level(level));
    const auto found = model.find({ref, level});
    ASSERT_EQ(order != nullptr, found != model.end()) << "seed " << seed << " step " << step;
    if (order == nullptr) {
      const auto quantity = static_cast<std::uint32_t>(random() | 1);
      index.insert({ref, quantity, level});
      model[{ref, level}] = quantity;
    } else {
      ASSERT_EQ(order->quantity, found->second) << "seed " << seed << " step " << step;
      index.erase(order);
      model.erase(found);
    }
    ASSERT_EQ(index.size(), model.size()) << "seed " << seed << " step " << step;
  }
  for (const auto& [name, quantity] : model) {
    const OrderSlot* const order = index.find(name.first, at_level(name.second));
    ASSERT_NE(order, nullptr);
    ASSERT_EQ(order->quantity, quantity);
  }
}

}  // namespace
}  // namespace hotbook::feed
