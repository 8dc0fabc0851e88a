// Writes MoldUDP64 1.0 packets.
//
// Threading: free functions.
// Hot path:  a few stores.

#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "host/feed/mold_packet.hpp"
#include "host/publish/itch_writer.hpp"

namespace hotbook::publish {

using MoldSession = std::array<char, 10>;

constexpr std::size_t kMoldPayloadMax = 1400;

// A day's name, padded with spaces; what is longer is cut.
[[nodiscard]] inline MoldSession mold_session(std::string_view name) noexcept {
  MoldSession session;
  session.fill(' ');
  std::copy_n(name.begin(), std::min(name.size(), session.size()), session.begin());
  return session;
}

// The header, which is also all of a request packet, a heartbeat and an end of session.
inline void write_mold_header(std::uint8_t* at, const MoldSession& session, std::uint64_t seq,
                              std::uint16_t message_count) noexcept {
  std::memcpy(at, session.data(), session.size());
  store_be(at + 10, seq, 8);
  store_be(at + 18, message_count, 2);
}

}  // namespace hotbook::publish
