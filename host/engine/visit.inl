// Walks over orders, in an order that the state alone decides. Included by the rare paths.

#pragma once

#include "host/engine/core_inline.hpp"

namespace hotbook::engine {

// In priority order.
template <class Visit>
void Core::for_each_on_side(std::uint16_t number, std::uint32_t side, Visit visit) const noexcept {
  Book& book = const_cast<Book&>(books_[number]);
  const SideRef ref{book.sides[side], 2U * number + side};
  for (std::uint32_t key = ladder_.at_or_above(ref, 0); key != kNoKey;
       key = ladder_.at_or_above(ref, key + 1)) {
    std::uint32_t slot = ladder_.level(ladder_.find(ref, key)).head;
    for (; slot != 0; slot = orders_[slot].next) visit(orders_[slot]);
  }
}

// In the order of rule 5.2.
template <class Visit>
void Core::for_each_stop(std::uint16_t number, std::uint32_t side, Visit visit) const noexcept {
  const std::uint32_t root = books_[number].stop_roots[side];
  KeyEntry entry = ladder_.trees().at_or_above(root, 0);
  while (entry.value != 0) {
    std::uint32_t slot = ladder_.level(entry.value).head;
    for (; slot != 0; slot = orders_[slot].next) visit(orders_[slot]);
    entry = ladder_.trees().at_or_above(root, entry.key + 1);
  }
}

template <class Visit>
void Core::for_each_waiting_peg(std::uint16_t number, Visit visit) const noexcept {
  std::uint32_t slot = books_[number].pegs.head;
  for (; slot != 0; slot = links_[slot].peg_next) {
    if (orders_[slot].place == Place::WaitingPeg) visit(orders_[slot]);
  }
}

template <class Visit>
void Core::for_each_auction_order(std::uint16_t number, Visit visit) const noexcept {
  std::uint32_t slot = books_[number].auction_orders.head;
  for (; slot != 0; slot = orders_[slot].next) visit(orders_[slot]);
}

// In the order of rule 9.1.
template <class Visit>
void Core::for_each_order(std::uint16_t number, Visit visit) const noexcept {
  for_each_on_side(number, 0, visit);
  for_each_on_side(number, 1, visit);
  for_each_stop(number, 0, visit);
  for_each_stop(number, 1, visit);
  for_each_waiting_peg(number, visit);
  for_each_auction_order(number, visit);
}

template <class Keep>
void Core::choose_from(std::uint16_t number, Keep keep) noexcept {
  for_each_order(number, [&](const Order& order) {
    if (keep(order)) choose(order);
  });
}

}  // namespace hotbook::engine
