// Rules 12 to 30 of hls/mdp3_decode/README.md: what the entries of book messages become.

#include "sim/oracle/mdp3_fields.hpp"
#include "sim/oracle/mdp3_oracle.hpp"

namespace hotbook::oracle {
namespace {

constexpr std::uint64_t kDayNs = 86'400'000'000'000;

bool is_by_order_template(std::uint64_t template_id) {
  return template_id == 43 || template_id == 47;
}

int price_decimals(std::uint64_t template_id) {
  return template_id == 32 || template_id == 43 ? 7 : 9;
}

std::optional<Side> side_of(char type) {
  if (type == '0') return Side::Bid;
  if (type == '1') return Side::Ask;
  return std::nullopt;
}

bool is_quantity(std::uint64_t quantity) {
  return quantity >= 1 && quantity < kNullQuantity;
}

std::uint64_t reference(Side side, std::uint32_t price) {
  return (side == Side::Ask ? std::uint64_t{1} << 32 : 0) + price;
}

}  // namespace

std::optional<std::uint32_t> mdp3_price(const InstrumentCommand& instrument, std::int64_t mantissa,
                                        int decimals) {
  __extension__ using Wide = __int128;
  constexpr Wide kMax = 0x7fffffffffffffff;
  Wide price = mantissa;
  if (decimals == 7) price *= 100;
  if (price > kMax || price < -kMax - 1) return std::nullopt;
  const Wide tick = static_cast<Wide>(instrument.tick_odd) << instrument.tick_shift;
  if (price % tick != 0) return std::nullopt;
  const Wide ticks = price / tick + static_cast<std::int64_t>(instrument.price_offset);
  if (ticks < 1 || ticks > 0xffffffff) return std::nullopt;
  return static_cast<std::uint32_t>(ticks);
}

// Where a group's entries begin, how long each is and how many there are. Nothing when it has not
// come, or is wrong; a wrong one is counted if its message is a book's.
std::optional<Mdp3Oracle::Entries> Mdp3Oracle::entries(const Message& message, std::size_t at,
                                                       std::size_t dimension, std::size_t needed) {
  const bool of_book = find_statistics(message.template_id) == std::nullopt;
  const auto wrong = [&]() -> std::optional<Entries> {
    if (of_book) {
      ++counters_["feed.wrong_length"];
      spoilt(*message.packet);
    }
    return std::nullopt;
  };
  if (message.length < at || message.length - at < dimension) return wrong();
  if (message.bytes.size() < at + dimension) return std::nullopt;
  Entries found;
  found.at = at + dimension;
  found.bytes = little_endian(message.bytes, at, 2);
  found.count = message.bytes[at + dimension - 1];
  if (found.bytes * found.count > message.length - found.at) return wrong();
  if (found.count != 0 && found.bytes < needed) return wrong();
  return found;
}

void Mdp3Oracle::book_message(Message& message) {
  const std::size_t block_end = 8 + message.block;
  if (block_end > message.length || message.block < 8) {
    ++counters_["feed.wrong_length"];
    return spoilt(*message.packet);
  }
  if (message.bytes.size() < block_end) return;
  message.time_ns = little_endian(message.bytes, 8, 8) % kDayNs;  // TransactTime

  const bool orders_only = is_by_order_template(message.template_id);
  std::size_t at = block_end;
  if (at < message.length) {
    const auto found =
        entries(message, at, 3, orders_only ? order_entry::kNeeded : level_entry::kNeeded);
    if (!found) return;
    for (std::size_t i = 0; i < found->count; ++i) {
      const std::size_t begin = found->at + i * found->bytes;
      if (begin + found->bytes > message.bytes.size()) return;
      const Bytes entry = message.bytes.subspan(begin, found->bytes);
      orders_only ? order_entry(message, entry) : level_entry(message, entry);
    }
    at = found->at + found->bytes * found->count;
  }
  if (!orders_only && at < message.length) {
    const auto found = entries(message, at, 8, referring_entry::kNeeded);
    if (!found) return;
    for (std::size_t i = 0; i < found->count; ++i) {
      const std::size_t begin = found->at + i * found->bytes;
      if (begin + found->bytes > message.bytes.size()) return;
      referring_entry(message, message.bytes.subspan(begin, found->bytes));
    }
  }
  if (message.complete()) ++counters_["feed.book_messages"];
}

// An entry of the books of levels; those of other books only tell its number and what orders refer
// to.
void Mdp3Oracle::level_entry(Message& message, Bytes entry) {
  const auto security = static_cast<std::uint32_t>(little_endian(entry, level_entry::kSecurity, 4));
  const char type = static_cast<char>(entry[level_entry::kType]);
  message.referred.push_back({security, type, std::nullopt});
  const auto found = instruments_.find(security);
  if (found == instruments_.end()) {
    ++counters_["feed.unmapped"];
    return;
  }
  Instrument& instrument = found->second;
  const auto mantissa = static_cast<std::int64_t>(little_endian(entry, level_entry::kPrice, 8));
  if (static_cast<std::uint64_t>(mantissa) != kNullPrice) {
    message.referred.back().price =
        mdp3_price(instrument.told, mantissa, price_decimals(message.template_id));
  }
  const auto side = side_of(type);
  if (side && !instrument.by_order() && !is_sound(message, instrument, entry)) {
    return bad_entry(message);
  }
  const auto rpt = static_cast<std::uint32_t>(little_endian(entry, level_entry::kRptSeq, 4));
  if (!follows(instrument, rpt)) {
    reset(*message.packet);
    instrument.rpt_seq = rpt;
  }
  if (side) {
    if (!instrument.by_order()) change_row(message, instrument, *side, entry);
  } else if (type == 'J') {
    if (instrument.by_order()) {
      return begin_anew(message.packet->seq, message.packet->rx_time_ns);
    }
    for (const Side each : {Side::Bid, Side::Ask}) {
      for (PriceLevel& level : instrument.rows[each]) remove(message, instrument, each, level);
    }
  } else if (type != 'E' && type != 'F') {
    ++counters_["feed.bad_field"];
  }
}

// Whether the fields that the entry's action uses are in their domains.
bool Mdp3Oracle::is_sound(const Message& message, const Instrument& instrument, Bytes entry) {
  const std::uint64_t action = entry[level_entry::kAction];
  const std::uint64_t level = entry[level_entry::kLevel];
  if (action > kActionOverlay) return false;
  if (action == kActionDeleteThru) return true;
  if (level < 1 || level > instrument.told.depth) return false;
  if (action == kActionDelete || action == kActionDeleteFrom) return true;
  return message.referred.back().price.has_value() &&
         is_quantity(little_endian(entry, level_entry::kQuantity, 4));
}

void Mdp3Oracle::change_row(const Message& message, Instrument& instrument, Side side,
                            Bytes entry) {
  std::vector<PriceLevel>& row = instrument.rows[side];
  const std::uint64_t action = entry[level_entry::kAction];
  const std::size_t index = std::size_t{entry[level_entry::kLevel]} - 1;
  if (action == kActionDeleteThru) {
    for (PriceLevel& level : row) remove(message, instrument, side, level);
    return;
  }
  const auto at = row.begin() + static_cast<std::ptrdiff_t>(index);
  if (action == kActionDelete || action == kActionDeleteFrom) {
    const auto first = action == kActionDelete ? at : row.begin();
    for (auto level = first; level != at + 1; ++level) remove(message, instrument, side, *level);
    row.erase(first, at + 1);
    row.resize(instrument.told.depth);
    return;
  }
  PriceLevel level{true, *message.referred.back().price,
                   static_cast<std::uint32_t>(little_endian(entry, level_entry::kQuantity, 4))};
  for (std::size_t other = 0; other < row.size(); ++other) {
    const bool is_replaced = action != kActionNew && other == index;
    if (!is_replaced && row[other].present && row[other].price == level.price) {
      remove(message, instrument, side, row[other]);
    }
  }
  if (action == kActionNew) {
    remove(message, instrument, side, row.back());
    row.pop_back();
    row.insert(row.begin() + static_cast<std::ptrdiff_t>(index), PriceLevel{});
    row[index] = level;
    add(message, instrument, side, level);
  } else if (row[index].present) {
    replace(message, instrument, side, row[index], level);
  } else {
    row[index] = level;
    add(message, instrument, side, level);
  }
}

Event Mdp3Oracle::event(const Message& message, const Instrument& instrument) const {
  Event event;
  event.seq = message.packet->seq;
  event.venue_time_ns = message.time_ns;
  event.rx_time_ns = message.packet->rx_time_ns;
  event.book = instrument.told.book;
  return event;
}

void Mdp3Oracle::add(const Message& message, const Instrument& instrument, Side side,
                     PriceLevel& level) {
  Event add = event(message, instrument);
  add.kind = RecordKind::Add;
  add.order_ref = reference(side, level.price);
  add.price = level.price;
  add.quantity = level.quantity;
  add.side = side;
  emit(add);
}

void Mdp3Oracle::replace(const Message& message, const Instrument& instrument, Side side,
                         PriceLevel& old, PriceLevel level) {
  Event gone = event(message, instrument);
  gone.kind = RecordKind::Delete;
  gone.order_ref = reference(side, old.price);
  gone.pair_first = true;
  emit(gone);
  Event come = event(message, instrument);
  come.kind = RecordKind::Add;
  come.order_ref = reference(side, level.price);
  come.price = level.price;
  come.quantity = level.quantity;
  come.side = side;
  come.pair_second = true;
  emit(come);
  old = level;
}

void Mdp3Oracle::remove(const Message& message, const Instrument& instrument, Side side,
                        PriceLevel& level) {
  if (!level.present) return;
  Event gone = event(message, instrument);
  gone.kind = RecordKind::Delete;
  gone.order_ref = reference(side, level.price);
  emit(gone);
  level = {};
}

// An order of a message that has nothing else.
void Mdp3Oracle::order_entry(const Message& message, Bytes entry) {
  const auto security = static_cast<std::uint32_t>(little_endian(entry, order_entry::kSecurity, 4));
  const auto found = instruments_.find(security);
  if (found == instruments_.end()) {
    ++counters_["feed.unmapped"];
    return;
  }
  const Instrument& instrument = found->second;
  if (!instrument.by_order()) return;
  const char type = static_cast<char>(entry[order_entry::kType]);
  if (type == 'J') return begin_anew(message.packet->seq, message.packet->rx_time_ns);
  if (type == 'E' || type == 'F') return;
  if (!side_of(type)) {
    ++counters_["feed.bad_field"];
    return;
  }
  const std::uint64_t mantissa = little_endian(entry, order_entry::kPrice, 8);
  Referred referred{security, type, std::nullopt};
  if (mantissa != kNullPrice) {
    referred.price = mdp3_price(instrument.told, static_cast<std::int64_t>(mantissa),
                                price_decimals(message.template_id));
  }
  order(message, instrument, referred, entry, order_entry::kQuantity, order_entry::kAction);
}

// An order whose security, side and price are those of a level entry of the same message.
void Mdp3Oracle::referring_entry(const Message& message, Bytes entry) {
  const std::size_t number = entry[referring_entry::kReference];
  if (number < 1 || number > message.referred.size()) return bad_entry(message);
  const Referred& referred = message.referred[number - 1];
  const auto found = instruments_.find(referred.security);
  if (found == instruments_.end()) {
    ++counters_["feed.unmapped"];
    return;
  }
  if (!found->second.by_order() || !side_of(referred.type)) return;
  order(message, found->second, referred, entry, referring_entry::kQuantity,
        referring_entry::kAction);
}

void Mdp3Oracle::order(const Message& message, const Instrument& instrument,
                       const Referred& referred, Bytes entry, std::size_t quantity_at,
                       std::size_t action_at) {
  const std::uint64_t order_id = little_endian(entry, 0, 8);
  const std::uint64_t action = entry[action_at];
  const std::uint64_t quantity = little_endian(entry, quantity_at, 4);
  const bool is_delete = action == kActionDelete;
  if (action > kActionDelete || order_id == kNullOrderId) return bad_entry(message);
  if (!is_delete && !(referred.price && is_quantity(quantity))) return bad_entry(message);

  Event change = event(message, instrument);
  change.order_ref = order_id;
  if (action != kActionNew) {
    change.kind = RecordKind::Delete;
    change.pair_first = !is_delete;
    emit(change);
    change.pair_first = false;
  }
  if (is_delete) return;
  change.kind = RecordKind::Add;
  change.pair_second = action == kActionChange;
  change.price = *referred.price;
  change.quantity = static_cast<std::uint32_t>(quantity);
  change.side = *side_of(referred.type);
  emit(change);
}

}  // namespace hotbook::oracle
