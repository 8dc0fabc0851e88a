#include "host/feed/side_levels.hpp"

#include <algorithm>
#include <cstring>

namespace hotbook::feed {

std::uint64_t* BlockPool::take(unsigned capacity_log2) {
  std::uint64_t* entries = free_[capacity_log2];
  if (entries != nullptr) {
    std::memcpy(&free_[capacity_log2], entries, sizeof(std::uint64_t));
    return entries;  // its padding is still zero
  }
  const std::size_t wanted = size(capacity_log2);
  if (chunks_.empty() || used_ + wanted > chunks_.back().count()) {
    chunks_.emplace_back(std::max(kChunk, wanted));
    used_ = 0;
  }
  entries = chunks_.back().data() + used_ + kPad;
  used_ += wanted;
  return entries;
}

void BlockPool::give(std::uint64_t* entries, unsigned capacity_log2) noexcept {
  static_assert(sizeof(std::uint64_t*) == sizeof(std::uint64_t));
  std::memcpy(entries, &free_[capacity_log2], sizeof(std::uint64_t));
  free_[capacity_log2] = entries;
}

// Halves the range without branches: which half is as good as random, so a branch would be guessed
// wrongly half of the time.
std::uint32_t SideLevels::deeper_than(std::uint64_t limit) const noexcept {
  const std::uint64_t* first = entries - 1;  // padding: not above the limit
  for (std::size_t left = count - BlockPool::kPad + 1; left > 1;) {
    const std::size_t half = left / 2;
    first = first[half] <= limit ? first + half : first;
    left -= half;
  }
  return static_cast<std::uint32_t>(entries + count - 1 - first);
}

void SideLevels::grow(BlockPool& blocks) {
  if (entries == nullptr) {
    capacity_log2 = BlockPool::kCapacityLog2Min;
    entries = blocks.take(capacity_log2);
    return;
  }
  std::uint64_t* const larger = blocks.take(capacity_log2 + 1U);
  std::copy(entries, entries + count, larger);
  blocks.give(entries, capacity_log2);
  entries = larger;
  ++capacity_log2;
}

}  // namespace hotbook::feed
