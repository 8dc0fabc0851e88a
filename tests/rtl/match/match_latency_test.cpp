// The cycles of every command type, to the cycle: a record that is one late, or one early, fails.

#include "Vmatch_16.h"
#include "tests/rtl/match/match_bench.hpp"

namespace hotbook::test {
namespace {

using oracle::CardWord;

// A card with one book of its own: bids 100, 99, 98 and asks 101, 102, 103, each of ten shares.
class MatchCycles : public ::testing::Test {
 protected:
  struct Seen {
    std::uint64_t cycle;
    CardWord record;
  };

  void SetUp() override {
    dut_->command_valid_i = 0;
    dut_->top_of_book_valid_i = 0;
    dut_->host_record_ready_i = 1;
    dut_->book_count_i = 4;
    dut_->reference_from_feed_i = 0;
    dut_.reset();
    for (unsigned side = 0; side < 2; ++side) {
      OrderRefill refill{};
      refill.kind = CommandKind::OrderRefill;
      refill.side = static_cast<std::uint8_t>(side);
      refill.order_count = 2;
      refill.deep = 1;
      refill.order_id_0 = 1 + 3 * side;
      refill.price_0 = 100 + side;
      refill.quantity_0 = refill.quantity_1 = 10;
      refill.order_id_1 = 2 + 3 * side;
      refill.price_1 = side == 0 ? 99 : 102;
      refill.account_0 = refill.account_1 = 1;
      send(std::bit_cast<CardWord>(refill));
      refill.order_count = 1;
      refill.deep = 0;
      refill.refill_index = 1;
      refill.order_id_0 = 3 + 3 * side;
      refill.price_0 = side == 0 ? 98 : 103;
      refill.order_id_1 = refill.price_1 = refill.quantity_1 = refill.account_1 = 0;
      send(std::bit_cast<CardWord>(refill));
    }
    Grant grant{};
    grant.kind = CommandKind::Grant;
    grant.bid_refills = grant.ask_refills = 2;
    grant.highest_id = 100;
    const auto seen = send(std::bit_cast<CardWord>(grant));
    ASSERT_EQ(std::bit_cast<MatchEcho>(seen.back().record).verdict, Verdict::Taken);
  }

  // Sends a word and waits for its closing record; cycles count from the one it was taken in.
  std::vector<Seen> send(const CardWord& word) {
    std::memcpy(&dut_->command_i, word.data(), word.size());
    dut_->command_valid_i = 1;
    for (dut_.settle(); !dut_->command_ready_o; dut_.settle()) tick();
    const std::uint64_t taken = dut_.cycle();
    std::vector<Seen> seen;
    for (int i = 0; i < 100; ++i) {
      tick();
      dut_->command_valid_i = 0;
      dut_.settle();
      if (!dut_->host_record_valid_o) continue;
      CardWord record;
      std::memcpy(record.data(), &dut_->host_record_o, record.size());
      seen.push_back({dut_.cycle() - taken, record});
      EXPECT_EQ(record[61], dut_.cycle() - taken) << "latency_cycles";
      const auto output = std::bit_cast<MatchOutput>(record);
      if (output.kind == RecordKind::MatchEcho || (output.flags & kOutputFlagLast) != 0) break;
    }
    return seen;
  }

  // Sends a command, prints the cycles of its records, and holds them against what they must be.
  void expect(const char* what, const MatchCommand& command,
              const std::vector<std::uint64_t>& cycles) {
    std::vector<std::uint64_t> seen;
    for (const Seen& one : send(std::bit_cast<CardWord>(command))) seen.push_back(one.cycle);
    std::cout << what << ":";
    for (const std::uint64_t cycle : seen) std::cout << " " << cycle;
    std::cout << std::endl;
    EXPECT_EQ(seen, cycles) << what;
  }

  MatchCommand order(unsigned side, std::uint32_t price, std::uint32_t quantity,
                     TimeInForce time = TimeInForce::Day) {
    MatchCommand c{};
    c.kind = CommandKind::NewOrder;
    c.order_id = ++last_id_;
    c.side = static_cast<std::uint8_t>(side);
    c.price = price;
    c.quantity = quantity;
    c.time_in_force = static_cast<std::uint8_t>(time);
    c.order_type = static_cast<std::uint8_t>(price == 0 ? OrderType::Market : OrderType::Limit);
    c.account = 2;
    return c;
  }

  static MatchCommand of_order(CommandKind kind, std::uint64_t id) {
    MatchCommand c{};
    c.kind = kind;
    c.order_id = id;
    return c;
  }

  void tick() {
    dut_.tick();
    dut_->cycle_i = static_cast<SData>(dut_.cycle());
  }

