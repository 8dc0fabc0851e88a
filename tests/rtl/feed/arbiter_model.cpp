#include "tests/rtl/feed/arbiter_model.hpp"

#include <limits>

#include "host/domain/layout.hpp"

namespace hotbook::feed_test {

void LineCounts::add(const channel::LinePulses& pulses) {
  session_mismatch += pulses.session_mismatch;
  heartbeats += pulses.heartbeats;
  end_of_session += pulses.end_of_session;
  duplicate_packets += pulses.duplicate_packets;
  messages_taken += pulses.messages_taken;
  messages_duplicate += pulses.messages_duplicate;
  message_cut += pulses.message_cut;
  trailing_bytes += pulses.trailing_bytes;
}

void ArbiterModel::clear() {
  known_ = false;
  expected_ = first_seq_;
  lines_ = {};
  poison_waits_ = false;
  overlap_waits_ = 0;
  gap_waits_ = 0;
  last_offers_ = {};
  last_verdicts_ = {};
  last_quiet_ = {};
  out.clear();
}

bool ArbiterModel::near_end() const {
  return expected_ >> 16U == std::numeric_limits<std::uint64_t>::max() >> 16U;
}

void ArbiterModel::wrong(const std::string& what) {
  if (error.empty()) error = what + " (expected number " + std::to_string(expected_) + ")";
}

ArbiterModel::Verdict ArbiterModel::judge(std::size_t line, const Offer& offer) const {
  if (!offer.valid || lines_[line].state != State::Idle) return Verdict::None;
  if (!offer.enabled) return Verdict::Disabled;
  if (offer.word.first == 0) return Verdict::Stray;
  if (!known_) return Verdict::None;
  if (offer.header.session != session_) return Verdict::Mismatch;
  const std::uint64_t count = offer.header.message_count;
  const std::uint64_t messages = count == kEndOfSession ? 0 : count;
  const std::uint64_t seq = offer.header.seq;
  if (seq > std::numeric_limits<std::uint64_t>::max() - messages) return Verdict::Old;
  if (seq + messages <= expected_) return Verdict::Old;
  if (seq > expected_) return Verdict::Ahead;
  return seq == expected_ ? Verdict::Exact : Verdict::Overlap;
}

// Whether, in the cycle shown last, this line's packet could open a gap.
bool ArbiterModel::may_open_gap(std::size_t line) const {
  const std::size_t other = 1 - line;
  if (last_verdicts_[line] != Verdict::Ahead) return false;
  if (!last_offers_[other].enabled) return true;
  if (!last_offers_[other].valid) return last_quiet_[other] >= line_wait_cycles_;
  if (last_verdicts_[other] != Verdict::Ahead) return false;
  const std::uint64_t own = last_offers_[line].header.seq;
  const std::uint64_t its = last_offers_[other].header.seq;
  return own < its || (own == its && line == 0);
}

void ArbiterModel::gap_opened() {
  std::size_t line = 0;
  if (!may_open_gap(0)) line = 1;
  if (!may_open_gap(line)) return wrong("a gap was opened that nothing asked for");
  for (const Line& state : lines_) {
    if (state.state == State::Taking) return wrong("a gap was opened inside a packet");
  }
  const Offer& offer = last_offers_[line];
  channel::TakenWord word;
  word.gap = 1;
  word.reason = static_cast<std::uint64_t>(GapReason::Missing);
  word.seq = expected_;
  word.data = offer.header.seq - expected_;
  word.rx_time_ns = offer.word.rx_time_ns;
  word.arrival_cycle = offer.word.arrival_cycle;
  out.push_back(word);
  ++gaps;
  missing += word.data;
  expected_ = offer.header.seq;
  gap_waits_ = 0;
  overlap_waits_ = 0;
}

void ArbiterModel::fix_session(const std::array<Offer, 2>& offers) {
  for (std::size_t line = 0; line < 2 && !known_; ++line) {
    const Offer& offer = offers[line];
    if (!offer.valid || !offer.enabled || offer.word.first == 0 ||
        lines_[line].state != State::Idle)
      continue;
    if (offer.accepted) wrong("a packet was accepted before it could fix the session");
    known_ = true;
    session_ = offer.header.session;
    expected_ = first_seq_ == 0 ? offer.header.seq : first_seq_;
  }
}

void ArbiterModel::cycle(const std::array<Offer, 2>& offers, bool out_free) {
  const std::array<Verdict, 2> verdicts{judge(0, offers[0]), judge(1, offers[1])};
  for (std::size_t line = 0; line < 2; ++line) {
    const bool at_once = verdicts[line] == Verdict::Exact && !near_end();
    const bool stands =
        verdicts[line] == last_verdicts_[line] && !last_offers_[line].accepted && !at_once;
    lines_[line].seen = stands ? lines_[line].seen + 1 : 0;
  }
  watch(offers, verdicts, out_free);
  last_offers_ = offers;
  last_verdicts_ = verdicts;
  if (poison_waits_ && out_free) poison_waits_ = false;
  if (!known_) fix_session(offers);

  for (std::size_t line = 0; line < 2; ++line) {
    Line& state = lines_[line];
    state.quiet = offers[line].valid ? 0 : state.quiet + 1;
    last_quiet_[line] = state.quiet;
    if (!offers[line].accepted) continue;
    if (state.state == State::Idle) begin(line, offers[line], verdicts);
    if (state.state == State::Taking) take(line, offers[line]);
    if (offers[line].word.last != 0) state.state = State::Idle;
  }
}

// Nothing may wait longer than the header of feed_arbiter says.
void ArbiterModel::watch(const std::array<Offer, 2>& offers, const std::array<Verdict, 2>& verdicts,
                         bool out_free) {
  const bool taking = lines_[0].state == State::Taking || lines_[1].state == State::Taking;
  const bool free = !taking && !poison_waits_ && out_free;
  bool anything = false;
  for (std::size_t line = 0; line < 2; ++line) {
    const Offer& offer = offers[line];
    const Verdict verdict = verdicts[line];
    if (!offer.valid) continue;
    const bool at_once = lines_[line].state == State::Dropping ||
                         (lines_[line].state == State::Taking && out_free) ||
                         verdict == Verdict::Disabled || verdict == Verdict::Stray ||
                         verdict == Verdict::Mismatch;
    if (at_once && !offer.accepted) wrong("a word that could move at once did not");
    lines_[line].old_waits =
        verdict == Verdict::Old && !offer.accepted ? lines_[line].old_waits + 1 : 0;
    if (lines_[line].old_waits > 1) wrong("an old packet waited more than a cycle");
    if (verdict == Verdict::Exact || verdict == Verdict::Overlap)
      anything = anything || offer.accepted;
  }

  for (std::size_t line = 0; line < 2; ++line) {
    if (free && verdicts[line] == Verdict::Exact && !near_end() && !anything)
      wrong("a packet with the expected message waited");
  }
  const bool current = verdicts[0] == Verdict::Overlap || verdicts[1] == Verdict::Overlap ||
                       verdicts[0] == Verdict::Exact || verdicts[1] == Verdict::Exact;
  overlap_waits_ = free && current && !anything ? overlap_waits_ + 1 : 0;
  if (overlap_waits_ > 2) wrong("a current packet waited more than two cycles");

  // Looks at this cycle as may_open_gap looks at the one before.
  bool gap_due = false;
  for (std::size_t line = 0; line < 2; ++line) {
    const bool other_absent =
        !offers[1 - line].enabled ||
        (!offers[1 - line].valid && lines_[1 - line].quiet > line_wait_cycles_);
    gap_due = gap_due || (verdicts[line] == Verdict::Ahead &&
                          (other_absent || verdicts[1 - line] == Verdict::Ahead));
  }
  gap_waits_ = free && gap_due ? gap_waits_ + 1 : 0;
  if (gap_waits_ > 3) wrong("a gap was not opened");
}

void ArbiterModel::begin(std::size_t line, const Offer& offer,
                         const std::array<Verdict, 2>& verdicts) {
  Line& state = lines_[line];
  const std::size_t other = 1 - line;
  state.state = State::Dropping;
  switch (verdicts[line]) {
    case Verdict::Disabled:
    case Verdict::Stray:
      return;
    case Verdict::Mismatch:
      ++counts[line].session_mismatch;
      return;
    case Verdict::Old:
      if (offer.header.message_count == 0) {
        ++counts[line].heartbeats;
      } else if (offer.header.message_count == kEndOfSession) {
        ++counts[line].end_of_session;
      } else {
        ++counts[line].duplicate_packets;
      }
      return;
    case Verdict::Ahead:
      return wrong("a packet was accepted that is ahead");
    case Verdict::None:
      return wrong("a packet was accepted before the session was known");
    case Verdict::Overlap:
      if (verdicts[other] == Verdict::Exact && (!near_end() || lines_[other].seen >= state.seen))
        wrong("an overlapping packet went before an exact one");
      break;
    case Verdict::Exact:
      break;
  }
  if (lines_[other].state == State::Taking) wrong("a packet was begun inside another");
  // A packet that needs a second look may go in the cycle in which another line's comes.
  if (line == 1 && verdicts[0] == verdicts[1] && lines_[0].seen >= state.seen)
    wrong("line b's packet went before line a's");
  state = Line{};
  state.state = State::Taking;
  state.first_taken = expected_;
}

void ArbiterModel::take(std::size_t line, const Offer& offer) {
  Line& state = lines_[line];
  const channel::MessageWord& word = offer.word;
  channel::TakenWord taken;
  taken.data = word.data;
  taken.last = word.last;
  taken.rx_time_ns = word.rx_time_ns;
  taken.arrival_cycle = word.arrival_cycle;

  const bool whole = word.start != 0 && word.finish != 0 && !state.open;
  bool finish_kept = false;
  if (word.finish != 0) {
    const std::uint64_t number = offer.header.seq + state.complete;
    ++state.complete;
    finish_kept = number >= expected_;
    if (finish_kept) {
      if (number != expected_) wrong("message numbers of a packet jumped");
      taken.finish = 1;
      taken.finish_lane = word.finish_lane;
      taken.seq = number;
      expected_ = number + 1;
      ++state.taken;
      ++counts[line].messages_taken;
    } else {
      ++counts[line].messages_duplicate;
    }
  }
  if (word.start != 0) {
    const bool start_kept = whole ? finish_kept : offer.header.seq + state.complete >= expected_;
    if (start_kept) {
      taken.start = 1;
      taken.start_lane = word.start_lane;
      taken.length = word.length;
    }
    state.open = !whole;
  } else if (word.finish != 0) {
    state.open = false;
  }
  out.push_back(taken);
  if (word.last == 0) return;

  state.open = false;
  counts[line].message_cut += state.complete != offer.header.message_count;
  counts[line].trailing_bytes += word.trailing;
  if (word.bad != 0 && state.taken > 0) {
    channel::TakenWord poison;
    poison.gap = 1;
    poison.reason = static_cast<std::uint64_t>(GapReason::BadFrame);
    poison.seq = state.first_taken;
    poison.data = state.taken;
    poison.rx_time_ns = word.rx_time_ns;
    poison.arrival_cycle = word.arrival_cycle;
    out.push_back(poison);
    poison_waits_ = true;
    ++poisons;
  }
}

}  // namespace hotbook::feed_test
