// A primary and a standby with a wire between them, each with its own files.

#include <unistd.h>

#include <atomic>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <cerrno>
#include <chrono>
#include <filesystem>
#include <mutex>
#include <thread>

#include "host/journal/file_storage.hpp"
#include "host/journal/journal_tail.hpp"
#include "host/journal/journal_thread.hpp"
#include "host/journal/replica_link.hpp"
#include "host/journal/standby.hpp"
#include "sim/disk/simulated_storage.hpp"
#include "tests/host/journal/journal_fixture.hpp"

namespace hotbook::journal::testing {
namespace {

namespace asio = boost::asio;
using Endpoint = asio::ip::tcp::endpoint;

constexpr std::chrono::seconds kPatience{40};

template <typename Condition>
bool becomes_true(Condition condition) {
  const auto until = std::chrono::steady_clock::now() + kPatience;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > until) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds{1});
  }
  return true;
}

// A standby's process.
class RunningStandby {
 public:
  RunningStandby(const std::string& directory, std::uint16_t port)
      : storage_{directory, FileStorage::Access::Write},
        standby_{context_, storage_, Endpoint{asio::ip::address_v4::loopback(), port},
                 [this](const std::string& line) { say(line); }},
        endpoint_{standby_.endpoint()},
        thread_{[this] { context_.run(); }} {}
  ~RunningStandby() {
    context_.stop();
    thread_.join();
  }
  RunningStandby(const RunningStandby&) = delete;
  RunningStandby& operator=(const RunningStandby&) = delete;

  [[nodiscard]] Endpoint endpoint() const { return endpoint_; }
  [[nodiscard]] bool said(const std::string& what) {
    const std::lock_guard lock{mutex_};
    return lines_.find(what) != std::string::npos;
  }

 private:
  void say(const std::string& line) {
    const std::lock_guard lock{mutex_};
    lines_ += line + '\n';
  }

  std::mutex mutex_;
  std::string lines_;
  FileStorage storage_;
  asio::io_context context_;
  Standby standby_;
  Endpoint endpoint_;
  std::thread thread_;
};

// Says hello as a primary of that journal does, and then whatever a test wants.
class FakePrimary {
 public:
  FakePrimary(const Endpoint& standby, std::uint64_t journal_id) {
    socket_.connect(standby);
    ReplicaHello hello{};
    asio::read(socket_, asio::buffer(&hello, sizeof hello));
    hello = {};
    hello.journal_id = journal_id;
    hello.book_count = 3;
    seal(hello);
    asio::write(socket_, asio::buffer(&hello, sizeof hello));
  }
  void send(std::uint64_t first, std::uint64_t last) {
    std::vector<JournalRecord> records;
    for (std::uint64_t seq = first; seq <= last; ++seq) {
      records.push_back(record_of(seq));
      records.back().journal_seq = seq;
      seal(records.back());
    }
    boost::system::error_code ignored;
    asio::write(socket_, asio::buffer(records), ignored);
  }
  // Nothing when the standby hung up.
  [[nodiscard]] std::optional<std::uint64_t> hear_ack() {
    std::uint64_t ack = 0;
    boost::system::error_code error;
    asio::read(socket_, asio::buffer(&ack, sizeof ack), error);
    return error ? std::nullopt : std::optional{ack};
  }

 private:
  asio::io_context context_;
  asio::ip::tcp::socket socket_{context_};
};

// A primary's process.
class Primary {
 public:
  Primary(const std::string& directory, const Endpoint& standby, JournalSettings settings)
      : storage_{directory, FileStorage::Access::Write},
        writer_{storage_, settings, read_back(storage_).end},
        link_{storage_, writer_, standby} {
    EXPECT_TRUE(writer_.open()) << writer_.reason();
    link_.start();
    thread_.emplace(writer_, JournalWait::Sleep);
  }

  void append(std::uint64_t count) {
    for (; count != 0; --count) {
      JournalRecord record = record_of(writer_.appended_seq() + 1);
      ASSERT_TRUE(becomes_true([&] { return writer_.append(record); })) << writer_.reason();
    }
  }
  [[nodiscard]] JournalWriter& writer() { return writer_; }
  [[nodiscard]] ReplicaLink& link() { return link_; }

