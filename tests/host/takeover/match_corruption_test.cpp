// Bits that flip in the card's windows, in its records and in commands on their way: nothing wrong
// is released, and what is found ends the card.

#include <map>

#include "tests/host/takeover/match_flows.hpp"
#include "tests/host/takeover/match_rig.hpp"
#include "tests/rtl/common/random_run.hpp"

namespace hotbook::test {
namespace {

constexpr std::uint64_t kStepsAfterwards = 1200;

// What a row of the card's memories has of a book that is the card's.
bool flip_window(oracle::MatchCardOracle& card, RandomRun& random) {
  // The oracle shows its rows to be read; a flipped bit asks nobody.
  auto& book = const_cast<oracle::CardBook&>(card.book(random.below(2)));
  if (!book.owned) return false;
  auto& side = book.sides[random.below(2)];
  const auto flip32 = [&](std::uint32_t& word) { word ^= 1U << random.below(32); };
  const std::uint64_t what = random.below(16);
  if (what < 12) {
    if (side.orders.empty()) return false;
    auto& order = side.orders[random.below(side.orders.size())];
    if (what < 4) {
      flip32(order.price);
    } else if (what < 8) {
      flip32(order.quantity);
    } else if (what < 10) {
      flip32(order.account);
    } else {
      order.id ^= std::uint64_t{1} << random.below(64);
    }
    return true;
  }
  if (what == 12) {
    side.deep = !side.deep;
  } else if (what == 13) {
    book.owned = false;
  } else if (what == 14) {
    side.refills = static_cast<std::uint8_t>(side.refills ^ (1U << random.below(8)));
  } else {
    flip32(random.below(2) == 0 ? book.lower : book.upper);
  }
  return true;
}

struct Flips {
  std::uint64_t injected = 0;
  std::map<MatchFaultKind, std::uint64_t> found;
  std::uint64_t not_noticed = 0;
};

void print(const std::string& what, const Flips& flips) {
  std::uint64_t found = 0;
  for (const auto& [kind, count] : flips.found) found += count;
  std::cout << what << " injected=" << flips.injected << " found=" << found
            << " without_effect=" << flips.not_noticed << std::endl;
  for (const auto& [kind, count] : flips.found) {
    std::cout << "  " << count << " " << to_string(kind) << std::endl;
  }
}

// flip(rig) says whether there was a bit to flip. Each flip meets a fresh card at work.
template <class Flip>
Flips run(RandomRun& random, std::uint64_t flips_wanted, Flip flip) {
  MatchFlowShape flow;
  flow.books = 2;
  flow.special_permille = 0;
  flow.for_all_permille = 0;
  flow.state_permille = 1;
  const MatchRun whole =
      run_of({2, 1U << 17U, false}, racing_commands(flow, random(), flips_wanted * 1500));
  Flips flips;
  RigShape shape;
  const std::size_t windows[] = {2, 3, 16};
  shape.card = {windows[random.below(3)], 2, 2, false};
  MatchRig rig{shape, whole, random()};
  rig.attach();
  std::uint64_t flip_at = 200;
  std::uint64_t end_at = 0;  // 0: no bit is flipped
  for (std::uint64_t step = 0; flips.injected < flips_wanted && rig.step(); ++step) {
    if (end_at == 0 && step >= flip_at && flip(rig)) {
      ++flips.injected;
      end_at = step + kStepsAfterwards;
    }
    if (!rig.follower().is_alone() && (end_at == 0 || step < end_at)) continue;
    if (rig.follower().is_alone()) {
      EXPECT_NE(end_at, 0U) << "a right card was given up: " << describe(rig.follower().fault());
      ++flips.found[rig.follower().fault().kind];
    } else {
      ++flips.not_noticed;
      rig.kill();
    }
    EXPECT_TRUE(rig.is_even());
    rig.attach();
    flip_at = step + 100 + random.below(200);
    end_at = 0;
  }
  EXPECT_EQ(rig.wrong(), "") << "seed " << random.seed() << ", index " << rig.submitted() << "\n"
                             << random.reproduce();
  EXPECT_GE(flips.injected, flips_wanted / 2) << "the flow ended too soon";
  return flips;
}

TEST(MatchCorruption, ReleasesNothingWrongWhenBitsFlipInWindows) {
  RandomRun random{20261128};
  Flips all;
  for (int cards = 0; cards < 4; ++cards) {
    const Flips flips = run(random, RandomRun::amount(150),
                            [&](MatchRig& rig) { return flip_window(rig.card(), random); });
    all.injected += flips.injected;
    all.not_noticed += flips.not_noticed;
    for (const auto& [kind, count] : flips.found) all.found[kind] += count;
  }
  print("flips_in_windows", all);
  EXPECT_GT(all.found.size(), 2U);
}

TEST(MatchCorruption, FindsEveryFlippedBitOfARecord) {
  RandomRun random{20261129};
  std::uint64_t card_fields = 0;
  const Flips flips = run(random, RandomRun::amount(400), [&](MatchRig& rig) {
    bool in_card_field = false;
    const bool flipped = rig.flip_record(random(), in_card_field);
    card_fields += in_card_field ? 1 : 0;
    return flipped;
  });
  print("flips_in_records", flips);
  std::cout << "  " << card_fields << " in latency_cycles or record_seq" << std::endl;
  EXPECT_LE(flips.not_noticed, card_fields);
}

TEST(MatchCorruption, FindsEveryFlippedBitOfACommand) {
  RandomRun random{20261130};
  const Flips flips = run(random, RandomRun::amount(400),
                          [&](MatchRig& rig) { return rig.flip_command(random()); });
  print("flips_in_commands", flips);
  EXPECT_EQ(flips.not_noticed, 0U);
}

}  // namespace
}  // namespace hotbook::test
