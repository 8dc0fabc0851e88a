// What every part of the engine does with records, places and queues, to be inlined into each.
//
// Threading: one owner.
// Hot path:  see engine.hpp.

#pragma once

#include "host/engine/core.hpp"

namespace hotbook::engine {

inline MatchOutput& Core::emit(OutputKind kind, std::uint16_t book) noexcept {
  MatchOutput& record = *outputs_.next();
  record = MatchOutput{};
  record.input_seq = input_seq_;
  record.book = book;
  record.index = next_index_++;
  record.output_kind = kind;
  record.kind = RecordKind::MatchOutput;
  return record;
}

inline MatchOutput& Core::emit(OutputKind kind, const Order& order, MatchReason reason) noexcept {
  MatchOutput& record = emit(kind, order.book);
  record.order_id = order.id;
  record.price = order.price;
  record.quantity = order.open;
  record.leaves = order.open;
  record.account = order.account;
  record.side = order.side;
  record.reason = static_cast<std::uint8_t>(reason);
  return record;
}

inline void Core::emit_cancelled(const Order& order, MatchReason reason) noexcept {
  emit(OutputKind::Cancelled, order, reason).leaves = 0;
}

inline void Core::emit_execution(const Order& order, const Order& resting, std::uint32_t price,
                                 std::uint32_t quantity) noexcept {
  MatchOutput& record = emit(OutputKind::Execution, order, MatchReason::None);
  record.other_order_id = resting.id;
  record.price = price;
  record.quantity = quantity;
  record.other_leaves = resting.open;
  record.other_account = resting.account;
}

inline IdIndex::Found Core::look_up(std::uint64_t id) noexcept {
  return ids_.locate(id, [this, id](std::uint32_t slot) { return orders_[slot].id == id; });
}

inline Order* Core::find(std::uint64_t id, std::uint16_t book) noexcept {
  const std::uint32_t slot = look_up(id).slot;
  Order& order = orders_[slot];
  return slot != 0 && order.book == book ? &order : nullptr;
}

// There must be one.
inline Order& Core::take_slot() noexcept {
  return orders_[free_slots_[--free_count_]];
}
inline void Core::give_slot(const Order& order) noexcept {
  free_slots_[free_count_++] = slot_of(order);
}

inline void Core::fill(Order& order, const MatchCommand& command) noexcept {
  order.id = command.order_id;
  order.entered = input_seq_;
  order.price = command.price;
  order.open = command.quantity;
  order.visible = command.quantity;
  order.account = command.account;
  order.display = command.display_quantity;
  order.stop_price = command.stop_price;
  order.expire_s = command.expire_s;
  order.cap = 0;
  order.book = command.book;
  order.session = command.session;
  order.side = command.side & 1U;
  order.post_only = command.flags & 1U;
  order.self_match = command.self_match & 7U;
  order.place = Place::Nowhere;
  order.type = static_cast<OrderType>(command.order_type);
  order.time_in_force = static_cast<TimeInForce>(command.time_in_force);
}

inline void Core::admit(Order& order) noexcept {
  ids_.insert(order.id, slot_of(order));
  if (order.is_listed()) [[unlikely]]
    link(order);
}

inline void Core::forget(Order& order) noexcept {
  ids_.erase(order.id, slot_of(order));
  free(order);
}

inline void Core::free(Order& order) noexcept {
  if (order.is_listed()) [[unlikely]]
    unlink(order);
  order.place = Place::Nowhere;
  give_slot(order);
}

// Slot 0 takes the links that nobody has.
inline void Core::append(Level& queue, Order& order) noexcept {
  const std::uint32_t slot = slot_of(order);
  orders_[queue.tail].next = slot;
  order.prev = queue.tail;
  order.next = 0;
  queue.head = queue.head == 0 ? slot : queue.head;
  queue.tail = slot;
}

inline void Core::unlink(Level& queue, const Order& order) noexcept {
  const std::uint32_t next = order.next;
  const std::uint32_t prev = order.prev;
  orders_[prev].next = next;
  orders_[next].prev = prev;
  queue.head = prev == 0 ? next : queue.head;
  queue.tail = next == 0 ? prev : queue.tail;
}

inline void Core::touch(Book& book, std::uint16_t number) noexcept {
  if (book.touched_at == input_seq_) return;
  book.touched_at = input_seq_;
  touched_books_[touched_count_++] = number;
}

inline void Core::note(Book& book, std::uint16_t number, std::uint32_t side,
                       std::uint32_t key) noexcept {
  if (options_.publish) [[unlikely]]
    note_shown(book, number, side, key);
}

inline void Core::show(std::uint32_t level, std::int64_t quantity, std::int64_t orders) noexcept {
  if (!options_.publish) [[likely]]
    return;
  LevelTotals& totals = ladder_.totals(level);
  totals.quantity += static_cast<std::uint64_t>(quantity);
  totals.order_count += static_cast<std::uint32_t>(orders);
}

inline void Core::join_side(Book& book, Order& order) noexcept {
  const SideRef side = side_of(book, order);
  const std::uint32_t key = key_of(order.side, order.price);
  note(book, order.book, order.side, key);
  order.visible = order.tranche();
  order.place = Place::OnSide;
  const std::uint32_t level = ladder_.obtain(side, key);
  append(ladder_.level(level), order);
  show(level, order.visible, 1);
  if (!book.is_plain) [[unlikely]]
    touch(book, order.book);
}

inline void Core::leave_side(Book& book, Order& order) noexcept {
  const SideRef side = side_of(book, order);
  const std::uint32_t key = key_of(order.side, order.price);
  note(book, order.book, order.side, key);
  const std::uint32_t number = ladder_.find(side, key);
  Level& level = ladder_.level(number);
  unlink(level, order);
  show(number, -std::int64_t{order.visible}, -1);
  order.place = Place::Nowhere;
  if (level.head == 0) ladder_.emptied(side, key, number);
  if (!book.is_plain) [[unlikely]]
    touch(book, order.book);
}

inline void Core::leave(Book& book, Order& order) noexcept {
  switch (order.place) {
    case Place::OnSide:
      return leave_side(book, order);
    case Place::Stop:
      return leave_stops(book, order);
    case Place::Auction:
      unlink(book.auction_orders, order);
      break;
    case Place::WaitingPeg:
    case Place::Nowhere:
      break;
  }
  order.place = Place::Nowhere;
}

inline void Core::end(Book& book, Order& order, MatchReason reason) noexcept {
  emit_cancelled(order, reason);
  leave(book, order);
  forget(order);
}

}  // namespace hotbook::engine
