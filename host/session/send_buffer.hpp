// Bytes on their way to a socket: bounded, in one piece, and it knows how long they have waited.
//
// Threading: one thread.
// Hot path:  append() copies; it moves what waits to the front when the end is reached.

#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>

namespace hotbook::session {

using Bytes = std::span<const std::uint8_t>;

class SendBuffer {
 public:
  explicit SendBuffer(std::size_t bytes_max)
      : bytes_max_{bytes_max}, bytes_{std::make_unique_for_overwrite<std::uint8_t[]>(bytes_max)} {}

  [[nodiscard]] bool has_room(std::size_t count) const noexcept {
    return count <= bytes_max_ - (end_ - begin_);
  }
  [[nodiscard]] bool is_empty() const noexcept { return begin_ == end_; }
  [[nodiscard]] Bytes waiting() const noexcept { return {bytes_.get() + begin_, end_ - begin_}; }

  // `count` bytes to be written at once; needs room for them.
  [[nodiscard]] std::uint8_t* extend(std::size_t count, std::uint64_t now_ns) noexcept {
    assert(has_room(count));
    if (count > bytes_max_ - end_) {
      std::memmove(bytes_.get(), bytes_.get() + begin_, end_ - begin_);
      end_ -= begin_;
      begin_ = 0;
    }
    std::uint8_t* const at = bytes_.get() + end_;
    if (is_empty()) mark_ns_ = now_ns;
    end_ += count;
    appended_ += count;
    if (mark_ == taken_) mark_ = appended_;
    return at;
  }
  void append(Bytes bytes, std::uint64_t now_ns) noexcept {
    if (!bytes.empty()) std::memcpy(extend(bytes.size(), now_ns), bytes.data(), bytes.size());
  }

  // The socket took the first `count` bytes.
  void take(std::size_t count, std::uint64_t now_ns) noexcept {
    assert(count <= end_ - begin_);
    begin_ += count;
    taken_ += count;
    if (begin_ == end_) begin_ = end_ = 0;
    if (taken_ >= mark_) {
      mark_ = appended_;
      mark_ns_ = now_ns;
    }
  }

  // A time by which every byte that waits now had not been taken: 0 when none waits.
  [[nodiscard]] std::uint64_t waited_ns(std::uint64_t now_ns) const noexcept {
    return is_empty() ? 0 : now_ns - mark_ns_;
  }

 private:
  std::size_t bytes_max_;
  std::unique_ptr<std::uint8_t[]> bytes_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::uint64_t appended_ = 0;  // ever
  std::uint64_t taken_ = 0;     // ever
  // What was appended up to mark_ has waited since mark_ns_ at the least. A mark, and not a time
  // for each byte: a byte is known to be late after at most twice the time it may take.
  std::uint64_t mark_ = 0;
  std::uint64_t mark_ns_ = 0;
};

}  // namespace hotbook::session
