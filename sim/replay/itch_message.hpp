// Builds NASDAQ TotalView-ITCH 5.0 messages, big-endian, field by field.
//
// Threading: values.
// Hot path:  allocates nothing.

#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace hotbook::replay {

inline constexpr std::size_t kMessageBytesMax = 50;

// Bytes of a message of this type, 0 when ITCH 5.0 has no such type.
[[nodiscard]] constexpr std::size_t itch_length(std::uint8_t type) noexcept {
  switch (type) {
    case 'S':
    case 'W':
      return 12;
    case 'D':
    case 'B':
      return 19;
    case 'Y':
    case 'N':
      return 20;
    case 'h':
      return 21;
    case 'X':
      return 23;
    case 'H':
      return 25;
    case 'L':
      return 26;
    case 'K':
      return 28;
    case 'E':
      return 31;
    case 'V':
    case 'J':
    case 'U':
      return 35;
    case 'A':
    case 'C':
      return 36;
    case 'R':
      return 39;
    case 'F':
    case 'Q':
      return 40;
    case 'P':
      return 44;
    case 'O':
      return 48;
    case 'I':
      return 50;
    default:
      return 0;
  }
}

// Every type of ITCH 5.0.
inline constexpr std::string_view kItchTypes = "SRHYLVWKJhAFECXDUPQBINO";

class ItchMessage {
 public:
  ItchMessage() = default;

  // The common start: type, stock locate, tracking number 0, time. Further fields follow in the
  // order of the specification. A type's length is fixed, so the message is whole from the start.
  ItchMessage(char type, std::uint16_t book, std::uint64_t venue_time_ns) noexcept;

  ItchMessage& u8(std::uint8_t value) noexcept { return put(value, 1); }
  ItchMessage& u32(std::uint32_t value) noexcept { return put(value, 4); }
  ItchMessage& u64(std::uint64_t value) noexcept { return put(value, 8); }
  ItchMessage& letter(char value) noexcept { return put(static_cast<unsigned char>(value), 1); }
  ItchMessage& text(std::string_view value, std::size_t width) noexcept;  // padded with spaces

  [[nodiscard]] std::span<const std::uint8_t> bytes() const noexcept {
    return {bytes_.data(), length_};
  }
  [[nodiscard]] char type() const noexcept { return static_cast<char>(bytes_[0]); }

  // Whether every field has been put; for tests of the code that builds messages.
  [[nodiscard]] bool is_whole() const noexcept { return at_ == length_; }

 private:
  ItchMessage& put(std::uint64_t value, std::size_t width) noexcept;

  std::array<std::uint8_t, kMessageBytesMax> bytes_{};
  std::uint8_t length_ = 0;
  std::uint8_t at_ = 0;
};

}  // namespace hotbook::replay
