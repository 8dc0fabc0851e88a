#include "sim/card/line_port.hpp"

#include <algorithm>
#include <cstring>

namespace hotbook::card {

void LinePort::fetch() {
  if (!source_ || !source_->next(frame_)) return;
  has_frame_ = true;
  offset_ = 0;
  cut();
}

void LinePort::cut() {
  const std::size_t size = std::min<std::size_t>(8, frame_.bytes.size() - offset_);
  word_.data = 0;
  std::memcpy(&word_.data, frame_.bytes.data() + offset_, size);
  word_.keep = static_cast<std::uint8_t>((1U << size) - 1);
  word_.is_last = offset_ + size == frame_.bytes.size();
  word_.is_bad = word_.is_last && frame_.is_bad;
}

void LinePort::taken(std::uint64_t cycle) {
  ++words_;
  if (pace_ == Pace::Line) {
    // A word is offered up to a cycle after it is due; more means that the card held it, and a
    // line does not catch up.
    if (cycle * kSixteenths >= due_ + kSixteenths) due_ = cycle * kSixteenths;
    due_ += kWordSixteenths;
    if (word_.is_last) {
      const std::size_t padding = kFrameBytesMin - std::min(kFrameBytesMin, frame_.bytes.size());
      const std::size_t last_bytes = frame_.bytes.size() - offset_;
      due_ += (kOverheadBytes + padding + last_bytes) * kWordSixteenths / 8 - kWordSixteenths;
    }
  }
  if (word_.is_last) {
    ++frames_;
    has_frame_ = false;
    return;
  }
  offset_ += 8;
  cut();
}

}  // namespace hotbook::card
