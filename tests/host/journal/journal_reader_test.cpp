#include "host/journal/journal_reader.hpp"

#include <cerrno>

#include "sim/disk/simulated_storage.hpp"
#include "sim/replay/draw.hpp"
#include "tests/host/journal/journal_fixture.hpp"

namespace hotbook::journal::testing {
namespace {

constexpr std::uint64_t kPerSegment = 31;  // of 4096 bytes

TEST(JournalReader, FindsAnEmptyDirectoryWhole) {
  sim::SimulatedStorage storage{1};
  const ReadBack back = read_back(storage);
  EXPECT_EQ(back.end.condition, JournalCondition::Whole);
  EXPECT_EQ(back.end.next_seq, 1U);
  EXPECT_EQ(describe(back.end), "");
}

TEST(JournalReader, GivesEveryRecordFromTheOneThatIsWanted) {
  sim::SimulatedStorage storage{1};
  ASSERT_NO_FATAL_FAILURE(make_journal(storage, 100));
  for (std::uint64_t from = 1; from <= 101; ++from) {
    const ReadBack back = read_back(storage, from);
    ASSERT_EQ(back.end.condition, JournalCondition::Whole) << describe(back.end);
    ASSERT_EQ(back.end.next_seq, 101U);
    ASSERT_EQ(back.records.size(), 101 - from);
    for (std::size_t i = 0; i < back.records.size(); ++i)
      ASSERT_EQ(back.records[i].journal_seq, from + i);
  }
  EXPECT_EQ(read_back(storage, 50).end.last_time_ns, 1'000'100U);
}

TEST(JournalReader, SaysThatAJournalEndsBeforeWhatIsKnownOfIt) {
  sim::SimulatedStorage storage{1};
  ASSERT_NO_FATAL_FAILURE(make_journal(storage, 100));
  const JournalEnd end = read_back(storage, 120).end;
  EXPECT_EQ(end.condition, JournalCondition::Damaged);
  EXPECT_EQ(end.reason, "expected records up to 119, found the last to be 100");
  sim::SimulatedStorage empty{1};
  EXPECT_EQ(read_back(empty, 120).end.reason, "expected records up to 119, found no segment");
}

// Every bit of every byte that is meant, one after the other.
TEST(JournalReader, NamesThePlaceOfAnyFlippedBit) {
  sim::SimulatedStorage storage{1};
  ASSERT_NO_FATAL_FAILURE(make_journal(storage, 70));  // the last group: 65 to 70
  const std::uint64_t last_group = 65;
  for (std::uint64_t segment = 0; segment < 3; ++segment) {
    const std::string name = segment_name(1 + segment * kPerSegment);
    const std::uint64_t records = std::min(kPerSegment, 70 - segment * kPerSegment);
    for (std::uint64_t at = 0; at < offset_of(records) * 8; at += 3) {
      const std::uint64_t offset = at / 8;
      ASSERT_TRUE(storage.flip_bit(name, offset, at % 8));
      const ReadBack back = read_back(storage);
      const std::uint64_t slot = offset / kRecordBytes;  // 0 is the header
      const std::uint64_t bad = slot == 0 ? 0 : segment * kPerSegment + slot;
      const bool in_tail = bad >= last_group;
      ASSERT_EQ(back.end.condition, in_tail ? JournalCondition::Torn : JournalCondition::Damaged)
          << name << " " << offset << ": " << describe(back.end);
      ASSERT_EQ(back.end.file, name) << offset;
      ASSERT_EQ(back.end.offset, slot * kRecordBytes);
      ASSERT_NE(back.end.reason, "");
      if (slot != 0) {
        ASSERT_EQ(back.records.size(), bad - 1);
      }
      ASSERT_TRUE(storage.flip_bit(name, offset, at % 8));
    }
  }
}

TEST(JournalReader, CutsWhatIsBehindTheLastRecordAndIsNoRecord) {
  sim::SimulatedStorage storage{1};
  ASSERT_NO_FATAL_FAILURE(make_journal(storage, 70));
  const std::string name = segment_name(63);
  ASSERT_TRUE(storage.flip_bit(name, offset_of(20) + 5, 3));
  const ReadBack back = read_back(storage);
  EXPECT_EQ(back.end.condition, JournalCondition::Torn);
  EXPECT_EQ(back.records.size(), 70U);
  EXPECT_EQ(back.end.offset, offset_of(8));
  EXPECT_EQ(back.end.torn_bytes, 12 * kRecordBytes + 6);
}

TEST(JournalReader, CutsALastFileThatIsShorterThanItWasMade) {
  for (std::uint64_t bytes = sizeof(SegmentHeader); bytes < 4096; bytes += 31) {
    sim::SimulatedStorage storage{1};
    ASSERT_NO_FATAL_FAILURE(make_journal(storage, 70));
    ASSERT_TRUE(storage.truncate(segment_name(63), bytes));
    const ReadBack back = read_back(storage);
    ASSERT_EQ(back.end.condition, JournalCondition::Torn) << bytes;
    const std::uint64_t left = std::min<std::uint64_t>(bytes / kRecordBytes - 1, 8);
    ASSERT_EQ(back.records.size(), 62 + left) << bytes;
    JournalWriter writer{storage, small_settings(), back.end};
    ASSERT_TRUE(writer.open()) << writer.reason();
    ASSERT_EQ(read_back(storage).end.condition, JournalCondition::Whole) << bytes;
    ASSERT_TRUE(append_all(writer, 63 + left, 100));
    const ReadBack again = read_back(storage);
    ASSERT_EQ(again.end.condition, JournalCondition::Whole) << describe(again.end);
    ASSERT_EQ(again.records.size(), 100U);
  }
}

TEST(JournalReader, LooksBehindTheEndAsFarAsTheSegmentGoes) {
  sim::SimulatedStorage storage{1};
  JournalSettings settings = small_settings();
  settings.segment_bytes = std::uint64_t{3} << 20U;
  ASSERT_NO_FATAL_FAILURE(make_journal(storage, 10, settings));
  ASSERT_TRUE(storage.flip_bit(segment_name(1), settings.segment_bytes - 1, 0));
  const JournalEnd end = read_back(storage).end;
  EXPECT_EQ(end.condition, JournalCondition::Torn);
  EXPECT_EQ(end.torn_bytes, settings.segment_bytes - offset_of(10));
}

TEST(JournalReader, KnowsWhatTheRecordsProveToHaveBeenSynced) {
  sim::SimulatedStorage storage{1};
  ASSERT_NO_FATAL_FAILURE(make_journal(storage, 70));  // the last group: 65 to 70
  for (const std::uint64_t from : {1U, 50U, 68U, 71U})
    EXPECT_EQ(read_back(storage, from).end.synced_seq, 64U) << from;
}

TEST(JournalReader, StopsAtFilesThatAreNotAsTheirHeadersSay) {
  sim::SimulatedStorage storage{1};
  ASSERT_NO_FATAL_FAILURE(make_journal(storage, 40));
  ASSERT_TRUE(storage.truncate(segment_name(32), 4097));
  EXPECT_EQ(read_back(storage).end.reason, "a file of 4097 bytes, expected 4096");
  ASSERT_TRUE(storage.truncate(segment_name(32), 4096));
  ASSERT_TRUE(storage.rename(segment_name(32), segment_name(33)).ok());
  EXPECT_EQ(read_back(storage).end.reason,
            "header: first record 32, expected that of the file's name");
  SegmentHeader header{};
  header.first_seq = 1;
  header.segment_bytes = 4096;
  seal(header);
  EXPECT_EQ(fault_of(header), "");
  header.layout_hash ^= 1U;
  header.checksum = crc32c(std::as_bytes(std::span{&header, 1}).first(124));
  EXPECT_NE(fault_of(header).find("written with layout"), std::string::npos) << fault_of(header);
}

TEST(JournalReader, StopsAtAShortOrMissingSegmentInTheMiddle) {
  sim::SimulatedStorage storage{1};
  ASSERT_NO_FATAL_FAILURE(make_journal(storage, 100));
  ASSERT_TRUE(storage.truncate(segment_name(32), offset_of(10) + 7));
  JournalEnd end = read_back(storage).end;
  EXPECT_EQ(describe(end),
            "000000000032.hbj: damaged at offset 1408: expected record 42, found the end of the "
            "file");
  ASSERT_TRUE(storage.truncate(segment_name(32), 60));
  end = read_back(storage).end;
  EXPECT_EQ(describe(end),
            "000000000032.hbj: damaged at offset 0: expected a header of 128 bytes, found 60");
  ASSERT_TRUE(storage.remove(segment_name(32)).ok());
  end = read_back(storage).end;
  EXPECT_EQ(describe(end),
            "000000000063.hbj: damaged at offset 0: begins with record 63, expected 32");
}

TEST(JournalReader, StopsAtARecordThatIsSoundAndInTheWrongPlace) {
  sim::SimulatedStorage storage{1};
  ASSERT_NO_FATAL_FAILURE(make_journal(storage, 70));
  FileHandle file = FileHandle::None;
  ASSERT_TRUE(storage.open(segment_name(63), OpenMode::Write, file).ok());
  JournalRecord record = record_of(5);
  record.journal_seq = 5;
  seal(record);
  const auto bytes = std::as_bytes(std::span{&record, 1});
  ASSERT_TRUE(storage.write(file, offset_of(8), bytes).ok());
  EXPECT_EQ(describe(read_back(storage).end),
            "000000000063.hbj: damaged at offset 1152: expected record 71, found record 5");
}

TEST(JournalReader, StopsAtASegmentOfAnotherJournal) {
  sim::SimulatedStorage storage{1};
  ASSERT_NO_FATAL_FAILURE(make_journal(storage, 70));
  FileHandle file = FileHandle::None;
  ASSERT_TRUE(storage.open(segment_name(63), OpenMode::Write, file).ok());
  SegmentHeader header{};
  header.journal_id = 78;
  header.first_seq = 63;
  header.segment_bytes = 4096;
  seal(header);
  ASSERT_TRUE(storage.write(file, 0, std::as_bytes(std::span{&header, 1})).ok());
  EXPECT_EQ(describe(read_back(storage).end),
            "000000000063.hbj: damaged at offset 0: of journal 000000000000004e, the segment "
            "before is of 000000000000004d");
}

TEST(JournalReader, SaysWhyADiskCannotBeRead) {
  sim::SimulatedStorage storage{1};
  ASSERT_NO_FATAL_FAILURE(make_journal(storage, 70));
  for (const auto operation : {sim::DiskOperation::List, sim::DiskOperation::Open,
                               sim::DiskOperation::Read, sim::DiskOperation::Size}) {
    for (const std::uint64_t after : {0U, 4U}) {
      storage.fail(operation, EIO, after);
      const JournalEnd end = read_back(storage).end;
      storage.fail(operation, 0, 0, 0);
      const bool reached = operation == sim::DiskOperation::Read || after == 0 ||
                           operation == sim::DiskOperation::Open;
      EXPECT_EQ(end.condition == JournalCondition::Unreadable, reached);
      if (reached) {
        EXPECT_EQ(end.reason, "Input/output error");
      }
    }
  }
}

}  // namespace
}  // namespace hotbook::journal::testing
