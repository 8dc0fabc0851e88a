#include "host/takeover/window_mirror.hpp"

#include <gtest/gtest.h>

namespace hotbook {
namespace {

std::vector<std::uint32_t> prices(const WindowMirror& window) {
  return {window.prices().begin(), window.prices().end()};
}

TEST(WindowMirror, KeepsTheBestPricesFirstOnEachSide) {
  WindowMirror bid;
  WindowMirror ask;
  for (const std::uint32_t price : {20U, 30U, 10U, 30U}) {
    bid.add(Side::Bid, price, 4);
    ask.add(Side::Ask, price, 4);
  }
  EXPECT_EQ(prices(bid), (std::vector<std::uint32_t>{30, 20, 10}));
  EXPECT_EQ(prices(ask), (std::vector<std::uint32_t>{10, 20, 30}));
  EXPECT_FALSE(bid.is_deep());
}

TEST(WindowMirror, BecomesDeepWhenALevelIsPushedOut) {
  WindowMirror ask;
  for (const std::uint32_t price : {20U, 30U, 10U}) ask.add(Side::Ask, price, 2);
  EXPECT_EQ(prices(ask), (std::vector<std::uint32_t>{10, 20}));
  EXPECT_TRUE(ask.is_deep());
}

TEST(WindowMirror, BecomesDeepWhenAFullWindowMeetsAWorsePrice) {
  WindowMirror bid;
  for (const std::uint32_t price : {30U, 20U, 10U}) bid.add(Side::Bid, price, 2);
  EXPECT_EQ(prices(bid), (std::vector<std::uint32_t>{30, 20}));
  EXPECT_TRUE(bid.is_deep());
}

TEST(WindowMirror, LeavesAPriceBehindADeepWindowBehind) {
  WindowMirror ask;
  for (const std::uint32_t price : {10U, 20U, 30U}) ask.add(Side::Ask, price, 2);
  ask.remove(20);
  ask.add(Side::Ask, 15, 2);
  EXPECT_EQ(prices(ask), (std::vector<std::uint32_t>{10}));
}

TEST(WindowMirror, IsUnknownWhenADeepWindowRunsEmptyAndKnownAgainAfterARefill) {
  WindowMirror ask;
  for (const std::uint32_t price : {10U, 20U}) ask.add(Side::Ask, price, 1);
  ask.remove(10);
  EXPECT_FALSE(ask.is_known());
  ask.add(Side::Ask, 5, 1);
  EXPECT_FALSE(ask.is_known());
  const std::vector<std::uint32_t> refill{5};
  ask.refill(refill, true);
  EXPECT_TRUE(ask.is_known());
  ask.forget();
  EXPECT_FALSE(ask.is_known());
  ask.refill({}, false);
  EXPECT_TRUE(ask.is_known());
}

}  // namespace
}  // namespace hotbook
