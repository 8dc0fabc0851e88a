#include "host/runtime/publication.hpp"

#include <string>

namespace hotbook::runtime {

using journal::ControlAction;

void Publication::on_input(const journal::JournalRecord& record,
                           std::span<const MatchOutput> outputs,
                           const engine::Engine& after) noexcept {
  publisher_.on_input(record.command(), outputs, after, record.time_ns);
  mark(record.journal_seq);
}

void Publication::on_control(const journal::JournalRecord& record,
                             const engine::Engine& engine) noexcept {
  const journal::ControlChange change = record.control();
  switch (change.action) {
    case ControlAction::DayStart:
      start_day(record, engine);
      break;
    case ControlAction::DayEnd:
      publisher_.end_day(record.time_ns);
      is_open_ = false;
      break;
    case ControlAction::RestrictShort:
      publisher_.restrict_short(change.book, change.value != 0, record.time_ns);
      break;
    default:
      return;
  }
  mark(record.journal_seq);
}

void Publication::start_day(const journal::JournalRecord& record, const engine::Engine& engine) {
  store_.clear();
  marks_.clear();
  session_ = publish::mold_session(std::to_string(record.control().value));
  publisher_.start_day(engine, record.time_ns);
  mold_.start_session(session_, record.time_ns);
  rerequests_.start_session(session_);
  is_open_ = true;
}

void Publication::mark(std::uint64_t journal_seq) {
  const std::uint64_t last = store_.next_seq() - 1;
  if (!marks_.empty() && marks_.back().store_seq == last) return;
  marks_.push_back({journal_seq, last});
}

void Publication::release(std::uint64_t journal_seq) noexcept {
  while (!marks_.empty() && marks_.front().journal_seq <= journal_seq) {
    store_.release(marks_.front().store_seq);
    marks_.pop_front();
  }
  if (!is_open_ && marks_.empty()) mold_.end_session();
}

void Publication::resume(std::uint64_t journal_seq, std::uint64_t now_ns) noexcept {
  release(journal_seq);
  if (session_[0] == 0) return;  // there was no day yet
  mold_.resume_session(session_, store_.released() + 1, now_ns);
  if (!is_open_) mold_.end_session();
}

}  // namespace hotbook::runtime
