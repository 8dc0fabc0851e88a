// The whole card with a feed kernel on its streams: who decodes, what reaches the kernel, what
// becomes of what it gives.

#include <gtest/gtest.h>

#include <map>

#include "hls/mdp3_decode/mdp3_kernel.hpp"
#include "sim/replay/itch_message.hpp"
#include "sim/replay/mold_framer.hpp"
#include "tests/rtl/eth/frame_builder.hpp"
#include "tests/rtl/top/card_bench.hpp"
#include "tests/rtl/top/echo_kernel.hpp"

namespace hotbook::test {
namespace {

struct KernelCard {
  explicit KernelCard(std::uint64_t seed = 1, unsigned stall_percent = 0, const BusTraits& bus = {})
      : card{seed, bus} {
    card.kernel = card::KernelStreams{std::make_unique<EchoKernel>(notes, seed, stall_percent)};
    card.open();
  }

  // A new session, decoded by the kernel or by the card.
  void clear(bool kernel_decodes) {
    card.set(kControlRun, 0);
    card.set(kFeedDecoder, kernel_decodes ? 1 : 0);
    card.set(kControlClear, 1);
    card.set(kControlRun, 1);
  }

  void send(unsigned line, const KernelOutput& output) {
    ByteString payload(sizeof output);
    std::memcpy(payload.data(), &output, sizeof output);
    card.send(line, build_frame({}, payload));
  }

