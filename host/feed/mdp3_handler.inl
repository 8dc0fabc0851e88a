// Mdp3Handler's bodies, second part: messages, and the records they make.

#pragma once

namespace hotbook::feed {

template <class Sink>
void Mdp3Handler<Sink>::message(LineCounters& line, const Run& run) {
  const std::uint8_t* const header = run.bytes.data();
  const std::uint16_t template_id = mdp3::load_le16(header + 2);
  mdp3::Meaning meaning = mdp3::meaning_of(template_id);
  if (mdp3::load_le16(header + 4) != mdp3::kSchemaId) meaning = {};
  const Run with_places{run.bytes, run.length, meaning.places};
  switch (meaning.kind) {
    case mdp3::TemplateClass::Levels:
      return book_message(with_places, true);
    case mdp3::TemplateClass::Orders:
      return book_message(with_places, false);
    case mdp3::TemplateClass::Statistics:
    case mdp3::TemplateClass::Venue:
      return venue_message(with_places, template_id);
    case mdp3::TemplateClass::Heartbeat:
      ++line.heartbeats;
      return;
    case mdp3::TemplateClass::Unknown:
      ++counters_.feed.unknown_type;
      return;
  }
}

// In pieces; a message that its packet cuts has fewer of them than it claims.
template <class Sink>
void Mdp3Handler<Sink>::venue_message(const Run& run, std::uint16_t template_id) {
  for (std::size_t at = 0; at < run.length; at += kPieceBytes) {
    const std::size_t length = std::min(kPieceBytes, run.length - at);
    if (at + length > run.bytes.size()) break;
    VenueMessage record{};
    record.seq = seq_;
    std::memcpy(record.message, run.bytes.data() + at, length);
    record.length = static_cast<std::uint8_t>(length);
    record.more = at + length < run.length ? 1 : 0;
    record.kind = RecordKind::VenueMessage;
    record.record_seq = static_cast<std::uint16_t>(record_count_++);
    sink_.venue_message(record);
  }
  const bool broken = run.places != nullptr && statistics_break(run);
  if (!run.complete()) return;
  ++counters_.feed.venue_messages;
  if (broken) reset();
  if (template_id == mdp3::kChannelReset) begin_anew(seq_);
}

// Whether an entry's number does not follow the last one of its instrument.
template <class Sink>
bool Mdp3Handler<Sink>::statistics_break(const Run& run) {
  const mdp3::EntryLayout& at = run.places->entries;
  const std::size_t block = mdp3::load_le16(run.bytes.data());
  const std::size_t needed = std::size_t{std::max(at.security, at.rpt_seq)} + 4;
  Entries entries;
  if (dimension(run, mdp3::kHeaderBytes + block, at, needed, entries) != Dimension::Here) {
    return false;
  }
  bool broken = false;
  for (std::size_t i = 0; i < entries.count; ++i) {
    const std::size_t begin = entries.at + i * entries.bytes;
    if (begin + entries.bytes > run.bytes.size()) break;
    const std::uint8_t* const entry = run.bytes.data() + begin;
    const std::uint32_t index = instruments_.find(mdp3::load_le32(entry + at.security));
    if (index == mdp3::InstrumentTable::kNone) continue;
    Known& known = fresh(index);
    if (is_past(known)) continue;
    broken |= !follows(known, mdp3::load_le32(entry + at.rpt_seq));
  }
  return broken;
}

template <class Sink>
typename Mdp3Handler<Sink>::Dimension Mdp3Handler<Sink>::dimension(
    const Run& run, std::size_t at, const mdp3::EntryLayout& entry, std::size_t needed,
    Entries& entries) const noexcept {
  if (run.length < at + entry.dimension_bytes) return Dimension::Wrong;
  if (run.bytes.size() < at + entry.dimension_bytes) return Dimension::NotYet;
  const std::uint8_t* const dimension = run.bytes.data() + at;
  entries = {at + entry.dimension_bytes, mdp3::load_le16(dimension), dimension[entry.count_at]};
  if (entries.end() > run.length) return Dimension::Wrong;
  if (entries.count != 0 && entries.bytes < needed) return Dimension::Wrong;
  return Dimension::Here;
}

template <class Sink>
void Mdp3Handler<Sink>::book_message(const Run& run, bool of_levels) {
  const mdp3::EntriesMessage& places = *run.places;
  const std::size_t block = mdp3::load_le16(run.bytes.data());
  const std::size_t block_end = mdp3::kHeaderBytes + block;
  if (block_end > run.length || block < places.transact_time + 8U) return wrong_length();
  if (run.bytes.size() < block_end) return;
  venue_time_ns_ =
      mdp3::load_le64(run.bytes.data() + mdp3::kHeaderBytes + places.transact_time) % kDayNs;
  referred_count_ = 0;

  std::size_t at = block_end;
  const mdp3::EntryLayout* const groups[] = {&places.entries, of_levels ? &places.orders : nullptr};
  for (const mdp3::EntryLayout* group : groups) {
    // An older version ends where a group could begin.
    if (group == nullptr || group->dimension_bytes == 0 || at == run.length) break;
    Entries entries;
    const Dimension found = dimension(run, at, *group, group->needed_bytes, entries);
    if (found == Dimension::Wrong) return wrong_length();
    if (found == Dimension::NotYet) return;
    const bool refers = group == &places.orders;
    for (std::size_t i = 0; i < entries.count; ++i) {
      const std::size_t begin = entries.at + i * entries.bytes;
      if (begin + entries.bytes > run.bytes.size()) return;
      const std::uint8_t* const entry = run.bytes.data() + begin;
      if (refers) {
        referring_entry(*group, entry);
      } else if (of_levels) {
        level_entry(*group, entry);
      } else {
        order_entry(*group, entry);
      }
    }
    at = entries.end();
  }
  counters_.feed.book_messages += run.complete() ? 1 : 0;
}

template <class Sink>
void Mdp3Handler<Sink>::wrong_length() {
  ++counters_.feed.wrong_length;
  spoilt();
}

template <class Sink>
void Mdp3Handler<Sink>::bad_entry() {
  ++counters_.feed.bad_field;
  spoilt();
}

template <class Sink>
void Mdp3Handler<Sink>::add(std::uint16_t book, Side side, const NewOrder& order) {
  BookUpdate update{};
  update.order_ref = order.ref;
  update.book = book;
  update.kind = RecordKind::Add;
  const BookChange come = books_.add(book, side, order);
  count_rare(come);
  emit(update, come);
}

template <class Sink>
void Mdp3Handler<Sink>::remove(std::uint16_t book, std::uint64_t ref) {
  BookUpdate update{};
  update.order_ref = ref;
  update.book = book;
  update.kind = RecordKind::Delete;
  const BookChange gone = books_.remove(book, ref);
  count_rare(gone);
  emit(update, gone);
}

// Two records of one change; only the second compares, with the top before both.
template <class Sink>
void Mdp3Handler<Sink>::replace(std::uint16_t book, Side side, std::uint64_t old_ref,
                                const NewOrder& order) {
  const Touches before = touches(book);
  BookChange gone = books_.remove(book, old_ref);
  gone.top_changed = false;
  BookUpdate first{};
  first.order_ref = old_ref;
  first.book = book;
  first.kind = RecordKind::Delete;
  first.flags = kUpdateFlagPairFirst;
  count_rare(gone);
  emit(first, gone);

  BookUpdate second{};
  second.order_ref = order.ref;
  second.book = book;
  second.kind = RecordKind::Add;
  second.flags = kUpdateFlagPairSecond;
  BookChange come;
  if ((gone.flags & kUpdateFlagOrderUnknown) != 0) {
    second.flags |= kUpdateFlagOrderUnknown;  // here, not in come: the pair counts once
    come = {.price = order.price, .quantity = order.quantity, .flags = 0, .top_changed = false};
  } else {
    // The order's own side, whatever the message says.
    side = (gone.flags & kUpdateFlagSideAsk) != 0 ? Side::Ask : Side::Bid;
    come = books_.add(book, side, order);
  }
  come.top_changed = before != touches(book);
  count_rare(come);
  emit(second, come);
}

template <class Sink>
void Mdp3Handler<Sink>::count_rare(const BookChange& change) noexcept {
  counters_.lob.order_unknown += (change.flags & kUpdateFlagOrderUnknown) != 0 ? 1 : 0;
  counters_.lob.order_ignored += (change.flags & kUpdateFlagOrderIgnored) != 0 ? 1 : 0;
  counters_.lob.overfill += (change.flags & kUpdateFlagOverfill) != 0 ? 1 : 0;
}

template <class Sink>
[[gnu::always_inline]] inline void Mdp3Handler<Sink>::emit(BookUpdate& update,
                                                           const BookChange& change) {
  counters_.lob.tops += change.top_changed ? 1 : 0;
  ++counters_.lob.events;
  touched_ = true;
  update.seq = seq_;
  update.venue_time_ns = venue_time_ns_;
  update.rx_time_ns = rx_time_ns_;
  update.price = change.price;
  update.quantity = change.quantity;
  const Touches after = touches(update.book);
  update.bid_price = static_cast<std::uint32_t>(after.bid);
  update.bid_quantity = static_cast<std::uint32_t>(after.bid >> 32);
  update.ask_price = static_cast<std::uint32_t>(after.ask);
  update.ask_quantity = static_cast<std::uint32_t>(after.ask >> 32);
  if (books_.epoch_known()) update.flags |= kUpdateFlagBidKnown | kUpdateFlagAskKnown;
  update.flags |= change.flags;
  if (change.top_changed) update.flags |= kUpdateFlagTopChanged;
  update.record_seq = static_cast<std::uint16_t>(record_count_++);
  sink_.book_update(update);
}

}  // namespace hotbook::feed
