// The kernels' arbitration, rule by rule (rtl/spec/feed_function.md, section 2).

#include "hls/common/line_arbiter.hpp"

#include <gtest/gtest.h>

namespace hotbook::kernel {
namespace {

constexpr std::uint32_t kWait = 10;

PacketNumbers packet(std::uint64_t seq, std::uint32_t count) {
  return {PacketKind::Numbered, seq, count};
}

// Both lines enabled, expecting message 100, and neither of them silent.
struct Lines {
  ArbiterState state{true, 100, {0, 0}};
  LineView view[kLines]{{true, false, false, {}}, {true, false, false, {}}};

  Lines& offer(unsigned line, const PacketNumbers& numbers) {
    view[line] = {true, true, true, numbers};
    return *this;
  }
  [[nodiscard]] Decision decide(bool taking = false) const {
    return kernel::decide(state, view, taking, kWait);
  }
};

void expect_taken(const Decision& decision, unsigned line) {
  EXPECT_TRUE(decision.take);
  EXPECT_FALSE(decision.gap);
  EXPECT_EQ(decision.line, line);
}

void expect_waiting(const Decision& decision) {
  EXPECT_FALSE(decision.take);
  EXPECT_FALSE(decision.gap);
  EXPECT_FALSE(decision.drop[0]);
  EXPECT_FALSE(decision.drop[1]);
}

TEST(KernelLineArbiter, JudgesAPacketByWhereItsMessagesEnd) {
  EXPECT_EQ(judge(100, packet(97, 3)), Head::Old);
  EXPECT_EQ(judge(100, packet(97, 4)), Head::Current);
  EXPECT_EQ(judge(100, packet(100, 1)), Head::Current);
  EXPECT_EQ(judge(100, packet(101, 1)), Head::Ahead);
}

TEST(KernelLineArbiter, HoldsAPacketThatOnlyTellsTheNextNumberForOldOrAhead) {
  EXPECT_EQ(judge(100, packet(99, 0)), Head::Old);
  EXPECT_EQ(judge(100, packet(100, 0)), Head::Old);
  EXPECT_EQ(judge(100, packet(101, 0)), Head::Ahead);
}

TEST(KernelLineArbiter, LetsNumbersNotWrap) {
  const std::uint64_t last = ~std::uint64_t{0};
  EXPECT_EQ(judge(5, packet(last - 1, 2)), Head::Old);
  EXPECT_EQ(judge(5, packet(last - 2, 2)), Head::Ahead);
  EXPECT_EQ(judge(last - 1, packet(last - 2, 2)), Head::Current);
}

TEST(KernelLineArbiter, NeverJudgesForeignStaleOrRestartingPacketsByTheirNumber) {
  for (const std::uint64_t seq : {1U, 100U, 5000U}) {
    EXPECT_EQ(judge(100, {PacketKind::Foreign, seq, 1}), Head::Foreign);
    EXPECT_EQ(judge(100, {PacketKind::Stale, seq, 1}), Head::Old);
    EXPECT_EQ(judge(100, {PacketKind::Restart, seq, 1}), Head::Current);
  }
}

TEST(KernelLineArbiter, TakesOfTwoCurrentPacketsTheExactOneAndThenLineAs) {
  expect_taken(Lines{}.offer(0, packet(98, 5)).offer(1, packet(100, 1)).decide(), 1);
  expect_taken(Lines{}.offer(0, packet(98, 5)).offer(1, packet(99, 2)).decide(), 0);
  expect_taken(Lines{}.offer(0, packet(100, 5)).offer(1, packet(100, 1)).decide(), 0);
  expect_taken(Lines{}.offer(1, packet(99, 2)).decide(), 1);
}

TEST(KernelLineArbiter, TakesACurrentPacketBesideOneThatIsAhead) {
  expect_taken(Lines{}.offer(0, packet(101, 5)).offer(1, packet(99, 3)).decide(), 1);
  expect_taken(Lines{}.offer(0, packet(99, 3)).offer(1, packet(101, 5)).decide(), 0);
}

TEST(KernelLineArbiter, TakesARestartWhenTheOtherLineHasNothingOlder) {
  const PacketNumbers restart{PacketKind::Restart, 1, 1};
  for (const unsigned line : {0U, 1U}) {
    const unsigned other = 1 - line;
    expect_taken(Lines{}.offer(line, restart).decide(), line);
    expect_taken(Lines{}.offer(line, restart).offer(other, packet(105, 1)).decide(), line);
    expect_taken(Lines{}.offer(line, restart).offer(other, packet(100, 1)).decide(), other);
    expect_taken(Lines{}.offer(line, restart).offer(other, packet(98, 5)).decide(), other);
    for (const PacketNumbers& dropped :
         {packet(98, 2), packet(100, 0), PacketNumbers{PacketKind::Foreign, 1, 1}}) {
      const Decision decision = Lines{}.offer(line, restart).offer(other, dropped).decide();
      EXPECT_FALSE(decision.take);
      EXPECT_FALSE(decision.gap);
      EXPECT_TRUE(decision.drop[other]);
      EXPECT_FALSE(decision.drop[line]);
    }
  }
  expect_taken(Lines{}.offer(0, restart).offer(1, restart).decide(), 0);
  expect_waiting(Lines{}.offer(0, restart).decide(true));
}

TEST(KernelLineArbiter, DropsOldPacketsBesideAPacketThatIsTakenOrUnderWay) {
  Lines lines;
  lines.offer(0, packet(98, 2)).offer(1, packet(100, 1));
  expect_taken(lines.decide(), 1);
  EXPECT_TRUE(lines.decide().drop[0]);
  EXPECT_FALSE(lines.decide().drop[1]);
  EXPECT_TRUE(lines.decide(true).drop[0]);
}

TEST(KernelLineArbiter, LooksAtNoOtherPacketWhileOneIsUnderWay) {
  expect_waiting(Lines{}.offer(1, packet(100, 1)).decide(true));
  expect_waiting(Lines{}.offer(0, packet(101, 1)).offer(1, packet(101, 1)).decide(true));
}

TEST(KernelLineArbiter, LetsAPacketThatIsAheadWaitForALineThatMayStillSpeak) {
  Lines lines;
  lines.offer(0, packet(105, 1));
  expect_waiting(lines.decide());
  lines.view[1].offers = true;  // half a header
  lines.state.silent_cycles[1] = kWait;
  expect_waiting(lines.decide());
}

TEST(KernelLineArbiter, OpensTheGapOfTheLowestNumberWhenBothLinesAreAhead) {
  const auto gap_line = [](std::uint64_t a, std::uint64_t b) {
    const Decision decision = Lines{}.offer(0, packet(a, 1)).offer(1, packet(b, 1)).decide();
    EXPECT_TRUE(decision.gap);
    EXPECT_FALSE(decision.take);
    return decision.line;
  };
  EXPECT_EQ(gap_line(105, 104), 1U);
  EXPECT_EQ(gap_line(104, 105), 0U);
  EXPECT_EQ(gap_line(104, 104), 0U);
}

TEST(KernelLineArbiter, OpensAGapBesideALineThatIsSilentForLongEnoughOrDisabled) {
  for (const unsigned line : {0U, 1U}) {
    const unsigned other = 1 - line;
    Lines lines;
    lines.offer(line, packet(105, 1));
    lines.state.silent_cycles[other] = kWait - 1;
    expect_waiting(lines.decide());
    lines.state.silent_cycles[other] = kWait;
    EXPECT_TRUE(lines.decide().gap);
    EXPECT_EQ(lines.decide().line, line);
    lines.state.silent_cycles[other] = 0;
    lines.view[other].enabled = false;
    EXPECT_TRUE(lines.decide().gap);
  }
}

TEST(KernelLineArbiter, CountsTheStepsWithoutAWordUntilTheNextOne) {
  Lines lines;
  for (int i = 0; i < 3; ++i) note_silence(lines.state, lines.view);
  lines.view[1].offers = true;
  note_silence(lines.state, lines.view);
  EXPECT_EQ(lines.state.silent_cycles[0], 4U);
  EXPECT_EQ(lines.state.silent_cycles[1], 0U);
  lines.state.silent_cycles[0] = ~std::uint32_t{0};
  note_silence(lines.state, lines.view);
  EXPECT_EQ(lines.state.silent_cycles[0], ~std::uint32_t{0});
}

TEST(KernelLineArbiter, ExpectsTheFirstPacketsNumberUnlessItIsTold) {
  Lines lines;
  lines.state = {};
  lines.offer(1, packet(7, 1));
  EXPECT_TRUE(fix_first(lines.state, lines.view, 0));
  EXPECT_EQ(lines.state.expected, 7U);
  EXPECT_FALSE(fix_first(lines.state, lines.view, 0));

  lines.state = {};
  lines.offer(0, packet(9, 0));
  EXPECT_TRUE(fix_first(lines.state, lines.view, 0));
  EXPECT_EQ(lines.state.expected, 9U);

  lines.state = {};
  EXPECT_TRUE(fix_first(lines.state, lines.view, 4));
  EXPECT_EQ(lines.state.expected, 4U);
}

TEST(KernelLineArbiter, DropsForeignAndDisabledLinesPacketsWithoutLearningANumber) {
  Lines lines;
  lines.state = {};
  lines.offer(0, {PacketKind::Foreign, 55, 1});
  lines.offer(1, packet(9, 1));
  lines.view[1].enabled = false;
  EXPECT_FALSE(fix_first(lines.state, lines.view, 0));
  EXPECT_TRUE(lines.decide().drop[0]);
  EXPECT_FALSE(lines.decide().drop[1]);
  EXPECT_FALSE(lines.decide().take);
}

TEST(KernelLineArbiter, DecidesNothingOfNumbersBeforeTheFirstIsFixed) {
  Lines lines;
  lines.state = {};
  expect_waiting(lines.offer(0, packet(9, 1)).offer(1, packet(0, 0)).decide());
}

}  // namespace
}  // namespace hotbook::kernel
