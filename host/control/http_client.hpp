// One HTTP request and its answer.
//
// Threading: the caller's thread waits.
// Hot path:  none.

#pragma once

#include <chrono>
#include <string>

namespace hotbook::control {

struct HttpCall {
  std::string url;  // http://127.0.0.1:7000 or https://
  std::string method = "GET";
  std::string target = "/";
  std::string token;        // empty: none
  std::string body;         // JSON; empty: none
  std::string certificate;  // https: PEM file of whom to trust; empty: the system's authorities
  std::chrono::milliseconds time_max{15'000};
};

struct HttpAnswer {
  unsigned status = 0;
  std::string body;
};

// Throws std::runtime_error that names the url and the reason.
[[nodiscard]] HttpAnswer http_call(const HttpCall& call);

}  // namespace hotbook::control
