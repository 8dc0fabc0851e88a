// Keeps the levels of one side of one book in price order, best last, and its best level at hand.
// The last one has orders; others may be dormant (see Level).
//
// Threading: one owner.
// Hot path:  better_than() counts over the eight best levels without a branch, since most of a day
//            happens near the touch; insert() allocates only when the block doubles.

#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <vector>

#include "host/domain/layout.hpp"
#include "host/feed/huge_array.hpp"

namespace hotbook::feed {

// Hands out blocks of sorted entries, each with padding in front that is below every entry, and
// padding behind that may be overwritten.
// Blocks are recycled by size and returned to the system only when the pool goes.
class BlockPool {
 public:
  static constexpr unsigned kCapacityLog2Min = 3;
  static constexpr std::size_t kPad = 8;  // a cache line

  // A block's first entry behind the padding.
  [[nodiscard]] std::uint64_t* take(unsigned capacity_log2);
  void give(std::uint64_t* entries, unsigned capacity_log2) noexcept;

 private:
  static constexpr std::size_t kChunk = std::size_t{1} << 19;
  [[nodiscard]] static constexpr std::size_t size(unsigned capacity_log2) noexcept {
    return 2 * kPad + (std::size_t{1} << capacity_log2);
  }

  std::vector<HugeArray<std::uint64_t>> chunks_;
  std::size_t used_ = kChunk;     // of the last chunk
  std::uint64_t* free_[32] = {};  // a free block starts with the address of the next one
};

// Best price and quantity as a record holds them, quantity in the upper half; 0 when empty.
using Touch = std::uint64_t;

struct alignas(32) SideLevels {
  std::uint64_t* entries;  // key << 32 | level number, ascending
  Touch touch;
  std::uint32_t count;
  std::uint32_t best;  // level number, 0 when empty
  std::uint8_t capacity_log2;
  std::uint8_t incomplete;  // see BookBuilder::apply()

  // Fetches the best levels, for a search and an insertion among them.
  [[gnu::always_inline]] void prefetch() const noexcept {
    std::uintptr_t line = std::bit_cast<std::uintptr_t>(entries) + count * sizeof *entries;
#pragma GCC unroll 4
    for (int i = 0; i < kLinesFetched; ++i, line -= kLine) {
      __builtin_prefetch(std::bit_cast<const void*>(line), 1);
    }
  }

  // A better price has a greater key, on both sides.
  [[nodiscard]] static std::uint32_t key(Side side, std::uint32_t price) noexcept {
    return side == Side::Ask ? ~price : price;
  }

  // How many levels are better than the key.
  [[nodiscard]] std::uint32_t better_than(std::uint32_t wanted) const noexcept {
    if (count == 0) return 0;
    const std::uint64_t limit = std::uint64_t{wanted} << 32 | 0xffffffffU;
    // The padding lets this run over the front of a short side.
    const std::uint64_t* const near = entries + count - BlockPool::kPad;
    std::uint32_t better = 0;
    for (std::size_t i = 0; i < BlockPool::kPad; ++i) better += near[i] > limit ? 1U : 0U;
    if (better < BlockPool::kPad) [[likely]]
      return better;
    return deeper_than(limit);
  }

  // True when the level at this depth has the key.
  [[nodiscard]] bool has(std::uint32_t depth, std::uint32_t wanted) const noexcept {
    return depth < count && entries[count - 1 - depth] >> 32 == wanted;
  }
  [[nodiscard]] std::uint32_t number(std::uint32_t depth) const noexcept {
    return static_cast<std::uint32_t>(entries[count - 1 - depth]);
  }

  [[nodiscard]] bool is_full() const noexcept {
    return entries == nullptr || count == 1U << capacity_log2;
  }
  // Call with room: when full, grow() first.
  void insert(std::uint32_t depth, std::uint32_t wanted, std::uint32_t level) noexcept {
    std::uint64_t* const at = entries + (count++ - depth);
    move(at + 1, at, depth);
    *at = std::uint64_t{wanted} << 32 | level;
  }

  void grow(BlockPool& blocks);

  void erase(std::uint32_t depth) noexcept {
    std::uint64_t* const at = entries + (--count - depth);
    move(at, at + 1, depth);
  }

 private:
  static constexpr std::uintptr_t kLine = 64;
  static constexpr int kLinesFetched = 4;

  // Near the touch more is moved than there is, always as much: what is behind the best level is
  // nobody's, and a length that changes is a branch guessed wrongly.
  static void move(std::uint64_t* target, const std::uint64_t* source, std::size_t depth) noexcept {
    if (depth <= BlockPool::kPad) {
      std::uint64_t moved[BlockPool::kPad];
      std::memcpy(moved, source, sizeof moved);
      std::memcpy(target, moved, sizeof moved);
    } else {
      std::memmove(target, source, depth * sizeof *source);
    }
  }
  [[nodiscard]] std::uint32_t deeper_than(std::uint64_t limit) const noexcept;
};
static_assert(sizeof(SideLevels) == 32);

}  // namespace hotbook::feed
