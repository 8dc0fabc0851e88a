// What the host does with the whole card: registers over AXI4-Lite, start, stop, new sessions,
// refills, a slow reader.

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "sim/replay/itch_message.hpp"
#include "sim/replay/mold_framer.hpp"
#include "tests/rtl/top/card_bench.hpp"

namespace hotbook::test {
namespace {

using replay::ItchMessage;

constexpr std::uint16_t kBook = 7;

ItchMessage add(std::uint64_t order_ref, char side, std::uint32_t quantity, std::uint32_t price,
                std::uint16_t book = kBook) {
  ItchMessage message{'A', book, 1000};
  message.u64(order_ref).letter(side).u32(quantity).text("TEST", 8).u32(price);
  return message;
}
ItchMessage execute(std::uint64_t order_ref, std::uint32_t quantity) {
  ItchMessage message{'E', kBook, 2000};
  message.u64(order_ref).u32(quantity).u64(1);
  return message;
}
ItchMessage remove(std::uint64_t order_ref) {
  ItchMessage message{'D', kBook, 3000};
  message.u64(order_ref);
  return message;
}

// Frames one message after the other, numbered from 1.
class Venue {
 public:
  std::vector<std::uint8_t> frame(std::initializer_list<ItchMessage> messages) {
    std::vector<std::uint8_t> blocks;
    for (const auto& message : messages) replay::append_block(blocks, message.bytes());
    const auto bytes = framer_.frame(seq, static_cast<std::uint16_t>(messages.size()), blocks);
    seq += messages.size();
    return {bytes.begin(), bytes.end()};
  }
  std::uint64_t seq = 1;

