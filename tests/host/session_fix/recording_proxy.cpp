#include "tests/host/session_fix/recording_proxy.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>
#include <map>

#include "sim/replay/pcap_writer.hpp"

namespace hotbook::fix::test {
namespace {

using boost::asio::ip::tcp;
using boost::system::error_code;

constexpr std::size_t kFrameMost = 1400;  // bytes of a stream in one frame

void put(std::vector<std::uint8_t>& bytes, std::uint32_t value, unsigned count) {
  for (unsigned i = count; i-- != 0;) bytes.push_back(static_cast<std::uint8_t>(value >> 8 * i));
}

struct Numbers {
  std::uint32_t sent = 1;
  std::uint32_t received = 1;
};

std::vector<std::uint8_t> frame_of(std::uint16_t source, std::uint16_t target, Numbers numbers,
                                   const std::uint8_t* payload, std::size_t count) {
  std::vector<std::uint8_t> frame(12, 2);
  put(frame, 0x0800, 2);
  put(frame, 0x4500, 2);
  put(frame, static_cast<std::uint32_t>(40 + count), 2);
  put(frame, 0, 4);
  put(frame, 0x4006, 2);  // TCP
  put(frame, 0, 2);
  put(frame, 0x7f000001, 4);
  put(frame, 0x7f000001, 4);
  put(frame, source, 2);
  put(frame, target, 2);
  put(frame, numbers.sent, 4);
  put(frame, numbers.received, 4);
  put(frame, 0x5018ffff, 4);
  put(frame, 0, 4);
  frame.insert(frame.end(), payload, payload + count);
  return frame;
}

}  // namespace

RecordingProxy::RecordingProxy(std::uint16_t server_port)
    : acceptor_{io_, tcp::endpoint{boost::asio::ip::address_v4::loopback(), 0}},
      server_port_{server_port},
      port_{acceptor_.local_endpoint().port()} {
  accept();
  thread_ = std::thread{[this] { io_.run(); }};
}

RecordingProxy::~RecordingProxy() {
  stop();
}

void RecordingProxy::stop() {
  io_.stop();
  if (thread_.joinable()) thread_.join();
}

void RecordingProxy::accept() {
  acceptor_.async_accept([this](error_code error, Socket socket) {
    if (error) return;
    const auto client = std::make_shared<Socket>(std::move(socket));
    const auto server = std::make_shared<Socket>(io_);
    server->connect({boost::asio::ip::address_v4::loopback(), server_port_}, error);
    if (!error) {
      const std::uint16_t number = client->remote_endpoint(error).port();
      pump(client, server, true, number);
      pump(server, client, false, number);
    }
    accept();
  });
}

void RecordingProxy::pump(const std::shared_ptr<Socket>& from, const std::shared_ptr<Socket>& to,
                          bool to_server, std::uint16_t client_port) {
  const auto bytes = std::make_shared<std::array<std::uint8_t, 65536>>();
  from->async_read_some(
      boost::asio::buffer(*bytes),
      [this, from, to, bytes, to_server, client_port](error_code error, std::size_t count) {
        error_code ignored;
        if (!error) {
          pieces_.push_back({to_server, client_port, {bytes->begin(), bytes->begin() + count}});
          boost::asio::write(*to, boost::asio::buffer(bytes->data(), count), error);
        }
        if (!error) return pump(from, to, to_server, client_port);
        to->shutdown(tcp::socket::shutdown_both, ignored);
        from->shutdown(tcp::socket::shutdown_both, ignored);
      });
}

void RecordingProxy::write_capture(const std::string& path) {
  stop();
  replay::PcapWriter capture{path};
  std::map<std::uint16_t, Numbers> clients;
  std::uint64_t time_ns = 1'763'657'394'000'000'000;
  for (const Piece& piece : pieces_) {
    Numbers& client = clients[piece.client_port];
    for (std::size_t at = 0; at < piece.bytes.size(); at += kFrameMost) {
      const std::size_t count = std::min(kFrameMost, piece.bytes.size() - at);
      const std::uint8_t* const payload = piece.bytes.data() + at;
      const auto size = static_cast<std::uint32_t>(count);
      if (piece.to_server) {
        capture.write(time_ns, frame_of(piece.client_port, kPort, client, payload, count));
        client.sent += size;
      } else {
        const Numbers turned{client.received, client.sent};
        capture.write(time_ns, frame_of(kPort, piece.client_port, turned, payload, count));
        client.received += size;
      }
      time_ns += 1000;
    }
  }
  capture.finish();
}

}  // namespace hotbook::fix::test
