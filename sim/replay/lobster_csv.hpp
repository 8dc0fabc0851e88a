// Reads LOBSTER's pair of CSV files, message and orderbook, row by row.
//
// Threading: one thread.
// Hot path:  takes no memory once the longest line has been seen; throws LobsterError on bad input.

#pragma once

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "sim/replay/byte_source.hpp"

namespace hotbook::replay {

// Names the file, the line from 1, and the reason.
class LobsterError : public std::runtime_error {
 public:
  LobsterError(const std::string& file, std::uint64_t line, const std::string& reason)
      : std::runtime_error{file + ": line " + std::to_string(line) + ": " + reason} {}
};

enum class LobsterType : std::uint8_t {
  Add = 1,
  Reduce = 2,
  Delete = 3,
  Execute = 4,
  ExecuteHidden = 5,
  Cross = 6,
  Halt = 7,
};

struct LobsterLevel {
  std::uint32_t price = 0;
  std::uint32_t quantity = 0;
  friend bool operator==(const LobsterLevel&, const LobsterLevel&) = default;
};

struct LobsterRow {
  LobsterType type = LobsterType::Add;
  std::uint64_t time_ns = 0;  // since midnight
  std::uint64_t order_ref = 0;
  std::uint32_t quantity = 0;
  std::int64_t price = 0;  // of a halt: -1 halted, 0 quoting again, 1 trading again
  bool bid = false;
  std::vector<LobsterLevel> bids;  // after the event, best first; empty levels left out
  std::vector<LobsterLevel> asks;
};

// Lines of one file, each at most kLineBytesMax long.
class LineReader {
 public:
  static constexpr std::size_t kLineBytesMax = 65536;

  explicit LineReader(const std::string& path) : source_{ByteSource::open_file(path)} {}

  // Gives the next line without its end; false at the end of the file.
  [[nodiscard]] bool next(std::string_view& line);

  [[noreturn]] void refuse(const std::string& reason) const {
    throw LobsterError{source_->name(), line_number_, reason};
  }

 private:
  std::unique_ptr<ByteSource> source_;
  std::string line_;
  std::uint64_t line_number_ = 0;
};

class LobsterCsv {
 public:
  LobsterCsv(const std::string& message_path, const std::string& orderbook_path)
      : messages_{message_path}, books_{orderbook_path} {}

  // Gives the next row of both files; false when both end together.
  [[nodiscard]] bool next(LobsterRow& row);

 private:
  void read_message(std::string_view line, LobsterRow& row);
  void read_levels(std::string_view line, LobsterRow& row);
  void add_level(std::vector<LobsterLevel>& levels, std::int64_t price, std::int64_t quantity,
                 bool bid);
  [[nodiscard]] static std::int64_t integer(const LineReader& in, std::string_view text,
                                            const char* what);
  [[nodiscard]] std::uint64_t time(std::string_view text) const;

  LineReader messages_;
  LineReader books_;
  std::vector<std::string_view> fields_;
  std::size_t book_fields_ = 0;  // of the first row; every row must have as many
  std::uint64_t time_ns_ = 0;
};

}  // namespace hotbook::replay
