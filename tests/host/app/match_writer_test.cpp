#include "host/app/match_writer.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace hotbook::app {
namespace {

std::string row_of(const MatchOutput& output) {
  std::string out;
  append_match_row(out, output);
  return out;
}

MatchOutput empty(OutputKind kind) {
  MatchOutput output{};
  output.input_seq = 9;
  output.index = 1;
  output.book = 3;
  output.output_kind = kind;
  return output;
}

// Rule 8.3: a 0 is printed where the kind has the field, and only there.
TEST(MatchWriter, LeavesEmptyWhatAKindDoesNotHave) {
  EXPECT_EQ(row_of(empty(OutputKind::Accepted)), "9,1,accepted,3,0,,bid,0,0,0,,0,,,");
  EXPECT_EQ(row_of(empty(OutputKind::Refused)), "9,1,refused,3,0,,,,,,,0,,,");
  EXPECT_EQ(row_of(empty(OutputKind::Execution)), "9,1,execution,3,0,0,bid,0,0,0,0,0,0,,");
  EXPECT_EQ(row_of(empty(OutputKind::Cancelled)), "9,1,cancelled,3,0,,bid,0,0,0,,0,,,");
  EXPECT_EQ(row_of(empty(OutputKind::Replaced)), "9,1,replaced,3,0,0,bid,0,0,0,,0,,,");
  EXPECT_EQ(row_of(empty(OutputKind::Restated)), "9,1,restated,3,0,,bid,0,0,0,,0,,,");
  EXPECT_EQ(row_of(empty(OutputKind::Triggered)), "9,1,triggered,3,0,,bid,0,0,0,,0,,,");
  EXPECT_EQ(row_of(empty(OutputKind::Uncrossed)), "9,1,uncrossed,3,,0,,0,,,,,,,");
  EXPECT_EQ(row_of(empty(OutputKind::StateChanged)), "9,1,state_changed,3,,,,,,,,,,closed,");
  EXPECT_EQ(row_of(empty(OutputKind::MassCancelled)), "9,1,mass_cancelled,3,,,,,0,,,0,,,");
  EXPECT_EQ(row_of(empty(OutputKind::Level)), "9,1,level,3,,0,bid,0,,0,,,,,");
  EXPECT_EQ(row_of(empty(OutputKind::TopOfBook)), "9,1,top_of_book,3,0,0,,0,,0,,,,,");
}

TEST(MatchWriter, PutsEveryFieldInItsColumn) {
  MatchOutput output = empty(OutputKind::Execution);
  output.order_id = 11;
  output.other_order_id = 12;
  output.side = 1;
  output.price = 13;
  output.quantity = 14;
  output.leaves = 15;
  output.other_leaves = 16;
  output.account = 17;
  output.other_account = 18;
  output.flags = kOutputFlagAuction | kOutputFlagLast;
  EXPECT_EQ(row_of(output), "9,1,execution,3,11,12,ask,13,14,15,16,17,18,,yes");
  output = empty(OutputKind::Cancelled);
  output.reason = static_cast<std::uint8_t>(MatchReason::TradeThrough);
  output.book = 0xffff;
  EXPECT_EQ(row_of(output), "9,1,cancelled,,0,,bid,0,0,0,,0,,trade_through,");
  output = empty(OutputKind::StateChanged);
  output.reason = static_cast<std::uint8_t>(TradingState::LimitDown);
  EXPECT_EQ(row_of(output), "9,1,state_changed,3,,,,,,,,,,limit_down,");
}

TEST(MatchWriter, NeverHidesAValueThatItHasNoWordOrNoColumnFor) {
  MatchOutput output = empty(OutputKind::StateChanged);
  output.order_id = 5;
  output.reason = 200;
  EXPECT_EQ(row_of(output), "9,1,state_changed,3,5,,,,,,,,,200,");
  EXPECT_EQ(row_of(empty(static_cast<OutputKind>(77))), "9,1,77,3,,,,,,,,,,,");
}

TEST(MatchWriter, HasAFieldForEveryColumn) {
  const std::string header = match_row_header();
  const std::string row = row_of(empty(OutputKind::Execution));
  EXPECT_EQ(std::count(header.begin(), header.end(), ','), std::count(row.begin(), row.end(), ','));
}

}  // namespace
}  // namespace hotbook::app
