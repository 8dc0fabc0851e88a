// Fuzzes the path from NYSE XDP packets to records, twice: through the twin and, word by word,
// through the card's kernel. Whatever comes in, nothing may crash, every message taken must be
// counted once, and both must give the same records and the same counts.

#include <vector>

#include "host/feed/xdp_handler.hpp"
#include "sim/replay/xdp_generator.hpp"
#include "tests/fuzz/fuzz.hpp"
#include "tests/hls/xdp_bench_kernel.hpp"
#include "tests/support/record_collector.hpp"

namespace hotbook::fuzz {
namespace {

constexpr std::uint8_t kFlags[] = {11, 12, 10, 1};

void append(std::vector<std::uint8_t>& input, std::uint8_t control, Bytes body) {
  input.push_back(control);
  input.push_back(static_cast<std::uint8_t>(body.size()));
  input.push_back(static_cast<std::uint8_t>(body.size() >> 8));
  input.insert(input.end(), body.begin(), body.end());
}

}  // namespace

// Whole packets on both lines, and messages that get their headers here.
void make_seeds(Seeds& seeds) {
  replay::XdpOptions options;
  options.messages = 2'000;
  options.symbols = 2;
  options.resting_orders = 20;
  options.failover_ppm = 20'000;
  options.clear_ppm = 5'000;
  replay::XdpGenerator day{options};
  replay::XdpPacket packet;
  std::vector<std::uint8_t> whole;
  std::vector<std::uint8_t> bare;
  while (day.next(packet)) {
    std::vector<std::uint8_t> messages;
    for (const auto& message : packet.messages) {
      messages.insert(messages.end(), message.begin(), message.end());
    }
    for (const bool b : {false, true}) {
      append(whole, b ? 1 : 0, replay::xdp_packet(packet.header, messages));
    }
    append(bare, static_cast<std::uint8_t>(0x44 | packet.messages.size() % 4 << 3), messages);
    if (whole.size() < 3'000) continue;
    seeds.add(whole);
    seeds.add(bare);
    whole.clear();
    bare.clear();
  }
}

}  // namespace hotbook::fuzz

namespace {

using namespace hotbook;
using fuzz::require;

using Bench = hls_test::KernelBench<hls_test::XdpKernel>;

// Both get the same packets.
struct Pair {
  testing::RecordCollector collector;
  feed::XdpHandler<testing::RecordCollector> twin;
  Bench bench;
  replay::Draw draw;
  std::uint32_t sent = 1'000;

  Pair(const feed::FeedOptions& twin_options, const oracle::OracleOptions& options,
       std::uint64_t seed)
      : twin{twin_options, collector}, bench{options, true}, draw{seed} {}

  void packet(bool b, feed::Bytes payload, bool bad) {
    twin.packet(b ? feed::Line::B : feed::Line::A, {7}, payload, bad);
    bench.packet(b ? oracle::Line::B : oracle::Line::A, 7, payload, bad, draw);
    bench.run(draw);
    compare();
  }

  void compare() {
    const auto records = bench.take_records();
    require(records.size() == collector.records.size());
    for (std::size_t i = 0; i < records.size(); ++i) {
      require(testing::image_of(records[i]) == collector.records[i]);
    }
    collector.records.clear();
  }

  void compare_counts() {
    for (const feed::NamedCounter& counter : feed::named_counters(twin.counters())) {
      if (counter.name.ends_with(".frames") || counter.name.ends_with(".packets") ||
          counter.name.ends_with(".bad_frame")) {
        continue;  // the frames were somebody else's
      }
      // Until something is given, a card's counters say nothing of what is expected.
      const auto found = bench.counters().find(counter.name);
      if (found == bench.counters().end()) continue;
      require(counter.register_value == (found->second & 0xffffffffU));
    }
  }
};

}  // namespace

// A packet is: one control byte, two length bytes, its bytes. Control: 0 line, 1 bad, 2 wrap in a
// header: 3 to 4 delivery flag, 5 sent earlier, 6 to 7 how far the number is from the expected one.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  feed::FeedOptions twin_options;
  oracle::OracleOptions options;
  options.line_b.enabled = size % 8 != 0;
  twin_options.lines[1].enable = options.line_b.enabled;
  twin_options.order_capacity = 0;
  Pair both{twin_options, options, size};

  feed::Bytes rest{data, size};
  while (rest.size() >= 3) {
    const std::uint8_t control = rest[0];
    const std::size_t wanted = feed::load_le16(rest.data() + 1) % 1024U;
    const std::size_t length = wanted < rest.size() - 3 ? wanted : rest.size() - 3;
    const feed::Bytes body = rest.subspan(3, length);
    rest = rest.subspan(3 + length);
    std::vector<std::uint8_t> payload{body.begin(), body.end()};
    if ((control & 4) != 0) {
      replay::XdpHeader header;
      header.delivery_flag = fuzz::kFlags[control >> 3 & 3U];
      header.message_count = static_cast<std::uint8_t>(length / 32 + control % 2U);
      header.seq =
          static_cast<std::uint32_t>(both.twin.counters().feed.expected + (control >> 6) - 1U);
      header.sent.second = both.sent++ - ((control & 0x20) != 0 ? 3 : 0);
      payload = replay::xdp_packet(header, body);
    }
    both.packet((control & 1) != 0, payload, (control & 2) != 0);
  }
  both.twin.finish();
  both.bench.finish(both.draw);
  both.compare();
  both.compare_counts();
  require(!both.bench.words_wait());

  const feed::FeedCounters& counters = both.twin.counters();
  const feed::ArbitrationCounters& feed = counters.feed;
  require(counters.lines[0].messages_taken + counters.lines[1].messages_taken ==
          feed.book_messages + feed.venue_messages + feed.unknown_type + feed.wrong_length +
              feed.bad_field + feed.unmapped);
  return 0;
}
