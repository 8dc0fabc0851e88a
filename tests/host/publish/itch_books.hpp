// Order books built from ITCH messages by the specification alone: slow, and obviously right. Knows
// each order's place in its queue, and complains of whatever a venue must not send.
//
// Threading: one thread.
// Hot path:  none.

#pragma once

#include <cstdint>
#include <deque>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <tuple>

#include "host/feed/itch_messages.hpp"

namespace hotbook::publish_test {

struct ItchOrder {
  std::uint16_t locate = 0;
  char side = 0;
  std::uint32_t price = 0;
  std::uint64_t quantity = 0;
};

class ItchBooks {
 public:
  // What was wrong with the message; nothing when it was right.
  std::string take(feed::Bytes bytes) {
    complaint_.clear();
    const auto length = feed::itch::kShapes[bytes[0]].length;
    if (length != bytes.size()) return "wrong length";
    const feed::itch::Message head{bytes.data()};
    if (head.timestamp() < time_) complain("time falls");
    time_ = head.timestamp();
    ++counts[head.type()];
    switch (head.type()) {
      case 'A':
        add(feed::itch::AddOrder{bytes.data()});
        break;
      case 'E': {
        const feed::itch::OrderExecuted message{bytes.data()};
        if (!is_front(message.order_ref())) complain("an execution of an order that is not first");
        number(message.match_number());
        take_off(message.stock_locate(), message.order_ref(), message.executed_quantity(), true);
        break;
      }
      case 'C': {
        const feed::itch::OrderExecutedWithPrice message{bytes.data()};
        if (message.printable() != 'N') complain("a cross's execution is printable");
        if (message.match_number() < match_number_) complain("match numbers fall");
        match_number_ = message.match_number();
        take_off(message.stock_locate(), message.order_ref(), message.executed_quantity(), true);
        break;
      }
      case 'X': {
        const feed::itch::OrderCancel message{bytes.data()};
        take_off(message.stock_locate(), message.order_ref(), message.cancelled_quantity(), false);
        break;
      }
      case 'D': {
        const feed::itch::OrderDelete message{bytes.data()};
        remove(message.stock_locate(), message.order_ref());
        break;
      }
      case 'U':
        replace(feed::itch::OrderReplace{bytes.data()});
        break;
      default:
        break;
    }
    return complaint_;
  }

  // The queue of a price, first to last.
  [[nodiscard]] const std::deque<std::uint64_t>& queue(std::uint16_t locate, char side,
                                                       std::uint32_t price) const {
    static const std::deque<std::uint64_t> kNone;
    const auto found = queues_.find({locate, side, price});
    return found == queues_.end() ? kNone : found->second;
  }
  // Prices with orders, rising.
  [[nodiscard]] std::set<std::uint32_t> prices(std::uint16_t locate, char side) const {
    std::set<std::uint32_t> all;
    for (auto it = queues_.lower_bound({locate, side, 0});
         it != queues_.end() && std::get<0>(it->first) == locate && std::get<1>(it->first) == side;
         ++it) {
      all.insert(std::get<2>(it->first));
    }
    return all;
  }
  [[nodiscard]] const ItchOrder& order(std::uint64_t ref) const { return orders_.at(ref); }
  [[nodiscard]] std::size_t order_count() const { return orders_.size(); }

  std::map<char, std::uint64_t> counts;

 private:
  using Place = std::tuple<std::uint16_t, char, std::uint32_t>;

  void complain(const std::string& what) {
    if (complaint_.empty()) complaint_ = what;
  }
  void number(std::uint64_t match_number) {
    if (match_number <= match_number_) complain("match numbers do not rise");
    match_number_ = match_number;
  }
  void add(const feed::itch::AddOrder& message) {
    const ItchOrder order{message.stock_locate(), message.side(), message.price().value,
                          message.quantity()};
    if (order.side != 'B' && order.side != 'S') complain("a side that there is not");
    if (order.quantity == 0) complain("an add of nothing");
    if (order.price == 0) complain("an add at no price");
    insert(message.order_ref(), order);
  }
  void insert(std::uint64_t ref, const ItchOrder& order) {
    if (!orders_.emplace(ref, order).second) return complain("a reference that lives");
    queues_[{order.locate, order.side, order.price}].push_back(ref);
  }
  [[nodiscard]] bool is_front(std::uint64_t ref) const {
    const auto found = orders_.find(ref);
    if (found == orders_.end()) return false;
    const ItchOrder& order = found->second;
    // The best bid is the last of its side's prices, the best ask the first.
    auto best = queues_.upper_bound({order.locate, order.side, 0});
    if (order.side == 'B') {
      best = std::prev(queues_.upper_bound({order.locate, order.side, 0xffffffff}));
    }
    return std::get<2>(best->first) == order.price && best->second.front() == ref;
  }
  void take_off(std::uint16_t locate, std::uint64_t ref, std::uint32_t quantity, bool may_end) {
    const auto found = orders_.find(ref);
    if (found == orders_.end()) return complain("an unknown reference");
    if (quantity == 0) complain("a change of nothing");
    if (found->second.locate != locate) complain("another book's reference");
    if (found->second.quantity < quantity) return complain("more than the order has");
    found->second.quantity -= quantity;
    if (found->second.quantity != 0) return;
    if (!may_end) complain("a cancel of all there is");
    remove(locate, ref);
  }
  void remove(std::uint16_t locate, std::uint64_t ref) {
    const auto found = orders_.find(ref);
    if (found == orders_.end()) return complain("an unknown reference");
    const ItchOrder order = found->second;
    if (order.locate != locate) complain("another book's reference");
    orders_.erase(found);
    const auto queue = queues_.find({order.locate, order.side, order.price});
    std::erase(queue->second, ref);
    if (queue->second.empty()) queues_.erase(queue);
  }
  void replace(const feed::itch::OrderReplace& message) {
    const auto found = orders_.find(message.original_order_ref());
    if (found == orders_.end()) return complain("an unknown reference");
    ItchOrder order = found->second;
    remove(message.stock_locate(), message.original_order_ref());
    order.price = message.price().value;
    order.quantity = message.quantity();
    insert(message.new_order_ref(), order);
  }

  std::map<std::uint64_t, ItchOrder> orders_;
  std::map<Place, std::deque<std::uint64_t>> queues_;
  std::uint64_t time_ = 0;
  std::uint64_t match_number_ = 0;
  std::string complaint_;
};

}  // namespace hotbook::publish_test
