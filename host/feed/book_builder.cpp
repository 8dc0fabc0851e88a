#include "host/feed/book_builder.hpp"

#include <algorithm>
#include <cassert>

namespace hotbook::feed {

BookBuilder::BookBuilder(std::size_t order_capacity)
    : orders_{order_capacity}, sides_{2 * kBooks}, hints_{kHints} {
  active_.reserve(kBooks);
}

BookChange BookBuilder::change(const BookInput& input) {
  static_cast<void>(make_room(1));
  BookChange change;
  return change_simply(input, locate(input), change) ? change : change_slowly(input);
}

BookChange BookBuilder::change_slowly(const BookInput& input) {
  assert(input.is_sound());
  if (input.kind->take != 0) {
    return take(input.book(), input.ref, input.kind->all != 0 ? kAllOfIt : input.asked);
  }
  return add(input.book(), static_cast<Side>(input.owner & 1),
             {input.ref, input.price, input.asked});
}

BookChange BookBuilder::add(std::uint16_t book, Side side, const NewOrder& order) {
  BookChange change;
  change.flags = side == Side::Ask ? kUpdateFlagSideAsk : std::uint16_t{0};
  if (order.quantity == 0 || orders_.find(order.ref, is_of(book)) != nullptr) {
    change.flags |= kUpdateFlagOrderIgnored;
    return change;
  }
  const std::uint32_t owner = owner_of(book, side);
  SideLevels& levels = sides_[owner];
  const Touch before = levels.touch;
  std::uint32_t number = hints_[hint_of(owner, order.price)];
  if (levels_[number].key != key_of(owner, order.price)) number = find_level(owner, order.price);
  Level& level = levels_[number];
  level.quantity += order.quantity;
  ++level.order_count;
  if (number == levels.best) levels.touch = touch_of(level);
  orders_.insert({order.ref, order.quantity, number});
  change.price = order.price;
  change.quantity = order.quantity;
  change.top_changed = ((before ^ levels.touch) & known_mask_) != 0;
  return change;
}

BookChange BookBuilder::take(std::uint16_t book, std::uint64_t ref, std::uint64_t asked) {
  OrderSlot* const order = orders_.find(ref, is_of(book));
  if (order == nullptr) {
    const auto said = static_cast<std::uint32_t>(asked == kAllOfIt ? 0 : asked);
    return {.price = 0, .quantity = said, .flags = kUpdateFlagOrderUnknown, .top_changed = false};
  }
  const std::uint32_t number = order->level;
  Level& level = levels_[number];
  SideLevels& levels = sides_[level.owner()];
  const Touch before = levels.touch;
  const auto taken = static_cast<std::uint32_t>(std::min<std::uint64_t>(asked, order->quantity));
  BookChange change{.price = level.price(), .quantity = taken, .flags = 0, .top_changed = false};
  if ((level.owner() & 1) != 0) change.flags |= kUpdateFlagSideAsk;
  if (asked > taken && asked != kAllOfIt) change.flags |= kUpdateFlagOverfill;

  level.quantity -= taken;
  order->quantity -= taken;
  if (order->quantity == 0) {
    orders_.erase(order);
    --level.order_count;
  }
  if (number == levels.best) {
    levels.touch = touch_of(level);
    if (level.order_count == 0) close_best(levels);
  }
  change.top_changed = ((before ^ levels.touch) & known_mask_) != 0;
  return change;
}

// The level of a side at a price, opened when there is none.
std::uint32_t BookBuilder::find_level(std::uint32_t owner, std::uint32_t price) {
  const SideLevels& side = sides_[owner];
  const std::uint32_t key = SideLevels::key(static_cast<Side>(owner & 1), price);
  const std::uint32_t depth = side.better_than(key);
  const std::uint32_t number =
      side.has(depth, key) ? side.number(depth) : open_level(owner, price, depth);
  hints_[hint_of(owner, price)] = number;
  return number;
}

std::uint32_t BookBuilder::open_level(std::uint32_t owner, std::uint32_t price,
                                      std::uint32_t depth) {
  SideLevels& side = sides_[owner];
  if (side.entries == nullptr && sides_[owner ^ 1].entries == nullptr) [[unlikely]] {
    active_.push_back(static_cast<std::uint16_t>(owner >> 1));
  }
  const std::uint32_t key = SideLevels::key(static_cast<Side>(owner & 1), price);
  if (side.is_full()) [[unlikely]] {
    make_space(side);
    depth = side.better_than(key);
  }
  const std::uint32_t number = levels_.take(key_of(owner, price), &side);
  side.insert(depth, key, number);
  if (depth == 0) side.best = number;
  return number;
}

// Gives up the dormant levels of a full side, and doubles it unless that made half of it free.
void BookBuilder::make_space(SideLevels& side) {
  std::uint32_t kept = 0;
  for (std::uint32_t i = 0; i < side.count; ++i) {
    const auto number = static_cast<std::uint32_t>(side.entries[i]);
    if (levels_[number].order_count == 0) {
      levels_.give(number);
    } else {
      side.entries[kept++] = side.entries[i];
    }
  }
  side.count = kept;
  if (side.entries == nullptr || kept > (1U << side.capacity_log2) / 2) side.grow(blocks_);
}

// The best level has lost its last order: the next one with orders is the best.
void BookBuilder::close_best(SideLevels& side) noexcept {
  do {
    levels_.give(side.number(0));
    side.erase(0);
  } while (side.count != 0 && levels_[side.number(0)].order_count == 0);
  side.best = side.count == 0 ? 0 : side.number(0);
  side.touch = side.count == 0 ? Touch{0} : touch_of(levels_[side.best]);
}

void BookBuilder::start_epoch(bool known) {
  for (const std::uint16_t book : active_) {
    for (const Side name : {Side::Bid, Side::Ask}) {
      SideLevels& side = sides_[owner_of(book, name)];
      if (side.entries != nullptr) blocks_.give(side.entries, side.capacity_log2);
      side = {};
    }
  }
  active_.clear();
  // Emptying every slot costs as much as the table is large, so it waits until as many levels
  // have been numbered; in between, raising the number that counts as live does the same.
  if (levels_.fresh() < orders_.slot_count() / 4) {
    levels_.start_epoch();
    orders_.start_epoch(levels_.fresh());
  } else {
    levels_.restart();
    orders_.wipe();
  }
  known_mask_ = known ? ~Touch{0} : Touch{0};
  pair_held_ = false;
}

bool BookBuilder::book_known(std::uint16_t book) const noexcept {
  return epoch_known() && sides_[owner_of(book, Side::Bid)].incomplete == 0;
}

BookBuilder::Applied BookBuilder::disagree(std::uint16_t book) noexcept {
  SideLevels& bids = sides_[owner_of(book, Side::Bid)];
  SideLevels& asks = sides_[owner_of(book, Side::Ask)];
  if (bids.incomplete == 0 && bids.entries == nullptr && asks.entries == nullptr) {
    active_.push_back(book);  // so that the next epoch clears the mark
  }
  bids.incomplete = 1;
  asks.incomplete = 1;
  return Applied::Disagrees;
}

BookBuilder::Applied BookBuilder::apply(const BookUpdate& update) {
  switch (update.kind) {
    case RecordKind::Add:
      return apply_add(update);
    case RecordKind::Execute:
    case RecordKind::Reduce:
    case RecordKind::Delete:
      return apply_take(update);
    case RecordKind::Gap:
      start_epoch(false);
      return Applied::Done;
    case RecordKind::Refill:
    case RecordKind::VenueMessage:
    case RecordKind::MatchOutput:
    case RecordKind::MatchEcho:
      return Applied::Done;  // no change of a market book
  }
  return Applied::Disagrees;
}

BookBuilder::Applied BookBuilder::apply_add(const BookUpdate& update) {
  if ((update.flags & kUpdateFlagOrderIgnored) != 0) return Applied::Done;
  if ((update.flags & kUpdateFlagOrderUnknown) != 0) {
    // The other engine did not have the replaced order. If we had, we take the new one too.
    if (pair_held_) {
      static_cast<void>(
          add(update.book, pair_side_, {update.order_ref, update.price, update.quantity}));
    }
    return Applied::Done;
  }
  const Side side = (update.flags & kUpdateFlagSideAsk) != 0 ? Side::Ask : Side::Bid;
  const BookChange change =
      add(update.book, side, {update.order_ref, update.price, update.quantity});
  const bool agrees = (change.flags & kUpdateFlagOrderIgnored) == 0;
  return agrees ? Applied::Done : disagree(update.book);
}

BookBuilder::Applied BookBuilder::apply_take(const BookUpdate& update) {
  const bool held = orders_.find(update.order_ref, is_of(update.book)) != nullptr;
  const BookChange change = update.kind == RecordKind::Delete
                                ? remove(update.book, update.order_ref)
                                : take_off(update.book, update.order_ref, update.quantity);
  if ((update.flags & kUpdateFlagPairFirst) != 0) {
    pair_held_ = held;
    pair_side_ = (change.flags & kUpdateFlagSideAsk) != 0 ? Side::Ask : Side::Bid;
  }
  // The other engine lacks the order; the record says what the message asked for, and that is done.
  if ((update.flags & kUpdateFlagOrderUnknown) != 0) return Applied::Done;
  const bool agrees = held && change.price == update.price && change.quantity == update.quantity;
  return agrees ? Applied::Done : disagree(update.book);
}

TopOfBook BookBuilder::top(BookIndex book) const {
  TopOfBook top{.known = book_known(book.value), .bid = {}, .ask = {}};
  if (!top.known) return top;
  LevelView best;
  if (levels(book, Side::Bid, std::nullopt, {&best, 1}).count != 0) top.bid = best;
  if (levels(book, Side::Ask, std::nullopt, {&best, 1}).count != 0) top.ask = best;
  return top;
}

std::optional<OrderView> BookBuilder::order(BookIndex book, OrderRef ref) const {
  const OrderSlot* const order = orders_.find(ref.value, is_of(book.value));
  if (order == nullptr) return std::nullopt;
  const Level& level = levels_[order->level];
  return OrderView{static_cast<Side>(level.owner() & 1), {level.price()}, {order->quantity}};
}

BookBuilder::LevelsFound BookBuilder::levels(BookIndex book, Side side, std::optional<Price> after,
                                             std::span<LevelView> out) const {
  const SideLevels& levels = sides_[owner_of(book.value, side)];
  std::uint32_t depth = 0;
  if (after) {
    const std::uint32_t key = SideLevels::key(side, after->value);
    depth = levels.better_than(key);
    if (levels.has(depth, key)) ++depth;
  }
  LevelsFound found;
  for (; depth < levels.count; ++depth) {
    const Level& level = levels_[levels.number(depth)];
    if (level.order_count == 0) continue;
    if (found.count == out.size()) {
      found.more = true;
      break;
    }
    out[found.count++] = {{level.price()}, level.quantity, level.order_count};
  }
  return found;
}

}  // namespace hotbook::feed
