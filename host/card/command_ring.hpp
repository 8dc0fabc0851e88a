// The host's end of the command ring: puts commands where the card reads them and counts the free
// slots.
//
// Threading: one thread; the card reads the memory.
// Hot path:  push() neither allocates, throws, locks nor enters the kernel; free slots are only as
//            fresh as told.

#pragma once

#include <atomic>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <type_traits>

#include "host/domain/layout.hpp"

namespace hotbook::card {

class CommandRing {
 public:
  static constexpr std::size_t kSlotBytes = 64;

  // `memory` holds a power of two of 64-byte slots.
  explicit CommandRing(std::span<std::uint8_t> memory)
      : memory_{memory}, slot_count_{memory.size() / kSlotBytes} {
    assert(slot_count_ >= 64 && (slot_count_ & (slot_count_ - 1)) == 0);
  }

  [[nodiscard]] bool is_full() const noexcept { return produced_ - consumed_ >= slot_count_; }

  // False, and nothing is written, when the ring is full. The caller then rings the doorbell with
  // produced().
  template <class Command>
  [[nodiscard]] bool push(const Command& command) noexcept {
    static_assert(sizeof command == kSlotBytes && std::is_trivially_copyable_v<Command>);
    if (is_full()) return false;
    std::memcpy(memory_.data() + (produced_ % slot_count_) * kSlotBytes, &command, sizeof command);
    // Release: pairs with the card, which reads the slot after the doorbell register was written.
    std::atomic_thread_fence(std::memory_order_release);
    ++produced_;
    return true;
  }

  // What ring.command_consumed said. False when it is not between what was known and what was
  // produced.
  [[nodiscard]] bool note_consumed(std::uint32_t consumed) noexcept {
    const auto advance =
        static_cast<std::uint32_t>(consumed - static_cast<std::uint32_t>(consumed_));
    if (advance > produced_ - consumed_) return false;
    consumed_ += advance;
    return true;
  }

  void restart() noexcept { produced_ = consumed_ = 0; }

  [[nodiscard]] std::uint32_t produced() const noexcept {
    return static_cast<std::uint32_t>(produced_);
  }
  [[nodiscard]] std::size_t slot_count() const noexcept { return slot_count_; }

 private:
  std::span<std::uint8_t> memory_;
  std::size_t slot_count_;
  std::uint64_t produced_ = 0;
  std::uint64_t consumed_ = 0;
};

}  // namespace hotbook::card
