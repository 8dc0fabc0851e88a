// Fuzzes a journal's files: reading ends with every record in order and sound, and an end that is
// named; what the writer makes of a journal that is not damaged is whole and has the same records.
//
// The input is a journal of one to three segments of 1024 bytes, what is missing is zero. The first
// byte says how many there are, how much is cut from the last, and whether checksums are made right
// first: a mutation alone would never come past them.

#include <algorithm>
#include <array>
#include <cstring>

#include "host/journal/journal_reader.hpp"
#include "host/journal/journal_writer.hpp"
#include "host/journal/snapshot_store.hpp"
#include "sim/disk/simulated_storage.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace hotbook::fuzz {
namespace {

using journal::FileHandle;
using journal::JournalCondition;
using journal::JournalEnd;
using journal::JournalReader;
using journal::JournalRecord;
using journal::JournalSettings;
using journal::JournalWriter;
using journal::kRecordBytes;
using journal::OpenMode;
using journal::segment_name;
using journal::SegmentHeader;
using journal::SnapshotStore;
using journal::Storage;

constexpr std::size_t kSegmentBytes = 1024;
constexpr std::size_t kBlocks = kSegmentBytes / kRecordBytes;
constexpr std::size_t kSegmentsMost = 3;

void put(Storage& storage, const std::string& name, std::span<const std::byte> bytes) {
  FileHandle file = FileHandle::None;
  require(storage.open(name, OpenMode::Create, file).ok());
  const journal::FileCloser closer{storage, file};
  require(storage.write(file, 0, bytes).ok() && storage.sync(file).ok());
}

// Seals what looks like a header and what has a journal_seq.
void make_right(std::span<std::byte> bytes) {
  for (std::size_t at = 0; at + kRecordBytes <= bytes.size(); at += kRecordBytes) {
    if (at % kSegmentBytes == 0) {
      SegmentHeader header{};
      std::memcpy(&header, bytes.data() + at, sizeof header);
      header.segment_bytes = kSegmentBytes;
      header.journal_id = 1;
      header.first_seq = 1 + at / kSegmentBytes * (kBlocks - 1);
      seal(header);
      std::memcpy(bytes.data() + at, &header, sizeof header);
      continue;
    }
    JournalRecord record{};
    std::memcpy(&record, bytes.data() + at, sizeof record);
    if (record.journal_seq == 0) continue;
    seal(record);
    std::memcpy(bytes.data() + at, &record, sizeof record);
  }
}

struct ReadBack {
  std::vector<JournalRecord> records;
  JournalEnd end;
};

ReadBack read_back(Storage& storage) {
  JournalReader reader{storage, 1};
  ReadBack back;
  for (auto records = reader.next(); !records.empty(); records = reader.next())
    back.records.insert(back.records.end(), records.begin(), records.end());
  back.end = reader.end();
  for (std::size_t i = 0; i < back.records.size(); ++i)
    require(back.records[i].journal_seq == i + 1 && journal::is_sound(back.records[i]));
  require(back.end.next_seq == back.records.size() + 1 || back.records.empty());
  require(back.end.condition != JournalCondition::Unreadable);
  require(journal::describe(back.end).empty() == (back.end.condition == JournalCondition::Whole));
  return back;
}

// One more record is appended to a journal that can be used.
void go_on(sim::SimulatedStorage& storage, const ReadBack& before) {
  JournalSettings settings;
  settings.segment_bytes = 4096;
  settings.ring_records = 8;
  JournalWriter writer{storage, settings, before.end};
  if (before.end.condition == JournalCondition::Damaged) return require(!writer.open());
  require(writer.open() && writer.durable_seq() == before.records.size());
  JournalRecord record{};
  record.kind = journal::RecordKind::Input;
  require(writer.append(record));
  while (writer.step()) {
  }
  require(!writer.failed());
  storage.restart();  // a power cut takes nothing of it
  const ReadBack after = read_back(storage);
  require(after.end.condition == JournalCondition::Whole);
  require(after.records.size() == before.records.size() + 1);
  require(before.records.empty() || std::memcmp(after.records.data(), before.records.data(),
                                                before.records.size() * kRecordBytes) == 0);
}

void read_journal(Bytes bytes) {
  const std::uint8_t first = bytes.empty() ? 0 : bytes[0];
  const std::size_t segments = 1 + first % kSegmentsMost;
  std::vector<std::byte> all(segments * kSegmentBytes);
  const std::size_t size = std::min(bytes.size(), all.size() + 1);
  if (size > 1) std::memcpy(all.data(), bytes.data() + 1, size - 1);
  if ((first & 4U) != 0) make_right(all);
  sim::SimulatedStorage storage{1};
  for (std::size_t i = 0; i < segments; ++i) {
    const bool is_cut = i + 1 == segments && (first & 8U) != 0;
    const auto part = std::span{all}.subspan(i * kSegmentBytes, kSegmentBytes);
    put(storage, segment_name(1 + i * (kBlocks - 1)),
        is_cut ? part.first(first / 16U * kSegmentBytes / 16 + 37) : part);
  }
  require(storage.sync_directory().ok());
  go_on(storage, read_back(storage));
}

void read_snapshot(Bytes bytes) {
  sim::SimulatedStorage storage{1};
  put(storage, journal::snapshot_name(5), std::as_bytes(bytes));
  std::vector<std::string> bad;
  const auto snapshot = SnapshotStore{storage, 1}.read_newest(bad);
  require(snapshot.has_value() == bad.empty());
}

}  // namespace

void make_seeds(Seeds& seeds) {
  std::vector<std::byte> bytes(kSegmentsMost * kSegmentBytes);
  const auto lay = [&](std::size_t block, const auto& value) {
    std::memcpy(bytes.data() + block * kRecordBytes, &value, sizeof value);
  };
  std::uint64_t seq = 0;
  for (std::size_t block = 0; block < kSegmentsMost * kBlocks - 3; ++block) {
    if (block % kBlocks == 0) continue;  // a header
    JournalRecord record{};
    record.journal_seq = ++seq;
    record.kind = seq % 7 == 0 ? journal::RecordKind::Control : journal::RecordKind::Input;
    record.unsynced = static_cast<std::uint32_t>((seq - 1) % 3);
    lay(block, record);
  }
  make_right(bytes);
  for (const std::uint8_t first : std::array<std::uint8_t, 4>{2, 6, 0x0e, 0x7e}) {
    std::vector<std::uint8_t> seed(1 + bytes.size(), first);
    std::memcpy(seed.data() + 1, bytes.data(), bytes.size());
    seeds.add(seed);
  }
  sim::SimulatedStorage storage{1};
  journal::Snapshot snapshot;
  snapshot.journal_seq = 5;
  snapshot.state.resize(100);
  require((SnapshotStore{storage, 1}.write(snapshot).empty()));
  FileHandle file = FileHandle::None;
  require(storage.open(journal::snapshot_name(5), OpenMode::Read, file).ok());
  std::vector<std::uint8_t> seed(1000, 0xff);
  std::size_t count = 0;
  const auto state = std::as_writable_bytes(std::span{seed}).subspan(1);
  require(storage.read(file, 0, state, count).ok());
  seed.resize(1 + count);
  seeds.add(seed);
}

}  // namespace hotbook::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hotbook;
  if (size != 0 && data[0] == 0xff) {
    fuzz::read_snapshot({data + 1, size - 1});
  } else {
    fuzz::read_journal({data, size});
  }
  return 0;
}
