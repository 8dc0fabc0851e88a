// hotbook replay: captures in, changes of the top of book out, through the card, the software twin,
// or both.

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <unordered_set>

#include "host/app/book_view.hpp"
#include "host/app/card_run.hpp"
#include "host/app/commands.hpp"
#include "host/app/counter_check.hpp"
#include "host/app/csv_writer.hpp"
#include "host/app/progress.hpp"
#include "host/app/replay_several.hpp"
#include "host/app/software_run.hpp"

namespace hotbook::app {
namespace {

// What becomes of each row: the CSV, the picture, and the count.
class Output {
 public:
  Output(const ReplayOptions& options, const InputSummary& summary) : summary_{summary} {
    choose_books(options.books);
    if (!options.view || !options.out.empty()) csv_ = std::make_unique<CsvWriter>(options.out);
    if (options.view) {
      view_ = std::make_unique<BookView>(stderr, [this](std::uint16_t book) {
        return BookName{summary_.symbol(book), summary_.unit(book)};
      });
    }
    status_.title = fmt::format("{} on {}", summary.title,
                                options.device == "both" ? "card and software" : options.device);
    status_.with_card = options.device != "software";
  }

  void update(const BookUpdate& update) {
    ++status_.inputs;
    if (view_) view_->event(update);
  }
  void row(const TopRow& row) {
    if (!books_.empty() && !books_.contains(row.book)) return;
    ++rows_;
    if (csv_) csv_->row(row, summary_.symbol(row.book), summary_.unit(row.book));
    if (view_) {
      view_->row(row);
      view_->draw(status_);
    }
  }
  void compared() { ++status_.compared; }
  void finish(const std::string& note) {
    if (csv_) csv_->close();
    status_.note = note;
    if (view_) view_->finish(status_);
  }
  void draw() {
    if (view_) view_->draw(status_);
  }
  [[nodiscard]] std::uint64_t rows() const { return rows_; }
  [[nodiscard]] std::uint64_t inputs() const { return status_.inputs; }

 private:
  void choose_books(const std::string& books) {
    if (books == "all") return;
    std::size_t at = 0;
    while (at <= books.size()) {
      const std::size_t comma = std::min(books.find(',', at), books.size());
      const std::string symbol = books.substr(at, comma - at);
      bool found = false;
      summary_.instruments->each_listing(summary_.venue,
                                         [&](BookIndex book, const reference::Listing&) {
                                           if (summary_.symbol(book.value) != symbol) return;
                                           found = true;
                                           books_.insert(book.value);
                                         });
      if (!found)
        throw std::runtime_error(
            fmt::format("--books: no message of the input names the symbol '{}'", symbol));
      at = comma + 1;
    }
  }