 private:
  FileStorage storage_;
  JournalWriter writer_;
  ReplicaLink link_;
  std::optional<JournalThread> thread_;
};

class ReplicaTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = ::testing::TempDir() + "hotbook_replica_" + std::to_string(getpid());
    std::filesystem::remove_all(folder_);
    settings_.release_after = ReleaseAfter::Replica;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  [[nodiscard]] std::string primary() const { return folder_ + "/primary"; }
  [[nodiscard]] std::string standby() const { return folder_ + "/standby"; }
  static ReadBack read(const std::string& directory) {
    FileStorage storage{directory, FileStorage::Access::Read};
    return read_back(storage);
  }
  void expect_equal(std::uint64_t count) const {
    const ReadBack here = read(primary());
    const ReadBack there = read(standby());
    EXPECT_EQ(there.end.condition, JournalCondition::Whole) << describe(there.end);
    ASSERT_EQ(here.records.size(), count);
    ASSERT_EQ(there.records.size(), count);
    for (std::size_t i = 0; i < count; ++i)
      ASSERT_TRUE(same(here.records[i], there.records[i])) << i + 1;
    EXPECT_EQ(there.end.last.header.journal_id, here.end.last.header.journal_id);
    EXPECT_EQ(there.end.last.header.book_count, 3U);
  }

  std::string folder_;
  JournalSettings settings_ = small_settings();
};

TEST_F(ReplicaTest, IsDurableOnlyWhenTheStandbyHasItAndSendsWhatItMissed) {
  std::uint16_t port = 0;
  {
    const RunningStandby found{standby(), 0};
    port = found.endpoint().port();
  }
  Primary first{primary(), Endpoint{asio::ip::address_v4::loopback(), port}, settings_};
  first.append(150);
  ASSERT_TRUE(becomes_true([&] { return first.writer().synced_seq() == 150; }));
  EXPECT_EQ(first.writer().durable_seq(), 0U);
  EXPECT_TRUE(becomes_true([&] { return !first.link().problem().empty(); }));
  {
    const RunningStandby late{standby(), port};
    ASSERT_TRUE(becomes_true([&] { return first.writer().durable_seq() == 150; }))
        << first.link().problem();
    EXPECT_EQ(first.link().problem(), "");
    first.append(1000);
    ASSERT_TRUE(becomes_true([&] { return first.writer().durable_seq() == 1150; }));
  }
  EXPECT_TRUE(becomes_true([&] { return !first.link().is_connected(); }));
  first.append(200);
  const RunningStandby again{standby(), port};
  ASSERT_TRUE(becomes_true([&] { return first.writer().durable_seq() == 1350; }))
      << first.link().problem();
  expect_equal(1350);
}

TEST_F(ReplicaTest, GoesOnWithAPrimaryThatStartsAgain) {
  RunningStandby kept{standby(), 0};
  for (std::uint64_t life = 1; life <= 3; ++life) {
    Primary one{primary(), kept.endpoint(), settings_};
    one.append(100);
    ASSERT_TRUE(becomes_true([&] { return one.writer().durable_seq() == life * 100; }))
        << one.link().problem();
  }
  expect_equal(300);
  EXPECT_TRUE(kept.said("connected: journal 000000000000004d, here up to record 200"));
}

TEST_F(ReplicaTest, IsNotJoinedToAnotherJournalOrToOneThatIsBehind) {
  RunningStandby kept{standby(), 0};
  {
    Primary one{primary(), kept.endpoint(), settings_};
    one.append(100);
    ASSERT_TRUE(becomes_true([&] { return one.writer().durable_seq() == 100; }));
  }
  settings_.journal_id = 5;
  {
    Primary other{folder_ + "/other", kept.endpoint(), settings_};
    EXPECT_TRUE(becomes_true([&] {
      return other.link().problem().find("the standby has journal 000000000000004d") !=
             std::string::npos;
    })) << other.link().problem();
  }
  settings_.journal_id = 77;
  Primary behind{folder_ + "/behind", kept.endpoint(), settings_};
  behind.append(10);
  EXPECT_TRUE(becomes_true([&] {
    return behind.link().problem().find("the standby has records up to 100") != std::string::npos;
  })) << behind.link().problem();
  EXPECT_EQ(behind.writer().durable_seq(), 0U);
  EXPECT_EQ(read(standby()).records.size(), 100U);
}

