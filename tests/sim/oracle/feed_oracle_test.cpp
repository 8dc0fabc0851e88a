#include "sim/oracle/feed_oracle.hpp"

#include <gtest/gtest.h>

#include "tests/sim/oracle/feed_oracle_fixture.hpp"

// Every expectation here is worked out by hand from rtl/spec/feed_function.md.

namespace hotbook::oracle {
namespace {

using FeedOracleFrames = FeedOracleTest;
using FeedOraclePackets = FeedOracleTest;
using FeedOracleMessages = FeedOracleTest;

// ---- 1. Frames

Buffer good() {
  return packet(1, {add(1, 'B', 100, 5000)});
}

TEST_F(FeedOracleFrames, DropsForTheFirstRuleBroken) {
  const auto counter_of = [&](Buffer frame, const LineOptions& line = {}) {
    use({line, {}, 0});
    give(Line::A, frame);
    std::string names;
    for (const auto& [name, value] : oracle_->counters()) {
      if (name.rfind("line_a.drop_", 0) == 0 && value != 0) names += name.substr(12);
    }
    EXPECT_EQ(count("line_a.frames"), 1U);
    EXPECT_EQ(count("line_a.packets"), names.empty() ? 1U : 0U);
    return names;
  };
  const auto with = [&](std::size_t at, unsigned value) {
    Buffer frame = good();
    frame[at] = static_cast<std::uint8_t>(value);
    return frame;
  };
  EXPECT_EQ(counter_of(good()), "");
  EXPECT_EQ(counter_of({}), "runt");
  EXPECT_EQ(counter_of(Buffer(41, 0)), "runt");
  EXPECT_EQ(counter_of(Buffer(42, 0)), "not_ipv4");
  Buffer tagged(45, 0);
  tagged[12] = 0x81;
  EXPECT_EQ(counter_of(tagged), "runt");
  tagged.push_back(0);
  EXPECT_EQ(counter_of(tagged), "not_ipv4");
  EXPECT_EQ(counter_of(with(14, 0x46)), "ip_header");
  EXPECT_EQ(counter_of(with(14, 0x65)), "ip_header");
  EXPECT_EQ(counter_of(with(20, 0x20)), "ip_header");  // more fragments
  EXPECT_EQ(counter_of(with(21, 0x01)), "ip_header");  // fragment offset
  EXPECT_EQ(counter_of(with(22, 99)), "ip_checksum");
  EXPECT_EQ(counter_of(with(23, 6), {.checksum_ignore = true}), "not_udp");
  EXPECT_EQ(counter_of(with(39, 200)), "length");
  Buffer too_short = with(39, 7);
  too_short[38] = 0;
  too_short[16] = 0;
  too_short[17] = 27;
  EXPECT_EQ(counter_of(too_short, {.checksum_ignore = true}), "length");
  EXPECT_EQ(counter_of(good(), {.group = 2}), "filter");
  EXPECT_EQ(counter_of(good(), {.udp_port = 3}), "filter");
  EXPECT_EQ(counter_of(good(), {.mac = 1}), "filter");
  EXPECT_EQ(counter_of(good(), {.group = 1, .udp_port = 2, .mac = 0x01005e000001}), "");
  // The filter is judged before the length.
  EXPECT_EQ(counter_of(with(39, 200), {.group = 2}), "filter");
}

TEST_F(FeedOracleFrames, TakesTheTagItIsToldToTake) {
  const Buffer tagged = packet(1, {add(1, 'B', 100, 5000)}, {1, 2, 141});
  const auto taken = [&](const Buffer& frame, std::uint32_t vlan) {
    use({{.vlan = vlan}, {}, 0});
    give(Line::A, frame);
    return oracle_->records().size() == 1;
  };
  EXPECT_TRUE(taken(tagged, 0x1000));
  EXPECT_TRUE(taken(tagged, 141));
  EXPECT_FALSE(taken(tagged, 142));
  EXPECT_FALSE(taken(tagged, 0x2000));
  EXPECT_TRUE(taken(good(), 0x1000));
  EXPECT_TRUE(taken(good(), 0x2000));
  EXPECT_FALSE(taken(good(), 141));
}

TEST_F(FeedOracleFrames, UsesABadFrameAndThenPoisonsEveryBook) {
  Buffer wrong_checksum = good();
  wrong_checksum.back() ^= 1;
  Buffer no_checksum = wrong_checksum;
  no_checksum[40] = no_checksum[41] = 0;
  Buffer cut = good();
  cut.pop_back();
  const auto outcome = [&](const Buffer& frame, bool bad, bool ignore = false) {
    use({{.checksum_ignore = ignore}, {}, 0});
    give(Line::A, frame, bad);
    return told() + std::to_string(count("line_a.bad_frame")) +
           std::to_string(count("feed.frames_poisoned"));
  };
  EXPECT_EQ(outcome(good(), false), "A1 00");
  EXPECT_EQ(outcome(good(), true), "A1 G1 11");
  EXPECT_EQ(outcome(wrong_checksum, false), "A1 G1 11");
  EXPECT_EQ(outcome(no_checksum, false), "A1 00");
  EXPECT_EQ(outcome(wrong_checksum, false, true), "A1 00");
  EXPECT_EQ(outcome(cut, false), "10");  // its only message is not complete
  const BookUpdate none{};
  use({});
  give(Line::A, packet(5, {add(1, 'B', 100, 5000), add(2, 'S', 100, 6000)}), true);
  EXPECT_EQ(last().seq, 5U);
  EXPECT_EQ(last().order_ref, 2U);
  EXPECT_EQ(last().price, static_cast<std::uint32_t>(GapReason::BadFrame));
  EXPECT_EQ(last().book, 0xffff);
  EXPECT_EQ(last().rx_time_ns, time_);
  EXPECT_EQ(last().flags, none.flags);
}

TEST_F(FeedOracleFrames, IgnoresBytesBehindThePayload) {
  Buffer padded = good();
  padded.resize(padded.size() + 30, 0xff);
  give(Line::A, padded);
  EXPECT_EQ(told(), "A1 ");
  EXPECT_EQ(count("line_a.trailing_bytes"), 0U);
}

// ---- 2. Packets

TEST_F(FeedOraclePackets, DropsAHeaderThatIsShortAndAnotherSession) {
  Buffer header_short = good();
  header_short[39] = 8 + 19;
  header_short[17] = 20 + 8 + 19;
  use({{.checksum_ignore = true}, {}, 0});
  give(Line::A, header_short);
  EXPECT_EQ(count("line_a.header_short"), 1U);
  give(Line::A, packet(1, {add(1, 'B', 1, 1)}));
  give(Line::A, packet(2, {add(2, 'B', 1, 1)}, {1, 2, {}}, "ANOTHER   "));
  EXPECT_EQ(count("line_a.session_mismatch"), 1U);
  EXPECT_EQ(told(), "A1 ");
}

TEST_F(FeedOraclePackets, StartsWhereItIsToldOrWhereTheFirstPacketIs) {
  give(Line::A, packet(77, {add(1, 'B', 1, 1)}));
  EXPECT_EQ(told(), "A77 ");
  use({{}, {.enabled = false}, 75});
  give(Line::A, packet(77, {add(1, 'B', 1, 1)}));
  EXPECT_EQ(told(), "G75 A77 ");
  EXPECT_EQ(count("feed.expected_low"), 78U);
}

TEST_F(FeedOraclePackets, TakesEachMessageOnceWhicheverLineBringsItFirst) {
  const auto messages = std::vector{add(1, 'B', 1, 1), add(2, 'B', 1, 1), add(3, 'B', 1, 1)};
  give(Line::A, packet(1, {messages[0], messages[1]}));
  give(Line::B, packet(1, {messages[0], messages[1]}));
  give(Line::B, packet(2, {messages[1], messages[2]}));
  EXPECT_EQ(told(), "A1 A2 A3 ");
  EXPECT_EQ(count("line_b.duplicate_packets"), 1U);
  EXPECT_EQ(count("line_b.messages_duplicate"), 1U);
  EXPECT_EQ(count("line_b.messages_taken"), 1U);
  EXPECT_EQ(count("line_a.messages_taken"), 2U);
}

TEST_F(FeedOraclePackets, WaitsForTheOtherLineBeforeItOpensAGap) {
  give(Line::A, packet(1, {add(1, 'B', 1, 1)}));
  give(Line::A, packet(3, {add(3, 'B', 1, 1)}));
  EXPECT_EQ(told(), "A1 ");
  give(Line::B, packet(2, {add(2, 'B', 1, 1)}));
  EXPECT_EQ(told(), "A1 A2 A3 ");
  give(Line::A, packet(9, {add(9, 'B', 1, 1)}));
  give(Line::B, packet(7, {add(7, 'B', 1, 1)}));
  EXPECT_EQ(told(), "A1 A2 A3 G4 A7 ");
  EXPECT_EQ(count("feed.messages_missing"), 3U);
  oracle_->finish();
  EXPECT_EQ(told(), "A1 A2 A3 G4 A7 G8 A9 ");
  EXPECT_EQ(count("feed.gaps"), 2U);
}

TEST_F(FeedOraclePackets, TakesTheExactOneOfTwoCurrentPacketsThenLineAs) {
  give(Line::A, packet(1, {add(1, 'B', 1, 1)}));
  give(Line::B, packet(3, {add(3, 'B', 1, 1), add(4, 'B', 1, 1)}));  // waits at 3 and 5
  give(Line::B, packet(5, {add(5, 'B', 1, 1)}));
  give(Line::A, packet(4, {add(4, 'B', 1, 1), add(5, 'B', 1, 1)}));  // 2 is missing; 4 overlaps
  EXPECT_EQ(told(), "A1 G2 A3 A4 A5 ");
  EXPECT_EQ(count("line_b.messages_taken"), 3U);
  EXPECT_EQ(count("line_a.duplicate_packets"), 1U);
}

TEST_F(FeedOraclePackets, LearnsFromAHeartbeatThatMessagesAreMissing) {
  use({{}, {.enabled = false}, 0});
  give(Line::A, packet(1, {add(1, 'B', 1, 1)}));
  give(Line::A, packet_claiming(2, 0, {}));
  EXPECT_EQ(told(), "A1 ");
  give(Line::A, packet_claiming(4, 0, {}));
  EXPECT_EQ(told(), "A1 G2 ");
  give(Line::A, packet_claiming(4, 0xffff, {}));
  EXPECT_EQ(count("line_a.heartbeats"), 2U);
  EXPECT_EQ(count("line_a.end_of_session"), 1U);
}

TEST_F(FeedOraclePackets, CountsWhatAPacketClaimsInVainAndWhatStandsBehindIt) {
  Buffer blocks;
  replay::append_block(blocks, add(1, 'B', 1, 1).bytes());
  give(Line::A, packet_claiming(1, 2, blocks));
  EXPECT_EQ(count("line_a.message_cut"), 1U);
  EXPECT_EQ(oracle_->expected(), 2U);
  Buffer second;
  replay::append_block(second, add(2, 'B', 1, 1).bytes());
  second.push_back(0);
  give(Line::A, packet_claiming(2, 1, second));
  EXPECT_EQ(count("line_a.trailing_bytes"), 1U);
  EXPECT_EQ(told(), "A1 A2 ");
  // All complete messages of a current packet are known: nothing is taken, nothing is expected
  // anew.
  give(Line::A, packet_claiming(1, 9, blocks));
  EXPECT_EQ(oracle_->expected(), 3U);
  EXPECT_EQ(count("line_a.messages_duplicate"), 1U);
}

TEST_F(FeedOraclePackets, LetsNumbersNotWrap) {
  use({{}, {.enabled = false}, 0});
  give(Line::A, packet(1, {add(1, 'B', 1, 1)}));
  give(Line::A, packet(0xffffffffffffffff, {add(2, 'B', 1, 1)}));
  EXPECT_EQ(told(), "A1 ");
  EXPECT_EQ(count("line_a.duplicate_packets"), 1U);
  give(Line::A, packet_claiming(0xffffffffffffffff, 100, {}));  // 99, did it wrap, which is ahead
  EXPECT_EQ(count("line_a.duplicate_packets"), 2U);
  EXPECT_EQ(count("feed.gaps"), 0U);
}

TEST_F(FeedOraclePackets, LetsLineAOpenTheGapWhenBothLinesAreEquallyFarAhead) {
  give(Line::A, packet(1, {add(1, 'B', 1, 1)}));
  give(Line::B, packet(5, {add(5, 'B', 1, 1)}));
  give(Line::A, packet(5, {add(5, 'B', 1, 1)}));
  EXPECT_EQ(told(), "A1 G2 A5 ");
  EXPECT_EQ(std::get<BookUpdate>(oracle_->records()[1]).rx_time_ns, 3U);
  EXPECT_EQ(count("line_b.duplicate_packets"), 1U);
}

TEST_F(FeedOraclePackets, LeavesADisabledLineAlone) {
  use({{}, {.enabled = false}, 0});
  give(Line::B, packet(1, {add(1, 'B', 1, 1)}));
  EXPECT_EQ(told(), "");
  EXPECT_EQ(count("line_b.packets"), 1U);
  give(Line::A, packet(5, {add(1, 'B', 1, 1)}));
  give(Line::A, packet(7, {add(2, 'B', 1, 1)}));  // nobody to wait for
  EXPECT_EQ(told(), "A5 G6 A7 ");
}

// ---- 3. Messages

TEST_F(FeedOracleMessages, SkipsWhatItCannotRead) {
  const auto say_bytes = [&](const Buffer& bytes) {
    Buffer blocks;
    replay::append_block(blocks, bytes);
    give(Line::A, packet_claiming(seq_++, 1, blocks));
  };
  say_bytes({});
  say_bytes({'?'});
  say_bytes({'D', 0, 3});
  const ItchMessage sided = add(1, 'X', 1, 1);
  say_bytes({sided.bytes().begin(), sided.bytes().end()});
  EXPECT_EQ(count("feed.wrong_length"), 2U);
  EXPECT_EQ(count("feed.unknown_type"), 1U);
  EXPECT_EQ(count("feed.bad_field"), 1U);
  EXPECT_EQ(count("line_a.messages_taken"), 4U);
  EXPECT_EQ(told(), "");
}

TEST_F(FeedOracleMessages, PassesVenueMessagesOnAsTheyCame) {
  const ItchMessage message = ItchMessage{'S', 0, 5}.letter('O');
  say(message);
  const auto& record = std::get<VenueMessage>(oracle_->records().back());
  EXPECT_EQ(record.length, 12U);
  EXPECT_TRUE(std::equal(message.bytes().begin(), message.bytes().end(), record.message));
  EXPECT_EQ(record.message[12], 0U);
  say(add(1, 'B', 1, 1));
  EXPECT_EQ(last().record_seq, 1U);
}

TEST_F(FeedOracleMessages, KnowsEveryTypeAtItsLength) {
  for (const char type : replay::kItchTypes) {
    ItchMessage message{type, kBook, 5};
    if (type == 'A' || type == 'F') message.u64(1).letter('S').u32(5).text("AAAA", 8).u32(7);
    say(message);
  }
  EXPECT_EQ(count("feed.book_messages"), 7U);
  EXPECT_EQ(count("feed.venue_messages"), 16U);
}

}  // namespace
}  // namespace hotbook::oracle
