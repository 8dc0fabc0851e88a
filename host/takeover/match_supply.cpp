// Which refills and grants are worth sending: true as of the inputs followed, and none that an
// input on its way is sure to spoil.

#include <algorithm>

#include "host/takeover/match_follower.hpp"

namespace hotbook {
namespace {

constexpr std::size_t kRefillsUnderWay = 2;  // of a window that the card trades from

// A window at its low-water mark is refilled; one that is being set up is filled above it.
constexpr std::size_t low_water(std::size_t window_orders) {
  return window_orders / 2;
}
constexpr std::size_t set_up_orders(std::size_t window_orders) {
  return (window_orders + 2) / 2;
}

// What a book that the card may have looks like, but for icebergs and gtd orders, which must be
// behind the windows.
bool suits_the_card(const engine::BookView& view) noexcept {
  return view.state == TradingState::Continuous && !view.has_stops && !view.has_pegs;
}

}  // namespace

void MatchFollower::want(std::uint16_t book) noexcept {
  if (books_[book].is_wanted) return;
  books_[book].is_wanted = true;
  wanted_[(wanted_first_ + wanted_count_++) % wanted_.size()] = book;
}

std::optional<MatchWord> MatchFollower::next_supply() noexcept {
  // Between two records of an input the engine is ahead of what the card has closed.
  if (is_open_) return std::nullopt;
  while (wanted_count_ != 0) {
    const std::uint16_t number = wanted_[wanted_first_];
    if (const auto word = supply(number)) return word;
    books_[number].is_wanted = false;
    wanted_first_ = (wanted_first_ + 1) % wanted_.size();
    --wanted_count_;
  }
  return std::nullopt;
}

std::optional<MatchWord> MatchFollower::supply(std::uint16_t number) noexcept {
  Book& book = books_[number];
  std::size_t enough = low_water(shape_.window_orders) + 1;
  if (!book.card_owns) {
    const bool is_spoilt = book.unclosed != 0 || unclosed_for_all_ != 0;
    if (book.grant_coming || is_spoilt || !is_grantable(number)) return std::nullopt;
    enough = set_up_orders(shape_.window_orders);
  }
  enough = std::min(enough, shape_.window_orders);
  for (const Side which : {Side::Bid, Side::Ask}) {
    const MatchWindowMirror& side = book.sides[static_cast<std::size_t>(which)];
    const bool may_come = book.card_owns ? side.coming() < kRefillsUnderWay : true;
    if (!may_come || side.is_coming_full() || !side.is_deep_expected()) continue;
    if (side.count_expected() >= enough) continue;
    if (const auto word = refill(number, which)) return word;
  }
  return book.card_owns ? std::nullopt : grant(number);
}

std::optional<MatchWord> MatchFollower::refill(std::uint16_t number, Side side) noexcept {
  MatchWindowMirror& window = books_[number].sides[static_cast<std::size_t>(side)];
  std::array<engine::RestingOrder, MatchWindowMirror::kRefillOrders> orders;
  const std::size_t room = shape_.window_orders - window.count_expected();
  const std::span<engine::RestingOrder> wanted{orders.data(), std::min(room, orders.size())};
  const auto read = engine_.orders_behind(number, side, window.last_expected(), wanted);
  if (read.count == 0) return std::nullopt;

  OrderRefill refill{};
  refill.as_of = followed_;
  refill.book = number;
  refill.side = static_cast<std::uint8_t>(side);
  refill.order_count = static_cast<std::uint8_t>(read.count);
  refill.deep = read.more ? 1 : 0;
  refill.kind = CommandKind::OrderRefill;
  refill.refill_index = window.refills_expected();
  refill.order_id_0 = orders[0].id;
  refill.price_0 = orders[0].price;
  refill.quantity_0 = orders[0].open;
  refill.account_0 = orders[0].account;
  if (read.count == 2) {
    refill.order_id_1 = orders[1].id;
    refill.price_1 = orders[1].price;
    refill.quantity_1 = orders[1].open;
    refill.account_1 = orders[1].account;
  }
  refill.host_number = ++host_number_;
  window.sent(wanted.first(read.count), read.more);
  return std::bit_cast<MatchWord>(refill);
}

// Rules 5.2 and 6.1.
std::optional<MatchWord> MatchFollower::grant(std::uint16_t number) noexcept {
  Book& book = books_[number];
  const engine::BookView view = engine_.view(number);
  const auto is_deep = [&](Side side) {
    const MatchWindowMirror& window = book.sides[static_cast<std::size_t>(side)];
    return engine_.orders_behind(number, side, window.last_expected(), {}).more;
  };
  unsigned flags = 0;
  if (view.is_protected) flags |= kGrantFlagProtected;
  if (is_deep(Side::Bid)) flags |= kGrantFlagBidDeep;
  if (is_deep(Side::Ask)) flags |= kGrantFlagAskDeep;
  if (view.has_auction_orders) flags |= kGrantFlagOthers;

  Grant grant{};
  grant.as_of = followed_;
  grant.book = number;
  grant.flags = static_cast<std::uint8_t>(flags);
  grant.bid_refills = book.sides[0].refills_expected();
  grant.ask_refills = book.sides[1].refills_expected();
  grant.kind = CommandKind::Grant;
  grant.highest_id = engine_.highest_id();
  grant.reference_bid = view.reference_bid;
  grant.reference_ask = view.reference_ask;
  grant.lower = view.lower;
  grant.upper = view.upper;
  grant.host_number = ++host_number_;
  book.grant_coming = true;
  book.grant_doomed = false;
  book.decided_here = 0;
  return std::bit_cast<MatchWord>(grant);
}

// Section 4's first sentence, and what makes it worth while: a side whose best order is an iceberg
// or a gtd order would be unknown. In state continuous no order is at its bands' edge: the function
// would have made it limit_up or limit_down.
bool MatchFollower::is_grantable(std::uint16_t number) const noexcept {
  if (!suits_the_card(engine_.view(number))) return false;
  for (const Side side : {Side::Bid, Side::Ask}) {
    std::array<engine::RestingOrder, 1> best;
    const auto read = engine_.orders_behind(number, side, 0, best);
    if (read.count == 0 && read.more) return false;
  }
  return true;
}

bool MatchFollower::is_held(const MatchCommand& command) const noexcept {
  if (command.book >= books_.size()) return false;
  const Book& book = books_[command.book];
  return !book.card_owns && !book.grant_coming && book.decided_here >= options_.hold_after &&
         (book.unclosed != 0 || unclosed_for_all_ != 0) && is_grantable(command.book);
}

}  // namespace hotbook
