// What is true of every matching engine, shown of the oracle under random inputs.

#include "sim/oracle/match_oracle.hpp"

#include <gtest/gtest.h>

#include <sstream>

#include "tests/host/engine/match_ledger.hpp"
#include "tests/host/engine/random_commands.hpp"
#include "tests/sim/replay/test_data.hpp"

namespace hotbook::oracle {
namespace {

constexpr std::uint64_t kInputs = 30'000;
constexpr std::uint16_t kBooks = 3;

class MatchOracleUnderRandomInputs : public ::testing::TestWithParam<CommandMix> {
 protected:
  MatchOracleUnderRandomInputs()
      : seed_{testing::seed(1)},
        commands_{{.seed = seed_, .mix = GetParam(), .book_count = kBooks}},
        oracle_{{.book_count = kBooks, .max_orders = 100, .publish = true}} {}

  // Calls check, which returns what is wrong, behind each input.
  template <typename Check>
  void run(Check check) {
    for (std::uint64_t input = 0; input < kInputs * testing::scale(); ++input) {
      command_ = commands_.next();
      outputs_.clear();
      oracle_.apply(command_, outputs_);
      commands_.follow(outputs_);
      const std::string wrong = check();
      ASSERT_TRUE(wrong.empty()) << "input " << input << ": " << wrong
                                 << "\n  reproduce: HOTBOOK_SEED=" << seed_
                                 << " match_oracle_test --gtest_filter=*" << name_of(GetParam());
    }
  }

  [[nodiscard]] std::string open_orders_differ() const;
  [[nodiscard]] std::string levels_differ() const;

  std::uint64_t seed_;
  RandomCommands commands_;
  MatchOracle oracle_;
  MatchLedger ledger_;
  MatchCommand command_{};
  std::vector<MatchOutput> outputs_;
};

// Every order that did not end is open with what the outputs left of it, and no other is.
std::string MatchOracleUnderRandomInputs::open_orders_differ() const {
  if (ledger_.orders().size() != oracle_.orders().size()) return "other orders live";
  for (const auto& [id, order] : oracle_.orders()) {
    const auto told = ledger_.orders().find(id);
    if (told == ledger_.orders().end() || told->second.open != order.open) {
      return "order " + std::to_string(id) + " is not open as told";
    }
    if (order.open == 0 || order.visible == 0 || order.visible > order.open ||
        order.place == Place::Nowhere) {
      return "order " + std::to_string(id) + " has nothing open, nothing visible or no place";
    }
  }
  return "";
}

std::string MatchOracleUnderRandomInputs::levels_differ() const {
  std::map<MatchLedger::LevelName, MatchLedger::Level> levels;
  for (std::uint16_t book = 0; book < kBooks; ++book) {
    for (const Side side : {Side::Bid, Side::Ask}) {
      for (const MatchOrder* order : oracle_.book(book).in_priority(side)) {
        MatchLedger::Level& level = levels[{{book, side}, order->price}];
        level.quantity += order->visible;
        level.order_count += 1;
      }
    }
  }
  return levels == ledger_.levels() ? "" : "the levels are not what was told";
}

TEST_P(MatchOracleUnderRandomInputs, KeepsAccountOfEveryShare) {
  run([this] {
    std::string wrong = ledger_.follow(command_, outputs_);
    if (!wrong.empty()) return wrong;
    wrong = open_orders_differ();
    if (!wrong.empty()) return wrong;
    for (const auto& [id, order] : oracle_.orders()) {
      if (order.is_pegged()) ledger_.set_price(id, order.price);
    }
    return levels_differ();
  });
}

TEST_P(MatchOracleUnderRandomInputs, IsNotCrossedWhileOrdersAreMatched) {
  run([this]() -> std::string {
    for (std::uint16_t index = 0; index < kBooks; ++index) {
      const MatchBook& book = oracle_.book(index);
      const MatchOrder* bid = book.best(Side::Bid);
      const MatchOrder* ask = book.best(Side::Ask);
      if (book.is_continuous() && bid != nullptr && ask != nullptr && bid->price >= ask->price) {
        return "book " + std::to_string(index) + " is crossed";
      }
      if (!book.elected.empty()) return "an elected stop waits";
    }
    return "";
  });
}

TEST_P(MatchOracleUnderRandomInputs, KeepsItsOrdersWithinTheirRules) {
  run([this]() -> std::string {
    if (oracle_.orders().size() > 100) return "more orders live than may";
    for (const auto& [id, order] : oracle_.orders()) {
      const MatchBook& book = oracle_.book(order.book);
      const bool on_side = order.place == Place::OnSide;
      if (on_side && book.is_continuous() && book.is_outside_bands(order.side, order.price)) {
        return "order " + std::to_string(id) + " rests outside the bands";
      }
      if (order.time_in_force == TimeInForce::Gtd &&
          order.expire_s * 1'000'000'000ULL <= oracle_.now_ns()) {
        return "order " + std::to_string(id) + " should have expired";
      }
      if (book.state == TradingState::Closed && order.time_in_force == TimeInForce::Day) {
        return "order " + std::to_string(id) + " outlived its day";
      }
      if (id > oracle_.highest_id()) return "an id is above the highest";
    }
    return "";
  });
}

TEST_P(MatchOracleUnderRandomInputs, DoesTheSameTwice) {
  MatchOracle other{{.book_count = kBooks, .max_orders = 100, .publish = true}};
  std::vector<MatchOutput> others;
  run([&]() -> std::string {
    others.clear();
    other.apply(command_, others);
    return other.state_hash() == oracle_.state_hash() && others.size() == outputs_.size()
               ? ""
               : "two oracles differ";
  });
}

INSTANTIATE_TEST_SUITE_P(Mixes, MatchOracleUnderRandomInputs,
                         ::testing::Values(CommandMix::Simple, CommandMix::Everything,
                                           CommandMix::Auctions, CommandMix::StopsAndPegs),
                         [](const auto& mix) { return name_of(mix.param); });

}  // namespace
}  // namespace hotbook::oracle
