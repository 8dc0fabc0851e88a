// CsrFile: the table of registers that the host compiles against, walked over the RTL.

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "Vcsr_file_v.h"
#include "host/domain/layout.hpp"
#include "sim/harness/channels.hpp"
#include "sim/harness/clock.hpp"
#include "tests/rtl/pcie/host_memory.hpp"

namespace hotbook::test {
namespace {

constexpr std::uint32_t kBookCount = 16384;
constexpr std::uint32_t kWindowLevels = 8;
constexpr std::uint32_t kOrderSlots = 262144;
constexpr std::uint32_t kBooksOfTheMatcher = 1024;
constexpr std::uint32_t kWindowOrders = 16;

class Bench {
 public:
  Bench() {
    clock->access_valid_i = 0;
    quiet();
    clock.reset();
  }

  void quiet() {
    clock->cycle_i = 0;
    clock->eth_pulses_i = 0;
    clock->line_pulses_i = 0;
    clock->overrun_i = 0;
    clock->header_short_i = 0;
    clock->itch_pulses_i = 0;
    clock->unmapped_i = 0;
    clock->lob_pulses_i = 0;
    clock->match_pulses_i = 0;
    clock->gap_i = 0;
    clock->gap_missing_i = 0;
    clock->poison_i = 0;
    clock->command_bad_i = 0;
    clock->bus_error_i = 0;
    clock->expected_i = 0;
    clock->record_written_i = 0;
    clock->command_consumed_i = 0;
  }

  channel::CsrAnswer access(bool write, std::uint32_t address, std::uint32_t data = 0,
                            unsigned strobe = 15) {
    channel::CsrAccess word;
    word.write = write;
    word.address = address;
    word.data = data;
    word.strobe = strobe;
    word.store(clock->access_i);
    clock->access_valid_i = 1;
    clock.tick();
    clock->access_valid_i = 0;
    clock.settle();
    cleared = cleared || clock->clear_o;
    taken = taken || clock->gate_take_o;
    clock.tick();
    clock.settle();
    cleared = cleared || clock->clear_o;
    taken = taken || clock->gate_take_o;
    return channel::CsrAnswer::load(clock->answer_o);
  }
  [[nodiscard]] std::uint32_t read(std::uint32_t address) {
    const auto answer = access(false, address);
    EXPECT_EQ(answer.ok, 1U) << std::hex << address;
    return static_cast<std::uint32_t>(answer.data);
  }
  [[nodiscard]] bool write(std::uint32_t address, std::uint32_t data, unsigned strobe = 15) {
    const auto answer = access(true, address, data, strobe);
    EXPECT_EQ(answer.data, 0U);
    return answer.ok != 0;
  }

