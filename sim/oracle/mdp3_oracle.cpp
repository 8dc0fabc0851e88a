#include "sim/oracle/mdp3_oracle.hpp"

#include <algorithm>
#include <utility>

#include "sim/oracle/mdp3_fields.hpp"

namespace hotbook::oracle {
namespace {

constexpr std::uint64_t kCounterMax = 0xffffffff;

// Templates of the schema, by what becomes of them.
const std::set<std::uint64_t> kBookTemplates{32, 46, 43, 47};
const std::set<std::uint64_t> kOtherTemplates{4,  15, 16, 27, 29, 30, 33, 34, 35, 37, 38, 39,
                                              41, 42, 44, 48, 49, 50, 51, 52, 53, 54, 55, 56};

}  // namespace

Mdp3Oracle::Mdp3Oracle(const OracleOptions& options)
    : options_{options},
      counters_{zero_counters()},
      books_{counters_},
      expected_{options.first_seq} {
  counters_["feed.unmapped"] = 0;
}

void Mdp3Oracle::instrument(const InstrumentCommand& command) {
  if (command.kind != CommandKind::Instrument) return;
  bool forgets = false;
  if (command.instrument == ~std::uint64_t{0}) {
    forgets = !instruments_.empty();
    instruments_.clear();
  } else {
    const bool sound = command.instrument <= 0xffffffff && command.book != 0xffff &&
                       command.depth >= 1 && command.depth <= 10 && command.tick_shift <= 63 &&
                       command.tick_odd * command.tick_inverse == 1 &&
                       (command.flags & ~kInstrumentFlagByOrder) == 0;
    if (!sound) return;
    const auto security = static_cast<std::uint32_t>(command.instrument);
    const auto found = instruments_.find(security);
    if (found != instruments_.end()) {
      const InstrumentCommand& old = found->second.told;
      if (old.book == command.book && old.depth == command.depth &&
          old.tick_shift == command.tick_shift && old.tick_odd == command.tick_odd &&
          old.price_offset == command.price_offset && old.flags == command.flags) {
        return;
      }
      forgets = true;
    }
    Instrument fresh{command, {}, {}};
    for (const Side side : {Side::Bid, Side::Ask}) fresh.rows[side].resize(command.depth);
    instruments_[security] = fresh;
  }
  if (forgets) begin_anew(expected_, 0);
}

void Mdp3Oracle::frame(Line line, std::uint64_t rx_time_ns, Bytes bytes, bool bad) {
  count(line, "frames");
  const JudgedFrame judged = judge_frame(options_.line(line), bytes, bad);
  if (!judged.dropped.empty()) {
    count(line, judged.dropped);
    return;
  }
  count(line, "packets");
  if (judged.bad) count(line, "bad_frame");
  if (!options_.line(line).enabled) return;
  if (judged.payload.size() < 12) {
    count(line, "header_short");
    return;
  }
  const std::uint64_t seq = little_endian(judged.payload, 0, 4);
  queue(line).push_back({line, rx_time_ns, judged.payload, judged.bad, seq});
  arbitrate(false);
}

void Mdp3Oracle::finish() {
  arbitrate(true);
}

Counters Mdp3Oracle::counters() const {
  Counters all = counters_;
  all["feed.expected_low"] = expected_ & 0xffffffff;
  all["feed.expected_high"] = expected_ >> 32;
  return all;
}

std::vector<Record> Mdp3Oracle::take_records() {
  return std::exchange(records_, {});
}

bool Mdp3Oracle::is_old(Line line) const {
  const auto& packets = line == Line::A ? queue_a_ : queue_b_;
  return !packets.empty() && packets.front().seq < expected_;
}

bool Mdp3Oracle::is_current(Line line) const {
  const auto& packets = line == Line::A ? queue_a_ : queue_b_;
  return !packets.empty() && packets.front().seq == expected_;
}

// Looks at the heads of the lines until all of them wait.
void Mdp3Oracle::arbitrate(bool ended) {
  while (!queue_a_.empty() || !queue_b_.empty()) {
    if (!started_) {
      started_ = true;
      const Packet& first = queue_a_.empty() ? queue_b_.front() : queue_a_.front();
      if (options_.first_seq == 0) expected_ = first.seq;
    }
    bool moved = false;
    for (const Line line : {Line::A, Line::B}) {
      if (!moved && is_current(line)) {
        const Packet packet = queue(line).front();
        queue(line).pop_front();
        take(packet);
        moved = true;
      }
    }
    for (const Line line : {Line::A, Line::B}) {
      if (!moved && is_old(line)) {
        count(line, "duplicate_packets");
        queue(line).pop_front();
        moved = true;
      }
    }
    if (moved) continue;
    const bool a_waited_for = options_.line_a.enabled && queue_a_.empty() && !ended;
    const bool b_waited_for = options_.line_b.enabled && queue_b_.empty() && !ended;
    if (a_waited_for || b_waited_for) return;
    const bool a_first =
        !queue_a_.empty() && (queue_b_.empty() || queue_a_.front().seq <= queue_b_.front().seq);
    const Packet& packet = a_first ? queue_a_.front() : queue_b_.front();
    gap(expected_, packet.seq - expected_, GapReason::Missing, packet.rx_time_ns);
    expected_ = packet.seq;
  }
}

void Mdp3Oracle::take(const Packet& packet) {
  count(packet.line, "messages_taken");
  expected_ = packet.seq + 1;
  const Bytes payload{packet.payload};
  std::size_t at = 12;
  bool cut = false;
  while (at < payload.size() && !cut) {
    if (payload.size() - at < 10) {
      cut = true;
      break;
    }
    const std::size_t size = little_endian(payload, at, 2);
    if (size < 10) {  // nobody knows where the next message begins
      ++counters_["feed.wrong_length"];
      spoilt(packet);
      break;
    }
    const std::size_t left = payload.size() - at;
    cut = size > left;
    Message taken{&packet,
                  payload.subspan(at + 2, std::min(size, left) - 2),
                  size - 2,
                  little_endian(payload, at + 2, 2),
                  little_endian(payload, at + 4, 2),
                  0,
                  {}};
    message(taken);
    at += size;
  }
  if (cut) count(packet.line, "message_cut");
  if (cut || packet.bad) spoilt(packet);
}

void Mdp3Oracle::message(Message& message) {
  const std::uint64_t schema = little_endian(message.bytes, 4, 2);
  if (schema == 1 && kBookTemplates.contains(message.template_id)) {
    book_message(message);
  } else if (schema == 1 && message.template_id == 12) {
    count(message.packet->line, "heartbeats");
  } else if (schema == 1 && kOtherTemplates.contains(message.template_id)) {
    venue_message(message, find_statistics(message.template_id).has_value());
  } else {
    ++counters_["feed.unknown_type"];
  }
}

// Passed on in pieces; one that ends in the middle of a packet has fewer of them than it claims.
void Mdp3Oracle::venue_message(const Message& message, bool tracked) {
  for (std::size_t at = 0; at < message.length; at += 50) {
    const std::size_t length = std::min<std::size_t>(50, message.length - at);
    if (at + length > message.bytes.size()) break;
    VenueMessage record{};
    record.kind = RecordKind::VenueMessage;
    record.seq = message.packet->seq;
    const Bytes piece = message.bytes.subspan(at, length);
    std::copy(piece.begin(), piece.end(), record.message);
    record.length = static_cast<std::uint8_t>(length);
    record.more = at + length < message.length ? 1 : 0;
    record.record_seq = static_cast<std::uint16_t>(records_emitted_++);
    records_.emplace_back(record);
  }
  bool broken = false;
  if (tracked) {
    const Statistics places = *find_statistics(message.template_id);
    const std::size_t at = 8 + message.block;
    if (const auto found = entries(message, at, 3, places.needed())) {
      for (std::size_t i = 0; i < found->count; ++i) {
        const std::size_t begin = found->at + i * found->bytes;
        if (begin + found->bytes > message.bytes.size()) break;
        const Bytes entry = message.bytes.subspan(begin, found->bytes);
        const auto known =
            instruments_.find(static_cast<std::uint32_t>(little_endian(entry, places.security, 4)));
        if (known == instruments_.end()) continue;
        const auto rpt = static_cast<std::uint32_t>(little_endian(entry, places.rpt_seq, 4));
        if (!follows(known->second, rpt)) broken = true;
      }
    }
  }
  if (!message.complete()) return;
  ++counters_["feed.venue_messages"];
  if (broken) reset(*message.packet);
  if (message.template_id == 4) begin_anew(message.packet->seq, message.packet->rx_time_ns);
}

// True for the first number, and for the one after the last.
bool Mdp3Oracle::follows(Instrument& instrument, std::uint32_t rpt_seq) {
  const bool right = !instrument.rpt_seq || rpt_seq == *instrument.rpt_seq + 1;
  instrument.rpt_seq = rpt_seq;
  return right;
}

void Mdp3Oracle::bad_entry(const Message& message) {
  ++counters_["feed.bad_field"];
  spoilt(*message.packet);
}

void Mdp3Oracle::reset(const Packet& packet) {
  gap(packet.seq, 0, GapReason::Missing, packet.rx_time_ns);
}

void Mdp3Oracle::spoilt(const Packet& packet) {
  gap(packet.seq, 1, GapReason::BadFrame, packet.rx_time_ns);
}

void Mdp3Oracle::gap(std::uint64_t seq, std::uint64_t missing, GapReason reason,
                     std::uint64_t rx_time_ns) {
  if (reason == GapReason::Missing) {
    ++counters_["feed.gaps"];
    std::uint64_t& all_missing = counters_["feed.messages_missing"];
    all_missing = missing > kCounterMax - all_missing ? kCounterMax : all_missing + missing;
  } else {
    ++counters_["feed.frames_poisoned"];
  }
  forget();
  Event event;
  event.kind = RecordKind::Gap;
  event.seq = seq;
  event.rx_time_ns = rx_time_ns;
  event.order_ref = missing;
  event.price = static_cast<std::uint32_t>(reason);
  event.book = 0xffff;
  emit(event);
}

void Mdp3Oracle::forget() {
  for (auto& [security, instrument] : instruments_) {
    instrument.rpt_seq.reset();
    for (auto& [side, row] : instrument.rows) row.assign(row.size(), {});
  }
}

// Every book begins anew. Where none has anything, nothing is to be told.
void Mdp3Oracle::begin_anew(std::uint64_t seq, std::uint64_t rx_time_ns) {
  if (touched_) return gap(seq, 0, GapReason::Missing, rx_time_ns);
  forget();
}

void Mdp3Oracle::emit(const Event& event) {
  touched_ = event.kind != RecordKind::Gap;
  BookUpdate update = books_.apply(event);
  update.record_seq = static_cast<std::uint16_t>(records_emitted_++);
  records_.emplace_back(update);
}

}  // namespace hotbook::oracle
