// Section 2: what refuses a new order, and where one goes that is not refused.

#include <cstdlib>

#include "host/engine/core_inline.hpp"

namespace hotbook::engine {

namespace {

constexpr std::int64_t kOffsetMax = std::int64_t{1} << 30;
constexpr std::uint64_t kNsPerSecond = 1'000'000'000;

bool may_stay(TimeInForce time_in_force) noexcept {
  return time_in_force <= TimeInForce::Gtd;
}

bool has_known_fields(const MatchCommand& command) noexcept {
  return command.side <= 1 &&
         command.order_type <= static_cast<std::uint8_t>(OrderType::PeggedMidpoint) &&
         command.time_in_force <= static_cast<std::uint8_t>(TimeInForce::AtClose) &&
         command.self_match <= static_cast<std::uint8_t>(SelfMatch::Decrement) &&
         (command.flags & ~unsigned{kOrderFlagPostOnly}) == 0;
}

bool is_good_stop_price(const Order& order) noexcept {
  if (order.is_stop()) return order.stop_price - 1 < kPriceMax;
  if (!order.is_pegged()) return order.stop_price == 0;
  return std::abs(std::int64_t{static_cast<std::int32_t>(order.stop_price)}) <= kOffsetMax;
}

bool is_good_display(const Order& order) noexcept {
  return order.display == 0 ||
         (order.display < order.open && order.open <= kTranchesMax * order.display &&
          order.type == OrderType::Limit && may_stay(order.time_in_force));
}

// Rule 2.9, the table.
bool is_good_combination(const Order& order) noexcept {
  if (order.post_only != 0) {
    return order.type == OrderType::Limit && may_stay(order.time_in_force);
  }
  if (order.type == OrderType::Limit) return true;
  if (order.type == OrderType::Market) {
    return order.time_in_force != TimeInForce::Gtc && order.time_in_force != TimeInForce::Gtd;
  }
  return may_stay(order.time_in_force);
}

// Rule 2.11.
bool is_wrong_phase(const Book& book, TimeInForce time_in_force) noexcept {
  if (!book.is_continuous() && !book.is_call()) return true;
  switch (time_in_force) {
    case TimeInForce::Ioc:
    case TimeInForce::Fok:
      return book.is_call();
    case TimeInForce::AtOpen:
      return book.state != TradingState::OpeningCall;
    case TimeInForce::AtClose:
      return book.state == TradingState::HaltCall;
    default:
      return false;
  }
}

// Rule 8.4.
bool names_a_book(const MatchCommand& command) noexcept {
  switch (command.kind) {
    case CommandKind::NewOrder:
    case CommandKind::CancelOrder:
    case CommandKind::ReplaceOrder:
    case CommandKind::TradingState:
    case CommandKind::Reference:
    case CommandKind::Bands:
      return true;
    case CommandKind::MassCancel:
      return (command.flags & kScopeFlagBook) != 0;
    default:
      return false;
  }
}

}  // namespace

void Core::refuse(const MatchCommand& command, MatchReason reason) noexcept {
  MatchOutput& record = emit(OutputKind::Refused, names_a_book(command) ? command.book : kNoBook);
  record.order_id = command.order_id;
  record.account = command.account;
  record.reason = static_cast<std::uint8_t>(reason);
}

// Rule 2.5.
bool is_good_price(OrderType type, std::uint32_t price) noexcept {
  if (type >= OrderType::PeggedPrimary) return price <= kPriceMax;
  if (type == OrderType::Market || type == OrderType::Stop) return price == 0;
  return price - 1 < kPriceMax;
}

// Rule 2.13.
bool Core::would_cross(const Book& book, std::uint32_t side, std::uint32_t price) const noexcept {
  const std::uint32_t other = side ^ 1U;
  return book.sides[other].best <= key_of(other, price);
}

// Rule 2.21: refused whatever else holds, but its id is as used up as ever.
void Core::refuse_gated(const MatchCommand& command, std::uint64_t id, bool is_known) noexcept {
  if (command.book < books_.count() && is_known) highest_id_ = std::max(highest_id_, id);
  refuse(command, static_cast<MatchReason>(command.gate));
}

// The first rule that refuses the order.
MatchReason Core::judge_new(const MatchCommand& command) noexcept {
  if (command.book >= books_.count()) return MatchReason::UnknownBook;
  if (!has_known_fields(command)) return MatchReason::Malformed;
  if (command.order_id <= highest_id_) return MatchReason::OrderIdNotNew;
  highest_id_ = command.order_id;

  const Book& book = books_[command.book];
  Order order{};
  fill(order, command);
  if (order.open - 1 >= kQuantityMax) return MatchReason::BadQuantity;
  if (!is_good_price(order.type, order.price)) return MatchReason::BadPrice;
  if (!is_good_stop_price(order)) return MatchReason::BadStopPrice;
  if (!is_good_display(order)) return MatchReason::BadDisplay;
  if (command.min_quantity != 0 &&
      (command.min_quantity > order.open || order.time_in_force != TimeInForce::Ioc)) {
    return MatchReason::BadMinQuantity;
  }
  if (!is_good_combination(order)) return MatchReason::BadCombination;
  if (order.time_in_force == TimeInForce::Gtd ? order.expire_s * kNsPerSecond <= now_ns_
                                              : order.expire_s != 0) {
    return MatchReason::BadExpiry;
  }
  if (is_wrong_phase(book, order.time_in_force)) return MatchReason::WrongPhase;
  if (book.is_continuous()) {
    if (order.type == OrderType::Limit && book.is_outside_bands(order.side, order.price)) {
      return MatchReason::OutsideBands;
    }
    if (order.post_only != 0 && would_cross(book, order.side, order.price)) {
      return MatchReason::WouldCross;
    }
  }
  return free_count_ == 0 ? MatchReason::NoRoom : MatchReason::None;
}

void Core::new_order(const MatchCommand& command) noexcept {
  if (command.gate != 0) [[unlikely]]
    return refuse_gated(command, command.order_id, has_known_fields(command));
  const MatchReason reason = judge_new(command);
  if (reason != MatchReason::None) return refuse(command, reason);

  Order& order = take_slot();
  fill(order, command);
  emit(OutputKind::Accepted, order, MatchReason::None);
  if (order.is_pegged()) {
    order.cap = order.price;
    order.price = 0;
  }
  Book& book = books_[command.book];
  const bool is_whole = order.time_in_force == TimeInForce::Fok;
  if (go_its_way(book, order, is_whole ? order.open : command.min_quantity)) {
    admit(order);
  } else {
    give_slot(order);
  }
  if (elected_.head != 0) work_off_stops(book);
}

bool Core::go_its_way(Book& book, Order& order, std::uint32_t needed) noexcept {
  if (order.is_stop()) {
    const bool is_through =
        order.side == 0 ? book.last >= order.stop_price : book.last <= order.stop_price;
    if (book.is_continuous() && book.last != 0 && is_through) {
      append(elected_, order);
    } else {
      wait_as_stop(book, order);
    }
    return true;
  }
  if (order.is_pegged()) {
    order.price = peg_price(book, order);
    if (order.price == 0) {
      order.place = Place::WaitingPeg;
      return true;
    }
  } else if (order.is_auction_only() ||
             (order.type == OrderType::Market && !book.is_continuous())) {
    append(book.auction_orders, order);
    order.place = Place::Auction;
    return true;
  }
  if (book.is_continuous()) return enter(book, order, needed);
  join_side(book, order);
  return true;
}

// Pegs are in the order of `entered`, because every peg that gets a new one comes here.
void Core::link_peg(Book& book, Order& order) noexcept {
  const std::uint32_t slot = slot_of(order);
  links_[book.pegs.tail].peg_next = slot;
  links_[slot].peg_prev = book.pegs.tail;
  links_[slot].peg_next = 0;
  if (book.pegs.head == 0) book.pegs.head = slot;
  book.pegs.tail = slot;
}

void Core::unlink_peg(Book& book, Order& order) noexcept {
  const Links link = links_[slot_of(order)];
  links_[link.peg_prev].peg_next = link.peg_next;
  links_[link.peg_next].peg_prev = link.peg_prev;
  if (link.peg_prev == 0) book.pegs.head = link.peg_next;
  if (link.peg_next == 0) book.pegs.tail = link.peg_prev;
}

void Core::link(Order& order) noexcept {
  if (order.is_pegged()) link_peg(book_of(order), order);
  if (order.time_in_force != TimeInForce::Gtd) return;
  std::uint32_t number = ladder_.trees().find(expiry_root_, order.expire_s);
  if (number == 0) {
    number = ladder_.take_level();
    ladder_.trees().insert(expiry_root_, {order.expire_s, number});
  }
  Level& expiry = ladder_.level(number);
  const std::uint32_t slot = slot_of(order);
  links_[expiry.head].expiry_prev = slot;
  links_[slot].expiry_next = expiry.head;
  links_[slot].expiry_prev = 0;
  expiry.head = slot;
}

void Core::unlink(Order& order) noexcept {
  if (order.is_pegged()) unlink_peg(book_of(order), order);
  if (order.time_in_force != TimeInForce::Gtd) return;
  const Links link = links_[slot_of(order)];
  links_[link.expiry_prev].expiry_next = link.expiry_next;
  links_[link.expiry_next].expiry_prev = link.expiry_prev;
  if (link.expiry_prev != 0) return;
  const std::uint32_t number = ladder_.trees().find(expiry_root_, order.expire_s);
  ladder_.level(number).head = link.expiry_next;
  if (link.expiry_next != 0) return;
  ladder_.trees().erase(expiry_root_, order.expire_s);
  ladder_.give_level(number);
}

}  // namespace hotbook::engine
