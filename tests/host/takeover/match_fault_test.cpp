// What makes a follower give a card up, what it says then, and what it takes from a client.

#include <gtest/gtest.h>

#include "host/takeover/match_follower.hpp"
#include "sim/oracle/match_card_oracle.hpp"

namespace hotbook {
namespace {

using Submitted = MatchFollower::Submitted;

constexpr std::uint16_t kBook = 1;

// A follower and a card of three-order windows; every word arrives at once, until a test takes them
// in its own hands.
class MatchFaultTest : public ::testing::Test {
 protected:
  MatchFaultTest() { follower_.attach({3, 2}); }

  static MatchCommand input(CommandKind kind) {
    MatchCommand command{};
    command.kind = kind;
    command.book = kBook;
    return command;
  }
  MatchCommand order(Side side, std::uint32_t price, std::uint32_t quantity) {
    MatchCommand command = input(CommandKind::NewOrder);
    command.order_id = ++last_id_;
    command.side = static_cast<std::uint8_t>(side);
    command.price = price;
    command.quantity = quantity;
    return command;
  }
  void submit(const MatchCommand& command) { ASSERT_EQ(follower_.submit(command), Submitted::Yes); }
  // What the card writes to all that the follower sends now.
  std::vector<MatchWord> records() {
    std::vector<MatchWord> written;
    while (const auto word = follower_.next_word()) card_.apply(*word, written);
    return written;
  }
  void exchange() {
    for (auto written = records(); !written.empty(); written = records()) {
      for (const MatchWord& record : written) ASSERT_TRUE(follower_.take(record));
    }
  }
  // The book is the card's, with a bid and two asks.
  void open_book() {
    MatchCommand state = input(CommandKind::TradingState);
    state.state = static_cast<std::uint8_t>(TradingState::Continuous);
    submit(state);
    submit(order(Side::Bid, 99, 5));
    submit(order(Side::Ask, 101, 5));
    submit(order(Side::Ask, 102, 5));
    exchange();
    ASSERT_TRUE(follower_.card_owns(kBook));
    released_.clear();
  }
  // The records of an order that meets both asks, of which none is taken yet.
  std::vector<MatchWord> sweep_records() {
    open_book();
    submit(order(Side::Bid, 102, 8));
    auto written = records();
    EXPECT_EQ(written.size(), 3U);
    return written;
  }
  template <class Record, class Change>
  static MatchWord changed(const MatchWord& word, Change change) {
    auto record = std::bit_cast<Record>(word);
    change(record);
    return std::bit_cast<MatchWord>(record);
  }
  void expect_takeover(MatchFaultKind kind) {
    EXPECT_TRUE(follower_.is_alone());
    EXPECT_EQ(follower_.fault().kind, kind) << describe(follower_.fault());
    EXPECT_EQ(follower_.unclosed(), 0U);
  }
  static void take_outputs(void* test, std::span<const MatchOutput> outputs) noexcept {
    auto& all = static_cast<MatchFaultTest*>(test)->released_;
    all.insert(all.end(), outputs.begin(), outputs.end());
  }

