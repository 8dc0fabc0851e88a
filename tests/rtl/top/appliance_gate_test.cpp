// The gate as it is wired: orders of the command ring, limits of the registers, records of the
// ring.

#include <gtest/gtest.h>

#include <bit>
#include <cstdint>

#include "tests/rtl/top/card_bench.hpp"

namespace hotbook::test {
namespace {

class ApplianceGate : public ::testing::Test {
 protected:
  ApplianceGate() {
    card_.open();
    card_.set(kMatchBookCount, 4);
  }

  // The mark that the order's record tells; 0: the order was let through, and passed to the host.
  unsigned mark_of(std::uint16_t book, std::uint32_t price, std::uint32_t quantity) {
    MatchCommand command{};
    command.kind = CommandKind::NewOrder;
    command.order_id = ++last_id_;
    command.book = book;
    command.price = price;
    command.quantity = quantity;
    card_.send_command(std::bit_cast<RefillCommand>(command));
    card_.drain();
    EXPECT_EQ(card_.updates.size(), last_id_);
    const auto output = std::bit_cast<MatchOutput>(card_.updates.back());
    if (output.kind != RecordKind::MatchOutput) {
      EXPECT_EQ(output.kind, RecordKind::MatchEcho);
      EXPECT_EQ(std::bit_cast<MatchEcho>(card_.updates.back()).verdict, Verdict::Passed);
      return 0;
    }
    EXPECT_EQ(output.output_kind, OutputKind::Refused);
    EXPECT_EQ(output.order_id, last_id_);
    return output.reason;
  }

  CardBench card_;
  std::uint64_t last_id_ = 0;
};

constexpr unsigned value(MatchReason reason) {
  return static_cast<unsigned>(reason);
}

TEST_F(ApplianceGate, RefusesEveryOrderUntilTheHostOpensIt) {
  EXPECT_EQ(mark_of(0, 10, 1), value(MatchReason::GateKill));
  card_.set(kGateKill, 0);
  EXPECT_EQ(mark_of(0, 10, 1), 0U);
  card_.set(kGateKill, 1);
  EXPECT_EQ(mark_of(3, 10, 1), value(MatchReason::GateKill));
}

TEST_F(ApplianceGate, HoldsOrdersToTheLimitsThatWereTaken) {
  card_.set(kGateKill, 0);
  card_.set(kGateQuantityMax, 100);
  card_.set(kGateNotionalMaxLow, 5'000);
  card_.set(kGateCollarBook, 2);
  card_.set(kGateCollarLow, 40);
  card_.set(kGateCollarHigh, 60);
  EXPECT_EQ(mark_of(2, 10, 1'000), 0U);  // nothing was taken yet
  card_.set(kGateTake, 1);
  EXPECT_EQ(mark_of(2, 50, 100), 0U);
  EXPECT_EQ(mark_of(2, 40, 101), value(MatchReason::GateQuantity));
  EXPECT_EQ(mark_of(2, 51, 99), value(MatchReason::GateNotional));
  EXPECT_EQ(mark_of(2, 39, 1), value(MatchReason::GateCollar));
  EXPECT_EQ(mark_of(2, 61, 1), value(MatchReason::GateCollar));
  EXPECT_EQ(mark_of(1, 61, 1), 0U);
  card_.set(kGateNotionalMaxHigh, 1);
  card_.set(kGateQuantityMax, 0);
  card_.set(kGateCollarBook, 1);
  card_.set(kGateTake, 1);
  EXPECT_EQ(mark_of(1, 60, 1'000'000), 0U);
  EXPECT_EQ(mark_of(1, 61, 1), value(MatchReason::GateCollar));
  EXPECT_EQ(mark_of(0, 0x7fff'ffff, 3), value(MatchReason::GateNotional));
}

}  // namespace
}  // namespace hotbook::test
