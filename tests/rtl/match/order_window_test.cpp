// The window's change against a sorted vector: random windows and changes, whole rows compared.

#include <algorithm>

#include "Vorder_window_1.h"
#include "Vorder_window_16.h"
#include "Vorder_window_2.h"
#include "Vorder_window_3.h"
#include "sim/harness/channels.hpp"
#include "sim/harness/clock.hpp"
#include "tests/rtl/common/random_run.hpp"

namespace hotbook::test {
namespace {

using channel::RestingOrder;

struct Window {
  std::vector<RestingOrder> orders;  // best first
  bool deep = false;
  bool operator==(const Window&) const = default;
};

struct Outcome {
  Window window;
  bool behind_changed = false;
  bool refill_fits = false;
  bool operator==(const Outcome&) const = default;
};

struct Change {
  bool remove = false;
  bool restate = false;
  bool insert = false;
  bool refill = false;
  std::size_t place = 0;
  RestingOrder order;                  // inserted, or the refill's first; restated id and quantity
  std::optional<RestingOrder> second;  // of the refill
  bool refill_deep = false;
};

bool is_better(unsigned side, std::uint64_t price, std::uint64_t other) {
  return side == 0 ? price > other : price < other;
}

bool fits(const Window& window, unsigned side, const Change& change, std::size_t places) {
  const std::size_t count = change.second ? 2 : 1;
  return window.deep && window.orders.size() + count <= places &&
         (window.orders.empty() ||
          !is_better(side, change.order.price, window.orders.back().price));
}

Outcome expect(Window window, unsigned side, const Change& change, std::size_t places) {
  Outcome outcome{window, false, fits(window, side, change, places)};
  auto& orders = window.orders;
  if (change.restate) {
    orders[change.place].order_id = change.order.order_id;
    orders[change.place].quantity = change.order.quantity;
  }
  if (change.remove) orders.erase(orders.begin() + static_cast<std::ptrdiff_t>(change.place));
  if (change.insert) {
    const auto place = std::ranges::find_if(orders, [&](const RestingOrder& other) {
      return is_better(side, change.order.price, other.price);
    });
    if (window.deep && place == orders.end()) {
      outcome.behind_changed = true;
    } else {
      orders.insert(place, change.order);
    }
    if (orders.size() > places) {
      orders.pop_back();
      window.deep = true;
      outcome.behind_changed = true;
    }
  }
  if (change.refill) {
    orders.push_back(change.order);
    if (change.second) orders.push_back(*change.second);
    window.deep = change.refill_deep;
  }
  outcome.window = window;
  return outcome;
}

template <class Top, class Side>
class WindowBench {
 public:
  explicit WindowBench(std::size_t places) : places_{places} {
    dut_->remove_i = dut_->restate_i = dut_->insert_i = dut_->refill_i = 0;
    dut_.reset(2);
  }

  Outcome apply(const Window& window, unsigned side, const Change& change, RandomRun& random) {
    dut_->side_i = static_cast<CData>(side);
    for (std::size_t i = 0; i < places_; ++i) {
      // A place without an order holds anything.
      put(dut_->orders_i, i,
          i < window.orders.size()
              ? window.orders[i]
              : RestingOrder{random(), random() >> 32, random() >> 32, random() >> 32});
    }
    dut_->valid_i = static_cast<Side>((1U << window.orders.size()) - 1);
    dut_->deep_i = window.deep;
    dut_->remove_i = change.remove;
    dut_->restate_i = change.restate;
    dut_->place_i = static_cast<Side>(change.remove || change.restate ? 1U << change.place : 0);
    dut_->restated_id_i = change.order.order_id;
    dut_->restated_quantity_i = static_cast<IData>(change.order.quantity);
    dut_->insert_i = change.insert;
    dut_->refill_i = change.refill;
    dut_->refill_two_i = change.second.has_value();
    dut_->refill_deep_i = change.refill_deep;
    dut_->price_i = static_cast<IData>(change.order.price);
    put(dut_->order_i, 0, change.order);
    put(dut_->second_i, 0, change.second.value_or(RestingOrder{}));
    dut_.tick();  // the module's own checks look at the clock's edge
    Outcome outcome;
    for (std::size_t i = 0; i < places_ && ((dut_->valid_o >> i) & 1) != 0; ++i)
      outcome.window.orders.push_back(get(dut_->orders_o, i));
    EXPECT_EQ(dut_->valid_o, (1U << outcome.window.orders.size()) - 1) << "a hole in the window";
    outcome.window.deep = dut_->deep_o != 0;
    outcome.behind_changed = dut_->behind_changed_o != 0;
    outcome.refill_fits = dut_->refill_fits_o != 0;
    return outcome;
  }

