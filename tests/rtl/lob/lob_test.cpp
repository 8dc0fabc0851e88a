// The lob against its model and the venue's books, in four sizes, under traffic that makes every
// hazard and refusal common.

#include "Vlob_1.h"
#include "Vlob_2.h"
#include "Vlob_3.h"
#include "Vlob_8.h"
#include "tests/rtl/lob/lob_bench.hpp"

namespace hotbook::test {
namespace {

std::uint64_t seed() {
  static const std::uint64_t value = [] {
    const std::uint64_t chosen = number_from("HOTBOOK_SEED", std::random_device{}());
    std::cout << "HOTBOOK_SEED=" << chosen << std::endl;
    return chosen;
  }();
  return value;
}

// Sizes as in CMakeLists.txt.
constexpr LobShape kOne{2, 1, 1, 32, 2};
constexpr LobShape kTwo{3, 2, 2, 32, 3};
constexpr LobShape kThree{4, 3, 4, 16, 4};
constexpr LobShape kEight{4, 8, 4, 64, 16};

BenchShape busy(const LobShape& lob) {
  BenchShape shape{lob, {}};
  shape.flow.books = lob.books + 1;
  shape.flow.prices = 2 * lob.levels + 4;
  shape.flow.orders = lob.banks * lob.rows * 2 / 3;
  return shape;
}

void add(channel::LobPulses& sum, const channel::LobPulses& more) {
  sum.events += more.events;
  sum.tops += more.tops;
  sum.order_unknown += more.order_unknown;
  sum.order_ignored += more.order_ignored;
  sum.order_not_held += more.order_not_held;
  sum.overfill += more.overfill;
  sum.book_not_held += more.book_not_held;
  sum.level_overflow += more.level_overflow;
  sum.bid_unknown += more.bid_unknown;
  sum.ask_unknown += more.ask_unknown;
  sum.refill_taken += more.refill_taken;
  sum.refill_refused += more.refill_refused;
}

template <class Top>
channel::LobPulses run(const BenchShape& shape, std::uint64_t events) {
  LobBench<Top> bench{shape, seed()};
  bench.run(events * number_from("HOTBOOK_SCALE", 1));
  const BenchCounts& counts = bench.counts();
  const channel::LobPulses& seen = bench.model_counts();
  std::cout << "records=" << counts.records << " cycles=" << counts.cycles
            << " sides_known=" << counts.sides_known << " sides_checked=" << counts.sides_checked
            << " tops=" << seen.tops << " unknown=" << seen.order_unknown
            << " ignored=" << seen.order_ignored << " not_held=" << seen.order_not_held
            << " overfill=" << seen.overfill << " book_not_held=" << seen.book_not_held
            << " overflow=" << seen.level_overflow
            << " side_unknown=" << seen.bid_unknown + seen.ask_unknown
            << " refill_taken=" << seen.refill_taken << " refill_refused=" << seen.refill_refused
            << std::endl;
  return seen;
}

// Traffic in every cycle, clears and gaps now and then, a host that refills well and badly, a ring
// that stalls.
template <class Top>
void run_mixed(const LobShape& lob, std::uint64_t events) {
  channel::LobPulses seen;
  BenchShape shape = busy(lob);
  shape.clear_permyriad = 10;
  add(seen, run<Top>(shape, events / 4));
  shape.flow.books = 1;  // every event meets the one ahead
  shape.flow.orders = lob.banks * lob.rows / 4;
  shape.flow.giant_percent = 40;
  shape.idle_percent = 30;
  add(seen, run<Top>(shape, events / 4));
  shape.flow.books = 2;
  shape.record_stall_percent = 40;
  shape.idle_percent = 40;
  add(seen, run<Top>(shape, events / 4));
  shape.flow.books = lob.books;
  shape.flow.orders = lob.banks * lob.rows / 3;
  shape.flow.careful = true;
  shape.flow.gap_permyriad = 5;
  shape.clear_permyriad = 0;
  shape.record_stall_percent = 0;
  shape.wrong_refill_percent = 0;
  shape.idle_percent = 70;
  shape.refill_percent = 100;
  add(seen, run<Top>(shape, events / 4));

  // The traffic is worth its name only while it meets everything.
  for (const std::uint64_t count :
       {seen.tops, seen.order_unknown, seen.order_ignored, seen.order_not_held, seen.overfill,
        seen.book_not_held, seen.bid_unknown, seen.ask_unknown, seen.refill_taken,
        seen.refill_refused}) {
    EXPECT_GE(count * 500, events / 10) << "something has become rare";
  }
  EXPECT_GE(seen.level_overflow, 10U);
}

TEST(Lob, AgreesWithItsModelAndTheVenueWithWindowsOfOneLevel) {
  run_mixed<Vlob_1>(kOne, 300000);
}
TEST(Lob, AgreesWithItsModelAndTheVenueWithWindowsOfTwoLevels) {
  run_mixed<Vlob_2>(kTwo, 300000);
}
TEST(Lob, AgreesWithItsModelAndTheVenueWithWindowsOfThreeLevels) {
  run_mixed<Vlob_3>(kThree, 300000);
}
TEST(Lob, AgreesWithItsModelAndTheVenueWithWindowsOfEightLevels) {
  run_mixed<Vlob_8>(kEight, 120000);
}

// In the benches above every single record is held to its cycle; here nothing but the cycles can be
// wrong.
TEST(Lob, TakesAnEventInEveryCycleWhateverTheEventsAre) {
  BenchShape shape = busy(kEight);
  shape.flow.books = 1;
  shape.flow.orders = 3;
  shape.refill_percent = 0;
  LobBench<Vlob_8> bench{shape, seed()};
  bench.run(20000);
  EXPECT_LE(bench.counts().last_taken - bench.counts().first_taken, 20000U);
}

TEST(Lob, ShowsTheTopOfBookFourCyclesAfterItsEvent) {
  sim::Clock<Vlob_8> dut;
  dut->clear_i = 0;
  dut->cycle_i = 0;
  dut->refill_valid_i = 0;
  dut->host_record_ready_i = 1;
  dut->market_event_valid_i = 0;
  dut.reset();
  channel::MarketEvent event;
  event.kind = static_cast<std::uint64_t>(RecordKind::Add);
  event.order_ref = 7;
  event.price = 100;
  event.quantity = 5;
  event.store(dut->market_event_i);
  dut->market_event_valid_i = 1;
  for (dut.settle(); !dut->market_event_ready_o; dut.settle()) dut.tick();
  const std::uint64_t taken = dut.cycle();
  dut.tick();
  dut->market_event_valid_i = 0;
  for (dut.settle(); !dut->top_of_book_valid_o && dut.cycle() < taken + 50; dut.settle()) {
    EXPECT_FALSE(dut->host_record_valid_o);
    dut.tick();
  }
  EXPECT_TRUE(dut->host_record_valid_o);
  EXPECT_EQ(dut.cycle() - taken, 4U);
}

}  // namespace
}  // namespace hotbook::test
