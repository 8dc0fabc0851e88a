// Rules 7.2 to 7.5 of the matching function: the uncross.

#include <algorithm>
#include <cstdlib>
#include <set>

#include "sim/oracle/match_oracle.hpp"

namespace hotbook::oracle {
namespace {

bool is_market(const MatchOrder& order) {
  return order.type == OrderType::Market;
}

// Rule 7.2: whether an auction order takes part in the uncross that ends this state.
bool takes_part(const MatchOrder& order, TradingState state) {
  if (order.time_in_force == TimeInForce::AtOpen) return state == TradingState::OpeningCall;
  if (order.time_in_force == TimeInForce::AtClose) return state == TradingState::ClosingCall;
  return true;
}

// What a price would do (rule 7.3).
struct Crossing {
  std::uint64_t executable = 0;
  std::uint64_t difference = 0;
};

Crossing crossing_at(const std::vector<MatchOrder*>& participants, std::uint32_t price) {
  std::uint64_t demand = 0;
  std::uint64_t supply = 0;
  for (const MatchOrder* order : participants) {
    const bool is_bid = order->side == Side::Bid;
    if (!is_market(*order) && (is_bid ? order->price < price : order->price > price)) continue;
    (is_bid ? demand : supply) += order->open;
  }
  return {std::min(demand, supply), std::max(demand, supply) - std::min(demand, supply)};
}

std::uint32_t distance(std::uint32_t a, std::uint32_t b) {
  return std::max(a, b) - std::min(a, b);
}

// Rule 7.3. 0: there is no execution.
std::uint32_t uncross_price(const std::vector<MatchOrder*>& participants, std::uint32_t reference) {
  // Demand and supply change only behind a limit price, so the best ticks are stretches that begin
  // and end within one tick of a limit price; the one nearest to the reference is the reference
  // itself or an end of a stretch.
  std::set<std::uint32_t> limits;
  std::set<std::uint32_t> candidates;
  for (const MatchOrder* order : participants) {
    if (is_market(*order)) continue;
    limits.insert(order->price);
    candidates.insert({order->price - 1, order->price, order->price + 1});
  }
  candidates.insert(reference);
  if (limits.empty()) return crossing_at(participants, reference).executable == 0 ? 0 : reference;

  std::uint32_t best = 0;
  Crossing best_crossing;
  for (const std::uint32_t price : candidates) {
    if (price < *limits.begin() || price > *limits.rbegin()) continue;
    const Crossing crossing = crossing_at(participants, price);
    if (crossing.executable == 0 || crossing.executable < best_crossing.executable) continue;
    if (crossing.executable == best_crossing.executable) {
      if (crossing.difference > best_crossing.difference) continue;
      if (crossing.difference == best_crossing.difference &&
          (reference == 0 || distance(price, reference) >= distance(best, reference))) {
        continue;  // candidates rise: without a reference the lowest stays
      }
    }
    best = price;
    best_crossing = crossing;
  }
  return best;
}

// Rule 7.4: one side's participants in the order in which they execute.
std::vector<MatchOrder*> in_auction_order(const std::vector<MatchOrder*>& participants, Side side) {
  std::vector<MatchOrder*> sorted;
  for (MatchOrder* order : participants) {
    if (order->side == side) sorted.push_back(order);
  }
  std::stable_sort(sorted.begin(), sorted.end(), [side](const MatchOrder* a, const MatchOrder* b) {
    if (is_market(*a) != is_market(*b)) return is_market(*a);
    return !is_market(*a) && is_better(side, a->price, b->price);
  });
  return sorted;
}

}  // namespace

void MatchOracle::uncross(MatchBook& book, Prints& prints) {
  // Queue order on the sides, then auction orders by `entered`.
  std::vector<MatchOrder*> participants = book.in_priority(Side::Bid);
  const std::vector<MatchOrder*> asks = book.in_priority(Side::Ask);
  participants.insert(participants.end(), asks.begin(), asks.end());
  const auto auction_orders = by_entered([&](const MatchOrder& order) {
    return order.book == book.index() && order.place == Place::Auction &&
           takes_part(order, book.state);
  });
  participants.insert(participants.end(), auction_orders.begin(), auction_orders.end());
  std::vector<std::uint64_t> auction_ids;
  for (const MatchOrder* order : auction_orders) auction_ids.push_back(order->id);

  const std::uint32_t reference = book.reference_price != 0 ? book.reference_price : book.last;
  const std::uint32_t price = uncross_price(participants, reference);
  std::uint64_t executed = 0;
  if (price != 0) {
    executed = execute_auction(book, participants, price);
    book.last = price;
    prints.add(price);
  }
  MatchOutput& record = emit(OutputKind::Uncrossed, book.index());  // 7.5
  record.price = price;
  record.other_order_id = executed;
  for (const std::uint64_t id : auction_ids) {
    const auto found = orders_.find(id);
    if (found != orders_.end()) cancel(found->second, MatchReason::Unfilled);
  }
}

// Rule 7.4; tells how many shares were executed.
std::uint64_t MatchOracle::execute_auction(MatchBook& book,
                                           const std::vector<MatchOrder*>& participants,
                                           std::uint32_t price) {
  const auto bids = in_auction_order(participants, Side::Bid);
  const auto asks = in_auction_order(participants, Side::Ask);
  const std::uint64_t executable = crossing_at(participants, price).executable;
  std::uint64_t executed = 0;
  std::size_t bid = 0;  // the first that is not done
  std::size_t ask = 0;
  while (executed < executable) {
    const std::uint32_t quantity = std::min(bids[bid]->open, asks[ask]->open);
    book.take(*bids[bid], quantity);
    book.take(*asks[ask], quantity);
    executed += quantity;
    tell_auction_execution(*bids[bid], *asks[ask], price, quantity);
    if (bids[bid]->open == 0) forget(*bids[bid++]);
    if (asks[ask]->open == 0) forget(*asks[ask++]);
  }
  if (bid < bids.size()) settle_resting(*bids[bid]);
  if (ask < asks.size()) settle_resting(*asks[ask]);
  return executed;
}

void MatchOracle::tell_auction_execution(const MatchOrder& bid, const MatchOrder& ask,
                                         std::uint32_t price, std::uint32_t quantity) {
  MatchOutput& record = emit_of(OutputKind::Execution, bid);
  record.other_order_id = ask.id;
  record.price = price;
  record.quantity = quantity;
  record.other_leaves = ask.open;
  record.other_account = ask.account;
  record.flags = kOutputFlagAuction;
}

}  // namespace hotbook::oracle
