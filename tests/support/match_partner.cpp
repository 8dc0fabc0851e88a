#include "tests/support/match_partner.hpp"

#include <algorithm>
#include <bit>
#include <sstream>

namespace hotbook::test {

using oracle::CardWord;

namespace {

std::vector<oracle::CardOrder> side_of(const oracle::MatchBook& book, unsigned side) {
  std::vector<oracle::CardOrder> orders;
  for (const oracle::MatchOrder* order : book.in_priority(static_cast<Side>(side)))
    orders.push_back({order->id, order->price, order->open, order->account});
  return orders;
}

bool same(const MatchOutput& a, const MatchOutput& b) {
  return std::bit_cast<CardWord>(a) == std::bit_cast<CardWord>(b);
}

}  // namespace

MatchPartner::MatchPartner(const PartnerShape& shape, std::uint64_t seed)
    : shape_{shape},
      random_{seed},
      function_{{shape.card.book_count, 1U << 20U, false}},
      mirror_{shape.card},
      sent_(shape.card.match_books) {}

std::optional<std::string> MatchPartner::follow(const CardWord& command,
                                                const std::vector<CardWord>& records) {
  const auto input = std::bit_cast<MatchCommand>(command);
  const bool is_input = input.kind != CommandKind::OrderRefill && input.kind != CommandKind::Grant;
  std::vector<CardWord> expected;
  mirror_.apply(command, expected);
  for (std::size_t i = 0; i < std::max(records.size(), expected.size()); ++i) {
    if (i < records.size() && i < expected.size() && records[i] == expected[i]) continue;
    return "record " + std::to_string(i) +
           "\n  card:     " + (i < records.size() ? text_of(records[i]) : "nothing") +
           "\n  expected: " + (i < expected.size() ? text_of(expected[i]) : "nothing");
  }
  if (!shape_.truthful) {
    counts_.inputs += is_input;
    return std::nullopt;
  }
  outputs_.clear();
  if (is_input) {
    ++counts_.inputs;
    function_.apply(input, outputs_);
    if (const auto wrong = compare(records)) return wrong;
  } else {
    close(command, std::bit_cast<MatchEcho>(records.back()).verdict);
  }
  if (input.book < shape_.card.match_books && input.book < shape_.card.book_count)
    return compare_windows(input.book);
  return std::nullopt;
}

// The card's records against the function's.
std::optional<std::string> MatchPartner::compare(const std::vector<CardWord>& records) {
  std::size_t count = records.size();
  const bool decided = std::bit_cast<MatchOutput>(records.back()).kind == RecordKind::MatchOutput;
  if (decided) {
    ++counts_.decided;
    if (count != outputs_.size()) return "the function has another number of outputs";
  } else {
    --count;
    const auto echo = std::bit_cast<MatchEcho>(records.back());
    if (count != echo.outputs) return "the echo counts wrong";
    if (echo.verdict == Verdict::Passed) ++counts_.passed;
    if (echo.verdict == Verdict::Punted) ++counts_.punted;
    if (echo.verdict == Verdict::Punted && count != 0) ++counts_.punted_with_outputs;
    if (echo.verdict == Verdict::Passed && count != 0) return "passed with outputs";
    if (echo.verdict == Verdict::Decided) ++counts_.decided;
    if (echo.verdict == Verdict::Decided && !outputs_.empty()) return "the function has outputs";
  }
  counts_.outputs += count;
  if (count > outputs_.size()) return "more outputs than the function has";
  for (std::size_t i = 0; i < count; ++i) {
    auto card = std::bit_cast<MatchOutput>(records[i]);
    MatchOutput truth = outputs_[i];
    card.input_check = 0;
    // A punted input's outputs do not say that they are the last.
    if (!decided) truth.flags = 0;
    if (card.output_kind == OutputKind::Execution) ++counts_.executions;
    if (!same(card, truth)) {
      return "output " + std::to_string(i) + "\n  card:     " + text_of(records[i]) +
             "\n  function: " + text_of(std::bit_cast<CardWord>(truth));
    }
  }
  return std::nullopt;
}

// A window is the first orders of its side, and all of them where nothing is behind it.
std::optional<std::string> MatchPartner::compare_windows(std::size_t index) {
  const oracle::CardBook& book = mirror_.book(index);
  const oracle::MatchBook& truth = function_.book(index);
  for (unsigned side = 0; side < 2; ++side) {
    const auto& window = book.sides[side].orders;
    const auto orders = side_of(truth, side);
    const bool prefix =
        window.size() <= orders.size() && std::equal(window.begin(), window.end(), orders.begin());
    if (!prefix) return "side " + std::to_string(side) + "'s window is no prefix of it";
    counts_.orders_compared += window.size();
    if (!book.sides[side].deep && window.size() != orders.size())
      return "side " + std::to_string(side) + " is deep and does not know it";
  }
  if (!book.owned) return std::nullopt;
  if (!book.others && !truth.auction_orders.empty()) return "there are others, unknown to the row";
  if (truth.state != TradingState::Continuous || !truth.stops.empty() ||
      book.reference[0] != truth.reference_bid || book.reference[1] != truth.reference_ask ||
      book.is_protected != truth.is_protected || book.lower != truth.lower ||
      book.upper != truth.upper)
    return "the card's row differs from the book";
  return std::nullopt;
}

void MatchPartner::close(const CardWord& command, Verdict verdict) {
  const auto refill = std::bit_cast<OrderRefill>(command);
  const bool taken = verdict == Verdict::Taken;
  if ((refill.host_number & 1) != 0) {  // spoilt
    ++counts_.spoilt;
    return;
  }
  if (refill.kind == CommandKind::Grant) {
    sent_[refill.book].grant = false;
    ++(taken ? counts_.grants_taken : counts_.grants_refused);
    return;
  }
  auto& refills = sent_[refill.book].refills[refill.side];
  refills.erase(refills.begin());
  ++(taken ? counts_.refills_taken : counts_.refills_refused);
}

// Rule 6.1.
bool MatchPartner::grantable(std::size_t index) const {
  const oracle::MatchBook& book = function_.book(index);
  if (book.state != TradingState::Continuous || !book.stops.empty() || !book.waiting_pegs.empty())
    return false;
  for (const auto& [id, order] : function_.orders()) {
    if (order.book != index) continue;
    if (order.is_pegged() || order.display_quantity != 0 || order.time_in_force == TimeInForce::Gtd)
      return false;
    const std::uint32_t edge = order.side == Side::Bid ? book.upper : book.lower;
    if (edge != 0 && order.price == edge) return false;
  }
  return true;
}

std::optional<CardWord> MatchPartner::next() {
  if (!shape_.truthful) return invented();
  const std::size_t index = below(std::min(shape_.card.match_books, shape_.card.book_count));
  const auto side = static_cast<unsigned>(below(2));
  const oracle::CardBook& book = mirror_.book(index);
  const Sent& sent = sent_[index];
  if (book.owned) return refill(index, side, shape_.card.window_orders);
  if (sent.grant || !grantable(index)) return std::nullopt;
  if (below(100) >= shape_.hasty_percent) {
    for (const unsigned one : {side, 1 - side}) {
      if (auto word = refill(index, one, shape_.card.window_orders)) return word;
    }
  }
  return grant(index);
}

std::optional<CardWord> MatchPartner::refill(std::size_t index, unsigned side,
                                             std::size_t count_max) {
  const oracle::CardSide& window = mirror_.book(index).sides[side];
  auto& under_way = sent_[index].refills[side];
  if (!window.deep || under_way.size() >= 8) return std::nullopt;
  std::size_t at = window.orders.size();
  for (const std::size_t count : under_way) at += count;
  const auto orders = side_of(function_.book(index), side);
  if (at >= orders.size() || at >= count_max) return std::nullopt;
  const std::size_t count = std::min({1 + below(2), orders.size() - at, count_max - at});
  OrderRefill word{};
  word.kind = CommandKind::OrderRefill;
  word.as_of = function_.input_seq();
  word.book = static_cast<std::uint16_t>(index);
  word.side = static_cast<std::uint8_t>(side);
  word.order_count = static_cast<std::uint8_t>(count);
  word.deep = at + count < orders.size();
  word.refill_index = static_cast<std::uint8_t>(window.refills + under_way.size());
  word.host_number = host_number_ += 2;
  const oracle::CardOrder& first = orders[at];
  word.order_id_0 = first.id;
  word.price_0 = first.price;
  word.quantity_0 = first.quantity;
  word.account_0 = first.account;
  if (count == 2) {
    const oracle::CardOrder& second = orders[at + 1];
    word.order_id_1 = second.id;
    word.price_1 = second.price;
    word.quantity_1 = second.quantity;
    word.account_1 = second.account;
  }
  if (spoil(word)) {
    ++word.host_number;
  } else {
    under_way.push_back(count);
  }
  return std::bit_cast<CardWord>(word);
}

CardWord MatchPartner::grant(std::size_t index) {
  const oracle::MatchBook& book = function_.book(index);
  const oracle::CardBook& row = mirror_.book(index);
  Sent& sent = sent_[index];
  Grant word{};
  word.kind = CommandKind::Grant;
  word.as_of = function_.input_seq();
  word.book = static_cast<std::uint16_t>(index);
  word.host_number = host_number_ += 2;
  word.highest_id = function_.highest_id();
  word.bid_refills = static_cast<std::uint8_t>(row.sides[0].refills + sent.refills[0].size());
  word.ask_refills = static_cast<std::uint8_t>(row.sides[1].refills + sent.refills[1].size());
  unsigned flags = book.is_protected ? kGrantFlagProtected : 0U;
  if (!book.auction_orders.empty() || below(16) == 0) flags |= kGrantFlagOthers;
  for (unsigned side = 0; side < 2; ++side) {
    std::size_t told = row.sides[side].orders.size();
    for (const std::size_t count : sent.refills[side]) told += count;
    if (told < side_of(book, side).size())
      flags |= side == 0 ? kGrantFlagBidDeep : kGrantFlagAskDeep;
  }
  word.flags = static_cast<std::uint8_t>(flags);
  word.reference_bid = book.reference_bid;
  word.reference_ask = book.reference_ask;
  word.lower = book.lower;
  word.upper = book.upper;
  if (spoil(word)) {
    ++word.host_number;
  } else {
    sent.grant = true;
  }
  return std::bit_cast<CardWord>(word);
}

}  // namespace hotbook::test
