// Turns book updates into rows, one for each change of a book's top that a reader of the books
// would see.
//
// Threading: one thread.
// Hot path:  update() allocates only when a book index is seen that is larger than all before.

#pragma once

#include <cstdint>
#include <vector>

#include "host/domain/layout.hpp"
#include "host/domain/top_of_book.hpp"

namespace hotbook::app {

struct TopRow {
  std::uint64_t seq = 0;
  std::uint64_t time_ns =
      0;  // ns since midnight, as the venue wrote it; of a gap: that of the last message before it
  std::uint16_t book = 0;
  TopOfBook top;
  friend bool operator==(const TopRow&, const TopRow&) noexcept = default;
};

class TopTracker {
 public:
  // Calls emit(TopRow) for every change this update makes. A gap makes every book unknown that was
  // shown before it.
  template <class Emit>
  void update(const BookUpdate& update, Emit&& emit) {
    if (update.kind == RecordKind::Refill) return;
    if (update.kind == RecordKind::Gap) {
      after_gap_ = true;
      for (std::size_t book = 0; book < books_.size(); ++book) {
        if (!books_[book].shown || books_[book].top == kUnknownTop) continue;
        books_[book].top = kUnknownTop;
        emit(TopRow{update.seq, time_ns_, static_cast<std::uint16_t>(book), kUnknownTop});
      }
      return;
    }
    time_ns_ = update.venue_time_ns;
    if ((update.flags & kUpdateFlagPairFirst) != 0) return;
    Book& book = at(update.book);
    const TopOfBook top = top_of(update);
    if (book.shown ? book.top == top : top == TopOfBook{}) return;
    book = {true, top};
    emit(TopRow{update.seq, update.venue_time_ns, update.book, top});
  }

  [[nodiscard]] std::size_t book_count() const noexcept { return books_.size(); }
  [[nodiscard]] bool after_gap() const noexcept { return after_gap_; }
  [[nodiscard]] bool shown(std::size_t book) const noexcept {
    return book < books_.size() && books_[book].shown;
  }
  [[nodiscard]] const TopOfBook& top(std::size_t book) const noexcept { return books_[book].top; }

 private:
  struct Book {
    bool shown = false;
    TopOfBook top;
  };

  Book& at(std::uint16_t book) {
    if (book >= books_.size()) books_.resize(std::size_t{book} + 1);
    return books_[book];
  }

  std::vector<Book> books_;
  std::uint64_t time_ns_ = 0;
  bool after_gap_ = false;
};

}  // namespace hotbook::app
