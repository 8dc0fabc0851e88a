// What the card's matcher holds of a book, how the host changes it, and the records it writes.

#include <algorithm>
#include <bit>

#include "sim/oracle/match_card_oracle.hpp"

namespace hotbook::oracle {

namespace {

constexpr std::uint32_t kNumberMax = 0x7fffffff;  // prices and quantities
constexpr unsigned kGrantFlags =
    kGrantFlagProtected | kGrantFlagBidDeep | kGrantFlagAskDeep | kGrantFlagOthers;

bool is_better(unsigned side, std::uint32_t price, std::uint32_t other) {
  return side == 0 ? price > other : price < other;
}

bool is_number(std::uint32_t value) {
  return value >= 1 && value <= kNumberMax;
}

}  // namespace

// Rule 4.8.
void MatchCardOracle::rest(CardSide& side, unsigned which, const CardOrder& order) const {
  auto& orders = side.orders;
  const auto place = std::ranges::find_if(
      orders, [&](const CardOrder& other) { return is_better(which, order.price, other.price); });
  const bool goes_behind = side.deep && place == orders.end();
  if (!goes_behind) orders.insert(place, order);
  if (goes_behind || orders.size() > options_.window_orders) {
    orders.resize(std::min(orders.size(), options_.window_orders));
    side.deep = true;
    side.deep_seq = input_seq_;
    side.refills = 0;
  }
}

void MatchCardOracle::forget(CardBook& book) const {
  book.owned = false;
  for (CardSide& side : book.sides) side = {{}, true, input_seq_, 0};
}

void MatchCardOracle::punt(CardBook& book) {
  forget(book);
  echo(Verdict::Punted);
}

// Rule 5.1.
bool MatchCardOracle::refill_fits(const OrderRefill& refill) const {
  if (refill.book >= books_.size() || refill.side > 1 || refill.deep > 1) return false;
  if (refill.order_count < 1 || refill.order_count > 2 || refill.reserved_0 != 0) return false;
  const CardSide& side = books_[refill.book].sides[refill.side];
  if (!side.deep || refill.as_of < side.deep_seq || refill.as_of > input_seq_) return false;
  if (refill.refill_index != side.refills) return false;
  if (side.orders.size() + refill.order_count > options_.window_orders) return false;
  if (!is_number(refill.price_0) || !is_number(refill.quantity_0)) return false;
  if (!side.orders.empty() && is_better(refill.side, refill.price_0, side.orders.back().price))
    return false;
  if (refill.order_count == 1) {
    return refill.order_id_1 == 0 && refill.price_1 == 0 && refill.quantity_1 == 0 &&
           refill.account_1 == 0;
  }
  return is_number(refill.price_1) && is_number(refill.quantity_1) &&
         !is_better(refill.side, refill.price_1, refill.price_0);
}

void MatchCardOracle::apply_refill(const OrderRefill& refill) {
  if (!refill_fits(refill)) return echo_of_row(Verdict::Refused, 0, refill.side);
  CardSide& side = books_[refill.book].sides[refill.side];
  side.orders.push_back({refill.order_id_0, refill.price_0, refill.quantity_0, refill.account_0});
  if (refill.order_count == 2) {
    side.orders.push_back({refill.order_id_1, refill.price_1, refill.quantity_1, refill.account_1});
  }
  side.deep = refill.deep != 0;
  ++side.refills;
  echo_of_row(Verdict::Taken, 0, refill.side);
}

// Rule 5.2.
bool MatchCardOracle::grant_fits(const Grant& grant) const {
  if (grant.book >= books_.size() || books_[grant.book].owned) return false;
  const auto& sides = books_[grant.book].sides;
  if (grant.as_of > input_seq_) return false;
  if (grant.as_of < sides[0].deep_seq || grant.as_of < sides[1].deep_seq) return false;
  if (grant.bid_refills != sides[0].refills || grant.ask_refills != sides[1].refills) return false;
  for (const std::uint32_t price :
       {grant.reference_bid, grant.reference_ask, grant.lower, grant.upper}) {
    if (price > kNumberMax) return false;
  }
  return (grant.flags & ~kGrantFlags) == 0 && grant.reserved_0 == 0 && grant.reserved_1 == 0 &&
         grant.reserved_2 == 0;
}

void MatchCardOracle::apply_grant(const Grant& grant) {
  if (!grant_fits(grant)) return echo_of_row(Verdict::Refused, grant.flags, 0);
  CardBook& book = books_[grant.book];
  book.owned = true;
  book.others = (grant.flags & kGrantFlagOthers) != 0;
  book.is_protected = (grant.flags & kGrantFlagProtected) != 0;
  book.reference = {grant.reference_bid, grant.reference_ask};
  book.lower = grant.lower;
  book.upper = grant.upper;
  book.sides[0].deep = (grant.flags & kGrantFlagBidDeep) != 0;
  book.sides[1].deep = (grant.flags & kGrantFlagAskDeep) != 0;
  highest_id_ = std::max(highest_id_, grant.highest_id);
  echo_of_row(Verdict::Taken, grant.flags, 0);
}

void MatchCardOracle::echo(Verdict verdict) {
  MatchEcho echo{};
  echo.verdict = verdict;
  echo.outputs = outputs_;
  echo.flags = command_.flags;
  echo.side = command_.side;
  if (command_.kind == CommandKind::Reference) {
    echo.bid_price = command_.price;
    echo.ask_price = command_.stop_price;
  }
  write_echo(echo);
}

// Rule 5.3.
void MatchCardOracle::echo_of_row(Verdict verdict, std::uint8_t flags, std::uint8_t side) {
  MatchEcho echo{};
  echo.verdict = verdict;
  echo.flags = flags;
  echo.side = side;
  if (command_.book < books_.size()) {
    const auto& sides = books_[command_.book].sides;
    echo.bid_count = static_cast<std::uint8_t>(sides[0].orders.size());
    echo.ask_count = static_cast<std::uint8_t>(sides[1].orders.size());
  }
  write_echo(echo);
}

void MatchCardOracle::write_echo(MatchEcho echo) {
  echo.kind = RecordKind::MatchEcho;
  echo.input_seq = input_seq_;
  echo.order_id = command_.order_id;
  echo.host_number = command_.host_number;
  echo.input_check = input_check_;
  echo.book = command_.book;
  echo.input_kind = command_.kind;
  records_->push_back(std::bit_cast<CardWord>(echo));
  echoed_ = true;
}

void MatchCardOracle::refuse(MatchReason reason) {
  MatchOutput refused{};
  refused.output_kind = OutputKind::Refused;
  refused.order_id = command_.order_id;
  refused.account = command_.account;
  refused.reason = static_cast<std::uint8_t>(reason);
  write(refused);
}

void MatchCardOracle::cancelled(const CardOrder& order, unsigned side, MatchReason reason) {
  MatchOutput output{};
  output.output_kind = OutputKind::Cancelled;
  output.order_id = order.id;
  output.price = order.price;
  output.quantity = order.quantity;
  output.account = order.account;
  output.side = static_cast<std::uint8_t>(side);
  output.reason = static_cast<std::uint8_t>(reason);
  write(output);
}

void MatchCardOracle::write(MatchOutput output) {
  output.kind = RecordKind::MatchOutput;
  output.input_seq = input_seq_;
  output.book = command_.book;
  output.index = static_cast<std::uint16_t>(outputs_++);
  records_->push_back(std::bit_cast<CardWord>(output));
}

}  // namespace hotbook::oracle
