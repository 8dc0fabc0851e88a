// Records that tell their number, and a journal read back, for the tests of the journal.

#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <optional>
#include <vector>

#include "host/journal/journal_reader.hpp"
#include "host/journal/journal_writer.hpp"

namespace hotbook::journal::testing {

inline std::uint64_t setting(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

// HOTBOOK_SEED or the test's own, printed so that a failure can be repeated.
inline std::uint64_t seed_of_run(std::uint64_t otherwise) {
  const std::uint64_t seed = setting("HOTBOOK_SEED", otherwise);
  std::cout << "seed=" << seed << '\n';
  return seed;
}

// Another one for every number and `kind of life`.
inline JournalRecord record_of(std::uint64_t number, std::uint64_t life = 0) {
  JournalRecord record{};
  record.time_ns = 1'000'000 + number;
  MatchCommand command{};
  command.kind = CommandKind::NewOrder;
  command.order_id = number;
  command.host_number = life;
  command.quantity = static_cast<std::uint32_t>(number * 7 % 1000 + 1);
  record.set(command);
  record.user_ref = static_cast<std::uint32_t>(number);
  record.kind = RecordKind::Input;
  return record;
}

// Apart from what the writer adds of the file.
inline bool same(const JournalRecord& a, const JournalRecord& b) {
  return std::memcmp(&a, &b, offsetof(JournalRecord, unsynced)) == 0;
}

struct ReadBack {
  std::vector<JournalRecord> records;
  JournalEnd end;
};

inline ReadBack read_back(Storage& storage, std::uint64_t from_seq = 0) {
  ReadBack back;
  JournalReader reader{storage, from_seq};
  for (auto records = reader.next(); !records.empty(); records = reader.next())
    back.records.insert(back.records.end(), records.begin(), records.end());
  back.end = reader.end();
  return back;
}

inline JournalSettings small_settings() {
  JournalSettings settings;
  settings.segment_bytes = 4096;  // 31 records
  settings.ring_records = 64;
  settings.book_count = 3;
  settings.max_orders = 1000;
  settings.journal_id = 77;
  return settings;
}

inline void work(JournalWriter& writer) {
  while (writer.step()) {
  }
}

// Appends records first to last and lets them become durable.
inline bool append_all(JournalWriter& writer, std::uint64_t first, std::uint64_t last) {
  for (std::uint64_t number = first; number <= last; ++number) {
    JournalRecord record = record_of(number);
    if (!writer.append(record)) {
      work(writer);
      if (!writer.append(record)) return false;
    }
  }
  work(writer);
  return !writer.failed();
}

// A journal of records 1 to last.
inline void make_journal(Storage& storage, std::uint64_t last,
                         const JournalSettings& settings = small_settings()) {
  JournalWriter writer{storage, settings, read_back(storage).end};
  ASSERT_TRUE(writer.open()) << writer.reason();
  ASSERT_TRUE(append_all(writer, 1, last)) << writer.reason();
}

}  // namespace hotbook::journal::testing
