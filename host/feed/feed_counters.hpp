// Counts what became of every frame, packet, message and event, under the names of the card's
// registers (rtl/spec/layout.md), so that twin and card can be compared name by name.
//
// Threading: written by the FeedHandler's thread only.
// Hot path:  plain increments; naming and iterating are for reports.

#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "host/feed/feed_options.hpp"
#include "host/feed/frame_parser.hpp"

namespace hotbook::feed {

struct LineCounters {
  std::uint64_t frames = 0;
  std::uint64_t packets = 0;
  std::uint64_t drop_runt = 0;
  std::uint64_t drop_not_ipv4 = 0;
  std::uint64_t drop_filter = 0;
  std::uint64_t drop_ip_header = 0;
  std::uint64_t drop_ip_checksum = 0;
  std::uint64_t drop_not_udp = 0;
  std::uint64_t drop_length = 0;
  std::uint64_t bad_frame = 0;
  std::uint64_t overrun = 0;  // the card's line buffer; never here
  std::uint64_t header_short = 0;
  std::uint64_t session_mismatch = 0;
  std::uint64_t heartbeats = 0;
  std::uint64_t end_of_session = 0;
  std::uint64_t duplicate_packets = 0;
  std::uint64_t messages_taken = 0;
  std::uint64_t messages_duplicate = 0;
  std::uint64_t message_cut = 0;
  std::uint64_t trailing_bytes = 0;
  friend bool operator==(const LineCounters&, const LineCounters&) = default;
};

// Counts the rule that a frame broke; nothing for a packet.
void count_drop(LineCounters& line, FrameVerdict verdict) noexcept;

struct ArbitrationCounters {
  std::uint64_t expected = 0;  // next sequence number; the registers expected_low and _high
  std::uint64_t gaps = 0;
  std::uint64_t messages_missing = 0;  // saturating
  std::uint64_t frames_poisoned = 0;
  std::uint64_t book_messages = 0;
  std::uint64_t venue_messages = 0;
  std::uint64_t unknown_type = 0;
  std::uint64_t wrong_length = 0;
  std::uint64_t bad_field = 0;
  std::uint64_t unmapped = 0;  // of an instrument nobody has named; never of ITCH
  friend bool operator==(const ArbitrationCounters&, const ArbitrationCounters&) = default;
};

struct LobCounters {
  std::uint64_t events = 0;
  std::uint64_t tops = 0;
  std::uint64_t order_unknown = 0;
  std::uint64_t order_ignored = 0;
  std::uint64_t overfill = 0;
  // Limits of the card that the twin does not have. They stay zero.
  std::uint64_t order_not_held = 0;
  std::uint64_t book_not_held = 0;
  std::uint64_t level_overflow = 0;
  std::uint64_t side_unknown = 0;
  std::uint64_t refill_taken = 0;
  std::uint64_t refill_refused = 0;
  std::uint64_t record_stall = 0;
  friend bool operator==(const LobCounters&, const LobCounters&) = default;
};

struct FeedCounters {
  std::array<LineCounters, kLineCount> lines;
  ArbitrationCounters feed;
  LobCounters lob;
  friend bool operator==(const FeedCounters&, const FeedCounters&) = default;
};

// One read-only register of the card: its name in layout.hpp ("line_a.frames") and the value it
// would read, which is the low 32 bits, or all ones where the register saturates.
struct NamedCounter {
  std::string name;
  std::uint64_t value = 0;
  std::uint32_t register_value = 0;
};

[[nodiscard]] std::vector<NamedCounter> named_counters(const FeedCounters& counters);

}  // namespace hotbook::feed
