// A server on loopback whose handler says what it was given.

#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>

#include "host/control/http_client.hpp"
#include "host/control/http_server.hpp"
#include "tests/host/control/raw_client.hpp"

namespace hotbook::control::testing {

using std::chrono::milliseconds;

inline constexpr const char* kGet = "GET /a HTTP/1.1\r\nHost: localhost\r\n\r\n";

class HttpServerTest : public ::testing::Test {
 protected:
  void start(HttpOptions options = {}) {
    server_ = std::make_unique<HttpServer>(options, [this](const Request& request) {
      ++handled_;
      if (request.target == "/throw") throw std::runtime_error{"broken handler"};
      Response response;
      response.body = request.method + " " + request.target + " " + request.authorization + " " +
                      std::to_string(request.body.size());
      response.request_id = "id-1";
      if (request.target == "/huge") response.body = std::string(std::size_t{32} << 20U, 'x');
      return response;
    });
    server_->start();
  }
  HttpOptions impatient() const {
    HttpOptions options;
    options.request_time_max = milliseconds{200};
    options.idle_time_max = milliseconds{400};
    return options;
  }
  RawClient connect() { return RawClient{server_->port()}; }
  std::uint64_t dropped(DropReason reason) const { return server_->counts().of(reason).value(); }
  // Until it holds, for the other thread's counting.
  template <class F>
  static bool soon(F holds) {
    for (int i = 0; i < 500 && !holds(); ++i) std::this_thread::sleep_for(milliseconds{10});
    return holds();
  }
  std::string url(const char* scheme = "http") const {
    return std::string{scheme} + "://127.0.0.1:" + std::to_string(server_->port());
  }

  std::atomic<int> handled_{0};
  std::unique_ptr<HttpServer> server_;
};

}  // namespace hotbook::control::testing
