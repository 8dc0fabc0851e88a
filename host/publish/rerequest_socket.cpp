#include "host/publish/rerequest_socket.hpp"

#include <array>
#include <boost/asio/buffer.hpp>

namespace hotbook::publish {

namespace {

namespace asio = boost::asio;
using asio::ip::udp;

constexpr int kRequestsATurn = 16;
constexpr std::size_t kRequestBytesMax = 64;  // one byte more than a request is enough to refuse it

}  // namespace

RerequestSocket::RerequestSocket(asio::io_context& io, const std::string& address,
                                 std::uint16_t port, RerequestServer& server, Clock clock)
    : socket_{io}, server_{server}, clock_{clock} {
  try {
    const udp::endpoint endpoint{asio::ip::make_address(address), port};
    socket_.open(endpoint.protocol());
    socket_.bind(endpoint);
    socket_.non_blocking(true);
  } catch (const boost::system::system_error& error) {
    throw boost::system::system_error{
        error.code(), "re-request server on " + address + ':' + std::to_string(port)};
  }
  await();
}

std::uint16_t RerequestSocket::port() const {
  return socket_.local_endpoint().port();
}

void RerequestSocket::Reply::send(feed::Bytes packet) noexcept {
  boost::system::error_code error;
  socket.send_to(asio::buffer(packet.data(), packet.size()), target, 0, error);
  if (error) ++lost;
}

void RerequestSocket::await() {
  socket_.async_wait(udp::socket::wait_read, [this](const boost::system::error_code& error) {
    // Aborted: the socket is gone, and this with it.
    if (error == asio::error::operation_aborted) return;
    read();
    await();
  });
}

void RerequestSocket::read() {
  std::array<std::uint8_t, kRequestBytesMax> request;
  for (int i = 0; i < kRequestsATurn; ++i) {
    boost::system::error_code error;
    const std::size_t bytes = socket_.receive_from(asio::buffer(request), reply_.target, 0, error);
    if (error == asio::error::would_block) return;
    if (error) continue;  // of an answer before: its receiver was gone
    static_cast<void>(server_.on_request({request.data(), bytes}, clock_(), reply_));
  }
}

}  // namespace hotbook::publish
