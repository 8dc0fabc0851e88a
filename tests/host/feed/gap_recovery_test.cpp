// What a recovery asks for, and when, step by step; the whole of it is in recovery_loop_test.

#include "host/feed/gap_recovery.hpp"

#include <gtest/gtest.h>

#include "host/feed/apply_message.hpp"
#include "tests/host/feed/feed_fixture.hpp"

namespace hotbook::feed_test {
namespace {

using feed::GapRecovery;
using State = GapRecovery::State;

constexpr std::uint64_t kMs = 1'000'000;
constexpr GapRecovery::Session kSession{'S', 'E', 'S', 'S', 'I', 'O', 'N', '-', '0', '1'};

BookUpdate live(std::uint64_t seq) {
  BookUpdate update{};
  update.kind = RecordKind::Add;
  update.book = 1;
  update.seq = seq;
  update.order_ref = seq;
  update.price = static_cast<std::uint32_t>(1000 + seq);
  update.quantity = 10;
  return update;
}

BookUpdate gap(std::uint64_t seq, std::uint64_t count, GapReason reason = GapReason::Missing) {
  BookUpdate update{};
  update.kind = RecordKind::Gap;
  update.book = 0xffff;
  update.seq = seq;
  update.order_ref = count;
  update.price = static_cast<std::uint32_t>(reason);
  return update;
}

// Message n of the feed is an add of order n, so that the books tell which messages were done.
class Recovery : public ::testing::Test {
 protected:
  Recovery() { start({}); }
  void start(const feed::RecoveryOptions& options) {
    books_.emplace(0);
    recovery_.emplace(options, *books_);
    recovery_->set_session(kSession);
  }
  void record(const BookUpdate& update) { static_cast<void>(recovery_->record(update)); }
  void records(std::uint64_t first, std::uint64_t last) {
    for (std::uint64_t seq = first; seq <= last; ++seq) record(live(seq));
  }
  // "first+count", or "" when nothing is due.
  std::string request(std::uint64_t now_ns) {
    const auto bytes = recovery_->next_request(now_ns);
    if (!bytes) return "";
    const auto packet = feed::view_mold_packet(*bytes);
    EXPECT_EQ(packet->header.session, kSession);
    EXPECT_TRUE(packet->body.empty());
    return std::to_string(packet->header.seq) + "+" + std::to_string(packet->header.message_count);
  }
  void answer(std::uint64_t first, std::uint64_t last, std::uint64_t now_ns = 0,
              const char* session = "SESSION-01") {
    recovery_->answer(mold({session, first}, adds(first, last)), now_ns);
  }
  void snapshot(std::uint64_t next_seq, std::uint64_t now_ns = 0) {
    ASSERT_TRUE(recovery_->wants_snapshot(now_ns));
    recovery_->snapshot_begun();
    for (std::uint64_t seq = 1; seq < next_seq; ++seq) {
      recovery_->snapshot_message(nth_add(seq));
    }
    recovery_->snapshot_ended(next_seq, now_ns);
  }
  bool has(std::uint64_t seq) const { return books_->order({1}, {seq}).has_value(); }
  // Whether the books hold exactly the orders 1 to last.
  bool has_all(std::uint64_t last) const {
    for (std::uint64_t seq = 1; seq <= last; ++seq) {
      if (!has(seq)) return false;
    }
    return books_->order_count() == last && books_->top({1}).known;
  }
  const feed::RecoveryCounts& counts() const { return recovery_->counts(); }

