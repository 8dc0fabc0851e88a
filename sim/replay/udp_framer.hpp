// Frames a line's UDP payloads as Ethernet, IPv4 and UDP, with every length and checksum right.
//
// Threading: one thread a framer.
// Hot path:  takes no memory once its longest frame has been built.

#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/replay/line.hpp"

namespace hotbook::replay {

class UdpFramer {
 public:
  // Ethernet's 1500 bytes less the IPv4 and UDP headers.
  static constexpr std::size_t kPayloadBytesMax = 1500 - 20 - 8;

  explicit UdpFramer(const LineAddress& address) : address_{address} {}

  // The result is valid until the next call. A payload of more than 65507 bytes throws
  // std::invalid_argument.
  [[nodiscard]] std::span<const std::uint8_t> frame(std::span<const std::uint8_t> payload);

 private:
  LineAddress address_;
  std::uint16_t identification_ = 0;
  std::vector<std::uint8_t> frame_;
};

}  // namespace hotbook::replay
