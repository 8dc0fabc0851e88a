// Mdp3Handler's bodies, first part: instruments, frames and packets.

#pragma once

namespace hotbook::feed {

template <class Sink>
void Mdp3Handler<Sink>::instrument(const InstrumentCommand& command) {
  if (command.kind != CommandKind::Instrument) return;
  bool forgets = false;
  if (command.instrument == ~std::uint64_t{0}) {
    forgets = instruments_.size() != 0;
    instruments_.clear();
  } else {
    if (!mdp3::is_sound(command)) return;
    const std::uint32_t index = instruments_.find(static_cast<std::uint32_t>(command.instrument));
    if (index != mdp3::InstrumentTable::kNone) {
      const InstrumentCommand& old = instruments_[index].told;
      const bool same = old.book == command.book && old.depth == command.depth &&
                        old.tick_shift == command.tick_shift && old.flags == command.flags &&
                        old.tick_odd == command.tick_odd &&
                        old.price_offset == command.price_offset;
      if (same) return;
      forgets = true;
    }
    instruments_.insert(command, epoch_);
  }
  if (!forgets) return;
  rx_time_ns_ = 0;
  begin_anew(arbiter_.expected());
}

template <class Sink>
bool Mdp3Handler<Sink>::restore(const mdp3::BookSnapshot& snapshot) {
  const std::uint32_t index = instruments_.find(snapshot.security);
  if (index == mdp3::InstrumentTable::kNone) return false;
  Known& known = fresh(index);
  const std::size_t depth = known.told.depth;
  std::size_t places = 0;
  for (const auto& level : snapshot.levels) places = std::max<std::size_t>(places, level.place);
  if (known.by_order() != snapshot.by_order || places > depth) return false;
  known.joined = std::uint64_t{snapshot.last_seq} + 1;
  known.rpt_known = snapshot.rpt_seq.has_value();
  known.rpt_seq = snapshot.rpt_seq.value_or(0);
  seq_ = snapshot.last_seq;
  rx_time_ns_ = 0;
  venue_time_ns_ = snapshot.time_ns % kDayNs;
  bool whole = true;
  for (const auto& level : snapshot.levels) {
    const std::uint32_t price =
        price_of(known.told, static_cast<std::uint64_t>(level.price), kNanoExponent);
    whole &= price != 0 && is_quantity(level.quantity) && level.place != 0;
    if (!whole) break;
    known.rows[static_cast<std::size_t>(level.side)].levels[level.place - 1U] = {price,
                                                                                 level.quantity};
    add(known.told.book, level.side, {reference(level.side, price), price, level.quantity});
  }
  for (const auto& order : snapshot.orders) {
    const std::uint32_t price =
        price_of(known.told, static_cast<std::uint64_t>(order.price), kNanoExponent);
    whole &= price != 0 && is_quantity(order.quantity);
    if (!whole) break;
    add(known.told.book, order.side, {order.id, price, order.quantity});
  }
  return whole;
}

template <class Sink>
void Mdp3Handler<Sink>::frame(Line line, TimeNs rx_time, Bytes bytes, bool mac_bad) {
  LineCounters& counters = counters_.lines[index_of(line)];
  ++counters.frames;
  const ParsedFrame parsed = parse_frame(bytes, mac_bad, options_.lines[index_of(line)]);
  if (parsed.verdict != FrameVerdict::Packet) return count_drop(counters, parsed.verdict);
  packet(line, rx_time, parsed.payload, parsed.bad);
}

// A packet behind others of its line waits its turn; one that is ahead waits for the other line.
template <class Sink>
void Mdp3Handler<Sink>::packet(Line line, TimeNs rx_time, Bytes payload, bool bad) {
  LineCounters& counters = counters_.lines[index_of(line)];
  ++counters.packets;
  counters.bad_frame += bad ? 1 : 0;
  if (!options_.lines[index_of(line)].enable) return;

  arbiter_.set_quiet(line, false);
  const auto view = mdp3::view_packet(payload);
  if (!view) {
    ++counters.header_short;
    return;
  }
  // One number a packet, and one session.
  const Arrival arrival{
      {{.session = {}, .seq = view->seq, .message_count = 1}, view->body}, rx_time.value, bad};
  const bool first = !arbiter_.waits(line);
  const PacketVerdict verdict =
      first ? arbiter_.judge(arrival.packet.header) : PacketVerdict::Ahead;
  if (verdict != PacketVerdict::Ahead) {
    use(line, arrival, verdict);
  } else {
    arbiter_.hold(line, arrival);
  }
  if (arbiter_.waits(Line::A) || arbiter_.waits(Line::B)) [[unlikely]]
    settle_waiting();
  counters_.feed.expected = arbiter_.expected();
}

template <class Sink>
void Mdp3Handler<Sink>::line_quiet(Line line) {
  arbiter_.set_quiet(line, true);
  settle_waiting();
  counters_.feed.expected = arbiter_.expected();
}

template <class Sink>
void Mdp3Handler<Sink>::finish() {
  for (const Line line : {Line::A, Line::B}) arbiter_.set_quiet(line, true);
  settle_waiting();
  counters_.feed.expected = arbiter_.expected();
}

// Uses waiting packets for as long as one can be used or a gap can be opened.
template <class Sink>
void Mdp3Handler<Sink>::settle_waiting() {
  for (;;) {
    if (const auto line = arbiter_.usable_head()) {
      const Arrival arrival = arbiter_.head(*line);
      use(*line, arrival, arbiter_.judge(arrival.packet.header));
      arbiter_.drop_head(*line);
      continue;
    }
    const auto opener = arbiter_.gap_opener();
    if (!opener) return;
    const Arrival arrival = arbiter_.head(*opener);
    const std::uint64_t seq = arrival.packet.header.seq;
    rx_time_ns_ = arrival.rx_time_ns;
    gap(GapReason::Missing, arbiter_.expected(), seq - arbiter_.expected());
    arbiter_.expect(seq);
  }
}

template <class Sink>
void Mdp3Handler<Sink>::use(Line line, const Arrival& arrival, PacketVerdict verdict) {
  if (verdict == PacketVerdict::Current) {
    take(line, arrival);
  } else {
    ++counters_.lines[index_of(line)].duplicate_packets;
  }
}

template <class Sink>
void Mdp3Handler<Sink>::take(Line line, const Arrival& arrival) {
  LineCounters& counters = counters_.lines[index_of(line)];
  ++counters.messages_taken;
  seq_ = arrival.packet.header.seq;
  rx_time_ns_ = arrival.rx_time_ns;
  arbiter_.expect(seq_ + 1);

  constexpr std::size_t kHeads = mdp3::kSizeBytes + mdp3::kHeaderBytes;
  Bytes body = arrival.packet.body;
  bool cut = false;
  while (!body.empty() && !cut) {
    if (body.size() < kHeads) {
      cut = true;
      break;
    }
    const std::size_t size = mdp3::load_le16(body.data());
    if (size < kHeads) {  // nobody knows where the next message begins
      wrong_length();
      break;
    }
    cut = size > body.size();
    const std::size_t held = std::min(size, body.size());
    message(counters, {body.subspan(mdp3::kSizeBytes, held - mdp3::kSizeBytes),
                       size - mdp3::kSizeBytes, nullptr});
    body = body.subspan(held);
  }
  counters.message_cut += cut ? 1 : 0;
  if (cut || arrival.bad) spoilt();
}

// Every book begins anew. Where none has anything, nothing is to be told.
template <class Sink>
void Mdp3Handler<Sink>::begin_anew(std::uint64_t seq) {
  if (touched_) return gap(GapReason::Missing, seq, 0);
  ++epoch_;
}

// Every book is unknown, and every row: the next entry of an instrument begins it anew.
template <class Sink>
void Mdp3Handler<Sink>::gap(GapReason reason, std::uint64_t seq, std::uint64_t count) {
  if (reason == GapReason::Missing) {
    ++counters_.feed.gaps;
    std::uint64_t& missing = counters_.feed.messages_missing;
    missing = count > std::numeric_limits<std::uint64_t>::max() - missing
                  ? std::numeric_limits<std::uint64_t>::max()
                  : missing + count;
  } else {
    ++counters_.feed.frames_poisoned;
  }
  ++epoch_;
  touched_ = false;
  books_.start_epoch(false);
  BookUpdate update{};
  update.seq = seq;
  update.rx_time_ns = rx_time_ns_;
  update.order_ref = count;
  update.price = static_cast<std::uint32_t>(reason);
  update.book = 0xffff;
  update.kind = RecordKind::Gap;
  update.record_seq = static_cast<std::uint16_t>(record_count_++);
  ++counters_.lob.events;
  sink_.book_update(update);
}

}  // namespace hotbook::feed
