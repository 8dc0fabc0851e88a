// The one translation unit that compiles Boost.Beast: server and client.

#include <openssl/ssl.h>

#include <boost/asio.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>
#include <future>
#include <list>
#include <optional>
#include <stdexcept>
#include <thread>

#include "host/control/http_client.hpp"
#include "host/control/http_server.hpp"

namespace hotbook::control {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace ssl = asio::ssl;
using asio::ip::tcp;
using boost::system::error_code;
using std::chrono::milliseconds;
using HttpResponse = http::response<http::string_body>;
using HttpParser = http::request_parser<http::string_body>;
using TlsStream = ssl::stream<beast::tcp_stream>;  // the client's

constexpr auto kAwait = asio::as_tuple(asio::use_awaitable);
constexpr milliseconds kLingerMax{1000};
constexpr milliseconds kStopMax{2000};
constexpr milliseconds kAcceptAgain{100};
constexpr milliseconds kCancelAgain{50};
constexpr std::size_t kLingerBytesMax = std::size_t{1} << 22U;
constexpr std::size_t kRefusalsMax = 64;  // connections above the limit that are told so at once
constexpr std::size_t kAnswerBytesMax = std::size_t{1} << 26U;

std::shared_ptr<ssl::context> tls_context(const HttpOptions& options) {
  if (options.tls_certificate.empty()) return nullptr;
  auto context = std::make_shared<ssl::context>(ssl::context::tls_server);
  ::SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION);
  error_code error;
  context->use_certificate_chain_file(options.tls_certificate, error);
  if (error) throw std::runtime_error{options.tls_certificate + ": " + error.message()};
  context->use_private_key_file(options.tls_key, ssl::context::pem, error);
  if (error) throw std::runtime_error{options.tls_key + ": " + error.message()};
  return context;
}

HttpResponse http_response(Response answer, unsigned version, bool keep_alive) {
  HttpResponse response{static_cast<http::status>(answer.status), version};
  response.set(http::field::content_type, answer.content_type);
  response.set(http::field::cache_control, "no-store");
  response.set("X-Content-Type-Options", "nosniff");
  if (!answer.allow.empty()) response.set(http::field::allow, answer.allow);
  if (!answer.request_id.empty()) response.set("X-Request-Id", answer.request_id);
  if (answer.status == 401) response.set(http::field::www_authenticate, "Bearer");
  response.body() = std::move(answer.body);
  response.keep_alive(keep_alive);
  response.prepare_payload();
  return response;
}

// What a request that could not be read is told; nothing: the other end is gone.
std::optional<Response> reading_answer(error_code error, bool is_late, DropReason& reason) {
  reason = DropReason::Broken;
  if (is_late) {
    reason = DropReason::Slow;
    return error_response(408, "timeout", "the request did not come to its end in time");
  }
  if (error == http::error::header_limit) {
    reason = DropReason::TooLarge;
    return error_response(431, "header_too_large", "the header is above the limit");
  }
  if (error == http::error::body_limit) {
    reason = DropReason::TooLarge;
    return error_response(413, "body_too_large", "the body is above the limit");
  }
  const bool is_parse_error =
      error.category() == make_error_code(http::error::bad_method).category();
  if (!is_parse_error || error == http::error::partial_message ||
      error == http::error::end_of_stream) {
    return {};
  }
  reason = DropReason::Malformed;
  return error_response(400, "bad_http", "this is no HTTP/1.1 request: " + error.message());
}

// Ends what a socket waits for when its time is up, and leaves it open for an answer that says so.
// (Beast's own timeouts close the socket.)
class Watch : public std::enable_shared_from_this<Watch> {
 public:
  explicit Watch(tcp::socket& socket) : socket_{socket}, timer_{socket.get_executor()} {}

  void arm(milliseconds time) {
    timer_.expires_after(time);
    wait();
  }
  // From the first time on: what is late is answered, at most, and ends.
  [[nodiscard]] bool is_late() const { return is_late_; }
  // What is waited for ends now.
  void cancel() {
    error_code ignored;
    socket_.cancel(ignored);
  }
  // Before the socket goes.
  void end() {
    is_ended_ = true;
    timer_.cancel();
  }

 private:
  void wait() {
    timer_.async_wait([self = shared_from_this()](error_code error) {
      const bool is_armed_anew = self->timer_.expiry() > asio::steady_timer::clock_type::now();
      if (error || self->is_ended_ || is_armed_anew) return;
      self->is_late_ = true;
      self->cancel();
      // Once more soon: between two steps of a read there was nothing to cancel.
      self->timer_.expires_after(kCancelAgain);
      self->wait();
    });
  }

