// CommandRingReader and the feed kernel: which instruments it is given, and what the ring does when
// nobody takes them.

#include <gtest/gtest.h>

#include "tests/rtl/pcie/command_ring_bench.hpp"

namespace hotbook::test {
namespace {

using Bench = CommandRingBench;

TEST(CommandRingReader, SkipsAndCountsEveryWayAnInstrumentCanBeBad) {
  for (unsigned way = 0; way < kInstrumentWays; ++way) {
    Bench bench{30 + way, {}};
    bench.start(6);
    InstrumentCommand command = bench.good_instrument();
    spoil_instrument(command, way);
    bench.write(bench.good_instrument(), true);
    bench.write(command, false);
    bench.write(bench.good_instrument(), true);
    // Whatever else it says, all ones forget every instrument.
    command.instrument = ~std::uint64_t{0};
    bench.write(command, true);
    bench.ring();
    run(bench, 80);
    EXPECT_EQ(bench.bad, 1U) << "way " << way;
    EXPECT_EQ(bench.instruments, 3U) << "way " << way;
    EXPECT_EQ(bench.consumed, 4U) << "way " << way;
  }
}

TEST(CommandRingReader, TakesAnInstrumentAtTheEdgesOfItsDomains) {
  Bench bench{40, {}};
  bench.start(6);
  InstrumentCommand command = bench.good_instrument();
  command.depth = 1;
  command.tick_shift = 0;
  command.flags = 0;
  command.tick_odd = command.tick_inverse = 1;
  bench.write(command, true);
  command.depth = 10;
  command.tick_shift = 63;
  command.flags = 1;
  command.tick_odd = command.tick_inverse = ~std::uint64_t{0};
  bench.write(command, true);
  bench.ring();
  run(bench, 60);
  EXPECT_EQ(bench.instruments, 2U);
  EXPECT_EQ(bench.bad, 0U);
}

TEST(CommandRingReader, SkipsEveryInstrumentWhileTheCardDecodesItself) {
  Bench bench{41, {}};
  bench.start(6);
  bench.kernel_decodes = false;
  bench.kernel_ready = false;
  for (unsigned i = 0; i < 20; ++i) {
    bench.write(bench.good_instrument(), false);
    bench.write(bench.good_command(), true);
  }
  bench.ring();
  run(bench, 400);
  EXPECT_EQ(bench.bad, 20U);
  EXPECT_EQ(bench.instruments, 0U);
  EXPECT_EQ(bench.consumed, 40U);
}

TEST(CommandRingReader, AbsentKernelKeepsTheRingNoLongerThanItsTime) {
  Bench bench{42, {}};
  bench.start(6);
  bench.kernel_ready = false;
  bench.write(bench.good_command(), true);
  bench.write(bench.good_instrument(), true);
  for (unsigned i = 0; i < 20; ++i) {
    bench.write(bench.good_instrument(), false);
    bench.write(bench.good_command(), true);
  }
  bench.ring();
  run(bench, static_cast<unsigned>(kInstrumentCyclesMax));
  EXPECT_EQ(bench.consumed, 1U);
  EXPECT_EQ(bench.bad, 0U);
  run(bench, 250);
  EXPECT_EQ(bench.consumed, 42U);
  EXPECT_EQ(bench.bad, 21U);
  EXPECT_EQ(bench.bad, bench.expected_bad);
  // The one that was given up is still offered; once it is taken, all is as before.
  bench.kernel_ready = true;
  run(bench, 2);
  EXPECT_EQ(bench.instruments, 1U);
  EXPECT_EQ(bench.consumed, 42U);
  bench.write(bench.good_instrument(), true);
  bench.ring();
  run(bench, 40);
  EXPECT_EQ(bench.instruments, 2U);
  EXPECT_EQ(bench.consumed, 43U);
  EXPECT_EQ(bench.bad, 21U);
}

TEST(CommandRingReader, InstrumentTakenInItsLastCycleIsNotGivenUp) {
  for (const unsigned early : {0U, 1U}) {
    Bench bench{43, {}};
    bench.start(6);
    bench.kernel_ready = false;
    bench.write(bench.good_instrument(), true);
    bench.ring();
    unsigned cycles = 0;
    while (bench.expected.size() == 1) bench.cycle();  // until it is offered, which is one cycle
    for (cycles = 1; cycles < kInstrumentCyclesMax - early; ++cycles) {
      bench.kernel_ready = cycles + 1 == kInstrumentCyclesMax - early;
      bench.cycle();
    }
    bench.kernel_ready = false;
    run(bench, 300);
    EXPECT_EQ(bench.instruments, 1U);
    EXPECT_EQ(bench.consumed, 1U);
    EXPECT_EQ(bench.bad, 0U);
  }
}

}  // namespace
}  // namespace hotbook::test
