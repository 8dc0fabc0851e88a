// Carries records from the venue's thread to the journal's, in order, without a lock.
//
// Threading: append() by one thread; readable() and release() by one other.
// Hot path:  append() copies 128 bytes; it neither allocates, throws, locks nor enters the kernel.

#pragma once

#include <algorithm>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <vector>

#include "host/journal/journal_record.hpp"

namespace hotbook::journal {

class AppendRing {
 public:
  static constexpr std::size_t kRecordsMax = std::size_t{1} << 24U;

  // records: a power of two. Throws std::invalid_argument.
  explicit AppendRing(std::size_t records) : mask_{records - 1} {
    if (!std::has_single_bit(records) || records > kRecordsMax)
      throw std::invalid_argument("journal: the ring's records are a power of two up to 2^24");
    records_.resize(records);
  }

  // False when the ring is full.
  [[nodiscard]] bool append(const JournalRecord& record) noexcept {
    const std::uint64_t put = put_.load(std::memory_order_relaxed);
    if (put - taken_seen_ > mask_) {
      // Pairs with release(): the slot has been read before it is written again.
      taken_seen_ = taken_.load(std::memory_order_acquire);
      if (put - taken_seen_ > mask_) return false;
    }
    records_[put & mask_] = record;
    put_.store(put + 1, std::memory_order_release);  // pairs with readable()
    return true;
  }

  // The oldest records that lie side by side, `most` at most. They are the reader's to change.
  [[nodiscard]] std::span<JournalRecord> readable(std::size_t most) noexcept {
    const std::uint64_t taken = taken_.load(std::memory_order_relaxed);
    const std::uint64_t put = put_.load(std::memory_order_acquire);  // pairs with append()
    const std::size_t first = taken & mask_;
    const std::size_t count =
        std::min({static_cast<std::size_t>(put - taken), most, records_.size() - first});
    return std::span{records_}.subspan(first, count);
  }
  void release(std::size_t count) noexcept {
    taken_.store(taken_.load(std::memory_order_relaxed) + count, std::memory_order_release);
  }

  [[nodiscard]] bool is_empty() const noexcept {
    return put_.load(std::memory_order_acquire) == taken_.load(std::memory_order_acquire);
  }

 private:
  std::vector<JournalRecord> records_;
  std::uint64_t mask_;
  alignas(64) std::atomic<std::uint64_t> put_{0};    // written by append()
  std::uint64_t taken_seen_ = 0;                     // append()'s own copy of taken_
  alignas(64) std::atomic<std::uint64_t> taken_{0};  // written by release()
};

}  // namespace hotbook::journal
