// Section 1 of the feed function: judges one frame and finds its packet.
//
// Threading: free functions.
// Hot path:  none; the oracle is slow on purpose.

#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "sim/oracle/oracle_options.hpp"

namespace hotbook::oracle {

using Bytes = std::span<const std::uint8_t>;

[[nodiscard]] std::uint64_t big_endian(Bytes bytes, std::size_t at, std::size_t width);

struct JudgedFrame {
  std::string dropped;                // counter of the rule it broke; empty: it is a packet
  std::vector<std::uint8_t> payload;  // as far as the frame holds it
  bool bad = false;
};

[[nodiscard]] JudgedFrame judge_frame(const LineOptions& options, Bytes frame, bool mac_says_bad);

}  // namespace hotbook::oracle