  tcp::socket& socket_;
  asio::steady_timer timer_;
  bool is_late_ = false;
  bool is_ended_ = false;
};
using SharedWatch = std::shared_ptr<Watch>;

}  // namespace

struct HttpServer::State {
  // A connection, as far as stop() wants to know it.
  struct Open {
    SharedWatch watch;
    bool is_waiting = true;  // for a request
  };

  State(const HttpOptions& given, Handler handle) : options{given}, handler{std::move(handle)} {}

  void drop(DropReason reason) { counts.dropped[static_cast<std::size_t>(reason)].add(); }

  void listen() {
    const std::string at = options.address + " port " + std::to_string(options.port);
    error_code error;
    const auto address = asio::ip::make_address(options.address, error);
    if (error) throw std::runtime_error{at + ": " + error.message()};
    const tcp::endpoint endpoint{address, options.port};
    acceptor.open(endpoint.protocol(), error);
    if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (error) {
      acceptor.close();
      throw std::runtime_error{at + ": " + error.message()};
    }
    port = acceptor.local_endpoint().port();
  }

  asio::awaitable<void> accept() {
    asio::steady_timer pause{io};
    while (!is_stopping) {
      auto [error, socket] = co_await acceptor.async_accept(kAwait);
      if (is_stopping) break;
      if (error) {  // out of descriptors, most likely: they come back
        pause.expires_after(kAcceptAgain);
        co_await pause.async_wait(kAwait);
        continue;
      }
      counts.accepted.add();
      if (open.size() >= options.connections_max) {
        drop(DropReason::Full);
        if (!tls && refusals < kRefusalsMax) {
          asio::co_spawn(io, refuse(std::move(socket)), asio::detached);
        }
      } else if (tls) {
        asio::co_spawn(io, serve_tls(std::move(socket), tls), asio::detached);
      } else {
        asio::co_spawn(io, serve_plain(std::move(socket)), asio::detached);
      }
    }
  }

  asio::awaitable<void> refuse(tcp::socket socket) {
    ++refusals;
    HttpResponse response = http_response(
        error_response(503, "full", "there are as many connections as may be"), 11, false);
    const auto watch = std::make_shared<Watch>(socket);
    watch->arm(kLingerMax);
    co_await http::async_write(socket, response, kAwait);
    co_await linger(socket, *watch);
    watch->end();
    --refusals;
  }

  // A close while bytes of the other end are unread would destroy the answer on its way.
  static asio::awaitable<void> linger(tcp::socket& socket, Watch& watch) {
    error_code ignored;
    socket.shutdown(tcp::socket::shutdown_send, ignored);
    watch.arm(kLingerMax);
    std::array<char, 4096> bytes;
    for (std::size_t total = 0; total < kLingerBytesMax;) {
      auto [error, count] = co_await socket.async_read_some(asio::buffer(bytes), kAwait);
      if (error) break;
      total += count;
    }
  }

  std::list<Open>::iterator enter(tcp::socket& socket) {
    const auto entry = open.insert(open.end(), Open{std::make_shared<Watch>(socket), true});
    counts.open.set(static_cast<std::int64_t>(open.size()));
    return entry;
  }
  void leave(std::list<Open>::iterator entry) {
    open.erase(entry);
    counts.open.set(static_cast<std::int64_t>(open.size()));
  }

  asio::awaitable<void> serve_plain(tcp::socket socket) {
    const auto entry = enter(socket);
    const SharedWatch watch = entry->watch;
    co_await serve(socket, *entry);
    leave(entry);
    co_await linger(socket, *watch);
    watch->end();
  }

  asio::awaitable<void> serve_tls(tcp::socket socket, std::shared_ptr<ssl::context> context) {
    ssl::stream<tcp::socket> stream{std::move(socket), *context};
    const auto entry = enter(stream.next_layer());
    const SharedWatch watch = entry->watch;
    watch->arm(options.request_time_max);
    auto [error] = co_await stream.async_handshake(ssl::stream_base::server, kAwait);
    if (error) {
      drop(DropReason::Tls);
    } else {
      co_await serve(stream, *entry);
      watch->arm(kLingerMax);
      co_await stream.async_shutdown(kAwait);
    }
    leave(entry);
    watch->end();
  }

  template <class Stream>
  asio::awaitable<void> serve(Stream& stream, Open& entry) {
    error_code ignored;
    const auto remote = beast::get_lowest_layer(stream).remote_endpoint(ignored);
    const std::string peer =
        ignored ? "gone" : remote.address().to_string() + ":" + std::to_string(remote.port());
    beast::flat_buffer buffer{options.header_bytes_max + 4096};
    bool is_open = true;
    while (is_open && !is_stopping) {
      if (buffer.size() == 0) {
        entry.is_waiting = true;
        entry.watch->arm(options.idle_time_max);
        auto [error, count] = co_await stream.async_read_some(buffer.prepare(2048), kAwait);
        if (error) {
          if (entry.watch->is_late()) drop(DropReason::Idle);
          break;
        }
        buffer.commit(count);
        entry.is_waiting = false;
      }
      is_open = co_await exchange(stream, buffer, *entry.watch, peer);
    }
  }

