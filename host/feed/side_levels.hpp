// Keeps the levels of one side of one book in price order, best last, and its best level at hand.
//
// Threading: one owner.
// Hot path:  find() compares sixteen prices at once from the best level on, since most of a day
//            happens near the touch; insert() allocates only when the block doubles.

#pragma once

#include <cstdint>
#include <cstring>
#include <vector>

#include "host/domain/layout.hpp"
#include "host/feed/huge_array.hpp"

namespace hotbook::feed {

// Hands out blocks of sorted levels: 16 keys of padding, capacity keys, capacity level numbers.
// Blocks are recycled by size and returned to the system only when the pool goes.
class BlockPool {
 public:
  static constexpr unsigned kCapacityLog2Min = 4;
  static constexpr std::size_t kPad = 16;

  // A block's first key behind the padding. The padding is below every key.
  [[nodiscard]] std::int32_t* take(unsigned capacity_log2);
  void give(std::int32_t* keys, unsigned capacity_log2) noexcept;

 private:
  static constexpr std::size_t kChunkWords = std::size_t{1} << 20;
  [[nodiscard]] static constexpr std::size_t words(unsigned capacity_log2) noexcept {
    return kPad + (std::size_t{2} << capacity_log2);
  }

  std::vector<HugeArray<std::int32_t>> chunks_;
  std::size_t used_ = kChunkWords;  // of the last chunk
  std::int32_t* free_[32] = {};  // a free block holds the address of the next one
};

// Best price and quantity as a record holds them, quantity in the upper half; 0 when empty.
using Touch = std::uint64_t;

struct alignas(32) SideLevels {
  std::int32_t* keys;
  Touch touch;
  std::uint32_t count;
  std::uint32_t best;  // level number, 0 when empty
  std::uint8_t capacity_log2;
  std::uint8_t incomplete;  // see BookBuilder::apply()

  [[nodiscard]] std::uint32_t* numbers() const noexcept {
    return static_cast<std::uint32_t*>(static_cast<void*>(keys + (std::size_t{1} << capacity_log2)));
  }

  // A better price has a greater key, on both sides. Signed, because SSE2 compares no other.
  [[nodiscard]] static std::int32_t key(Side side, std::uint32_t price) noexcept {
    const std::uint32_t flip = side == Side::Ask ? 0x7fffffffU : 0x80000000U;
    return static_cast<std::int32_t>(price ^ flip);
  }

  // How many levels are better than the key.
  [[nodiscard]] std::uint32_t better_than(std::int32_t wanted) const noexcept {
    if (count == 0) return 0;
    // The padding lets the first comparison run over the front of a short side.
    const std::int32_t* near = keys + count - BlockPool::kPad;
    std::int32_t better = 0;
    for (std::size_t i = 0; i < BlockPool::kPad; ++i) better += near[i] > wanted ? 1 : 0;
    if (better < static_cast<std::int32_t>(BlockPool::kPad)) [[likely]] {
      return static_cast<std::uint32_t>(better);
    }
    return deeper_than(wanted);
  }

  // True when the level at this depth has the key.
  [[nodiscard]] bool has(std::uint32_t depth, std::int32_t wanted) const noexcept {
    return depth < count && keys[count - 1 - depth] == wanted;
  }
  [[nodiscard]] std::uint32_t number(std::uint32_t depth) const noexcept {
    return numbers()[count - 1 - depth];
  }

  void insert(std::uint32_t depth, std::int32_t wanted, std::uint32_t level, BlockPool& blocks) {
    if (keys == nullptr || count == 1U << capacity_log2) [[unlikely]] grow(blocks);
    std::uint32_t* const levels = numbers();
    std::uint32_t at = count;
    for (; depth != 0; --depth, --at) {
      keys[at] = keys[at - 1];
      levels[at] = levels[at - 1];
    }
    keys[at] = wanted;
    levels[at] = level;
    ++count;
  }

  void erase(std::uint32_t depth) noexcept {
    std::uint32_t* const levels = numbers();
    --count;
    for (std::uint32_t at = count - depth; at < count; ++at) {
      keys[at] = keys[at + 1];
      levels[at] = levels[at + 1];
    }
  }

 private:
  [[nodiscard]] std::uint32_t deeper_than(std::int32_t wanted) const noexcept;
  void grow(BlockPool& blocks);
};
static_assert(sizeof(SideLevels) == 32);

}  // namespace hotbook::feed
