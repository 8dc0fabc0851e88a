// Wraps a UDP payload in the Ethernet, IPv4 and UDP headers it would have had on a wire, checksums
// included.
//
// Threading: a pure function.
// Hot path:  one allocation, the frame.

#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace hotbook::card {

struct UdpEnd {
  std::uint32_t address = 0;  // first octet in the top byte
  std::uint16_t port = 0;
};

// A payload above 65507 bytes does not fit IPv4 and is cut there. Short frames are padded to 60
// bytes, as a MAC does.
[[nodiscard]] std::vector<std::uint8_t> make_udp_frame(UdpEnd source, UdpEnd target,
                                                       std::span<const std::uint8_t> payload);

}  // namespace hotbook::card
