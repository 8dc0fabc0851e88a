#include "host/journal/journal_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace hotbook::journal {
namespace {

constexpr std::size_t kChunkRecords = (std::size_t{1} << 20U) / kRecordBytes;

// Bytes up to the last one that is not zero.
std::size_t meant_bytes(std::span<const std::byte> bytes) {
  while (!bytes.empty() && bytes.back() == std::byte{0}) bytes = bytes.first(bytes.size() - 1);
  return bytes.size();
}

}  // namespace

std::string describe(const JournalEnd& end) {
  switch (end.condition) {
    case JournalCondition::Whole:
      return {};
    case JournalCondition::Torn:
      return fmt::format(
          "{}: torn tail: {} bytes from offset {} on ({} sound records among them) are cut; the "
          "last good record is {}; {}",
          end.file, end.torn_bytes, end.offset, end.torn_records, end.next_seq - 1, end.reason);
    case JournalCondition::Damaged:
      return fmt::format("{}: damaged at offset {}: {}", end.file, end.offset, end.reason);
    case JournalCondition::Unreadable:
      return fmt::format("{}: cannot be read: {}", end.file, end.reason);
  }
  return {};
}

JournalReader::JournalReader(Storage& storage, std::uint64_t from_seq)
    : storage_{storage}, from_seq_{from_seq}, buffer_(kChunkRecords) {
  if (!find_segments() || !check_order()) return;
  if (segments_.empty()) {
    over_ = true;
    if (from_seq > 1) {
      stop(JournalCondition::Damaged, "", 0,
           fmt::format("expected records up to {}, found no segment", from_seq - 1));
    }
    from_seq_ = std::max<std::uint64_t>(from_seq, 1);
    return;
  }
  if (from_seq_ == 0) from_seq_ = segments_.front().header.first_seq;
  while (index_ + 1 < segments_.size() && segments_[index_ + 1].header.first_seq <= from_seq_)
    ++index_;
  end_.next_seq = segments_[index_].header.first_seq;
  end_.synced_seq = end_.next_seq - 1;
  if (from_seq_ < end_.next_seq) {
    stop(JournalCondition::Damaged, segments_.front().name, 0,
         fmt::format("expected record {}, found {} as the oldest", from_seq_, end_.next_seq));
    return;
  }
  static_cast<void>(enter(index_));
}

JournalReader::~JournalReader() {
  if (file_ != FileHandle::None) storage_.close(file_);
}

bool JournalReader::find_segments() {
  std::vector<std::string> names;
  if (const IoStatus status = storage_.list(names); !status.ok()) {
    stop(JournalCondition::Unreadable, "", 0, status.text());
    return false;
  }
  for (std::string& name : names) {
    if (!number_of(name, kSegmentEnd)) continue;
    segments_.push_back({std::move(name), {}, 0});
    if (!read_header(segments_.back())) return false;
  }
  std::sort(segments_.begin(), segments_.end(), [](const SegmentInfo& a, const SegmentInfo& b) {
    return a.header.first_seq < b.header.first_seq;
  });
  return true;
}

bool JournalReader::read_header(SegmentInfo& segment) {
  FileHandle file = FileHandle::None;
  IoStatus status = storage_.open(segment.name, OpenMode::Read, file);
  const FileCloser closer{storage_, file};
  std::size_t count = 0;
  if (status.ok()) {
    status = storage_.read(file, 0, std::as_writable_bytes(std::span{&segment.header, 1}), count);
  }
  if (status.ok()) status = storage_.size(file, segment.file_bytes);
  if (!status.ok()) {
    stop(JournalCondition::Unreadable, segment.name, 0, status.text());
    return false;
  }
  std::string fault = count < sizeof(SegmentHeader)
                          ? fmt::format("expected a header of 128 bytes, found {}", count)
                          : fault_of(segment.header);
  if (fault.empty() && number_of(segment.name, kSegmentEnd) != segment.header.first_seq) {
    fault = fmt::format("header: first record {}, expected that of the file's name",
                        segment.header.first_seq);
  }
  if (fault.empty() && segment.file_bytes > segment.header.segment_bytes) {
    fault = fmt::format("a file of {} bytes, expected {}", segment.file_bytes,
                        segment.header.segment_bytes);
  }
  if (fault.empty()) return true;
  stop(JournalCondition::Damaged, segment.name, 0, std::move(fault));
  return false;
}

bool JournalReader::check_order() {
  for (std::size_t i = 1; i < segments_.size(); ++i) {
    const SegmentHeader& header = segments_[i].header;
    const SegmentHeader& before = segments_[i - 1].header;
    const std::uint64_t expected = before.first_seq + capacity_of(before);
    std::string fault;
    if (header.journal_id != before.journal_id) {
      fault = fmt::format("of journal {:016x}, the segment before is of {:016x}", header.journal_id,
                          before.journal_id);
    } else if (header.first_seq != expected) {
      fault = fmt::format("begins with record {}, expected {}", header.first_seq, expected);
    }
    if (fault.empty()) continue;
    stop(JournalCondition::Damaged, segments_[i].name, 0, std::move(fault));
    return false;
  }
  return true;
}

bool JournalReader::enter(std::size_t index) {
  if (file_ != FileHandle::None) storage_.close(std::exchange(file_, FileHandle::None));
  index_ = index;
  slot_ = 0;
  const IoStatus status = storage_.open(segments_[index].name, OpenMode::Read, file_);
  if (status.ok()) return true;
  stop(JournalCondition::Unreadable, segments_[index].name, 0, status.text());
  return false;
}

