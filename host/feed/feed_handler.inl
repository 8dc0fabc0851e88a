// FeedHandler's bodies: first frames and packets, then messages.

#pragma once

namespace hotbook::feed {

template <class Sink>
void FeedHandler<Sink>::frame(Line line, TimeNs rx_time, Bytes bytes, bool mac_bad) {
  LineCounters& counters = counters_.lines[index_of(line)];
  const LineOptions& options = options_.lines[index_of(line)];
  ++counters.frames;
  const ParsedFrame parsed = parse_frame(bytes, mac_bad, options);
  if (parsed.verdict != FrameVerdict::Packet) return count_drop(counters, parsed.verdict);
  ++counters.packets;
  counters.bad_frame += parsed.bad ? 1 : 0;
  if (!options.enable) return;

  arbiter_.set_quiet(line, false);
  const auto packet = view_mold_packet(parsed.payload);
  if (!packet) {
    ++counters.header_short;
    return;
  }
  arbitrate(line, {*packet, rx_time.value, parsed.bad});
  counters_.feed.expected = arbiter_.expected();
}

template <class Sink>
void FeedHandler<Sink>::count_drop(LineCounters& line, FrameVerdict verdict) noexcept {
  switch (verdict) {
    case FrameVerdict::Runt:
      ++line.drop_runt;
      break;
    case FrameVerdict::NotIpv4:
      ++line.drop_not_ipv4;
      break;
    case FrameVerdict::IpHeader:
      ++line.drop_ip_header;
      break;
    case FrameVerdict::IpChecksum:
      ++line.drop_ip_checksum;
      break;
    case FrameVerdict::NotUdp:
      ++line.drop_not_udp;
      break;
    case FrameVerdict::Filter:
      ++line.drop_filter;
      break;
    case FrameVerdict::Length:
      ++line.drop_length;
      break;
    case FrameVerdict::Packet:
      break;
  }
}

template <class Sink>
void FeedHandler<Sink>::line_quiet(Line line) {
  arbiter_.set_quiet(line, true);
  settle_waiting();
  counters_.feed.expected = arbiter_.expected();
}

template <class Sink>
void FeedHandler<Sink>::finish() {
  for (const Line line : {Line::A, Line::B}) arbiter_.set_quiet(line, true);
  settle_waiting();
  counters_.feed.expected = arbiter_.expected();
}

// A packet behind others of its line waits its turn; one that is ahead waits for the other line.
template <class Sink>
void FeedHandler<Sink>::arbitrate(Line line, const Arrival& arrival) {
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
}

// Uses waiting packets for as long as one can be used or a gap can be opened.
template <class Sink>
void FeedHandler<Sink>::settle_waiting() {
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
    const std::uint64_t missing = arrival.packet.header.seq - arbiter_.expected();
    gap(GapReason::Missing, arbiter_.expected(), missing, arrival.rx_time_ns);
    arbiter_.expect(arrival.packet.header.seq);
  }
}

template <class Sink>
void FeedHandler<Sink>::use(Line line, const Arrival& arrival, PacketVerdict verdict) {
  LineCounters& counters = counters_.lines[index_of(line)];
  const MoldHeader& header = arrival.packet.header;
  if (verdict == PacketVerdict::Foreign) {
    ++counters.session_mismatch;
  } else if (verdict == PacketVerdict::Current) {
    take(line, arrival);
  } else if (header.message_count == MoldHeader::kHeartbeat) {
    ++counters.heartbeats;
  } else if (header.message_count == MoldHeader::kEndOfSession) {
    ++counters.end_of_session;
  } else {
    ++counters.duplicate_packets;
  }
}

template <class Sink>
void FeedHandler<Sink>::take(Line line, const Arrival& arrival) {
  LineCounters& counters = counters_.lines[index_of(line)];
  const std::uint64_t expected = arbiter_.expected();
  Bytes body = arrival.packet.body;
  std::uint64_t known = expected - arrival.packet.header.seq;
  bool cut = false;
  for (; known != 0 && !cut; --known) {
    cut = !next_message(body);
    counters.messages_duplicate += cut ? 0 : 1;
  }

  Run run{.at = body.data(),
          .end = body.data() + body.size(),
          .seq = expected,
          .left = arrival.packet.header.messages() - (expected - arrival.packet.header.seq),
          .rx_time_ns = arrival.rx_time_ns};
  if (!cut) process_all(run);
  counters.messages_taken += run.taken;
  arbiter_.expect(expected + run.taken);

  if (run.left != 0) {
    ++counters.message_cut;
  } else if (run.at != run.end) {
    ++counters.trailing_bytes;
  }
  if (arrival.bad && run.taken != 0) {
    gap(GapReason::BadFrame, expected, run.taken, arrival.rx_time_ns);
  }
}

