// Load on an OUCH server, at a rate that does not wait for answers: each message has a time at
// which it is due, and its latency counts from then, however late it could be sent. A server that
// stalls is thus charged with everything that was due in the meantime.
//
//   ouch_load --port 9000 --user USER --users 8 --password SECRET --rate 100000 --seconds 10
//   ouch_load --self            the same against a server of its own with a venue that only accepts
//
// Users are named --user with 0, 1, ... behind it (--users 1: --user itself, when it has no digit
// to add). Every order is a bid or ask around --price, in turn; with --cancel each is cancelled
// when
// --open newer ones of its session are out, and the cancel is a message of the same rate.
// Prints key=value: what was sent and answered, and the latency of orders to their Accepted.

#include <CLI/CLI.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <iostream>
#include <memory>
#include <thread>
#include <vector>

#include "host/session/ouch_client.hpp"
#include "host/session/ouch_server.hpp"
#include "tests/bench/log_histogram.hpp"
#include "tests/host/session/fake_venue.hpp"

namespace hotbook::bench {
namespace {

namespace asio = boost::asio;
namespace ouch = session::ouch;
using asio::ip::tcp;

constexpr std::uint64_t kSecondNs = 1'000'000'000;
constexpr std::uint64_t kDrainNs = 5 * kSecondNs;  // for the last answers

std::uint64_t clock_ns() {
  return static_cast<std::uint64_t>(std::chrono::steady_clock::now().time_since_epoch() /
                                    std::chrono::nanoseconds{1});
}

struct Settings {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;
  std::string user = "USER";
  std::uint32_t users = 4;
  std::string password = "SECRET";
  std::string symbol = "AAPL";
  std::uint64_t price = 1'000'000;
  std::uint64_t tick = 100;
  std::uint64_t rate = 100'000;
  std::uint64_t seconds = 5;
  std::uint64_t warmup_seconds = 1;
  std::uint32_t open = 100;
  bool cancels = false;
  bool is_self = false;
};

struct Totals {
  std::uint64_t orders = 0;
  std::uint64_t cancels = 0;
  std::uint64_t accepted = 0;
  std::uint64_t rejected = 0;
  std::uint64_t executed = 0;
  std::uint64_t ended = 0;
  std::uint64_t late = 0;  // sent more than a millisecond after they were due: the load's own fault
  LogHistogram latency;
};

// One session: sends what is due, and charges what is accepted.
class Session {
 public:
  Session(asio::io_context& io, const Settings& settings, const std::string& user)
      : settings_{settings}, socket_{io}, client_{clock_ns(), {.output_bytes_max = 1U << 20U}} {
    socket_.connect({asio::ip::make_address(settings.address), settings.port});
    socket_.set_option(tcp::no_delay{true});
    socket_.non_blocking(true);
    client_.login(user, settings.password, 0);
    const std::uint64_t end = clock_ns() + kDrainNs;
    while (!client_.soupbin().is_logged_in()) {
      Totals ignored;
      if (clock_ns() > end || !poll(ignored, ~std::uint64_t{0})) {
        throw std::runtime_error{"no login for " + user};
      }
    }
    // Names that were used today are not free.
    (void)client_.send(ouch::AccountQuery{});
    while (user_ref_ == 0) {
      Totals ignored;
      if (clock_ns() > end || !poll(ignored, ~std::uint64_t{0})) {
        throw std::runtime_error{"no answer to an account query for " + user};
      }
    }
    first_ref_ = user_ref_;
  }

  // One message that was due at `due_ns`.
  void send(std::uint64_t due_ns, Totals& totals) {
    const std::uint32_t sent = user_ref_ - first_ref_;
    if (settings_.cancels && sent >= settings_.open && cancelled_ < sent - settings_.open + 1) {
      ++totals.cancels;
      if (!client_.send(ouch::CancelOrder{first_ref_ + cancelled_++, 0, {}})) ++totals.ended;
      return;
    }
    ++totals.orders;
    ouch::EnterOrder order{};
    order.user_ref = user_ref_++;
    order.side = order.user_ref % 2 == 0 ? 'B' : 'S';
    order.quantity = 100;
    order.symbol.fill(' ');
    std::copy_n(settings_.symbol.begin(), std::min<std::size_t>(settings_.symbol.size(), 8),
                order.symbol.begin());
    const std::uint64_t away = settings_.tick * (order.user_ref / 2 % 8);
    order.price =
        order.side == 'B' ? settings_.price - away : settings_.price + settings_.tick + away;
    order.time_in_force = '0';
    order.display = 'Y';
    order.capacity = 'P';
    order.sweep = 'N';
    order.cross = 'N';
    order.cl_ord_id.fill(' ');
    due_.push_back(due_ns);
    if (!client_.send(order)) ++totals.ended;
  }

