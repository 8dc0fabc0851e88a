#include "sim/replay/packet_format.hpp"

#include <algorithm>

namespace hotbook::replay {
namespace {

using Bytes = std::span<const std::uint8_t>;

std::uint64_t big_endian(Bytes bytes, std::size_t at, std::size_t width) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < width; ++i) value = value << 8 | bytes[at + i];
  return value;
}

std::uint64_t little_endian(Bytes bytes, std::size_t at, std::size_t width) {
  std::uint64_t value = 0;
  for (std::size_t i = width; i-- > 0;) value = value << 8 | bytes[at + i];
  return value;
}

// MoldUDP64 1.0, "Downstream Packet": session, number, count; a message is a 2-byte length and as
// many bytes.
std::optional<FeedPacket> read_mold(Bytes payload) {
  constexpr std::size_t kHeaderBytes = 20;
  constexpr unsigned kEndOfSession = 0xffff;
  if (payload.size() < kHeaderBytes) return {};
  FeedPacket packet{{payload.begin(), payload.begin() + 10}, big_endian(payload, 10, 8), 0};
  const bool printable = std::all_of(packet.session.begin(), packet.session.end(),
                                     [](char c) { return c >= ' ' && c <= '~'; });
  if (!printable) return {};
  const auto count = static_cast<unsigned>(big_endian(payload, 18, 2));
  if (count != kEndOfSession) packet.messages = count;
  std::size_t at = kHeaderBytes;
  for (std::uint64_t i = 0; i < packet.messages; ++i) {
    if (payload.size() - at < 2) return {};
    at += 2 + big_endian(payload, at, 2);
    if (at > payload.size()) return {};
  }
  if (at != payload.size()) return {};
  return packet;
}

// XDP Common Client Specification 2.3c, "Packet Header": size, delivery flag, count, number, time;
// "Message Header": size, itself included, and type.
std::optional<FeedPacket> read_xdp(Bytes payload) {
  constexpr std::size_t kHeaderBytes = 16;
  constexpr std::size_t kMessageHeaderBytes = 4;
  if (payload.size() < kHeaderBytes || little_endian(payload, 0, 2) != payload.size()) return {};
  FeedPacket packet{{}, little_endian(payload, 4, 4), payload[3]};
  std::size_t at = kHeaderBytes;
  for (std::uint64_t i = 0; i < packet.messages; ++i) {
    if (payload.size() - at < kMessageHeaderBytes) return {};
    const std::size_t bytes = little_endian(payload, at, 2);
    if (bytes < kMessageHeaderBytes || bytes > payload.size() - at) return {};
    at += bytes;
  }
  if (at != payload.size()) return {};
  return packet;
}

// CME MDP 3.0, "Packet Header": number and time; "Message Header": size, itself included, and SBE's
// block length, template, schema and version. Its schema's id is 1.
std::optional<FeedPacket> read_mdp3(Bytes payload) {
  constexpr std::size_t kHeaderBytes = 12;
  constexpr std::size_t kMessageHeaderBytes = 10;
  constexpr unsigned kSchema = 1;
  if (payload.size() < kHeaderBytes + kMessageHeaderBytes) return {};
  std::size_t at = kHeaderBytes;
  while (at != payload.size()) {
    if (payload.size() - at < kMessageHeaderBytes) return {};
    const std::size_t bytes = little_endian(payload, at, 2);
    if (bytes < kMessageHeaderBytes || bytes > payload.size() - at) return {};
    if (little_endian(payload, at + 6, 2) != kSchema) return {};
    at += bytes;
  }
  return FeedPacket{{}, little_endian(payload, 0, 4), 1};
}

}  // namespace

const PacketFormat kMoldFormat{"MoldUDP64", read_mold};
const PacketFormat kXdpFormat{"XDP", read_xdp};
const PacketFormat kMdp3Format{"MDP 3.0", read_mdp3};

}  // namespace hotbook::replay
