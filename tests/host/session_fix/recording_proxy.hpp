// Stands between a client and a server on the loopback and keeps what either says, as a capture.

#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace hotbook::fix::test {

class RecordingProxy {
 public:
  explicit RecordingProxy(std::uint16_t server_port);
  ~RecordingProxy();
  RecordingProxy(const RecordingProxy&) = delete;
  RecordingProxy& operator=(const RecordingProxy&) = delete;

  [[nodiscard]] std::uint16_t port() const noexcept { return port_; }
  // Ends it, and writes Ethernet, IPv4 and TCP frames with the same bytes; the server's port is
  // kPort there.
  void write_capture(const std::string& path);
  static constexpr std::uint16_t kPort = 9878;

 private:
  using Socket = boost::asio::ip::tcp::socket;
  struct Piece {
    bool to_server;
    std::uint16_t client_port;
    std::vector<std::uint8_t> bytes;
  };

  void accept();
  void pump(const std::shared_ptr<Socket>& from, const std::shared_ptr<Socket>& to, bool to_server,
            std::uint16_t client_port);
  void stop();

  boost::asio::io_context io_{1};
  boost::asio::ip::tcp::acceptor acceptor_;
  std::uint16_t server_port_;
  std::uint16_t port_;
  std::vector<Piece> pieces_;
  std::thread thread_;
};

}  // namespace hotbook::fix::test
