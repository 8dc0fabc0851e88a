#include "host/journal/journal_tail.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace hotbook::journal {
namespace {

constexpr std::uint64_t kRecordsMost = 4096;  // in one read

}  // namespace

JournalTail::~JournalTail() {
  close();
}

void JournalTail::close() noexcept {
  if (file_ != FileHandle::None) storage_.close(std::exchange(file_, FileHandle::None));
}

// Opens the segment that record is in.
std::string JournalTail::find(std::uint64_t seq) {
  close();
  std::vector<std::string> names;
  if (const IoStatus status = storage_.list(names); !status.ok())
    return storage_.path_of("") + ": " + status.text();
  std::uint64_t first = 0;
  for (const std::string& name : names) {
    const auto number = number_of(name, kSegmentEnd);
    if (number && *number <= seq) first = std::max(first, *number);
  }
  if (first == 0) return fmt::format("record {} is not in the journal any more", seq);
  name_ = segment_name(first);
  IoStatus status = storage_.open(name_, OpenMode::Read, file_);
  std::size_t count = 0;
  if (status.ok())
    status = storage_.read(file_, 0, std::as_writable_bytes(std::span{&header_, 1}), count);
  std::string fault = status.text();
  if (status.ok()) {
    fault = count == sizeof header_ ? fault_of(header_) : "no header";
    if (fault.empty() && seq >= first + capacity_of(header_))
      fault = fmt::format("expected record {}, found the end of the segment", seq);
    if (fault.empty()) return {};
  }
  close();
  return storage_.path_of(name_) + ": " + fault;
}

std::string JournalTail::read(std::uint64_t first_seq, std::uint64_t last_seq,
                              std::vector<JournalRecord>& records) {
  records.clear();
  const bool is_here = file_ != FileHandle::None && first_seq >= header_.first_seq &&
                       first_seq < header_.first_seq + capacity_of(header_);
  if (!is_here) {
    if (std::string fault = find(first_seq); !fault.empty()) return fault;
  }
  const std::uint64_t end =
      std::min({last_seq + 1, first_seq + kRecordsMost, header_.first_seq + capacity_of(header_)});
  records.resize(end - first_seq);
  std::size_t count = 0;
  const std::uint64_t offset = offset_of(first_seq - header_.first_seq);
  const IoStatus status =
      storage_.read(file_, offset, std::as_writable_bytes(std::span{records}), count);
  if (!status.ok()) return storage_.path_of(name_) + ": " + status.text();
  for (std::size_t i = 0; i < records.size(); ++i) {
    const JournalRecord& record = records[i];
    const bool is_whole =
        (i + 1) * kRecordBytes <= count && is_sound(record) && record.journal_seq == first_seq + i;
    if (is_whole) continue;
    return fmt::format("{}: damaged at offset {}: {}", storage_.path_of(name_),
                       offset + i * kRecordBytes, fault_of(record, first_seq + i));
  }
  return {};
}

}  // namespace hotbook::journal
