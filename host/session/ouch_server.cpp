#include "host/session/ouch_server.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <list>
#include <vector>

namespace hotbook::session {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

constexpr std::size_t kReadBytes = 64U * 1024U;
constexpr int kWritesMax = 16;  // of one connection in one turn; then it is the others' turn
constexpr auto kTick = std::chrono::milliseconds{100};
constexpr std::uint64_t kLingerNs = 1'000'000'000;
constexpr auto kAcceptPause = std::chrono::milliseconds{100};

std::string name_of(const tcp::socket& socket) {
  error_code error;
  const tcp::endpoint peer = socket.remote_endpoint(error);
  return error ? "?" : peer.address().to_string() + ':' + std::to_string(peer.port());
}

struct Connection {
  Connection(tcp::socket taken, EntryPoint& entry, const OuchSessionOptions& options,
             std::uint64_t now_ns)
      : socket{std::move(taken)}, session{entry, options, now_ns}, peer{name_of(socket)} {}

  tcp::socket socket;
  OuchSession session;
  std::string peer;
  std::list<std::shared_ptr<Connection>>::iterator place;
  bool awaits_input = false;
  bool awaits_room = false;
  bool is_dirty = false;
  bool is_known = false;  // its session's number leads to it
  bool is_over = false;   // told to the owner; what is left is to let the client read it
  std::uint64_t linger_end_ns = 0;
};

}  // namespace

class OuchServer::Listener : public std::enable_shared_from_this<OuchServer::Listener> {
 public:
  Listener(asio::io_context& io, EntryPoint& entry, const OuchServerOptions& options, Clock clock,
           OnEnd on_end)
      : io_{io},
        entry_{entry},
        options_{options},
        clock_{clock},
        on_end_{std::move(on_end)},
        acceptor_{io},
        pause_{io},
        timer_{io},
        input_(kReadBytes) {
    const tcp::endpoint endpoint{asio::ip::make_address(options.address), options.port};
    acceptor_.open(endpoint.protocol());
    acceptor_.set_option(tcp::acceptor::reuse_address{true});
    acceptor_.bind(endpoint);
    acceptor_.listen();
    port_ = acceptor_.local_endpoint().port();
  }

  void start() {
    accept();
    tick();
  }
  void stop();
  void flush(std::uint16_t session) {
    if (session < by_session_.size() && by_session_[session]) mark(by_session_[session]);
  }
  void flush_all() {
    for (const std::shared_ptr<Connection>& each : connections_) mark(each);
  }
  void drop(std::uint16_t session) {
    if (session >= by_session_.size() || !by_session_[session]) return;
    by_session_[session]->session.end(CloseReason::ByOperator);
    mark(by_session_[session]);
  }

  [[nodiscard]] std::string peer(std::uint16_t session) const {
    if (session >= by_session_.size() || !by_session_[session]) return {};
    return by_session_[session]->peer;
  }

  [[nodiscard]] std::uint16_t port() const noexcept { return port_; }
  [[nodiscard]] std::size_t connections() const noexcept { return connections_.size(); }
  [[nodiscard]] const OuchServerCounts& counts() const noexcept { return counts_; }

 private:
  using Shared = std::shared_ptr<Connection>;

  void accept();
  void accepted(tcp::socket socket);
  void await_input(const Shared& connection);
  void read(const Shared& connection);
  void discard(const Shared& connection);
  void mark(const Shared& connection);
  void flush_marked();
  void write(const Shared& connection);
  void await_room(const Shared& connection);
  void finish(const Shared& connection);
  void remove(const Shared& connection);
  void tick();
  void learn_session(const Shared& connection);

  asio::io_context& io_;
  EntryPoint& entry_;
  OuchServerOptions options_;
  Clock clock_;
  OnEnd on_end_;
  tcp::acceptor acceptor_;
  asio::steady_timer pause_;
  asio::steady_timer timer_;
  std::uint16_t port_ = 0;
  std::list<Shared> connections_;
  std::vector<Shared> by_session_;
  std::vector<Shared> marked_;
  std::vector<Shared> flushing_;
  std::vector<std::uint8_t> input_;  // of whichever connection is read
  bool is_flush_posted_ = false;
  bool is_stopped_ = false;
  OuchServerCounts counts_;
};

