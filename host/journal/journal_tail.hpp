// Reads records of a journal that is being written, from any of them on: what a standby is sent.
//
// Threading: one thread, which need not be the journal's.
// Hot path:  none on the venue's thread; read() is one read of the disk.

#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "host/journal/segment.hpp"
#include "host/journal/storage.hpp"

namespace hotbook::journal {

class JournalTail {
 public:
  explicit JournalTail(Storage& storage) noexcept : storage_{storage} {}
  ~JournalTail();
  JournalTail(const JournalTail&) = delete;
  JournalTail& operator=(const JournalTail&) = delete;

  // Records first_seq to last_seq, or the first few of them; all of them are synced. Empty, or what
  // is wrong: the record is not in the journal any more, or not sound.
  [[nodiscard]] std::string read(std::uint64_t first_seq, std::uint64_t last_seq,
                                 std::vector<JournalRecord>& records);

 private:
  [[nodiscard]] std::string find(std::uint64_t seq);
  void close() noexcept;

  Storage& storage_;
  FileHandle file_ = FileHandle::None;
  std::string name_;
  SegmentHeader header_{};
};

}  // namespace hotbook::journal
