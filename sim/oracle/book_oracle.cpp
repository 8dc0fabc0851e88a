#include "sim/oracle/book_oracle.hpp"

#include <algorithm>

namespace hotbook::oracle {
namespace {

// A record's quantity has 32 bits; a level's own sum may be more.
std::uint32_t told_quantity(std::uint64_t quantity) {
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(quantity, 0xffffffff));
}

void set(BookUpdate& update, std::uint16_t flag) {
  update.flags = static_cast<std::uint16_t>(update.flags | flag);
}

}  // namespace

BookUpdate BookOracle::apply(const Event& event) {
  BookUpdate update{};
  update.kind = event.kind;
  update.seq = event.seq;
  update.venue_time_ns = event.venue_time_ns;
  update.rx_time_ns = event.rx_time_ns;
  update.order_ref = event.order_ref;
  update.price = event.price;
  update.book = event.book;
  ++counters_["lob.events"];
  if (event.kind == RecordKind::Gap) {
    start_epoch_after_gap();
    return update;
  }
  if (event.pair_first) set(update, kUpdateFlagPairFirst);
  if (event.pair_second) set(update, kUpdateFlagPairSecond);
  if (!event.pair_second) before_message_ = top(event.book);
  update.price = 0;
  if (event.kind == RecordKind::Add) {
    apply_add(event, update);
  } else {
    apply_take(event, update);
  }
  tell_top(event, update);
  return update;
}

void BookOracle::start_epoch_after_gap() {
  known_ = false;
  orders_.clear();
  books_.clear();
}

void BookOracle::apply_add(const Event& event, BookUpdate& update) {
  if (event.pair_second && pair_unknown_) {
    set(update, kUpdateFlagOrderUnknown);
    update.price = event.price;
    update.quantity = event.quantity;
    return;
  }
  const Side side = event.pair_second ? pair_side_ : event.side;
  if (side == Side::Ask) set(update, kUpdateFlagSideAsk);
  const OrderName name{event.book, event.order_ref};
  if (event.quantity == 0 || orders_.contains(name)) {
    set(update, kUpdateFlagOrderIgnored);
    ++counters_["lob.order_ignored"];
    return;
  }
  orders_[name] = {side, event.price, event.quantity};
  Book& book = books_[event.book];
  Level& level = (side == Side::Bid ? book.bids : book.asks)[event.price];
  level.quantity += event.quantity;
  level.order_count += 1;
  update.price = event.price;
  update.quantity = event.quantity;
}

// Execute, reduce and delete.
void BookOracle::apply_take(const Event& event, BookUpdate& update) {
  const auto found = orders_.find({event.book, event.order_ref});
  if (event.pair_first) pair_unknown_ = found == orders_.end();
  if (found == orders_.end()) {
    set(update, kUpdateFlagOrderUnknown);
    if (event.kind != RecordKind::Delete) update.quantity = event.quantity;
    ++counters_["lob.order_unknown"];
    return;
  }
  Order& order = found->second;
  if (event.pair_first) pair_side_ = order.side;
  if (order.side == Side::Ask) set(update, kUpdateFlagSideAsk);
  std::uint32_t taken = order.quantity;
  if (event.kind != RecordKind::Delete) {
    taken = std::min(event.quantity, order.quantity);
    if (event.quantity > order.quantity) {
      set(update, kUpdateFlagOverfill);
      ++counters_["lob.overfill"];
    }
  }
  update.price = order.price;
  update.quantity = taken;

  Book& book = books_.at(event.book);
  Levels& levels = order.side == Side::Bid ? book.bids : book.asks;
  Level& level = levels.at(order.price);
  level.quantity -= taken;
  order.quantity -= taken;
  if (order.quantity == 0) {
    level.order_count -= 1;
    if (level.order_count == 0) levels.erase(order.price);
    orders_.erase(found);
  }
}

BookOracle::Top BookOracle::top(std::uint16_t book) const {
  Top top;
  if (!known_) return top;
  top.bid.known = true;
  top.ask.known = true;
  const auto found = books_.find(book);
  if (found == books_.end()) return top;
  if (!found->second.bids.empty()) {
    const auto& [price, level] = *found->second.bids.rbegin();
    top.bid = {true, price, told_quantity(level.quantity)};
  }
  if (!found->second.asks.empty()) {
    const auto& [price, level] = *found->second.asks.begin();
    top.ask = {true, price, told_quantity(level.quantity)};
  }
  return top;
}

void BookOracle::tell_top(const Event& event, BookUpdate& update) {
  const Top now = top(event.book);
  update.bid_price = now.bid.price;
  update.bid_quantity = now.bid.quantity;
  update.ask_price = now.ask.price;
  update.ask_quantity = now.ask.quantity;
  if (now.bid.known) set(update, kUpdateFlagBidKnown);
  if (now.ask.known) set(update, kUpdateFlagAskKnown);
  if (!event.pair_first && now != before_message_) {
    set(update, kUpdateFlagTopChanged);
    ++counters_["lob.tops"];
  }
}

Levels BookOracle::levels(std::uint16_t book, Side side) const {
  const auto found = books_.find(book);
  if (found == books_.end()) return {};
  return side == Side::Bid ? found->second.bids : found->second.asks;
}

}  // namespace hotbook::oracle
