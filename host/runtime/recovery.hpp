// Brings a venue to where its journal ends: the newest snapshot, then every record behind it.
//
// Threading: one thread, before anything else runs.
// Hot path:  none.

#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

#include "host/journal/journal_reader.hpp"
#include "host/journal/snapshot_store.hpp"
#include "host/venue/venue.hpp"

namespace hotbook::runtime {

// The journal is there and cannot be used; says where and why.
struct RecoveryError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct Recovered {
  std::uint64_t snapshot_seq = 0;  // 0: from the journal's beginning
  std::uint64_t records = 0;       // replayed behind it
  std::vector<std::string> said;   // bad snapshots, a torn tail: a line each
  journal::JournalEnd end;         // for the writer
};

// The venue has done nothing yet. Reports are told once the venue's release() says so: records that
// are in the journal's files but were never synced are safe only when the writer has been opened.
// Throws RecoveryError.
[[nodiscard]] Recovered recover(venue::Venue& venue, journal::Storage& storage,
                                journal::SnapshotStore& snapshots);

}  // namespace hotbook::runtime
