// Fuzzes `hotbook replay --device software` with any bytes as its capture of any feed: it ends with
// an error that names what is wrong, or its rows can be followed and its counters add up.

#include <stdexcept>

#include "host/app/software_run.hpp"
#include "sim/replay/capture_error.hpp"
#include "sim/replay/line_finder.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace hotbook::fuzz {

void make_seeds(Seeds& seeds) {
  for (const std::size_t frames : {1U, 4U, 24U}) seeds.add(some_capture(frames));
}

}  // namespace hotbook::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hotbook;
  using fuzz::require;
  const fuzz::MemoryFile file{{data, size}};
  app::InputOptions options;
  options.files = {file.path()};
  options.checksum_ignore = true;
  options.venue = static_cast<reference::Venue>(size % reference::kVenueCount);
  try {
    reference::InstrumentTable instruments;
    const app::InputSummary summary =
        app::summarise(options, instruments, [](std::uint64_t, std::uint64_t) {});
    app::SoftwareRun run{options, summary};
    while (const auto row = run.next_row()) require(!summary.symbol(row->book).empty());
    const feed::FeedCounters& counters = run.counters();
    require(counters.lines[0].frames + counters.lines[1].frames ==
            summary.frames[0] + summary.frames[1]);
  } catch (const replay::CaptureError& error) {
    require(error.file() == file.path() && !error.reason().empty());
  } catch (const replay::LineFinderError& error) {
    require(*error.what() != 0);
  }
  return 0;
}
