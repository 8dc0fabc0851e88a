#include "host/runtime/recovery.hpp"

#include <fmt/format.h>

#include <optional>

namespace hotbook::runtime {
namespace {

using journal::JournalCondition;

// A journal is read from its snapshot on; one of another venue would be read as if it were this.
void check_owner(const journal::JournalReader& reader, const venue::Venue& venue,
                 const std::optional<journal::Snapshot>& snapshot) {
  for (const journal::SegmentInfo& segment : reader.segments()) {
    if (segment.header.book_count != venue.options().instruments.size()) {
      throw RecoveryError{fmt::format(
          "{}: it is the journal of a venue of {} instruments, the configuration has {}",
          segment.name, segment.header.book_count, venue.options().instruments.size())};
    }
    if (snapshot && snapshot->journal_id != segment.header.journal_id) {
      throw RecoveryError{
          fmt::format("{}: the newest snapshot, of record {}, is of another journal", segment.name,
                      snapshot->journal_seq)};
    }
  }
}

}  // namespace

Recovered recover(venue::Venue& venue, journal::Storage& storage,
                  journal::SnapshotStore& snapshots) {
  Recovered recovered;
  const std::optional<journal::Snapshot> snapshot = snapshots.read_newest(recovered.said);
  if (snapshot) {
    try {
      venue.restore(snapshot->state);
    } catch (const std::runtime_error& error) {
      throw RecoveryError{
          fmt::format("the snapshot of record {}: {}", snapshot->journal_seq, error.what())};
    }
    recovered.snapshot_seq = snapshot->journal_seq;
  }
  journal::JournalReader reader{storage, recovered.snapshot_seq + 1};
  check_owner(reader, venue, snapshot);
  for (;;) {
    const std::span<const journal::JournalRecord> records = reader.next();
    if (records.empty()) break;
    for (const journal::JournalRecord& record : records) venue.replay(record);
    recovered.records += records.size();
  }
  recovered.end = reader.end();
  const std::string said = describe(recovered.end);
  if (recovered.end.condition == JournalCondition::Damaged ||
      recovered.end.condition == JournalCondition::Unreadable) {
    throw RecoveryError{said};
  }
  if (!said.empty()) recovered.said.push_back(said);
  while (!venue.is_idle()) venue.poll();
  return recovered;
}

}  // namespace hotbook::runtime
