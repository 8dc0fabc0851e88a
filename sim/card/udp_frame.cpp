#include "sim/card/udp_frame.hpp"

#include <algorithm>

namespace hotbook::card {

namespace {

constexpr std::size_t kEthernetBytes = 14;
constexpr std::size_t kIpBytes = 20;
constexpr std::size_t kUdpBytes = 8;
constexpr std::size_t kFrameBytesMin = 60;
constexpr std::size_t kPayloadBytesMax = 65535 - kIpBytes - kUdpBytes;

class Writer {
 public:
  explicit Writer(std::vector<std::uint8_t>& bytes) : bytes_{bytes} {}
  void u8(std::uint32_t value) { bytes_.push_back(static_cast<std::uint8_t>(value)); }
  void u16(std::uint32_t value) {
    u8(value >> 8);
    u8(value);
  }
  void u32(std::uint32_t value) {
    u16(value >> 16);
    u16(value);
  }

 private:
  std::vector<std::uint8_t>& bytes_;
};

// RFC 1071, over big-endian words.
[[nodiscard]] std::uint32_t sum_words(std::span<const std::uint8_t> bytes, std::uint32_t sum) {
  for (std::size_t i = 0; i < bytes.size(); i += 2) {
    sum += std::uint32_t{bytes[i]} << 8 | (i + 1 < bytes.size() ? bytes[i + 1] : 0U);
  }
  return sum;
}

[[nodiscard]] std::uint16_t fold(std::uint32_t sum) {
  while (sum >> 16 != 0) sum = (sum & 0xffffU) + (sum >> 16);
  return static_cast<std::uint16_t>(~sum);
}

void put16(std::vector<std::uint8_t>& bytes, std::size_t offset, std::uint16_t value) {
  bytes[offset] = static_cast<std::uint8_t>(value >> 8);
  bytes[offset + 1] = static_cast<std::uint8_t>(value);
}

void write_mac(Writer& out, std::uint32_t address) {
  const bool is_multicast = address >> 28 == 0xe;
  if (is_multicast) {
    out.u16(0x0100);  // RFC 1112: 01:00:5e and the low 23 bits of the group
    out.u32(0x5e000000 | (address & 0x007fffffU));
  } else {
    out.u16(0x0200);  // locally administered
    out.u32(address);
  }
}

}  // namespace

std::vector<std::uint8_t> make_udp_frame(UdpEnd source, UdpEnd target,
                                         std::span<const std::uint8_t> payload) {
  payload = payload.first(std::min(payload.size(), kPayloadBytesMax));
  const auto udp_bytes = static_cast<std::uint32_t>(kUdpBytes + payload.size());
  std::vector<std::uint8_t> frame;
  frame.reserve(std::max(kFrameBytesMin, kEthernetBytes + kIpBytes + udp_bytes));
  Writer out{frame};
  write_mac(out, target.address);
  write_mac(out, source.address & 0x7fffffffU);  // a sender is never a group
  out.u16(0x0800);

  out.u16(0x4500);
  out.u16(static_cast<std::uint32_t>(kIpBytes) + udp_bytes);
  out.u32(0x00004000);  // identification 0, do not fragment
  out.u16(0x4011);      // time to live 64, UDP
  out.u16(0);
  out.u32(source.address);
  out.u32(target.address);
  put16(frame, kEthernetBytes + 10,
        fold(sum_words(std::span{frame}.subspan(kEthernetBytes, kIpBytes), 0)));

  out.u16(source.port);
  out.u16(target.port);
  out.u16(udp_bytes);
  out.u16(0);
  frame.insert(frame.end(), payload.begin(), payload.end());
  const auto addresses = std::span{frame}.subspan(kEthernetBytes + 12, 8);
  const std::uint32_t pseudo = sum_words(addresses, 17 + udp_bytes);
  const std::uint16_t checksum =
      fold(sum_words(std::span{frame}.subspan(kEthernetBytes + kIpBytes), pseudo));
  put16(frame, kEthernetBytes + kIpBytes + 6,
        checksum == 0 ? 0xffff : checksum);  // RFC 768: 0 means none

  if (frame.size() < kFrameBytesMin) frame.resize(kFrameBytesMin);
  return frame;
}

}  // namespace hotbook::card
