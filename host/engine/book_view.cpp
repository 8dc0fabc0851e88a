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

namespace {

ShownOrder shown_of(const Order& order) noexcept {
  return {order.id,
          order.entered,
          order.price,
          order.open,
          order.visible,
          order.display,
          static_cast<Side>(order.side)};
}

}  // namespace

// Calls read(order) for those that follow order `id` on its side until it is false.
template <class Read>
void Core::read_behind(std::uint16_t number, Side side, std::uint64_t id,
                       Read read) const noexcept {
  Book& book = const_cast<Book&>(books_[number]);
  const auto which = static_cast<std::uint32_t>(side);
  const SideRef ref{book.sides[which], 2U * number + which};
  std::uint32_t key = 0;
  std::uint32_t slot = 0;
  if (id != 0) {
    const Order* order = const_cast<Core*>(this)->find(id, number);
    if (order == nullptr || order->side != which || order->place != Place::OnSide) return;
    key = key_of(which, order->price) + 1;
    slot = order->next;
  }
  for (;;) {
    if (slot == 0) {
      key = ladder_.at_or_above(ref, key);
      if (key == kNoKey) return;
      slot = ladder_.level(ladder_.find(ref, key)).head;
      ++key;
    }
    const Order& order = orders_[slot];
    if (!read(order)) return;
    slot = order.next;
  }
}

RestingOrders Core::orders_behind(std::uint16_t number, Side side, std::uint64_t id,
                                  std::span<RestingOrder> orders) const noexcept {
  RestingOrders found;
  read_behind(number, side, id, [&](const Order& order) {
    found.more = found.count == orders.size() || order.display != 0 ||
                 order.time_in_force == TimeInForce::Gtd;
    if (!found.more) {
      orders[found.count++] = {order.id, order.price, order.open, order.account};
    }
    return !found.more;
  });
  return found;
}

RestingOrders Core::shown_behind(std::uint16_t number, Side side, std::uint64_t id,
                                 std::span<ShownOrder> orders) const noexcept {
  RestingOrders found;
  read_behind(number, side, id, [&](const Order& order) {
    found.more = found.count == orders.size();
    if (!found.more) orders[found.count++] = shown_of(order);
    return !found.more;
  });
  return found;
}

std::optional<ShownOrder> Core::shown(std::uint16_t number, std::uint64_t id) const noexcept {
  const Order* order = const_cast<Core*>(this)->find(id, number);
  if (order == nullptr || order->place != Place::OnSide) return std::nullopt;
  return shown_of(*order);
}

}  // namespace hotbook::engine
