#include "host/feed/line_arbiter.hpp"

#include <gtest/gtest.h>

#include "tests/host/feed/test_bytes.hpp"

namespace hotbook::feed {
namespace {

using namespace hotbook::feed_test;

FeedOptions both_lines(std::uint64_t first_seq) {
  FeedOptions options;
  for (LineOptions& line : options.lines) line.enable = true;
  options.first_seq = first_seq;
  return options;
}

MoldHeader header(std::uint64_t seq, std::uint16_t count, char session = 'A') {
  MoldHeader out;
  out.session.fill(session);
  out.seq = seq;
  out.message_count = count;
  return out;
}

Arrival arrival(std::uint64_t seq) {
  return {{header(seq, 1), {}}, seq, false};
}

TEST(LineArbiter, TakesTheFirstPacketsSeqWhenNoneIsGiven) {
  LineArbiter arbiter{both_lines(0)};
  EXPECT_EQ(arbiter.judge(header(77, 2)), PacketVerdict::Current);
  EXPECT_EQ(arbiter.expected(), 77U);
}

TEST(LineArbiter, HoldsOnToTheGivenFirstSeq) {
  LineArbiter arbiter{both_lines(10)};
  EXPECT_EQ(arbiter.judge(header(9, 1)), PacketVerdict::Old);
  EXPECT_EQ(arbiter.judge(header(11, 1)), PacketVerdict::Ahead);
  EXPECT_EQ(arbiter.judge(header(9, 2)), PacketVerdict::Current);
  EXPECT_EQ(arbiter.expected(), 10U);
}

TEST(LineArbiter, JudgesAPacketWithoutMessagesByTheNextSeqItNames) {
  LineArbiter arbiter{both_lines(10)};
  for (const std::uint16_t count : {MoldHeader::kHeartbeat, MoldHeader::kEndOfSession}) {
    EXPECT_EQ(arbiter.judge(header(10, count)), PacketVerdict::Old);
    EXPECT_EQ(arbiter.judge(header(9, count)), PacketVerdict::Old);
    EXPECT_EQ(arbiter.judge(header(11, count)), PacketVerdict::Ahead);
  }
}

TEST(LineArbiter, SendsAwayEveryOtherSession) {
  LineArbiter arbiter{both_lines(10)};
  EXPECT_EQ(arbiter.judge(header(10, 1, 'A')), PacketVerdict::Current);
  EXPECT_EQ(arbiter.judge(header(10, 1, 'B')), PacketVerdict::Foreign);
  EXPECT_EQ(arbiter.judge(header(99, 0, 'B')), PacketVerdict::Foreign);
}

TEST(LineArbiter, DoesNotWrapAtTheGreatestSeq) {
  LineArbiter arbiter{both_lines(10)};
  EXPECT_EQ(arbiter.judge(header(0xffffffffffffffffU, 0)), PacketVerdict::Ahead);
  EXPECT_EQ(arbiter.judge(header(0xfffffffffffffffeU, 1)), PacketVerdict::Ahead);
  EXPECT_EQ(arbiter.judge(header(0xffffffffffffffffU, 1)), PacketVerdict::Old);
  EXPECT_EQ(arbiter.judge(header(0xffffffffffffffffU, 2)), PacketVerdict::Old);
  arbiter.expect(0xfffffffffffffffeU);
  EXPECT_EQ(arbiter.judge(header(0xfffffffffffffff0U, 0xf)), PacketVerdict::Current);
  EXPECT_EQ(arbiter.judge(header(0xfffffffffffffff0U, 0x10)), PacketVerdict::Old);
  EXPECT_EQ(arbiter.judge(header(1, 0xfffe)), PacketVerdict::Old);
}

TEST(LineArbiter, WaitsForAnEnabledLineUntilItIsAheadOrQuiet) {
  LineArbiter arbiter{both_lines(1)};
  EXPECT_FALSE(arbiter.gap_opener());
  arbiter.hold(Line::A, arrival(5));
  EXPECT_FALSE(arbiter.gap_opener());
  arbiter.set_quiet(Line::B, true);
  EXPECT_EQ(arbiter.gap_opener(), Line::A);
  arbiter.set_quiet(Line::B, false);
  EXPECT_FALSE(arbiter.gap_opener());
  arbiter.hold(Line::B, arrival(4));
  EXPECT_EQ(arbiter.gap_opener(), Line::B);
}

TEST(LineArbiter, UsesTheHeadThatStartsExactlyThenACurrentOneThenOneThatIsDropped) {
  LineArbiter arbiter{both_lines(12)};
  (void)arbiter.judge(header(12, 1));
  EXPECT_FALSE(arbiter.usable_head());
  arbiter.hold(Line::A, {{header(3, 1), {}}, 0, false});
  EXPECT_EQ(arbiter.usable_head(), Line::A);
  arbiter.hold(Line::B, {{header(11, 3), {}}, 0, false});
  EXPECT_EQ(arbiter.usable_head(), Line::B);
  arbiter.drop_head(Line::A);
  arbiter.hold(Line::A, {{header(11, 2), {}}, 0, false});
  EXPECT_EQ(arbiter.usable_head(), Line::A);
  arbiter.drop_head(Line::B);
  arbiter.hold(Line::B, {{header(12, 1), {}}, 0, false});
  EXPECT_EQ(arbiter.usable_head(), Line::B);
  arbiter.expect(1);
  EXPECT_FALSE(arbiter.usable_head());
}

TEST(LineArbiter, PrefersLineAAtEqualSeq) {
  LineArbiter arbiter{both_lines(1)};
  arbiter.hold(Line::B, arrival(5));
  arbiter.hold(Line::A, arrival(5));
  EXPECT_EQ(arbiter.gap_opener(), Line::A);
}

TEST(LineArbiter, DoesNotWaitForADisabledLine) {
  FeedOptions options = both_lines(1);
  options.lines[0].enable = false;
  LineArbiter arbiter{options};
  arbiter.hold(Line::B, arrival(5));
  EXPECT_EQ(arbiter.gap_opener(), Line::B);
}

TEST(LineArbiter, StopsWaitingWhenTheBoundOfWaitingPacketsIsReached) {
  FeedOptions options = both_lines(1);
  options.waiting_packets_max = 3;
  LineArbiter arbiter{options};
  arbiter.hold(Line::A, arrival(5));
  arbiter.hold(Line::A, arrival(6));
  EXPECT_FALSE(arbiter.gap_opener());
  arbiter.hold(Line::A, arrival(7));
  EXPECT_EQ(arbiter.gap_opener(), Line::A);
}

TEST(LineArbiter, KeepsWaitingPacketsWholeAndInOrderWhileItsRingGrowsAndWraps) {
  LineArbiter arbiter{both_lines(1)};
  std::uint64_t put_in = 0;
  std::uint64_t taken = 0;
  for (int round = 0; round < 40; ++round) {
    for (int i = 0; i < 7; ++i, ++put_in) {
      const Buffer body(put_in % 50, static_cast<std::uint8_t>(put_in));
      arbiter.hold(Line::A, {{header(put_in, 3), body}, put_in + 1, put_in % 2 == 0});
    }
    for (int i = 0; i < 5; ++i, ++taken) {
      const Arrival head = arbiter.head(Line::A);
      EXPECT_EQ(head.packet.header.seq, taken);
      EXPECT_EQ(head.packet.body.size(), taken % 50);
      for (const std::uint8_t byte : head.packet.body) {
        EXPECT_EQ(byte, static_cast<std::uint8_t>(taken));
      }
      EXPECT_EQ(head.rx_time_ns, taken + 1);
      EXPECT_EQ(head.bad, taken % 2 == 0);
      arbiter.drop_head(Line::A);
    }
  }
  while (arbiter.waits(Line::A)) {
    EXPECT_EQ(arbiter.head(Line::A).packet.header.seq, taken++);
    arbiter.drop_head(Line::A);
  }
  EXPECT_EQ(taken, put_in);
}

}  // namespace
}  // namespace hotbook::feed
