#include "sim/disk/simulated_storage.hpp"

#include <gtest/gtest.h>

#include <cerrno>
#include <set>

namespace hotbook::sim {
namespace {

using journal::FileHandle;
using journal::OpenMode;

constexpr std::size_t kSectors = 6;

std::vector<std::byte> filled(std::size_t bytes, unsigned with) {
  return std::vector<std::byte>(bytes, static_cast<std::byte>(with));
}

// A synced file of zeros.
FileHandle make_file(SimulatedStorage& storage) {
  FileHandle file = FileHandle::None;
  EXPECT_TRUE(storage.open("a", OpenMode::Create, file).ok());
  EXPECT_TRUE(storage.preallocate(file, kSectors * 512).ok());
  EXPECT_TRUE(storage.sync(file).ok());
  EXPECT_TRUE(storage.sync_directory().ok());
  return file;
}

std::vector<std::byte> content(SimulatedStorage& storage, const std::string& name) {
  FileHandle file = FileHandle::None;
  EXPECT_TRUE(storage.open(name, OpenMode::Read, file).ok());
  std::vector<std::byte> bytes(kSectors * 512);
  std::size_t count = 0;
  EXPECT_TRUE(storage.read(file, 0, bytes, count).ok());
  bytes.resize(count);
  storage.close(file);
  return bytes;
}

TEST(SimulatedStorage, KeepsWhatWasSyncedAndAnySectorsOfTheRest) {
  std::set<std::vector<std::byte>> seen;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    SimulatedStorage storage{seed};
    const FileHandle file = make_file(storage);
    ASSERT_TRUE(storage.write(file, 0, filled(512, 1)).ok());
    ASSERT_TRUE(storage.sync(file).ok());
    ASSERT_TRUE(storage.write(file, 512, filled(1024, 2)).ok());
    storage.cut_power();
    EXPECT_EQ(storage.sync(file).error, EIO);
    storage.restart();
    const auto after = content(storage, "a");
    ASSERT_EQ(std::vector(after.begin(), after.begin() + 512), filled(512, 1));
    for (const std::size_t at : {512U, 1024U}) {
      const std::vector sector(after.begin() + static_cast<std::ptrdiff_t>(at),
                               after.begin() + static_cast<std::ptrdiff_t>(at + 512));
      ASSERT_TRUE(sector == filled(512, 2) || sector == filled(512, 0)) << "a torn sector";
    }
    seen.insert(after);
  }
  EXPECT_EQ(seen.size(), 4U);  // each sector kept or lost
}

TEST(SimulatedStorage, ForgetsNamesThatWereNotSyncedOrKeepsTheFirstFew) {
  std::set<std::vector<std::string>> seen;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    SimulatedStorage storage{seed};
    make_file(storage);
    FileHandle other = FileHandle::None;
    ASSERT_TRUE(storage.rename("a", "b").ok());
    ASSERT_TRUE(storage.open("c", OpenMode::Create, other).ok());
    storage.restart();
    std::vector<std::string> names;
    ASSERT_TRUE(storage.list(names).ok());
    seen.insert(names);
  }
  EXPECT_EQ(seen, (std::set<std::vector<std::string>>{{"a"}, {"b"}, {"b", "c"}}));
}

TEST(SimulatedStorage, ReadsButNeverWritesWhatAFailedSyncDropped) {
  bool lost = false;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    SimulatedStorage storage{seed};
    const FileHandle file = make_file(storage);
    ASSERT_TRUE(storage.write(file, 0, filled(512, 1)).ok());
    storage.fail(DiskOperation::Sync, EIO);
    EXPECT_EQ(storage.sync(file).error, EIO);
    EXPECT_EQ(content(storage, "a")[0], std::byte{1});
    EXPECT_TRUE(storage.sync(file).ok());
    storage.restart();
    lost = lost || content(storage, "a")[0] != std::byte{1};
  }
  EXPECT_TRUE(lost);
}

TEST(SimulatedStorage, KeepsEverythingWhenOnlyTheProcessEnds) {
  SimulatedStorage storage{1};
  const FileHandle file = make_file(storage);
  ASSERT_TRUE(storage.write(file, 100, filled(600, 3)).ok());
  storage.kill_process();
  EXPECT_EQ(content(storage, "a")[699], std::byte{3});
  EXPECT_EQ(storage.write(file, 0, filled(1, 1)).error, EBADF);
}

TEST(SimulatedStorage, IsFullAtItsCapacityButNotForWhatWasPreallocated) {
  SimulatedStorage storage{1};
  const FileHandle file = make_file(storage);
  storage.set_capacity(kSectors * 512);
  EXPECT_TRUE(storage.write(file, 0, filled(kSectors * 512, 1)).ok());
  EXPECT_EQ(storage.write(file, 1, filled(kSectors * 512, 1)).error, ENOSPC);
  EXPECT_EQ(storage.preallocate(file, kSectors * 512 + 1).error, ENOSPC);
}

TEST(SimulatedStorage, TakesTheTimeItIsTold) {
  SimulatedStorage storage{1};
  const FileHandle file = make_file(storage);
  storage.set_speed({.write_ns = 10, .sync_ns = 1000, .jitter_ns = 5});
  ASSERT_TRUE(storage.write(file, 0, filled(1, 1)).ok());
  ASSERT_TRUE(storage.sync(file).ok());
  EXPECT_GE(storage.elapsed_ns(), 1010U);
  EXPECT_LT(storage.elapsed_ns(), 1020U);
}

}  // namespace
}  // namespace hotbook::sim
