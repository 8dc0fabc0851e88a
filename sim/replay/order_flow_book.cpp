#include "sim/replay/order_flow_book.hpp"

#include <algorithm>
#include <utility>

namespace hotbook::replay {

void FlowBook::enter(FlowEntry entry) {
  step_lowest_ = step_highest_ = 0;
  meet(entry);
  elect_stops();
}

void FlowBook::rest(const FlowEntry& entry) {
  std::uint32_t shown = entry.quantity;
  if (entry.display != 0 && entry.display < entry.quantity) {
    shown = entry.display;
    reserves_[entry.order_id] = {entry.display, entry.quantity - shown};
  }
  orders_.add({entry.order_id, entry.price, shown, entry.side, entry.day, entry.account});
}

void FlowBook::cancel(std::uint32_t number) {
  reserves_.erase(orders_.order(number).order_ref);
  remove(number);
}

void FlowBook::cancel_waiting(std::size_t index) {
  gone_[gone_next_++ % gone_.size()] = waiting_[index].entry.order_id;
  waiting_[index] = waiting_.back();
  waiting_.pop_back();
}

std::uint32_t FlowBook::open(std::uint32_t number) {
  const RestingOrder& order = orders_.order(number);
  const auto reserve = reserves_.find(order.order_ref);
  return order.quantity + (reserve == reserves_.end() ? 0 : reserve->second.hidden);
}

void FlowBook::reduce(std::uint32_t number, std::uint32_t open, std::uint64_t order_id) {
  RestingOrder& order = orders_.order(number);
  auto reserve = reserves_.extract(order.order_ref);
  order.quantity = std::min(order.quantity, open);
  order.order_ref = order_id;
  if (reserve.empty() || open == order.quantity) return;
  reserve.mapped().hidden = open - order.quantity;
  reserve.key() = order_id;
  (void)reserves_.insert(std::move(reserve));
}

void FlowBook::end_of_day() {
  for (std::size_t i = orders_.order_count(); i-- > 0;) {
    const std::uint32_t number = orders_.at(static_cast<std::uint32_t>(i));
    if (orders_.order(number).day) cancel(number);
  }
  std::erase_if(waiting_, [](const FlowWaiting& of) { return of.entry.day; });
}

void FlowBook::uncross() {
  while (orders_.has(Side::Bid) && orders_.has(Side::Ask) &&
         orders_.best_price(Side::Bid) >= orders_.best_price(Side::Ask)) {
    const std::uint32_t bid = orders_.first(Side::Bid);
    const std::uint32_t ask = orders_.first(Side::Ask);
    const std::uint32_t quantity =
        std::min(orders_.order(bid).quantity, orders_.order(ask).quantity);
    last_ = middle;
    execute(bid, quantity);
    execute(ask, quantity);
  }
  std::erase_if(waiting_, [](const FlowWaiting& of) {
    return of.type == OrderType::Limit || of.type == OrderType::Market;
  });
}

void FlowBook::set_bands(FlowBands bands) {
  bands_ = bands;
  if (state != TradingState::Continuous) return;
  while (bands.upper != 0 && orders_.has(Side::Bid) &&
         orders_.best_price(Side::Bid) > bands.upper) {
    cancel(orders_.first(Side::Bid));
  }
  while (bands.lower != 0 && orders_.has(Side::Ask) &&
         orders_.best_price(Side::Ask) < bands.lower) {
    cancel(orders_.first(Side::Ask));
  }
}

void FlowBook::set_reference(std::uint32_t bid, std::uint32_t ask, bool is_protected) {
  reference_bid_ = bid;
  reference_ask_ = ask;
  protected_ = is_protected;
}

bool FlowBook::is_at_limit() const {
  return state == TradingState::Continuous && ((bands_.upper != 0 && orders_.has(Side::Bid) &&
                                                orders_.best_price(Side::Bid) == bands_.upper) ||
                                               (bands_.lower != 0 && orders_.has(Side::Ask) &&
                                                orders_.best_price(Side::Ask) == bands_.lower));
}

// The price up to which (a bid) or down to which (an ask) an order may execute.
std::uint32_t FlowBook::limit_of(const FlowEntry& entry) const noexcept {
  const bool bid = entry.side == Side::Bid;
  std::uint32_t limit = entry.price;
  if (limit == 0) limit = bid ? (bands_.upper != 0 ? bands_.upper : kFlowPriceMax) : bands_.lower;
  if (!protected_) return limit;
  if (bid) return reference_ask_ != 0 ? std::min(limit, reference_ask_) : limit;
  return std::max(limit, reference_bid_);
}

void FlowBook::meet(FlowEntry& entry) {
  const Side other = opposite(entry.side);
  const std::uint32_t limit = limit_of(entry);
  while (entry.quantity > 0 && orders_.has(other)) {
    const std::uint32_t number = orders_.first(other);
    const RestingOrder resting = orders_.order(number);
    if (entry.side == Side::Bid ? resting.price > limit : resting.price < limit) break;
    if (entry.self_match != SelfMatch::None && entry.account == resting.account) {
      if (!meet_own(entry, number)) return;
      continue;
    }
    const std::uint32_t quantity = std::min(entry.quantity, resting.quantity);
    entry.quantity -= quantity;
    last_ = resting.price;
    step_lowest_ = step_lowest_ == 0 ? last_ : std::min(step_lowest_, last_);
    step_highest_ = std::max(step_highest_, last_);
    execute(number, quantity);
  }
  if (entry.quantity == 0 || !entry.rests) {
    gone_[gone_next_++ % gone_.size()] = entry.order_id;
    return;
  }
  const bool crosses =
      orders_.has(other) && (entry.side == Side::Bid ? orders_.best_price(other) <= entry.price
                                                     : orders_.best_price(other) >= entry.price);
  if (!crosses) rest(entry);
}

// Whether the entering order goes on.
bool FlowBook::meet_own(FlowEntry& entry, std::uint32_t number) {
  switch (entry.self_match) {
    case SelfMatch::CancelOldest:
      cancel(number);
      return true;
    case SelfMatch::CancelBoth:
      cancel(number);
      return false;
    case SelfMatch::Decrement: {
      const std::uint32_t quantity = std::min(entry.quantity, orders_.order(number).quantity);
      entry.quantity -= quantity;
      execute(number, quantity);
      return entry.quantity > 0;
    }
    case SelfMatch::None:
    case SelfMatch::CancelNewest:
      return false;
  }
  return false;
}

// Takes shares off a resting order; an iceberg shows its next tranche at the end of the queue.
void FlowBook::execute(std::uint32_t number, std::uint32_t quantity) {
  RestingOrder& resting = orders_.order(number);
  resting.quantity -= quantity;
  if (resting.quantity != 0) return;
  const auto reserve = reserves_.find(resting.order_ref);
  if (reserve == reserves_.end()) {
    remove(number);
    return;
  }
  RestingOrder next = resting;
  next.quantity = std::min(reserve->second.display, reserve->second.hidden);
  reserve->second.hidden -= next.quantity;
  if (reserve->second.hidden == 0) reserves_.erase(reserve);
  orders_.remove(number);
  orders_.add(next);
}

void FlowBook::remove(std::uint32_t number) {
  gone_[gone_next_++ % gone_.size()] = orders_.order(number).order_ref;
  orders_.remove(number);
}

void FlowBook::elect_stops() {
  for (std::size_t i = 0; step_highest_ != 0 && i < waiting_.size();) {
    const FlowWaiting stop = waiting_[i];
    const bool is_stop = stop.type == OrderType::Stop || stop.type == OrderType::StopLimit;
    const bool elected = stop.entry.side == Side::Bid ? stop.stop_price <= step_highest_
                                                      : stop.stop_price >= step_lowest_;
    if (!is_stop || !elected) {
      ++i;
      continue;
    }
    cancel_waiting(i);
    FlowEntry entry = stop.entry;
    meet(entry);
    i = 0;
  }
}

}  // namespace hotbook::replay
