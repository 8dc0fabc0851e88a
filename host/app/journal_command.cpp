// hotbook journal: what is in a journal, whether it is whole, and what it leads to.

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <memory>
#include <stdexcept>

#include "host/app/card_matcher.hpp"
#include "host/app/commands.hpp"
#include "host/app/journal_rows.hpp"
#include "host/app/match_summary.hpp"
#include "host/app/match_writer.hpp"
#include "host/app/progress.hpp"
#include "host/app/software_matcher.hpp"
#include "host/app/text_file.hpp"
#include "host/journal/file_storage.hpp"
#include "host/journal/journal_reader.hpp"
#include "host/journal/snapshot_store.hpp"

namespace hotbook::app {
namespace {

using journal::FileStorage;
using journal::JournalCondition;
using journal::JournalEnd;
using journal::JournalReader;
using journal::JournalRecord;

constexpr std::size_t kBatch = 256;  // commands that a device gets at once
constexpr std::size_t kOrdersDefault = std::size_t{1} << 20U;

struct JournalOptions {
  std::string directory;
  std::string device = "software";
  std::string out;
  CardArguments card{default_xclbin(), default_manifest(), 0};
  std::uint64_t from = 0;
  std::uint64_t count = ~std::uint64_t{0};
  bool publish = false;
  bool quiet = false;
};

// 0 whole, 1 torn, 3 damaged or not to be read; says so.
Exit judge(const JournalEnd& end) {
  if (end.condition == JournalCondition::Whole) return Exit::Ok;
  fmt::print(stderr, "hotbook: {}\n", describe(end));
  return end.condition == JournalCondition::Torn ? Exit::Difference : Exit::Failed;
}

struct Counts {
  std::array<std::uint64_t, 4> kinds{};  // by RecordKind
  std::uint64_t first_time_ns = 0;
  std::uint64_t time_ns = 0;
  std::uint64_t earlier_seq = 0;  // the first record whose time is before the one of its forerunner

