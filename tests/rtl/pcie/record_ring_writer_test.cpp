// RecordRingWriter against host memory with delays, and a host that reads the ring as the real one
// does.

#include <gtest/gtest.h>

#include <random>

#include "sim/harness/stall.hpp"
#include "tests/rtl/pcie/record_ring_bench.hpp"

namespace hotbook::test {
namespace {

using Bench = RecordRingBench;

void expect_every_record_once(std::uint64_t seed, std::uint64_t rounds) {
  std::mt19937_64 random{seed};
  for (std::uint64_t round = 0; round < rounds; ++round) {
    BusTraits traits;
    traits.stall_percent = static_cast<unsigned>(random() % 4) * 25;
    traits.answer_delay_max = 1 + static_cast<unsigned>(random() % 400);
    Bench bench{random(), traits};
    bench.start(6 + static_cast<unsigned>(random() % 3));
    const std::uint64_t count = 200 + random() % 400;
    for (std::uint64_t i = 0; i < count; ++i) {
      const auto source = random() % 4;
      if (source == 0) {
        bench.matches.push_back(bench.random_record(RecordKind::MatchOutput));
      } else {
        (source == 1 ? bench.venues : bench.books).push_back(bench.random_record(source == 1));
      }
    }
    sim::Stall book_stall{random(), static_cast<unsigned>(random() % 95)};
    sim::Stall venue_stall{random(), static_cast<unsigned>(random() % 95)};
    sim::Stall match_stall{random(), static_cast<unsigned>(random() % 95)};
    sim::Stall host_stall{random(), static_cast<unsigned>(random() % 99)};
    std::uint64_t guard = 0;
    while (!bench.drained()) {
      bench.book_held = book_stall.held();
      bench.venue_held = venue_stall.held();
      bench.match_held = match_stall.held();
      bench.cycle();
      if (!host_stall.held()) {
        bench.read_ring();
        if (random() % 4 == 0) bench.consume();
      }
      ASSERT_FALSE(testing::Test::HasFatalFailure()) << "seed " << seed << " round " << round;
      ASSERT_LT(++guard, 500'000U)
          << "seed " << seed << " round " << round << ": the ring stands still";
    }
    ASSERT_EQ(bench.read_records(), count);
    ASSERT_EQ(bench.bus_errors, 0U);
  }
}

TEST(RecordRingWriter, EveryRecordArrivesOnceInOrderUnderStallsOfEveryChannel) {
  expect_every_record_once(seed_of(1), 40 * scale());
}

TEST(RecordRingWriter, NeverRunsMoreThanTheSlotsAheadOfTheHost) {
  Bench bench{2, {}};
  bench.start(6);
  for (unsigned i = 0; i < 400; ++i) bench.books.push_back(bench.random_record(false));
  run(bench, 3000);
  bench.read_ring();
  EXPECT_EQ(bench.read_records(), 64U);
  EXPECT_EQ(bench.written(), 64U);
  EXPECT_EQ(bench.expected_books.size(),
            kFifoDepth);  // the queue is full, the rest waits at the source
  EXPECT_EQ(bench.books.size(), 400U - 64U - kFifoDepth);
  // Ten slots become free: exactly ten records follow.
  bench.config.record_consumed = 10;
  run(bench, 1000);
  bench.read_ring();
  EXPECT_EQ(bench.read_records(), 74U);
  while (bench.read_records() < 400 && !HasFatalFailure()) {
    bench.consume();
    run(bench, 200);
    bench.read_ring();
  }
  EXPECT_TRUE(bench.drained());
}

TEST(RecordRingWriter, SlotsThatBecomeFreeOneByOneAreUsedOneByOne) {
  Bench bench{15, {}};
  bench.start(6);
  for (unsigned i = 0; i < 120; ++i) bench.books.push_back(bench.random_record(false));
  run(bench, 1000);
  bench.read_ring();
  ASSERT_EQ(bench.read_records(), 64U);
  for (std::uint64_t free = 1; free <= 56 && !HasFatalFailure(); ++free) {
    bench.config.record_consumed = free;
    run(bench, 100);
    bench.read_ring();
    ASSERT_EQ(bench.read_records(), 64 + free);
  }
}

TEST(RecordRingWriter, ConsumedCountOfTheRunBeforeHoldsTheRing) {
  Bench bench{16, {}};
  bench.start(6);
  for (unsigned i = 0; i < 100; ++i) bench.books.push_back(bench.random_record(false));
  for (unsigned i = 0; i < 500; ++i) {
    bench.cycle();
    bench.read_ring();
    bench.consume();
  }
  bench.config.enable = 0;
  run(bench, 3);
  for (unsigned i = 0; i < 40; ++i) bench.books.push_back(bench.random_record(false));
  run(bench, 100);
  const std::size_t before = bench.bus().started.size();
  bench.start(6);
  bench.config.record_consumed = 100;
  run(bench, 300);
  EXPECT_EQ(bench.bus().started.size(), before);
  bench.config.record_consumed = 0;
  run(bench, 300);
  bench.read_ring();
  EXPECT_EQ(bench.read_records(), 40U);
}

TEST(RecordRingWriter, LonelyRecordLeavesWhenItHasWaitedLongEnough) {
  Bench bench{3, {}};
  bench.start(6);
  run(bench, 10);
  bench.books.push_back(bench.random_record(false));
  bench.cycle();  // taken
  ASSERT_TRUE(bench.books.empty());
  unsigned waited = 0;
  do {
    bench.cycle();
    ++waited;
  } while (!bench.burst_valid && waited < 1000);
  EXPECT_EQ(waited, kFlushCycles + 3);
}

TEST(RecordRingWriter, SixteenRecordsLeaveWithoutWaiting) {
  Bench bench{4, {}};
  bench.start(6);
  run(bench, 10);
  for (unsigned i = 0; i < 16; ++i) bench.books.push_back(bench.random_record(false));
  run(bench, 16);
  ASSERT_TRUE(bench.books.empty());
  unsigned waited = 0;
  do {
    bench.cycle();
    ++waited;
  } while (!bench.burst_valid && waited < 1000);
  EXPECT_EQ(waited, 3U);
  EXPECT_EQ(bench.bus().started.back().words, 16U);
}

TEST(RecordRingWriter, KeepsUpWithTheLineOverASlowBus) {
  // The shortest book message fills 21 bytes of a packet: at 8 bytes per cycle one comes every 2.6
  // cycles. The host answers after 300 cycles, about a microsecond.
  BusTraits traits;
  traits.answer_delay_min = 300;
  traits.answer_delay_max = 300;
  Bench bench{5, traits};
  bench.start(12);
  run(bench, 10);
  std::uint64_t bytes = 0;
  for (unsigned i = 0; i < 20'000; ++i) {
    bytes += 8;
    if (bytes >= 21) {
      bytes -= 21;
      bench.books.push_back(bench.random_record(false));
    }
    bench.cycle();
    ASSERT_FALSE(bench.book_stalled) << "cycle " << i;
    if (i % 100 == 0) {
      bench.read_ring();
      bench.consume();
      ASSERT_FALSE(HasFatalFailure());
    }
  }
  EXPECT_GT(bench.read_records(), 7000U);
}

TEST(RecordRingWriter, BookRecordNeverWaitsForAnotherSource) {
  Bench bench{6, {}};
  bench.start(10);
  run(bench, 10);
  for (unsigned i = 0; i < 200; ++i) bench.books.push_back(bench.random_record(false));
  for (unsigned i = 0; i < 20; ++i) {
    bench.venues.push_back(bench.random_record(true));
    bench.matches.push_back(bench.random_record(RecordKind::MatchOutput));
  }
  for (unsigned i = 0; i < 100; ++i) {
    bench.book_held = i % 3 != 0;
    bench.cycle();
    ASSERT_FALSE(bench.book_stalled) << "cycle " << i;
  }
  EXPECT_TRUE(bench.venues.empty());
  EXPECT_TRUE(bench.matches.empty());
}

TEST(RecordRingWriter, FailedRecordBurstStopsTheRingUntilItIsEnabledAgain) {
  Bench bench{7, {}};
  bench.start(6);
  run(bench, 10);
  for (unsigned i = 0; i < 16; ++i) bench.books.push_back(bench.random_record(false));
  run(bench, 200);
  bench.read_ring();
  ASSERT_EQ(bench.read_records(), 16U);
  bench.bus().fail_next();
  for (unsigned i = 0; i < 48; ++i) bench.books.push_back(bench.random_record(false));
  run(bench, 1000);
  bench.read_ring();
  EXPECT_EQ(bench.read_records(), 16U) << "the status covers a record that was lost";
  EXPECT_EQ(bench.bus_errors, 1U);

  // Records of the lost burst are gone for good; those that wait are kept for the ring's next
  // start.
  std::size_t lost = 0;
  for (const auto& burst : bench.bus().started) lost += burst.address == kStatus ? 0U : burst.words;
  lost -= 16;
  bench.expected_books.erase(bench.expected_books.begin(),
                             bench.expected_books.begin() + static_cast<std::ptrdiff_t>(lost));
  bench.config.enable = 0;
  run(bench, 5);
  bench.start(6);
  run(bench, 1000);
  bench.read_ring();
  EXPECT_EQ(bench.read_records(), 48U - lost);
  EXPECT_TRUE(bench.drained());
}

TEST(RecordRingWriter, FailedStatusIsRepeated) {
  Bench bench{8, {}};
  bench.start(6);
  run(bench, 10);
  for (unsigned i = 0; i < 16; ++i) bench.books.push_back(bench.random_record(false));
  while (bench.bus().started.empty()) bench.cycle();
  while (bench.bus().outstanding() != 0) bench.cycle();
  bench.bus().fail_next();  // nothing but the status can follow
  run(bench, 100);
  bench.read_ring();
  EXPECT_EQ(bench.read_records(), 16U);
  EXPECT_EQ(bench.bus_errors, 1U);
  EXPECT_EQ(bench.written(), 16U);
}

TEST(RecordRingWriter, LosesNothingWhenHalfOfTheStatusWritesFail) {
  const std::uint64_t seed = seed_of(9);
  BusTraits traits;
  traits.stall_percent = 30;
  traits.answer_delay_max = 50;
  traits.error_percent = 50;
  traits.error_address = kStatus;
  Bench bench{seed, traits};
  bench.start(8);
  for (unsigned i = 0; i < 2000; ++i) bench.books.push_back(bench.random_record(false));
  for (unsigned i = 0; i < 200'000 && !bench.drained(); ++i) {
    bench.cycle();
    bench.read_ring();
    bench.consume();
    ASSERT_FALSE(HasFatalFailure()) << "seed " << seed;
  }
  EXPECT_TRUE(bench.drained());
  EXPECT_GT(bench.bus_errors, 10U);
  EXPECT_EQ(bench.bus_errors, bench.bus().errors);
}

TEST(RecordRingWriter, NumbersFromZeroWhenEnableRises) {
  Bench bench{10, {}};
  bench.start(6);
  for (unsigned i = 0; i < 100; ++i) bench.books.push_back(bench.random_record(false));
  for (unsigned i = 0; i < 500; ++i) {
    bench.cycle();
    bench.read_ring();
    bench.consume();
  }
  ASSERT_EQ(bench.read_records(), 100U);
  bench.config.enable = 0;
  run(bench, 3);
  for (unsigned i = 0; i < 20; ++i) bench.books.push_back(bench.random_record(false));
  run(bench, 500);
  EXPECT_EQ(bench.written(), 100U);  // stopped: what came since waits
  bench.start(6);
  run(bench, 10);
  EXPECT_EQ(bench.written(), 0U);
  run(bench, 300);
  bench.read_ring();
  EXPECT_EQ(bench.read_records(), 20U);
  EXPECT_TRUE(bench.drained());
}

TEST(RecordRingWriter, ShortPulseOfEnableInsideABurstStillRestartsTheRing) {
  BusTraits traits;
  traits.answer_delay_min = 100;
  traits.answer_delay_max = 100;
  Bench bench{11, traits};
  bench.start(6);
  run(bench, 5);
  for (unsigned i = 0; i < 40; ++i) bench.books.push_back(bench.random_record(false));
  while (!bench.burst_valid) bench.cycle();
  run(bench, 3);
  bench.config.enable = 0;
  bench.cycle();
  const std::size_t before = bench.bus().started.front().words;
  bench.start(6);
  run(bench, 1500);
  // The burst under way was finished under its old number; the others are numbered from 0.
  ASSERT_GE(bench.bus().started.size(), 2U);
  bench.expected_books.erase(bench.expected_books.begin(),
                             bench.expected_books.begin() + static_cast<std::ptrdiff_t>(before));
  bench.read_ring();
  EXPECT_EQ(bench.read_records(), 40U - before);
  EXPECT_TRUE(bench.drained());
}

TEST(RecordRingWriter, FillsARingOfAnySizeWhereverTheHostPutIt) {
  const std::uint64_t seed = seed_of(17);
  std::mt19937_64 random{seed};
  for (unsigned slots_log2 = 6; slots_log2 <= 24; ++slots_log2) {
    const std::uint64_t place = random();
    // The last one carries into the upper half behind its first page.
    for (const std::uint64_t base : {place, ~place, place | 0xffff'ffff}) {
      Bench bench{random(), {}};
      bench.start(slots_log2, base >> 12 << 12, random() >> 6 << 6);
      const std::size_t count = std::min<std::size_t>(200, 1U << slots_log2);
      for (std::size_t i = 0; i < count; ++i) bench.books.push_back(bench.random_record(false));
      run(bench, 800);
      bench.read_ring();
      ASSERT_FALSE(HasFatalFailure()) << "seed " << seed << " slots_log2 " << slots_log2;
      EXPECT_EQ(bench.read_records(), count) << "seed " << seed << " slots_log2 " << slots_log2;
      EXPECT_EQ(bench.bus().started.front().address, bench.config.record_base);
    }
  }
}

TEST(RecordRingWriter, StandsStillWhenItsPlaceIsImpossible) {
  const auto stands_still = [](auto&& spoil) {
    Bench bench{14, {}};
    bench.start(6);
    spoil(bench.config);
    for (unsigned i = 0; i < 40; ++i) bench.books.push_back(bench.random_record(false));
    run(bench, 300);
    return bench.bus().started.empty();
  };
  EXPECT_FALSE(stands_still([](auto&) {}));
  for (unsigned slots_log2 = 0; slots_log2 < 32; ++slots_log2) {
    EXPECT_EQ(stands_still([&](auto& config) { config.record_slots_log2 = slots_log2; }),
              slots_log2 < 6 || slots_log2 > 24)
        << slots_log2;
  }
  EXPECT_TRUE(stands_still([](auto& config) { config.record_slots_log2 = 0x100 + 6; }));
  EXPECT_TRUE(stands_still([](auto& config) { config.record_base += 0x800; }));
  EXPECT_TRUE(stands_still([](auto& config) { config.record_status += 0x20; }));
  EXPECT_TRUE(stands_still(
      [](auto& config) { config.record_consumed = 1000; }));  // ahead of the card: a stale value
  EXPECT_TRUE(stands_still([](auto& config) { config.enable = 0; }));
}

}  // namespace
}  // namespace hotbook::test
