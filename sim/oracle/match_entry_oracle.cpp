// Sections 3, 5 and 6 of the matching function: entry, stops, pegged orders.

#include <algorithm>
#include <tuple>

#include "sim/oracle/match_oracle.hpp"
#include "sim/oracle/match_peg_oracle.hpp"

namespace hotbook::oracle {
namespace {

constexpr std::uint32_t kPriceMax = 0x7fffffff;

bool is_within_own_price(const MatchOrder& order, std::uint32_t price) {
  if (order.type == OrderType::Market) return true;
  return order.side == Side::Bid ? price <= order.price : price >= order.price;
}

bool is_beyond_band(const MatchBook& book, const MatchOrder& order, std::uint32_t price) {
  return order.type == OrderType::Market && book.is_outside_bands(order.side, price);
}

bool is_beyond_reference(const MatchBook& book, const MatchOrder& order, std::uint32_t price) {
  if (!book.is_protected) return false;
  return order.side == Side::Bid ? book.reference_ask != 0 && price > book.reference_ask
                                 : book.reference_bid != 0 && price < book.reference_bid;
}

// Rule 3.1.
bool may_trade_at(const MatchBook& book, const MatchOrder& order, std::uint32_t price) {
  return is_within_own_price(order, price) && !is_beyond_band(book, order, price) &&
         !is_beyond_reference(book, order, price);
}

// Whether self-match prevention keeps the two apart.
bool is_own(const MatchOrder& order, const MatchOrder& resting) {
  return order.self_match != SelfMatch::None && order.account == resting.account;
}

}  // namespace

void MatchOracle::Prints::add(std::uint32_t price) {
  lowest = std::min(lowest.value_or(price), price);
  highest = std::max(highest.value_or(price), price);
}

// Section 3. The order is in no place yet; afterwards it rests or lives no more.
void MatchOracle::enter(MatchOrder& order, std::uint32_t needed) {
  MatchBook& book = book_of(order);
  if (needed != 0 && executable(order) < needed) {  // 3.2
    const bool whole = order.time_in_force == TimeInForce::Fok;
    return cancel(order, whole ? MatchReason::Fok : MatchReason::MinQuantity);
  }
  Prints prints;
  if (trade(order, prints)) {
    if (order.open == 0) {
      forget(order);
    } else {
      dispose_of_remainder(order);
    }
  }
  elect(book, prints);
}

// Rule 3.2: what the order could execute at once.
std::uint64_t MatchOracle::executable(const MatchOrder& order) const {
  const MatchBook& book = books_[order.book];
  std::uint64_t at_better_prices = 0;
  std::uint64_t open_here = 0;     // at the price that is being counted
  std::uint64_t visible_here = 0;  // the same
  std::uint32_t here = 0;
  for (const MatchOrder* resting : book.in_priority(other_side(order.side))) {
    if (!may_trade_at(book, order, resting->price)) break;
    if (resting->price != here) {
      here = resting->price;
      at_better_prices += open_here;
      open_here = 0;
      visible_here = 0;
    }
    if (is_own(order, *resting)) {
      if (order.self_match == SelfMatch::CancelOldest) continue;
      return at_better_prices + visible_here;
    }
    open_here += resting->open;
    visible_here += resting->visible;
  }
  return at_better_prices + open_here;
}

// Rule 3.3. False: the order was cancelled.
bool MatchOracle::trade(MatchOrder& order, Prints& prints) {
  const MatchBook& book = book_of(order);
  while (order.open > 0) {
    MatchOrder* resting = book.best(other_side(order.side));
    if (resting == nullptr || !may_trade_at(book, order, resting->price)) return true;
    if (is_own(order, *resting)) {
      if (!prevent_self_match(order, *resting)) return false;
    } else {
      execute(order, *resting, prints);
    }
  }
  return true;
}

// Rules 3.4 and 3.10.
void MatchOracle::execute(MatchOrder& order, MatchOrder& resting, Prints& prints) {
  MatchBook& book = book_of(order);
  const std::uint32_t quantity = std::min(order.open, resting.visible);
  order.open -= quantity;
  book.take(resting, quantity);
  book.last = resting.price;
  prints.add(resting.price);
  MatchOutput& record = emit_of(OutputKind::Execution, order);
  record.other_order_id = resting.id;
  record.price = resting.price;
  record.quantity = quantity;
  record.other_leaves = resting.open;
  record.other_account = resting.account;
  settle_resting(resting);
}

// Rules 3.6 and 3.7: after something was taken off a resting order.
void MatchOracle::settle_resting(MatchOrder& resting) {
  if (resting.open == 0) return forget(resting);
  if (resting.visible != 0) return;
  MatchBook& book = book_of(resting);
  book.remove(resting);
  book.rest(resting);
  MatchOutput& record = emit_of(OutputKind::Restated, resting);
  record.quantity = resting.visible;
  record.reason = static_cast<std::uint8_t>(MatchReason::Replenished);
}

// Rule 3.5. False: the entering order was cancelled.
bool MatchOracle::prevent_self_match(MatchOrder& order, MatchOrder& resting) {
  switch (order.self_match) {
    case SelfMatch::None:
      break;
    case SelfMatch::CancelNewest:
      cancel(order, MatchReason::SelfMatch);
      return false;
    case SelfMatch::CancelOldest:
      cancel(resting, MatchReason::SelfMatch);
      break;
    case SelfMatch::CancelBoth:
      cancel(resting, MatchReason::SelfMatch);
      cancel(order, MatchReason::SelfMatch);
      return false;
    case SelfMatch::Decrement:
      return decrement(order, resting);
  }
  return true;
}

bool MatchOracle::decrement(MatchOrder& order, MatchOrder& resting) {
  const std::uint32_t quantity = std::min(order.open, resting.visible);
  if (resting.open == quantity) {
    cancel(resting, MatchReason::SelfMatch);
  } else {
    book_of(resting).take(resting, quantity);
    MatchOutput& record = emit_of(OutputKind::Restated, resting);
    record.quantity = quantity;
    record.reason = static_cast<std::uint8_t>(MatchReason::SelfMatch);
    settle_resting(resting);
  }
  if (order.open == quantity) {
    cancel(order, MatchReason::SelfMatch);
    return false;
  }
  order.open -= quantity;
  MatchOutput& record = emit_of(OutputKind::Restated, order);
  record.quantity = quantity;
  record.reason = static_cast<std::uint8_t>(MatchReason::SelfMatch);
  return true;
}

void MatchOracle::dispose_of_remainder(MatchOrder& order) {
  MatchBook& book = book_of(order);
  const MatchOrder* best = book.best(other_side(order.side));
  const bool was_held_back = best != nullptr && is_within_own_price(order, best->price);
  const bool by_reference = was_held_back && is_beyond_reference(book, order, best->price);
  const bool by_band = was_held_back && is_beyond_band(book, order, best->price);
  const bool may_rest = (order.type == OrderType::Limit || order.is_pegged()) &&
                        order.time_in_force != TimeInForce::Ioc &&
                        order.time_in_force != TimeInForce::Fok;
  if (by_reference) return cancel(order, MatchReason::TradeThrough);           // 3.8, 3.9
  if (may_rest) return book.rest(order);                                       // 3.8
  cancel(order, by_band ? MatchReason::OutsideBands : MatchReason::Unfilled);  // 3.9
}

// Rules 5.1 and 5.2.
void MatchOracle::elect(MatchBook& book, const Prints& prints) {
  if (!prints.lowest) return;
  std::vector<MatchOrder*> bids;
  std::vector<MatchOrder*> asks;
  for (MatchOrder* stop : book.stops) {
    if (stop->side == Side::Bid && stop->stop_price <= *prints.highest) bids.push_back(stop);
    if (stop->side == Side::Ask && stop->stop_price >= *prints.lowest) asks.push_back(stop);
  }
  sort_stops(bids);
  sort_stops(asks);
  for (const auto& stops : {bids, asks}) {
    for (MatchOrder* stop : stops) {
      book.remove(*stop);
      book.elected.push_back(stop);
    }
  }
}

// Rules 5.3 and 5.4.
void MatchOracle::work_off_stops(MatchBook& book) {
  while (!book.elected.empty()) {
    MatchOrder& order = *book.elected.front();
    book.elected.pop_front();
    if (order.type == OrderType::StopLimit && book.is_outside_bands(order.side, order.price)) {
      cancel(order, MatchReason::OutsideBands);
      continue;
    }
    MatchOutput& record = emit_of(OutputKind::Triggered, order);
    record.quantity = order.open;
    record.reason = static_cast<std::uint8_t>(MatchReason::Stop);
    order.type = order.type == OrderType::Stop ? OrderType::Market : OrderType::Limit;
    order.stop_price = 0;
    order.entered = input_seq_;
    enter(order, 0);
  }
}

// Rule 6.2.
void MatchOracle::reference(const MatchCommand& command) {
  if (command.book >= books_.size()) return refuse(command, MatchReason::UnknownBook);
  if ((command.flags & ~kReferenceFlagProtected) != 0) {
    return refuse(command, MatchReason::Malformed);
  }
  if (command.price > kPriceMax || command.stop_price > kPriceMax) {
    return refuse(command, MatchReason::BadPrice);
  }
  MatchBook& book = books_[command.book];
  book.reference_bid = command.price;
  book.reference_ask = command.stop_price;
  book.is_protected = (command.flags & kReferenceFlagProtected) != 0;
  reprice_pegs(book);
  work_off_stops(book);
}

// Rule 6.3.
void MatchOracle::reprice_pegs(MatchBook& book) {
  std::vector<std::uint64_t> pegs;
  for (const MatchOrder* order : by_entered([&](const MatchOrder& candidate) {
         return candidate.book == book.index() && candidate.is_pegged();
       })) {
    pegs.push_back(order->id);
  }
  for (const std::uint64_t id : pegs) {
    const auto found = orders_.find(id);
    if (found == orders_.end()) continue;  // an earlier peg's entry ended it
    MatchOrder& order = found->second;
    const std::uint32_t price = peg_price(book, order);
    if (price == order.price) continue;
    book.remove(order);
    order.price = price;
    MatchOutput& record = emit_of(OutputKind::Restated, order);
    record.quantity = order.open;
    record.reason = static_cast<std::uint8_t>(MatchReason::Pegged);
    go_its_way(order, 0);
  }
}

}  // namespace hotbook::oracle