  // False: the connection is gone. Latencies of orders due from `from_ns` on count.
  bool poll(Totals& totals, std::uint64_t from_ns) {
    session::SoupBinClient& soupbin = client_.soupbin();
    boost::system::error_code error;
    if (!soupbin.output().empty()) {
      const session::Bytes out = soupbin.output();
      const std::size_t count = socket_.write_some(asio::buffer(out.data(), out.size()), error);
      if (!error) soupbin.sent(count, clock_ns());
    }
    const std::size_t count = socket_.read_some(asio::buffer(input_), error);
    if (error && error != asio::error::would_block) return false;
    const std::uint64_t now_ns = clock_ns();
    if (count == 0) {
      soupbin.advance(now_ns);
      return soupbin.is_open();
    }
    client_.receive({input_.data(), count}, now_ns);
    while (const auto event = client_.next()) {
      if (event->kind == session::ClientEvent::Kind::LoginAccepted) {
        // The message that 0 asked for is an old one.
        old_seq_ = event->seq > 1 ? event->seq : 0;
      }
      if (event->kind == session::ClientEvent::Kind::Data) {
        if (event->seq > old_seq_) note(event->payload, {now_ns, from_ns}, totals);
      }
    }
    return soupbin.is_open();
  }

 private:
  struct Times {
    std::uint64_t now_ns;
    std::uint64_t from_ns;
  };

  void note(session::Bytes message, const Times& times, Totals& totals) {
    switch (static_cast<char>(message[0])) {
      case ouch::Accepted::kType: {
        ouch::Accepted accepted;
        if (ouch::read(message, accepted) != ouch::Fault::None || first_ref_ == 0) return;
        ++totals.accepted;
        const std::uint64_t due_ns = due_.at(accepted.user_ref - first_ref_);
        if (due_ns >= times.from_ns) totals.latency.add(times.now_ns - due_ns);
        return;
      }
      case ouch::Rejected::kType:
        if (first_ref_ != 0) ++totals.rejected;
        return;
      case ouch::Executed::kType:
        if (first_ref_ != 0) ++totals.executed;
        return;
      case ouch::AccountQueryResponse::kType: {
        ouch::AccountQueryResponse answer;
        if (ouch::read(message, answer) == ouch::Fault::None) user_ref_ = answer.next_user_ref;
        return;
      }
      default:
        return;
    }
  }

  const Settings& settings_;
  tcp::socket socket_;
  session::OuchClient client_;
  std::array<std::uint8_t, 65536> input_{};
  std::vector<std::uint64_t> due_;             // of each order, by its place
  std::uint64_t old_seq_ = ~std::uint64_t{0};  // messages up to here are of an earlier connection
  std::uint32_t user_ref_ = 0;                 // of the next order
  std::uint32_t first_ref_ = 0;
  std::uint32_t cancelled_ = 0;
};

// A server with a venue that only accepts, on a thread of its own.
class SelfServer {
 public:
  explicit SelfServer(const Settings& settings)
      : venue_{settings.users},
        server_{io_, venue_, {}, clock_ns, [](const session::OuchConnectionEnd& end) {
                  if (end.reason == session::CloseReason::ServerStopped) return;
                  std::cerr << "ended user=" << end.user << " reason=" << name_of(end.reason)
                            << '\n';
                }} {
    venue_.keeps_requests = false;
    venue_.on_release = [this](std::uint16_t number) { server_.flush(number); };
    thread_ = std::thread{[this] {
      while (!io_.stopped()) io_.poll();
    }};
  }
  ~SelfServer() {
    io_.stop();
    thread_.join();
  }
  SelfServer(const SelfServer&) = delete;
  SelfServer& operator=(const SelfServer&) = delete;
  [[nodiscard]] std::uint16_t port() const { return server_.port(); }

