// The window's row against a sorted vector: random rows and changes, and the edges that a feed
// seldom reaches.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <random>
#include <sstream>
#include <vector>

#include "Vhot_window_1.h"
#include "Vhot_window_2.h"
#include "Vhot_window_3.h"
#include "Vhot_window_8.h"
#include "sim/harness/channels.hpp"
#include "sim/harness/clock.hpp"

namespace hotbook::test {
namespace {

using channel::Level;

enum class Change { Add, Take, Drop, Refill };

struct Row {
  std::vector<Level> levels;  // best first
  bool deep = false;
  bool operator==(const Row&) const = default;
};

struct Operation {
  Change change = Change::Add;
  std::uint64_t price = 0;
  std::uint64_t quantity = 0;
  bool gone = false;
  std::vector<Level> refill;
  bool refill_deep = false;
};

struct Outcome {
  Row row;
  bool deep_changed = false;
  bool overflow = false;
  bool refill_taken = false;
  bool operator==(const Outcome&) const = default;
};

bool is_better(unsigned side, std::uint64_t price, std::uint64_t other) {
  return side == 0 ? price > other : price < other;
}

Outcome unknown() {
  return {{{}, true}, true, false, false};
}

bool is_behind(const Row& row, unsigned side, std::uint64_t price) {
  return row.deep && (row.levels.empty() || !is_better(side, price, row.levels.back().price));
}

Outcome expect_add(Row row, unsigned side, const Operation& op, std::size_t places) {
  const auto level = std::ranges::find(row.levels, op.price, &Level::price);
  if (level != row.levels.end()) {
    if (level->quantity + op.quantity > 0xffffffff || level->order_count == 0xffff) {
      Outcome outcome = unknown();
      outcome.overflow = true;
      return outcome;
    }
    level->quantity += op.quantity;
    level->order_count += 1;
    return {row};
  }
  if (is_behind(row, side, op.price)) return {row, true};
  const auto place = std::ranges::find_if(
      row.levels, [&](const Level& other) { return is_better(side, op.price, other.price); });
  row.levels.insert(place, {op.price, op.quantity, 1});
  const bool pushed = row.levels.size() > places;
  if (pushed) row.levels.pop_back();
  row.deep = row.deep || pushed;
  return {row, pushed};
}

Outcome expect_take(Row row, unsigned side, const Operation& op) {
  const auto level = std::ranges::find(row.levels, op.price, &Level::price);
  if (level == row.levels.end())
    return is_behind(row, side, op.price) ? Outcome{row, true} : unknown();
  const std::uint64_t orders = level->order_count - (op.gone ? 1 : 0);
  if (level->quantity < op.quantity) return unknown();
  if ((level->quantity == op.quantity) != (orders == 0)) return unknown();
  level->quantity -= op.quantity;
  level->order_count = orders;
  if (orders == 0) row.levels.erase(level);
  return {row};
}

Outcome expect(const Row& row, unsigned side, const Operation& op, std::size_t places) {
  if (op.change == Change::Drop) return unknown();
  if (op.change == Change::Add) return expect_add(row, side, op, places);
  if (op.change == Change::Take) return expect_take(row, side, op);
  const bool follows = row.levels.empty() || op.refill.empty() ||
                       is_better(side, row.levels.back().price, op.refill.front().price);
  if (!row.deep || !follows || row.levels.size() + op.refill.size() > places) return {row};
  Outcome outcome{row, true, false, true};
  outcome.row.levels.insert(outcome.row.levels.end(), op.refill.begin(), op.refill.end());
  outcome.row.deep = op.refill_deep;
  return outcome;
}

template <class Top>
class Window {
 public:
  Window(std::size_t places, unsigned side) : places_{places} {
    dut_->add_i = dut_->take_i = dut_->drop_i = dut_->refill_i = 0;
    dut_->side_i = static_cast<CData>(side);
    dut_.reset(2);
  }

