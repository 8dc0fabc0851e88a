#include "host/journal/snapshot_store.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "host/journal/segment.hpp"

namespace hotbook::journal {
namespace {

constexpr std::array<char, 8> kMagic = {'H', 'B', 'S', 'N', 'A', 'P', 'S', 'H'};
constexpr std::uint32_t kVersion = 1;
constexpr const char* kUnfinished = "snapshot.tmp";

std::uint32_t checksum_of(const SnapshotHeader& header) noexcept {
  return crc32c(std::as_bytes(std::span{&header, 1}).first(offsetof(SnapshotHeader, checksum)));
}

std::string fault_of(const SnapshotHeader& header, std::uint64_t number) {
  if (header.magic != kMagic) return "no snapshot: expected HBSNAPSH";
  if (header.version != kVersion)
    return fmt::format("header of version {}, expected {}", header.version, kVersion);
  if (header.checksum != checksum_of(header)) {
    return fmt::format("header checksum: expected {:08x}, found {:08x}", checksum_of(header),
                       header.checksum);
  }
  if (header.layout_hash != kLayoutHash) {
    return fmt::format("written with layout {:08x}, this program has {:08x}", header.layout_hash,
                       kLayoutHash);
  }
  if (header.journal_seq != number) {
    return fmt::format("stands for record {}, expected that of the file's name",
                       header.journal_seq);
  }
  return {};
}

}  // namespace

IoStatus SnapshotStore::find(std::vector<std::uint64_t>& numbers) {
  std::vector<std::string> names;
  const IoStatus status = storage_.list(names);
  for (const std::string& name : names) {
    const auto number = number_of(name, kSnapshotEnd);
    if (number && snapshot_name(*number) == name) numbers.push_back(*number);
  }
  std::sort(numbers.begin(), numbers.end());
  return status;
}

std::optional<Snapshot> SnapshotStore::read_newest(std::vector<std::string>& bad) {
  std::vector<std::uint64_t> numbers;
  if (const IoStatus status = find(numbers); !status.ok())
    bad.push_back(storage_.path_of("") + ": " + status.text());
  for (auto number = numbers.rbegin(); number != numbers.rend(); ++number) {
    Snapshot snapshot;
    const std::string fault = read(*number, snapshot);
    if (fault.empty()) return snapshot;
    bad.push_back(storage_.path_of(snapshot_name(*number)) + ": " + fault);
  }
  return std::nullopt;
}

std::string SnapshotStore::read(std::uint64_t number, Snapshot& snapshot) {
  FileHandle file = FileHandle::None;
  IoStatus status = storage_.open(snapshot_name(number), OpenMode::Read, file);
  if (!status.ok()) return status.text();
  const FileCloser closer{storage_, file};
  SnapshotHeader header{};
  std::uint64_t file_bytes = 0;
  std::size_t count = 0;
  status = storage_.size(file, file_bytes);
  if (status.ok())
    status = storage_.read(file, 0, std::as_writable_bytes(std::span{&header, 1}), count);
  if (!status.ok()) return status.text();
  if (count != sizeof header)
    return fmt::format("expected a header of {} bytes, found {}", sizeof header, count);
  if (std::string fault = fault_of(header, number); !fault.empty()) return fault;
  if (header.bytes > kSnapshotBytesMax || file_bytes != sizeof header + header.bytes)
    return fmt::format("a file of {} bytes, expected {}", file_bytes, sizeof header + header.bytes);
  snapshot.state.resize(header.bytes);
  status = storage_.read(file, sizeof header, snapshot.state, count);
  if (!status.ok()) return status.text();
  const std::uint32_t checksum = crc32c(std::span{snapshot.state}.first(count));
  if (count != header.bytes || checksum != header.state_checksum) {
    return fmt::format("checksum of the state: expected {:08x}, found {:08x}",
                       header.state_checksum, checksum);
  }
  snapshot.journal_seq = header.journal_seq;
  snapshot.journal_id = header.journal_id;
  return {};
}

std::string SnapshotStore::write(const Snapshot& snapshot) {
  IoStatus status = put(snapshot);
  // Older ones go only after this one is there for good.
  if (status.ok()) status = storage_.rename(kUnfinished, snapshot_name(snapshot.journal_seq));
  if (status.ok()) status = storage_.sync_directory();
  if (!status.ok()) {
    return storage_.path_of(snapshot_name(snapshot.journal_seq)) +
           ": cannot be written: " + status.text();
  }
  status = remove_old();
  return status.ok() ? std::string{}
                     : storage_.path_of("") + ": old snapshots cannot be removed: " + status.text();
}

IoStatus SnapshotStore::put(const Snapshot& snapshot) {
  SnapshotHeader header{};
  header.magic = kMagic;
  header.version = kVersion;
  header.layout_hash = kLayoutHash;
  header.journal_id = snapshot.journal_id;
  header.journal_seq = snapshot.journal_seq;
  header.bytes = snapshot.state.size();
  header.state_checksum = crc32c(snapshot.state);
  header.checksum = checksum_of(header);
  FileHandle file = FileHandle::None;
  IoStatus status = storage_.open(kUnfinished, OpenMode::Create, file);
  if (!status.ok()) return status;
  const FileCloser closer{storage_, file};
  status = storage_.write(file, 0, std::as_bytes(std::span{&header, 1}));
  if (status.ok()) status = storage_.write(file, sizeof header, snapshot.state);
  if (status.ok()) status = storage_.sync(file);
  // What was taken of a full disk is given back.
  if (!status.ok()) static_cast<void>(storage_.remove(kUnfinished));
  return status;
}

IoStatus SnapshotStore::remove_old() {
  std::vector<std::uint64_t> numbers;
  IoStatus status = find(numbers);
  for (std::size_t i = 0; status.ok() && i + keep_ < numbers.size(); ++i)
    status = storage_.remove(snapshot_name(numbers[i]));
  return status.ok() && numbers.size() > keep_ ? storage_.sync_directory() : status;
}

std::uint64_t SnapshotStore::journal_needed_from() {
  std::vector<std::uint64_t> numbers;
  const IoStatus status = find(numbers);
  return status.ok() && !numbers.empty() ? numbers.front() + 1 : 1;
}

}  // namespace hotbook::journal
