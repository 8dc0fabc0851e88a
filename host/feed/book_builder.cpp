#include "host/feed/book_builder.hpp"

namespace hotbook::feed {

BookBuilder::BookBuilder(std::size_t order_capacity) : orders_{order_capacity}, books_{kBooks} {
  active_.reserve(kBooks);
}

void BookBuilder::start_epoch(bool known) {
  for (const std::uint16_t book : active_) {
    for (SideLevels& side : books_[book].sides) {
      if (side.keys != nullptr) blocks_.give(side.keys, side.capacity_log2);
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
  return epoch_known() && books_[book].sides[0].incomplete == 0;
}

BookBuilder::Applied BookBuilder::lose(std::uint16_t book, Applied why) noexcept {
  Book& sides = books_[book];
  if (sides.sides[0].incomplete == 0 && sides.sides[0].keys == nullptr &&
      sides.sides[1].keys == nullptr) {
    active_.push_back(book);  // so that the next epoch clears the mark
  }
  for (SideLevels& side : sides.sides) side.incomplete = 1;
  return why;
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
      return Applied::Done;
  }
  return Applied::Disagrees;
}

BookBuilder::Applied BookBuilder::apply_add(const BookUpdate& update) {
  if ((update.flags & kUpdateFlagOrderIgnored) != 0) return Applied::Done;
  if ((update.flags & kUpdateFlagOrderUnknown) != 0) {
    // The other engine did not have the replaced order. If we had, we would need the new one.
    return pair_held_ ? lose(update.book, Applied::Incomplete) : Applied::Done;
  }
  const Side side = (update.flags & kUpdateFlagSideAsk) != 0 ? Side::Ask : Side::Bid;
  const BookChange change =
      add(update.book, side, {update.order_ref, update.price, update.quantity});
  const bool agrees = (change.flags & kUpdateFlagOrderIgnored) == 0;
  return agrees ? Applied::Done : lose(update.book, Applied::Disagrees);
}

BookBuilder::Applied BookBuilder::apply_take(const BookUpdate& update) {
  const bool held = !orders_.is_empty(find(update.book, update.order_ref));
  if ((update.flags & kUpdateFlagPairFirst) != 0) pair_held_ = held;
  if ((update.flags & kUpdateFlagOrderUnknown) != 0) {
    if (!held) return Applied::Done;
    // An order that the other engine lacks. How much of it goes is said by a delete alone.
    if (update.kind != RecordKind::Delete) return lose(update.book, Applied::Incomplete);
    static_cast<void>(remove(update.book, update.order_ref));
    return Applied::Done;
  }
  const BookChange change = update.kind == RecordKind::Delete
                                ? remove(update.book, update.order_ref)
                                : take_off(update.book, update.order_ref, update.quantity);
  const bool agrees = held && change.price == update.price && change.quantity == update.quantity;
  return agrees ? Applied::Done : lose(update.book, Applied::Disagrees);
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
  const std::size_t at = find(book.value, ref.value);
  if (orders_.is_empty(at)) return std::nullopt;
  const OrderSlot& order = orders_.slot(at);
  const Level& level = levels_[order.level];
  return OrderView{static_cast<Side>(level.owner & 1), {level.price}, {order.quantity}};
}

BookBuilder::LevelsFound BookBuilder::levels(BookIndex book, Side side, std::optional<Price> after,
                                             std::span<LevelView> out) const {
  const SideLevels& levels = books_[book.value].sides[static_cast<std::size_t>(side)];
  std::uint32_t depth = 0;
  if (after) {
    const std::int32_t key = SideLevels::key(side, after->value);
    depth = levels.better_than(key);
    if (levels.has(depth, key)) ++depth;
  }
  LevelsFound found;
  for (; depth < levels.count && found.count < out.size(); ++depth, ++found.count) {
    const Level& level = levels_[levels.number(depth)];
    out[found.count] = {{level.price}, level.quantity, level.order_count};
  }
  found.more = depth < levels.count;
  return found;
}

}  // namespace hotbook::feed
