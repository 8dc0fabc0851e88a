// Packets: sections 1 and 2 of the feed function, with XDP's header.

#include "sim/oracle/xdp_oracle.hpp"

#include <algorithm>
#include <utility>

namespace hotbook::oracle {
namespace {

constexpr std::uint64_t kCounterMax = 0xffffffff;
constexpr std::size_t kHeaderBytes = 16;

}  // namespace

std::uint64_t little_endian(Bytes bytes, std::size_t at, std::size_t width) {
  std::uint64_t value = 0;
  for (std::size_t i = width; i > 0; --i) value = value * 256 + bytes[at + i - 1];
  return value;
}

std::uint64_t XdpOracle::Packet::seq() const {
  return little_endian(payload, 4, 4);
}

std::uint64_t XdpOracle::Packet::sent() const {
  return (little_endian(payload, 8, 4) << 32) + little_endian(payload, 12, 4);
}

bool XdpOracle::Packet::is_of_feed() const {
  const unsigned flag = delivery_flag();
  return flag == 1 || flag == 10 || flag == 11 || flag == 12;
}

bool XdpOracle::Packet::is_reset() const {
  if (messages() == 0) return false;
  return delivery_flag() == 12 || (delivery_flag() == 10 && seq() == 1);
}

XdpOracle::XdpOracle(const OracleOptions& options)
    : options_{options},
      counters_{zero_counters()},
      books_{counters_},
      expected_{options.first_seq} {
  counters_["feed.unmapped"] = 0;
}

void XdpOracle::frame(Line line, std::uint64_t rx_time_ns, Bytes bytes, bool bad) {
  count(line, "frames");
  const JudgedFrame judged = judge_frame(options_.line(line), bytes, bad);
  if (!judged.dropped.empty()) {
    count(line, judged.dropped);
    return;
  }
  count(line, "packets");
  if (judged.bad) count(line, "bad_frame");
  if (!options_.line(line).enabled) return;
  if (judged.payload.size() < kHeaderBytes) {
    count(line, "header_short");
    return;
  }
  queue(line).push_back({line, rx_time_ns, judged.payload, judged.bad});
  arbitrate(false);
}

void XdpOracle::finish() {
  arbitrate(true);
}

Counters XdpOracle::counters() const {
  Counters all = counters_;
  all["feed.expected_low"] = expected_ & 0xffffffff;
  all["feed.expected_high"] = expected_ >> 32;
  return all;
}

std::vector<Record> XdpOracle::take_records() {
  return std::exchange(records_, {});
}

// Looks at the heads of the lines until all of them wait.
void XdpOracle::arbitrate(bool ended) {
  while (!queue_a_.empty() || !queue_b_.empty()) {
    if (!started_) start();
    if (const auto line = choose_current()) {
      const Packet packet = queue(*line).front();
      queue(*line).pop_front();
      take(packet);
    } else if (head(Line::A) == Head::Foreign || head(Line::A) == Head::Old) {
      drop_head(Line::A);
    } else if (head(Line::B) == Head::Foreign || head(Line::B) == Head::Old) {
      drop_head(Line::B);
    } else if (const auto restart = choose_restart()) {
      const Packet packet = queue(*restart).front();
      queue(*restart).pop_front();
      take(packet);
    } else if (may_open_gap(Line::A, ended) && may_open_gap(Line::B, ended)) {
      open_gap();
    } else {
      return;
    }
  }
}

void XdpOracle::start() {
  for (const Line line : {Line::A, Line::B}) {
    if (queue(line).empty() || !queue(line).front().is_of_feed()) continue;
    started_ = true;
    if (options_.first_seq == 0) expected_ = queue(line).front().seq();
    return;
  }
}

// A reset that was sent later than the last one that was used.
bool XdpOracle::restarts(const Packet& packet) const {
  return packet.is_reset() && packet.sent() > reset_sent_;
}

XdpOracle::Head XdpOracle::head(Line line) {
  if (queue(line).empty()) return Head::None;
  const Packet& packet = queue(line).front();
  if (!packet.is_of_feed()) return Head::Foreign;
  if (restarts(packet)) return Head::Restart;
  if (packet.sent() < reset_sent_) return Head::Old;
  if (packet.seq() + packet.messages() <= expected_) return Head::Old;
  return packet.seq() <= expected_ ? Head::Current : Head::Ahead;
}

std::optional<Line> XdpOracle::choose_current() {
  for (const Line line : {Line::A, Line::B}) {
    if (head(line) == Head::Current && queue(line).front().seq() == expected_) return line;
  }
  for (const Line line : {Line::A, Line::B}) {
    if (head(line) == Head::Current) return line;
  }
  return {};
}

std::optional<Line> XdpOracle::choose_restart() {
  for (const Line line : {Line::A, Line::B}) {
    if (head(line) == Head::Restart) return line;
  }
  return {};
}

void XdpOracle::drop_head(Line line) {
  if (head(line) == Head::Foreign) {
    count(line, "session_mismatch");
  } else if (queue(line).front().messages() == 0) {
    count(line, "heartbeats");
  } else {
    count(line, "duplicate_packets");
  }
  queue(line).pop_front();
}

// Whether this line does not keep a packet that is ahead on the other one waiting. No head is
// current.
bool XdpOracle::may_open_gap(Line line, bool ended) {
  return !options_.line(line).enabled || !queue(line).empty() || ended;
}

void XdpOracle::open_gap() {
  const bool a_first =
      !queue_a_.empty() && (queue_b_.empty() || queue_a_.front().seq() <= queue_b_.front().seq());
  const Packet& packet = a_first ? queue_a_.front() : queue_b_.front();
  gap(expected_, packet.seq() - expected_, GapReason::Missing, packet.rx_time_ns);
  expected_ = packet.seq();
}

// Numbers start anew. What is known of the books is of the old ones.
void XdpOracle::restart(const Packet& packet) {
  if (orders_came_) gap(packet.seq(), 0, GapReason::Missing, packet.rx_time_ns);
  expected_ = packet.seq();
}

void XdpOracle::take(const Packet& packet) {
  const bool restarted = restarts(packet);
  if (restarted) restart(packet);
  const Bytes payload{packet.payload};
  std::size_t at = kHeaderBytes;
  std::uint64_t complete = 0;
  std::uint64_t first_taken = 0;
  std::uint64_t taken = 0;
  while (complete < packet.messages()) {
    if (payload.size() - at < 2) break;
    const std::size_t size = little_endian(payload, at, 2);
    if (size < 4 || payload.size() - at < size) break;
    const std::uint64_t seq = packet.seq() + complete;
    if (seq < expected_) {
      count(packet.line, "messages_duplicate");
    } else {
      count(packet.line, "messages_taken");
      if (taken == 0) first_taken = seq;
      ++taken;
      message({seq, packet.rx_time_ns, payload.subspan(at, size)});
      expected_ = seq + 1;
    }
    ++complete;
    at += size;
  }
  if (complete < packet.messages()) {
    count(packet.line, "message_cut");
  } else if (at < payload.size()) {
    count(packet.line, "trailing_bytes");
  }
  if (!packet.bad && restarted) reset_sent_ = packet.sent();
  if (packet.bad && taken != 0) {
    gap(first_taken, taken, GapReason::BadFrame, packet.rx_time_ns);
  }
}

void XdpOracle::gap(std::uint64_t seq, std::uint64_t missing, GapReason reason,
                    std::uint64_t rx_time_ns) {
  if (reason == GapReason::Missing) {
    ++counters_["feed.gaps"];
    std::uint64_t& all = counters_["feed.messages_missing"];
    all = missing > kCounterMax - all ? kCounterMax : all + missing;
  } else {
    ++counters_["feed.frames_poisoned"];
  }
  Event event;
  event.kind = RecordKind::Gap;
  event.seq = seq;
  event.rx_time_ns = rx_time_ns;
  event.order_ref = missing;
  event.price = static_cast<std::uint32_t>(reason);
  event.book = 0xffff;
  emit(event);
  known_ = false;
  orders_came_ = false;
}

void XdpOracle::emit(const Event& event) {
  if (event.kind != RecordKind::Gap) orders_came_ = true;
  BookUpdate update = books_.apply(event);
  update.record_seq = static_cast<std::uint16_t>(records_emitted_++);
  records_.emplace_back(update);
}

}  // namespace hotbook::oracle
