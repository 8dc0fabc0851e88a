// The whole stage, from packet words to market events.

#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <string>

#include "tests/rtl/feed/feed_bench.hpp"

namespace hotbook::feed_test {
namespace {

constexpr std::string_view kTypes = "AFECXDUSRHYLVWKJhPQBINO";
constexpr std::uint32_t kForEver = ~std::uint32_t{0};

Packet packet_of(std::uint64_t seq, std::vector<Bytes> messages) {
  Packet packet;
  packet.session = kSession;
  packet.seq = seq;
  packet.message_count = static_cast<std::uint16_t>(messages.size());
  packet.messages = std::move(messages);
  return packet;
}

// Fails on one cycle more and on one less.
TEST(Feed, EveryTypeAtEveryLaneTakesFourCyclesFromItsLastByte) {
  Random random{1};
  for (std::size_t lane = 0; lane < 8; ++lane) {
    FeedBench bench;
    bench.arrival_is_cycle = true;
    Line line;
    std::uint64_t seq = 1;
    // The very first packet fixes the session, at the price of a cycle.
    line.append(packet_of(seq, {}), 2, 0);
    for (const char type : kTypes) {
      line.append(packet_of(seq++, {whole_message(random, type)}), lane, random() % 2, 8);
    }
    bench.play(line, {});
    ASSERT_EQ(bench.event_latencies.size(), 8U);
    // Half of a replace comes a cycle later; the first seven types change books and U is the last
    // of them.
    EXPECT_EQ(bench.event_latencies, (std::vector<unsigned>{4, 4, 4, 4, 4, 4, 4, 5})) << lane;
    EXPECT_EQ(bench.record_latencies, std::vector<unsigned>(kTypes.size() - 7, 4)) << lane;
    EXPECT_EQ(bench.stalls, 0U);
  }
}

TEST(Feed, LatencyDoesNotChangeAtFullRate) {
  Random random{2};
  FeedBench bench;
  bench.arrival_is_cycle = true;
  ItchModel model;
  Line line;
  line.append(packet_of(1, {}), 2, 0, 0);
  std::uint64_t seq = 1;
  std::size_t replaces = 0;
  for (int i = 0; i < 2000; ++i) {
    std::vector<Bytes> messages;
    for (std::size_t count = 1 + random() % 12; count > 0; --count) {
      messages.push_back(whole_message(random, kTypes[random() % kTypes.size()]));
      replaces += messages.back()[0] == 'U';
    }
    const std::size_t count = messages.size();
    line.append(packet_of(seq, std::move(messages)), random() % 8, 0, i == 0 ? 8 : 0);
    seq += count;
  }
  bench.play(line, {});
  EXPECT_EQ(bench.stalls, 0U);
  EXPECT_EQ(bench.expected(), seq);
  EXPECT_TRUE(std::all_of(bench.record_latencies.begin(), bench.record_latencies.end(),
                          [](unsigned cycles) { return cycles == 4; }));
  EXPECT_EQ(static_cast<std::size_t>(
                std::count(bench.event_latencies.begin(), bench.event_latencies.end(), 5U)),
            replaces);
  EXPECT_TRUE(std::all_of(bench.event_latencies.begin(), bench.event_latencies.end(),
                          [](unsigned cycles) { return cycles == 4 || cycles == 5; }));
}

TEST(Feed, PayloadShorterThanAHeaderIsDropped) {
  Random random{3};
  Line line;
  line.append(packet_of(1, {whole_message(random, 'A')}), 2);
  for (std::size_t bytes = 1; bytes < kHeaderBytes; ++bytes) {
    const std::size_t lane = random() % 8;
    std::vector<channel::PacketWord> words = packet_words(packet_of(2, {}), lane, 0);
    words.resize((lane + bytes + 7) / 8);
    words.back().end_lane = (lane + bytes) % 8 == 0 ? 8 : (lane + bytes) % 8;
    words.back().last = 1;
    for (const channel::PacketWord& word : words) line.steps.push_back({word, 0});
  }
  line.append(packet_of(2, {whole_message(random, 'D')}), 2);
  FeedBench bench;
  bench.play(line, {});
  EXPECT_EQ(bench.header_short, kHeaderBytes - 1);
  EXPECT_EQ(bench.counts[0].messages_taken, 2U);
}

TEST(Feed, FirstNumberMayBeAny) {
  Random random{4};
  for (std::uint64_t round = 0; round < 20; ++round) {
    const std::uint64_t first = random() | 1;
    Line line;
    line.append(packet_of(first, {whole_message(random, 'A'), Bytes(0xffff, 0x20)}), 2);
    FeedBench bench{kForEver, first};
    bench.play(line, {});
    EXPECT_EQ(bench.counts[0].messages_taken, 2U) << first;
  }
}

// In every cycle from the packet's first word to its last event.
TEST(Feed, ClearEndsThePacketUnderWayAndTheNextBeginsASession) {
  Random random{6};
  unsigned begun = 0;
  for (std::uint64_t after = 0; after < 24; ++after) {
    Packet old = packet_of(
        1, {whole_message(random, 'A'), whole_message(random, 'E'), whole_message(random, 'D')});
    old.rx_time_ns = 1;
    Packet fresh = packet_of(1, {whole_message(random, 'A')});
    fresh.session[2] ^= 1;
    fresh.rx_time_ns = 2;
    Line line;
    line.append(old, 2);
    line.append(fresh, 2, 0, 30);
    FeedBench bench;
    bench.clear_at = bench.now() + after;
    bench.play(line, {});
    ASSERT_FALSE(HasFailure()) << after;
    std::vector<FeedBench::Seen> late;
    for (const auto& seen : bench.events) {
      if (seen.cycle > bench.clear_at) late.push_back(seen);
    }
    if (bench.counts[0].session_mismatch == 0) {
      ++begun;
      ASSERT_EQ(late.size(), 1U) << after;
      EXPECT_EQ(late[0].event.rx_time_ns, 2U) << after;
    } else {  // the arbiter had not met it, so it is of the new session
      ASSERT_EQ(begun, 0U) << after;
      ASSERT_EQ(late.size(), 3U) << after;
    }
    EXPECT_EQ(bench.expected(), begun != 0 ? 2U : 4U) << after;
  }
  EXPECT_EQ(begun, 20U);  // its header ends in the third word, and is judged in the cycle behind
}

TEST(Feed, SecondLineIsCountedAsTheFirst) {
  Random random{5};
  Packet foreign = packet_of(2, {whole_message(random, 'A')});
  foreign.session[3] ^= 1;
  Packet longer = packet_of(2, {whole_message(random, 'A')});
  longer.trailing = Bytes(9, 1);
  Packet end = packet_of(3, {});
  end.message_count = kEndOfSession;
  Line line;
  line.append(packet_of(1, {whole_message(random, 'A')}), 2);
  for (const Packet& packet : {foreign, longer, end}) line.append(packet, 1);
  std::vector<channel::PacketWord> words = packet_words(packet_of(3, {}), 0, 0);
  words.resize(1);
  words[0].last = 1;
  line.steps.push_back({words[0], 0});
  FeedBench bench{kForEver};
  bench.play({}, line);
  EXPECT_EQ(bench.counts[1].session_mismatch, 1U);
  EXPECT_EQ(bench.counts[1].trailing_bytes, 1U);
  EXPECT_EQ(bench.counts[1].end_of_session, 1U);
  EXPECT_EQ(bench.counts[1].messages_taken, 2U);
  EXPECT_EQ(bench.header_short, 1U);
}

TEST(Feed, OneLineWithEveryKindOfDamageEqualsTheModel) {
  const std::uint64_t seed = seed_or(20261122);
  std::cout << "seed=" << seed << std::endl;
  Random random{seed};
  for (unsigned round = 0; round < scaled(6); ++round) {
    Line line;
    LineModel model;
    std::uint64_t seq = 1;
    line.append(packet_of(1, {}), 2);
    const unsigned noise = static_cast<unsigned>(random() % 6);
    while (seq < 20000) {
      if (chance(random, noise)) seq += random() % 4;
      std::vector<Bytes> messages(random() % 16);
      for (Bytes& message : messages) message = any_message(random, 2 * noise);
      Packet packet = packet_of(seq, std::move(messages));
      packet.rx_time_ns = random();
      seq += packet.message_count;
      if (packet.message_count == 0 && chance(random, 20)) packet.message_count = kEndOfSession;
      if (packet.message_count == 0 && chance(random, 50)) continue;
      if (chance(random, noise) && packet.seq > 10) packet.seq -= random() % 9;
      if (chance(random, noise)) packet.bad = true;
      if (chance(random, noise)) packet.cut_bytes = random() % 70;
      if (chance(random, noise)) packet.trailing = Bytes(1 + random() % 9, 0x33);
      if (chance(random, noise)) packet.session[random() % 10] ^= 1;
      const unsigned quiet = chance(random, 10) ? static_cast<unsigned>(random() % 12) : 0;
      line.append(packet, random() % 8, chance(random, 30) ? 1 : 0, quiet);
    }
    for (std::size_t i = 0; i < line.packets.size(); ++i) model.packet(line, i);
    FeedBench bench;
    bench.model = &model.itch;
    bench.enable(round % 2 == 0 ? 3 : 1);
    if (round % 3 != 0)
      bench.stall(random(), static_cast<unsigned>(random() % 50),
                  static_cast<unsigned>(random() % 50));
    bench.play(line, {});
    const std::string reproduce = "round " + std::to_string(round) +
                                  "; reproduce: HOTBOOK_SEED=" + std::to_string(seed) +
                                  " feed_stage_test --gtest_filter=*OneLine*";
    ASSERT_FALSE(HasFailure()) << reproduce;
    ASSERT_TRUE(model.itch.events.empty() && model.itch.records.empty())
        << "something never came; " << reproduce;
    ASSERT_EQ(bench.itch_counts, model.itch.counts) << reproduce;
    ASSERT_EQ(bench.counts[0], model.counts) << reproduce;
    ASSERT_EQ(bench.gaps, model.gaps) << reproduce;
    ASSERT_EQ(bench.missing, model.missing) << reproduce;
    ASSERT_EQ(bench.poisons, model.poisons) << reproduce;
    ASSERT_EQ(bench.expected(), model.expected) << reproduce;
  }
}

// What two lines must give when neither is ever taken for silent: each message that either has, in
// order.
void merge(const Line& a, const Line& b, const std::vector<Bytes>& truth, std::uint64_t end,
           ItchModel& model) {
  std::vector<bool> have(end, false);
  std::vector<bool> begins(end + 1, false);  // some complete packet's first number
  for (const Line* line : {&a, &b}) {
    for (const Packet& packet : line->packets) {
      begins[packet.seq] = true;
      std::uint64_t number = packet.seq;
      for (const Found& found : messages_in(packet)) {
        if (found.complete) have[number++] = true;
      }
    }
  }
  std::uint64_t number = 1;
  while (number < end) {
    if (have[number]) {
      model.message(truth[number], number, {});
      ++number;
      continue;
    }
    // The lowest head of two that are ahead is the next packet of either line.
    std::uint64_t next = number + 1;
    while (!begins[next]) ++next;
    model.gap(number, next - number, 0, {});
    number = next;
  }
}

TEST(Feed, AMillionMessagesOfTwoLossyLinesComeOnceAndInOrder) {
  const std::uint64_t seed = seed_or(20261123);
  std::cout << "seed=" << seed << std::endl;
  Random random{seed};
  constexpr std::uint64_t kMessages = 25200;
  std::uint64_t taken = 0;
  std::uint64_t gaps = 0;
  for (unsigned round = 0; round < scaled(40); ++round) {
    std::vector<Bytes> truth(kMessages);
    for (Bytes& message : truth) message = any_message(random, 3);
    Line lines[2];
    const unsigned loss[2] = {static_cast<unsigned>(random() % 15),
                              static_cast<unsigned>(random() % 15)};
    const unsigned cut = static_cast<unsigned>(random() % 4);
    const unsigned quiet = static_cast<unsigned>(random() % 30);
    std::uint64_t seq = 1;
    while (seq < kMessages) {
      const std::uint64_t behind = std::min(kMessages, seq + 1 + random() % 14);
      const auto from = truth.begin() + static_cast<std::ptrdiff_t>(seq);
      Packet packet = packet_of(
          seq, std::vector<Bytes>(from, truth.begin() + static_cast<std::ptrdiff_t>(behind)));
      for (std::size_t line = 0; line < 2; ++line) {
        if (chance(random, loss[line])) continue;
        packet.rx_time_ns = line << 32U | lines[line].packets.size();
        packet.cut_bytes = chance(random, cut) ? random() % 50 : 0;
        const unsigned wait = chance(random, quiet) ? static_cast<unsigned>(random() % 40) : 0;
        lines[line].append(packet, random() % 8, 0, wait);
      }
      seq = behind;
    }
    for (std::size_t line = 0; line < 2; ++line) {
      Packet last = packet_of(kMessages, {});
      last.rx_time_ns = line << 32U | lines[line].packets.size();
      lines[line].append(last, 2);
    }
    ItchModel model;
    merge(lines[0], lines[1], truth, kMessages, model);
    FeedBench bench{kForEver};
    bench.model = &model;
    bench.any_line = true;
    if (round % 4 == 3)
      bench.stall(random(), static_cast<unsigned>(random() % 40),
                  static_cast<unsigned>(random() % 40));
    for (VenueRecord& record : model.records) record.arrival_cycle = 0;
    bench.play(lines[0], lines[1]);
    const std::string reproduce = "round " + std::to_string(round) +
                                  "; reproduce: HOTBOOK_SEED=" + std::to_string(seed) +
                                  " feed_stage_test --gtest_filter=*Million*";
    ASSERT_FALSE(HasFailure()) << reproduce;
    ASSERT_TRUE(model.events.empty() && model.records.empty())
        << "something never came; " << reproduce;
    ASSERT_EQ(bench.itch_counts, model.counts) << reproduce;
    ASSERT_EQ(bench.expected(), kMessages) << reproduce;
    taken += bench.counts[0].messages_taken + bench.counts[1].messages_taken;
    gaps += bench.gaps;
  }
  std::cout << "messages_taken=" << taken << " gaps=" << gaps << std::endl;
}

}  // namespace
}  // namespace hotbook::feed_test
