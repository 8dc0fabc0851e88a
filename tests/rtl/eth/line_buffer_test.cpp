#include <gtest/gtest.h>

#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "Vline_buffer_cuts_v.h"
#include "Vline_buffer_stalls_v.h"
#include "sim/harness/channels.hpp"
#include "sim/harness/clock.hpp"
#include "sim/harness/stall.hpp"
#include "tests/rtl/common/random_run.hpp"

namespace hotbook::test {
namespace {

using channel::PacketWord;

constexpr std::size_t kDepth = 16;

PacketWord random_word(RandomRun& random, bool first, bool last) {
  PacketWord word;
  word.data = random();
  word.first_lane = first ? random.below(8) : 0;
  word.end_lane = random.between(word.first_lane, 8);
  word.first = first;
  word.last = last;
  word.bad = last && random.percent(20);
  word.rx_time_ns = random();
  word.arrival_cycle = random() & 0xffff;
  return word;
}

// What the buffer says it does, on a plain queue.
class Model {
 public:
  // A word that came while `waiting_.size()` words waited; bypassing is taking in the same cycle.
  void arrive(PacketWord word) {
    const bool ends = word.last != 0;
    const bool room = waiting_.size() < (ends ? kDepth : kDepth - 1);
    if (swallowing_) {
      swallowing_ = !ends;
    } else if (room) {
      waiting_.push_back(word);
    } else {
      ++overruns_;
      swallowing_ = !ends;
      if (word.first == 0) {
        word.last = 1;
        word.bad = 1;
        waiting_.push_back(word);
      }
    }
  }
  [[nodiscard]] std::deque<PacketWord>& waiting() { return waiting_; }
  [[nodiscard]] std::uint64_t overruns() const { return overruns_; }

