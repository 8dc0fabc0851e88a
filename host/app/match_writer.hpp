// Writes outputs of the matching function as CSV: a row each, words where there are words.
//
// A field that the output's kind does not have is empty, so a 0 is a quantity of none.
//
// Threading: one thread.
// Hot path:  row() formats into a fixed buffer and hands full buffers to the stream.

#pragma once

#include <cstdint>
#include <cstdio>
#include <string>

#include "host/domain/layout.hpp"

namespace hotbook::app {

class MatchWriter {
 public:
  // Opens path, or standard output for "" or "-". Throws std::runtime_error naming the path and the
  // reason.
  explicit MatchWriter(const std::string& path);
  ~MatchWriter();
  MatchWriter(const MatchWriter&) = delete;
  MatchWriter& operator=(const MatchWriter&) = delete;

  void row(const MatchOutput& output);

  // Throws std::runtime_error when not everything could be written (disk full, closed pipe).
  void close();

 private:
  void flush();

  std::string path_;
  std::FILE* file_;
  bool owned_;
  std::string buffer_;
};

// The row of an output without an end of line, and the names of its columns.
void append_match_row(std::string& out, const MatchOutput& output);
[[nodiscard]] const char* match_row_header();

// What each column means, for --help: a line each.
[[nodiscard]] const char* match_row_help();

}  // namespace hotbook::app
