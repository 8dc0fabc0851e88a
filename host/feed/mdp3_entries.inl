// Mdp3Handler's bodies, third part: what the entries of book messages do to rows and orders.

#pragma once

namespace hotbook::feed {

// The instrument as it stands in this epoch.
template <class Sink>
mdp3::Known& Mdp3Handler<Sink>::fresh(std::uint32_t index) noexcept {
  Known& known = instruments_[index];
  if (known.epoch != epoch_) [[unlikely]]
    known.forget(epoch_);
  return known;
}

// True for the first number, and for the one after the last.
template <class Sink>
bool Mdp3Handler<Sink>::follows(Known& known, std::uint32_t rpt_seq) const noexcept {
  const bool right = !known.rpt_known || rpt_seq == known.rpt_seq + 1;
  known.rpt_known = true;
  known.rpt_seq = rpt_seq;
  return right;
}

// 0 where it is null, no whole number of ticks, or not a book's price. A multiple of the odd part
// of the tick, times its inverse, is how many.
template <class Sink>
std::uint32_t Mdp3Handler<Sink>::price_of(const InstrumentCommand& told, std::uint64_t raw,
                                          std::int8_t exponent) noexcept {
  __extension__ using Wide = __int128;
  auto units = static_cast<std::int64_t>(raw);
  if (raw == kPriceNull) return 0;
  if (exponent == -7 && __builtin_mul_overflow(units, std::int64_t{100}, &units)) return 0;
  if ((static_cast<std::uint64_t>(units) & ((std::uint64_t{1} << told.tick_shift) - 1)) != 0) {
    return 0;
  }
  const std::int64_t shifted = units >> told.tick_shift;
  const auto ticks =
      static_cast<std::int64_t>(static_cast<std::uint64_t>(shifted) * told.tick_inverse);
  if (static_cast<Wide>(ticks) * static_cast<Wide>(told.tick_odd) != shifted) return 0;
  const Wide price = static_cast<Wide>(ticks) + static_cast<std::int64_t>(told.price_offset);
  return price >= 1 && price <= 0xffffffffU ? static_cast<std::uint32_t>(price) : 0;
}

template <class Sink>
void Mdp3Handler<Sink>::level_entry(const mdp3::EntryLayout& at, const std::uint8_t* entry) {
  const std::uint8_t type = entry[at.type];
  Referred& referred = referred_[referred_count_++];
  referred.type = type;
  referred.index = instruments_.find(mdp3::load_le32(entry + at.security));
  if (referred.index == mdp3::InstrumentTable::kNone) {
    ++counters_.feed.unmapped;
    return;
  }
  Known* known = &fresh(referred.index);
  const bool of_side = type == '0' || type == '1';
  const std::uint32_t price =
      of_side ? price_of(known->told, mdp3::load_le64(entry + at.price), at.price_exponent) : 0;
  referred.price = price;
  if (is_past(*known)) [[unlikely]]
    return;
  if (of_side && !known->by_order() && !is_sound(*known, entry, at, price)) return bad_entry();
  const std::uint32_t rpt_seq = mdp3::load_le32(entry + at.rpt_seq);
  if (!follows(*known, rpt_seq)) [[unlikely]] {
    reset();
    static_cast<void>(follows(fresh(referred.index), rpt_seq));
  }
  if (of_side) {
    if (!known->by_order()) {
      change_row(*known, type == '0' ? Side::Bid : Side::Ask, entry, at, price);
    }
  } else if (type == 'J') {
    if (known->by_order()) return begin_anew(seq_);
    for (const Side side : {Side::Bid, Side::Ask}) {
      Row& row = known->rows[static_cast<std::size_t>(side)];
      for (Row::Level& level : row.levels) remove_level(*known, side, level);
    }
  } else if (type != 'E' && type != 'F') {
    ++counters_.feed.bad_field;
  }
}

// Whether the fields that the entry's action uses are in their domains.
template <class Sink>
bool Mdp3Handler<Sink>::is_sound(const Known& known, const std::uint8_t* entry,
                                 const mdp3::EntryLayout& at, std::uint32_t price) const noexcept {
  const std::uint8_t action = entry[at.action];
  const std::uint8_t level = entry[at.level];
  if (action == kDeleteThru) return true;
  if (action > kOverlay || level == 0 || level > known.told.depth) return false;
  if (action == kDelete || action == kDeleteFrom) return true;
  return price != 0 && is_quantity(mdp3::load_le32(entry + at.quantity));
}

template <class Sink>
void Mdp3Handler<Sink>::remove_level(const Known& known, Side side, Row::Level& level) {
  if (level.quantity == 0) return;
  remove(known.told.book, reference(side, level.price));
  level = {};
}

template <class Sink>
void Mdp3Handler<Sink>::change_row(Known& known, Side side, const std::uint8_t* entry,
                                   const mdp3::EntryLayout& at, std::uint32_t price) {
  Row& row = known.rows[static_cast<std::size_t>(side)];
  const std::size_t depth = known.told.depth;
  const std::uint8_t action = entry[at.action];
  const std::size_t place = entry[at.level] - std::size_t{1};
  if (action == kDelete) {
    remove_level(known, side, row.levels[place]);
    return row.erase(place, 1, depth);
  }
  if (action == kDeleteThru || action == kDeleteFrom) {
    const std::size_t count = action == kDeleteThru ? depth : place + 1;
    for (std::size_t i = 0; i < count; ++i) remove_level(known, side, row.levels[i]);
    return row.erase(0, count, depth);
  }
  // A price is a level's name: whoever else has it goes first.
  const std::size_t other = row.find(price);
  if (other != Row::kPlaces && (action == kNew || other != place)) [[unlikely]] {
    remove_level(known, side, row.levels[other]);
  }
  const Row::Level come{price, mdp3::load_le32(entry + at.quantity)};
  const NewOrder order{reference(side, price), price, come.quantity};
  if (action == kNew) {
    remove_level(known, side, row.levels[depth - 1]);
    row.insert(place, depth, come);
    return add(known.told.book, side, order);
  }
  Row::Level& level = row.levels[place];
  if (level.quantity == 0) {
    add(known.told.book, side, order);
  } else {
    replace(known.told.book, side, reference(side, level.price), order);
  }
  level = come;
}

// An order of a message that has nothing else.
template <class Sink>
void Mdp3Handler<Sink>::order_entry(const mdp3::EntryLayout& at, const std::uint8_t* entry) {
  const std::uint32_t index = instruments_.find(mdp3::load_le32(entry + at.security));
  if (index == mdp3::InstrumentTable::kNone) {
    ++counters_.feed.unmapped;
    return;
  }
  const Known& known = instruments_[index];
  const std::uint8_t type = entry[at.type];
  if (!known.by_order() || is_past(known) || type == 'E' || type == 'F') return;
  if (type == 'J') return begin_anew(seq_);
  if (type != '0' && type != '1') {
    ++counters_.feed.bad_field;
    return;
  }
  change_order(known, {mdp3::load_le64(entry + at.order_id),
                       price_of(known.told, mdp3::load_le64(entry + at.price), at.price_exponent),
                       mdp3::load_le32(entry + at.quantity), entry[at.action],
                       type == '0' ? Side::Bid : Side::Ask});
}

// An order whose instrument, side and price are those of a level entry of the same message.
template <class Sink>
void Mdp3Handler<Sink>::referring_entry(const mdp3::EntryLayout& at, const std::uint8_t* entry) {
  const std::size_t number = entry[at.reference];
  if (number == 0 || number > referred_count_) return bad_entry();
  const Referred& referred = referred_[number - 1];
  if (referred.index == mdp3::InstrumentTable::kNone) {
    ++counters_.feed.unmapped;
    return;
  }
  const Known& known = instruments_[referred.index];
  if (!known.by_order() || is_past(known)) return;
  if ((referred.type != '0' && referred.type != '1')) return;
  change_order(known, {mdp3::load_le64(entry + at.order_id), referred.price,
                       mdp3::load_le32(entry + at.quantity), entry[at.action],
                       referred.type == '0' ? Side::Bid : Side::Ask});
}

template <class Sink>
void Mdp3Handler<Sink>::change_order(const Known& known, const Order& order) {
  const std::uint16_t book = known.told.book;
  if (order.action > kDelete || order.id == kOrderIdNull) return bad_entry();
  if (order.action == kDelete) return remove(book, order.id);
  if (order.price == 0 || !is_quantity(order.quantity)) return bad_entry();
  const NewOrder come{order.id, order.price, order.quantity};
  if (order.action == kNew) {
    add(book, order.side, come);
  } else {
    replace(book, order.side, order.id, come);
  }
}

}  // namespace hotbook::feed
