// Which slot of the kernel's instrument table a security has, and where a new one goes.
//
// Two banks of buckets of four ways. A security is in one of two buckets, one a bank; a new one
// goes into the emptier of them, bank 0's when they are equal, and is refused when both are full.
// What is in never moves, so that whoever knows the order of insertion knows every slot: the kernel
// and the planner on the host use this one definition.
//
// Synthesis: C++14; eight comparisons side by side.

#pragma once

#include <cstdint>

namespace hotbook {
namespace mdp3_kernel {

constexpr unsigned kBanks = 2;
constexpr unsigned kBuckets = 512;
constexpr unsigned kWays = 4;
constexpr unsigned kSlots = kBanks * kBuckets * kWays;
constexpr unsigned kNoSlot = kSlots;

// Two rounds of shift and product: securities that are numbered without gaps, or evenly far apart,
// are spread like others.
inline unsigned bucket_of(std::uint32_t security, unsigned bank) {
  const std::uint32_t once = (security ^ security >> 16) * 0x7feb352du;
  const std::uint32_t twice = (once ^ once >> 15) * (bank == 0 ? 0x846ca68bu : 0x9e3779b1u);
  return (twice ^ twice >> 16) >> 8 & (kBuckets - 1);
}

inline unsigned slot_of(unsigned bank, unsigned bucket, unsigned way) {
  return (bank * kBuckets + bucket) * kWays + way;
}

// Key: what a slot tells of itself: is_of(security) and is_used().
template <class Keys>
inline unsigned find_slot(const Keys& keys, std::uint32_t security) {
  unsigned found = kNoSlot;
  for (unsigned bank = 0; bank < kBanks; ++bank) {
    const unsigned bucket = bucket_of(security, bank);
    for (unsigned way = 0; way < kWays; ++way) {
      const unsigned slot = slot_of(bank, bucket, way);
      if (keys.is_of(slot, security)) found = slot;
    }
  }
  return found;
}

// Where a security that has no slot goes; kNoSlot when both of its buckets are full.
template <class Keys>
inline unsigned free_slot(const Keys& keys, std::uint32_t security) {
  unsigned best_free = 0;
  unsigned best = kNoSlot;
  for (unsigned bank = 0; bank < kBanks; ++bank) {
    const unsigned bucket = bucket_of(security, bank);
    unsigned free = 0;
    unsigned first = kNoSlot;
    for (unsigned i = 0; i < kWays; ++i) {
      const unsigned slot = slot_of(bank, bucket, kWays - 1 - i);
      if (keys.is_used(slot)) continue;
      ++free;
      first = slot;
    }
    if (free > best_free) {
      best_free = free;
      best = first;
    }
  }
  return best;
}

}  // namespace mdp3_kernel
}  // namespace hotbook
