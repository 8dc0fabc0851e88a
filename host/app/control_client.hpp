// The command line's way to a running appliance, and how it shows what comes back.
//
// Threading: the main thread.
// Hot path:  none.

#pragma once

#include <boost/json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace hotbook::app {

struct ControlClientOptions {
  std::string access_file;  // empty: $HOTBOOK_ACCESS, else where an appliance leaves it
  std::string url;          // instead of the access file's; with a token from $HOTBOOK_TOKEN
  std::string certificate;  // for https
  bool as_json = false;
};

// Throws std::runtime_error: there is no appliance, or it refuses, and why.
[[nodiscard]] boost::json::value control_call(const ControlClientOptions& options,
                                              const std::string& method, const std::string& target,
                                              const boost::json::object& body = {});

// Names and values below each other; what is no single value is left out.
[[nodiscard]] std::string as_list(const boost::json::object& object);
// One row an object, columns aligned, numbers to the right; `none` when there are none. Columns
// that are no single values are left out.
[[nodiscard]] std::string as_table(const boost::json::array& rows, std::string_view none);
// Bids to the left, asks to the right, best ones first.
[[nodiscard]] std::string as_ladder(const boost::json::array& bids, const boost::json::array& asks);

// For a path or query: all but letters, digits, - . _ as %XX.
[[nodiscard]] std::string percent_encoded(std::string_view text);

}  // namespace hotbook::app
