// A process that writes a journal in real files is killed at any moment; what it had told to be
// durable is there.

#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <thread>

#include "host/journal/file_storage.hpp"
#include "host/journal/journal_thread.hpp"
#include "sim/replay/draw.hpp"
#include "tests/host/journal/journal_fixture.hpp"

namespace hotbook::journal::testing {
namespace {

using Shared = std::atomic<std::uint64_t>;

JournalSettings settings_of(std::uint64_t round) {
  JournalSettings settings = small_settings();
  settings.segment_bytes = 16384;
  settings.ring_records = 32;
  settings.release_after = round % 2 == 0 ? ReleaseAfter::Sync : ReleaseAfter::Write;
  return settings;
}

// Appends for ever and says how far it is durable in memory that outlives it.
[[noreturn]] void write_for_ever(const std::string& directory, std::uint64_t round,
                                 Shared& durable) {
  FileStorage storage{directory, FileStorage::Access::Write};
  JournalWriter writer{storage, settings_of(round), read_back(storage).end};
  writer.on_durable([&] { durable.store(writer.durable_seq()); });
  if (!writer.open()) _exit(3);
  const JournalThread thread{writer, JournalWait::Sleep};
  for (std::uint64_t number = writer.appended_seq() + 1;;) {
    JournalRecord record = record_of(number);
    if (writer.append(record)) {
      ++number;
    } else if (writer.failed()) {
      _exit(4);
    } else {
      std::this_thread::yield();
    }
  }
}

TEST(JournalKill, KeepsWhatWasDurableWheneverTheProcessIsKilled) {
  const std::uint64_t seed = seed_of_run(20261121);
  const std::uint64_t rounds = setting("HOTBOOK_SCALE", 1) * 200;
  replay::Draw draw{seed};
  const std::string directory =
      ::testing::TempDir() + "hotbook_journal_kill_" + std::to_string(getpid());
  std::filesystem::remove_all(directory);
  std::filesystem::create_directories(directory);
  void* memory =
      mmap(nullptr, sizeof(Shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  ASSERT_NE(memory, MAP_FAILED);
  auto& durable = *new (memory) Shared{0};
  std::uint64_t pruned = 0;
  for (std::uint64_t round = 0; round < rounds; ++round) {
    const std::uint64_t durable_before = durable.load();
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) write_for_ever(directory, round, durable);
    while (round % 8 == 0 && durable.load() == durable_before)
      std::this_thread::sleep_for(std::chrono::microseconds{50});
    std::this_thread::sleep_for(std::chrono::microseconds{draw.below(4000)});
    kill(child, SIGKILL);
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status)) << "round " << round << ": ended with " << WEXITSTATUS(status);
    FileStorage storage{directory, FileStorage::Access::Write};
    const ReadBack back = read_back(storage);
    ASSERT_TRUE(back.end.condition == JournalCondition::Whole ||
                back.end.condition == JournalCondition::Torn)
        << describe(back.end);
    ASSERT_GE(back.end.next_seq, durable.load() + 1) << "seed " << seed << " round " << round;
    for (const JournalRecord& record : back.records) {
      JournalRecord expected = record_of(record.journal_seq);
      expected.journal_seq = record.journal_seq;
      ASSERT_TRUE(same(record, expected)) << record.journal_seq;
    }
    std::size_t count = 0;
    ASSERT_TRUE(prune(storage, back.end.next_seq, count).ok());
    pruned += count;
  }
  std::cout << "durable=" << durable.load() << " rounds=" << rounds << " pruned=" << pruned << '\n';
  EXPECT_GT(durable.load(), rounds);
  munmap(memory, sizeof(Shared));
  std::filesystem::remove_all(directory);
}

}  // namespace
}  // namespace hotbook::journal::testing