  sim::Clock<Vcsr_file_v> clock;
  bool cleared = false;
  bool taken = false;
};

std::uint32_t reset_of(const RegisterInfo& info) {
  if (!info.parameter) return info.reset;
  if (info.address == kControlBookCount) return kBookCount;
  if (info.address == kControlWindowLevels) return kWindowLevels;
  if (info.address == kMatchBooks) return kBooksOfTheMatcher;
  if (info.address == kMatchWindowOrders) return kWindowOrders;
  EXPECT_EQ(info.address, kControlOrderSlots) << info.name;
  return kOrderSlots;
}

TEST(CsrFile, EveryRegisterHasTheResetValueOfTheLayout) {
  Bench bench;
  for (const auto& info : kRegisters)
    EXPECT_EQ(bench.read(info.address), reset_of(info)) << info.name;
}

TEST(CsrFile, EveryRegisterHasTheAccessOfTheLayoutAndNoOtherFollowsIt) {
  for (const auto& target : kRegisters) {
    Bench bench;
    const std::uint32_t pattern = 0xa5c3'0f96 ^ (target.address * 0x0101'0001U);
    const bool is_clear = target.address == kControlClear;
    EXPECT_EQ(bench.write(target.address, is_clear ? pattern & ~1U : pattern), target.writable)
        << target.name;
    for (const auto& info : kRegisters) {
      const bool changed = info.address == target.address && target.writable && !is_clear;
      EXPECT_EQ(bench.read(info.address), changed ? pattern : reset_of(info))
          << info.name << " after " << target.name;
    }
  }
}

TEST(CsrFile, AddressesTheLayoutLacksReadAsZeroWithAnErrorAndCannotBeWritten) {
  std::set<std::uint32_t> known;
  for (const auto& info : kRegisters) known.insert(info.address);
  Bench bench;
  for (std::uint32_t address = 0; address < 0x10000; ++address) {
    if (known.contains(address)) continue;
    const auto answer = bench.access(false, address);
    ASSERT_EQ(answer.ok, 0U) << std::hex << address;
    ASSERT_EQ(answer.data, 0U) << std::hex << address;
    ASSERT_FALSE(bench.write(address, 0xffff'ffff)) << std::hex << address;
  }
  for (const auto& info : kRegisters)
    EXPECT_EQ(bench.read(info.address), reset_of(info)) << info.name;
  EXPECT_FALSE(bench.cleared);
}

TEST(CsrFile, WritesOnlyTheBytesTheStrobeMarks) {
  for (unsigned strobe = 0; strobe < 16; ++strobe) {
    Bench bench;
    ASSERT_TRUE(bench.write(kLineAGroup, 0x1122'3344));
    ASSERT_TRUE(bench.write(kLineAGroup, 0xaabb'ccdd, strobe));
    std::uint32_t expected = 0;
    for (unsigned i = 0; i < 4; ++i) {
      expected |= ((strobe >> i & 1U ? 0xaabb'ccddU : 0x1122'3344U) >> 8 * i & 0xffU) << 8 * i;
    }
    EXPECT_EQ(bench.read(kLineAGroup), expected) << strobe;
  }
}

TEST(CsrFile, SettingsReachTheModulesUnderTheirNames) {
  Bench bench;
  std::mt19937_64 random{1};
  std::map<std::string, std::uint32_t> set;
  for (const auto& info : kRegisters) {
    if (!info.writable || info.address == kControlClear) continue;
    set[info.name] = static_cast<std::uint32_t>(random());
    ASSERT_TRUE(bench.write(info.address, set[info.name]));
  }
  const auto wide = [&](const std::string& name) {
    return static_cast<std::uint64_t>(set[name + "_high"]) << 32 | set[name + "_low"];
  };
  EXPECT_EQ(bench.clock->run_o, set["control.run"] & 1U);
  EXPECT_EQ(bench.clock->cycle_time_o, set["control.cycle_time"]);
  EXPECT_EQ(bench.clock->first_seq_o, wide("feed.first_seq"));
  EXPECT_EQ(bench.clock->line_wait_cycles_o, set["feed.line_wait_cycles"]);
  const auto ring = channel::RingConfig::load(bench.clock->ring_config_o);
  EXPECT_EQ(ring.enable, set["ring.enable"] & 1U);
  EXPECT_EQ(ring.record_base, wide("ring.record_base"));
  EXPECT_EQ(ring.record_slots_log2, set["ring.record_slots_log2"]);
  EXPECT_EQ(ring.record_status, wide("ring.record_status"));
  EXPECT_EQ(ring.record_consumed, set["ring.record_consumed"]);
  EXPECT_EQ(ring.command_base, wide("ring.command_base"));
  EXPECT_EQ(ring.command_slots_log2, set["ring.command_slots_log2"]);
  EXPECT_EQ(ring.command_produced, set["ring.command_produced"]);
  for (unsigned l = 0; l < 2; ++l) {
    const std::string name = l == 0 ? "line_a." : "line_b.";
    const auto& bits = bench.clock->line_config_o;
    const std::size_t at = l * channel::LineConfig::kBits;
    EXPECT_EQ(sim::load_bits(bits, at + 111, 1), set[name + "enable"] & 1U);
    EXPECT_EQ(sim::load_bits(bits, at + 79, 32), set[name + "group"]);
    EXPECT_EQ(sim::load_bits(bits, at + 63, 16), set[name + "udp_port"] & 0xffffU);
    EXPECT_EQ(sim::load_bits(bits, at + 15, 48), wide(name + "mac") & 0xffff'ffff'ffffU);
    EXPECT_EQ(sim::load_bits(bits, at + 1, 14), set[name + "vlan"] & 0x3fffU);
    EXPECT_EQ(sim::load_bits(bits, at, 1), set[name + "checksum_ignore"] & 1U);
  }
}

// A counter's register, and how its event is shown to the card for one cycle.
struct Counted {
  std::string name;
  std::function<void(Vcsr_file_v&)> show;
};

std::vector<Counted> counted() {
  std::vector<Counted> all;
  // Names in the order of the struct's fields, the first in the top bit.
  const auto add = [&](const std::string& block, const std::vector<std::string>& names, auto port,
                       std::size_t shift) {
    for (std::size_t i = 0; i < names.size(); ++i) {
      const std::size_t bit = shift + names.size() - 1 - i;
      all.push_back({block + names[i],
                     [port, bit](Vcsr_file_v& top) { sim::store_bits(port(top), bit, 1, 1); }});
    }
  };
  for (std::size_t l = 0; l < 2; ++l) {
    const std::string block = l == 0 ? "line_a." : "line_b.";
    add(
        block,
        {"frames", "packets", "drop_runt", "drop_not_ipv4", "drop_filter", "drop_ip_header",
         "drop_ip_checksum", "drop_not_udp", "drop_length", "bad_frame"},
        [](Vcsr_file_v & top) -> auto& { return top.eth_pulses_i; }, 10 * l);
    add(
        block, {"overrun"}, [](Vcsr_file_v & top) -> auto& { return top.overrun_i; }, l);
    add(
        block, {"header_short"}, [](Vcsr_file_v & top) -> auto& { return top.header_short_i; }, l);
    add(
        block,
        {"session_mismatch", "heartbeats", "end_of_session", "duplicate_packets", "messages_taken",
         "messages_duplicate", "message_cut", "trailing_bytes"},
        [](Vcsr_file_v & top) -> auto& { return top.line_pulses_i; }, 8 * l);
  }
  add(
      "feed.", {"book_messages", "venue_messages", "unknown_type", "wrong_length", "bad_field"},
      [](Vcsr_file_v & top) -> auto& { return top.itch_pulses_i; }, 0);
  add(
      "feed.", {"unmapped"}, [](Vcsr_file_v & top) -> auto& { return top.unmapped_i; }, 0);
  add(
      "feed.", {"gaps"}, [](Vcsr_file_v & top) -> auto& { return top.gap_i; }, 0);
  add(
      "feed.", {"frames_poisoned"}, [](Vcsr_file_v & top) -> auto& { return top.poison_i; }, 0);
  add(
      "lob.",
      {"events", "tops", "order_unknown", "order_ignored", "order_not_held", "overfill",
       "book_not_held", "level_overflow", "side_unknown", "side_unknown", "refill_taken",
       "refill_refused", "record_stall"},
      [](Vcsr_file_v & top) -> auto& { return top.lob_pulses_i; }, 0);
  add(
      "match.",
      {"outputs", "echoes", "executions", "decided", "passed", "punted", "refill_taken",
       "refill_refused", "grant_taken", "grant_refused", "record_stall"},
      [](Vcsr_file_v & top) -> auto& { return top.match_pulses_i; }, 0);
  add(
      "ring.", {"command_bad"}, [](Vcsr_file_v & top) -> auto& { return top.command_bad_i; }, 0);
  add(
      "ring.", {"bus_error", "bus_error"},
      [](Vcsr_file_v & top) -> auto& { return top.bus_error_i; }, 0);
  return all;
}

TEST(CsrFile, EveryPulseCountsInItsOwnRegisterAndClearZeroesAll) {
  const std::uint64_t seed = seed_of(2);
  std::mt19937_64 random{seed};
  Bench bench;
  const auto counters = counted();
  std::map<std::string, std::uint32_t> expected;
  for (unsigned cycle = 0; cycle < 2000 * scale(); ++cycle) {
    bench.quiet();
    for (const auto& counter : counters) {
      if (random() % 3 != 0) continue;
      counter.show(bench.clock.top());
      ++expected[counter.name];
    }
    bench.clock.tick();
  }
  bench.quiet();
  bench.clock.tick();
  bench.clock.tick();
  for (const auto& info : kRegisters) {
    const auto found = expected.find(info.name);
    if (found == expected.end()) continue;
    EXPECT_EQ(bench.read(info.address), found->second) << info.name << " seed " << seed;
  }
  EXPECT_EQ(expected.size(), 2 * 20U + 8 + 12 + 11 + 2);

  ASSERT_TRUE(bench.write(kControlClear, 1));
  for (const auto& info : kRegisters)
    EXPECT_EQ(bench.read(info.address), reset_of(info)) << info.name;
}

TEST(CsrFile, MissingMessagesAddUpAndStayAtTheirLargestValue) {
  Bench bench;
  const auto gap = [&](std::uint64_t missing) {
    bench.clock->gap_i = 1;
    bench.clock->gap_missing_i = missing;
    bench.clock.tick();
    bench.clock->gap_i = 0;
    bench.clock->gap_missing_i = 77;  // means nothing without a gap
    for (int i = 0; i < 3; ++i) bench.clock.tick();
  };
  gap(5);
  gap(0xffff'0000);
  EXPECT_EQ(bench.read(kFeedMessagesMissing), 0xffff'0005U);
  gap(0xfffa);
  EXPECT_EQ(bench.read(kFeedMessagesMissing), 0xffff'ffffU);
  gap(1);
  EXPECT_EQ(bench.read(kFeedMessagesMissing), 0xffff'ffffU);
  EXPECT_EQ(bench.read(kFeedGaps), 4U);
  ASSERT_TRUE(bench.write(kControlClear, 1));
  EXPECT_EQ(bench.read(kFeedMessagesMissing), 0U);
  gap(0x1'0000'0001);
  EXPECT_EQ(bench.read(kFeedMessagesMissing), 0xffff'ffffU);
}

TEST(CsrFile, ClearIsOnePulseAndOnlyWhileTheCardStands) {
  Bench bench;
  ASSERT_TRUE(bench.write(kControlRun, 1));
  bench.clock->poison_i = 1;
  bench.clock.tick();
  bench.clock->poison_i = 0;
  bench.clock.tick();
  EXPECT_FALSE(bench.write(kControlClear, 1));
  for (int i = 0; i < 4; ++i) {
    EXPECT_EQ(bench.clock->clear_o, 0);
    bench.clock.tick();
  }
  EXPECT_EQ(bench.read(kFeedFramesPoisoned), 1U);
  EXPECT_TRUE(bench.write(kControlClear, 0));
  EXPECT_FALSE(bench.cleared);
  ASSERT_TRUE(bench.write(kControlRun, 0));
  EXPECT_TRUE(bench.write(kControlClear, 1, 0b1110));
  EXPECT_FALSE(bench.cleared);
  channel::CsrAccess word;
  word.write = 1;
  word.address = kControlClear;
  word.data = 1;
  word.strobe = 1;
  word.store(bench.clock->access_i);
  bench.clock->access_valid_i = 1;
  unsigned pulses = 0;
  for (int i = 0; i < 8; ++i) {
    bench.clock.tick();
    bench.clock->access_valid_i = 0;
    bench.clock.settle();
    pulses += bench.clock->clear_o;
  }
  EXPECT_EQ(pulses, 1U);
  EXPECT_EQ(bench.read(kControlClear), 0U);
  EXPECT_EQ(bench.read(kFeedFramesPoisoned), 0U);
}

TEST(CsrFile, ReadingTheLowHalfOfTheCycleKeepsTheHighHalf) {
  Bench bench;
  bench.clock->cycle_i = 0x0000'0007'ffff'ffff;
  EXPECT_EQ(bench.read(kControlCycleLow), 0xffff'ffffU);
  bench.clock->cycle_i = 0x0000'0008'0000'0000;
  EXPECT_EQ(bench.read(kControlCycleHigh), 7U);
  EXPECT_FALSE(bench.write(kControlCycleLow, 1));  // a refused write latches nothing
  EXPECT_EQ(bench.read(kControlCycleHigh), 7U);
  EXPECT_EQ(bench.read(kControlCycleLow), 0U);
  EXPECT_EQ(bench.read(kControlCycleHigh), 8U);
}

TEST(CsrFile, MatcherIsToldItsSettings) {
  Bench bench;
  EXPECT_EQ(bench.clock->match_book_count_o, 0U);
  EXPECT_EQ(bench.clock->reference_from_feed_o, 0U);
  ASSERT_TRUE(bench.write(kMatchBookCount, 0xabcd'1234));
  ASSERT_TRUE(bench.write(kMatchReferenceFromFeed, 1));
  EXPECT_EQ(bench.clock->match_book_count_o, 0x1'1234U);
  EXPECT_EQ(bench.clock->reference_from_feed_o, 1U);
}

TEST(CsrFile, GateIsShutUntilTheHostWritesZero) {
  Bench bench;
  EXPECT_EQ(bench.clock->gate_kill_o, 1U);
  ASSERT_TRUE(bench.write(kGateKill, 0));
  EXPECT_EQ(bench.clock->gate_kill_o, 0U);
  ASSERT_TRUE(bench.write(kGateKill, 0x0001'0000));
  EXPECT_EQ(bench.clock->gate_kill_o, 1U);
}

TEST(CsrFile, GateIsToldItsLimitsAndWhenToTakeThem) {
  Bench bench;
  for (std::uint32_t i = 1; i <= 6; ++i)
    ASSERT_TRUE(bench.write(kGateKill + 4 * i, 0x1111'1111 * i));
  EXPECT_FALSE(bench.taken);
  ASSERT_TRUE(bench.write(kGateTake, 0));
  EXPECT_TRUE(bench.taken);
  const auto limits = channel::GateLimits::load(bench.clock->gate_limits_o);
  EXPECT_EQ(limits, (channel::GateLimits{0x1111'1111, 0x3333'3333'2222'2222, 0x4444'4444,
                                         0x5555'5555, 0x6666'6666}));
  bench.taken = false;
  EXPECT_EQ(bench.read(kGateTake), 0U);
  EXPECT_FALSE(bench.taken);
}

TEST(CsrFile, PositionsReadAsTheyAre) {
  Bench bench;
  bench.clock->expected_i = 0x1122'3344'5566'7788;
  bench.clock->record_written_i = 0x99aa'bbcc;
  bench.clock->command_consumed_i = 0xddee'ff00;
  EXPECT_EQ(bench.read(kFeedExpectedLow), 0x5566'7788U);
  EXPECT_EQ(bench.read(kFeedExpectedHigh), 0x1122'3344U);
  EXPECT_EQ(bench.read(kRingRecordWritten), 0x99aa'bbccU);
  EXPECT_EQ(bench.read(kRingCommandConsumed), 0xddee'ff00U);
}

}  // namespace
}  // namespace hotbook::test
