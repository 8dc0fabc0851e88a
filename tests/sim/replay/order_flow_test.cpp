// Each regime's flow through the oracle: what it promises is there, counted.

#include "sim/replay/order_flow.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <iostream>
#include <numeric>
#include <stdexcept>

#include "sim/oracle/match_oracle.hpp"
#include "tests/sim/replay/flow_tally.hpp"
#include "tests/sim/replay/test_data.hpp"

namespace hotbook::replay {
namespace {

using testing::FlowTally;

constexpr std::uint64_t kCount = 30'000;

bool same(const MatchCommand& left, const MatchCommand& right) {
  return std::memcmp(&left, &right, sizeof left) == 0;
}

std::vector<MatchCommand> commands_of(const FlowOptions& options) {
  OrderFlow flow{options};
  std::vector<MatchCommand> commands;
  MatchCommand command;
  while (flow.next(command)) commands.push_back(command);
  return commands;
}

FlowOptions options_of(FlowRegime regime) {
  FlowOptions options;
  options.regime = regime;
  options.seed = testing::seed(1);
  options.count = kCount * testing::scale();
  return options;
}

FlowTally run(const FlowOptions& options) {
  OrderFlow flow{options};
  oracle::MatchOracle oracle{{flow.options().books, std::size_t{1} << 20U}};
  FlowTally tally;
  std::vector<MatchOutput> outputs;
  MatchCommand command;
  while (flow.next(command)) {
    outputs.clear();
    oracle.apply(command, outputs);
    tally.add(command, outputs);
  }
  std::cout << flow_profile(options.regime).name << ' ' << tally << '\n';
  return tally;
}

// Refusals are what a client's race or mistake makes, and few.
void expect_few_refusals(const FlowTally& tally, double share_max) {
  constexpr std::array kExpected{MatchReason::UnknownOrder, MatchReason::WouldCross,
                                 MatchReason::OutsideBands, MatchReason::WrongPhase,
                                 MatchReason::BadQuantity};
  for (const auto& [reason, count] : tally.refused) {
    EXPECT_NE(std::find(kExpected.begin(), kExpected.end(), reason), kExpected.end())
        << static_cast<unsigned>(reason) << ": " << count;
  }
  EXPECT_LT(static_cast<double>(tally.of(OutputKind::Refused)),
            share_max * static_cast<double>(tally.inputs));
  EXPECT_GT(FlowTally::count(tally.refused, MatchReason::UnknownOrder), 0U);
}

double share(std::uint64_t part, std::uint64_t whole) {
  return static_cast<double>(part) / static_cast<double>(whole);
}

TEST(OrderFlow, IsCalmNearTheTouchAndMostlyCancelled) {
  const FlowTally tally = run(options_of(FlowRegime::Calm));
  expect_few_refusals(tally, 0.02);
  EXPECT_GT(share(tally.near_touch, tally.priced), 0.75);
  EXPECT_GT(share(FlowTally::count(tally.cancelled, MatchReason::ByRequest), tally.inputs), 0.35);
  EXPECT_GT(share(tally.of(OutputKind::Execution), tally.inputs), 0.03);
  EXPECT_LT(share(tally.deep_inputs, tally.inputs), 0.01);
}

TEST(OrderFlow, IsBusyInThousandsOfBooksOfWhichFewArePopular) {
  const FlowOptions options = options_of(FlowRegime::Busy);
  std::map<std::uint16_t, std::uint64_t> by_book;
  for (const MatchCommand& command : commands_of(options)) ++by_book[command.book];
  std::vector<std::uint64_t> counts;
  for (const auto& [book, count] : by_book) counts.push_back(count);
  std::sort(counts.rbegin(), counts.rend());
  EXPECT_GT(counts.size(), 2'000U);
  const auto popular = std::accumulate(counts.begin(), counts.begin() + 50, std::uint64_t{0});
  EXPECT_GT(share(popular, options.count), 0.4);
  EXPECT_LT(share(popular, options.count), 0.6);
  FlowOptions less = options;  // the oracle looks at every book after every input
  less.count = kCount;
  const FlowTally tally = run(less);
  expect_few_refusals(tally, 0.02);
  EXPECT_GT(tally.books.size(), 300U);
}

TEST(OrderFlow, SweepsThroughManyLevels) {
  const FlowTally tally = run(options_of(FlowRegime::Sweeps));
  expect_few_refusals(tally, 0.02);
  EXPECT_GT(share(tally.deep_inputs, tally.inputs), 0.02);
  EXPECT_GE(tally.levels_most, 10U);
}

TEST(OrderFlow, CrashesByAThirdAndRecovers) {
  const FlowTally tally = run(options_of(FlowRegime::Crash));
  expect_few_refusals(tally, 0.02);
  ASSERT_EQ(tally.books.size(), 4U);
  for (const auto& [book, prints] : tally.books) {
    EXPECT_LT(share(prints.lowest, prints.first), 0.67) << book;
    EXPECT_GT(share(prints.last, prints.first), 0.9) << book;
  }
  EXPECT_GT(tally.of(OutputKind::Triggered), tally.inputs / 200);
}

TEST(OrderFlow, SwingsUpAndDown) {
  const FlowTally tally = run(options_of(FlowRegime::Swing));
  expect_few_refusals(tally, 0.02);
  // Passive orders stay passive even then.
  EXPECT_LT(FlowTally::count(tally.refused, MatchReason::WouldCross), tally.inputs / 400);
  ASSERT_EQ(tally.books.size(), 4U);
  for (const auto& [book, prints] : tally.books) {
    EXPECT_GE(prints.turns, tally.inputs / 4000) << book;
    EXPECT_GE(prints.highest - prints.lowest, 150U) << book;
  }
}

TEST(OrderFlow, SpreadsPricesOverThirtyOneBits) {
  const FlowTally tally = run(options_of(FlowRegime::Wide));
  expect_few_refusals(tally, 0.02);
  std::uint32_t lowest = ~0U;
  std::uint32_t highest = 0;
  for (const auto& [book, prints] : tally.books) {
    lowest = std::min(lowest, prints.lowest);
    highest = std::max(highest, prints.highest);
  }
  EXPECT_LT(lowest, 1U << 12U);
  EXPECT_GT(highest, 1U << 29U);
  // Prices are sparse: hardly any two orders share one.
  std::map<std::pair<std::uint16_t, std::uint32_t>, std::uint64_t> at;
  std::uint64_t orders = 0;
  for (const MatchCommand& command : commands_of(options_of(FlowRegime::Wide))) {
    if (command.kind != CommandKind::NewOrder || command.price == 0) continue;
    ++orders;
    ++at[{command.book, command.price}];
  }
  EXPECT_GT(at.size() * 2, orders);
}

TEST(OrderFlow, MeetsItselfInEveryMode) {
  const FlowTally tally = run(options_of(FlowRegime::SelfMatch));
  expect_few_refusals(tally, 0.02);
  EXPECT_GT(share(FlowTally::count(tally.cancelled, MatchReason::SelfMatch), tally.inputs), 0.05);
  EXPECT_GT(share(FlowTally::count(tally.restated, MatchReason::SelfMatch), tally.inputs), 0.01);
  std::set<std::uint8_t> modes;
  for (const MatchCommand& command : commands_of(options_of(FlowRegime::SelfMatch)))
    modes.insert(command.self_match);
  EXPECT_EQ(modes.size(), 5U);
}

TEST(OrderFlow, HidesAndReplenishesIcebergs) {
  const FlowTally tally = run(options_of(FlowRegime::Icebergs));
  expect_few_refusals(tally, 0.02);
  EXPECT_GT(share(FlowTally::count(tally.restated, MatchReason::Replenished), tally.inputs), 0.1);
}

TEST(OrderFlow, SetsOffStops) {
  const FlowTally tally = run(options_of(FlowRegime::Stops));
  expect_few_refusals(tally, 0.02);
  EXPECT_GT(share(tally.of(OutputKind::Triggered), tally.inputs), 0.05);
}

TEST(OrderFlow, GoesThroughAWholeDayOfAuctions) {
  const FlowTally tally = run(options_of(FlowRegime::Auctions));
  expect_few_refusals(tally, 0.06);
  constexpr std::uint64_t kBooks = 8;
  for (const TradingState state :
       {TradingState::OpeningCall, TradingState::ClosingCall, TradingState::Closed})
    EXPECT_EQ(FlowTally::count(tally.states, state), kBooks) << static_cast<unsigned>(state);
  EXPECT_GE(FlowTally::count(tally.states, TradingState::Halted), kBooks / 3);
  EXPECT_GE(FlowTally::count(tally.states, TradingState::HaltCall), kBooks / 3);
  // The opening, the halted thirds and the close, all with executions.
  EXPECT_GE(tally.uncrosses, 2 * kBooks + kBooks / 3);
  EXPECT_GT(share(tally.auction_executions, tally.inputs), 0.03);
  EXPECT_GT(FlowTally::count(tally.restated, MatchReason::Pegged), 100U);
  EXPECT_GT(FlowTally::count(tally.cancelled, MatchReason::TradeThrough), 10U);
  EXPECT_GT(FlowTally::count(tally.cancelled, MatchReason::DayEnd), 100U);
  EXPECT_GT(FlowTally::count(tally.cancelled, MatchReason::Expired), 10U);
  EXPECT_GT(FlowTally::count(tally.cancelled, MatchReason::MassCancel), 10U);
}

TEST(OrderFlow, HaltsAThirdOfTheBooksAtOnceInTheMiddleOfTheDay) {
  std::vector<std::uint16_t> halted;
  std::vector<std::uint16_t> most;
  for (const MatchCommand& command : commands_of(options_of(FlowRegime::Auctions))) {
    const bool halts = command.kind == CommandKind::TradingState &&
                       command.state == static_cast<std::uint8_t>(TradingState::Halted);
    if (!halts) halted.clear();
    if (halts) halted.push_back(command.book);
    if (halted.size() > most.size()) most = halted;
  }
  EXPECT_EQ(most, (std::vector<std::uint16_t>{0, 3, 6}));
}

TEST(OrderFlow, MixesEveryKindOfInputAndOutput) {
  const FlowOptions options = options_of(FlowRegime::Mixed);
  const FlowTally tally = run(options);
  expect_few_refusals(tally, 0.06);
  for (auto kind = OutputKind::Accepted; kind < OutputKind::Level;
       kind = static_cast<OutputKind>(static_cast<unsigned>(kind) + 1))
    EXPECT_GT(tally.of(kind), 0U) << static_cast<unsigned>(kind);
  EXPECT_EQ(tally.commands.size(), 8U);
  for (const auto reason :
       {MatchReason::OutsideBands, MatchReason::ByRequest, MatchReason::MassCancel,
        MatchReason::Unfilled, MatchReason::Fok, MatchReason::MinQuantity, MatchReason::SelfMatch,
        MatchReason::TradeThrough, MatchReason::Expired, MatchReason::DayEnd})
    EXPECT_GT(FlowTally::count(tally.cancelled, reason), 0U) << static_cast<unsigned>(reason);
  EXPECT_EQ(tally.states.size(), 8U);
  std::set<std::pair<std::uint8_t, std::uint8_t>> types;
  for (const MatchCommand& command : commands_of(options)) {
    if (command.kind == CommandKind::NewOrder)
      types.emplace(command.order_type, command.time_in_force);
  }
  // Limit with all seven; market with day, ioc, fok and the auctions'; stops and pegs with two.
  EXPECT_EQ(types.size(), 7U + 4U + 2 * 2U + 3 * 2U);
}

TEST(OrderFlow, IsTheSameForTheSameSeedAndAnotherForAnother) {
  for (const FlowProfile& profile : flow_profiles()) {
    FlowOptions options;
    options.regime = profile.regime;
    options.count = 5'000;
    options.seed = 7;
    const auto first = commands_of(options);
    const auto again = commands_of(options);
    options.seed = 8;
    const auto other = commands_of(options);
    ASSERT_EQ(first.size(), options.count) << profile.name;
    EXPECT_TRUE(std::equal(first.begin(), first.end(), again.begin(), again.end(), same));
    EXPECT_FALSE(std::equal(first.begin(), first.end(), other.begin(), other.end(), same));
  }
}

TEST(OrderFlow, OpensTheBooksFirstAndNumbersOrdersUpwards) {
  for (const FlowProfile& profile : flow_profiles()) {
    FlowOptions options = options_of(profile.regime);
    options.books = 3;
    options.accounts = 5;
    options.sessions = 2;
    options.order_id_first = 1'000'000'000'000;
    options.order_id_gap = 50;
    std::uint64_t highest = options.order_id_first - 1;
    bool opened = false;
    for (const MatchCommand& command : commands_of(options)) {
      const bool is_new = command.kind == CommandKind::NewOrder;
      const bool replaces = command.kind == CommandKind::ReplaceOrder;
      if (command.kind == CommandKind::TradingState) opened = true;
      EXPECT_TRUE(opened || !is_new || profile.day_count != 0) << profile.name;
      const std::uint64_t id = is_new ? command.order_id : replaces ? command.new_order_id : 0;
      if (id != 0) {
        ASSERT_GT(id, highest) << profile.name;
        ASSERT_LE(id, highest + options.order_id_gap) << profile.name;
        highest = id;
      }
      ASSERT_TRUE(command.book < 3 || command.book == kEveryBook) << profile.name;
      ASSERT_EQ(command.session, is_new ? 1 + (command.account - 1) % 2 : command.session);
      ASSERT_LE(command.account, 5U) << profile.name;
    }
    EXPECT_TRUE(opened) << profile.name;
    EXPECT_EQ(commands_of(options).front().kind, CommandKind::Timer) << profile.name;
  }
}

TEST(OrderFlow, RefusesOptionsThatMakeNoFlowAndNamesThem) {
  const auto reason = [](FlowOptions options) -> std::string {
    try {
      const OrderFlow flow{options};
    } catch (const std::invalid_argument& error) {
      return error.what();
    }
    return "none";
  };
  EXPECT_EQ(reason({.books = 65'535}), "none");
  EXPECT_EQ(reason({.books = 65'536}), "books: 65536; 65535 are possible");
  EXPECT_EQ(reason({.sessions = 0}), "sessions: 1 to 65535");
  EXPECT_EQ(reason({.order_id_first = 0}), "the first order id is at least 1");
  EXPECT_EQ(reason({.order_id_gap = 0}), "the gap between order ids is at least 1");
  EXPECT_EQ(reason({.count = ~std::uint64_t{0}}),
            "so many order ids of that gap do not fit in 63 bits");
}

}  // namespace
}  // namespace hotbook::replay
