#include "sim/oracle/match_peg_oracle.hpp"

#include <algorithm>

namespace hotbook::oracle {
namespace {

constexpr std::int64_t kPriceMax = 0x7fffffff;

}  // namespace

std::uint32_t peg_price(const MatchBook& book, const MatchOrder& order) {
  const bool is_bid = order.side == Side::Bid;
  const std::int64_t own = is_bid ? book.reference_bid : book.reference_ask;
  const std::int64_t opposite = is_bid ? book.reference_ask : book.reference_bid;
  const bool needs_own = order.type != OrderType::PeggedMarket;
  const bool needs_opposite = order.type != OrderType::PeggedPrimary;
  if ((needs_own && own == 0) || (needs_opposite && opposite == 0)) return 0;

  std::int64_t price = 0;
  if (order.type == OrderType::PeggedPrimary) {
    price = own;
  } else if (order.type == OrderType::PeggedMarket) {
    price = opposite;
  } else if (is_bid) {
    price = (own + opposite) / 2;  // rounded down
  } else {
    price = (own + opposite + 1) / 2;  // rounded up
  }
  price += static_cast<std::int32_t>(order.stop_price);
  if (is_bid) {
    if (order.cap != 0) price = std::min<std::int64_t>(price, order.cap);
    if (book.upper != 0) price = std::min<std::int64_t>(price, book.upper);
  } else {
    if (order.cap != 0) price = std::max<std::int64_t>(price, order.cap);
    if (book.lower != 0) price = std::max<std::int64_t>(price, book.lower);
  }
  if (price < 1 || price > kPriceMax) return 0;
  return static_cast<std::uint32_t>(price);
}

}  // namespace hotbook::oracle
