#include "tests/host/runtime/feed_follower.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>
#include <chrono>
#include <stdexcept>

#include "host/feed/glimpse_client.hpp"
#include "host/feed/mold_packet.hpp"

namespace hotbook::runtime {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using asio::ip::udp;

std::uint64_t clock_ns() {
  return static_cast<std::uint64_t>(std::chrono::steady_clock::now().time_since_epoch() /
                                    std::chrono::nanoseconds{1});
}

feed::FeedOptions two_lines(bool joins) {
  feed::FeedOptions made;
  made.lines[1].enable = true;
  made.first_seq = joins ? 0 : 1;
  return made;
}

}  // namespace

FeedFollower::FeedFollower(std::uint64_t seed, unsigned lost_percent, bool joins)
    : random_{seed}, lost_percent_{lost_percent}, joins_{joins}, handler_{two_lines(joins), feed_} {
  for (int line = 0; line < 2; ++line) {
    lines_.emplace_back(io_, udp::endpoint{asio::ip::address_v4::loopback(), 0});
    lines_.back().set_option(asio::socket_base::receive_buffer_size{4 << 20});
    lines_.back().non_blocking(true);
  }
  requests_.non_blocking(true);
}

std::optional<FeedFollower::Bytes> FeedFollower::next(std::size_t line) {
  Bytes packet(2048);
  boost::system::error_code error;
  packet.resize(lines_[line].receive(asio::buffer(packet), 0, error));
  if (error) return std::nullopt;
  return packet;
}

void FeedFollower::packet(std::size_t line, const Bytes& bytes) {
  const auto view = feed::view_mold_packet(bytes);
  if (!view) throw std::runtime_error{"a line carries what is no MoldUDP64"};
  if (!has_session_) {
    has_session_ = true;
    recovery_.set_session(view->header.session);
    if (joins_) recovery_.join(view->header.seq);
  }
  handler_.packet(line == 0 ? feed::Line::A : feed::Line::B, {clock_ns()}, bytes);
  recovery_.live_next(handler_.counters().feed.expected);
}

bool FeedFollower::turn(const FeedServers& servers) {
  bool moved = false;
  for (std::size_t line = 0; line < 2; ++line) {
    while (const auto bytes = next(line)) {
      moved = true;
      if (random_() % 100 >= lost_percent_) packet(line, *bytes);
    }
  }
  const udp::endpoint server{asio::ip::address_v4::loopback(), servers.rerequest};
  boost::system::error_code error;
  while (const auto request = recovery_.next_request(clock_ns())) {
    requests_.send_to(asio::buffer(*request), server, 0, error);
  }
  for (;;) {
    Bytes answer(2048);
    udp::endpoint from;
    answer.resize(requests_.receive_from(asio::buffer(answer), from, 0, error));
    if (error) break;
    moved = true;
    recovery_.answer(answer, clock_ns());
  }
  if (recovery_.wants_snapshot(clock_ns())) take_snapshot(servers.glimpse);
  return moved;
}

void FeedFollower::miss() {
  for (std::size_t line = 0; line < 2; ++line) {
    while (next(line)) {
    }
  }
}

void FeedFollower::lines_are_quiet() {
  handler_.line_quiet(feed::Line::A);
  handler_.line_quiet(feed::Line::B);
  recovery_.live_next(handler_.counters().feed.expected);
}

void FeedFollower::take_snapshot(std::uint16_t port) {
  tcp::socket socket{io_};
  socket.connect({asio::ip::address_v4::loopback(), port});
  feed::GlimpseClient client{{"reader", "secret", ""}, clock_ns()};
  recovery_.snapshot_begun();
  while (!client.is_over()) {
    if (!client.output().empty()) {
      const feed::Bytes out = client.output();
      client.sent(asio::write(socket, asio::buffer(out.data(), out.size())), clock_ns());
    }
    Bytes piece(4096);
    boost::system::error_code error;
    const std::size_t bytes = socket.read_some(asio::buffer(piece), error);
    if (error) client.closed();
    client.receive({piece.data(), bytes}, clock_ns(),
                   [&](feed::Bytes message) { recovery_.snapshot_message(message); });
  }
  if (client.state() == feed::GlimpseState::Done) {
    recovery_.snapshot_ended(client.next_seq(), clock_ns());
  } else {
    recovery_.snapshot_failed(clock_ns());
  }
}

}  // namespace hotbook::runtime
