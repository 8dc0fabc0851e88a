// Replays an OBW1 order flow through the matching engine and prints one line of key=value per round
// and the median; checks its trades against the file's hash.
//
// usage: engine_bench FILE [--rounds N] [--batch N] [--publish] [--latency]
//   --batch     commands are handed over N at a time instead of one by one
//   --publish   level and top_of_book outputs as well
//   --latency   also times each operation by itself (one by one only)
//
// Timed is everything from a 24-byte record of the file to the hash of its trades: the command made
// of it, the engine, a look at every output. The time is this thread's CPU time.

#include <linux/perf_event.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>
#include <x86intrin.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "host/engine/engine.hpp"

namespace {

using namespace hotbook;

struct FlowHead {
  char magic[8];
  std::uint32_t version;
  std::uint32_t record_bytes;
  std::uint64_t prefill_count;
  std::uint64_t timed_count;
  std::uint64_t epilogue_count;
  std::uint32_t symbol_count;
  std::uint32_t order_id_max;
  std::uint32_t price_min;
  std::uint32_t price_max;
  std::uint64_t seed;
  std::uint64_t trades_timed;
  std::uint64_t hash_timed;
  std::uint64_t trades_all;
  std::uint64_t hash_all;
  std::uint64_t live_max;
  std::uint8_t zero[24];
};
static_assert(sizeof(FlowHead) == 128);

enum class Operation : std::uint8_t { Add = 1, Cancel, Replace, Marketable, Reduce };

struct FlowRecord {
  Operation operation;
  std::uint8_t side;
  std::uint16_t symbol;
  std::uint32_t id;
  std::uint32_t price;
  std::uint32_t quantity;
  std::uint32_t new_id;
  std::uint32_t old_price;
};
static_assert(sizeof(FlowRecord) == 24);

struct Flow {
  FlowHead head{};
  std::vector<FlowRecord> records;
};

struct TradeHash {
  std::uint64_t trades = 0;
  std::uint64_t hash = 0x243f6a8885a308d3U;

  void add(const MatchOutput& output) {
    ++trades;
    hash = (hash ^ (output.other_order_id << 32U | output.order_id)) * 0x9e3779b97f4a7c15U;
    hash ^= hash >> 29U;
    hash = (hash ^ (std::uint64_t{output.price} << 32U | output.quantity)) * 0xbf58476d1ce4e5b9U;
    hash ^= hash >> 32U;
  }
  void add_all(std::span<const MatchOutput> outputs) {
    for (const MatchOutput& output : outputs) {
      if (output.output_kind == OutputKind::Execution) add(output);
    }
  }
};

[[noreturn]] void fail(const std::string& what) {
  std::fprintf(stderr, "engine_bench: %s\n", what.c_str());
  std::exit(2);
}

Flow read_flow(const std::string& name) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file{std::fopen(name.c_str(), "rb"),
                                                             &std::fclose};
  if (!file) fail("cannot open " + name + ": " + std::strerror(errno));
  Flow flow;
  if (std::fread(&flow.head, sizeof flow.head, 1, file.get()) != 1 ||
      std::memcmp(flow.head.magic, "OBW1\0\0\0\0", 8) != 0 || flow.head.version != 1 ||
      flow.head.record_bytes != sizeof(FlowRecord)) {
    fail(name + ": no OBW1 file of version 1");
  }
  flow.records.resize(flow.head.prefill_count + flow.head.timed_count + flow.head.epilogue_count);
  if (std::fread(flow.records.data(), sizeof(FlowRecord), flow.records.size(), file.get()) !=
      flow.records.size()) {
    fail(name + ": is cut short");
  }
  return flow;
}

void make_new(const FlowRecord& record, std::uint32_t id, MatchCommand& command) {
  command = MatchCommand{};
  command.order_id = id;
  command.book = record.symbol;
  command.kind = CommandKind::NewOrder;
  command.side = record.side;
  command.time_in_force = static_cast<std::uint8_t>(TimeInForce::Gtc);
  command.price = record.price;
  command.quantity = record.quantity;
}

