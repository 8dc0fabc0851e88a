#include "host/feed/feed_handler.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <map>
#include <random>

#include "tests/host/feed/book_model.hpp"
#include "tests/host/feed/test_bytes.hpp"

namespace hotbook::feed {
namespace {

using namespace hotbook::feed_test;

constexpr std::uint16_t kKnown = kUpdateFlagBidKnown | kUpdateFlagAskKnown;

// A handler with both lines open that takes packets instead of frames.
struct Feed {
  explicit Feed(std::uint64_t first_seq = 1, bool line_b = true) : handler{options(first_seq, line_b), records} {}
  static FeedOptions options(std::uint64_t first_seq, bool line_b) {
    FeedOptions out;
    out.lines[1].enable = line_b;
    out.first_seq = first_seq;
    out.order_capacity = 0;
    return out;
  }
  void packet(Line line, const Mold& header, const std::vector<Buffer>& messages, bool bad = false) {
    handler.frame(line, {++time}, frame(mold(header, messages)), bad);
  }
  const LineCounters& a() const { return handler.counters().lines[0]; }
  const LineCounters& b() const { return handler.counters().lines[1]; }
  const ArbitrationCounters& feed() const { return handler.counters().feed; }
  const LobCounters& lob() const { return handler.counters().lob; }

