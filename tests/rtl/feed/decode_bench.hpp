// Plays taken words into a Verilated itch_decode and compares what comes out, and when, with the
// model.
//
// Threading: one per test.
// Hot path:  none, test code.

#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <deque>
#include <utility>
#include <vector>

#include "Vitch_decode_rtl.h"
#include "sim/harness/clock.hpp"
#include "sim/harness/stall.hpp"
#include "tests/rtl/feed/itch_model.hpp"
#include "tests/rtl/feed/traffic.hpp"

namespace hotbook::feed_test {

using channel::MarketEvent;
using channel::TakenWord;

// A word to send and, when a message finishes in it, that message.
struct Sent {
  TakenWord word;
  Bytes message;
  std::uint64_t age_cycles = 3;  // since it was at the card's edge
};

// The words of one packet as the arbiter passes them on.
inline std::vector<Sent> taken_words(const Packet& packet, std::size_t lane) {
  std::vector<Sent> sent;
  std::size_t done = 0;
  for (const channel::MessageWord& word : message_words(packet, lane)) {
    Sent out;
    out.word.seq = packet.seq + done;
    out.word.data = word.data;
    out.word.start = word.start;
    out.word.start_lane = word.start_lane;
    out.word.finish = word.finish;
    out.word.finish_lane = word.finish_lane;
    out.word.length = word.length;
    out.word.last = word.last;
    out.word.rx_time_ns = word.rx_time_ns;
    if (word.finish != 0) out.message = packet.messages[done++];
    sent.push_back(out);
  }
  return sent;
}

inline Packet packet_of(std::vector<Bytes> messages, std::uint64_t seq = 1) {
  Packet packet;
  packet.seq = seq;
  packet.rx_time_ns = 1000 * seq;
  packet.message_count = static_cast<std::uint16_t>(messages.size());
  packet.messages = std::move(messages);
  return packet;
}

inline Sent gap_word(std::uint64_t seq, std::uint64_t count, std::uint64_t reason) {
  Sent out;
  out.word.gap = 1;
  out.word.reason = reason;
  out.word.seq = seq;
  out.word.data = count;
  out.word.rx_time_ns = 77 * seq;
  out.word.finish = 1;  // not meant in a gap, so it must not matter
  out.word.start = 1;
  out.word.length = 19;
  return out;
}

class DecodeBench {
 public:
  DecodeBench() {
    clock_->taken_valid_i = 0;
    clock_->market_event_ready_i = 1;
    clock_->venue_message_ready_i = 1;
    clock_->cycle_i = 0;
    clock_.reset();
  }

  // Percent of cycles in which the input, the event output and the venue output are held.
  void stall(std::uint64_t seed, unsigned in, unsigned event, unsigned venue) {
    in_ = sim::Stall{seed, in};
    event_ = sim::Stall{seed + 1, event};
    venue_ = sim::Stall{seed + 2, venue};
    exact_ = in == 0 && event == 0 && venue == 0;
  }

  // Sends all words and waits until nothing moves; false after the first divergence.
  bool run(std::vector<Sent> sent) {
    feed(std::move(sent), ~0U);
    EXPECT_TRUE(model.events.empty()) << "never came: " << text_of(model.events.front());
    EXPECT_TRUE(model.records.empty()) << "never came: " << text_of(model.records.front());
    EXPECT_EQ(counts, model.counts);
    return !::testing::Test::HasFailure();
  }

  void feed(std::vector<Sent> sent, unsigned cycles) {
    std::size_t next = 0;
    bool offered = false;
    for (unsigned idle = 0; idle < 400 && cycles > 0 && !::testing::Test::HasFailure(); --cycles) {
      if (!offered && next < sent.size() && !in_.held()) {
        offered = true;
        sent[next].word.arrival_cycle = (now() - sent[next].age_cycles) & 0xffff;
        sent[next].word.store(clock_->taken_i);
      }
      clock_->taken_valid_i = offered;
      if (cycle(offered ? &sent[next] : nullptr)) {
        offered = false;
        ++next;
      }
      if (next == sent.size()) idle += model.events.empty() && model.records.empty() ? 40 : 1;
    }
  }

