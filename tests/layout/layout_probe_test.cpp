// Every record and channel means the same in SystemVerilog and in C++, bit for bit.

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <iterator>
#include <random>
#include <string>

#include "Vlayout_probe.h"
#include "layout_probe.hpp"

namespace hotbook {
namespace {

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::stoull(text);
}

TEST(LayoutProbe, EveryRandomRecordAndChannelSurvivesRtlAndCpp) {
  const std::uint64_t seed = from_environment("HOTBOOK_SEED", 1);
  const std::uint64_t count = 1000 * from_environment("HOTBOOK_SCALE", 1);
  std::cout << "seed=" << seed << " words_of_each_layout=" << count << '\n';
  std::mt19937_64 random{seed};
  Vlayout_probe top;
  for (std::uint64_t i = 0; i < count; ++i) {
    layout_test::probe_everything(top, random);
    ASSERT_FALSE(HasFailure()) << "word " << i << "; again with HOTBOOK_SEED=" << seed
                               << " layout_probe_test";
  }
}

TEST(LayoutProbe, EveryConstantIsTheSameInRtlAndCpp) {
  Vlayout_probe top;
  top.eval();
  std::size_t index = 0;
  for (const std::uint32_t expected : layout_test::kConstants) {
    EXPECT_EQ(sim::load_bits(top.constants_o, 32 * index, 32), expected) << "constant " << index;
    ++index;
  }
  EXPECT_GT(index, std::size(kRegisters));
}

}  // namespace
}  // namespace hotbook
