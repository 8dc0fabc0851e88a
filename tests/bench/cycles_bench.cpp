// Cycles of the whole card at full line rate, for every message type: Verilated, counted, not
// timed.
//
// Each row is one type, back to back in frames back to back on line a, seen in every byte lane. The
// cycles are counted outside the card: from the word that holds the message's last byte to the
// cycle in which its record leaves the books (or, for a message that changes no book, the decoder).

#include <cstdio>
#include <random>
#include <set>
#include <string_view>

#include "sim/replay/itch_message.hpp"
#include "sim/replay/mold_framer.hpp"
#include "tests/rtl/top/card_bench.hpp"

namespace {

using hotbook::replay::ItchMessage;

constexpr std::size_t kMessagesAt = 14 + 20 + 8 + 20;  // Ethernet, IPv4, UDP, MoldUDP64 headers
constexpr unsigned kFrames = 300;
constexpr double kCycleNs = 1e3 / 322.265625;  // the target clock

// Valid wherever the decoder looks; whether the order exists does not change the cycles.
std::vector<std::uint8_t> message_of(char type, std::size_t length, std::mt19937_64& random) {
  ItchMessage start{type, static_cast<std::uint16_t>(random() % 200), 1000};
  std::vector<std::uint8_t> bytes{start.bytes().begin(), start.bytes().end()};
  while (bytes.size() < length) bytes.push_back(static_cast<std::uint8_t>(random() % 4));
  if (type == 'A' || type == 'F') bytes[19] = random() % 2 == 0 ? 'B' : 'S';
  return bytes;
}

struct Row {
  std::size_t messages = 0;
  std::uint64_t cycles_min = ~std::uint64_t{0};
  std::uint64_t cycles_max = 0;
  std::set<std::size_t> lanes;
  bool stalled = false;
};

Row measure(char type, std::size_t length) {
  std::mt19937_64 random{7};
  hotbook::test::CardBench card{7};
  card.open();
  hotbook::replay::MoldFramer framer{hotbook::replay::default_address(hotbook::replay::Line::A)};
  card.send(0, framer.heartbeat(1));  // fixes the session: the very first packet takes one more
  card.drain();
  card.lines[0].sent.clear();
  card.lines[0].stalled = false;

  std::vector<std::pair<unsigned, std::size_t>> last_bytes;
  std::uint64_t seq = 1;
  for (unsigned f = 0; f < kFrames; ++f) {
    const auto count = static_cast<std::uint16_t>(1 + random() % 8);
    std::vector<std::uint8_t> blocks;
    for (unsigned i = 0; i < count; ++i) {
      hotbook::replay::append_block(blocks, message_of(type, length, random));
      last_bytes.emplace_back(f, kMessagesAt + blocks.size() - 1);
    }
    card.send(0, framer.frame(seq, count, blocks));
    seq += count;
  }
  card.drain();

  Row row;
  row.messages = last_bytes.size();
  row.stalled = card.lines[0].stalled || card.record_waits != 0;
  const auto& cycles = card.update_cycles.empty() ? card.venue_cycles : card.update_cycles;
  const std::size_t records = cycles.size() / last_bytes.size();  // two for a replace
  for (std::size_t i = 0; i < last_bytes.size(); ++i) {
    const auto [frame, last_byte] = last_bytes[i];
    const std::uint64_t edge = card.lines[0].sent.at(frame).cycle_of_byte(last_byte);
    const std::uint64_t taken = cycles.at(i * records) - edge;
    row.cycles_min = std::min(row.cycles_min, taken);
    row.cycles_max = std::max(row.cycles_max, taken);
    row.lanes.insert(last_byte % 8);
  }
  return row;
}

}  // namespace

int main() {
  constexpr std::string_view kBook = "AFECXDU";
  for (const char type : std::string_view{"AFECXDUSRHYLVWKJhPQBINO"}) {
    const bool is_book = kBook.find(type) != std::string_view::npos;
    const Row row = measure(type, hotbook::replay::itch_length(static_cast<std::uint8_t>(type)));
    std::printf(
        "path=last_byte_to_%s type=%c messages=%zu lanes=%zu cycles_min=%llu cycles_max=%llu "
        "jitter=%llu line_stalls=%s ns_at_322.27MHz=%.1f\n",
        is_book ? "top_of_book" : "host_record", type, row.messages, row.lanes.size(),
        static_cast<unsigned long long>(row.cycles_min),
        static_cast<unsigned long long>(row.cycles_max),
        static_cast<unsigned long long>(row.cycles_max - row.cycles_min),
        row.stalled ? "yes" : "no", static_cast<double>(row.cycles_max) * kCycleNs);
  }
  return 0;
}
