#include "host/session/ouch_session.hpp"

#include <algorithm>

namespace hotbook::session {

OuchSession::OuchSession(EntryPoint& entry, const OuchSessionOptions& options, std::uint64_t now_ns)
    : entry_{entry},
      soupbin_{options.soupbin, now_ns},
      codec_{entry, options.rules},
      backlog_max_{options.backlog_max} {}

void OuchSession::receive(Bytes bytes, std::uint64_t now_ns) noexcept {
  soupbin_.receive(bytes, now_ns);
  while (const std::optional<ServerEvent> event = soupbin_.next()) {
    switch (event->kind) {
      case ServerEvent::Kind::Login:
        login(event->login);
        break;
      case ServerEvent::Kind::Data:
        message(event->payload, now_ns);
        break;
      case ServerEvent::Kind::Debug:
      case ServerEvent::Kind::Logout:
        break;
    }
  }
  settle();
}

void OuchSession::login(const LoginRequest& request) noexcept {
  user_ = request.user;
  day_ = entry_.day_name();
  if (!request.session.empty() && request.session != day_) {
    return soupbin_.reject(kSessionNotAvailable, "no_such_session");
  }
  const Login login = entry_.login(Door::Ouch, request.user, request.password);
  switch (login.answer) {
    case LoginAnswer::UnknownUser:
    case LoginAnswer::WrongPassword:
      return soupbin_.reject(kNotAuthorized, "wrong_user_or_password");
    case LoginAnswer::Disabled:
      return soupbin_.reject(kNotAuthorized, "disabled");
    case LoginAnswer::LoggedInAlready:
      return soupbin_.reject(kSessionNotAvailable, "logged_in_already");
    case LoginAnswer::Accepted:
      break;
  }
  number_ = login.session;
  account_ = login.account;
  is_known_to_venue_ = true;
  const ReportLog& log = reports();
  // SoupBinTCP 3.00 section 2.3.1: 0 asks for the message generated last.
  const std::uint64_t latest = std::max<std::uint64_t>(log.released(), 1);
  const std::uint64_t seq = request.requested_seq != 0 ? request.requested_seq : latest;
  if (seq > log.released() + 1 || (entry_.is_day_over() && log.count() == 0)) {
    return soupbin_.reject(kSessionNotAvailable, "no_such_message");
  }
  may_enter_ = log.is_entry_enabled();
  soupbin_.accept(day_, seq);
}

void OuchSession::message(Bytes payload, std::uint64_t now_ns) noexcept {
  ClientRequest request;
  if (!codec_.decode(payload, {*number_, account_, now_ns, may_enter_}, request)) {
    return soupbin_.close(CloseReason::BadMessage);
  }
  if (request.door_reason == code(DoorReason::EntryDisabled)) may_enter_ = false;
  if (request.door_reason == code(DoorReason::EntryEnabled)) may_enter_ = true;
  entry_.request(request);
}

void OuchSession::flush(std::uint64_t now_ns) noexcept {
  if (!soupbin_.is_open() || !soupbin_.is_logged_in()) return;
  soupbin_.set_time(now_ns);
  if (entry_.day_name() != day_) {
    soupbin_.end_session();
    return settle();
  }
  const ReportLog& log = reports();
  std::array<std::uint8_t, ouch::kMessageBytesMax> bytes;
  while (soupbin_.next_seq() <= log.released()) {
    const std::size_t count = codec_.encode(log.report(soupbin_.next_seq()), bytes);
    if (!soupbin_.send({bytes.data(), count})) return;
  }
  if (entry_.is_day_over() && soupbin_.next_seq() > log.count() && soupbin_.end_session()) settle();
}

void OuchSession::advance(std::uint64_t now_ns) noexcept {
  soupbin_.advance(now_ns, wants_input());
  settle();
}

void OuchSession::end(CloseReason reason) noexcept {
  soupbin_.close(reason);
  settle();
}

// The venue hears once that a connection ended.
void OuchSession::settle() noexcept {
  if (soupbin_.is_open() || !is_known_to_venue_) return;
  is_known_to_venue_ = false;
  entry_.logout(*number_);
}

bool OuchSession::wants_input() const noexcept {
  if (!soupbin_.is_open()) return false;
  if (!soupbin_.is_logged_in()) return true;
  const std::uint64_t count = reports().count();
  return count < soupbin_.next_seq() || count - soupbin_.next_seq() < backlog_max_;
}

}  // namespace hotbook::session
