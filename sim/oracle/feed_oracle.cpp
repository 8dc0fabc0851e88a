#include "sim/oracle/feed_oracle.hpp"

#include <algorithm>
#include <utility>

namespace hotbook::oracle {
namespace {

constexpr std::uint64_t kCounterMax = 0xffffffff;
constexpr std::uint64_t kSeqMax = 0xffffffffffffffff;

}  // namespace

FeedOracle::FeedOracle(const OracleOptions& options)
    : options_{options},
      counters_{zero_counters()},
      books_{counters_},
      expected_{options.first_seq} {}

void FeedOracle::frame(Line line, std::uint64_t rx_time_ns, Bytes bytes, bool bad) {
  count(line, "frames");
  const JudgedFrame judged = judge_frame(options_.line(line), bytes, bad);
  if (!judged.dropped.empty()) {
    count(line, judged.dropped);
    return;
  }
  count(line, "packets");
  if (judged.bad) count(line, "bad_frame");
  if (!options_.line(line).enabled) return;
  if (judged.payload.size() < 20) {
    count(line, "header_short");
    return;
  }
  queue(line).push_back({line, rx_time_ns, judged.payload, judged.bad});
  arbitrate(false);
}

void FeedOracle::finish() {
  arbitrate(true);
}

Counters FeedOracle::counters() const {
  Counters all = counters_;
  all["feed.expected_low"] = expected_ & 0xffffffff;
  all["feed.expected_high"] = expected_ >> 32;
  return all;
}

std::vector<Record> FeedOracle::take_records() {
  return std::exchange(records_, {});
}

// Looks at the heads of the lines until all of them wait.
void FeedOracle::arbitrate(bool ended) {
  while (!queue_a_.empty() || !queue_b_.empty()) {
    if (!started_) start(queue_a_.empty() ? queue_b_.front() : queue_a_.front());
    if (const auto line = choose_current()) {
      const Packet packet = queue(*line).front();
      queue(*line).pop_front();
      take(packet);
    } else if (head(Line::A) == Head::Foreign || head(Line::A) == Head::Old) {
      drop_head(Line::A);
    } else if (head(Line::B) == Head::Foreign || head(Line::B) == Head::Old) {
      drop_head(Line::B);
    } else if (may_open_gap(Line::A, ended) && may_open_gap(Line::B, ended)) {
      open_gap();
    } else {
      return;
    }
  }
}

void FeedOracle::start(const Packet& first) {
  started_ = true;
  session_ = first.session();
  if (options_.first_seq == 0) expected_ = first.seq();
}

FeedOracle::Head FeedOracle::head(Line line) {
  if (queue(line).empty()) return Head::None;
  const Packet& packet = queue(line).front();
  if (packet.session() != session_) return Head::Foreign;
  if (packet.messages() > kSeqMax - packet.seq()) return Head::Old;  // numbers do not wrap
  if (packet.seq() + packet.messages() <= expected_) return Head::Old;
  return packet.seq() <= expected_ ? Head::Current : Head::Ahead;
}

std::optional<Line> FeedOracle::choose_current() {
  for (const Line line : {Line::A, Line::B}) {
    if (head(line) == Head::Current && queue(line).front().seq() == expected_) return line;
  }
  for (const Line line : {Line::A, Line::B}) {
    if (head(line) == Head::Current) return line;
  }
  return {};
}

void FeedOracle::drop_head(Line line) {
  const Packet& packet = queue(line).front();
  if (head(line) == Head::Foreign) {
    count(line, "session_mismatch");
  } else if (packet.message_count() == 0) {
    count(line, "heartbeats");
  } else if (packet.message_count() == 0xffff) {
    count(line, "end_of_session");
  } else {
    count(line, "duplicate_packets");
  }
  queue(line).pop_front();
}

// Whether this line does not keep a packet that is ahead on the other one waiting. No head is
// current.
bool FeedOracle::may_open_gap(Line line, bool ended) {
  return !options_.line(line).enabled || !queue(line).empty() || ended;
}

void FeedOracle::open_gap() {
  const bool a_first =
      !queue_a_.empty() && (queue_b_.empty() || queue_a_.front().seq() <= queue_b_.front().seq());
  const Packet& packet = a_first ? queue_a_.front() : queue_b_.front();
  const std::uint64_t missing = packet.seq() - expected_;
  ++counters_["feed.gaps"];
  std::uint64_t& all_missing = counters_["feed.messages_missing"];
  all_missing = missing > kCounterMax - all_missing ? kCounterMax : all_missing + missing;
  emit_gap(expected_, missing, GapReason::Missing, packet.rx_time_ns);
  expected_ = packet.seq();
}

void FeedOracle::take(const Packet& packet) {
  const Bytes payload{packet.payload};
  std::size_t at = 20;
  std::uint64_t complete = 0;
  std::uint64_t first_taken = 0;
  std::uint64_t taken = 0;
  while (complete < packet.messages()) {
    if (payload.size() - at < 2) break;
    const std::size_t length = big_endian(payload, at, 2);
    if (payload.size() - at - 2 < length) break;
    const std::uint64_t seq = packet.seq() + complete;
    if (seq < expected_) {
      count(packet.line, "messages_duplicate");
    } else {
      count(packet.line, "messages_taken");
      if (taken == 0) first_taken = seq;
      ++taken;
      message(seq, packet.rx_time_ns, payload.subspan(at + 2, length));
      expected_ = seq + 1;
    }
    ++complete;
    at += 2 + length;
  }
  if (complete < packet.messages()) {
    count(packet.line, "message_cut");
  } else if (at < payload.size()) {
    count(packet.line, "trailing_bytes");
  }
  if (packet.bad && taken != 0) {
    ++counters_["feed.frames_poisoned"];
    emit_gap(first_taken, taken, GapReason::BadFrame, packet.rx_time_ns);
  }
}

void FeedOracle::emit_gap(std::uint64_t seq, std::uint64_t missing, GapReason reason,
                          std::uint64_t rx_time_ns) {
  Event event;
  event.kind = RecordKind::Gap;
  event.seq = seq;
  event.rx_time_ns = rx_time_ns;
  event.order_ref = missing;
  event.price = static_cast<std::uint32_t>(reason);
  event.book = 0xffff;
  emit(event);
}

void FeedOracle::emit(const Event& event) {
  BookUpdate update = books_.apply(event);
  update.record_seq = static_cast<std::uint16_t>(records_emitted_++);
  records_.emplace_back(update);
}

}  // namespace hotbook::oracle
