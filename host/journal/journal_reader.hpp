// Reads a journal from its files, in order, and checks everything: recovery, audit and replay.
//
// How a journal ends is decided here. A *torn* tail is what an interrupted write leaves: records at
// the end of the last segment that are not sound, and behind them nothing that was written after
// they had been synced. Anything else that is not sound is *damage*; it is named and never skipped.
//
// Threading: one thread. A journal that is being written may be read; its newest records may then
//            look torn.
// Hot path:  next() reads a megabyte at a time and allocates nothing.

#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "host/journal/segment.hpp"
#include "host/journal/storage.hpp"

namespace hotbook::journal {

enum class JournalCondition : std::uint8_t {
  Whole,
  Torn,        // usable; the writer cuts the tail
  Damaged,     // not usable beyond `next_seq`
  Unreadable,  // the disk refused
};

struct SegmentInfo {
  std::string name;
  SegmentHeader header{};
  std::uint64_t file_bytes = 0;
};

// How and where a journal ends.
struct JournalEnd {
  JournalCondition condition = JournalCondition::Whole;
  std::uint64_t next_seq = 1;    // the first record that is not there
  std::uint64_t synced_seq = 0;  // up to here the records themselves prove that they were synced
  std::uint64_t last_time_ns = 0;
  std::string file;                // where it ends or is damaged; empty without any segment
  std::uint64_t offset = 0;        // there: of the record that is missing or bad
  std::uint64_t torn_bytes = 0;    // Torn: how many follow, up to the last that is not zero
  std::uint64_t torn_records = 0;  // Torn: how many sound records are among them
  std::string reason;              // Torn, Damaged: expected and found; Unreadable: the error
  SegmentInfo last;                // the last segment; without a name when there is none
};

// One line for people; empty for a whole journal.
[[nodiscard]] std::string describe(const JournalEnd& end);

class JournalReader {
 public:
  // from_seq: the first record that is wanted; 0: the oldest that is there. Every record of the
  // segments that hold them is checked. A journal that does not reach to from_seq - 1 is damaged.
  explicit JournalReader(Storage& storage, std::uint64_t from_seq = 0);
  ~JournalReader();
  JournalReader(const JournalReader&) = delete;
  JournalReader& operator=(const JournalReader&) = delete;

  // The next sound records; valid until the next call. None at the end.
  [[nodiscard]] std::span<const JournalRecord> next();

  // Once next() gave none.
  [[nodiscard]] const JournalEnd& end() const noexcept { return end_; }

  [[nodiscard]] const std::vector<SegmentInfo>& segments() const noexcept { return segments_; }
  // Of the records that are given, however many.
  [[nodiscard]] std::uint64_t first_seq() const noexcept { return from_seq_; }

 private:
  [[nodiscard]] bool find_segments();
  [[nodiscard]] bool read_header(SegmentInfo& segment);
  [[nodiscard]] bool check_order();
  [[nodiscard]] bool enter(std::size_t index);
  [[nodiscard]] std::span<const JournalRecord> chunk();
  [[nodiscard]] std::size_t fill(std::uint64_t slot);
  void end_of_segment(std::uint64_t slot);
  void judge_tail(std::uint64_t slot);
  void stop(JournalCondition condition, const std::string& file, std::uint64_t offset,
            std::string reason);

  Storage& storage_;
  std::uint64_t from_seq_;
  std::vector<SegmentInfo> segments_;
  std::vector<JournalRecord> buffer_;
  std::size_t index_ = 0;  // of the segment that is read
  FileHandle file_ = FileHandle::None;
  std::uint64_t slot_ = 0;  // next in that segment
  bool over_ = false;
  JournalEnd end_;
};

}  // namespace hotbook::journal
