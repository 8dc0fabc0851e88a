// The one file that a journal's writer writes: makes it whole before it has its name, and cuts or
// repairs it after a crash.
//
// Threading: one thread, the journal's.
// Hot path:  none on the venue's thread.

#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "host/journal/journal_reader.hpp"
#include "host/journal/segment.hpp"
#include "host/journal/storage.hpp"

namespace hotbook::journal {

class SegmentFile {
 public:
  explicit SegmentFile(Storage& storage) noexcept : storage_{storage} {}
  ~SegmentFile();
  SegmentFile(const SegmentFile&) = delete;
  SegmentFile& operator=(const SegmentFile&) = delete;

  // Takes over the last segment as the reader left it: behind its last record there are zeros
  // again, and every record is on the disk, even where a sync failed in an earlier life.
  [[nodiscard]] IoStatus resume(const JournalEnd& end);

  // Makes a segment under another name. It becomes the journal's last one by begin(), which comes
  // after the sync of the segment before.
  [[nodiscard]] IoStatus prepare(SegmentHeader header);
  [[nodiscard]] bool is_prepared() const noexcept { return spare_ != FileHandle::None; }
  [[nodiscard]] IoStatus begin();

  [[nodiscard]] bool is_open() const noexcept { return file_ != FileHandle::None; }
  [[nodiscard]] const SegmentHeader& header() const noexcept { return header_; }
  // How many more records fit.
  [[nodiscard]] std::uint64_t room() const noexcept { return capacity_of(header_) - slot_; }

  // No more records than there is room for.
  [[nodiscard]] IoStatus write(std::span<const JournalRecord> records);
  [[nodiscard]] IoStatus sync() { return storage_.sync(file_); }

  // Of the file that is written, or that could not be made.
  [[nodiscard]] std::string path() const { return storage_.path_of(name_); }

 private:
  [[nodiscard]] IoStatus zero(std::uint64_t offset, std::uint64_t bytes);
  [[nodiscard]] IoStatus rewrite(std::uint64_t first_slot, std::uint64_t end_slot);
  [[nodiscard]] IoStatus make(FileHandle file, const SegmentHeader& header);
  void close() noexcept;

  Storage& storage_;
  std::string name_;
  FileHandle file_ = FileHandle::None;
  SegmentHeader header_{};
  std::uint64_t slot_ = 0;  // next to be written
  FileHandle spare_ = FileHandle::None;
  SegmentHeader spare_header_{};
};

// Removes the segments that hold only records before keep_from. The last segment always stays.
// count: how many went.
[[nodiscard]] IoStatus prune(Storage& storage, std::uint64_t keep_from, std::size_t& count);

}  // namespace hotbook::journal
