// Fuzzes the path from MDP 3.0 packets to records, twice: through the twin and, word by word,
// through the card's kernel. Whatever comes in, nothing may crash, and both must give the same
// records and the same counts. What is told of messages is printable, and the recovery feed's
// reader takes anything.

#include <vector>

#include "host/feed/mdp3_describe.hpp"
#include "host/feed/mdp3_handler.hpp"
#include "sim/replay/mdp3_generator.hpp"
#include "tests/fuzz/fuzz.hpp"
#include "tests/hls/mdp3_bench_kernel.hpp"
#include "tests/support/record_collector.hpp"

namespace hotbook::fuzz {
namespace {

replay::Mdp3FeedOptions options_of(std::uint64_t seed) {
  replay::Mdp3FeedOptions options;
  options.market.seed = seed;
  options.market.instruments = 3;
  options.market.orders = 12;
  options.market.by_order_percent = 50;
  options.packets = 12;
  options.reset_ppm = 20'000;
  return options;
}

// Instruments of a fixed seed, so that an input means the same every time.
std::vector<feed::mdp3::Instrument> instruments() {
  std::vector<feed::mdp3::Instrument> out;
  const replay::Mdp3Market market{options_of(1).market};
  for (const auto& told : market.instruments()) {
    feed::mdp3::Instrument instrument;
    instrument.security = told.security;
    instrument.book = static_cast<std::uint16_t>(out.size() + 1);
    instrument.depth = told.depth;
    instrument.tick = told.tick;
    instrument.by_order = told.by_order;
    out.push_back(instrument);
  }
  return out;
}

}  // namespace

void make_seeds(Seeds& seeds) {
  for (std::uint16_t version : {std::uint16_t{6}, std::uint16_t{7}, std::uint16_t{9}}) {
    for (int i = 0; i < 12; ++i) {
      replay::Mdp3FeedOptions options = options_of(1);
      options.market.version = version;
      options.first_seq = 1;
      replay::Mdp3Feed feed{options};
      std::vector<std::uint8_t> input;
      for (int part = 0; part <= i; ++part) {
        for (const auto& frame : feed.generate()) {
          if (part != i) continue;
          const std::size_t length = frame.bytes.size() - 42;
          input.push_back(static_cast<std::uint8_t>(frame.line));
          input.push_back(static_cast<std::uint8_t>(length));
          input.push_back(static_cast<std::uint8_t>(length >> 8));
          input.insert(input.end(), frame.bytes.begin() + 42, frame.bytes.end());
        }
      }
      seeds.add(input);
    }
  }
}

}  // namespace hotbook::fuzz

namespace {

using namespace hotbook;
using fuzz::require;

// Both get the same packets.
struct Pair {
  testing::RecordCollector collector;
  feed::Mdp3Handler<testing::RecordCollector> twin;
  std::unique_ptr<hls_test::Mdp3Bench> bench;
  feed::mdp3::Recovery recovery;
  replay::Draw draw;

  Pair(const feed::FeedOptions& twin_options, const oracle::OracleOptions& options,
       std::uint64_t seed)
      : twin{twin_options, collector},
        bench{std::make_unique<hls_test::Mdp3Bench>(options, true)},
        recovery{{}, fuzz::instruments()},
        draw{seed} {
    for (const auto& command : feed::mdp3::plan(recovery.instruments()).commands) {
      twin.instrument(command);
      tell(*bench, command);
    }
  }

  void packet(bool b, feed::Bytes payload, bool bad) {
    twin.packet(b ? feed::Line::B : feed::Line::A, {7}, payload, bad);
    bench->packet(b ? oracle::Line::B : oracle::Line::A, 7, payload, bad, draw);
    settle(*bench, draw);
    compare();
    const auto view = feed::mdp3::view_packet(payload);
    if (!view) return;
    feed::Bytes body = view->body;
    while (const auto message = feed::mdp3::next_message(body)) {
      const std::string text = feed::mdp3::describe(*message);
      require(text.front() == '{' && text.back() == '}');
      for (const char letter : text) require(letter >= 0x20 && letter <= 0x7e);
      static_cast<void>(feed::mdp3::read_definition(*message));
      static_cast<void>(recovery.snapshot(*message));
    }
  }

  void compare() {
    const auto records = bench->take_records();
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
      const auto found = bench->counters().find(counter.name);
      if (found == bench->counters().end()) continue;
      require(counter.register_value == (found->second & 0xffffffffU));
    }
  }
};

}  // namespace

// A packet is: one control byte, two length bytes, its bytes. Control: 0 line, 1 bad, 2 put a right
// packet header over its first bytes: 3 to 4 how far its number is from the expected one; 5 and
// give the first message the size of the rest.
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
    const std::size_t wanted = feed::mdp3::load_le16(rest.data() + 1) % 1536U;
    const std::size_t length = std::min(wanted, rest.size() - 3);
    const feed::Bytes body = rest.subspan(3, length);
    rest = rest.subspan(3 + length);
    std::vector<std::uint8_t> payload{body.begin(), body.end()};
    if ((control & 4) != 0 && length >= 14) {
      const auto seq = static_cast<std::uint32_t>(both.twin.counters().feed.expected +
                                                  (control >> 3 & 3U) - ((control & 1) + 0U));
      std::memcpy(payload.data(), &seq, sizeof seq);
      const auto rest_size = static_cast<std::uint16_t>(length - 12);
      if ((control & 0x20) != 0) std::memcpy(payload.data() + 12, &rest_size, sizeof rest_size);
    }
    both.packet((control & 1) != 0, payload, (control & 2) != 0);
  }
  both.twin.finish();
  both.bench->finish(both.draw);
  settle(*both.bench, both.draw);
  both.compare();
  both.compare_counts();
  require(!both.bench->words_wait());
  static_cast<void>(both.recovery.is_complete());
  for (const auto& book : both.recovery.snapshots()) {
    testing::RecordCollector records;
    feed::Mdp3Handler<testing::RecordCollector> late{twin_options, records};
    for (const auto& command : feed::mdp3::plan(both.recovery.instruments()).commands) {
      late.instrument(command);
    }
    static_cast<void>(late.restore(book));
  }
  return 0;
}
