#include <gtest/gtest.h>

#include <cstdint>
#include <deque>

#include "Vstream_fifo_bypass_v.h"
#include "Vstream_fifo_plain_v.h"
#include "Vstream_register_v.h"
#include "sim/harness/clock.hpp"
#include "sim/harness/stall.hpp"
#include "tests/rtl/common/random_run.hpp"

namespace hotbook::test {
namespace {

// A queue of unlimited speed: what goes in comes out, `latency` cycles later at the earliest, and
// no more than `capacity` words wait.
struct Expect {
  unsigned latency;
  unsigned capacity;
};

template <class Top>
void run_random(std::uint64_t seed, Expect expect, unsigned offer_stall, unsigned take_stall) {
  RandomRun random{seed};
  sim::Clock<Top> clock;
  sim::Stall offers{random(), offer_stall};
  sim::Stall takes{random(), take_stall};
  clock->word_valid_i = 0;
  clock->word_ready_i = 0;
  clock.reset();

  struct Inside {
    std::uint16_t word;
    std::uint64_t cycle;
  };
  std::deque<Inside> inside;
  bool offers_word = false;
  std::uint16_t word = 0;
  std::uint16_t next = static_cast<std::uint16_t>(random());
  std::uint64_t taken = 0;
  const std::uint64_t cycles = RandomRun::amount(20000);
  for (std::uint64_t i = 0; i < cycles; ++i) {
    if (!offers_word && !offers.held()) {
      offers_word = true;
      word = next++;
    }
    clock->word_valid_i = offers_word;
    clock->word_i = offers_word ? word : static_cast<std::uint16_t>(random());
    clock->word_ready_i = !takes.held();
    clock.settle();

    const bool moves_in = offers_word && clock->word_ready_o;
    // A register frees its place in the cycle in which its word is taken; a queue in the next.
    const bool has_place =
        inside.size() < expect.capacity || (expect.capacity == 1 && clock->word_ready_i);
    ASSERT_EQ(clock->word_ready_o, has_place) << "cycle " << i << "; " << random.reproduce();
    if (moves_in) inside.push_back({word, clock.cycle()});
    const bool due = !inside.empty() && inside.front().cycle + expect.latency <= clock.cycle();
    ASSERT_EQ(clock->word_valid_o, due || (expect.latency == 0 && offers_word && inside.empty()))
        << "cycle " << i << "; " << random.reproduce();
    if (due) {
      ASSERT_EQ(clock->word_o, inside.front().word) << "cycle " << i << "; " << random.reproduce();
      if (clock->word_ready_i) {
        inside.pop_front();
        ++taken;
      }
    }
    if (moves_in) offers_word = false;
    clock.tick();
  }
  EXPECT_GT(taken, cycles / 10);
}

TEST(StreamRegister, DeliversEveryWordInOrderOneCycleLater) {
  run_random<Vstream_register_v>(1, {1, 1}, 30, 30);
  run_random<Vstream_register_v>(2, {1, 1}, 0, 50);
  run_random<Vstream_register_v>(3, {1, 1}, 50, 0);
}

TEST(StreamRegister, MovesAWordEveryCycle) {
  sim::Clock<Vstream_register_v> clock;
  clock->word_ready_i = 1;
  clock->word_valid_i = 0;
  clock.reset();
  for (unsigned i = 0; i < 100; ++i) {
    clock->word_valid_i = 1;
    clock->word_i = static_cast<std::uint16_t>(i);
    clock.settle();
    ASSERT_EQ(clock->word_ready_o, 1);
    ASSERT_EQ(clock->word_valid_o, i > 0);
    clock.tick();
  }
}

TEST(StreamFifo, PassesAWordInTheSameCycleWhileEmpty) {
  run_random<Vstream_fifo_bypass_v>(4, {0, 8}, 30, 30);
  run_random<Vstream_fifo_bypass_v>(5, {0, 8}, 0, 50);
  run_random<Vstream_fifo_bypass_v>(6, {0, 8}, 50, 0);
}

TEST(StreamFifo, OffersAWordOneCycleLaterWithoutBypass) {
  run_random<Vstream_fifo_plain_v>(7, {1, 8}, 30, 30);
  run_random<Vstream_fifo_plain_v>(8, {1, 8}, 0, 50);
  run_random<Vstream_fifo_plain_v>(9, {1, 8}, 50, 0);
}

TEST(StreamFifo, HoldsAllOfItsDepthAndNoMore) {
  sim::Clock<Vstream_fifo_bypass_v> clock;
  clock->word_ready_i = 0;
  clock->word_valid_i = 0;
  clock.reset();
  clock->word_valid_i = 1;
  for (unsigned i = 0; i < 8; ++i) {
    clock->word_i = static_cast<std::uint16_t>(100 + i);
    clock.settle();
    ASSERT_EQ(clock->word_ready_o, 1) << i;
    ASSERT_EQ(clock->count_o, i);
    clock.tick();
  }
  clock->word_i = 200;
  clock.settle();
  EXPECT_EQ(clock->word_ready_o, 0);
  EXPECT_EQ(clock->count_o, 8);
  clock->word_valid_i = 0;
  clock->word_ready_i = 1;
  for (unsigned i = 0; i < 8; ++i) {
    clock.settle();
    ASSERT_EQ(clock->word_valid_o, 1);
    ASSERT_EQ(clock->word_o, 100 + i);
    clock.tick();
  }
  clock.settle();
  EXPECT_EQ(clock->word_valid_o, 0);
}

}  // namespace
}  // namespace hotbook::test
