#include "sim/card/feed_kernel.hpp"

#include <gtest/gtest.h>

#include "sim/card/feed_kernels.hpp"

namespace {

using namespace hotbook;
using namespace hotbook::card;

// Gives an output a step, numbered from 1, and takes whatever waits.
class CountingKernel final : public FeedKernel {
 public:
  [[nodiscard]] kernel::KernelStep step(const kernel::KernelInput& input) override {
    kernel::KernelStep done{};
    done.line_a_taken = input.line_a_valid;
    done.line_b_taken = input.line_b_valid;
    done.instrument_taken = input.instrument_valid;
    done.output_valid = true;
    done.output.seq = ++steps_;
    return done;
  }

 private:
  std::uint64_t steps_ = 0;
};

kernel::KernelInput word_of_line_a() {
  kernel::KernelInput input{};
  input.line_a_valid = true;
  return input;
}

TEST(KernelStreams, TakesNoStepWhileItsQueueIsFullAndLosesNothing) {
  KernelStreams streams{std::make_unique<CountingKernel>()};
  unsigned taken = 0;
  for (unsigned i = 0; i < 10; ++i) taken += streams.cycle(word_of_line_a()).line_a_taken;
  EXPECT_EQ(taken, 4U);
  for (std::uint64_t seq = 1; seq <= 100; ++seq) {
    ASSERT_TRUE(streams.has_output());
    ASSERT_EQ(streams.output().seq, seq);
    streams.output_taken();
    EXPECT_TRUE(streams.cycle(word_of_line_a()).line_a_taken) << seq;
  }
}

TEST(KernelStreams, ClockOfAKernelBeginsWithItsFirstWord) {
  KernelStreams streams{std::make_unique<CountingKernel>()};
  for (unsigned i = 0; i < 10; ++i) static_cast<void>(streams.cycle({}));
  EXPECT_FALSE(streams.has_output());
  static_cast<void>(streams.cycle(word_of_line_a()));
  static_cast<void>(streams.cycle({}));  // time goes on without words
  EXPECT_EQ(streams.output().seq, 1U);
  streams.output_taken();
  EXPECT_EQ(streams.output().seq, 2U);
}

TEST(KernelStreams, NobodyTakesNothing) {
  KernelStreams streams;
  EXPECT_FALSE(streams.is_there());
  kernel::KernelInput input = word_of_line_a();
  input.instrument_valid = true;
  for (unsigned i = 0; i < 10; ++i) {
    const kernel::KernelStep step = streams.cycle(input);
    EXPECT_FALSE(step.line_a_taken || step.instrument_taken);
  }
  EXPECT_FALSE(streams.has_output());
}

TEST(FeedKernels, AreMadeByTheirNames) {
  EXPECT_EQ(feed_kernel_name(""), FeedKernelName::None);
  EXPECT_EQ(feed_kernel_name("none"), FeedKernelName::None);
  EXPECT_EQ(feed_kernel_name("xdp"), FeedKernelName::Xdp);
  EXPECT_EQ(feed_kernel_name("mdp3"), FeedKernelName::Mdp3);
  EXPECT_EQ(feed_kernel_name("XDP"), std::nullopt);
  EXPECT_EQ(make_feed_kernel(FeedKernelName::None), nullptr);
  for (const FeedKernelName name : {FeedKernelName::Xdp, FeedKernelName::Mdp3}) {
    const auto made = make_feed_kernel(name);
    ASSERT_NE(made, nullptr);
    EXPECT_TRUE(made->step(word_of_line_a()).line_a_taken ||
                made->step(word_of_line_a()).line_a_taken);
  }
}

}  // namespace
