#include "tests/rtl/lob/lob_model.hpp"

#include <algorithm>

namespace hotbook::test {
namespace {

constexpr std::uint64_t kQuantityMax = 0xffffffff;
constexpr std::uint64_t kOrderCountMax = 0xffff;

RecordKind kind_of(const channel::MarketEvent& event) {
  return static_cast<RecordKind>(event.kind);
}

void set(BookUpdate& record, std::uint16_t flag, bool value = true) {
  if (value) record.flags = static_cast<std::uint16_t>(record.flags | flag);
}

auto find_level(Window& window, std::uint32_t price) {
  return std::find_if(window.levels.begin(), window.levels.end(),
                      [&](const WindowLevel& level) { return level.price == price; });
}

bool is_behind(const Window& window, unsigned side, std::uint32_t price) {
  return window.deep &&
         (window.levels.empty() || !is_better(side, price, window.levels.back().price));
}

}  // namespace

std::array<WindowLevel, 4> levels_of(const RefillCommand& r) {
  return {{{r.price_0, r.quantity_0, r.order_count_0},
           {r.price_1, r.quantity_1, r.order_count_1},
           {r.price_2, r.quantity_2, r.order_count_2},
           {r.price_3, r.quantity_3, r.order_count_3}}};
}

void LobModel::begin_epoch(bool after_gap) {
  orders_.clear();
  occupied_.clear();
  windows_.assign(shape_.books, {});
  for (auto& sides : windows_) {
    for (Window& window : sides) window.deep = window.orders_missing = after_gap;
  }
  epoch_first_ = after_gap ? number_ : number_ + 1;
  pair_open_ = false;
}

void LobModel::clear() {
  begin_epoch(false);
}

BookTop LobModel::top(std::uint64_t book) const {
  BookTop tops{};
  if (!is_held(book)) return tops;
  for (unsigned side = 0; side < 2; ++side) {
    const Window& window = windows_[book][side];
    tops[side].known = window.is_known();
    if (window.levels.empty()) continue;
    tops[side].price = window.levels.front().price;
    tops[side].quantity = static_cast<std::uint32_t>(window.levels.front().quantity);
  }
  return tops;
}

unsigned LobModel::row_of(const OrderKey& key, unsigned bank) const {
  unsigned bits = 0;
  while ((1U << bits) < shape_.rows) ++bits;
  unsigned row = 0;
  for (unsigned i = 0; i < 80; ++i) {
    const std::uint64_t word = i < 64 ? key.first >> i : std::uint64_t{key.second} >> (i - 64);
    row ^= static_cast<unsigned>(word & 1U) << ((i + 5 * bank * (i / bits)) % bits);
  }
  return row;
}

bool LobModel::place(const OrderKey& key, Order order) {
  for (order.bank = 0; order.bank < shape_.banks; ++order.bank) {
    order.row = row_of(key, order.bank);
    if (!occupied_.insert({order.bank, order.row}).second) continue;
    orders_.emplace(key, order);
    return true;
  }
  return false;
}

void LobModel::remove(std::map<OrderKey, Order>::iterator order) {
  occupied_.erase({order->second.bank, order->second.row});
  orders_.erase(order);
}

void LobModel::make_unknown(Window& window) const {
  window.levels.clear();
  window.deep = true;
  window.deep_number = number_;
}

void LobModel::window_add(Window& window, unsigned side, std::uint32_t price,
                          std::uint32_t quantity) {
  if (const auto level = find_level(window, price); level != window.levels.end()) {
    if (level->quantity + quantity > kQuantityMax || level->orders == kOrderCountMax) {
      make_unknown(window);
      ++counts_.level_overflow;
      return;
    }
    level->quantity += quantity;
    level->orders += 1;
    return;
  }
  if (is_behind(window, side, price)) {
    window.deep_number = number_;
    return;
  }
  const auto place =
      std::find_if(window.levels.begin(), window.levels.end(),
                   [&](const WindowLevel& level) { return is_better(side, price, level.price); });
  window.levels.insert(place, {price, quantity, 1});
  if (window.levels.size() > shape_.levels) {
    window.levels.pop_back();
    window.deep = true;
    window.deep_number = number_;
  }
}

void LobModel::window_take(Window& window, unsigned side, std::uint32_t price,
                           std::uint32_t quantity, bool gone) {
  const auto level = find_level(window, price);
  if (level == window.levels.end()) {
    if (is_behind(window, side, price)) {
      window.deep_number = number_;
    } else {
      make_unknown(window);
    }
    return;
  }
  const std::uint64_t orders_left = level->orders - (gone ? 1 : 0);
  if (level->quantity < quantity || (level->quantity == quantity) != (orders_left == 0)) {
    make_unknown(window);
    return;
  }
  level->quantity -= quantity;
  level->orders = orders_left;
  if (orders_left == 0) window.levels.erase(level);
}

void LobModel::order_unknown(std::uint64_t book, BookUpdate& record) {
  set(record, kUpdateFlagOrderUnknown);
  if (!is_held(book)) return;
  for (Window& window : windows_[book]) {
    if (window.orders_missing) make_unknown(window);
  }
}

void LobModel::add(const channel::MarketEvent& event, BookUpdate& record) {
  const OrderKey key{event.order_ref, static_cast<std::uint16_t>(event.book)};
  unsigned side = static_cast<unsigned>(event.side);
  if (event.pair_second) {
    if (!joins_pair(event) || !pair_found_) {
      record.price = static_cast<std::uint32_t>(event.price);
      record.quantity = static_cast<std::uint32_t>(event.quantity);
      order_unknown(event.book, record);
      return;
    }
    side = pair_side_;
  }
  set(record, kUpdateFlagSideAsk, side == 1);
  if (event.quantity == 0 || orders_.contains(key)) {
    set(record, kUpdateFlagOrderIgnored);
    ++counts_.order_ignored;
    return;
  }
  const auto price = static_cast<std::uint32_t>(event.price);
  const auto quantity = static_cast<std::uint32_t>(event.quantity);
  record.price = price;
  record.quantity = quantity;
  const bool placed = place(key, {price, quantity, side, 0, 0});
  set(record, kUpdateFlagOrderNotHeld, !placed);
  if (!placed) ++counts_.order_not_held;
  if (!is_held(event.book)) return;
  window_add(windows_[event.book][side], side, price, quantity);
  if (!placed) {
    for (Window& window : windows_[event.book]) window.orders_missing = true;
  }
}

void LobModel::take(const channel::MarketEvent& event, BookUpdate& record) {
  const auto found = orders_.find({event.order_ref, static_cast<std::uint16_t>(event.book)});
  if (found == orders_.end()) {
    if (kind_of(event) != RecordKind::Delete)
      record.quantity = static_cast<std::uint32_t>(event.quantity);
    order_unknown(event.book, record);
    if (!event.pair_second) ++counts_.order_unknown;
    return;
  }
  Order& order = found->second;
  const unsigned side = order.side;
  std::uint32_t taken = order.quantity;
  if (kind_of(event) != RecordKind::Delete) {
    if (event.quantity > order.quantity) {
      set(record, kUpdateFlagOverfill);
      ++counts_.overfill;
    }
    taken = static_cast<std::uint32_t>(std::min<std::uint64_t>(event.quantity, order.quantity));
  }
  order.quantity -= taken;
  const bool gone = order.quantity == 0;
  set(record, kUpdateFlagSideAsk, side == 1);
  record.price = order.price;
  record.quantity = taken;
  if (gone) remove(found);
  if (is_held(event.book) && taken != 0)
    window_take(windows_[event.book][side], side, record.price, taken, gone);
}

void LobModel::finish(BookUpdate& record, const BookTop& before) {
  const BookTop after = top(record.book);
  record.bid_price = after[0].price;
  record.bid_quantity = after[0].quantity;
  record.ask_price = after[1].price;
  record.ask_quantity = after[1].quantity;
  set(record, kUpdateFlagBidKnown, after[0].known);
  set(record, kUpdateFlagAskKnown, after[1].known);
  if (is_held(record.book)) {
    const auto is_low = [&](const Window& window) {
      return window.deep && 2 * window.levels.size() <= shape_.levels;
    };
    set(record, kUpdateFlagBidLow, is_low(windows_[record.book][0]));
    set(record, kUpdateFlagAskLow, is_low(windows_[record.book][1]));
  }
  if ((record.flags & kUpdateFlagPairFirst) == 0 && after != before) {
    set(record, kUpdateFlagTopChanged);
    ++counts_.tops;
  }
}

BookUpdate LobModel::apply(const channel::MarketEvent& event) {
  ++number_;
  ++counts_.events;
  BookUpdate record{};
  record.seq = event.seq;
  record.venue_time_ns = event.venue_time_ns;
  record.rx_time_ns = event.rx_time_ns;
  record.order_ref = event.order_ref;
  record.book = static_cast<std::uint16_t>(event.book);
  record.kind = kind_of(event);
  if (record.kind == RecordKind::Gap) {
    record.price = static_cast<std::uint32_t>(event.price);
    record.book = 0xffff;
    begin_epoch(true);
    return record;
  }
  set(record, kUpdateFlagPairFirst, event.pair_first != 0);
  set(record, kUpdateFlagPairSecond, event.pair_second != 0);
  if (!is_held(event.book)) ++counts_.book_not_held;

  const BookTop now = top(event.book);
  const BookTop before = joins_pair(event) ? pair_before_ : now;
  if (event.pair_first) {
    const auto order = orders_.find({event.order_ref, static_cast<std::uint16_t>(event.book)});
    pair_found_ = order != orders_.end();
    pair_side_ = pair_found_ ? order->second.side : 0;
    pair_before_ = now;
  }
  if (record.kind == RecordKind::Add) {
    add(event, record);
  } else {
    take(event, record);
  }
  pair_open_ = event.pair_first != 0;
  pair_book_ = event.book;
  finish(record, before);
  const BookTop after = top(event.book);
  counts_.bid_unknown += now[0].known && !after[0].known;
  counts_.ask_unknown += now[1].known && !after[1].known;
  return record;
}

bool LobModel::accepts(const RefillCommand& refill) const {
  if (refill.side > 1 || refill.deep > 1 || refill.level_count > 4 || !is_held(refill.book))
    return false;
  const Window& window = windows_[refill.book][refill.side];
  if (!window.deep || window.deep_number > refill.as_of || epoch_first_ > refill.as_of ||
      refill.as_of >= number_)
    return false;
  if (window.levels.size() + refill.level_count > shape_.levels) return false;
  const auto levels = levels_of(refill);
  for (std::size_t i = 0; i < refill.level_count; ++i) {
    if (levels[i].quantity == 0 || levels[i].orders == 0 || levels[i].orders > kOrderCountMax)
      return false;
    const bool first = i == 0 && window.levels.empty();
    if (!first && !is_better(refill.side, i == 0 ? window.levels.back().price : levels[i - 1].price,
                             levels[i].price))
      return false;
  }
  return true;
}

BookUpdate LobModel::apply(const RefillCommand& refill) {
  ++number_;
  BookUpdate record{};
  record.seq = refill.as_of;
  record.book = refill.book;
  record.kind = RecordKind::Refill;
  set(record, kUpdateFlagSideAsk, (refill.side & 1) != 0);
  const BookTop before = top(refill.book);
  if (accepts(refill)) {
    Window& window = windows_[refill.book][refill.side];
    const auto levels = levels_of(refill);
    window.levels.insert(window.levels.end(), levels.begin(), levels.begin() + refill.level_count);
    window.deep = refill.deep != 0;
    window.deep_number = number_;
    ++counts_.refill_taken;
  } else {
    set(record, kUpdateFlagRefillRefused);
    ++counts_.refill_refused;
  }
  finish(record, before);
  return record;
}

}  // namespace hotbook::test
