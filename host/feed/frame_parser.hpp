// Decides whether an Ethernet frame is a packet of a line, and finds its UDP payload
// (rtl/spec/feed_function.md, section 1).
//
// Threading: a pure function.
// Hot path:  neither allocates, throws, locks nor calls the kernel; reads each byte at most twice.

#pragma once

#include <cstdint>

#include "host/feed/feed_options.hpp"
#include "host/feed/wire.hpp"

namespace hotbook::feed {

// The first rule that the frame breaks, in the order in which they are judged.
enum class FrameVerdict : std::uint8_t {
  Packet,
  Runt,        // F1
  NotIpv4,     // F2
  IpHeader,    // F3
  IpChecksum,  // F4
  NotUdp,      // F5
  Filter,      // F6
  Length,      // F7
};

struct ParsedFrame {
  FrameVerdict verdict = FrameVerdict::Runt;
  bool bad = false;  // a packet that turned out damaged at its end
  Bytes payload;     // of a packet: what the frame really holds of its UDP payload
};

// mac_bad: the MAC's own judgement of the frame (frame check sequence).
[[nodiscard]] ParsedFrame parse_frame(Bytes frame, bool mac_bad, const LineOptions& line) noexcept;

}  // namespace hotbook::feed
