// CsrFile: every bit that the host sets, and every bit of a number that it reads, is a wire of its
// own.

#include <gtest/gtest.h>

#include <cstdint>

#include "Vcsr_file_v.h"
#include "host/domain/layout.hpp"
#include "sim/harness/channels.hpp"
#include "sim/harness/clock.hpp"

namespace hotbook::test {
namespace {

class CsrBits : public ::testing::Test {
 protected:
  CsrBits() {
    clock_->access_valid_i = 0;
    clock_->gap_i = 0;
    clock_->cycle_i = 0;
    clock_.reset();
  }

  channel::CsrAnswer access(bool write, std::uint32_t address, std::uint32_t data = 0) {
    channel::CsrAccess word;
    word.write = write;
    word.address = address;
    word.data = data;
    word.strobe = 15;
    word.store(clock_->access_i);
    clock_->access_valid_i = 1;
    clock_.tick();
    clock_->access_valid_i = 0;
    clock_.tick();
    clock_.settle();
    return channel::CsrAnswer::load(clock_->answer_o);
  }

  std::uint64_t read_two(std::uint32_t low, std::uint32_t high) {
    const std::uint64_t first = access(false, low).data;
    return access(false, high).data << 32 | first;
  }

  sim::Clock<Vcsr_file_v> clock_;
};

TEST_F(CsrBits, SettingKeepsEachOfItsBitsAlone) {
  for (const RegisterInfo& info : kRegisters) {
    if (!info.writable || info.address == kControlClear) continue;
    for (unsigned bit = 0; bit < 32; ++bit) {
      for (const std::uint32_t value : {1U << bit, ~(1U << bit)}) {
        ASSERT_EQ(access(true, info.address, value).ok, 1U) << info.name;
        ASSERT_EQ(access(false, info.address).data, value) << info.name;
      }
    }
    access(true, info.address, 0);
  }
}

TEST_F(CsrBits, NumberReadsEachOfItsBitsAlone) {
  for (unsigned bit = 0; bit < 64; ++bit) {
    for (const std::uint64_t flip : {std::uint64_t{0}, ~std::uint64_t{0}}) {
      const std::uint64_t value = (std::uint64_t{1} << bit) ^ flip;
      clock_->expected_i = value;
      clock_->cycle_i = value;
      clock_->record_written_i = static_cast<std::uint32_t>(value);
      clock_->command_consumed_i = static_cast<std::uint32_t>(value);
      EXPECT_EQ(read_two(kFeedExpectedLow, kFeedExpectedHigh), value);
      EXPECT_EQ(read_two(kControlCycleLow, kControlCycleHigh), value);
      EXPECT_EQ(access(false, kRingRecordWritten).data, value & 0xffff'ffff);
      EXPECT_EQ(access(false, kRingCommandConsumed).data, value & 0xffff'ffff);
    }
  }
}

TEST_F(CsrBits, GapOfAnyBitIsMissingMessages) {
  for (unsigned bit = 0; bit < 64; ++bit) {
    access(true, kControlClear, 1);
    clock_->gap_missing_i = std::uint64_t{1} << bit;
    clock_->gap_i = 1;
    clock_.tick();
    clock_->gap_i = 0;
    clock_.tick();
    clock_.tick();
    EXPECT_EQ(access(false, kFeedMessagesMissing).data, bit < 32 ? 1U << bit : ~0U) << bit;
  }
}

TEST_F(CsrBits, WhoDecodesIsAskedAtClearAndOnlyThen) {
  for (const std::uint32_t decoder : {1U, 0U, 0xffff'ffffU, 0xffff'fffeU}) {
    const unsigned before = clock_->kernel_decodes_o;
    ASSERT_TRUE(access(true, kFeedDecoder, decoder).ok);
    for (int i = 0; i < 8; ++i) {
      clock_.tick();
      ASSERT_EQ(clock_->kernel_decodes_o, before) << decoder;
    }
    ASSERT_TRUE(access(true, kControlClear, 1).ok);
    clock_.tick();
    clock_.settle();
    EXPECT_EQ(clock_->kernel_decodes_o, decoder & 1U);
    EXPECT_EQ(access(false, kFeedDecoder).data, decoder);
  }
}

}  // namespace
}  // namespace hotbook::test
