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
  if (arbiter_.waits(Line::A) || arbiter_.waits(Line::B)) [[unlikely]] settle_waiting();
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

// Takes the next message if it is complete.
template <class Sink>
[[gnu::always_inline]] inline bool FeedHandler<Sink>::process_next(Run& run) {
  if (run.left == 0 || run.end - run.at < 2) return false;
  const std::size_t length = load_be16(run.at);
  const std::uint8_t* const message = run.at + 2;
  if (static_cast<std::size_t>(run.end - message) < length) return false;
  run.at = message + length;
  --run.left;
  ++run.taken;
  process({run.seq++, run.rx_time_ns, message}, length);
  return true;
}

// All messages of a run are in memory, so what the later ones will touch is fetched while the
// earlier ones are processed. The look-ahead guesses only: it changes nothing.
template <class Sink>
void FeedHandler<Sink>::process_all(Run& run) {
  const std::uint8_t* ring[kRing];
  const std::uint8_t* ahead = run.at;
  std::size_t found = 0;
  const auto look = [&]() __attribute__((always_inline)) {
    if (run.end - ahead < static_cast<std::ptrdiff_t>(kMessageReach)) return false;
    const std::uint8_t* const message = ahead + 2;
    const std::size_t length = load_be16(ahead);
    books_.prefetch_order(load_be16(message + 1), load_be64(message + 11));
    ring[found++ % kRing] = message;
    ahead += std::min<std::size_t>(2 + length, static_cast<std::size_t>(run.end - ahead));
    return true;
  };

  if (run.left >= kLookAheadMin) {
    while (found < kOrderAhead && look()) continue;
    std::size_t next = 0;
    while (look()) {
      const std::uint8_t* const soon = ring[(next++ + kLevelAhead) % kRing];
      books_.prefetch_levels(load_be16(soon + 1), load_be64(soon + 11),
                             soon[19] == 'S' ? Side::Ask : Side::Bid);
      if (!process_next(run)) return;
    }
  }
  while (process_next(run)) continue;
}

template <class Sink>
[[gnu::always_inline]] inline void FeedHandler<Sink>::process(const Context& context,
                                                              std::size_t length) {
  const std::uint8_t* const at = context.message;
  const std::uint8_t type = length == 0 ? std::uint8_t{0} : at[0];
  if (length == 0 || length != itch::kShapes[type].length) [[unlikely]] {
    return skip_message(type, length);
  }
  const std::uint16_t book = itch::Message{at}.stock_locate();
  switch (static_cast<char>(type)) {
    case itch::AddOrder::kType:
    case itch::AddOrderMpid::kType: {
      const itch::AddOrder add{at};  // the attribution behind it is not the book's concern
      if (add.side() != 'B' && add.side() != 'S') [[unlikely]] {
        ++counters_.feed.bad_field;
        return;
      }
      const Side side = add.side() == 'S' ? Side::Ask : Side::Bid;
      return book_input(context, RecordKind::Add, [&](BookUpdate& update) {
        update.order_ref = add.order_ref();
        return books_.add(book, side, {update.order_ref, add.price().value, add.quantity()});
      });
    }
    case itch::OrderExecuted::kType:
    case itch::OrderExecutedWithPrice::kType: {
      const itch::OrderExecuted executed{at};  // the same fields in both, as far as a book goes
      return book_input(context, RecordKind::Execute, [&](BookUpdate& update) {
        update.order_ref = executed.order_ref();
        return books_.take_off(book, update.order_ref, executed.executed_quantity());
      });
    }
    case itch::OrderCancel::kType: {
      const itch::OrderCancel cancel{at};
      return book_input(context, RecordKind::Reduce, [&](BookUpdate& update) {
        update.order_ref = cancel.order_ref();
        return books_.take_off(book, update.order_ref, cancel.cancelled_quantity());
      });
    }
    case itch::OrderDelete::kType:
      return book_input(context, RecordKind::Delete, [&](BookUpdate& update) {
        update.order_ref = itch::OrderDelete{at}.order_ref();
        return books_.remove(book, update.order_ref);
      });
    case itch::OrderReplace::kType:
      return replace(context, book);
    default:
      return venue(context, length);
  }
}

// One message, one record: the top before it is compared with the top after it.
template <class Sink>
template <class Change>
[[gnu::always_inline]] inline void FeedHandler<Sink>::book_input(const Context& context,
                                                                 RecordKind kind, Change change) {
  ++counters_.feed.book_messages;
  BookUpdate update{};
  update.book = itch::Message{context.message}.stock_locate();
  update.kind = kind;
  const Touches before = touches(update.book);
  const BookChange done = change(update);
  const Touches after = touches(update.book);
  show(update, after, before != after);
  emit(update, context, done);
}

// A replace is two records of one message; only the second compares, with the top before both.
template <class Sink>
void FeedHandler<Sink>::replace(const Context& context, std::uint16_t book) {
  ++counters_.feed.book_messages;
  const itch::OrderReplace message{context.message};
  const Touches before = touches(book);

  const BookChange gone = books_.remove(book, message.original_order_ref());
  BookUpdate first{};
  first.order_ref = message.original_order_ref();
  first.book = book;
  first.kind = RecordKind::Delete;
  first.flags = kUpdateFlagPairFirst;
  show(first, touches(book), false);
  emit(first, context, gone);

  BookUpdate second{};
  second.order_ref = message.new_order_ref();
  second.book = book;
  second.kind = RecordKind::Add;
  second.flags = kUpdateFlagPairSecond;
  BookChange come;
  if ((gone.flags & kUpdateFlagOrderUnknown) != 0) {
    second.flags |= kUpdateFlagOrderUnknown;  // here, not in come: the pair counts once
  } else {
    const Side side = (gone.flags & kUpdateFlagSideAsk) != 0 ? Side::Ask : Side::Bid;
    come = books_.add(book, side,
                      {message.new_order_ref(), message.price().value, message.quantity()});
  }
  const Touches after = touches(book);
  show(second, after, before != after);
  emit(second, context, come);
}

template <class Sink>
[[gnu::always_inline]] inline void FeedHandler<Sink>::show(BookUpdate& update, const Touches& after,
                                                           bool changed) noexcept {
  update.bid_price = static_cast<std::uint32_t>(after.bid);
  update.bid_quantity = static_cast<std::uint32_t>(after.bid >> 32);
  update.ask_price = static_cast<std::uint32_t>(after.ask);
  update.ask_quantity = static_cast<std::uint32_t>(after.ask >> 32);
  if (books_.epoch_known()) update.flags |= kUpdateFlagBidKnown | kUpdateFlagAskKnown;
  if (changed) update.flags |= kUpdateFlagTopChanged;
  counters_.lob.tops += changed ? 1 : 0;
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
void FeedHandler<Sink>::skip_message(std::uint8_t type, std::size_t length) noexcept {
  const bool known = itch::kShapes[type].kind != itch::MessageClass::Unknown;
  ++(known || length == 0 ? counters_.feed.wrong_length : counters_.feed.unknown_type);
}

}  // namespace hotbook::feed
