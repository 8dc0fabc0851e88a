// Every live order as its client and risk know it, found by the venue's number or by the client's.
//
// Threading: one thread, the venue's.
// Hot path:  nothing throws or locks; a page of orders is allocated once every kPageOrders of them,
//            and the map of a session's names when it grows.

#pragma once

#include <tsl/robin_map.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <utility>
#include <vector>

#include "host/domain/client.hpp"
#include "host/domain/layout.hpp"
#include "host/risk/risk_gate.hpp"

namespace hotbook::venue {

struct OrderEntry {
  std::uint64_t order_id = 0;  // 0: nothing here
  std::uint64_t executed_notional = 0;
  std::uint32_t account = 0;
  std::uint32_t user_ref = 0;
  std::uint32_t price = 0;  // as asked for: limit, or a peg's cap
  std::uint32_t total = 0;  // asked for in all, what was executed included
  std::uint32_t open = 0;
  std::uint32_t executed = 0;
  std::uint32_t stop_price = 0;
  std::uint32_t display_quantity = 0;
  std::uint32_t min_quantity = 0;
  std::uint32_t expire_s = 0;
  std::uint16_t session = 0;
  std::uint16_t book = 0;
  std::uint8_t side = 0;
  OrderType order_type = OrderType::Limit;
  TimeInForce time_in_force = TimeInForce::Day;
  std::uint8_t flags = 0;
  std::uint8_t self_match = 0;
  SaleKind sale = SaleKind::Long;
  bool is_accepted = false;  // else matching has not answered yet
  // A replacement that matching has not answered: the order it is for, as it was when asked.
  std::uint32_t asked_open = 0;
  std::uint32_t asked_price = 0;
  std::array<char, 4> door{};
  ClientOrderId cl_ord_id{};
};

// `quantity` of an order as risk sees it; leaves: what is open afterwards.
[[nodiscard]] inline risk::RiskOrder risk_order(const OrderEntry& order, std::uint32_t quantity,
                                                std::uint32_t leaves = 0) noexcept {
  return {order.account, order.session,    order.book,  static_cast<Side>(order.side),
          order.sale,    order.order_type, order.price, quantity,
          leaves};
}

class OrderDirectory {
 public:
  explicit OrderDirectory(std::size_t session_count) : names_(session_count) {}

  // Ids rise. The entry stays where it is until it is removed.
  OrderEntry& add(const OrderEntry& entry) {
    OrderEntry& place = at(entry.order_id);
    place = entry;
    names_[entry.session][entry.user_ref] = entry.order_id;
    ++count_;
    if (entry.time_in_force == TimeInForce::Gtd) ++gtd_count_;
    return place;
  }

  [[nodiscard]] OrderEntry* find(std::uint64_t order_id) noexcept {
    const std::uint64_t page = order_id / kPageOrders;
    if (page < first_page_ || page - first_page_ >= pages_.size()) return nullptr;
    Page* const orders = pages_[page - first_page_].get();
    if (orders == nullptr) return nullptr;
    OrderEntry& entry = orders->entries[order_id % kPageOrders];
    return entry.order_id == order_id && order_id != 0 ? &entry : nullptr;
  }
  [[nodiscard]] const OrderEntry* find(std::uint64_t order_id) const noexcept {
    return const_cast<OrderDirectory*>(this)->find(order_id);
  }
  [[nodiscard]] OrderEntry* find(std::uint16_t session, std::uint32_t user_ref) noexcept {
    const auto name = names_[session].find(user_ref);
    return name == names_[session].end() ? nullptr : find(name->second);
  }

  [[nodiscard]] const OrderEntry* find(std::uint16_t session,
                                       std::uint32_t user_ref) const noexcept {
    return const_cast<OrderDirectory*>(this)->find(session, user_ref);
  }

  void remove(OrderEntry& entry) noexcept {
    auto& names = names_[entry.session];
    const auto name = names.find(entry.user_ref);
    if (name != names.end() && name->second == entry.order_id) names.erase(name);
    const std::uint64_t page = entry.order_id / kPageOrders;
    entry.order_id = 0;
    --count_;
    if (entry.time_in_force == TimeInForce::Gtd) --gtd_count_;
    std::unique_ptr<Page>& orders = pages_[page - first_page_];
    if (--orders->count == 0 && page - first_page_ + 1 != pages_.size()) retire(orders);
  }

  [[nodiscard]] std::size_t count() const noexcept { return count_; }
  // Those that the clock ends.
  [[nodiscard]] std::size_t gtd_count() const noexcept { return gtd_count_; }
  [[nodiscard]] std::size_t count(std::uint16_t session) const noexcept {
    return names_[session].size();
  }

  // Calls visit(const OrderEntry&) for each, by rising id.
  template <typename Visit>
  void for_each(Visit visit) const {
    for (const std::unique_ptr<Page>& page : pages_) {
      if (page == nullptr) continue;
      for (const OrderEntry& entry : page->entries) {
        if (entry.order_id != 0) visit(entry);
      }
    }
  }

 private:
  static constexpr std::uint64_t kPageOrders = 4096;
  struct Page {
    std::array<OrderEntry, kPageOrders> entries{};
    std::size_t count = 0;
  };

  OrderEntry& at(std::uint64_t order_id) {
    const std::uint64_t page = order_id / kPageOrders;
    if (pages_.empty()) {
      first_page_ = page;
    } else if (page - first_page_ >= pages_.size() && pages_.back() && pages_.back()->count == 0) {
      spare_ = std::move(pages_.back());
    }
    while (page - first_page_ >= pages_.size()) pages_.push_back(nullptr);
    std::unique_ptr<Page>& orders = pages_[page - first_page_];
    if (orders == nullptr) orders = spare_ ? std::move(spare_) : std::make_unique<Page>();
    ++orders->count;
    return orders->entries[order_id % kPageOrders];
  }

  void retire(std::unique_ptr<Page>& orders) noexcept {
    spare_ = std::move(orders);
    while (pages_.size() > 1 && pages_.front() == nullptr) {
      pages_.pop_front();
      ++first_page_;
    }
  }

  std::deque<std::unique_ptr<Page>> pages_;  // the last one takes the orders to come
  std::unique_ptr<Page> spare_;              // its entries are empty
  std::uint64_t first_page_ = 0;
  std::size_t count_ = 0;
  std::size_t gtd_count_ = 0;
  std::vector<tsl::robin_map<std::uint32_t, std::uint64_t>> names_;  // user_ref to order_id
};

}  // namespace hotbook::venue
