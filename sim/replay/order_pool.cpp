#include "sim/replay/order_pool.hpp"

namespace hotbook::replay {

std::uint32_t OrderPool::best_price(Side side) const {
  return side == Side::Bid ? bids_.rbegin()->first : asks_.begin()->first;
}

std::uint32_t OrderPool::first(Side side) const {
  return side == Side::Bid ? bids_.rbegin()->second.earliest : asks_.begin()->second.earliest;
}

void OrderPool::add(const RestingOrder& order) {
  std::uint32_t number = 0;
  if (free_.empty()) {
    number = static_cast<std::uint32_t>(slots_.size());
    slots_.emplace_back();
  } else {
    number = free_.back();
    free_.pop_back();
  }
  Level& level = levels(order.side)[order.price];
  slots_[number] = {order, level.latest, kNone, static_cast<std::uint32_t>(all_.size())};
  all_.push_back(number);
  (level.latest == kNone ? level.earliest : slots_[level.latest].later) = number;
  level.latest = number;
}

void OrderPool::remove(std::uint32_t number) {
  const Slot slot = slots_[number];
  Levels& side = levels(slot.order.side);
  const auto level = side.find(slot.order.price);
  (slot.earlier == kNone ? level->second.earliest : slots_[slot.earlier].later) = slot.later;
  (slot.later == kNone ? level->second.latest : slots_[slot.later].earlier) = slot.earlier;
  if (level->second.earliest == kNone) side.erase(level);
  all_[slot.place] = all_.back();
  slots_[all_[slot.place]].place = slot.place;
  all_.pop_back();
  free_.push_back(number);
}

}  // namespace hotbook::replay
