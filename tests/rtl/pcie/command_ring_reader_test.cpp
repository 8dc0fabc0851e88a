// CommandRingReader against host memory with delays and errors, and a host that writes commands as
// the real one does.

#include <gtest/gtest.h>

#include <deque>
#include <random>

#include "Vcommand_ring_reader_v.h"
#include "host/domain/layout.hpp"
#include "sim/harness/channels.hpp"
#include "sim/harness/clock.hpp"
#include "sim/harness/stall.hpp"
#include "tests/rtl/pcie/host_memory.hpp"

namespace hotbook::test {
namespace {

constexpr std::uint64_t kCommandBase = 0x0000'0001'ffff'f000;

class Bench {
 public:
  Bench(std::uint64_t seed, const BusTraits& traits) : bus_{memory_, seed, traits}, random_{seed} {
    clock_->read_burst_ready_i = 0;
    clock_->read_data_valid_i = 0;
    clock_->refill_ready_i = 0;
    clock_->match_ready_i = 0;
    config.store(clock_->config_i);
    clock_.reset();
  }

  void start(unsigned slots_log2) {
    config.command_base = kCommandBase;
    config.command_slots_log2 = slots_log2;
    config.command_produced = 0;
    config.enable = 1;
    slots_ = 1U << slots_log2;
    written_ = 0;
  }

  [[nodiscard]] RefillCommand good_command() {
    Word word;
    for (auto& byte : word) byte = static_cast<std::uint8_t>(random_());
    RefillCommand command;
    std::memcpy(&command, word.data(), sizeof command);
    command.kind = CommandKind::Refill;
    command.side = random_() % 2;
    command.deep = random_() % 2;
    command.level_count = static_cast<std::uint8_t>(random_() % 5);
    // Levels that are not used hold anything.
    std::uint32_t* const orders[] = {&command.order_count_0, &command.order_count_1,
                                     &command.order_count_2, &command.order_count_3};
    std::uint32_t* const quantities[] = {&command.quantity_0, &command.quantity_1,
                                         &command.quantity_2, &command.quantity_3};
    for (unsigned i = 0; i < command.level_count; ++i) {
      *orders[i] = 1 + static_cast<std::uint32_t>(random_() % 65535);
      if (*quantities[i] == 0) *quantities[i] = 1;
    }
    return command;
  }

  // For the matcher: of any other kind, known or not, and with any fields.
  [[nodiscard]] RefillCommand match_command() {
    RefillCommand command = good_command();
    while (command.kind == CommandKind::Refill) command.kind = static_cast<CommandKind>(random_());
    command.side = static_cast<std::uint8_t>(random_());
    command.level_count = static_cast<std::uint8_t>(random_());
    return command;
  }

