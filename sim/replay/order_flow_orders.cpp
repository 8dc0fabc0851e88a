// The clients' inputs: new orders of every kind, cancels and replaces.

#include <algorithm>

#include "sim/replay/order_flow.hpp"

namespace hotbook::replay {
namespace {

constexpr std::uint64_t kSecondNs = 1'000'000'000;
constexpr std::uint32_t kStaleTicks = 2;  // an order so far beyond the middle is soon pulled

std::uint32_t price_within(std::int64_t price) {
  return static_cast<std::uint32_t>(std::clamp<std::int64_t>(price, 1, kFlowPriceMax));
}

// `ticks` better for an order of that side to execute, or worse when negative.
std::uint32_t towards(Side side, std::uint32_t price, std::int64_t ticks) {
  return price_within(std::int64_t{price} + (side == Side::Bid ? ticks : -ticks));
}

SelfMatch mode_of(std::uint32_t account) {
  const std::uint32_t kind = account % 8;  // half of them have none
  return kind < 4 ? SelfMatch::None : static_cast<SelfMatch>(kind - 3);
}

void set(MatchCommand& command, OrderType type, TimeInForce time_in_force) {
  command.order_type = static_cast<std::uint8_t>(type);
  command.time_in_force = static_cast<std::uint8_t>(time_in_force);
}

}  // namespace

MatchCommand OrderFlow::draw_command(std::uint16_t book) {
  FlowBook& of = book_of(book);
  move(of);
  if (of.state_left != 0 && --of.state_left == 0) return next_state(book);
  switch (of.state) {
    case TradingState::Closed:
    case TradingState::Halted:
      return quiet_command(book);
    case TradingState::OpeningCall:
    case TradingState::HaltCall:
    case TradingState::ClosingCall:
      return call_command(book);
    default:
      return act(draw_action(of), book);
  }
}

// The drawn action, unless the book is too empty or too full for it.
FlowAction OrderFlow::draw_action(const FlowBook& of) {
  FlowAction action = FlowAction::Add;
  std::uint32_t drawn = draw_.below(10'000);
  for (std::size_t i = 0; i < kFlowActions; ++i) {
    if (drawn < profile_.weights[i]) {
      action = static_cast<FlowAction>(i);
      break;
    }
    drawn -= profile_.weights[i];
  }
  const std::size_t live = of.order_count();
  if (action == FlowAction::Cancel && live < options_.resting / 2 && draw_.once_in(3))
    return FlowAction::Add;
  if (action == FlowAction::Add && live > options_.resting && draw_.once_in(2))
    return FlowAction::Cancel;
  return action;
}

MatchCommand OrderFlow::act(FlowAction action, std::uint16_t book) {
  switch (action) {
    case FlowAction::Add:
    case FlowAction::PostOnly:
    case FlowAction::Gtd:
    case FlowAction::Iceberg:
      return add(action, book);
    case FlowAction::Cancel:
      return cancel(book);
    case FlowAction::Replace:
      return replace(book);
    case FlowAction::Take:
      return take(book);
    case FlowAction::Sweep:
      return sweep(book);
    case FlowAction::Minimum:
      return minimum(book);
    case FlowAction::Stop:
      return stop(book);
    case FlowAction::Peg:
      return peg(book);
    case FlowAction::AtAuction:
      return at_auction(book);
    case FlowAction::MassCancel:
      return mass_cancel(book);
    case FlowAction::Reference:
      return reference(book);
    case FlowAction::Bands:
      return bands(book);
    case FlowAction::Halt:
      return halt(book);
    case FlowAction::Timer:
      return timer();
  }
  return add(FlowAction::Add, book);
}

// Closed or halted: clients tidy up; one in a while has not noticed.
MatchCommand OrderFlow::quiet_command(std::uint16_t book) {
  FlowBook& of = book_of(book);
  if (draw_.once_in(20)) {
    MatchCommand command = new_order(book, draw_side());
    command.price = of.middle;
    return command;
  }
  if (of.has_orders() && draw_.below(10) < 7) return cancel(book);
  return draw_.once_in(4) ? timer() : reference(book);
}

// A call collects orders around the middle, from both sides and across it.
MatchCommand OrderFlow::call_command(std::uint16_t book) {
  FlowBook& of = book_of(book);
  const std::uint32_t kind = draw_.below(100);
  if (kind < 18) return cancel(book);
  if (kind < 25) return replace(book);
  if (kind < 40) return at_auction(book);
  if (kind < 44) return peg(book);
  if (kind < 46) return stop(book);
  MatchCommand command = new_order(book, draw_side());
  if (kind < 52) {
    set(command, OrderType::Market, TimeInForce::Day);
    of.wait({entry_of(command), 0, OrderType::Market});
    return command;
  }
  if (kind < 53) {  // not in a call: refused
    command.price = of.middle;
    set(command, OrderType::Limit, TimeInForce::Ioc);
    return command;
  }
  command.price = price_within(std::int64_t{of.middle} + draw_.below(41) - 20);
  set(command, OrderType::Limit, draw_.below(10) < 7 ? TimeInForce::Day : TimeInForce::Gtc);
  of.rest(entry_of(command));
  return command;
}

MatchCommand OrderFlow::new_order(std::uint16_t book, Side side) {
  MatchCommand command{};
  command.kind = CommandKind::NewOrder;
  command.order_id = next_id();
  command.book = book;
  command.side = static_cast<std::uint8_t>(side);
  command.account = 1 + std::min(draw_.below(options_.accounts), draw_.below(options_.accounts));
  command.session = session_of(command.account);
  command.self_match = profile_.self_match_drawn
                           ? static_cast<std::uint8_t>(draw_.below(5))
                           : static_cast<std::uint8_t>(mode_of(command.account));
  command.quantity = draw_quantity();
  return command;
}

FlowEntry OrderFlow::entry_of(const MatchCommand& command) const {
  FlowEntry entry;
  entry.order_id = command.order_id;
  entry.price = command.price;
  entry.quantity = command.quantity;
  entry.display = command.display_quantity;
  entry.account = command.account;
  entry.side = static_cast<Side>(command.side);
  entry.self_match = static_cast<SelfMatch>(command.self_match);
  const auto time_in_force = static_cast<TimeInForce>(command.time_in_force);
  entry.day = time_in_force == TimeInForce::Day || time_in_force == TimeInForce::AtOpen ||
              time_in_force == TimeInForce::AtClose;
  return entry;
}

void OrderFlow::enter(const MatchCommand& command, bool rests) {
  FlowEntry entry = entry_of(command);
  entry.rests = rests;
  book_of(command.book).enter(entry);
}

// A price at which the order rests, as far as the rough book can tell.
std::uint32_t OrderFlow::passive_price(FlowBook& of, Side side) {
  std::uint32_t price = towards(side, of.middle, -std::int64_t{draw_distance()});
  const Side other = opposite(side);
  if (of.orders().has(other)) {
    const std::uint32_t best = of.orders().best_price(other);
    if (side == Side::Bid ? price >= best : price <= best) price = towards(side, best, -1);
  }
  // One in a while goes to the band itself, or beyond it.
  const std::uint32_t band = side == Side::Bid ? of.bands().upper : of.bands().lower;
  if (band == 0) return price;
  if (draw_.once_in(200)) return towards(side, band, draw_.below(2));
  return side == Side::Bid ? std::min(price, band) : std::max(price, band);
}

// The other side's best price and `through` more; the middle where there is none.
std::uint32_t OrderFlow::crossing_price(FlowBook& of, Side side, std::uint32_t through) {
  const Side other = opposite(side);
  const std::uint32_t best = of.orders().has(other) ? of.orders().best_price(other) : of.middle;
  std::uint32_t price = towards(side, best, through);
  const std::uint32_t band = side == Side::Bid ? of.bands().upper : of.bands().lower;
  if (band != 0) price = side == Side::Bid ? std::min(price, band) : std::max(price, band);
  return price;
}

// Who takes pushes the touch towards the middle.
Side OrderFlow::draw_taking_side(FlowBook& of) {
  OrderPool& orders = of.orders();
  if (!orders.has(Side::Bid) || !orders.has(Side::Ask)) return draw_side();
  const std::int64_t touch =
      (std::int64_t{orders.best_price(Side::Bid)} + orders.best_price(Side::Ask)) / 2;
  const std::int64_t chance = std::clamp<std::int64_t>(50 + 8 * (of.middle - touch), 5, 95);
  return draw_.below(100) < chance ? Side::Bid : Side::Ask;
}

MatchCommand OrderFlow::add(FlowAction action, std::uint16_t book) {
  FlowBook& of = book_of(book);
  const Side side = draw_side();
  MatchCommand command = new_order(book, side);
  command.price = passive_price(of, side);
  set(command, OrderType::Limit, draw_.below(10) < 7 ? TimeInForce::Day : TimeInForce::Gtc);
  if (action == FlowAction::PostOnly) {
    command.flags = kOrderFlagPostOnly;
    if (draw_.once_in(20)) {  // refused
      command.price = crossing_price(of, side, 0);
      return command;
    }
  }
  if (action == FlowAction::Gtd) {
    set(command, OrderType::Limit, TimeInForce::Gtd);
    command.expire_s = static_cast<std::uint32_t>(now_ns_ / kSecondNs) + 1 + draw_.below(60);
  }
  if (action == FlowAction::Iceberg) {
    command.quantity = 200 * (1 + draw_.below(10));
    const std::uint32_t least = (command.quantity + 1023) / 1024;  // rule 2.7
    command.display_quantity = draw_.once_in(4) ? least + draw_.below(199) : 100;
  }
  enter(command, true);
  return command;
}

MatchCommand OrderFlow::take(std::uint16_t book) {
  FlowBook& of = book_of(book);
  const Side side = draw_taking_side(of);
  MatchCommand command = new_order(book, side);
  command.quantity *= 1 + draw_.below(3);
  command.price = crossing_price(of, side, draw_.below(3));
  const std::uint32_t kind = draw_.below(20);
  if (kind < 10) {
    set(command, OrderType::Limit, TimeInForce::Ioc);
  } else if (kind < 14) {
    set(command, OrderType::Limit, TimeInForce::Day);
  } else if (kind < 18) {
    command.price = 0;
    set(command, OrderType::Market, kind < 17 ? TimeInForce::Ioc : TimeInForce::Day);
  } else {
    set(command, OrderType::Limit, TimeInForce::Fok);
    const Side other = opposite(side);
    if (kind == 19 || !of.orders().has(other)) {  // more than there is
      command.quantity = 1'000'000;
      return command;
    }
    command.quantity = of.orders().order(of.orders().first(other)).quantity;
  }
  enter(command, kind >= 10 && kind < 14);
  return command;
}

MatchCommand OrderFlow::sweep(std::uint16_t book) {
  FlowBook& of = book_of(book);
  const Side side = draw_taking_side(of);
  MatchCommand command = new_order(book, side);
  command.quantity = 100 * (20 + draw_.below(40));
  const bool jumps = profile_.motion == FlowMotion::Jumps;
  command.price = crossing_price(of, side, jumps ? of.middle / 8 : 4 + draw_.below(30));
  const std::uint32_t kind = draw_.below(10);
  if (kind < 6) {
    set(command, OrderType::Limit, TimeInForce::Ioc);
  } else if (kind < 8) {
    set(command, OrderType::Limit, TimeInForce::Day);
  } else {
    command.price = 0;
    set(command, OrderType::Market, TimeInForce::Ioc);
  }
  enter(command, kind >= 6 && kind < 8);
  return command;
}

// Immediate or cancel with a minimum; one in four asks for more than there is.
MatchCommand OrderFlow::minimum(std::uint16_t book) {
  FlowBook& of = book_of(book);
  const Side side = draw_taking_side(of);
  MatchCommand command = new_order(book, side);
  set(command, OrderType::Limit, TimeInForce::Ioc);
  command.price = crossing_price(of, side, draw_.below(3));
  command.quantity *= 2;
  command.min_quantity = 1 + draw_.below(std::min(command.quantity, 100U));
  if (draw_.once_in(4)) {
    command.quantity = 1'000'000;
    command.min_quantity = 500'000;
    return command;
  }
  enter(command, false);
  return command;
}

MatchCommand OrderFlow::stop(std::uint16_t book) {
  FlowBook& of = book_of(book);
  const Side side = draw_side();
  MatchCommand command = new_order(book, side);
  const std::int64_t away = 1 + std::int64_t{draw_.below(30)} - (draw_.once_in(30) ? 30 : 0);
  command.stop_price = towards(side, of.middle, away);
  const bool limit = draw_.once_in(2);
  set(command, limit ? OrderType::StopLimit : OrderType::Stop,
      draw_.once_in(3) ? TimeInForce::Gtc : TimeInForce::Day);
  if (limit) command.price = towards(side, command.stop_price, draw_.below(10));
  const bool through = of.last() != 0 && (side == Side::Bid ? of.last() >= command.stop_price
                                                            : of.last() <= command.stop_price);
  if (through && of.state == TradingState::Continuous) {
    enter(command, limit);
  } else {
    FlowEntry entry = entry_of(command);
    entry.rests = limit;
    of.wait({entry, command.stop_price, limit ? OrderType::StopLimit : OrderType::Stop});
  }
  return command;
}

MatchCommand OrderFlow::peg(std::uint16_t book) {
  FlowBook& of = book_of(book);
  const Side side = draw_side();
  MatchCommand command = new_order(book, side);
  const auto type = static_cast<OrderType>(4 + draw_.below(3));
  set(command, type, draw_.once_in(3) ? TimeInForce::Gtc : TimeInForce::Day);
  std::int32_t offset = -static_cast<std::int32_t>(draw_.below(6));
  if (type == OrderType::PeggedMarket) --offset;
  if (draw_.once_in(8)) offset = 1;
  command.stop_price = static_cast<std::uint32_t>(side == Side::Bid ? offset : -offset);
  if (draw_.once_in(4)) command.price = towards(side, of.middle, draw_.below(10));
  of.wait({entry_of(command), 0, type});
  return command;
}

MatchCommand OrderFlow::at_auction(std::uint16_t book) {
  FlowBook& of = book_of(book);
  const Side side = draw_side();
  MatchCommand command = new_order(book, side);
  const bool opening = of.state == TradingState::OpeningCall && draw_.below(4) != 0;
  const bool market = draw_.once_in(3);
  set(command, market ? OrderType::Market : OrderType::Limit,
      opening ? TimeInForce::AtOpen : TimeInForce::AtClose);
  if (!market) command.price = towards(side, of.middle, std::int64_t{draw_.below(21)} - 10);
  // Elsewhere it would be refused, as it is when no one notices that the call is for a halt.
  if (of.state != TradingState::HaltCall)
    of.wait({entry_of(command), 0, market ? OrderType::Market : OrderType::Limit});
  return command;
}

// Mostly recent orders, and first those that the middle has left behind.
std::uint32_t OrderFlow::draw_number(FlowBook& of) {
  OrderPool& orders = of.orders();
  for (const Side side : {Side::Bid, Side::Ask}) {
    if (!orders.has(side) || of.state != TradingState::Continuous) continue;
    const std::uint32_t best = orders.best_price(side);
    const bool stale = side == Side::Bid ? best > std::uint64_t{of.middle} + kStaleTicks
                                         : std::uint64_t{best} + kStaleTicks < of.middle;
    if (stale && draw_.once_in(2)) return orders.first(side);
  }
  const auto count = static_cast<std::uint32_t>(orders.order_count());
  if (draw_.below(10) < 7) return orders.at(count - 1 - draw_.below(std::min(count, 32U)));
  return orders.at(draw_.below(count));
}

MatchCommand OrderFlow::cancel(std::uint16_t book) {
  FlowBook& of = book_of(book);
  MatchCommand command{};
  command.kind = CommandKind::CancelOrder;
  command.book = book;
  const std::uint64_t gone = of.gone(draw_.below(8));
  if (gone != 0 && draw_.once_in(40)) {  // it crossed an execution on its way
    command.order_id = gone;
    return command;
  }
  if (!of.has_orders())
    return of.state == TradingState::Continuous ? add(FlowAction::Add, book) : timer();
  const auto resting = static_cast<std::uint32_t>(of.orders().order_count());
  const auto waiting = static_cast<std::uint32_t>(of.waiting().size());
  if (draw_.below(resting + waiting) < waiting) {
    const std::uint32_t index = draw_.below(waiting);
    command.order_id = of.waiting()[index].entry.order_id;
    of.cancel_waiting(index);
  } else {
    const std::uint32_t number = draw_number(of);
    command.order_id = of.orders().order(number).order_ref;
    of.cancel(number);
  }
  return command;
}

}  // namespace hotbook::replay
