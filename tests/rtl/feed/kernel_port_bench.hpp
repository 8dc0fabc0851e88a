// The port of the feed kernel between two lines, a kernel that gives any output at any time, and
// the books.
//
// Threading: one per test.
// Hot path:  none, test code.

#pragma once

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <deque>
#include <vector>

#include "Vkernel_port_rtl.h"
#include "host/domain/layout.hpp"
#include "sim/harness/channels.hpp"
#include "sim/harness/clock.hpp"
#include "tests/rtl/feed/traffic.hpp"

namespace hotbook::feed_test {

// Every counter that an output can pulse.
struct KernelCounts {
  std::array<std::array<std::uint64_t, 8>, 2> line{};  // in the order of line_pulses
  std::array<std::uint64_t, 2> header_short{};
  std::array<std::uint64_t, 6> decoder{};  // in the order of flag.kernel_pulses
  std::uint64_t gaps = 0;
  std::uint64_t missing = 0;
  std::uint64_t poisons = 0;
  bool operator==(const KernelCounts&) const = default;

  void add(const KernelOutput& output) {
    for (unsigned i = 0; i < 8; ++i) {
      line[0][i] += output.line_a >> i & 1U;
      line[1][i] += output.line_b >> i & 1U;
    }
    for (unsigned i = 0; i < 6; ++i) decoder[i] += output.pulses >> i & 1U;
    header_short[0] += output.pulses >> 6 & 1U;
    header_short[1] += output.pulses >> 7 & 1U;
    if (output.kind != static_cast<std::uint8_t>(RecordKind::Gap)) return;
    const bool is_poison = output.price == static_cast<std::uint32_t>(GapReason::BadFrame);
    poisons += is_poison;
    gaps += !is_poison;
    if (!is_poison) missing += output.order_ref;
  }
};

[[nodiscard]] inline channel::MarketEvent event_of(const KernelOutput& output) {
  channel::MarketEvent event;
  event.seq = output.seq;
  event.venue_time_ns = output.venue_time_ns & 0xffff'ffff'ffff;
  event.rx_time_ns = output.rx_time_ns;
  event.order_ref = output.order_ref;
  event.price = output.price;
  event.quantity = output.quantity;
  event.book = output.book;
  event.kind = output.kind;
  event.side = output.flags & 1U;
  event.pair_first = output.flags >> 1U & 1U;
  event.pair_second = output.flags >> 2U & 1U;
  event.arrival_cycle = output.arrival_cycle;
  return event;
}

// Without the latency, which depends on when it leaves.
[[nodiscard]] inline VenueMessage piece_of(const KernelOutput& output) {
  VenueMessage piece{};
  piece.seq = output.seq;
  std::memcpy(piece.message, output.message, sizeof piece.message);
  piece.length = output.length;
  piece.more = output.flags >> 3U & 1U;
  piece.kind = RecordKind::VenueMessage;
  return piece;
}

[[nodiscard]] inline bool is_event(const KernelOutput& output) {
  return output.kind >= static_cast<std::uint8_t>(RecordKind::Add) &&
         output.kind <= static_cast<std::uint8_t>(RecordKind::Gap);
}
[[nodiscard]] inline bool is_piece(const KernelOutput& output) {
  return output.kind == static_cast<std::uint8_t>(RecordKind::VenueMessage);
}

class KernelPortBench {
 public:
  KernelPortBench() {
    clock_->clear_i = 0;
    clock_->kernel_decodes_i = 0;
    clock_->line_enable_i = 0;
    clock_->first_seq_i = 0;
    clock_->line_wait_cycles_i = 0;
    clock_->cycle_i = 0;
    clock_->packet_valid_i = 0;
    clock_->kernel_word_ready_i = 0;
    clock_->kernel_output_valid_i = 0;
    clock_->market_event_ready_i = 0;
    clock_->venue_message_ready_i = 0;
    clock_.reset();
  }

  // A new session, for the kernel or for somebody else.
  void clear(bool kernel_decodes) {
    clock_->clear_i = 1;
    cycle();
    clock_->clear_i = 0;
    clock_->kernel_decodes_i = kernel_decodes;
    decodes_ = kernel_decodes;
    ++session;
    begins_ = {true, true};
    // What was on its way to the books is of the old session; so are the counters.
    events.clear();
    pieces.clear();
    expected = 0;
  }

