#include "host/journal/journal_writer.hpp"

#include <cerrno>
#include <stdexcept>

#include "sim/disk/simulated_storage.hpp"
#include "tests/host/journal/journal_fixture.hpp"

namespace hotbook::journal::testing {
namespace {

using sim::DiskOperation;

class JournalWriterTest : public ::testing::Test {
 protected:
  // A writer of what the disk holds.
  JournalWriter& open() {
    writer_.emplace(storage_, settings_, read_back(storage_).end);
    EXPECT_TRUE(writer_->open()) << writer_->reason();
    return *writer_;
  }
  static bool append(JournalWriter& writer, std::uint64_t number) {
    JournalRecord record = record_of(number);
    return writer.append(record);
  }

  sim::SimulatedStorage storage_{1};
  JournalSettings settings_ = small_settings();
  std::optional<JournalWriter> writer_;
};

TEST_F(JournalWriterTest, NumbersRecordsFromOneAndGoesOnWhereTheJournalEnds) {
  for (std::uint64_t number = 1; number <= 100; ++number) {
    JournalWriter& writer = open();
    JournalRecord record = record_of(number);
    ASSERT_TRUE(writer.append(record));
    EXPECT_EQ(record.journal_seq, number);
    work(writer);
    EXPECT_EQ(writer.durable_seq(), number);
  }
  const ReadBack back = read_back(storage_);
  ASSERT_EQ(back.records.size(), 100U);
  EXPECT_EQ(back.end.condition, JournalCondition::Whole);
  EXPECT_EQ(back.records[99].journal_seq, 100U);
}

TEST_F(JournalWriterTest, PutsWhatHasGatheredOnTheDiskWithOneWriteAndOneSync) {
  JournalWriter& writer = open();
  for (std::uint64_t number = 1; number <= 20; ++number) ASSERT_TRUE(append(writer, number));
  const std::uint64_t before = storage_.operations();
  EXPECT_TRUE(writer.step());
  EXPECT_EQ(storage_.operations() - before, 2U);
  EXPECT_EQ(writer.durable_seq(), 20U);
  EXPECT_EQ(writer.groups(), 1U);
  EXPECT_EQ(writer.syncs(), 1U);
}

TEST_F(JournalWriterTest, RefusesARecordWhileTheRingIsFullAndTakesItLater) {
  JournalWriter& writer = open();
  for (std::uint64_t number = 1; number <= 64; ++number) ASSERT_TRUE(append(writer, number));
  EXPECT_FALSE(append(writer, 65));
  EXPECT_EQ(writer.appended_seq(), 64U);
  EXPECT_TRUE(writer.step());
  JournalRecord record = record_of(65);
  EXPECT_TRUE(writer.append(record));
  EXPECT_EQ(record.journal_seq, 65U);
}

TEST_F(JournalWriterTest, IsDurableAfterTheWriteTheSyncOrTheReplicaAsThePolicySays) {
  for (const auto policy : {ReleaseAfter::Write, ReleaseAfter::Sync, ReleaseAfter::Replica}) {
    sim::SimulatedStorage storage{1};
    settings_.release_after = policy;
    JournalWriter writer{storage, settings_, {}};
    ASSERT_TRUE(writer.open());
    EXPECT_TRUE(append(writer, 1));
    EXPECT_EQ(writer.durable_seq(), 0U);
    EXPECT_TRUE(writer.step());
    EXPECT_EQ(writer.synced_seq(), policy == ReleaseAfter::Write ? 0U : 1U);
    EXPECT_EQ(writer.durable_seq(), policy == ReleaseAfter::Replica ? 0U : 1U);
    work(writer);
    EXPECT_EQ(writer.synced_seq(), 1U);
    writer.replica_has(1);
    EXPECT_EQ(writer.durable_seq(), 1U);
  }
}

TEST_F(JournalWriterTest, AStandbyThatIsAheadMakesNothingDurableThatIsNotSyncedHere) {
  settings_.release_after = ReleaseAfter::Replica;
  JournalWriter& writer = open();
  writer.replica_has(5);
  EXPECT_TRUE(append(writer, 1));
  EXPECT_EQ(writer.durable_seq(), 0U);
  work(writer);
  writer.replica_has(0);
  EXPECT_EQ(writer.durable_seq(), 1U);
}

TEST_F(JournalWriterTest, SyncsUnderPolicyWriteWhenThereIsNothingToWriteOrTooMuchIsUnsynced) {
  settings_.release_after = ReleaseAfter::Write;
  settings_.group_records_max = 4;
  settings_.unsynced_records_max = 10;
  JournalWriter& writer = open();
  for (std::uint64_t number = 1; number <= 14; ++number) ASSERT_TRUE(append(writer, number));
  for (const std::uint64_t synced : {0U, 0U, 12U, 12U, 14U}) {
    EXPECT_TRUE(writer.step());
    EXPECT_EQ(writer.synced_seq(), synced);
  }
}

TEST_F(JournalWriterTest, TellsWheneverMoreIsDurable) {
  writer_.emplace(storage_, settings_, JournalEnd{});
  std::vector<std::uint64_t> told;
  writer_->on_durable([&] { told.push_back(writer_->durable_seq()); });
  ASSERT_TRUE(writer_->open());
  for (std::uint64_t number = 1; number <= 3; ++number) {
    ASSERT_TRUE(append(*writer_, number));
    work(*writer_);
  }
  EXPECT_EQ(told, (std::vector<std::uint64_t>{1, 2, 3}));
}

TEST_F(JournalWriterTest, StaysFailedAfterASyncFailedAndSaysWhy) {
  JournalWriter& writer = open();
  ASSERT_TRUE(append_all(writer, 1, 10));
  storage_.fail(DiskOperation::Sync, EIO);
  ASSERT_TRUE(append(writer, 11));
  EXPECT_FALSE(writer.step());
  EXPECT_TRUE(writer.failed());
  EXPECT_EQ(writer.reason(), "000000000001.hbj: sync failed: Input/output error");
  // The disk would work again; what it says of the lost pages would be a lie.
  EXPECT_FALSE(writer.step());
  EXPECT_FALSE(append(writer, 12));
  EXPECT_EQ(writer.durable_seq(), 10U);
}

TEST_F(JournalWriterTest, WritesAgainWhatAFailedSyncMayHaveLost) {
  JournalWriter& writer = open();
  ASSERT_TRUE(append_all(writer, 1, 10));
  storage_.fail(DiskOperation::Sync, EIO);
  for (std::uint64_t number = 11; number <= 20; ++number) ASSERT_TRUE(append(writer, number));
  EXPECT_FALSE(writer.step());
  storage_.kill_process();
  EXPECT_EQ(open().durable_seq(), 20U);  // read from the page cache
  storage_.restart();
  EXPECT_EQ(read_back(storage_).records.size(), 20U);
}

TEST_F(JournalWriterTest, KnowsThatASegmentWasWholeWhenTheNextOneWasBegun) {
  JournalWriter& writer = open();
  ASSERT_TRUE(append_all(writer, 1, 31));
  storage_.fail(DiskOperation::Write, EIO);
  ASSERT_TRUE(append(writer, 32));
  EXPECT_FALSE(writer.step());
  storage_.restart();
  const JournalEnd end = read_back(storage_).end;
  EXPECT_EQ(end.last.name, segment_name(32));
  EXPECT_EQ(end.next_seq, 32U);
  EXPECT_EQ(end.synced_seq, 31U);
  EXPECT_TRUE(append_all(open(), 32, 40));
}

TEST_F(JournalWriterTest, KeepsWhatIsDurableWhenTheDiskIsFullAndNamesTheFile) {
  JournalWriter& writer = open();
  storage_.set_capacity(storage_.bytes_used());
  EXPECT_FALSE(append_all(writer, 1, 40));
  EXPECT_TRUE(writer.failed());
  EXPECT_EQ(writer.reason(), "000000000032.hbj: cannot be made: No space left on device");
  EXPECT_EQ(writer.durable_seq(), 31U);
  storage_.restart();
  storage_.set_capacity(1'000'000);
  EXPECT_TRUE(append_all(open(), 32, 50));
  EXPECT_EQ(read_back(storage_).records.size(), 50U);
}

TEST_F(JournalWriterTest, WarnsHalfASegmentBeforeTheDiskIsFullAndTriesOnceMore) {
  JournalWriter& writer = open();
  storage_.set_capacity(storage_.bytes_used());
  ASSERT_TRUE(append_all(writer, 1, 15));
  EXPECT_EQ(writer.warning(), 0);
  ASSERT_TRUE(append_all(writer, 16, 16));
  EXPECT_EQ(writer.warning(), ENOSPC);
  const std::uint64_t before = storage_.operations();
  EXPECT_FALSE(writer.step());
  EXPECT_EQ(storage_.operations(), before);
  storage_.set_capacity(1'000'000);
  EXPECT_TRUE(append_all(writer, 17, 60));
  EXPECT_EQ(writer.warning(), 0);
}

TEST_F(JournalWriterTest, GivesBackTheSpaceOfASegmentThatCouldNotBeMade) {
  JournalWriter& writer = open();
  const std::uint64_t used = storage_.bytes_used();
  storage_.fail(DiskOperation::Sync, EIO, 1);
  ASSERT_TRUE(append_all(writer, 1, 20));
  EXPECT_EQ(writer.warning(), EIO);
  EXPECT_EQ(storage_.bytes_used(), used);
}

TEST_F(JournalWriterTest, DoesNotSleepWhileThereIsARecordOrSomeoneCalled) {
  JournalWriter& writer = open();
  ASSERT_TRUE(append(writer, 1));
  writer.wait_for_work();
  work(writer);
  writer.wake();
  writer.wait_for_work();
}

TEST_F(JournalWriterTest, MakesTheNextSegmentInAdvanceWhenThereIsTime) {
  JournalWriter& writer = open();
  ASSERT_TRUE(append_all(writer, 1, 31));
  const std::uint64_t before = storage_.operations();
  ASSERT_TRUE(append(writer, 32));
  EXPECT_TRUE(writer.step());
  EXPECT_EQ(storage_.operations() - before, 4U);  // rename, sync its name, write, sync
}

TEST_F(JournalWriterTest, WritesItsSettingsIntoTheHeaders) {
  settings_.day = 20261120;
  JournalWriter& writer = open();
  ASSERT_TRUE(append_all(writer, 1, 10));
  writer.set_day(20261121);
  ASSERT_TRUE(append_all(writer, 11, 40));
  settings_.journal_id = 5;  // another one does not make this another journal
  EXPECT_EQ(open().journal_id(), 77U);
  const JournalReader reader{storage_};
  ASSERT_EQ(reader.segments().size(), 2U);
  for (const SegmentInfo& segment : reader.segments()) {
    EXPECT_EQ(segment.header.journal_id, 77U);
    EXPECT_EQ(segment.header.book_count, 3U);
    EXPECT_EQ(segment.header.max_orders, 1000U);
    EXPECT_EQ(segment.file_bytes, 4096U);
  }
  EXPECT_EQ(reader.segments()[0].header.day, 20261120U);
  EXPECT_EQ(reader.segments()[1].header.day, 20261121U);
}

TEST_F(JournalWriterTest, LeavesZerosBehindWhatItCutsBeforeItGoesOn) {
  ASSERT_NO_FATAL_FAILURE(make_journal(storage_, 20));
  // Record 18 to 20 were one group, of which a power cut kept the last two.
  std::vector<std::byte> zeros(kRecordBytes);
  FileHandle file = FileHandle::None;
  const std::string name = segment_name(1);
  ASSERT_TRUE(storage_.open(name, OpenMode::Write, file).ok());
  for (std::uint64_t slot = 17; slot < 20; ++slot) {
    JournalRecord record = record_of(slot + 1);
    record.journal_seq = slot + 1;
    record.unsynced = static_cast<std::uint32_t>(slot - 17);
    seal(record);
    ASSERT_TRUE(storage_
                    .write(file, offset_of(slot),
                           slot == 17 ? std::span<const std::byte>{zeros}
                                      : std::as_bytes(std::span{&record, 1}))
                    .ok());
  }
  const JournalEnd end = read_back(storage_).end;
  EXPECT_EQ(describe(end),
            "000000000001.hbj: torn tail: 384 bytes from offset 2304 on (2 sound records among "
            "them) are cut; the last good record is 17; expected record 18, found zeros");
  JournalWriter& writer = open();
  ASSERT_TRUE(append_all(writer, 18, 18));
  storage_.restart();
  const ReadBack back = read_back(storage_);
  EXPECT_EQ(back.end.condition, JournalCondition::Whole) << describe(back.end);
  EXPECT_EQ(back.records.size(), 18U);
}

TEST_F(JournalWriterTest, DoesNotTouchADamagedJournal) {
  ASSERT_NO_FATAL_FAILURE(make_journal(storage_, 40));
  ASSERT_TRUE(storage_.flip_bit(segment_name(1), offset_of(3) + 20, 1));
  JournalWriter writer{storage_, settings_, read_back(storage_).end};
  EXPECT_FALSE(writer.open());
  EXPECT_NE(writer.reason().find("000000000001.hbj: damaged at offset 512: record 4: checksum"),
            std::string::npos)
      << writer.reason();
}

TEST_F(JournalWriterTest, RemovesOnlySegmentsThatAreWhollyOld) {
  ASSERT_NO_FATAL_FAILURE(make_journal(storage_, 100));  // segments from 1, 32, 63, 94
  std::size_t count = 0;
  for (const auto& [keep_from, gone] : {std::pair{31U, 0U}, {32U, 1U}, {93U, 1U}, {5000U, 1U}}) {
    ASSERT_TRUE(prune(storage_, keep_from, count).ok());
    EXPECT_EQ(count, gone) << keep_from;
  }
  const ReadBack back = read_back(storage_);
  EXPECT_EQ(back.end.condition, JournalCondition::Whole);
  ASSERT_EQ(back.records.size(), 7U);
  EXPECT_EQ(back.records.front().journal_seq, 94U);
  EXPECT_EQ(read_back(storage_, 93).end.condition, JournalCondition::Damaged);
}

TEST_F(JournalWriterTest, RefusesSettingsThatCannotBe) {
  const auto refused = [&](auto change, const char* name) {
    JournalSettings settings = small_settings();
    change(settings);
    try {
      const JournalWriter writer{storage_, settings, {}};
      ADD_FAILURE() << name << " was taken";
    } catch (const std::invalid_argument& error) {
      EXPECT_NE(std::string{error.what()}.find(name), std::string::npos) << error.what();
    }
  };
  refused([](JournalSettings& s) { s.segment_bytes = 4095; }, "segment_bytes");
  refused([](JournalSettings& s) { s.segment_bytes = 0; }, "segment_bytes");
  refused([](JournalSettings& s) { s.segment_bytes = std::uint64_t{1} << 41U; }, "segment_bytes");
  refused([](JournalSettings& s) { s.ring_records = 60; }, "ring");
  refused([](JournalSettings& s) { s.ring_records = 0; }, "ring");
  refused([](JournalSettings& s) { s.group_records_max = 0; }, "group_records_max");
  refused([](JournalSettings& s) { s.unsynced_records_max = 0; }, "unsynced_records_max");
}

}  // namespace
}  // namespace hotbook::journal::testing
