// The whole card against the oracle: generated days over both lines, random faults, every bus
// channel stalling.

#include <gtest/gtest.h>

#include <random>
#include <variant>

#include "sim/oracle/feed_oracle.hpp"
#include "sim/replay/feed_generator.hpp"
#include "tests/rtl/top/card_bench.hpp"

namespace hotbook::test {
namespace {

constexpr std::uint16_t kKnown = kUpdateFlagBidKnown | kUpdateFlagAskKnown;
constexpr std::uint16_t kCardOnly = kUpdateFlagBidLow | kUpdateFlagAskLow | kUpdateFlagOrderNotHeld;

// Where the card says known, it must say what the oracle says; everything but the top must be equal
// anyway.
void expect_agrees(const BookUpdate& card, const BookUpdate& oracle, std::size_t index,
                   std::uint64_t seed) {
  const auto where = [&] {
    return testing::Message() << "record " << index << " seq " << oracle.seq << " seed " << seed;
  };
  ASSERT_EQ(card.seq, oracle.seq) << where();
  ASSERT_EQ(card.kind, oracle.kind) << where();
  ASSERT_EQ(card.venue_time_ns, oracle.venue_time_ns) << where();
  ASSERT_EQ(card.order_ref, oracle.order_ref) << where();
  ASSERT_EQ(card.price, oracle.price) << where();
  ASSERT_EQ(card.quantity, oracle.quantity) << where();
  ASSERT_EQ(card.book, oracle.book) << where();
  constexpr std::uint16_t kTop = kKnown | kUpdateFlagTopChanged;
  ASSERT_EQ(card.flags & ~(kCardOnly | kTop), oracle.flags & ~(kCardOnly | kTop)) << where();
  if ((card.flags & kUpdateFlagBidKnown) != 0) {
    ASSERT_NE(oracle.flags & kUpdateFlagBidKnown, 0) << where();
    ASSERT_EQ(card.bid_price, oracle.bid_price) << where();
    ASSERT_EQ(card.bid_quantity, oracle.bid_quantity) << where();
  } else {
    ASSERT_EQ(card.bid_price | card.bid_quantity, 0U) << where();
  }
  if ((card.flags & kUpdateFlagAskKnown) != 0) {
    ASSERT_NE(oracle.flags & kUpdateFlagAskKnown, 0) << where();
    ASSERT_EQ(card.ask_price, oracle.ask_price) << where();
    ASSERT_EQ(card.ask_quantity, oracle.ask_quantity) << where();
  } else {
    ASSERT_EQ(card.ask_price | card.ask_quantity, 0U) << where();
  }
}

struct Known {
  std::size_t sides = 0;
  std::size_t known = 0;
};

void expect_records_agree(const CardBench& card, const oracle::FeedOracle& oracle,
                          std::uint64_t seed, Known& known) {
  std::size_t update = 0;
  std::size_t venue = 0;
  for (std::size_t i = 0; i < oracle.records().size(); ++i) {
    const auto& record = oracle.records()[i];
    if (const auto* expected = std::get_if<BookUpdate>(&record)) {
      ASSERT_LT(update, card.updates.size()) << "seed " << seed;
      ASSERT_NO_FATAL_FAILURE(expect_agrees(card.updates[update], *expected, i, seed));
      if (expected->kind != RecordKind::Gap) {
        known.sides += 2;
        known.known +=
            static_cast<std::size_t>(__builtin_popcount(card.updates[update].flags & kKnown));
      }
      ++update;
    } else {
      const auto& message = std::get<VenueMessage>(record);
      ASSERT_LT(venue, card.venues.size()) << "seed " << seed;
      ASSERT_EQ(card.venues[venue].seq, message.seq) << "record " << i << " seed " << seed;
      ASSERT_EQ(card.venues[venue].length, message.length) << "record " << i << " seed " << seed;
      ASSERT_EQ(std::memcmp(card.venues[venue].message, message.message, sizeof message.message), 0)
          << "record " << i << " seed " << seed;
      ++venue;
    }
  }
  ASSERT_EQ(update, card.updates.size()) << "seed " << seed;
  ASSERT_EQ(venue, card.venues.size()) << "seed " << seed;
}

void expect_counters_agree(CardBench& card, const oracle::FeedOracle& oracle, std::uint64_t seed) {
  const auto counters = oracle.counters();
  for (const auto& info : kRegisters) {
    const auto found = counters.find(info.name);
    if (found == counters.end()) continue;
    const std::string name = info.name;
    if (name == "lob.tops" || name == "lob.side_unknown")
      continue;  // these depend on how deep the card sees
    EXPECT_EQ(card.get(info.address), found->second) << name << " seed " << seed;
  }
  const std::uint64_t expected =
      std::uint64_t{card.get(kFeedExpectedHigh)} << 32 | card.get(kFeedExpectedLow);
  EXPECT_EQ(expected, oracle.expected()) << "seed " << seed;
}

replay::FeedOptions day(std::uint64_t seed) {
  replay::FeedOptions options;
  options.itch.seed = seed;
  options.itch.symbols = 20;
  options.itch.messages = 6000;
  options.itch.resting_orders = 500;
  return options;
}

BusTraits slow_bus() {
  return {.stall_percent = 30, .answer_delay_min = 20, .answer_delay_max = 300};
}

TEST(ApplianceFeed, OneLineWithDamagedFramesGivesTheOraclesRecordsAndCounters) {
  const std::uint64_t seed = seed_of(1);
  std::mt19937_64 random{seed};
  CardBench card{seed, slow_bus()};
  card.open();
  card.set(kLineBEnable, 0);
  auto options = day(seed);
  options.two_lines = false;
  options.faults_a.duplicate_ppm = 20'000;
  options.faults_a.loss_ppm = 2'000;
  replay::FeedGenerator generator{options};
  oracle::OracleOptions told;
  told.line_b.enabled = false;
  oracle::FeedOracle oracle{told};
  replay::GeneratedFrame frame;
  while (generator.next(frame)) {
    bool bad = false;
    if (random() % 100 == 0)
      frame.bytes[random() % frame.bytes.size()] ^= static_cast<std::uint8_t>(1U << random() % 8);
    if (random() % 200 == 0) frame.bytes.resize(1 + random() % frame.bytes.size());
    if (random() % 500 == 0) bad = true;
    card.send(0, frame.bytes, bad);
    oracle.frame(replay::Line::A, 0, frame.bytes, bad);
  }
  oracle.finish();
  card.drain();
  Known known;
  ASSERT_NO_FATAL_FAILURE(expect_records_agree(card, oracle, seed, known));
  expect_counters_agree(card, oracle, seed);
}

TEST(ApplianceFeed, TwoLinesThatLoseFramesOnTheirOwnGiveTheWholeFeedOnce) {
  const std::uint64_t seed = seed_of(2);
  for (std::uint64_t round = 0; round < 3 * scale(); ++round) {
    CardBench card{seed + round, slow_bus()};
    card.open();
    auto options = day(seed + round);
    options.faults_b.skew_ns = 500;
    options.faults_a.jitter_ns = 300;
    replay::FeedGenerator generator{options};
    oracle::FeedOracle oracle{{}};
    replay::GeneratedFrame frame;
    const std::uint64_t start = card.now();
    std::uint64_t first = 0;
    while (generator.next(frame)) {
      if (first == 0) first = frame.time_ns;
      // Each line loses packets, but never both the same: a packet's fate hangs on its number.
      const std::uint64_t fate = frame.bytes[59] * 0x9e37U % 31;
      if (fate == (frame.line == replay::Line::A ? 0U : 1U)) continue;
      // The day is compressed: nanoseconds of the night are not simulated.
      const std::uint64_t at = std::min<std::uint64_t>(
          frame.time_ns - first, 20 * (card.lines[0].frames.size() + card.lines[1].frames.size()));
      card.send(frame.line == replay::Line::A ? 0 : 1, frame.bytes, false, start + at);
      oracle.frame(frame.line, 0, frame.bytes);
    }
    oracle.finish();
    card.drain();
    Known known;
    ASSERT_NO_FATAL_FAILURE(expect_records_agree(card, oracle, seed + round, known));
    EXPECT_EQ(card.get(kFeedGaps), 0U);
    EXPECT_EQ(card.get(kLineAMessagesTaken) + card.get(kLineBMessagesTaken), generator.messages());
    EXPECT_GT(card.get(kLineBMessagesTaken), 0U);
    EXPECT_GT(known.known, known.sides / 2)
        << "the card says known too rarely to be worth anything";
  }
}

}  // namespace
}  // namespace hotbook::test
