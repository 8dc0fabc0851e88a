// How many steps the MDP 3.0 kernel takes of the cycles in which its packets arrive.

#include <gtest/gtest.h>

#include <iostream>

#include "tests/hls/mdp3_bench_kernel.hpp"
#include "tests/sim/replay/test_data.hpp"
#include "tests/support/mdp3_capture.hpp"
#include "tests/support/mdp3_episode.hpp"

namespace hotbook::hls_test {
namespace {

using Bench = Mdp3Bench;
using feed::mdp3::Instrument;

// Steps and cycles of line a's packets when a word always waits.
struct Pace {
  std::uint64_t packets = 0;
  std::uint64_t words = 0;
  std::uint64_t steps = 0;
  std::uint64_t slower = 0;  // packets that take more steps than the line has cycles
  double line_cycles = 0;
  double worst = 0;
};

Pace pace_of(const std::vector<Instrument>& told, const std::vector<testing::Mdp3Frame>& frames) {
  // Preamble, Ethernet, IPv4 and UDP headers, frame check sequence and the gap between frames; a
  // word of 8 bytes at 10 Gbit/s in cycles of 322.265625 MHz.
  constexpr double kAroundBytes = 66;
  constexpr double kCyclesPerWord = 2.0625;
  oracle::OracleOptions options;
  options.line_b.enabled = false;
  const auto bench = std::make_unique<Bench>(options, true);
  for (const InstrumentCommand& command : feed::mdp3::plan(told).commands) tell(*bench, command);
  Pace pace;
  KernelWord form{};
  form.flags = kKernelWordFlagLineAEnable;
  for (const auto& frame : frames) {
    if (frame.line != Line::A) continue;
    const auto words = kernel_words(frame.payload(), false, 2, 0, form);
    std::uint64_t steps = 0;
    for (std::size_t at = 0; at < words.size(); ++steps) {
      KernelInput input{};
      input.line_a_valid = true;
      input.line_a = words[at];
      at += mdp3_kernel::step(bench->state(), input).line_a_taken ? 1 : 0;
    }
    const double cycles =
        (static_cast<double>(frame.payload().size()) + kAroundBytes) / 8 * kCyclesPerWord;
    ++pace.packets;
    pace.words += words.size();
    pace.steps += steps;
    pace.line_cycles += cycles;
    pace.slower += static_cast<double>(steps) > cycles ? 1 : 0;
    pace.worst = std::max(pace.worst, static_cast<double>(steps) / cycles);
  }
  return pace;
}

void print(const char* name, const Pace& pace) {
  std::cout << name << " packets=" << pace.packets << " words=" << pace.words
            << " steps=" << pace.steps
            << " steps_of_line_cycles=" << static_cast<double>(pace.steps) / pace.line_cycles
            << " slower=" << pace.slower << " worst=" << pace.worst << '\n';
}

TEST(Mdp3Kernel, KeepsPaceWithALineOfTenGigabits) {
  for (const unsigned by_order_percent : {0U, 100U}) {
    replay::Mdp3FeedOptions options;
    options.market.instruments = 32;
    options.market.by_order_percent = by_order_percent;
    options.packets = 5'000;
    options.messages_max = 8;
    replay::Mdp3Feed feed{options};
    std::vector<testing::Mdp3Frame> frames;
    for (const auto& frame : feed.generate()) {
      frames.push_back({frame.line, frame.time_ns, frame.bytes});
    }
    Draw draw{1};
    const Pace pace = pace_of(testing::told_instruments(feed.market(), true, draw), frames);
    print(by_order_percent == 0 ? "levels" : "orders", pace);
    EXPECT_LT(static_cast<double>(pace.steps), pace.line_cycles);
    EXPECT_LT(pace.worst, 1.3);
  }
  const auto path = testing::shared_data() / testing::kMdp3Capture;
  HOTBOOK_NEEDS(path);
  const auto frames = testing::read_mdp3_capture(path);
  const Pace pace = pace_of(testing::find_mdp3_instruments(frames), frames);
  print("capture", pace);
  EXPECT_LT(static_cast<double>(pace.steps), 0.8 * pace.line_cycles);
}

}  // namespace
}  // namespace hotbook::hls_test
