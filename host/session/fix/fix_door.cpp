#include "host/session/fix/fix_door.hpp"

#include <fmt/format.h>

#include <boost/asio/post.hpp>
#include <stdexcept>
#include <utility>

#include "host/session/fix/fix_connection.hpp"

namespace hotbook::fix {
namespace {

using boost::asio::ip::tcp;
using boost::system::error_code;

constexpr std::chrono::seconds kLogonTime{10};
constexpr std::chrono::seconds kFarewellTime{1};
constexpr std::chrono::milliseconds kTick{500};
constexpr std::size_t kStrangersMost = 256;  // connections besides one for each session

}  // namespace

FixDoor::FixDoor(DoorOptions options, DoorHandler& handler)
    : options_{std::move(options)},
      handler_{handler},
      engine_{options_.engine, *this},
      seats_(options_.engine.sessions.size()) {}

FixDoor::~FixDoor() {
  try {
    stop();
  } catch (const std::exception& error) {
    static_cast<void>(error);  // there is nobody left to tell
  }
}

std::uint16_t FixDoor::start() {
  error_code error;
  const auto address = boost::asio::ip::make_address(options_.address, error);
  const tcp::endpoint here{address, options_.port};
  if (!error) acceptor_.open(here.protocol(), error);
  if (!error) acceptor_.set_option(tcp::acceptor::reuse_address{true}, error);
  if (!error) acceptor_.bind(here, error);
  if (!error) acceptor_.listen(boost::asio::socket_base::max_listen_connections, error);
  if (error) {
    throw std::runtime_error{fmt::format("the FIX door cannot listen on {} port {}: {}",
                                         options_.address, options_.port, error.message())};
  }
  accept();
  tick();
  thread_ = std::thread{[this] { io_.run(); }};
  return acceptor_.local_endpoint().port();
}

void FixDoor::stop() {
  if (!thread_.joinable()) return;
  boost::asio::post(io_, [this] {
    is_stopping_ = true;
    error_code ignored;
    acceptor_.close(ignored);
    for (std::size_t session = 0; session < seats_.size(); ++session) {
      engine_.log_out(session, "the venue closes");
    }
    farewell_.expires_after(connections_.empty() ? std::chrono::seconds{0} : kFarewellTime);
    farewell_.async_wait([this](error_code) { close_all(); });
  });
  thread_.join();
}

void FixDoor::close_all() {
  while (!connections_.empty()) {
    const std::shared_ptr<Connection> connection = connections_.begin()->second;
    connection->end();
  }
  timer_.cancel();
  for (std::size_t session = 0; session < seats_.size(); ++session) {
    if (seats_[session].has_failed) continue;
    try {
      engine_.store(session).write_numbers();
    } catch (const std::runtime_error& error) {
      fail(session, error.what());
    }
  }
  io_.stop();
}

void FixDoor::accept() {
  acceptor_.async_accept([this](error_code error, tcp::socket socket) {
    if (is_stopping_ || error == boost::asio::error::operation_aborted) return;
    if (!error && connections_.size() < seats_.size() + kStrangersMost) {
      const auto connection =
          std::make_shared<Connection>(*this, std::move(socket), ++last_connection_);
      connections_[connection->number()] = connection;
      connection->read_on();
      connection->end_within(kLogonTime);
    }
    accept();
  });
}

void FixDoor::tick() {
  timer_.expires_after(kTick);
  timer_.async_wait([this](error_code error) {
    if (error) return;
    engine_.tick();
    tick();
  });
}

void FixDoor::received(Connection& connection, const std::string& message) {
  if (connection.session != kNoSession) return engine_.receive(connection.session, message);
  introduce(connection, message);
}

void FixDoor::introduce(Connection& connection, const std::string& logon) {
  const Introduction who = engine_.introduce(logon);
  if (who.session == kNoSession) {
    event(kNoSession, connection.peer() + " did not begin with a Logon of a client of ours");
    return connection.end();
  }
  Seat& seat = seats_[who.session];
  if (seat.connection != 0 || seat.has_failed || is_stopping_) {
    // The standard has no answer to a second one: the first must not notice it.
    event(who.session, connection.peer() + " is refused: somebody is logged in, or store failed");
    return connection.end();
  }
  seat.connection = connection.number();
  connection.session = who.session;
  connection.is_waiting = true;
  connection.logon = logon;
  handler_.login(who.session, {connection.number(), connection.peer(), who.password});
}

void FixDoor::login_answered(std::size_t session, std::uint64_t number, std::string refusal) {
  boost::asio::post(io_, [this, session, number, refusal = std::move(refusal)] {
    const bool is_accepted = refusal.empty();
    const auto found = connections_.find(number);
    if (found == connections_.end()) {  // it did not wait for the answer
      if (is_accepted) handler_.logout(session);
      return;
    }
    const std::shared_ptr<Connection> connection = found->second;
    connection->is_waiting = false;
    seats_[session].is_accepted = is_accepted;
    if (!is_accepted && engine_.introduce(connection->logon).wants_reset) {
      // An answer would need a number, and a stranger must not reset those.
      event(session, connection->peer() + " is refused: " + refusal);
      return connection->end();
    }
    engine_.log_on(session, *connection, connection->logon, refusal);
    connection->read_on();
  });
}

void FixDoor::ended(Connection& connection) {
  const std::shared_ptr<Connection> keep = connections_[connection.number()];
  connections_.erase(connection.number());
  const std::size_t session = connection.session;
  if (session == kNoSession) return;
  Seat& seat = seats_[session];
  if (seat.connection != connection.number()) return;
  engine_.detach(session);
  seat.connection = 0;
  if (std::exchange(seat.is_accepted, false)) handler_.logout(session);
}

void FixDoor::request(std::size_t session, FixMessage message) {
  handler_.request(session, std::move(message));
}

void FixDoor::event(std::size_t session, const std::string& text) {
  handler_.event(session, text);
}

void FixDoor::fail(std::size_t session, const std::string& text) {
  Seat& seat = seats_[session];
  if (std::exchange(seat.has_failed, true)) return;
  handler_.failed(session, text);
  const auto found = connections_.find(seat.connection);
  if (found != connections_.end()) found->second->close();
}

void FixDoor::send(std::size_t session, std::vector<FixAnswer> answers) {
  boost::asio::post(io_, [this, session, answers = std::move(answers)] {
    for (const FixAnswer& answer : answers) {
      if (seats_[session].has_failed) return;
      if (!engine_.send(session, answer)) fail(session, "a message could not be stored");
    }
  });
}

void FixDoor::answered(std::size_t session, std::uint64_t ticket) {
  boost::asio::post(io_, [this, session, ticket] { engine_.store(session).answered(ticket); });
}

void FixDoor::start_day(std::size_t session, std::string day) {
  boost::asio::post(io_, [this, session, day = std::move(day)] {
    try {
      engine_.start_day(session, day);
    } catch (const std::runtime_error& error) {
      fail(session, error.what());
    }
  });
}

void FixDoor::log_out(std::size_t session, std::string text) {
  boost::asio::post(io_,
                    [this, session, text = std::move(text)] { engine_.log_out(session, text); });
}

}  // namespace hotbook::fix
