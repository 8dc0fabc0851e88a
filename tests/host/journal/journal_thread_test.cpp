#include "host/journal/journal_thread.hpp"

#include <chrono>
#include <filesystem>
#include <thread>

#include "host/journal/file_storage.hpp"
#include "sim/disk/simulated_storage.hpp"
#include "tests/host/journal/journal_fixture.hpp"

namespace hotbook::journal::testing {
namespace {

constexpr std::chrono::seconds kPatience{20};

template <typename Condition>
bool becomes_true(Condition condition) {
  const auto until = std::chrono::steady_clock::now() + kPatience;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > until) return false;
    std::this_thread::yield();
  }
  return true;
}

class JournalThreadTest : public ::testing::TestWithParam<JournalWait> {
 protected:
  void SetUp() override {
    settings_.segment_bytes = 1U << 20U;
    ASSERT_TRUE(writer_.open());
  }

  sim::SimulatedStorage storage_{1};
  JournalSettings settings_ = small_settings();
  JournalWriter writer_{storage_, settings_, {}};
};

TEST_P(JournalThreadTest, WritesEveryRecordInOrderHoweverTheThreadsMeet) {
  constexpr std::uint64_t kRecords = 40'000;
  {
    const JournalThread thread{writer_, GetParam()};
    for (std::uint64_t number = 1; number <= kRecords; ++number) {
      JournalRecord record = record_of(number);
      ASSERT_TRUE(becomes_true([&] { return writer_.append(record); }));
      // Now and then the thread has nothing to do and sleeps, and must be woken.
      if (number % 997 == 0) {
        ASSERT_TRUE(becomes_true([&] { return writer_.durable_seq() == number; }));
      }
    }
  }
  EXPECT_EQ(writer_.durable_seq(), kRecords);  // all of it, before the thread ended
  const ReadBack back = read_back(storage_);
  EXPECT_EQ(back.end.condition, JournalCondition::Whole) << describe(back.end);
  ASSERT_EQ(back.records.size(), kRecords);
  for (std::uint64_t number = 1; number <= kRecords; ++number)
    ASSERT_EQ(back.records[number - 1].user_ref, number);
}

TEST_P(JournalThreadTest, EndsWhenTheWriterHasFailed) {
  storage_.fail(sim::DiskOperation::Write, 5);
  {
    const JournalThread thread{writer_, GetParam()};
    JournalRecord record = record_of(1);
    ASSERT_TRUE(writer_.append(record));
    ASSERT_TRUE(becomes_true([&] { return writer_.failed(); }));
  }
  EXPECT_EQ(writer_.reason(), "000000000001.hbj: write failed: Input/output error");
}

// Segments of 31 records, so that one thread begins new ones while the other syncs.
TEST(JournalSettleTest, WhatTheVenuesThreadWritesIsDurableAtOnceAndSyncedBesideIt) {
  constexpr std::uint64_t kRecords = 20'000;
  const std::string folder = ::testing::TempDir() + "journal_settle";
  std::filesystem::remove_all(folder);
  {
    FileStorage storage{folder, FileStorage::Access::Write};
    JournalSettings settings = small_settings();
    settings.release_after = ReleaseAfter::Write;
    JournalWriter writer{storage, settings, {}};
    ASSERT_TRUE(writer.open());
    const JournalThread thread{writer, JournalWait::Settle};
    for (std::uint64_t number = 1; number <= kRecords; ++number) {
      JournalRecord record = record_of(number);
      ASSERT_TRUE(writer.append(record));
      ASSERT_TRUE(writer.write());
      ASSERT_EQ(writer.durable_seq(), number);
    }
    ASSERT_TRUE(becomes_true([&] { return writer.synced_seq() == kRecords; }));
  }
  FileStorage storage{folder, FileStorage::Access::Read};
  const ReadBack back = read_back(storage);
  EXPECT_EQ(back.end.condition, JournalCondition::Whole) << describe(back.end);
  ASSERT_EQ(back.records.size(), kRecords);
  for (std::uint64_t number = 1; number <= kRecords; ++number)
    ASSERT_EQ(back.records[number - 1].user_ref, number);
  std::filesystem::remove_all(folder);
}

TEST(JournalSettleTest, WritesNothingMoreWhenASyncBesideItFailed) {
  sim::SimulatedStorage storage{1};
  JournalSettings settings = small_settings();
  settings.release_after = ReleaseAfter::Write;
  JournalWriter writer{storage, settings, {}};
  ASSERT_TRUE(writer.open());
  JournalRecord record = record_of(1);
  ASSERT_TRUE(writer.append(record));
  EXPECT_FALSE(writer.settle()) << "there is nothing to sync";
  EXPECT_TRUE(writer.write());
  EXPECT_FALSE(writer.write()) << "there is nothing more to write";
  storage.fail(sim::DiskOperation::Sync, 5);
  EXPECT_FALSE(writer.settle());
  EXPECT_TRUE(writer.failed());
  EXPECT_EQ(writer.reason(), "000000000001.hbj: sync failed: Input/output error");
  record = record_of(2);
  EXPECT_FALSE(writer.append(record));
  EXPECT_FALSE(writer.write());
}

INSTANTIATE_TEST_SUITE_P(Waits, JournalThreadTest,
                         ::testing::Values(JournalWait::Sleep, JournalWait::Spin),
                         [](const auto& wait) {
                           return wait.param == JournalWait::Sleep ? "Sleep" : "Spin";
                         });

}  // namespace
}  // namespace hotbook::journal::testing