  std::optional<feed::BookBuilder> books_;
  std::optional<GapRecovery> recovery_;
};

TEST_F(Recovery, AsksForWhatIsMissingAndDoesItBeforeWhatWaits) {
  records(1, 5);
  EXPECT_TRUE(recovery_->is_known());
  record(gap(6, 4));
  records(10, 12);
  EXPECT_FALSE(recovery_->is_known());
  EXPECT_TRUE(has(5));
  EXPECT_FALSE(has(10));
  EXPECT_EQ(request(0), "6+4");
  EXPECT_EQ(request(0), "");
  answer(6, 9);
  EXPECT_TRUE(recovery_->is_known());
  EXPECT_TRUE(has_all(12));
  EXPECT_EQ(counts().messages_answered, 4U);
}

TEST_F(Recovery, AsksForTheRestOfAnAnswerThatStopsShort) {
  record(gap(1, 10));
  EXPECT_EQ(request(0), "1+10");
  answer(1, 4, kMs);
  EXPECT_EQ(request(2 * kMs), "");
  EXPECT_EQ(request(6 * kMs), "5+6");
  answer(3, 7, 7 * kMs);  // repeats what it has, and more
  answer(8, 12, 7 * kMs);
  EXPECT_TRUE(has_all(10));
}

TEST_F(Recovery, AsksInPortions) {
  start({.request_messages_max = 3});
  record(gap(1, 8));
  EXPECT_EQ(request(0), "1+3");
  answer(1, 3, 0);
  EXPECT_EQ(request(5 * kMs), "4+3");
}

TEST_F(Recovery, AsksAgainWhenNobodyAnswersAndThenForASnapshot) {
  records(1, 2);
  record(gap(3, 1));
  for (std::uint64_t i = 0; i < 4; ++i) {
    EXPECT_EQ(request(i * 50 * kMs), "3+1");
    EXPECT_EQ(request(i * 50 * kMs + 49 * kMs), "");
  }
  EXPECT_FALSE(recovery_->wants_snapshot(199 * kMs));
  EXPECT_EQ(request(200 * kMs), "");
  EXPECT_EQ(recovery_->state(), State::Snapshot);
  records(4, 6);
  snapshot(4);
  EXPECT_TRUE(has_all(6));
}

TEST_F(Recovery, IgnoresAnswersThatAreOfNoUse) {
  record(gap(1, 3));
  answer(2, 3);                   // not the next one
  answer(1, 3, 0, "SESSION-02");  // another day's
  recovery_->answer({}, 0);
  recovery_->answer(mold({"SESSION-01", 1, 0}, {}), 0);
  recovery_->answer(mold({"SESSION-01", 1, 0xffff}, {}), 0);
  EXPECT_EQ(counts().answers_ignored, 5U);
  EXPECT_FALSE(recovery_->is_known());
  answer(1, 3);
  answer(1, 3);
  EXPECT_EQ(counts().answers_ignored, 6U);
  EXPECT_TRUE(has_all(3));
}

TEST_F(Recovery, AnAnswerThatClaimsMoreThanItHoldsIsUsedAsFarAsItGoes) {
  record(gap(1, 3));
  recovery_->answer(mold({"SESSION-01", 1, 3}, adds(1, 2)), 0);
  EXPECT_EQ(counts().messages_answered, 2U);
  EXPECT_EQ(request(50 * kMs), "3+1");
}

TEST_F(Recovery, SeveralGapsAreClosedInTheirOrder) {
  record(gap(1, 2));
  records(3, 4);
  record(gap(5, 2));
  records(7, 8);
  record(gap(9, 1));
  EXPECT_EQ(request(0), "1+2");
  answer(1, 2);
  EXPECT_TRUE(has(4));
  EXPECT_FALSE(has(7));
  EXPECT_EQ(request(0), "5+2");
  answer(5, 6);
  EXPECT_EQ(request(0), "9+1");
  answer(9, 9);
  EXPECT_TRUE(has_all(9));
}

TEST_F(Recovery, TooManyMissingMessagesAreASnapshots) {
  start({.missing_max = 10});
  record(gap(1, 11));
  EXPECT_EQ(request(0), "");
  records(12, 14);
  snapshot(13);
  EXPECT_TRUE(has_all(14));
}

TEST_F(Recovery, ASnapshotMustHaveWhatWasDoneBeforeIt) {
  start({.missing_max = 10});
  records(1, 5);
  record(gap(6, 11));
  snapshot(5);
  EXPECT_EQ(counts().snapshots_too_old, 1U);
  snapshot(6, 1000 * kMs);
  EXPECT_EQ(request(1000 * kMs), "6+11");
  answer(6, 8, 1000 * kMs);
  for (std::uint64_t now = 1005 * kMs; recovery_->state() != State::Snapshot; now += 100 * kMs) {
    static_cast<void>(request(now));
  }
  snapshot(8, 2000 * kMs);
  EXPECT_EQ(counts().snapshots_too_old, 2U);
  snapshot(17, 3000 * kMs);
  EXPECT_TRUE(has_all(16));
}

TEST_F(Recovery, ASnapshotThatEndsWhereTheLiveFeedIsIsKnownAtOnce) {
  start({.missing_max = 0});
  record(gap(1, 2));
  records(3, 5);
  snapshot(6);
  EXPECT_TRUE(recovery_->is_known());
  EXPECT_TRUE(has_all(5));
}

TEST_F(Recovery, ASnapshotAheadOfTheLiveFeedIsNotToldBeforeItsTime) {
  start({.missing_max = 0});
  record(gap(1, 1));
  snapshot(6);
  EXPECT_EQ(recovery_->state(), State::CatchingUp);
  records(2, 3);
  record(gap(4, 1));
  EXPECT_FALSE(recovery_->is_known());
  record(live(5));
  EXPECT_FALSE(recovery_->is_known());
  recovery_->live_next(6);
  EXPECT_TRUE(recovery_->is_known());
  EXPECT_TRUE(has_all(5));
  record(live(6));
  EXPECT_TRUE(has_all(6));
}

TEST_F(Recovery, AGapThatReachesOverASnapshotsEndIsClosedFromThere) {
  start({.missing_max = 3});
  record(gap(1, 4));
  snapshot(8);
  record(gap(5, 5));
  EXPECT_EQ(request(0), "8+2");
  answer(8, 9);
  EXPECT_TRUE(has_all(9));
}

TEST_F(Recovery, MissingMessagesBehindASnapshotAreAskedFor) {
  start({.missing_max = 3});
  record(gap(1, 4));
  records(5, 6);
  record(gap(7, 3));
  records(10, 11);
  snapshot(6);
  EXPECT_EQ(request(0), "7+3");
  answer(7, 9);
  EXPECT_TRUE(has_all(11));
}

TEST_F(Recovery, ABadFrameOfKnownBooksNeedsASnapshotBehindIt) {
  records(1, 6);
  record(gap(5, 2, GapReason::BadFrame));
  EXPECT_EQ(recovery_->state(), State::Snapshot);
  records(7, 8);
  snapshot(4);  // too old: message 4 is not kept
  EXPECT_EQ(counts().snapshots_too_old, 1U);
  EXPECT_FALSE(recovery_->is_known());
  EXPECT_FALSE(recovery_->wants_snapshot(999 * kMs));
  snapshot(5, 1000 * kMs);
  EXPECT_EQ(request(1000 * kMs), "5+2");
  answer(5, 6);
  EXPECT_TRUE(has_all(8));
}

TEST_F(Recovery, ABadFrameThatStillWaitsIsAskedForAgain) {
  record(gap(1, 1));
  records(2, 5);
  record(gap(4, 2, GapReason::BadFrame));
  records(6, 7);
  answer(1, 1);
  EXPECT_TRUE(has(3));
  EXPECT_FALSE(has(4));
  EXPECT_EQ(request(0), "4+2");
  answer(4, 5);
  EXPECT_TRUE(has_all(7));
}

TEST_F(Recovery, WhatCannotBeHeldIsLeftToALaterSnapshot) {
  start({.held_records_max = 3});
  record(gap(1, 1));
  records(2, 5);
  EXPECT_EQ(recovery_->state(), State::Snapshot);
  EXPECT_EQ(counts().records_given_up, 3U);
  snapshot(4);
  EXPECT_FALSE(recovery_->is_known());
  snapshot(5, 1000 * kMs);
  EXPECT_TRUE(has_all(5));
}

TEST_F(Recovery, AFailedSnapshotIsTriedAgainAfterAPause) {
  start({.missing_max = 0});
  record(gap(1, 2));
  ASSERT_TRUE(recovery_->wants_snapshot(0));
  recovery_->snapshot_begun();
  EXPECT_FALSE(recovery_->wants_snapshot(0));
  recovery_->snapshot_message(nth_add(1));
  recovery_->snapshot_failed(7);
  EXPECT_FALSE(recovery_->wants_snapshot(1000 * kMs));
  snapshot(3, 1000 * kMs + 7);
  EXPECT_TRUE(has_all(2));
}

TEST_F(Recovery, ALateJoinerIsWholeFromItsFirstMessageOn) {
  recovery_->join(50);
  records(50, 52);
  snapshot(40);
  EXPECT_EQ(counts().snapshots_too_old, 1U);
  snapshot(51, 1000 * kMs);
  EXPECT_TRUE(has_all(52));
}

TEST_F(Recovery, ALateJoinerMayTakeTheLiveFeedFromTheSnapshotsEnd) {
  recovery_->join(0);
  snapshot(40);
  record(gap(40, 3));
  EXPECT_EQ(request(0), "40+3");
  answer(40, 42);
  EXPECT_TRUE(has_all(42));
}

TEST_F(Recovery, WithoutASessionOnlyASnapshotHelps) {
  recovery_.emplace(feed::RecoveryOptions{}, *books_);
  record(gap(1, 2));
  EXPECT_EQ(request(0), "");
  snapshot(3);
  EXPECT_TRUE(has_all(2));
}

// Malformed messages among them.
TEST(ApplyMessage, DoesWhatTheFeedHandlerDoes) {
  std::mt19937_64 random{environment("HOTBOOK_SEED", 20'261'120)};
  Feed feed{1, false};
  feed::BookBuilder books{0};
  std::array<std::uint64_t, 3> uses{};
  const auto below = [&](std::uint64_t bound) { return random() % bound; };
  for (int i = 0; i < 100'000; ++i) {
    const auto book = static_cast<std::uint16_t>(below(3));
    const std::uint64_t ref = 1 + below(400);
    const auto quantity = static_cast<std::uint32_t>(below(50));
    const auto price = static_cast<std::uint32_t>(100 + below(20));
    Buffer message;
    switch (below(8)) {
      case 0:
      case 1:
      case 2:
        message = add(book, ref, "BSX"[below(20) == 0 ? 2 : below(2)], quantity, price);
        if (below(4) == 0) {
          message[0] = 'F';
          put(message, "MPID");
        }
        break;
      case 3:
        message = execute(book, ref, quantity);
        if (below(4) == 0) {
          message[0] = 'C';
          put(message, "N0000");
        }
        break;
      case 4:
        message = reduce(book, ref, quantity);
        break;
      case 5:
        message = remove(book, ref);
        break;
      case 6:
        message = replace(book, ref, 1 + below(400), quantity, price);
        break;
      default:
        message = system_event('Q');
        break;
    }
    if (below(50) == 0) message.pop_back();
    if (below(50) == 0) message[0] = 'z';
    feed.handler.messages(prefixed({message}));
    ++uses[static_cast<std::size_t>(feed::apply_message(books, message))];
  }
  const auto& counted = feed.feed();
  EXPECT_EQ(uses[0], counted.book_messages);
  EXPECT_EQ(uses[1], counted.venue_messages);
  EXPECT_EQ(uses[2], counted.unknown_type + counted.wrong_length + counted.bad_field);
  EXPECT_EQ(books.order_count(), feed.handler.books().order_count());
  for (std::uint16_t book = 0; book < 3; ++book) {
    for (const Side side : {Side::Bid, Side::Ask}) {
      std::array<feed::LevelView, 32> right;
      std::array<feed::LevelView, 32> got;
      const auto a = feed.handler.books().levels({book}, side, std::nullopt, right);
      const auto b = books.levels({book}, side, std::nullopt, got);
      EXPECT_EQ(a.count, b.count);
      EXPECT_TRUE(
          std::equal(right.begin(), right.begin() + static_cast<long>(a.count), got.begin()));
    }
  }
}

}  // namespace
}  // namespace hotbook::feed_test
