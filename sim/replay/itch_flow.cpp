// The part of ItchGenerator that makes orders come, trade and go.

#include <algorithm>

#include "sim/replay/itch_generator.hpp"

namespace hotbook::replay {

ItchMessage ItchGenerator::flow(std::uint32_t book) {
  Instrument& of = instrument(book);
  walk(of);
  // Orders the middle has walked over are what an aggressive order would take first.
  const bool bid_passed = of.orders.has(Side::Bid) && of.orders.best_price(Side::Bid) >= of.middle;
  const bool ask_passed = of.orders.has(Side::Ask) && of.orders.best_price(Side::Ask) <= of.middle;
  const std::uint32_t choice = draw_.below(1000);
  if (!of.halted && (bid_passed || ask_passed) && choice < 700) {
    return book_message(choice < 20 ? 'C' : 'E', book);
  }
  if (choice < 300) return book_message(resting_ < options_.resting_orders ? 'A' : 'D', book);
  if (choice < 420) return book_message(resting_ < options_.resting_orders ? 'F' : 'D', book);
  if (choice < 620) return book_message('U', book);
  if (choice < 920) return book_message('D', book);
  if (choice < 940) return book_message('X', book);
  if (of.halted || choice >= 997) return of.halted ? book_message('A', book) : trade(book);
  return book_message(choice < 945 ? 'C' : 'E', book);
}

// Every change needs an order to change; where none rests an add comes instead.
ItchMessage ItchGenerator::book_message(char type, std::uint32_t book) {
  if (type != 'A' && type != 'F' && instrument(book).orders.order_count() == 0) type = 'A';
  switch (type) {
    case 'E':
    case 'C':
      return execute(book, type);
    case 'X':
      return reduce(book);
    case 'D':
      return remove(book);
    case 'U':
      return replace(book);
    default:
      return add(book, type);
  }
}

ItchMessage ItchGenerator::add(std::uint32_t book, char type) {
  Instrument& of = instrument(book);
  RestingOrder order;
  order.side = draw_.once_in(2) ? Side::Bid : Side::Ask;
  order.price = draw_price(of, order.side);
  order.quantity = draw_quantity();
  order.order_ref = order_ref_ += 1 + draw_.below(8);
  of.orders.add(order);
  ++resting_;
  ItchMessage message = start(type, book);
  message.u64(order.order_ref).letter(order.side == Side::Bid ? 'B' : 'S').u32(order.quantity);
  message.text(of.symbol, 8).u32(order.price);
  if (type == 'F') message.text("HOTB", 4);
  return message;
}

// Takes from the order that stands first in price-time priority.
ItchMessage ItchGenerator::execute(std::uint32_t book, char type) {
  Instrument& of = instrument(book);
  const std::uint32_t number = of.orders.first(draw_trading_side(of));
  RestingOrder& order = of.orders.order(number);
  const std::uint32_t taken =
      draw_.below(4) != 0 ? order.quantity : 1 + draw_.below(order.quantity);
  ItchMessage message = start(type, book);
  message.u64(order.order_ref).u32(taken).u64(next_match());
  if (type == 'C') message.letter(draw_.once_in(8) ? 'N' : 'Y').u32(order.price + of.tick);
  order.quantity -= taken;
  if (order.quantity == 0) {
    of.orders.remove(number);
    --resting_;
  }
  return message;
}

ItchMessage ItchGenerator::reduce(std::uint32_t book) {
  Instrument& of = instrument(book);
  const std::uint32_t number = draw_order(of);
  RestingOrder& order = of.orders.order(number);
  if (order.quantity == 1) return remove(book);
  const std::uint32_t taken = 1 + draw_.below(order.quantity - 1);
  order.quantity -= taken;
  return start('X', book).u64(order.order_ref).u32(taken);
}

ItchMessage ItchGenerator::remove(std::uint32_t book) {
  Instrument& of = instrument(book);
  const std::uint32_t number = draw_order(of);
  const std::uint64_t order_ref = of.orders.order(number).order_ref;
  of.orders.remove(number);
  --resting_;
  return start('D', book).u64(order_ref);
}

ItchMessage ItchGenerator::replace(std::uint32_t book) {
  Instrument& of = instrument(book);
  const std::uint32_t number = draw_order(of);
  RestingOrder order = of.orders.order(number);
  of.orders.remove(number);
  ItchMessage message = start('U', book);
  message.u64(order.order_ref);
  order.order_ref = order_ref_ += 1 + draw_.below(8);
  // One in four only changes its quantity.
  if (draw_.below(4) != 0) order.price = draw_price(of, order.side);
  order.quantity = draw_quantity();
  of.orders.add(order);
  return message.u64(order.order_ref).u32(order.quantity).u32(order.price);
}

ItchMessage ItchGenerator::trade(std::uint32_t book) {
  const Instrument& of = instrument(book);
  ItchMessage message = start('P', book);
  message.u64(0).letter('B').u32(draw_quantity()).text(of.symbol, 8).u32(of.middle);
  return message.u64(next_match());
}

ItchMessage ItchGenerator::broken_trade(std::uint32_t book) {
  const std::uint64_t known = std::min<std::uint64_t>(match_, matches_.size());
  const std::uint64_t broken = known == 0 ? 0 : match_ - draw_.below_long(known);
  return start('B', book).u64(matches_[broken % matches_.size()]);
}

std::uint64_t ItchGenerator::next_match() {
  ++match_;
  matches_[match_ % matches_.size()] = match_;
  return match_;
}

std::uint32_t ItchGenerator::draw_book() {
  const std::uint64_t drawn = draw_.below_long(popularity_.back());
  const auto found = std::upper_bound(popularity_.begin(), popularity_.end(), drawn);
  return static_cast<std::uint32_t>(found - popularity_.begin()) + 1;
}

void ItchGenerator::walk(Instrument& of) {
  const std::uint32_t step = draw_.below(16);
  // Far enough from zero for the auction collar and for deep bids.
  if (step == 0 && of.middle > 100 * of.tick) of.middle -= of.tick;
  if (step == 1 && of.middle < 1'000'000'000) of.middle += of.tick;
}

// The side whose orders the middle has walked over; any other side that has orders when there is
// none.
Side ItchGenerator::draw_trading_side(const Instrument& of) {
  if (!of.orders.has(Side::Ask)) return Side::Bid;
  if (!of.orders.has(Side::Bid)) return Side::Ask;
  if (of.orders.best_price(Side::Bid) >= of.middle) return Side::Bid;
  if (of.orders.best_price(Side::Ask) <= of.middle) return Side::Ask;
  return draw_.once_in(2) ? Side::Bid : Side::Ask;
}

// Most orders stand within a few ticks of the touch, few far behind; none crosses the other side.
std::uint32_t ItchGenerator::draw_price(const Instrument& of, Side side) {
  std::uint32_t ticks = 1 + std::min(draw_.below(16), draw_.below(16));
  if (draw_.once_in(32)) ticks += draw_.below(300);
  const std::uint32_t distance = ticks * of.tick;
  if (side == Side::Ask) {
    std::uint32_t price = of.middle + distance;
    if (of.orders.has(Side::Bid))
      price = std::max(price, of.orders.best_price(Side::Bid) + of.tick);
    return price;
  }
  std::uint32_t price = of.middle > distance ? of.middle - distance : of.tick;
  if (of.orders.has(Side::Ask)) price = std::min(price, of.orders.best_price(Side::Ask) - of.tick);
  return std::max(price, of.tick);
}

std::uint32_t ItchGenerator::draw_quantity() {
  switch (draw_.below(16)) {
    case 0:
      return 1 + draw_.below(50'000);
    case 1:
    case 2:
    case 3:
      return 1 + draw_.below(99);
    default:
      return 100 * (1 + std::min(draw_.below(10), draw_.below(10)));
  }
}

std::uint32_t ItchGenerator::draw_order(Instrument& of) {
  return of.orders.at(draw_.below(static_cast<std::uint32_t>(of.orders.order_count())));
}

}  // namespace hotbook::replay
