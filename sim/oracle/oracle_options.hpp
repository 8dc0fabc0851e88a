// What the feed function is told before its first frame: the registers of layout.toml that change
// what it computes.
//
// Threading: values.
// Hot path:  none; the oracle is slow on purpose.

#pragma once

#include <cstdint>

#include "sim/replay/line.hpp"

namespace hotbook::oracle {

using replay::Line;

struct LineOptions {
  bool enabled = true;
  std::uint32_t group = 0;      // 0: any
  std::uint16_t udp_port = 0;   // 0: any
  std::uint64_t mac = 0;        // 48 bits, first octet on top; 0: any
  std::uint32_t vlan = 0x1000;  // 0x1000: tagged and untagged; 0x2000: untagged only; else the id
  bool checksum_ignore = false;
};

struct OracleOptions {
  LineOptions line_a;
  LineOptions line_b;
  std::uint64_t first_seq = 0;  // 0: the first packet's

  [[nodiscard]] const LineOptions& line(Line which) const noexcept {
    return which == Line::A ? line_a : line_b;
  }
};

}  // namespace hotbook::oracle
