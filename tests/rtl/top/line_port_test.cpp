// LinePort: frames stay whole, whatever the host switches and however the bytes are marked.

#include <gtest/gtest.h>

#include <deque>
#include <random>

#include "Vline_port_v.h"
#include "sim/harness/channels.hpp"
#include "sim/harness/clock.hpp"
#include "sim/harness/stall.hpp"
#include "tests/rtl/pcie/host_memory.hpp"

namespace hotbook::test {
namespace {

struct Word {
  std::uint64_t data = 0;
  std::uint8_t keep = 0xff;
  bool last = false;
  bool bad = false;
};

class Bench {
 public:
  Bench() {
    clock_->word_valid_i = 0;
    clock_->run_i = 0;
    clock_->clear_i = 0;
    clock_->frame_ready_i = 1;
    clock_.reset();
  }

  // Offers the word for one cycle; returns whether it was taken. What reached the card is kept.
  bool offer(const Word& word) {
    clock_->word_valid_i = 1;
    clock_->word_data_i = word.data;
    clock_->word_keep_i = word.keep;
    clock_->word_last_i = word.last;
    clock_->word_bad_i = word.bad;
    return step();
  }
  void idle() {
    clock_->word_valid_i = 0;
    (void)step();
  }
  void set_run(bool on) { clock_->run_i = on; }
  void set_clear(bool on) { clock_->clear_i = on; }
  void set_ready(bool on) { clock_->frame_ready_i = on; }

  std::deque<channel::FrameWord> out;

 private:
  bool step() {
    clock_.settle();
    const bool taken = clock_->word_valid_i && clock_->word_ready_o;
    if (clock_->frame_valid_o && clock_->frame_ready_i)
      out.push_back(channel::FrameWord::load(clock_->frame_o));
    clock_.tick();
    return taken;
  }

  sim::Clock<Vline_port_v> clock_;
};

TEST(LinePort, CountsTheBytesThatKeepMarks) {
  for (unsigned count = 1; count <= 8; ++count) {
    Bench bench;
    bench.set_run(true);
    ASSERT_TRUE(bench.offer({.data = 0x1122'3344'5566'7788,
                             .keep = static_cast<std::uint8_t>(0xffU >> (8 - count)),
                             .last = true}));
    ASSERT_EQ(bench.out.size(), 1U);
    EXPECT_EQ(bench.out[0].data, 0x1122'3344'5566'7788U);
    EXPECT_EQ(bench.out[0].byte_count, count);
    EXPECT_EQ(bench.out[0].last, 1U);
    EXPECT_EQ(bench.out[0].bad, 0U);
  }
}

TEST(LinePort, EveryKeepThatIsNotAPrefixMakesTheFrameBad) {
  for (unsigned keep = 0; keep < 256; ++keep) {
    const bool prefix = keep != 0 && ((keep + 1) & keep) == 0;
    Bench bench;
    bench.set_run(true);
    bench.offer({.keep = static_cast<std::uint8_t>(keep), .last = true});
    EXPECT_EQ(bench.out.at(0).bad, prefix ? 0U : 1U) << keep;
    // In the middle of a frame every word is full; the damage is told at the frame's end and not to
    // the next frame.
    bench.offer({.keep = static_cast<std::uint8_t>(keep)});
    bench.offer({});
    bench.offer({.keep = 0x0f, .last = true});
    bench.offer({.last = true});
    EXPECT_EQ(bench.out.at(1).bad + bench.out.at(2).bad, 0U);
    EXPECT_EQ(bench.out.at(1).byte_count, 8U);
    EXPECT_EQ(bench.out.at(3).bad, keep == 0xff ? 0U : 1U) << keep;
    EXPECT_EQ(bench.out.at(4).bad, 0U);
  }
}

TEST(LinePort, FrameIsBadOnlyWhenTheMacSaysSoInItsLastWord) {
  Bench bench;
  bench.set_run(true);
  bench.offer({.bad = true});
  bench.offer({.last = true});
  bench.offer({});
  bench.offer({.last = true, .bad = true});
  EXPECT_EQ(bench.out[0].bad + bench.out[1].bad + bench.out[2].bad, 0U);
  EXPECT_EQ(bench.out[3].bad, 1U);
}

TEST(LinePort, NothingEntersWhileStoppedButAFrameUnderWayEnds) {
  Bench bench;
  EXPECT_FALSE(bench.offer({}));
  EXPECT_FALSE(bench.offer({}));
  bench.set_run(true);
  EXPECT_TRUE(bench.offer({}));
  bench.set_run(false);
  bench.idle();
  EXPECT_TRUE(bench.offer({}));
  EXPECT_TRUE(bench.offer({.last = true}));
  EXPECT_FALSE(bench.offer({.last = true}));
  EXPECT_EQ(bench.out.size(), 3U);
}

TEST(LinePort, ClearThrowsAwayTheRestOfAFrameAndNoMore) {
  Bench bench;
  bench.set_run(true);
  bench.offer({.data = 1});
  bench.set_run(false);
  bench.set_clear(true);
  bench.idle();
  bench.set_clear(false);
  EXPECT_TRUE(bench.offer({.data = 2}));
  EXPECT_TRUE(bench.offer({.data = 3, .last = true}));
  EXPECT_FALSE(bench.offer({.data = 4}));
  bench.set_run(true);
  EXPECT_TRUE(bench.offer({.data = 4, .last = true}));
  ASSERT_EQ(bench.out.size(), 2U);
  EXPECT_EQ(bench.out[1].data, 4U);

  // Between frames there is nothing to throw away.
  bench.set_clear(true);
  bench.idle();
  bench.set_clear(false);
  EXPECT_TRUE(bench.offer({.data = 5, .last = true}));
  EXPECT_EQ(bench.out.back().data, 5U);
}

TEST(LinePort, RandomFramesArriveWholeUnderRandomSwitching) {
  const std::uint64_t seed = seed_of(6);
  std::mt19937_64 random{seed};
  Bench bench;
  sim::Stall run_stall{random(), 40};
  sim::Stall ready_stall{random(), 30};
  sim::Stall word_stall{random(), 30};
  std::deque<channel::FrameWord> expected;
  Word word;
  bool pending = false;
  for (unsigned i = 0; i < 20'000 * scale(); ++i) {
    bench.set_run(!run_stall.held());
    bench.set_ready(!ready_stall.held());
    if (!pending && word_stall.held()) {
      bench.idle();
      continue;
    }
    if (!pending) {
      word = {.data = random(), .keep = 0xff, .last = random() % 4 == 0, .bad = random() % 8 == 0};
      if (word.last) word.keep = static_cast<std::uint8_t>(0xffU >> (random() % 8));
      pending = true;
    }
    if (!bench.offer(word)) continue;
    pending = false;
    channel::FrameWord frame;
    frame.data = word.data;
    frame.byte_count = static_cast<std::uint64_t>(__builtin_popcount(word.keep));
    frame.last = word.last;
    frame.bad = word.last && word.bad;
    expected.push_back(frame);
  }
  EXPECT_EQ(bench.out, expected) << "seed " << seed;
  EXPECT_GT(expected.size(), 3000U);
}

}  // namespace
}  // namespace hotbook::test