 private:
  std::deque<PacketWord> waiting_;
  bool swallowing_ = false;
  std::uint64_t overruns_ = 0;
};

struct Outcome {
  std::uint64_t overruns = 0;
  std::uint64_t packets = 0;
  std::uint64_t stalled = 0;
};

template <class Top>
void run_random(RandomRun& random, unsigned offer_stall, unsigned take_stall, Outcome& outcome) {
  constexpr bool kStalls = std::is_same_v<Top, Vline_buffer_stalls_v>;
  sim::Clock<Top> clock;
  sim::Stall offers{random(), offer_stall};
  sim::Stall takes{random(), take_stall};
  clock->packet_valid_i = 0;
  clock->packet_ready_i = 0;
  clock.reset();
  Model model;
  std::optional<PacketWord> offered;
  std::uint64_t words_left = 0;
  bool between = true;
  std::uint64_t overruns = 0;
  const std::uint64_t cycles = RandomRun::amount(30000);
  for (std::uint64_t i = 0; i < cycles; ++i) {
    if (!offered && !offers.held()) {
      if (between) words_left = random.percent(30) ? 1 : random.between(1, 30);
      offered = random_word(random, between, words_left == 1);
      between = --words_left == 0;
    }
    clock->packet_valid_i = offered.has_value();
    offered.value_or(random_word(random, true, true)).store(clock->packet_i);
    clock->packet_ready_i = !takes.held();
    clock.settle();

    const bool ready = !kStalls || model.waiting().size() < kDepth - 1;
    ASSERT_EQ(clock->packet_ready_o, ready) << "cycle " << i << "; " << random.reproduce();
    overruns += clock->overrun_o;
    if (offered && ready) {
      model.arrive(*offered);
      offered.reset();
    } else if (offered) {
      ++outcome.stalled;
    }
    ASSERT_EQ(clock->packet_valid_o, !model.waiting().empty())
        << "cycle " << i << "; " << random.reproduce();
    if (clock->packet_valid_o) {
      ASSERT_EQ(PacketWord::load(clock->packet_o), model.waiting().front())
          << "cycle " << i << "; " << random.reproduce();
      if (clock->packet_ready_i) {
        outcome.packets += model.waiting().front().last;
        model.waiting().pop_front();
      }
    }
    clock.tick();
  }
  outcome.overruns += overruns;
  ASSERT_LE(model.overruns() - overruns, 1U);  // the last one's pulse may still be under way
}

TEST(LineBuffer, DeliversOrCutsAsThePlainQueueDoesWhenItMustNotStall) {
  RandomRun random{201};
  Outcome outcome;
  for (const unsigned take_stall : {0U, 30U, 60U, 90U}) {
    for (const unsigned offer_stall : {0U, 40U}) {
      run_random<Vline_buffer_cuts_v>(random, offer_stall, take_stall, outcome);
      if (HasFatalFailure()) return;
    }
  }
  EXPECT_EQ(outcome.stalled, 0U);
  EXPECT_GT(outcome.overruns, 1000U);
  EXPECT_GT(outcome.packets, 1000U);
}

TEST(LineBuffer, LosesNothingWhenItMayStall) {
  RandomRun random{202};
  Outcome outcome;
  for (const unsigned take_stall : {0U, 30U, 60U, 90U}) {
    for (const unsigned offer_stall : {0U, 40U}) {
      run_random<Vline_buffer_stalls_v>(random, offer_stall, take_stall, outcome);
      if (HasFatalFailure()) return;
    }
  }
  EXPECT_EQ(outcome.overruns, 0U);
  EXPECT_GT(outcome.stalled, 1000U);
  EXPECT_GT(outcome.packets, 1000U);
}

TEST(LineBuffer, DeliversAWordInTheCycleInWhichItComes) {
  RandomRun random{203};
  sim::Clock<Vline_buffer_cuts_v> clock;
  clock->packet_valid_i = 0;
  clock->packet_ready_i = 1;
  clock.reset();
  for (int i = 0; i < 100; ++i) {
    const PacketWord word = random_word(random, i == 0, i == 99);
    clock->packet_valid_i = 1;
    word.store(clock->packet_i);
    clock.settle();
    ASSERT_EQ(clock->packet_valid_o, 1);
    ASSERT_EQ(PacketWord::load(clock->packet_o), word);
    clock.tick();
  }
}

// The guarantee for a MAC that cannot wait: nobody takes, a long frame comes, and its cut end is
// there all the same.
TEST(LineBuffer, DeliversABadEndOfTheFrameThatFillsIt) {
  RandomRun random{204};
  sim::Clock<Vline_buffer_cuts_v> clock;
  clock->packet_valid_i = 0;
  clock->packet_ready_i = 0;
  clock.reset();
  std::uint64_t overruns = 0;
  const auto offer = [&](bool first, bool last) {
    PacketWord word = random_word(random, first, last);
    word.bad = 0;
    clock->packet_valid_i = 1;
    word.store(clock->packet_i);
    clock.settle();
    EXPECT_EQ(clock->packet_ready_o, 1);
    overruns += clock->overrun_o;
    clock.tick();
  };
  for (int i = 0; i < 40; ++i) offer(i == 0, i == 39);
  for (int i = 0; i < 5; ++i) offer(i == 0, i == 4);  // no room: lost whole
  clock->packet_valid_i = 0;
  clock->packet_ready_i = 1;
  std::size_t words = 0;
  for (int i = 0; i < 40; ++i) {
    clock.settle();
    overruns += clock->overrun_o;
    if (clock->packet_valid_o) {
      const PacketWord word = PacketWord::load(clock->packet_o);
      ++words;
      EXPECT_EQ(word.first, words == 1);
      EXPECT_EQ(word.last, words == kDepth);
      EXPECT_EQ(word.bad, words == kDepth);
    }
    clock.tick();
  }
  EXPECT_EQ(words, kDepth);
  EXPECT_EQ(overruns, 2U);
}

}  // namespace
}  // namespace hotbook::test
