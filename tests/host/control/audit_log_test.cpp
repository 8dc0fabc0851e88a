// The audit log: whole lines, on disk, also after a crash in the middle of one.

#include "host/control/audit_log.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "tests/support/read_text.hpp"

namespace hotbook::control {
namespace {

namespace json = boost::json;
using hotbook::testing::read_text;

class AuditLogTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = ::testing::TempDir() + "hotbook_audit_" +
              ::testing::UnitTest::GetInstance()->current_test_info()->name();
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    path_ = folder_ + "/audit.jsonl";
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string folder_;
  std::string path_;
};

TEST_F(AuditLogTest, AddsLinesToWhatIsThere) {
  { ASSERT_TRUE(AuditLog{path_}.append({{"a", 1}})); }
  AuditLog log{path_};
  ASSERT_TRUE(log.append({{"b", "x\ny"}}));
  EXPECT_EQ(read_text(path_), "{\"a\":1}\n{\"b\":\"x\\ny\"}\n");
}

TEST_F(AuditLogTest, OnlyItsUserMayReadIt) {
  const AuditLog log{path_};
  EXPECT_EQ(std::filesystem::status(path_).permissions(), std::filesystem::perms{0600});
}

TEST_F(AuditLogTest, ALineThatACrashLeftUnfinishedIsEndedFirst) {
  std::ofstream{path_} << "{\"a\":1}\n{\"b\":";
  AuditLog log{path_};
  ASSERT_TRUE(log.append({{"c", 3}}));
  ASSERT_TRUE(log.append({{"d", 4}}));
  EXPECT_EQ(read_text(path_), "{\"a\":1}\n{\"b\":\n{\"c\":3}\n{\"d\":4}\n");
}

TEST_F(AuditLogTest, GoesOnInANewFileWhenTheOldOneWasMovedAway) {
  AuditLog log{path_};
  ASSERT_TRUE(log.append({{"a", 1}}));
  std::filesystem::rename(path_, path_ + ".1");
  ASSERT_TRUE(log.append({{"b", 2}}));
  ASSERT_TRUE(log.reopen());
  ASSERT_TRUE(log.append({{"c", 3}}));
  EXPECT_EQ(read_text(path_ + ".1"), "{\"a\":1}\n{\"b\":2}\n");
  EXPECT_EQ(read_text(path_), "{\"c\":3}\n");
}

TEST_F(AuditLogTest, SaysWhichFileCannotBeOpenedOrWritten) {
  EXPECT_THROW(AuditLog{"/nowhere/audit.jsonl"}, std::runtime_error);
  AuditLog full{"/dev/full"};
  EXPECT_FALSE(full.append({{"a", 1}}));
  EXPECT_EQ(full.fault(), "/dev/full: cannot be written: No space left on device");
}

}  // namespace
}  // namespace hotbook::control
