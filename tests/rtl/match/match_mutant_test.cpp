// What scripts/mutate runs on a netlist of the matcher with bugs in it: the traffic of match_test,
// with windows of two orders, and numbers that differ in one bit.

#include "Vmatch_mutants.h"
#include "tests/rtl/match/match_bench.hpp"

namespace hotbook::test {
namespace {

void run(const MatchBenchShape& shape, RandomRun& random, std::uint64_t inputs) {
  if (::testing::Test::HasFailure()) return;
  MatchBench<Vmatch_mutants> bench{shape, random};
  bench.run(RandomRun::amount(inputs));
}

TEST(MatchMutant, IsNoticed) {
  RandomRun random{20261120};
  MatchBenchShape shape;
  shape.partner.card = {2, 4, 5, false};
  shape.flow.one_bit_permille = 200;
  shape.flow.books = 4;
  shape.flow.for_all_permille = 0;
  shape.partner.truthful = false;
  shape.idle_percent = 20;
  run(shape, random, 25000);

  shape.partner.truthful = true;
  shape.flow.books = 6;
  shape.flow.for_all_permille = 1;
  shape.idle_percent = 0;
  run(shape, random, 25000);

  shape.flow.books = 2;
  shape.partner.card.reference_from_feed = true;
  shape.top_percent = 25;
  shape.stall_percent = 20;
  run(shape, random, 25000);

  MatchBenchShape single;
  single.partner.card = {2, 4, 5, false};
  single.flow.books = 1;
  single.flow.replace_percent = 25;
  single.flow.special_permille = 0;
  single.flow.for_all_permille = 0;
  single.flow.wrong_permille = 2;
  single.partner.hasty_percent = 0;
  single.quiet_percent = 40;
  single.idle_percent = 30;
  for (single.flow.bit = 0; single.flow.bit < 32; ++single.flow.bit) {
    single.partner.card.reference_from_feed = false;
    single.top_percent = 0;
    single.stall_percent = 0;
    run(single, random, 2000);
    single.partner.card.reference_from_feed = true;
    single.top_percent = 20;
    single.stall_percent = 40;
    run(single, random, 1000);
  }
}

}  // namespace
}  // namespace hotbook::test
