// FeedHandler from messages to records.

#include "host/feed/feed_handler.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <random>

#include "tests/host/feed/feed_fixture.hpp"

namespace hotbook::feed {
namespace {

using namespace hotbook::feed_test;

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
  EXPECT_EQ(updates[1].price, 500U);  // as the message said
  EXPECT_EQ(updates[1].quantity, 10U);
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
  EXPECT_EQ(updates[3].quantity, 1U);  // as the message said
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
  FeedOptions growing;  // what is located ahead moves when the order index grows
  growing.order_capacity = 0;
  FeedHandler<Records> whole_handler{growing, whole};
  ASSERT_EQ(whole_handler.messages(file), file.size());

  Records single;
  FeedHandler<Records> single_handler{{}, single};
  for (Bytes rest{file}; !rest.empty();) {
    rest =
        rest.subspan(single_handler.messages(rest.first(2 + std::size_t{load_be16(rest.data())})));
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
    ASSERT_EQ(std::memcmp(&whole.updates[i], &single.updates[i], 64), 0)
        << "seed " << seed << " record " << i;
    ASSERT_EQ(std::memcmp(&whole.updates[i], &framed.records.updates[i], 64), 0)
        << "seed " << seed << " record " << i;
    // The records alone rebuild the books.
    ASSERT_EQ(follower.apply(whole.updates[i]), BookBuilder::Applied::Done) << i;
    const std::uint16_t book = whole.updates[i].book;
    for (const Side side : {Side::Bid, Side::Ask}) {
      const std::uint32_t price =
          side == Side::Bid ? whole.updates[i].bid_price : whole.updates[i].ask_price;
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
