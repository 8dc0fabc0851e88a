// What an operator or the schedule does to a venue.

#include <fmt/format.h>

#include "host/venue/venue.hpp"

namespace hotbook::venue {

using journal::ControlAction;
using journal::ControlChange;
using journal::JournalRecord;
using journal::RecordKind;
using journal::RecordOrigin;

std::string Venue::control(const ControlChange& change) {
  if (is_stopped_) return "the journal has failed: nothing is changed any more";
  const risk::ChangeProblem problem = risk_.problem_of(change);
  if (problem != risk::ChangeProblem::None) return std::string{risk::text_of(problem)};
  JournalRecord record{};
  record.time_ns = now_ns_;
  record.kind = RecordKind::Control;
  record.origin = RecordOrigin::Venue;
  record.set(change);
  if (!write(record)) return "the journal has failed: the change was not made";
  apply(record, Origin::Live);
  if (change.action == ControlAction::Kill && change.value != 0) cancel_killed(change);
  return "";
}

// Whoever is killed has no order left either (Regulation (EU) 2017/589, article 12).
void Venue::cancel_killed(const ControlChange& change) noexcept {
  MatchCommand command{};
  command.kind = CommandKind::MassCancel;
  command.session = journal::kVenueSession;
  switch (change.scope) {
    case journal::ControlScope::Firm:
      command.flags = kScopeFlagAccount;
      for (std::size_t account = 0; account < options_.accounts.size(); ++account) {
        command.account = static_cast<std::uint32_t>(account);
        input(command);
      }
      return;
    case journal::ControlScope::Account:
      command.flags = kScopeFlagAccount;
      command.account = change.account;
      return input(command);
    case journal::ControlScope::Instrument:
      command.flags = kScopeFlagBook;
      command.book = change.book;
      return input(command);
    case journal::ControlScope::Session:
      return cancel_all(change.session);
  }
}

std::string Venue::start_day(std::uint32_t day, std::string_view actor) {
  if (is_day_) return fmt::format("day {} is not over", day_);
  if (day <= day_) return fmt::format("day {} is not after day {}", day, day_);
  if (!is_idle() || !sessions_.is_released()) return "what the day before did is not all told yet";
  ControlChange change = journal::change_by(actor, ControlAction::DayStart);
  change.value = day;
  return control(change);
}

std::string Venue::end_day(std::string_view actor) {
  if (!is_day_) return "there is no day to end";
  MatchCommand close{};
  close.kind = CommandKind::TradingState;
  close.session = journal::kVenueSession;
  close.book = 0xffff;
  close.state = static_cast<std::uint8_t>(TradingState::Closed);
  input(close);
  // An OUCH client names its orders anew each day.
  for (std::size_t number = 0; number < sessions_.count(); ++number) {
    const auto session = static_cast<std::uint16_t>(number);
    if (options_.sessions[number].door == session::Door::Ouch) cancel_all(session);
  }
  ControlChange change = journal::change_by(actor, ControlAction::DayEnd);
  change.value = day_;
  return control(change);
}

void Venue::cancel_all(std::uint16_t session) noexcept {
  if (orders_.count(session) == 0) return;
  MatchCommand command{};
  command.kind = CommandKind::MassCancel;
  command.flags = kScopeFlagSession;
  command.session = session;
  command.account = options_.sessions[session].account;
  input(command);
}

}  // namespace hotbook::venue
