// The card may die behind any record, and a fresh one may come at any time: what is released stays
// what the function makes of the inputs.

#include <sys/wait.h>
#include <unistd.h>

#include "tests/host/takeover/match_flows.hpp"
#include "tests/host/takeover/match_rig.hpp"
#include "tests/rtl/common/random_run.hpp"

namespace hotbook::test {
namespace {

constexpr std::size_t kInputsAfterwards = 300;

// Few books, all of them mostly the card's, so that it dies with work in its hands.
MatchRun busy_run(std::uint64_t seed, std::size_t count) {
  MatchFlowShape flow;
  flow.books = 2;
  flow.special_permille = 0;  // such an order may stay and keep the book from the card
  flow.for_all_permille = 0;
  flow.state_permille = 0;
  flow.wrong_permille = 0;
  return run_of({2, 1U << 14U, false}, racing_commands(flow, seed, count));
}

RigShape shape_of(std::size_t window_orders) {
  RigShape shape;
  shape.card = {window_orders, 2, 2, false};
  return shape;
}

// In a process of its own: the card is gone now; what follows is the function's all the same. With
// `fresh` another card comes at once. The exit status is 0 then.
[[noreturn]] void end_as_child(MatchRig& rig, std::size_t inputs, bool fresh) {
  rig.kill();
  bool good = rig.is_even();
  if (fresh) rig.attach();
  const std::size_t until = rig.submitted() + inputs;
  while (rig.submitted() < until && rig.step()) {
  }
  if (fresh) rig.kill();
  good = good && rig.is_even() && rig.wrong().empty();
  _exit(good ? 0 : 1);
}

// Whether a copy of the rig survives the card's death.
[[nodiscard]] bool survives(MatchRig& rig, std::size_t inputs, bool fresh) {
  const pid_t child = fork();
  if (child == 0) end_as_child(rig, inputs, fresh);
  int status = 0;
  return child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status) &&
         WEXITSTATUS(status) == 0;
}

TEST(MatchTakeover, ReleasesTheSameWhereverTheCardDies) {
  RandomRun random{20261126};
  const std::size_t inputs = RandomRun::amount(4'000);
  for (const std::size_t window_orders : {2U, 16U}) {
    const MatchRun run = busy_run(random(), inputs);
    RigShape shape = shape_of(window_orders);
    shape.record_by_record = true;
    MatchRig rig{shape, run, random()};
    rig.attach();
    std::uint64_t records = 0;
    std::uint64_t deaths = 0;
    std::uint64_t at_work = 0;
    while (rig.step()) {
      if (rig.records_taken() == records) continue;
      records = rig.records_taken();
      ++deaths;
      at_work += rig.follower().unclosed() != 0 ? 1 : 0;
      const bool far = deaths % 1000 == 0;
      ASSERT_TRUE(survives(rig, far ? inputs : kInputsAfterwards, deaths % 16 == 0))
          << "seed " << random.seed() << ", window_orders " << window_orders << ", record "
          << records << ", index " << rig.submitted() << "\n"
          << random.reproduce();
    }
    ASSERT_EQ(rig.wrong(), "");
    ASSERT_FALSE(rig.follower().is_alone()) << describe(rig.follower().fault());
    std::cout << "window_orders=" << window_orders << " inputs=" << inputs << " records=" << records
              << " deaths=" << deaths << " with_commands_unclosed=" << at_work << std::endl;
    EXPECT_GT(3 * at_work, deaths);
    EXPECT_EQ(deaths, records);
  }
}

TEST(MatchTakeover, ReleasesTheSameWithOneCardAfterTheOther) {
  RandomRun random{20261127};
  for (const std::size_t window_orders : {1U, 2U, 3U, 16U}) {
    const MatchRun run = busy_run(random(), RandomRun::amount(60'000));
    MatchRig rig{shape_of(window_orders), run, random()};
    std::uint64_t until = 0;
    bool has_card = false;
    std::uint64_t cards = 0;
    for (std::uint64_t step = 0; rig.step(); ++step) {
      if (step < until) continue;
      if (has_card) {
        rig.kill(random.below(2) == 0 ? MatchFaultKind::Silent : MatchFaultKind::RecordLost);
        ASSERT_TRUE(rig.is_even());
        until = step + random.below(10);
      } else {
        rig.attach();
        ++cards;
        until = step + 1 + random.below(random.below(4) == 0 ? 400 : 60);
      }
      has_card = !has_card;
    }
    EXPECT_EQ(rig.wrong(), "") << "seed " << random.seed() << ", window_orders " << window_orders
                               << ", index " << rig.submitted() << "\n"
                               << random.reproduce();
    const auto& c = rig.follower().counts();
    std::cout << "window_orders=" << window_orders << " cards=" << cards << " decided=" << c.decided
              << " punted=" << c.punted << " passed=" << c.passed << " alone=" << c.alone
              << " grants_taken=" << c.grants_taken << std::endl;
    EXPECT_EQ(c.decided + c.punted + c.passed + c.alone, run.commands.size());
    EXPECT_GT(c.grants_taken, cards / 4);
  }
}

}  // namespace
}  // namespace hotbook::test
