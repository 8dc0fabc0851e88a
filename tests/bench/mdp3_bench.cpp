// Measures the MDP 3.0 twin on a generated feed, framed and in memory, on the thread it is started
// on, and prints one line of key=value a run and their median.
//
// usage: mdp3_bench [--packets N] [--messages N] [--instruments N] [--orders N] [--version N]
//                   [--by-order PERCENT] [--runs N] [--two-lines]
//   --messages   in the fullest packet; --orders rest in a book, about
//   --two-lines  the same frames on both lines: half of them are old, and dropped

#include <time.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "host/feed/mdp3_handler.hpp"
#include "sim/replay/mdp3_generator.hpp"

namespace {

using namespace hotbook;
using namespace hotbook::feed;

struct CountingSink {
  std::uint64_t records = 0;
  void book_update(const BookUpdate&) { ++records; }
  void venue_message(const VenueMessage&) { ++records; }
};

// CPU time of this thread: a neighbour on the same core then costs cache, not time.
double thread_ns() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
}

struct Arguments {
  replay::Mdp3FeedOptions feed;
  int runs = 7;
  bool two_lines = false;
};

bool parse(int count, char** values, Arguments& arguments) {
  replay::Mdp3FeedOptions& feed = arguments.feed;
  feed.packets = 200'000;
  feed.market.instruments = 64;
  feed.market.by_order_percent = 0;
  for (int i = 1; i < count; ++i) {
    const std::string word = values[i];
    if (word == "--two-lines") {
      arguments.two_lines = true;
      continue;
    }
    if (i + 1 >= count) return false;
    const auto value = static_cast<std::uint32_t>(std::strtoul(values[++i], nullptr, 10));
    if (value == 0 && word != "--by-order") return false;
    if (word == "--packets") {
      feed.packets = value;
    } else if (word == "--messages") {
      feed.messages_max = value;
    } else if (word == "--instruments") {
      feed.market.instruments = value;
    } else if (word == "--orders") {
      feed.market.orders = value;
    } else if (word == "--version") {
      feed.market.version = static_cast<std::uint16_t>(value);
    } else if (word == "--by-order") {
      feed.market.by_order_percent = value;
    } else if (word == "--runs") {
      arguments.runs = static_cast<int>(value);
    } else {
      return false;
    }
  }
  return true;
}

std::vector<InstrumentCommand> commands_of(const replay::Mdp3Market& market) {
  std::vector<mdp3::Instrument> told;
  for (const auto& instrument : market.instruments()) {
    mdp3::Instrument mine;
    mine.security = instrument.security;
    mine.book = static_cast<std::uint16_t>(told.size() + 1);
    mine.depth = instrument.depth;
    mine.tick = instrument.tick;
    mine.by_order = instrument.by_order;
    told.push_back(mine);
  }
  return mdp3::plan(told).commands;
}

double run_once(const Arguments& arguments, const std::vector<InstrumentCommand>& commands,
                const std::vector<replay::Mdp3GeneratedFrame>& frames, std::uint64_t entries) {
  CountingSink sink;
  FeedOptions options;
  options.lines[1].enable = arguments.two_lines;
  Mdp3Handler<CountingSink> handler{options, sink};
  for (const InstrumentCommand& command : commands) handler.instrument(command);
  const double start = thread_ns();
  for (const auto& frame : frames) {
    handler.frame(static_cast<Line>(frame.line), {frame.time_ns}, frame.bytes);
  }
  const double stop = thread_ns();
  const FeedCounters& counters = handler.counters();
  const std::uint64_t messages = counters.feed.book_messages + counters.feed.venue_messages;
  const double ns = (stop - start) / static_cast<double>(messages);
  std::printf(
      "messages=%llu entries=%llu records=%llu packets=%zu gaps=%llu ns_per_message=%.2f "
      "messages_per_second=%.0f ns_per_entry=%.2f\n",
      static_cast<unsigned long long>(messages), static_cast<unsigned long long>(entries),
      static_cast<unsigned long long>(sink.records), frames.size(),
      static_cast<unsigned long long>(counters.feed.gaps), ns, 1e9 / ns,
      (stop - start) / static_cast<double>(entries));
  return ns;
}

}  // namespace

int main(int count, char** values) {
  Arguments arguments;
  if (!parse(count, values, arguments)) {
    std::fprintf(stderr,
                 "usage: mdp3_bench [--packets N] [--messages N] [--instruments N] [--orders N] "
                 "[--version N] [--by-order PERCENT] [--runs N] [--two-lines]\n");
    return 2;
  }
  replay::Mdp3Feed feed{arguments.feed};
  const auto commands = commands_of(feed.market());
  auto frames = feed.generate();
  if (!arguments.two_lines) {
    std::erase_if(frames, [](const auto& frame) { return frame.line != replay::Line::A; });
  }
  std::vector<double> times;
  for (int i = 0; i < arguments.runs; ++i) {
    times.push_back(run_once(arguments, commands, frames, feed.market().entries()));
  }
  std::sort(times.begin(), times.end());
  std::printf("median_ns_per_message=%.2f best=%.2f worst=%.2f runs=%d\n", times[times.size() / 2],
              times.front(), times.back(), arguments.runs);
  return 0;
}
