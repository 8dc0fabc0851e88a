// Clients of a server on loopback: one that does nothing by itself, and one that speaks OUCH.

#pragma once

#include <gtest/gtest.h>

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <vector>

#include "host/session/ouch_client.hpp"
#include "tests/host/session/test_bytes.hpp"

namespace hotbook::testing {

inline std::uint64_t clock_ns() {
  return static_cast<std::uint64_t>(std::chrono::steady_clock::now().time_since_epoch() /
                                    std::chrono::nanoseconds{1});
}

// A client that does nothing by itself.
class Peer {
 public:
  Peer(boost::asio::io_context& io, std::uint16_t port) : socket_{io} {
    socket_.connect({boost::asio::ip::address_v4::loopback(), port});
    socket_.non_blocking(true);
  }

  // Whether all of it was taken.
  bool say(std::span<const std::uint8_t> said) {
    boost::system::error_code error;
    const std::size_t count =
        socket_.write_some(boost::asio::buffer(said.data(), said.size()), error);
    return !error && count == said.size();
  }
  // Whatever came, to `heard`.
  void listen() {
    std::array<std::uint8_t, 65536> buffer;
    boost::system::error_code error;
    while (!is_closed) {
      const std::size_t count = socket_.read_some(boost::asio::buffer(buffer), error);
      if (error == boost::asio::error::would_block) return;
      if (error) {
        is_closed = true;
        was_reset = error != boost::asio::error::eof;
      }
      heard.insert(heard.end(), buffer.begin(), buffer.begin() + static_cast<long>(count));
    }
  }
  boost::asio::ip::tcp::socket& socket() { return socket_; }

  Buffer heard;
  bool is_closed = false;
  bool was_reset = false;

 private:
  boost::asio::ip::tcp::socket socket_;
};

// One that speaks OUCH.
class Trader {
 public:
  Trader(boost::asio::io_context& io, std::uint16_t port, std::string_view user,
         std::uint64_t seq = 1)
      : peer{io, port}, client{clock_ns()} {
    client.login(user, "SECRET", seq);
  }
  template <class Message>
  void send(const Message& message) {
    ASSERT_TRUE(client.send(message));
  }
  void poll() {
    const session::Bytes out = client.soupbin().output();
    if (!out.empty() && peer.say(out)) client.soupbin().sent(out.size(), clock_ns());
    peer.listen();
    client.receive(peer.heard, clock_ns());
    while (const auto event = client.next()) {
      if (event->kind == session::ClientEvent::Kind::Data) {
        messages.emplace_back(event->payload.begin(), event->payload.end());
      }
      if (event->kind == session::ClientEvent::Kind::LoginRejected) refused = event->code;
    }
    peer.heard.clear();
    client.soupbin().advance(clock_ns());
  }

  Peer peer;
  session::OuchClient client;
  std::vector<Buffer> messages;
  char refused = '\0';
};

}  // namespace hotbook::testing
