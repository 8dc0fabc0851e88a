// Owns the levels of all books: which prices have orders, and the queue at each.
//
// Threading: one owner.
// Hot path:  neither allocates, throws, locks nor enters the kernel. A level inside the window is
//            found by index and the next best one by at most two bit scans; one outside of it takes
//            a search in a B+ tree.
//
// Prices of a side are used as keys: the smaller, the better (key_of). Every side has a window of
// kWindow consecutive keys that starts a little before its best; everything else is far. Key k of
// the window lies at index k mod kWindow, so that the window slides without anything being moved
// but the levels that come in or go out. It slides only when uses of far levels, since it last did,
// have paid for those that go out: the cost of an input stays bounded on average whatever the
// prices are.

#pragma once

#include <cstddef>
#include <cstdint>

#include "host/engine/book.hpp"
#include "host/engine/key_trees.hpp"
#include "host/engine/order.hpp"
#include "host/feed/huge_array.hpp"

namespace hotbook::engine {

// What a level shows, for market data. The publisher remembers here that it has noted the level;
// with its key, for another level may come to have the same place.
struct LevelTotals {
  std::uint64_t quantity;
  std::uint32_t order_count;
  std::uint32_t noted_key;
  std::uint64_t noted_at;
};

// One side of one book: side is 2 * book + (0 bid, 1 ask).
struct SideRef {
  BookSide& state;
  std::uint32_t index;
};

class PriceLadder {
 public:
  static constexpr std::uint32_t kWindow = 1024;

  // levels_max: of far levels and of queues taken by take_level(), together.
  PriceLadder(std::size_t book_count, std::size_t levels_max, bool with_totals);

  // The level of a key, 0 if it is far and there is none. One in the window may be empty.
  [[nodiscard]] std::uint32_t find(SideRef side, std::uint32_t key) const noexcept {
    if (key - side.state.base < kWindow) [[likely]]
      return window_level(side.index, key);
    return trees_.find(side.state.far_root, key);
  }
  [[nodiscard]] Level& level(std::uint32_t number) noexcept { return levels_[number]; }
  [[nodiscard]] const Level& level(std::uint32_t number) const noexcept { return levels_[number]; }
  [[nodiscard]] LevelTotals& totals(std::uint32_t number) noexcept { return totals_[number]; }

  // The level of a key, made if there is none: the caller puts an order into it.
  [[nodiscard]] std::uint32_t obtain(SideRef side, std::uint32_t key) noexcept {
    if (key - side.state.base >= kWindow) [[unlikely]]
      return obtain_far(side, key);
    const std::uint32_t number = window_level(side.index, key);
    if (levels_[number].head != 0) return number;
    const std::uint32_t word = word_of(key);
    words_[side.index * kWords + word] |= std::uint64_t{1} << (key & 63U);
    side.state.summary = static_cast<std::uint16_t>(side.state.summary | 1U << word);
    side.state.best = key < side.state.best ? key : side.state.best;
    return number;
  }

  // A level has lost its last order.
  void emptied(SideRef side, std::uint32_t key, std::uint32_t number) noexcept {
    if (key - side.state.base >= kWindow) [[unlikely]]
      return emptied_far(side, key, number);
    const std::uint32_t word = word_of(key);
    std::uint64_t& bits = words_[side.index * kWords + word];
    bits &= ~(std::uint64_t{1} << (key & 63U));
    if (bits == 0) {
      side.state.summary = static_cast<std::uint16_t>(side.state.summary & ~(1U << word));
    }
    if (key == side.state.best) {
      const std::uint32_t next =
          bits != 0 ? (key & ~63U) + lowest_bit(bits) : window_from(side, key & ~63U);
      side.state.best = next < side.state.far_best ? next : side.state.far_best;
    }
  }

  // The first level at or above a key: its key, kNoKey if there is none.
  [[nodiscard]] std::uint32_t at_or_above(SideRef side, std::uint32_t key) const noexcept;

  // A queue outside of any side; stops and expiries are kept in trees of their own.
  [[nodiscard]] std::uint32_t take_level() noexcept {
    const std::uint32_t number = free_[--free_count_];
    levels_[number] = {0, 0};
    if (totals_.count() != 0) totals_[number] = {};
    return number;
  }
  void give_level(std::uint32_t number) noexcept { free_[free_count_++] = number; }
  [[nodiscard]] KeyTrees& trees() noexcept { return trees_; }
  [[nodiscard]] const KeyTrees& trees() const noexcept { return trees_; }

  // For look-ahead: brings the place a key has in the window; tells the level that is there.
  [[gnu::always_inline]] void fetch(std::uint32_t side, std::uint32_t key) const noexcept {
    __builtin_prefetch(&levels_[window_level(side, key)], 1);
    __builtin_prefetch(&words_[side * kWords + word_of(key)], 1);
  }
  [[nodiscard]] static bool is_far(const BookSide& state, std::uint32_t key) noexcept {
    return key - state.base >= kWindow;
  }
  [[nodiscard]] const Level& window_guess(std::uint32_t side, std::uint32_t key) const noexcept {
    return levels_[window_level(side, key)];
  }

 private:
  static constexpr std::uint32_t kWords = kWindow / 64;
  static_assert(kWords == 16, "BookSide::summary has a bit for each");
  static constexpr std::uint32_t kAhead = kWindow / 8;  // keys before the best when it slides

  [[nodiscard]] static std::uint32_t word_of(std::uint32_t key) noexcept {
    return key / 64 % kWords;
  }
  [[nodiscard]] std::uint32_t window_level(std::uint32_t side, std::uint32_t key) const noexcept {
    return first_window_ + side * kWindow + key % kWindow;
  }
  [[nodiscard]] static std::uint32_t lowest_bit(std::uint64_t bits) noexcept {
    return static_cast<std::uint32_t>(__builtin_ctzll(bits));
  }
  [[nodiscard]] static std::uint32_t base_for(std::uint32_t best) noexcept {
    return best < kAhead ? 0 : (best - kAhead) & ~63U;
  }
  // The first level of the window, seen from the word of a key round to the word before it.
  [[nodiscard]] std::uint32_t window_from(SideRef side, std::uint32_t key) const noexcept {
    const std::uint32_t word = word_of(key);
    const std::uint32_t summary = side.state.summary;
    if (summary == 0) return kNoKey;
    const std::uint32_t ahead = lowest_bit((summary << kWords | summary) >> word);
    return key + 64 * ahead + lowest_bit(words_[side.index * kWords + (word + ahead) % kWords]);
  }
  [[nodiscard]] std::uint32_t obtain_far(SideRef side, std::uint32_t key) noexcept;
  void emptied_far(SideRef side, std::uint32_t key, std::uint32_t number) noexcept;
  void used_far(SideRef side) noexcept;
  void slide(SideRef side, std::uint32_t base) noexcept;

  KeyTrees trees_;
  feed::HugeArray<Level> levels_;
  feed::HugeArray<LevelTotals> totals_;
  feed::HugeArray<std::uint64_t> words_;
  feed::HugeArray<std::uint32_t> free_;
  std::size_t free_count_ = 0;
  std::uint32_t first_window_ = 0;
};

}  // namespace hotbook::engine
