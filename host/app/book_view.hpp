// A terminal picture of a replay: the busiest books, the latency histogram of the card, and the
// counters that matter.
//
// Threading: one thread.
// Hot path:  event() and row() only count; draw() formats, when a picture is due.

#pragma once

#include <array>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <string>
#include <vector>

#include "host/app/terminal_picture.hpp"
#include "host/app/top_tracker.hpp"
#include "host/reference/price_unit.hpp"

namespace hotbook::app {

// How many records left the card after how many cycles. Cycle counts above the last bucket are in
// it.
using LatencyHistogram = std::array<std::uint64_t, 256>;

struct ViewStatus {
  std::string title;           // what is being replayed, on what
  std::uint64_t inputs = 0;    // messages that became book inputs
  std::uint64_t total = 0;     // 0 when unknown
  std::uint64_t compared = 0;  // rows found equal on card and twin
  bool with_card = false;
  std::string note;  // one line under the table
};

// What a book is called, and what its prices mean.
struct BookName {
  std::string symbol;
  reference::PriceUnit unit;
};

class BookView {
 public:
  using NameOf = std::function<BookName(std::uint16_t book)>;

  // Draws to stream; in place when it is a terminal, once at the end otherwise.
  BookView(std::FILE* stream, NameOf name_of);

  void event(const BookUpdate& update);
  void row(const TopRow& row);

  // Draws when enough time has passed since the last picture.
  void draw(const ViewStatus& status);
  // Draws the last picture and leaves it on the screen.
  void finish(const ViewStatus& status);

  [[nodiscard]] const LatencyHistogram& latency() const noexcept { return latency_; }

 private:
  struct Book {
    std::uint64_t events = 0;
    std::uint64_t changes = 0;
    TopOfBook top;
    std::vector<std::uint32_t> mids;  // of the last changes, oldest first, for the sparkline
  };

  Book& at(std::uint16_t book);
  [[nodiscard]] std::string picture(const ViewStatus& status) const;
  void append_books(std::string& out) const;
  void append_latency(std::string& out) const;

  TerminalPicture picture_;
  NameOf name_of_;
  std::vector<Book> books_;
  LatencyHistogram latency_{};
  std::uint64_t latency_count_ = 0;
};

}  // namespace hotbook::app
