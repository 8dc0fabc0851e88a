#include "sim/replay/mold_framer.hpp"

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
  void u64(std::uint64_t value) {
    u32(static_cast<std::uint32_t>(value >> 32));
    u32(static_cast<std::uint32_t>(value));
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

std::array<std::uint8_t, 6> multicast_mac(std::uint32_t group) noexcept {
  return {0x01,
          0x00,
          0x5e,
          static_cast<std::uint8_t>(group >> 16 & 0x7fU),
          static_cast<std::uint8_t>(group >> 8),
          static_cast<std::uint8_t>(group)};
}

std::string to_string(const LineAddress& address) {
  std::string text;
  for (int shift = 24; shift >= 0; shift -= 8) {
    text += std::to_string(address.group >> shift & 0xffU) + (shift > 0 ? "." : ":");
  }
  text += std::to_string(address.udp_port);
  if (address.vlan) text += " vlan " + std::to_string(*address.vlan);
  return text;
}

void append_block(std::vector<std::uint8_t>& blocks, std::span<const std::uint8_t> message) {
  if (message.size() > 0xffff) throw std::invalid_argument{"a message longer than 65535 bytes"};
  blocks.push_back(static_cast<std::uint8_t>(message.size() >> 8));
  blocks.push_back(static_cast<std::uint8_t>(message.size()));
  blocks.insert(blocks.end(), message.begin(), message.end());
}

MoldFramer::MoldFramer(const LineAddress& address, std::string_view session)
    : address_{address}, session_{session} {
  if (session_.size() != 10) {
    throw std::invalid_argument{"a MoldUDP64 session has 10 characters, not \"" + session_ + "\""};
  }
}

std::span<const std::uint8_t> MoldFramer::frame(std::uint64_t seq, std::uint16_t message_count,
                                                std::span<const std::uint8_t> blocks) {
  const std::size_t udp_bytes = kUdpBytes + 20 + blocks.size();
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
  wire.all(session_);
  wire.u64(seq);
  wire.u16(message_count);
  wire.all(blocks);

  const std::span<const std::uint8_t> whole{frame_};
  store_u16(&frame_[ip_at + 10], checksum(word_sum(whole.subspan(ip_at, kIpBytes))));
  const auto pseudo =
      word_sum(whole.subspan(ip_at + 12, 8), static_cast<std::uint32_t>(17 + udp_bytes));
  const std::uint16_t udp = checksum(word_sum(whole.subspan(ip_at + kIpBytes), pseudo));
  store_u16(&frame_[ip_at + kIpBytes + 6], udp == 0 ? std::uint16_t{0xffff} : udp);  // 0 means none
  return frame_;
}

}  // namespace hotbook::replay
