// A journal in real files that a venue might have written: a generated flow as inputs, and between
// them what was refused and what operators did.

#pragma once

#include <string>
#include <vector>

#include "host/journal/file_storage.hpp"
#include "sim/replay/order_flow.hpp"
#include "tests/host/journal/journal_fixture.hpp"

namespace hotbook::journal::testing {

struct FlowJournal {
  std::uint32_t books = 0;
  std::vector<MatchCommand> inputs;
  std::vector<JournalRecord> records;
};

inline JournalRecord control_record(std::uint64_t time_ns) {
  JournalRecord record{};
  record.time_ns = time_ns;
  record.kind = RecordKind::Control;
  ControlChange change{};
  change.action = ControlAction::SetLimit;
  change.scope = ControlScope::Account;
  change.account = 12;
  change.limit = 2;
  change.value = 5'000'000;
  change.actor = {'a', 'd', 'a', ',', ' ', '"', 'l', '"'};
  record.set(change);
  return record;
}

inline JournalRecord command_record(const MatchCommand& command, std::uint64_t time_ns) {
  JournalRecord record{};
  record.time_ns = time_ns;
  record.kind = RecordKind::Input;
  record.user_ref = 7;
  record.cl_ord_id = {'x', '-', '1', '\n'};
  record.set(command);
  return record;
}

inline FlowJournal write_flow_journal(const std::string& directory, std::uint64_t count,
                                      std::uint64_t seed = 1) {
  replay::OrderFlow flow{{.regime = replay::FlowRegime::Mixed, .seed = seed, .count = count}};
  FileStorage storage{directory, FileStorage::Access::Write};
  JournalSettings settings;
  settings.segment_bytes = 1U << 18U;
  settings.ring_records = 256;
  settings.book_count = flow.options().books;
  settings.max_orders = 1U << 20U;
  settings.day = 20261120;
  JournalWriter writer{storage, settings, read_back(storage).end};
  EXPECT_TRUE(writer.open()) << writer.reason();
  FlowJournal made{flow.options().books, {}, {}};
  const auto put = [&](JournalRecord record) {
    if (!writer.append(record)) {
      work(writer);
      EXPECT_TRUE(writer.append(record)) << writer.reason();
    }
    made.records.push_back(record);
  };
  std::uint64_t time_ns = 1'795'168'800'000'000'000;  // 2026-11-20T10:00:00Z
  put(control_record(time_ns));
  for (MatchCommand command; flow.next(command); time_ns += 1000) {
    made.inputs.push_back(command);
    put(command_record(command, time_ns));
    if (made.inputs.size() % 100 == 0) {
      JournalRecord refused = command_record(command, time_ns);
      refused.kind = RecordKind::Refused;
      refused.reason = 76;  // max_quantity
      put(refused);
    }
  }
  work(writer);
  return made;
}

}  // namespace hotbook::journal::testing