void OuchServer::Listener::accept() {
  acceptor_.async_accept([this, self = shared_from_this()](error_code error, tcp::socket socket) {
    if (is_stopped_) return;
    if (!error) {
      accepted(std::move(socket));
      return accept();
    }
    // Out of descriptors, or the client left before: neither is a reason to stop or to spin.
    pause_.expires_after(kAcceptPause);
    pause_.async_wait([this, self](error_code) {
      if (!is_stopped_) accept();
    });
  });
}

void OuchServer::Listener::accepted(tcp::socket socket) {
  ++counts_.accepted;
  if (connections_.size() >= 2 * options_.connections_max) {
    // So many are already being told that there are too many; this one is only closed.
    ++counts_.ended;
    if (on_end_) on_end_({name_of(socket), {}, CloseReason::TooManyConnections});
    return;
  }
  error_code ignored;
  socket.set_option(tcp::no_delay{true}, ignored);
  socket.set_option(tcp::socket::send_buffer_size{options_.socket_send_bytes}, ignored);
  socket.non_blocking(true, ignored);
  const auto connection =
      std::make_shared<Connection>(std::move(socket), entry_, options_.session, clock_());
  connection->place = connections_.insert(connections_.end(), connection);
  if (connections_.size() > options_.connections_max) {
    connection->session.end(CloseReason::TooManyConnections);
    return mark(connection);
  }
  await_input(connection);
}

void OuchServer::Listener::await_input(const Shared& connection) {
  if (connection->awaits_input) return;
  if (!connection->is_over && !connection->session.wants_input()) return;
  connection->awaits_input = true;
  connection->socket.async_wait(tcp::socket::wait_read,
                                [this, self = shared_from_this(), connection](error_code error) {
                                  connection->awaits_input = false;
                                  if (!connection->socket.is_open()) return;
                                  if (error) connection->session.end(CloseReason::PeerClosed);
                                  connection->is_over ? discard(connection) : read(connection);
                                });
}

void OuchServer::Listener::read(const Shared& connection) {
  error_code error;
  const std::size_t count = connection->socket.read_some(asio::buffer(input_), error);
  OuchSession& session = connection->session;
  if (error == asio::error::would_block) return await_input(connection);
  if (error) {
    session.end(CloseReason::PeerClosed);
  } else {
    counts_.bytes_in += count;
    session.receive({input_.data(), count}, clock_());
    learn_session(connection);
  }
  mark(connection);
  await_input(connection);
}

// A client that was told the end: what it still says is taken and dropped, so that closing does not
// take from it what it was told.
void OuchServer::Listener::discard(const Shared& connection) {
  error_code error;
  (void)connection->socket.read_some(asio::buffer(input_), error);
  if (error && error != asio::error::would_block) return remove(connection);
  await_input(connection);
}

void OuchServer::Listener::learn_session(const Shared& connection) {
  const std::optional<std::uint16_t> number = connection->session.number();
  if (connection->is_known || !number) return;
  connection->is_known = true;
  if (*number >= by_session_.size()) by_session_.resize(std::size_t{*number} + 1);
  by_session_[*number] = connection;
}

void OuchServer::Listener::mark(const Shared& connection) {
  if (connection->is_dirty) return;
  connection->is_dirty = true;
  marked_.push_back(connection);
  if (is_flush_posted_) return;
  is_flush_posted_ = true;
  asio::post(io_, [this, self = shared_from_this()] { flush_marked(); });
}

void OuchServer::Listener::flush_marked() {
  is_flush_posted_ = false;
  flushing_.swap(marked_);
  for (const Shared& each : flushing_) {
    each->is_dirty = false;
    if (each->socket.is_open()) write(each);
  }
  flushing_.clear();
}

