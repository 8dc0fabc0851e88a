#include "host/session/fix/fix_gateway.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <filesystem>
#include <set>
#include <stdexcept>
#include <utility>

namespace hotbook::fix {
namespace {

using session::Login;
using session::LoginAnswer;

// A store is a file of the client's name.
bool is_comp_id(std::string_view id) noexcept {
  const auto is_fit = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
  };
  return !id.empty() && id.size() <= 64 && id.front() != '.' &&
         std::all_of(id.begin(), id.end(), is_fit);
}

DoorOptions door_options(const FixOptions& options) {
  DoorOptions door{.address = options.address, .port = options.port, .engine = {}};
  door.engine.comp_id = options.comp_id;
  door.engine.store_directory = options.store_directory;
  door.engine.synchronous = options.synchronous;
  if (!is_comp_id(options.comp_id)) {
    throw std::runtime_error{fmt::format("FIX: '{}' is no CompID", options.comp_id)};
  }
  std::set<std::string> clients;
  for (const FixSessionOptions& session : options.sessions) {
    if (!is_comp_id(session.client)) {
      throw std::runtime_error{fmt::format(
          "FIX: client '{}': a CompID is letters, digits, '-', '_' and '.'", session.client)};
    }
    if (!clients.insert(session.client).second) {
      throw std::runtime_error{fmt::format("FIX: client {} is there twice", session.client)};
    }
    door.engine.sessions.push_back({session.client, session.version});
  }
  std::error_code error;
  std::filesystem::create_directories(options.store_directory, error);
  if (error) {
    throw std::runtime_error{
        fmt::format("FIX: store directory {}: {}", options.store_directory, error.message())};
  }
  return door;
}

std::string refusal_of(LoginAnswer answer) {
  switch (answer) {
    case LoginAnswer::Accepted:
      return {};
    case LoginAnswer::UnknownUser:
      return "unknown user";
    case LoginAnswer::WrongPassword:
      return "wrong password";
    case LoginAnswer::Disabled:
      return "disabled by the venue";
    case LoginAnswer::LoggedInAlready:
      return "logged in already";
  }
  return "refused";
}

}  // namespace

FixGateway::FixGateway(boost::asio::io_context& venue_io, session::EntryPoint& venue,
                       FixOptions options, std::function<void(const FixEvent&)> log)
    : venue_io_{venue_io},
      venue_{venue},
      options_{std::move(options)},
      log_{std::move(log)},
      door_{std::make_unique<FixDoor>(door_options(options_), *this)} {
  for (const FixSessionOptions& session : options_.sessions) {
    seats_.push_back({FixDesk{venue_, session.session, session.version}, {}, 1, 0, false, {}});
  }
}

FixGateway::~FixGateway() {
  stop();
}

std::uint16_t FixGateway::start() {
  for (std::size_t number = 0; number < seats_.size(); ++number) recover(number);
  const std::uint16_t port = door_->start();
  flush();
  return port;
}

void FixGateway::recover(std::size_t number) {
  Seat& seat = seats_[number];
  SessionStore& store = door_->store(number);
  seat.day = venue_.day_name();
  if (store.day() == seat.day) {
    const std::uint64_t known = venue_.reports(options_.sessions[number].session).count();
    if (store.last_report() > known) {
      throw std::runtime_error{fmt::format(
          "FIX: the store of {} has told report {} of day {}, of which the venue knows {}",
          options_.sessions[number].client, store.last_report(), seat.day, known)};
    }
    seat.told = store.last_report();
    return;
  }
  store.start_day(seat.day);
}

void FixGateway::flush() {
  for (std::size_t number = 0; number < seats_.size(); ++number) tell(number);
}

void FixGateway::flush(std::uint16_t venue_session) {
  if (const std::size_t number = number_of(venue_session); number != kNoSession) tell(number);
}

std::size_t FixGateway::number_of(std::uint16_t venue_session) const noexcept {
  for (std::size_t number = 0; number < seats_.size(); ++number) {
    if (options_.sessions[number].session == venue_session) return number;
  }
  return kNoSession;
}

void FixGateway::drop(std::uint16_t venue_session) {
  const std::size_t number = number_of(venue_session);
  if (number != kNoSession) door_->log_out(number, "an operator ends the connection");
}

std::string FixGateway::peer(std::uint16_t venue_session) const {
  const std::size_t number = number_of(venue_session);
  return number != kNoSession && seats_[number].is_logged_in ? seats_[number].peer : std::string{};
}

void FixGateway::tell(std::size_t number) {
  Seat& seat = seats_[number];
  if (seat.day != venue_.day_name()) {
    seat.desk.start_day();
    seat.day = venue_.day_name();
    seat.next = 1;
    seat.told = 0;
    door_->start_day(number, seat.day);
  }
  const session::ReportLog& reports = venue_.reports(options_.sessions[number].session);
  std::vector<FixAnswer> answers;
  for (; seat.next <= reports.released(); ++seat.next) {
    FixAnswer answer = seat.desk.tell(reports.report(seat.next));
    if (seat.next > seat.told) answers.push_back(std::move(answer));
  }
  if (!answers.empty()) door_->send(number, std::move(answers));
}

void FixGateway::stop() {
  door_->stop();
  for (std::size_t number = 0; number < seats_.size(); ++number) log_out(number);
  is_alive_.reset();  // what the door still asked for comes too late
}

template <typename Call>
void FixGateway::post(Call call) {
  boost::asio::post(venue_io_, [alive = std::weak_ptr<bool>{is_alive_}, call = std::move(call)] {
    if (!alive.expired()) call();
  });
}

void FixGateway::login(std::size_t number, Caller caller) {
  post([this, number, caller = std::move(caller)] {
    door_->login_answered(number, caller.connection, log_in(number, caller));
  });
}

std::string FixGateway::log_in(std::size_t number, const Caller& caller) {
  const FixSessionOptions& options = options_.sessions[number];
  const Login login = venue_.login(session::Door::Fix, options.client, caller.password);
  if (login.answer != LoginAnswer::Accepted) return refusal_of(login.answer);
  if (login.session != options.session) {
    venue_.logout(login.session);
    return "the venue knows this client by another session";
  }
  seats_[number].is_logged_in = true;
  seats_[number].peer = caller.peer;
  seats_[number].desk.set_account(login.account);
  return {};
}

void FixGateway::logout(std::size_t number) {
  post([this, number] { log_out(number); });
}

void FixGateway::log_out(std::size_t number) {
  if (!std::exchange(seats_[number].is_logged_in, false)) return;
  venue_.logout(options_.sessions[number].session);
}

void FixGateway::request(std::size_t number, FixMessage message) {
  post([this, number, message = std::move(message)] { take(number, message); });
}

void FixGateway::take(std::size_t number, const FixMessage& message) {
  Outcome outcome = seats_[number].desk.take(message);
  if (outcome.request) {
    venue_.request(*outcome.request);
  } else if (outcome.answer) {
    std::vector<FixAnswer> answers;
    answers.push_back(std::move(*outcome.answer));
    door_->send(number, std::move(answers));
  } else {
    door_->answered(number, message.ticket);
  }
}

void FixGateway::event(std::size_t number, std::string text) {
  const std::string_view client =
      number == kNoSession ? std::string_view{"-"} : options_.sessions[number].client;
  // A client's bytes may be in it: it stays one line, and one value.
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c < ' ' || c == '"' || c == '\x7f'; }, '|');
  log_({client, text});
}

void FixGateway::failed(std::size_t number, std::string text) {
  event(number, "the store failed: " + text);
  post([this] { has_failed_ = true; });
}

}  // namespace hotbook::fix
