#include "host/card/command_ring.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace {

using namespace hotbook;
using card::CommandRing;

RefillCommand command(std::uint64_t as_of) {
  RefillCommand refill{};
  refill.as_of = as_of;
  refill.kind = CommandKind::Refill;
  return refill;
}

std::uint64_t as_of_in_slot(const std::vector<std::uint8_t>& memory, std::size_t slot) {
  std::uint64_t value = 0;
  std::memcpy(&value, memory.data() + slot * CommandRing::kSlotBytes, sizeof value);
  return value;
}

TEST(CommandRing, PutsCommandsIntoSuccessiveSlots) {
  std::vector<std::uint8_t> memory(64 * 64);
  CommandRing ring{memory};
  ASSERT_TRUE(ring.push(command(5)));
  ASSERT_TRUE(ring.push(command(6)));
  EXPECT_EQ(as_of_in_slot(memory, 0), 5U);
  EXPECT_EQ(as_of_in_slot(memory, 1), 6U);
  EXPECT_EQ(ring.produced(), 2U);
}

TEST(CommandRing, RefusesTheFirstCommandWithoutAFreeSlotAndLeavesTheRingAsItWas) {
  std::vector<std::uint8_t> memory(64 * 64);
  CommandRing ring{memory};
  for (std::uint64_t i = 0; i < 64; ++i) ASSERT_TRUE(ring.push(command(100 + i)));
  const auto before = memory;
  EXPECT_FALSE(ring.push(command(999)));
  EXPECT_EQ(memory, before);
  EXPECT_EQ(ring.produced(), 64U);
}

TEST(CommandRing, ReusesASlotOnlyAfterTheCardTookIt) {
  std::vector<std::uint8_t> memory(64 * 64);
  CommandRing ring{memory};
  for (std::uint64_t i = 0; i < 64; ++i) ASSERT_TRUE(ring.push(command(i)));
  ASSERT_TRUE(ring.note_consumed(1));
  EXPECT_TRUE(ring.push(command(64)));
  EXPECT_EQ(as_of_in_slot(memory, 0), 64U);
  EXPECT_FALSE(ring.push(command(65)));
}

TEST(CommandRing, RefusesAConsumedCountAheadOfWhatWasProduced) {
  std::vector<std::uint8_t> memory(64 * 64);
  CommandRing ring{memory};
  ASSERT_TRUE(ring.push(command(0)));
  EXPECT_FALSE(ring.note_consumed(2));
  EXPECT_FALSE(ring.note_consumed(0xffffffff)) << "what a dead bus answers";
  EXPECT_TRUE(ring.note_consumed(1));
}

TEST(CommandRing, GoesOnForManyRounds) {
  std::vector<std::uint8_t> memory(64 * 64);
  CommandRing ring{memory};
  for (std::uint32_t i = 0; i < 10'000; ++i) {
    ASSERT_TRUE(ring.push(command(i))) << "index " << i;
    ASSERT_EQ(as_of_in_slot(memory, i % 64), i);
    ASSERT_TRUE(ring.note_consumed(i + 1));
  }
}

}  // namespace