  const InputSummary& summary_;
  std::unordered_set<std::uint16_t> books_;  // empty: all
  std::unique_ptr<CsvWriter> csv_;
  std::unique_ptr<BookView> view_;
  ViewStatus status_;
  std::uint64_t rows_ = 0;
};

std::string show(const std::optional<TopRow>& row) {
  if (!row) return "no more rows";
  const auto side = [](const TopSide& of) {
    return of.known ? fmt::format("{}x{}", of.price, of.quantity) : std::string{"unknown"};
  };
  return fmt::format("seq={} time_ns={} book={} bid={} ask={}", row->seq, row->time_ns, row->book,
                     side(row->top.bid), side(row->top.ask));
}

card::CardOptions card_options(const ReplayOptions& options) {
  card::CardOptions card;
  card.xclbin = options.xclbin;
  card.manifest = options.manifest;
  card.device_index = options.index;
  card.emulation.pace = "asap";
  return card;
}

Exit run_software(const ReplayOptions& options, const InputSummary& summary) {
  Output output{options, summary};
  ProgressLine progress{"replay", options.quiet || options.view};
  SoftwareRun run{options.inputs.front(), summary};
  run.on_update([&](const BookUpdate& update) {
    output.update(update);
    progress.update(output.inputs(), 0);
  });
  while (const auto row = run.next_row()) output.row(*row);
  progress.clear();
  output.finish("");
  say(options, fmt::format("software: {} book inputs, {} rows", output.inputs(), output.rows()));
  say_counters(options, nonzero_counters(run.counters()));
  return Exit::Ok;
}

Exit run_card(const ReplayOptions& options, const InputSummary& summary) {
  const bool both = options.device == "both";
  Output output{options, summary};
  ProgressLine progress{"replay", options.quiet || options.view};
  CardRun run{card_options(options), options.inputs.front(), summary};
  std::optional<SoftwareRun> software;
  if (both) software.emplace(options.inputs.front(), summary);
  run.on_update([&](const BookUpdate& update) {
    output.update(update);
    progress.update(output.inputs(), 0);
  });
  run.on_wait([&] { output.draw(); });

  std::string difference;
  std::uint64_t index = 0;
  while (difference.empty()) {
    const auto row = run.next_row();
    if (!run.difference().empty()) {
      difference = run.difference();
      break;
    }
    if (both) {
      const auto expected = software->next_row();
      if (row != expected) {
        difference = fmt::format("row {} differs\n  card:     {}\n  software: {}", index, show(row),
                                 show(expected));
        break;
      }
      if (row) output.compared();
    }
    if (!row) break;
    output.row(*row);
    ++index;
  }
  const card::Counters counters = run.card().counters();
  run.card().stop();
  if (difference.empty() && both) {
    for (const std::string& line :
         counter_differences(counters, software->counters(), summary.line_b.has_value())) {
      difference += (difference.empty() ? "" : "\n") + line;
    }
  }
  progress.clear();
  output.finish(difference.empty() && both ? "card and software agree on every row and counter"
                                           : "");
  say(options, fmt::format("card: {} book inputs, {} rows, {} venue messages, {} tops answered by "
                           "the twin, {} refills ({} refused)",
                           output.inputs(), output.rows(), run.venue_messages(),
                           run.counts().answered_by_twin, run.counts().refills_sent,
                           run.counts().refills_refused));
  say_counters(options, nonzero_counters(counters));
  if (!difference.empty()) {
    std::fprintf(stderr, "hotbook: card and software differ: %s\n", difference.c_str());
    return Exit::Difference;
  }
  if (both) say(options, fmt::format("both: {} rows and every shared counter equal", index));
  return Exit::Ok;
}

// "xdp:day.pcap": the venue whose prefix a file has, taken off it. A file that is there under its
// whole name has none.
reference::Venue take_venue(std::string& file, reference::Venue otherwise) {
  const std::size_t colon = file.find(':');
  if (colon == std::string::npos || std::filesystem::exists(file)) return otherwise;
  const auto venue = reference::venue_named(file.substr(0, colon));
  if (!venue) return otherwise;
  file.erase(0, colon + 1);
  return *venue;
}

// One input a venue, in the order in which the command line names them.
void choose_inputs(ReplayOptions& options) {
  if (!options.line_a.empty()) options.input.line_a = parse_address(options.line_a);
  if (!options.line_b.empty()) options.input.line_b = parse_address(options.line_b);
  for (std::string file : options.files) {
    const auto venue = take_venue(file, *reference::venue_named(options.feed));
    if (!std::filesystem::exists(file))
      throw CLI::ValidationError("FILE", file + ": there is no such file");
    auto at = std::find_if(options.inputs.begin(), options.inputs.end(),
                           [&](const InputOptions& input) { return input.venue == venue; });
    if (at == options.inputs.end()) {
      options.inputs.push_back(options.input);
      at = options.inputs.end() - 1;
      at->venue = venue;
    }
    at->files.push_back(file);
  }
  if (options.inputs.size() == 1) return;
  if (options.device != "software")
    throw CLI::ValidationError("--device", "several venues are replayed by software alone");
  if (options.input.line_a || options.input.first_seq != 0)
    throw CLI::ValidationError("--line-a, --first-seq", "they are for the captures of one venue");
}

Exit run_replay(const ReplayOptions& options) {
  reference::InstrumentTable instruments;
  if (!options.instruments.empty())
    instruments = reference::InstrumentTable::read(options.instruments);
  if (options.inputs.size() > 1) return run_several(options, instruments);
  const InputSummary summary = summary_of(options, options.inputs.front(), instruments);
  return options.device == "software" ? run_software(options, summary) : run_card(options, summary);
}

}  // namespace

void add_replay(CLI::App& app, Chosen& chosen) {
  auto options = std::make_shared<ReplayOptions>();
  CLI::App* replay =
      app.add_subcommand("replay", "Replay captures and print every change of a top of book");
  replay->footer(
      "Captures are pcap or pcapng files of Ethernet frames, or length-prefixed ITCH 5.0 files, "
      "plain or gzip; several are merged "
      "by time.\nThe CSV has a row for each change: "
      "seq,time_ns,symbol,bid_price,bid_quantity,ask_price,ask_quantity.\nPrices are dollars; an "
      "empty side has empty fields; after lost messages a book is unknown and has question "
      "marks.\nWith --device both the card and the "
      "software twin run side by side; the first difference is printed and ends the run with "
      "status 1.\nCaptures of several venues (itch:A.pcap xdp:B.pcap mdp3:C.pcap, with --device "
      "software) make one set of books; rows are "
      "changes of the consolidated top: "
      "time_ns,venue,symbol,bid_price,bid_quantity,bid_venues,ask_price,ask_quantity,ask_venues.");
  replay
      ->add_option("FILE", options->files,
                   "Captures; of another venue than --feed with it in front, as xdp:FILE")
      ->required();
  replay->add_option("--device", options->device, "What computes the books")
      ->check(CLI::IsMember({"card", "software", "both"}))
      ->capture_default_str();
  replay
      ->add_option("--feed", options->feed,
                   "The venue's feed: NASDAQ ITCH 5.0, NYSE XDP, CME MDP 3.0")
      ->check(CLI::IsMember({"itch", "xdp", "mdp3"}))
      ->capture_default_str();
  replay
      ->add_option("--instruments", options->instruments,
                   "Table of instruments: names, price units, which listings are one (CSV)")
      ->check(CLI::ExistingFile);
  replay->add_flag("--align", options->align,
                   "Several venues: take their first frames as simultaneous");
  replay->add_option("--books", options->books, "Symbols to print, with commas between, or all")
      ->capture_default_str();
  replay->add_option("--out", options->out,
                     "CSV file; - is standard output, which is also used without --out and --view");
  replay->add_option("--line-a", options->line_a,
                     "GROUP:PORT of line a, 0.0.0.0:0 for any (default: found in the captures)");
  replay
      ->add_option("--line-b", options->line_b,
                   "GROUP:PORT of line b (default: found in the captures)")
      ->needs("--line-a");
  replay->add_option("--first-seq", options->input.first_seq,
                     "First expected sequence number (default: the first packet's)");
  replay->add_flag("--checksum-ignore", options->input.checksum_ignore,
                   "Accept any IPv4 and UDP checksum");
  replay->add_flag("--view", options->view,
                   "Draw the books and the latency histogram on standard error");
  replay->add_flag("--quiet", options->quiet, "Print nothing but rows and errors");
  replay->add_option("--xclbin", options->xclbin, "The card's image")->capture_default_str();
  replay->add_option("--manifest", options->manifest, "Which images may be loaded")
      ->capture_default_str();
  replay->add_option("--index", options->index, "Which card")->capture_default_str();
  replay->callback([options, &chosen] {
    choose_inputs(*options);
    chosen = [options] { return run_replay(*options); };
  });
}

}  // namespace hotbook::app
