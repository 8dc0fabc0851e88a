// Names the two lines of a feed and where each of them is sent.
//
// Threading: values.
// Hot path:  allocates nothing.

#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

namespace hotbook::replay {

enum class Line : std::uint8_t { A = 0, B = 1 };

[[nodiscard]] constexpr Line other(Line line) noexcept {
  return line == Line::A ? Line::B : Line::A;
}

struct LineAddress {
  std::uint32_t group = 0;  // IPv4 destination, first octet in the top byte
  std::uint16_t udp_port = 0;
  std::optional<std::uint16_t> vlan;  // 802.1Q id

  friend constexpr auto operator<=>(const LineAddress&, const LineAddress&) = default;
};

// Where generated and converted feeds are sent unless the caller says otherwise.
[[nodiscard]] constexpr LineAddress default_address(Line line) noexcept {
  return line == Line::A ? LineAddress{0xef0a0001, 26400, {}} : LineAddress{0xef0a0002, 26400, {}};
}

// The Ethernet address of an IPv4 group (RFC 1112): 01:00:5e and the low 23 bits.
[[nodiscard]] std::array<std::uint8_t, 6> multicast_mac(std::uint32_t group) noexcept;

// 239.10.0.1:26400, with " vlan 141" behind it when tagged.
[[nodiscard]] std::string to_string(const LineAddress& address);

}  // namespace hotbook::replay
