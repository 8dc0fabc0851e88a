// Measures the software twin on a file of length-prefixed ITCH 5.0 messages, in memory, on the
// thread it is started on, and prints one line of key=value per run and their median.
//
// usage: feed_bench FILE [--runs N] [--records] [--packets BYTES] [--orders N]
//   --records   every record is written to a ring of 4096, as a reader in the same cache would see
//               it; without, the books are built and tops known, and the records are not kept
//   --packets   the messages arrive as Ethernet frames of at most BYTES of messages on line a
//
// l2_hash is that of the final books, level by level: books 1 to 65535, bids best first, then asks,
// h = (h ^ (ticks of 100 << 32 | quantity)) * 0x9E3779B97F4A7C15, h ^= h >> 29, from
// 0x243F6A8885A308D3, with all ones (then all ones less one) after each book's bids (asks).

#include <time.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "host/feed/feed_handler.hpp"

namespace {

using namespace hotbook;
using namespace hotbook::feed;

struct Arguments {
  std::string file;
  int runs = 7;
  bool records = false;
  std::size_t packet_bytes = 0;
  std::size_t orders = std::size_t{1} << 20;
};

struct CountingSink {
  std::uint64_t records = 0;
  void book_update(const BookUpdate&) { ++records; }
  void venue_message(const VenueMessage&) { ++records; }
};

struct RingSink {
  static constexpr std::size_t kSlots = 4096;
  struct alignas(64) Slot {
    std::uint8_t bytes[64];
  };
  std::uint64_t records = 0;
  std::vector<Slot> slots = std::vector<Slot>(kSlots);
  void book_update(const BookUpdate& update) { put(&update); }
  void venue_message(const VenueMessage& message) { put(&message); }
  void put(const void* record) { std::memcpy(&slots[records++ % kSlots], record, 64); }
};

std::vector<std::uint8_t> read_file(const std::string& name) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file{std::fopen(name.c_str(), "rb"),
                                                             &std::fclose};
  if (!file) {
    std::fprintf(stderr, "feed_bench: cannot open %s: %s\n", name.c_str(), std::strerror(errno));
    std::exit(2);
  }
  std::vector<std::uint8_t> bytes;
  std::uint8_t chunk[1 << 16];
  for (std::size_t got; (got = std::fread(chunk, 1, sizeof chunk, file.get())) != 0;) {
    bytes.insert(bytes.end(), chunk, chunk + got);
  }
  return bytes;
}

// CPU time of this thread: a neighbour on the same core then costs cache, not time.
double thread_ns() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
}

void put_be(std::vector<std::uint8_t>& out, std::uint64_t value, int bytes) {
  while (bytes-- != 0) out.push_back(static_cast<std::uint8_t>(value >> (8 * bytes)));
}

// Frames with right lengths and a right IPv4 header checksum; UDP checksum 0, which is not judged.
std::vector<std::vector<std::uint8_t>> frame_file(const std::vector<std::uint8_t>& file,
                                                  std::size_t packet_bytes) {
  std::vector<std::vector<std::uint8_t>> frames;
  Bytes rest{file};
  std::uint64_t seq = 1;
  while (!rest.empty()) {
    const std::uint8_t* const first = rest.data();
    std::size_t bytes = 0;
    std::uint64_t count = 0;
    for (Bytes peek = rest; const auto message = next_message(peek); rest = peek, ++count) {
      if (count != 0 && bytes + 2 + message->size() > packet_bytes) break;
      bytes += 2 + message->size();
    }
    if (count == 0) break;
    std::vector<std::uint8_t> frame(12, 0);
    put_be(frame, 0x0800, 2);
    const std::uint64_t udp = 8 + 20 + bytes;
    const std::uint64_t head[] = {0x4500, 20 + udp, 0, 0, 0x4011, 0, 0x0a00, 1, 0xe936, 0x0c6f};
    std::uint64_t sum = 0;
    for (const std::uint64_t word : head) sum += word;
    while (sum >> 16 != 0) sum = (sum & 0xffff) + (sum >> 16);
    for (int i = 0; i < 10; ++i) put_be(frame, i == 5 ? ~sum & 0xffff : head[i], 2);
    put_be(frame, 26400, 2);
    put_be(frame, 26400, 2);
    put_be(frame, udp, 2);
    put_be(frame, 0, 2);
    frame.insert(frame.end(), 10, '0');
    put_be(frame, seq, 8);
    put_be(frame, count, 2);
    frame.insert(frame.end(), first, first + bytes);
    frames.push_back(std::move(frame));
    seq += count;
  }
  return frames;
}

