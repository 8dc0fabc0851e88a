// Fuzzes the control API behind its sockets: whatever is asked by whomever, the answer is a JSON
// object, an error has a name and a text, and the venue is asked at most once and only for what is
// answered 200.

#include <boost/json.hpp>

#include "host/control/control_route.hpp"
#include "host/control/control_router.hpp"
#include "tests/fuzz/fuzz.hpp"
#include "tests/host/control/fake_target.hpp"

namespace hotbook::fuzz {

// A role, a line of method and target, the rest is the body.
void make_seeds(Seeds& seeds) {
  for (const control::Route& route : control::routes()) {
    std::string target{route.path};
    if (const auto at = target.find('{'); at != std::string::npos) target.replace(at, 99, "1");
    seeds.add("4" + std::string{route.method} + " " + target + "\n");
  }
  seeds.add("1GET /v1/orders?account=a&symbol=B%2eA&session=3&after=9&count=10\n");
  seeds.add("1GET /v1/books/SPY?depth=5\n");
  seeds.add("3POST /v1/kill\n{\"scope\":\"account\",\"name\":\"a\",\"on\":true}");
  seeds.add(
      "3PUT /v1/limits\n{\"limits\":[{\"scope\":\"firm\",\"limit\":\"open_orders\",\"value\":1}]}");
  seeds.add("4POST /v1/day\n{\"action\":\"start\",\"day\":20260105}");
  seeds.add("4POST /v1/books\n{\"action\":\"halt\"}");
}

}  // namespace hotbook::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hotbook;
  using fuzz::require;
  if (size == 0) return 0;
  const std::string text(data + 1, data + size);
  const std::size_t line = std::min(text.find('\n'), text.size());
  const std::size_t blank = std::min(text.find(' '), line);
  control::Request request;
  request.method = text.substr(0, blank);
  request.target = text.substr(std::min(blank + 1, line), line - std::min(blank + 1, line));
  if (line < text.size()) request.body = text.substr(line + 1);
  std::optional<control::Caller> caller;
  if (data[0] % 5 != 0)
    caller = control::Caller{"eve", static_cast<control::Role>(data[0] % 5 - 1)};
  control::testing::FakeTarget venue;
  const control::Routed routed = control::ControlRouter{venue}.route(request, caller);
  const boost::json::value answer = boost::json::parse(routed.response.body);
  require(answer.is_object());
  const bool is_done = routed.response.status == 200;
  require(venue.calls.size() == (is_done ? 1U : 0U));
  require(!is_done || caller.has_value());
  if (!is_done) {
    const boost::json::object& error = answer.at("error").as_object();
    require(!error.at("code").as_string().empty() && !error.at("text").as_string().empty());
    require(routed.response.status >= 400 && routed.response.status < 500);
  }
  return 0;
}