  void configure(unsigned line_enable, std::uint64_t first_seq, std::uint32_t line_wait_cycles) {
    clock_->line_enable_i = static_cast<std::uint8_t>(line_enable);
    clock_->first_seq_i = first_seq;
    clock_->line_wait_cycles_i = line_wait_cycles;
    line_enable_ = line_enable;
    first_seq_ = first_seq;
    line_wait_cycles_ = line_wait_cycles;
  }

  void offer(std::size_t line, const channel::PacketWord& word) {
    packets_[line] = word;
    has_packet[line] = true;
  }
  void offer(const KernelOutput& output) {
    output_ = output;
    has_output = true;
  }

  void cycle() {
    drive();
    clock_.settle();
    look_at_words();
    look_at_events();
    look_at_pieces();
    count();
    take_packets();
    take_output();
    clock_.tick();
    clock_.settle();
    if (clock_->rst_i == 0 && clock_->clear_i == 0) {
      ASSERT_EQ(clock_->expected_o, expected);
    }
  }

  Vkernel_port_rtl& top() { return clock_.top(); }
  [[nodiscard]] std::uint64_t now() const { return clock_.cycle(); }

  std::array<bool, 2> has_packet{};
  bool has_output = false;
  std::array<bool, 2> word_ready{};  // the kernel takes
  bool event_ready = false;
  bool piece_ready = false;

  std::uint8_t session = 0;
  std::uint64_t expected = 0;
  std::array<std::deque<KernelWord>, 2> words;  // to be offered to the kernel
  std::deque<channel::MarketEvent> events;      // to be offered to the books
  std::deque<VenueMessage> pieces;
  KernelCounts counted;  // by the port
  KernelCounts owed;     // by what it took
  std::array<std::uint64_t, 2> words_taken{};
  std::uint64_t outputs_taken = 0;
  std::uint64_t outputs_dropped = 0;
  std::uint64_t words_behind = 0;  // of an old session, taken by the kernel

 private:
  void drive() {
    for (std::size_t l = 0; l < 2; ++l) {
      if (has_packet[l]) store_at(clock_->packet_i, l, packets_[l]);
    }
    clock_->packet_valid_i = static_cast<std::uint8_t>(has_packet[0] | has_packet[1] << 1);
    clock_->kernel_word_ready_i = static_cast<std::uint8_t>(word_ready[0] | word_ready[1] << 1);
    clock_->kernel_output_valid_i = has_output;
    if (has_output) std::memcpy(&clock_->kernel_output_i, &output_, sizeof output_);
    clock_->market_event_ready_i = event_ready;
    clock_->venue_message_ready_i = piece_ready;
    clock_->cycle_i = static_cast<std::uint16_t>(now());
  }

  void look_at_words() {
    for (std::size_t l = 0; l < 2; ++l) {
      const bool valid = (clock_->kernel_word_valid_o >> l & 1U) != 0;
      ASSERT_EQ(valid, !words[l].empty()) << "line " << l << " cycle " << now();
      if (!valid) continue;
      KernelWord seen;
      static_assert(sizeof seen == 40);
      std::memcpy(&seen, &clock_->kernel_word_o[l * (sizeof seen / 4)], sizeof seen);
      ASSERT_EQ(std::memcmp(&seen, &words[l].front(), sizeof seen), 0)
          << "line " << l << " word " << words_taken[l];
      if (!word_ready[l]) continue;
      words_behind += seen.session != session;
      ++words_taken[l];
      words[l].pop_front();
    }
  }

  void look_at_events() {
    ASSERT_EQ(clock_->market_event_valid_o != 0, !events.empty()) << "cycle " << now();
    if (events.empty()) return;
    ASSERT_EQ(channel::MarketEvent::load(clock_->market_event_o), events.front());
    if (event_ready) events.pop_front();
  }

  void look_at_pieces() {
    ASSERT_EQ(clock_->venue_message_valid_o != 0, !pieces.empty()) << "cycle " << now();
    if (pieces.empty()) return;
    VenueMessage seen;
    std::memcpy(&seen, &clock_->venue_message_o, sizeof seen);
    VenueMessage owed_piece = pieces.front();
    owed_piece.latency_cycles = seen.latency_cycles;
    ASSERT_EQ(std::memcmp(&seen, &owed_piece, sizeof seen), 0);
    ASSERT_EQ(seen.latency_cycles, latency_);
    ASSERT_EQ(clock_->venue_arrival_cycle_o, arrival_);
    if (piece_ready) pieces.pop_front();
  }

