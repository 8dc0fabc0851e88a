#include "host/journal/segment.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstring>

namespace hotbook::journal {
namespace {

constexpr std::size_t kDigits = 12;

std::uint32_t checksum_of(const SegmentHeader& header) noexcept {
  return crc32c(std::as_bytes(std::span{&header, 1}).first(offsetof(SegmentHeader, checksum)));
}

}  // namespace

std::string segment_name(std::uint64_t first_seq) {
  return fmt::format("{:012}{}", first_seq, kSegmentEnd);
}

std::string snapshot_name(std::uint64_t journal_seq) {
  return fmt::format("{:012}{}", journal_seq, kSnapshotEnd);
}

std::optional<std::uint64_t> number_of(std::string_view name, std::string_view end) {
  if (!name.ends_with(end)) return std::nullopt;
  name.remove_suffix(end.size());
  std::uint64_t number = 0;
  const auto [stop, failed] = std::from_chars(name.data(), name.data() + name.size(), number);
  if (name.size() < kDigits || failed != std::errc{} || stop != name.data() + name.size())
    return std::nullopt;
  return number;
}

void seal(SegmentHeader& header) noexcept {
  header.magic = kSegmentMagic;
  header.version = kSegmentVersion;
  header.layout_hash = kLayoutHash;
  header.checksum = checksum_of(header);
}

std::string fault_of(const SegmentHeader& header) {
  if (header.magic != kSegmentMagic) return "no journal segment: expected HBJOURNL";
  if (header.version != kSegmentVersion)
    return fmt::format("header of version {}, expected {}", header.version, kSegmentVersion);
  if (header.checksum != checksum_of(header)) {
    return fmt::format("header checksum: expected {:08x}, found {:08x}", checksum_of(header),
                       header.checksum);
  }
  if (header.layout_hash != kLayoutHash) {
    return fmt::format("written with layout {:08x}, this program has {:08x}", header.layout_hash,
                       kLayoutHash);
  }
  if (header.segment_bytes < offset_of(1) || header.segment_bytes > kSegmentBytesMax ||
      header.segment_bytes % kRecordBytes != 0)
    return fmt::format("header: a segment of {} bytes", header.segment_bytes);
  if (header.first_seq == 0 || header.first_seq > kSeqMax)
    return fmt::format("header: first journal_seq {}", header.first_seq);
  return {};
}

bool is_zero(std::span<const std::byte> bytes) noexcept {
  return bytes.empty() || (bytes[0] == std::byte{0} &&
                           std::memcmp(bytes.data(), bytes.data() + 1, bytes.size() - 1) == 0);
}

std::string fault_of(const JournalRecord& record, std::uint64_t seq) {
  if (is_zero(std::as_bytes(std::span{&record, 1})))
    return fmt::format("expected record {}, found zeros", seq);
  if (record.checksum != checksum_of(record)) {
    return fmt::format("record {}: checksum: expected {:08x}, found {:08x}", seq,
                       checksum_of(record), record.checksum);
  }
  if (record.journal_seq != seq)
    return fmt::format("expected record {}, found record {}", seq, record.journal_seq);
  if (!is_sound(record)) {
    return fmt::format("record {}: kind {}, unsynced {}: no such record", seq,
                       static_cast<unsigned>(record.kind), record.unsynced);
  }
  return {};
}

}  // namespace hotbook::journal
