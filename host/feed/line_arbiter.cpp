#include "host/feed/line_arbiter.hpp"

#include <cassert>

namespace hotbook::feed {

LineArbiter::LineArbiter(const FeedOptions& options)
    : waiting_max_{options.waiting_packets_max}, expected_{options.first_seq} {
  for (std::size_t i = 0; i < kLineCount; ++i) enabled_[i] = options.lines[i].enable;
}

PacketVerdict LineArbiter::judge(const MoldHeader& header) noexcept {
  if (!session_known_) {
    session_known_ = true;
    session_ = header.session;
    if (expected_ == 0) expected_ = header.seq;
  }
  if (header.session != session_) return PacketVerdict::Foreign;
  // Numbers do not wrap.
  if (header.messages() > ~std::uint64_t{0} - header.seq) return PacketVerdict::Old;
  if (header.seq > expected_) return PacketVerdict::Ahead;
  // Subtracting cannot wrap here, where adding the count to a seq near 2^64 could.
  return expected_ - header.seq < header.messages() ? PacketVerdict::Current : PacketVerdict::Old;
}

LineArbiter::Held& LineArbiter::Queue::push() {
  if (count == slots.size()) {
    std::vector<Held> larger(slots.empty() ? 16 : 2 * slots.size());
    for (std::size_t i = 0; i < count; ++i) {
      larger[i] = std::move(slots[(first + i) % slots.size()]);
    }
    slots = std::move(larger);
    first = 0;
  }
  return slots[(first + count++) % slots.size()];
}

void LineArbiter::Queue::pop() noexcept {
  assert(count != 0);
  first = (first + 1) % slots.size();
  --count;
}

void LineArbiter::hold(Line line, const Arrival& arrival) {
  Held& held = queues_[index_of(line)].push();
  held.header = arrival.packet.header;
  held.body.assign(arrival.packet.body.begin(), arrival.packet.body.end());
  held.rx_time_ns = arrival.rx_time_ns;
  held.bad = arrival.bad;
}

Arrival LineArbiter::head(Line line) const noexcept {
  const Held& held = queue(line).front();
  return {{held.header, held.body}, held.rx_time_ns, held.bad};
}

void LineArbiter::drop_head(Line line) noexcept {
  queues_[index_of(line)].pop();
}

std::optional<Line> LineArbiter::usable_head() noexcept {
  std::optional<Line> best;
  int best_rank = 0;
  for (const Line line : {Line::A, Line::B}) {
    if (!waits(line)) continue;
    const MoldHeader& header = queue(line).front().header;
    const PacketVerdict verdict = judge(header);
    if (verdict == PacketVerdict::Ahead) continue;
    const bool current = verdict == PacketVerdict::Current;
    const int rank = !current ? 1 : header.seq == expected_ ? 3 : 2;
    if (rank <= best_rank) continue;
    best = line;
    best_rank = rank;
  }
  return best;
}

std::optional<Line> LineArbiter::gap_opener() const noexcept {
  bool waited_enough = false;
  for (const Queue& queue : queues_) waited_enough |= queue.count >= waiting_max_;

  std::optional<Line> opener;
  for (const Line line : {Line::A, Line::B}) {
    if (!enabled_[index_of(line)]) continue;
    if (!waits(line)) {
      if (!quiet_[index_of(line)] && !waited_enough) return std::nullopt;
    } else if (!opener || queue(line).front().header.seq < queue(*opener).front().header.seq) {
      opener = line;
    }
  }
  return opener;
}

}  // namespace hotbook::feed
