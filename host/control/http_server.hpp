// Speaks HTTP/1.1 with whoever connects: every request is answered, every connection that is not is
// dropped for a reason that is counted.
//
// Threading: a thread of its own, on which the handler is called, one request at a time. start(),
//            stop(), reload() and the destructor are called from another, one at a time.
// Hot path:  none.

#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "host/control/control_request.hpp"
#include "host/control/metrics.hpp"

namespace hotbook::control {

struct HttpOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;       // 0: any free one
  std::string tls_certificate;  // PEM files; both or none
  std::string tls_key;
  std::size_t connections_max = 1024;
  std::size_t header_bytes_max = 8192;
  std::size_t body_bytes_max = std::size_t{1} << 20;
  std::chrono::milliseconds request_time_max{10'000};  // first byte to last; the answer as well
  std::chrono::milliseconds idle_time_max{60'000};     // between requests
};

enum class DropReason : std::uint8_t {
  Idle,       // sent nothing for too long
  Slow,       // began a request and did not end it (told 408), or did not take its answer
  Full,       // there are connections_max others (told 503)
  Malformed,  // sent what is no HTTP (told 400)
  TooLarge,   // sent a header (told 431) or a body (told 413) above the limit
  Broken,     // ended in the middle of a request or an answer
  Tls,        // failed to agree on TLS
};
inline constexpr std::array<std::string_view, 7> kDropReasonNames{
    "idle", "slow", "full", "malformed", "too_large", "broken", "tls"};

// Written by the server's thread.
struct HttpCounts {
  Counter accepted;
  Counter requests;
  Gauge open;
  std::array<Counter, kDropReasonNames.size()> dropped;

  [[nodiscard]] const Counter& of(DropReason reason) const {
    return dropped[static_cast<std::size_t>(reason)];
  }
};

class HttpServer {
 public:
  using Handler = std::function<Response(const Request&)>;

  HttpServer(const HttpOptions& options, Handler handler);
  ~HttpServer();  // stops
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  // Throws std::runtime_error that names the address, or the file of TLS, and the reason.
  void start();
  // Takes no more connections, gives requests in the middle of being answered a moment, ends.
  void stop();
  // Reads the files of TLS again, for connections to come. Throws as start(); what was stays then.
  void reload();

  [[nodiscard]] std::uint16_t port() const;  // after start()
  [[nodiscard]] const HttpCounts& counts() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Adds what the server counts. The server outlives the metrics' last scrape.
void add_metrics(Metrics& metrics, const HttpServer& server);

}  // namespace hotbook::control
