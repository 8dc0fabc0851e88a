// Naive ITCH 5.0 decoder: one message in, what the card must make of it out.
//
// Threading: one per test.
// Hot path:  none, test code.

#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <string>

#include "sim/harness/channels.hpp"
#include "tests/rtl/feed/traffic.hpp"

namespace hotbook::feed_test {

struct VenueRecord {
  std::uint64_t seq = 0;
  std::array<std::uint8_t, 50> message{};
  std::uint64_t length = 0;
  std::uint64_t more = 0;
  std::uint64_t kind = 0;
  std::uint64_t latency_cycles = 0;
  std::uint64_t record_seq = 0;
  std::uint64_t arrival_cycle = 0;  // beside the record
  bool operator==(const VenueRecord&) const = default;

  template <class Bits>
  static VenueRecord load(const Bits& bits, std::uint64_t arrival) {
    VenueRecord record;
    record.seq = sim::load_bits(bits, 0, 64);
    for (std::size_t i = 0; i < 50; ++i) {
      record.message[i] = static_cast<std::uint8_t>(sim::load_bits(bits, 64 + 8 * i, 8));
    }
    record.length = sim::load_bits(bits, 464, 8);
    record.more = sim::load_bits(bits, 472, 8);
    record.kind = sim::load_bits(bits, 480, 8);
    record.latency_cycles = sim::load_bits(bits, 488, 8);
    record.record_seq = sim::load_bits(bits, 496, 16);
    record.arrival_cycle = arrival;
    return record;
  }
};

// What the counters of the decoder come to.
struct ItchCounts {
  std::uint64_t book_messages = 0;
  std::uint64_t venue_messages = 0;
  std::uint64_t unknown_type = 0;
  std::uint64_t wrong_length = 0;
  std::uint64_t bad_field = 0;
  bool operator==(const ItchCounts&) const = default;
  void add(const channel::ItchPulses& pulses);
};

// When and where a message or gap was seen.
struct Stamp {
  std::uint64_t rx_time_ns = 0;
  std::uint64_t arrival_cycle = 0;
};

class ItchModel {
 public:
  void message(const Bytes& bytes, std::uint64_t seq, Stamp stamp);
  void gap(std::uint64_t seq, std::uint64_t count, std::uint64_t reason, Stamp stamp);

  std::deque<channel::MarketEvent> events;
  std::deque<VenueRecord> records;  // latency_cycles 0
  ItchCounts counts;
};

[[nodiscard]] std::string text_of(const channel::MarketEvent& event);
[[nodiscard]] std::string text_of(const VenueRecord& record);

}  // namespace hotbook::feed_test