void OuchServer::Listener::write(const Shared& connection) {
  OuchSession& session = connection->session;
  const std::uint64_t now_ns = clock_();
  for (int writes = 0; !connection->awaits_room; ++writes) {
    session.flush(now_ns);
    if (session.output().empty()) break;
    if (writes == kWritesMax) return mark(connection);
    error_code error;
    const Bytes out = session.output();
    const std::size_t count =
        connection->socket.write_some(asio::buffer(out.data(), out.size()), error);
    if (error == asio::error::would_block) {
      await_room(connection);
      break;
    }
    if (error) {
      session.end(CloseReason::PeerClosed);
      break;
    }
    counts_.bytes_out += count;
    session.sent(count, now_ns);
  }
  if (session.close_reason() != CloseReason::None) return finish(connection);
  await_input(connection);
}

void OuchServer::Listener::await_room(const Shared& connection) {
  connection->awaits_room = true;
  connection->socket.async_wait(tcp::socket::wait_write,
                                [this, self = shared_from_this(), connection](error_code error) {
                                  connection->awaits_room = false;
                                  if (!connection->socket.is_open()) return;
                                  if (error) connection->session.end(CloseReason::PeerClosed);
                                  mark(connection);
                                });
}

// The session is over. The client has a second to read why.
void OuchServer::Listener::finish(const Shared& connection) {
  const CloseReason reason = connection->session.close_reason();
  if (!connection->is_over) {
    connection->is_over = true;
    ++counts_.ended;
    connection->linger_end_ns = clock_() + kLingerNs;
    if (connection->is_known && by_session_[*connection->session.number()] == connection) {
      by_session_[*connection->session.number()].reset();
    }
    if (on_end_) on_end_({connection->peer, connection->session.user(), reason});
  }
  if (reason == CloseReason::PeerClosed || reason == CloseReason::PeerTooSlow) {
    return remove(connection);
  }
  if (!connection->session.output().empty()) return;  // awaits room
  error_code ignored;
  connection->socket.shutdown(tcp::socket::shutdown_send, ignored);
  await_input(connection);
}

void OuchServer::Listener::remove(const Shared& connection) {
  if (!connection->socket.is_open()) return;
  error_code ignored;
  connection->socket.close(ignored);
  connections_.erase(connection->place);
}

void OuchServer::Listener::tick() {
  timer_.expires_after(kTick);
  timer_.async_wait([this, self = shared_from_this()](error_code error) {
    if (error || is_stopped_) return;
    const std::uint64_t now_ns = clock_();
    for (auto next = connections_.begin(); next != connections_.end();) {
      const Shared connection = *next++;
      if (connection->is_over) {
        if (now_ns >= connection->linger_end_ns) remove(connection);
        continue;
      }
      connection->session.advance(now_ns);
      if (!connection->session.output().empty() ||
          connection->session.close_reason() != CloseReason::None) {
        mark(connection);
      }
      await_input(connection);
    }
    tick();
  });
}

void OuchServer::Listener::stop() {
  if (is_stopped_) return;
  is_stopped_ = true;
  error_code ignored;
  acceptor_.close(ignored);
  pause_.cancel();
  timer_.cancel();
  while (!connections_.empty()) {
    const Shared connection = connections_.front();
    connection->session.end(CloseReason::ServerStopped);
    write(connection);
    remove(connection);
  }
}

OuchServer::OuchServer(asio::io_context& io, EntryPoint& entry, const OuchServerOptions& options,
                       Clock clock, OnEnd on_end)
    : listener_{std::make_shared<Listener>(io, entry, options, clock, std::move(on_end))} {
  listener_->start();
}

OuchServer::~OuchServer() {
  listener_->stop();
}

void OuchServer::flush(std::uint16_t session) {
  listener_->flush(session);
}
void OuchServer::flush_all() {
  listener_->flush_all();
}
void OuchServer::drop(std::uint16_t session) {
  listener_->drop(session);
}
std::string OuchServer::peer(std::uint16_t session) const {
  return listener_->peer(session);
}
void OuchServer::stop() {
  listener_->stop();
}
std::uint16_t OuchServer::port() const noexcept {
  return listener_->port();
}
std::size_t OuchServer::connections() const noexcept {
  return listener_->connections();
}
const OuchServerCounts& OuchServer::counts() const noexcept {
  return listener_->counts();
}

}  // namespace hotbook::session
