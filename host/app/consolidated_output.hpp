// What becomes of consolidated tops of book: CSV rows, and a picture with every venue's quote.
//
// Threading: one thread.
// Hot path:  row() formats into a buffer; draw() formats when a picture is due.

#pragma once

#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

#include "host/app/consolidated_run.hpp"
#include "host/app/terminal_picture.hpp"
#include "host/app/text_file.hpp"

namespace hotbook::app {

// time_ns,venue,symbol,bid_price,bid_quantity,bid_venues,ask_price,ask_quantity,ask_venues: an
// empty side has empty fields, an unknown one question marks; venues have + between them.
class ConsolidatedCsv {
 public:
  // As CsvWriter.
  explicit ConsolidatedCsv(const std::string& path);
  void row(const ConsolidatedRow& row, const std::string& symbol);
  void close() { file_.close(); }

 private:
  TextFile file_;
};

class ConsolidatedView {
 public:
  ConsolidatedView(std::FILE* stream, const reference::InstrumentTable& instruments,
                   const reference::ConsolidatedBooks& books);

  void row(const ConsolidatedRow& row);
  void draw();
  void finish();

 private:
  [[nodiscard]] std::string picture() const;
  void append_instrument(std::string& out, reference::InstrumentIndex instrument) const;

  TerminalPicture terminal_;
  const reference::InstrumentTable& instruments_;
  const reference::ConsolidatedBooks& books_;
  std::vector<std::uint64_t> changes_;  // by instrument
  std::uint64_t rows_ = 0;
};

// "itch+xdp" for the bits of ConsolidatedSide::venues.
[[nodiscard]] std::string venues_text(std::uint8_t venues);

}  // namespace hotbook::app