void mix(std::uint64_t& hash, std::uint64_t value) {
  hash = (hash ^ value) * 0x9e3779b97f4a7c15U;
  hash ^= hash >> 29;
}

std::uint64_t l2_hash(const BookBuilder& books, std::uint16_t last_book) {
  std::uint64_t hash = 0x243f6a8885a308d3U;
  std::vector<LevelView> levels(65536);
  for (std::uint16_t book = 1; book <= last_book; ++book) {
    for (const Side side : {Side::Bid, Side::Ask}) {
      const auto found = books.levels({book}, side, std::nullopt, levels);
      for (std::size_t i = 0; i < found.count; ++i) {
        mix(hash, std::uint64_t{levels[i].price.value / 100} << 32 | levels[i].quantity);
      }
      mix(hash, side == Side::Bid ? ~std::uint64_t{0} : ~std::uint64_t{1});
    }
  }
  return hash;
}

template <class Sink>
double run_once(const Arguments& arguments, const std::vector<std::uint8_t>& file,
                const std::vector<std::vector<std::uint8_t>>& frames) {
  Sink sink;
  FeedOptions options;
  options.order_capacity = arguments.orders;
  FeedHandler<Sink> handler{options, sink};
  const double start = thread_ns();
  if (frames.empty()) {
    static_cast<void>(handler.messages(file));
  } else {
    for (const auto& frame : frames) handler.frame(Line::A, {}, frame);
  }
  const double stop = thread_ns();

  const std::uint64_t count = handler.counters().feed.expected - 1;
  const double ns = (stop - start) / static_cast<double>(count);
  std::uint16_t last_book = 0;
  for (Bytes rest{file}; const auto message = next_message(rest);) {
    if ((*message)[0] == 'R') last_book = std::max(last_book, load_be16(message->data() + 1));
  }
  std::printf("messages=%llu records=%llu ns_per_message=%.2f orders_left=%zu l2_hash=%016llx\n",
              static_cast<unsigned long long>(count), static_cast<unsigned long long>(sink.records),
              ns, handler.books().order_count(),
              static_cast<unsigned long long>(l2_hash(handler.books(), last_book)));
  std::fflush(stdout);
  return ns;
}

std::optional<Arguments> parse(int count, char** values) {
  Arguments arguments;
  for (int i = 1; i < count; ++i) {
    const std::string word = values[i];
    const char* const next = i + 1 < count ? values[i + 1] : nullptr;
    if (word == "--records") {
      arguments.records = true;
    } else if (word.starts_with("--") && next != nullptr) {
      const unsigned long value = std::strtoul(next, nullptr, 10);
      if (value == 0) return std::nullopt;
      if (word == "--runs") {
        arguments.runs = static_cast<int>(value);
      } else if (word == "--packets") {
        arguments.packet_bytes = value;
      } else if (word == "--orders") {
        arguments.orders = value;
      } else {
        return std::nullopt;
      }
      ++i;
    } else if (arguments.file.empty() && !word.starts_with("--")) {
      arguments.file = word;
    } else {
      return std::nullopt;
    }
  }
  if (arguments.file.empty()) return std::nullopt;
  return arguments;
}

}  // namespace

int main(int count, char** values) {
  const auto arguments = parse(count, values);
  if (!arguments) {
    std::fprintf(stderr,
                 "usage: feed_bench FILE [--runs N] [--records] [--packets BYTES] [--orders N]\n");
    return 2;
  }
  const auto file = read_file(arguments->file);
  std::vector<std::vector<std::uint8_t>> frames;
  if (arguments->packet_bytes != 0) frames = frame_file(file, arguments->packet_bytes);

  std::vector<double> times;
  for (int i = 0; i < arguments->runs; ++i) {
    times.push_back(arguments->records ? run_once<RingSink>(*arguments, file, frames)
                                       : run_once<CountingSink>(*arguments, file, frames));
  }
  std::sort(times.begin(), times.end());
  std::printf("median_ns_per_message=%.2f best=%.2f worst=%.2f runs=%d\n", times[times.size() / 2],
              times.front(), times.back(), arguments->runs);
  return 0;
}
