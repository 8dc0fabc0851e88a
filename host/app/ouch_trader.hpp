// An OUCH client that trades at random, and keeps every message of its stream to compare it with
// what it is told after a restart.
//
// Threading: one thread.
// Hot path:  none.

#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "host/session/ouch_client.hpp"

namespace hotbook::app {

struct TraderOptions {
  std::string user;
  std::string password;
  std::string symbol = "AAPL";
  std::uint64_t price_1e4 = 1'000'000;  // dollars * 10,000; orders are up to nine ticks above
  std::uint64_t tick_1e4 = 100;
  std::uint64_t seed = 1;
};

struct TraderCounts {
  std::uint64_t orders = 0;
  std::uint64_t cancels = 0;
  std::uint64_t accepted = 0;
  std::uint64_t executed = 0;  // executions
  std::uint64_t cancelled = 0;
  std::uint64_t rejected = 0;
  std::uint64_t others = 0;
};

class OuchTrader {
 public:
  explicit OuchTrader(TraderOptions options)
      : options_{std::move(options)}, random_{options_.seed} {}

  // Logs in; asks for the stream from its beginning, and compares it with what it knows. Empty, or
  // what is wrong.
  [[nodiscard]] std::string connect(const std::string& address, std::uint16_t port);
  // Sends a few messages and takes what is there. Empty, or what is wrong; a connection that ended
  // is not.
  [[nodiscard]] std::string trade(std::size_t messages);
  // Takes what comes until nothing has for a while.
  [[nodiscard]] std::string listen();
  void disconnect();

  [[nodiscard]] const std::vector<std::string>& stream() const { return stream_; }
  [[nodiscard]] bool is_connected() const { return socket_.is_open(); }
  [[nodiscard]] const TraderCounts& counts() const { return counts_; }

 private:
  [[nodiscard]] std::string take();
  void flush();
  void send_one();
  void tally(const std::string& message);
  [[nodiscard]] bool wait(int milliseconds);

  boost::asio::io_context io_;
  boost::asio::ip::tcp::socket socket_{io_};
  TraderOptions options_;
  std::mt19937_64 random_;
  std::optional<session::OuchClient> client_;
  std::vector<std::string> stream_;  // messages 1, 2, ...
  std::uint64_t heard_ = 0;          // on this connection
  std::uint32_t user_ref_ = 0;
  TraderCounts counts_;
};

}  // namespace hotbook::app
