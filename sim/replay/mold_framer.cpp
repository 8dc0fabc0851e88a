#include "sim/replay/mold_framer.hpp"

#include <stdexcept>

namespace hotbook::replay {
namespace {

constexpr std::size_t kHeaderBytes = 20;

void append_big_endian(std::vector<std::uint8_t>& bytes, std::uint64_t value, unsigned width) {
  while (width-- != 0) bytes.push_back(static_cast<std::uint8_t>(value >> (8 * width)));
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
    : framer_{address}, session_{session} {
  if (session_.size() != 10) {
    throw std::invalid_argument{"a MoldUDP64 session has 10 characters, not \"" + session_ + "\""};
  }
}

std::span<const std::uint8_t> MoldFramer::frame(std::uint64_t seq, std::uint16_t message_count,
                                                std::span<const std::uint8_t> blocks) {
  packet_.clear();
  packet_.reserve(kHeaderBytes + blocks.size());
  packet_.insert(packet_.end(), session_.begin(), session_.end());
  append_big_endian(packet_, seq, 8);
  append_big_endian(packet_, message_count, 2);
  packet_.insert(packet_.end(), blocks.begin(), blocks.end());
  return framer_.frame(packet_);
}

}  // namespace hotbook::replay
