// Times the journal in a directory of the disk in question: records made durable a second, the size
// of the groups they went in, how long one waits, and records read and checked a second.
//
// usage: journal_bench DIRECTORY [--records N] [--batch N] [--policy write|sync] [--spin]
//   --records   in all, 1,000,000 unless told otherwise
//   --batch     so many are appended, then all of them are waited for, as a lockstep client does;
//               0, the default: as fast as the ring takes them
//
// DIRECTORY is made; a journal that is in it is refused, and the one that was made is removed.

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <filesystem>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "host/journal/crc32c.hpp"
#include "host/journal/file_storage.hpp"
#include "host/journal/journal_reader.hpp"
#include "host/journal/journal_thread.hpp"

namespace {

using namespace hotbook::journal;
using Clock = std::chrono::steady_clock;

struct Arguments {
  std::string directory;
  std::uint64_t records = 1'000'000;
  std::uint64_t batch = 0;
  ReleaseAfter policy = ReleaseAfter::Sync;
  JournalWait wait = JournalWait::Sleep;
};

[[noreturn]] void fail(const std::string& what) {
  std::fprintf(stderr, "journal_bench: %s\n", what.c_str());
  std::exit(2);
}

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

JournalRecord record_of(std::uint64_t number) {
  JournalRecord record{};
  hotbook::MatchCommand command{};
  command.order_id = number;
  command.price = static_cast<std::uint32_t>(number * 7);
  command.quantity = 100;
  record.set(command);
  record.time_ns = number;
  record.kind = RecordKind::Input;
  return record;
}

void append(JournalWriter& writer, JournalRecord& record) {
  while (!writer.append(record)) {
    if (writer.failed()) fail(writer.reason());
    std::this_thread::yield();
  }
}

void wait_for(const JournalWriter& writer, std::uint64_t seq) {
  while (writer.durable_seq() < seq) {
    if (writer.failed()) fail(writer.reason());
    std::this_thread::yield();
  }
}

void bench_append(Storage& storage, const Arguments& arguments) {
  JournalSettings settings;
  settings.release_after = arguments.policy;
  JournalWriter writer{storage, settings, JournalReader{storage}.end()};
  if (!writer.open()) fail(writer.reason());
  std::vector<double> waits;
  const Clock::time_point start = Clock::now();
  {
    const JournalThread thread{writer, arguments.wait};
    for (std::uint64_t number = 1; number <= arguments.records;) {
      const std::uint64_t left = arguments.records + 1 - number;
      const std::uint64_t count = arguments.batch == 0 ? left : std::min(arguments.batch, left);
      const Clock::time_point sent = Clock::now();
      for (const std::uint64_t end = number + count; number < end; ++number) {
        JournalRecord record = record_of(number);
        append(writer, record);
      }
      wait_for(writer, number - 1);
      waits.push_back(seconds_since(sent) * 1e6);
    }
  }
  const double seconds = seconds_since(start);
  const auto records = static_cast<double>(arguments.records);
  std::sort(waits.begin(), waits.end());
  const auto at = [&](double part) {
    return waits[static_cast<std::size_t>(part * static_cast<double>(waits.size() - 1))];
  };
  std::printf(
      "append policy=%s wait=%s batch=%llu records=%llu records_per_s=%.0f "
      "group_records=%.1f syncs=%llu",
      arguments.policy == ReleaseAfter::Write ? "write" : "sync",
      arguments.wait == JournalWait::Spin ? "spin" : "sleep",
      static_cast<unsigned long long>(arguments.batch),
      static_cast<unsigned long long>(arguments.records), records / seconds,
      records / static_cast<double>(writer.groups()),
      static_cast<unsigned long long>(writer.syncs()));
  if (arguments.batch != 0)
    std::printf(" durable_us_p50=%.1f p99=%.1f max=%.1f", at(0.5), at(0.99), waits.back());
  std::printf("\n");
}

// What the venue's thread pays, without a disk: as much as the ring holds, again and again.
void bench_ring(Storage& storage) {
  JournalSettings settings;
  JournalWriter writer{storage, settings, JournalEnd{}};
  JournalRecord record = record_of(1);
  const Clock::time_point start = Clock::now();
  std::uint64_t count = 0;
  while (writer.append(record)) ++count;
  std::printf("ring appends=%llu ns_per_append=%.1f\n", static_cast<unsigned long long>(count),
              seconds_since(start) * 1e9 / static_cast<double>(count));
}

void bench_read(Storage& storage) {
  for (int round = 0; round < 3; ++round) {
    const Clock::time_point start = Clock::now();
    JournalReader reader{storage};
    std::uint64_t records = 0;
    std::uint64_t sum = 0;
    for (auto some = reader.next(); !some.empty(); some = reader.next()) {
      records += some.size();
      for (const JournalRecord& record : some) sum += record.command().quantity;
    }
    const double seconds = seconds_since(start);
    if (reader.end().condition != JournalCondition::Whole || sum != records * 100)
      fail("the journal that was written is not whole: " + describe(reader.end()));
    std::printf("read records=%llu seconds=%.3f records_per_s=%.0f\n",
                static_cast<unsigned long long>(records), seconds,
                static_cast<double>(records) / seconds);
  }
}

void bench_checksum() {
  std::vector<JournalRecord> records(8192);
  for (const auto& [name, function] :
       {std::pair{"crc32c", &crc32c}, {"crc32c_portable", &crc32c_portable}}) {
    const Clock::time_point start = Clock::now();
    std::uint32_t sum = 0;
    constexpr int kRounds = 100;
    for (int round = 0; round < kRounds; ++round) {
      for (const JournalRecord& record : records)
        sum += function(std::as_bytes(std::span{&record, 1}).first(124), sum);
    }
    const double count = kRounds * static_cast<double>(records.size());
    std::printf("%s ns_per_record=%.1f check=%08x\n", name, seconds_since(start) * 1e9 / count,
                sum);
  }
}

Arguments parse(int count, char** values) {
  constexpr const char* kUsage =
      "usage: journal_bench DIRECTORY [--records N] [--batch N] [--policy write|sync] [--spin]";
  Arguments arguments;
  for (int i = 1; i < count; ++i) {
    const std::string_view word = values[i];
    if (word == "--spin") {
      arguments.wait = JournalWait::Spin;
    } else if (word == "--records" && i + 1 < count) {
      arguments.records = std::strtoull(values[++i], nullptr, 10);
    } else if (word == "--batch" && i + 1 < count) {
      arguments.batch = std::strtoull(values[++i], nullptr, 10);
    } else if (word == "--policy" && i + 1 < count) {
      arguments.policy =
          std::strcmp(values[++i], "write") == 0 ? ReleaseAfter::Write : ReleaseAfter::Sync;
    } else if (arguments.directory.empty() && !word.starts_with("--")) {
      arguments.directory = word;
    } else {
      fail(kUsage);
    }
  }
  if (arguments.directory.empty() || arguments.records == 0) fail(kUsage);
  return arguments;
}

}  // namespace

int main(int count, char** values) {
  const Arguments arguments = parse(count, values);
  try {
    FileStorage storage{arguments.directory, FileStorage::Access::Write};
    std::vector<std::string> names;
    if (!storage.list(names).ok() || !names.empty())
      fail(arguments.directory + ": is not an empty directory");
    bench_checksum();
    bench_ring(storage);
    bench_append(storage, arguments);
    bench_read(storage);
    if (!storage.list(names).ok()) fail(arguments.directory + ": cannot be read");
    for (const std::string& name : names) static_cast<void>(storage.remove(name));
  } catch (const std::exception& error) {
    fail(error.what());
  }
  std::filesystem::remove(arguments.directory);
  return 0;
}
