#include "host/feed/frame_parser.hpp"

namespace hotbook::feed {
namespace {

constexpr std::size_t kEthernetBytes = 14;
constexpr std::size_t kTagBytes = 4;
constexpr std::size_t kIpBytes = 20;
constexpr std::size_t kUdpBytes = 8;
constexpr std::size_t kHeaderBytes = kEthernetBytes + kIpBytes + kUdpBytes;

constexpr std::uint16_t kEtherTypeIpv4 = 0x0800;
constexpr std::uint16_t kEtherTypeVlan = 0x8100;
constexpr std::uint8_t kVersion4Words5 = 0x45;
constexpr std::uint16_t kFragmentBits = 0x3fff;  // more-fragments and the offset
constexpr std::uint8_t kProtocolUdp = 17;

// Adds up 16-bit words. Ones' complement addition does not care about byte order (RFC 1071,
// section 2), so the words are taken as the machine loads them, eight bytes at a time.
[[nodiscard]] std::uint64_t sum_words(Bytes bytes) noexcept {
  std::uint64_t sum = 0;
  const std::uint8_t* at = bytes.data();
  std::size_t left = bytes.size();
  for (; left >= 8; at += 8, left -= 8) {
    std::uint64_t word;
    std::memcpy(&word, at, sizeof word);
    sum += (word & 0xffffffffU) + (word >> 32);
  }
  if (left != 0) {
    std::uint64_t word = 0;
    std::memcpy(&word, at, left);
    sum += (word & 0xffffffffU) + (word >> 32);
  }
  return sum;
}

[[nodiscard]] bool folds_to_ones(std::uint64_t sum) noexcept {
  while (sum >> 16 != 0) sum = (sum & 0xffffU) + (sum >> 16);
  return sum == 0xffffU;
}

// The pseudo header of RFC 768: source, destination, zero and protocol, UDP length.
[[nodiscard]] bool udp_checksum_right(const std::uint8_t* ip, Bytes udp) noexcept {
  const std::uint64_t pseudo =
      __builtin_bswap16(kProtocolUdp) + __builtin_bswap16(static_cast<std::uint16_t>(udp.size()));
  return folds_to_ones(sum_words({ip + 12, 8}) + pseudo + sum_words(udp));
}

[[nodiscard]] bool passes_filter(const std::uint8_t* frame, const std::uint8_t* ip, bool tagged,
                                 const LineOptions& line) noexcept {
  if (line.mac != 0 && load_be48(frame) != line.mac) return false;
  if ((line.vlan & kVlanAny) == 0) {
    if ((line.vlan & kVlanUntagged) != 0) {
      if (tagged) return false;
    } else if (!tagged || (load_be16(frame + 14) & 0xfffU) != (line.vlan & 0xfffU)) {
      return false;
    }
  }
  if (line.group != 0 && load_be32(ip + 16) != line.group) return false;
  return line.udp_port == 0 || load_be16(ip + kIpBytes + 2) == line.udp_port;
}

}  // namespace

ParsedFrame parse_frame(Bytes frame, bool mac_bad, const LineOptions& line) noexcept {
  const auto dropped = [](FrameVerdict verdict) { return ParsedFrame{verdict, false, {}}; };

  if (frame.size() < kHeaderBytes) return dropped(FrameVerdict::Runt);
  const bool tagged = load_be16(frame.data() + 12) == kEtherTypeVlan;
  const std::size_t shift = tagged ? kTagBytes : 0;
  if (frame.size() < kHeaderBytes + shift) return dropped(FrameVerdict::Runt);
  if (load_be16(frame.data() + 12 + shift) != kEtherTypeIpv4) return dropped(FrameVerdict::NotIpv4);

  const std::uint8_t* ip = frame.data() + kEthernetBytes + shift;
  if (ip[0] != kVersion4Words5) return dropped(FrameVerdict::IpHeader);
  if ((load_be16(ip + 6) & kFragmentBits) != 0) return dropped(FrameVerdict::IpHeader);
  if (!line.checksum_ignore && !folds_to_ones(sum_words({ip, kIpBytes}))) {
    return dropped(FrameVerdict::IpChecksum);
  }
  if (ip[9] != kProtocolUdp) return dropped(FrameVerdict::NotUdp);
  if (!passes_filter(frame.data(), ip, tagged, line)) return dropped(FrameVerdict::Filter);

  const std::size_t udp_bytes = load_be16(ip + kIpBytes + 4);
  if (udp_bytes < kUdpBytes || udp_bytes + kIpBytes != load_be16(ip + 2)) {
    return dropped(FrameVerdict::Length);
  }

  const std::size_t held = frame.size() - kEthernetBytes - shift - kIpBytes;
  const Bytes udp{ip + kIpBytes, held < udp_bytes ? held : udp_bytes};
  ParsedFrame packet{FrameVerdict::Packet, mac_bad || held < udp_bytes, udp.subspan(kUdpBytes)};
  if (!packet.bad && !line.checksum_ignore && load_be16(udp.data() + 6) != 0) {
    packet.bad = !udp_checksum_right(ip, udp);
  }
  return packet;
}

}  // namespace hotbook::feed
