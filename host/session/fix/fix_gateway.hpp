// Joins the FIX door and the venue: hands messages over from one thread to the other, each report
// once, also over crashes of the whole process.
//
// The venue's owner calls flush() for a session whose reports were released, and once a day began.
//
// Threading: the venue's thread, which runs `venue_io`; the door has its own.
// Hot path:  flush() makes a message of each report; strings and maps.

#pragma once

#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "host/session/entry_point.hpp"
#include "host/session/fix/fix_desk.hpp"
#include "host/session/fix/fix_door.hpp"

namespace hotbook::fix {

struct FixSessionOptions {
  std::string client;  // its SenderCompID, also its user name at the venue
  FixVersion version = FixVersion::Fix44;
  std::uint16_t session = 0;  // its number at the venue
};

struct FixOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;       // 0: any
  std::string comp_id;          // ours
  std::string store_directory;  // made when it is not there
  bool synchronous = false;     // stores outlive the machine, not the process alone
  std::vector<FixSessionOptions> sessions;
};

// For a log.
struct FixEvent {
  std::string_view client;  // "-": nobody's
  std::string_view text;
};

class FixGateway final : public DoorHandler {
 public:
  // log: called for each event, on the door's thread. Throws std::runtime_error that says which
  // option or which store is wrong.
  FixGateway(boost::asio::io_context& venue_io, session::EntryPoint& venue, FixOptions options,
             std::function<void(const FixEvent&)> log);
  ~FixGateway() override;
  FixGateway(const FixGateway&) = delete;
  FixGateway& operator=(const FixGateway&) = delete;

  // Once the venue is recovered: takes up where the stores stand, listens, gives the port. Throws
  // std::runtime_error when a store has told more than the venue knows.
  std::uint16_t start();
  // Tells what was released since. A session of another door is none of ours.
  void flush(std::uint16_t venue_session);
  void flush();
  // An operator ends a session's connection: the client is told so, and has two seconds.
  void drop(std::uint16_t venue_session);
  // address:port of whoever is logged in; empty when nobody is, or the session is of another door.
  [[nodiscard]] std::string peer(std::uint16_t venue_session) const;
  // Says goodbye to the clients; their connections end, and the venue hears of it before stop()
  // returns.
  void stop();

  // A store took no more, and its client is not served any more.
  [[nodiscard]] bool has_failed() const noexcept { return has_failed_; }

 private:
  struct Seat {
    FixDesk desk;
    std::string day;
    std::uint64_t next = 1;  // number of the next report
    std::uint64_t told = 0;  // reports up to this one were told before the start
    bool is_logged_in = false;
    std::string peer;  // of the one that is
  };

  // DoorHandler, on the door's thread
  void login(std::size_t number, Caller caller) override;
  void logout(std::size_t number) override;
  void request(std::size_t number, FixMessage message) override;
  void event(std::size_t number, std::string text) override;
  void failed(std::size_t number, std::string text) override;

  template <typename Call>
  void post(Call call);
  void take(std::size_t number, const FixMessage& message);
  [[nodiscard]] std::string log_in(std::size_t number, const Caller& caller);
  void log_out(std::size_t number);
  void recover(std::size_t number);
  void tell(std::size_t number);
  // kNoSession: it is none of this door's.
  [[nodiscard]] std::size_t number_of(std::uint16_t venue_session) const noexcept;

  boost::asio::io_context& venue_io_;
  session::EntryPoint& venue_;
  FixOptions options_;
  std::function<void(const FixEvent&)> log_;
  std::vector<Seat> seats_;
  std::shared_ptr<bool> is_alive_ = std::make_shared<bool>(true);
  bool has_failed_ = false;
  std::unique_ptr<FixDoor> door_;
};

}  // namespace hotbook::fix
