// Sections 2 and 4 of the matching function: new, cancel, replace, mass cancel.

#include <cstdlib>

#include "sim/oracle/match_oracle.hpp"
#include "sim/oracle/match_peg_oracle.hpp"

namespace hotbook::oracle {
namespace {

constexpr std::uint32_t kPriceMax = 0x7fffffff;
constexpr std::uint32_t kQuantityMax = 0x7fffffff;
constexpr std::int64_t kOffsetMax = std::int64_t{1} << 30;
constexpr std::uint64_t kNsPerSecond = 1'000'000'000;

bool is_pegged(OrderType type) {
  return type == OrderType::PeggedPrimary || type == OrderType::PeggedMarket ||
         type == OrderType::PeggedMidpoint;
}

bool is_stop(OrderType type) {
  return type == OrderType::Stop || type == OrderType::StopLimit;
}

bool may_stay(TimeInForce time_in_force) {
  return time_in_force == TimeInForce::Day || time_in_force == TimeInForce::Gtc ||
         time_in_force == TimeInForce::Gtd;
}

// Rule 2.2.
bool has_known_flags(const MatchCommand& command) {
  return (command.flags & ~kOrderFlagPostOnly) == 0;
}

bool has_known_self_match(const MatchCommand& command) {
  return command.self_match <= static_cast<std::uint8_t>(SelfMatch::Decrement);
}

bool has_known_fields(const MatchCommand& command) {
  return command.side <= static_cast<std::uint8_t>(Side::Ask) &&
         command.order_type <= static_cast<std::uint8_t>(OrderType::PeggedMidpoint) &&
         command.time_in_force <= static_cast<std::uint8_t>(TimeInForce::AtClose) &&
         has_known_self_match(command) && has_known_flags(command);
}

// Rule 2.5.
bool is_good_price(OrderType type, std::uint32_t price) {
  if (is_pegged(type)) return price <= kPriceMax;
  if (type == OrderType::Market || type == OrderType::Stop) return price == 0;
  return price >= 1 && price <= kPriceMax;
}

// Rule 2.6.
bool is_good_stop_price(OrderType type, std::uint32_t stop_price) {
  if (is_stop(type)) return stop_price >= 1 && stop_price <= kPriceMax;
  if (is_pegged(type)) {
    return std::abs(std::int64_t{static_cast<std::int32_t>(stop_price)}) <= kOffsetMax;
  }
  return stop_price == 0;
}

// Rule 2.7.
bool is_good_display(const MatchOrder& order) {
  if (order.display_quantity == 0) return true;
  return order.display_quantity < order.open &&
         order.open <= std::uint64_t{1024} * order.display_quantity &&
         order.type == OrderType::Limit && may_stay(order.time_in_force);
}

// Rule 2.9, the table.
bool is_good_combination(OrderType type, TimeInForce time_in_force, bool post_only) {
  if (post_only) return type == OrderType::Limit && may_stay(time_in_force);
  switch (type) {
    case OrderType::Limit:
      return true;
    case OrderType::Market:
      return time_in_force != TimeInForce::Gtc && time_in_force != TimeInForce::Gtd;
    default:
      return may_stay(time_in_force);
  }
}

// Rule 2.11.
bool is_wrong_phase(const MatchBook& book, TimeInForce time_in_force) {
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

// Rule 2.13.
bool would_cross(const MatchBook& book, Side side, std::uint32_t price) {
  const MatchOrder* best = book.best(other_side(side));
  return best != nullptr && !is_better(other_side(side), price, best->price);
}

// The order that a command asks for; all of its fields are known to have such values.
MatchOrder order_of(const MatchCommand& command) {
  MatchOrder order;
  order.id = command.order_id;
  order.account = command.account;
  order.session = command.session;
  order.book = command.book;
  order.side = static_cast<Side>(command.side);
  order.type = static_cast<OrderType>(command.order_type);
  order.time_in_force = static_cast<TimeInForce>(command.time_in_force);
  order.self_match = static_cast<SelfMatch>(command.self_match);
  order.post_only = (command.flags & kOrderFlagPostOnly) != 0;
  order.price = command.price;
  order.open = command.quantity;
  order.visible = command.quantity;
  order.display_quantity = command.display_quantity;
  order.stop_price = command.stop_price;
  order.expire_s = command.expire_s;
  return order;
}

}  // namespace

void MatchOracle::new_order(const MatchCommand& command) {
  const MatchReason reason = judge_new(command);
  if (reason != MatchReason::None) return refuse(command, reason);

  MatchOrder& order = orders_[command.order_id] = order_of(command);
  order.entered = input_seq_;  // 2.15
  emit_of(OutputKind::Accepted, order).quantity = order.open;
  if (order.is_pegged()) {
    order.cap = order.price;
    order.price = 0;
  }
  const bool whole = order.time_in_force == TimeInForce::Fok;
  go_its_way(order, whole ? order.open : command.min_quantity);
  work_off_stops(books_[command.book]);
}

// The first rule of section 2 that refuses the order.
MatchReason MatchOracle::judge_new(const MatchCommand& command) {
  if (command.gate != 0) {  // 2.21
    const bool is_good = command.book < books_.size() && has_known_fields(command);
    if (is_good) highest_id_ = std::max(highest_id_, command.order_id);
    return static_cast<MatchReason>(command.gate);
  }
  if (command.book >= books_.size()) return MatchReason::UnknownBook;      // 2.1
  if (!has_known_fields(command)) return MatchReason::Malformed;           // 2.2
  if (command.order_id <= highest_id_) return MatchReason::OrderIdNotNew;  // 2.3
  highest_id_ = command.order_id;

  const MatchBook& book = books_[command.book];
  const MatchOrder order = order_of(command);
  if (order.open == 0 || order.open > kQuantityMax) return MatchReason::BadQuantity;  // 2.4
  if (!is_good_price(order.type, order.price)) return MatchReason::BadPrice;          // 2.5
  if (!is_good_stop_price(order.type, order.stop_price)) {                            // 2.6
    return MatchReason::BadStopPrice;
  }
  if (!is_good_display(order)) return MatchReason::BadDisplay;  // 2.7
  if (command.min_quantity != 0 &&                              // 2.8
      (command.min_quantity > order.open || order.time_in_force != TimeInForce::Ioc)) {
    return MatchReason::BadMinQuantity;
  }
  if (!is_good_combination(order.type, order.time_in_force, order.post_only)) {  // 2.9
    return MatchReason::BadCombination;
  }
  if (order.time_in_force == TimeInForce::Gtd ? order.expire_s * kNsPerSecond <= now_ns_
                                              : order.expire_s != 0) {  // 2.10
    return MatchReason::BadExpiry;
  }
  if (is_wrong_phase(book, order.time_in_force)) return MatchReason::WrongPhase;  // 2.11
  if (book.is_continuous() && order.type == OrderType::Limit &&                   // 2.12
      book.is_outside_bands(order.side, order.price)) {
    return MatchReason::OutsideBands;
  }
  if (book.is_continuous() && order.post_only &&  // 2.13
      would_cross(book, order.side, order.price)) {
    return MatchReason::WouldCross;
  }
  if (orders_.size() >= options_.max_orders) return MatchReason::NoRoom;  // 2.14
  return MatchReason::None;
}

// Rules 2.16 to 2.20. needed: what must be executable at once, or nothing is.
void MatchOracle::go_its_way(MatchOrder& order, std::uint32_t needed) {
  MatchBook& book = book_of(order);
  if (order.is_stop()) {  // 2.19
    const bool through =
        order.side == Side::Bid ? book.last >= order.stop_price : book.last <= order.stop_price;
    if (book.is_continuous() && book.last != 0 && through) {
      book.elected.push_back(&order);
    } else {
      book.keep_aside(order, Place::Stop);
    }
  } else if (order.is_pegged()) {  // 2.20
    order.price = peg_price(book, order);
    if (order.price == 0) {
      book.keep_aside(order, Place::WaitingPeg);
    } else if (book.is_continuous()) {
      enter(order, 0);
    } else {
      book.rest(order);
    }
  } else if (order.is_for_auctions()) {  // 2.18
    book.keep_aside(order, Place::Auction);
  } else if (book.is_continuous()) {  // 2.16
    enter(order, needed);
  } else if (order.type == OrderType::Market) {  // 2.18
    book.keep_aside(order, Place::Auction);
  } else {  // 2.17
    book.rest(order);
  }
}

// Rule 4.1.
void MatchOracle::cancel_order(const MatchCommand& command) {
  MatchOrder* order = find(command);
  if (order == nullptr) return refuse(command, MatchReason::UnknownOrder);
  cancel(*order, MatchReason::ByRequest);
}

void MatchOracle::replace_order(const MatchCommand& command) {
  const MatchReason reason = judge_replace(command);
  if (reason != MatchReason::None) return refuse(command, reason);

  MatchOrder& order = *find(command);
  MatchBook& book = book_of(order);
  std::int64_t open = command.quantity;  // 4.3
  const std::uint32_t known_open = command.min_quantity;
  if (known_open != 0) open -= std::int64_t{known_open} - std::int64_t{order.open};
  if (open <= 0) return cancel(order, MatchReason::ByRequest);

  const std::uint32_t price_until_now = order.is_pegged() ? order.cap : order.price;
  const bool reduces = command.price == price_until_now && open <= order.open;  // 4.4
  if (!reduces) {                                                               // 4.5
    const MatchReason refusal = judge_new_priority(order, command);
    if (refusal != MatchReason::None) return refuse(command, refusal);
  }

  const std::uint64_t old_id = order.id;
  if (command.new_order_id != 0) rename(order, command.new_order_id);
  order.self_match = static_cast<SelfMatch>(command.self_match);
  order.post_only = (command.flags & kOrderFlagPostOnly) != 0;
  MatchOutput& record = emit_of(OutputKind::Replaced, order);  // 4.6
  record.other_order_id = old_id;
  record.price = command.price;
  record.quantity = static_cast<std::uint32_t>(open);
  record.leaves = record.quantity;
  if (reduces) return book.reduce_to(order, record.quantity);

  book.remove(order);
  order.open = record.quantity;
  order.entered = input_seq_;
  if (order.is_pegged()) {
    order.cap = command.price;
  } else {
    order.price = command.price;
  }
  go_its_way(order, 0);
  work_off_stops(book);
}

// The first part of rule 4.2 that refuses the command.
MatchReason MatchOracle::judge_replace(const MatchCommand& command) {
  if (command.gate != 0) {  // 2.21
    const bool is_good =
        command.book < books_.size() && has_known_flags(command) && has_known_self_match(command);
    if (is_good) highest_id_ = std::max(highest_id_, command.new_order_id);
    return static_cast<MatchReason>(command.gate);
  }
  if (command.book >= books_.size()) return MatchReason::UnknownBook;
  if (!has_known_flags(command) || !has_known_self_match(command)) return MatchReason::Malformed;
  if (command.new_order_id != 0) {
    if (command.new_order_id <= highest_id_) return MatchReason::OrderIdNotNew;
    highest_id_ = command.new_order_id;
  }
  const MatchOrder* order = find(command);
  if (order == nullptr) return MatchReason::UnknownOrder;
  const std::uint32_t known_open = command.min_quantity;
  if (command.quantity > kQuantityMax || (known_open != 0 && known_open < order->open)) {
    return MatchReason::BadQuantity;
  }
  if (!is_good_price(order->type, command.price)) return MatchReason::BadPrice;
  if (order->display_quantity != 0 &&
      command.quantity > std::uint64_t{1024} * order->display_quantity) {
    return MatchReason::BadDisplay;
  }
  const bool post_only = (command.flags & kOrderFlagPostOnly) != 0;
  if (post_only && !is_good_combination(order->type, order->time_in_force, post_only)) {
    return MatchReason::BadCombination;
  }
  return MatchReason::None;
}

// Rule 4.5: whether the order may lose its priority now.
MatchReason MatchOracle::judge_new_priority(const MatchOrder& order,
                                            const MatchCommand& command) const {
  const MatchBook& book = books_[order.book];
  if (!book.is_continuous() && !book.is_call()) return MatchReason::WrongPhase;
  if (!book.is_continuous() || order.type != OrderType::Limit || order.place == Place::Auction) {
    return MatchReason::None;
  }
  if (book.is_outside_bands(order.side, command.price)) return MatchReason::OutsideBands;
  if ((command.flags & kOrderFlagPostOnly) != 0 && would_cross(book, order.side, command.price)) {
    return MatchReason::WouldCross;
  }
  return MatchReason::None;
}

// The order stays where it is in memory: its place in the book points there.
void MatchOracle::rename(MatchOrder& order, std::uint64_t new_id) {
  auto node = orders_.extract(order.id);
  node.key() = new_id;
  node.mapped().id = new_id;
  orders_.insert(std::move(node));
}

// Rule 4.7.
void MatchOracle::mass_cancel(const MatchCommand& command) {
  constexpr unsigned kScopes = kScopeFlagSession | kScopeFlagAccount | kScopeFlagBook;
  if (command.flags == 0 || (command.flags & ~kScopes) != 0) {
    return refuse(command, MatchReason::Malformed);
  }
  const bool in_book = (command.flags & kScopeFlagBook) != 0;
  if (in_book && command.book >= books_.size()) return refuse(command, MatchReason::UnknownBook);

  const auto chosen = by_entered([&](const MatchOrder& order) {
    if ((command.flags & kScopeFlagSession) != 0 && order.session != command.session) return false;
    if ((command.flags & kScopeFlagAccount) != 0 && order.account != command.account) return false;
    return !in_book || order.book == command.book;
  });
  for (MatchOrder* order : chosen) cancel(*order, MatchReason::MassCancel);
  MatchOutput& record = emit(OutputKind::MassCancelled, in_book ? command.book : 0xffff);
  record.account = command.account;
  record.quantity = static_cast<std::uint32_t>(chosen.size());
}

}  // namespace hotbook::oracle
