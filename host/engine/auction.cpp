// Rules 7.2 to 7.5: the uncross.

#include "host/engine/visit.inl"

namespace hotbook::engine {

namespace {

// Rule 7.2: whether an auction order takes part in the uncross that ends this state.
bool takes_part(const Order& order, TradingState state) noexcept {
  if (order.time_in_force == TimeInForce::AtOpen) return state == TradingState::OpeningCall;
  if (order.time_in_force == TimeInForce::AtClose) return state == TradingState::ClosingCall;
  return true;
}

std::uint32_t distance(std::uint32_t a, std::uint32_t b) noexcept {
  return std::max(a, b) - std::min(a, b);
}

// Whether a is the better of two (rule 7.3); of equally good ones the first stays.
bool is_better(const Crossing& a, const Crossing& b, std::uint32_t reference) noexcept {
  if (a.executable != b.executable) return a.executable > b.executable;
  if (a.executable == 0) return false;
  if (a.difference != b.difference) return a.difference < b.difference;
  return reference != 0 && distance(a.price, reference) < distance(b.price, reference);
}

}  // namespace

void Core::uncross(std::uint16_t number, Prints& prints) noexcept {
  Book& book = books_[number];
  choose_participants(number, 0);
  const std::size_t bids = chosen_count_;
  choose_participants(number, 1);
  const Crossing crossing =
      uncross_price(bids, book.reference_price != 0 ? book.reference_price : book.last);
  if (crossing.price != 0) {
    execute_auction(book, bids, crossing);
    book.last = crossing.price;
    prints.add(crossing.price);
  }
  MatchOutput& record = emit(OutputKind::Uncrossed, number);
  record.price = crossing.price;
  record.other_order_id = crossing.executable;
  chosen_count_ = 0;
  for_each_auction_order(number, [&](const Order& order) {
    if (takes_part(order, book.state)) choose(order);
  });
  end_chosen(MatchReason::Unfilled);
}

// What market data tells of a call, while it lasts.
Indication Core::indication(std::uint16_t number) noexcept {
  const Book& book = books_[number];
  choose_participants(number, 0);
  const std::size_t bids = chosen_count_;
  choose_participants(number, 1);
  const Crossing crossing =
      uncross_price(bids, book.reference_price != 0 ? book.reference_price : book.last);
  Indication told{crossing.price, crossing.executable, 0, 0};
  for (std::size_t i = 0; i < chosen_count_; ++i) {
    const Order& order = orders_[chosen_[i].slot];
    const bool at_any_price = chosen_[i].major == 0 || crossing.price == 0;
    const bool is_bid = i < bids;
    if (!at_any_price && (is_bid ? order.price < crossing.price : order.price > crossing.price)) {
      continue;
    }
    (is_bid ? told.demand : told.supply) += order.open;
  }
  chosen_count_ = 0;
  return told;
}

// One side's participants in the order in which they execute (rule 7.4): market orders have the
// lowest key; at one price, and so at one key, they keep the order in which they are chosen.
void Core::choose_participants(std::uint16_t number, std::uint32_t side) noexcept {
  const std::size_t first = chosen_count_;
  const auto take = [&](const Order& order) {
    const bool is_market = order.type == OrderType::Market;
    const std::uint64_t major = is_market ? 0 : std::uint64_t{key_of(side, order.price)} + 1;
    chosen_[chosen_count_] = {major, chosen_count_, slot_of(order)};
    ++chosen_count_;
  };
  for_each_on_side(number, side, take);
  for_each_auction_order(number, [&](const Order& order) {
    if (order.side == side && takes_part(order, books_[number].state)) take(order);
  });
  std::sort(chosen_.data() + first, chosen_.data() + chosen_count_,
            [](const Chosen& a, const Chosen& b) {
              return a.major != b.major ? a.major < b.major : a.minor < b.minor;
            });
}

// Goes through the stretches of ticks in which demand and supply do not change, from the lowest
// limit price to the highest. The nearest tick to the reference stands for its stretch.
Crossing Core::uncross_price(std::size_t bids, std::uint32_t reference) const noexcept {
  const auto order = [this](std::size_t at) -> const Order& { return orders_[chosen_[at].slot]; };
  const auto is_market = [this](std::size_t at) { return chosen_[at].major == 0; };
  std::uint64_t demand = 0;
  std::uint64_t supply = 0;
  for (std::size_t i = 0; i < bids; ++i) demand += order(i).open;
  std::size_t bid = bids;  // one past the lowest bid limit that still demands
  std::size_t ask = bids;  // the lowest ask limit that does not yet supply
  for (; ask < chosen_count_ && is_market(ask); ++ask) supply += order(ask).open;

  const bool has_bid = bids != 0 && !is_market(bids - 1);
  const bool has_ask = ask < chosen_count_;
  Crossing best;
  if (!has_bid && !has_ask) {
    best = {reference, std::min(demand, supply), 0};
    return reference == 0 || best.executable == 0 ? Crossing{} : best;
  }
  std::uint32_t low = kPriceMax;
  std::uint32_t high = 0;
  if (has_bid) {
    low = order(bids - 1).price;
    std::size_t first = 0;
    while (is_market(first)) ++first;
    high = order(first).price;
  }
  if (has_ask) {
    low = std::min(low, order(ask).price);
    high = std::max(high, order(chosen_count_ - 1).price);
  }
  for (std::uint32_t price = low; price <= high;) {
    for (; ask < chosen_count_ && order(ask).price <= price; ++ask) supply += order(ask).open;
    for (; bid != 0 && !is_market(bid - 1) && order(bid - 1).price < price; --bid) {
      demand -= order(bid - 1).open;
    }
    std::uint32_t next = high + 1;
    if (ask < chosen_count_) next = std::min(next, order(ask).price);
    if (bid != 0 && !is_market(bid - 1)) next = std::min(next, order(bid - 1).price + 1);
    const std::uint32_t nearest = reference == 0 ? price : std::clamp(reference, price, next - 1);
    const Crossing crossing{nearest, std::min(demand, supply),
                            std::max(demand, supply) - std::min(demand, supply)};
    if (is_better(crossing, best, reference)) best = crossing;
    price = next;
  }
  return best;
}

void Core::execute_auction(Book& book, std::size_t bids, const Crossing& crossing) noexcept {
  std::size_t bid = 0;
  std::size_t ask = bids;
  for (std::uint64_t left = crossing.executable; left != 0;) {
    Order& buyer = orders_[chosen_[bid].slot];
    Order& seller = orders_[chosen_[ask].slot];
    const std::uint32_t quantity = std::min(buyer.open, seller.open);
    take_from_resting(book, buyer, quantity);
    take_from_resting(book, seller, quantity);
    left -= quantity;
    emit_execution(buyer, seller, crossing.price, quantity);
    MatchOutput& record = outputs_.end()[-1];
    record.flags = kOutputFlagAuction;
    if (buyer.open == 0) {
      settle_resting(book, buyer);
      ++bid;
    }
    if (seller.open == 0) {
      settle_resting(book, seller);
      ++ask;
    }
  }
  if (bid < bids) settle_resting(book, orders_[chosen_[bid].slot]);
  if (ask < chosen_count_) settle_resting(book, orders_[chosen_[ask].slot]);
}

}  // namespace hotbook::engine
