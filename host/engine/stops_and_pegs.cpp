// Sections 5 and 6: orders that wait for a price, and orders that follow one.

#include "host/engine/core_inline.hpp"

namespace hotbook::engine {

namespace {

// Stops of a side by the price that elects them first, as keys.
std::uint32_t stop_key(const Order& order) noexcept {
  return key_of(order.side ^ 1U, order.stop_price);
}

}  // namespace

// A queue's order is that of `entered`: whatever comes, comes with the newest.
void Core::wait_as_stop(Book& book, Order& order) noexcept {
  const std::uint32_t key = stop_key(order);
  std::uint32_t& root = book.stop_roots[order.side];
  std::uint32_t number = ladder_.trees().find(root, key);
  if (number == 0) {
    number = ladder_.take_level();
    ladder_.trees().insert(root, {key, number});
    book.stop_best[order.side] = std::min(book.stop_best[order.side], key);
  }
  append(ladder_.level(number), order);
  order.place = Place::Stop;
  book.update_plain();
}

void Core::leave_stops(Book& book, Order& order) noexcept {
  const std::uint32_t key = stop_key(order);
  std::uint32_t& root = book.stop_roots[order.side];
  const std::uint32_t number = ladder_.trees().find(root, key);
  Level& level = ladder_.level(number);
  unlink(level, order);
  order.place = Place::Nowhere;
  if (level.head != 0) return;
  ladder_.trees().erase(root, key);
  ladder_.give_level(number);
  if (key == book.stop_best[order.side]) {
    book.stop_best[order.side] = root == 0 ? kNoKey : ladder_.trees().first(root).key;
  }
  book.update_plain();
}

// Rules 5.1 and 5.2.
void Core::elect(Book& book, const Prints& prints) noexcept {
  elect_side(book, 0, key_of(1, prints.highest));
  elect_side(book, 1, key_of(0, prints.lowest));
}

void Core::elect_side(Book& book, std::uint32_t side, std::uint32_t limit) noexcept {
  while (book.stop_best[side] <= limit) {
    const KeyEntry first = ladder_.trees().first(book.stop_roots[side]);
    Order& order = orders_[ladder_.level(first.value).head];
    leave_stops(book, order);
    append(elected_, order);
  }
}

// Rules 5.3 and 5.4.
void Core::work_off_stops(Book& book) noexcept {
  while (elected_.head != 0) {
    Order& order = orders_[elected_.head];
    unlink(elected_, order);
    if (order.type == OrderType::StopLimit && book.is_outside_bands(order.side, order.price)) {
      emit_cancelled(order, MatchReason::OutsideBands);
      forget(order);
      continue;
    }
    emit(OutputKind::Triggered, order, MatchReason::Stop);
    order.type = order.type == OrderType::Stop ? OrderType::Market : OrderType::Limit;
    order.stop_price = 0;
    order.entered = input_seq_;
    if (!enter(book, order, 0)) forget(order);
  }
}

// Rule 6.2.
void Core::reference(const MatchCommand& command) noexcept {
  if (command.book >= books_.count()) return refuse(command, MatchReason::UnknownBook);
  if ((command.flags & ~unsigned{kReferenceFlagProtected}) != 0) {
    return refuse(command, MatchReason::Malformed);
  }
  if (command.price > kPriceMax || command.stop_price > kPriceMax) {
    return refuse(command, MatchReason::BadPrice);
  }
  Book& book = books_[command.book];
  book.reference_bid = command.price;
  book.reference_ask = command.stop_price;
  book.is_protected = (command.flags & kReferenceFlagProtected) != 0;
  book.update_plain();
  reprice_pegs(book);
  work_off_stops(book);
}

// Rule 6.3. A peg's entry may end pegs that are still to come, and nothing else happens to them.
void Core::reprice_pegs(Book& book) noexcept {
  std::size_t count = 0;
  for (std::uint32_t slot = book.pegs.head; slot != 0; slot = links_[slot].peg_next) {
    chosen_[count++] = {orders_[slot].id, 0, slot};
  }
  for (std::size_t i = 0; i < count; ++i) {
    Order& order = orders_[chosen_[i].slot];
    if (order.place == Place::Nowhere || order.id != chosen_[i].major) continue;
    const std::uint32_t price = peg_price(book, order);
    if (price == order.price) continue;
    leave(book, order);
    order.price = price;
    order.visible = order.open;
    emit(OutputKind::Restated, order, MatchReason::Pegged);
    if (!go_its_way(book, order, 0)) forget(order);
  }
}

// Rule 6.1; 0 is none.
std::uint32_t Core::peg_price(const Book& book, const Order& order) noexcept {
  const bool is_bid = order.side == 0;
  const std::int64_t own = is_bid ? book.reference_bid : book.reference_ask;
  const std::int64_t opposite = is_bid ? book.reference_ask : book.reference_bid;
  if (own == 0 && order.type != OrderType::PeggedMarket) return 0;
  if (opposite == 0 && order.type != OrderType::PeggedPrimary) return 0;
  std::int64_t price = own;
  if (order.type == OrderType::PeggedMarket) price = opposite;
  if (order.type == OrderType::PeggedMidpoint) price = (own + opposite + (is_bid ? 0 : 1)) / 2;
  price += static_cast<std::int32_t>(order.stop_price);
  if (is_bid) {
    if (order.cap != 0) price = std::min(price, std::int64_t{order.cap});
    if (book.upper != 0) price = std::min(price, std::int64_t{book.upper});
  } else {
    if (order.cap != 0) price = std::max(price, std::int64_t{order.cap});
    if (book.lower != 0) price = std::max(price, std::int64_t{book.lower});
  }
  return price < 1 || price > kPriceMax ? 0 : static_cast<std::uint32_t>(price);
}

}  // namespace hotbook::engine
