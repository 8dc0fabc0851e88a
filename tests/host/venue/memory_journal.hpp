// A journal in memory that is safe as soon as it is told so.
//
// Threading: one thread.
// Hot path:  none.

#pragma once

#include <cstdint>
#include <vector>

#include "host/venue/venue.hpp"

namespace hotbook::venue {

class MemoryJournal final : public JournalPort {
 public:
  bool append(journal::JournalRecord& record) noexcept override {
    if (fails_after_ == records_.size()) return false;
    record.journal_seq = records_.size() + 1;
    records_.push_back(record);
    return true;
  }
  void fail_after(std::size_t records) { fails_after_ = records; }
  [[nodiscard]] const std::vector<journal::JournalRecord>& records() const { return records_; }

 private:
  std::vector<journal::JournalRecord> records_;
  std::size_t fails_after_ = SIZE_MAX;
};

}  // namespace hotbook::venue
