#include "sim/replay/udp_framer.hpp"

#include <stdexcept>

namespace hotbook::replay {
namespace {

constexpr std::uint32_t kSourceAddress = 0x0a0a0001;  // 10.10.0.1
constexpr std::uint16_t kSourcePort = 16704;
constexpr std::size_t kIpBytes = 20;
constexpr std::size_t kUdpBytes = 8;

// Appends big-endian fields.
class WireWriter {
 public:
  explicit WireWriter(std::vector<std::uint8_t>& bytes) : bytes_{bytes} {}
  void u8(unsigned value) { bytes_.push_back(static_cast<std::uint8_t>(value)); }
  void u16(unsigned value) {
    u8(value >> 8 & 0xffU);
    u8(value & 0xffU);
  }
  void u32(std::uint32_t value) {
    u16(value >> 16);
    u16(value & 0xffffU);
  }
  template <class Bytes>
  void all(const Bytes& more) {
    bytes_.insert(bytes_.end(), more.begin(), more.end());
  }

 private:
  std::vector<std::uint8_t>& bytes_;
};

// The sum of RFC 1071 over big-endian 16-bit words, not yet folded.
std::uint32_t word_sum(std::span<const std::uint8_t> bytes, std::uint32_t sum = 0) {
  for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) sum += bytes[i] * 256U + bytes[i + 1];
  if (bytes.size() % 2 != 0) sum += bytes.back() * 256U;
  return sum;
}

std::uint16_t checksum(std::uint32_t sum) {
  while (sum > 0xffffU) sum = (sum & 0xffffU) + (sum >> 16);
  return static_cast<std::uint16_t>(~sum);
}

void store_u16(std::uint8_t* at, std::uint16_t value) {
  at[0] = static_cast<std::uint8_t>(value >> 8);
  at[1] = static_cast<std::uint8_t>(value);
}

}  // namespace

std::span<const std::uint8_t> UdpFramer::frame(std::span<const std::uint8_t> payload) {
  const std::size_t udp_bytes = kUdpBytes + payload.size();
  if (udp_bytes + kIpBytes > 0xffff)
    throw std::invalid_argument{"a packet longer than 65535 bytes"};
  frame_.clear();
  WireWriter wire{frame_};
  wire.all(multicast_mac(address_.group));
  wire.all(
      std::array<std::uint8_t, 6>{0x02, 0x48, 0x4f, 0x54, 0x42, 0x4b});  // locally administered
  if (address_.vlan) {
    wire.u16(0x8100);
    wire.u16(*address_.vlan);
  }
  wire.u16(0x0800);
  const std::size_t ip_at = frame_.size();
  wire.u16(0x4500);
  wire.u16(static_cast<unsigned>(kIpBytes + udp_bytes));
  wire.u16(identification_++);
  wire.u16(0x4000);  // never fragmented
  wire.u8(16);       // hops
  wire.u8(17);       // UDP
  wire.u16(0);
  wire.u32(kSourceAddress);
  wire.u32(address_.group);
  wire.u16(kSourcePort);
  wire.u16(address_.udp_port);
  wire.u16(static_cast<unsigned>(udp_bytes));
  wire.u16(0);
  wire.all(payload);

  const std::span<const std::uint8_t> whole{frame_};
  store_u16(&frame_[ip_at + 10], checksum(word_sum(whole.subspan(ip_at, kIpBytes))));
  const auto pseudo =
      word_sum(whole.subspan(ip_at + 12, 8), static_cast<std::uint32_t>(17 + udp_bytes));
  const std::uint16_t udp = checksum(word_sum(whole.subspan(ip_at + kIpBytes), pseudo));
  store_u16(&frame_[ip_at + kIpBytes + 6], udp == 0 ? std::uint16_t{0xffff} : udp);  // 0 means none
  return frame_;
}

}  // namespace hotbook::replay
