#include "host/app/top_tracker.hpp"

#include <gtest/gtest.h>

namespace hotbook::app {
namespace {

constexpr std::uint16_t kKnown = kUpdateFlagBidKnown | kUpdateFlagAskKnown;

BookUpdate update(std::uint64_t seq, std::uint16_t book, std::uint32_t bid,
                  std::uint16_t flags = kKnown) {
  BookUpdate update{};
  update.seq = seq;
  update.venue_time_ns = 1000 + seq;
  update.kind = RecordKind::Add;
  update.book = book;
  update.bid_price = bid;
  update.bid_quantity = bid == 0 ? 0 : 10;
  update.flags = flags;
  return update;
}

BookUpdate gap(std::uint64_t seq) {
  BookUpdate update{};
  update.seq = seq;
  update.kind = RecordKind::Gap;
  update.book = 0xffff;
  return update;
}

class TopTrackerTest : public ::testing::Test {
 protected:
  std::vector<TopRow> feed(const BookUpdate& update) {
    std::vector<TopRow> rows;
    tracker_.update(update, [&](const TopRow& row) { rows.push_back(row); });
    return rows;
  }
  TopTracker tracker_;
};

TEST_F(TopTrackerTest, GivesARowOnlyWhenTheTopChanges) {
  EXPECT_EQ(feed(update(1, 4, 100)).size(), 1U);
  EXPECT_TRUE(feed(update(2, 4, 100)).empty());
  EXPECT_EQ(feed(update(3, 4, 101)).size(), 1U);
  EXPECT_EQ(feed(update(4, 4, 0)).size(), 1U);
}

TEST_F(TopTrackerTest, SaysNothingOfABookThatStaysEmpty) {
  EXPECT_TRUE(feed(update(1, 4, 0)).empty());
}

TEST_F(TopTrackerTest, DoesNotShowTheMiddleOfAReplace) {
  (void)feed(update(1, 4, 100));
  EXPECT_TRUE(feed(update(2, 4, 0, kKnown | kUpdateFlagPairFirst)).empty());
  EXPECT_TRUE(feed(update(2, 4, 100, kKnown | kUpdateFlagPairSecond)).empty());
}

TEST_F(TopTrackerTest, MakesEveryShownBookUnknownAtAGapAndOnce) {
  (void)feed(update(1, 4, 100));
  (void)feed(update(2, 9, 100));
  const auto rows = feed(gap(3));
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0], (TopRow{3, 1002, 4, kUnknownTop}));
  EXPECT_EQ(rows[1], (TopRow{3, 1002, 9, kUnknownTop}));
  EXPECT_TRUE(feed(gap(5)).empty());
}

TEST_F(TopTrackerTest, PassesRefillsBy) {
  BookUpdate refill = update(1, 4, 100);
  refill.kind = RecordKind::Refill;
  EXPECT_TRUE(feed(refill).empty());
}

}  // namespace
}  // namespace hotbook::app
