// A book made of three maps, written from section 4 of rtl/spec/feed_function.md to be obviously
// right and to share no idea with BookBuilder.

#pragma once

#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "host/feed/book_builder.hpp"

namespace hotbook::feed_test {

class BookModel {
 public:
  feed::BookChange add(std::uint16_t book, Side side, const feed::NewOrder& order) {
    const std::uint16_t ask = side == Side::Ask ? kUpdateFlagSideAsk : std::uint16_t{0};
    if (order.quantity == 0 || orders_.contains({order.ref, book})) {
      return {0, 0, static_cast<std::uint16_t>(ask | kUpdateFlagOrderIgnored)};
    }
    orders_[{order.ref, book}] = {side, order.price, order.quantity};
    return {order.price, order.quantity, ask};
  }

  // Without a quantity: all that is left.
  feed::BookChange take(std::uint16_t book, std::uint64_t ref, std::optional<std::uint32_t> asked) {
    const auto found = orders_.find({ref, book});
    if (found == orders_.end()) return {0, asked.value_or(0), kUpdateFlagOrderUnknown};
    Order& order = found->second;
    std::uint16_t flags = order.side == Side::Ask ? kUpdateFlagSideAsk : std::uint16_t{0};
    const std::uint32_t price = order.price;
    std::uint32_t taken = asked.value_or(order.quantity);
    if (taken > order.quantity) {
      flags |= kUpdateFlagOverfill;
      taken = order.quantity;
    }
    order.quantity -= taken;
    if (order.quantity == 0) orders_.erase(found);
    return {price, taken, flags};
  }

  void start_epoch(bool known) {
    orders_.clear();
    known_ = known;
  }

  std::size_t order_count() const { return orders_.size(); }

  // Best first, added up from the orders each time.
  std::vector<feed::LevelView> levels(std::uint16_t book, Side side) const {
    std::map<std::uint32_t, std::pair<std::uint64_t, std::uint32_t>> by_price;
    for (const auto& [key, order] : orders_) {
      if (key.second != book || order.side != side) continue;
      auto& level = by_price[side == Side::Bid ? ~order.price : order.price];
      level.first += order.quantity;
      ++level.second;
    }
    std::vector<feed::LevelView> out;
    for (const auto& [key, level] : by_price) {
      out.push_back({{side == Side::Bid ? ~key : key}, level.first, level.second});
    }
    return out;
  }

  std::uint64_t touch(std::uint16_t book, Side side) const {
    const auto all = levels(book, side);
    if (!known_ || all.empty()) return 0;
    const std::uint64_t shown = all[0].quantity > 0xffffffff ? 0xffffffff : all[0].quantity;
    return shown << 32 | all[0].price.value;
  }

 private:
  struct Order {
    Side side;
    std::uint32_t price;
    std::uint32_t quantity;
  };
  std::map<std::pair<std::uint64_t, std::uint16_t>, Order> orders_;
  bool known_ = true;
};

}  // namespace hotbook::feed_test
