#include "host/publish/glimpse_listener.hpp"

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <list>

namespace hotbook::publish {

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using session::CloseReason;

constexpr auto kTick = std::chrono::milliseconds{100};
constexpr std::uint64_t kLingerNs = 1'000'000'000;

std::string name_of(const tcp::socket& socket) {
  error_code error;
  const tcp::endpoint peer = socket.remote_endpoint(error);
  return error ? "?" : peer.address().to_string() + ':' + std::to_string(peer.port());
}

struct Connection {
  Connection(tcp::socket taken, const GlimpseSource& source, const session::SoupBinOptions& options,
             std::uint64_t now_ns)
      : socket{std::move(taken)}, session{options, source, now_ns}, peer{name_of(socket)} {}

  tcp::socket socket;
  GlimpseSession session;
  std::string peer;
  std::array<std::uint8_t, 512> input;  // a login and heartbeats
  bool is_writing = false;
  bool is_told = false;  // all that there was to say is sent; the client has a while to read it
  std::uint64_t linger_end_ns = 0;
  bool is_over = false;
};

}  // namespace

class GlimpseListener::Listener : public std::enable_shared_from_this<Listener> {
 public:
  Listener(asio::io_context& io, const GlimpseSource& source, const GlimpseListenerOptions& options,
           Clock clock, OnEnd on_end)
      : source_{source},
        options_{options},
        clock_{clock},
        on_end_{std::move(on_end)},
        acceptor_{io},
        timer_{io} {
    try {
      const tcp::endpoint endpoint{asio::ip::make_address(options.address), options.port};
      acceptor_.open(endpoint.protocol());
      acceptor_.set_option(tcp::acceptor::reuse_address{true});
      acceptor_.bind(endpoint);
      acceptor_.listen();
    } catch (const boost::system::system_error& error) {
      throw boost::system::system_error{error.code(), "snapshot server on " + options.address +
                                                          ':' + std::to_string(options.port)};
    }
    port_ = acceptor_.local_endpoint().port();
  }

  void start() {
    accept();
    tick();
  }
  void flush() {
    const std::uint64_t now_ns = clock_();
    // write() may remove the connection.
    for (auto next = connections_.begin(); next != connections_.end();) {
      const Shared connection = *next++;
      connection->session.advance(now_ns);
      write(connection);
    }
  }
  void stop() {
    is_stopped_ = true;
    error_code ignored;
    acceptor_.close(ignored);
    timer_.cancel();
    while (!connections_.empty()) end(connections_.front(), CloseReason::ServerStopped);
  }

  [[nodiscard]] std::uint16_t port() const noexcept { return port_; }
  [[nodiscard]] std::size_t connections() const noexcept { return connections_.size(); }
  [[nodiscard]] std::uint64_t accepted_count() const noexcept { return accepted_; }

 private:
  using Shared = std::shared_ptr<Connection>;

  void accept() {
    acceptor_.async_accept([this, self = shared_from_this()](error_code error, tcp::socket socket) {
      if (is_stopped_) return;
      // An error is out of descriptors, or a client that has left: the next tick tries again.
      if (error) return void(is_accepting_ = false);
      ++accepted_;
      // One too many is closed at once; so that nobody's memory is taken by asking.
      if (connections_.size() < options_.connections_max) admit(std::move(socket));
      accept();
    });
  }
  void admit(tcp::socket socket) {
    const auto connection =
        std::make_shared<Connection>(std::move(socket), source_, options_.soupbin, clock_());
    connections_.push_back(connection);
    read(connection);
  }
  void read(const Shared& connection) {
    connection->socket.async_read_some(
        asio::buffer(connection->input),
        [this, self = shared_from_this(), connection](error_code error, std::size_t bytes) {
          if (connection->is_over) return;
          if (error) return end(connection, CloseReason::PeerClosed);
          connection->session.receive({connection->input.data(), bytes}, clock_());
          read(connection);
          write(connection);
        });
  }
  void write(const Shared& connection) {
    if (connection->is_writing || connection->is_over) return;
    const feed::Bytes output = connection->session.output();
    if (output.empty()) {
      if (connection->session.close_reason() != CloseReason::None) finish(connection);
      return;
    }
    connection->is_writing = true;
    connection->socket.async_wait(tcp::socket::wait_write,
                                  [this, self = shared_from_this(), connection](error_code error) {
                                    connection->is_writing = false;
                                    if (connection->is_over) return;
                                    if (error) return end(connection, CloseReason::PeerClosed);
                                    send(connection);
                                  });
  }
  void send(const Shared& connection) {
    const feed::Bytes output = connection->session.output();
    error_code error;
    connection->socket.non_blocking(true, error);
    const std::size_t sent =
        connection->socket.write_some(asio::buffer(output.data(), output.size()), error);
    if (error && error != asio::error::would_block) return end(connection, CloseReason::PeerClosed);
    if (!error) connection->session.sent(sent, clock_());
    write(connection);
  }
  // Closing a socket with something unread would take from the client what it was told last.
  void finish(const Shared& connection) {
    const std::uint64_t now_ns = clock_();
    if (!connection->is_told) {
      connection->is_told = true;
      connection->linger_end_ns = now_ns + kLingerNs;
      error_code ignored;
      connection->socket.shutdown(tcp::socket::shutdown_send, ignored);
    }
    if (now_ns >= connection->linger_end_ns) {
      end(connection, connection->session.close_reason());
    }
  }
  void end(Shared connection, CloseReason reason) {
    if (connection->is_over) return;
    connection->is_over = true;
    if (connection->is_told) reason = connection->session.close_reason();
    error_code ignored;
    connection->socket.close(ignored);
    connections_.remove(connection);
    if (on_end_) on_end_(connection->peer, reason);
  }
  void tick() {
    timer_.expires_after(kTick);
    timer_.async_wait([this, self = shared_from_this()](error_code error) {
      if (error || is_stopped_) return;
      flush();
      if (!std::exchange(is_accepting_, true)) accept();
      tick();
    });
  }

  const GlimpseSource& source_;
  GlimpseListenerOptions options_;
  Clock clock_;
  OnEnd on_end_;
  tcp::acceptor acceptor_;
  asio::steady_timer timer_;
  std::uint16_t port_ = 0;
  std::list<Shared> connections_;
  std::uint64_t accepted_ = 0;
  bool is_accepting_ = true;
  bool is_stopped_ = false;
};

GlimpseListener::GlimpseListener(asio::io_context& io, const GlimpseSource& source,
                                 const GlimpseListenerOptions& options, Clock clock, OnEnd on_end)
    : listener_{std::make_shared<Listener>(io, source, options, clock, std::move(on_end))} {
  listener_->start();
}
GlimpseListener::~GlimpseListener() {
  listener_->stop();
}
void GlimpseListener::flush() {
  listener_->flush();
}
void GlimpseListener::stop() {
  listener_->stop();
}
std::uint16_t GlimpseListener::port() const noexcept {
  return listener_->port();
}
std::size_t GlimpseListener::connections() const noexcept {
  return listener_->connections();
}
std::uint64_t GlimpseListener::accepted() const noexcept {
  return listener_->accepted_count();
}

}  // namespace hotbook::publish
