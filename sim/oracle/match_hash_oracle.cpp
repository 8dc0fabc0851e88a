// Section 9 of the matching function: the hash of a state.

#include <algorithm>
#include <tuple>

#include "sim/oracle/match_oracle.hpp"

namespace hotbook::oracle {
namespace {

class Hash {
 public:
  void fold(std::uint64_t word) {
    value_ = (value_ ^ word) * 0x9E3779B97F4A7C15;
    value_ ^= value_ >> 29U;
  }
  void fold(std::uint32_t high, std::uint32_t low) { fold(std::uint64_t{high} << 32U | low); }

  [[nodiscard]] std::uint64_t value() const { return value_; }

 private:
  std::uint64_t value_ = 0x243F6A8885A308D3;
};

void fold(Hash& hash, const MatchOrder& order) {
  hash.fold(order.id);
  hash.fold(order.price, order.open);
  hash.fold(order.visible, order.account);
  hash.fold(std::uint64_t{order.session} << 48U |                     //
            static_cast<std::uint64_t>(order.side) << 40U |           //
            static_cast<std::uint64_t>(order.type) << 32U |           //
            static_cast<std::uint64_t>(order.time_in_force) << 24U |  //
            static_cast<std::uint64_t>(order.self_match) << 16U |     //
            static_cast<std::uint64_t>(order.post_only));
  hash.fold(order.stop_price, order.display_quantity);
  hash.fold(order.expire_s, order.cap);
  hash.fold(order.entered);
}

void fold(Hash& hash, const std::vector<MatchOrder*>& orders) {
  for (const MatchOrder* order : orders) fold(hash, *order);
}

std::vector<MatchOrder*> stops_of(const MatchBook& book, Side side) {
  std::vector<MatchOrder*> stops;
  for (MatchOrder* stop : book.stops) {
    if (stop->side == side) stops.push_back(stop);
  }
  sort_stops(stops);
  return stops;
}

std::vector<MatchOrder*> sorted_by_entered(const std::list<MatchOrder*>& orders) {
  std::vector<MatchOrder*> sorted{orders.begin(), orders.end()};
  sort_by_entered(sorted);
  return sorted;
}

bool is_as_at_the_start(const MatchBook& book) {
  const bool is_empty = book.best(Side::Bid) == nullptr && book.best(Side::Ask) == nullptr &&
                        book.stops.empty() && book.waiting_pegs.empty() &&
                        book.auction_orders.empty();
  return is_empty && book.state == TradingState::Closed && book.last == 0 &&
         book.reference_bid == 0 && book.reference_ask == 0 && !book.is_protected &&
         book.reference_price == 0 && book.lower == 0 && book.upper == 0;
}

}  // namespace

// Rule 9.1.
std::uint64_t MatchOracle::state_hash() const {
  Hash hash;
  hash.fold(now_ns_);
  hash.fold(highest_id_);
  for (const MatchBook& book : books_) {
    if (is_as_at_the_start(book)) continue;
    hash.fold(book.index());
    hash.fold(static_cast<std::uint64_t>(book.state));
    hash.fold(book.last);
    hash.fold(book.reference_bid, book.reference_ask);
    hash.fold(static_cast<std::uint64_t>(book.is_protected));
    hash.fold(book.reference_price);
    hash.fold(book.lower, book.upper);
    fold(hash, book.in_priority(Side::Bid));
    fold(hash, book.in_priority(Side::Ask));
    fold(hash, stops_of(book, Side::Bid));
    fold(hash, stops_of(book, Side::Ask));
    fold(hash, sorted_by_entered(book.waiting_pegs));
    fold(hash, sorted_by_entered(book.auction_orders));
  }
  return hash.value();
}

}  // namespace hotbook::oracle
