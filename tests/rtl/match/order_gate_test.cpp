// The gate against a plain model of it, cycle by cycle; its two cycles; and what kill stops.

#include <gtest/gtest.h>

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <optional>

#include "Vorder_gate_v.h"
#include "host/domain/layout.hpp"
#include "sim/harness/channels.hpp"
#include "sim/harness/clock.hpp"
#include "sim/harness/stall.hpp"
#include "tests/rtl/common/random_run.hpp"

namespace hotbook::test {
namespace {

using Word = std::array<std::uint8_t, 64>;
constexpr std::size_t kBooks = 4;

struct Collar {
  std::uint32_t low = 0;
  std::uint32_t high = 0;
};

struct Limits {
  std::uint32_t quantity_max = 0;
  std::uint64_t notional_max = 0;
  std::array<Collar, kBooks> collars{};
};

std::uint8_t verdict_of(const MatchCommand& command, const Limits& limits, bool kill) {
  const auto value = [](MatchReason reason) { return static_cast<std::uint8_t>(reason); };
  if (kill) return value(MatchReason::GateKill);
  if (limits.quantity_max != 0 && command.quantity > limits.quantity_max) {
    return value(MatchReason::GateQuantity);
  }
  const std::uint64_t notional = std::uint64_t{command.price} * command.quantity;
  if (limits.notional_max != 0 && notional > limits.notional_max) {
    return value(MatchReason::GateNotional);
  }
  if (command.price != 0 && command.book < kBooks) {
    const Collar& collar = limits.collars[command.book];
    if (command.price < collar.low || (collar.high != 0 && command.price > collar.high)) {
      return value(MatchReason::GateCollar);
    }
  }
  return 0;
}

MatchCommand marked(MatchCommand command, const Limits& limits, bool kill) {
  const bool is_order =
      command.kind == CommandKind::NewOrder || command.kind == CommandKind::ReplaceOrder;
  if (is_order && command.gate == 0) command.gate = verdict_of(command, limits, kill);
  return command;
}

class OrderGate : public ::testing::Test {
 protected:
  OrderGate() {
    dut_->command_valid_i = 0;
    dut_->gated_ready_i = 1;
    dut_->kill_i = 0;
    dut_->take_i = 0;
    dut_.reset();
    for (std::size_t cycle = 0; cycle < kBooks; ++cycle) {
      dut_.settle();
      EXPECT_EQ(dut_->command_ready_o, 0U) << "before its collars are empty";
      dut_.tick();
    }
    dut_.settle();
    EXPECT_EQ(dut_->command_ready_o, 1U);
  }

  void offer(const MatchCommand& command) {
    const auto word = std::bit_cast<Word>(command);
    std::memcpy(&dut_->command_i, word.data(), word.size());
    dut_->command_valid_i = 1;
  }
  MatchCommand seen() {
    Word word;
    std::memcpy(word.data(), &dut_->gated_o, word.size());
    return std::bit_cast<MatchCommand>(word);
  }

  sim::Clock<Vorder_gate_v> dut_;
};

MatchCommand new_order(std::uint64_t id) {
  MatchCommand command{};
  command.kind = CommandKind::NewOrder;
  command.order_id = id;
  command.price = 10;
  command.quantity = 10;
  return command;
}

TEST_F(OrderGate, TakesTwoCyclesAndACommandInEach) {
  for (std::uint64_t cycle = 0; cycle < 20; ++cycle) {
    offer(new_order(cycle));
    dut_.settle();
    EXPECT_EQ(dut_->command_ready_o, 1U);
    EXPECT_EQ(dut_->gated_valid_o, cycle >= 2 ? 1U : 0U);
    if (cycle >= 2) {
      EXPECT_EQ(seen().order_id, cycle - 2);
    }
    dut_.tick();
  }
}

TEST_F(OrderGate, KillSparesTheOrderThatIsOfferedAlreadyAndNoOther) {
  dut_->gated_ready_i = 0;
  for (std::uint64_t id = 1; id <= 2; ++id) {
    offer(new_order(id));
    dut_.tick();
  }
  dut_.settle();
  EXPECT_EQ(dut_->command_ready_o, 0U);
  dut_->kill_i = 1;
  dut_.tick();
  dut_->gated_ready_i = 1;
  offer(new_order(3));
  for (std::uint64_t id = 1; id <= 3; ++id) {
    dut_.settle();
    ASSERT_EQ(dut_->gated_valid_o, 1U);
    EXPECT_EQ(seen().order_id, id);
    EXPECT_EQ(seen().gate, id == 1 ? 0 : static_cast<std::uint8_t>(MatchReason::GateKill));
    dut_.tick();
  }
}

// One cycle behind the other of what the gate has inside.
class Model {
 public:
  // What is in force in this cycle, as far as it was taken two cycles ago.
  void cycle(bool take, const channel::GateLimits& limits) {
    if (pending_) {
      in_force_.quantity_max = static_cast<std::uint32_t>(pending_->quantity_max);
      in_force_.notional_max = pending_->notional_max;
      if (pending_->collar_book < kBooks) {
        in_force_.collars[pending_->collar_book] = {
            static_cast<std::uint32_t>(pending_->collar_low),
            static_cast<std::uint32_t>(pending_->collar_high)};
      }
    }
    pending_.reset();
    if (take) pending_ = limits;
  }

