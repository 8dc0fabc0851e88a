// The latency of the whole card, measured at its edge: from the cycle of a message's last byte to
// the cycle in which its record leaves the books, which must also be what the record says of
// itself.

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <string>

#include "sim/replay/itch_message.hpp"
#include "sim/replay/mold_framer.hpp"
#include "tests/rtl/top/card_bench.hpp"

namespace hotbook::test {
namespace {

using replay::ItchMessage;

constexpr std::uint64_t kBookCycles = 9;   // 5 to the market event, 4 to the top of book
constexpr std::uint64_t kVenueCycles = 5;  // to the record of a message that changes no book
constexpr std::uint64_t kVenueWaitMax = 4;
constexpr std::size_t kMessagesAt = 14 + 20 + 8 + 20;

ItchMessage add(std::uint16_t book, std::uint64_t order_ref, char side, std::uint32_t price,
                char type = 'A') {
  ItchMessage message{type, book, 1000};
  message.u64(order_ref).letter(side).u32(100).text("TEST", 8).u32(price);
  if (type == 'F') message.text("MPID", 4);
  return message;
}

// A message of any type, its fields as good as they must be for it not to be skipped.
ItchMessage message_of(char type, std::mt19937_64& random) {
  const auto book = static_cast<std::uint16_t>(random() % 200);
  const std::uint64_t order_ref = random() % 50;
  const char side = random() % 2 == 0 ? 'B' : 'S';
  const auto price = static_cast<std::uint32_t>(10'000 + random() % 6);
  if (type == 'A' || type == 'F') return add(book, order_ref, side, price, type);
  ItchMessage message{type, book, random() % 1'000'000};
  if (type == 'E' || type == 'C' || type == 'X')
    message.u64(order_ref).u32(static_cast<std::uint32_t>(random() % 100));
  if (type == 'D') message.u64(order_ref);
  if (type == 'U') message.u64(order_ref).u64(random() % 50).u32(100).u32(price);
  return message;
}

// What must be measured: where the last byte is, and what it becomes.
struct Expected {
  std::size_t frame;
  std::size_t last_byte;
  char type;
};

struct Traffic {
  std::vector<std::vector<std::uint8_t>> frames;
  std::vector<Expected> messages;
};

Traffic make_traffic(std::string_view types, unsigned frames, unsigned messages_max,
                     std::mt19937_64& random) {
  replay::MoldFramer framer{replay::default_address(replay::Line::A)};
  Traffic traffic;
  std::uint64_t seq = 1;
  for (unsigned f = 0; f < frames; ++f) {
    const auto count = static_cast<std::uint16_t>(1 + random() % messages_max);
    std::vector<std::uint8_t> blocks;
    for (unsigned i = 0; i < count; ++i) {
      const char type = types[random() % types.size()];
      replay::append_block(blocks, message_of(type, random).bytes());
      traffic.messages.push_back({f, kMessagesAt + blocks.size() - 1, type});
    }
    const auto bytes = framer.frame(seq, count, blocks);
    traffic.frames.emplace_back(bytes.begin(), bytes.end());
    seq += count;
  }
  return traffic;
}

// Fixes the session and the first number, as a venue's heartbeat does before the first message: the
// arbiter looks at the very first packet after clear one cycle longer.
void warm_up(CardBench& card) {
  replay::MoldFramer framer{replay::default_address(replay::Line::A)};
  card.send(0, framer.heartbeat(1));
  card.drain();
  card.lines[0].sent.clear();
  card.lines[0].stalled = card.lines[1].stalled = false;
}

// Compares every record with the cycle in which its last byte came first, on either line.
void judge(CardBench& card, const Traffic& traffic, bool two_lines, std::uint64_t seed) {
  std::set<std::pair<char, std::size_t>> seen;
  const bool with_books = !card.updates.empty();
  std::size_t update = 0;
  std::size_t venue = 0;
  for (const auto& message : traffic.messages) {
    std::uint64_t edge = card.lines[0].sent.at(message.frame).cycle_of_byte(message.last_byte);
    if (two_lines)
      edge = std::min(edge, card.lines[1].sent.at(message.frame).cycle_of_byte(message.last_byte));
    seen.insert({message.type, message.last_byte % 8});
    const bool is_book = std::string_view{"AFECXDU"}.find(message.type) != std::string_view::npos;
    if (!is_book) {
      // Where both meet, the books' records go first: a venue message can wait for those, and for
      // others of its kind.
      const std::uint64_t waited = card.venue_cycles.at(venue) - edge;
      ASSERT_GE(waited, kVenueCycles) << message.type << " seed " << seed;
      ASSERT_LE(waited, kVenueCycles + (with_books ? kVenueWaitMax : 0))
          << message.type << " seed " << seed;
      ASSERT_GE(card.venues.at(venue).latency_cycles, kVenueCycles)
          << message.type << " seed " << seed;
      ASSERT_LE(card.venues.at(venue).latency_cycles, waited) << message.type << " seed " << seed;
      ++venue;
      continue;
    }
    // The add of a replace is an input of its own, one cycle behind the delete.
    for (std::uint64_t half = 0; half < (message.type == 'U' ? 2U : 1U); ++half) {
      ASSERT_LT(update, card.updates.size());
      ASSERT_EQ(card.update_cycles.at(update) - edge, kBookCycles + half)
          << message.type << " record " << update << " seed " << seed;
      ASSERT_EQ(card.updates.at(update).latency_cycles, kBookCycles + half)
          << message.type << " seed " << seed;
      ++update;
    }
  }
  ASSERT_EQ(update, card.updates.size());
  ASSERT_EQ(venue, card.venues.size());
  EXPECT_EQ(card.record_waits, 0U);
  EXPECT_FALSE(card.lines[0].stalled);
  EXPECT_FALSE(card.lines[1].stalled);
  std::set<char> types;
  for (const auto& message : traffic.messages) types.insert(message.type);
  EXPECT_TRUE(types.size() == 1 || seen.size() == types.size() * 8)
      << "a type was not seen in every lane";
}

TEST(ApplianceLatency, EveryMessageTypeInEveryLaneTakesNineCyclesAtFullLineRate) {
  const std::uint64_t seed = seed_of(1);
  std::mt19937_64 random{seed};
  CardBench card{seed};
  card.open();
  warm_up(card);
  const auto traffic = make_traffic("AAFECXDU", static_cast<unsigned>(600 * scale()), 8, random);
  for (const auto& frame : traffic.frames) card.send(0, frame);
  card.drain();
  ASSERT_NO_FATAL_FAILURE(judge(card, traffic, false, seed));
}

TEST(ApplianceLatency, MessagesThatChangeNoBookTakeFiveCycles) {
  const std::uint64_t seed = seed_of(6);
  std::mt19937_64 random{seed};
  CardBench card{seed};
  card.open();
  warm_up(card);
  const auto traffic =
      make_traffic("SRHYLVWKJhPQBINO", static_cast<unsigned>(600 * scale()), 8, random);
  for (const auto& frame : traffic.frames) card.send(0, frame);
  card.drain();
  ASSERT_NO_FATAL_FAILURE(judge(card, traffic, false, seed));
}

TEST(ApplianceLatency, MessagesThatChangeNoBookDelayNoneThatDoes) {
  const std::uint64_t seed = seed_of(2);
  std::mt19937_64 random{seed};
  CardBench card{seed};
  card.open();
  warm_up(card);
  const auto traffic =
      make_traffic(replay::kItchTypes, static_cast<unsigned>(600 * scale()), 8, random);
  for (const auto& frame : traffic.frames) card.send(0, frame);
  card.drain();
  ASSERT_NO_FATAL_FAILURE(judge(card, traffic, false, seed));
}

TEST(ApplianceLatency, ShortestMessagesOnBothLinesNeverStallALine) {
  const std::uint64_t seed = seed_of(3);
  std::mt19937_64 random{seed};
  for (const std::uint64_t skew : {0, 1, 2, 7, 40, 300}) {
    for (unsigned later = 0; later < 2; ++later) {
      CardBench card{seed};
      card.open();
      warm_up(card);
      const auto traffic = make_traffic("D", 60, 60, random);
      const std::uint64_t start = card.now() + 10;
      for (const auto& frame : traffic.frames) {
        card.send(later, frame, false, start + skew);
        card.send(1 - later, frame, false, start);
      }
      card.drain();
      ASSERT_NO_FATAL_FAILURE(judge(card, traffic, true, seed))
          << "skew " << skew << " of line " << later;
      EXPECT_EQ(card.get(kLineAOverrun) + card.get(kLineBOverrun), 0U);
    }
  }
}

TEST(ApplianceLatency, FullMixOnBothLinesHasNoJitter) {
  const std::uint64_t seed = seed_of(4);
  std::mt19937_64 random{seed};
  for (const std::uint64_t skew : {0, 3, 90}) {
    CardBench card{seed};
    card.open();
    warm_up(card);
    const auto traffic = make_traffic("AAFECXDU", static_cast<unsigned>(400 * scale()), 8, random);
    const std::uint64_t start = card.now() + 10;
    for (const auto& frame : traffic.frames) {
      card.send(0, frame, false, start);
      card.send(1, frame, false, start + skew);
    }
    card.drain();
    ASSERT_NO_FATAL_FAILURE(judge(card, traffic, true, seed)) << "skew " << skew;
  }
}

TEST(ApplianceLatency, ReceiveTimeIsTheCycleOfTheFramesFirstWord) {
  std::mt19937_64 random{5};
  CardBench card{5};
  card.open();
  warm_up(card);
  const auto traffic = make_traffic("A", 50, 4, random);
  std::uint64_t at = card.now();
  for (const auto& frame : traffic.frames) card.send(0, frame, false, at += 100 + random() % 100);
  card.drain();
  ASSERT_EQ(card.updates.size(), traffic.messages.size());
  // One cycle counts as 1 ns; the first record says how far the two clocks are apart.
  const std::uint64_t apart = card.updates[0].rx_time_ns - card.lines[0].sent[0].word_cycles[0];
  for (std::size_t i = 0; i < traffic.messages.size(); ++i) {
    EXPECT_EQ(
        card.updates[i].rx_time_ns - card.lines[0].sent[traffic.messages[i].frame].word_cycles[0],
        apart);
  }
  const std::uint64_t cycle = card.now();
  const std::uint32_t low = card.get(kControlCycleLow);
  EXPECT_LT(low, cycle + 10);
  EXPECT_GT(low + 20, cycle);
}

}  // namespace
}  // namespace hotbook::test
