// The reports of one session's day: kept so that any of them can be sent again, and told only as
// far as they are released.
//
// Threading: one thread, the venue's.
// Hot path:  append() allocates now and then (a block of reports at a time); nothing moves.

#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>

#include "host/domain/client.hpp"
#include "host/session/door_reason.hpp"

namespace hotbook::session {

class ReportLog {
 public:
  // Gives the report its number, one more than the last one's.
  void append(ClientReport report) {
    report.number = reports_.size() + 1;
    if (report.kind == ReportKind::Rejected) {
      if (report.reason == code(DoorReason::EntryDisabled)) is_entry_enabled_ = false;
      if (report.reason == code(DoorReason::EntryEnabled)) is_entry_enabled_ = true;
    }
    reports_.push_back(report);
  }
  // The next report in order may be sent.
  void release_next() noexcept { ++released_; }
  void clear() {
    reports_.clear();
    released_ = 0;
    is_entry_enabled_ = true;
  }

  [[nodiscard]] std::uint64_t count() const noexcept { return reports_.size(); }
  // Reports 1 to released() may be sent.
  [[nodiscard]] std::uint64_t released() const noexcept { return released_; }
  // number: 1 to count().
  [[nodiscard]] const ClientReport& report(std::uint64_t number) const noexcept {
    return reports_[number - 1];
  }
  // False after the client said that its session shall take no orders.
  [[nodiscard]] bool is_entry_enabled() const noexcept { return is_entry_enabled_; }

 private:
  std::deque<ClientReport> reports_;
  std::uint64_t released_ = 0;
  bool is_entry_enabled_ = true;
};

}  // namespace hotbook::session
