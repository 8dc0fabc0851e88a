// A journal's files: what their headers say, their names, and which records in them are sound.
//
// A segment is a file of fixed size: a header of 128 bytes, then records of 128 bytes, then zeros.
// Its name is the journal_seq of its first record: 000000000001.hbj.
//
// Threading: plain values and pure functions.
// Hot path:  seal() and fault_of() neither allocate nor throw.

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

#include "host/journal/crc32c.hpp"
#include "host/journal/journal_record.hpp"

namespace hotbook::journal {

constexpr std::array<char, 8> kSegmentMagic = {'H', 'B', 'J', 'O', 'U', 'R', 'N', 'L'};
constexpr std::uint32_t kSegmentVersion = 1;
constexpr std::size_t kRecordBytes = sizeof(JournalRecord);
constexpr std::uint64_t kSegmentBytesMax = std::uint64_t{1} << 40U;
constexpr std::uint64_t kSeqMax = std::uint64_t{1} << 60U;

struct SegmentHeader {
  std::array<char, 8> magic;
  std::uint32_t version;
  std::uint32_t layout_hash;
  std::uint64_t journal_id;  // the same in all segments of a journal, another one in each journal
  std::uint64_t first_seq;
  std::uint64_t segment_bytes;  // of the whole file
  std::uint64_t max_orders;     // what the venue's engine was made with
  std::uint32_t book_count;
  std::uint32_t day;  // YYYYMMDD when it was made; 0 unknown
  std::array<std::byte, 68> reserved;
  std::uint32_t checksum;  // CRC-32C of the 124 bytes before it
};
static_assert(sizeof(SegmentHeader) == kRecordBytes, "");
static_assert(std::is_trivially_copyable<SegmentHeader>::value, "");

[[nodiscard]] constexpr std::uint64_t capacity_of(const SegmentHeader& header) noexcept {
  return (header.segment_bytes - sizeof(SegmentHeader)) / kRecordBytes;
}
// Of the record with that number within its segment, from 0.
[[nodiscard]] constexpr std::uint64_t offset_of(std::uint64_t slot) noexcept {
  return sizeof(SegmentHeader) + slot * kRecordBytes;
}

[[nodiscard]] std::string segment_name(std::uint64_t first_seq);
[[nodiscard]] std::string snapshot_name(std::uint64_t journal_seq);
// The number in such a name; nothing when the name is another one.
[[nodiscard]] std::optional<std::uint64_t> number_of(std::string_view name, std::string_view end);
constexpr std::string_view kSegmentEnd = ".hbj";
constexpr std::string_view kSnapshotEnd = ".hbs";

// Fills in magic, version, layout hash and checksum.
void seal(SegmentHeader& header) noexcept;
// What is wrong with a header; empty when nothing is.
[[nodiscard]] std::string fault_of(const SegmentHeader& header);

[[nodiscard]] inline std::uint32_t checksum_of(const JournalRecord& record) noexcept {
  return crc32c(std::as_bytes(std::span{&record, 1}).first(offsetof(JournalRecord, checksum)));
}
inline void seal(JournalRecord& record) noexcept {
  record.checksum = checksum_of(record);
}

// Whole in itself, wherever it lies.
[[nodiscard]] inline bool is_sound(const JournalRecord& record) noexcept {
  return record.checksum == checksum_of(record) && record.kind >= RecordKind::Input &&
         record.kind <= RecordKind::Control && record.unsynced < record.journal_seq;
}
// This and every record before it was synced when `record` was written.
[[nodiscard]] inline std::uint64_t synced_before(const JournalRecord& record) noexcept {
  return record.journal_seq - 1 - record.unsynced;
}
[[nodiscard]] bool is_zero(std::span<const std::byte> bytes) noexcept;
// What is wrong with a record that should be number `seq`; expected and found.
[[nodiscard]] std::string fault_of(const JournalRecord& record, std::uint64_t seq);

}  // namespace hotbook::journal
