// The market data of a real appliance, as its sockets give it: whoever follows them has the books
// that operators are shown.

#include <signal.h>

#include <boost/json.hpp>
#include <map>
#include <thread>

#include "tests/host/runtime/appliance_fixture.hpp"
#include "tests/host/runtime/feed_follower.hpp"

namespace hotbook::runtime {
namespace {

namespace json = boost::json;

struct Level {
  std::uint64_t quantity = 0;
  std::uint64_t orders = 0;
  friend bool operator==(const Level&, const Level&) = default;
};
std::ostream& operator<<(std::ostream& out, const Level& level) {
  return out << level.quantity << " in " << level.orders;
}
using Levels = std::map<std::string, Level>;  // by price, in dollars

class ApplianceMarketData : public ApplianceProcess {
 protected:
  void start_with(const FeedFollower& follower) {
    ConfigLines lines;
    lines.publish = "lines = [\"127.0.0.1:" + std::to_string(follower.port(0)) +
                    "\", \"127.0.0.1:" + std::to_string(follower.port(1)) +
                    "\"]\nrerequest = \"127.0.0.1:0\"\nglimpse = \"127.0.0.1:0\"\n";
    start(lines);
  }
  [[nodiscard]] FeedServers servers() const {
    return {process_->port_of("re-request server open"), process_->port_of("snapshot server open")};
  }
  void trade(FeedFollower& follower, int turns) {
    for (int turn = 0; turn < turns; ++turn) {
      for (app::OuchTrader& trader : traders_) ASSERT_EQ(trader.trade(10), "");
      follower.turn(servers());
    }
  }
  // Both sides, as operators are shown them.
  Levels shown() {
    const testing::Finished asked = command("books AAPL --json --depth 1000");
    Levels levels;
    const json::value book = json::parse(asked.out);
    for (const char* side : {"bids", "asks"}) {
      for (const json::value& level : book.at(side).as_array()) {
        levels[side[0] + std::string{level.at("price").as_string()}] = {
            level.at("quantity").to_number<std::uint64_t>(),
            level.at("orders").to_number<std::uint64_t>()};
      }
    }
    return levels;
  }
  static Levels followed(const FeedFollower& follower) {
    Levels levels;
    for (const Side side : {Side::Bid, Side::Ask}) {
      std::vector<feed::LevelView> views(1000);
      const auto found = follower.books().levels({1}, side, std::nullopt, views);
      for (std::size_t at = 0; at < found.count; ++at) {
        const std::uint32_t price = views[at].price.value;
        const std::string cents = std::to_string(price / 100 % 100);
        levels[(side == Side::Bid ? "b" : "a") + std::to_string(price / 10'000) + "." +
               (cents.size() == 1 ? "0" : "") + cents] = {views[at].quantity,
                                                          views[at].order_count};
      }
    }
    return levels;
  }
  void expect_same_books(FeedFollower& follower) {
    for (app::OuchTrader& trader : traders_) ASSERT_EQ(trader.listen(), "");
    const Levels told = shown();
    EXPECT_GT(told.size(), 2U);
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{10};
    while (std::chrono::steady_clock::now() < end) {
      if (follower.turn(servers())) continue;
      follower.lines_are_quiet();
      if (follower.recovery().is_known() && followed(follower) == told) break;
      std::this_thread::sleep_for(std::chrono::milliseconds{5});
    }
    EXPECT_TRUE(follower.recovery().is_known());
    EXPECT_EQ(followed(follower), told);
  }
};

TEST_F(ApplianceMarketData, WhoeverLosesPacketsOfBothLinesAsksForThemAndHasTheBooks) {
  FeedFollower follower{seed_, 30, false};
  start_with(follower);
  for (int round = 0; round < 4; ++round) {
    trade(follower, 20);
    expect_same_books(follower);
  }
  EXPECT_GT(follower.recovery().counts().gaps, 0U);
  EXPECT_GT(follower.recovery().counts().messages_answered, 0U);
  EXPECT_EQ(follower.recovery().counts().snapshots, 0U);
}

TEST_F(ApplianceMarketData, WhoeverComesLateTakesASnapshotAndHasTheBooks) {
  FeedFollower follower{seed_, 0, true};
  start_with(follower);
  for (int turn = 0; turn < 30; ++turn) {
    for (app::OuchTrader& trader : traders_) ASSERT_EQ(trader.trade(10), "");
  }
  for (app::OuchTrader& trader : traders_) ASSERT_EQ(trader.listen(), "");
  follower.miss();
  trade(follower, 20);
  expect_same_books(follower);
  EXPECT_EQ(follower.recovery().counts().snapshots, 1U);
}

TEST_F(ApplianceMarketData, AKillOfTheProgramLosesNoMessage) {
  FeedFollower follower{seed_, 10, false};
  start_with(follower);
  for (int crash = 0; crash < 3; ++crash) {
    trade(follower, 20);
    ASSERT_EQ(process_->end(SIGKILL), 128 + SIGKILL);
    ASSERT_EQ(process_->start(), "");
    connect();
    trade(follower, 5);
    expect_same_books(follower);
  }
  EXPECT_EQ(follower.recovery().counts().snapshots, 0U);
}

}  // namespace
}  // namespace hotbook::runtime