  std::vector<MatchOutput> released_;
  std::uint64_t last_id_ = 0;
  MatchFollower follower_{{{2, 8, false}, 4, 64}, {&take_outputs, this}};
  oracle::MatchCardOracle card_{{3, 2, 2, false}};
};

TEST_F(MatchFaultTest, BelievesACardThatIsRight) {
  for (const MatchWord& record : sweep_records()) EXPECT_TRUE(follower_.take(record));
  EXPECT_FALSE(follower_.is_alone());
  EXPECT_EQ(released_.size(), 3U);
}

TEST_F(MatchFaultTest, ReleasesTheEnginesExecutionWhereTheCardsIsWrong) {
  auto written = sweep_records();
  written[1] = changed<MatchOutput>(written[1], [](auto& output) { output.price = 100; });
  EXPECT_TRUE(follower_.take(written[0]));
  EXPECT_FALSE(follower_.take(written[1]));
  expect_takeover(MatchFaultKind::WrongOutput);
  ASSERT_EQ(released_.size(), 3U);
  EXPECT_EQ(released_[1].price, 101U);
  EXPECT_EQ(follower_.fault().index, 1U);
  const std::string text = describe(follower_.fault());
  EXPECT_NE(text.find("price=101"), std::string::npos) << text;
  EXPECT_NE(text.find("price=100"), std::string::npos) << text;
}

TEST_F(MatchFaultTest, ReleasesAnInputHalfToldOnce) {
  const auto written = sweep_records();
  submit(order(Side::Bid, 98, 1));
  EXPECT_TRUE(follower_.take(written[0]));
  EXPECT_TRUE(follower_.take(written[1]));
  EXPECT_TRUE(released_.empty());
  follower_.give_up(MatchFaultKind::Silent);
  expect_takeover(MatchFaultKind::Silent);
  ASSERT_EQ(released_.size(), 4U);
  EXPECT_EQ(released_[2].index, 2U);
  EXPECT_EQ(released_[3].input_seq, released_[2].input_seq + 1);
}

TEST_F(MatchFaultTest, FindsALostRecord) {
  const auto written = sweep_records();
  EXPECT_TRUE(follower_.take(written[0]));
  EXPECT_FALSE(follower_.take(written[2]));
  expect_takeover(MatchFaultKind::WrongNumber);
  EXPECT_EQ(released_.size(), 3U);
}

// One wrong bit makes a mark of another reason; the check over the command tells that it is none.
TEST_F(MatchFaultTest, BelievesNoMarkThatTheCheckDoesNotConfirm) {
  MatchCommand command = order(Side::Bid, 99, 5);
  command.book = 7;
  submit(command);
  const auto written = records();
  ASSERT_EQ(written.size(), 1U);
  EXPECT_FALSE(follower_.take(changed<MatchOutput>(
      written[0], [](auto& output) { output.reason = output.reason ^ 0x10U; })));
  expect_takeover(MatchFaultKind::WrongOutput);
  ASSERT_EQ(released_.size(), 1U);
  EXPECT_EQ(released_[0].reason, static_cast<std::uint8_t>(MatchReason::UnknownBook));
}

TEST_F(MatchFaultTest, FindsALostInput) {
  open_book();
  submit(order(Side::Bid, 98, 1));
  submit(order(Side::Bid, 97, 1));
  const auto written = records();
  EXPECT_FALSE(follower_.take(written[1]));
  expect_takeover(MatchFaultKind::WrongNumber);
  EXPECT_EQ(released_.size(), 2U);
}

TEST_F(MatchFaultTest, FindsARecordThatComesTwice) {
  const auto written = sweep_records();
  for (const MatchWord& record : written) EXPECT_TRUE(follower_.take(record));
  EXPECT_FALSE(follower_.take(written[2]));
  expect_takeover(MatchFaultKind::NoCommand);
  EXPECT_EQ(released_.size(), 3U);
}

TEST_F(MatchFaultTest, FindsAnInputThatTheCardReadWrongly) {
  auto written = sweep_records();
  written[2] = changed<MatchOutput>(written[2], [](auto& output) { output.input_check ^= 4; });
  EXPECT_TRUE(follower_.take(written[0]));
  EXPECT_TRUE(follower_.take(written[1]));
  EXPECT_FALSE(follower_.take(written[2]));
  expect_takeover(MatchFaultKind::WrongCheck);
}

TEST_F(MatchFaultTest, FindsARecordThatNoMatcherWrites) {
  auto written = sweep_records();
  EXPECT_FALSE(follower_.take(changed<MatchOutput>(
      written[0], [](auto& output) { output.kind = RecordKind::VenueMessage; })));
  expect_takeover(MatchFaultKind::UnknownRecord);
}

TEST_F(MatchFaultTest, FindsACancelThatTheCardPassesAlthoughItHasTheOrder) {
  open_book();
  MatchCommand cancel = input(CommandKind::CancelOrder);
  cancel.order_id = 1;
  submit(cancel);
  const auto word = follower_.next_word();
  ASSERT_TRUE(word.has_value());
  MatchEcho echo{};
  echo.kind = RecordKind::MatchEcho;
  echo.input_seq = 5;
  echo.order_id = 1;
  echo.host_number = std::bit_cast<MatchCommand>(*word).host_number;
  echo.input_check = input_check_of(*word);
  echo.book = kBook;
  echo.input_kind = CommandKind::CancelOrder;
  echo.verdict = Verdict::Passed;
  EXPECT_FALSE(follower_.take(std::bit_cast<MatchWord>(echo)));
  expect_takeover(MatchFaultKind::WrongVerdict);
  ASSERT_EQ(released_.size(), 1U);
  EXPECT_EQ(released_[0].output_kind, OutputKind::Cancelled);
}

TEST_F(MatchFaultTest, FindsAGrantThatIsRefusedWithoutReason) {
  MatchCommand state = input(CommandKind::TradingState);
  state.state = static_cast<std::uint8_t>(TradingState::Continuous);
  submit(state);
  for (const MatchWord& record : records()) ASSERT_TRUE(follower_.take(record));
  const auto written = records();
  ASSERT_EQ(written.size(), 1U);
  EXPECT_FALSE(follower_.take(
      changed<MatchEcho>(written[0], [](auto& echo) { echo.verdict = Verdict::Refused; })));
  expect_takeover(MatchFaultKind::WrongWindow);
}

TEST_F(MatchFaultTest, FindsAWindowWithAnOrderTooFew) {
  MatchCommand state = input(CommandKind::TradingState);
  state.state = static_cast<std::uint8_t>(TradingState::Continuous);
  submit(state);
  submit(order(Side::Bid, 99, 5));
  for (const MatchWord& record : records()) ASSERT_TRUE(follower_.take(record));
  const auto written = records();  // a refill and a grant
  ASSERT_EQ(written.size(), 2U);
  EXPECT_TRUE(follower_.take(written[0]));
  EXPECT_FALSE(
      follower_.take(changed<MatchEcho>(written[1], [](auto& echo) { echo.bid_count = 0; })));
  expect_takeover(MatchFaultKind::WrongWindow);
}

TEST_F(MatchFaultTest, IgnoresRecordsOfACardGivenUp) {
  const auto written = sweep_records();
  follower_.give_up(MatchFaultKind::Vanished);
  EXPECT_EQ(released_.size(), 3U);
  EXPECT_FALSE(follower_.take(written[0]));
  EXPECT_EQ(released_.size(), 3U);
  EXPECT_EQ(follower_.counts().records_ignored, 1U);
  EXPECT_EQ(follower_.fault().kind, MatchFaultKind::Vanished);
}

TEST_F(MatchFaultTest, TellsAFreshCardWhichIdsAreUsed) {
  open_book();
  follower_.give_up(MatchFaultKind::Vanished);
  card_ = oracle::MatchCardOracle{{3, 2, 2, false}};
  follower_.attach({3, 2});
  exchange();
  ASSERT_TRUE(follower_.card_owns(kBook));
  MatchCommand used = order(Side::Bid, 98, 1);
  used.order_id = 1;
  submit(used);
  exchange();
  ASSERT_EQ(released_.size(), 1U);
  EXPECT_EQ(released_[0].reason, static_cast<std::uint8_t>(MatchReason::OrderIdNotNew));
  EXPECT_EQ(follower_.counts().decided, 1U);
  EXPECT_FALSE(follower_.is_alone()) << describe(follower_.fault());
}

TEST_F(MatchFaultTest, TakesNoMoreCommandsThanItHasPlacesFor) {
  for (int i = 0; i < 4; ++i) submit(input(CommandKind::CancelOrder));
  EXPECT_EQ(follower_.submit(input(CommandKind::CancelOrder)), Submitted::Full);
  exchange();
  EXPECT_EQ(follower_.submit(input(CommandKind::CancelOrder)), Submitted::Yes);
}

TEST_F(MatchFaultTest, SendsNoOrderThatTheEngineMightHaveNoRoomFor) {
  open_book();
  for (std::uint32_t i = 0; i < 4; ++i) submit(order(Side::Bid, 90 + i, 1));
  EXPECT_EQ(follower_.submit(order(Side::Bid, 80, 1)), Submitted::Full);
  exchange();
  submit(order(Side::Bid, 80, 1));  // the eighth, not yet decided
  EXPECT_EQ(follower_.submit(order(Side::Bid, 79, 1)), Submitted::NoRoom);
  EXPECT_EQ(follower_.submit(input(CommandKind::CancelOrder)), Submitted::Yes);
}

TEST_F(MatchFaultTest, SendsNothingThatIsNoClientsInput) {
  for (const CommandKind kind :
       {CommandKind::Refill, CommandKind::OrderRefill, CommandKind::Grant}) {
    EXPECT_EQ(follower_.submit(input(kind)), Submitted::NotAnInput);
  }
  EXPECT_FALSE(follower_.next_word().has_value());
}

TEST_F(MatchFaultTest, GrantsNoBookWhoseBestOrderIsAnIceberg) {
  open_book();
  MatchCommand iceberg = order(Side::Bid, 100, 10);
  iceberg.display_quantity = 2;
  submit(iceberg);
  exchange();
  EXPECT_FALSE(follower_.card_owns(kBook));
  MatchCommand cancel = input(CommandKind::CancelOrder);
  cancel.order_id = iceberg.order_id;
  submit(cancel);
  exchange();
  EXPECT_TRUE(follower_.card_owns(kBook));
}

TEST_F(MatchFaultTest, GrantsABookWhoseIcebergIsBehindItsWindow) {
  open_book();
  MatchCommand iceberg = order(Side::Bid, 98, 10);
  iceberg.display_quantity = 2;
  submit(iceberg);
  exchange();
  EXPECT_TRUE(follower_.card_owns(kBook));
  // Whoever comes to the iceberg comes to the end of what the card knows.
  const std::uint64_t punted = follower_.counts().punted;
  submit(order(Side::Ask, 98, 8));
  exchange();
  EXPECT_EQ(follower_.counts().punted, punted + 1);
  EXPECT_FALSE(follower_.is_alone());
}

}  // namespace
}  // namespace hotbook
