#include "sim/card/line_port.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace {

using namespace hotbook::card;
using Bytes = std::vector<std::uint8_t>;

class ListSource final : public FrameSource {
 public:
  explicit ListSource(std::vector<Bytes> frames, bool is_bad = false)
      : frames_{std::move(frames)}, is_bad_{is_bad} {}
  bool next(Frame& frame) override {
    if (given_ == frames_.size()) return false;
    frame = Frame{frames_[given_++], is_bad_};
    return true;
  }
  std::string report() const override { return ""; }

 private:
  std::vector<Bytes> frames_;
  bool is_bad_;
  std::size_t given_ = 0;
};

Bytes counted(std::size_t size) {
  Bytes bytes(size);
  for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::uint8_t>(i + 1);
  return bytes;
}

LinePort port(std::vector<Bytes> frames, Pace pace, bool is_bad = false) {
  return LinePort{std::make_unique<ListSource>(std::move(frames), is_bad), pace};
}

// The cycles in which words are taken by a card that is always ready.
std::vector<std::uint64_t> cycles_of(LinePort& line, std::uint64_t cycles) {
  std::vector<std::uint64_t> taken;
  for (std::uint64_t cycle = 0; cycle < cycles; ++cycle) {
    if (!line.offers(cycle)) continue;
    taken.push_back(cycle);
    line.taken(cycle);
  }
  return taken;
}

TEST(LinePort, CutsEveryLengthIntoWordsThatHoldAllItsBytes) {
  for (std::size_t size = 1; size <= 64; ++size) {
    LinePort line = port({counted(size)}, Pace::Asap);
    Bytes seen;
    bool is_ended = false;
    for (std::uint64_t cycle = 0; line.offers(cycle); ++cycle) {
      ASSERT_FALSE(is_ended);
      const LineWord word = line.word();
      for (unsigned lane = 0; lane < 8; ++lane) {
        if ((word.keep >> lane & 1U) != 0)
          seen.push_back(static_cast<std::uint8_t>(word.data >> (8 * lane)));
      }
      ASSERT_TRUE(word.is_last || word.keep == 0xff);
      is_ended = word.is_last;
      line.taken(cycle);
    }
    ASSERT_TRUE(is_ended);
    ASSERT_EQ(seen, counted(size));
  }
}

TEST(LinePort, MarksOnlyTheLastWordOfABadFrame) {
  LinePort line = port({counted(20)}, Pace::Asap, true);
  ASSERT_TRUE(line.offers(0));
  EXPECT_FALSE(line.word().is_bad);
  line.taken(0);
  line.taken(1);
  EXPECT_TRUE(line.word().is_last);
  EXPECT_TRUE(line.word().is_bad);
}

TEST(LinePort, KeepsAWordUntilItIsTaken) {
  LinePort line = port({counted(16)}, Pace::Line);
  ASSERT_TRUE(line.offers(0));
  const std::uint64_t data = line.word().data;
  EXPECT_TRUE(line.offers(1));
  EXPECT_TRUE(line.offers(1000));
  EXPECT_EQ(line.word().data, data);
}

TEST(LinePort, GivesAWordACycleWhenAsked) {
  LinePort line = port({counted(24), counted(24)}, Pace::Asap);
  EXPECT_EQ(cycles_of(line, 100), (std::vector<std::uint64_t>{0, 1, 2, 3, 4, 5}));
}

// 10 Gb/s at 322.265625 MHz are 33/16 cycles for 8 bytes; a frame takes 24 bytes more than it
// holds.
TEST(LinePort, KeepsTheRateOfATenGigabitLineOverManyFrames) {
  constexpr std::size_t kFrames = 1000;
  constexpr std::size_t kBytes = 93;
  LinePort line = port(std::vector<Bytes>(kFrames, counted(kBytes)), Pace::Line);
  const auto taken = cycles_of(line, 1'000'000);
  ASSERT_EQ(taken.size(), kFrames * 12);
  const double cycles = static_cast<double>(taken.back() - taken.front());
  const double expected = static_cast<double>(kFrames * (kBytes + 24)) * 33 / 16 / 8;
  EXPECT_NEAR(cycles, expected, 0.005 * expected);
}

TEST(LinePort, GivesAShortFrameTheTimeOfTheShortestOnEthernet) {
  LinePort line = port({counted(8), counted(8)}, Pace::Line);
  const auto taken = cycles_of(line, 100);
  ASSERT_EQ(taken.size(), 2U);
  EXPECT_NEAR(static_cast<double>(taken[1]), (60 + 24) * 33.0 / 16 / 8, 1.0);
}

TEST(LinePort, DoesNotCatchUpAfterTheCardHeldIt) {
  LinePort line = port({counted(64)}, Pace::Line);
  ASSERT_TRUE(line.offers(0));
  line.taken(1000);
  EXPECT_FALSE(line.offers(1001));
  EXPECT_FALSE(line.offers(1002));
  EXPECT_TRUE(line.offers(1003));
}

TEST(LinePort, WithoutACableOffersNothing) {
  LinePort line{nullptr, Pace::Line};
  EXPECT_FALSE(line.offers(0));
}

}  // namespace
