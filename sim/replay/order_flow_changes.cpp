// The clients' changes of orders that rest: replaces and mass cancels.

#include <algorithm>

#include "sim/replay/order_flow.hpp"

namespace hotbook::replay {

MatchCommand OrderFlow::replace(std::uint16_t book) {
  FlowBook& of = book_of(book);
  OrderPool& orders = of.orders();
  if (!of.waiting().empty() && (orders.order_count() == 0 || draw_.once_in(10)))
    return replace_waiting(book);
  if (orders.order_count() == 0) return cancel(book);
  const std::uint32_t number = draw_number(of);
  const RestingOrder resting = orders.order(number);
  const std::uint32_t open = of.open(number);
  MatchCommand command{};
  command.kind = CommandKind::ReplaceOrder;
  command.order_id = resting.order_ref;
  command.book = book;
  command.price = resting.price;
  command.quantity = open;
  // An order's owner keeps the mode; who takes part in the drawing may change it.
  command.self_match = profile_.self_match_drawn ? static_cast<std::uint8_t>(draw_.below(5)) : 0;
  if (draw_.once_in(2)) command.new_order_id = next_id();
  if (draw_.once_in(2)) command.min_quantity = open;
  const std::uint64_t id = command.new_order_id != 0 ? command.new_order_id : command.order_id;
  const std::uint32_t kind = draw_.below(10);
  if (kind < 4 && open > 1) {
    command.quantity = 1 + draw_.below(open - 1);
    of.reduce(number, command.quantity, id);
    return command;
  }
  if (kind < 9) {
    command.price = of.state == TradingState::Continuous && draw_.below(10) < 1
                        ? crossing_price(of, resting.side, 0)
                        : passive_price(of, resting.side);
  } else {
    command.quantity = std::min(open + draw_quantity(), kFlowQuantityMax);
  }
  if (of.state == TradingState::Halted || of.state == TradingState::Closed) return command;
  of.cancel(number);
  FlowEntry entry;
  entry.order_id = id;
  entry.price = command.price;
  entry.quantity = command.quantity;
  entry.account = resting.account;
  entry.side = resting.side;
  entry.self_match = static_cast<SelfMatch>(command.self_match);
  entry.rests = true;
  entry.day = resting.day;
  if (of.state == TradingState::Continuous) {
    of.enter(entry);
  } else {
    of.rest(entry);
  }
  return command;
}

// A stop, a peg or an auction order: more or less of it, at the same price.
MatchCommand OrderFlow::replace_waiting(std::uint16_t book) {
  std::vector<FlowWaiting>& waiting = book_of(book).waiting();
  FlowEntry& entry = waiting[draw_.below(static_cast<std::uint32_t>(waiting.size()))].entry;
  MatchCommand command{};
  command.kind = CommandKind::ReplaceOrder;
  command.order_id = entry.order_id;
  command.book = book;
  command.price = entry.price;
  command.self_match = static_cast<std::uint8_t>(entry.self_match);
  command.quantity =
      draw_.below(10) < 7 ? 1 + draw_.below(entry.quantity) : entry.quantity + draw_quantity();
  if (draw_.once_in(2)) command.new_order_id = next_id();
  entry.quantity = command.quantity;
  if (command.new_order_id != 0) entry.order_id = command.new_order_id;
  return command;
}

// Of an account, a session, or an account in one book; seldom of a whole book.
MatchCommand OrderFlow::mass_cancel(std::uint16_t book) {
  MatchCommand command{};
  command.kind = CommandKind::MassCancel;
  const std::uint32_t account = 1 + draw_.below(options_.accounts);
  const std::uint16_t session = session_of(account);
  const std::uint32_t kind = draw_.below(20);
  const bool large = options_.books > 100;  // where all books would be too much at once
  if (kind < 10 || large) {
    command.flags = kScopeFlagAccount | kScopeFlagBook;
    command.account = account;
    command.book = book;
    book_of(book).cancel_of([&](std::uint32_t owner) { return owner == account; });
  } else if (kind < 17) {
    command.flags = kScopeFlagAccount;
    command.account = account;
    for (FlowBook& of : books_) of.cancel_of([&](std::uint32_t owner) { return owner == account; });
  } else if (kind < 19) {
    command.flags = kScopeFlagSession;
    command.session = session;
    for (FlowBook& of : books_)
      of.cancel_of([&](std::uint32_t owner) { return session_of(owner) == session; });
  } else {
    command.flags = kScopeFlagBook;
    command.book = book;
    book_of(book).cancel_of([](std::uint32_t) { return true; });
  }
  return command;
}

}  // namespace hotbook::replay
