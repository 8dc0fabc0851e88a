// FeedHandler from frames to messages: lines, gaps, bad frames.

#include "host/feed/feed_handler.hpp"

#include <gtest/gtest.h>

#include "tests/host/feed/feed_fixture.hpp"

namespace hotbook::feed {
namespace {

using namespace hotbook::feed_test;

TEST(FeedHandler, TakesPacketsThatASocketHasUnwrapped) {
  Feed framed;
  Feed bare;
  const auto give = [&](Line line, const Mold& header, std::uint64_t last, bool bad = false) {
    const auto messages = adds(header.seq, last);
    framed.packet(line, header, messages, bad);
    bare.handler.packet(line, {++bare.time}, mold(header, messages), bad);
  };
  give(Line::A, {.seq = 1}, 3);
  give(Line::A, {.seq = 6}, 7);
  give(Line::B, {.seq = 3}, 4);
  give(Line::B, {.seq = 8}, 9, true);
  for (Feed* each : {&framed, &bare}) {
    each->handler.packet(Line::A, {1}, Buffer(19));
    each->handler.finish();
  }
  EXPECT_EQ(seqs(bare.records), seqs(framed.records));
  EXPECT_FALSE(bare.records.updates.empty());
  EXPECT_EQ(bare.feed(), framed.feed());
  EXPECT_EQ(bare.a().packets, framed.a().packets);
  EXPECT_EQ(bare.a().header_short, 1U);
  EXPECT_EQ(bare.b().bad_frame, 1U);
}

TEST(FeedHandler, MakesOneRecordOfOneMessageWithEveryFieldInItsPlace) {
  Feed feed{5};
  Buffer message = add(42, 0x1122334455667788, 'S', 300, 1234500);
  message[5] = 0x1f;  // venue time: 0x1f0000000001
  feed.packet(Line::A, {.seq = 5}, {message, system_event('Q')});
  ASSERT_EQ(feed.records.updates.size(), 1U);
  const BookUpdate& update = feed.records.updates[0];
  EXPECT_EQ(update.seq, 5U);
  EXPECT_EQ(update.venue_time_ns, 0x1f0000000001U);
  EXPECT_EQ(update.rx_time_ns, 1001U);
  EXPECT_EQ(update.order_ref, 0x1122334455667788U);
  EXPECT_EQ(update.price, 1234500U);
  EXPECT_EQ(update.quantity, 300U);
  EXPECT_EQ(update.bid_price, 0U);
  EXPECT_EQ(update.bid_quantity, 0U);
  EXPECT_EQ(update.ask_price, 1234500U);
  EXPECT_EQ(update.ask_quantity, 300U);
  EXPECT_EQ(update.book, 42);
  EXPECT_EQ(update.flags, kKnown | kUpdateFlagSideAsk | kUpdateFlagTopChanged);
  EXPECT_EQ(update.kind, RecordKind::Add);
  EXPECT_EQ(update.latency_cycles, 0);
  EXPECT_EQ(update.record_seq, 0);

  ASSERT_EQ(feed.records.messages.size(), 1U);
  const VenueMessage& venue = feed.records.messages[0];
  EXPECT_EQ(venue.seq, 6U);
  EXPECT_EQ(venue.length, 12);
  EXPECT_EQ(Buffer(venue.message, venue.message + 12), system_event('Q'));
  EXPECT_EQ(venue.message[12], 0);
  EXPECT_EQ(venue.kind, RecordKind::VenueMessage);
  EXPECT_EQ(venue.record_seq, 1);
  EXPECT_EQ(feed.feed().expected, 7U);
}

TEST(FeedHandler, TakesEveryMessageOnceFromTwoEqualLines) {
  Feed feed;
  for (std::uint64_t seq = 1; seq <= 9; seq += 3) {
    feed.packet(Line::A, {.seq = seq}, adds(seq, seq + 2));
    feed.packet(Line::B, {.seq = seq}, adds(seq, seq + 2));
  }
  EXPECT_EQ(seqs(feed.records), (Seqs{1, 2, 3, 4, 5, 6, 7, 8, 9}));
  EXPECT_EQ(feed.a().messages_taken, 9U);
  EXPECT_EQ(feed.b().messages_taken, 0U);
  EXPECT_EQ(feed.b().duplicate_packets, 3U);
}

TEST(FeedHandler, SkipsTheKnownMessagesOfAPacketThatAlsoHasNewOnes) {
  Feed feed;
  feed.packet(Line::A, {.seq = 1}, adds(1, 3));
  feed.packet(Line::B, {.seq = 2}, adds(2, 5));
  EXPECT_EQ(seqs(feed.records), (Seqs{1, 2, 3, 4, 5}));
  EXPECT_EQ(feed.b().messages_duplicate, 2U);
  EXPECT_EQ(feed.b().messages_taken, 2U);
  EXPECT_EQ(feed.b().duplicate_packets, 0U);
}

TEST(FeedHandler, FillsAHoleOfOneLineFromTheOtherWithoutAGap) {
  Feed feed;
  feed.packet(Line::A, {.seq = 1}, adds(1, 1));
  feed.packet(Line::A, {.seq = 3}, adds(3, 3));
  feed.packet(Line::A, {.seq = 4}, adds(4, 4));
  EXPECT_EQ(seqs(feed.records), (Seqs{1}));
  feed.packet(Line::B, {.seq = 2}, adds(2, 2));
  EXPECT_EQ(seqs(feed.records), (Seqs{1, 2, 3, 4}));
  EXPECT_EQ(feed.feed().gaps, 0U);
}

TEST(FeedHandler, OpensAGapWithTheLowestSeqWhenBothLinesAreAhead) {
  Feed feed;
  feed.packet(Line::A, {.seq = 7}, adds(7, 7));
  EXPECT_TRUE(feed.records.updates.empty());
  feed.packet(Line::B, {.seq = 5}, adds(5, 6));
  EXPECT_EQ(seqs(feed.records), (Seqs{1000001, 5, 6, 7}));
  const BookUpdate& gap = feed.records.updates[0];
  EXPECT_EQ(gap.order_ref, 4U);
  EXPECT_EQ(gap.price, static_cast<std::uint32_t>(GapReason::Missing));
  EXPECT_EQ(gap.book, 0xffff);
  EXPECT_EQ(gap.flags, 0);
  EXPECT_EQ(gap.rx_time_ns, 1002U);
  EXPECT_EQ(gap.quantity, 0U);
  EXPECT_EQ(feed.feed().gaps, 1U);
  EXPECT_EQ(feed.feed().messages_missing, 4U);
}

TEST(FeedHandler, OpensWaitingGapsWhenTheInputsEndOrALineFallsQuiet) {
  for (const bool quiet : {false, true}) {
    Feed feed;
    feed.packet(Line::B, {.seq = 3}, adds(3, 3));
    feed.packet(Line::B, {.seq = 6}, adds(6, 6));
    EXPECT_TRUE(feed.records.updates.empty());
    if (quiet) {
      feed.handler.line_quiet(Line::A);
    } else {
      feed.handler.finish();
    }
    EXPECT_EQ(seqs(feed.records), (Seqs{1000001, 3, 1000004, 6}));
    EXPECT_EQ(feed.feed().expected, 7U);
  }
}

TEST(FeedHandler, WaitsAgainForALineThatSpeaksAgain) {
  Feed feed;
  feed.handler.line_quiet(Line::B);
  feed.packet(Line::A, {.seq = 2}, adds(2, 2));
  EXPECT_EQ(seqs(feed.records), (Seqs{1000001, 2}));
  feed.packet(Line::B, {.seq = 3, .count = 0}, {});
  feed.packet(Line::A, {.seq = 9}, adds(9, 9));
  EXPECT_EQ(feed.records.updates.size(), 2U);
}

TEST(FeedHandler, OpensAGapForAHeartbeatThatIsAheadAndThenCountsIt) {
  Feed feed{1, false};
  feed.packet(Line::A, {.seq = 1}, adds(1, 1));
  feed.packet(Line::A, {.seq = 2, .count = 0}, {});
  EXPECT_EQ(feed.a().heartbeats, 1U);
  feed.packet(Line::A, {.seq = 5, .count = 0}, {});
  feed.packet(Line::A, {.seq = 5, .count = 0xffff}, {});
  EXPECT_EQ(seqs(feed.records), (Seqs{1, 1000002}));
  EXPECT_EQ(feed.a().heartbeats, 2U);
  EXPECT_EQ(feed.a().end_of_session, 1U);
  EXPECT_EQ(feed.feed().messages_missing, 3U);
}

TEST(FeedHandler, DropsOtherSessionsAndShortHeaders) {
  Feed feed;
  feed.packet(Line::A, {.seq = 1}, adds(1, 1));
  feed.packet(Line::B, {.session = "SESSION-02", .seq = 2}, adds(2, 2));
  feed.handler.frame(Line::A, {}, frame(Buffer(19, 0)));
  EXPECT_EQ(feed.b().session_mismatch, 1U);
  EXPECT_EQ(feed.a().header_short, 1U);
  EXPECT_EQ(feed.a().packets, 2U);
  EXPECT_EQ(seqs(feed.records), (Seqs{1}));
}

TEST(FeedHandler, CountsADisabledLinesFramesAndUsesNoneOfThem) {
  Feed feed{1, false};
  feed.packet(Line::B, {.seq = 1}, adds(1, 1));
  feed.packet(Line::B, {.seq = 2}, adds(2, 2), true);
  feed.handler.frame(Line::B, {}, Buffer(10, 0));
  feed.handler.frame(Line::B, {}, frame(Buffer(5, 0)));
  feed.handler.finish();
  LineCounters expected;
  expected.frames = 4;
  expected.packets = 3;
  expected.bad_frame = 1;
  expected.drop_runt = 1;
  EXPECT_EQ(feed.b(), expected);
  EXPECT_TRUE(feed.records.updates.empty());
}

TEST(FeedHandler, EndsAPacketAtItsFirstIncompleteMessage) {
  Feed feed;
  feed.packet(Line::A, {.seq = 1, .count = 5}, adds(1, 2));
  EXPECT_EQ(seqs(feed.records), (Seqs{1, 2}));
  EXPECT_EQ(feed.a().message_cut, 1U);
  EXPECT_EQ(feed.a().trailing_bytes, 0U);
  EXPECT_EQ(feed.feed().expected, 3U);
  feed.packet(Line::B, {.seq = 3}, adds(3, 5));
  EXPECT_EQ(feed.feed().expected, 6U);
  EXPECT_EQ(feed.feed().gaps, 0U);
}

TEST(FeedHandler, SeesThatOnlyTheLastClaimedMessageIsMissing) {
  Feed feed;
  feed.packet(Line::A, {.seq = 1, .count = 3}, adds(1, 2));
  EXPECT_EQ(feed.a().message_cut, 1U);
  EXPECT_EQ(feed.feed().expected, 3U);
}

TEST(FeedHandler, NeverStepsBackWhenACutPacketEndsBeforeWhatIsExpected) {
  Feed feed;
  feed.packet(Line::A, {.seq = 1}, adds(1, 5));
  feed.packet(Line::B, {.seq = 2, .count = 9}, adds(2, 3));
  EXPECT_EQ(feed.feed().expected, 6U);
  EXPECT_EQ(feed.b().messages_duplicate, 2U);
  EXPECT_EQ(feed.b().messages_taken, 0U);
  EXPECT_EQ(feed.b().message_cut, 1U);
}

TEST(FeedHandler, IgnoresAndCountsBytesBehindTheLastClaimedMessage) {
  Feed feed;
  feed.packet(Line::A, {.seq = 1, .count = 1}, adds(1, 2));
  EXPECT_EQ(seqs(feed.records), (Seqs{1}));
  EXPECT_EQ(feed.a().trailing_bytes, 1U);
  EXPECT_EQ(feed.a().message_cut, 0U);
}

TEST(FeedHandler, PoisonsTheBooksBehindABadFrameWhoseMessagesWereTaken) {
  Feed feed;
  feed.packet(Line::A, {.seq = 1}, adds(1, 2));
  feed.packet(Line::A, {.seq = 2}, adds(2, 4), true);
  EXPECT_EQ(seqs(feed.records), (Seqs{1, 2, 3, 4, 1000003}));
  const BookUpdate& poison = feed.records.updates.back();
  EXPECT_EQ(poison.order_ref, 2U);
  EXPECT_EQ(poison.price, static_cast<std::uint32_t>(GapReason::BadFrame));
  EXPECT_EQ(feed.feed().frames_poisoned, 1U);
  EXPECT_EQ(feed.feed().gaps, 0U);
  EXPECT_EQ(feed.feed().messages_missing, 0U);
  EXPECT_EQ(feed.a().bad_frame, 1U);
  EXPECT_FALSE(feed.handler.top({1}).known);
  EXPECT_EQ(feed.handler.books().order_count(), 0U);
}

TEST(FeedHandler, DoesNotPoisonForABadFrameThatGaveNothing) {
  Feed feed;
  feed.packet(Line::A, {.seq = 1}, adds(1, 2));
  feed.packet(Line::B, {.seq = 1}, adds(1, 2), true);
  feed.packet(Line::B, {.seq = 3, .count = 0}, {}, true);
  // Current by its claim, but none of its complete messages is new.
  feed.packet(Line::B, {.seq = 2, .count = 4}, adds(2, 2), true);
  EXPECT_EQ(seqs(feed.records), (Seqs{1, 2}));
  EXPECT_EQ(feed.b().bad_frame, 3U);
  EXPECT_EQ(feed.feed().frames_poisoned, 0U);
}

TEST(FeedHandler, KeepsTheBadMarkOfAPacketThatWaits) {
  Feed feed;
  feed.packet(Line::A, {.seq = 2}, adds(2, 2), true);
  feed.packet(Line::B, {.seq = 1}, adds(1, 1));
  EXPECT_EQ(seqs(feed.records), (Seqs{1, 2, 1000002}));
}

TEST(FeedHandler, ShowsNoTopAfterAGapButGoesOnCountingLevels) {
  Feed feed{1, false};
  feed.packet(Line::A, {.seq = 2}, adds(2, 3));
  feed.packet(Line::A, {.seq = 4}, {remove(1, 2), remove(1, 77)});
  ASSERT_EQ(feed.records.updates.size(), 5U);
  for (const BookUpdate& update : feed.records.updates) {
    EXPECT_EQ(update.flags & (kKnown | kUpdateFlagTopChanged), 0);
    EXPECT_EQ(update.bid_price, 0U);
    EXPECT_EQ(update.bid_quantity, 0U);
  }
  EXPECT_EQ(feed.records.updates[3].price, 1002U);
  EXPECT_EQ(feed.records.updates[3].quantity, 10U);
  EXPECT_EQ(feed.lob().tops, 0U);
}

}  // namespace
}  // namespace hotbook::feed
