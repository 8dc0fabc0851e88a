#include "host/card/counters.hpp"

#include <gtest/gtest.h>

namespace {

using namespace hotbook;

TEST(Counters, FindEveryRegisterByNameAndByAddress) {
  card::Counters counters;
  for (std::size_t i = 0; i < card::Counters::kCount; ++i)
    counters.set(i, static_cast<std::uint32_t>(i + 1));
  for (std::size_t i = 0; i < card::Counters::kCount; ++i) {
    EXPECT_EQ(counters.find(kRegisters[i].name), i + 1) << kRegisters[i].name;
    EXPECT_EQ(counters.at(kRegisters[i].address), i + 1) << kRegisters[i].name;
  }
}

TEST(Counters, KnowNoOtherName) {
  const card::Counters counters;
  EXPECT_FALSE(counters.find("line_c.frames"));
  EXPECT_FALSE(counters.find(""));
}

}  // namespace
