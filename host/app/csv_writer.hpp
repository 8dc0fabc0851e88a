// Writes top-of-book rows as CSV: seq,time_ns,symbol,bid_price,bid_quantity,ask_price,ask_quantity.
//
// Prices are dollars with four decimals. An empty side has empty fields, an unknown one has a
// question mark in both.
//
// Threading: one thread.
// Hot path:  row() formats into a fixed buffer and hands full buffers to the stream.

#pragma once

#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

#include "host/app/top_tracker.hpp"

namespace hotbook::app {

class CsvWriter {
 public:
  // Opens path, or standard output for "" or "-". Throws std::runtime_error naming the path and the
  // reason.
  explicit CsvWriter(const std::string& path);
  ~CsvWriter();
  CsvWriter(const CsvWriter&) = delete;
  CsvWriter& operator=(const CsvWriter&) = delete;
  CsvWriter(CsvWriter&&) = delete;
  CsvWriter& operator=(CsvWriter&&) = delete;

  void row(const TopRow& row, std::string_view symbol);

  // Throws std::runtime_error when not everything could be written (disk full, closed pipe).
  void close();

 private:
  void side(const TopSide& side);
  void flush();

  std::string path_;
  std::FILE* file_;
  bool owned_;
  std::string buffer_;
};

// "123.4500" for 1234500 ticks of 1/10000 dollar.
void append_price(std::string& out, std::uint32_t ticks);

}  // namespace hotbook::app
