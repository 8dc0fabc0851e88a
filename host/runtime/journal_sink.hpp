// The venue's way into the journal's ring, and, under policy write, out of it onto the disk. A ring
// that is full makes the venue wait: a disk that is too slow slows everyone down, and loses
// nothing.
//
// Threading: the venue's thread.
// Hot path:  append() is JournalWriter::append(); it waits only when the writer is behind by a
//            whole ring. write() is a system call for all that has gathered.

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

  // While a venue is recovered there is no writer, and nothing to append. writes: nobody else calls
  // the writer's write().
  void set_writer(journal::JournalWriter& writer, bool writes = false) noexcept {
    writer_ = &writer;
    writes_ = writes;
  }

  [[nodiscard]] bool append(journal::JournalRecord& record) noexcept override {
    if (writer_ == nullptr) return false;
    while (!writer_->append(record)) {
      if (writer_->failed()) return false;
      ++waits_;
      if (!writes_ || !writer_->write()) wait_();
    }
    return true;
  }
  // What has gathered goes to the disk, where that is this sink's to do.
  void write() noexcept {
    if (!writes_) return;
    while (writer_->write()) {
    }
  }
  // How often the ring was found full.
  [[nodiscard]] std::uint64_t waits() const noexcept { return waits_; }

 private:
  std::function<void()> wait_;
  journal::JournalWriter* writer_ = nullptr;
  bool writes_ = false;
  std::uint64_t waits_ = 0;
};

}  // namespace hotbook::runtime