template <class Sink>
void FeedHandler<Sink>::gap(GapReason reason, std::uint64_t seq, std::uint64_t count,
                            std::uint64_t rx_time_ns) {
  if (reason == GapReason::Missing) {
    ++counters_.feed.gaps;
    std::uint64_t& missing = counters_.feed.messages_missing;
    missing = count > std::numeric_limits<std::uint64_t>::max() - missing
                  ? std::numeric_limits<std::uint64_t>::max()
                  : missing + count;
  } else {
    ++counters_.feed.frames_poisoned;
  }
  ++counters_.lob.events;
  books_.start_epoch(false);
  BookUpdate update{};
  update.seq = seq;
  update.rx_time_ns = rx_time_ns;
  update.order_ref = count;
  update.price = static_cast<std::uint32_t>(reason);
  update.book = 0xffff;
  update.kind = RecordKind::Gap;
  update.record_seq = static_cast<std::uint16_t>(record_count_++);
  sink_.book_update(update);
}

template <class Sink>
std::size_t FeedHandler<Sink>::messages(Bytes bytes, TimeNs rx_time) {
  if (arbiter_.expected() == 0) arbiter_.expect(1);
  Run run{.at = bytes.data(),
          .end = bytes.data() + bytes.size(),
          .seq = arbiter_.expected(),
          .left = std::numeric_limits<std::uint64_t>::max(),
          .rx_time_ns = rx_time.value};
  process_all(run);
  arbiter_.expect(arbiter_.expected() + run.taken);
  counters_.feed.expected = arbiter_.expected();
  return static_cast<std::size_t>(run.at - bytes.data());
}

// Takes the next messages off the run, as far as they are complete, and finds out what they will
// touch. Nothing is changed or counted yet.
template <class Sink>
[[gnu::always_inline]] inline void FeedHandler<Sink>::make_ready(Run& run, Block& block) {
  const std::uint8_t* at = run.at;
  const std::size_t most = std::min<std::uint64_t>(kBlock, run.left);
  std::size_t count = 0;
  for (; count < most; ++count) {
    const auto left = static_cast<std::size_t>(run.end - at);
    if (left < 2) break;
    const std::size_t length = load_be16(at);
    if (left - 2 < length) break;
    const std::uint8_t* fields = at + 2;
    Ready& ready = block.ready[count];
    ready.message = fields;
    at += 2 + length;

    // Fields are read where an add has them, whatever the message is. Where that would reach behind
    // the run, or the message is empty, they are read from a copy.
    std::uint8_t copy[kMessageReach];
    if (left < 2 + kMessageReach) [[unlikely]] {
      std::memset(copy, 0, sizeof copy);
      std::memcpy(copy, fields, std::min(length, sizeof copy));
      fields = copy;
    }
    const Meaning& meaning = kMeanings[fields[0]];
    const itch::AddOrder add{fields};
    const std::uint32_t owner = std::uint32_t{add.stock_locate()} << 1 | kSides[fields[19]];
    const std::uint32_t price = add.price().value;
    BookInput& input = ready.input;
    input.ref = add.order_ref();
    input.key = std::uint64_t{owner} << 32 | price;
    input.asked = load_be32(fields + meaning.quantity_offset) | meaning.all;
    input.hint = BookBuilder::hint_of(owner, price) & ~static_cast<std::uint32_t>(meaning.take);
    input.kind = length == meaning.length ? &meaning : &kSkipped;
    books_.prefetch_names(input);
  }
  run.at = at;
  run.left -= count;
  block.count = count;
}

template <class Sink>
[[gnu::always_inline]] inline void FeedHandler<Sink>::prefetch_levels(
    const Block& block) const noexcept {
  for (std::size_t i = 0; i < block.count; ++i) books_.prefetch_levels(block.ready[i].input);
}

// All messages of a run are in memory, so what the later ones will touch is fetched while the
// earlier ones are processed.
template <class Sink>
void FeedHandler<Sink>::process_all(Run& whole) {
  Run run = whole;  // a local one can stay in registers
  Block blocks[3];
  Block* now = &blocks[0];
  Block* soon = &blocks[1];
  Block* later = &blocks[2];
  make_ready(run, *now);
  prefetch_levels(*now);
  make_ready(run, *soon);
  while (now->count != 0) {
    make_ready(run, *later);
    prefetch_levels(*soon);
    for (std::size_t i = 0; i < now->count; ++i) {
      const Ready& ready = now->ready[i];
      process(ready, {run.seq + i, run.rx_time_ns, ready.message});
    }
    run.seq += now->count;
    Block* const done = now;
    now = soon;
    soon = later;
    later = done;
  }
  run.taken = run.seq - whole.seq;
  // Every message taken is a book's unless process_other() has said otherwise.
  counters_.feed.book_messages += run.taken;
  whole = run;
}

template <class Sink>
[[gnu::always_inline]] inline void FeedHandler<Sink>::process(const Ready& ready,
                                                              const Context& context) {
  const Meaning& meaning = ready.meaning();
  if (meaning.operation != Operation::Input) [[unlikely]]
    return process_other(ready, context);
  BookChange done;
  if (!books_.change_simply(ready.input, done)) [[unlikely]] {
    if (!ready.input.is_sound()) return process_other(ready, context);
    done = books_.change_slowly(ready.input);
  }
  BookUpdate update{};
  update.order_ref = ready.input.ref;
  update.book = ready.input.book();
  update.kind = meaning.kind;
  show(update, touches(update.book));
  emit(update, context, done);
}

