// Views a UDP payload as a MoldUDP64 1.0 downstream packet, without copying it.
//
// Threading: values that point into the caller's bytes.
// Hot path:  neither allocates, throws, locks nor calls the kernel.

#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "host/feed/wire.hpp"

namespace hotbook::feed {

struct MoldHeader {
  static constexpr std::size_t kBytes = 20;
  static constexpr std::uint16_t kHeartbeat = 0;
  static constexpr std::uint16_t kEndOfSession = 0xffff;

  std::array<char, 10> session{};
  std::uint64_t seq = 0;            // of the first message, or of the next one when there is none
  std::uint16_t message_count = 0;  // as on the wire

  // How many messages the packet claims to hold.
  [[nodiscard]] constexpr std::uint16_t messages() const noexcept {
    return message_count == kEndOfSession ? std::uint16_t{0} : message_count;
  }
};

struct MoldPacket {
  MoldHeader header;
  Bytes body;  // length-prefixed messages
};

// Nothing when the payload is too short for its header.
[[nodiscard]] inline std::optional<MoldPacket> view_mold_packet(Bytes payload) noexcept {
  if (payload.size() < MoldHeader::kBytes) return std::nullopt;
  MoldPacket packet;
  std::memcpy(packet.header.session.data(), payload.data(), packet.header.session.size());
  packet.header.seq = load_be64(payload.data() + 10);
  packet.header.message_count = load_be16(payload.data() + 18);
  packet.body = payload.subspan(MoldHeader::kBytes);
  return packet;
}

// Cuts the next complete message off the front of length-prefixed bytes; nothing when the first
// message is not complete. MoldUDP64 packets and NASDAQ's BinaryFILE share this framing.
[[nodiscard]] inline std::optional<Bytes> next_message(Bytes& bytes) noexcept {
  if (bytes.size() < 2) return std::nullopt;
  const std::size_t length = load_be16(bytes.data());
  if (bytes.size() - 2 < length) return std::nullopt;
  const Bytes message = bytes.subspan(2, length);
  bytes = bytes.subspan(2 + length);
  return message;
}

}  // namespace hotbook::feed
