// Owns the price levels of all books, numbered from 1, and recycles their numbers within an epoch.
//
// Threading: one owner.
// Hot path:  take() and give() neither lock nor call the kernel, except that take() doubles the
//            pool when it is exhausted (pages are remapped, not copied).

#pragma once

#include <cstdint>
#include <new>

#include "host/feed/huge_array.hpp"

namespace hotbook::feed {

struct SideLevels;

// All orders of one side of one book at one price. One without orders may be dormant: it keeps its
// key and place, as prices that were used are used again.
struct alignas(32) Level {
  std::uint64_t quantity;
  std::uint64_t key;  // owner << 32 | price, compared in one go
  std::uint32_t order_count;
  std::uint32_t next_free;
  SideLevels* side;  // that it is a level of

  // The key of a level that is nobody's; no input has this bit.
  static constexpr std::uint64_t kNobodys = std::uint64_t{1} << 50;

  [[nodiscard]] std::uint32_t price() const noexcept { return static_cast<std::uint32_t>(key); }
  // book << 1 | side
  [[nodiscard]] std::uint32_t owner() const noexcept {
    return static_cast<std::uint32_t>(key >> 32);
  }
};
static_assert(sizeof(Level) == 32);

class LevelPool {
 public:
  LevelPool() : levels_{kLevelsMin} { levels_[0].key = Level::kNobodys; }

  [[nodiscard]] Level& operator[](std::uint32_t level) noexcept { return levels_[level]; }
  [[nodiscard]] const Level& operator[](std::uint32_t level) const noexcept {
    return levels_[level];
  }

  [[nodiscard]] std::uint32_t take(std::uint64_t key, SideLevels* side) {
    std::uint32_t level = free_;
    if (level != 0) {
      free_ = levels_[level].next_free;
    } else {
      level = fresh_;
      if (level == levels_.count()) grow();
      ++fresh_;
    }
    levels_[level] = {.quantity = 0, .key = key, .order_count = 0, .next_free = 0, .side = side};
    return level;
  }

  void give(std::uint32_t level) noexcept {
    levels_[level].key = Level::kNobodys;
    levels_[level].next_free = free_;
    free_ = level;
  }

  [[nodiscard]] const Level* data() const noexcept { return levels_.data(); }

  // The first number no level has had since restart().
  [[nodiscard]] std::uint32_t fresh() const noexcept { return fresh_; }

  // Forgets every level: from now on all are nobody's. Numbers go on from fresh().
  void start_epoch() noexcept {
    for (; first_ != fresh_; ++first_) levels_[first_].key = Level::kNobodys;
    free_ = 0;
  }
  // As start_epoch(), but numbers start at 1 again.
  void restart() noexcept {
    start_epoch();
    first_ = 1;
    fresh_ = 1;
  }

 private:
  static constexpr std::size_t kLevelsMin = std::size_t{1} << 12;
  static constexpr std::size_t kLevelsMax = std::size_t{1} << 31;  // 64 GiB of levels

  void grow() {
    if (levels_.count() >= kLevelsMax) throw std::bad_alloc{};
    levels_.grow(2 * levels_.count());
  }

  HugeArray<Level> levels_;
  std::uint32_t free_ = 0;
  std::uint32_t first_ = 1;  // of this epoch
  std::uint32_t fresh_ = 1;
};

}  // namespace hotbook::feed
