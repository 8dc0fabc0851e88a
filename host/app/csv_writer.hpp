// Writes top-of-book rows as CSV: seq,time_ns,symbol,bid_price,bid_quantity,ask_price,ask_quantity.
//
// Prices have four decimals, or as many more as they need. An empty side has empty fields, an
// unknown one has a question mark in both.
//
// Threading: one thread.
// Hot path:  row() formats into a buffer and hands full buffers to the stream.

#pragma once

#include <string>
#include <string_view>

#include "host/app/text_file.hpp"
#include "host/app/top_tracker.hpp"
#include "host/reference/price_unit.hpp"

namespace hotbook::app {

class CsvWriter {
 public:
  // Opens path, or standard output for "" or "-". Throws std::runtime_error naming the path and the
  // reason.
  explicit CsvWriter(const std::string& path);

  void row(const TopRow& row, std::string_view symbol, const reference::PriceUnit& unit);

  // Throws std::runtime_error when not everything could be written (disk full, closed pipe).
  void close() { file_.close(); }

 private:
  TextFile file_;
};

void append_number(std::string& out, std::uint64_t value);

}  // namespace hotbook::app
