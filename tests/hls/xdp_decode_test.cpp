// The NYSE XDP kernel against the oracle: every record and every counter, on generated and spoilt
// feeds, word by word.
//
// A run is a list of episodes, each with its own seed, lines, faults and mutations. HOTBOOK_SEED
// starts another run, HOTBOOK_SCALE multiplies the episodes, HOTBOOK_EPISODE runs one of them
// alone.

#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>

#include "hls/xdp_decode/xdp_kernel.hpp"
#include "sim/oracle/xdp_oracle.hpp"
#include "tests/hls/xdp_bench_kernel.hpp"
#include "tests/sim/replay/test_data.hpp"
#include "tests/support/record_collector.hpp"
#include "tests/support/xdp_episode.hpp"

namespace hotbook::hls_test {
namespace {

using oracle::Record;
using oracle::XdpEpisode;
using oracle::XdpOracle;

using Bench = KernelBench<XdpKernel>;

struct Totals {
  std::uint64_t messages = 0;
  std::uint64_t frames = 0;
  std::uint64_t records = 0;
  std::uint64_t steps = 0;
  oracle::Counters counters;
};

bool same_records(const std::vector<Record>& expected, const std::vector<Record>& got,
                  const std::string& where) {
  const auto text = [](const std::vector<Record>& records, std::size_t i) {
    return i < records.size() ? testing::describe_record(testing::image_of(records[i])) : "nothing";
  };
  for (std::size_t i = 0; i < std::max(expected.size(), got.size()); ++i) {
    if (i < expected.size() && i < got.size() &&
        testing::image_of(expected[i]) == testing::image_of(got[i])) {
      continue;
    }
    ADD_FAILURE() << where << " record " << i << "\n  oracle " << text(expected, i) << "\n  kernel "
                  << text(got, i);
    return false;
  }
  return true;
}

bool same_counters(const oracle::Counters& expected, const oracle::Counters& got,
                   const std::string& where) {
  bool same = true;
  for (const auto& [name, value] : expected) {
    const auto found = got.find(name);
    const std::uint64_t have = found == got.end() ? 0 : found->second;
    if (have == value) continue;
    ADD_FAILURE() << where << ' ' << name << " oracle " << value << " kernel " << have;
    same = false;
  }
  return same;
}

// Frame after frame, each one whole before the next one comes: the order of frames is then all
// that decides, as it is for the oracle.
bool run(const XdpEpisode& episode, Totals& totals) {
  Draw draw{episode.feed.xdp.seed + 1};
  XdpOracle oracle{episode.options};
  Bench bench{episode.options, true};
  replay::XdpFeedGenerator feed{episode.feed};
  replay::GeneratedFrame frame;
  while (feed.next(frame)) {
    const bool bad = episode.spoil(frame.bytes, draw);
    oracle.frame(frame.line, frame.time_ns, frame.bytes, bad);
    bench.frame(frame.line, frame.time_ns, frame.bytes, bad, draw);
    bench.run(draw, episode.stalls_percent != 0
                        ? Stalls{draw.below(episode.stalls_percent), draw.below(20)}
                        : Stalls{});
    ++totals.frames;
    const auto expected = oracle.take_records();
    totals.records += expected.size();
    if (!same_records(expected, bench.take_records(),
                      episode.name + ", frame " + std::to_string(totals.frames))) {
      return false;
    }
  }
  oracle.finish();
  bench.finish(draw);
  totals.messages += feed.messages();
  totals.steps += bench.steps();
  for (const auto& [name, value] : oracle.counters()) totals.counters[name] += value;
  EXPECT_FALSE(bench.words_wait()) << episode.name;
  return same_records(oracle.take_records(), bench.take_records(), episode.name + ", at the end") &&
         same_counters(oracle.counters(), bench.counters(), episode.name);
}

TEST(XdpDecode, GivesWhatTheOracleDoesOnFaultyAndSpoiltFeeds) {
  const std::uint64_t seed = testing::seed(20261120);
  const std::uint64_t episodes = 49 * testing::scale();
  const std::uint64_t only = testing::number_from_environment("HOTBOOK_EPISODE", episodes);
  Totals totals;
  for (std::uint64_t index = 0; index < episodes; ++index) {
    if (only != episodes && index != only) continue;
    const XdpEpisode episode = oracle::draw_xdp_episode(seed, index);
    if (!run(episode, totals)) {
      std::cout << "again: HOTBOOK_SEED=" << seed << " HOTBOOK_SCALE=" << testing::scale()
                << " HOTBOOK_EPISODE=" << index
                << " xdp_decode_test --gtest_filter='*FaultyAndSpoilt*'\n";
      return;
    }
  }
  std::cout << "messages=" << totals.messages << " frames=" << totals.frames
            << " records=" << totals.records << " steps=" << totals.steps << '\n';
  if (only != episodes) return;
  for (const auto& [name, value] : totals.counters) {
    std::cout << "  " << name << '=' << value << '\n';
    // XDP has no end of session.
    if (name.find("end_of_session") != std::string::npos || name == "feed.expected_high") continue;
    EXPECT_NE(value, 0U) << name << ": the episodes do not reach it";
  }
}

// Which message of which line is used depends on when words come; what is used does not, as long as
// the lines tell the same and nobody gives up waiting.
TEST(XdpDecode, GivesTheSameEventsHoweverTheLinesAreInterleaved) {
  const std::uint64_t seed = testing::seed(20261121);
  for (std::uint64_t index = 0; index < 8 * testing::scale(); ++index) {
    const XdpEpisode episode = oracle::draw_honest_xdp_episode(seed, index);
    Draw draw{seed ^ index};
    XdpOracle oracle{episode.options};
    Bench bench{episode.options, false};
    replay::XdpFeedGenerator feed{episode.feed};
    replay::GeneratedFrame frame;
    while (feed.next(frame)) {
      oracle.frame(frame.line, 0, frame.bytes);
      bench.frame(frame.line, 0, frame.bytes, false, draw);
    }
    oracle.finish();
    bench.run(draw, {draw.below(90), draw.below(50)});
    bench.finish(draw);
    ASSERT_TRUE(same_records(oracle.take_records(), bench.take_records(),
                             episode.name + ", again: HOTBOOK_SEED=" + std::to_string(seed) +
                                 " index " + std::to_string(index)));
    EXPECT_FALSE(bench.words_wait());
  }
}

}  // namespace
}  // namespace hotbook::hls_test
