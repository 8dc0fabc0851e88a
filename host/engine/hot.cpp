// Inputs in their order; plain orders, cancels and replaces on plain books, and the trading loop.

#include "host/engine/core_inline.hpp"

namespace hotbook::engine {

// A limit order, day or gtc or ioc, that has nothing but price and quantity, both good, and a new
// id; the book is one that there is. Fields are read as a sender writes them: one wider load over
// several fresh stores would wait for all of them.
inline bool Core::is_plain(const MatchCommand& command) const noexcept {
  const unsigned small = (command.side & 0xfeU) | command.order_type | command.flags |
                         command.gate | (command.time_in_force & 0xfcU) |
                         (command.self_match & 0xf8U);
  const unsigned wide =
      command.display_quantity | command.min_quantity | command.stop_price | command.expire_s;
  const bool is_known = command.self_match <= static_cast<std::uint8_t>(SelfMatch::Decrement) &&
                        command.time_in_force != static_cast<std::uint8_t>(TimeInForce::Gtd);
  return (small | wide) == 0 && is_known && command.book < books_.count() &&
         command.price - 1 < kPriceMax && command.quantity - 1 < kQuantityMax &&
         command.order_id > highest_id_;
}

[[gnu::always_inline]] inline void Core::new_plain(const MatchCommand& command) noexcept {
  highest_id_ = command.order_id;
  Book& book = books_[command.book];
  Order& order = take_slot();
  fill(order, command);
  emit(OutputKind::Accepted, order, MatchReason::None);
  const std::uint32_t other = order.side ^ 1U;
  const std::uint32_t limit = key_of(other, order.price);
  if (book.sides[other].best <= limit) {
    Prints prints;
    if (!trade(book, order, limit, prints) || order.open == 0) return give_slot(order);
  }
  if (order.time_in_force == TimeInForce::Ioc) [[unlikely]] {
    emit_cancelled(order, MatchReason::Unfilled);
    return give_slot(order);
  }
  ids_.insert(order.id, slot_of(order));
  join_side(book, order);
}

bool Core::trade(Book& book, Order& order, std::uint32_t limit, Prints& prints) noexcept {
  const std::uint32_t other = order.side ^ 1U;
  const SideRef side = side_of(book, order.book, other);
  while (order.open != 0 && side.state.best <= limit) {
    const std::uint32_t key = side.state.best;
    const std::uint32_t number = ladder_.find(side, key);
    Level& level = ladder_.level(number);
    Order& resting = orders_[level.head];
    if (order.self_match != 0 && order.account == resting.account) [[unlikely]] {
      if (!prevent_self_match(book, order, resting)) return false;
      continue;
    }
    __builtin_prefetch(&orders_[resting.next], 1);
    const std::uint32_t quantity = std::min(order.open, resting.visible);
    note(book, order.book, other, key);
    order.open -= quantity;
    resting.open -= quantity;
    resting.visible -= quantity;
    book.last = resting.price;
    prints.add(resting.price);
    emit_execution(order, resting, resting.price, quantity);
    show(number, -std::int64_t{quantity}, 0);
    if (resting.visible != 0) break;
    settle_resting(book, resting);
  }
  return true;
}

[[gnu::always_inline]] inline void Core::cancel_order(const MatchCommand& command) noexcept {
  const IdIndex::Found found = look_up(command.order_id);
  Order& order = orders_[found.slot];
  if (found.slot == 0 || order.book != command.book) [[unlikely]]
    return refuse(command, MatchReason::UnknownOrder);
  Book& book = books_[command.book];
  emit_cancelled(order, MatchReason::ByRequest);
  if (order.place == Place::OnSide) [[likely]] {
    leave_side(book, order);
  } else {
    leave(book, order);
  }
  ids_.erase(order.id, found);
  free(order);
}

[[gnu::always_inline]] inline void Core::dispatch(const MatchCommand& command) noexcept {
  if (command.kind == CommandKind::NewOrder) {
    if (is_plain(command)) [[likely]] {
      const Book& book = books_[command.book];
      if (book.is_plain && free_count_ != 0) [[likely]]
        return new_plain(command);
    }
    return new_order(command);
  }
  switch (command.kind) {
    case CommandKind::CancelOrder:
      return cancel_order(command);
    case CommandKind::ReplaceOrder:
      return replace_order(command);
    case CommandKind::MassCancel:
      return mass_cancel(command);
    case CommandKind::TradingState:
      return trading_state(command);
    case CommandKind::Reference:
      return reference(command);
    case CommandKind::Bands:
      return bands(command);
    case CommandKind::Timer:
      return timer(command);
    case CommandKind::OrderRefill:
    case CommandKind::Grant:
      --input_seq_;  // no input: it takes no number
      return;
    default:
      return refuse(command, MatchReason::Malformed);
  }
}

[[gnu::always_inline]] inline void Core::apply_next(const MatchCommand& command) noexcept {
  ++input_seq_;
  next_index_ = 0;
  dispatch(command);
  if (touched_count_ != 0) [[unlikely]]
    update_limit_states();
  if (next_index_ != 0) [[likely]]
    outputs_.end()[-1].flags = outputs_.end()[-1].flags | kOutputFlagLast;
  if (shown_level_count_ != 0) [[unlikely]]
    publish();
}

std::span<const MatchOutput> Core::apply(const MatchCommand& command) noexcept {
  outputs_.clear();
  apply_next(command);
  return outputs_.all();
}

// What a batch fetches ahead, one after the other as a command comes nearer: where the order's slot
// is told, and the book; the order or the level; what lies beside it. All of it is advice: a guess
// that has become wrong costs time only.
[[gnu::always_inline]] inline void Core::fetch_index(const MatchCommand& command) const noexcept {
  __builtin_prefetch(ids_.home(command.order_id), 1);
  __builtin_prefetch(&books_[command.book < books_.count() ? command.book : 0], 1);
}

// Tells the slot of the order, if there is one.
[[gnu::always_inline]] inline std::uint32_t Core::fetch_order(
    const MatchCommand& command) const noexcept {
  if (command.kind == CommandKind::NewOrder) {
    const std::uint32_t number = command.book < books_.count() ? command.book : 0;
    const std::uint32_t side = command.side & 1U;
    const std::uint32_t key = key_of(side, command.price);
    const BookSide& state = books_[number].sides[side];
    if (PriceLadder::is_far(state, key)) [[unlikely]] {
      ladder_.trees().fetch(state.far_root);
    } else {
      ladder_.fetch(2 * number + side, key);
    }
    return 0;
  }
  const std::uint32_t slot = ids_.guess(command.order_id);
  __builtin_prefetch(&orders_[slot], 1);
  if (command.kind == CommandKind::ReplaceOrder) {
    __builtin_prefetch(ids_.home(command.new_order_id), 1);
  }
  return slot;
}

// Tells the slot of an order that a new one will meet, else the slot it was told.
[[gnu::always_inline]] inline std::uint32_t Core::fetch_beside(const MatchCommand& command,
                                                               std::uint32_t slot) const noexcept {
  if (command.kind == CommandKind::NewOrder) {
    const std::uint32_t number = command.book < books_.count() ? command.book : 0;
    const std::uint32_t side = command.side & 1U;
    const std::uint32_t best = books_[number].sides[side ^ 1U].best;
    if (best <= key_of(side ^ 1U, command.price)) {
      const std::uint32_t met = ladder_.window_guess(2 * number + (side ^ 1U), best).head;
      __builtin_prefetch(&orders_[met], 1);
      return met;
    }
    const std::uint32_t key = key_of(side, command.price);
    const BookSide& state = books_[number].sides[side];
    if (PriceLadder::is_far(state, key)) [[unlikely]] {
      ladder_.trees().fetch_leaf(state.far_root, key);
    } else {
      __builtin_prefetch(&orders_[ladder_.window_guess(2 * number + side, key).tail], 1);
    }
    return 0;
  }
  const Order& order = orders_[slot];
  const std::uint32_t side = 2U * order.book + order.side;
  __builtin_prefetch(&orders_[order.next], 1);
  __builtin_prefetch(&orders_[order.prev], 1);
  const std::uint32_t key = key_of(order.side, order.price);
  const BookSide& state = books_[order.book].sides[order.side];
  if (PriceLadder::is_far(state, key)) [[unlikely]] {
    ladder_.trees().fetch_leaf(state.far_root, key);
  } else {
    ladder_.fetch(side, key);
  }
  if (command.kind == CommandKind::ReplaceOrder) {
    ladder_.fetch(side, key_of(order.side, command.price));
  }
  return slot;
}

// What a new order will need when the one it meets is gone.
[[gnu::always_inline]] inline void Core::fetch_behind(const MatchCommand& command,
                                                      std::uint32_t slot) const noexcept {
  if (command.kind != CommandKind::NewOrder || slot == 0) return;
  __builtin_prefetch(ids_.home(orders_[slot].id), 1);
  __builtin_prefetch(&orders_[orders_[slot].next], 1);
}

std::span<const MatchOutput> Core::apply(std::span<const MatchCommand> commands) noexcept {
  constexpr std::size_t kFar = 16;
  constexpr std::size_t kMiddle = 8;
  constexpr std::size_t kNear = 4;
  constexpr std::size_t kNext = 2;
  std::uint32_t slots[kMiddle] = {};
  outputs_.clear();
  const std::size_t count = commands.size();
  if (!looks_ahead_) {
    for (const MatchCommand& command : commands) apply_next(command);
    return outputs_.all();
  }
  for (std::size_t i = 0; i < std::min(kFar, count); ++i) fetch_index(commands[i]);
  for (std::size_t i = 0; i < std::min(kMiddle, count); ++i) slots[i] = fetch_order(commands[i]);
  for (std::size_t i = 0; i < std::min(kNear, count); ++i) {
    slots[i] = fetch_beside(commands[i], slots[i]);
  }
  for (std::size_t i = 0; i < count; ++i) {
    if (i + kFar < count) fetch_index(commands[i + kFar]);
    if (i + kNext < count) fetch_behind(commands[i + kNext], slots[(i + kNext) % kMiddle]);
    if (i + kNear < count) {
      std::uint32_t& slot = slots[(i + kNear) % kMiddle];
      slot = fetch_beside(commands[i + kNear], slot);
    }
    if (i + kMiddle < count) slots[i % kMiddle] = fetch_order(commands[i + kMiddle]);
    apply_next(commands[i]);
  }
  return outputs_.all();
}

}  // namespace hotbook::engine
