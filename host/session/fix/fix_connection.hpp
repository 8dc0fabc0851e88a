// One connection of the FIX door: bytes in and out of a socket, messages to and from the engine.
//
// Threading: the door's thread.
// Hot path:  no.

#pragma once

#include <array>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "host/session/fix/fix_door.hpp"
#include "host/session/fix/fix_framer.hpp"

namespace hotbook::fix {

class FixDoor::Connection final : public FixWire, public std::enable_shared_from_this<Connection> {
 public:
  Connection(FixDoor& door, boost::asio::ip::tcp::socket socket, std::uint64_t number);

  // Reads on, beginning with what is there already. Until then, and after a Logon until it is
  // answered, nothing is read.
  void read_on();
  // No Logon came in time, or the goodbye was not answered: ends at once then.
  void end_within(std::chrono::seconds time);
  void end();

  // FixWire. close() lets what was sent before out first.
  void send(const std::string& bytes) override;
  void close() override;

  [[nodiscard]] std::uint64_t number() const noexcept { return number_; }
  [[nodiscard]] const std::string& peer() const noexcept { return peer_; }

  std::size_t session = kNoSession;  // once introduced
  bool is_waiting = false;           // for the answer to its login
  std::string logon;

 private:
  void read();
  void write();

  FixDoor& door_;
  boost::asio::ip::tcp::socket socket_;
  boost::asio::steady_timer deadline_;
  std::uint64_t number_;
  std::string peer_;
  FixFramer framer_;
  std::array<char, 65536> bytes_;
  std::string writing_;
  std::string waiting_;
  bool is_reading_ = false;
  bool is_closing_ = false;
  bool is_ended_ = false;
};

}  // namespace hotbook::fix
