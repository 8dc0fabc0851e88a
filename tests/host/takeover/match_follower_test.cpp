// A follower and a card together release what the function makes of the inputs, whatever the
// windows hold and however long words take.

#include <cstring>

#include "tests/host/takeover/match_flows.hpp"
#include "tests/host/takeover/match_rig.hpp"
#include "tests/rtl/common/random_run.hpp"

namespace hotbook::test {
namespace {

constexpr std::size_t kWindows[] = {1, 2, 3, 16};

void print(const std::string& what, std::size_t window_orders, const MatchFollowerCounts& c) {
  const double inputs = static_cast<double>(c.decided + c.passed + c.punted);
  std::cout << what << " window_orders=" << window_orders << " inputs=" << inputs
            << " decided_percent=" << 100.0 * static_cast<double>(c.decided) / inputs
            << " passed_percent=" << 100.0 * static_cast<double>(c.passed) / inputs
            << " punted_percent=" << 100.0 * static_cast<double>(c.punted) / inputs
            << " passed_own_percent=" << 100.0 * static_cast<double>(c.passed_own) / inputs
            << " refills_taken=" << c.refills_taken << " refills_refused=" << c.refills_refused
            << " grants_taken=" << c.grants_taken << " grants_refused=" << c.grants_refused
            << std::endl;
}

// Runs to the end; the counts.
MatchFollowerCounts run_whole(const RigShape& shape, const MatchRun& run, RandomRun& random,
                              const std::string& what) {
  MatchRig rig{shape, run, random()};
  rig.attach();
  const std::uint64_t steps_max = 100 * run.commands.size() + 100'000;
  std::uint64_t steps = 0;
  while (steps < steps_max && rig.step()) ++steps;
  EXPECT_EQ(rig.wrong(), "") << "index " << rig.submitted() << ", seed " << random.seed() << ", "
                             << what << " window_orders=" << shape.card.window_orders << "\n"
                             << random.reproduce();
  EXPECT_TRUE(rig.is_complete()) << what << ": outputs are missing";
  EXPECT_FALSE(rig.follower().is_alone())
      << what << " window_orders=" << shape.card.window_orders << ": "
      << describe(rig.follower().fault()) << ", seed " << random.seed() << "\n"
      << random.reproduce();
  EXPECT_EQ(rig.no_room(), 0U);
  EXPECT_EQ(rig.follower().engine().input_seq(), run.commands.size());
  print(what, shape.card.window_orders, rig.follower().counts());
  return rig.follower().counts();
}

RigShape shape_of(std::size_t window_orders, std::size_t match_books, std::size_t book_count) {
  RigShape shape;
  shape.card = {window_orders, match_books, book_count, false};
  return shape;
}

TEST(MatchFollower, ReleasesTheFunctionsOutputsWhenRacesAreCommon) {
  RandomRun random{20261121};
  for (const std::size_t window_orders : kWindows) {
    MatchFlowShape flow;
    flow.books = 5;  // one of the host's alone, one unknown
    const MatchOptions options{4, 4096, false};
    const auto commands = racing_commands(flow, random(), RandomRun::amount(40'000));
    const MatchRun run = run_of(options, commands);
    const auto counts = run_whole(shape_of(window_orders, 3, 4), run, random, "racing five books");
    EXPECT_GT(counts.decided, 0U);
  }
}

TEST(MatchFollower, ReleasesTheFunctionsOutputsOfOrdersThatTheCardsGateMarks) {
  RandomRun random{20261125};
  for (const std::size_t window_orders : kWindows) {
    MatchFlowShape flow;
    flow.books = 5;
    flow.gated_permille = 0;
    auto commands = racing_commands(flow, random(), RandomRun::amount(40'000));
    std::size_t gated = 0;
    for (MatchCommand& command : commands) {
      if (!is_order(command) || random.below(8) != 0) continue;
      static constexpr MatchReason kMarks[] = {MatchReason::GateKill, MatchReason::GateQuantity,
                                               MatchReason::GateNotional, MatchReason::GateCollar};
      command.gate = static_cast<std::uint8_t>(kMarks[random.below(4)]);
      ++gated;
    }
    const MatchRun run = run_of({4, 4096, false}, commands);
    RigShape shape = shape_of(window_orders, 3, 4);
    shape.gates_on_the_way = true;
    const auto counts = run_whole(shape, run, random, "marked by the card's gate");
    EXPECT_GT(gated * 20, commands.size());
    EXPECT_GT(counts.decided, gated);
  }
}

TEST(MatchFollower, ReleasesTheFunctionsOutputsOfOneBusyBook) {
  RandomRun random{20261122};
  for (const std::size_t window_orders : kWindows) {
    MatchFlowShape flow;
    flow.books = 1;
    flow.special_permille = 0;
    flow.for_all_permille = 0;
    flow.state_permille = 0;
    flow.wrong_permille = 0;  // else a stop or peg may come to stay
    const auto commands = racing_commands(flow, random(), RandomRun::amount(40'000));
    const MatchRun run = run_of({1, 4096, false}, commands);
    const auto counts = run_whole(shape_of(window_orders, 1, 1), run, random, "racing one book");
    EXPECT_GT(counts.decided * 5, run.commands.size()) << "the card decides hardly anything";
    EXPECT_GT(counts.punted * 1000, run.commands.size());
    EXPECT_GT(counts.refills_taken * 1000, run.commands.size());
    EXPECT_GT(counts.refills_refused, 0U) << "no refill came late";
  }
}

TEST(MatchFollower, ReleasesTheFunctionsOutputsOfEveryMixOfCommands) {
  RandomRun random{20261123};
  for (const CommandMix mix : {CommandMix::Simple, CommandMix::Everything, CommandMix::Auctions,
                               CommandMix::StopsAndPegs}) {
    for (const std::size_t window_orders : kWindows) {
      const MatchOptions options{3, 4096, mix == CommandMix::Everything};
      const auto commands = random_commands(mix, options, random(), RandomRun::amount(12'000));
      const MatchRun run = run_of(options, commands);
      (void)run_whole(shape_of(window_orders, 3, 3), run, random, name_of(mix));
    }
  }
}

TEST(MatchFollower, ReleasesTheFunctionsOutputsOfEveryRegime) {
  RandomRun random{20261124};
  for (std::size_t regime = 0; regime < replay::kFlowRegimes; ++regime) {
    for (const std::size_t window_orders : kWindows) {
      std::size_t book_count = 0;
      const auto commands = regime_commands(static_cast<replay::FlowRegime>(regime), random(),
                                            RandomRun::amount(8'000), book_count);
      const MatchRun run = run_of({book_count, 1U << 16U, false}, commands);
      (void)run_whole(shape_of(window_orders, std::min<std::size_t>(book_count, 1024), book_count),
                      run, random, "regime " + std::to_string(regime));
    }
  }
}

TEST(MatchFollower, FollowsReferencesThatTheCardsFeedMakes) {
  RandomRun random{20261125};
  std::uint64_t made = 0;
  for (const std::size_t window_orders : kWindows) {
    MatchFlowShape flow;
    flow.books = 2;
    flow.special_permille = 0;
    flow.for_all_permille = 0;
    const MatchRun run =
        run_of({2, 4096, false}, racing_commands(flow, random(), RandomRun::amount(15'000)));
    RigShape shape = shape_of(window_orders, 2, 2);
    shape.card.reference_from_feed = true;
    MatchRig rig{shape, run, random()};
    rig.attach();
    while (rig.step()) {
      if (random.below(4) != 0 || rig.follower().is_alone()) continue;
      const auto bid = static_cast<std::uint32_t>(random.between(995, 1004));
      const auto far = random.below(50) == 0 ? std::uint32_t{1} << 31U : bid + 1;
      made += rig.change_top({static_cast<std::uint16_t>(random.below(2)), true, true, bid, far});
    }
    ASSERT_FALSE(rig.follower().is_alone()) << describe(rig.follower().fault());
    const MatchRun done = run_of(run.options, rig.inputs_done());
    ASSERT_EQ(rig.released_outputs().size(), done.outputs.size());
    EXPECT_EQ(std::memcmp(rig.released_outputs().data(), done.outputs.data(),
                          done.outputs.size() * sizeof(MatchOutput)),
              0)
        << "seed " << random.seed() << "\n"
        << random.reproduce();
    EXPECT_EQ(rig.follower().engine().input_seq(), done.commands.size());
  }
  std::cout << "references_made=" << made << std::endl;
  EXPECT_GT(made, 100U);
}

}  // namespace
}  // namespace hotbook::test