  std::shared_ptr<EchoNotes> notes = std::make_shared<EchoNotes>();
  CardBench card;
};

KernelOutput add_of(std::uint64_t seq, std::uint16_t book) {
  KernelOutput output{};
  output.kind = static_cast<std::uint8_t>(RecordKind::Add);
  output.seq = seq;
  output.expected = seq + 1;
  output.venue_time_ns = 1000 + seq;
  output.order_ref = seq;
  output.price = static_cast<std::uint32_t>(5000 + seq % 7);
  output.quantity = static_cast<std::uint32_t>(1 + seq);
  output.book = book;
  output.flags = seq % 2 != 0 ? kKernelOutputFlagSideAsk : 0;
  output.pulses = kKernelPulsesFlagBookMessages;
  return output;
}

InstrumentCommand instrument_of(std::uint64_t number) {
  InstrumentCommand command{};
  command.instrument = number;
  command.book = static_cast<std::uint16_t>(number);
  command.depth = 10;
  command.kind = CommandKind::Instrument;
  command.tick_odd = command.tick_inverse = 1;
  return command;
}

TEST(ApplianceKernel, EveryOutputBecomesItsRecordUnderStalls) {
  const std::uint64_t seed = seed_of(1);
  std::mt19937_64 random{seed};
  for (std::uint64_t round = 0; round < 4 * scale(); ++round) {
    BusTraits bus;
    bus.stall_percent = static_cast<unsigned>(random() % 3) * 25;
    KernelCard bench{random(), static_cast<unsigned>(random() % 80), bus};
    bench.clear(true);
    // Each line has its own books; between the lines the order is the kernel's.
    std::array<std::vector<KernelOutput>, 2> adds;
    std::vector<KernelOutput> pieces;
    for (unsigned i = 0; i < 300; ++i) {
      const auto line = static_cast<unsigned>(random() % 2);
      KernelOutput output = add_of(1 + i, static_cast<std::uint16_t>(10 + line));
      if (random() % 4 == 0) {
        output.kind = static_cast<std::uint8_t>(RecordKind::VenueMessage);
        output.length = 50;
        for (auto& byte : output.message) byte = static_cast<std::uint8_t>(random());
        output.flags = random() % 2 == 0 ? kKernelOutputFlagMore : 0;
        output.pulses = kKernelPulsesFlagVenueMessages;
        pieces.push_back(output);
      } else {
        adds[line].push_back(output);
      }
      bench.send(line, output);
    }
    bench.card.drain();
    std::array<std::size_t, 2> at{};
    for (const BookUpdate& update : bench.card.updates) {
      const std::size_t line = update.book - 10U;
      ASSERT_LT(line, 2U);
      ASSERT_LT(at[line], adds[line].size()) << "seed " << seed << " round " << round;
      const KernelOutput& add = adds[line][at[line]++];
      ASSERT_EQ(update.seq, add.seq) << "seed " << seed << " round " << round;
      EXPECT_EQ(update.venue_time_ns, add.venue_time_ns);
      EXPECT_EQ(update.order_ref, add.order_ref);
      EXPECT_EQ(update.price, add.price);
      EXPECT_EQ(update.quantity, add.quantity);
      EXPECT_EQ(update.flags & kUpdateFlagSideAsk, add.flags & kKernelOutputFlagSideAsk);
      EXPECT_NE(update.rx_time_ns, 0U);
    }
    EXPECT_EQ(at[0], adds[0].size());
    EXPECT_EQ(at[1], adds[1].size());
    std::map<std::uint64_t, VenueMessage> venues;
    for (const VenueMessage& venue : bench.card.venues) venues[venue.seq] = venue;
    ASSERT_EQ(venues.size(), pieces.size()) << "seed " << seed << " round " << round;
    for (const KernelOutput& piece : pieces) {
      const VenueMessage& venue = venues.at(piece.seq);
      EXPECT_EQ(venue.more, piece.flags >> 3U & 1U);
      EXPECT_EQ(venue.length, 50);
      EXPECT_EQ(std::memcmp(venue.message, piece.message, sizeof piece.message), 0);
    }
    EXPECT_EQ(bench.card.get(kFeedBookMessages), adds[0].size() + adds[1].size());
    EXPECT_EQ(bench.card.get(kFeedVenueMessages), pieces.size());
    ASSERT_FALSE(HasFatalFailure());
  }
}

TEST(ApplianceKernel, EveryCounterOfTheKernelHasItsOwnRegister) {
  KernelCard bench;
  bench.clear(true);
  const auto count_of = [&](auto&& change) {
    KernelOutput output{};
    change(output);
    bench.send(0, output);
    bench.card.drain();
    std::vector<std::string> moved;
    for (const RegisterInfo& info : kRegisters) {
      const std::string name = info.name;
      const bool counts = name.starts_with("line_") || name.starts_with("feed.");
      if (!counts || info.writable || name.ends_with(".frames") || name.ends_with(".packets"))
        continue;
      if (bench.card.get(info.address) != 0) moved.push_back(name);
    }
    bench.clear(true);
    return moved;
  };
  const std::array<std::string, 8> of_line{
      "session_mismatch", "heartbeats",         "end_of_session", "duplicate_packets",
      "messages_taken",   "messages_duplicate", "message_cut",    "trailing_bytes"};
  using Names = std::vector<std::string>;
  for (unsigned i = 0; i < 8; ++i) {
    const auto bit = static_cast<std::uint8_t>(1U << i);
    EXPECT_EQ(count_of([bit](KernelOutput& o) { o.line_a = bit; }), Names{"line_a." + of_line[i]});
    EXPECT_EQ(count_of([bit](KernelOutput& o) { o.line_b = bit; }), Names{"line_b." + of_line[i]});
  }
  const std::array<std::string, 8> of_pulses{
      "feed.book_messages", "feed.venue_messages", "feed.unknown_type",   "feed.wrong_length",
      "feed.bad_field",     "feed.unmapped",       "line_a.header_short", "line_b.header_short"};
  for (unsigned i = 0; i < 8; ++i) {
    const auto bit = static_cast<std::uint8_t>(1U << i);
    EXPECT_EQ(count_of([bit](KernelOutput& o) { o.pulses = bit; }), Names{of_pulses[i]});
  }
  EXPECT_EQ(count_of([](KernelOutput& o) { o.expected = 0x1'0000'0001; }),
            (Names{"feed.expected_low", "feed.expected_high"}));
  EXPECT_EQ(count_of([](KernelOutput& o) {
              o.kind = static_cast<std::uint8_t>(RecordKind::Gap);
              o.order_ref = 7;
            }),
            (Names{"feed.gaps", "feed.messages_missing"}));
  EXPECT_EQ(count_of([](KernelOutput& o) {
              o.kind = static_cast<std::uint8_t>(RecordKind::Gap);
              o.price = static_cast<std::uint32_t>(GapReason::BadFrame);
            }),
            (Names{"feed.frames_poisoned"}));
}

TEST(ApplianceKernel, KernelIsToldTheSessionAndItsSettings) {
  KernelCard bench;
  bench.card.set(kFeedFirstSeqLow, 0x89ab'cdef);
  bench.card.set(kFeedFirstSeqHigh, 0x0123'4567);
  bench.card.set(kFeedLineWaitCycles, 4321);
  for (const unsigned enabled : {0U, 1U, 2U, 3U}) {
    bench.card.set(kLineAEnable, enabled & 1U);
    bench.card.set(kLineBEnable, enabled >> 1U);
    for (auto& words : bench.notes->words) words.clear();
    bench.clear(true);
    bench.send(0, {});
    bench.send(1, {});
    bench.card.drain();
    for (const auto& words : bench.notes->words) {
      // The session's first word; 112 bytes behind 42 bytes of headers: from lane 2 of one word to
      // lane 1 of another.
      ASSERT_EQ(words.size(), 16U);
      for (std::size_t i = 0; i < words.size(); ++i) {
        EXPECT_EQ(words[i].session, enabled + 1);
        EXPECT_EQ(words[i].first_seq, 0x0123'4567'89ab'cdefU);
        EXPECT_EQ(words[i].line_wait_cycles, 4321U);
        EXPECT_EQ(words[i].flags >> 3U, enabled);
        EXPECT_EQ(words[i].flags & 7U, (i == 1 ? 1U : 0U) | (i == 15 ? 2U : 0U));
        EXPECT_EQ(words[i].first_lane, i == 1 ? 2 : 0);
        EXPECT_EQ(words[i].end_lane, i == 0 ? 0 : i == 15 ? 2 : 8);
      }
    }
  }
}

TEST(ApplianceKernel, InstrumentsReachTheKernelInOrderAndOnlyWhileItDecodes) {
  KernelCard bench;
  bench.card.send_command(instrument_of(1));
  bench.card.run(400);
  EXPECT_EQ(bench.card.get(kRingCommandBad), 1U);
  EXPECT_EQ(bench.card.get(kRingCommandConsumed), 1U);
  EXPECT_TRUE(bench.notes->instruments.empty());
  bench.clear(true);
  for (unsigned i = 0; i < 40; ++i) bench.card.send_command(instrument_of(i));
  bench.card.run(2000);
  ASSERT_EQ(bench.notes->instruments.size(), 40U);
  for (unsigned i = 0; i < 40; ++i) {
    const InstrumentCommand sent = instrument_of(i);
    EXPECT_EQ(std::memcmp(&bench.notes->instruments[i], &sent, sizeof sent), 0) << i;
  }
  EXPECT_EQ(bench.card.get(kRingCommandConsumed), 41U);
  EXPECT_EQ(bench.card.get(kRingCommandBad), 0U);
}

TEST(ApplianceKernel, SessionChangesWhoDecodesAndNothingOfTheOldOneFollows) {
  KernelCard bench;
  replay::MoldFramer framer{replay::default_address(replay::Line::A)};
  const auto itch = [&](std::uint64_t seq) {
    replay::ItchMessage message{'A', 7, 1000};
    message.u64(seq).letter('B').u32(100).text("TEST", 8).u32(5000);
    std::vector<std::uint8_t> blocks;
    replay::append_block(blocks, message.bytes());
    const auto frame = framer.frame(seq, 1, blocks);
    bench.card.send(0, {frame.data(), frame.size()});
  };
  std::size_t records = 0;
  for (unsigned round = 0; round < 6; ++round) {
    const bool kernel_decodes = round % 2 == 1;
    for (auto& words : bench.notes->words) words.clear();
    bench.clear(kernel_decodes);
    if (kernel_decodes)
      bench.send(0, add_of(1, 9));
    else
      itch(1);
    bench.card.drain();
    ++records;
    ASSERT_EQ(bench.card.updates.size(), records) << round;
    EXPECT_EQ(bench.card.updates.back().book, kernel_decodes ? 9 : 7);
    EXPECT_EQ(bench.notes->words[0].empty(), !kernel_decodes);
    EXPECT_EQ(bench.card.get(kFeedExpectedLow), 2U);
    if (!kernel_decodes) continue;
    // A packet that the kernel has not taken when the session ends.
    bench.notes->holds = true;
    bench.send(0, add_of(2, 9));
    bench.card.run(200);
    bench.clear(true);
    bench.notes->holds = false;
    bench.card.drain();
    EXPECT_EQ(bench.card.updates.size(), records) << round;
    EXPECT_EQ(bench.card.get(kFeedBookMessages), 0U);
    bench.send(0, add_of(1, 9));
    bench.card.drain();
    ++records;
    ASSERT_EQ(bench.card.updates.size(), records) << round;
  }
}

// The MDP 3.0 kernel takes instruments between packets only.
TEST(ApplianceKernel, KernelCutOffInsideAPacketIsReadyForInstrumentsInTheNextSession) {
  CardBench card;
  card.kernel = card::KernelStreams{
      std::make_unique<card::FeedKernelOf<mdp3_kernel::State, mdp3_kernel::step>>()};
  card.open();
  card.set(kControlRun, 0);
  card.set(kFeedDecoder, 1);
  card.set(kControlClear, 1);
  card.set(kControlRun, 1);
  ByteString packet(200, 0);
  packet[0] = 1;    // its number
  packet[12] = 90;  // the first message's size
  card.send(0, build_frame({}, packet));
  while (card.lines[0].word < 12) card.cycle();
  card.lines[0].held = true;
  card.run(100);
  ASSERT_EQ(card.get(kLineAMessagesTaken), 1U) << "the kernel is not inside the packet";
  card.send_command(instrument_of(1));
  card.run(400);
  EXPECT_EQ(card.get(kRingCommandConsumed), 0U) << "the kernel takes instruments inside packets";
  card.set(kControlRun, 0);
  card.set(kControlClear, 1);
  card.run(100);
  EXPECT_EQ(card.get(kRingCommandConsumed), 1U);
  EXPECT_EQ(card.get(kRingCommandBad), 0U);
}

TEST(ApplianceKernel, CardGoesOnWhenNoKernelIsThere) {
  KernelCard bench;
  bench.clear(true);
  bench.notes->holds = true;
  bench.card.send_command(instrument_of(1));
  RefillCommand refill{};
  refill.kind = CommandKind::Refill;
  bench.card.send_command(refill);
  bench.card.run(70'000);
  EXPECT_EQ(bench.card.get(kRingCommandBad), 1U);
  EXPECT_EQ(bench.card.get(kRingCommandConsumed), 2U);
  bench.card.drain();
  EXPECT_EQ(bench.card.updates.size(), 1U);  // the refill's, refused
}

}  // namespace
}  // namespace hotbook::test