  void count() {
    for (std::size_t l = 0; l < 2; ++l) {
      for (std::size_t i = 0; i < 8; ++i)
        counted.line[l][i] += clock_->line_pulses_o >> (8 * l + 7 - i) & 1U;
      counted.header_short[l] += clock_->header_short_o >> l & 1U;
    }
    const auto pulses = channel::ItchPulses::load(clock_->itch_pulses_o);
    const std::array<std::uint64_t, 6> now_pulsed{pulses.book_messages, pulses.venue_messages,
                                                  pulses.unknown_type,  pulses.wrong_length,
                                                  pulses.bad_field,     clock_->unmapped_o};
    for (std::size_t i = 0; i < now_pulsed.size(); ++i) counted.decoder[i] += now_pulsed[i];
    counted.gaps += clock_->gap_o;
    if (clock_->gap_o != 0) counted.missing += clock_->missing_count_o;
    counted.poisons += clock_->poison_o;
  }

  void take_packets() {
    for (std::size_t l = 0; l < 2; ++l) {
      const bool ready = (clock_->packet_ready_o >> l & 1U) != 0;
      const bool free = words[l].empty() && clock_->clear_i == 0;
      if (free && begins_[l] && decodes_) {
        words[l].push_back(first_word());
        begins_[l] = false;
        ASSERT_FALSE(ready) << "line " << l << " cycle " << now();
        continue;
      }
      ASSERT_EQ(ready, free && !begins_[l]) << "line " << l << " cycle " << now();
      if (!ready || !has_packet[l]) continue;
      has_packet[l] = false;
      const channel::PacketWord& packet = packets_[l];
      KernelWord word = first_word();
      std::memcpy(word.data, &packet.data, sizeof word.data);
      word.rx_time_ns = packet.rx_time_ns;
      word.arrival_cycle = static_cast<std::uint16_t>(packet.arrival_cycle);
      word.flags |= static_cast<std::uint8_t>(packet.first | packet.last << 1 | packet.bad << 2);
      word.first_lane = static_cast<std::uint8_t>(packet.first_lane);
      word.end_lane = static_cast<std::uint8_t>(packet.end_lane);
      words[l].push_back(word);
    }
  }

  // What begins a session.
  [[nodiscard]] KernelWord first_word() const {
    KernelWord word{};
    word.first_seq = first_seq_;
    word.line_wait_cycles = line_wait_cycles_;
    word.session = session;
    word.flags = static_cast<std::uint8_t>(line_enable_ << 3);
    return word;
  }

  void take_output() {
    if (!has_output) return;
    const bool is_current = decodes_ && output_.session == session;
    const bool waits = is_current && ((is_event(output_) && !events.empty()) ||
                                      (is_piece(output_) && !pieces.empty()));
    ASSERT_EQ(clock_->kernel_output_ready_o != 0, !waits) << "cycle " << now();
    if (waits) return;
    has_output = false;
    ++outputs_taken;
    if (!is_current || clock_->clear_i != 0) {
      ++outputs_dropped;
      return;
    }
    owed.add(output_);
    expected = output_.expected;
    if (is_event(output_)) events.push_back(event_of(output_));
    if (!is_piece(output_)) return;
    pieces.push_back(piece_of(output_));
    arrival_ = output_.arrival_cycle;
    const auto age = static_cast<std::uint16_t>(now() + 1 - output_.arrival_cycle);
    latency_ = age > 255 ? 255 : age;
  }

  sim::Clock<Vkernel_port_rtl> clock_;
  std::array<channel::PacketWord, 2> packets_{};
  KernelOutput output_{};
  bool decodes_ = false;
  std::array<bool, 2> begins_{true, true};  // the session's first word is still to come
  unsigned line_enable_ = 0;
  std::uint64_t first_seq_ = 0;
  std::uint32_t line_wait_cycles_ = 0;
  unsigned latency_ = 0;
  unsigned arrival_ = 0;
};

}  // namespace hotbook::feed_test
