// FeedHandler's bodies, first part: frames and packets.

#pragma once

namespace hotbook::feed {

template <class Sink>
void FeedHandler<Sink>::frame(Line line, TimeNs rx_time, Bytes bytes, bool mac_bad) {
  LineCounters& counters = counters_.lines[index_of(line)];
  const LineOptions& options = options_.lines[index_of(line)];
  ++counters.frames;
  const ParsedFrame parsed = parse_frame(bytes, mac_bad, options);
  if (parsed.verdict != FrameVerdict::Packet) return count_drop(counters, parsed.verdict);
  packet(line, rx_time, parsed.payload, parsed.bad);
}

template <class Sink>
void FeedHandler<Sink>::packet(Line line, TimeNs rx_time, Bytes payload, bool bad) {
  LineCounters& counters = counters_.lines[index_of(line)];
  ++counters.packets;
  counters.bad_frame += bad ? 1 : 0;
  if (!options_.lines[index_of(line)].enable) return;

  arbiter_.set_quiet(line, false);
  const auto mold = view_mold_packet(payload);
  if (!mold) {
    ++counters.header_short;
    return;
  }
  arbitrate(line, {*mold, rx_time.value, bad});
  counters_.feed.expected = arbiter_.expected();
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

  Run run{.bytes = body,
          .seq = expected,
          .left = arrival.packet.header.messages() - (expected - arrival.packet.header.seq),
          .rx_time_ns = arrival.rx_time_ns};
  if (!cut) process_all(run);
  counters.messages_taken += run.taken;
  arbiter_.expect(expected + run.taken);

  if (run.left != 0) {
    ++counters.message_cut;
  } else if (run.used != body.size()) {
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
  count_events();
}

}  // namespace hotbook::feed
