// CommandRingReader against host memory with delays and errors, and a host that writes commands as
// the real one does.

#include <gtest/gtest.h>

#include <random>

#include "sim/harness/stall.hpp"
#include "tests/rtl/pcie/command_ring_bench.hpp"

namespace hotbook::test {
namespace {

using Bench = CommandRingBench;

// Makes one field bad; which of the fourteen ways is the caller's choice.
void spoil(RefillCommand& command, unsigned way) {
  command.level_count = 4;
  command.order_count_0 = command.order_count_1 = command.order_count_2 = command.order_count_3 =
      65535;
  command.quantity_0 = command.quantity_1 = command.quantity_2 = command.quantity_3 = 1;
  using Command = RefillCommand;
  constexpr void (*kSpoilers[])(Command&) = {
      [](Command& c) { c.side = 2; },
      [](Command& c) { c.deep = 2; },
      [](Command& c) { c.level_count = 5; },
      [](Command& c) { c.level_count = 0x84; },
      [](Command& c) { c.order_count_0 = 65536; },
      [](Command& c) { c.order_count_1 = 65536; },
      [](Command& c) { c.order_count_2 = 0x8000'0001; },
      [](Command& c) { c.order_count_3 = 65536; },
      [](Command& c) { c.quantity_0 = 0; },
      [](Command& c) { c.quantity_1 = 0; },
      [](Command& c) { c.quantity_2 = 0; },
      [](Command& c) { c.quantity_3 = 0; },
      [](Command& c) { c.order_count_0 = 0; },
      [](Command& c) { c.order_count_3 = 0; },
  };
  kSpoilers[way](command);
}

constexpr unsigned kWays = 14;

TEST(CommandRingReader, IsQuietUntilTheDoorbellRings) {
  Bench bench{1, {}};
  bench.start(6);
  run(bench, 200);
  bench.write(bench.good_command(), true);
  run(bench, 200);
  EXPECT_TRUE(bench.bus().started.empty());
  bench.ring();
  run(bench, 30);
  EXPECT_EQ(bench.bus().started.size(), 1U);
  EXPECT_EQ(bench.handed_over, 1U);
  EXPECT_EQ(bench.consumed, 1U);
  run(bench, 200);
  EXPECT_EQ(bench.bus().started.size(), 1U);
}

TEST(CommandRingReader, EveryGoodCommandArrivesOnceInOrderUnderStallsAndErrors) {
  const std::uint64_t seed = seed_of(2);
  std::mt19937_64 random{seed};
  for (std::uint64_t round = 0; round < 40 * scale(); ++round) {
    BusTraits traits;
    traits.stall_percent = static_cast<unsigned>(random() % 4) * 25;
    traits.answer_delay_max = 1 + static_cast<unsigned>(random() % 100);
    traits.error_percent = random() % 2 == 0 ? 0 : 5;
    Bench bench{random(), traits};
    bench.start(6 + static_cast<unsigned>(random() % 2));
    sim::Stall lob_stall{random(), static_cast<unsigned>(random() % 95)};
    std::uint64_t left = 400;
    std::uint64_t guard = 0;
    while (left != 0 || !bench.expected.empty() || bench.bad != bench.expected_bad) {
      if (random() % 50 == 0) {
        std::uint64_t batch = std::min<std::uint64_t>({left, bench.free_slots(), random() % 70});
        left -= batch;
        for (; batch != 0; --batch) {
          if (random() % 3 == 0) {
            InstrumentCommand instrument = bench.good_instrument();
            const bool is_good = random() % 4 != 0;
            if (!is_good)
              spoil_instrument(instrument, static_cast<unsigned>(random() % kInstrumentWays));
            bench.write(instrument, is_good);
            continue;
          }
          const bool refill = random() % 2 == 0;
          RefillCommand command = refill ? bench.good_command() : bench.match_command();
          const bool good = !refill || random() % 4 != 0;
          if (!good) spoil(command, static_cast<unsigned>(random() % kWays));
          bench.write(command, good);
        }
        bench.ring();
      }
      bench.command_ready = bench.command_waits ? !lob_stall.held() : random() % 2 == 0;
      bench.kernel_ready = random() % 4 == 0;
      bench.cycle();
      ASSERT_FALSE(HasFatalFailure()) << "seed " << seed << " round " << round;
      ASSERT_LT(++guard, 500'000U)
          << "seed " << seed << " round " << round << ": the ring stands still";
    }
    bench.kernel_ready = true;
    run(bench, 5);
    ASSERT_EQ(bench.consumed, 400U) << "seed " << seed << " round " << round;
    ASSERT_EQ(bench.bus_errors, bench.bus().errors);
  }
}

TEST(CommandRingReader, SkipsAndCountsEveryWayARefillCanBeBad) {
  for (unsigned way = 0; way < kWays; ++way) {
    Bench bench{3 + way, {}};
    bench.start(6);
    RefillCommand command = bench.good_command();
    spoil(command, way);
    bench.write(bench.good_command(), true);
    bench.write(command, false);
    bench.write(bench.good_command(), true);
    bench.ring();
    run(bench, 60);
    EXPECT_EQ(bench.bad, 1U) << "way " << way;
    EXPECT_EQ(bench.handed_over, 2U) << "way " << way;
    EXPECT_EQ(bench.consumed, 3U) << "way " << way;
  }
}

TEST(CommandRingReader, EveryOtherKindGoesToTheMatcher) {
  Bench bench{8, {}};
  bench.start(10);
  for (unsigned kind = 0; kind < 256; ++kind) {
    if (static_cast<CommandKind>(kind) == CommandKind::Instrument) continue;
    RefillCommand command = bench.good_command();
    command.kind = static_cast<CommandKind>(kind);
    bench.write(command, true);
  }
  bench.ring();
  run(bench, 2000);
  EXPECT_EQ(bench.handed_over, 255U);
  EXPECT_EQ(bench.bad, 0U);
}

TEST(CommandRingReader, TakesTheLargestGoodFields) {
  Bench bench{4, {}};
  bench.start(6);
  RefillCommand command = bench.good_command();
  command.level_count = 4;
  command.order_count_0 = command.order_count_1 = command.order_count_2 = command.order_count_3 =
      65535;
  command.quantity_0 = command.quantity_1 = command.quantity_2 = command.quantity_3 = 0xffff'ffff;
  bench.write(command, true);
  command.level_count = 0;
  command.quantity_0 = 0;
  command.order_count_0 = 0xffff'ffff;  // not used, so it can be anything
  bench.write(command, true);
  bench.ring();
  run(bench, 60);
  EXPECT_EQ(bench.handed_over, 2U);
  EXPECT_EQ(bench.bad, 0U);
}

TEST(CommandRingReader, CommandIsConsumedWhenItIsHandedOverAndNotBefore) {
  Bench bench{5, {}};
  bench.start(6);
  for (unsigned i = 0; i < 3; ++i) bench.write(bench.good_command(), true);
  bench.ring();
  bench.command_ready = false;
  run(bench, 100);
  EXPECT_EQ(bench.consumed, 0U);
  bench.command_ready = true;
  run(bench, 2);
  EXPECT_EQ(bench.consumed, 1U);
  run(bench, 50);
  EXPECT_EQ(bench.consumed, 3U);
}

TEST(CommandRingReader, DoorbellBeyondTheRingIsNotBelieved) {
  Bench bench{6, {}};
  bench.start(6);
  bench.config.command_produced = 65;
  run(bench, 100);
  EXPECT_TRUE(bench.bus().started.empty());
  bench.config.command_produced = 0xffff'ffff;
  run(bench, 100);
  EXPECT_TRUE(bench.bus().started.empty());
  for (unsigned i = 0; i < 64; ++i) bench.write(bench.good_command(), true);
  bench.ring();
  run(bench, 600);
  EXPECT_EQ(bench.handed_over, 64U);
}

TEST(CommandRingReader, DoorbellTakenBackAtAnyMomentReadsNothingForeign) {
  for (unsigned held = 1; held < 12; ++held) {
    for (const unsigned rung : {1U, 64U}) {
      Bench bench{7, {}};
      bench.start(6);
      run(bench, 10);
      for (unsigned i = 0; i < rung; ++i) bench.write(bench.good_command(), true);
      bench.command_ready = false;
      bench.ring();
      run(bench, held);
      bench.config.command_produced = 0;
      run(bench, 300);
      ASSERT_LE(bench.bus().started.size(), 1U) << held;
      for (const auto& burst : bench.bus().started) EXPECT_LE(burst.words, rung) << held;
    }
  }
}

TEST(CommandRingReader, CommandThatWaitsOverARestartIsNotCountedInTheNewRun) {
  Bench bench{10, {}};
  bench.start(6);
  for (unsigned i = 0; i < 3; ++i) bench.write(bench.good_command(), true);
  bench.ring();
  bench.command_ready = false;
  run(bench, 50);
  ASSERT_TRUE(bench.command_waits);
  bench.config.enable = 0;
  run(bench, 5);
  bench.start(6);
  run(bench, 50);
  bench.command_ready = true;
  run(bench, 50);
  EXPECT_GE(bench.handed_over, 1U);  // it was offered, so it is not withdrawn
  EXPECT_EQ(bench.consumed, 0U);
}

TEST(CommandRingReader, CountsFromZeroWhenEnableRises) {
  BusTraits traits;
  traits.answer_delay_max = 40;
  Bench bench{8, traits};
  bench.start(6);
  for (unsigned i = 0; i < 20; ++i) bench.write(bench.good_command(), true);
  bench.ring();
  while (bench.consumed < 5) bench.cycle();
  bench.config.enable = 0;
  run(bench, 200);
  const std::uint64_t stopped_at = bench.handed_over;
  EXPECT_LT(stopped_at, 20U);
  run(bench, 200);
  EXPECT_EQ(bench.handed_over, stopped_at);
  EXPECT_TRUE(bench.bus().idle());
  bench.start(6);
  bench.expected.clear();
  for (unsigned i = 0; i < 7; ++i) bench.write(bench.good_command(), true);
  bench.ring();
  run(bench, 300);
  EXPECT_EQ(bench.handed_over, stopped_at + 7);
  EXPECT_EQ(bench.consumed, 7U);
}

TEST(CommandRingReader, ReadsARingOfAnySizeWhereverTheHostPutIt) {
  const std::uint64_t seed = seed_of(11);
  std::mt19937_64 random{seed};
  for (unsigned slots_log2 = 6; slots_log2 <= 16; ++slots_log2) {
    const std::uint64_t place = random();
    // The last one carries into the upper half behind its first page.
    for (const std::uint64_t base : {place, ~place, place | 0xffff'ffff}) {
      Bench bench{random(), {}};
      bench.start(slots_log2, base >> 12 << 12);
      bench.config.record_base = base;  // of the other ring, which is none of its business
      bench.config.record_consumed = random() & 0xffff'ffffU;
      // Over the end of the smallest ring, and over the first page of the others.
      for (unsigned i = 0; i < 100; ++i) {
        if (i == 60) {
          bench.ring();
          run(bench, 500);
        }
        bench.write(bench.match_command(), true);
      }
      bench.ring();
      run(bench, 500);
      ASSERT_FALSE(HasFatalFailure()) << "seed " << seed << " slots_log2 " << slots_log2;
      EXPECT_EQ(bench.handed_over, 100U) << "seed " << seed << " slots_log2 " << slots_log2;
      EXPECT_EQ(bench.bus().started.front().address, bench.config.command_base);
    }
  }
}

TEST(CommandRingReader, StandsStillWhenItsPlaceIsImpossible) {
  const auto stands_still = [](auto&& spoil_config) {
    Bench bench{9, {}};
    bench.start(6);
    bench.write(bench.good_command(), true);
    bench.ring();
    spoil_config(bench.config);
    run(bench, 2);
    bench.command_ready = false;
    run(bench, 300);
    return bench.bus().started.empty();
  };
  EXPECT_FALSE(stands_still([](auto&) {}));
  for (unsigned slots_log2 = 0; slots_log2 < 32; ++slots_log2) {
    EXPECT_EQ(stands_still([&](auto& config) { config.command_slots_log2 = slots_log2; }),
              slots_log2 < 6 || slots_log2 > 16)
        << slots_log2;
  }
  EXPECT_TRUE(stands_still([](auto& config) { config.command_slots_log2 = 0x20 + 6; }));
  EXPECT_TRUE(stands_still([](auto& config) { config.command_base += 0x40; }));
  EXPECT_TRUE(stands_still([](auto& config) { config.enable = 0; }));
}

}  // namespace
}  // namespace hotbook::test
