#include "host/journal/segment_file.hpp"

#include <algorithm>
#include <cerrno>
#include <utility>
#include <vector>

namespace hotbook::journal {
namespace {

constexpr std::string_view kSpareName = "next.tmp";
constexpr std::uint64_t kChunkBytes = std::uint64_t{1} << 20U;

}  // namespace

SegmentFile::~SegmentFile() {
  close();
  if (spare_ != FileHandle::None) storage_.close(spare_);
}

void SegmentFile::close() noexcept {
  if (file_ != FileHandle::None) storage_.close(std::exchange(file_, FileHandle::None));
}

IoStatus SegmentFile::resume(const JournalEnd& end) {
  name_ = end.last.name;
  header_ = end.last.header;
  slot_ = end.next_seq - header_.first_seq;
  IoStatus status = storage_.open(name_, OpenMode::Write, file_);
  if (!status.ok()) return status;
  // Zeros come first: what is cut must never be read as a record behind a new one.
  if (end.condition == JournalCondition::Torn) {
    status = storage_.preallocate(file_, header_.segment_bytes);
    if (status.ok()) status = zero(offset_of(slot_), end.torn_bytes);
  }
  if (status.ok()) status = rewrite(end.synced_seq + 1 - header_.first_seq, slot_);
  if (status.ok()) status = storage_.sync(file_);
  // The file's name may be as young as its records.
  return status.ok() ? storage_.sync_directory() : status;
}

IoStatus SegmentFile::zero(std::uint64_t offset, std::uint64_t bytes) {
  const std::vector<std::byte> zeros(std::min(bytes, kChunkBytes));
  while (bytes != 0) {
    const std::uint64_t count = std::min(bytes, kChunkBytes);
    const IoStatus status = storage_.write(file_, offset, std::span{zeros}.first(count));
    if (!status.ok()) return status;
    offset += count;
    bytes -= count;
  }
  return {};
}

// After a failed sync the kernel takes pages for clean that never reached the disk; only writing
// them again makes the next sync mean something.
IoStatus SegmentFile::rewrite(std::uint64_t first_slot, std::uint64_t end_slot) {
  std::vector<std::byte> bytes(kChunkBytes);
  std::uint64_t offset = offset_of(first_slot);
  const std::uint64_t stop = offset_of(end_slot);
  while (offset < stop) {
    const auto part = std::span{bytes}.first(std::min(stop - offset, kChunkBytes));
    std::size_t count = 0;
    IoStatus status = storage_.read(file_, offset, part, count);
    if (status.ok() && count != part.size()) status = IoStatus{EIO};
    if (status.ok()) status = storage_.write(file_, offset, part);
    if (!status.ok()) return status;
    offset += count;
  }
  return {};
}

IoStatus SegmentFile::prepare(SegmentHeader header) {
  seal(header);
  FileHandle file = FileHandle::None;
  const IoStatus opened = storage_.open(std::string{kSpareName}, OpenMode::Create, file);
  if (!opened.ok()) return opened;
  const IoStatus made = make(file, header);
  if (!made.ok()) {
    storage_.close(file);
    // What was taken of a full disk is given back.
    static_cast<void>(storage_.remove(std::string{kSpareName}));
    return made;
  }
  spare_ = file;
  spare_header_ = header;
  return {};
}

IoStatus SegmentFile::make(FileHandle file, const SegmentHeader& header) {
  IoStatus status = storage_.preallocate(file, header.segment_bytes);
  if (status.ok()) status = storage_.write(file, 0, std::as_bytes(std::span{&header, 1}));
  return status.ok() ? storage_.sync(file) : status;
}

IoStatus SegmentFile::begin() {
  close();
  file_ = std::exchange(spare_, FileHandle::None);
  header_ = spare_header_;
  slot_ = 0;
  name_ = segment_name(header_.first_seq);
  const IoStatus status = storage_.rename(std::string{kSpareName}, name_);
  return status.ok() ? storage_.sync_directory() : status;
}

IoStatus SegmentFile::write(std::span<const JournalRecord> records) {
  const IoStatus status = storage_.write(file_, offset_of(slot_), std::as_bytes(records));
  if (status.ok()) slot_ += records.size();
  return status;
}

IoStatus prune(Storage& storage, std::uint64_t keep_from, std::size_t& count) {
  count = 0;
  std::vector<std::string> names;
  IoStatus status = storage.list(names);
  std::vector<std::uint64_t> firsts;
  for (const std::string& name : names) {
    if (const auto first = number_of(name, kSegmentEnd)) firsts.push_back(*first);
  }
  std::sort(firsts.begin(), firsts.end());
  // The oldest goes first, so that whatever is interrupted leaves records without a gap.
  while (status.ok() && count + 1 < firsts.size() && firsts[count + 1] <= keep_from) {
    status = storage.remove(segment_name(firsts[count]));
    if (status.ok()) ++count;
  }
  return status.ok() && count != 0 ? storage.sync_directory() : status;
}

}  // namespace hotbook::journal
