// Plays the packets of two lines into the Verilated feed stage and compares what comes out with a
// model.
//
// Threading: one per test.
// Hot path:  none, test code.

#pragma once

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <vector>

#include "Vfeed_rtl.h"
#include "host/domain/layout.hpp"
#include "sim/harness/clock.hpp"
#include "sim/harness/stall.hpp"
#include "tests/rtl/feed/arbiter_model.hpp"
#include "tests/rtl/feed/itch_model.hpp"
#include "tests/rtl/feed/traffic.hpp"

namespace hotbook::feed_test {

inline constexpr Session kSession{'0', '0', '0', '0', '0', '0', '0', '0', '0', '7'};
inline constexpr std::size_t kHeaderBytes = 20;

struct Step {
  channel::PacketWord word;
  unsigned quiet = 0;
};

// A line's packets and, of each, the words it became.
struct Line {
  std::vector<Packet> packets;
  std::vector<std::size_t> lanes;
  std::vector<std::size_t> first_words;  // index in steps
  std::vector<Step> steps;

  void append(const Packet& packet, std::size_t lane, std::size_t padding = 0, unsigned quiet = 0) {
    packets.push_back(packet);
    lanes.push_back(lane);
    first_words.push_back(steps.size());
    for (channel::PacketWord word : packet_words(packet, lane, padding)) {
      word.arrival_cycle = arrival_of(steps.size());
      steps.push_back({word, quiet});
      quiet = 0;
    }
  }

  // Any number that differs from word to word will do where latency is not looked at.
  static std::uint64_t arrival_of(std::size_t step) { return step * 3 & 0xffff; }

  // Of the word that holds this byte of packet i's payload.
  [[nodiscard]] std::uint64_t arrival(std::size_t i, std::size_t byte) const {
    return arrival_of(first_words[i] + (lanes[i] + byte) / 8);
  }
  [[nodiscard]] std::uint64_t last_arrival(std::size_t i) const {
    return arrival_of((i + 1 < packets.size() ? first_words[i + 1] : steps.size()) - 1);
  }
};

// The feed function of one line alone, packet by packet.
struct LineModel {
  ItchModel itch;
  LineCounts counts;
  std::uint64_t expected = 1;
  std::uint64_t gaps = 0;
  std::uint64_t missing = 0;
  std::uint64_t poisons = 0;

  void packet(const Line& line, std::size_t i) {
    const Packet& packet = line.packets[i];
    const bool ends = packet.message_count == kEndOfSession;
    const std::uint64_t messages = ends ? 0 : packet.message_count;
    if (packet.session != kSession) {
      ++counts.session_mismatch;
      return;
    }
    if (packet.seq > expected) {
      itch.gap(expected, packet.seq - expected, 0,
               {packet.rx_time_ns, line.arrival(i, kHeaderBytes - 1)});
      ++gaps;
      missing += packet.seq - expected;
      expected = packet.seq;
    }
    if (packet.seq + messages <= expected) {
      if (ends) {
        ++counts.end_of_session;
      } else if (messages == 0) {
        ++counts.heartbeats;
      } else {
        ++counts.duplicate_packets;
      }
      return;
    }
    const std::uint64_t first_taken = expected;
    const Bytes body = body_of(packet);
    std::uint64_t number = packet.seq;
    for (const Found& found : messages_in(packet)) {
      if (!found.complete) break;
      if (number < expected) {
        ++counts.messages_duplicate;
      } else {
        const auto begin = body.begin() + static_cast<std::ptrdiff_t>(found.start);
        itch.message(
            Bytes(begin, begin + static_cast<std::ptrdiff_t>(found.length)), number,
            {packet.rx_time_ns, line.arrival(i, kHeaderBytes + found.start + found.length - 1)});
        ++counts.messages_taken;
        expected = number + 1;
      }
      ++number;
    }
    counts.message_cut += number != packet.seq + messages;
    counts.trailing_bytes += has_trailing(packet);
    if (packet.bad && expected > first_taken) {
      itch.gap(first_taken, expected - first_taken, 1, {packet.rx_time_ns, line.last_arrival(i)});
      ++poisons;
    }
  }
};

class FeedBench {
 public:
  explicit FeedBench(std::uint32_t line_wait_cycles = 0, std::uint64_t first_seq = 1) {
    clock_->clear_i = 0;
    clock_->first_seq_i = first_seq;
    clock_->line_wait_cycles_i = line_wait_cycles;
    clock_->packet_valid_i = 0;
    clock_->market_event_ready_i = 1;
    clock_->venue_message_ready_i = 1;
    clock_->line_enable_i = 3;
    clock_->cycle_i = 0;
    clock_.reset();
  }

