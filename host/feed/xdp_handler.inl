// XdpHandler's bodies, first part: frames and packets.

#pragma once

namespace hotbook::feed {

template <class Sink>
void XdpHandler<Sink>::frame(Line line, TimeNs rx_time, Bytes bytes, bool mac_bad) {
  LineCounters& counters = counters_.lines[index_of(line)];
  ++counters.frames;
  const ParsedFrame parsed = parse_frame(bytes, mac_bad, options_.lines[index_of(line)]);
  if (parsed.verdict != FrameVerdict::Packet) return count_drop(counters, parsed.verdict);
  packet(line, rx_time, parsed.payload, parsed.bad);
}

template <class Sink>
void XdpHandler<Sink>::packet(Line line, TimeNs rx_time, Bytes payload, bool bad) {
  LineCounters& counters = counters_.lines[index_of(line)];
  ++counters.packets;
  counters.bad_frame += bad ? 1 : 0;
  if (!options_.lines[index_of(line)].enable) return;

  arbiter_.set_quiet(line, false);
  const auto header = xdp::view_packet_header(payload);
  if (!header) {
    ++counters.header_short;
    return;
  }
  // The whole payload is the body: the header says more than the arbiter knows of.
  MoldHeader numbers;
  numbers.seq = header->seq;
  numbers.message_count = header->messages();
  arbitrate(line, {{numbers, payload}, rx_time.value, bad});
  counters_.feed.expected = arbiter_.expected();
}

template <class Sink>
void XdpHandler<Sink>::line_quiet(Line line) {
  arbiter_.set_quiet(line, true);
  settle_waiting();
  counters_.feed.expected = arbiter_.expected();
}

template <class Sink>
void XdpHandler<Sink>::finish() {
  for (const Line line : {Line::A, Line::B}) arbiter_.set_quiet(line, true);
  settle_waiting();
  counters_.feed.expected = arbiter_.expected();
}

// A packet behind others of its line waits its turn; one that is ahead waits for the other line.
template <class Sink>
void XdpHandler<Sink>::arbitrate(Line line, const Arrival& arrival) {
  const PacketVerdict verdict = arbiter_.waits(line) ? PacketVerdict::Ahead : judge(arrival);
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
void XdpHandler<Sink>::settle_waiting() {
  for (;;) {
    if (const auto line = usable_head()) {
      const Arrival arrival = arbiter_.head(*line);
      use(*line, arrival, judge(arrival));
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

// Whether the numbers start anew with this packet.
template <class Sink>
bool XdpHandler<Sink>::restarts(const Arrival& arrival) const noexcept {
  const xdp::PacketHeader header = *xdp::view_packet_header(arrival.packet.body);
  const bool resets = header.flag == xdp::DeliveryFlag::SequenceReset ||
                      (header.flag == xdp::DeliveryFlag::Failover && header.seq == 1);
  return resets && header.message_count != 0 && header.sent() > reset_sent_;
}

template <class Sink>
PacketVerdict XdpHandler<Sink>::judge(const Arrival& arrival) noexcept {
  const xdp::PacketHeader header = *xdp::view_packet_header(arrival.packet.body);
  switch (header.flag) {
    case xdp::DeliveryFlag::Heartbeat:
    case xdp::DeliveryFlag::Failover:
    case xdp::DeliveryFlag::Original:
    case xdp::DeliveryFlag::SequenceReset:
      break;
    default:
      return PacketVerdict::Foreign;
  }
  const PacketVerdict by_number = arbiter_.judge(arrival.packet.header);
  if (restarts(arrival)) return PacketVerdict::Current;
  if (header.sent() < reset_sent_) return PacketVerdict::Old;
  return by_number;
}

// As LineArbiter's, with what it does not know of.
template <class Sink>
std::optional<Line> XdpHandler<Sink>::usable_head() noexcept {
  std::optional<Line> best;
  int best_rank = 0;
  for (const Line line : {Line::A, Line::B}) {
    if (!arbiter_.waits(line)) continue;
    const Arrival arrival = arbiter_.head(line);
    const PacketVerdict verdict = judge(arrival);
    if (verdict == PacketVerdict::Ahead) continue;
    const bool current = verdict == PacketVerdict::Current;
    const bool exact = arrival.packet.header.seq == arbiter_.expected();
    // What is old by the numbers so far must not be judged by the new ones.
    const int rank = !current ? 2 : restarts(arrival) ? 1 : exact ? 4 : 3;
    if (rank <= best_rank) continue;
    best = line;
    best_rank = rank;
  }
  return best;
}

template <class Sink>
void XdpHandler<Sink>::use(Line line, const Arrival& arrival, PacketVerdict verdict) {
  LineCounters& counters = counters_.lines[index_of(line)];
  if (verdict == PacketVerdict::Foreign) {
    ++counters.session_mismatch;
  } else if (verdict == PacketVerdict::Current) {
    take(line, arrival);
  } else if (arrival.packet.header.message_count == 0) {
    ++counters.heartbeats;
  } else {
    ++counters.duplicate_packets;
  }
}

template <class Sink>
void XdpHandler<Sink>::take(Line line, const Arrival& arrival) {
  LineCounters& counters = counters_.lines[index_of(line)];
  const bool restarted = restarts(arrival);
  if (restarted) restart(arrival);
  const std::uint64_t expected = arbiter_.expected();
  Bytes body = arrival.packet.body.subspan(xdp::PacketHeader::kBytes);
  std::uint64_t left = arrival.packet.header.message_count;
  for (std::uint64_t known = expected - arrival.packet.header.seq; known != 0; --known, --left) {
    if (!xdp::next_message(body)) break;
    ++counters.messages_duplicate;
  }

  // Behind a message that is not complete nothing else is.
  const std::uint64_t taken = take_messages(body, left, arrival.rx_time_ns);
  counters.messages_taken += taken;
  if (taken != left) {
    ++counters.message_cut;
  } else if (!body.empty()) {
    ++counters.trailing_bytes;
  }
  if (!arrival.bad) {
    if (restarted) reset_sent_ = xdp::view_packet_header(arrival.packet.body)->sent();
  } else if (taken != 0) {
    gap(GapReason::BadFrame, expected, taken, arrival.rx_time_ns);
  }
}

template <class Sink>
void XdpHandler<Sink>::restart(const Arrival& arrival) {
  const std::uint64_t seq = arrival.packet.header.seq;
  if (orders_came_) gap(GapReason::Missing, seq, 0, arrival.rx_time_ns);
  arbiter_.expect(seq);
}

template <class Sink>
void XdpHandler<Sink>::gap(GapReason reason, std::uint64_t seq, std::uint64_t count,
                           std::uint64_t rx_time_ns) {
  if (reason == GapReason::Missing) {
    ++counters_.feed.gaps;
    counters_.feed.messages_missing += count;  // 32-bit numbers never fill it
  } else {
    ++counters_.feed.frames_poisoned;
  }
  books_.start_epoch(false);
  orders_came_ = false;
  BookUpdate update{};
  update.seq = seq;
  update.rx_time_ns = rx_time_ns;
  update.order_ref = count;
  update.price = static_cast<std::uint32_t>(reason);
  update.book = 0xffff;
  update.kind = RecordKind::Gap;
  update.record_seq = static_cast<std::uint16_t>(record_count_++);
  ++counters_.lob.events;
  sink_.book_update(update);
}

}  // namespace hotbook::feed
