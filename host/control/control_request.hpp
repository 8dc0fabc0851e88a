// A call of the control API as plain values: what came over HTTP, who it is from, what is answered.
//
// Threading: plain values.
// Hot path:  none.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "host/control/control_role.hpp"

namespace hotbook::control {

struct Request {
  std::string method;
  std::string target;  // path and query, as in the request line
  std::string host;
  std::string authorization;
  std::string body;
  std::string peer;  // for the audit log
};

struct Caller {
  std::string name;
  Role role = Role::Viewer;
};

struct Response {
  unsigned status = 200;
  std::string body;
  std::string_view content_type = "application/json";
  std::string allow = {};       // methods, with status 405
  std::string request_id = {};  // as in the audit log
};

// {"error": {"code": code, "text": text}}
[[nodiscard]] Response error_response(unsigned status, std::string_view code,
                                      std::string_view text);

}  // namespace hotbook::control
