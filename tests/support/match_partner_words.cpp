// What the partner's refills and grants look like when they are spoilt, and words as text.

#include <bit>
#include <sstream>

#include "tests/support/match_partner.hpp"

namespace hotbook::test {

using oracle::CardWord;

// Each of these alone makes the card refuse, whatever it holds.
bool MatchPartner::spoil(OrderRefill& word) {
  if (below(100) >= shape_.wrong_percent) return false;
  switch (below(13)) {
    case 0:
      word.as_of += 1'000'000 + below(4);
      break;
    case 1:
      word.as_of |= std::uint64_t{1} << (40 + below(24));
      break;
    case 2:
      word.refill_index = static_cast<std::uint8_t>(word.refill_index + 5 + below(200));
      break;
    case 3:
      word.order_count = static_cast<std::uint8_t>(below(2) == 0 ? 0 : 3 + below(253));
      break;
    case 4:
      word.price_0 = below(2) == 0 ? 0 : 0x80000000 | word.price_0;
      break;
    case 5:
      word.quantity_0 = below(2) == 0 ? 0 : 0x80000000 | word.quantity_0;
      break;
    case 6:
      word.reserved_0 = static_cast<std::uint8_t>(1U << below(8));
      break;
    case 7:
      word.side = static_cast<std::uint8_t>(word.side | (2U << below(7)));
      break;
    case 8:
      word.deep = static_cast<std::uint8_t>(word.deep | (2U << below(7)));
      break;
    case 9:
      word.book = static_cast<std::uint16_t>(shape_.card.match_books + below(3));
      break;
    case 10:
      word.price_1 = 0x80000000 | static_cast<std::uint32_t>(random_());
      break;
    case 11:
      word.quantity_1 = word.order_count == 2 ? 0 : 1;
      break;
    default:
      if (word.order_count == 2) {
        word.price_1 = word.side == 0 ? word.price_0 + 1 : word.price_0 - 1;
      } else {
        (below(2) == 0 ? word.account_1 : word.price_1) = 1;
      }
      break;
  }
  return true;
}

bool MatchPartner::spoil(Grant& word) {
  if (below(100) >= shape_.wrong_percent) return false;
  switch (below(9)) {
    case 0:
      word.as_of += 1'000'000;
      break;
    case 1:
      word.flags = static_cast<std::uint8_t>(word.flags | (16U << below(4)));
      break;
    case 2:
      word.bid_refills = static_cast<std::uint8_t>(word.bid_refills + 5 + below(200));
      break;
    case 3:
      word.ask_refills = static_cast<std::uint8_t>(word.ask_refills + 5 + below(200));
      break;
    case 4:
      word.book = static_cast<std::uint16_t>(shape_.card.match_books + below(3));
      break;
    case 5:
      word.reserved_0 = static_cast<std::uint16_t>(1U << below(16));
      break;
    case 6:
      (below(2) == 0 ? word.reserved_1 : word.reserved_2) = std::uint64_t{1} << below(64);
      break;
    case 7:
      (below(2) == 0 ? word.reference_bid : word.reference_ask) |= 0x80000000;
      break;
    default:
      (below(2) == 0 ? word.lower : word.upper) |= 0x80000000;
      break;
  }
  return true;
}

// Refills and grants of no real book that the card often takes.
CardWord MatchPartner::invented() {
  const auto index = static_cast<std::uint16_t>(below(shape_.card.match_books));
  const auto which = static_cast<unsigned>(below(2));
  const oracle::CardBook& book = mirror_.book(index);
  const std::uint64_t as_of = mirror_.input_seq() - (below(4) == 0 ? below(4) : 0);
  const auto price = [&] { return static_cast<std::uint32_t>(995 + below(10)); };
  if (!book.owned && below(3) == 0) {
    Grant word{};
    word.kind = CommandKind::Grant;
    word.as_of = as_of;
    word.book = index;
    word.host_number = host_number_ += 2;
    word.flags = static_cast<std::uint8_t>(below(16));
    word.bid_refills = book.sides[0].refills;
    word.ask_refills = book.sides[1].refills;
    word.highest_id = below(4) == 0 ? mirror_.highest_id() + below(3) : 0;
    word.reference_bid = below(2) == 0 ? 0 : price() - 3;
    word.reference_ask = below(2) == 0 ? 0 : price() + 3;
    word.lower = below(2) == 0 ? 0 : price() - 4;
    word.upper = below(2) == 0 ? 0 : price() + 4;
    if (spoil(word)) ++word.host_number;
    return std::bit_cast<CardWord>(word);
  }
  const oracle::CardSide& side = book.sides[which];
  OrderRefill word{};
  word.kind = CommandKind::OrderRefill;
  word.as_of = as_of;
  word.book = index;
  word.side = static_cast<std::uint8_t>(which);
  word.order_count = static_cast<std::uint8_t>(1 + below(2));
  word.deep = static_cast<std::uint8_t>(below(4) != 0);
  word.refill_index = side.refills;
  word.host_number = host_number_ += 2;
  word.order_id_0 = invented_id_++;
  word.price_0 = side.orders.empty() || below(8) == 0 ? price() : side.orders.back().price;
  word.quantity_0 = static_cast<std::uint32_t>(below(50) == 0 ? 0x7fffffff : 1 + below(9));
  word.account_0 = static_cast<std::uint32_t>(1 + below(4));
  if (word.order_count == 2) {
    const auto step = static_cast<std::uint32_t>(below(3));
    word.order_id_1 = invented_id_++;
    word.price_1 = which == 0 ? word.price_0 - step : word.price_0 + step;
    word.quantity_1 = static_cast<std::uint32_t>(1 + below(9));
    word.account_1 = static_cast<std::uint32_t>(1 + below(4));
  }
  if (spoil(word)) ++word.host_number;
  return std::bit_cast<CardWord>(word);
}

namespace {

unsigned number(auto value) {
  return static_cast<unsigned>(value);
}

}  // namespace

std::string text_of(const oracle::CardWord& record) {
  std::ostringstream text;
  const auto out = std::bit_cast<MatchOutput>(record);
  if (out.kind == RecordKind::MatchOutput) {
    text << "output seq=" << out.input_seq << " index=" << out.index << " book=" << out.book
         << " kind=" << number(out.output_kind) << " reason=" << number(out.reason)
         << " order_id=" << out.order_id << " other=" << out.other_order_id
         << " price=" << out.price << " quantity=" << out.quantity << " leaves=" << out.leaves
         << " other_leaves=" << out.other_leaves << " account=" << out.account
         << " other_account=" << out.other_account << " side=" << number(out.side)
         << " flags=" << number(out.flags) << std::hex << " check=" << out.input_check;
    return text.str();
  }
  const auto echo = std::bit_cast<MatchEcho>(record);
  text << "echo seq=" << echo.input_seq << " book=" << echo.book
       << " of=" << number(echo.input_kind) << " verdict=" << number(echo.verdict)
       << " outputs=" << echo.outputs << " order_id=" << echo.order_id
       << " host_number=" << echo.host_number << " bid=" << echo.bid_price
       << " ask=" << echo.ask_price << " flags=" << number(echo.flags)
       << " side=" << number(echo.side) << " bid_count=" << number(echo.bid_count)
       << " ask_count=" << number(echo.ask_count) << " kind=" << number(echo.kind) << std::hex
       << " check=" << echo.input_check;
  return text.str();
}

std::string text_of_command(const oracle::CardWord& word) {
  std::ostringstream text;
  const auto c = std::bit_cast<MatchCommand>(word);
  if (c.kind == CommandKind::OrderRefill) {
    const auto r = std::bit_cast<OrderRefill>(word);
    text << "order_refill as_of=" << r.as_of << " book=" << r.book << " side=" << number(r.side)
         << " count=" << number(r.order_count) << " deep=" << number(r.deep)
         << " index=" << number(r.refill_index) << " " << r.order_id_0 << ":" << r.quantity_0 << "@"
         << r.price_0 << " " << r.order_id_1 << ":" << r.quantity_1 << "@" << r.price_1;
    return text.str();
  }
  text << "command kind=" << number(c.kind) << " order_id=" << c.order_id << " book=" << c.book
       << " side=" << number(c.side) << " type=" << number(c.order_type)
       << " time=" << number(c.time_in_force) << " flags=" << number(c.flags)
       << " self_match=" << number(c.self_match) << " account=" << c.account
       << " state=" << number(c.state) << " price=" << c.price << " quantity=" << c.quantity
       << " display=" << c.display_quantity << " min=" << c.min_quantity << " stop=" << c.stop_price
       << " expire=" << c.expire_s << " new_id=" << c.new_order_id;
  return text.str();
}

}  // namespace hotbook::test
