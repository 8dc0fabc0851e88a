#include "host/feed/side_levels.hpp"

#include <algorithm>
#include <limits>

namespace hotbook::feed {

std::int32_t* BlockPool::take(unsigned capacity_log2) {
  std::int32_t* keys = free_[capacity_log2];
  if (keys != nullptr) {
    std::memcpy(&free_[capacity_log2], static_cast<const void*>(keys), sizeof(std::int32_t*));
  } else {
    const std::size_t wanted = words(capacity_log2);
    if (chunks_.empty() || used_ + wanted > chunks_.back().count()) {
      chunks_.emplace_back(std::max(kChunkWords, wanted));
      used_ = 0;
    }
    keys = chunks_.back().data() + used_ + kPad;
    used_ += wanted;
  }
  std::fill(keys - kPad, keys, std::numeric_limits<std::int32_t>::min());
  return keys;
}

void BlockPool::give(std::int32_t* keys, unsigned capacity_log2) noexcept {
  std::memcpy(static_cast<void*>(keys), &free_[capacity_log2], sizeof(std::int32_t*));
  free_[capacity_log2] = keys;
}

std::uint32_t SideLevels::deeper_than(std::int32_t wanted) const noexcept {
  const std::int32_t* const first = keys;
  const std::int32_t* const end = first + count;
  return static_cast<std::uint32_t>(end - std::upper_bound(first, end, wanted));
}

void SideLevels::grow(BlockPool& blocks) {
  const auto larger_log2 = static_cast<std::uint8_t>(
      keys == nullptr ? BlockPool::kCapacityLog2Min : capacity_log2 + 1U);
  std::int32_t* const larger = blocks.take(larger_log2);
  if (keys != nullptr) {
    std::copy(keys, keys + count, larger);
    const std::uint32_t* const levels = numbers();
    std::int32_t* const old = keys;
    const std::uint8_t old_log2 = capacity_log2;
    keys = larger;
    capacity_log2 = larger_log2;
    std::copy(levels, levels + count, numbers());
    blocks.give(old, old_log2);
  } else {
    keys = larger;
    capacity_log2 = larger_log2;
  }
}

}  // namespace hotbook::feed