template <class Sink>
void FeedHandler<Sink>::process_other(const Ready& ready, const Context& context) {
  if (ready.meaning().operation == Operation::Replace) return replace(context);
  const std::size_t length = load_be16(context.message - 2);
  if (ready.meaning().operation == Operation::Venue) return venue(context, length);
  skip_message({context.message, length});
}

// A replace is two records of one message; only the second compares, with the top before both.
template <class Sink>
void FeedHandler<Sink>::replace(const Context& context) {
  const itch::OrderReplace message{context.message};
  const std::uint16_t book = message.stock_locate();
  const Touches before = touches(book);

  BookChange gone = books_.remove(book, message.original_order_ref());
  gone.flags &= static_cast<std::uint16_t>(~kUpdateFlagTopChanged);
  BookUpdate first{};
  first.order_ref = message.original_order_ref();
  first.book = book;
  first.kind = RecordKind::Delete;
  first.flags = kUpdateFlagPairFirst;
  show(first, touches(book));
  emit(first, context, gone);

  BookUpdate second{};
  second.order_ref = message.new_order_ref();
  second.book = book;
  second.kind = RecordKind::Add;
  second.flags = kUpdateFlagPairSecond;
  BookChange come;
  if ((gone.flags & kUpdateFlagOrderUnknown) != 0) {
    second.flags |= kUpdateFlagOrderUnknown;  // here, not in come: the pair counts once
    come = {.price = message.price().value, .quantity = message.quantity(), .flags = 0};
  } else {
    const Side side = (gone.flags & kUpdateFlagSideAsk) != 0 ? Side::Ask : Side::Bid;
    come = books_.add(book, side,
                      {message.new_order_ref(), message.price().value, message.quantity()});
  }
  const Touches after = touches(book);
  come.flags &= static_cast<std::uint16_t>(~kUpdateFlagTopChanged);
  if (before != after) come.flags |= kUpdateFlagTopChanged;
  show(second, after);
  emit(second, context, come);
}

template <class Sink>
[[gnu::always_inline]] inline void FeedHandler<Sink>::show(BookUpdate& update,
                                                           const Touches& after) noexcept {
  update.bid_price = static_cast<std::uint32_t>(after.bid);
  update.bid_quantity = static_cast<std::uint32_t>(after.bid >> 32);
  update.ask_price = static_cast<std::uint32_t>(after.ask);
  update.ask_quantity = static_cast<std::uint32_t>(after.ask >> 32);
  if (books_.epoch_known()) update.flags |= kUpdateFlagBidKnown | kUpdateFlagAskKnown;
}

template <class Sink>
[[gnu::always_inline]] inline void FeedHandler<Sink>::emit(BookUpdate& update,
                                                           const Context& context,
                                                           const BookChange& change) {
  constexpr std::uint16_t kRare =
      kUpdateFlagOrderUnknown | kUpdateFlagOrderIgnored | kUpdateFlagOverfill;
  if ((change.flags & kRare) != 0) [[unlikely]] {
    counters_.lob.order_unknown += (change.flags & kUpdateFlagOrderUnknown) != 0 ? 1 : 0;
    counters_.lob.order_ignored += (change.flags & kUpdateFlagOrderIgnored) != 0 ? 1 : 0;
    counters_.lob.overfill += (change.flags & kUpdateFlagOverfill) != 0 ? 1 : 0;
  }
  ++counters_.lob.events;
  counters_.lob.tops += (change.flags & kUpdateFlagTopChanged) / kUpdateFlagTopChanged;
  update.seq = context.seq;
  update.venue_time_ns = itch::Message{context.message}.timestamp();
  update.rx_time_ns = context.rx_time_ns;
  update.price = change.price;
  update.quantity = change.quantity;
  update.flags |= change.flags;
  update.record_seq = static_cast<std::uint16_t>(record_count_++);
  sink_.book_update(update);
}

template <class Sink>
void FeedHandler<Sink>::venue(const Context& context, std::size_t length) {
  --counters_.feed.book_messages;
  ++counters_.feed.venue_messages;
  VenueMessage record{};
  record.seq = context.seq;
  std::memcpy(record.message, context.message, length);
  record.length = static_cast<std::uint8_t>(length);
  record.kind = RecordKind::VenueMessage;
  record.record_seq = static_cast<std::uint16_t>(record_count_++);
  sink_.venue_message(record);
}

template <class Sink>
void FeedHandler<Sink>::skip_message(Bytes message) noexcept {
  --counters_.feed.book_messages;
  if (message.empty()) {
    ++counters_.feed.wrong_length;
  } else if (itch::kShapes[message[0]].kind == itch::MessageClass::Unknown) {
    ++counters_.feed.unknown_type;
  } else if (itch::kShapes[message[0]].length != message.size()) {
    ++counters_.feed.wrong_length;
  } else {
    ++counters_.feed.bad_field;
  }
}

}  // namespace hotbook::feed
