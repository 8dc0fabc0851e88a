// Spoils frames of a feed in one of many ways, at every depth from the Ethernet header to a
// message's fields.
//
// Threading: one thread.
// Hot path:  never.

#pragma once

#include <cstdint>
#include <vector>

#include "sim/replay/draw.hpp"

namespace hotbook::replay {

enum class Mutation : std::uint8_t {
  // Of the frame; checksums are left as they were.
  MacBad,
  Truncate,
  FlipBit,
  AppendBytes,
  Shred,
  // Of a header; the checksums are put right again, so that the rule behind the field is what
  // judges.
  EtherType,
  AddTag,
  AddTwoTags,
  IpVersion,
  Fragment,
  Protocol,
  Group,
  Port,
  MacAddress,
  IpLength,
  UdpLength,
  NoUdpChecksum,
  IpChecksum,
  // Of the packet; checksums put right.
  Session,
  Seq,
  SeqFar,
  MessageCount,
  CutPayload,
  ShortPayload,
  TrailingBytes,
  // Of a message; checksums put right.
  MessageLength,
  MessageType,
  MessageSide,
  MessageBook,
  MessageReference,
  MessageQuantity,
  MessagePrice,
  MessageEmpty,
  MessageShort,
  Count
};

inline constexpr unsigned kMutations = static_cast<unsigned>(Mutation::Count);

[[nodiscard]] const char* to_string(Mutation mutation) noexcept;

// Whether books stay known: the frame stays whole and its numbers stay the same.
[[nodiscard]] constexpr bool keeps_numbers(Mutation mutation) noexcept {
  return mutation >= Mutation::MessageType && mutation <= Mutation::MessagePrice;
}

// An Ethernet frame made by MoldFramer or read from a capture; returns true when the MAC is to call
// it bad. A frame that the mutation does not fit is left as it is.
bool mutate(std::vector<std::uint8_t>& frame, Mutation mutation, Draw& draw);

}  // namespace hotbook::replay
