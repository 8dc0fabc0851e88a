// A feed line's socket: sends packets to a multicast group, or to one address.
//
// Threading: the venue's thread.
// Hot path:  send() is one call of the kernel that never waits.

#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/udp.hpp>
#include <cstdint>
#include <string>

#include "host/publish/packet_sink.hpp"

namespace hotbook::publish {

struct UdpLineOptions {
  std::string address;  // a number
  std::uint16_t port = 0;
  std::string interface_address = "127.0.0.1";  // of the interface that a group is reached by
  int hops = 16;                                // a group's packets pass so many routers less one
};

class UdpLine final : public PacketSink {
 public:
  // Throws boost::system::system_error, naming the address, when it cannot be sent to.
  UdpLine(boost::asio::io_context& io, const UdpLineOptions& options);

  void send(feed::Bytes packet) noexcept override;

  [[nodiscard]] std::uint64_t packets() const noexcept { return packets_; }
  // That the kernel did not take.
  [[nodiscard]] std::uint64_t packets_lost() const noexcept { return packets_lost_; }

 private:
  boost::asio::ip::udp::socket socket_;
  std::uint64_t packets_ = 0;
  std::uint64_t packets_lost_ = 0;
};

}  // namespace hotbook::publish