  // One request and its answer; false: the connection ends.
  template <class Stream>
  asio::awaitable<bool> exchange(Stream& stream, beast::flat_buffer& buffer, Watch& watch,
                                 const std::string& peer) {
    HttpParser parser;
    parser.header_limit(static_cast<std::uint32_t>(options.header_bytes_max));
    parser.body_limit(options.body_bytes_max);
    watch.arm(options.request_time_max);
    auto [error, count] = co_await http::async_read_header(stream, buffer, parser, kAwait);
    if (!error && beast::iequals(parser.get()[http::field::expect], "100-continue")) {
      http::response<http::empty_body> go_on{http::status::continue_, 11};
      auto [unsent, sent] = co_await http::async_write(stream, go_on, kAwait);
      if (unsent) error = unsent;
    }
    if (!error) {
      auto [broken, more] = co_await http::async_read(stream, buffer, parser, kAwait);
      error = broken;
    }
    DropReason reason{};
    HttpResponse response;
    if (error) {
      auto answer = reading_answer(error, watch.is_late(), reason);
      drop(reason);
      if (!answer) co_return false;
      response = http_response(std::move(*answer), 11, false);
    } else {
      counts.requests.add();
      response = answered(parser.release(), peer);
    }
    const bool keeps = response.keep_alive();
    watch.arm(options.request_time_max);
    auto [unsent, sent] = co_await http::async_write(stream, response, kAwait);
    if (unsent) {
      drop(watch.is_late() ? DropReason::Slow : DropReason::Broken);
    }
    co_return keeps && !unsent;
  }

  HttpResponse answered(http::request<http::string_body> request, const std::string& peer) {
    Request plain;
    plain.method = std::string{request.method_string()};
    plain.target = std::string{request.target()};
    plain.host = std::string{request[http::field::host]};
    plain.authorization = std::string{request[http::field::authorization]};
    plain.body = std::move(request.body());
    plain.peer = peer;
    Response answer;
    try {
      answer = handler(plain);
    } catch (const std::exception& failure) {
      answer = error_response(500, "internal", failure.what());
    }
    if (request.method() == http::verb::head) answer.body.clear();
    return http_response(std::move(answer), request.version(),
                         request.keep_alive() && !is_stopping);
  }

  void stop_softly() {
    is_stopping = true;
    error_code ignored;
    acceptor.close(ignored);
    for (Open& entry : open) {
      if (entry.is_waiting) entry.watch->cancel();
    }
    stop_timer.expires_after(kStopMax);
    stop_timer.async_wait([this](error_code) { io.stop(); });
    poll_end();
  }
  void poll_end() {
    if (open.empty()) return io.stop();
    end_timer.expires_after(milliseconds{5});
    end_timer.async_wait([this](error_code) { poll_end(); });
  }

  HttpOptions options;
  Handler handler;
  HttpCounts counts;
  asio::io_context io{1};
  tcp::acceptor acceptor{io};
  asio::steady_timer stop_timer{io};
  asio::steady_timer end_timer{io};
  std::shared_ptr<ssl::context> tls;
  std::list<Open> open;
  std::size_t refusals = 0;
  std::uint16_t port = 0;
  bool is_stopping = false;
  std::thread thread;
};

HttpServer::HttpServer(const HttpOptions& options, Handler handler)
    : state_{std::make_unique<State>(options, std::move(handler))} {}

HttpServer::~HttpServer() {
  stop();
}

void HttpServer::start() {
  state_->tls = tls_context(state_->options);
  state_->listen();
  asio::co_spawn(state_->io, state_->accept(), asio::detached);
  state_->thread = std::thread{[this] { state_->io.run(); }};
}

void HttpServer::stop() {
  if (!state_->thread.joinable()) return;
  asio::post(state_->io, [this] { state_->stop_softly(); });
  state_->thread.join();
}

void HttpServer::reload() {
  auto fresh = tls_context(state_->options);
  asio::post(state_->io, [this, fresh] { state_->tls = fresh; });
}

std::uint16_t HttpServer::port() const {
  return state_->port;
}

const HttpCounts& HttpServer::counts() const {
  return state_->counts;
}

}  // namespace hotbook::control

#include "host/control/http_client.inl"
