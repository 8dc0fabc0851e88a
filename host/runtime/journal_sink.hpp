// The venue's way into the journal's ring. A ring that is full makes the venue wait: a disk that is
// too slow slows everyone down, and loses nothing.
//
// Threading: the venue's thread.
// Hot path:  append() is JournalWriter::append(); it waits only when the writer is behind by a
// whole
//            ring.

#pragma once

#include <functional>
#include <utility>

#include "host/journal/journal_writer.hpp"
#include "host/venue/venue.hpp"

namespace hotbook::runtime {

class JournalSink final : public venue::JournalPort {
 public:
  // wait: called while the ring is full, until it is not.
  explicit JournalSink(std::function<void()> wait) : wait_{std::move(wait)} {}

  // While a venue is recovered there is no writer, and nothing to append.
  void set_writer(journal::JournalWriter& writer) noexcept { writer_ = &writer; }

  [[nodiscard]] bool append(journal::JournalRecord& record) noexcept override {
    if (writer_ == nullptr) return false;
    while (!writer_->append(record)) {
      if (writer_->failed()) return false;
      ++waits_;
      wait_();
    }
    return true;
  }
  // How often the ring was found full.
  [[nodiscard]] std::uint64_t waits() const noexcept { return waits_; }

 private:
  std::function<void()> wait_;
  journal::JournalWriter* writer_ = nullptr;
  std::uint64_t waits_ = 0;
};

}  // namespace hotbook::runtime
