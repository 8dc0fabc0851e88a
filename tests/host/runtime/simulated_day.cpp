#include "tests/host/runtime/simulated_day.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>

#include "sim/oracle/match_oracle.hpp"

namespace hotbook::runtime {
namespace {

using journal::JournalRecord;
using journal::RecordKind;

constexpr std::size_t kBooks = 2;
constexpr std::size_t kSessions = 4;
constexpr std::uint64_t kSegmentBytes = 64 * 1024;
constexpr std::size_t kRingRecords = 256;
constexpr std::size_t kSnapshotsKept = 2;

}  // namespace

struct SimulatedDays::Process {
  Process(const venue::VenueOptions& options, sim::SimulatedStorage& disk)
      : risk{{.account_count = options.accounts.size(),
              .book_count = options.instruments.size(),
              .session_count = options.sessions.size(),
              .tick_values = {}}},
        matching{{.book_count = options.instruments.size(), .max_orders = options.max_orders}},
        sink{[this] { static_cast<void>(writer->step()); }},
        venue{options, risk, matching, sink, nullptr},
        snapshots{disk, kSnapshotsKept} {}

  risk::RiskGate risk;
  venue::LateMatching matching;
  std::optional<journal::JournalWriter> writer;
  JournalSink sink;
  venue::Venue venue;
  journal::SnapshotStore snapshots;
};

SimulatedDays::SimulatedDays(const SimulationOptions& options)
    : options_{options},
      random_{options.seed},
      venue_options_{venue::rig_options(kBooks, kSessions)},
      disk_{options.seed + 1},
      clients_{venue_options_, options.seed + 2},
      now_ns_{venue::kNoon},
      day_{venue::kFirstDay - 1},
      told_(kSessions) {}

SimulatedDays::~SimulatedDays() = default;

std::string SimulatedDays::start() {
  process_ = std::make_unique<Process>(venue_options_, disk_);
  Recovered recovered;
  try {
    recovered = recover(process_->venue, disk_, process_->snapshots);
  } catch (const RecoveryError& error) {
    return fmt::format("recovery: {}", error.what());
  }
  counts_.replayed += recovered.records;
  journal::JournalSettings settings;
  settings.release_after = options_.release_after;
  settings.segment_bytes = kSegmentBytes;
  settings.ring_records = kRingRecords;
  settings.book_count = kBooks;
  settings.max_orders = venue_options_.max_orders;
  process_->writer.emplace(disk_, settings, recovered.end);
  if (!process_->writer->open()) return fmt::format("open: {}", process_->writer->reason());
  process_->sink.set_writer(*process_->writer);
  process_->venue.set_now(now_ns_);
  process_->venue.release(process_->writer->durable_seq());
  return compare_told();
}

// What anybody was told before the crash is what the venue tells now.
std::string SimulatedDays::compare_told() const {
  if (process_->venue.day() != day_) {
    for (const std::vector<ClientReport>& told : told_) {
      if (!told.empty()) return fmt::format("day {} was told of and is not there", day_);
    }
    return "";
  }
  for (std::uint16_t session = 0; session < kSessions; ++session) {
    const session::ReportLog& log = process_->venue.reports(session);
    if (log.released() < told_[session].size()) {
      return fmt::format("session {}: {} reports were told, {} can be told again", session,
                         told_[session].size(), log.released());
    }
    for (std::size_t place = 0; place < told_[session].size(); ++place) {
      if (std::memcmp(&told_[session][place], &log.report(place + 1), sizeof(ClientReport)) != 0) {
        return fmt::format("session {}: report {} is another one", session, place + 1);
      }
    }
  }
  return "";
}

std::string SimulatedDays::hear() {
  process_->venue.release(process_->writer->durable_seq());
  for (std::uint16_t session = 0; session < kSessions; ++session) {
    const session::ReportLog& log = process_->venue.reports(session);
    while (told_[session].size() < log.released()) {
      const ClientReport& report = log.report(told_[session].size() + 1);
      told_[session].push_back(report);
      ++counts_.told;
      const std::string wrong = clients_.hear(report);
      if (!wrong.empty()) {
        return fmt::format("session {} report {}: {}", session, report.number, wrong);
      }
    }
  }
  return "";
}

void SimulatedDays::run_disk(std::size_t steps) {
  for (; steps != 0 && process_->writer->step(); --steps) {
  }
}

std::string SimulatedDays::finish_process() {
  while (!process_->venue.is_idle()) process_->venue.poll();
  run_disk(SIZE_MAX);
  return hear();
}

void SimulatedDays::take_snapshot() {
  // A snapshot stands for no record that is not synced.
  if (process_->writer->synced_seq() != process_->venue.journal_seq()) return;
  journal::Snapshot snapshot;
  snapshot.journal_seq = process_->venue.journal_seq();
  snapshot.journal_id = process_->writer->journal_id();
  process_->venue.snapshot(snapshot.state);
  ++counts_.snapshots;
  static_cast<void>(process_->snapshots.write(snapshot));  // it may fail, as any write
}

std::string SimulatedDays::new_day() {
  venue::Venue& venue = process_->venue;
  if (!venue.is_day_over()) {
    if (const std::string wrong = venue.end_day(); !wrong.empty()) return wrong;
    if (const std::string wrong = finish_process(); !wrong.empty()) return wrong;
    take_snapshot();
  }
  if (process_->writer->failed() || !disk_.has_power()) return "";
  now_ns_ += 8 * 3'600'000'000'000;
  venue.set_now(now_ns_);
  if (const std::string wrong = venue.start_day(venue.day() < day_ ? day_ : day_ + 1);
      !wrong.empty()) {
    return "start of day: " + wrong;
  }
  if (venue.day() != day_) {
    clients_.start_day();
    for (std::vector<ClientReport>& told : told_) told.clear();
    day_ = venue.day();
    ++counts_.days;
  }
  MatchCommand open{};
  open.kind = CommandKind::TradingState;
  open.session = journal::kVenueSession;
  open.book = 0xffff;
  open.state = static_cast<std::uint8_t>(TradingState::Continuous);
  venue.input(open);
  return "";
}

std::string SimulatedDays::crash(bool power) {
  ++(power ? counts_.power_cuts : counts_.kills);
  if (power) {
    disk_.cut_power();
    disk_.restart();
  } else {
    disk_.kill_process();
  }
  return restart();
}

std::string SimulatedDays::restart() {
  process_.reset();
  return start();
}

std::string SimulatedDays::step() {
  ++counts_.steps;
  if (!process_) {
    if (const std::string wrong = start(); !wrong.empty()) return wrong;
  }
  if (process_->venue.is_day_over()) return new_day();
  const std::uint64_t passed = 1'000'000 * below(20);
  now_ns_ += passed;
  counts_.simulated_ns += passed;
  venue::Venue& venue = process_->venue;
  venue.set_now(now_ns_);
  if (chance(options_.crashes_per_10000)) return crash(options_.power_cuts && chance(5'000));
  if (chance(options_.disk_errors_per_10000)) {
    ++counts_.disk_errors;
    disk_.fail(chance(5'000) ? sim::DiskOperation::Write : sim::DiskOperation::Sync,
               chance(5'000) ? ENOSPC : EIO, below(4));
  }
  if (chance(2)) {
    if (const std::string wrong = new_day(); !wrong.empty()) return wrong;
  }
  if (chance(50)) venue.logout(static_cast<std::uint16_t>(below(kSessions)));
  if (chance(100)) venue.tick();
  venue.request(clients_.next());
  if (chance(7'000)) venue.poll();
  run_disk(below(4));
  if (const std::string wrong = hear(); !wrong.empty()) return wrong;
  // A venue whose journal has failed is of no use: an operator starts it again.
  if (venue.is_stopped() || process_->writer->failed()) return crash(false);
  return "";
}

std::string SimulatedDays::finish() {
  if (const std::string wrong = finish_process(); !wrong.empty()) return wrong;
  journal::JournalReader reader{disk_, 1};
  oracle::MatchOracle oracle{{.book_count = kBooks, .max_orders = venue_options_.max_orders}};
  std::vector<MatchOutput> outputs;
  std::uint64_t last = 0;
  for (;;) {
    const std::span<const JournalRecord> records = reader.next();
    if (records.empty()) break;
    for (const JournalRecord& record : records) {
      if (record.journal_seq != last + 1) return "the journal has a hole";
      last = record.journal_seq;
      if (record.kind != RecordKind::Input) continue;
      outputs.clear();
      oracle.apply(record.command(), outputs);
    }
  }
  if (last != process_->venue.journal_seq()) return "the journal ends elsewhere than the venue";
  if (oracle.state_hash() != process_->venue.engine().state_hash()) {
    return fmt::format("the oracle's replay of {} records comes to another state", last);
  }
  counts_.records = last;
  return "";
}

}  // namespace hotbook::runtime
