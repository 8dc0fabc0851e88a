#include "tests/rtl/match/match_bench.hpp"

namespace hotbook::test {

std::uint64_t counted_orders(const oracle::MatchCardOracle& card, const oracle::CardWord& command,
                             const oracle::CardWord& first_record) {
  const auto c = std::bit_cast<MatchCommand>(command);
  if (c.kind != CommandKind::NewOrder ||
      c.time_in_force != static_cast<std::uint8_t>(TimeInForce::Fok))
    return 0;
  const auto output = std::bit_cast<MatchOutput>(first_record);
  const auto echo = std::bit_cast<MatchEcho>(first_record);
  const bool accepted =
      output.kind == RecordKind::MatchOutput && output.output_kind == OutputKind::Accepted;
  const bool punted = echo.kind == RecordKind::MatchEcho && echo.verdict == Verdict::Punted;
  if (!accepted && !punted) return 0;
  const bool is_market = c.order_type == static_cast<std::uint8_t>(OrderType::Market);
  const oracle::CardBook& book = card.book(c.book);
  const std::uint32_t band = c.side == 0 ? book.upper : book.lower;
  const bool at_once = c.order_type > 1 || c.display_quantity != 0 || c.min_quantity != 0 ||
                       c.stop_price != 0 || c.expire_s != 0 ||
                       (!is_market && band != 0 && c.price == band);
  if (punted && at_once) return 0;
  const auto beyond = [&](std::uint32_t price, std::uint32_t limit) {
    return c.side == 0 ? price > limit : price < limit;
  };
  const std::uint32_t reference = book.reference[1U - c.side];
  std::uint64_t looked_at = 0;
  std::uint64_t counted = 0;
  for (const oracle::CardOrder& order : book.sides[1U - c.side].orders) {
    ++looked_at;
    if (!is_market && beyond(order.price, c.price)) return looked_at;
    if (book.is_protected && reference != 0 && beyond(order.price, reference)) return looked_at;
    if (is_market && band != 0 && beyond(order.price, band)) return looked_at;
    const bool own = order.account == c.account && c.self_match != 0;
    if (own && c.self_match != static_cast<std::uint8_t>(SelfMatch::CancelOldest)) return looked_at;
    if (!own) counted += order.quantity;
    if (counted >= c.quantity) return looked_at;
  }
  return looked_at + 1;  // and found that there is no more
}

}  // namespace hotbook::test
