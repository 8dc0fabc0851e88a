// Views a NASDAQ TotalView-ITCH 5.0 message through typed fields, without copying it.
//
// Threading: values that point into the caller's bytes.
// Hot path:  a field is one load; nothing allocates, throws, locks or calls the kernel.

#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "host/domain/types.hpp"
#include "host/feed/wire.hpp"

namespace hotbook::feed::itch {

// How a field's bytes are read (specification, section "Data Types"). Price (4) is the domain's
// price, one tick being 1/10000 dollar; Price (8) stays a plain number of 10^-8 dollars.
struct U16 {
  static constexpr std::size_t kBytes = 2;
  [[nodiscard]] static std::uint16_t read(const std::uint8_t* at) noexcept { return load_be16(at); }
};
struct U32 {
  static constexpr std::size_t kBytes = 4;
  [[nodiscard]] static std::uint32_t read(const std::uint8_t* at) noexcept { return load_be32(at); }
};
struct U64 {
  static constexpr std::size_t kBytes = 8;
  [[nodiscard]] static std::uint64_t read(const std::uint8_t* at) noexcept { return load_be64(at); }
};
struct Price4 {
  static constexpr std::size_t kBytes = 4;
  [[nodiscard]] static Price read(const std::uint8_t* at) noexcept { return {load_be32(at)}; }
};
struct Price8 {
  static constexpr std::size_t kBytes = 8;
  [[nodiscard]] static std::uint64_t read(const std::uint8_t* at) noexcept { return load_be64(at); }
};
struct Char {
  static constexpr std::size_t kBytes = 1;
  [[nodiscard]] static char read(const std::uint8_t* at) noexcept { return static_cast<char>(*at); }
};
// Text as it stands, padding included: a view cannot know which spaces are meant.
template <std::size_t kLength>
struct Alpha {
  static constexpr std::size_t kBytes = kLength;
  [[nodiscard]] static std::string_view read(const std::uint8_t* at) noexcept {
    // char may look at any object's bytes, so this is the one cast that needs no copy.
    return {static_cast<const char*>(static_cast<const void*>(at)), kLength};
  }
};
using Alpha2 = Alpha<2>;
using Alpha4 = Alpha<4>;
using Alpha8 = Alpha<8>;

// What every message starts with.
class Message {
 public:
  static constexpr std::size_t kHeaderBytes = 11;

  explicit Message(const std::uint8_t* at) noexcept : at_{at} {}

  [[nodiscard]] char type() const noexcept { return Char::read(at_); }
  [[nodiscard]] std::uint16_t stock_locate() const noexcept { return load_be16(at_ + 1); }
  [[nodiscard]] std::uint16_t tracking_number() const noexcept { return load_be16(at_ + 3); }
  [[nodiscard]] std::uint64_t timestamp() const noexcept { return load_be48(at_ + 5); }

 protected:
  const std::uint8_t* at_;
};

#define ITCH_MESSAGE(View, name, type_, length, section)                         \
  class View final : public Message {                                            \
   public:                                                                       \
    static constexpr char kType = type_;                                         \
    static constexpr std::size_t kLength = length;                               \
    using Message::Message;                                                      \
    [[nodiscard]] static std::optional<View> view(Bytes message) noexcept {      \
      if (message.size() != kLength || message[0] != kType) return std::nullopt; \
      return View{message.data()};                                               \
    }
#define ITCH_FIELD(View, field, offset, Kind) \
  [[nodiscard]] auto field() const noexcept { \
    return Kind::read(at_ + (offset));        \
  }
#define ITCH_END(View) \
  }                    \
  ;
#include "host/feed/itch_fields.inc"
#undef ITCH_MESSAGE
#undef ITCH_FIELD
#undef ITCH_END

// What section 3 of rtl/spec/feed_function.md makes of a message.
enum class MessageClass : std::uint8_t { Unknown, Book, Venue };

struct MessageShape {
  std::uint8_t length = 0;
  MessageClass kind = MessageClass::Unknown;
};

[[nodiscard]] constexpr bool changes_book(char type) noexcept {
  return std::string_view{"AFECXDU"}.find(type) != std::string_view::npos;
}

// By type; Unknown for types that the specification lacks.
inline constexpr std::array<MessageShape, 256> kShapes = [] {
  std::array<MessageShape, 256> shapes{};
#define ITCH_MESSAGE(View, name, type_, length, section) \
  shapes[static_cast<unsigned char>(type_)] = {          \
      length, changes_book(type_) ? MessageClass::Book : MessageClass::Venue};
#define ITCH_FIELD(View, field, offset, Kind)
#define ITCH_END(View)
#include "host/feed/itch_fields.inc"
#undef ITCH_MESSAGE
#undef ITCH_FIELD
#undef ITCH_END
  return shapes;
}();

// One line of JSON with every field; a message that is not one says why and shows its bytes.
[[nodiscard]] std::string describe(Bytes message);

}  // namespace hotbook::feed::itch