  // One cycle; whether the offered word was taken.
  bool cycle(const Sent* offered) {
    clock_->market_event_ready_i = !event_.held();
    clock_->venue_message_ready_i = !venue_.held();
    clock_->cycle_i = static_cast<std::uint16_t>(now());
    clock_.settle();
    look_at_events();
    look_at_records();
    counts.add(channel::ItchPulses::load(clock_->itch_pulses_o));
    const bool taken = offered != nullptr && clock_->taken_ready_o != 0;
    if (offered != nullptr && !taken) ++refused;
    if (taken) expect_of(*offered);
    clock_.tick();
    return taken;
  }

  std::uint64_t now() const { return clock_.cycle(); }

  ItchModel model;
  ItchCounts counts;
  std::uint64_t refused = 0;  // cycles in which an offered word had to wait
  std::uint64_t events = 0;

  void hold_venue() {
    venue_ = sim::Stall{1, 100};
    exact_ = false;
  }
  void hold_events() {
    event_ = sim::Stall{1, 100};
    exact_ = false;
  }

 private:
  // A message that finishes now is seen in two cycles.
  void expect_of(const Sent& sent) {
    const std::size_t events_before = model.events.size();
    const std::size_t records_before = model.records.size();
    const Stamp stamp{sent.word.rx_time_ns, sent.word.arrival_cycle};
    if (sent.word.gap != 0) {
      model.gap(sent.word.seq, sent.word.data, sent.word.reason, stamp);
    } else if (sent.word.finish != 0) {
      model.message(sent.message, sent.word.seq, stamp);
    }
    for (std::size_t i = events_before; i < model.events.size(); ++i)
      event_due_.push_back(now() + 2 + i - events_before);
    for (std::size_t i = records_before; i < model.records.size(); ++i)
      record_due_.push_back(now() + 2);
  }

  void look_at_events() {
    if (clock_->market_event_valid_o == 0) {
      const bool late = exact_ && !event_due_.empty() && event_due_.front() == now();
      ASSERT_FALSE(late) << "event late: " << text_of(model.events.front());
      return;
    }
    const MarketEvent seen = MarketEvent::load(clock_->market_event_o);
    ASSERT_FALSE(model.events.empty()) << "event of nothing: " << text_of(seen);
    ASSERT_EQ(seen, model.events.front())
        << text_of(seen) << "\nexpected " << text_of(model.events.front());
    if (exact_) {
      ASSERT_EQ(now(), event_due_.front()) << text_of(seen);
    }
    if (clock_->market_event_ready_i == 0) return;
    model.events.pop_front();
    event_due_.pop_front();
    ++events;
  }

  void look_at_records() {
    if (clock_->venue_message_valid_o == 0) {
      const bool late = exact_ && !record_due_.empty() && record_due_.front() == now();
      ASSERT_FALSE(late) << "record late: " << text_of(model.records.front());
      record_is_new_ = true;
      return;
    }
    const VenueRecord seen =
        VenueRecord::load(clock_->venue_message_o, clock_->venue_arrival_cycle_o);
    ASSERT_FALSE(model.records.empty()) << "record of nothing: " << text_of(seen);
    VenueRecord& expected = model.records.front();
    if (record_is_new_) {
      const std::uint64_t age = (now() - expected.arrival_cycle) & 0xffff;
      expected.latency_cycles = age > 255 ? 255 : age;
    }
    ASSERT_EQ(seen, expected) << text_of(seen) << "\nexpected " << text_of(expected);
    if (exact_) {
      ASSERT_EQ(now(), record_due_.front()) << text_of(seen);
    }
    record_is_new_ = clock_->venue_message_ready_i != 0;
    if (!record_is_new_) return;
    model.records.pop_front();
    record_due_.pop_front();
  }

  sim::Clock<Vitch_decode_rtl> clock_;
  sim::Stall in_{1, 0};
  sim::Stall event_{2, 0};
  sim::Stall venue_{3, 0};
  bool exact_ = true;
  bool record_is_new_ = true;
  std::deque<std::uint64_t> event_due_;
  std::deque<std::uint64_t> record_due_;
};

}  // namespace hotbook::feed_test