// One command, or two; tells how many. A replace of the flow always goes to the end of its queue;
// the engine's does so only when the price changes, so that the others are a cancel and a new
// order.
std::size_t make_commands(const FlowRecord& record, MatchCommand* commands) {
  if (record.operation == Operation::Add || record.operation == Operation::Marketable) {
    make_new(record, record.id, commands[0]);
    return 1;
  }
  if (record.operation == Operation::Reduce) fail("flows with reductions are not replayed");
  commands[0] = MatchCommand{};
  commands[0].order_id = record.id;
  commands[0].book = record.symbol;
  commands[0].kind = CommandKind::CancelOrder;
  if (record.operation == Operation::Cancel) return 1;
  if (record.price == record.old_price) {
    make_new(record, record.new_id, commands[1]);
    return 2;
  }
  commands[0].kind = CommandKind::ReplaceOrder;
  commands[0].price = record.price;
  commands[0].quantity = record.quantity;
  commands[0].new_order_id = record.new_id;
  return 1;
}

double thread_ns() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
}

// Instructions of this thread, where the machine counts them.
class InstructionCounter {
 public:
  InstructionCounter() {
    perf_event_attr wanted{};
    wanted.size = sizeof wanted;
    wanted.type = PERF_TYPE_HARDWARE;
    wanted.config = PERF_COUNT_HW_INSTRUCTIONS;
    wanted.exclude_kernel = 1;
    wanted.exclude_hv = 1;
    file_ = static_cast<int>(syscall(SYS_perf_event_open, &wanted, 0, -1, -1, 0));
  }
  ~InstructionCounter() {
    if (file_ >= 0) close(file_);
  }
  InstructionCounter(const InstructionCounter&) = delete;
  InstructionCounter& operator=(const InstructionCounter&) = delete;
  [[nodiscard]] std::uint64_t read() const {
    std::uint64_t count = 0;
    if (file_ < 0 || ::read(file_, &count, sizeof count) != sizeof count) return 0;
    return count;
  }

 private:
  int file_ = -1;
};

struct Arguments {
  std::string file;
  std::size_t rounds = 7;
  std::size_t batch = 1;
  bool publish = false;
  bool latency = false;
};

constexpr std::size_t kBatchMax = 1024;

void run_batches(engine::Engine& engine, std::span<const FlowRecord> records, std::size_t batch,
                 TradeHash& trades) {
  std::array<MatchCommand, kBatchMax + 2> commands;
  std::size_t count = 0;
  for (const FlowRecord& record : records) {
    count += make_commands(record, commands.data() + count);
    if (count < batch) continue;
    trades.add_all(engine.apply(std::span<const MatchCommand>{commands.data(), count}));
    count = 0;
  }
  trades.add_all(engine.apply(std::span<const MatchCommand>{commands.data(), count}));
}

inline void run_one(engine::Engine& engine, const FlowRecord& record, TradeHash& trades) {
  std::array<MatchCommand, 2> commands;
  const std::size_t count = make_commands(record, commands.data());
  trades.add_all(engine.apply(commands[0]));
  if (count == 2) trades.add_all(engine.apply(commands[1]));
}

void run_singly(engine::Engine& engine, std::span<const FlowRecord> records, TradeHash& trades) {
  for (const FlowRecord& record : records) run_one(engine, record, trades);
}

