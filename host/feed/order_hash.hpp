// Holds orders in an open-addressed table, 16 bytes an order: those that OrderIndex displaced.
//
// Threading: one owner.
// Hot path:  find(), insert() and erase() mostly touch one cache line; insert() doubles the table
//            (a rehash, the only allocation) when more than half of it is used.
//
// A slot is empty when its level is below live_from. Levels are numbered upwards, so start_epoch()
// empties the whole table by raising one number instead of touching every slot.

#pragma once

#include <cstddef>
#include <cstdint>

#include "host/feed/huge_array.hpp"

namespace hotbook::feed {

struct OrderSlot {
  std::uint64_t ref;
  std::uint32_t quantity;  // never 0 while the order rests
  std::uint32_t level;     // in the LevelPool: its price, side and book
};
static_assert(sizeof(OrderSlot) == 16);

class OrderHash {
 public:
  explicit OrderHash(std::size_t order_capacity) {
    std::size_t slots = kSlotsMin;
    while (slots < 2 * order_capacity) slots *= 2;
    resize(slots);
  }

  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] std::size_t slot_count() const noexcept { return slots_.count(); }

  // Where the search for a reference starts.
  [[nodiscard]] std::size_t home(std::uint64_t ref) const noexcept {
    return static_cast<std::size_t>((ref * kGolden) >> shift_);
  }
  [[nodiscard]] OrderSlot& slot(std::size_t at) noexcept { return slots_[at]; }
  [[nodiscard]] const OrderSlot& slot(std::size_t at) const noexcept { return slots_[at]; }
  [[nodiscard]] std::size_t next(std::size_t at) const noexcept { return (at + 1) & mask_; }
  [[nodiscard]] bool is_empty(std::size_t at) const noexcept {
    return slots_[at].level < live_from_;
  }

  // The slot of an order for which is_it(level) holds, or the empty slot where it would go.
  template <class IsIt>
  [[nodiscard]] std::size_t find(std::uint64_t ref, IsIt is_it) const noexcept {
    std::size_t at = home(ref);
    while (!is_empty(at) && (slots_[at].ref != ref || !is_it(slots_[at].level))) at = next(at);
    return at;
  }

  // Fills an empty slot that find() returned.
  void insert(std::size_t at, const OrderSlot& order) {
    slots_[at] = order;
    if (++size_ > size_max_) resize(2 * slots_.count());
  }

  // Closes the hole so that every search still ends at the first empty slot.
  void erase(std::size_t hole) noexcept {
    for (std::size_t at = next(hole); !is_empty(at); at = next(at)) {
      const std::size_t from_home = (at - home(slots_[at].ref)) & mask_;
      if (from_home < ((at - hole) & mask_)) continue;
      slots_[hole] = slots_[at];
      hole = at;
    }
    slots_[hole].level = 0;
    --size_;
  }

  // Forgets every order. Orders inserted from now on name levels at or above live_from.
  void start_epoch(std::uint32_t live_from) noexcept {
    live_from_ = live_from;
    size_ = 0;
  }
  // As start_epoch(), but levels are numbered from 1 again.
  void wipe() noexcept {
    for (std::size_t i = 0; i < slots_.count(); ++i) slots_[i].level = 0;
    start_epoch(1);
  }

  // Walks every resting order, in no meaningful sequence.
  template <class Visit>
  void for_each(Visit visit) const {
    for (std::size_t i = 0; i < slots_.count(); ++i) {
      if (!is_empty(i)) visit(slots_[i]);
    }
  }

 private:
  static constexpr std::size_t kSlotsMin = 1024;
  static constexpr std::uint64_t kGolden = 0x9e3779b97f4a7c15U;  // 2^64 / golden ratio, odd

  void resize(std::size_t slots) {
    HugeArray<OrderSlot> old{slots};
    std::swap(old, slots_);
    mask_ = slots - 1;
    shift_ = 64;
    for (std::size_t left = slots; left > 1; left /= 2) --shift_;
    size_max_ = slots / 2;
    for (std::size_t i = 0; i < old.count(); ++i) {
      if (old[i].level < live_from_) continue;
      std::size_t at = home(old[i].ref);
      while (!is_empty(at)) at = next(at);
      slots_[at] = old[i];
    }
  }

  HugeArray<OrderSlot> slots_;
  std::size_t mask_ = 0;
  std::size_t size_ = 0;
  std::size_t size_max_ = 0;
  unsigned shift_ = 0;
  std::uint32_t live_from_ = 1;
};

}  // namespace hotbook::feed