  void write(const RefillCommand& command, bool good) {
    memory_.store(kCommandBase + 64 * (written_ % slots_), command);
    ++written_;
    if (good)
      expected.push_back(command);
    else
      ++expected_bad;
  }
  void ring() { config.command_produced = written_ & 0xffff'ffffU; }
  [[nodiscard]] std::uint32_t free_slots() const {
    return slots_ - static_cast<std::uint32_t>(written_ - consumed);
  }

  void cycle() {
    config.store(clock_->config_i);
    bus_.drive();
    clock_->read_burst_ready_i = bus_.burst_ready;
    clock_->read_data_valid_i = bus_.data_valid;
    set_word(clock_->read_data_i, bus_.data);
    clock_->read_answer_i = bus_.answer;
    clock_->read_data_last_i = bus_.last;
    clock_->refill_ready_i = command_ready;
    clock_->match_ready_i = command_ready;
    clock_.settle();
    const auto burst = channel::HostBurst::load(clock_->read_burst_o);
    bus_.sample(clock_->read_burst_valid_o != 0,
                {burst.address, static_cast<unsigned>(burst.length) + 1},
                clock_->read_data_ready_o != 0);
    ASSERT_FALSE(clock_->refill_valid_o && clock_->match_valid_o);
    const bool offered = clock_->refill_valid_o || clock_->match_valid_o;
    if (offered && command_ready) {
      ASSERT_FALSE(expected.empty()) << "a command that the host did not write";
      RefillCommand command;
      const Word word =
          clock_->refill_valid_o ? word_of(clock_->refill_o) : word_of(clock_->match_o);
      std::memcpy(&command, word.data(), sizeof command);
      ASSERT_EQ(std::memcmp(&command, &expected.front(), sizeof command), 0)
          << "command " << handed_over;
      ASSERT_EQ(clock_->refill_valid_o != 0, command.kind == CommandKind::Refill)
          << "command " << handed_over << " went to the wrong consumer";
      expected.pop_front();
      ++handed_over;
    }
    command_waits = offered && !command_ready;
    bad += clock_->command_bad_o;
    bus_errors += clock_->bus_error_o;
    consumed = clock_->command_consumed_o;
    clock_.tick();
  }

  ReadBus& bus() { return bus_; }

  channel::RingConfig config;
  bool command_ready = true;
  bool command_waits = false;
  std::deque<RefillCommand> expected;
  std::uint64_t expected_bad = 0;
  std::uint64_t bad = 0;
  std::uint64_t handed_over = 0;
  std::uint64_t bus_errors = 0;
  std::uint32_t consumed = 0;

 private:
  Memory memory_;
  ReadBus bus_;
  std::mt19937_64 random_;
  sim::Clock<Vcommand_ring_reader_v> clock_;
  std::uint32_t slots_ = 0;
  std::uint64_t written_ = 0;
};

void run(Bench& bench, unsigned cycles) {
  for (unsigned i = 0; i < cycles && !testing::Test::HasFatalFailure(); ++i) bench.cycle();
}

// Makes one field bad; which of the fourteen ways is the caller's choice.
void spoil(RefillCommand& command, unsigned way) {
  command.level_count = 4;
  command.order_count_0 = command.order_count_1 = command.order_count_2 = command.order_count_3 =
      65535;
  command.quantity_0 = command.quantity_1 = command.quantity_2 = command.quantity_3 = 1;
  using Command = RefillCommand;
  constexpr void (*kSpoilers[])(Command&) = {
      [](Command& c) { c.side = 2; },
      [](Command& c) { c.deep = 2; },
      [](Command& c) { c.level_count = 5; },
      [](Command& c) { c.level_count = 0x84; },
      [](Command& c) { c.order_count_0 = 65536; },
      [](Command& c) { c.order_count_1 = 65536; },
      [](Command& c) { c.order_count_2 = 0x8000'0001; },
      [](Command& c) { c.order_count_3 = 65536; },
      [](Command& c) { c.quantity_0 = 0; },
      [](Command& c) { c.quantity_1 = 0; },
      [](Command& c) { c.quantity_2 = 0; },
      [](Command& c) { c.quantity_3 = 0; },
      [](Command& c) { c.order_count_0 = 0; },
      [](Command& c) { c.order_count_3 = 0; },
  };
  kSpoilers[way](command);
}

constexpr unsigned kWays = 14;

TEST(CommandRingReader, IsQuietUntilTheDoorbellRings) {
  Bench bench{1, {}};
  bench.start(6);
  run(bench, 200);
  bench.write(bench.good_command(), true);
  run(bench, 200);
  EXPECT_TRUE(bench.bus().started.empty());
  bench.ring();
  run(bench, 30);
  EXPECT_EQ(bench.bus().started.size(), 1U);
  EXPECT_EQ(bench.handed_over, 1U);
  EXPECT_EQ(bench.consumed, 1U);
  run(bench, 200);
  EXPECT_EQ(bench.bus().started.size(), 1U);
}

TEST(CommandRingReader, EveryGoodCommandArrivesOnceInOrderUnderStallsAndErrors) {
  const std::uint64_t seed = seed_of(2);
  std::mt19937_64 random{seed};
  for (std::uint64_t round = 0; round < 40 * scale(); ++round) {
    BusTraits traits;
    traits.stall_percent = static_cast<unsigned>(random() % 4) * 25;
    traits.answer_delay_max = 1 + static_cast<unsigned>(random() % 100);
    traits.error_percent = random() % 2 == 0 ? 0 : 5;
    Bench bench{random(), traits};
    bench.start(6 + static_cast<unsigned>(random() % 2));
    sim::Stall lob_stall{random(), static_cast<unsigned>(random() % 95)};
    std::uint64_t left = 400;
    std::uint64_t guard = 0;
    while (left != 0 || !bench.expected.empty() || bench.bad != bench.expected_bad) {
      if (random() % 50 == 0) {
        std::uint64_t batch = std::min<std::uint64_t>({left, bench.free_slots(), random() % 70});
        left -= batch;
        for (; batch != 0; --batch) {
          const bool refill = random() % 2 == 0;
          RefillCommand command = refill ? bench.good_command() : bench.match_command();
          const bool good = !refill || random() % 4 != 0;
          if (!good) spoil(command, static_cast<unsigned>(random() % kWays));
          bench.write(command, good);
        }
        bench.ring();
      }
      bench.command_ready = bench.command_waits ? !lob_stall.held() : random() % 2 == 0;
      bench.cycle();
      ASSERT_FALSE(HasFatalFailure()) << "seed " << seed << " round " << round;
      ASSERT_LT(++guard, 500'000U)
          << "seed " << seed << " round " << round << ": the ring stands still";
    }
    run(bench, 5);
    ASSERT_EQ(bench.consumed, 400U);
    ASSERT_EQ(bench.bus_errors, bench.bus().errors);
  }
}

TEST(CommandRingReader, SkipsAndCountsEveryWayARefillCanBeBad) {
  for (unsigned way = 0; way < kWays; ++way) {
    Bench bench{3 + way, {}};
    bench.start(6);
    RefillCommand command = bench.good_command();
    spoil(command, way);
    bench.write(bench.good_command(), true);
    bench.write(command, false);
    bench.write(bench.good_command(), true);
    bench.ring();
    run(bench, 60);
    EXPECT_EQ(bench.bad, 1U) << "way " << way;
    EXPECT_EQ(bench.handed_over, 2U) << "way " << way;
    EXPECT_EQ(bench.consumed, 3U) << "way " << way;
  }
}

TEST(CommandRingReader, EveryKindButARefillGoesToTheMatcher) {
  Bench bench{8, {}};
  bench.start(10);
  for (unsigned kind = 0; kind < 256; ++kind) {
    RefillCommand command = bench.good_command();
    command.kind = static_cast<CommandKind>(kind);
    bench.write(command, true);
  }
  bench.ring();
  run(bench, 2000);
  EXPECT_EQ(bench.handed_over, 256U);
  EXPECT_EQ(bench.bad, 0U);
}

TEST(CommandRingReader, TakesTheLargestGoodFields) {
  Bench bench{4, {}};
  bench.start(6);
  RefillCommand command = bench.good_command();
  command.level_count = 4;
  command.order_count_0 = command.order_count_1 = command.order_count_2 = command.order_count_3 =
      65535;
  command.quantity_0 = command.quantity_1 = command.quantity_2 = command.quantity_3 = 0xffff'ffff;
  bench.write(command, true);
  command.level_count = 0;
  command.quantity_0 = 0;
  command.order_count_0 = 0xffff'ffff;  // not used, so it can be anything
  bench.write(command, true);
  bench.ring();
  run(bench, 60);
  EXPECT_EQ(bench.handed_over, 2U);
  EXPECT_EQ(bench.bad, 0U);
}

TEST(CommandRingReader, CommandIsConsumedWhenItIsHandedOverAndNotBefore) {
  Bench bench{5, {}};
  bench.start(6);
  for (unsigned i = 0; i < 3; ++i) bench.write(bench.good_command(), true);
  bench.ring();
  bench.command_ready = false;
  run(bench, 100);
  EXPECT_EQ(bench.consumed, 0U);
  bench.command_ready = true;
  run(bench, 2);
  EXPECT_EQ(bench.consumed, 1U);
  run(bench, 50);
  EXPECT_EQ(bench.consumed, 3U);
}

TEST(CommandRingReader, DoorbellBeyondTheRingIsNotBelieved) {
  Bench bench{6, {}};
  bench.start(6);
  bench.config.command_produced = 65;
  run(bench, 100);
  EXPECT_TRUE(bench.bus().started.empty());
  bench.config.command_produced = 0xffff'ffff;
  run(bench, 100);
  EXPECT_TRUE(bench.bus().started.empty());
  for (unsigned i = 0; i < 64; ++i) bench.write(bench.good_command(), true);
  bench.ring();
  run(bench, 600);
  EXPECT_EQ(bench.handed_over, 64U);
}

TEST(CommandRingReader, DoorbellTakenBackAtAnyMomentReadsNothingForeign) {
  for (unsigned held = 1; held < 12; ++held) {
    for (const unsigned rung : {1U, 64U}) {
      Bench bench{7, {}};
      bench.start(6);
      run(bench, 10);
      for (unsigned i = 0; i < rung; ++i) bench.write(bench.good_command(), true);
      bench.command_ready = false;
      bench.ring();
      run(bench, held);
      bench.config.command_produced = 0;
      run(bench, 300);
      ASSERT_LE(bench.bus().started.size(), 1U) << held;
      for (const auto& burst : bench.bus().started) EXPECT_LE(burst.words, rung) << held;
    }
  }
}

TEST(CommandRingReader, CommandThatWaitsOverARestartIsNotCountedInTheNewRun) {
  Bench bench{10, {}};
  bench.start(6);
  for (unsigned i = 0; i < 3; ++i) bench.write(bench.good_command(), true);
  bench.ring();
  bench.command_ready = false;
  run(bench, 50);
  ASSERT_TRUE(bench.command_waits);
  bench.config.enable = 0;
  run(bench, 5);
  bench.start(6);
  run(bench, 50);
  bench.command_ready = true;
  run(bench, 50);
  EXPECT_GE(bench.handed_over, 1U);  // it was offered, so it is not withdrawn
  EXPECT_EQ(bench.consumed, 0U);
}

TEST(CommandRingReader, CountsFromZeroWhenEnableRises) {
  BusTraits traits;
  traits.answer_delay_max = 40;
  Bench bench{8, traits};
  bench.start(6);
  for (unsigned i = 0; i < 20; ++i) bench.write(bench.good_command(), true);
  bench.ring();
  while (bench.consumed < 5) bench.cycle();
  bench.config.enable = 0;
  run(bench, 200);
  const std::uint64_t stopped_at = bench.handed_over;
  EXPECT_LT(stopped_at, 20U);
  run(bench, 200);
  EXPECT_EQ(bench.handed_over, stopped_at);
  EXPECT_TRUE(bench.bus().idle());
  bench.start(6);
  bench.expected.clear();
  for (unsigned i = 0; i < 7; ++i) bench.write(bench.good_command(), true);
  bench.ring();
  run(bench, 300);
  EXPECT_EQ(bench.handed_over, stopped_at + 7);
  EXPECT_EQ(bench.consumed, 7U);
}

TEST(CommandRingReader, StandsStillWhenItsPlaceIsImpossible) {
  const auto stands_still = [](auto&& spoil_config) {
    Bench bench{9, {}};
    bench.start(6);
    bench.write(bench.good_command(), true);
    bench.ring();
    spoil_config(bench.config);
    run(bench, 2);
    bench.command_ready = false;
    run(bench, 300);
    return bench.bus().started.empty();
  };
  EXPECT_FALSE(stands_still([](auto&) {}));
  EXPECT_TRUE(stands_still([](auto& config) { config.command_slots_log2 = 5; }));
  EXPECT_TRUE(stands_still([](auto& config) { config.command_slots_log2 = 17; }));
  EXPECT_TRUE(stands_still([](auto& config) { config.command_slots_log2 = 0x20 + 6; }));
  EXPECT_FALSE(stands_still([](auto& config) { config.command_slots_log2 = 16; }));
  EXPECT_TRUE(stands_still([](auto& config) { config.command_base += 0x40; }));
  EXPECT_TRUE(stands_still([](auto& config) { config.enable = 0; }));
}

}  // namespace
}  // namespace hotbook::test
