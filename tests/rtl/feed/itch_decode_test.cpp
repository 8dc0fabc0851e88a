#include <gtest/gtest.h>

#include <iostream>
#include <string>

#include "Vitch_decode_rtl.h"
#include "sim/harness/clock.hpp"
#include "sim/harness/stall.hpp"
#include "tests/rtl/feed/itch_model.hpp"
#include "tests/rtl/feed/traffic.hpp"

namespace hotbook::feed_test {
namespace {

using channel::MarketEvent;
using channel::TakenWord;

constexpr std::string_view kTypes = "AFECXDUSRHYLVWKJhPQBINO";
constexpr std::string_view kBookTypes = "AFECXDU";

// A word to send and, when a message finishes in it, that message.
struct Sent {
  TakenWord word;
  Bytes message;
};

// The words of one packet as the arbiter passes them on.
std::vector<Sent> taken_words(const Packet& packet, std::size_t lane) {
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

Packet packet_of(std::vector<Bytes> messages, std::uint64_t seq = 1) {
  Packet packet;
  packet.seq = seq;
  packet.rx_time_ns = 1000 * seq;
  packet.message_count = static_cast<std::uint16_t>(messages.size());
  packet.messages = std::move(messages);
  return packet;
}

Sent gap_word(std::uint64_t seq, std::uint64_t count, std::uint64_t reason) {
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

class Bench {
 public:
  Bench() {
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
    for (unsigned idle = 0; idle < 40 && cycles > 0 && !::testing::Test::HasFailure(); --cycles) {
      if (!offered && next < sent.size() && !in_.held()) {
        offered = true;
        sent[next].word.arrival_cycle = (now() - next % 5) & 0xffff;
        sent[next].word.store(clock_->taken_i);
      }
      clock_->taken_valid_i = offered;
      if (cycle(offered ? &sent[next] : nullptr)) {
        offered = false;
        ++next;
      }
      idle = next == sent.size() ? idle + 1 : 0;
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

  void hold_venue() { venue_ = sim::Stall{1, 100}; exact_ = false; }
  void hold_events() { event_ = sim::Stall{1, 100}; exact_ = false; }

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
    for (std::size_t i = events_before; i < model.events.size(); ++i) event_due_.push_back(now() + 2 + i - events_before);
    for (std::size_t i = records_before; i < model.records.size(); ++i) record_due_.push_back(now() + 2);
  }

  void look_at_events() {
    if (clock_->market_event_valid_o == 0) {
      const bool late = exact_ && !event_due_.empty() && event_due_.front() == now();
      ASSERT_FALSE(late) << "event late: " << text_of(model.events.front());
      return;
    }
    const MarketEvent seen = MarketEvent::load(clock_->market_event_o);
    ASSERT_FALSE(model.events.empty()) << "event of nothing: " << text_of(seen);
    ASSERT_EQ(seen, model.events.front()) << text_of(seen) << "\nexpected " << text_of(model.events.front());
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
    const VenueRecord seen = VenueRecord::load(clock_->venue_message_o, clock_->venue_arrival_cycle_o);
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

TEST(ItchDecode, EveryTypeAtEveryLaneLeavesTwoCyclesAfterItsLastByte) {
  Bench bench;
  Random random{1};
  std::uint64_t seq = 1;
  for (const char type : kTypes) {
    for (std::size_t lane = 1; lane <= 8; ++lane) {
      ASSERT_TRUE(bench.run(taken_words(packet_of({whole_message(random, type)}, seq++), lane))) << type << " at " << lane;
    }
  }
  EXPECT_EQ(bench.refused, 0U);
  EXPECT_EQ(bench.events, 8 * (kBookTypes.size() + 1));
}

TEST(ItchDecode, EveryPairOfTypesBackToBackKeepsTheLatency) {
  Bench bench;
  Random random{2};
  std::uint64_t seq = 1;
  for (const char first : kTypes) {
    for (const char second : kTypes) {
      const std::size_t lane = 1 + random() % 8;
      const Packet packet = packet_of({whole_message(random, first), whole_message(random, second), whole_message(random, 'U')}, seq);
      seq += 3;
      ASSERT_TRUE(bench.run(taken_words(packet, lane))) << first << second << " at " << lane;
    }
  }
  EXPECT_EQ(bench.refused, 0U);
}

TEST(ItchDecode, ShortestBookMessagesBackToBackNeverStallTheLine) {
  Bench bench;
  Random random{3};
  std::vector<Bytes> messages;
  for (int i = 0; i < 2000; ++i) messages.push_back(whole_message(random, i % 7 == 3 ? 'U' : 'D'));
  ASSERT_TRUE(bench.run(taken_words(packet_of(messages), 3)));
  EXPECT_EQ(bench.refused, 0U);
}

TEST(ItchDecode, MessageOfAnyWrongLengthIsSkippedAndTheNextIsWhole) {
  Bench bench;
  Random random{4};
  std::uint64_t seq = 1;
  for (std::size_t length = 0; length <= 130; ++length) {
    for (const char type : {'A', 'I', '!'}) {
      Bytes wrong = whole_message(random, 'A');
      wrong.resize(length, 0xa5);
      if (length > 0) wrong[0] = static_cast<std::uint8_t>(type);
      const Packet packet = packet_of({wrong, whole_message(random, 'A'), wrong, wrong, whole_message(random, 'R')}, seq);
      seq += 5;
      ASSERT_TRUE(bench.run(taken_words(packet, 1 + random() % 8))) << length << type;
    }
  }
  EXPECT_GT(bench.counts.wrong_length, 0U);
  EXPECT_GT(bench.counts.unknown_type, 0U);
}

TEST(ItchDecode, LongestMessageThereIsLeavesTheNextAlone) {
  Bench bench;
  Random random{5};
  for (std::size_t lane = 1; lane <= 8; ++lane) {
    Bytes longest(65535, 0x20);
    longest[0] = 'F';
    // 65536 more than a type's length would look right to a counter of 16 bits.
    Bytes folded(256 + 36, 0x42);
    folded[0] = 'A';
    const Packet packet = packet_of({longest, whole_message(random, 'F'), folded, whole_message(random, 'O')}, 4 * lane);
    ASSERT_TRUE(bench.run(taken_words(packet, lane)));
  }
  EXPECT_EQ(bench.counts.wrong_length, 16U);
}

TEST(ItchDecode, SideThatIsNeitherBuyNorSellIsABadField) {
  Bench bench;
  Random random{6};
  std::uint64_t seq = 1;
  for (const char type : {'A', 'F'}) {
    std::vector<Bytes> messages;
    for (int side = 0; side < 256; ++side) {
      messages.push_back(whole_message(random, type));
      messages.back()[19] = static_cast<std::uint8_t>(side);
    }
    ASSERT_TRUE(bench.run(taken_words(packet_of(messages, seq), 1)));
    seq += 256;
  }
  EXPECT_EQ(bench.counts.bad_field, 2 * 254U);
}

TEST(ItchDecode, EveryTypeByteIsKnownOrCounted) {
  Bench bench;
  Random random{7};
  std::vector<Bytes> messages;
  for (int type = 0; type < 256; ++type) {
    messages.push_back(Bytes{static_cast<std::uint8_t>(type)});
    messages.push_back(Bytes(20, 0x31));
    messages.back()[0] = static_cast<std::uint8_t>(type);
  }
  ASSERT_TRUE(bench.run(taken_words(packet_of(messages), 1)));
  EXPECT_EQ(bench.counts.unknown_type, 2 * (256 - kTypes.size()));
}

TEST(ItchDecode, GapRightBehindAReplaceWaitsForItsAddHalf) {
  Bench bench;
  Random random{8};
  for (std::size_t lane = 1; lane <= 8; ++lane) {
    std::vector<Sent> sent = taken_words(packet_of({whole_message(random, 'U')}, lane), lane);
    sent.push_back(gap_word(lane, 1, 1));
    sent.push_back(gap_word(lane + 1, ~std::uint64_t{0} - lane, 0));
    bench.stall(lane, 0, 0, 0);
    // The add half takes the cycle the first gap would have left in, so only the order is judged.
    bench.stall(lane, 0, 1, 0);
    ASSERT_TRUE(bench.run(sent));
  }
}

TEST(ItchDecode, GapLeavesTwoCyclesAfterItCame) {
  Bench bench;
  ASSERT_TRUE(bench.run({gap_word(5, 17, 0), gap_word(22, 3, 1)}));
  EXPECT_EQ(bench.events, 2U);
}

TEST(ItchDecode, CutMessageLeavesNothingBehind) {
  Bench bench;
  Random random{9};
  for (std::size_t cut = 1; cut < 36; ++cut) {
    Packet packet = packet_of({whole_message(random, 'D'), whole_message(random, 'A')}, 10 * cut);
    packet.cut_bytes = cut;
    std::vector<Sent> sent = taken_words(packet, 1 + random() % 8);
    const std::vector<Sent> next = taken_words(packet_of({whole_message(random, 'X'), whole_message(random, 'S')}, 10 * cut + 1),
                                               1 + random() % 8);
    sent.insert(sent.end(), next.begin(), next.end());
    ASSERT_TRUE(bench.run(sent)) << cut;
  }
  EXPECT_EQ(bench.counts.book_messages, 70U);
}

TEST(ItchDecode, HeldVenueOutputDoesNotStopTheBooks) {
  Bench bench;
  Random random{10};
  bench.hold_venue();
  std::vector<Bytes> messages{whole_message(random, 'P')};
  for (int i = 0; i < 50; ++i) messages.push_back(whole_message(random, 'A'));
  bench.feed(taken_words(packet_of(messages), 2), 400);
  EXPECT_EQ(bench.events, 50U);
  EXPECT_EQ(bench.refused, 0U);
}

TEST(ItchDecode, HeldEventOutputDoesNotStopTheVenueMessages) {
  Bench bench;
  Random random{11};
  bench.hold_events();
  std::vector<Bytes> messages{whole_message(random, 'A')};
  for (int i = 0; i < 50; ++i) messages.push_back(whole_message(random, 'P'));
  bench.feed(taken_words(packet_of(messages), 2), 500);
  EXPECT_EQ(bench.counts.venue_messages, 50U);
  EXPECT_EQ(bench.refused, 0U);
}

TEST(ItchDecode, RandomTrafficUnderRandomStallsEqualsTheModel) {
  const std::uint64_t seed = seed_or(20261120);
  std::cout << "seed=" << seed << std::endl;
  Random random{seed};
  std::uint64_t seq = 1;
  for (unsigned round = 0; round < scaled(60); ++round) {
    Bench bench;
    const auto percent = [&] { return chance(random, 30) ? 0U : static_cast<unsigned>(random() % 80); };
    const unsigned in = percent();
    const unsigned event = percent();
    bench.stall(random(), in, event, event == 0 ? 0 : percent());
    std::vector<Sent> sent;
    for (int i = 0; i < 150; ++i) {
      std::vector<Bytes> messages(1 + random() % 9);
      for (Bytes& message : messages) message = any_message(random, 15);
      Packet packet = packet_of(messages, seq);
      if (chance(random, 10)) packet.cut_bytes = random() % 60;
      const std::vector<Sent> words = taken_words(packet, 1 + random() % 8);
      sent.insert(sent.end(), words.begin(), words.end());
      seq += messages.size();
      if (event != 0 && chance(random, 10)) sent.push_back(gap_word(seq, random(), random() % 2));
    }
    ASSERT_TRUE(bench.run(sent)) << "round " << round << "; reproduce: HOTBOOK_SEED=" << seed
                                 << " itch_decode_test --gtest_filter=*RandomTraffic*";
  }
}

}  // namespace
}  // namespace hotbook::feed_test
