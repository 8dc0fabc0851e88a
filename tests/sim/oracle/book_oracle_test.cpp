// Section 4 of the feed function. Every expectation is worked out by hand from its text.

#include "sim/oracle/book_oracle.hpp"

#include <gtest/gtest.h>

#include "tests/sim/oracle/feed_oracle_fixture.hpp"

namespace hotbook::oracle {
namespace {

using FeedOracleBooks = FeedOracleTest;

TEST_F(FeedOracleBooks, FollowsOneOrderThroughItsLife) {
  say(add(1, 'B', 100, 5000));
  EXPECT_EQ(last().flags, kKnown | kUpdateFlagTopChanged);
  EXPECT_EQ(last().bid_quantity, 100U);
  EXPECT_EQ(last().ask_quantity, 0U);
  EXPECT_EQ(last().venue_time_ns, 1000U);
  say(execute(1, 30));
  EXPECT_EQ(last().price, 5000U);
  EXPECT_EQ(last().quantity, 30U);
  EXPECT_EQ(last().bid_quantity, 70U);
  say(reduce(1, 100));
  EXPECT_EQ(last().flags, kKnown | kUpdateFlagTopChanged | kUpdateFlagOverfill);
  EXPECT_EQ(last().quantity, 70U);
  EXPECT_EQ(last().bid_price, 0U);
  say(remove(1));
  EXPECT_EQ(last().flags, kKnown | kUpdateFlagOrderUnknown);
  EXPECT_EQ(last().price, 0U);
  EXPECT_EQ(count("lob.order_unknown"), 1U);
  EXPECT_EQ(count("lob.tops"), 3U);
  EXPECT_EQ(count("lob.events"), 4U);
}

TEST_F(FeedOracleBooks, ShowsTheBestLevelOfEachSideOnly) {
  say(add(1, 'S', 10, 6000));
  say(add(2, 'S', 20, 5900));
  EXPECT_EQ(last().ask_price, 5900U);
  EXPECT_EQ(last().flags, kKnown | kUpdateFlagTopChanged | kUpdateFlagSideAsk);
  say(add(3, 'S', 30, 6100));
  EXPECT_EQ(last().flags, kKnown | kUpdateFlagSideAsk);
  say(add(4, 'S', 5, 5900));
  EXPECT_EQ(last().ask_quantity, 25U);
  say(remove(2));
  EXPECT_EQ(last().ask_quantity, 5U);
  say(remove(4));
  EXPECT_EQ(last().ask_price, 6000U);
  EXPECT_EQ(oracle_->levels(kBook, Side::Ask).size(), 2U);
}

TEST_F(FeedOracleBooks, IgnoresAnAddOfNothingOrOfAPresentOrder) {
  say(add(1, 'S', 0, 6000));
  EXPECT_EQ(last().flags, kKnown | kUpdateFlagSideAsk | kUpdateFlagOrderIgnored);
  say(add(1, 'B', 5, 6000));
  say(add(1, 'B', 7, 6100));
  EXPECT_EQ(last().flags, kKnown | kUpdateFlagOrderIgnored);
  EXPECT_EQ(last().price, 0U);
  EXPECT_EQ(last().quantity, 0U);
  EXPECT_EQ(last().bid_price, 6000U);
  EXPECT_EQ(count("lob.order_ignored"), 2U);
}

TEST_F(FeedOracleBooks, ComparesTheTopAcrossBothHalvesOfAReplace) {
  say(add(1, 'S', 10, 6000));
  say(replace(1, 2, 10, 6000));  // the same top in the end
  const auto& records = oracle_->records();
  const auto& first = std::get<BookUpdate>(records[1]);
  EXPECT_EQ(first.kind, RecordKind::Delete);
  EXPECT_EQ(first.flags, kKnown | kUpdateFlagSideAsk | kUpdateFlagPairFirst);
  EXPECT_EQ(first.order_ref, 1U);
  EXPECT_EQ(first.quantity, 10U);
  EXPECT_EQ(first.ask_quantity, 0U);
  EXPECT_EQ(last().kind, RecordKind::Add);
  EXPECT_EQ(last().flags, kKnown | kUpdateFlagSideAsk | kUpdateFlagPairSecond);
  EXPECT_EQ(last().order_ref, 2U);
  say(replace(2, 3, 11, 6000));
  EXPECT_EQ(last().flags,
            kKnown | kUpdateFlagSideAsk | kUpdateFlagPairSecond | kUpdateFlagTopChanged);
  EXPECT_EQ(count("lob.tops"), 2U);
}

TEST_F(FeedOracleBooks, LeavesOutBothHalvesOfAReplaceOfAnUnknownOrder) {
  say(replace(1, 2, 10, 6000));
  EXPECT_EQ(std::get<BookUpdate>(oracle_->records()[0]).flags,
            kKnown | kUpdateFlagPairFirst | kUpdateFlagOrderUnknown);
  EXPECT_EQ(last().flags, kKnown | kUpdateFlagPairSecond | kUpdateFlagOrderUnknown);
  EXPECT_EQ(count("lob.order_unknown"), 1U);
  say(add(1, 'B', 10, 6000));
  say(add(2, 'B', 10, 6000));
  say(replace(1, 2, 10, 6000));  // the new reference is taken
  EXPECT_EQ(last().flags,
            kKnown | kUpdateFlagPairSecond | kUpdateFlagOrderIgnored | kUpdateFlagTopChanged);
  EXPECT_EQ(last().bid_quantity, 10U);
}

TEST_F(FeedOracleBooks, KeepsTheSameReferenceOfTwoBooksApart) {
  say(add(1, 'B', 10, 6000));
  say(ItchMessage{'D', kBook + 1, 1}.u64(1));
  EXPECT_EQ(last().flags, kKnown | kUpdateFlagOrderUnknown);
  EXPECT_EQ(oracle_->levels(kBook, Side::Bid).size(), 1U);
}

TEST_F(FeedOracleBooks, KnowsNoOrderAndNoTopAfterAGap) {
  use({{}, {.enabled = false}, 0});
  say(add(1, 'B', 10, 6000));
  ++seq_;
  say(remove(1));
  EXPECT_EQ(last().flags, kUpdateFlagOrderUnknown);
  say(add(2, 'B', 10, 6000));
  EXPECT_EQ(last().flags, 0U);
  EXPECT_EQ(last().price, 6000U);
  EXPECT_EQ(last().quantity, 10U);
  EXPECT_EQ(last().bid_quantity, 0U);
  EXPECT_EQ(count("lob.tops"), 1U);
}

TEST_F(FeedOracleBooks, TellsALevelBeyond32BitsAsTheMost) {
  say(add(1, 'B', 0xffffffff, 6000));
  say(add(2, 'B', 5, 6000));
  EXPECT_EQ(last().bid_quantity, 0xffffffffU);
  EXPECT_EQ(last().flags, kKnown);  // the top told did not change
  say(remove(1));
  EXPECT_EQ(last().bid_quantity, 5U);
}

}  // namespace
}  // namespace hotbook::oracle