// One stamp an operation: what lies between two of them is the first one's time.
void run_timed(engine::Engine& engine, std::span<const FlowRecord> records, TradeHash& trades,
               std::vector<std::uint32_t>& ticks) {
  unsigned unused = 0;
  std::uint64_t last = __rdtscp(&unused);
  for (std::size_t i = 0; i < records.size(); ++i) {
    run_one(engine, records[i], trades);
    const std::uint64_t now = __rdtscp(&unused);
    ticks[i] = static_cast<std::uint32_t>(std::min<std::uint64_t>(now - last, 0xffff'ffffU));
    last = now;
  }
}

double ticks_per_ns() {
  timespec start{};
  timespec stop{};
  clock_gettime(CLOCK_MONOTONIC, &start);
  const std::uint64_t first = __rdtsc();
  do clock_gettime(CLOCK_MONOTONIC, &stop);
  while (stop.tv_sec * 1'000'000'000 + stop.tv_nsec <
         start.tv_sec * 1'000'000'000 + start.tv_nsec + 50'000'000);
  const std::uint64_t last = __rdtsc();
  const double ns = static_cast<double>(stop.tv_sec - start.tv_sec) * 1e9 +
                    static_cast<double>(stop.tv_nsec - start.tv_nsec);
  return static_cast<double>(last - first) / ns;
}

void print_latency(std::vector<std::uint32_t>& ticks) {
  std::sort(ticks.begin(), ticks.end());
  const double rate = ticks_per_ns();
  const auto at = [&](double part) {
    return static_cast<double>(
               ticks[static_cast<std::size_t>(part * static_cast<double>(ticks.size() - 1))]) /
           rate;
  };
  std::printf(" p50_ns=%.0f p99_ns=%.0f p999_ns=%.0f", at(0.5), at(0.99), at(0.999));
}

void check(const TradeHash& trades, std::uint64_t count, std::uint64_t hash, const char* when) {
  if (trades.trades == count && trades.hash == hash) return;
  fail(std::string{"the trades are wrong "} + when + ": " + std::to_string(trades.trades) +
       " instead of " + std::to_string(count) + ", or another hash");
}

double run_round(const Flow& flow, const Arguments& arguments) {
  const FlowHead& head = flow.head;
  engine::Engine engine{{.book_count = head.symbol_count,
                         .max_orders = head.live_max + 2 * head.symbol_count + 16,
                         .publish = arguments.publish}};
  MatchCommand open{};
  open.kind = CommandKind::TradingState;
  open.book = 0xffff;
  open.state = static_cast<std::uint8_t>(TradingState::Continuous);
  engine.apply(open);

  const std::span<const FlowRecord> all{flow.records};
  const auto timed = all.subspan(head.prefill_count, head.timed_count);
  TradeHash trades;
  std::vector<std::uint32_t> ticks(arguments.latency ? timed.size() : 0);
  const InstructionCounter counter;
  run_singly(engine, all.first(head.prefill_count), trades);
  const std::uint64_t instructions = counter.read();
  const double start = thread_ns();
  if (arguments.latency) {
    run_timed(engine, timed, trades, ticks);
  } else if (arguments.batch > 1) {
    run_batches(engine, timed, arguments.batch, trades);
  } else {
    run_singly(engine, timed, trades);
  }
  const auto count = static_cast<double>(timed.size());
  const double ns = (thread_ns() - start) / count;
  const double per_operation = static_cast<double>(counter.read() - instructions) / count;
  check(trades, head.trades_timed, head.hash_timed, "after the timed part");
  run_singly(engine, all.subspan(head.prefill_count + head.timed_count), trades);
  check(trades, head.trades_all, head.hash_all, "at the end");
  std::printf("operations=%zu ns_per_operation=%.2f", timed.size(), ns);
  if (per_operation > 0) std::printf(" instructions=%.1f", per_operation);
  if (arguments.latency) print_latency(ticks);
  std::printf("\n");
  std::fflush(stdout);
  return ns;
}

Arguments parse(int count, char** values) {
  constexpr const char* kUsage =
      "usage: engine_bench FILE [--rounds N] [--batch N] [--publish] [--latency]";
  Arguments arguments;
  for (int i = 1; i < count; ++i) {
    const std::string word = values[i];
    if (word == "--publish") {
      arguments.publish = true;
    } else if (word == "--latency") {
      arguments.latency = true;
    } else if ((word == "--rounds" || word == "--batch") && i + 1 < count) {
      const std::size_t value = std::strtoul(values[++i], nullptr, 10);
      if (value == 0 || value > kBatchMax) fail(word + " is 1 to 1024");
      (word == "--rounds" ? arguments.rounds : arguments.batch) = value;
    } else if (arguments.file.empty() && !word.starts_with("--")) {
      arguments.file = word;
    } else {
      fail(kUsage);
    }
  }
  if (arguments.file.empty()) fail(kUsage);
  return arguments;
}

}  // namespace

int main(int count, char** values) {
  const Arguments arguments = parse(count, values);
  const Flow flow = read_flow(arguments.file);
  std::vector<double> times;
  for (std::size_t i = 0; i < arguments.rounds; ++i) times.push_back(run_round(flow, arguments));
  std::sort(times.begin(), times.end());
  std::printf("median_ns_per_operation=%.2f best=%.2f worst=%.2f rounds=%zu batch=%zu publish=%d\n",
              times[times.size() / 2], times.front(), times.back(), times.size(), arguments.batch,
              arguments.publish ? 1 : 0);
  return 0;
}
