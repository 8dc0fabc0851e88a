// The real capture of MDP 3.0 through the twin, against the oracle and against figures counted from
// the file by other means.

#include <gtest/gtest.h>

#include <iostream>
#include <random>
#include <set>

#include "host/feed/mdp3_describe.hpp"
#include "tests/sim/replay/test_data.hpp"
#include "tests/support/mdp3_capture.hpp"
#include "tests/support/mdp3_twin_run.hpp"

namespace hotbook::feed {
namespace {

using testing::Mdp3Frame;
using testing::TwinRun;

class Mdp3Capture : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto path = testing::shared_data() / testing::kMdp3Capture;
    if (!std::filesystem::exists(path)) GTEST_SKIP() << path << " is absent; see HOTBOOK_SHARED";
    frames_ = testing::read_mdp3_capture(path);
    instruments_ = testing::find_mdp3_instruments(frames_);
  }
  std::vector<Mdp3Frame> frames_;
  std::vector<mdp3::Instrument> instruments_;
};

TEST_F(Mdp3Capture, IsTakenWholeFromEitherLineWithoutAGap) {
  ASSERT_EQ(frames_.size(), 10'000U);
  ASSERT_EQ(instruments_.size(), 127U);
  TwinRun run{instruments_};
  for (const Mdp3Frame& frame : frames_) run.frame(frame);
  run.finish();
  const FeedCounters& counters = run.twin.counters();
  const auto& [a, b] = counters.lines;
  EXPECT_EQ(a.messages_taken + b.messages_taken, 5'000U);
  EXPECT_EQ(a.duplicate_packets + b.duplicate_packets, 5'000U);
  EXPECT_EQ(a.heartbeats + b.heartbeats, 9U);
  EXPECT_EQ(counters.feed.book_messages, 9'569U);
  EXPECT_EQ(counters.feed.venue_messages, 307U + 194U + 194U);
  // A break of rptSeq would be a gap, and so would be an entry that cannot be used.
  EXPECT_EQ(counters.feed.gaps + counters.feed.frames_poisoned, 0U);
  EXPECT_EQ(counters.feed.unmapped + counters.feed.bad_field + counters.feed.wrong_length +
                counters.feed.unknown_type,
            0U);
  EXPECT_EQ(counters.lob.order_unknown + counters.lob.order_ignored + counters.lob.overfill, 0U);
  EXPECT_EQ(counters.feed.expected, 10'615U);
}

TEST_F(Mdp3Capture, GivesTheSameBooksWhicheverLineComesFirst) {
  std::vector<testing::RecordImage> first;
  for (const replay::Line line : {replay::Line::A, replay::Line::B}) {
    TwinRun run{instruments_};
    for (const bool early : {true, false}) {
      for (const Mdp3Frame& frame : frames_) {
        if ((frame.line == line) != early) continue;
        Mdp3Frame same = frame;
        same.time_ns = 0;
        run.frame(same);
      }
    }
    run.finish();
    if (line == replay::Line::A) first = run.twin_records.records;
    EXPECT_EQ(run.twin_records.records, first);
    EXPECT_EQ(run.twin.counters().feed.gaps, 0U);
  }
}

TEST_F(Mdp3Capture, IsWholeWhereEitherLineHasThePacketAndHasAGapWhereNeitherHas) {
  std::mt19937_64 random{testing::seed(7)};
  for (int round = 0; round < 4; ++round) {
    TwinRun run{instruments_};
    std::set<std::uint32_t> lost;
    std::map<std::uint32_t, int> copies;
    for (const Mdp3Frame& frame : frames_) {
      const std::uint32_t seq = mdp3::load_le32(frame.payload().data());
      const unsigned fate = random() % 16;
      // Each pair loses one of its two, and in later rounds some pairs lose both.
      const bool loses = copies[seq] == 0 ? fate < 5 : lost.contains(seq) && round > 1 && fate < 2;
      ++copies[seq];
      if (loses) {
        lost.insert(seq);
      } else {
        run.frame(frame);
        if (copies[seq] == 2) lost.erase(seq);
      }
    }
    run.finish();
    EXPECT_EQ(run.twin.counters().feed.gaps != 0, round > 1);
  }
}

// The rows that the entries make, by the venue's rules alone, are the levels of the books.
TEST_F(Mdp3Capture, LeavesInEachBookTheLevelsThatItsEntriesMake) {
  struct Level {
    std::int64_t price = 0;
    std::uint32_t quantity = 0;
  };
  std::map<std::pair<std::uint32_t, char>, std::vector<Level>> rows;
  std::map<std::uint32_t, mdp3::Instrument> by_security;
  for (const auto& instrument : instruments_) by_security[instrument.security] = instrument;
  std::uint64_t real = 0;
  std::uint64_t agree = 0;
  std::uint64_t compared = 0;
  TwinRun run{instruments_};
  for (const Mdp3Frame& frame : frames_) {
    run.frame(frame);
    if (frame.line != replay::Line::A) continue;
    testing::for_each_book_entry(frame.payload(), [&](const testing::Mdp3BookEntry& entry) {
      if (entry.type != '0' && entry.type != '1') return;
      ++real;
      const std::size_t depth = by_security.at(entry.security).depth;
      auto& row = rows[{entry.security, entry.type}];
      row.resize(depth);
      const auto at = row.begin() + entry.level - 1;
      const Level level{entry.price, entry.quantity};
      if (entry.action == 0) {
        row.insert(at, level);
        row.resize(depth);
      } else if (entry.action == 1) {
        if (at->quantity != 0) {
          ++compared;
          agree += at->price == entry.price ? 1 : 0;
        }
        *at = level;
      } else {
        ASSERT_EQ(entry.action, 2);
        if (at->quantity != 0) {
          ++compared;
          agree += at->price == entry.price ? 1 : 0;
        }
        row.erase(at);
        row.resize(depth);
      }
    });
  }
  run.finish();
  EXPECT_EQ(real, 3'017U + 2'450U);
  // The venue names a level by its place and tells its price too.
  EXPECT_EQ(agree, compared);
  EXPECT_GT(compared, 1'000U);

  std::uint64_t levels = 0;
  for (const auto& [name, row] : rows) {
    const mdp3::Instrument& instrument = by_security.at(name.first);
    std::map<std::int64_t, std::uint64_t> wanted;
    for (const Level& level : row) {
      if (level.quantity != 0) wanted[level.price * 100] = level.quantity;
    }
    std::map<std::int64_t, std::uint64_t> found;
    std::array<LevelView, 16> view;
    const Side side = name.second == '0' ? Side::Bid : Side::Ask;
    const auto count = run.twin.books().levels({instrument.book}, side, std::nullopt, view).count;
    for (std::size_t i = 0; i < count; ++i) {
      EXPECT_EQ(view[i].order_count, 1U);
      found[mdp3::price_of(instrument, view[i].price.value)] = view[i].quantity;
    }
    EXPECT_EQ(found, wanted) << name.first << ' ' << name.second;
    levels += wanted.size();
  }
  EXPECT_GT(levels, 100U);
  std::cout << "levels at the end " << levels << ", places compared " << compared << '\n';
}

TEST_F(Mdp3Capture, IsDescribedWithoutAnError) {
  std::map<std::string, int> names;
  for (const Mdp3Frame& frame : frames_) {
    auto packet = mdp3::view_packet(frame.payload());
    while (const auto message = mdp3::next_message(packet->body)) {
      const std::string text = mdp3::describe(*message);
      ASSERT_EQ(text.find("error"), std::string::npos) << text;
      ++names[text.substr(0, text.find(",\"version\""))];
    }
    EXPECT_TRUE(packet->body.empty());
  }
  const std::map<std::string, int> wanted{
      {R"({"template":12,"name":"AdminHeartbeat12")", 18},
      {R"({"template":32,"name":"MDIncrementalRefreshBook32")", 19'138},
      {R"({"template":35,"name":"MDIncrementalRefreshSessionStatistics35")", 614},
      {R"({"template":37,"name":"MDIncrementalRefreshVolume37")", 388},
      {R"({"template":42,"name":"MDIncrementalRefreshTradeSummary42")", 388}};
  EXPECT_EQ(names, wanted);
}

}  // namespace
}  // namespace hotbook::feed
