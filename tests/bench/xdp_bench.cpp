// Measures the NYSE XDP twin on a generated day, framed and in memory, on the thread it is started
// on, and prints one line of key=value a run and their median.
//
// usage: xdp_bench [--messages N] [--packet N] [--symbols N] [--orders N] [--runs N] [--two-lines]
//   --packet     messages in the largest packet; most hold one to four
//   --two-lines  the same frames on both lines: half of them are old, and dropped

#include <time.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "host/feed/xdp_handler.hpp"
#include "sim/replay/xdp_feed_generator.hpp"

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
  replay::XdpFeedOptions feed;
  int runs = 7;
};

bool parse(int count, char** values, Arguments& arguments) {
  replay::XdpOptions& xdp = arguments.feed.xdp;
  xdp.messages = 2'000'000;
  arguments.feed.two_lines = false;
  for (int i = 1; i < count; ++i) {
    const std::string word = values[i];
    if (word == "--two-lines") {
      arguments.feed.two_lines = true;
      continue;
    }
    const unsigned long value = i + 1 < count ? std::strtoul(values[++i], nullptr, 10) : 0;
    if (value == 0) return false;
    if (word == "--messages") {
      xdp.messages = value;
    } else if (word == "--packet") {
      xdp.packet_messages_max = static_cast<std::uint32_t>(value);
    } else if (word == "--symbols") {
      xdp.symbols = static_cast<std::uint32_t>(value);
    } else if (word == "--orders") {
      xdp.resting_orders = static_cast<std::uint32_t>(value);
    } else if (word == "--runs") {
      arguments.runs = static_cast<int>(value);
    } else {
      return false;
    }
  }
  return true;
}

double run_once(const std::vector<replay::GeneratedFrame>& frames, bool two_lines) {
  CountingSink sink;
  FeedOptions options;
  options.lines[1].enable = two_lines;
  options.order_capacity = std::size_t{1} << 20;
  XdpHandler<CountingSink> handler{options, sink};
  const double start = thread_ns();
  for (const auto& frame : frames) {
    handler.frame(static_cast<Line>(frame.line), {frame.time_ns}, frame.bytes);
  }
  handler.finish();
  const double spent = thread_ns() - start;

  const FeedCounters& counters = handler.counters();
  const std::uint64_t messages =
      counters.lines[0].messages_taken + counters.lines[1].messages_taken;
  const double ns = spent / static_cast<double>(messages);
  std::printf(
      "messages=%llu frames=%zu records=%llu gaps=%llu order_unknown=%llu "
      "ns_per_message=%.2f messages_per_s=%.0f\n",
      static_cast<unsigned long long>(messages), frames.size(),
      static_cast<unsigned long long>(sink.records),
      static_cast<unsigned long long>(counters.feed.gaps),
      static_cast<unsigned long long>(counters.lob.order_unknown), ns, 1e9 / ns);
  std::fflush(stdout);
  return ns;
}

}  // namespace

int main(int count, char** values) {
  Arguments arguments;
  if (!parse(count, values, arguments)) {
    std::fprintf(stderr,
                 "usage: xdp_bench [--messages N] [--packet N] [--symbols N] [--orders N] "
                 "[--runs N] [--two-lines]\n");
    return 2;
  }
  std::vector<replay::GeneratedFrame> frames;
  replay::XdpFeedGenerator feed{arguments.feed};
  replay::GeneratedFrame frame;
  while (feed.next(frame)) frames.push_back(frame);

  std::vector<double> times;
  for (int i = 0; i < arguments.runs; ++i) {
    times.push_back(run_once(frames, arguments.feed.two_lines));
  }
  std::sort(times.begin(), times.end());
  std::printf("median_ns_per_message=%.2f best=%.2f worst=%.2f runs=%d\n", times[times.size() / 2],
              times.front(), times.back(), arguments.runs);
  return 0;
}