 private:
  template <class Bits>
  static void put(Bits& bits, std::size_t at, const RestingOrder& order) {
    sim::store_bits(bits, 160 * at + 96, 64, order.order_id);
    sim::store_bits(bits, 160 * at + 64, 32, order.account);
    sim::store_bits(bits, 160 * at + 32, 32, order.price);
    sim::store_bits(bits, 160 * at, 32, order.quantity);
  }
  template <class Bits>
  static RestingOrder get(const Bits& bits, std::size_t at) {
    return {sim::load_bits(bits, 160 * at + 96, 64), sim::load_bits(bits, 160 * at + 64, 32),
            sim::load_bits(bits, 160 * at + 32, 32), sim::load_bits(bits, 160 * at, 32)};
  }

  std::size_t places_;
  sim::Clock<Top> dut_;
};

class Draw {
 public:
  explicit Draw(RandomRun& random) : random_{random} {}

  RestingOrder order(std::uint64_t price) {
    return {random_(), random_() >> 32, price,
            random_.below(8) == 0 ? random_.between(1, 0xffffffff) : random_.between(1, 9)};
  }

  // A price near another one, or anywhere.
  std::uint64_t price(std::uint64_t near) {
    if (random_.below(32) == 0) return random_() >> 32;
    const std::uint64_t price = near + random_.below(5);
    return std::min<std::uint64_t>(price < 2 ? 0 : price - 2, 0xffffffff);
  }

  Window window(std::size_t places, unsigned side) {
    Window window;
    window.deep = random_.below(2) == 0;
    const std::size_t count = random_.below(3) == 0 ? places : random_.below(places + 1);
    const std::uint64_t middle = random_.below(8) == 0 ? random_() >> 32 : 1000;
    for (std::size_t i = 0; i < count; ++i) window.orders.push_back(order(price(middle)));
    std::ranges::stable_sort(window.orders, [&](const RestingOrder& a, const RestingOrder& b) {
      return is_better(side, a.price, b.price);
    });
    return window;
  }

  Change change(const Window& window, unsigned side, std::size_t places) {
    Change change;
    const auto& orders = window.orders;
    const std::uint64_t near = orders.empty() ? 1000 : orders[random_.below(orders.size())].price;
    change.order = order(price(near));
    const std::uint64_t draw = random_.below(5);
    if (!orders.empty()) change.place = random_.below(orders.size());
    change.remove = !orders.empty() && (draw == 0 || draw == 1);
    change.insert = draw == 1 || draw == 2;
    change.restate = !orders.empty() && draw == 3;
    if (draw == 4) {
      if (random_.below(2) == 0) {
        change.second = order(change.order.price);
        const std::uint64_t step = random_.below(2);
        change.second->price = side == 0
                                   ? change.order.price - std::min(step, change.order.price)
                                   : std::min<std::uint64_t>(change.order.price + step, 0xffffffff);
      }
      change.refill_deep = random_.below(2) == 0;
      change.refill = fits(window, side, change, places);
    }
    return change;
  }

 private:
  RandomRun& random_;
};

template <class Top, class Mask>
void run(std::size_t places) {
  RandomRun random{20261120};
  Draw draw{random};
  WindowBench<Top, Mask> bench{places};
  const std::uint64_t amount = RandomRun::amount(100000);
  std::array<std::uint64_t, 4> seen{};
  for (std::uint64_t i = 0; i < amount; ++i) {
    const auto side = static_cast<unsigned>(random.below(2));
    const Window window = draw.window(places, side);
    const Change change = draw.change(window, side, places);
    const Outcome expected = expect(window, side, change, places);
    const Outcome outcome = bench.apply(window, side, change, random);
    seen[0] += change.remove && change.insert;
    seen[1] += expected.behind_changed && !window.deep;
    seen[2] += expected.behind_changed && window.deep;
    seen[3] += change.refill;
    if (!(outcome == expected)) {
      FAIL() << "index " << i << ", seed " << random.seed() << ", side " << side << ", "
             << window.orders.size() << " orders\n"
             << random.reproduce();
    }
  }
  for (const std::uint64_t count : seen) EXPECT_GT(count * 200, amount) << "something is rare";
}

TEST(OrderWindow, OfOneOrderChangesAsASortedVector) {
  run<Vorder_window_1, CData>(1);
}
TEST(OrderWindow, OfTwoOrdersChangesAsASortedVector) {
  run<Vorder_window_2, CData>(2);
}
TEST(OrderWindow, OfThreeOrdersChangesAsASortedVector) {
  run<Vorder_window_3, CData>(3);
}
TEST(OrderWindow, OfSixteenOrdersChangesAsASortedVector) {
  run<Vorder_window_16, SData>(16);
}

}  // namespace
}  // namespace hotbook::test
