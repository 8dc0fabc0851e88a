// Finds the slot of a live order by its id.
//
// Threading: one owner.
// Hot path:  one cache line for nearly every call; neither allocates, throws, locks nor enters the
//            kernel.
//
// Open addressing, at most a quarter full, eight bytes an entry. Eight neighbouring ids are wanted
// side by side in one cache line (ids only grow, and young orders are the busy ones); where such a
// line is, is a hash, so that ids without any regularity, or with an unlucky one, do no harm.

#pragma once

#include <cstddef>
#include <cstdint>

#include "host/feed/huge_array.hpp"

namespace hotbook::engine {

class IdIndex {
 public:
  explicit IdIndex(std::size_t orders_max) : entries_{entries_for(orders_max)} {
    entries_.populate();
    mask_ = static_cast<std::uint32_t>(entries_.count() - 1);
  }

  // is_it(slot) tells whether an order of the right hash has the wanted id. 0: not there.
  template <class IsIt>
  [[nodiscard]] std::uint32_t find(std::uint64_t id, IsIt is_it) const noexcept {
    const std::uint32_t tag = tag_of(id);
    for (std::uint32_t at = tag & mask_;; at = (at + 1) & mask_) {
      const Entry entry = entries_[at];
      if (entry.slot == 0) return 0;
      if (entry.tag == tag && is_it(entry.slot)) return entry.slot;
    }
  }

  // An id that is not there.
  void insert(std::uint64_t id, std::uint32_t slot) noexcept {
    const std::uint32_t tag = tag_of(id);
    std::uint32_t at = tag & mask_;
    while (entries_[at].slot != 0) at = (at + 1) & mask_;
    entries_[at] = {tag, slot};
    // The next ids are likely to be here soon.
    __builtin_prefetch(&entries_[tag_of(id + 8) & mask_], 1);
  }

  // An id that is there, with its slot.
  void erase(std::uint64_t id, std::uint32_t slot) noexcept {
    std::uint32_t hole = tag_of(id) & mask_;
    while (entries_[hole].slot != slot) hole = (hole + 1) & mask_;
    for (std::uint32_t at = (hole + 1) & mask_; entries_[at].slot != 0; at = (at + 1) & mask_) {
      // An entry may move to the hole unless its home lies behind the hole.
      const std::uint32_t distance = (at - entries_[at].tag) & mask_;
      if (distance < ((at - hole) & mask_)) continue;
      entries_[hole] = entries_[at];
      hole = at;
    }
    entries_[hole] = {};
  }

  // What find() will look at first.
  [[nodiscard]] const void* home(std::uint64_t id) const noexcept {
    return &entries_[tag_of(id) & mask_];
  }
  // The slot find() would look at first, a guess that is nearly always right; maybe 0.
  [[nodiscard]] std::uint32_t guess(std::uint64_t id) const noexcept {
    return entries_[tag_of(id) & mask_].slot;
  }

 private:
  struct Entry {
    std::uint32_t tag;   // its low bits are the entry's home
    std::uint32_t slot;  // 0: empty
  };
  static_assert(sizeof(Entry) == 8);

  [[nodiscard]] static std::uint32_t tag_of(std::uint64_t id) noexcept {
    const std::uint64_t hash = (id >> 3U) * 0x9e3779b97f4a7c15U;
    return static_cast<std::uint32_t>(hash >> 35U) << 3U | static_cast<std::uint32_t>(id & 7U);
  }
  [[nodiscard]] static std::size_t entries_for(std::size_t orders_max) noexcept {
    std::size_t entries = 64;
    while (entries < 4 * orders_max) entries *= 2;
    return entries;
  }

  feed::HugeArray<Entry> entries_;
  std::uint32_t mask_ = 0;
};

}  // namespace hotbook::engine