  sim::Clock<Vmatch_16> dut_;
  std::uint64_t last_id_ = 100;
};

TEST_F(MatchCycles, FirstFillIsFourCyclesBehindItsCommandAndThenOneACycle) {
  expect("new order that rests", order(0, 97, 5), {3});
  expect("one fill", order(0, 101, 4), {3, 4});
  expect("three fills, the last one partial", order(0, 103, 18), {3, 4, 5, 6});
  expect("fill, the rest joins the side", order(1, 100, 15), {3, 4});
  expect("ioc, two fills, the rest cancelled", order(0, 103, 40, TimeInForce::Ioc), {3, 4, 5, 6});
  expect("ioc, nothing to meet", order(0, 90, 1, TimeInForce::Ioc), {3, 4});
  expect("market order, one fill", order(1, 0, 3, TimeInForce::Ioc), {3, 4});
}

TEST_F(MatchCycles, FillOrKillTakesOneMoreCycleForEachOrderThatItCounts) {
  expect("fok, one counted", order(0, 103, 10, TimeInForce::Fok), {4, 5});
  expect("fok, two counted", order(0, 103, 20, TimeInForce::Fok), {5, 6, 7});
  expect("fok, too little", order(0, 103, 1, TimeInForce::Fok), {4, 5});
}

TEST_F(MatchCycles, EveryOtherCommandIsClosedInThreeCycles) {
  MatchCommand post_only = order(0, 101, 1);
  post_only.flags = static_cast<std::uint8_t>(kOrderFlagPostOnly);
  expect("post-only, refused", post_only, {3});
  expect("refused", order(0, 0x80000000, 1), {3});
  MatchCommand replace = of_order(CommandKind::ReplaceOrder, 3);
  replace.price = 98;
  replace.quantity = 7;
  expect("reduced", replace, {3});
  replace.price = 97;
  expect("replaced, rests", replace, {3});
  replace.order_id = 2;
  replace.price = 102;
  replace.quantity = 15;
  expect("replaced, two fills", replace, {3, 4, 5});
  expect("cancelled", of_order(CommandKind::CancelOrder, 1), {3});
  expect("cancel of an unknown order", of_order(CommandKind::CancelOrder, 77), {3});
  MatchCommand reference = of_order(CommandKind::Reference, 0);
  reference.price = 90;
  expect("reference", reference, {3});
  expect("timer, passed", of_order(CommandKind::Timer, 0), {3});
  expect("bands, punted", of_order(CommandKind::Bands, 0), {3});
  expect("cancel in a book of the host, passed", of_order(CommandKind::CancelOrder, 1), {3});
  expect("refill, refused", of_order(CommandKind::OrderRefill, 0), {3});
  expect("grant, refused", of_order(CommandKind::Grant, 99), {3});
}

TEST_F(MatchCycles, SelfMatchTakesACycleForEachRecord) {
  MatchCommand own = order(0, 101, 4);
  own.account = 1;
  own.self_match = static_cast<std::uint8_t>(SelfMatch::Decrement);
  expect("decrement", own, {3, 4, 5});
  own.order_id = ++last_id_;
  own.self_match = static_cast<std::uint8_t>(SelfMatch::CancelBoth);
  expect("cancel both", own, {3, 4, 5});
  own.order_id = ++last_id_;
  own.price = 102;
  own.self_match = static_cast<std::uint8_t>(SelfMatch::CancelOldest);
  expect("cancel oldest", own, {3, 4});
}

TEST_F(MatchCycles, TakesACommandInEveryCycleWhileNothingFills) {
  constexpr std::uint64_t kCommands = 16;
  tick();
  std::uint64_t records = 0;
  std::uint64_t first = 0;
  std::uint64_t last = 0;
  std::uint64_t taken = 0;
  for (int cycle = 0; cycle < 40; ++cycle) {
    dut_->command_valid_i = taken < kCommands;
    // Orders of one book, each replaced by the next command.
    MatchCommand c = order(static_cast<unsigned>(taken % 2), taken % 2 == 0 ? 95 : 105, 1);
    if (taken % 4 >= 2) {
      c = of_order(CommandKind::ReplaceOrder, last_id_ - 2);
      c.price = taken % 2 == 0 ? 94 : 106;
      c.quantity = 2;
    }
    if (taken >= kCommands) break;
    const auto word = std::bit_cast<CardWord>(c);
    std::memcpy(&dut_->command_i, word.data(), word.size());
    dut_.settle();
    ASSERT_TRUE(dut_->command_ready_o);
    ++taken;
    if (dut_->host_record_valid_o) {
      if (records++ == 0) first = dut_.cycle();
      last = dut_.cycle();
    }
    tick();
  }
  dut_->command_valid_i = 0;
  for (int cycle = 0; cycle < 8; ++cycle) {
    dut_.settle();
    if (dut_->host_record_valid_o) {
      if (records++ == 0) first = dut_.cycle();
      last = dut_.cycle();
    }
    tick();
  }
  EXPECT_EQ(records, kCommands);
  EXPECT_EQ(last - first + 1, kCommands);
}

}  // namespace
}  // namespace hotbook::test
