#include "host/app/replay_several.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <optional>
#include <stdexcept>
#include <unordered_set>

#include "host/app/consolidated_output.hpp"
#include "host/app/consolidated_run.hpp"
#include "host/app/counter_check.hpp"
#include "host/app/progress.hpp"

namespace hotbook::app {
namespace {

std::unordered_set<reference::InstrumentIndex> chosen_instruments(
    const std::string& books, const reference::InstrumentTable& instruments) {
  std::unordered_set<reference::InstrumentIndex> chosen;  // empty: all
  if (books == "all") return chosen;
  for (std::size_t at = 0; at <= books.size();) {
    const std::size_t comma = std::min(books.find(',', at), books.size());
    const std::string symbol = books.substr(at, comma - at);
    const auto instrument = instruments.find(symbol);
    if (!instrument)
      throw std::runtime_error(fmt::format("--books: nothing names the symbol '{}'", symbol));
    chosen.insert(*instrument);
    at = comma + 1;
  }
  return chosen;
}

}  // namespace

void say(const ReplayOptions& options, const std::string& line) {
  if (!options.quiet) std::fprintf(stderr, "%s\n", line.c_str());
}

void say_counters(const ReplayOptions& options, const std::vector<std::string>& counters) {
  std::string line = "counters:";
  for (const std::string& counter : counters) line += " " + counter;
  say(options, line);
}

InputSummary summary_of(const ReplayOptions& options, const InputOptions& input,
                        reference::InstrumentTable& instruments) {
  ProgressLine progress{"reading the captures", options.quiet};
  const InputSummary summary =
      summarise(input, instruments,
                [&](std::uint64_t read, std::uint64_t total) { progress.update(read, total); });
  progress.clear();
  for (const std::string& line : summary.contradictions) say(options, line);
  return summary;
}

Exit run_several(const ReplayOptions& options, reference::InstrumentTable& instruments) {
  const std::vector<InputOptions>& inputs = options.inputs;
  std::vector<InputSummary> summaries;
  for (const InputOptions& input : inputs)
    summaries.push_back(summary_of(options, input, instruments));
  ConsolidatedRun run{inputs, summaries, instruments, options.align};
  const auto chosen = chosen_instruments(options.books, instruments);
  std::optional<ConsolidatedCsv> csv;
  if (!options.view || !options.out.empty()) csv.emplace(options.out);
  std::optional<ConsolidatedView> view;
  if (options.view) view.emplace(stderr, instruments, run.books());
  std::uint64_t rows = 0;
  while (const auto row = run.next()) {
    if (!chosen.empty() && !chosen.contains(row->instrument)) continue;
    ++rows;
    if (csv) csv->row(*row, instruments.symbol(row->instrument));
    if (view) {
      view->row(*row);
      view->draw();
    }
  }
  if (csv) csv->close();
  if (view) view->finish();
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    say(options, fmt::format("{}: {} book inputs from {}", reference::name_of(inputs[i].venue),
                             run.inputs(i), summaries[i].title));
    say_counters(options, nonzero_counters(run.counters(i)));
  }
  say(options, fmt::format("{} instruments, {} consolidated rows", instruments.size(), rows));
  return Exit::Ok;
}

}  // namespace hotbook::app
