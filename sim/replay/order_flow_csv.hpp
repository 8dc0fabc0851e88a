// Turns lines of an order-flow CSV file into commands and back.
//
// Threading: one thread.
// Hot path:  parse() and append_row() take no memory once a long line has been seen.

#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "host/domain/layout.hpp"

namespace hotbook::replay {

// Names the file, the line from 1, the column where it is one, and the reason.
class OrderFlowError : public std::runtime_error {
 public:
  OrderFlowError(const std::string& file, std::uint64_t line, const std::string& reason)
      : std::runtime_error{file + ": line " + std::to_string(line) + ": " + reason} {}
};

class OrderFlowCsv {
 public:
  explicit OrderFlowCsv(std::string name) : name_{std::move(name)} {}

  // The first line that is no comment: which columns there are, in which order.
  void parse_header(std::string_view line, std::uint64_t line_number);

  // Any other line that is no comment. Throws OrderFlowError.
  [[nodiscard]] MatchCommand parse(std::string_view line, std::uint64_t line_number);

  [[nodiscard]] bool has_header() const noexcept { return !columns_.empty(); }

  [[noreturn]] void refuse(std::uint64_t line_number, const std::string& reason) const {
    throw OrderFlowError{name_, line_number, reason};
  }

 private:
  std::string name_;
  std::vector<std::size_t> columns_;  // of each field
};

// All columns, the way the writer orders them, without an end of line.
[[nodiscard]] std::string order_flow_csv_header();

// What each column means, for --help: a line each.
[[nodiscard]] std::string order_flow_csv_help();

// Appends a command as a line. Throws std::invalid_argument when a field is set that its kind does
// not have, for which CSV has no column.
void append_order_flow_row(std::string& out, const MatchCommand& command);

}  // namespace hotbook::replay
