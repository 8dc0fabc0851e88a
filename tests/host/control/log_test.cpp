// Log lines: one an event, readable by machines, none lost without being counted.

#include "host/control/log.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <filesystem>
#include <thread>

#include "tests/support/read_text.hpp"

namespace hotbook::control {
namespace {

using hotbook::testing::read_text;

TEST(LogLine, LogfmtQuotesWhatIsNotAWord) {
  EXPECT_EQ(log_line(LogFormat::Logfmt, 1, LogLevel::Warning, "day started",
                     {{"day", 20260101},
                      {"by", "ann"},
                      {"why", "a \"b\"=c\n"},
                      {"empty", ""},
                      {"ok", true},
                      {"below", -5},
                      {"part", 0.5}}),
            "time=1970-01-01T00:00:00.000000001Z level=warning event=\"day started\" "
            "day=20260101 by=ann why=\"a \\\"b\\\"=c\\n\" empty=\"\" ok=true below=-5 part=0.5");
}

TEST(LogLine, JsonIsJsonWhateverTheBytesAre) {
  const std::string bytes = "\x80\xff\n\"\\\x01";
  const std::string line = log_line(LogFormat::Json, 1, LogLevel::Error, bytes,
                                    {{"bytes", bytes}, {"big", ~std::uint64_t{0}}, {"no", false}});
  EXPECT_EQ(line.find('\n'), std::string::npos);
  const auto value = boost::json::parse(line);
  EXPECT_EQ(value.at("event").as_string(), "\\x80\\xff\n\"\\\x01");
  EXPECT_EQ(value.at("big").as_uint64(), ~std::uint64_t{0});
  EXPECT_FALSE(value.at("no").as_bool());
  EXPECT_EQ(value.at("level").as_string(), "error");
}

class LogTest : public ::testing::Test {
 protected:
  void SetUp() override {
    path_ = ::testing::TempDir() + "hotbook_log_" +
            ::testing::UnitTest::GetInstance()->current_test_info()->name();
    std::filesystem::remove(path_);
  }
  void TearDown() override {
    std::filesystem::remove(path_);
    std::filesystem::remove(path_ + ".1");
  }
  std::size_t lines(const std::string& path) const {
    const std::string text = read_text(path);
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
  }
  std::string path_;
};

TEST_F(LogTest, WhatIsBelowTheLevelIsNotWritten) {
  Log log{{LogLevel::Warning, LogFormat::Logfmt, path_}};
  log.debug("a");
  log.info("b");
  log.warning("c");
  log.set_level(LogLevel::Debug);
  log.debug("d");
  log.flush();
  const std::string text = read_text(path_);
  EXPECT_EQ(text.find("event=b"), std::string::npos);
  EXPECT_NE(text.find("event=c"), std::string::npos);
  EXPECT_NE(text.find("event=d"), std::string::npos);
}

TEST_F(LogTest, EndingWritesWhatIsQueued) {
  {
    Log log{{LogLevel::Info, LogFormat::Json, path_}};
    for (int i = 0; i < 5000; ++i) log.info("line", {{"i", i}});
  }
  EXPECT_EQ(lines(path_), 5000U);
}

TEST_F(LogTest, EveryLineIsWrittenOrCountedAsLost) {
  std::uint64_t lost = 0;
  constexpr int kThreads = 4;
  constexpr int kEach = 5000;
  {
    Log log{{LogLevel::Info, LogFormat::Logfmt, path_, 64}};
    std::vector<std::thread> threads;
    for (int t = 0; t < kThreads; ++t) {
      threads.emplace_back([&log] {
        for (int i = 0; i < kEach; ++i) log.info("line", {{"i", i}});
      });
    }
    for (std::thread& thread : threads) thread.join();
    lost = log.lost_count();
  }
  EXPECT_EQ(lines(path_) + lost, static_cast<std::uint64_t>(kThreads) * kEach);
}

TEST_F(LogTest, GoesOnInANewFileWhenTheOldOneWasMovedAway) {
  Log log{{LogLevel::Info, LogFormat::Logfmt, path_}};
  log.info("first");
  log.flush();
  std::filesystem::rename(path_, path_ + ".1");
  log.reopen();
  log.info("second");
  log.flush();
  EXPECT_EQ(lines(path_ + ".1"), 1U);
  EXPECT_EQ(lines(path_), 1U);
}

TEST_F(LogTest, LinesThatTheFileDoesNotTakeAreCounted) {
  Log log{{LogLevel::Info, LogFormat::Logfmt, "/dev/full"}};
  log.info("a");
  log.info("b");
  log.flush();
  EXPECT_EQ(log.lost_count(), 2U);
}

TEST_F(LogTest, AFileThatCannotBeOpenedIsNamed) {
  try {
    const Log log{{LogLevel::Info, LogFormat::Logfmt, "/nowhere/log"}};
    FAIL();
  } catch (const std::runtime_error& error) {
    EXPECT_TRUE(std::string{error.what()}.starts_with("/nowhere/log: cannot be opened: "));
  }
}

}  // namespace
}  // namespace hotbook::control
