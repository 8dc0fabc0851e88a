// What the engine tells market data of its orders and of an uncross to come, against the oracle.

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <iostream>

#include "host/engine/engine.hpp"
#include "sim/oracle/match_oracle.hpp"
#include "tests/host/engine/random_commands.hpp"

namespace hotbook {
namespace {

constexpr std::uint16_t kBooks = 2;
constexpr MatchOptions kOptions{.book_count = kBooks, .max_orders = 4096, .publish = false};

bool same(const engine::ShownOrder& got, const oracle::MatchOrder& right) {
  return got.id == right.id && got.entered == right.entered && got.price == right.price &&
         got.open == right.open && got.visible == right.visible &&
         got.display == right.display_quantity && got.side == right.side;
}

bool is_call(TradingState state) {
  return state == TradingState::OpeningCall || state == TradingState::HaltCall ||
         state == TradingState::ClosingCall;
}

class ShownOrders : public ::testing::TestWithParam<CommandMix> {
 protected:
  // A whole side, read three orders at a time.
  void compare_side(std::uint16_t book, Side side) {
    const auto right = oracle_.book(book).in_priority(side);
    std::array<engine::ShownOrder, 3> part;
    std::size_t at = 0;
    std::uint64_t id = 0;
    for (bool more = true; more;) {
      const auto read = engine_.shown_behind(book, side, id, part);
      ASSERT_LE(at + read.count, right.size());
      for (std::size_t i = 0; i < read.count; ++i, ++at) ASSERT_TRUE(same(part[i], *right[at]));
      more = read.more;
      ASSERT_EQ(more, at != right.size());
      if (more) id = part[read.count - 1].id;
    }
  }
  void compare_each() {
    for (const auto& [id, order] : oracle_.orders()) {
      const auto got = engine_.shown(order.book, id);
      ASSERT_EQ(got.has_value(), order.place == oracle::Place::OnSide) << id;
      ASSERT_TRUE(!got || same(*got, order)) << id;
      ASSERT_FALSE(engine_.shown(static_cast<std::uint16_t>(kBooks - 1 - order.book), id)) << id;
    }
  }
  // What an engine that goes on from here does when the call ends now.
  void compare_indication(std::uint16_t book) {
    const TradingState state = engine_.view(book).state;
    if (!is_call(state)) return;
    const engine::Indication told = engine_.indication(book);
    std::vector<std::byte> bytes;
    engine_.snapshot(bytes);
    engine::Engine copy{kOptions};
    copy.restore(bytes);
    MatchCommand end{};
    end.kind = CommandKind::TradingState;
    end.book = book;
    end.state = static_cast<std::uint8_t>(
        state == TradingState::ClosingCall ? TradingState::Closed : TradingState::Continuous);
    bool uncrossed = false;
    for (const MatchOutput& output : copy.apply(end)) {
      if (output.output_kind != OutputKind::Uncrossed) continue;
      uncrossed = true;
      EXPECT_EQ(output.price, told.price);
      EXPECT_EQ(output.other_order_id, told.executable);
    }
    EXPECT_TRUE(uncrossed);
    std::array<std::uint64_t, 2> at_price{};
    for (const auto& [id, order] : oracle_.orders()) {
      const bool waits_for_other =
          (order.time_in_force == TimeInForce::AtOpen && state != TradingState::OpeningCall) ||
          (order.time_in_force == TimeInForce::AtClose && state != TradingState::ClosingCall);
      const bool is_in =
          order.place == oracle::Place::OnSide || order.place == oracle::Place::Auction;
      if (order.book != book || !is_in || waits_for_other) continue;
      const bool is_bid = order.side == Side::Bid;
      const bool at_any = order.type == OrderType::Market || told.price == 0;
      if (!at_any && (is_bid ? order.price < told.price : order.price > told.price)) continue;
      at_price[is_bid ? 0 : 1] += order.open;
    }
    EXPECT_EQ(told.demand, at_price[0]);
    EXPECT_EQ(told.supply, at_price[1]);
    ++indications_;
  }

  oracle::MatchOracle oracle_{kOptions};
  engine::Engine engine_{kOptions};
  std::size_t indications_ = 0;
};

TEST_P(ShownOrders, AreTheOraclesInItsPriority) {
  const char* const given = std::getenv("HOTBOOK_SEED");
  RandomCommandsOptions options;
  options.seed = given != nullptr ? std::strtoull(given, nullptr, 0) : 20'261'120;
  options.mix = GetParam();
  options.book_count = kBooks;
  std::cout << "HOTBOOK_SEED=" << options.seed << std::endl;
  RandomCommands random{options};
  std::vector<MatchOutput> outputs;
  for (int input = 0; input < 8'000; ++input) {
    const MatchCommand command = random.next();
    outputs.clear();
    oracle_.apply(command, outputs);
    random.follow(outputs);
    engine_.apply(command);
    for (std::uint16_t book = 0; book < kBooks; ++book) {
      for (const Side side : {Side::Bid, Side::Ask}) compare_side(book, side);
      if (input % 5 == 0) compare_indication(book);
    }
    compare_each();
    ASSERT_FALSE(HasFailure()) << "input " << input << "; again: HOTBOOK_SEED=" << options.seed
                               << " engine_test --gtest_filter=*ShownOrders*";
  }
  EXPECT_EQ(engine_.state_hash(), oracle_.state_hash());
  EXPECT_TRUE(GetParam() != CommandMix::Auctions || indications_ > 100) << indications_;
}

INSTANTIATE_TEST_SUITE_P(All, ShownOrders,
                         ::testing::Values(CommandMix::Simple, CommandMix::Everything,
                                           CommandMix::Auctions, CommandMix::StopsAndPegs),
                         [](const auto& of) { return name_of(of.param); });

}  // namespace
}  // namespace hotbook
