// Makes NASDAQ TotalView-ITCH 5.0 messages, one class a message and one function a field, from the
// same list of fields as the views that read them (host/feed/itch_messages.hpp).
//
//   itch::OrderExecuted{locate, time_ns}.order_ref(7).executed_quantity(100).match_number(1)
//
// Threading: values.
// Hot path:  a field is one byte swap and one store; nothing allocates, throws or locks. A field
//            that is not set is zero, in a letter too: whoever makes a message sets them all.

#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "host/feed/wire.hpp"

namespace hotbook::publish {

using feed::store_be;

namespace itch {

template <std::size_t kWidth>
struct Number {
  using Value = std::uint64_t;
  static void write(std::uint8_t* at, Value value) noexcept { store_be(at, value, kWidth); }
};
using U16 = Number<2>;
using U32 = Number<4>;
using U64 = Number<8>;
using Price4 = Number<4>;
using Price8 = Number<8>;

struct Char {
  using Value = char;
  static void write(std::uint8_t* at, Value value) noexcept {
    *at = static_cast<std::uint8_t>(value);
  }
};

// What is longer than the field is cut, what is shorter is padded with spaces.
template <std::size_t kWidth>
struct Text {
  using Value = std::string_view;
  static void write(std::uint8_t* at, Value value) noexcept {
    std::memset(at, ' ', kWidth);
    std::memcpy(at, value.data(), std::min(value.size(), kWidth));
  }
};
using Alpha2 = Text<2>;
using Alpha4 = Text<4>;
using Alpha8 = Text<8>;

// The tracking number is the venue's own; it is always 0 here.
template <char kType, std::size_t kLength>
class Message {
 public:
  Message(std::uint16_t stock_locate, std::uint64_t timestamp) noexcept {
    bytes_[0] = static_cast<std::uint8_t>(kType);
    store_be(&bytes_[1], stock_locate, 2);
    store_be(&bytes_[5], timestamp, 6);
  }

  [[nodiscard]] feed::Bytes bytes() const noexcept { return bytes_; }

 protected:
  std::array<std::uint8_t, kLength> bytes_{};
};

#define ITCH_MESSAGE(View, name, type, length, section) \
  class View final : public Message<type, length> {     \
   public:                                              \
    using Message::Message;
#define ITCH_FIELD(View, field, offset, Kind) \
  View& field(Kind::Value value) noexcept {   \
    Kind::write(&bytes_[offset], value);      \
    return *this;                             \
  }
#define ITCH_END(View) \
  }                    \
  ;
#include "host/feed/itch_fields.inc"
#undef ITCH_MESSAGE
#undef ITCH_FIELD
#undef ITCH_END

}  // namespace itch
}  // namespace hotbook::publish
