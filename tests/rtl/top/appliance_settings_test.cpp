// What the host sets reaches the line and the stage that it is for, every bit of it.

#include <gtest/gtest.h>

#include <array>
#include <random>

#include "sim/replay/itch_message.hpp"
#include "sim/replay/mold_framer.hpp"
#include "tests/rtl/top/card_bench.hpp"

namespace hotbook::test {
namespace {

struct LineSetting {
  replay::LineAddress address;
  std::uint64_t mac = 0;
};

LineSetting random_setting(std::mt19937_64& random) {
  LineSetting line;
  line.address.group = static_cast<std::uint32_t>(random()) | 1;  // 0 would accept any
  line.address.udp_port = static_cast<std::uint16_t>(random() | 1);
  line.address.vlan = static_cast<std::uint16_t>(random() & 0xfff);
  line.mac = random() >> 16 | 1;
  return line;
}

// One add, to the line's own addresses.
std::vector<std::uint8_t> frame_of(const LineSetting& line, std::uint64_t seq,
                                   bool checksum_wrong) {
  replay::ItchMessage message{'A', 7, 1000};
  message.u64(seq).letter('B').u32(100).text("TEST", 8).u32(5000);
  std::vector<std::uint8_t> blocks;
  replay::append_block(blocks, message.bytes());
  replay::MoldFramer framer{line.address};
  const auto bytes = framer.frame(seq, 1, blocks);
  std::vector<std::uint8_t> frame{bytes.begin(), bytes.end()};
  for (std::size_t i = 0; i < 6; ++i)
    frame[i] = static_cast<std::uint8_t>(line.mac >> (40 - 8 * i));
  frame[45] ^= checksum_wrong ? 0x10 : 0;
  return frame;
}

void set_line(CardBench& card, std::uint32_t block, const LineSetting& line, bool ignore) {
  card.set(block + kLineAGroup, line.address.group);
  card.set(block + kLineAUdpPort, line.address.udp_port);
  card.set(block + kLineAMacLow, static_cast<std::uint32_t>(line.mac));
  card.set(block + kLineAMacHigh, static_cast<std::uint32_t>(line.mac >> 32));
  card.set(block + kLineAVlan, *line.address.vlan);
  card.set(block + kLineAChecksumIgnore, ignore);
}

TEST(ApplianceSettings, EachLineTakesItsOwnAddressesAndSessionsBeginWhereTheHostSays) {
  std::mt19937_64 random{1};
  CardBench card;
  card.open();
  for (unsigned round = 0; round < 24; ++round) {
    const std::array<LineSetting, 2> lines{random_setting(random), random_setting(random)};
    const std::array<bool, 2> ignore{round % 2 == 1, round % 3 == 1};
    const std::uint64_t first = (round % 2 == 0 ? random() : random() >> 40) | 1;
    card.set(kControlRun, 0);
    for (unsigned l = 0; l < 2; ++l)
      set_line(card, l * (kLineBEnable - kLineAEnable), lines[l], ignore[l]);
    card.set(kFeedFirstSeqLow, static_cast<std::uint32_t>(first));
    card.set(kFeedFirstSeqHigh, static_cast<std::uint32_t>(first >> 32));
    card.set(kFeedLineWaitCycles, static_cast<std::uint32_t>(random() | 0x1000));
    card.set(kControlClear, 1);
    card.set(kControlRun, 1);
    card.updates.clear();
    for (unsigned l = 0; l < 2; ++l) {
      card.send(l, frame_of(lines[1 - l], first, false));  // the other line's
      card.send(l, frame_of(lines[l], first + l, ignore[l]));
    }
    card.drain();
    ASSERT_EQ(card.updates.size(), 2U) << "round " << round;
    EXPECT_EQ(card.updates[0].seq, first);
    EXPECT_EQ(card.updates[1].seq, first + 1);
    for (const std::uint32_t block : {0U, kLineBEnable - kLineAEnable}) {
      EXPECT_EQ(card.get(block + kLineAFrames), 2U) << "round " << round;
      EXPECT_EQ(card.get(block + kLineADropFilter), 1U);
      EXPECT_EQ(card.get(block + kLineABadFrame), 0U);
      EXPECT_EQ(card.get(block + kLineAMessagesTaken), 1U);
    }
    EXPECT_EQ(card.get(kFeedExpectedLow), static_cast<std::uint32_t>(first + 2));
    EXPECT_EQ(card.get(kFeedExpectedHigh), static_cast<std::uint32_t>((first + 2) >> 32));
  }
}

TEST(ApplianceSettings, LineThatWantsNoTagTakesFramesWithoutOne) {
  CardBench card;
  card.open();
  card.set(kLineAVlan, 0x2000);
  card.set(kLineBVlan, 0x2000);
  LineSetting tagged;
  tagged.address.vlan = 5;
  std::uint64_t seq = 1;
  for (unsigned l = 0; l < 2; ++l) {
    card.send(l, frame_of(tagged, seq, false));
    card.send(l, frame_of({}, seq++, false));
    card.drain();
    EXPECT_EQ(card.get(kLineADropFilter + l * (kLineBEnable - kLineAEnable)), 1U);
    EXPECT_EQ(card.updates.size(), l + 1U);
  }
}

// Two frames of which it is known how many cycles lie between them.
TEST(ApplianceSettings, TimeRunsAsFastAsTheHostSaysACycleIs) {
  std::mt19937_64 random{2};
  CardBench card;
  card.open();
  std::uint64_t seq = 1;
  for (unsigned round = 0; round < 4; ++round) {
    const auto one = static_cast<std::uint32_t>(random());
    for (const std::uint32_t cycle_time : {one, ~one}) {
      card.set(kControlCycleTime, cycle_time);
      card.run(10);
      card.updates.clear();
      card.lines[0].sent.clear();
      card.send(0, frame_of({}, seq++, false));
      card.send(0, frame_of({}, seq++, false), false, card.now() + 300 + random() % 1000);
      card.drain();
      ASSERT_EQ(card.updates.size(), 2U);
      const std::uint64_t cycles =
          card.lines[0].sent[1].cycle_of_byte(0) - card.lines[0].sent[0].cycle_of_byte(0);
      const std::uint64_t passed = card.updates[1].rx_time_ns - card.updates[0].rx_time_ns;
      EXPECT_LE(passed - (cycles * cycle_time >> 24), 1U) << cycle_time;
      EXPECT_GE(cycles, 300U);
    }
  }
}

TEST(ApplianceSettings, RingsLieWhereverTheHostPutsThem) {
  std::mt19937_64 random{3};
  const std::array<std::uint64_t, 3> place{random(), random(), random()};
  for (const std::uint64_t flip : {std::uint64_t{0}, ~std::uint64_t{0}}) {
    CardBench card;
    card.record_base = (place[0] ^ flip) >> 12 << 12;
    card.status = (place[1] ^ flip) >> 6 << 6;
    card.command_base = (place[2] ^ flip) >> 12 << 12;
    card.command_slots_log2 = 9;
    card.open();
    std::vector<RefillCommand> commands(500);
    for (RefillCommand& command : commands) {
      command.kind = CommandKind::Refill;
      command.side = 2;  // no such side
    }
    card.send_commands({commands.data(), 8});  // so that later bursts begin inside a page's eighth
    card.run(300);
    card.send_commands({commands.data() + 8, 491});
    card.run(6000);
    card.send_command(commands[499]);
    card.send(0, frame_of({}, 1, false));
    card.drain();
    EXPECT_EQ(card.updates.size(), 1U);
    EXPECT_EQ(card.get(kRingCommandConsumed), 500U);
    EXPECT_EQ(card.get(kRingCommandBad), 500U);
    EXPECT_EQ(card.get(kRingBusError), 0U);
  }
}

}  // namespace
}  // namespace hotbook::test
