// Turns a call of the API into a call of the target: finds the route, checks role and arguments,
// answers in JSON. Knows no socket.
//
// Threading: one thread.
// Hot path:  none.

#pragma once

#include <boost/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "host/control/control_request.hpp"
#include "host/control/control_target.hpp"

namespace hotbook::control {

// An answer, and what of it the audit log wants to know.
struct Routed {
  Response response;
  bool is_action = false;         // by its method, even where there is nothing
  boost::json::value given = {};  // what was asked for, as far as it could be read
  boost::json::value changes = {};
};

class ControlRouter {
 public:
  explicit ControlRouter(ControlTarget& target) : target_{target} {}

  // caller: nothing when the request did not say who sent it, or not rightly.
  [[nodiscard]] Routed route(const Request& request, const std::optional<Caller>& caller);

 private:
  ControlTarget& target_;
};

}  // namespace hotbook::control
