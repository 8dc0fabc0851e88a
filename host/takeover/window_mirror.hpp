// What the card's window of one book side holds, worked out from the card's own records by the
// rules of the hot window.
//
// A window is an exact prefix of its side, so its prices say everything; quantities are the twin's.
//
// Threading: one thread.
// Hot path:  no allocation after the first levels_max levels; no exception, no lock.

#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "host/domain/layout.hpp"

namespace hotbook {

class WindowMirror {
 public:
  [[nodiscard]] bool is_deep() const noexcept { return deep_; }
  [[nodiscard]] bool is_known() const noexcept { return !deep_ || !prices_.empty(); }
  [[nodiscard]] std::span<const std::uint32_t> prices() const noexcept { return prices_; }

  // A level of this price now exists on the side.
  void add(Side side, std::uint32_t price, std::size_t levels_max) {
    if (!is_known()) return;
    const auto at = std::find_if(prices_.begin(), prices_.end(),
                                 [&](std::uint32_t have) { return !is_better(side, have, price); });
    if (at != prices_.end() && *at == price) return;
    if (at == prices_.end() && (deep_ || prices_.size() == levels_max)) {
      deep_ = true;
      return;
    }
    prices_.insert(at, price);
    if (prices_.size() > levels_max) {
      prices_.pop_back();
      deep_ = true;
    }
  }

  // The side's level of this price has lost its last order.
  void remove(std::uint32_t price) { std::erase(prices_, price); }

  // The card said that it cannot say.
  void forget() noexcept {
    prices_.clear();
    deep_ = true;
  }

  // The card took a refill of these prices.
  void refill(std::span<const std::uint32_t> prices, bool deep) {
    prices_.insert(prices_.end(), prices.begin(), prices.end());
    deep_ = deep;
  }

 private:
  static constexpr bool is_better(Side side, std::uint32_t a, std::uint32_t b) noexcept {
    return side == Side::Bid ? a > b : a < b;
  }

  std::vector<std::uint32_t> prices_;  // best first
  bool deep_ = false;
};

}  // namespace hotbook
