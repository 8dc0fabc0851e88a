// The matcher against the card's oracle and the matching function, record for record, with windows
// of 1, 2, 3 and 16 orders.

#include "Vmatch_1.h"
#include "Vmatch_16.h"
#include "Vmatch_2.h"
#include "Vmatch_3.h"
#include "tests/rtl/match/match_bench.hpp"

namespace hotbook::test {
namespace {

constexpr std::size_t kBooks = 4;  // as in CMakeLists.txt

MatchBenchShape shape_of(std::size_t window_orders) {
  MatchBenchShape shape;
  shape.partner.card = {window_orders, kBooks, kBooks + 1, false};
  shape.flow.books = kBooks + 2;
  shape.flow.one_bit_permille = 20;
  return shape;
}

template <class Top>
MatchBenchCounts run(const MatchBenchShape& shape, RandomRun& random, std::uint64_t inputs,
                     PartnerCounts& seen) {
  MatchBench<Top> bench{shape, random};
  bench.run(inputs);
  seen = bench.counts();
  return bench.bench_counts();
}

// Commands in every cycle over all books; one book alone with a ring that stalls; the feed's
// references between them; a host whose refills are of no real book.
template <class Top>
void run_mixed(std::size_t window_orders, std::uint64_t base) {
  RandomRun random{20261120};
  const std::uint64_t inputs = RandomRun::amount(base) / 4;
  MatchBenchShape shape = shape_of(window_orders);
  PartnerCounts seen;
  run<Top>(shape, random, inputs, seen);

  shape.flow.books = 1;
  shape.flow.special_permille = 0;
  shape.flow.for_all_permille = 0;
  shape.flow.replace_percent = 6;
  shape.partner.hasty_percent = 5;
  shape.stall_percent = 30;
  shape.idle_percent = 30;
  run<Top>(shape, random, inputs, seen);
  EXPECT_GT(seen.executions * 400, inputs) << "the card executes hardly anything";
  EXPECT_GT(seen.punted_with_outputs * 7500, inputs);

  shape.stall_percent = 10;
  shape.flow.books = 2;
  shape.partner.card.reference_from_feed = true;
  shape.top_percent = 25;
  EXPECT_GT(run<Top>(shape, random, inputs, seen).references * 100, inputs);

  shape = shape_of(window_orders);
  shape.flow.books = kBooks;
  shape.flow.for_all_permille = 0;
  shape.partner.truthful = false;
  shape.idle_percent = 20;
  EXPECT_GT(run<Top>(shape, random, inputs, seen).back_to_back * 10, inputs);
}

TEST(Match, TellsNumbersApartThatDifferInOneBit) {
  RandomRun random{20261121};
  PartnerCounts seen;
  MatchBenchShape shape = shape_of(2);
  shape.flow.books = 1;
  shape.flow.replace_percent = 25;
  shape.flow.special_permille = 0;
  shape.flow.for_all_permille = 0;
  shape.flow.wrong_permille = 2;
  shape.partner.hasty_percent = 0;
  shape.quiet_percent = 40;
  shape.idle_percent = 30;
  for (shape.flow.bit = 0; shape.flow.bit < 32; ++shape.flow.bit)
    run<Vmatch_2>(shape, random, RandomRun::amount(2000), seen);
}
TEST(Match, WritesWhatItsOracleWritesWithWindowsOfOneOrder) {
  run_mixed<Vmatch_1>(1, 180000);
}
TEST(Match, WritesWhatItsOracleWritesWithWindowsOfTwoOrders) {
  run_mixed<Vmatch_2>(2, 180000);
}
TEST(Match, WritesWhatItsOracleWritesWithWindowsOfThreeOrders) {
  run_mixed<Vmatch_3>(3, 180000);
}
TEST(Match, WritesWhatItsOracleWritesWithWindowsOfSixteenOrders) {
  run_mixed<Vmatch_16>(16, 60000);
}

}  // namespace
}  // namespace hotbook::test
