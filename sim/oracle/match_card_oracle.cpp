#include "sim/oracle/match_card_oracle.hpp"

#include <algorithm>
#include <bit>

namespace hotbook::oracle {

namespace {

constexpr std::uint32_t kNumberMax = 0x7fffffff;  // prices and quantities

bool is_better(unsigned side, std::uint32_t price, std::uint32_t other) {
  return side == 0 ? price > other : price < other;
}

bool is_number(std::uint32_t value) {
  return value >= 1 && value <= kNumberMax;
}

// Rule 2.2 of the function.
bool is_malformed_new(const MatchCommand& c) {
  return c.side > 1 || c.order_type > static_cast<std::uint8_t>(OrderType::PeggedMidpoint) ||
         c.time_in_force > static_cast<std::uint8_t>(TimeInForce::AtClose) ||
         c.self_match > static_cast<std::uint8_t>(SelfMatch::Decrement) ||
         (c.flags & ~kOrderFlagPostOnly) != 0;
}

bool is_malformed_replace(const MatchCommand& c) {
  return c.self_match > static_cast<std::uint8_t>(SelfMatch::Decrement) ||
         (c.flags & ~kOrderFlagPostOnly) != 0;
}

template <typename Enum>
bool is(std::uint8_t value, Enum meaning) {
  return value == static_cast<std::uint8_t>(meaning);
}

// Rule 4.1: what the card leaves to the host whatever the book holds.
bool is_beyond_the_card(const MatchCommand& c) {
  return !(is(c.order_type, OrderType::Limit) || is(c.order_type, OrderType::Market)) ||
         is(c.time_in_force, TimeInForce::Gtd) || is(c.time_in_force, TimeInForce::AtOpen) ||
         is(c.time_in_force, TimeInForce::AtClose) || c.display_quantity != 0 ||
         c.min_quantity != 0 || c.stop_price != 0 || c.expire_s != 0;
}

bool at_edge(const CardBook& book, unsigned side, std::uint32_t price) {
  const std::uint32_t edge = side == 0 ? book.upper : book.lower;
  return edge != 0 && price == edge;
}

bool outside_bands(const CardBook& book, unsigned side, std::uint32_t price) {
  const std::uint32_t edge = side == 0 ? book.upper : book.lower;
  return edge != 0 && is_better(side, price, edge);
}

// What is left of rule 2.9.
bool is_bad_combination(const MatchCommand& c) {
  const bool post_only = (c.flags & kOrderFlagPostOnly) != 0;
  if (is(c.order_type, OrderType::Market))
    return post_only || is(c.time_in_force, TimeInForce::Gtc);
  return post_only &&
         (is(c.time_in_force, TimeInForce::Ioc) || is(c.time_in_force, TimeInForce::Fok));
}

bool may_be_behind(const CardBook& book) {
  return book.sides[0].deep || book.sides[1].deep || book.others;
}

bool is_empty_and_deep(const CardSide& side) {
  return side.orders.empty() && side.deep;
}

bool would_cross(const CardBook& book, unsigned side, std::uint32_t price) {
  const CardSide& other = book.sides[1 - side];
  return !other.orders.empty() && !is_better(side, other.orders.front().price, price);
}

}  // namespace

std::uint32_t input_check_of(const CardWord& command) {
  std::uint32_t check = 0;
  for (const std::uint32_t word : std::bit_cast<std::array<std::uint32_t, 16>>(command))
    check ^= word;
  return check;
}

MatchCardOracle::MatchCardOracle(const MatchCardOptions& options)
    : options_{options}, books_(options.match_books) {}

void MatchCardOracle::apply(const CardWord& command, std::vector<CardWord>& records) {
  records_ = &records;
  command_ = std::bit_cast<MatchCommand>(command);
  input_check_ = input_check_of(command);
  outputs_ = 0;
  echoed_ = false;
  if (command_.kind == CommandKind::OrderRefill) {
    apply_refill(std::bit_cast<OrderRefill>(command));
  } else if (command_.kind == CommandKind::Grant) {
    apply_grant(std::bit_cast<Grant>(command));
  } else {
    ++input_seq_;
    apply_input(command_);
  }
  if (echoed_) return;
  auto last = std::bit_cast<MatchOutput>(records.back());
  last.flags = static_cast<std::uint8_t>(kOutputFlagLast);
  last.input_check = input_check_;
  records.back() = std::bit_cast<CardWord>(last);
}

bool MatchCardOracle::apply_top(const FeedTop& top, std::vector<CardWord>& records) {
  if (!options_.reference_from_feed || top.book >= books_.size()) return false;
  const CardBook& book = books_[top.book];
  if (!book.owned || !book.is_protected || !top.bid_known || !top.ask_known) return false;
  MatchCommand command{};
  command.kind = CommandKind::Reference;
  command.book = top.book;
  command.flags = static_cast<std::uint8_t>(kReferenceFlagProtected);
  command.price = top.bid_price;
  command.stop_price = top.ask_price;
  apply(std::bit_cast<CardWord>(command), records);
  return true;
}

void MatchCardOracle::apply_input(const MatchCommand& command) {
  const CommandKind kind = command.kind;
  const bool for_all = (kind == CommandKind::MassCancel && (command.flags & kScopeFlagBook) == 0) ||
                       (kind == CommandKind::TradingState && command.book == 0xffff);
  if (for_all) return apply_to_all_books();
  if (kind < CommandKind::NewOrder || kind >= CommandKind::Timer) return echo(Verdict::Passed);
  const bool is_order = kind == CommandKind::NewOrder || kind == CommandKind::ReplaceOrder;
  if (is_order && command.gate != 0) {
    if (command.book < options_.book_count) raise_highest_id(command);
    return refuse(static_cast<MatchReason>(command.gate));
  }
  if (command.book >= options_.book_count) return apply_to_unknown_book(command);
  const std::uint64_t highest_before = highest_id_;
  raise_highest_id(command);
  if (command.book >= books_.size()) return echo(Verdict::Passed);
  CardBook& book = books_[command.book];
  if (!book.owned) {
    forget(book);
    return echo(Verdict::Passed);
  }
  if (kind == CommandKind::NewOrder) return apply_new(book, command, highest_before);
  if (kind == CommandKind::CancelOrder) return apply_cancel(book, command);
  if (kind == CommandKind::ReplaceOrder) return apply_replace(book, command, highest_before);
  if (kind == CommandKind::Reference) return apply_reference(book, command);
  punt(book);
}

void MatchCardOracle::apply_to_all_books() {
  for (CardBook& book : books_) forget(book);
  echo(Verdict::Passed);
}

void MatchCardOracle::apply_to_unknown_book(const MatchCommand& command) {
  switch (command.kind) {
    case CommandKind::NewOrder:
    case CommandKind::ReplaceOrder:
    case CommandKind::Reference:
    case CommandKind::Bands:
      return refuse(MatchReason::UnknownBook);
    case CommandKind::CancelOrder:
      return refuse(MatchReason::UnknownOrder);
    default:
      return echo(Verdict::Passed);
  }
}

void MatchCardOracle::raise_highest_id(const MatchCommand& command) {
  if (command.kind == CommandKind::NewOrder && !is_malformed_new(command))
    highest_id_ = std::max(highest_id_, command.order_id);
  if (command.kind == CommandKind::ReplaceOrder && !is_malformed_replace(command))
    highest_id_ = std::max(highest_id_, command.new_order_id);
}

void MatchCardOracle::apply_new(CardBook& book, const MatchCommand& c,
                                std::uint64_t highest_before) {
  if (is_malformed_new(c)) return refuse(MatchReason::Malformed);
  if (c.order_id <= highest_before) return refuse(MatchReason::OrderIdNotNew);
  if (!is_number(c.quantity)) return refuse(MatchReason::BadQuantity);
  const bool is_market = is(c.order_type, OrderType::Market);
  if (is_beyond_the_card(c)) return punt(book);
  if (!is_market && at_edge(book, c.side, c.price)) return punt(book);
  if (is_market ? c.price != 0 : !is_number(c.price)) return refuse(MatchReason::BadPrice);
  if (is_bad_combination(c)) return refuse(MatchReason::BadCombination);
  if (!is_market && outside_bands(book, c.side, c.price)) return refuse(MatchReason::OutsideBands);
  if ((c.flags & kOrderFlagPostOnly) != 0) {
    if (is_empty_and_deep(book.sides[1U - c.side])) return punt(book);
    if (would_cross(book, c.side, c.price)) return refuse(MatchReason::WouldCross);
  }
  const bool is_fok = is(c.time_in_force, TimeInForce::Fok);
  const bool may_rest = !is_market && !is_fok && !is(c.time_in_force, TimeInForce::Ioc);
  const Entering entering{
      {c.order_id, c.price, c.quantity, c.account}, c.side, is_market, may_rest, c.self_match};
  const Count count = is_fok ? count_fok(book, entering) : Count::Enough;
  if (count == Count::Undecided) return punt(book);

  MatchOutput accepted{};
  accepted.output_kind = OutputKind::Accepted;
  accepted.order_id = c.order_id;
  accepted.price = c.price;
  accepted.quantity = accepted.leaves = c.quantity;
  accepted.account = c.account;
  accepted.side = c.side;
  write(accepted);
  if (count == Count::TooLittle) return cancelled(entering.order, c.side, MatchReason::Fok);
  enter(book, entering);
}

void MatchCardOracle::apply_cancel(CardBook& book, const MatchCommand& command) {
  for (unsigned side = 0; side < 2; ++side) {
    auto& orders = book.sides[side].orders;
    const auto found = std::ranges::find(orders, command.order_id, &CardOrder::id);
    if (found == orders.end()) continue;
    cancelled(*found, side, MatchReason::ByRequest);
    orders.erase(found);
    return;
  }
  if (!may_be_behind(book)) return refuse(MatchReason::UnknownOrder);
  for (CardSide& side : book.sides) {
    side.deep_seq = input_seq_;
    side.refills = 0;
  }
  echo(Verdict::Passed);
}

void MatchCardOracle::apply_replace(CardBook& book, const MatchCommand& c,
                                    std::uint64_t highest_before) {
  if (is_malformed_replace(c)) return refuse(MatchReason::Malformed);
  if (c.new_order_id != 0 && c.new_order_id <= highest_before)
    return refuse(MatchReason::OrderIdNotNew);
  unsigned side = 0;
  auto found = std::ranges::find(book.sides[0].orders, c.order_id, &CardOrder::id);
  if (found == book.sides[0].orders.end()) {
    side = 1;
    found = std::ranges::find(book.sides[1].orders, c.order_id, &CardOrder::id);
    if (found == book.sides[1].orders.end()) {
      if (may_be_behind(book)) return punt(book);
      return refuse(MatchReason::UnknownOrder);
    }
  }
  const std::uint32_t known_open = c.min_quantity;
  if (c.quantity > kNumberMax || (known_open != 0 && known_open < found->quantity))
    return refuse(MatchReason::BadQuantity);
  if (!is_number(c.price)) return refuse(MatchReason::BadPrice);
  const std::int64_t executed = known_open != 0 ? std::int64_t{known_open} - found->quantity : 0;
  const std::int64_t open = std::int64_t{c.quantity} - executed;
  if (open <= 0) {
    cancelled(*found, side, MatchReason::ByRequest);
    book.sides[side].orders.erase(found);
    return;
  }
  const bool reduces = c.price == found->price && open <= found->quantity;
  if (!reduces) {
    if (at_edge(book, side, c.price)) return punt(book);
    if (outside_bands(book, side, c.price)) return refuse(MatchReason::OutsideBands);
    if ((c.flags & kOrderFlagPostOnly) != 0) {
      if (is_empty_and_deep(book.sides[1U - side])) return punt(book);
      if (would_cross(book, side, c.price)) return refuse(MatchReason::WouldCross);
    }
  }
  const CardOrder after{c.new_order_id != 0 ? c.new_order_id : c.order_id, c.price,
                        static_cast<std::uint32_t>(open), found->account};
  MatchOutput replaced{};
  replaced.output_kind = OutputKind::Replaced;
  replaced.order_id = after.id;
  replaced.other_order_id = c.order_id;
  replaced.price = after.price;
  replaced.quantity = replaced.leaves = after.quantity;
  replaced.account = after.account;
  replaced.side = static_cast<std::uint8_t>(side);
  write(replaced);
  if (reduces) {
    *found = after;
    return;
  }
  book.sides[side].orders.erase(found);
  enter(book, {after, side, false, true, c.self_match});
}

void MatchCardOracle::apply_reference(CardBook& book, const MatchCommand& command) {
  const bool refused = (command.flags & ~kReferenceFlagProtected) != 0 ||
                       command.price > kNumberMax || command.stop_price > kNumberMax;
  if (refused) return echo(Verdict::Passed);
  book.reference = {command.price, command.stop_price};
  book.is_protected = (command.flags & kReferenceFlagProtected) != 0;
  echo(Verdict::Decided);
}

MatchCardOracle::Meets MatchCardOracle::what_meets(const CardBook& book, const Entering& e) {
  const CardSide& other = book.sides[1 - e.side];
  if (is_empty_and_deep(other)) return Meets::Unknown;
  if (other.orders.empty()) return Meets::Nothing;
  const std::uint32_t best = other.orders.front().price;
  // Worse for the entering order than a limit it has: is_better in the direction of its own side.
  if (!e.is_market && is_better(e.side, best, e.order.price)) return Meets::Nothing;
  const std::uint32_t reference = book.reference[1 - e.side];
  if (book.is_protected && reference != 0 && is_better(e.side, best, reference))
    return Meets::BeyondReference;
  if (e.is_market && outside_bands(book, e.side, best)) return Meets::BeyondBand;
  return Meets::Order;
}

MatchCardOracle::Count MatchCardOracle::count_fok(const CardBook& book, const Entering& e) {
  CardBook rest_of_book = book;
  auto& orders = rest_of_book.sides[1 - e.side].orders;
  std::uint64_t counted = 0;
  while (counted < e.order.quantity) {
    const Meets meets = what_meets(rest_of_book, e);
    if (meets == Meets::Unknown) return Count::Undecided;
    if (meets != Meets::Order) return Count::TooLittle;
    const bool own =
        orders.front().account == e.order.account && !is(e.self_match, SelfMatch::None);
    if (own && !is(e.self_match, SelfMatch::CancelOldest)) return Count::TooLittle;
    if (!own) counted += orders.front().quantity;
    orders.erase(orders.begin());
  }
  return Count::Enough;
}

void MatchCardOracle::enter(CardBook& book, Entering e) {
  for (;;) {
    switch (what_meets(book, e)) {
      case Meets::Unknown:
        return punt(book);
      case Meets::Order:
        if (!meet(book, e)) return;
        break;
      case Meets::BeyondReference:
        return cancelled(e.order, e.side, MatchReason::TradeThrough);
      case Meets::BeyondBand:
        return cancelled(e.order, e.side, MatchReason::OutsideBands);
      case Meets::Nothing:
        if (!e.may_rest) return cancelled(e.order, e.side, MatchReason::Unfilled);
        return rest(book.sides[e.side], e.side, e.order);
    }
  }
}

bool MatchCardOracle::meet(CardBook& book, Entering& e) {
  auto& orders = book.sides[1 - e.side].orders;
  CardOrder& best = orders.front();
  const std::uint32_t quantity = std::min(e.order.quantity, best.quantity);
  const bool own = best.account == e.order.account && !is(e.self_match, SelfMatch::None);
  MatchOutput output{};
  if (!own) {
    output.output_kind = OutputKind::Execution;
    output.order_id = e.order.id;
    output.other_order_id = best.id;
    output.price = best.price;
    output.quantity = quantity;
    output.leaves = e.order.quantity -= quantity;
    output.other_leaves = best.quantity -= quantity;
    output.account = e.order.account;
    output.other_account = best.account;
    output.side = static_cast<std::uint8_t>(e.side);
    write(output);
  } else if (is(e.self_match, SelfMatch::CancelNewest)) {
    cancelled(e.order, e.side, MatchReason::SelfMatch);
    return false;
  } else if (!is(e.self_match, SelfMatch::Decrement)) {
    cancelled(best, 1 - e.side, MatchReason::SelfMatch);
    orders.erase(orders.begin());
    if (is(e.self_match, SelfMatch::CancelOldest)) return true;
    cancelled(e.order, e.side, MatchReason::SelfMatch);
    return false;
  } else {
    for (const unsigned side : {1 - e.side, e.side}) {
      CardOrder& order = side == e.side ? e.order : best;
      if (order.quantity == quantity) {
        cancelled(order, side, MatchReason::SelfMatch);
        order.quantity = 0;
        continue;
      }
      output.output_kind = OutputKind::Restated;
      output.reason = static_cast<std::uint8_t>(MatchReason::SelfMatch);
      output.order_id = order.id;
      output.price = order.price;
      output.quantity = quantity;
      output.leaves = order.quantity -= quantity;
      output.account = order.account;
      output.side = static_cast<std::uint8_t>(side);
      write(output);
    }
  }
  if (best.quantity == 0) orders.erase(orders.begin());
  return e.order.quantity != 0;
}

}  // namespace hotbook::oracle
