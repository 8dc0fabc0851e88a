// What a feed handler is told once: which frames belong to each line, and where a session starts.
//
// Threading: plain values, read-only while a FeedHandler runs.
// Hot path:  none; the fields are read as they stand.

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace hotbook::feed {

// The two copies of one feed. Line a wins when both offer the same message.
enum class Line : std::uint8_t { A = 0, B = 1 };

inline constexpr std::size_t kLineCount = 2;

[[nodiscard]] constexpr std::size_t index_of(Line line) noexcept {
  return static_cast<std::size_t>(line);
}

// The registers line_a and line_b of rtl/spec/layout.md, with the MAC address in one piece.
struct LineOptions {
  bool enable = false;
  std::uint32_t group = 0;       // IPv4 destination, first octet in the top byte; 0 accepts any
  std::uint16_t udp_port = 0;    // 0 accepts any
  std::uint64_t mac = 0;         // destination, first octet in bits 47:40; 0 accepts any
  std::uint32_t vlan = 0x1000;   // VLAN id; 0x1000 any or none, 0x2000 untagged only
  bool checksum_ignore = false;  // for captures with zeroed fields
};

inline constexpr std::uint32_t kVlanAny = 0x1000;
inline constexpr std::uint32_t kVlanUntagged = 0x2000;

struct FeedOptions {
  // One open line, so that a single feed works as it stands. Enable line b only when its frames
  // are handed in too: a packet that is ahead waits for every enabled line.
  std::array<LineOptions, kLineCount> lines{LineOptions{.enable = true}, LineOptions{}};

  std::uint64_t first_seq = 0;  // first expected message; 0 takes the first packet's

  // Packets of one line that may wait for the other. At the bound the wait is over for both
  // lines: the gap is opened, nothing is lost that was received.
  std::size_t waiting_packets_max = 65536;

  // Orders that fit without growing. The order index doubles when it is exceeded.
  std::size_t order_capacity = 1U << 16;
};

}  // namespace hotbook::feed