TEST_F(ReplicaTest, HangsUpOnWhatIsNoPrimaryAndServesTheNext) {
  RunningStandby kept{standby(), 0};
  for (const std::size_t bytes : {1U, 63U, 64U, 5000U}) {
    asio::io_context context;
    asio::ip::tcp::socket socket{context};
    socket.connect(kept.endpoint());
    const std::vector<char> text(bytes, 'x');
    boost::system::error_code ignored;
    asio::write(socket, asio::buffer(text), ignored);
  }
  // One that says a right hello, and then records that are not right.
  FakePrimary fake{kept.endpoint(), 77};
  fake.send(2, 2);
  EXPECT_TRUE(becomes_true(
      [&] { return kept.said("connection ended: expected record 1, found record 2"); }));
  const FakePrimary other{kept.endpoint(), 78};
  EXPECT_TRUE(
      becomes_true([&] { return kept.said("connection ended: it is of another journal"); }));
  Primary one{primary(), kept.endpoint(), settings_};
  one.append(10);
  EXPECT_TRUE(becomes_true([&] { return one.writer().durable_seq() == 10; }))
      << one.link().problem();
}

// The standby's disk fails after a few syncs; what was acknowledged before is on it.
TEST(Standby, AcknowledgesNothingThatItHasNotSynced) {
  for (std::uint64_t round = 0; round < 30; ++round) {
    sim::SimulatedStorage storage{round};
    asio::io_context context;
    std::uint64_t heard = 0;
    {
      Standby kept{context, storage, Endpoint{asio::ip::address_v4::loopback(), 0},
                   [](const std::string&) {}};
      const Endpoint endpoint = kept.endpoint();
      std::thread runs{[&] { context.run(); }};
      storage.fail(sim::DiskOperation::Sync, EIO, 2 + round % 5);
      std::thread primary{[&] {
        FakePrimary fake{endpoint, 77};
        std::atomic<bool> over{false};
        // For as long as it takes until the standby has failed.
        std::thread sender{[&] {
          for (std::uint64_t first = 1; !over; first += 40) fake.send(first, first + 39);
        }};
        while (const auto ack = fake.hear_ack()) heard = *ack;
        over = true;
        sender.join();
      }};
      runs.join();
      EXPECT_NE(kept.failure().find("sync failed"), std::string::npos) << kept.failure();
      kept.close();
      primary.join();
    }
    storage.restart();
    const ReadBack back = read_back(storage);
    ASSERT_LE(heard, back.records.size()) << "round " << round;
  }
}

TEST(JournalTail, ReadsAnyPartOfAJournalOfManySegments) {
  sim::SimulatedStorage storage{1};
  ASSERT_NO_FATAL_FAILURE(make_journal(storage, 100));
  JournalTail tail{storage};
  std::vector<JournalRecord> records;
  for (std::uint64_t first = 1; first <= 100; first += 3) {
    for (std::uint64_t next = first; next <= 100; next += records.size()) {
      ASSERT_EQ(tail.read(next, 100, records), "");
      ASSERT_FALSE(records.empty());
      for (std::size_t i = 0; i < records.size(); ++i) ASSERT_EQ(records[i].user_ref, next + i);
    }
  }
  std::size_t count = 0;
  ASSERT_TRUE(prune(storage, 50, count).ok());
  EXPECT_EQ(tail.read(5, 10, records), "record 5 is not in the journal any more");
  ASSERT_TRUE(storage.flip_bit(segment_name(94), offset_of(1), 0));
  EXPECT_NE(tail.read(94, 100, records).find("000000000094.hbj: damaged at offset 256: record 95"),
            std::string::npos);
}

}  // namespace
}  // namespace hotbook::journal::testing
