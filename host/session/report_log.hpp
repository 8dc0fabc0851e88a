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

namespace hotbook::session {

class ReportLog {
 public:
  // Gives the report its number, one more than the last one's.
  void append(ClientReport report) {
    report.number = reports_.size() + 1;
    reports_.push_back(report);
  }
  // The next report in order may be sent.
  void release_next() noexcept { ++released_; }
  void clear() {
    reports_.clear();
    released_ = 0;
  }

  [[nodiscard]] std::uint64_t count() const noexcept { return reports_.size(); }
  // Reports 1 to released() may be sent.
  [[nodiscard]] std::uint64_t released() const noexcept { return released_; }
  // number: 1 to count().
  [[nodiscard]] const ClientReport& report(std::uint64_t number) const noexcept {
    return reports_[number - 1];
  }

 private:
  std::deque<ClientReport> reports_;
  std::uint64_t released_ = 0;
};

}  // namespace hotbook::session
