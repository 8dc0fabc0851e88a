// The host's end of the record ring: gives the card's 64-byte records in order and says how many
// were taken.
//
// Threading: one thread; the card writes the memory.
// Hot path:  poll() neither allocates, throws, locks nor enters the kernel.

#pragma once

#include <array>
#include <atomic>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>

#include "host/domain/layout.hpp"

namespace hotbook::card {

// One record as it lies in the ring: a BookUpdate or a VenueMessage, told apart by kind().
struct Record64 {
  std::array<std::uint8_t, 64> bytes;

  [[nodiscard]] RecordKind kind() const {
    return static_cast<RecordKind>(bytes[offsetof(BookUpdate, kind)]);
  }
  [[nodiscard]] std::uint16_t record_seq() const {
    std::uint16_t seq = 0;
    std::memcpy(&seq, bytes.data() + offsetof(BookUpdate, record_seq), sizeof seq);
    return seq;
  }
  template <class Layout>
  [[nodiscard]] Layout as() const {
    static_assert(sizeof(Layout) == sizeof bytes);
    Layout layout;
    std::memcpy(&layout, bytes.data(), sizeof layout);
    return layout;
  }
};
static_assert(sizeof(Record64) == 64);
static_assert(offsetof(BookUpdate, kind) == offsetof(VenueMessage, kind));
static_assert(offsetof(BookUpdate, record_seq) == offsetof(VenueMessage, record_seq));

enum class RingFault : std::uint8_t {
  None,
  RecordSeqJumped,  // a record is not the one that follows the last
  StatusWentBack,   // the card claims fewer records than before
  StatusTooFar,     // the card claims more records than it had room for
};

[[nodiscard]] constexpr const char* to_string(RingFault fault) {
  switch (fault) {
    case RingFault::None:
      return "none";
    case RingFault::RecordSeqJumped:
      return "a record does not follow the one before it";
    case RingFault::StatusWentBack:
      return "ring_status.written went back";
    case RingFault::StatusTooFar:
      return "ring_status.written is ahead of the free slots";
  }
  return "unknown";
}

class RecordRing {
 public:
  // `slots` is the ring's memory, a power of two of records; `status` the card's ring_status,
  // 64-byte aligned.
  RecordRing(std::span<const Record64> slots, const std::uint8_t* status)
      : slots_{slots}, status_{status} {
    assert(slots.size() >= 64 && (slots.size() & (slots.size() - 1)) == 0);
  }

  // Hands every new record, at most `count_max`, to take(const Record64&). Returns how many. Stops
  // for good at a fault.
  template <class Take>
  std::size_t poll(std::size_t count_max, Take&& take) noexcept {
    if (fault_ != RingFault::None) return 0;
    const std::uint64_t written = load_written();
    if (written < written_) return fail(RingFault::StatusWentBack);
    if (written - told_ > slots_.size()) return fail(RingFault::StatusTooFar);
    written_ = written;
    std::size_t count = 0;
    while (consumed_ != written && count < count_max) {
      const Record64 record = slots_[consumed_ & (slots_.size() - 1)];
      if (record.record_seq() != static_cast<std::uint16_t>(consumed_)) {
        fail(RingFault::RecordSeqJumped);
        return count;
      }
      ++consumed_;
      ++count;
      take(record);
    }
    return count;
  }

  // The value for ring.record_consumed, once `batch` records were taken since the last one told;
  // the caller writes it.
  [[nodiscard]] std::optional<std::uint32_t> consumed_to_tell(std::size_t batch) noexcept {
    if (consumed_ == told_ || consumed_ - told_ < batch) return std::nullopt;
    told_ = consumed_;
    return static_cast<std::uint32_t>(told_);
  }

  // A ring that starts again at record 0: after ring.enable rose.
  void restart() noexcept { consumed_ = told_ = written_ = 0, fault_ = RingFault::None; }

  [[nodiscard]] std::uint64_t consumed() const noexcept { return consumed_; }
  [[nodiscard]] std::size_t slot_count() const noexcept { return slots_.size(); }
  [[nodiscard]] RingFault fault() const noexcept { return fault_; }

 private:
  // Acquire: pairs with the card's order of writes, records before the status that covers them.
  // The card is no thread of ours; on x86 its writes become visible in the order it made them.
  [[nodiscard]] std::uint64_t load_written() const noexcept {
    std::uint64_t written = 0;
    __atomic_load(reinterpret_cast<const std::uint64_t*>(status_ + offsetof(RingStatus, written)),
                  &written, __ATOMIC_ACQUIRE);
    return written;
  }

  std::size_t fail(RingFault fault) noexcept {
    fault_ = fault;
    return 0;
  }

  std::span<const Record64> slots_;
  const std::uint8_t* status_;
  std::uint64_t consumed_ = 0;
  std::uint64_t told_ = 0;
  std::uint64_t written_ = 0;
  RingFault fault_ = RingFault::None;
};

}  // namespace hotbook::card
