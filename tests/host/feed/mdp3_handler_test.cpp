// The twin of MDP 3.0 against the oracle: every record and every counter, on generated and spoilt
// feeds; and its books against the market's own where nothing is lost.
//
// A run is a list of episodes, each with its own seed. HOTBOOK_SEED starts another run,
// HOTBOOK_SCALE multiplies the episodes, HOTBOOK_EPISODE runs one of them alone.

#include <gtest/gtest.h>

#include <iostream>

#include "sim/replay/udp_framer.hpp"
#include "tests/sim/replay/test_data.hpp"
#include "tests/support/mdp3_books.hpp"
#include "tests/support/mdp3_episode.hpp"
#include "tests/support/mdp3_twin_run.hpp"

namespace hotbook::feed {
namespace {

using testing::Mdp3Episode;
using testing::TwinRun;

struct Totals {
  std::uint64_t entries = 0;
  std::uint64_t records = 0;
  std::map<std::string, std::uint64_t> counters;
};

void run_episode(std::uint64_t seed, std::uint64_t index, Totals& totals) {
  const Mdp3Episode episode = testing::draw_mdp3_episode(seed, index);
  SCOPED_TRACE(episode.name + "; HOTBOOK_SEED=" + std::to_string(seed) +
               " HOTBOOK_EPISODE=" + std::to_string(index));
  replay::Mdp3Feed feed{episode.feed};
  replay::Draw draw{episode.feed.market.seed + 1};
  const auto told = testing::told_instruments(feed.market(), episode.honest, draw);
  FeedOptions options = TwinRun::options();
  options.first_seq = episode.options.first_seq;
  options.lines[1].enable = episode.options.line_b.enabled;
  TwinRun run{told, episode.options, options};
  for (const auto& frame : feed.generate()) {
    if (episode.changes && draw.once_in(300)) {
      for (const InstrumentCommand& command : testing::odd_commands(told, draw)) {
        run.oracle.instrument(command);
        run.twin.instrument(command);
      }
    }
    run.frame({frame.line, frame.time_ns, frame.bytes}, frame.bad);
  }
  run.finish();
  if (episode.honest && episode.feed.first_seq < 0xff000000) {
    testing::expect_the_markets_books(feed.market(), told, run.twin.books());
    const LobCounters& lob = run.twin.counters().lob;
    EXPECT_EQ(lob.order_unknown + lob.order_ignored + lob.overfill, 0U);
    EXPECT_EQ(run.twin.counters().feed.gaps + run.twin.counters().feed.frames_poisoned, 0U);
  }
  totals.entries += feed.market().entries();
  totals.records += run.twin_records.records.size();
  for (const auto& [name, value] : run.oracle.counters()) totals.counters[name] += value;
}

TEST(Mdp3Handler, AgreesWithTheOracleInEveryRecordAndCounter) {
  const std::uint64_t seed = testing::seed(20'161'112);
  Totals totals;
  const std::uint64_t only = testing::number_from_environment("HOTBOOK_EPISODE", ~0ULL);
  for (std::uint64_t index = 0; index < 60 * testing::scale(); ++index) {
    if (only != ~0ULL && index != only) continue;
    run_episode(seed, index, totals);
    if (::testing::Test::HasFailure()) break;
  }
  std::cout << "entries " << totals.entries << ", records " << totals.records << '\n';
  if (only != ~0ULL) return;
  // What never happened was not tested.
  for (const char* const name :
       {"feed.gaps", "feed.frames_poisoned", "feed.unknown_type", "feed.wrong_length",
        "feed.bad_field", "feed.unmapped", "feed.book_messages", "feed.venue_messages",
        "line_a.message_cut", "line_b.duplicate_packets", "line_a.heartbeats",
        "line_a.header_short", "lob.tops", "lob.order_unknown"}) {
    EXPECT_GT(totals.counters[name], 0U) << name;
  }
}

TEST(Mdp3Handler, AgreesWithTheOracleWhereEntriesMeetAndContradictEachOther) {
  replay::Draw draw{testing::seed(17)};
  const auto told = testing::chaotic_instruments();
  for (std::uint64_t round = 0; round < 20 * testing::scale(); ++round) {
    FeedOptions options;
    oracle::OracleOptions oracle_options;
    oracle_options.line_b.enabled = false;
    TwinRun run{told, oracle_options, options};
    replay::UdpFramer framer{replay::default_address(replay::Line::A)};
    std::map<std::uint32_t, std::uint32_t> numbers;
    for (std::uint32_t seq = 1; seq <= 400; ++seq) {
      const auto bytes = framer.frame(testing::chaotic_packet(told, seq, numbers, draw));
      run.frame({replay::Line::A, seq, {bytes.begin(), bytes.end()}});
    }
    run.finish();
    if (HasFailure()) FAIL() << "round " << round;
  }
}

}  // namespace
}  // namespace hotbook::feed
