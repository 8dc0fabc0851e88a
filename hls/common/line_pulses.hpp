// The bits of kernel_output.line_a and line_b: the channel line_pulses, its first field in bit 0.
//
// Synthesis: C++14 constants.

#pragma once

#include <cstdint>

namespace hotbook {
namespace kernel {

constexpr std::uint8_t kPulseSessionMismatch = 1U << 0;
constexpr std::uint8_t kPulseHeartbeats = 1U << 1;
constexpr std::uint8_t kPulseEndOfSession = 1U << 2;
constexpr std::uint8_t kPulseDuplicatePackets = 1U << 3;
constexpr std::uint8_t kPulseMessagesTaken = 1U << 4;
constexpr std::uint8_t kPulseMessagesDuplicate = 1U << 5;
constexpr std::uint8_t kPulseMessageCut = 1U << 6;
constexpr std::uint8_t kPulseTrailingBytes = 1U << 7;

// A pulse more, in a byte of them.
inline void pulse(std::uint8_t& pulses, unsigned more) {
  pulses = static_cast<std::uint8_t>(pulses | more);
}

}  // namespace kernel
}  // namespace hotbook
