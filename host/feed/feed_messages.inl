// FeedHandler's bodies, second part: messages, and the records they make.

#pragma once

namespace hotbook::feed {

template <class Sink>
std::size_t FeedHandler<Sink>::messages(Bytes bytes, TimeNs rx_time) {
  if (arbiter_.expected() == 0) arbiter_.expect(1);
  Run run{.bytes = bytes,
          .seq = arbiter_.expected(),
          .left = std::numeric_limits<std::uint64_t>::max(),
          .rx_time_ns = rx_time.value};
  process_all(run);
  arbiter_.expect(arbiter_.expected() + run.taken);
  counters_.feed.expected = arbiter_.expected();
  return run.used;
}

// Takes the next messages off the run, as far as they are complete, and finds out what they will
// touch. Nothing is changed or counted yet.
template <class Sink>
[[gnu::always_inline]] inline void FeedHandler<Sink>::make_ready(Run& run, Block& block) {
  // Fields are read where an add has them, whatever the message is. Where that would reach behind
  // the run they are read from a copy.
  const std::uint8_t* const bytes = run.bytes.data();
  const std::size_t size = run.bytes.size();
  const std::size_t safe = size < kMessageReach ? 0 : size - kMessageReach + 1;
  const std::size_t most = std::min<std::uint64_t>(kBlock, run.left);
  std::array<std::uint8_t, kMessageReach> copy;
  std::size_t at = run.used;
  std::size_t count = 0;
  for (; count < most; ++count) {
    const std::uint8_t* prefixed = bytes + at;
    if (at >= safe) [[unlikely]] {
      if (size - at < 2) break;
      prefixed = copy_end(run.bytes.subspan(at), copy);
    }
    const std::size_t length = load_be16(prefixed);
    if (size - at - 2 < length) break;
    const std::uint8_t* const fields = prefixed + 2;
    Ready& ready = block.ready[count];
    ready.message = bytes + at + 2;
    at += 2 + length;

    const Meaning& meaning = kMeanings[fields[0]];
    const itch::AddOrder add{fields};
    const std::uint32_t owner = std::uint32_t{add.stock_locate()} << 1 | kSides[fields[19]];
    const std::uint32_t price = add.price().value;
    const std::uint32_t asked = load_be32(fields + meaning.quantity_offset) | meaning.all;
    ready.input = {add.order_ref(), price, owner, asked, &meaning};
    ready.place = books_.locate(ready.input);
    if (length != meaning.length) [[unlikely]]
      ready.input.kind = &kSkipped;
  }
  run.used = at;
  run.left -= count;
  block.count = count;
}

template <class Sink>
[[gnu::noinline]] const std::uint8_t* FeedHandler<Sink>::copy_end(
    Bytes end, std::array<std::uint8_t, kMessageReach>& copy) noexcept {
  copy.fill(0);
  std::memcpy(copy.data(), end.data(), std::min(end.size(), copy.size()));
  return copy.data();
}

template <class Sink>
[[gnu::always_inline]] inline void FeedHandler<Sink>::prefetch(const Block& block) const noexcept {
  for (std::size_t i = 0; i < block.count; ++i)
    books_.prefetch(block.ready[i].input, block.ready[i].place);
}

template <class Sink>
void FeedHandler<Sink>::locate_again(Block& block) noexcept {
  for (std::size_t i = 0; i < block.count; ++i) {
    block.ready[i].place = books_.locate(block.ready[i].input);
  }
}

// All messages of a run are in memory, so what the later ones will touch is fetched while the
// earlier ones are processed.
template <class Sink>
void FeedHandler<Sink>::process_all(Run& whole) {
  Run run = whole;  // a local one can stay in registers
  std::array<Block, 3> blocks;
  Block* now = &blocks[0];
  Block* soon = &blocks[1];
  Block* later = &blocks[2];
  make_ready(run, *now);
  prefetch(*now);
  make_ready(run, *soon);
  while (now->count != 0) {
    make_ready(run, *later);
    prefetch(*soon);
    if (books_.make_room(kBlock)) [[unlikely]] {
      for (Block& block : blocks) locate_again(block);
    }
    for (std::size_t i = 0; i < now->count; ++i) process(now->ready[i], run, i);
    run.seq += now->count;
    Block* const done = now;
    now = soon;
    soon = later;
    later = done;
  }
  run.taken = run.seq - whole.seq;
  // Every message taken is a book's unless process_other() has said otherwise.
  counters_.feed.book_messages += run.taken;
  count_events();
  whole = run;
}

template <class Sink>
[[gnu::always_inline]] inline void FeedHandler<Sink>::process(const Ready& ready, const Run& run,
                                                              std::size_t index) {
  const Meaning& meaning = ready.meaning();
  BookChange done;
  if (meaning.operation != Operation::Input ||
      !books_.change_simply(ready.input, ready.place, done)) [[unlikely]] {
    return process_slowly(ready, run.seq + index, run.rx_time_ns);
  }
  BookUpdate update{};
  update.order_ref = ready.input.ref;
  update.book = ready.input.book();
  update.kind = meaning.kind;
  emit(update, {run.seq + index, run.rx_time_ns, ready.message}, done);
}

template <class Sink>
[[gnu::noinline]] void FeedHandler<Sink>::process_slowly(const Ready& ready, std::uint64_t seq,
                                                         std::uint64_t rx_time_ns) {
  const Context context{seq, rx_time_ns, ready.message};
  const Meaning& meaning = ready.meaning();
  if (meaning.operation == Operation::Replace) return replace(context);
  const std::size_t length = load_be16(context.message - 2);
  if (meaning.operation == Operation::Venue) return venue(context, length);
  if (meaning.operation == Operation::Skip || !ready.input.is_sound()) {
    return skip_message({context.message, length});
  }
  const BookChange done = books_.change_slowly(ready.input);
  BookUpdate update{};
  update.order_ref = ready.input.ref;
  update.book = ready.input.book();
  update.kind = meaning.kind;
  count_rare(done);
  emit(update, context, done);
}

// A replace is two records of one message; only the second compares, with the top before both.
template <class Sink>
void FeedHandler<Sink>::replace(const Context& context) {
  const itch::OrderReplace message{context.message};
  const std::uint16_t book = message.stock_locate();
  const Touches before = touches(book);

  BookChange gone = books_.change(BookInput::remove(book, message.original_order_ref()));
  gone.top_changed = false;
  BookUpdate first{};
  first.order_ref = message.original_order_ref();
  first.book = book;
  first.kind = RecordKind::Delete;
  first.flags = kUpdateFlagPairFirst;
  count_rare(gone);
  emit(first, context, gone);

  BookUpdate second{};
  second.order_ref = message.new_order_ref();
  second.book = book;
  second.kind = RecordKind::Add;
  second.flags = kUpdateFlagPairSecond;
  BookChange come;
  if ((gone.flags & kUpdateFlagOrderUnknown) != 0) {
    second.flags |= kUpdateFlagOrderUnknown;  // here, not in come: the pair counts once
    come = {.price = message.price().value,
            .quantity = message.quantity(),
            .flags = 0,
            .top_changed = false};
  } else {
    const Side side = (gone.flags & kUpdateFlagSideAsk) != 0 ? Side::Ask : Side::Bid;
    come = books_.change(BookInput::add(
        book, side, {message.new_order_ref(), message.price().value, message.quantity()}));
  }
  come.top_changed = before != touches(book);
  count_rare(come);
  emit(second, context, come);
}

template <class Sink>
void FeedHandler<Sink>::count_rare(const BookChange& change) noexcept {
  counters_.lob.order_unknown += (change.flags & kUpdateFlagOrderUnknown) != 0 ? 1 : 0;
  counters_.lob.order_ignored += (change.flags & kUpdateFlagOrderIgnored) != 0 ? 1 : 0;
  counters_.lob.overfill += (change.flags & kUpdateFlagOverfill) != 0 ? 1 : 0;
}

// Every record is an event's or a venue message's.
template <class Sink>
void FeedHandler<Sink>::count_events() noexcept {
  counters_.lob.events = record_count_ - counters_.feed.venue_messages;
}

template <class Sink>
[[gnu::always_inline]] inline void FeedHandler<Sink>::emit(BookUpdate& update,
                                                           const Context& context,
                                                           const BookChange& change) {
  counters_.lob.tops += change.top_changed ? 1 : 0;
  update.seq = context.seq;
  update.venue_time_ns = itch::Message{context.message}.timestamp();
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
