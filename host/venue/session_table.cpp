#include "host/venue/session_table.hpp"

#include <span>

#include "host/domain/sha256.hpp"

namespace hotbook::venue {

session::Login SessionTable::login(session::Door door, std::string_view user,
                                   std::string_view password) {
  using session::LoginAnswer;
  for (std::size_t number = 0; number < sessions_.size(); ++number) {
    const SessionOptions& options = options_[number];
    if (options.door != door || options.user != user) continue;
    Session& session = sessions_[number];
    const std::vector<std::uint8_t> bytes{password.begin(), password.end()};
    if (sha256_hex(bytes) != options.password_sha256) {
      return {LoginAnswer::WrongPassword};
    }
    if (!session.is_enabled) return {LoginAnswer::Disabled};
    if (session.is_logged_in) return {LoginAnswer::LoggedInAlready};
    session.is_logged_in = true;
    return {LoginAnswer::Accepted, static_cast<std::uint16_t>(number), options.account};
  }
  return {LoginAnswer::UnknownUser};
}

void SessionTable::release(std::uint64_t journal_seq) {
  while (!waiting_.empty() && waiting_.front().journal_seq <= journal_seq) {
    const std::uint16_t number = waiting_.front().session;
    waiting_.pop_front();
    Session& session = sessions_[number];
    session.reports.release_next();
    if (session.is_changed) continue;
    session.is_changed = true;
    changed_.push_back(number);
  }
}

void SessionTable::clear_changed() noexcept {
  for (const std::uint16_t number : changed_) sessions_[number].is_changed = false;
  changed_.clear();
}

void SessionTable::start_day() {
  waiting_.clear();
  for (Session& session : sessions_) {
    session.reports.clear();
    session.highest_ref = 0;
  }
}

}  // namespace hotbook::venue
