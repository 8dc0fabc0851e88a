// The engine under a real day: it hits the resting orders that the exchange hit.

#include <gtest/gtest.h>

#include <filesystem>
#include <iostream>

#include "host/engine/engine.hpp"
#include "tests/host/engine/real_flow.hpp"
#include "tests/sim/replay/test_data.hpp"

namespace hotbook::engine {
namespace {

using replay::LobsterRow;
using replay::LobsterType;
using testing::Hit;
using testing::RealFlow;

std::vector<MatchOutput> apply(Engine& engine, const MatchCommand& command) {
  const auto outputs = engine.apply(command);
  return {outputs.begin(), outputs.end()};
}

class RealFlowTest : public ::testing::Test {
 protected:
  void TearDown() override { std::filesystem::remove_all(folder_); }

  Engine engine_{MatchOptions{.book_count = 1, .max_orders = 1U << 17U}};
  RealFlow flow_{[this](const MatchCommand& command) { return apply(engine_, command); }};
  std::filesystem::path folder_ = testing::scratch_folder();
};

LobsterRow row(LobsterType type, std::uint64_t order_ref, std::uint32_t quantity,
               std::int64_t price, std::vector<replay::LobsterLevel> bids) {
  LobsterRow made;
  made.type = type;
  made.order_ref = order_ref;
  made.quantity = quantity;
  made.price = price;
  made.bid = true;
  made.bids = std::move(bids);
  made.asks = {{500, 1}};
  return made;
}

// That the measure itself measures: a queue of a known and an unknown order.
TEST_F(RealFlowTest, TellsEveryClassOfDisagreementApart) {
  flow_.apply(row(LobsterType::Add, 1, 10, 100, {{100, 10}}));  // unnamed: the first row's
  flow_.apply(row(LobsterType::Add, 2, 5, 100, {{100, 15}}));
  flow_.apply(row(LobsterType::Add, 3, 5, 100, {{100, 20}}));
  flow_.apply(row(LobsterType::Execute, 1, 4, 100, {{100, 16}}));
  EXPECT_EQ(flow_.count(Hit::NotTold), 1U);
  flow_.apply(row(LobsterType::Execute, 2, 2, 100, {{100, 14}}));
  EXPECT_EQ(flow_.count(Hit::UnnamedInFront), 1U);
  flow_.apply(row(LobsterType::Delete, 1, 6, 100, {{100, 8}}));
  flow_.apply(row(LobsterType::Execute, 2, 3, 100, {{100, 5}}));
  EXPECT_EQ(flow_.count(Hit::Same), 1U);
  flow_.apply(row(LobsterType::Add, 4, 5, 100, {{100, 10}}));
  flow_.apply(row(LobsterType::Execute, 4, 5, 100, {{100, 5}}));
  EXPECT_EQ(flow_.count(Hit::NotTheFirst), 1U);
  flow_.apply(row(LobsterType::Execute, 3, 5, 90, {{90, 5}}));
  EXPECT_EQ(flow_.count(Hit::WrongPrice), 1U);
  flow_.apply(row(LobsterType::Execute, 9, 5, 95, {{90, 5}}));
  EXPECT_EQ(flow_.count(Hit::Nothing), 1U);
  EXPECT_EQ(engine_.order_count(), 2U);
}

TEST_F(RealFlowTest, HitsTheOrdersThatTheExchangeHitOnALobsterDay) {
  const auto zip = testing::shared_data() / "lobster/LOBSTER_SampleFile_GOOG_2012-06-21_5.zip";
  HOTBOOK_NEEDS(zip);
  const std::string command = "unzip -oq '" + zip.string() + "' -d '" + folder_.string() + "'";
  if (std::system(command.c_str()) != 0) GTEST_SKIP() << "unzip is absent or failed";
  const std::string day = (folder_ / "GOOG_2012-06-21_34200000_57600000_").string();
  replay::LobsterCsv csv{day + "message_5.csv", day + "orderbook_5.csv"};
  LobsterRow event;
  std::uint64_t events = 0;
  std::uint64_t executions = 0;
  while (csv.next(event)) {
    if (events++ != 0 && event.type == LobsterType::Execute) ++executions;
    flow_.apply(event);
  }
  std::cout << "events=" << events << " commands=" << flow_.commands()
            << " executions=" << executions << " hidden=" << flow_.hidden() << '\n';
  std::uint64_t counted = 0;
  for (std::size_t i = 0; i < testing::kHits; ++i) {
    const auto hit = static_cast<Hit>(i);
    counted += flow_.count(hit);
    std::cout << flow_.count(hit) << " ("
              << 100.0 * static_cast<double>(flow_.count(hit)) / static_cast<double>(executions)
              << " %): " << testing::name_of(hit) << '\n';
  }
  const std::uint64_t judged =
      executions - flow_.count(Hit::NotTold) - flow_.count(Hit::LostFromSight);
  std::cout << 100.0 * static_cast<double>(flow_.count(Hit::Same)) / static_cast<double>(judged)
            << " % of the " << judged << " whose order the file tells\n";
  EXPECT_EQ(events, 112'673U);
  EXPECT_EQ(executions, 7'764U);  // without the first row's, which the book begins behind
  EXPECT_EQ(counted, executions);
  // Five times the exchange took a later order before an earlier one of the same price: by what
  // the file shows of them, not by price and time.
  EXPECT_EQ(flow_.count(Hit::Same), 6'806U);
  EXPECT_EQ(flow_.count(Hit::NotTold), 810U);
  EXPECT_EQ(flow_.count(Hit::LostFromSight), 141U);
  EXPECT_EQ(flow_.count(Hit::UnnamedInFront), 1U);
  EXPECT_EQ(flow_.count(Hit::UnseenInFront), 1U);
  EXPECT_EQ(flow_.count(Hit::NotTheFirst), 5U);
}

}  // namespace
}  // namespace hotbook::engine
