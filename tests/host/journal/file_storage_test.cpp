#include "host/journal/file_storage.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "tests/host/journal/journal_fixture.hpp"

namespace hotbook::journal::testing {
namespace {

class FileStorageTest : public ::testing::Test {
 protected:
  void SetUp() override { std::filesystem::remove_all(directory_); }
  void TearDown() override { std::filesystem::remove_all(directory_); }

  std::string directory_ = ::testing::TempDir() + "hotbook_journal_" + std::to_string(getpid());
};

TEST_F(FileStorageTest, KeepsAJournalOfManySegments) {
  FileStorage storage{directory_ + "/new/folders", FileStorage::Access::Write};
  ASSERT_NO_FATAL_FAILURE(make_journal(storage, 200));
  EXPECT_EQ(std::filesystem::file_size(directory_ + "/new/folders/000000000001.hbj"), 4096U);
  const ReadBack back = read_back(storage);
  EXPECT_EQ(back.end.condition, JournalCondition::Whole) << describe(back.end);
  EXPECT_EQ(back.records.size(), 200U);
}

TEST_F(FileStorageTest, LetsOneWriterInAtATime) {
  const FileStorage storage{directory_, FileStorage::Access::Write};
  EXPECT_NO_THROW(FileStorage(directory_, FileStorage::Access::Read));
  try {
    const FileStorage second{directory_, FileStorage::Access::Write};
    FAIL() << "a second writer";
  } catch (const std::runtime_error& error) {
    EXPECT_EQ(error.what(), directory_ + ": cannot be locked: another process writes here");
  }
}

TEST_F(FileStorageTest, NamesADirectoryThatIsNotThere) {
  try {
    const FileStorage storage{directory_, FileStorage::Access::Read};
    FAIL();
  } catch (const std::runtime_error& error) {
    EXPECT_EQ(error.what(), directory_ + ": No such file or directory");
  }
  EXPECT_THROW(FileStorage("/proc/journal", FileStorage::Access::Write), std::runtime_error);
}

TEST_F(FileStorageTest, SaysWhatTheKernelSays) {
  FileStorage storage{directory_, FileStorage::Access::Write};
  FileHandle file = FileHandle::None;
  EXPECT_EQ(storage.open("none", OpenMode::Read, file).error, ENOENT);
  EXPECT_EQ(storage.open("none", OpenMode::Write, file).error, ENOENT);
  EXPECT_EQ(storage.rename("none", "other").error, ENOENT);
  EXPECT_EQ(storage.remove("none").error, ENOENT);
  std::filesystem::create_symlink("/dev/full", directory_ + "/full");
  ASSERT_TRUE(storage.open("full", OpenMode::Write, file).ok());
  const std::vector<std::byte> bytes(10);
  EXPECT_EQ(storage.write(file, 0, bytes).error, ENOSPC);
  storage.close(file);
  EXPECT_NE(storage.sync(FileHandle{-1}).error, 0);
  EXPECT_NE(storage.preallocate(FileHandle{-1}, 10).error, 0);
}

TEST_F(FileStorageTest, ReadsWhatThereIs) {
  FileStorage storage{directory_, FileStorage::Access::Write};
  std::ofstream{directory_ + "/b"} << "12345";
  std::ofstream{directory_ + "/a"} << "";
  FileHandle file = FileHandle::None;
  ASSERT_TRUE(storage.open("b", OpenMode::Read, file).ok());
  std::vector<std::byte> bytes(10);
  std::size_t count = 0;
  ASSERT_TRUE(storage.read(file, 2, bytes, count).ok());
  EXPECT_EQ(count, 3U);
  std::uint64_t size = 0;
  ASSERT_TRUE(storage.size(file, size).ok());
  EXPECT_EQ(size, 5U);
  storage.close(file);
  std::vector<std::string> names;
  ASSERT_TRUE(storage.list(names).ok());
  EXPECT_EQ(names, (std::vector<std::string>{"a", "b"}));
}

}  // namespace
}  // namespace hotbook::journal::testing
