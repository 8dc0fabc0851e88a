#include "host/feed/apply_message.hpp"

#include "host/feed/itch_messages.hpp"

namespace hotbook::feed {

namespace {

// A and F differ in what follows the price.
MessageUse add(BookBuilder& books, const itch::AddOrder& message) {
  const char side = message.side();
  if (side != 'B' && side != 'S') return MessageUse::Malformed;
  books.add(message.stock_locate(), side == 'B' ? Side::Bid : Side::Ask,
            {message.order_ref(), message.price().value, message.quantity()});
  return MessageUse::Book;
}

MessageUse replace(BookBuilder& books, const itch::OrderReplace& message) {
  const BookChange gone = books.remove(message.stock_locate(), message.original_order_ref());
  if ((gone.flags & kUpdateFlagOrderUnknown) == 0) {
    const Side side = (gone.flags & kUpdateFlagSideAsk) != 0 ? Side::Ask : Side::Bid;
    books.add(message.stock_locate(), side,
              {message.new_order_ref(), message.price().value, message.quantity()});
  }
  return MessageUse::Book;
}

}  // namespace

MessageUse apply_message(BookBuilder& books, Bytes message) {
  if (message.empty() || itch::kShapes[message[0]].kind == itch::MessageClass::Unknown ||
      itch::kShapes[message[0]].length != message.size()) {
    return MessageUse::Malformed;
  }
  const std::uint8_t* const at = message.data();
  const itch::Message head{at};
  switch (head.type()) {
    case 'A':
    case 'F':
      return add(books, itch::AddOrder{at});
    case 'E':
    case 'C': {
      const itch::OrderExecuted execution{at};
      books.take_off(head.stock_locate(), execution.order_ref(), execution.executed_quantity());
      return MessageUse::Book;
    }
    case 'X': {
      const itch::OrderCancel cancel{at};
      books.take_off(head.stock_locate(), cancel.order_ref(), cancel.cancelled_quantity());
      return MessageUse::Book;
    }
    case 'D':
      books.remove(head.stock_locate(), itch::OrderDelete{at}.order_ref());
      return MessageUse::Book;
    case 'U':
      return replace(books, itch::OrderReplace{at});
    default:
      return MessageUse::Venue;
  }
}

}  // namespace hotbook::feed
