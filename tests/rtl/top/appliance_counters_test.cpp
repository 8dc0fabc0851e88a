// Whatever a stage tells reaches its own counter of the card, of either line.

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "sim/oracle/feed_oracle.hpp"
#include "sim/replay/itch_message.hpp"
#include "sim/replay/mold_framer.hpp"
#include "tests/rtl/eth/frame_builder.hpp"
#include "tests/rtl/top/card_bench.hpp"

namespace hotbook::test {
namespace {

using replay::ItchMessage;

ItchMessage add(std::uint64_t order_ref, char side, std::uint32_t quantity, std::uint32_t price,
                std::uint16_t book) {
  ItchMessage message{'A', book, 1000};
  message.u64(order_ref).letter(side).u32(quantity).text("TEST", 8).u32(price);
  return message;
}
ItchMessage remove(std::uint64_t order_ref, std::uint16_t book) {
  ItchMessage message{'D', book, 3000};
  message.u64(order_ref);
  return message;
}

struct Packet {
  std::uint64_t seq;
  std::uint16_t message_count;
  std::vector<ByteString> messages;
  unsigned trailing_bytes = 0;
  char session = 'S';
};

ByteString payload_of(const Packet& packet) {
  ByteString payload(10, static_cast<std::uint8_t>(packet.session));
  for (unsigned i = 8; i-- > 0;)
    payload.push_back(static_cast<std::uint8_t>(packet.seq >> (8 * i)));
  payload.push_back(static_cast<std::uint8_t>(packet.message_count >> 8));
  payload.push_back(static_cast<std::uint8_t>(packet.message_count));
  for (const ByteString& message : packet.messages) replay::append_block(payload, message);
  payload.insert(payload.end(), packet.trailing_bytes, 0x77);
  return payload;
}

struct SentFrame {
  ByteString bytes;
  bool bad = false;
};

// Frames that break each rule of frames once.
void append_broken_frames(std::vector<SentFrame>& frames, const ByteString& payload) {
  const auto with = [&](auto&& change) {
    FrameSpec spec;
    change(spec);
    frames.push_back({build_frame(spec, payload)});
  };
  with([](FrameSpec& spec) { spec.ether_type = 0x0806; });
  with([](FrameSpec& spec) { spec.version_and_size = 0x46; });
  with([](FrameSpec& spec) { spec.ip_checksum_flip = 1; });
  with([](FrameSpec& spec) { spec.protocol = 6; });
  with([](FrameSpec& spec) { spec.group ^= 1; });
  with([](FrameSpec& spec) { spec.udp_length_off_by = 1; });
  frames.push_back({build_frame({}, payload)});
  frames.back().bytes.resize(30);
  frames.push_back({build_frame({}, {1, 2, 3})});  // shorter than a header
}

// What the line brings behind them: one packet of each kind, the last of them ahead.
std::vector<SentFrame> all_frames(std::uint64_t seq) {
  const auto one = add(seq, 'B', 10, 5000, 7);
  const ByteString good{one.bytes().begin(), one.bytes().end()};
  ByteString no_side = good;
  no_side[19] = '?';
  ByteString longer = good;
  longer.push_back(0);
  const ByteString venue(12, 'S');
  const Packet first{seq, 1, {good}};
  std::vector<SentFrame> frames{{build_frame({}, payload_of(first))}};
  append_broken_frames(frames, payload_of(first));
  const std::vector<Packet> packets{
      first,                         // all of it taken before
      {seq, 2, {good, good}},        // one of them taken before
      {seq + 2, 2, {good}},          // fewer than it claims
      {seq + 3, 1, {good}, 5},       // more than it claims
      {seq + 4, 1, {good}, 0, 'T'},  // of another session
      {seq + 4, 0, {}},              // a heartbeat
      {seq + 4, 0xffff, {}},         // the end of the session
      {seq + 4, 4, {no_side, longer, venue, {'z'}}},
  };
  for (const Packet& packet : packets) frames.push_back({build_frame({}, payload_of(packet))});
  frames.push_back({build_frame({}, payload_of({seq + 8, 1, {good}})), true});
  frames.push_back({build_frame({}, payload_of({seq + 12, 1, {good}}))});  // behind a gap
  return frames;
}

TEST(ApplianceCounters, EveryPulseOfEitherLineReachesItsOwnCounter) {
  const FrameSpec spec;
  oracle::OracleOptions told;
  told.line_a.group = told.line_b.group = spec.group;
  oracle::FeedOracle oracle{told};
  CardBench card;
  card.open();
  card.set(kLineAGroup, spec.group);
  card.set(kLineBGroup, spec.group);
  card.set(kFeedLineWaitCycles, 50);
  std::set<std::string> moved;
  for (const auto line : {replay::Line::A, replay::Line::B}) {
    const bool is_a = line == replay::Line::A;
    for (const SentFrame& frame : all_frames(is_a ? 1 : 14)) {
      card.send(is_a ? 0 : 1, frame.bytes, frame.bad);
      oracle.frame(line, 0, frame.bytes, frame.bad);
    }
    oracle.finish();
    card.drain();
    const auto counters = oracle.counters();
    for (const auto& info : kRegisters) {
      const auto found = counters.find(info.name);
      if (found == counters.end()) continue;
      EXPECT_EQ(card.get(info.address), found->second) << info.name;
      if (found->second != 0) moved.insert(info.name);
    }
  }
  // A line that is made to wait has no overrun, and ITCH tells its instruments itself.
  for (const auto& info : kRegisters) {
    const std::string name = info.name;
    const bool counts = name.starts_with("line_") || name.starts_with("feed.");
    if (!counts || info.writable || name.ends_with(".overrun")) continue;
    if (name == "feed.unmapped") continue;
    EXPECT_TRUE(moved.contains(name) || name == "feed.expected_high") << name;
  }
}

// Adds of one level until rows of the order table are full; then each of them is deleted.
TEST(ApplianceCounters, OrdersThatTheTableCannotHoldAreCountedAndLaterUnknown) {
  CardBench card;
  card.open();
  replay::MoldFramer framer{replay::default_address(replay::Line::A)};
  constexpr std::uint64_t kOrders = 9000;
  constexpr std::uint64_t kInFrame = 20;
  std::uint64_t seq = 1;
  for (const bool adds : {true, false}) {
    for (std::uint64_t i = 0; i < kOrders; i += kInFrame) {
      std::vector<std::uint8_t> blocks;
      for (std::uint64_t ref = i; ref < i + kInFrame; ++ref) {
        const std::uint64_t order_ref = ref * 0x9e37'79b9'7f4a'7c15;
        const auto message = adds ? add(order_ref, 'B', 1, 5000, 7) : remove(order_ref, 7);
        replay::append_block(blocks, message.bytes());
      }
      card.send(0, framer.frame(seq, kInFrame, blocks));
      seq += kInFrame;
    }
    card.drain();
  }
  const std::uint32_t not_held = card.get(kLobOrderNotHeld);
  EXPECT_GT(not_held, 0U);
  EXPECT_EQ(card.get(kLobOrderUnknown), not_held);
  ASSERT_EQ(card.updates.size(), 2 * kOrders);
  const auto flagged = [&](std::uint16_t flag) {
    return std::ranges::count_if(
        card.updates, [=](const BookUpdate& update) { return (update.flags & flag) != 0; });
  };
  EXPECT_EQ(flagged(kUpdateFlagOrderNotHeld), not_held);
  EXPECT_EQ(flagged(kUpdateFlagOrderUnknown), not_held);
}

TEST(ApplianceCounters, BooksCountWhatTheyCannotTellAndRefillsTheyRefuse) {
  CardBench card;
  card.open();
  replay::MoldFramer framer{replay::default_address(replay::Line::A)};
  std::uint64_t seq = 1;
  const auto send = [&](const ItchMessage& message) {
    std::vector<std::uint8_t> blocks;
    replay::append_block(blocks, message.bytes());
    card.send(0, framer.frame(seq++, 1, blocks));
    card.drain();
  };
  send(add(1, 'B', 0xffff'ffff, 0xffff'fffe, 9));
  send(add(2, 'S', 0xffff'ffff, 0xffff'ffff, 9));
  EXPECT_EQ(card.updates.back().bid_price, 0xffff'fffeU);
  EXPECT_EQ(card.updates.back().bid_quantity, 0xffff'ffffU);
  EXPECT_EQ(card.updates.back().ask_price, 0xffff'ffffU);
  EXPECT_EQ(card.updates.back().ask_quantity, 0xffff'ffffU);
  EXPECT_EQ(card.get(kLobLevelOverflow), 0U);
  send(add(3, 'S', 1, 0xffff'ffff, 9));
  EXPECT_EQ(card.get(kLobLevelOverflow), 1U);
  EXPECT_EQ(card.get(kLobSideUnknown), 1U);
  send(add(4, 'B', 1, 100, 256));  // the test card's books end at 255
  EXPECT_EQ(card.get(kLobBookNotHeld), 1U);
  EXPECT_EQ(card.updates.back().flags & (kUpdateFlagBidKnown | kUpdateFlagAskKnown), 0);
  RefillCommand refill{};
  refill.kind = CommandKind::Refill;
  refill.book = 9;  // whose bids are all in their window
  refill.as_of = 4;
  card.send_command(refill);
  card.drain();
  EXPECT_EQ(card.get(kLobRefillRefused), 1U);
  EXPECT_EQ(card.get(kLobRefillTaken), 0U);
  ASSERT_EQ(card.updates.size(), 5U);
  EXPECT_NE(card.updates.back().flags & kUpdateFlagRefillRefused, 0);
}

TEST(ApplianceCounters, ReadThatFailsIsCountedAndRepeated) {
  CardBench card;
  card.open();
  RefillCommand bad{};
  bad.kind = CommandKind::Refill;
  bad.side = 2;
  for (unsigned i = 1; i <= 8; ++i) {
    card.read_bus().fail_next();
    card.send_command(bad);
    card.run(1000);
    EXPECT_EQ(card.get(kRingBusError), i);
    EXPECT_EQ(card.get(kRingCommandConsumed), i);
    EXPECT_EQ(card.get(kRingCommandBad), i);
  }
}

TEST(ApplianceCounters, WriteThatFailsIsCountedAndStopsTheRecordsUntilTheRingStartsAgain) {
  CardBench card;
  card.open();
  replay::MoldFramer framer{replay::default_address(replay::Line::A)};
  std::uint64_t seq = 1;
  const auto send = [&] {
    std::vector<std::uint8_t> blocks;
    replay::append_block(blocks, add(seq, 'B', 1, 100, 7).bytes());
    card.send(0, framer.frame(seq++, 1, blocks));
    card.drain();
  };
  for (unsigned i = 1; i <= 8; ++i) {
    card.updates.clear();
    card.write_bus().fail_next();
    send();
    EXPECT_EQ(card.get(kRingBusError), i);
    send();
    EXPECT_TRUE(card.updates.empty());
    card.restart_rings();
    card.drain();
    ASSERT_EQ(card.updates.size(), 1U);  // the one that was not sent
    EXPECT_EQ(card.updates[0].seq, 2 * i);
  }
}

}  // namespace
}  // namespace hotbook::test
