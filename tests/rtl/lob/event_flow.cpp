#include "tests/rtl/lob/event_flow.hpp"

#include <algorithm>

namespace hotbook::test {

channel::MarketEvent EventFlow::next() {
  while (ready_.empty()) draw();
  const channel::MarketEvent event = ready_.front();
  ready_.pop_front();
  return event;
}

void EventFlow::draw() {
  if (random_() % 10000 < shape_.gap_permyriad) return draw_gap();
  const bool crowded = live_.size() > shape_.orders;
  const unsigned add_percent = crowded ? 25 : 50;
  const std::uint64_t dice = random_() % 100;
  if (live_.empty() || dice < add_percent)
    return draw_add(!live_.empty() && !shape_.careful && chance(4));
  if (dice < add_percent + 12) return draw_replace();
  const std::uint64_t kind = random_() % 10;
  draw_take(kind < 4 ? RecordKind::Delete : kind < 8 ? RecordKind::Execute : RecordKind::Reduce);
}

std::size_t EventFlow::pick() {
  // The youngest orders most of the time, so that one order is met again while it is still in the
  // pipeline.
  if (chance(50)) return live_.size() - 1 - random_() % std::min<std::size_t>(live_.size(), 3);
  return random_() % live_.size();
}

std::uint64_t EventFlow::new_ref() {
  ref_ += 1;
  if (shape_.careful) return ref_;
  // Now and then far apart, so that every bit of a reference takes part.
  if (chance(10)) return ref_ | (random_() << 16);
  return ref_;
}

std::uint64_t EventFlow::book() {
  // Of books that the card has no rows for, any.
  if (!shape_.careful && chance(1)) return random_() & 0xffff;
  return random_() % shape_.books;
}

std::uint32_t EventFlow::price() {
  if (!shape_.careful && chance(1)) return chance(50) ? 0 : 0xffffffff;
  return static_cast<std::uint32_t>(1000 + random_() % shape_.prices);
}

std::uint32_t EventFlow::quantity() {
  if (!shape_.careful && chance(shape_.giant_percent))
    return static_cast<std::uint32_t>(0x80000000 + random_() % 0x80000000);
  return static_cast<std::uint32_t>(1 + random_() % 8);
}

channel::MarketEvent EventFlow::blank(RecordKind kind) {
  channel::MarketEvent event;
  event.seq = ++seq_;
  event.venue_time_ns = random_() & 0xffffffffffff;
  event.rx_time_ns = random_();
  event.kind = static_cast<std::uint64_t>(kind);
  return event;
}

void EventFlow::forget() {
  std::erase_if(live_, [&](const Live&) { return !chance(3); });
}

void EventFlow::draw_gap() {
  channel::MarketEvent event = blank(RecordKind::Gap);
  event.order_ref = chance(50) && !live_.empty() ? live_.back().order_ref : 1 + random_() % 100;
  event.price = random_() % 2;
  event.book = 0xffff;
  ready_.push_back(event);
  forget();
}

void EventFlow::draw_add(bool repeated) {
  channel::MarketEvent event = blank(RecordKind::Add);
  event.book = book();
  event.order_ref = new_ref();
  event.side = random_() % 2;
  event.price = price();
  event.quantity = !shape_.careful && chance(2) ? 0 : quantity();
  if (repeated) {
    const Live& live = live_[pick()];
    event.order_ref = live.order_ref;
    if (!chance(20))
      event.book = live.book;  // else the same reference in another book: another order
  } else {
    live_.push_back({event.order_ref, static_cast<unsigned>(event.book), event.quantity});
  }
  event.pair_second = !shape_.careful && chance(1) ? 1 : 0;
  ready_.push_back(event);
}

void EventFlow::draw_take(RecordKind kind) {
  channel::MarketEvent event = blank(kind);
  const std::size_t at = pick();
  event.order_ref = live_[at].order_ref;
  event.book = live_[at].book;
  event.quantity = chance(30) ? live_[at].quantity : chance(10) ? 0 : 1 + random_() % 3;
  if (!shape_.careful && chance(10)) event.quantity = quantity();
  if (shape_.careful) event.quantity = std::min(event.quantity, live_[at].quantity);
  event.price = random_() & 0xffffffff;  // not a field of these, so the card must not look
  event.side = random_() % 2;
  if (!shape_.careful && chance(4)) event.order_ref ^= std::uint64_t{1} << random_() % 64;
  if (!shape_.careful && chance(1)) event.book = random_() % shape_.books;
  if (!shape_.careful && kind == RecordKind::Delete && chance(2)) event.pair_first = 1;
  const std::uint64_t left = live_[at].quantity;
  const bool gone = kind == RecordKind::Delete || event.quantity >= left;
  if (!gone) {
    live_[at].quantity -= event.quantity;
  } else if (shape_.careful || !chance(5)) {  // else it is named again when it is gone
    live_.erase(live_.begin() + static_cast<std::ptrdiff_t>(at));
  }
  ready_.push_back(event);
}

void EventFlow::draw_replace() {
  channel::MarketEvent first = blank(RecordKind::Delete);
  const std::size_t at = pick();
  first.order_ref = live_[at].order_ref;
  first.book = live_[at].book;
  first.pair_first = 1;
  channel::MarketEvent second = first;
  second.kind = static_cast<std::uint64_t>(RecordKind::Add);
  second.pair_first = 0;
  second.pair_second = 1;
  second.order_ref = !shape_.careful && chance(5) ? first.order_ref : new_ref();
  second.side = random_() % 2;  // the card must take the side of the order that went
  second.price = price();
  second.quantity = quantity();
  if (!shape_.careful && chance(4)) second.book = random_() % shape_.books;  // then no pair
  live_[at].order_ref = second.order_ref;
  live_[at].quantity = second.quantity;
  ready_.push_back(first);
  ready_.push_back(second);
}

}  // namespace hotbook::test
