// CommandRingReader with host memory, a host that writes commands as the real one does, and their
// consumers.
//
// Threading: one test, one thread.
// Hot path:  none; it is a model.

#pragma once

#include <gtest/gtest.h>

#include <cstring>
#include <deque>
#include <random>

#include "Vcommand_ring_reader_v.h"
#include "host/domain/layout.hpp"
#include "sim/harness/channels.hpp"
#include "sim/harness/clock.hpp"
#include "tests/rtl/pcie/host_memory.hpp"

namespace hotbook::test {

constexpr std::uint64_t kCommandBase = 0x0000'0001'ffff'f000;
constexpr std::uint64_t kInstrumentCyclesMax = 200;  // as the module is built for this test

// The module, its host memory, its host, and who takes the commands.
class CommandRingBench {
 public:
  CommandRingBench(std::uint64_t seed, const BusTraits& traits)
      : bus_{memory_, seed, traits}, random_{seed} {
    clock_->read_burst_ready_i = 0;
    clock_->read_data_valid_i = 0;
    clock_->refill_ready_i = 0;
    clock_->match_ready_i = 0;
    clock_->instrument_ready_i = 0;
    clock_->kernel_decodes_i = 0;
    config.store(clock_->config_i);
    clock_.reset();
  }

  void start(unsigned slots_log2, std::uint64_t base = kCommandBase) {
    config.command_base = base;
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
    while (command.kind == CommandKind::Refill || command.kind == CommandKind::Instrument)
      command.kind = static_cast<CommandKind>(random_());
    command.side = static_cast<std::uint8_t>(random_());
    command.level_count = static_cast<std::uint8_t>(random_());
    return command;
  }

  // For the feed kernel.
  [[nodiscard]] InstrumentCommand good_instrument() {
    InstrumentCommand command{};
    command.instrument = random_();
    command.book = static_cast<std::uint16_t>(random_());
    command.depth = static_cast<std::uint8_t>(1 + random_() % 10);
    command.tick_shift = static_cast<std::uint8_t>(random_() % 64);
    command.flags = random_() % 2;
    command.kind = CommandKind::Instrument;
    command.tick_odd = random_() | 1U;
    command.tick_inverse = random_() | 1U;
    command.price_offset = random_();
    return command;
  }

  void write(const InstrumentCommand& command, bool good) {
    RefillCommand any;
    static_assert(sizeof any == sizeof command);
    std::memcpy(&any, &command, sizeof any);
    write(any, good);
  }
  void write(const RefillCommand& command, bool good) {
    memory_.store(config.command_base + 64 * (written_ % slots_), command);
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
    clock_->instrument_ready_i = kernel_ready;
    clock_->kernel_decodes_i = kernel_decodes;
    clock_.settle();
    const auto burst = channel::HostBurst::load(clock_->read_burst_o);
    bus_.sample(clock_->read_burst_valid_o != 0,
                {burst.address, static_cast<unsigned>(burst.length) + 1},
                clock_->read_data_ready_o != 0);
    ASSERT_FALSE(clock_->refill_valid_o && clock_->match_valid_o);
    look_at_instrument();
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
  bool command_ready = true;  // of books and matcher
  bool kernel_ready = true;
  bool kernel_decodes = true;
  std::uint64_t instruments = 0;  // that the kernel took
  bool command_waits = false;
  std::deque<RefillCommand> expected;
  std::uint64_t expected_bad = 0;
  std::uint64_t bad = 0;
  std::uint64_t handed_over = 0;
  std::uint64_t bus_errors = 0;
  std::uint32_t consumed = 0;

 private:
  // An instrument that was given up is none of expected any more, but still the same one.
  void look_at_instrument() {
    if (clock_->instrument_valid_o == 0) return;
    const Word word = word_of(clock_->instrument_o);
    if (instrument_cycles_ == 0) {
      ASSERT_FALSE(expected.empty()) << "an instrument that the host did not write";
      std::memcpy(&instrument_, &expected.front(), sizeof instrument_);
      ASSERT_EQ(instrument_.kind, CommandKind::Instrument) << "command " << handed_over;
      expected.pop_front();
    }
    ASSERT_EQ(std::memcmp(word.data(), &instrument_, sizeof instrument_), 0);
    ++instrument_cycles_;
    if (kernel_ready) {
      ++instruments;
      if (instrument_cycles_ <= kInstrumentCyclesMax) ++handed_over;
      instrument_cycles_ = 0;
    } else if (instrument_cycles_ == kInstrumentCyclesMax) {
      ++expected_bad;
    }
  }

  Memory memory_;
  ReadBus bus_;
  std::mt19937_64 random_;
  sim::Clock<Vcommand_ring_reader_v> clock_;
  std::uint32_t slots_ = 0;
  std::uint64_t written_ = 0;
  InstrumentCommand instrument_{};
  std::uint64_t instrument_cycles_ = 0;  // that it has been offered
};

// Makes one field of an instrument bad, in one of eight ways.
inline void spoil_instrument(InstrumentCommand& command, unsigned way) {
  using Command = InstrumentCommand;
  constexpr void (*kSpoilers[])(Command&) = {
      [](Command& c) { c.depth = 0; },      [](Command& c) { c.depth = 11; },
      [](Command& c) { c.depth = 0x82; },   [](Command& c) { c.tick_shift = 64; },
      [](Command& c) { c.flags = 2; },      [](Command& c) { c.flags = 0x81; },
      [](Command& c) { c.tick_odd ^= 1U; }, [](Command& c) { c.tick_inverse ^= 1U; },
  };
  kSpoilers[way](command);
}

inline constexpr unsigned kInstrumentWays = 8;

inline void run(CommandRingBench& bench, unsigned cycles) {
  for (unsigned i = 0; i < cycles && !testing::Test::HasFatalFailure(); ++i) bench.cycle();
}

}  // namespace hotbook::test
