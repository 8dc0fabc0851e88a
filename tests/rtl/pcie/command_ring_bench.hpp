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

// The module, its host memory, its host, and who takes the commands.
class CommandRingBench {
 public:
  CommandRingBench(std::uint64_t seed, const BusTraits& traits)
      : bus_{memory_, seed, traits}, random_{seed} {
    clock_->read_burst_ready_i = 0;
    clock_->read_data_valid_i = 0;
    clock_->refill_ready_i = 0;
    clock_->match_ready_i = 0;
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
    while (command.kind == CommandKind::Refill) command.kind = static_cast<CommandKind>(random_());
    command.side = static_cast<std::uint8_t>(random_());
    command.level_count = static_cast<std::uint8_t>(random_());
    return command;
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

inline void run(CommandRingBench& bench, unsigned cycles) {
  for (unsigned i = 0; i < cycles && !testing::Test::HasFatalFailure(); ++i) bench.cycle();
}

}  // namespace hotbook::test