  void enable(unsigned lines) { clock_->line_enable_i = static_cast<std::uint8_t>(lines); }
  void stall(std::uint64_t seed, unsigned event, unsigned venue) {
    event_ = sim::Stall{seed, event};
    venue_ = sim::Stall{seed + 1, venue};
  }

  // Plays both lines to their ends and waits until nothing comes any more.
  void play(const Line& a, const Line& b) {
    lines_ = {&a, &b};
    for (std::size_t line = 0; line < 2; ++line) {
      next_[line] = 0;
      wait_[line] = lines_[line]->steps.empty() ? 0 : lines_[line]->steps.front().quiet;
      load(line);
    }
    unsigned idle = 0;
    while (idle < 60 && !::testing::Test::HasFailure()) {
      cycle();
      const bool done = next_[0] == a.steps.size() && next_[1] == b.steps.size() &&
                        clock_->market_event_valid_o == 0 && clock_->venue_message_valid_o == 0;
      idle = done ? idle + 1 : 0;
      ASSERT_LT(stuck_, 3000U) << "nothing moves: a at word " << next_[0] << " of "
                               << a.steps.size() << ", b at " << next_[1] << " of "
                               << b.steps.size() << ", expected " << clock_->expected_o;
    }
  }

  std::uint64_t now() const { return clock_.cycle(); }
  std::uint64_t expected() { return clock_->expected_o; }

  std::uint64_t clear_at = ~std::uint64_t{0};  // cycle in which a new session begins
  bool arrival_is_cycle = false;  // words are stamped with the cycle in which they come
  ItchModel* model = nullptr;     // what must come out
  bool any_line = false;          // from either line: times are not compared
  std::array<LineCounts, 2> counts{};
  ItchCounts itch_counts;
  std::uint64_t gaps = 0;
  std::uint64_t missing = 0;
  std::uint64_t poisons = 0;
  std::uint64_t header_short = 0;
  std::uint64_t stalls = 0;  // cycles in which an offered word waited
  struct Seen {
    channel::MarketEvent event;
    std::uint64_t cycle;
  };
  std::vector<Seen> events;  // when there is no model
  std::vector<unsigned> event_latencies;
  std::vector<unsigned> record_latencies;

 private:
  void load(std::size_t line) {
    if (next_[line] >= lines_[line]->steps.size()) return;
    channel::PacketWord word = lines_[line]->steps[next_[line]].word;
    if (arrival_is_cycle) word.arrival_cycle = now() & 0xffff;
    store_at(clock_->packet_i, line, word);
  }

