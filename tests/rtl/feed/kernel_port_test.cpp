// KernelPort against a model: every word of a line reaches the kernel once, every output of the
// session its channel and its counters, whatever is stalled and whenever a session begins.

#include "sim/harness/stall.hpp"
#include "tests/rtl/common/random_run.hpp"
#include "tests/rtl/feed/kernel_port_bench.hpp"

namespace hotbook::feed_test {
namespace {

using test::RandomRun;

channel::PacketWord any_word(RandomRun& random) {
  channel::PacketWord word;
  word.data = random();
  word.first_lane = random.below(8);
  word.end_lane = random.below(9);
  word.first = random.below(2);
  word.last = random.below(2);
  word.bad = random.below(2);
  word.rx_time_ns = random();
  word.arrival_cycle = random.below(65536);
  return word;
}

KernelOutput any_output(RandomRun& random, std::uint8_t session) {
  KernelOutput output;
  std::array<std::uint8_t, sizeof output> bytes;
  for (auto& byte : bytes) byte = random.byte();
  std::memcpy(&output, bytes.data(), sizeof output);
  constexpr std::array<std::uint8_t, 9> kKinds{0, 1, 2, 3, 4, 5, 16, 16, 6};
  if (random.percent(95)) output.kind = kKinds[random.below(kKinds.size())];
  if (random.percent(50)) output.price = static_cast<std::uint32_t>(random.below(3));
  if (random.percent(50)) output.line_a = output.line_b = output.pulses = 0;
  output.session = session;
  return output;
}

TEST(KernelPort, EverythingArrivesOnceInItsSessionUnderStallsAndClears) {
  RandomRun random{1};
  std::uint64_t words = 0;
  std::uint64_t outputs = 0;
  std::uint64_t dropped = 0;
  std::uint64_t behind = 0;
  for (std::uint64_t round = 0; round < RandomRun::amount(400); ++round) {
    KernelPortBench bench;
    std::array<sim::Stall, 5> stalls{sim::Stall{random(), static_cast<unsigned>(random.below(95))},
                                     sim::Stall{random(), static_cast<unsigned>(random.below(95))},
                                     sim::Stall{random(), static_cast<unsigned>(random.below(95))},
                                     sim::Stall{random(), static_cast<unsigned>(random.below(95))},
                                     sim::Stall{random(), static_cast<unsigned>(random.below(95))}};
    const auto gap = static_cast<unsigned>(random.below(80));
    bench.configure(3, random(), static_cast<std::uint32_t>(random()));
    bench.clear(true);
    for (unsigned i = 0; i < 2000; ++i) {
      for (std::size_t l = 0; l < 2; ++l) {
        if (!bench.has_packet[l] && !random.percent(gap)) bench.offer(l, any_word(random));
        bench.word_ready[l] = !stalls[l].held();
      }
      if (!bench.has_output && !random.percent(gap)) {
        const bool is_old = random.percent(10);
        bench.offer(any_output(
            random, static_cast<std::uint8_t>(bench.session - (is_old ? 1 + random.below(3) : 0))));
      }
      bench.event_ready = !stalls[2].held();
      bench.piece_ready = !stalls[3].held();
      if (random.percent(1)) {
        bench.configure(static_cast<unsigned>(random.below(4)), random(),
                        static_cast<std::uint32_t>(random()));
      }
      if (random.below(100) == 0)
        bench.clear(random.percent(80));
      else
        bench.cycle();
      ASSERT_FALSE(HasFatalFailure()) << "round " << round << " " << random.reproduce();
    }
    words += bench.words_taken[0] + bench.words_taken[1];
    outputs += bench.outputs_taken;
    dropped += bench.outputs_dropped;
    behind += bench.words_behind;
  }
  EXPECT_GT(words, 1000U);
  EXPECT_GT(outputs, 1000U);
  EXPECT_GT(dropped, 100U);
  EXPECT_GT(behind, 10U);
}

TEST(KernelPort, EveryPulseOfAnOutputIsCountedUnderItsName) {
  RandomRun random{2};
  KernelPortBench bench;
  bench.clear(true);
  bench.event_ready = bench.piece_ready = true;
  for (std::uint64_t i = 0; i < RandomRun::amount(4000); ++i) {
    if (!random.percent(20)) bench.offer(any_output(random, bench.session));
    bench.cycle();
    ASSERT_FALSE(HasFatalFailure()) << random.reproduce();
  }
  bench.cycle();
  EXPECT_EQ(bench.counted, bench.owed) << random.reproduce();
  EXPECT_GT(bench.counted.poisons, 0U);
  EXPECT_GT(bench.counted.gaps, 0U);
}

TEST(KernelPort, OutputOfAnOldSessionIsTakenAtOnceAndLeavesNothing) {
  RandomRun random{3};
  KernelPortBench bench;
  bench.clear(true);
  // Both channels are full and held.
  KernelOutput event = any_output(random, bench.session);
  event.kind = static_cast<std::uint8_t>(RecordKind::Add);
  bench.offer(event);
  bench.cycle();
  KernelOutput piece = any_output(random, bench.session);
  piece.kind = static_cast<std::uint8_t>(RecordKind::VenueMessage);
  bench.offer(piece);
  bench.cycle();
  bench.cycle();
  const KernelCounts before = bench.counted;
  for (unsigned back = 1; back < 256; ++back) {
    bench.offer(any_output(random, static_cast<std::uint8_t>(bench.session - back)));
    bench.cycle();
    ASSERT_FALSE(bench.has_output) << back;
  }
  bench.cycle();
  EXPECT_EQ(bench.counted, before);
  EXPECT_EQ(bench.events.size(), 1U);
  EXPECT_EQ(bench.pieces.size(), 1U);
}

TEST(KernelPort, OutputOfNobodysSessionIsDroppedWhileTheCardDecodesItself) {
  RandomRun random{4};
  KernelPortBench bench;
  bench.clear(false);
  for (unsigned i = 0; i < 300; ++i) {
    bench.offer(any_output(random, bench.session));
    bench.cycle();
    ASSERT_FALSE(HasFatalFailure());
    ASSERT_FALSE(bench.has_output);
  }
  bench.cycle();
  EXPECT_EQ(bench.counted, KernelCounts{});
  EXPECT_TRUE(bench.events.empty() && bench.pieces.empty());
}

TEST(KernelPort, TakesAWordOfEachLineAndGivesAnEventEveryCycle) {
  RandomRun random{5};
  KernelPortBench bench;
  bench.clear(true);
  bench.word_ready = {true, true};
  bench.event_ready = true;
  KernelOutput output = any_output(random, bench.session);
  output.kind = static_cast<std::uint8_t>(RecordKind::Execute);
  bench.cycle();  // in which the session's first word enters
  for (unsigned i = 0; i < 500; ++i) {
    for (std::size_t l = 0; l < 2; ++l) bench.offer(l, any_word(random));
    output.seq = i;
    bench.offer(output);
    bench.cycle();
    ASSERT_FALSE(HasFatalFailure());
    ASSERT_FALSE(bench.has_packet[0] || bench.has_packet[1] || bench.has_output) << i;
  }
  EXPECT_EQ(bench.words_taken[0], 500U);
  EXPECT_EQ(bench.words_taken[1], 500U);
}

TEST(KernelPort, WordOfTheOldSessionStaysOfferedAndKeepsOnlyItsOwnLine) {
  RandomRun random{6};
  for (std::size_t stuck = 0; stuck < 2; ++stuck) {
    KernelPortBench bench;
    bench.clear(true);
    bench.word_ready = {true, true};
    bench.offer(stuck, any_word(random));
    bench.cycle();
    bench.cycle();
    const std::size_t other = 1 - stuck;
    bench.word_ready[stuck] = false;
    bench.clear(true);
    bench.offer(stuck, any_word(random));
    bench.offer(other, any_word(random));
    for (unsigned i = 0; i < 50; ++i) bench.cycle();
    // Of either session the word that begins it, and the packet's.
    EXPECT_TRUE(bench.has_packet[stuck]);
    EXPECT_EQ(bench.words_taken[stuck], 1U);
    EXPECT_EQ(bench.words_taken[other], 3U);
    bench.word_ready[stuck] = true;
    for (unsigned i = 0; i < 3; ++i) bench.cycle();
    EXPECT_EQ(bench.words_behind, 1U);
    EXPECT_EQ(bench.words_taken[stuck], 4U);
    ASSERT_FALSE(HasFatalFailure());
  }
}

}  // namespace
}  // namespace hotbook::feed_test