  Outcome apply(const Row& row, const Operation& op) {
    for (std::size_t i = 0; i < places_; ++i) {
      // A place without a level holds anything.
      const Level level = i < row.levels.size()
                              ? row.levels[i]
                              : Level{random_() >> 32, random_() >> 32, random_() >> 48};
      put(dut_->levels_i, i, level);
    }
    dut_->valid_i = static_cast<CData>((1U << row.levels.size()) - 1);
    dut_->deep_i = row.deep;
    dut_->add_i = op.change == Change::Add;
    dut_->take_i = op.change == Change::Take;
    dut_->drop_i = op.change == Change::Drop;
    dut_->refill_i = op.change == Change::Refill;
    dut_->price_i = static_cast<IData>(op.refill.empty() ? op.price : op.refill.front().price);
    dut_->quantity_i = static_cast<IData>(op.quantity);
    dut_->order_gone_i = op.gone;
    for (std::size_t i = 0; i < 4; ++i)
      put(dut_->refill_levels_i, i, i < op.refill.size() ? op.refill[i] : Level{});
    dut_->refill_count_i = static_cast<CData>(op.refill.size());
    dut_->refill_deep_i = op.refill_deep;
    dut_.tick();  // the module's own checks look at the clock's edge
    Outcome outcome;
    for (std::size_t i = 0; i < places_ && ((dut_->valid_o >> i) & 1); ++i) {
      outcome.row.levels.push_back(get(dut_->levels_o, i));
    }
    EXPECT_EQ(dut_->valid_o, (1U << outcome.row.levels.size()) - 1) << "a hole in the row";
    outcome.row.deep = dut_->deep_o != 0;
    outcome.deep_changed = dut_->deep_changed_o != 0;
    outcome.overflow = dut_->overflow_o != 0;
    outcome.refill_taken = dut_->refill_taken_o != 0;
    return outcome;
  }

 private:
  template <class Bits>
  static void put(Bits& bits, std::size_t at, const Level& level) {
    sim::store_bits(bits, 80 * at + 48, 32, level.price);
    sim::store_bits(bits, 80 * at + 16, 32, level.quantity);
    sim::store_bits(bits, 80 * at, 16, level.order_count);
  }
  template <class Bits>
  static Level get(const Bits& bits, std::size_t at) {
    return {sim::load_bits(bits, 80 * at + 48, 32), sim::load_bits(bits, 80 * at + 16, 32),
            sim::load_bits(bits, 80 * at, 16)};
  }

  std::size_t places_;
  std::mt19937_64 random_{1};
  sim::Clock<Top> dut_;
};

std::uint64_t number_from(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 0);
}

// Draws rows and changes around each other, from small numbers and from the ends of the fields.
class Draw {
 public:
  explicit Draw(std::uint64_t seed) : random_{seed} {}

  std::vector<Level> levels(std::size_t count, unsigned side, std::uint64_t beyond) {
    std::vector<std::uint64_t> prices;
    for (std::size_t i = 0; i < count; ++i) {
      const std::uint64_t step = random_() % 8 == 0 ? random_() % 0x10000000 : 1 + random_() % 3;
      beyond = side == 0 ? beyond - std::min(beyond, step)
                         : std::min<std::uint64_t>(beyond + step, 0xffffffff);
      prices.push_back(beyond);
    }
    const auto last = std::unique(prices.begin(), prices.end());
    std::vector<Level> drawn;
    for (auto price = prices.begin(); price != last; ++price)
      drawn.push_back({*price, quantity(), orders()});
    return drawn;
  }

  Operation operation(const Row& row, unsigned side) {
    Operation op;
    op.change = static_cast<Change>(std::min<std::uint64_t>(random_() % 10 * 4 / 10, 3));
    op.price = price(row);
    op.quantity = quantity();
    op.gone = random_() % 2 == 0;
    if (!row.levels.empty() && random_() % 2 == 0) {
      const Level& level = row.levels[random_() % row.levels.size()];
      op.price = level.price;
      if (random_() % 2 == 0) op.quantity = level.quantity;
    }
    if (op.change == Change::Refill) {
      const std::uint64_t beyond =
          row.levels.empty() || random_() % 8 == 0 ? price(row) : row.levels.back().price;
      op.refill = levels(random_() % 5, side, beyond);
      op.refill_deep = random_() % 2 == 0;
    }
    return op;
  }

  std::uint64_t best(unsigned side) {
    if (random_() % 16 == 0) return side == 0 ? 0xffffffff : 0;
    return random_() % 2 == 0 ? 1000 : random_() >> 32;
  }
  bool coin() { return random_() % 2 == 0; }
  std::size_t below(std::size_t end) { return random_() % end; }

