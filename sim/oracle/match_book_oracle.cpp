#include "sim/oracle/match_book_oracle.hpp"

#include <algorithm>
#include <tuple>

namespace hotbook::oracle {

bool MatchOrder::is_stop() const {
  return type == OrderType::Stop || type == OrderType::StopLimit;
}

bool MatchOrder::is_pegged() const {
  return type == OrderType::PeggedPrimary || type == OrderType::PeggedMarket ||
         type == OrderType::PeggedMidpoint;
}

bool MatchOrder::is_for_auctions() const {
  return time_in_force == TimeInForce::AtOpen || time_in_force == TimeInForce::AtClose;
}

Side other_side(Side side) {
  return side == Side::Bid ? Side::Ask : Side::Bid;
}

bool is_better(Side side, std::uint32_t a, std::uint32_t b) {
  return side == Side::Bid ? a > b : a < b;
}

void sort_by_entered(std::vector<MatchOrder*>& orders) {
  std::sort(orders.begin(), orders.end(), [](const MatchOrder* a, const MatchOrder* b) {
    return std::tie(a->entered, a->id) < std::tie(b->entered, b->id);
  });
}

// Rule 5.2.
void sort_stops(std::vector<MatchOrder*>& stops) {
  sort_by_entered(stops);
  std::stable_sort(stops.begin(), stops.end(), [](const MatchOrder* a, const MatchOrder* b) {
    return is_better(other_side(a->side), a->stop_price, b->stop_price);
  });
}

// Rule 1.5.
bool MatchBook::is_continuous() const {
  return state == TradingState::Continuous || state == TradingState::LimitUp ||
         state == TradingState::LimitDown;
}

bool MatchBook::is_call() const {
  return state == TradingState::OpeningCall || state == TradingState::HaltCall ||
         state == TradingState::ClosingCall;
}

MatchOrder* MatchBook::best(Side side) const {
  const MatchSide& orders = orders_of(side);
  if (orders.empty()) return nullptr;
  return side == Side::Bid ? orders.rbegin()->second.front() : orders.begin()->second.front();
}

// Rule 1.4: better price first, then queue order.
std::vector<MatchOrder*> MatchBook::in_priority(Side side) const {
  std::vector<MatchOrder*> sorted;
  if (side == Side::Bid) {
    for (auto level = bids_.rbegin(); level != bids_.rend(); ++level) {
      sorted.insert(sorted.end(), level->second.begin(), level->second.end());
    }
  } else {
    for (const auto& [price, queue] : asks_) {
      sorted.insert(sorted.end(), queue.begin(), queue.end());
    }
  }
  return sorted;
}

bool MatchBook::is_outside_bands(Side side, std::uint32_t price) const {
  return side == Side::Bid ? upper != 0 && price > upper : lower != 0 && price < lower;
}

void MatchBook::rest(MatchOrder& order) {
  order.place = Place::OnSide;
  remember_shown(order);
  order.visible = order.open;
  if (order.display_quantity != 0) order.visible = std::min(order.display_quantity, order.open);
  (order.side == Side::Bid ? bids_ : asks_)[order.price].push_back(&order);
}

void MatchBook::keep_aside(MatchOrder& order, Place place) {
  order.place = place;
  order.visible = order.open;
  aside(place).push_back(&order);
}

void MatchBook::remove(MatchOrder& order) {
  if (order.place == Place::OnSide) {
    remember_shown(order);
    MatchSide& side = order.side == Side::Bid ? bids_ : asks_;
    side.at(order.price).remove(&order);
    if (side.at(order.price).empty()) side.erase(order.price);
  } else if (order.place != Place::Nowhere) {
    aside(order.place).remove(&order);
  }
  order.place = Place::Nowhere;
}

void MatchBook::take(MatchOrder& order, std::uint32_t quantity) {
  remember_shown(order);
  order.open -= quantity;
  order.visible -= std::min(order.visible, quantity);
}

void MatchBook::reduce_to(MatchOrder& order, std::uint32_t open) {
  remember_shown(order);
  order.open = open;
  order.visible = std::min(order.visible, open);
}

std::list<MatchOrder*>& MatchBook::aside(Place place) {
  if (place == Place::Stop) return stops;
  return place == Place::WaitingPeg ? waiting_pegs : auction_orders;
}

// Called before each change of what a side shows.
void MatchBook::remember_shown(const MatchOrder& order) {
  if (!publish_ || order.place != Place::OnSide) return;
  if (levels_before_.empty()) top_before_ = shown_top();
  const LevelName name{order.side, order.price};
  if (!levels_before_.contains(name)) levels_before_[name] = shown_level(order.side, order.price);
}

ShownLevel MatchBook::shown_level(Side side, std::uint32_t price) const {
  ShownLevel level;
  const auto queue = orders_of(side).find(price);
  if (queue == orders_of(side).end()) return level;
  for (const MatchOrder* order : queue->second) {
    level.quantity += order->visible;
    level.order_count += 1;
  }
  return level;
}

ShownTop MatchBook::shown_top() const {
  ShownTop top;
  if (const MatchOrder* bid = best(Side::Bid)) {
    top.bid = bid->price;
    top.bid_quantity = shown_level(Side::Bid, bid->price).quantity;
  }
  if (const MatchOrder* ask = best(Side::Ask)) {
    top.ask = ask->price;
    top.ask_quantity = shown_level(Side::Ask, ask->price).quantity;
  }
  return top;
}

}  // namespace hotbook::oracle
