// Who may log in, who is, and what each was told today.
//
// Threading: one thread, the venue's.
// Hot path:  append() and release(); both as ReportLog says.

#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string_view>
#include <vector>

#include "host/session/entry_point.hpp"
#include "host/session/report_log.hpp"
#include "host/venue/venue_options.hpp"

namespace hotbook::venue {

class SessionTable {
 public:
  explicit SessionTable(const std::vector<SessionOptions>& options)
      : options_{options}, sessions_(options.size()) {}

  [[nodiscard]] session::Login login(session::Door door, std::string_view user,
                                     std::string_view password);
  void logout(std::uint16_t number) noexcept { sessions_[number].is_logged_in = false; }

  [[nodiscard]] std::size_t count() const noexcept { return sessions_.size(); }
  [[nodiscard]] const SessionOptions& options(std::uint16_t number) const noexcept {
    return options_[number];
  }
  [[nodiscard]] bool is_logged_in(std::uint16_t number) const noexcept {
    return sessions_[number].is_logged_in;
  }
  [[nodiscard]] bool is_enabled(std::uint16_t number) const noexcept {
    return sessions_[number].is_enabled;
  }
  void enable(std::uint16_t number, bool enabled) noexcept {
    sessions_[number].is_enabled = enabled;
  }
  // The highest user_ref that a request of the session had today.
  [[nodiscard]] std::uint32_t& highest_ref(std::uint16_t number) noexcept {
    return sessions_[number].highest_ref;
  }
  [[nodiscard]] std::uint32_t highest_ref(std::uint16_t number) const noexcept {
    return sessions_[number].highest_ref;
  }
  // Every report may be told.
  [[nodiscard]] bool is_released() const noexcept { return waiting_.empty(); }
  [[nodiscard]] const session::ReportLog& reports(std::uint16_t number) const noexcept {
    return sessions_[number].reports;
  }

  // Keeps a report until its journal record is safe. journal_seq never falls.
  void append(const ClientReport& report) {
    sessions_[report.session].reports.append(report);
    waiting_.push_back({report.journal_seq, report.session});
  }
  // Reports of records up to this one may be told. Sessions that have new ones come into `changed`,
  // each once until it is cleared.
  void release(std::uint64_t journal_seq);
  [[nodiscard]] const std::vector<std::uint16_t>& changed() const noexcept { return changed_; }
  void clear_changed() noexcept;

  // The day is over and told: the next one begins with no report.
  void start_day();

 private:
  struct Session {
    session::ReportLog reports;
    std::uint32_t highest_ref = 0;
    bool is_logged_in = false;
    bool is_enabled = true;
    bool is_changed = false;
  };
  struct Waiting {
    std::uint64_t journal_seq;
    std::uint16_t session;
  };

  std::vector<SessionOptions> options_;
  std::vector<Session> sessions_;
  std::deque<Waiting> waiting_;
  std::vector<std::uint16_t> changed_;
};

}  // namespace hotbook::venue