 private:
  asio::io_context io_;
  testing::FakeVenue venue_;
  session::OuchServer server_;
  std::thread thread_;
};

void run(const Settings& settings, Totals& totals) {
  asio::io_context io;
  std::vector<std::unique_ptr<Session>> sessions;
  for (std::uint32_t i = 0; i < settings.users; ++i) {
    const std::string number = settings.users == 1 && !settings.is_self ? "" : std::to_string(i);
    sessions.push_back(std::make_unique<Session>(io, settings, settings.user + number));
  }
  const std::uint64_t start_ns = clock_ns();
  const std::uint64_t from_ns = start_ns + settings.warmup_seconds * kSecondNs;
  const std::uint64_t count = settings.rate * (settings.warmup_seconds + settings.seconds);
  std::uint64_t sent = 0;
  std::uint64_t end_ns = ~std::uint64_t{0};
  while (clock_ns() < end_ns && !sessions.empty()) {
    const std::uint64_t now_ns = clock_ns();
    for (; sent < count; ++sent) {
      const std::uint64_t due_ns = start_ns + sent * kSecondNs / settings.rate;
      if (due_ns > now_ns) break;
      if (now_ns - due_ns > kSecondNs / 1000) ++totals.late;
      sessions[sent % sessions.size()]->send(due_ns, totals);
    }
    if (sent == count && end_ns == ~std::uint64_t{0}) end_ns = now_ns + kDrainNs;
    if (sent == count && totals.accepted + totals.rejected >= totals.orders) break;
    for (const std::unique_ptr<Session>& each : sessions) {
      if (!each->poll(totals, from_ns)) throw std::runtime_error{"a session ended"};
    }
  }
}

void print(const Settings& settings, const Totals& totals) {
  const LogHistogram& latency = totals.latency;
  std::cout << "rate=" << settings.rate << " users=" << settings.users
            << " seconds=" << settings.seconds << " orders=" << totals.orders
            << " cancels=" << totals.cancels << " accepted=" << totals.accepted
            << " rejected=" << totals.rejected << " executed=" << totals.executed
            << " unsent=" << totals.ended << " late=" << totals.late << '\n'
            << "order_to_accepted_ns count=" << latency.count()
            << " p50=" << latency.quantile(500'000) << " p90=" << latency.quantile(900'000)
            << " p99=" << latency.quantile(990'000) << " p999=" << latency.quantile(999'000)
            << " p9999=" << latency.quantile(999'900) << " max=" << latency.max() << '\n';
}

}  // namespace
}  // namespace hotbook::bench

int main(int argc, char** argv) {
  using namespace hotbook::bench;
  Settings settings;
  CLI::App app{"Load on an OUCH server, at a rate that does not wait for answers"};
  app.add_option("--address", settings.address);
  app.add_option("--port", settings.port);
  app.add_option("--user", settings.user, "names of users without their number");
  app.add_option("--users", settings.users)->check(CLI::Range(1, 10'000));
  app.add_option("--password", settings.password);
  app.add_option("--symbol", settings.symbol);
  app.add_option("--price", settings.price, "in 1/10,000 dollar");
  app.add_option("--tick", settings.tick, "in 1/10,000 dollar");
  app.add_option("--rate", settings.rate, "messages a second, over all sessions")
      ->check(CLI::Range(1, 100'000'000));
  app.add_option("--seconds", settings.seconds);
  app.add_option("--warmup", settings.warmup_seconds, "seconds that count for nothing");
  app.add_option("--open", settings.open, "orders a session keeps open, with --cancel");
  app.add_flag("--cancel", settings.cancels);
  app.add_flag("--self", settings.is_self, "against a server in this process");
  CLI11_PARSE(app, argc, argv);
  try {
    const auto totals = std::make_unique<Totals>();
    std::unique_ptr<SelfServer> self;
    if (settings.is_self) {
      self = std::make_unique<SelfServer>(settings);
      settings.port = self->port();
    }
    run(settings, *totals);
    print(settings, *totals);
    return totals->accepted == totals->orders ? 0 : 1;
  } catch (const std::exception& error) {
    std::cerr << "ouch_load: " << error.what() << '\n';
    return 1;
  }
}
