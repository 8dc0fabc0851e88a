// What engine.hpp tells of a book.

#include "host/engine/book_view.hpp"

#include "host/engine/visit.inl"

namespace hotbook::engine {

BookView Core::view(std::uint16_t number) const noexcept {
  const Book& book = books_[number];
  return {book.state,
          book.is_protected,
          book.has_stops(),
          book.pegs.head != 0,
          book.auction_orders.head != 0,
          book.reference_bid,
          book.reference_ask,
          book.lower,
          book.upper};
}

RestingOrders Core::orders_behind(std::uint16_t number, Side side, std::uint64_t id,
                                  std::span<RestingOrder> orders) const noexcept {
  Book& book = const_cast<Book&>(books_[number]);
  const auto which = static_cast<std::uint32_t>(side);
  const SideRef ref{book.sides[which], 2U * number + which};
  std::uint32_t key = 0;
  std::uint32_t slot = 0;
  if (id != 0) {
    const Order* order = const_cast<Core*>(this)->find(id, number);
    if (order == nullptr || order->side != which || order->place != Place::OnSide) return {};
    key = key_of(which, order->price) + 1;
    slot = order->next;
  }
  RestingOrders read;
  for (;;) {
    if (slot == 0) {
      key = ladder_.at_or_above(ref, key);
      if (key == kNoKey) return read;
      slot = ladder_.level(ladder_.find(ref, key)).head;
      ++key;
    }
    if (read.count == orders.size()) {
      read.more = true;
      return read;
    }
    const Order& order = orders_[slot];
    if (order.display != 0 || order.time_in_force == TimeInForce::Gtd) {
      read.more = true;
      return read;
    }
    orders[read.count++] = {order.id, order.price, order.open, order.account};
    slot = order.next;
  }
}

}  // namespace hotbook::engine
