#include "host/journal/snapshot_store.hpp"

#include <gtest/gtest.h>

#include <cerrno>

#include "host/journal/segment.hpp"
#include "sim/disk/simulated_storage.hpp"

namespace hotbook::journal {
namespace {

Snapshot snapshot_of(std::uint64_t seq, std::size_t bytes = 3000) {
  Snapshot snapshot;
  snapshot.journal_seq = seq;
  snapshot.journal_id = 77;
  for (std::size_t i = 0; i < bytes; ++i)
    snapshot.state.push_back(static_cast<std::byte>(seq + i * 7));
  return snapshot;
}

class SnapshotStoreTest : public ::testing::Test {
 protected:
  // The number of the newest one that is whole and right, 0 for none.
  std::uint64_t newest() {
    bad_.clear();
    const auto snapshot = store_.read_newest(bad_);
    if (!snapshot) return 0;
    EXPECT_EQ(snapshot->state, snapshot_of(snapshot->journal_seq).state);
    EXPECT_EQ(snapshot->journal_id, 77U);
    return snapshot->journal_seq;
  }

  sim::SimulatedStorage storage_{1};
  SnapshotStore store_{storage_, 2};
  std::vector<std::string> bad_;
};

TEST_F(SnapshotStoreTest, GivesTheNewestAndKeepsAsManyAsItIsTold) {
  EXPECT_EQ(newest(), 0U);
  EXPECT_EQ(store_.journal_needed_from(), 1U);
  for (const std::uint64_t seq : {10U, 25U, 300U}) EXPECT_EQ(store_.write(snapshot_of(seq)), "");
  EXPECT_EQ(newest(), 300U);
  EXPECT_EQ(store_.journal_needed_from(), 26U);
  std::vector<std::string> names;
  ASSERT_TRUE(storage_.list(names).ok());
  EXPECT_EQ(names, (std::vector<std::string>{"000000000025.hbs", "000000000300.hbs"}));
}

TEST_F(SnapshotStoreTest, KeepsAnEmptyState) {
  Snapshot snapshot = snapshot_of(4, 0);
  EXPECT_EQ(store_.write(snapshot), "");
  const auto read = store_.read_newest(bad_);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->journal_seq, 4U);
  EXPECT_TRUE(read->state.empty());
}

TEST_F(SnapshotStoreTest, PassesOverAnySnapshotWithAFlippedBitAndSaysSo) {
  EXPECT_EQ(store_.write(snapshot_of(1)), "");
  EXPECT_EQ(store_.write(snapshot_of(2)), "");
  for (std::uint64_t at = 0; at < (sizeof(SnapshotHeader) + 3000) * 8; at += 5) {
    ASSERT_TRUE(storage_.flip_bit(snapshot_name(2), at / 8, at % 8));
    ASSERT_EQ(newest(), 1U) << at;
    ASSERT_EQ(bad_.size(), 1U);
    ASSERT_TRUE(bad_[0].starts_with("000000000002.hbs: ")) << bad_[0];
    ASSERT_TRUE(storage_.flip_bit(snapshot_name(2), at / 8, at % 8));
  }
  ASSERT_TRUE(storage_.rename(snapshot_name(2), snapshot_name(3)).ok());
  EXPECT_EQ(newest(), 1U);
  EXPECT_EQ(bad_[0], "000000000003.hbs: stands for record 2, expected that of the file's name");
  ASSERT_TRUE(storage_.rename(snapshot_name(3), snapshot_name(2)).ok());
  ASSERT_TRUE(storage_.truncate(snapshot_name(2), 100));
  EXPECT_EQ(newest(), 1U);
  EXPECT_EQ(bad_[0], "000000000002.hbs: a file of 100 bytes, expected 3064");
}

TEST_F(SnapshotStoreTest, LeavesAWholeOneWheneverThePowerGoes) {
  for (std::uint64_t seed = 0; seed < 80; ++seed) {
    const std::uint64_t before = 1 + seed % 4;  // none is removed when there was one
    for (std::uint64_t cut = 0;; ++cut) {
      sim::SimulatedStorage storage{seed * 1000 + cut};
      SnapshotStore store{storage, 2};
      for (std::uint64_t seq = 1; seq <= before; ++seq)
        ASSERT_EQ(store.write(snapshot_of(seq)), "");
      storage.cut_power_at(storage.operations() + cut);
      const bool done = store.write(snapshot_of(before + 1)).empty();
      storage.restart();
      const auto read = store.read_newest(bad_);
      ASSERT_TRUE(read) << seed << " " << cut;
      ASSERT_EQ(read->state, snapshot_of(read->journal_seq).state);
      ASSERT_GE(read->journal_seq, before + (done ? 1 : 0)) << seed << " " << cut;
      if (done) break;
    }
  }
}

TEST_F(SnapshotStoreTest, SaysWhyThereIsNoneAndLeavesTheOthersAndTheSpace) {
  EXPECT_EQ(store_.write(snapshot_of(1)), "");
  const std::uint64_t used = storage_.bytes_used();
  storage_.set_capacity(used + 2000);
  EXPECT_EQ(store_.write(snapshot_of(2)),
            "000000000002.hbs: cannot be written: No space left on device");
  EXPECT_EQ(storage_.bytes_used(), used);
  EXPECT_EQ(newest(), 1U);
  storage_.set_capacity(1'000'000);
  for (const auto operation : {sim::DiskOperation::Open, sim::DiskOperation::Write,
                               sim::DiskOperation::Sync, sim::DiskOperation::Rename}) {
    storage_.fail(operation, EIO);
    EXPECT_EQ(store_.write(snapshot_of(2)),
              "000000000002.hbs: cannot be written: Input/output error");
    EXPECT_EQ(newest(), 1U);
  }
  EXPECT_EQ(store_.write(snapshot_of(2)), "");
  EXPECT_EQ(newest(), 2U);
}

}  // namespace
}  // namespace hotbook::journal
