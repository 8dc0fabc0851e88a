// Spoils frames of an NYSE XDP feed: whatever frame_mutator does to frames and headers, and more in
// the packet header and the messages.
//
// Threading: one thread.
// Hot path:  never.

#pragma once

#include <cstdint>
#include <vector>

#include "sim/replay/draw.hpp"
#include "sim/replay/frame_mutator.hpp"

namespace hotbook::replay {

enum class XdpMutation : std::uint8_t {
  Frame,  // one of frame_mutator's, of the frame or its Ethernet, IPv4 and UDP headers
  // Checksums put right again:
  DeliveryFlag,
  MessageCount,
  Seq,
  SeqFar,
  SendTime,
  Reset,  // becomes a packet that restarts the numbers
  CutPayload,
  ShortPayload,
  TrailingBytes,
  MessageSize,
  TinySize,
  MessageByte,
  Count
};

inline constexpr unsigned kXdpMutations = static_cast<unsigned>(XdpMutation::Count);

[[nodiscard]] const char* to_string(XdpMutation mutation) noexcept;

// An Ethernet frame with an XDP packet; returns true when the MAC is to call it bad. A frame that
// the mutation does not fit is left as it is.
bool mutate_xdp(std::vector<std::uint8_t>& frame, XdpMutation mutation, Draw& draw);

}  // namespace hotbook::replay
