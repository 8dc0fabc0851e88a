// The ownership rules against the matching function: with a host that refills and grants late,
// everything the card writes is what the function writes, whatever the windows hold.

#include <bit>
#include <deque>

#include "tests/rtl/common/random_run.hpp"
#include "tests/support/match_flow.hpp"
#include "tests/support/match_partner.hpp"

namespace hotbook::test {
namespace {

using oracle::CardWord;

struct Written {
  CardWord command;
  std::vector<CardWord> records;
};

struct Late {
  CardWord word;
  std::uint64_t due;
};

PartnerCounts run(const PartnerShape& shape, const MatchFlowShape& flow_shape, std::uint64_t base) {
  RandomRun random{20261120};
  MatchFlow flow{flow_shape, random()};
  MatchPartner partner{shape, random()};
  oracle::MatchCardOracle card{shape.card};
  std::deque<Written> written;  // by the card, not yet followed
  std::deque<Late> late;        // from the partner, not yet at the card
  const std::uint64_t amount = RandomRun::amount(base);
  std::size_t lag = 0;
  std::uint64_t quiet = 0;  // for so long clients send nothing, so that books can be granted
  for (std::uint64_t i = 0; partner.counts().inputs < amount; ++i) {
    const bool is_the_hosts = !partner.mirror().book(0).owned;
    if (quiet == 0 && is_the_hosts && random.below(8) == 0)
      quiet = 4 + random.below(4 + 4 * shape.card.window_orders);
    Written next{};
    if (!late.empty() && late.front().due <= i) {
      next.command = late.front().word;
      late.pop_front();
    } else if (quiet == 0) {
      next.command = std::bit_cast<CardWord>(flow.next());
    }
    if (quiet != 0) --quiet;
    if (next.command != CardWord{}) {
      card.apply(next.command, next.records);
      written.push_back(next);
    }
    if (random.below(16) == 0) lag = random.below(3) == 0 ? random.below(12) : 0;
    if (quiet != 0) lag = 0;
    while (written.size() > lag) {
      if (const auto wrong = partner.follow(written.front().command, written.front().records)) {
        ADD_FAILURE() << *wrong << "\nof " << text_of_command(written.front().command) << "\nindex "
                      << i << ", seed " << random.seed() << "\n"
                      << random.reproduce();
        return partner.counts();
      }
      written.pop_front();
    }
    if (auto word = partner.next())
      late.push_back({*word, i + 1 + (quiet != 0 || random.below(2) == 0 ? 0 : random.below(10))});
  }
  const PartnerCounts& c = partner.counts();
  std::cout << "window_orders=" << shape.card.window_orders << " inputs=" << c.inputs
            << " decided=" << c.decided << " passed=" << c.passed << " punted=" << c.punted
            << " punted_with_outputs=" << c.punted_with_outputs << " outputs=" << c.outputs
            << " executions=" << c.executions << " refills_taken=" << c.refills_taken
            << " refills_refused=" << c.refills_refused << " grants_taken=" << c.grants_taken
            << " grants_refused=" << c.grants_refused << " spoilt=" << c.spoilt
            << " orders_compared=" << c.orders_compared << std::endl;
  return c;
}

void run_mixed(std::size_t window_orders) {
  PartnerShape shape;
  shape.card = {window_orders, 3, 4, false};
  MatchFlowShape flow;
  flow.books = 5;  // one of the host's alone, one unknown
  run(shape, flow, 100000);
  flow.books = 1;  // every input meets the one ahead
  flow.special_permille = 0;
  flow.for_all_permille = 0;
  flow.state_permille = 3;
  flow.replace_percent = 2;
  shape.hasty_percent = 2;
  const PartnerCounts calm = run(shape, flow, 100000);
  EXPECT_GT(calm.decided * 10, calm.inputs) << "the card decides hardly anything";
  EXPECT_GT(calm.punted_with_outputs * 5000, calm.inputs);
  EXPECT_GT(calm.refills_refused * 5000, calm.inputs);
}

TEST(MatchCardOracle, WritesWhatTheFunctionWritesWithWindowsOfOneOrder) {
  run_mixed(1);
}
TEST(MatchCardOracle, WritesWhatTheFunctionWritesWithWindowsOfTwoOrders) {
  run_mixed(2);
}
TEST(MatchCardOracle, WritesWhatTheFunctionWritesWithWindowsOfThreeOrders) {
  run_mixed(3);
}
TEST(MatchCardOracle, WritesWhatTheFunctionWritesWithWindowsOfFourOrders) {
  run_mixed(4);
}
TEST(MatchCardOracle, WritesWhatTheFunctionWritesWithWindowsOfEightOrders) {
  run_mixed(8);
}
TEST(MatchCardOracle, WritesWhatTheFunctionWritesWithWindowsOfSixteenOrders) {
  run_mixed(16);
}

}  // namespace
}  // namespace hotbook::test