std::span<const JournalRecord> JournalReader::next() {
  while (!over_) {
    std::span<const JournalRecord> records = chunk();
    if (records.empty()) continue;
    const std::uint64_t first = records.front().journal_seq;
    if (first < from_seq_)
      records = records.subspan(std::min<std::uint64_t>(from_seq_ - first, records.size()));
    if (!records.empty()) return records;
  }
  return {};
}

// Records slot and following into the buffer; how many whole ones there were.
std::size_t JournalReader::fill(std::uint64_t slot) {
  const std::uint64_t left = capacity_of(segments_[index_].header) - slot;
  const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(left, kChunkRecords));
  std::size_t count = 0;
  const auto bytes = std::as_writable_bytes(std::span{buffer_}).first(wanted * kRecordBytes);
  const IoStatus status = storage_.read(file_, offset_of(slot), bytes, count);
  if (!status.ok()) {
    stop(JournalCondition::Unreadable, segments_[index_].name, offset_of(slot), status.text());
    return 0;
  }
  return count / kRecordBytes;
}

std::span<const JournalRecord> JournalReader::chunk() {
  const std::size_t count = fill(slot_);
  if (over_) return {};
  std::size_t good = 0;
  while (good < count && buffer_[good].journal_seq == end_.next_seq + good &&
         is_sound(buffer_[good])) {
    end_.synced_seq = std::max(end_.synced_seq, synced_before(buffer_[good]));
    ++good;
  }
  slot_ += good;
  end_.next_seq += good;
  if (good != 0) end_.last_time_ns = buffer_[good - 1].time_ns;
  // The tail needs the buffer, so it is looked at once these records have been given.
  if (good == 0) end_of_segment(slot_);
  return std::span{buffer_}.first(good);
}

void JournalReader::end_of_segment(std::uint64_t slot) {
  const bool is_last = index_ + 1 == segments_.size();
  const SegmentInfo& segment = segments_[index_];
  if (slot == capacity_of(segment.header)) {
    if (is_last) return judge_tail(slot);
    // The next segment is made when this one has been synced.
    end_.synced_seq = std::max(end_.synced_seq, end_.next_seq - 1);
    static_cast<void>(enter(index_ + 1));
    return;
  }
  if (is_last) return judge_tail(slot);
  const std::uint64_t missing = segment.file_bytes < offset_of(slot + 1) ? 1 : 0;
  stop(JournalCondition::Damaged, segment.name, offset_of(slot),
       missing != 0 ? fmt::format("expected record {}, found the end of the file", end_.next_seq)
                    : fault_of(buffer_[0], end_.next_seq));
}

void JournalReader::judge_tail(std::uint64_t slot) {
  const SegmentInfo& segment = segments_[index_];
  const std::uint64_t capacity = capacity_of(segment.header);
  const std::uint64_t from = slot;
  std::uint64_t meant = 0;  // bytes from the end's offset on
  std::string fault;
  for (std::size_t count = 0; slot < capacity; slot += count) {
    count = fill(slot);
    if (over_) return;
    if (count == 0) break;
    if (slot == from) fault = fault_of(buffer_[0], end_.next_seq);
    const auto bytes = std::as_bytes(std::span{buffer_}.first(count));
    if (is_zero(bytes)) continue;
    meant = (slot - from) * kRecordBytes + meant_bytes(bytes);
    for (std::size_t i = 0; i < count; ++i) {
      const JournalRecord& record = buffer_[i];
      if (record.journal_seq == 0 || !is_sound(record)) continue;
      const std::uint64_t belongs = segment.header.first_seq + slot + i;
      if (record.journal_seq != belongs) {
        return stop(
            JournalCondition::Damaged, segment.name, offset_of(slot + i),
            fmt::format("expected record {}, found record {}", belongs, record.journal_seq));
      }
      if (synced_before(record) >= end_.next_seq) {
        return stop(
            JournalCondition::Damaged, segment.name, offset_of(from),
            fmt::format("{}; it was there when record {} was written", fault, record.journal_seq));
      }
      ++end_.torn_records;
    }
  }
  const bool is_short = segment.file_bytes < segment.header.segment_bytes;
  if (is_short) {
    fault = fmt::format("the file has {} bytes of {}", segment.file_bytes,
                        segment.header.segment_bytes);
    if (segment.file_bytes % kRecordBytes != 0)  // a part of a record, which was not looked at
      meant = segment.file_bytes - offset_of(from);
  }
  const bool is_torn = meant != 0 || is_short;
  end_.torn_bytes = meant;
  stop(is_torn ? JournalCondition::Torn : JournalCondition::Whole, segment.name, offset_of(from),
       is_torn ? fault : std::string{});
}

void JournalReader::stop(JournalCondition condition, const std::string& file, std::uint64_t offset,
                         std::string reason) {
  over_ = true;
  end_.condition = condition;
  end_.file = storage_.path_of(file);
  end_.offset = offset;
  end_.reason = std::move(reason);
  if (!segments_.empty()) end_.last = segments_.back();
  const bool is_usable =
      condition == JournalCondition::Whole || condition == JournalCondition::Torn;
  if (is_usable && end_.next_seq < from_seq_) {
    end_.condition = JournalCondition::Damaged;
    end_.reason = fmt::format("expected records up to {}, found the last to be {}", from_seq_ - 1,
                              end_.next_seq - 1);
  }
}

}  // namespace hotbook::journal
