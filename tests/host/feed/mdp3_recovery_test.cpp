// Definitions and snapshots: a listener who comes late has the market's books.

#include "host/feed/mdp3_recovery.hpp"

#include <gtest/gtest.h>

#include "host/feed/mdp3_handler.hpp"
#include "tests/sim/replay/test_data.hpp"
#include "tests/support/mdp3_books.hpp"
#include "tests/support/mdp3_capture.hpp"
#include "tests/support/mdp3_episode.hpp"
#include "tests/support/record_collector.hpp"

namespace hotbook::feed {
namespace {

using mdp3::Recovery;
using testing::RecordCollector;

// A message from its SBE header on.
std::vector<std::uint8_t> body(replay::Mdp3Message message) {
  const auto& bytes = message.bytes();
  return {bytes.begin() + 2, bytes.end()};
}

replay::Mdp3FeedOptions feed_options(std::uint64_t seed, std::uint16_t version) {
  replay::Mdp3FeedOptions options;
  options.market.seed = seed;
  options.market.version = version;
  options.market.instruments = 6;
  options.market.by_order_percent = 50;
  options.packets = 400;
  options.faults_a = {};
  return options;
}

std::vector<testing::Mdp3Frame> line_a(replay::Mdp3Feed& feed) {
  std::vector<testing::Mdp3Frame> frames;
  for (const auto& frame : feed.generate()) {
    if (frame.line == replay::Line::A) frames.push_back({frame.line, frame.time_ns, frame.bytes});
  }
  return frames;
}

std::vector<mdp3::Instrument> defined_instruments(const replay::Mdp3Market& market) {
  std::vector<mdp3::Instrument> out;
  for (std::size_t i = 0; i < market.instruments().size(); ++i) {
    const auto definition = mdp3::read_definition(body(market.definition(i)));
    EXPECT_TRUE(definition.has_value());
    out.push_back(mdp3::make_instrument(*definition, static_cast<std::uint16_t>(i + 1),
                                        market.instruments()[i].by_order));
  }
  return out;
}

TEST(Mdp3Definition, TellsWhatAnInstrumentTableNeeds) {
  for (const std::uint16_t version : {std::uint16_t{6}, std::uint16_t{9}}) {
    replay::Mdp3FeedOptions options = feed_options(3, version);
    const replay::Mdp3Feed feed{options};
    const auto& told = feed.market().instruments();
    for (std::size_t i = 0; i < told.size(); ++i) {
      const auto definition = mdp3::read_definition(body(feed.market().definition(i)));
      ASSERT_TRUE(definition.has_value());
      EXPECT_EQ(definition->security, told[i].security);
      EXPECT_EQ(definition->tick, told[i].tick);
      EXPECT_EQ(definition->depth, told[i].depth);
      EXPECT_EQ(definition->symbol, told[i].symbol);
      EXPECT_EQ(definition->display_factor, 1'000'000'000);
      EXPECT_EQ(definition->action, 'A');
    }
  }
}

TEST(Mdp3Definition, IsNotReadFromAnotherMessageOrAShortOne) {
  const replay::Mdp3Feed feed{feed_options(3, 9)};
  EXPECT_FALSE(mdp3::read_definition(body(feed.market().snapshot(0, 1))));
  auto bytes = body(feed.market().definition(0));
  bytes.resize(100);
  EXPECT_FALSE(mdp3::read_definition(bytes));
  bytes.resize(3);
  EXPECT_FALSE(mdp3::read_definition(bytes));
}

// Snapshots of different instruments are as of different packets.
void join_late(std::uint64_t seed, std::uint16_t version) {
  SCOPED_TRACE("seed " + std::to_string(seed) + " version " + std::to_string(version));
  replay::Mdp3Feed feed{feed_options(seed, version)};
  replay::Draw draw{seed};
  static_cast<void>(feed.generate());  // what the listener has missed
  Recovery recovery{{}, defined_instruments(feed.market())};
  const std::size_t instruments = feed.market().instruments().size();
  for (std::size_t part = 0; part < 8; ++part) {
    for (std::size_t i = 0; i < instruments; ++i) {
      if (part > 4 || (part != 4 && draw.below(3) != 0)) continue;
      const std::uint32_t last = feed.next_seq() - 1;
      EXPECT_EQ(recovery.snapshot(body(feed.market().snapshot(i, last))), Recovery::Read::Taken);
      for (auto& message : feed.market().order_snapshot(i, last)) {
        static_cast<void>(recovery.snapshot(body(message)));
      }
    }
    for (const auto& frame : line_a(feed)) {
      const auto packet = mdp3::view_packet(frame.payload());
      recovery.hold(packet->seq, frame.time_ns, frame.payload());
    }
  }
  ASSERT_TRUE(recovery.is_complete()) << recovery.missing();

  FeedOptions options;
  options.first_seq = recovery.first_seq();
  RecordCollector records;
  Mdp3Handler<RecordCollector> handler{options, records};
  for (const auto& command : mdp3::plan(recovery.instruments()).commands) {
    handler.instrument(command);
  }
  for (const auto& book : recovery.snapshots()) EXPECT_TRUE(handler.restore(book));
  for (const auto& held : recovery.held()) handler.packet(Line::A, {held.rx_time_ns}, held.payload);
  // And on with what is live.
  for (const auto& frame : line_a(feed)) handler.frame(Line::A, {frame.time_ns}, frame.bytes);
  handler.finish();
  EXPECT_EQ(handler.counters().feed.gaps + handler.counters().feed.frames_poisoned, 0U);
  EXPECT_EQ(handler.counters().lob.order_unknown + handler.counters().lob.order_ignored, 0U);
  testing::expect_the_markets_books(feed.market(), recovery.instruments(), handler.books());
}

TEST(Mdp3Recovery, JoinsSnapshotsAsOfDifferentPacketsToLivePacketsExactly) {
  const std::uint64_t seed = testing::seed(41);
  for (std::uint64_t i = 0; i < 10 * testing::scale(); ++i) {
    join_late(seed + i, i % 2 == 0 ? std::uint16_t{9} : std::uint16_t{7});
  }
}

TEST(Mdp3Recovery, IsNotCompleteWhileALivePacketBehindASnapshotIsMissing) {
  replay::Mdp3Feed feed{feed_options(5, 9)};
  static_cast<void>(feed.generate());
  Recovery recovery{{}, defined_instruments(feed.market())};
  const std::uint32_t last = feed.next_seq() - 1;
  const std::vector<std::uint8_t> packet(12);
  recovery.hold(last + 2, 0, packet);
  for (std::size_t i = 0; i < feed.market().instruments().size(); ++i) {
    static_cast<void>(recovery.snapshot(body(feed.market().snapshot(i, last))));
    for (auto& message : feed.market().order_snapshot(i, last)) {
      static_cast<void>(recovery.snapshot(body(message)));
    }
  }
  EXPECT_EQ(recovery.missing(), feed.market().instruments().size());
  for (std::size_t i = 0; i < feed.market().instruments().size(); ++i) {
    static_cast<void>(recovery.snapshot(body(feed.market().snapshot(i, last + 1))));
    for (auto& message : feed.market().order_snapshot(i, last + 1)) {
      static_cast<void>(recovery.snapshot(body(message)));
    }
  }
  EXPECT_TRUE(recovery.is_complete());
  recovery.hold(last + 9, 0, packet);  // six are missing: nothing that was collected can be joined
  EXPECT_FALSE(recovery.is_complete());
}

TEST(Mdp3Recovery, TakesABookOfOrdersOnlyWithAllOfItsChunks) {
  replay::Mdp3FeedOptions options = feed_options(6, 9);
  options.market.by_order_percent = 100;
  options.market.orders = 80;
  replay::Mdp3Feed feed{options};
  static_cast<void>(feed.generate());
  auto instruments = defined_instruments(feed.market());
  instruments.resize(1);
  Recovery recovery{{}, instruments};
  auto chunks = feed.market().order_snapshot(0, 500);
  ASSERT_GE(chunks.size(), 3U);
  static_cast<void>(recovery.snapshot(body(chunks[0])));
  static_cast<void>(recovery.snapshot(body(chunks[2])));  // the second one was lost
  EXPECT_EQ(recovery.missing(), 1U);
  for (auto& chunk : chunks) static_cast<void>(recovery.snapshot(body(chunk)));
  EXPECT_EQ(recovery.missing(), 0U);
  EXPECT_EQ(recovery.snapshots()[0].orders.size(), feed.market().orders(0).size());
  EXPECT_FALSE(recovery.snapshots()[0].rpt_seq.has_value());
  static_cast<void>(recovery.snapshot(body(feed.market().snapshot(0, 500))));
  EXPECT_TRUE(recovery.snapshots()[0].rpt_seq.has_value());
}

TEST(Mdp3Recovery, BeginsBooksWithoutActivityEmptyOnceTheLoopHasEnded) {
  replay::Mdp3Feed feed{feed_options(7, 9)};
  static_cast<void>(feed.generate());
  auto instruments = defined_instruments(feed.market());
  mdp3::Instrument quiet = instruments[0];
  quiet.security = 999'999;
  quiet.book = 100;
  instruments.push_back(quiet);
  Recovery recovery{{}, instruments};
  for (std::size_t i = 0; i < feed.market().instruments().size(); ++i) {
    static_cast<void>(recovery.snapshot(body(feed.market().snapshot(i, 400))));
    for (auto& message : feed.market().order_snapshot(i, 400)) {
      static_cast<void>(recovery.snapshot(body(message)));
    }
  }
  EXPECT_EQ(recovery.missing(), 1U);
  recovery.loop_ended();
  EXPECT_EQ(recovery.missing(), 0U);
  EXPECT_EQ(recovery.first_seq(), 401U);
}

TEST(Mdp3Recovery, CallsASnapshotMalformedThatContradictsItself) {
  replay::Mdp3Feed feed{feed_options(8, 9)};
  static_cast<void>(feed.generate());
  const auto instruments = defined_instruments(feed.market());
  const std::uint32_t security = instruments[0].security;
  Recovery recovery{{}, instruments};
  replay::Mdp3Message twice{52, 9, 59};
  twice.root(8, 4, security).group(22);
  twice.entry().put(0, 8, 0).put(8, 4, 5).put(16, 1, 1).put(21, 1, '0');
  twice.entry().put(0, 8, 0).put(8, 4, 5).put(16, 1, 1).put(21, 1, '0');
  if (!instruments[0].by_order) {
    EXPECT_EQ(recovery.snapshot(body(twice)), Recovery::Read::Malformed);
  }
  auto cut = body(feed.market().snapshot(0, 1));
  cut.resize(cut.size() - 1);
  EXPECT_EQ(recovery.snapshot(cut), Recovery::Read::Malformed);
  EXPECT_EQ(recovery.snapshot(body(feed.market().definition(0))), Recovery::Read::Ignored);
}

// All books are empty with a channel reset, and told once more behind it.
TEST(Mdp3Recovery, NeedsNoSnapshotBehindAChannelReset) {
  replay::Mdp3FeedOptions options = feed_options(9, 9);
  replay::Mdp3Feed feed{options};
  static_cast<void>(feed.generate());
  replay::Mdp3Market market = feed.market();
  const auto instruments = defined_instruments(market);
  RecordCollector records;
  FeedOptions first;
  first.first_seq = 70;
  Mdp3Handler<RecordCollector> handler{first, records};
  for (const auto& command : mdp3::plan(instruments).commands) handler.instrument(command);
  std::uint32_t seq = 70;
  for (auto& message : market.reset()) {
    auto packet = replay::mdp3_packet(seq++, 1);
    append_message(packet, message);
    handler.packet(Line::A, {0}, packet);
  }
  EXPECT_EQ(handler.counters().feed.gaps, 0U);
  testing::expect_the_markets_books(market, instruments, handler.books());
}

}  // namespace
}  // namespace hotbook::feed
