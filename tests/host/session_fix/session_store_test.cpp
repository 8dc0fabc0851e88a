#include "host/session/fix/session_store.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/host/session_fix/program.hpp"

namespace hotbook::fix {
namespace {

using test::Folder;

std::string bytes_of(const std::string& path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

void write(const std::string& path, const std::string& bytes) {
  std::ofstream{path, std::ios::binary | std::ios::trunc} << bytes;
}

void send(SessionStore& store, const std::string& message, std::uint64_t report = 0,
          std::uint64_t answers = 0) {
  store.tell(report, answers);
  store.set(store.next_sender(), message);
  store.increase_next_sender();
}

TEST(SessionStore, WhatWasSentIsThereAgainWithTheNumbers) {
  const Folder folder;
  const std::string path = folder.path() + "/s";
  {
    SessionStore store{path, false};
    store.start_day("20251120");
    send(store, "one");
    store.increase_next_target();
    send(store, "two", 1);
    send(store, "three", 2);
  }
  const SessionStore store{path, false};
  EXPECT_EQ(store.day(), "20251120");
  EXPECT_EQ(store.next_sender(), 4U);
  EXPECT_EQ(store.next_target(), 2U);
  EXPECT_EQ(store.last_report(), 2U);
  EXPECT_EQ(store.get(2, 99), (std::vector<std::string>{"two", "three"}));
  EXPECT_EQ(store.get(1, 1), std::vector<std::string>{"one"});
  EXPECT_TRUE(store.get(4, 9).empty());
}

TEST(SessionStore, AClientsMessageIsReceivedOnDiskOnlyOnceItsAnswerIs) {
  const Folder folder;
  const std::string path = folder.path() + "/s";
  const auto target = [&] { return SessionStore{path, false}.next_target(); };
  SessionStore store{path, false};
  store.start_day("20251120");
  store.set_next_target(2);
  const std::uint64_t second = store.hold(2);
  store.increase_next_target();
  const std::uint64_t third = store.hold(3);
  store.increase_next_target();
  send(store, "heartbeat");
  EXPECT_EQ(target(), 2U);
  send(store, "answer to 3", 1, third);
  EXPECT_EQ(target(), 2U);
  send(store, "answer to 2", 2, second);
  EXPECT_EQ(target(), 4U);
  EXPECT_EQ(store.next_target(), 4U);
}

TEST(SessionStore, ATicketOfBeforeAResetFreesNothingOfAfterIt) {
  const Folder folder;
  SessionStore store{folder.path() + "/s", false};
  store.start_day("20251120");
  const std::uint64_t before = store.hold(1);
  store.reset();
  EXPECT_EQ(store.held(), 0U);
  const std::uint64_t after = store.hold(1);
  store.answered(before);
  EXPECT_EQ(store.held(), 1U);
  store.answered(after);
  EXPECT_EQ(store.held(), 0U);
}

TEST(SessionStore, AResetForgetsMessagesAndNumbersButNotWhatWasTold) {
  const Folder folder;
  const std::string path = folder.path() + "/s";
  {
    SessionStore store{path, false};
    store.start_day("20251120");
    send(store, "one", 7);
    store.set_next_target(5);
    store.reset();
    EXPECT_EQ(store.next_sender(), 1U);
    EXPECT_TRUE(store.get(1, 9).empty());
    send(store, "again");
  }
  const SessionStore store{path, false};
  EXPECT_EQ(store.next_sender(), 2U);
  EXPECT_EQ(store.next_target(), 1U);
  EXPECT_EQ(store.last_report(), 7U);
  EXPECT_EQ(store.get(1, 9), std::vector<std::string>{"again"});
}

TEST(SessionStore, ADayBeginsWithNothing) {
  const Folder folder;
  const std::string path = folder.path() + "/s";
  {
    SessionStore store{path, false};
    store.start_day("20251120");
    send(store, "one", 7);
    store.start_day("20251121");
    EXPECT_EQ(store.last_report(), 0U);
    EXPECT_TRUE(store.get(1, 9).empty());
  }
  const SessionStore store{path, false};
  EXPECT_EQ(store.day(), "20251121");
  EXPECT_EQ(store.next_sender(), 1U);
  EXPECT_EQ(store.last_report(), 0U);
}

TEST(SessionStore, CutAnywhereInItsLastRecordItIsAsBeforeThat) {
  const Folder folder;
  const std::string path = folder.path() + "/s";
  std::vector<std::size_t> ends;
  {
    SessionStore store{path, false};
    store.start_day("20251120");
    ends.push_back(std::filesystem::file_size(path));
    for (std::uint64_t report = 1; report <= 5; ++report) {
      send(store, "message " + std::string(report, '*'), report);
      ends.push_back(std::filesystem::file_size(path));
    }
  }
  const std::string whole = bytes_of(path);
  for (std::size_t size = ends[0]; size <= whole.size(); ++size) {
    write(path, whole.substr(0, size));
    std::size_t told = 0;
    while (told + 1 < ends.size() && ends[told + 1] <= size) ++told;
    SessionStore store{path, false};
    ASSERT_EQ(store.last_report(), told) << "cut at " << size;
    ASSERT_EQ(store.next_sender(), told + 1);
    ASSERT_EQ(store.get(1, 99).size(), told);
    // What comes next is whole again.
    send(store, "next", told + 1);
    ASSERT_EQ((SessionStore{path, false}.get(1, 99).size()), told + 1);
  }
}

TEST(SessionStore, ABrokenRecordThatIsNotTheLastIsAnErrorThatNamesItsPlace) {
  const Folder folder;
  const std::string path = folder.path() + "/s";
  std::size_t first = 0;
  {
    SessionStore store{path, false};
    store.start_day("20251120");
    first = std::filesystem::file_size(path);
    for (std::uint64_t report = 1; report <= 3; ++report) send(store, "message", report);
  }
  const std::string whole = bytes_of(path);
  const std::size_t second = first + (whole.size() - first) / 3;
  for (std::size_t at = first; at < second; ++at) {
    std::string broken = whole;
    broken[at] = static_cast<char>(broken[at] ^ 0x10);
    write(path, broken);
    try {
      const SessionStore store{path, false};
      FAIL() << "byte " << at << " is not what it was, and nobody said so";
    } catch (const std::runtime_error& error) {
      ASSERT_NE(std::string{error.what()}.find(std::to_string(first)), std::string::npos);
      ASSERT_NE(std::string{error.what()}.find(path), std::string::npos);
    }
  }
}

TEST(SessionStore, AFileThatIsNoStoreIsAnError) {
  const Folder folder;
  const std::string path = folder.path() + "/s";
  write(path, std::string(1000, 'x'));
  EXPECT_THROW((SessionStore{path, false}), std::runtime_error);
  EXPECT_THROW((SessionStore{folder.path() + "/no/such", false}), std::runtime_error);
}

TEST(SessionStore, ADiskThatIsFullChangesNothing) {
  if (!std::filesystem::exists("/dev/full")) GTEST_SKIP() << "there is no /dev/full";
  const Folder folder;
  const std::string path = folder.path() + "/s";
  std::filesystem::create_symlink("/dev/full", path);
  SessionStore store{path, false};
  const std::uint64_t ticket = store.hold(1);
  store.tell(9, ticket);
  EXPECT_THROW(store.set(1, "message"), std::runtime_error);
  EXPECT_EQ(store.last_report(), 0U);
  EXPECT_EQ(store.next_sender(), 1U);
  EXPECT_EQ(store.held(), 1U);
}

}  // namespace
}  // namespace hotbook::fix
