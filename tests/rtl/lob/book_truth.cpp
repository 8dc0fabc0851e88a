#include "tests/rtl/lob/book_truth.hpp"

#include <algorithm>

namespace hotbook::test {

void BookTruth::clear() {
  orders_.clear();
  books_.clear();
  pair_.reset();
}

void BookTruth::add(const OrderKey& key, const Order& order) {
  if (order.quantity == 0 || !orders_.emplace(key, order).second) return;
  Level& level = levels(key.second, order.side)[order.price];
  level.quantity += order.quantity;
  level.orders += 1;
}

void BookTruth::take(const OrderKey& key, std::uint64_t quantity) {
  const auto found = orders_.find(key);
  if (found == orders_.end()) return;
  Order& order = found->second;
  Levels& side = levels(key.second, order.side);
  Level& level = side.at(order.price);
  quantity = std::min(quantity, order.quantity);
  level.quantity -= quantity;
  order.quantity -= quantity;
  if (order.quantity != 0) return;
  level.orders -= 1;
  if (level.orders == 0) side.erase(order.price);
  orders_.erase(found);
}

void BookTruth::apply(const channel::MarketEvent& event) {
  const OrderKey key{event.order_ref, static_cast<std::uint16_t>(event.book)};
  const auto pair = std::exchange(pair_, std::nullopt);
  const auto kind = static_cast<RecordKind>(event.kind);
  if (kind == RecordKind::Gap) return;
  if (event.pair_first) {
    if (const auto order = orders_.find(key); order != orders_.end())
      pair_ = {event.book, order->second.side};
  }
  if (kind == RecordKind::Add) {
    if (event.pair_second && !(pair && pair->first == event.book)) return;
    const unsigned side = event.pair_second ? pair->second : static_cast<unsigned>(event.side);
    add(key, {static_cast<std::uint32_t>(event.price), event.quantity, side});
  } else {
    take(key, kind == RecordKind::Delete ? ~std::uint64_t{0} : event.quantity);
  }
}

void BookTruth::lose_messages(std::mt19937_64& random, unsigned books) {
  for (auto order = orders_.begin(); order != orders_.end();) {
    const OrderKey key = order->first;
    ++order;
    if (random() % 4 == 0) take(key, random() % 2 == 0 ? ~std::uint64_t{0} : random() % 4);
  }
  for (unsigned i = 0; i < 4; ++i) {
    const OrderKey key{random() | (std::uint64_t{1} << 63),
                       static_cast<std::uint16_t>(random() % books)};
    add(key, {static_cast<std::uint32_t>(1000 + random() % 16), 1 + random() % 8,
              static_cast<unsigned>(random() % 2)});
  }
}

std::optional<WindowLevel> BookTruth::best(unsigned book, unsigned side) {
  const Levels& all = levels(book, side);
  if (all.empty()) return std::nullopt;
  const auto& [price, level] = side == 0 ? *all.rbegin() : *all.begin();
  return WindowLevel{price, level.quantity, level.orders};
}

RefillCommand BookTruth::refill(unsigned book, unsigned side, const Window& window,
                                std::size_t count, std::mt19937_64& random) {
  std::vector<WindowLevel> behind;
  for (const auto& [price, level] : levels(book, side)) {
    const bool follows =
        window.levels.empty() || is_better(side, window.levels.back().price, price);
    if (follows) behind.push_back({price, level.quantity, level.orders});
  }
  if (side == 0) std::reverse(behind.begin(), behind.end());
  // A level too big for the card ends what the host can say.
  std::size_t sayable = 0;
  while (sayable < behind.size() && behind[sayable].quantity <= 0xffffffff &&
         behind[sayable].orders <= 0xffff)
    ++sayable;
  count = std::min(count, sayable);
  const bool deep = behind.size() > count;

  RefillCommand refill{};
  refill.book = static_cast<std::uint16_t>(book);
  refill.side = static_cast<std::uint8_t>(side);
  refill.level_count = static_cast<std::uint8_t>(count);
  refill.deep = deep ? 1 : 0;
  refill.kind = CommandKind::Refill;
  behind.resize(4);
  const auto put = [&](std::size_t i, std::uint32_t& price, std::uint32_t& quantity,
                       std::uint32_t& orders) {
    if (i >= count) {  // a level that is not used holds anything
      price = static_cast<std::uint32_t>(random());
      quantity = static_cast<std::uint32_t>(random());
      orders = static_cast<std::uint32_t>(random());
      return;
    }
    price = behind[i].price;
    quantity = static_cast<std::uint32_t>(behind[i].quantity);
    orders = static_cast<std::uint32_t>(behind[i].orders);
  };
  put(0, refill.price_0, refill.quantity_0, refill.order_count_0);
  put(1, refill.price_1, refill.quantity_1, refill.order_count_1);
  put(2, refill.price_2, refill.quantity_2, refill.order_count_2);
  put(3, refill.price_3, refill.quantity_3, refill.order_count_3);
  return refill;
}

}  // namespace hotbook::test
