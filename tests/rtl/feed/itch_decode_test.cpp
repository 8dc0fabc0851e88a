#include "tests/rtl/feed/decode_bench.hpp"

#include <gtest/gtest.h>

#include <iostream>
#include <string_view>

namespace hotbook::feed_test {
namespace {

constexpr std::string_view kTypes = "AFECXDUSRHYLVWKJhPQBINO";
constexpr std::string_view kBookTypes = "AFECXDU";

TEST(ItchDecode, EveryTypeAtEveryLaneLeavesTwoCyclesAfterItsLastByte) {
  DecodeBench bench;
  Random random{1};
  std::uint64_t seq = 1;
  for (const char type : kTypes) {
    for (std::size_t lane = 1; lane <= 8; ++lane) {
      ASSERT_TRUE(bench.run(taken_words(packet_of({whole_message(random, type)}, seq++), lane)))
          << type << " at " << lane;
    }
  }
  EXPECT_EQ(bench.refused, 0U);
  EXPECT_EQ(bench.events, 8 * (kBookTypes.size() + 1));
}

TEST(ItchDecode, EveryPairOfTypesBackToBackKeepsTheLatency) {
  DecodeBench bench;
  Random random{2};
  std::uint64_t seq = 1;
  for (const char first : kTypes) {
    for (const char second : kTypes) {
      const std::size_t lane = 1 + random() % 8;
      const Packet packet = packet_of(
          {whole_message(random, first), whole_message(random, second), whole_message(random, 'U')},
          seq);
      seq += 3;
      ASSERT_TRUE(bench.run(taken_words(packet, lane))) << first << second << " at " << lane;
    }
  }
  EXPECT_EQ(bench.refused, 0U);
}

TEST(ItchDecode, ShortestBookMessagesBackToBackNeverStallTheLine) {
  DecodeBench bench;
  Random random{3};
  std::vector<Bytes> messages;
  for (int i = 0; i < 2000; ++i) messages.push_back(whole_message(random, i % 7 == 3 ? 'U' : 'D'));
  ASSERT_TRUE(bench.run(taken_words(packet_of(messages), 3)));
  EXPECT_EQ(bench.refused, 0U);
}

TEST(ItchDecode, MessageOfAnyWrongLengthIsSkippedAndTheNextIsWhole) {
  DecodeBench bench;
  Random random{4};
  std::uint64_t seq = 1;
  for (std::size_t length = 0; length <= 130; ++length) {
    for (const char type : {'A', 'I', '!'}) {
      Bytes wrong = whole_message(random, 'A');
      wrong.resize(length, 0xa5);
      if (length > 0) wrong[0] = static_cast<std::uint8_t>(type);
      const Packet packet = packet_of(
          {wrong, whole_message(random, 'A'), wrong, wrong, whole_message(random, 'R')}, seq);
      seq += 5;
      ASSERT_TRUE(bench.run(taken_words(packet, 1 + random() % 8))) << length << type;
    }
  }
  EXPECT_GT(bench.counts.wrong_length, 0U);
  EXPECT_GT(bench.counts.unknown_type, 0U);
}

TEST(ItchDecode, LongestMessageThereIsLeavesTheNextAlone) {
  DecodeBench bench;
  Random random{5};
  for (std::size_t lane = 1; lane <= 8; ++lane) {
    Bytes longest(65535, 0x20);
    longest[0] = 'F';
    // 65536 more than a type's length would look right to a counter of 16 bits.
    Bytes folded(256 + 36, 0x42);
    folded[0] = 'A';
    const Packet packet = packet_of(
        {longest, whole_message(random, 'F'), folded, whole_message(random, 'O')}, 4 * lane);
    ASSERT_TRUE(bench.run(taken_words(packet, lane)));
  }
  EXPECT_EQ(bench.counts.wrong_length, 16U);
}

TEST(ItchDecode, SideThatIsNeitherBuyNorSellIsABadField) {
  DecodeBench bench;
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
  DecodeBench bench;
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
  DecodeBench bench;
  Random random{8};
  for (std::size_t lane = 1; lane <= 8; ++lane) {
    std::vector<Sent> sent = taken_words(packet_of({whole_message(random, 'U')}, lane), lane);
    sent.push_back(gap_word(lane, 1, 1));
    sent.push_back(gap_word(lane + 1, ~std::uint64_t{0} - lane, 0));
    // The add half takes the cycle the first gap would have left in, so only the order is judged.
    bench.stall(lane, 0, 1, 0);
    ASSERT_TRUE(bench.run(sent));
  }
}

TEST(ItchDecode, GapLeavesTwoCyclesAfterItCame) {
  DecodeBench bench;
  ASSERT_TRUE(bench.run({gap_word(5, 17, 0), gap_word(22, 3, 1)}));
  EXPECT_EQ(bench.events, 2U);
}

TEST(ItchDecode, CutMessageLeavesNothingBehind) {
  DecodeBench bench;
  Random random{9};
  for (std::size_t cut = 1; cut < 36; ++cut) {
    Packet packet = packet_of({whole_message(random, 'D'), whole_message(random, 'A')}, 10 * cut);
    packet.cut_bytes = cut;
    std::vector<Sent> sent = taken_words(packet, 1 + random() % 8);
    const std::vector<Sent> next = taken_words(
        packet_of({whole_message(random, 'X'), whole_message(random, 'S')}, 10 * cut + 1),
        1 + random() % 8);
    sent.insert(sent.end(), next.begin(), next.end());
    ASSERT_TRUE(bench.run(sent)) << cut;
  }
  EXPECT_EQ(bench.counts.book_messages, 70U);
}

TEST(ItchDecode, HeldVenueOutputDoesNotStopTheBooks) {
  DecodeBench bench;
  Random random{10};
  bench.hold_venue();
  std::vector<Bytes> messages{whole_message(random, 'P')};
  for (int i = 0; i < 50; ++i) messages.push_back(whole_message(random, 'A'));
  bench.feed(taken_words(packet_of(messages), 2), 400);
  EXPECT_EQ(bench.events, 50U);
  EXPECT_EQ(bench.refused, 0U);
}

TEST(ItchDecode, HeldEventOutputDoesNotStopTheVenueMessages) {
  DecodeBench bench;
  Random random{11};
  bench.hold_events();
  std::vector<Bytes> messages{whole_message(random, 'A')};
  for (int i = 0; i < 50; ++i) messages.push_back(whole_message(random, 'P'));
  bench.feed(taken_words(packet_of(messages), 2), 500);
  EXPECT_EQ(bench.counts.venue_messages, 50U);
  EXPECT_EQ(bench.refused, 0U);
}

TEST(ItchDecode, LatencyOfAVenueMessageStopsAt255) {
  DecodeBench bench;
  Random random{12};
  for (const std::uint64_t age : {0U, 1U, 252U, 253U, 254U, 255U, 256U, 511U, 600U, 65000U}) {
    std::vector<Sent> sent = taken_words(packet_of({whole_message(random, 'N')}, 1 + age), 4);
    for (Sent& word : sent) word.age_cycles = age;
    ASSERT_TRUE(bench.run(sent)) << age;
  }
}

TEST(ItchDecode, RandomTrafficUnderRandomStallsEqualsTheModel) {
  const std::uint64_t seed = seed_or(20261120);
  std::cout << "seed=" << seed << std::endl;
  Random random{seed};
  for (unsigned round = 0; round < scaled(60); ++round) {
    DecodeBench bench;
    std::uint64_t seq = round % 2 == 0 ? random() : random() % 100;
    const auto percent = [&] {
      return chance(random, 30) ? 0U : static_cast<unsigned>(random() % 80);
    };
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
