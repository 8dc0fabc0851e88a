#include "host/feed/gap_recovery.hpp"

#include <algorithm>
#include <cstring>

#include "host/feed/apply_message.hpp"
#include "host/feed/mold_packet.hpp"

namespace hotbook::feed {

BookBuilder::Applied GapRecovery::record(const BookUpdate& update) {
  if (update.kind == RecordKind::Refill) return BookBuilder::Applied::Done;
  if (update.kind == RecordKind::Gap) {
    gap(update);
    return BookBuilder::Applied::Done;
  }
  live_next_ = std::max(live_next_, update.seq + 1);
  if (state_ == State::CatchingUp && update.seq >= snapshot_seq_) become_known();
  switch (state_) {
    case State::Known:
      return books_.apply(update);
    case State::Requesting:
    case State::Snapshot:
      hold(update);
      break;
    case State::CatchingUp:
      break;  // the snapshot has it
  }
  return BookBuilder::Applied::Done;
}

void GapRecovery::live_next(std::uint64_t seq) {
  live_next_ = std::max(live_next_, seq);
  if (state_ == State::CatchingUp && live_next_ >= snapshot_seq_) become_known();
}

void GapRecovery::gap(const BookUpdate& update) {
  ++counts_.gaps;
  // Numbers do not wrap.
  const std::uint64_t most = ~std::uint64_t{0} - update.seq;
  Range range{update.seq, update.seq + std::min(update.order_ref, most)};
  live_next_ = std::max(live_next_, range.end);
  const bool is_bad_frame = update.price == static_cast<std::uint32_t>(GapReason::BadFrame);
  if (state_ == State::CatchingUp) {
    if (range.end <= snapshot_seq_) {
      if (live_next_ >= snapshot_seq_) become_known();
      return;
    }
    range.first = std::max(range.first, snapshot_seq_);
  }
  if (is_bad_frame) {
    // What the frame said still waits, or has been done already.
    while (!held_.empty() && held_.back().seq >= range.first) held_.pop_back();
    if (state_ == State::Known) want_snapshot(range.first);
  }
  miss(range);
}

void GapRecovery::miss(Range range) {
  if (range.first == range.end) return;
  missing_.push_back(range);
  messages_missing_ += range.end - range.first;
  if (state_ == State::Known || state_ == State::CatchingUp) {
    state_ = State::Requesting;
    go_on();
  }
  const bool too_many =
      messages_missing_ > options_.missing_max || missing_.size() > options_.ranges_max;
  if (too_many && state_ == State::Requesting) want_snapshot(next_);
}

void GapRecovery::hold(const BookUpdate& update) {
  if (held_.size() == options_.held_records_max) {
    // A replace has two records: the snapshot has both of them, and what is held of it then goes.
    counts_.records_given_up += held_.size();
    want_snapshot(held_.back().seq + 1);
    held_.clear();
  }
  held_.push_back(update);
}

// What the live feed told below this number is not kept.
void GapRecovery::want_snapshot(std::uint64_t below) noexcept {
  state_ = State::Snapshot;
  given_up_below_ = std::max(given_up_below_, below);
}

void GapRecovery::join(std::uint64_t first_seq) {
  missing_.clear();
  held_.clear();
  messages_missing_ = 0;
  live_next_ = std::max(live_next_, first_seq);
  want_snapshot(live_next_);
}

void GapRecovery::apply_held_below(std::uint64_t seq) {
  while (!held_.empty() && held_.front().seq < seq) {
    static_cast<void>(books_.apply(held_.front()));
    held_.pop_front();
  }
}

// Does what waited, up to the next missing message.
void GapRecovery::go_on() {
  if (missing_.empty()) {
    apply_held_below(~std::uint64_t{0});
    return become_known();
  }
  apply_held_below(missing_.front().first);
  next_ = missing_.front().first;
  request_again();
}

void GapRecovery::request_again() noexcept {
  asked_ = false;
  answered_ = false;
  unanswered_ = 0;
}

void GapRecovery::become_known() noexcept {
  state_ = State::Known;
  ++counts_.recovered;
}

std::optional<std::array<std::uint8_t, 20>> GapRecovery::next_request(std::uint64_t now_ns) {
  if (state_ != State::Requesting) return std::nullopt;
  const std::uint64_t wait = answered_ ? options_.answer_pause_ns : options_.answer_wait_ns;
  if (asked_ && now_ns - asked_at_ns_ < wait) return std::nullopt;
  if (!session_ || unanswered_ == options_.requests_unanswered_max) {
    want_snapshot(next_);
    return std::nullopt;
  }
  ++unanswered_;
  ++counts_.requests;
  asked_ = true;
  answered_ = false;
  asked_at_ns_ = now_ns;
  std::array<std::uint8_t, 20> request;
  const std::uint64_t count =
      std::min<std::uint64_t>(missing_.front().end - next_, options_.request_messages_max);
  std::memcpy(request.data(), session_->data(), session_->size());
  store_be(request.data() + 10, next_, 8);
  store_be(request.data() + 18, count, 2);
  return request;
}

void GapRecovery::answer(Bytes bytes, std::uint64_t now_ns) {
  const auto packet = view_mold_packet(bytes);
  const bool is_of_use = packet && state_ == State::Requesting && session_ &&
                         packet->header.session == *session_ && packet->header.seq <= next_ &&
                         next_ - packet->header.seq < packet->header.messages();
  if (!is_of_use) {
    ++counts_.answers_ignored;
    return;
  }
  const std::uint64_t end = missing_.front().end;
  const std::uint64_t before = next_;
  std::uint64_t seq = packet->header.seq;
  Bytes body = packet->body;
  for (unsigned left = packet->header.messages(); left != 0 && next_ != end; --left, ++seq) {
    const auto message = next_message(body);
    if (!message) break;
    if (seq != next_) continue;
    if (apply_message(books_, *message) == MessageUse::Malformed) ++counts_.malformed;
    ++next_;
  }
  if (next_ == before) return;
  counts_.messages_answered += next_ - before;
  messages_missing_ -= next_ - before;
  missing_.front().first = next_;
  if (next_ == end) {
    missing_.pop_front();
    return go_on();
  }
  unanswered_ = 0;
  answered_ = true;
  asked_at_ns_ = now_ns;
}

void GapRecovery::snapshot_begun() {
  snapshot_comes_ = true;
  ++counts_.snapshots;
  books_.start_epoch(true);
}

void GapRecovery::snapshot_message(Bytes message) {
  if (!snapshot_comes_) return;
  if (apply_message(books_, message) == MessageUse::Malformed) ++counts_.malformed;
}

void GapRecovery::snapshot_ended(std::uint64_t next_seq, std::uint64_t now_ns) {
  if (!snapshot_comes_) return;
  if (next_seq < given_up_below_) {
    ++counts_.snapshots_too_old;
    snapshot_comes_ = false;
    snapshot_at_ns_ = now_ns + options_.snapshot_pause_ns;
    return;
  }
  snapshot_comes_ = false;
  while (!held_.empty() && held_.front().seq < next_seq) held_.pop_front();
  while (!missing_.empty() && missing_.front().end <= next_seq) missing_.pop_front();
  if (!missing_.empty()) missing_.front().first = std::max(missing_.front().first, next_seq);
  messages_missing_ = 0;
  for (const Range& range : missing_) messages_missing_ += range.end - range.first;

  if (live_next_ < next_seq) {
    snapshot_seq_ = next_seq;
    state_ = State::CatchingUp;
    return;
  }
  state_ = State::Requesting;
  go_on();
}

void GapRecovery::snapshot_failed(std::uint64_t now_ns) {
  if (!snapshot_comes_) return;
  ++counts_.snapshots_failed;
  snapshot_comes_ = false;
  snapshot_at_ns_ = now_ns + options_.snapshot_pause_ns;
}

}  // namespace hotbook::feed
