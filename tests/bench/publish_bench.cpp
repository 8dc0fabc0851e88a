// How fast the venue's market data is made: prints a line of key=value for each regime of order
// flow.
//
// usage: publish_bench [inputs of a regime, 200000 without] [rounds, 5 without]
//
// Timed, in this thread's CPU time, are the engine alone over the flow's commands, and the engine
// with ITCH made of each input, kept, packed and given to two lines that do nothing, flushed every
// eight inputs. What publishing costs is the difference, a message. Medians of the rounds.

#include <time.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "host/publish/itch_publisher.hpp"
#include "host/publish/mold_publisher.hpp"
#include "sim/replay/order_flow.hpp"

namespace {

using namespace hotbook;

constexpr std::uint64_t kDayStart = 1'790'000'000'000'000'000;
constexpr std::uint64_t kFlushEvery = 8;

struct Nowhere final : publish::PacketSink {
  void send(feed::Bytes packet) noexcept override { bytes += packet.size(); }
  std::uint64_t bytes = 0;
};

double cpu_ns() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return 1e9 * static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec);
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

struct Round {
  double ns = 0;
  std::uint64_t messages = 0;  // the day's beginning is not among them
  std::uint64_t packets = 0;
};

Round engine_alone(const MatchOptions& options, const std::vector<MatchCommand>& commands) {
  engine::Engine engine{options};
  const double begin = cpu_ns();
  for (const MatchCommand& command : commands) engine.apply(command);
  return {cpu_ns() - begin, 0, 0};
}

Round published(const MatchOptions& options, const std::vector<MatchCommand>& commands) {
  engine::Engine engine{options};
  publish::MessageStore store;
  std::vector<publish::Instrument> instruments(options.book_count);
  for (std::size_t i = 0; i < instruments.size(); ++i) {
    instruments[i].symbol = "I" + std::to_string(i);
  }
  publish::ItchPublisher publisher{{}, instruments, store};
  Nowhere a;
  Nowhere b;
  publish::MoldPublisher mold{store, a, b};
  publisher.start_day(engine, kDayStart);
  mold.start_session(publish::mold_session("BENCH"), kDayStart);
  store.release(store.next_seq());
  mold.flush(kDayStart);
  const std::uint64_t first = store.next_seq();
  const std::uint64_t first_packet = mold.counts().packets;
  std::uint64_t now_ns = kDayStart;
  const double begin = cpu_ns();
  for (std::size_t i = 0; i < commands.size(); ++i) {
    now_ns += 1'000;
    publisher.on_input(commands[i], engine.apply(commands[i]), engine, now_ns);
    if (i % kFlushEvery != 0) continue;
    store.release(store.next_seq());
    mold.flush(now_ns);
  }
  store.release(store.next_seq());
  mold.flush(now_ns);
  const double ns = cpu_ns() - begin;
  if (mold.next_seq() != store.next_seq()) std::abort();
  return {ns, store.next_seq() - first, mold.counts().packets - first_packet};
}

void run(const replay::FlowProfile& profile, std::uint64_t inputs, int rounds) {
  replay::FlowOptions options;
  options.regime = profile.regime;
  options.count = inputs;
  replay::OrderFlow flow{options};
  const MatchOptions match{flow.options().books, std::size_t{1} << 20U, false};
  std::vector<MatchCommand> commands;
  MatchCommand command;
  while (flow.next(command)) commands.push_back(command);
  std::vector<double> alone;
  std::vector<double> with;
  Round last;
  for (int i = 0; i < rounds; ++i) {
    alone.push_back(engine_alone(match, commands).ns);
    last = published(match, commands);
    with.push_back(last.ns);
  }
  const double cost = median(with) - median(alone);
  const auto messages = static_cast<double>(last.messages);
  std::printf(
      "regime=%s inputs=%zu messages=%llu packets=%llu engine_ns_per_input=%.1f "
      "publish_ns_per_message=%.1f messages_per_s=%.0f with_engine_messages_per_s=%.0f\n",
      std::string{profile.name}.c_str(), commands.size(),
      static_cast<unsigned long long>(last.messages), static_cast<unsigned long long>(last.packets),
      median(alone) / static_cast<double>(commands.size()), cost / messages, 1e9 * messages / cost,
      1e9 * messages / median(with));
}

}  // namespace

int main(int argc, char** argv) {
  const std::uint64_t inputs = argc > 1 ? std::strtoull(argv[1], nullptr, 0) : 200'000;
  const int rounds = argc > 2 ? std::atoi(argv[2]) : 5;
  for (const replay::FlowProfile& profile : replay::flow_profiles()) run(profile, inputs, rounds);
  return 0;
}
