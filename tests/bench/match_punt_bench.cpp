// How much of each regime's flow the card's matcher decides, with windows of sixteen orders: prints
// key=value, a line for each regime.
//
// Usage: match_punt_bench [inputs of a regime]

#include <array>
#include <cstdio>
#include <cstdlib>
#include <random>

#include "tests/host/takeover/match_flows.hpp"
#include "tests/host/takeover/match_rig.hpp"

namespace hotbook::test {
namespace {

constexpr const char* kNames[replay::kFlowRegimes] = {"calm",  "busy",     "sweeps",     "crash",
                                                      "swing", "wide",     "self_match", "icebergs",
                                                      "stops", "auctions", "mixed"};

double percent(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? 0 : 100.0 * static_cast<double>(part) / static_cast<double>(whole);
}

// What keeps books from the card: a book at a time, by chance.
struct Sampled {
  void add(const engine::Engine& engine, std::size_t number) {
    const auto book = static_cast<std::uint16_t>(number);
    const engine::BookView view = engine.view(book);
    ++samples;
    if (view.state != TradingState::Continuous) return void(++not_continuous);
    stops += view.has_stops;
    pegs += view.has_pegs;
    for (const Side side : {Side::Bid, Side::Ask}) {
      std::array<engine::RestingOrder, 1> best;
      const auto read = engine.orders_behind(book, side, 0, best);
      if (read.count == 0 && read.more) return void(++hiding);
    }
  }
  std::uint64_t samples = 0;
  std::uint64_t not_continuous = 0;
  std::uint64_t stops = 0;
  std::uint64_t pegs = 0;
  std::uint64_t hiding = 0;  // best order of a side: iceberg, gtd
};

bool run(std::size_t regime, std::size_t inputs) {
  std::size_t book_count = 0;
  const auto commands =
      regime_commands(static_cast<replay::FlowRegime>(regime), 20261120, inputs, book_count);
  const MatchRun run = run_of({book_count, std::size_t{1} << 20, false}, commands);
  RigShape shape;
  shape.card = {16, book_count, book_count, false};
  shape.hold_after = 1;
  shape.delay_max = 2;
  MatchRig rig{shape, run, 1};
  rig.attach();
  Sampled sampled;
  std::mt19937_64 random{1};
  for (std::uint64_t step = 0; rig.step(); ++step) {
    if (step % 16 == 0) sampled.add(rig.follower().engine(), random() % book_count);
  }
  if (!rig.wrong().empty() || rig.follower().is_alone()) {
    std::fprintf(stderr, "%s: %s%s\n", kNames[regime], rig.wrong().c_str(),
                 describe(rig.follower().fault()).c_str());
    return false;
  }
  const MatchFollowerCounts& c = rig.follower().counts();
  const std::uint64_t own = c.decided + c.punted + c.passed_own;
  std::printf(
      "regime=%s books=%zu inputs=%zu cards_percent=%.2f of_those_decided_percent=%.2f "
      "passed_percent=%.2f punted_percent=%.2f refills_taken=%llu refills_refused=%llu "
      "grants=%llu books_not_continuous_percent=%.1f with_stops_percent=%.1f "
      "with_pegs_percent=%.1f with_icebergs_or_gtd_percent=%.1f\n",
      kNames[regime], book_count, run.commands.size(), percent(own, run.commands.size()),
      percent(c.decided, own), percent(c.passed_own, own), percent(c.punted, own),
      static_cast<unsigned long long>(c.refills_taken),
      static_cast<unsigned long long>(c.refills_refused),
      static_cast<unsigned long long>(c.grants_taken),
      percent(sampled.not_continuous, sampled.samples), percent(sampled.stops, sampled.samples),
      percent(sampled.pegs, sampled.samples), percent(sampled.hiding, sampled.samples));
  std::fflush(stdout);
  return true;
}

}  // namespace
}  // namespace hotbook::test

int main(int argc, char** argv) {
  const std::size_t inputs = argc > 1 ? std::strtoull(argv[1], nullptr, 0) : 100'000;
  bool good = true;
  for (std::size_t regime = 0; regime < hotbook::replay::kFlowRegimes; ++regime) {
    good = hotbook::test::run(regime, inputs) && good;
  }
  return good ? 0 : 1;
}
