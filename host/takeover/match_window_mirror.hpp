// What the card's window of one side of a book holds, worked out from the function's outputs by the
// ownership rules, and the refills of it that are on their way.
//
// Threading: one thread.
// Hot path:  no allocation after the constructor; no exception, no lock.

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "host/domain/layout.hpp"
#include "host/engine/book_view.hpp"

namespace hotbook {

class MatchWindowMirror {
 public:
  static constexpr std::size_t kRefillOrders = 2;    // of one refill
  static constexpr std::size_t kRefillsComing = 16;  // on their way at most

  MatchWindowMirror(Side side, std::size_t orders_max);

  [[nodiscard]] std::size_t count() const noexcept { return orders_.size(); }
  [[nodiscard]] bool is_deep() const noexcept { return deep_; }
  [[nodiscard]] bool holds(std::uint64_t id) const noexcept;

  // As it will be when all refills on their way are taken: orders, whether it is deep, what to
  // count the next refill as, and the order that it follows (0: none).
  [[nodiscard]] std::size_t count_expected() const noexcept;
  [[nodiscard]] bool is_deep_expected() const noexcept;
  [[nodiscard]] std::uint8_t refills_expected() const noexcept;
  [[nodiscard]] std::uint64_t last_expected() const noexcept;
  [[nodiscard]] std::size_t coming() const noexcept { return coming_; }
  [[nodiscard]] bool is_coming_full() const noexcept { return coming_ + doomed_ == kRefillsComing; }

  // A refill of these orders was sent.
  void sent(std::span<const engine::RestingOrder> orders, bool deep) noexcept;
  // It was answered. False when the card took what it had to refuse.
  [[nodiscard]] bool answered(bool taken) noexcept;

  // The card forgot the window.
  void forget() noexcept;
  // What is behind the window may have changed.
  void change_behind() noexcept;
  // The card was granted the book, and told whether this side is deep.
  void granted(bool deep) noexcept { deep_ = deep; }

  // An order left the window, if it was there; has this quantity now; is another one now.
  void remove(std::uint64_t id) noexcept;
  void set_open(std::uint64_t id, std::uint32_t open) noexcept;
  // True when the replaced order keeps its priority and its place.
  [[nodiscard]] bool reduce(const MatchOutput& replaced) noexcept;
  // An order came to rest on the side (rule 4.8).
  void rest(const engine::RestingOrder& order) noexcept;

 private:
  struct Refill {
    std::array<engine::RestingOrder, kRefillOrders> orders;
    std::size_t count = 0;
    bool deep = false;
  };
  [[nodiscard]] engine::RestingOrder* find(std::uint64_t id) noexcept;
  [[nodiscard]] bool is_better(std::uint32_t price, std::uint32_t other) const noexcept {
    return side_ == Side::Bid ? price > other : price < other;
  }
  [[nodiscard]] const Refill& newest() const noexcept {
    return refills_sent_[(first_ + coming_ - 1) % kRefillsComing];
  }

  Side side_;
  std::size_t orders_max_;
  std::vector<engine::RestingOrder> orders_;  // best first
  bool deep_ = true;
  std::uint8_t refills_ = 0;
  // Refills on their way: first those that will be refused, then those that can be taken.
  std::size_t doomed_ = 0;
  std::array<Refill, kRefillsComing> refills_sent_;  // a ring of the latter
  std::size_t first_ = 0;
  std::size_t coming_ = 0;
};

}  // namespace hotbook
