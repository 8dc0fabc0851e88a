// What a configuration must hold beyond single keys, and the list of what is wrong with it.
//
// Threading: one thread.
// Hot path:  none.

#pragma once

#include <toml++/toml.h>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/app/config_keys.hpp"
#include "host/app/run_config.hpp"

namespace hotbook::app {

class Complaints {
 public:
  explicit Complaints(std::string name) : name_{std::move(name)} {}

  // Remembers where something stands in the file.
  void place(const std::string& path, toml::source_position position);
  void add(toml::source_position position, const std::string& path, const std::string& reason);
  // At the place of path, or, when that is a default, of the nearest table around it.
  void add(const std::string& path, const std::string& reason);

  [[nodiscard]] bool is_empty() const { return lines_.empty(); }
  void throw_if_any() const;

 private:
  struct Line {
    toml::source_position position;
    std::string text;
  };
  std::string name_;
  std::map<std::string, toml::source_position> places_;
  std::vector<Line> lines_;
};

void check_run_config(const RunConfig& config, Complaints& complaints);

// What is wrong with a text; empty when nothing is.
[[nodiscard]] std::string text_fault(std::string_view text, const TextRule& rule);
// Dollars in ten-thousandths.
[[nodiscard]] std::optional<std::uint32_t> parse_dollars(std::string_view text);
// With anything unprintable shown as \xNN, and no longer than a line.
[[nodiscard]] std::string printable(std::string_view text);

}  // namespace hotbook::app