  Records records;
  FeedHandler<Records> handler;
  std::uint64_t time = 1000;
};

Buffer nth_add(std::uint64_t n) { return add(1, n, 'B', 10, static_cast<std::uint32_t>(1000 + n)); }

// Messages first to last, each an add of a new reference and price.
std::vector<Buffer> adds(std::uint64_t first, std::uint64_t last) {
  std::vector<Buffer> out;
  for (std::uint64_t n = first; n <= last; ++n) out.push_back(nth_add(n));
  return out;
}

std::vector<std::uint64_t> seqs(const Records& records) {
  std::vector<std::uint64_t> out;
  for (const BookUpdate& update : records.updates) {
    out.push_back(update.kind == RecordKind::Gap ? 1000000 + update.seq : update.seq);
  }
  return out;
}
using Seqs = std::vector<std::uint64_t>;

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
  EXPECT_EQ(seqs(feed.records), (Seqs{1, 2}));
  EXPECT_EQ(feed.b().bad_frame, 2U);
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

TEST(FeedHandler, MakesTwoRecordsOfAReplaceAndComparesTheTopAcrossBoth) {
  Feed feed;
  feed.packet(Line::A, {.seq = 1},
              {add(1, 1, 'S', 10, 500), add(1, 2, 'S', 20, 501), replace(1, 1, 3, 10, 500),
               replace(1, 3, 4, 11, 502), replace(1, 4, 4, 5, 499)});
  const auto& updates = feed.records.updates;
  ASSERT_EQ(updates.size(), 8U);
  const std::uint16_t ask = kKnown | kUpdateFlagSideAsk;
  // Same price and quantity again: in between the best is another, behind both nothing changed.
  EXPECT_EQ(updates[2].kind, RecordKind::Delete);
  EXPECT_EQ(updates[2].flags, ask | kUpdateFlagPairFirst);
  EXPECT_EQ(updates[2].order_ref, 1U);
  EXPECT_EQ(updates[2].price, 500U);
  EXPECT_EQ(updates[2].quantity, 10U);
  EXPECT_EQ(updates[2].ask_price, 501U);
  EXPECT_EQ(updates[3].kind, RecordKind::Add);
  EXPECT_EQ(updates[3].flags, ask | kUpdateFlagPairSecond);
  EXPECT_EQ(updates[3].order_ref, 3U);
  EXPECT_EQ(updates[3].ask_price, 500U);
  EXPECT_EQ(updates[3].seq, updates[2].seq);
  // To a worse price: the top did change.
  EXPECT_EQ(updates[5].flags, ask | kUpdateFlagPairSecond | kUpdateFlagTopChanged);
  EXPECT_EQ(updates[5].ask_price, 501U);
  // To its own reference, which is free again after the first half.
  EXPECT_EQ(updates[7].flags, ask | kUpdateFlagPairSecond | kUpdateFlagTopChanged);
  EXPECT_EQ(updates[7].ask_quantity, 5U);
  EXPECT_EQ(feed.feed().book_messages, 5U);
  EXPECT_EQ(feed.lob().events, 8U);
  EXPECT_EQ(feed.lob().tops, 3U);
}

TEST(FeedHandler, CountsAReplaceOfAnUnknownOrderOnceAndAddsNothing) {
  Feed feed;
  feed.packet(Line::A, {.seq = 1}, {replace(1, 8, 9, 10, 500)});
  const auto& updates = feed.records.updates;
  ASSERT_EQ(updates.size(), 2U);
  EXPECT_EQ(updates[0].flags, kKnown | kUpdateFlagPairFirst | kUpdateFlagOrderUnknown);
  EXPECT_EQ(updates[1].flags, kKnown | kUpdateFlagPairSecond | kUpdateFlagOrderUnknown);
  EXPECT_EQ(updates[1].order_ref, 9U);
  EXPECT_EQ(updates[1].price, 0U);
  EXPECT_EQ(updates[1].quantity, 0U);
  EXPECT_EQ(feed.lob().order_unknown, 1U);
  EXPECT_EQ(feed.handler.books().order_count(), 0U);
}

TEST(FeedHandler, IgnoresTheSecondHalfOfAReplaceThatCannotBeAdded) {
  Feed feed;
  feed.packet(Line::A, {.seq = 1},
              {add(1, 1, 'B', 10, 500), add(1, 2, 'B', 10, 400), replace(1, 1, 2, 5, 600),
               replace(1, 2, 3, 0, 600)});
  const auto& updates = feed.records.updates;
  ASSERT_EQ(updates.size(), 6U);
  EXPECT_EQ(updates[3].flags,
            kKnown | kUpdateFlagPairSecond | kUpdateFlagOrderIgnored | kUpdateFlagTopChanged);
  EXPECT_EQ(updates[3].bid_price, 400U);
  EXPECT_EQ(updates[5].flags,
            kKnown | kUpdateFlagPairSecond | kUpdateFlagOrderIgnored | kUpdateFlagTopChanged);
  EXPECT_EQ(feed.lob().order_ignored, 2U);
  EXPECT_EQ(feed.handler.books().order_count(), 0U);
}

TEST(FeedHandler, ClampsAnExecutionToTheOrderAndFlagsIt) {
  Feed feed;
  feed.packet(Line::A, {.seq = 1},
              {add(1, 1, 'B', 10, 500), execute(1, 1, 4), reduce(1, 1, 7), execute(1, 1, 1)});
  const auto& updates = feed.records.updates;
  EXPECT_EQ(updates[1].quantity, 4U);
  EXPECT_EQ(updates[1].bid_quantity, 6U);
  EXPECT_EQ(updates[2].kind, RecordKind::Reduce);
  EXPECT_EQ(updates[2].quantity, 6U);
  EXPECT_EQ(updates[2].flags, kKnown | kUpdateFlagOverfill | kUpdateFlagTopChanged);
  EXPECT_EQ(updates[2].bid_price, 0U);
  EXPECT_EQ(updates[3].flags, kKnown | kUpdateFlagOrderUnknown);
  EXPECT_EQ(updates[3].price, 0U);
  EXPECT_EQ(updates[3].quantity, 0U);
  EXPECT_EQ(feed.lob().overfill, 1U);
  EXPECT_EQ(feed.lob().order_unknown, 1U);
}

TEST(FeedHandler, CountsAndSkipsWhatIsNoMessageButTakesItsNumber) {
  Feed feed;
  Buffer bad_side = add(1, 1, 'b', 10, 500);
  Buffer too_long = remove(1, 1);
  too_long.push_back(0);
  feed.packet(Line::A, {.seq = 1}, {{'Z', 1}, {}, {'D'}, too_long, bad_side, nth_add(6)});
  EXPECT_EQ(feed.feed().unknown_type, 1U);
  EXPECT_EQ(feed.feed().wrong_length, 3U);
  EXPECT_EQ(feed.feed().bad_field, 1U);
  EXPECT_EQ(feed.feed().book_messages, 1U);
  EXPECT_EQ(feed.a().messages_taken, 6U);
  EXPECT_EQ(seqs(feed.records), (Seqs{6}));
}

TEST(FeedHandler, NumbersAFilesMessagesFromOneAndWaitsForTheRestOfTheLast) {
  const Buffer file = prefixed(adds(1, 30));
  Records records;
  FeedHandler<Records> handler{{}, records};
  std::size_t from = 0;
  for (std::size_t to = 0; to <= file.size(); to += 7) {
    from += handler.messages({file.data() + from, to - from}, {9});
  }
  from += handler.messages({file.data() + from, file.size() - from}, {9});
  EXPECT_EQ(from, file.size());
  ASSERT_EQ(records.updates.size(), 30U);
  for (std::size_t i = 0; i < 30; ++i) {
    EXPECT_EQ(records.updates[i].seq, i + 1);
    EXPECT_EQ(records.updates[i].rx_time_ns, 9U);
    EXPECT_EQ(records.updates[i].record_seq, i);
  }
  EXPECT_EQ(handler.counters().lines[0], LineCounters{});
}

TEST(FeedHandler, MakesTheSameRecordsOfAFileInOnePieceInPiecesAndInFrames) {
  const std::uint64_t seed = environment("HOTBOOK_SEED", 4);
  std::printf("seed=%llu\n", static_cast<unsigned long long>(seed));
  std::mt19937_64 random{seed};
  std::vector<Buffer> messages;
  for (int i = 0; i < 20000; ++i) {
    const auto book = static_cast<std::uint16_t>(random() % 6);
    const std::uint64_t ref = random() % 900;
    const auto quantity = static_cast<std::uint32_t>(random() % 50);
    const auto price = static_cast<std::uint32_t>(10000 + 100 * (random() % 60));
    switch (random() % 8) {
      case 0:
        messages.push_back(execute(book, ref, quantity));
        break;
      case 1:
        messages.push_back(reduce(book, ref, quantity));
        break;
      case 2:
      case 3:
        messages.push_back(remove(book, ref));
        break;
      case 4:
        messages.push_back(random() % 4 != 0 ? replace(book, ref, random() % 900, quantity, price)
                                             : system_event('Q'));
        break;
      default:
        messages.push_back(add(book, ref, random() % 2 == 0 ? 'B' : 'S', quantity, price));
    }
  }
  const Buffer file = prefixed(messages);
  Records whole;
  FeedHandler<Records> whole_handler{{}, whole};
  ASSERT_EQ(whole_handler.messages(file), file.size());

  Records single;
  FeedHandler<Records> single_handler{{}, single};
  for (Bytes rest{file}; !rest.empty();) {
    rest = rest.subspan(single_handler.messages(rest.first(2 + std::size_t{load_be16(rest.data())})));
  }

  Feed framed;
  for (std::size_t i = 0; i < messages.size();) {
    const std::size_t count = std::min<std::size_t>(1 + random() % 40, messages.size() - i);
    const std::vector<Buffer> part(messages.begin() + static_cast<long>(i),
                                   messages.begin() + static_cast<long>(i + count));
    framed.packet(random() % 2 == 0 ? Line::A : Line::B, {.seq = i + 1}, part);
    i += count;
  }

  BookBuilder follower{0};
  ASSERT_EQ(whole.updates.size(), single.updates.size());
  ASSERT_EQ(whole.updates.size(), framed.records.updates.size());
  for (std::size_t i = 0; i < whole.updates.size(); ++i) {
    framed.records.updates[i].rx_time_ns = 0;
    ASSERT_EQ(std::memcmp(&whole.updates[i], &single.updates[i], 64), 0) << "seed " << seed << " record " << i;
    ASSERT_EQ(std::memcmp(&whole.updates[i], &framed.records.updates[i], 64), 0)
        << "seed " << seed << " record " << i;
    // The records alone rebuild the books.
    ASSERT_EQ(follower.apply(whole.updates[i]), BookBuilder::Applied::Done) << i;
    const std::uint16_t book = whole.updates[i].book;
    for (const Side side : {Side::Bid, Side::Ask}) {
      const std::uint32_t price = side == Side::Bid ? whole.updates[i].bid_price : whole.updates[i].ask_price;
      if ((whole.updates[i].flags & kUpdateFlagPairFirst) != 0) continue;
      ASSERT_EQ(static_cast<std::uint32_t>(follower.touch(book, side)), price) << i;
    }
  }
  EXPECT_EQ(whole.messages.size(), framed.records.messages.size());
  EXPECT_EQ(whole_handler.counters().lob, framed.handler.counters().lob);
  EXPECT_EQ(whole_handler.counters().feed, framed.handler.counters().feed);
}

}  // namespace
}  // namespace hotbook::feed