 private:
  replay::MoldFramer framer_{replay::default_address(replay::Line::A)};
};

struct Top {
  std::uint32_t bid_price, bid_quantity, ask_price, ask_quantity;
  bool operator==(const Top&) const = default;
};
Top top_of(const BookUpdate& update) {
  return {update.bid_price, update.bid_quantity, update.ask_price, update.ask_quantity};
}

TEST(ApplianceKernel, RegistersAnswerOverAxi) {
  CardBench card;
  for (const auto& info : kRegisters) {
    const auto answer = card.read(info.address);
    EXPECT_EQ(answer.response, 0U) << info.name;
    if (info.address == kControlCycleLow || info.address == kControlCycleHigh) continue;
    std::uint32_t expected = info.reset;
    if (info.address == kControlBookCount) expected = 256;
    if (info.address == kControlWindowLevels) expected = 8;
    if (info.address == kControlOrderSlots) expected = 4 * 4096;
    if (info.address == kMatchBooks) expected = 1024;
    if (info.address == kMatchWindowOrders) expected = 16;
    EXPECT_EQ(answer.data, expected) << info.name;
    EXPECT_TRUE(info.writable || card.write(info.address, 0xffff'ffff) == 2) << info.name;
  }
  // Where no register begins.
  for (const std::uint32_t address : {0x7ffcU, 0xfffcU, kControlRun + 1, kControlRun + 2}) {
    EXPECT_EQ(card.read(address).response, 2U) << address;
    EXPECT_EQ(card.read(address).data, 0U) << address;
    EXPECT_EQ(card.write(address, 1), 2U) << address;
  }
  EXPECT_EQ(card.get(kControlLayoutHash), kLayoutHash);
}

TEST(ApplianceKernel, AddExecuteDeleteMoveTheTopOfTheBook) {
  CardBench card;
  card.open();
  Venue venue;
  card.send(0, venue.frame({add(1, 'B', 100, 5000), add(2, 'S', 50, 5010)}));
  card.send(0, venue.frame({add(3, 'B', 70, 5001)}));
  card.send(0, venue.frame({execute(3, 20), execute(3, 50), remove(1), remove(2)}));
  card.drain();
  ASSERT_EQ(card.updates.size(), 7U);
  EXPECT_EQ(top_of(card.updates[0]), (Top{5000, 100, 0, 0}));
  EXPECT_EQ(top_of(card.updates[1]), (Top{5000, 100, 5010, 50}));
  EXPECT_EQ(top_of(card.updates[2]), (Top{5001, 70, 5010, 50}));
  EXPECT_EQ(top_of(card.updates[3]), (Top{5001, 50, 5010, 50}));
  EXPECT_EQ(top_of(card.updates[4]), (Top{5000, 100, 5010, 50}));
  EXPECT_EQ(top_of(card.updates[5]), (Top{0, 0, 5010, 50}));
  EXPECT_EQ(top_of(card.updates[6]), (Top{0, 0, 0, 0}));
  for (std::size_t i = 0; i < 7; ++i) {
    EXPECT_EQ(card.updates[i].seq, i + 1);
    EXPECT_EQ(card.updates[i].book, kBook);
    EXPECT_NE(card.updates[i].flags & kUpdateFlagBidKnown, 0);
    EXPECT_NE(card.updates[i].flags & kUpdateFlagTopChanged, 0);
  }
  EXPECT_EQ(card.get(kLineAFrames), 3U);
  EXPECT_EQ(card.get(kLineAPackets), 3U);
  EXPECT_EQ(card.get(kLineAMessagesTaken), 7U);
  EXPECT_EQ(card.get(kFeedBookMessages), 7U);
  EXPECT_EQ(card.get(kFeedExpectedLow), 8U);
  EXPECT_EQ(card.get(kLobEvents), 7U);
  EXPECT_EQ(card.get(kLobTops), 7U);
  EXPECT_EQ(card.get(kRingRecordWritten), 7U);
}

TEST(ApplianceKernel, StoppedCardLetsFramesWaitAtItsEdge) {
  CardBench card;
  card.open();
  card.set(kControlRun, 0);
  Venue venue;
  card.send(0, venue.frame({add(1, 'B', 100, 5000)}));
  card.send(1, venue.frame({add(2, 'B', 100, 5001)}));
  card.run(500);
  EXPECT_EQ(card.top().s_axis_line_a_tready, 0);
  EXPECT_EQ(card.top().s_axis_line_b_tready, 0);
  EXPECT_TRUE(card.lines[0].sent.empty());
  card.set(kControlRun, 1);
  card.drain();
  EXPECT_EQ(card.updates.size(), 2U);
}

TEST(ApplianceKernel, FrameUnderWayIsTakenToItsEndWhenRunFalls) {
  CardBench card;
  card.open();
  Venue venue;
  card.send(0,
            venue.frame({add(1, 'B', 100, 5000), add(2, 'B', 100, 5001), add(3, 'B', 100, 5002)}));
  card.send(0, venue.frame({add(4, 'B', 100, 5003)}));
  while (card.lines[0].word < 10) {
    card.lines[0].held = card.lines[0].word == 9;
    card.cycle();
    if (card.lines[0].held && card.lines[0].word == 9) break;
  }
  card.set(kControlRun, 0);
  card.lines[0].held = false;
  card.run(1000);
  card.read_ring();
  EXPECT_EQ(card.updates.size(), 3U);
  EXPECT_EQ(card.lines[0].frames.size(), 1U);
  card.set(kControlRun, 1);
  card.drain();
  EXPECT_EQ(card.updates.size(), 4U);
}

TEST(ApplianceKernel, ClearIsRefusedWhileFramesMayCome) {
  CardBench card;
  card.open();
  Venue venue;
  card.send(0, venue.frame({add(1, 'B', 100, 5000)}));
  card.drain();
  EXPECT_EQ(card.write(kControlClear, 1), 2U);
  EXPECT_EQ(card.get(kLineAFrames), 1U);
  EXPECT_EQ(card.get(kFeedExpectedLow), 2U);
  card.send(0, venue.frame({execute(1, 40)}));
  card.drain();
  EXPECT_EQ(top_of(card.updates.back()), (Top{5000, 60, 0, 0}));
}

TEST(ApplianceKernel, ClearStartsASessionWithEmptyKnownBooksAndZeroCounters) {
  CardBench card;
  card.open();
  Venue venue;
  card.send(0, venue.frame({add(1, 'B', 100, 5000), add(2, 'S', 100, 5100)}));
  card.drain();
  card.set(kControlRun, 0);
  card.set(kControlClear, 1);
  EXPECT_EQ(card.get(kLineAFrames), 0U);
  EXPECT_EQ(card.get(kFeedExpectedLow), 0U);
  EXPECT_EQ(card.get(kLobEvents), 0U);
  EXPECT_EQ(card.get(kRingRecordWritten), 2U);  // the ring goes on
  card.set(kControlRun, 1);
  Venue next;
  next.seq = 500;
  card.send(0, next.frame({execute(1, 40), add(1, 'B', 30, 4000)}));
  card.drain();
  ASSERT_EQ(card.updates.size(), 4U);
  EXPECT_NE(card.updates[2].flags & kUpdateFlagOrderUnknown, 0);
  EXPECT_NE(card.updates[2].flags & kUpdateFlagBidKnown, 0);
  EXPECT_EQ(top_of(card.updates[2]), (Top{0, 0, 0, 0}));
  EXPECT_EQ(top_of(card.updates[3]), (Top{4000, 30, 0, 0}));
  EXPECT_EQ(card.get(kFeedGaps), 0U);
  EXPECT_EQ(card.get(kFeedExpectedLow), 502U);
}

TEST(ApplianceKernel, ClearInTheMiddleOfAFrameThrowsItAwayWhole) {
  // The frame stands still after each of its words in turn.
  for (std::size_t words = 1; words < 14; ++words) {
    CardBench card;
    card.open();
    Venue venue;
    card.send(0, venue.frame({add(1, 'B', 100, 5000)}));
    ASSERT_GT(card.lines[0].frames.front().bytes.size(), 8 * words - 8);
    if (8 * words >= card.lines[0].frames.front().bytes.size()) break;
    while (card.lines[0].word < words) {
      card.lines[0].held = card.lines[0].word + 1 == words;
      if (card.lines[0].word + 1 == words) card.lines[0].held = false;
      card.cycle();
    }
    card.lines[0].held = true;
    card.set(kControlRun, 0);
    card.set(kControlClear, 1);
    card.lines[0].held = false;
    card.run(100);
    EXPECT_TRUE(card.lines[0].frames.empty())
        << "the rest of the frame is not swallowed, words " << words;
    card.set(kControlRun, 1);
    Venue next;
    next.seq = 1;
    card.send(0, next.frame({add(9, 'B', 10, 4000)}));
    card.drain();
    ASSERT_EQ(card.updates.size(), 1U) << "words " << words;
    EXPECT_EQ(card.updates[0].order_ref, 9U);
    EXPECT_EQ(card.get(kLineAFrames), 1U);
    EXPECT_EQ(card.get(kFeedFramesPoisoned), 0U);
  }
}

TEST(ApplianceKernel, ClearAtAnyMomentUnderTrafficLeavesAWorkingCard) {
  const std::uint64_t seed = seed_of(21);
  std::mt19937_64 random{seed};
  CardBench card{seed};
  card.open();
  for (unsigned round = 0; round < 60; ++round) {
    Venue venue;
    venue.seq = 1 + random() % 1000;
    for (unsigned i = 0; i < 30; ++i) {
      const auto frame = venue.frame(
          {add(i, i % 2 == 0 ? 'B' : 'S', 10, i % 2 == 0 ? 100 + i : 1000 - i), execute(i, 3)});
      card.send(0, frame);
      card.send(1, frame);
      if (random() % 3 == 0)
        (void)venue.frame({remove(i)});  // a gap, and a wait for the other line
    }
    card.run(random() % 500);
    card.set(kControlRun, 0);
    card.set(kControlClear, 1);
    // What is left of the old session at the lines is the venue's, and never comes.
    for (auto& line : card.lines) {
      if (!line.frames.empty())
        line.frames.erase(line.frames.begin() + (line.word != 0 ? 1 : 0), line.frames.end());
    }
    card.run(1000);
    card.read_ring();
    ASSERT_FALSE(HasFatalFailure()) << "seed " << seed << " round " << round;
    const std::size_t before = card.updates.size();
    card.set(kControlRun, 1);
    Venue next;
    next.seq = 1;
    card.send(round % 2, next.frame({add(1, 'B', 100, 5000), execute(1, 1)}));
    card.drain();
    ASSERT_EQ(card.updates.size(), before + 2) << "seed " << seed << " round " << round;
    EXPECT_EQ(top_of(card.updates.back()), (Top{5000, 99, 0, 0}));
    card.set(kControlRun, 0);
    card.set(kControlClear, 1);
    card.set(kControlRun, 1);
  }
}

TEST(ApplianceKernel, SlowHostStallsTheLinesAndLosesNothing) {
  CardBench card;
  card.open();
  Venue venue;
  constexpr std::uint64_t kMessages = 8000;
  for (std::uint64_t i = 0; i < kMessages; i += 4) {
    card.send(0, venue.frame({add(i, 'B', 10, 5000), execute(i, 10), add(i + 1, 'S', 10, 6000),
                              execute(i + 1, 10)}));
  }
  card.run(60'000);
  EXPECT_EQ(card.top().s_axis_line_a_tready, 0);
  EXPECT_GT(card.get(kLobRecordStall), 1000U);
  EXPECT_EQ(card.get(kRingRecordWritten), 1U << CardBench::kSlotsLog2);
  card.drain();
  ASSERT_EQ(card.updates.size(), kMessages);
  for (std::size_t i = 0; i < kMessages; ++i) ASSERT_EQ(card.updates[i].seq, i + 1);
  EXPECT_EQ(card.get(kLineAOverrun), 0U);
  EXPECT_EQ(card.get(kFeedGaps), 0U);
  // What waited says so.
  EXPECT_TRUE(std::ranges::any_of(
      card.updates, [](const BookUpdate& update) { return update.latency_cycles == 255; }));
}

TEST(ApplianceKernel, ClearWhileARecordWaitsForTheHostKeepsTheRecord) {
  CardBench card;
  card.open();
  Venue venue;
  for (std::uint64_t i = 0; i < 6000; i += 2)
    card.send(0, venue.frame({add(i, 'B', 10, 5000), execute(i, 10)}));
  card.run(60'000);
  ASSERT_EQ(card.top().s_axis_line_a_tready, 0);
  card.set(kControlRun, 0);
  card.set(kControlClear, 1);
  card.lines[0].frames.erase(card.lines[0].frames.begin() + (card.lines[0].word != 0 ? 1 : 0),
                             card.lines[0].frames.end());
  card.drain();
  const std::size_t old = card.updates.size();
  ASSERT_GT(old, 4096U);
  for (std::size_t i = 0; i < old; ++i) ASSERT_EQ(card.updates[i].seq, i + 1);
  card.set(kControlRun, 1);
  Venue next;
  card.send(0, next.frame({add(1, 'B', 100, 5000)}));
  card.drain();
  ASSERT_EQ(card.updates.size(), old + 1);
  EXPECT_EQ(top_of(card.updates.back()), (Top{5000, 100, 0, 0}));
}

TEST(ApplianceKernel, DamagedFrameIsCountedAndPoisonsTheBooks) {
  for (const bool by_mac : {true, false}) {
    CardBench card;
    card.open();
    Venue venue;
    card.send(0, venue.frame({add(1, 'B', 100, 5000)}), by_mac);
    if (!by_mac) {
      while (card.lines[0].word < 8) card.cycle();
      card.lines[0].keep_damage = 0x10;  // a hole in a word that must be full
    }
    card.drain();
    ASSERT_EQ(card.updates.size(), 2U);
    EXPECT_EQ(card.updates[1].kind, RecordKind::Gap);
    EXPECT_EQ(card.updates[1].price, static_cast<std::uint32_t>(GapReason::BadFrame));
    EXPECT_EQ(card.get(kLineABadFrame), 1U);
    EXPECT_EQ(card.get(kFeedFramesPoisoned), 1U);
  }
}

TEST(ApplianceKernel, RefillFromTheCommandRingMakesADeepSideKnownAgain) {
  CardBench card;
  card.open();
  Venue venue;
  // Twelve bid levels: the card's window keeps the best eight.
  for (std::uint32_t i = 0; i < 12; ++i)
    card.send(0, venue.frame({add(100 + i, 'B', 10, 5000 + i)}));
  for (std::uint32_t i = 0; i < 8; ++i) card.send(0, venue.frame({remove(111 - i)}));
  card.drain();
  ASSERT_EQ(card.updates.size(), 20U);
  EXPECT_EQ(card.updates.back().flags & kUpdateFlagBidKnown, 0);
  RefillCommand refill{};
  refill.as_of = 20;
  refill.book = kBook;
  refill.kind = CommandKind::Refill;
  refill.level_count = 4;
  refill.price_0 = 5003;
  refill.price_1 = 5002;
  refill.price_2 = 5001;
  refill.price_3 = 5000;
  refill.quantity_0 = refill.quantity_1 = refill.quantity_2 = refill.quantity_3 = 10;
  refill.order_count_0 = refill.order_count_1 = refill.order_count_2 = refill.order_count_3 = 1;
  RefillCommand bad = refill;
  bad.side = 7;
  card.send_command(bad);
  card.send_command(refill);
  card.drain();
  ASSERT_EQ(card.updates.size(), 21U);
  EXPECT_EQ(card.updates[20].kind, RecordKind::Refill);
  EXPECT_EQ(card.updates[20].seq, 20U);
  EXPECT_EQ(card.updates[20].flags & kUpdateFlagRefillRefused, 0);
  EXPECT_NE(card.updates[20].flags & kUpdateFlagBidKnown, 0);
  EXPECT_EQ(top_of(card.updates[20]), (Top{5003, 10, 0, 0}));
  EXPECT_EQ(card.get(kRingCommandConsumed), 2U);
  EXPECT_EQ(card.get(kRingCommandBad), 1U);
  EXPECT_EQ(card.get(kLobRefillTaken), 1U);
  // Its levels are as good as any.
  card.send(0, venue.frame({remove(103)}));
  card.drain();
  EXPECT_EQ(top_of(card.updates.back()), (Top{5002, 10, 0, 0}));
}

}  // namespace
}  // namespace hotbook::test
