// Views a UDP payload as an MDP 3.0 packet, and its messages, without copying them (CME Client
// Systems Wiki, "MDP 3.0 - SBE Technical Headers" and "MDP 3.0 - SBE Message Header").
//
// Threading: values that point into the caller's bytes.
// Hot path:  neither allocates, throws, locks nor calls the kernel.

#pragma once

#include <cstdint>
#include <optional>

#include "host/feed/wire.hpp"

namespace hotbook::feed::mdp3 {

[[nodiscard]] inline std::uint16_t load_le16(const std::uint8_t* at) noexcept {
  std::uint16_t value;
  std::memcpy(&value, at, sizeof value);
  return value;
}

[[nodiscard]] inline std::uint32_t load_le32(const std::uint8_t* at) noexcept {
  std::uint32_t value;
  std::memcpy(&value, at, sizeof value);
  return value;
}

[[nodiscard]] inline std::uint64_t load_le64(const std::uint8_t* at) noexcept {
  std::uint64_t value;
  std::memcpy(&value, at, sizeof value);
  return value;
}

inline constexpr std::size_t kPacketHeaderBytes = 12;  // MsgSeqNum (4), SendingTime (8)
inline constexpr std::size_t kSizeBytes = 2;           // MsgSize, of itself and its message
inline constexpr std::size_t kHeaderBytes = 8;  // SBE: block length, template, schema, version

struct Packet {
  std::uint32_t seq = 0;
  std::uint64_t sending_time_ns = 0;  // since 1970
  Bytes body;                         // messages
};

// Nothing when the payload is too short for its header.
[[nodiscard]] inline std::optional<Packet> view_packet(Bytes payload) noexcept {
  if (payload.size() < kPacketHeaderBytes) return std::nullopt;
  return Packet{load_le32(payload.data()), load_le64(payload.data() + 4),
                payload.subspan(kPacketHeaderBytes)};
}

// Cuts the next complete message, from its SBE header on, off the front of a packet's body; nothing
// when it is not complete, or its size leaves no room for its header.
[[nodiscard]] inline std::optional<Bytes> next_message(Bytes& body) noexcept {
  if (body.size() < kSizeBytes) return std::nullopt;
  const std::size_t size = load_le16(body.data());
  if (size < kSizeBytes + kHeaderBytes || size > body.size()) return std::nullopt;
  const Bytes message = body.subspan(kSizeBytes, size - kSizeBytes);
  body = body.subspan(size);
  return message;
}

}  // namespace hotbook::feed::mdp3
