// Tells whether a UDP payload is a packet of a feed, and what its header says: what a capture must
// be asked before any feed handler can be.
//
// Threading: free functions.
// Hot path:  none; a session's name is copied.

#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace hotbook::replay {

struct FeedPacket {
  std::string session;  // "" where the feed has none
  std::uint64_t seq = 0;
  std::uint64_t messages = 0;  // numbers that the packet uses up
};

// Anything could be as long as a header. Only a payload that its messages fill exactly is believed.
struct PacketFormat {
  const char* name;
  std::optional<FeedPacket> (*read)(std::span<const std::uint8_t> payload);
};

extern const PacketFormat kMoldFormat;  // MoldUDP64 1.0, under NASDAQ TotalView-ITCH 5.0
extern const PacketFormat kXdpFormat;   // NYSE XDP and Pillar
extern const PacketFormat kMdp3Format;  // CME MDP 3.0; a packet is one number

}  // namespace hotbook::replay