 private:
  std::uint64_t price(const Row& row) {
    if (row.levels.empty() || random_() % 16 == 0) return random_() >> 32;
    const std::uint64_t near = row.levels[random_() % row.levels.size()].price + random_() % 5;
    return std::clamp<std::uint64_t>(near, 2, 0xffffffff + 2ULL) - 2;
  }
  std::uint64_t quantity() {
    const std::uint64_t dice = random_() % 8;
    if (dice == 0) return 0xffffffff - random_() % 4;
    if (dice == 1) return 1 + (random_() >> 32) % 0xffffffff;
    return 1 + random_() % 6;
  }
  std::uint64_t orders() {
    const std::uint64_t dice = random_() % 8;
    return dice == 0 ? 0xffff : dice == 1 ? 0xfffe : 1 + random_() % 3;
  }

  std::mt19937_64 random_;
};

std::string text_of(const Row& row) {
  std::ostringstream text;
  for (const Level& level : row.levels)
    text << level.quantity << "/" << level.order_count << "@" << level.price << " ";
  text << (row.deep ? "deep" : "whole");
  return text.str();
}

template <class Top>
void compare_random_rows(std::size_t places) {
  const std::uint64_t seed = number_from("HOTBOOK_SEED", std::random_device{}());
  std::cout << "HOTBOOK_SEED=" << seed << std::endl;
  Draw draw{seed};
  for (unsigned side = 0; side < 2; ++side) {
    Window<Top> window{places, side};
    Row row;
    for (std::uint64_t i = 0; i < 30000 * number_from("HOTBOOK_SCALE", 1); ++i) {
      // Half of the time the row is what the last change left.
      if (draw.coin())
        row = {draw.levels(draw.below(places + 1), side, draw.best(side)), draw.coin()};
      const Operation op = draw.operation(row, side);
      const Outcome expected = expect(row, side, op, places);
      const Outcome found = window.apply(row, op);
      ASSERT_TRUE(found == expected)
          << "seed " << seed << " index " << i << " side " << side << " change "
          << static_cast<int>(op.change) << " " << op.quantity << "@" << op.price << " gone "
          << op.gone << " refill of " << op.refill.size() << "\nrow:   " << text_of(row)
          << "\ncard:  " << text_of(found.row) << "\nmodel: " << text_of(expected.row)
          << "\nreproduce: HOTBOOK_SEED=" << seed
          << " HOTBOOK_SCALE=" << number_from("HOTBOOK_SCALE", 1) << " hot_window_test";
      row = expected.row;
    }
  }
}

TEST(HotWindow, AgreesWithASortedVectorOfOneLevel) {
  compare_random_rows<Vhot_window_1>(1);
}
TEST(HotWindow, AgreesWithASortedVectorOfTwoLevels) {
  compare_random_rows<Vhot_window_2>(2);
}
TEST(HotWindow, AgreesWithASortedVectorOfThreeLevels) {
  compare_random_rows<Vhot_window_3>(3);
}
TEST(HotWindow, AgreesWithASortedVectorOfEightLevels) {
  compare_random_rows<Vhot_window_8>(8);
}

TEST(HotWindow, HoldsALevelUpToTheLastShareAndOrder) {
  Window<Vhot_window_2> window{2, 0};
  const Row row{{{100, 0xfffffff0, 0xfffe}}, false};
  const Outcome full = window.apply(row, {Change::Add, 100, 0xf, false, {}, false});
  EXPECT_TRUE((full == Outcome{{{{100, 0xffffffff, 0xffff}}, false}, false, false, false}));
  EXPECT_TRUE(window.apply(row, {Change::Add, 100, 0x10, false, {}, false}).overflow);
  EXPECT_TRUE(
      window.apply({{{100, 5, 0xffff}}, false}, {Change::Add, 100, 1, false, {}, false}).overflow);
}

TEST(HotWindow, IsUnknownOnceItsLastLevelIsTakenFromADeepSide) {
  Window<Vhot_window_2> window{2, 1};
  const Outcome outcome =
      window.apply({{{100, 5, 1}}, true}, {Change::Take, 100, 5, true, {}, false});
  EXPECT_TRUE(outcome.row.levels.empty());
  EXPECT_TRUE(outcome.row.deep);
  EXPECT_FALSE(outcome.deep_changed);
}

}  // namespace
}  // namespace hotbook::test
