#include "sim/replay/itch_message.hpp"

#include <cassert>

namespace hotbook::replay {

ItchMessage::ItchMessage(char type, std::uint16_t book, std::uint64_t venue_time_ns) noexcept
    : length_{static_cast<std::uint8_t>(itch_length(static_cast<std::uint8_t>(type)))} {
  assert(length_ != 0);
  letter(type).put(book, 2).put(0, 2).put(venue_time_ns, 6);
}

ItchMessage& ItchMessage::text(std::string_view value, std::size_t width) noexcept {
  for (std::size_t i = 0; i < width; ++i) letter(i < value.size() ? value[i] : ' ');
  return *this;
}

ItchMessage& ItchMessage::put(std::uint64_t value, std::size_t width) noexcept {
  assert(at_ + width <= length_);
  for (std::size_t i = width; i > 0; --i) {
    bytes_[at_++] = static_cast<std::uint8_t>(value >> (8 * (i - 1)));
  }
  return *this;
}

}  // namespace hotbook::replay
