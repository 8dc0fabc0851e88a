// Nanoseconds of a risk check with every limit set, and of what follows it.
//
//   risk_bench [ROUNDS]
//
// One order at a time through check_new and release, check_new and fill, or check_replace and
// replaced, over accounts and instruments drawn at random, so that what is looked up is not always
// in the nearest cache. The median of ROUNDS (9) rounds of 200,000 is printed.

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <vector>

#include "host/risk/risk_gate.hpp"

namespace {

namespace journal = hotbook::journal;
namespace risk = hotbook::risk;
using hotbook::Side;
using risk::LimitKind;
using risk::RiskGate;
using risk::RiskOrder;
using risk::RiskReason;

struct Size {
  std::uint32_t accounts;
  std::uint32_t books;
};
constexpr std::size_t kOrders = 200'000;

enum class Life { Release, Fill, Replace, Duplicates };

RiskGate make_gate(const Size& size, bool with_duplicates) {
  risk::RiskOptions options;
  options.account_count = size.accounts;
  options.book_count = size.books;
  options.session_count = size.accounts;
  RiskGate gate{options};
  for (std::uint16_t kind = 1; kind <= risk::kLimitKindCount; ++kind) {
    const auto limit = static_cast<LimitKind>(kind);
    if (limit == LimitKind::DuplicateOrders && !with_duplicates) continue;
    journal::ControlChange change{};
    change.action = journal::ControlAction::SetLimit;
    change.limit = kind;
    change.value = limit == LimitKind::DuplicateOrders ? risk::kDuplicateDepth : risk::kLimitMax;
    if (gate.apply(change) != risk::ChangeProblem::None) std::abort();
  }
  for (std::uint32_t book = 0; book < size.books; ++book) {
    gate.set_reference(static_cast<std::uint16_t>(book), 10'000, 10'001);
  }
  return gate;
}

std::vector<RiskOrder> random_orders(const Size& size) {
  std::mt19937 bits{7};
  const auto random = [&] { return static_cast<std::uint32_t>(bits()); };
  std::vector<RiskOrder> orders(kOrders);
  for (RiskOrder& order : orders) {
    order.account = random() % size.accounts;
    order.session = static_cast<std::uint16_t>(order.account);
    order.book = static_cast<std::uint16_t>(random() % size.books);
    order.side = random() % 2 == 0 ? Side::Bid : Side::Ask;
    order.price = 9'990 + random() % 20;
    order.quantity = 1 + random() % 1'000;
  }
  return orders;
}

double round_ns(RiskGate& gate, const std::vector<RiskOrder>& orders, Life life) {
  std::uint64_t refused = 0;
  std::uint64_t now = 1'000'000'000;
  const auto start = std::chrono::steady_clock::now();
  for (const RiskOrder& order : orders) {
    now += 1'000;
    refused += gate.check_new(order, now) != RiskReason::None ? 1 : 0;
    RiskOrder last = order;
    if (life == Life::Replace) {
      last.price += 1;
      refused += gate.check_replace(order, last, now) != RiskReason::None ? 1 : 0;
      gate.replaced(order, last);
    }
    if (life == Life::Fill) {
      gate.fill(last, order.price, now);
    } else {
      gate.release(last);
    }
  }
  const auto stop = std::chrono::steady_clock::now();
  if (refused != 0) std::abort();
  return std::chrono::duration<double, std::nano>(stop - start).count() /
         static_cast<double>(orders.size());
}

void measure(const char* name, const Size& size, Life life, int rounds) {
  RiskGate gate = make_gate(size, life == Life::Duplicates);
  const std::vector<RiskOrder> orders = random_orders(size);
  std::vector<double> times;
  for (int round = 0; round < rounds; ++round) times.push_back(round_ns(gate, orders, life));
  std::sort(times.begin(), times.end());
  std::printf("%-44s %7.1f ns  (least %.1f)\n", name, times[times.size() / 2], times.front());
}

}  // namespace

int main(int argc, char** argv) {
  const int rounds = argc > 1 ? std::max(1, std::atoi(argv[1])) : 9;
  for (const Size& size : {Size{8, 16}, Size{256, 4'096}}) {
    std::printf("%u accounts, %u instruments\n", size.accounts, size.books);
    measure("new and release", size, Life::Release, rounds);
    measure("new and fill", size, Life::Fill, rounds);
    measure("new, replace and release", size, Life::Replace, rounds);
    measure("new and release, duplicates looked for", size, Life::Duplicates, rounds);
  }
}
