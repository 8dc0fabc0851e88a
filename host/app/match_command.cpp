// hotbook match: commands in, outputs of the matching function out.

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <memory>
#include <stdexcept>
#include <unordered_set>

#include "host/app/card_matcher.hpp"
#include "host/app/commands.hpp"
#include "host/app/match_summary.hpp"
#include "host/app/match_writer.hpp"
#include "host/app/progress.hpp"
#include "host/app/software_matcher.hpp"
#include "sim/replay/order_flow_file.hpp"
#include "sim/replay/order_flow_words.hpp"

namespace hotbook::app {
namespace {

constexpr std::size_t kBatch = 256;  // commands that a device gets at once
constexpr std::size_t kOrdersDefault = std::size_t{1} << 20U;

struct MatchRunOptions {
  std::string file;
  std::string device = "software";
  std::string out;
  std::string books = "all";
  CardArguments card{default_xclbin(), default_manifest(), 0};
  std::size_t book_count = 0;
  std::size_t max_orders = 0;
  bool publish = false;
  bool quiet = false;
};

std::unordered_set<std::uint16_t> chosen_books(const std::string& books) {
  std::unordered_set<std::uint16_t> chosen;
  if (books == "all") return chosen;
  for (std::size_t at = 0; at <= books.size();) {
    const std::size_t comma = std::min(books.find(',', at), books.size());
    const auto text = std::string_view{books}.substr(at, comma - at);
    const auto book = replay::decimal(text, engine::kBooksMax - 1);
    if (!book)
      throw std::runtime_error(fmt::format("--books: '{}' is not a book from 0 to 65534", text));
    chosen.insert(static_cast<std::uint16_t>(*book));
    at = comma + 1;
  }
  return chosen;
}

// The file's own numbers where none were given.
MatchOptions match_options(const MatchRunOptions& options, const replay::OrderFlowReader& reader) {
  const replay::OrderFlowInfo& info = reader.info();
  MatchOptions match;
  match.publish = options.publish;
  match.book_count = options.book_count != 0 ? options.book_count : info.book_count;
  if (match.book_count == 0) {
    if (reader.bytes_total() == 0) {
      throw std::runtime_error(options.file +
                               ": what is no regular file is not read twice to find its books; "
                               "--book-count says how many");
    }
    const auto scan = replay::scan_order_flow(options.file);
    match.book_count = std::max<std::size_t>(scan.book_count, 1);
  }
  match.max_orders = options.max_orders != 0 ? options.max_orders
                                             : std::max<std::size_t>(kOrdersDefault, info.live_max);
  return match;
}

// An OBW1 file says which executions it must lead to.
Exit hold_against_obw(const MatchRunOptions& options, const replay::OrderFlowInfo& info,
                      const MatchSummary& summary) {
  if (summary.executions() == info.trades && summary.trade_hash() == info.trade_hash) {
    if (!options.quiet) {
      fmt::print(stderr, "obw1: {} executions, hash {:016x}, as the file expects\n", info.trades,
                 info.trade_hash);
    }
    return Exit::Ok;
  }
  fmt::print(stderr,
             "hotbook: {}: the file expects {} executions of hash {:016x}, there were {} of "
             "{:016x}\n",
             options.file, info.trades, info.trade_hash, summary.executions(),
             summary.trade_hash());
  return Exit::Difference;
}

Exit run_match(const MatchRunOptions& options) {
  const auto books = chosen_books(options.books);
  const auto reader = replay::open_order_flow(options.file);
  const MatchOptions match = match_options(options, *reader);
  MatchSummary summary;
  // Made before the output file, so that bad options leave no empty file.
  std::unique_ptr<MatchWriter> writer;
  const OutputHandler handler = [&](std::span<const MatchOutput> outputs) {
    for (const MatchOutput& output : outputs) {
      summary.output(output);
      if (books.empty() || books.contains(output.book)) writer->row(output);
    }
  };
  ProgressLine progress{"match", options.quiet};
  std::unique_ptr<MatchDevice> device;
  CardMatcher* card = nullptr;
  if (options.device == "software") {
    device = std::make_unique<SoftwareMatcher>(match, handler);
  } else {
    auto matcher = std::make_unique<CardMatcher>(options.card.options(), match, handler);
    matcher->on_wait([&] { progress.update(reader->bytes_read(), reader->bytes_total()); });
    card = matcher.get();
    device = std::move(matcher);
  }
  writer = std::make_unique<MatchWriter>(options.out);
  const auto start = std::chrono::steady_clock::now();
  std::array<MatchCommand, kBatch> commands;
  for (bool more = true; more;) {
    std::size_t count = 0;
    while (count < kBatch && (more = reader->next(commands[count]))) {
      summary.input(commands[count]);
      ++count;
    }
    device->consume({commands.data(), count});
    progress.update(reader->bytes_read(), reader->bytes_total());
  }
  device->finish();
  writer->close();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  progress.clear();
  if (!options.quiet) {
    const std::string text = summary.text(device->note(), device->state_hash(), took.count());
    fmt::print(stderr, "{}: {}", options.device, text);
  }
  if (card != nullptr && !card->fault().empty()) {
    fmt::print(stderr, "hotbook: the card was given up, the engine went on alone: {}\n",
               card->fault());
    if (options.device == "both") return Exit::Difference;
  }
  return reader->info().format == replay::OrderFlowFormat::Obw
             ? hold_against_obw(options, reader->info(), summary)
             : Exit::Ok;
}

}  // namespace

void add_match(CLI::App& app, Chosen& chosen) {
  auto options = std::make_shared<MatchRunOptions>();
  CLI::App* match =
      app.add_subcommand("match", "Match an order-flow file and print every output as CSV");
  match->footer(
      "FILE is CSV for people, HBOF for volume (both made by hotbook generate orders) or an OBW1 "
      "workload (whose expected executions are held against those made; status 1 when they "
      "differ), plain or gzip. The books are closed until a trading_state input opens them; an "
      "OBW1 file's are opened first.\nColumns of FILE.csv (a header line names them, in any order; "
      "left out or empty: the default, or none; lines that begin with # are comments):\n" +
      replay::order_flow_csv_help() +
      "A small file:\n"
      "  kind,order_id,book,side,price,quantity,account,state\n"
      "  trading_state,,all,,,,,continuous\n"
      "  new,1,0,bid,1000,50,7,\n"
      "  new,2,0,ask,1000,20,8,\n"
      "Columns of the output (empty: this kind of output has none; host/engine/"
      "matching_function.md, section 8):\n" +
      match_row_help());
  match->add_option("FILE", options->file, "Order flow")->required()->check(CLI::ExistingFile);
  match
      ->add_option("--device", options->device,
                   "What matches: software, the engine; card, the card with the engine behind it, "
                   "which takes over if the card fails; both, the same, but a card that fails or "
                   "differs ends the run with status 1")
      ->check(CLI::IsMember({"software", "card", "both"}))
      ->capture_default_str();
  match->add_option("--out", options->out,
                    "CSV file; - is standard output, which is also used without --out");
  match->add_option("--books", options->books, "Books to print, with commas between, or all")
      ->capture_default_str();
  match
      ->add_option("--book-count", options->book_count,
                   "How many books there are (default: as the file says; CSV: as it names)")
      ->check(CLI::Range(std::size_t{1}, engine::kBooksMax));
  match
      ->add_option("--max-orders", options->max_orders,
                   "Live orders at once; one more is refused (default: 1048576, or more where "
                   "the file says so)")
      ->check(CLI::Range(std::size_t{1}, engine::kOrdersMax));
  match->add_option("--xclbin", options->card.xclbin, "Image of the card")->capture_default_str();
  match->add_option("--manifest", options->card.manifest, "Which images may be loaded")
      ->capture_default_str();
  match->add_option("--index", options->card.index, "Which card, counted from 0")
      ->capture_default_str();
  match->add_flag("--publish", options->publish, "Also print changed levels and tops of book");
  match->add_flag("--quiet", options->quiet, "Print nothing but rows and errors");
  match->callback([options, &chosen] { chosen = [options] { return run_match(*options); }; });
}

}  // namespace hotbook::app