  void add(const JournalRecord& record) {
    if (total() == 0) first_time_ns = record.time_ns;
    if (record.time_ns < time_ns && earlier_seq == 0) earlier_seq = record.journal_seq;
    time_ns = record.time_ns;
    ++kinds[static_cast<std::size_t>(record.kind)];
  }
  [[nodiscard]] std::uint64_t total() const { return kinds[1] + kinds[2] + kinds[3]; }
};

void print_segments(const JournalReader& reader) {
  for (const journal::SegmentInfo& segment : reader.segments()) {
    fmt::print("{}: from record {}, room for {}, day {}, {} books, {} orders\n", segment.name,
               segment.header.first_seq, journal::capacity_of(segment.header), segment.header.day,
               segment.header.book_count, segment.header.max_orders);
  }
}

// The newest snapshot must be one that the journal reaches.
Exit verify_snapshots(FileStorage& storage, std::uint64_t last_seq) {
  std::vector<std::string> bad;
  const auto snapshot = journal::SnapshotStore{storage, 1}.read_newest(bad);
  for (const std::string& line : bad) fmt::print(stderr, "hotbook: {}\n", line);
  if (snapshot) {
    fmt::print("newest whole snapshot: of record {}, {} bytes\n", snapshot->journal_seq,
               snapshot->state.size());
    if (snapshot->journal_seq > last_seq) {
      fmt::print(stderr, "hotbook: {}: expected records up to {}, found the last to be {}\n",
                 storage.path_of(journal::snapshot_name(snapshot->journal_seq)),
                 snapshot->journal_seq, last_seq);
      return Exit::Failed;
    }
  }
  return bad.empty() ? Exit::Ok : Exit::Failed;
}

Exit verify(const JournalOptions& options) {
  FileStorage storage{options.directory, FileStorage::Access::Read};
  JournalReader reader{storage};
  Counts counts;
  for (auto records = reader.next(); !records.empty(); records = reader.next()) {
    for (const JournalRecord& record : records) counts.add(record);
  }
  if (!options.quiet) print_segments(reader);
  const JournalEnd& end = reader.end();
  fmt::print("segments={} records={} first_seq={} last_seq={} inputs={} refused={} controls={}\n",
             reader.segments().size(), counts.total(), reader.first_seq(), end.next_seq - 1,
             counts.kinds[1], counts.kinds[2], counts.kinds[3]);
  if (counts.total() != 0)
    fmt::print("from {} to {}\n", utc_text(counts.first_time_ns), utc_text(counts.time_ns));
  Exit exit = judge(end);
  if (counts.earlier_seq != 0) {
    fmt::print(stderr, "hotbook: {}: the time of record {} is before that of record {}\n",
               options.directory, counts.earlier_seq, counts.earlier_seq - 1);
    exit = Exit::Failed;
  }
  if (verify_snapshots(storage, end.next_seq - 1) != Exit::Ok) exit = Exit::Failed;
  if (exit == Exit::Ok) fmt::print("whole\n");
  return exit;
}

Exit dump(const JournalOptions& options) {
  FileStorage storage{options.directory, FileStorage::Access::Read};
  JournalReader reader{storage, options.from};
  TextFile file{options.out};
  std::string& text = file.buffer();
  text.append(journal_row_header()).push_back('\n');
  std::uint64_t left = options.count;
  while (left != 0) {
    const auto records = reader.next();
    if (records.empty()) break;
    for (const JournalRecord& record :
         records.first(std::min<std::uint64_t>(left, records.size()))) {
      append_journal_row(text, record);
      text.push_back('\n');
      file.flush_when_long();
      --left;
    }
  }
  file.close();
  // Of a journal that was not read to its end, nothing is known of the end.
  return left == 0 ? Exit::Ok : judge(reader.end());
}

// What the engine of the venue was made with.
MatchOptions match_options(const JournalOptions& options, const JournalReader& reader) {
  MatchOptions match;
  match.publish = options.publish;
  match.book_count = 0;
  match.max_orders = 0;
  for (const journal::SegmentInfo& segment : reader.segments()) {
    match.book_count = std::max<std::size_t>(match.book_count, segment.header.book_count);
    match.max_orders = std::max<std::size_t>(match.max_orders, segment.header.max_orders);
  }
  if (match.book_count == 0)
    throw std::runtime_error(options.directory + ": no segment says how many books there are");
  if (match.max_orders == 0) match.max_orders = kOrdersDefault;
  return match;
}

// Every input of the journal, in order, to the device.
void feed(JournalReader& reader, MatchDevice& device, MatchSummary& summary,
          ProgressLine& progress) {
  std::array<MatchCommand, kBatch> commands;
  std::size_t count = 0;
  const auto give = [&] {
    device.consume({commands.data(), count});
    count = 0;
  };
  const std::uint64_t segments = reader.segments().size();
  for (auto records = reader.next(); !records.empty(); records = reader.next()) {
    for (const JournalRecord& record : records) {
      if (record.kind != journal::RecordKind::Input) continue;
      commands[count] = record.command();
      summary.input(commands[count]);
      if (++count == kBatch) give();
    }
    const auto& first = reader.segments().front().header;
    progress.update(records.back().journal_seq - first.first_seq,
                    segments * journal::capacity_of(first));
  }
  give();
  device.finish();
}

Exit replay(const JournalOptions& options) {
  FileStorage storage{options.directory, FileStorage::Access::Read};
  JournalReader reader{storage, 1};  // matching begins with the first record
  if (reader.end().condition != JournalCondition::Whole) return judge(reader.end());
  const MatchOptions match = match_options(options, reader);
  MatchSummary summary;
  std::unique_ptr<MatchWriter> writer;  // made last, so that bad options leave no empty file
  const OutputHandler handler = [&](std::span<const MatchOutput> outputs) {
    for (const MatchOutput& output : outputs) {
      summary.output(output);
      writer->row(output);
    }
  };
  ProgressLine progress{"replay", options.quiet};
  std::unique_ptr<MatchDevice> device;
  CardMatcher* card = nullptr;
  if (options.device == "software") {
    device = std::make_unique<SoftwareMatcher>(match, handler);
  } else {
    auto matcher = std::make_unique<CardMatcher>(options.card.options(), match, handler);
    card = matcher.get();
    device = std::move(matcher);
  }
  writer = std::make_unique<MatchWriter>(options.out);
  const auto start = std::chrono::steady_clock::now();
  feed(reader, *device, summary, progress);
  writer->close();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  progress.clear();
  if (!options.quiet) {
    const std::string text = summary.text(device->note(), device->state_hash(), took.count());
    fmt::print(stderr, "{}: {}", options.device, text);
  }
  const Exit exit = judge(reader.end());
  if (card == nullptr || card->fault().empty()) return exit == Exit::Difference ? Exit::Ok : exit;
  fmt::print(stderr, "hotbook: the card was given up, the engine went on alone: {}\n",
             card->fault());
  return options.device == "both" ? Exit::Difference : exit;
}

using Options = std::shared_ptr<JournalOptions>;

CLI::App* add(CLI::App& journal, const char* name, const char* says, const Options& options) {
  CLI::App* command = journal.add_subcommand(name, says);
  command->add_option("DIR", options->directory, "The journal's directory")
      ->required()
      ->check(CLI::ExistingDirectory);
  command->add_flag("--quiet", options->quiet, "Print no more than is needed");
  return command;
}

void add_verify(CLI::App& journal, Chosen& chosen) {
  auto options = std::make_shared<JournalOptions>();
  CLI::App* command =
      add(journal, "verify", "Check every record, every segment and the newest snapshot", options);
  command->footer(
      "Exit status: 0 whole; 1 the tail is torn, as a power cut leaves it: the next start cuts it; "
      "3 damaged: file, offset, expected and found are printed. Nothing is changed. The newest "
      "records of a journal that is being written may look torn.");
  command->callback([options, &chosen] { chosen = [options] { return verify(*options); }; });
}

void add_dump(CLI::App& journal, Chosen& chosen) {
  auto options = std::make_shared<JournalOptions>();
  CLI::App* command = add(journal, "dump", "Print records as CSV", options);
  command->footer(std::string{"Columns (empty: this kind of record has none):\n"} +
                  journal_row_help());
  command->add_option("--from", options->from, "The first record (default: the oldest)")
      ->check(CLI::Range(std::uint64_t{1}, journal::kSeqMax));
  command->add_option("--count", options->count, "How many records (default: all)");
  command->add_option("--out", options->out,
                      "CSV file; - is standard output, which is also used without --out");
  command->callback([options, &chosen] { chosen = [options] { return dump(*options); }; });
}

void add_journal_replay(CLI::App& journal, Chosen& chosen) {
  auto options = std::make_shared<JournalOptions>();
  CLI::App* command =
      add(journal, "replay", "Match the inputs of a journal again and print every output as CSV",
          options);
  command->footer(
      "The journal must begin with record 1. Books and orders are as its segments say.\nColumns of "
      "the output (empty: this kind of output has none; host/engine/matching_function.md, section "
      "8):\n" +
      std::string{match_row_help()});
  command
      ->add_option("--device", options->device,
                   "What matches: software, the engine; card, the card with the engine behind it, "
                   "which takes over if the card fails; both, the same, but a card that fails or "
                   "differs ends the run with status 1")
      ->check(CLI::IsMember({"software", "card", "both"}))
      ->capture_default_str();
  command->add_option("--out", options->out,
                      "CSV file; - is standard output, which is also used without --out");
  command->add_option("--xclbin", options->card.xclbin, "Image of the card")->capture_default_str();
  command->add_option("--manifest", options->card.manifest, "Which images may be loaded")
      ->capture_default_str();
  command->add_option("--index", options->card.index, "Which card, counted from 0")
      ->capture_default_str();
  command->add_flag("--publish", options->publish, "Also print changed levels and tops of book");
  command->callback([options, &chosen] { chosen = [options] { return replay(*options); }; });
}

}  // namespace

void add_journal(CLI::App& app, Chosen& chosen) {
  CLI::App* journal =
      app.add_subcommand("journal", "What a venue's journal holds: check it, print it, replay it");
  journal->require_subcommand(1);
  add_verify(*journal, chosen);
  add_dump(*journal, chosen);
  add_journal_replay(*journal, chosen);
  add_journal_standby(*journal, chosen);
}

}  // namespace hotbook::app
