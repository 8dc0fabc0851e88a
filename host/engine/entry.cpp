// Section 3: an order meets the other side.

#include "host/engine/core_inline.hpp"

namespace hotbook::engine {

// The order is in no place yet. True: it rests; false: nothing is left of it.
bool Core::enter(Book& book, Order& order, std::uint32_t needed) noexcept {
  const std::uint32_t limit = entry_limit(book, order);
  if (needed != 0 && executable(book, order, limit, needed) < needed) {
    const bool is_whole = order.time_in_force == TimeInForce::Fok;
    emit_cancelled(order, is_whole ? MatchReason::Fok : MatchReason::MinQuantity);
    return false;
  }
  Prints prints;
  const bool rests =
      trade(book, order, limit, prints) && order.open != 0 && settle_remainder(book, order);
  if (prints.highest != 0) elect(book, prints);
  return rests;
}

// The worst key of the other side that the order's own price allows.
std::uint32_t Core::own_limit(const Order& order) const noexcept {
  return order.type == OrderType::Market ? kPriceMax : key_of(order.side ^ 1U, order.price);
}

// Rule 3.1.
std::uint32_t Core::entry_limit(const Book& book, const Order& order) const noexcept {
  const std::uint32_t other = order.side ^ 1U;
  std::uint32_t limit = own_limit(order);
  const std::uint32_t band = order.side == 0 ? book.upper : book.lower;
  if (order.type == OrderType::Market && band != 0) limit = std::min(limit, key_of(other, band));
  const std::uint32_t reference = order.side == 0 ? book.reference_ask : book.reference_bid;
  if (book.is_protected && reference != 0) limit = std::min(limit, key_of(other, reference));
  return limit;
}

// Rule 3.2. Counts until it is enough, by whole levels: an own order further back in a level takes
// the hidden quantity ahead of it out of the count.
std::uint64_t Core::executable(Book& book, const Order& order, std::uint32_t limit,
                               std::uint64_t enough) noexcept {
  const SideRef side = side_of(book, order.book, order.side ^ 1U);
  const auto mode = static_cast<SelfMatch>(order.self_match);
  std::uint64_t sum = 0;
  for (std::uint32_t key = side.state.best; key <= limit && sum < enough;
       key = ladder_.at_or_above(side, key + 1)) {
    std::uint64_t open = 0;
    std::uint64_t visible = 0;
    std::uint32_t slot = ladder_.level(ladder_.find(side, key)).head;
    while (slot != 0) {
      const Order& resting = orders_[slot];
      if (mode != SelfMatch::None && resting.account == order.account) {
        if (mode != SelfMatch::CancelOldest) return sum + visible;
      } else {
        open += resting.open;
        visible += resting.visible;
      }
      slot = resting.next;
    }
    sum += open;
  }
  return sum;
}

// Rule 3.5. False: the entering order was cancelled.
bool Core::prevent_self_match(Book& book, Order& order, Order& resting) noexcept {
  switch (static_cast<SelfMatch>(order.self_match)) {
    case SelfMatch::None:
      break;
    case SelfMatch::CancelNewest:
      emit_cancelled(order, MatchReason::SelfMatch);
      return false;
    case SelfMatch::CancelOldest:
      end(book, resting, MatchReason::SelfMatch);
      break;
    case SelfMatch::CancelBoth:
      end(book, resting, MatchReason::SelfMatch);
      emit_cancelled(order, MatchReason::SelfMatch);
      return false;
    case SelfMatch::Decrement:
      return decrement(book, order, resting);
  }
  return true;
}

bool Core::decrement(Book& book, Order& order, Order& resting) noexcept {
  const std::uint32_t quantity = std::min(order.open, resting.visible);
  if (resting.open == quantity) {
    end(book, resting, MatchReason::SelfMatch);
  } else {
    take_from_resting(book, resting, quantity);
    emit(OutputKind::Restated, resting, MatchReason::SelfMatch).quantity = quantity;
    settle_resting(book, resting);
  }
  if (order.open == quantity) {
    emit_cancelled(order, MatchReason::SelfMatch);
    return false;
  }
  order.open -= quantity;
  emit(OutputKind::Restated, order, MatchReason::SelfMatch).quantity = quantity;
  return true;
}

// From the visible part first.
void Core::take_from_resting(Book& book, Order& resting, std::uint32_t quantity) noexcept {
  const std::uint32_t seen = std::min(resting.visible, quantity);
  if (options_.publish && resting.place == Place::OnSide) {
    const std::uint32_t key = key_of(resting.side, resting.price);
    note(book, resting.book, resting.side, key);
    show(ladder_.find(side_of(book, resting), key), -std::int64_t{seen}, 0);
  }
  resting.open -= quantity;
  resting.visible -= seen;
}

// Rules 3.6 and 3.7: something was taken off it.
void Core::settle_resting(Book& book, Order& resting) noexcept {
  if (resting.open == 0) [[likely]] {
    leave(book, resting);
    forget(resting);
    return;
  }
  if (resting.visible != 0) return;
  const std::uint32_t number =
      ladder_.find(side_of(book, resting), key_of(resting.side, resting.price));
  unlink(ladder_.level(number), resting);
  append(ladder_.level(number), resting);
  resting.visible = resting.tranche();
  show(number, resting.visible, 0);
  emit(OutputKind::Restated, resting, MatchReason::Replenished).quantity = resting.visible;
}

// Rules 3.8 and 3.9. True: it rests.
bool Core::settle_remainder(Book& book, Order& order) noexcept {
  const std::uint32_t other = order.side ^ 1U;
  const std::uint32_t best = book.sides[other].best;
  const bool is_held_back = best <= own_limit(order);
  const std::uint32_t reference = order.side == 0 ? book.reference_ask : book.reference_bid;
  if (is_held_back && book.is_protected && reference != 0 && best > key_of(other, reference)) {
    emit_cancelled(order, MatchReason::TradeThrough);
    return false;
  }
  if (order.type != OrderType::Market && order.time_in_force <= TimeInForce::Gtd) {
    join_side(book, order);
    return true;
  }
  // Only a market order can be held back by the band alone.
  emit_cancelled(order, is_held_back ? MatchReason::OutsideBands : MatchReason::Unfilled);
  return false;
}

}  // namespace hotbook::engine