  void cycle() {
    unsigned valid = 0;
    for (std::size_t line = 0; line < 2; ++line) {
      if (wait_[line] > 0) {
        --wait_[line];
        load(line);
      } else if (next_[line] < lines_[line]->steps.size()) {
        valid |= 1U << line;
      }
    }
    clock_->packet_valid_i = static_cast<std::uint8_t>(valid);
    clock_->market_event_ready_i = !event_.held();
    clock_->venue_message_ready_i = !venue_.held();
    clock_->cycle_i = static_cast<std::uint16_t>(now());
    clock_->clear_i = now() == clear_at;
    clock_.settle();
    look_at_events();
    look_at_records();
    count();
    const unsigned accepted = valid & clock_->packet_ready_o;
    stalls += accepted != valid;
    stuck_ = accepted == 0 && valid != 0 ? stuck_ + 1 : 0;
    clock_.tick();
    for (std::size_t line = 0; line < 2; ++line) {
      if ((accepted >> line & 1) == 0) continue;
      ++next_[line];
      wait_[line] =
          next_[line] < lines_[line]->steps.size() ? lines_[line]->steps[next_[line]].quiet : 0;
      load(line);
    }
  }

  void count() {
    gaps += clock_->gap_o;
    if (clock_->gap_o != 0) missing += clock_->missing_count_o;
    poisons += clock_->poison_o;
    header_short += (clock_->header_short_o & 1U) + (clock_->header_short_o >> 1U);
    itch_counts.add(channel::ItchPulses::load(clock_->itch_pulses_o));
    if (clock_->line_pulses_o == 0) return;
    for (std::size_t line = 0; line < 2; ++line)
      counts[line].add(load_at<channel::LinePulses>(clock_->line_pulses_o, line));
  }

  // The packet a time belongs to, made unique by whoever compares two lines.
  void check_origin(std::uint64_t seq, std::uint64_t rx_time_ns) const {
    const Line& line = *lines_[rx_time_ns >> 32U];
    const Packet& packet = line.packets[rx_time_ns & 0xffffffff];
    ASSERT_TRUE(packet.seq <= seq && seq < packet.seq + packet.message_count)
        << "message " << seq << " is not of that frame";
  }

  void look_at_events() {
    if (clock_->market_event_valid_o == 0) return;
    if (clock_->market_event_ready_i == 0 && model != nullptr) return;
    channel::MarketEvent seen = channel::MarketEvent::load(clock_->market_event_o);
    event_latencies.push_back(static_cast<unsigned>((now() - seen.arrival_cycle) & 0xffff));
    if (model == nullptr) {
      events.push_back({seen, now()});
      return;
    }
    ASSERT_FALSE(model->events.empty()) << "event of nothing: " << text_of(seen);
    if (any_line) {
      if (seen.kind != static_cast<std::uint64_t>(RecordKind::Gap))
        check_origin(seen.seq, seen.rx_time_ns);
      seen.rx_time_ns = seen.arrival_cycle = 0;
    }
    ASSERT_EQ(seen, model->events.front())
        << text_of(seen) << "\nexpected " << text_of(model->events.front());
    model->events.pop_front();
  }

  void look_at_records() {
    if (clock_->venue_message_valid_o == 0) return;
    if (clock_->venue_message_ready_i == 0 && model != nullptr) return;
    VenueRecord seen = VenueRecord::load(clock_->venue_message_o, clock_->venue_arrival_cycle_o);
    record_latencies.push_back(static_cast<unsigned>((now() - seen.arrival_cycle) & 0xffff));
    if (arrival_is_cycle) {
      ASSERT_EQ(seen.latency_cycles, record_latencies.back());
    }
    if (model == nullptr) return;
    ASSERT_FALSE(model->records.empty()) << "record of nothing: " << text_of(seen);
    seen.latency_cycles = 0;  // judged where the decoder is tested alone
    if (any_line) seen.arrival_cycle = 0;
    ASSERT_EQ(seen, model->records.front())
        << text_of(seen) << "\nexpected " << text_of(model->records.front());
    model->records.pop_front();
  }

  sim::Clock<Vfeed_rtl> clock_;
  sim::Stall event_{1, 0};
  sim::Stall venue_{2, 0};
  std::array<const Line*, 2> lines_{};
  std::array<std::size_t, 2> next_{};
  std::array<unsigned, 2> wait_{};
  unsigned stuck_ = 0;
};

}  // namespace hotbook::feed_test
