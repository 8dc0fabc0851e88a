#include "host/journal/journal_writer.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace hotbook::journal {
namespace {

constexpr std::uint64_t kSegmentBytesMin = 4096;

const JournalSettings& checked(const JournalSettings& settings) {
  if (settings.segment_bytes < kSegmentBytesMin || settings.segment_bytes > kSegmentBytesMax ||
      settings.segment_bytes % kSegmentBytesMin != 0)
    throw std::invalid_argument("journal: segment_bytes are 4096 or a multiple, up to 2^40");
  if (settings.group_records_max == 0)
    throw std::invalid_argument("journal: group_records_max is at least 1");
  if (settings.unsynced_records_max == 0 || settings.unsynced_records_max >= 0x8000'0000U)
    throw std::invalid_argument("journal: unsynced_records_max is 1 to 2^31 - 1");
  return settings;
}

}  // namespace

JournalWriter::JournalWriter(Storage& storage, const JournalSettings& settings,
                             const JournalEnd& end)
    : settings_{checked(settings)},
      end_{end},
      storage_{storage},
      file_{storage},
      ring_{settings.ring_records},
      day_{settings.day},
      appended_{end.next_seq - 1},
      written_{0},
      synced_{0} {
  if (!end.last.name.empty()) settings_.journal_id = end.last.header.journal_id;
}

bool JournalWriter::open() {
  if (end_.condition == JournalCondition::Damaged || end_.condition == JournalCondition::Unreadable)
    return fail(describe(end_));
  if (end_.last.name.empty()) {
    if (!next_segment()) return false;
  } else if (!check(file_.resume(end_), "cannot be made ready")) {
    return false;
  }
  written_.store(end_.next_seq - 1, kRelease);
  synced_.store(end_.next_seq - 1, kRelease);
  return true;
}

bool JournalWriter::append(JournalRecord& record) noexcept {
  if (failed()) return false;
  const std::uint64_t seq = appended_.load(std::memory_order_relaxed) + 1;
  record.journal_seq = seq;
  if (!ring_.append(record)) return false;
  appended_.store(seq, kRelease);
  // Either this sees that the writer is about to sleep, or the writer sees the record: the fence
  // pairs with the one of wait_for_work().
  std::atomic_thread_fence(std::memory_order_seq_cst);
  if (asleep_.load(std::memory_order_relaxed) != 0) wake();
  return true;
}

void JournalWriter::wake() noexcept {
  woken_.store(true, std::memory_order_seq_cst);
  asleep_.store(0, std::memory_order_seq_cst);
  asleep_.notify_one();
}

void JournalWriter::wait_for_work() {
  asleep_.store(1, std::memory_order_relaxed);
  std::atomic_thread_fence(std::memory_order_seq_cst);
  const bool is_idle = failed() || ring_.is_empty();
  if (is_idle && !woken_.load(kAcquire)) asleep_.wait(1, std::memory_order_acquire);
  asleep_.store(0, std::memory_order_relaxed);
  // Whoever woke it is heard: an exchange sees the last wake() and what came before that.
  woken_.exchange(false, std::memory_order_seq_cst);
}

std::uint64_t JournalWriter::durable_seq() const noexcept {
  switch (settings_.release_after) {
    case ReleaseAfter::Write:
      return written_seq();
    case ReleaseAfter::Sync:
      return synced_seq();
    case ReleaseAfter::Replica:
      return std::min(synced_seq(), replica_.load(kAcquire));
  }
  return 0;
}

void JournalWriter::replica_has(std::uint64_t seq) noexcept {
  if (seq <= replica_.load(std::memory_order_relaxed)) return;
  replica_.store(seq, kRelease);
  if (settings_.release_after == ReleaseAfter::Replica) tell();
}

bool JournalWriter::step() {
  if (failed()) return false;
  const auto records = ring_.readable(settings_.group_records_max);
  if (records.empty()) return settle();
  if (!write_next(records)) return false;
  if (settings_.release_after == ReleaseAfter::Write) tell();
  const bool waits = settings_.release_after == ReleaseAfter::Write &&
                     written_seq() - synced_seq() < settings_.unsynced_records_max;
  if (waits) return true;
  const std::lock_guard lock{segment_change_};
  return sync();
}

bool JournalWriter::write() {
  if (failed()) return false;
  const auto records = ring_.readable(settings_.group_records_max);
  if (records.empty() || !write_next(records)) return false;
  if (written_seq() - synced_seq() < settings_.unsynced_records_max) return true;
  const std::lock_guard lock{segment_change_};
  return sync();
}

bool JournalWriter::settle() {
  if (failed()) return false;
  const std::lock_guard lock{segment_change_};
  return written_seq() != synced_seq() ? sync() : prepare_early();
}

bool JournalWriter::write_next(std::span<JournalRecord> records) {
  if (file_.room() == 0) {
    const std::lock_guard lock{segment_change_};
    if (!next_segment()) return false;
  }
  return write_group(records.first(std::min<std::uint64_t>(records.size(), file_.room())));
}

bool JournalWriter::write_group(std::span<JournalRecord> records) {
  const std::uint64_t synced = synced_seq();
  for (JournalRecord& record : records) {
    record.unsynced = static_cast<std::uint32_t>(record.journal_seq - 1 - synced);
    seal(record);
  }
  if (!check(file_.write(records), "write failed")) return false;
  written_.store(records.back().journal_seq, kRelease);
  groups_.fetch_add(1, std::memory_order_relaxed);
  if (file_.room() <= capacity_of(file_.header()) / 2) wants_segment_.store(true, kRelease);
  ring_.release(records.size());
  return true;
}

bool JournalWriter::sync() {
  const std::uint64_t written = written_seq();
  if (!check(file_.sync(), "sync failed")) return false;
  synced_.store(written, kRelease);
  syncs_.fetch_add(1, std::memory_order_relaxed);
  if (on_synced_) on_synced_();
  if (settings_.release_after != ReleaseAfter::Write) tell();
  return true;
}

// Whoever calls this and what follows holds segment_change_. A segment is begun only when all of
// the one before is on the disk: that there is a next one proves that this one is whole.
bool JournalWriter::next_segment() {
  if (file_.is_open() && written_seq() != synced_seq() && !sync()) return false;
  const SegmentHeader header = next_header(written_seq() + 1);
  IoStatus status{};
  if (!file_.is_prepared()) status = file_.prepare(header);
  if (status.ok()) status = file_.begin();
  wants_segment_.store(false, kRelease);
  warning_.store(0, kRelease);
  return status.ok() || fail(storage_.path_of(segment_name(header.first_seq)) +
                             ": cannot be made: " + status.text());
}

bool JournalWriter::prepare_early() {
  const SegmentHeader& header = file_.header();
  if (file_.is_prepared() || warning() != 0 || !wants_segment_.load(kAcquire)) return false;
  const IoStatus made = file_.prepare(next_header(header.first_seq + capacity_of(header)));
  if (!made.ok()) warning_.store(made.error, kRelease);
  return made.ok();
}

SegmentHeader JournalWriter::next_header(std::uint64_t first_seq) const noexcept {
  SegmentHeader header{};
  header.journal_id = settings_.journal_id;
  header.first_seq = first_seq;
  header.segment_bytes = settings_.segment_bytes;
  header.max_orders = settings_.max_orders;
  header.book_count = settings_.book_count;
  header.day = day_.load(std::memory_order_relaxed);
  return header;
}

bool JournalWriter::check(const IoStatus& status, const char* what) {
  return status.ok() || fail(file_.path() + ": " + what + ": " + status.text());
}

bool JournalWriter::fail(std::string reason) {
  if (is_failing_.exchange(true, std::memory_order_acq_rel)) return false;
  reason_ = std::move(reason);
  failed_.store(true, kRelease);
  tell();
  return false;
}

}  // namespace hotbook::journal
