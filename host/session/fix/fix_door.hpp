// The FIX door: a listener, its connections, and the engine that speaks the protocol on them.
//
// Threading: a thread of its own, from start() to stop(). send(), answered(), start_day(),
//            log_out() and login_answered() may be called from any thread; the handler is called
//            on the door's.
// Hot path:  no.

#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "host/session/fix/fix_engine.hpp"

namespace hotbook::fix {

struct DoorOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;  // 0: any
  EngineOptions engine;
};

// Who stands at the door and says to be a session.
struct Caller {
  std::uint64_t connection = 0;
  std::string peer;  // address:port
  std::string password;
};

// On the door's thread; nothing of it may wait.
class DoorHandler {
 public:
  virtual ~DoorHandler() = default;
  // Somebody says to be this session; answered by login_answered().
  virtual void login(std::size_t session, Caller caller) = 0;
  // The connection of a session whose login was accepted ended.
  virtual void logout(std::size_t session) = 0;
  virtual void request(std::size_t session, FixMessage message) = 0;
  // For a log; kNoSession: of no session.
  virtual void event(std::size_t session, std::string text) = 0;
  // The session's store takes no more: nothing is sent to it any more.
  virtual void failed(std::size_t session, std::string text) = 0;
};

class FixDoor final : public EngineHandler {
 public:
  // Opens the stores. Throws std::runtime_error that says what is wrong.
  FixDoor(DoorOptions options, DoorHandler& handler);
  ~FixDoor() override;
  FixDoor(const FixDoor&) = delete;
  FixDoor& operator=(const FixDoor&) = delete;

  // Before start().
  [[nodiscard]] SessionStore& store(std::size_t session) { return engine_.store(session); }

  // Listens; gives the port. Throws std::runtime_error that names the address.
  std::uint16_t start();
  // Says goodbye to clients, writes down where they stand, ends the thread.
  void stop();

  void send(std::size_t session, std::vector<FixAnswer> answers);
  // The message of this ticket needs no answer.
  void answered(std::size_t session, std::uint64_t ticket);
  // refusal: empty when the login is accepted.
  void login_answered(std::size_t session, std::uint64_t connection, std::string refusal);
  void start_day(std::size_t session, std::string day);
  // Tells the client goodbye and why. Whatever it does, its connection ends some two seconds later.
  void log_out(std::size_t session, std::string text);

 private:
  class Connection;
  struct Seat {                    // of a session
    std::uint64_t connection = 0;  // that logs in or is logged in; 0: none
    bool is_accepted = false;      // the venue has it logged in
    bool has_failed = false;       // its store takes no more
  };

  // EngineHandler
  void request(std::size_t session, FixMessage message) override;
  void event(std::size_t session, const std::string& text) override;

  void accept();
  void tick();
  void introduce(Connection& connection, const std::string& logon);
  void received(Connection& connection, const std::string& message);
  void ended(Connection& connection);
  void fail(std::size_t session, const std::string& text);
  void close_all();

  DoorOptions options_;
  DoorHandler& handler_;
  boost::asio::io_context io_{1};
  boost::asio::ip::tcp::acceptor acceptor_{io_};
  boost::asio::steady_timer timer_{io_};
  boost::asio::steady_timer farewell_{io_};
  FixEngine engine_;
  std::vector<Seat> seats_;
  std::map<std::uint64_t, std::shared_ptr<Connection>> connections_;
  std::uint64_t last_connection_ = 0;
  bool is_stopping_ = false;
  std::thread thread_;
};

}  // namespace hotbook::fix
