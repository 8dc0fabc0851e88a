// XdpHandler's bodies, second part: messages, and the records they make.

#pragma once

namespace hotbook::feed {

// Takes messages off the body as far as they are claimed and complete; says how many.
template <class Sink>
std::uint64_t XdpHandler<Sink>::take_messages(Bytes& body, std::uint64_t left,
                                              std::uint64_t rx_time_ns) {
  std::uint64_t taken = 0;
  while (taken != left) {
    // So that no message of the block moves what the others have found.
    static_cast<void>(books_.make_room(kBlock));
    const std::size_t count = make_ready(body, left - taken);
    if (count == 0) break;
    for (std::size_t i = 0; i < count; ++i) {
      process(block_[i], arbiter_.expected(), rx_time_ns);
      arbiter_.expect(arbiter_.expected() + 1);
    }
    taken += count;
  }
  return taken;
}

// Finds out what the next messages will touch. Nothing but the source time reference is changed.
template <class Sink>
std::size_t XdpHandler<Sink>::make_ready(Bytes& body, std::uint64_t left) {
  std::size_t count = 0;
  const std::size_t most = std::min<std::uint64_t>(left, kBlock);
  for (; count < most; ++count) {
    const auto message = xdp::next_message(body);
    if (!message) break;
    make_ready(block_[count], *message);
  }
  for (std::size_t i = 0; i < count; ++i) {
    if (block_[i].fate <= Fate::Pair) books_.prefetch(block_[i].input, block_[i].place);
  }
  return count;
}

template <class Sink>
void XdpHandler<Sink>::make_ready(Ready& ready, Bytes message) {
  ready.message = message;
  ready.fate = fate_of(message);
  ready.second = second_;
  if (ready.fate == Fate::Venue) {
    if (load_le16(message.data() + 2) == xdp::SourceTimeReference::kType) {
      second_ = xdp::SourceTimeReference{message.data()}.source_time();
    }
    return;
  }
  if (ready.fate > Fate::Venue) return;
  const auto add = [&](const auto& order) {
    const Side side = order.side() == 'B' ? Side::Bid : Side::Ask;
    const NewOrder named{order.order_ref(), order.price(), order.quantity()};
    ready.kind = RecordKind::Add;
    ready.input = BookInput::add(static_cast<std::uint16_t>(order.symbol_index()), side, named);
  };
  switch (load_le16(message.data() + 2)) {
    case xdp::AddOrder::kType:
      add(xdp::AddOrder{message.data()});
      break;
    case xdp::AddOrderRefresh::kType:
      add(xdp::AddOrderRefresh{message.data()});
      ready.second = xdp::AddOrderRefresh{message.data()}.source_time();
      break;
    case xdp::OrderExecution::kType: {
      const xdp::OrderExecution execution{message.data()};
      ready.kind = RecordKind::Execute;
      ready.input = BookInput::take(static_cast<std::uint16_t>(execution.symbol_index()),
                                    execution.order_ref(), execution.quantity());
      break;
    }
    default: {  // a delete, or the order that a modify or replace takes away
      const xdp::DeleteOrder gone{message.data()};
      ready.kind = RecordKind::Delete;
      ready.input =
          BookInput::remove(static_cast<std::uint16_t>(gone.symbol_index()), gone.order_ref());
      break;
    }
  }
  ready.place = books_.locate(ready.input);
}

template <class Sink>
typename XdpHandler<Sink>::Fate XdpHandler<Sink>::fate_of(Bytes message) const noexcept {
  const std::uint8_t* const at = message.data();
  const std::uint16_t type = load_le16(at + 2);
  const xdp::MessageShape shape = xdp::shape_of(type);
  if (shape.kind == xdp::MessageClass::Unknown) return Fate::UnknownType;
  if (message.size() < shape.length) return Fate::WrongLength;
  if (shape.kind == xdp::MessageClass::Venue) {
    return message.size() > xdp::kVenueMessageMax ? Fate::WrongLength : Fate::Venue;
  }
  const bool refresh = type == xdp::AddOrderRefresh::kType;
  const char side = refresh                        ? xdp::AddOrderRefresh{at}.side()
                    : type == xdp::AddOrder::kType ? xdp::AddOrder{at}.side()
                                                   : 'B';
  if (side != 'B' && side != 'S') return Fate::BadField;
  // All of these have their symbol index in the same place, but for the refresh.
  const std::uint32_t index =
      refresh ? xdp::AddOrderRefresh{at}.symbol_index() : xdp::DeleteOrder{at}.symbol_index();
  if (index >= kBooks) return Fate::Unmapped;
  const bool pair = type == xdp::ModifyOrder::kType || type == xdp::ReplaceOrder::kType;
  return pair ? Fate::Pair : Fate::Input;
}

template <class Sink>
void XdpHandler<Sink>::process(const Ready& ready, std::uint64_t seq, std::uint64_t rx_time_ns) {
  if (ready.fate == Fate::Venue) return venue(ready, seq, rx_time_ns);
  if (ready.fate > Fate::Venue) return count_skipped(ready.fate);
  ++counters_.feed.book_messages;
  orders_came_ = true;
  const bool refresh = load_le16(ready.message.data() + 2) == xdp::AddOrderRefresh::kType;
  const std::uint32_t ns = load_le32(ready.message.data() + (refresh ? 8 : 4));
  const Context context{seq, rx_time_ns, ready.second % 86'400 * std::uint64_t{1'000'000'000} + ns};
  if (ready.fate == Fate::Pair) return pair(ready, context);

