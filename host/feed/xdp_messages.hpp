// Views NYSE XDP packets and messages through typed fields, without copying them.
//
// Threading: values that point into the caller's bytes.
// Hot path:  a field is one load; nothing allocates, throws, locks or calls the kernel.

#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "host/feed/wire.hpp"

namespace hotbook::feed::xdp {

// XDP Common Client Specification 2.3c, section 2.1.1.
enum class DeliveryFlag : std::uint8_t {
  Heartbeat = 1,
  Failover = 10,
  Original = 11,
  SequenceReset = 12,
  RetransmissionOnly = 13,
  Retransmission = 15,
  RefreshOnly = 17,
  RefreshStart = 18,
  Refresh = 19,
  RefreshEnd = 20,
  Unavailable = 21,
};

struct PacketHeader {
  static constexpr std::size_t kBytes = 16;

  std::uint16_t size = 0;
  DeliveryFlag flag = DeliveryFlag::Original;
  std::uint8_t message_count = 0;
  std::uint32_t seq = 0;
  std::uint32_t send_time = 0;
  std::uint32_t send_time_ns = 0;

  // Seconds above nanoseconds: what orders two times, no more.
  [[nodiscard]] std::uint64_t sent() const noexcept {
    return std::uint64_t{send_time} << 32 | send_time_ns;
  }
  [[nodiscard]] std::uint8_t messages() const noexcept {
    return flag == DeliveryFlag::Heartbeat ? std::uint8_t{0} : message_count;
  }
};

// Nothing when the payload is too short for its header.
[[nodiscard]] inline std::optional<PacketHeader> view_packet_header(Bytes payload) noexcept {
  if (payload.size() < PacketHeader::kBytes) return std::nullopt;
  const std::uint8_t* const at = payload.data();
  return PacketHeader{load_le16(at),
                      static_cast<DeliveryFlag>(at[2]),
                      at[3],
                      load_le32(at + 4),
                      load_le32(at + 8),
                      load_le32(at + 12)};
}

// Cuts the next complete message off the front of a packet's messages; nothing when the first one
// is not complete, or its size is less than the size and type that every message begins with.
[[nodiscard]] inline std::optional<Bytes> next_message(Bytes& bytes) noexcept {
  if (bytes.size() < 4) return std::nullopt;
  const std::size_t size = load_le16(bytes.data());
  if (size < 4 || bytes.size() < size) return std::nullopt;
  const Bytes message = bytes.first(size);
  bytes = bytes.subspan(size);
  return message;
}

struct U8 {
  static constexpr std::size_t kBytes = 1;
  [[nodiscard]] static std::uint8_t read(const std::uint8_t* at) noexcept { return *at; }
};
struct U16 {
  static constexpr std::size_t kBytes = 2;
  [[nodiscard]] static std::uint16_t read(const std::uint8_t* at) noexcept { return load_le16(at); }
};
struct U32 {
  static constexpr std::size_t kBytes = 4;
  [[nodiscard]] static std::uint32_t read(const std::uint8_t* at) noexcept { return load_le32(at); }
};
struct U64 {
  static constexpr std::size_t kBytes = 8;
  [[nodiscard]] static std::uint64_t read(const std::uint8_t* at) noexcept { return load_le64(at); }
};
struct Char {
  static constexpr std::size_t kBytes = 1;
  [[nodiscard]] static char read(const std::uint8_t* at) noexcept { return static_cast<char>(*at); }
};
// Text as it stands, padding included: blanks, or zeros.
template <std::size_t kLength>
struct Text {
  static constexpr std::size_t kBytes = kLength;
  [[nodiscard]] static std::string_view read(const std::uint8_t* at) noexcept {
    // char may look at any object's bytes, so this is the one cast that needs no copy.
    return {static_cast<const char*>(static_cast<const void*>(at)), kLength};
  }
};
using Text4 = Text<4>;
using Text5 = Text<5>;
using Text11 = Text<11>;

// A message of at least its type's length. Fields of longer forms are read by describe() alone.
#define XDP_MESSAGE(View, name, type_, length, section)                                            \
  class View final {                                                                               \
   public:                                                                                         \
    static constexpr std::uint16_t kType = type_;                                                  \
    static constexpr std::size_t kLength = length;                                                 \
    explicit View(const std::uint8_t* at) noexcept : at_{at} {}                                    \
    [[nodiscard]] static std::optional<View> view(Bytes message) noexcept {                        \
      if (message.size() < kLength || load_le16(message.data() + 2) != kType) return std::nullopt; \
      return View{message.data()};                                                                 \
    }
#define XDP_FIELD(View, field, offset, Kind)  \
  [[nodiscard]] auto field() const noexcept { \
    return Kind::read(at_ + (offset));        \
  }
#define XDP_TAIL(View, field, offset, Kind)
#define XDP_ALIAS XDP_FIELD
#define XDP_END(View)      \
 private:                  \
  const std::uint8_t* at_; \
  }                        \
  ;
#include "host/feed/xdp_fields.inc"
#undef XDP_MESSAGE
#undef XDP_FIELD
#undef XDP_TAIL
#undef XDP_ALIAS
#undef XDP_END

enum class MessageClass : std::uint8_t { Unknown, Book, Venue };

struct MessageShape {
  std::uint8_t length = 0;  // at least
  MessageClass kind = MessageClass::Unknown;
};

// A message for the host of more bytes is none that any version has.
inline constexpr std::size_t kVenueMessageMax = 100;

// By type, as far as there are types; Unknown for those that the specifications lack.
inline constexpr std::size_t kTypes = 256;
inline constexpr std::array<MessageShape, kTypes> kShapes = [] {
  std::array<MessageShape, kTypes> shapes{};
  const auto changes_book = [](unsigned type) {
    return (type >= AddOrder::kType && type <= ReplaceOrder::kType) ||
           type == AddOrderRefresh::kType;
  };
#define XDP_MESSAGE(View, name, type_, length, section) \
  shapes[type_] = {length, changes_book(type_) ? MessageClass::Book : MessageClass::Venue};
#define XDP_FIELD(View, field, offset, Kind)
#define XDP_TAIL(View, field, offset, Kind)
#define XDP_ALIAS(View, field, offset, Kind)
#define XDP_END(View)
#include "host/feed/xdp_fields.inc"
#undef XDP_MESSAGE
#undef XDP_FIELD
#undef XDP_TAIL
#undef XDP_ALIAS
#undef XDP_END
  return shapes;
}();

[[nodiscard]] inline MessageShape shape_of(std::uint16_t type) noexcept {
  return type < kTypes ? kShapes[type] : MessageShape{};
}

// One line of JSON with every field; a message that is not one says why and shows its bytes.
[[nodiscard]] std::string describe(Bytes message);

}  // namespace hotbook::feed::xdp
