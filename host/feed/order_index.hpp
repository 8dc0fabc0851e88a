// Finds a resting order by its venue reference and book.
//
// Threading: one owner.
// Hot path:  find(), insert() and erase() touch one cache line for all but long-lived orders;
//            make_room() doubles the index (a rebuild) when more than a quarter of it is used.
//
// The low bits of a reference are its slot. Venues number upwards, so that young orders, the busy
// ones, lie side by side, and a slot is taken again only after as many newer orders as there are
// slots; an order that is still there by then is displaced into a hash table. References without
// any such regularity are displaced more often, which costs time and nothing else.
//
// A slot that has been freed is all zero, so that a caller sees by one comparison that it may be
// taken. No order rests in slot 0: reference 0 would look like a free slot.

#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <utility>

#include "host/feed/huge_array.hpp"
#include "host/feed/order_hash.hpp"

namespace hotbook::feed {

class OrderIndex {
 public:
  explicit OrderIndex(std::size_t order_capacity) : hash_{0} {
    std::size_t slots = kSlotsMin;
    while (slots < kSlotsPerOrder * order_capacity) slots *= 2;
    resize(slots);
    slots_.populate();
    displaced_.populate();
  }

  [[nodiscard]] std::size_t size() const noexcept { return size_max_ - room_; }
  [[nodiscard]] std::size_t slot_count() const noexcept { return slots_.count(); }
  [[nodiscard]] std::size_t displaced_count() const noexcept { return hash_.size(); }

  // Where an order is looked for first. For callers that test and write it without a branch:
  // they keep to what find(), insert() and erase() would do, and tell resized() the difference.
  // A slot with the right reference may be of an earlier epoch: then its level has no orders.
  [[nodiscard]] OrderSlot& first_slot(std::uint64_t ref) noexcept { return slots_[ref & mask_]; }
  [[nodiscard]] const OrderSlot& first_slot(std::uint64_t ref) const noexcept {
    return slots_[ref & mask_];
  }
  // Whether orders of an add's first slot are in the hash; false for others, without a look.
  [[nodiscard]] bool is_displaced(std::uint64_t ref, std::uint64_t add_mask) const noexcept {
    return displaced_[ref & mask_ & add_mask] != 0;
  }
  void resized(std::size_t difference) noexcept { room_ -= difference; }

  // Makes room for so many more orders. True when every slot has moved.
  bool make_room(std::size_t orders) {
    if (room_ >= orders) [[likely]]
      return false;
    while (room_ < orders) resize(2 * slots_.count());
    return true;
  }

  // The order of this reference for which is_it(level) holds, or nullptr.
  template <class IsIt>
  [[nodiscard]] OrderSlot* find(std::uint64_t ref, IsIt is_it) noexcept {
    OrderSlot& slot = slots_[ref & mask_];
    if (slot.ref == ref && slot.level >= live_from_ && is_it(slot.level)) [[likely]]
      return &slot;
    if (displaced_[ref & mask_] == 0 && (ref & mask_) != 0) return nullptr;
    const std::size_t at = hash_.find(ref, is_it);
    return hash_.is_empty(at) ? nullptr : &hash_.slot(at);
  }
  template <class IsIt>
  [[nodiscard]] const OrderSlot* find(std::uint64_t ref, IsIt is_it) const noexcept {
    return const_cast<OrderIndex*>(this)->find(ref, is_it);
  }

  // Puts in an order that find() does not know. The order that has its slot makes room.
  void insert(const OrderSlot& order) {
    make_room(1);
    put(order);
    resized(1);
  }

  // Takes out an order that find() returned.
  void erase(OrderSlot* order) noexcept {
    ++room_;
    if (order == &slots_[order->ref & mask_]) [[likely]] {
      *order = {};
    } else {
      erase_displaced(*order);
    }
  }

  // Forgets every order. Orders inserted from now on name levels at or above live_from.
  void start_epoch(std::uint32_t live_from) noexcept {
    live_from_ = live_from;
    hash_.start_epoch(live_from);
    room_ = size_max_;
  }
  // As start_epoch(), but levels are numbered from 1 again.
  void wipe() noexcept {
    for (std::size_t i = 0; i < slots_.count(); ++i) slots_[i] = {};
    slots_[0].ref = kNobody;
    std::memset(displaced_.data(), 0, displaced_.count());
    hash_.wipe();
    live_from_ = 1;
    room_ = size_max_;
  }

 private:
  static constexpr std::size_t kSlotsMin = 1024;
  static constexpr std::size_t kSlotsPerOrder = 4;
  static constexpr std::uint64_t kNobody = ~std::uint64_t{0};  // its own slot is the last
  static constexpr std::uint8_t kMany = std::numeric_limits<std::uint8_t>::max();

  void put(const OrderSlot& order) {
    OrderSlot& slot = slots_[order.ref & mask_];
    if (&slot == &slots_[0]) [[unlikely]]
      return displace(order);
    if (slot.level >= live_from_) [[unlikely]]
      displace(slot);
    slot = order;
  }
  // Slot 0 is not counted: is_displaced() looks there on behalf of everything that is no add.
  void displace(const OrderSlot& order) {
    std::uint8_t& count = displaced_[order.ref & mask_];
    if (count != kMany && (order.ref & mask_) != 0) ++count;
    hash_.insert(hash_.find(order.ref, [](std::uint32_t) { return false; }), order);
  }
  void erase_displaced(const OrderSlot& order) noexcept {
    std::uint8_t& count = displaced_[order.ref & mask_];
    // From many on it is not known any more, and stays.
    if (count != kMany && (order.ref & mask_) != 0) --count;
    hash_.erase(static_cast<std::size_t>(&order - &hash_.slot(0)));
  }

  void resize(std::size_t slots) {
    HugeArray<OrderSlot> old_slots{slots};
    HugeArray<std::uint8_t> no_longer{slots};
    OrderHash old_hash{0};
    std::swap(old_slots, slots_);
    std::swap(no_longer, displaced_);
    std::swap(old_hash, hash_);
    hash_.start_epoch(live_from_);
    mask_ = slots - 1;
    room_ += slots / kSlotsPerOrder - size_max_;
    size_max_ = slots / kSlotsPerOrder;
    slots_[0].ref = kNobody;
    old_hash.for_each([this](const OrderSlot& order) { put(order); });
    for (std::size_t i = 0; i < old_slots.count(); ++i) {
      if (old_slots[i].level >= live_from_) put(old_slots[i]);
    }
  }

  HugeArray<OrderSlot> slots_;
  HugeArray<std::uint8_t> displaced_;  // by slot: how many orders of it are in the hash
  OrderHash hash_;
  std::size_t mask_ = 0;
  std::size_t size_max_ = 0;
  std::size_t room_ = 0;  // orders that fit before the index must be resized
  std::uint32_t live_from_ = 1;
};

}  // namespace hotbook::feed
