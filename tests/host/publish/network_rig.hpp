// A small venue whose packets leave by sockets, on the loopback, and a socket to hear them by.
//
// Threading: one thread, that of the io_context.
// Hot path:  none.

#pragma once

#include <boost/asio.hpp>
#include <chrono>
#include <optional>

#include "host/publish/glimpse_listener.hpp"
#include "host/publish/rerequest_socket.hpp"
#include "host/publish/udp_line.hpp"
#include "tests/host/publish/venue_rig.hpp"

namespace hotbook::publish_test {

namespace asio = boost::asio;
using asio::ip::tcp;
using asio::ip::udp;

constexpr const char* kLoopback = "127.0.0.1";

inline std::uint64_t wall_ns() {
  return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::nanoseconds>(
                                        std::chrono::steady_clock::now().time_since_epoch())
                                        .count()) +
         kDayStart;
}

// Somebody's socket for a line: its group on the loopback interface.
struct LineSocket {
  explicit LineSocket(asio::io_context& io, const char* group) : socket{io} {
    socket.open(udp::v4());
    socket.set_option(udp::socket::reuse_address{true});
    socket.set_option(asio::socket_base::receive_buffer_size{4 << 20});
    socket.bind({asio::ip::make_address(group), 0});
    socket.set_option(asio::ip::multicast::join_group{asio::ip::make_address_v4(group),
                                                      asio::ip::make_address_v4(kLoopback)});
    socket.non_blocking(true);
  }
  // The next packet that is there.
  std::optional<Buffer> next() {
    Buffer packet(2048);
    boost::system::error_code error;
    packet.resize(socket.receive(asio::buffer(packet), 0, error));
    if (error) return std::nullopt;
    return packet;
  }
  std::uint16_t port() const { return socket.local_endpoint().port(); }

  udp::socket socket;
};

// A venue whose packets leave by sockets.
struct NetworkVenue {
  NetworkVenue(asio::io_context& io, std::size_t books, std::uint16_t port_a, std::uint16_t port_b)
      : engine{{books, 1U << 16U, false}},
        publisher{{}, VenueRig::instruments(books, 1), store},
        line_a{io, {"239.255.77.1", port_a, kLoopback, 1}},
        line_b{io, {"239.255.77.2", port_b, kLoopback, 1}},
        mold{store, line_a, line_b},
        server{{}, store},
        source{engine, publisher, store, kSession,
               [](auto user, auto password) { return user == "reader" && password == "secret"; }},
        rerequests{io, kLoopback, 0, server, wall_ns},
        glimpse{io, source, {}, wall_ns} {
    publisher.start_day(engine, kDayStart);
    mold.start_session(publish::mold_session(kSession), wall_ns());
    server.start_session(publish::mold_session(kSession));
  }
  std::span<const MatchOutput> apply(const MatchCommand& command) {
    const auto outputs = engine.apply(command);
    publisher.on_input(command, outputs, engine, wall_ns());
    return outputs;
  }
  void flush() {
    store.release(store.next_seq() - 1);
    mold.flush(wall_ns());
    glimpse.flush();
  }

  engine::Engine engine;
  publish::MessageStore store;
  publish::ItchPublisher publisher;
  publish::UdpLine line_a;
  publish::UdpLine line_b;
  publish::MoldPublisher mold;
  publish::RerequestServer server;
  publish::GlimpseSource source;
  publish::RerequestSocket rerequests;
  publish::GlimpseListener glimpse;
};

}  // namespace hotbook::publish_test
