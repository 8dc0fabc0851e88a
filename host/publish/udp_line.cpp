#include "host/publish/udp_line.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/multicast.hpp>

namespace hotbook::publish {

namespace {

namespace asio = boost::asio;
using asio::ip::udp;

void require(const boost::system::error_code& error, const UdpLineOptions& options,
             const char* what) {
  if (!error) return;
  throw boost::system::system_error{error, "market data to " + options.address + " by " +
                                               options.interface_address + ": " + what};
}

}  // namespace

UdpLine::UdpLine(asio::io_context& io, const UdpLineOptions& options) : socket_{io} {
  boost::system::error_code error;
  const asio::ip::address address = asio::ip::make_address(options.address, error);
  require(error, options, "address");
  const udp::endpoint target{address, options.port};
  socket_.open(target.protocol(), error);
  require(error, options, "socket");
  if (address.is_v4() && address.is_multicast()) {
    const asio::ip::address_v4 by = asio::ip::make_address_v4(options.interface_address, error);
    require(error, options, "interface");
    socket_.set_option(asio::ip::multicast::outbound_interface{by}, error);
    require(error, options, "interface");
    socket_.set_option(asio::ip::multicast::hops{options.hops}, error);
    require(error, options, "hops");
    socket_.set_option(asio::ip::multicast::enable_loopback{true}, error);
    require(error, options, "loopback");
  }
  socket_.connect(target, error);
  require(error, options, "connect");
  socket_.non_blocking(true, error);
  require(error, options, "non-blocking");
}

void UdpLine::send(feed::Bytes packet) noexcept {
  boost::system::error_code error;
  socket_.send(asio::buffer(packet.data(), packet.size()), 0, error);
  // A receiver on an address of its own that is not there yet answers so; the packet was sent.
  if (error == asio::error::connection_refused) {
    error = {};
    socket_.send(asio::buffer(packet.data(), packet.size()), 0, error);
  }
  ++(error ? packets_lost_ : packets_);
}

}  // namespace hotbook::publish
