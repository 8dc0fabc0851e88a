#include "host/takeover/match_window_mirror.hpp"

#include <algorithm>
#include <cassert>

namespace hotbook {

using engine::RestingOrder;

MatchWindowMirror::MatchWindowMirror(Side side, std::size_t orders_max)
    : side_{side}, orders_max_{orders_max} {
  orders_.reserve(orders_max + 1);
}

RestingOrder* MatchWindowMirror::find(std::uint64_t id) noexcept {
  const auto at = std::ranges::find(orders_, id, &RestingOrder::id);
  return at == orders_.end() ? nullptr : &*at;
}

bool MatchWindowMirror::holds(std::uint64_t id) const noexcept {
  return std::ranges::find(orders_, id, &RestingOrder::id) != orders_.end();
}

std::size_t MatchWindowMirror::count_expected() const noexcept {
  std::size_t count = orders_.size();
  for (std::size_t i = 0; i < coming_; ++i) {
    count += refills_sent_[(first_ + i) % kRefillsComing].count;
  }
  return count;
}

bool MatchWindowMirror::is_deep_expected() const noexcept {
  return coming_ == 0 ? deep_ : newest().deep;
}

std::uint8_t MatchWindowMirror::refills_expected() const noexcept {
  return static_cast<std::uint8_t>(refills_ + coming_);
}

std::uint64_t MatchWindowMirror::last_expected() const noexcept {
  if (coming_ != 0) return newest().orders[newest().count - 1].id;
  return orders_.empty() ? 0 : orders_.back().id;
}

void MatchWindowMirror::sent(std::span<const RestingOrder> orders, bool deep) noexcept {
  assert(!is_coming_full() && !orders.empty() && orders.size() <= kRefillOrders);
  Refill& refill = refills_sent_[(first_ + coming_++) % kRefillsComing];
  std::ranges::copy(orders, refill.orders.begin());
  refill.count = orders.size();
  refill.deep = deep;
}

bool MatchWindowMirror::answered(bool taken) noexcept {
  if (doomed_ != 0) {
    --doomed_;
    return !taken;
  }
  if (coming_ == 0) return false;
  const Refill& refill = refills_sent_[first_];
  first_ = (first_ + 1) % kRefillsComing;
  --coming_;
  const bool has_room = orders_.size() + refill.count <= orders_max_;
  if (!taken) {
    // Those behind it do not count on from what was taken, so they are refused too.
    doomed_ = coming_;
    coming_ = 0;
    return !has_room;
  }
  if (!has_room) return false;
  orders_.insert(orders_.end(), refill.orders.begin(),
                 refill.orders.begin() + static_cast<std::ptrdiff_t>(refill.count));
  deep_ = refill.deep;
  ++refills_;
  return true;
}

void MatchWindowMirror::forget() noexcept {
  orders_.clear();
  deep_ = true;
  change_behind();
}

void MatchWindowMirror::change_behind() noexcept {
  doomed_ += coming_;
  coming_ = 0;
  refills_ = 0;
}

void MatchWindowMirror::remove(std::uint64_t id) noexcept {
  if (const RestingOrder* order = find(id))
    orders_.erase(orders_.begin() + (order - orders_.data()));
}

void MatchWindowMirror::set_open(std::uint64_t id, std::uint32_t open) noexcept {
  if (RestingOrder* order = find(id)) order->open = open;
}

bool MatchWindowMirror::reduce(const MatchOutput& replaced) noexcept {
  RestingOrder* order = find(replaced.other_order_id);
  if (order == nullptr || replaced.price != order->price || replaced.leaves > order->open) {
    return false;
  }
  order->id = replaced.order_id;
  order->open = replaced.leaves;
  return true;
}

void MatchWindowMirror::rest(const RestingOrder& order) noexcept {
  const auto at = std::ranges::find_if(
      orders_, [&](const RestingOrder& other) { return is_better(order.price, other.price); });
  if (deep_ && at == orders_.end()) return change_behind();
  orders_.insert(at, order);
  if (orders_.size() <= orders_max_) return;
  orders_.pop_back();
  deep_ = true;
  change_behind();
}

}  // namespace hotbook