  // The clock edge at the end of a cycle.
  void edge(bool ready, bool kill, const std::optional<MatchCommand>& offered) {
    const bool moves = !out || ready;
    const bool check_moves = !inside || moves;
    if (moves) {
      out.reset();
      if (inside) out = marked(*inside, in_force_, kill);
    }
    if (check_moves) inside = offered;
  }
  [[nodiscard]] bool is_ready(bool ready) const { return !inside || !out || ready; }

  std::optional<MatchCommand> inside;
  std::optional<MatchCommand> out;

 private:
  Limits in_force_;
  std::optional<channel::GateLimits> pending_;
};

class Draws {
 public:
  explicit Draws(RandomRun& random) : random_{random} {}

  MatchCommand command() {
    MatchCommand command{};
    for (std::uint8_t& byte : bytes_) byte = random_.byte();
    command = std::bit_cast<MatchCommand>(bytes_);
    command.kind = static_cast<CommandKind>(random_.below(5) == 0 ? random_.below(32)
                                                                  : 16 + 2 * random_.below(2));
    if (random_.below(8) != 0) command.gate = 0;
    command.book =
        static_cast<std::uint16_t>(random_.below(16) == 0 ? random_.byte() << 8 : random_.below(5));
    if (random_.below(3) != 0) command.price = near(price_);
    if (random_.below(3) != 0) command.quantity = near(quantity_);
    if (random_.below(16) == 0) command.price = 0;
    return command;
  }

  // Around what orders are around of.
  channel::GateLimits limits() {
    if (random_.below(4) == 0) {
      price_ = static_cast<std::uint32_t>(random_()) >> random_.below(32);
      quantity_ = static_cast<std::uint32_t>(random_()) >> random_.below(32);
    }
    channel::GateLimits limits;
    if (random_.below(3) == 0) limits.quantity_max = near(quantity_);
    if (random_.below(3) == 0) {
      limits.notional_max = std::uint64_t{near(price_)} * near(quantity_) + random_.below(3) - 1;
    }
    limits.collar_book = random_.below(16) == 0 ? random_() & 0xffff'ffff : random_.below(5);
    if (random_.below(2) == 0) limits.collar_low = near(price_);
    if (random_.below(2) == 0) limits.collar_high = near(price_);
    return limits;
  }

 private:
  std::uint32_t near(std::uint32_t value) {
    if (random_.below(8) == 0) return value ^ (1U << random_.below(32));
    return value + static_cast<std::uint32_t>(random_.below(3)) - 1;
  }

  RandomRun& random_;
  Word bytes_{};
  std::uint32_t price_ = 1'000;
  std::uint32_t quantity_ = 50;
};

TEST_F(OrderGate, MarksWhatItsModelMarksInEveryCycle) {
  RandomRun random{20261120};
  Draws draws{random};
  Model model;
  sim::Stall idle{random(), 20};
  sim::Stall held{random(), 30};
  channel::GateLimits limits;
  std::optional<MatchCommand> offered;
  std::array<std::uint64_t, 256> marks{};
  unsigned kill_cycles = 0;
  bool took = false;
  for (std::uint64_t cycle = 0; cycle < RandomRun::amount(300'000); ++cycle) {
    if (!offered && !idle.held()) offered = draws.command();
    if (kill_cycles == 0 && random.below(200) == 0) kill_cycles = 1 + unsigned(random.below(9));
    const bool kill = kill_cycles != 0;
    if (kill) --kill_cycles;
    const bool ready = !held.held();
    // The registers stand still in the cycle behind the pulse, in which they are taken.
    const bool take = !took && random.below(20) == 0;
    took = take;
    if (take) limits = draws.limits();
    dut_->command_valid_i = offered.has_value();
    if (offered) offer(*offered);
    dut_->gated_ready_i = ready;
    dut_->kill_i = kill;
    dut_->take_i = take;
    limits.store(dut_->limits_i);
    dut_.settle();
    const auto where = [&] {
      return "cycle " + std::to_string(cycle) + ", seed " + std::to_string(random.seed()) + "\n" +
             random.reproduce();
    };
    ASSERT_EQ(dut_->command_ready_o != 0, model.is_ready(ready)) << where();
    ASSERT_EQ(dut_->gated_valid_o != 0, model.out.has_value()) << where();
    if (model.out) {
      ASSERT_EQ(std::bit_cast<Word>(seen()), std::bit_cast<Word>(*model.out))
          << "mark " << unsigned(seen().gate) << ", expected " << unsigned(model.out->gate) << "\n"
          << where();
      if (ready) ++marks[model.out->gate];
    }
    const bool is_ready = dut_->command_ready_o != 0;
    model.edge(ready, kill, offered);
    model.cycle(take, limits);
    if (is_ready) offered.reset();
    dut_.tick();
  }
  for (const unsigned mark : {0U, 17U, 18U, 20U, 24U}) {
    std::cout << "mark=" << mark << " commands=" << marks[mark] << "\n";
    EXPECT_GT(marks[mark], 1'000U) << mark;
  }
}

}  // namespace
}  // namespace hotbook::test