  BookUpdate update{};
  update.order_ref = ready.input.ref;
  update.book = ready.input.book();
  update.kind = ready.kind;
  emit(update, context, change(ready));
}

template <class Sink>
BookChange XdpHandler<Sink>::change(const Ready& ready) {
  BookChange done;
  if (!books_.change_simply(ready.input, ready.place, done)) [[unlikely]] {
    done = books_.change_slowly(ready.input);
    count_rare(done);
  }
  return done;
}

template <class Sink>
void XdpHandler<Sink>::count_skipped(Fate fate) noexcept {
  switch (fate) {
    case Fate::UnknownType:
      ++counters_.feed.unknown_type;
      break;
    case Fate::WrongLength:
      ++counters_.feed.wrong_length;
      break;
    case Fate::BadField:
      ++counters_.feed.bad_field;
      break;
    default:
      ++counters_.feed.unmapped;
      break;
  }
}

// The host gets the message whole. Where it empties a book, no other book can stay known.
template <class Sink>
void XdpHandler<Sink>::venue(const Ready& ready, std::uint64_t seq, std::uint64_t rx_time_ns) {
  ++counters_.feed.venue_messages;
  const std::uint8_t* const at = ready.message.data();
  const std::uint16_t type = load_le16(at + 2);
  const bool clears = type == xdp::SymbolClear::kType;
  const bool closes = type == xdp::SecurityStatus::kType && xdp::SecurityStatus{at}.status() == 'X';
  if ((clears || closes) && xdp::SymbolClear{at}.symbol_index() < kBooks && orders_came_ &&
      books_.epoch_known()) {
    gap(GapReason::Missing, seq, 0, rx_time_ns);
  }
  Bytes rest = ready.message;
  while (!rest.empty()) {
    VenueMessage record{};
    const std::size_t length = std::min(rest.size(), sizeof record.message);
    record.seq = seq;
    std::memcpy(record.message, rest.data(), length);
    rest = rest.subspan(length);
    record.length = static_cast<std::uint8_t>(length);
    record.more = rest.empty() ? 0 : 1;
    record.kind = RecordKind::VenueMessage;
    record.record_seq = static_cast<std::uint16_t>(record_count_++);
    sink_.venue_message(record);
  }
}

// A modify or replace is two records of one message; only the second compares, with the top before
// both.
template <class Sink>
void XdpHandler<Sink>::pair(const Ready& ready, const Context& context) {
  const std::uint8_t* const at = ready.message.data();
  const bool replace = load_le16(at + 2) == xdp::ReplaceOrder::kType;
  const std::uint16_t book = ready.input.book();
  const std::uint64_t old_ref = ready.input.ref;
  const NewOrder order =
      replace ? NewOrder{xdp::ReplaceOrder{at}.new_order_ref(), xdp::ReplaceOrder{at}.price(),
                         xdp::ReplaceOrder{at}.quantity()}
              : NewOrder{old_ref, xdp::ModifyOrder{at}.price(), xdp::ModifyOrder{at}.quantity()};
  const Touches before = touches(book);

  BookChange gone = change(ready);
  gone.top_changed = false;
  BookUpdate first{};
  first.order_ref = old_ref;
  first.book = book;
  first.kind = RecordKind::Delete;
  first.flags = kUpdateFlagPairFirst;
  emit(first, context, gone);

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
    const Side side = (gone.flags & kUpdateFlagSideAsk) != 0 ? Side::Ask : Side::Bid;
    come = books_.change(BookInput::add(book, side, order));
  }
  come.top_changed = before != touches(book);
  count_rare(come);
  emit(second, context, come);
}

template <class Sink>
void XdpHandler<Sink>::count_rare(const BookChange& change) noexcept {
  counters_.lob.order_unknown += (change.flags & kUpdateFlagOrderUnknown) != 0 ? 1 : 0;
  counters_.lob.order_ignored += (change.flags & kUpdateFlagOrderIgnored) != 0 ? 1 : 0;
  counters_.lob.overfill += (change.flags & kUpdateFlagOverfill) != 0 ? 1 : 0;
}

template <class Sink>
void XdpHandler<Sink>::emit(BookUpdate& update, const Context& context, const BookChange& change) {
  ++counters_.lob.events;
  counters_.lob.tops += change.top_changed ? 1 : 0;
  update.seq = context.seq;
  update.venue_time_ns = context.venue_time_ns;
  update.rx_time_ns = context.rx_time_ns;
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
