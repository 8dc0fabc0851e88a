// What comes from outside may be cut, flipped or invented. Nothing may crash, and every frame must
// be accounted for by exactly one counter. Run also with HOTBOOK_SANITIZE.

#include <gtest/gtest.h>

#include <cstdio>
#include <random>

#include "host/feed/feed_handler.hpp"
#include "tests/host/feed/test_bytes.hpp"

namespace hotbook::feed {
namespace {

using namespace hotbook::feed_test;

std::vector<Buffer> one_of_each() {
  return {add(1, 1, 'B', 10, 500),  execute(1, 1, 3),        reduce(1, 1, 2),
          replace(1, 1, 2, 4, 501), system_event('Q'),       remove(1, 2),
          add(1, 3, 'S', 10, 600),  replace(1, 9, 8, 1, 10), {}};
}

// Frames that ended are dropped by one rule or are packets; packets are used in one way.
void expect_everything_accounted_for(const FeedCounters& counters) {
  std::uint64_t taken = 0;
  for (const LineCounters& line : counters.lines) {
    EXPECT_EQ(line.frames, line.packets + line.drop_runt + line.drop_not_ipv4 + line.drop_filter +
                               line.drop_ip_header + line.drop_ip_checksum + line.drop_not_udp +
                               line.drop_length);
    EXPECT_GE(line.packets, line.header_short + line.session_mismatch + line.heartbeats +
                                line.end_of_session + line.duplicate_packets + line.message_cut +
                                line.trailing_bytes);
    taken += line.messages_taken;
  }
  const ArbitrationCounters& feed = counters.feed;
  EXPECT_EQ(taken, feed.book_messages + feed.venue_messages + feed.unknown_type +
                       feed.wrong_length + feed.bad_field);
}

void run(const std::vector<Buffer>& frames, const FeedOptions& options) {
  Records records;
  FeedHandler<Records> handler{options, records};
  for (const Buffer& bytes : frames) {
    // An exact copy, so that a sanitizer sees any byte read behind it.
    const Buffer exact(bytes.begin(), bytes.end());
    handler.frame(Line::A, {}, exact);
  }
  handler.finish();
  expect_everything_accounted_for(handler.counters());
}

FeedOptions small(bool checksum_ignore) {
  FeedOptions options;
  options.lines[0].checksum_ignore = checksum_ignore;
  options.order_capacity = 0;
  return options;
}

TEST(Malformed, SurvivesTruncationAtEveryByte) {
  for (const int vlan : {-1, 141}) {
    const Buffer whole = frame(mold({}, one_of_each()), vlan);
    for (std::size_t n = 0; n <= whole.size(); ++n) {
      run({Buffer(whole.begin(), whole.begin() + static_cast<long>(n)), whole}, small(true));
    }
  }
}

TEST(Malformed, SurvivesEveryBitFlipped) {
  const Buffer whole = frame(mold({}, one_of_each()), 141);
  for (std::size_t bit = 0; bit < 8 * whole.size(); ++bit) {
    Buffer bytes = whole;
    bytes[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
    run({bytes, whole}, small(bit % 2 == 0));
  }
}

TEST(Malformed, SurvivesEveryMessageLengthAndCount) {
  for (const int value : {0, 1, 2, 18, 19, 20, 255, 256, 1400, 0x7fff, 0xfffe, 0xffff}) {
    Buffer lengths = mold({}, one_of_each());
    lengths[20] = static_cast<std::uint8_t>(value >> 8);
    lengths[21] = static_cast<std::uint8_t>(value);
    run({frame(lengths)}, small(false));
    run({frame(mold({.count = value}, one_of_each()))}, small(false));
  }
}

TEST(Malformed, SurvivesTheGreatestSequenceNumbers) {
  const auto packet = [](std::uint64_t seq) { return frame(mold({.seq = seq}, one_of_each())); };
  Records records;
  FeedHandler<Records> handler{small(false), records};
  for (const std::uint64_t seq :
       {1ULL, 0xffffffffffffff00ULL, 0xfffffffffffffffcULL, 0xffffffffffffffffULL, 0ULL, 5ULL}) {
    handler.frame(Line::A, {}, packet(seq));
  }
  handler.finish();
  expect_everything_accounted_for(handler.counters());
  EXPECT_GE(handler.counters().feed.messages_missing, 0xfffffffffffffe00ULL);
}

TEST(Malformed, SurvivesRandomBytesInEveryLayer) {
  const std::uint64_t seed = environment("HOTBOOK_SEED", 5);
  std::printf("seed=%llu\n", static_cast<unsigned long long>(seed));
  std::mt19937_64 random{seed};
  const std::uint64_t rounds = 300 * environment("HOTBOOK_SCALE", 1);
  for (std::uint64_t round = 0; round < rounds; ++round) {
    std::vector<Buffer> frames;
    for (int i = 0; i < 20; ++i) {
      Buffer noise(random() % 200);
      for (std::uint8_t& byte : noise) byte = static_cast<std::uint8_t>(random());
      Buffer payload =
          mold({.seq = random() % 30, .count = static_cast<int>(random() % 12)}, one_of_each());
      for (std::uint64_t flips = random() % 4; flips != 0; --flips) {
        payload[random() % payload.size()] = static_cast<std::uint8_t>(random());
      }
      switch (random() % 4) {
        case 0:
          frames.push_back(noise);
          break;
        case 1:
          frames.push_back(frame(noise));
          break;
        default:
          frames.push_back(frame(payload, random() % 2 == 0 ? -1 : 9));
      }
    }
    run(frames, small(random() % 2 == 0));
    if (HasFailure()) FAIL() << "reproduce: HOTBOOK_SEED=" << seed << " round " << round;
  }
}

TEST(Malformed, DescribesMessagesCutAtEveryByte) {
  for (const Buffer& message : one_of_each()) {
    for (std::size_t n = 0; n <= message.size(); ++n) {
      const Buffer exact(message.begin(), message.begin() + static_cast<long>(n));
      EXPECT_EQ(itch::describe(exact).back(), '}');
    }
  }
}

}  // namespace
}  // namespace hotbook::feed
