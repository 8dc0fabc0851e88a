// The re-request server's socket: requests come in, answers go back to where they came from.
//
// Threading: the venue's thread, which is the io_context's.
// Hot path:  none; a turn of the event loop takes some requests at most.

#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/udp.hpp>
#include <cstdint>
#include <string>

#include "host/publish/rerequest_server.hpp"

namespace hotbook::publish {

class RerequestSocket {
 public:
  using Clock = std::uint64_t (*)();  // nanoseconds, never falling

  // Listens from now on. The server must outlive the socket. Throws boost::system::system_error,
  // naming the address.
  RerequestSocket(boost::asio::io_context& io, const std::string& address, std::uint16_t port,
                  RerequestServer& server, Clock clock);
  RerequestSocket(const RerequestSocket&) = delete;
  RerequestSocket& operator=(const RerequestSocket&) = delete;

  [[nodiscard]] std::uint16_t port() const;
  [[nodiscard]] std::uint64_t packets_lost() const noexcept { return reply_.lost; }

 private:
  struct Reply final : PacketSink {
    explicit Reply(boost::asio::ip::udp::socket& by) : socket{by} {}
    void send(feed::Bytes packet) noexcept override;
    boost::asio::ip::udp::socket& socket;
    boost::asio::ip::udp::endpoint target;
    std::uint64_t lost = 0;  // that the kernel did not take
  };

  void await();
  void read();

  boost::asio::ip::udp::socket socket_;
  RerequestServer& server_;
  Clock clock_;
  Reply reply_{socket_};
};

}  // namespace hotbook::publish
