// Fuzzes the whole path from frames to records: the input is cut into frames of both lines, half of
// them with their checksums mended, so that the fuzzer gets past them. Whatever comes in, nothing
// may crash, every message taken must be counted once, and the records must rebuild the books.

#include <cstring>
#include <vector>

#include "host/feed/feed_handler.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace hotbook::fuzz {

// Whole frames of both lines, and messages that get their headers here.
void make_seeds(Seeds& seeds) {
  std::vector<std::uint8_t> input;
  const auto append = [&input](std::uint8_t control, Bytes body) {
    input.push_back(control);
    input.push_back(static_cast<std::uint8_t>(body.size() >> 8U));
    input.push_back(static_cast<std::uint8_t>(body.size()));
    input.insert(input.end(), body.begin(), body.end());
  };
  std::uint8_t line = 0;
  for (const auto& frame : some_frames(12)) append(line ^= 1U, frame);
  seeds.add(input);
  input.clear();
  for (const auto& message : every_message()) {
    std::vector<std::uint8_t> blocks{0, static_cast<std::uint8_t>(message.size())};
    blocks.insert(blocks.end(), message.begin(), message.end());
    append(5, blocks);
  }
  seeds.add(input);
}

}  // namespace hotbook::fuzz

namespace {

using namespace hotbook;
using namespace hotbook::feed;
using fuzz::require;

struct Follower {
  BookBuilder books{0};
  std::uint16_t next = 0;
  void book_update(const BookUpdate& update) {
    require(update.record_seq == next++);
    require(books.apply(update) == BookBuilder::Applied::Done);
    if (update.kind == RecordKind::Gap) return;
    for (const Side side : {Side::Bid, Side::Ask}) {
      const Touch touch = books.touch(update.book, side);
      const bool bid = side == Side::Bid;
      require(static_cast<std::uint32_t>(touch) == (bid ? update.bid_price : update.ask_price));
      require(touch >> 32 == (bid ? update.bid_quantity : update.ask_quantity));
    }
  }
  void venue_message(const VenueMessage& message) { require(message.record_seq == next++); }
};

}  // namespace

// A frame is: one control byte (line, bad, wrap in right headers), two length bytes, its bytes.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  FeedOptions options;
  options.lines[1].enable = size % 2 == 0;
  for (LineOptions& line : options.lines) line.checksum_ignore = true;
  options.order_capacity = 0;
  options.waiting_packets_max = 8;
  Follower follower;
  FeedHandler<Follower> handler{options, follower};

  std::uint64_t seq = 1;
  Bytes rest{data, size};
  while (rest.size() >= 3) {
    const std::uint8_t control = rest[0];
    const std::size_t wanted = load_be16(rest.data() + 1) % 512U;
    const std::size_t length = wanted < rest.size() - 3 ? wanted : rest.size() - 3;
    const Bytes body = rest.subspan(3, length);
    rest = rest.subspan(3 + length);
    std::vector<std::uint8_t> frame;
    if ((control & 4) != 0) {
      // Ethernet, IPv4, UDP and MoldUDP64 headers around the body, the seq near the expected one.
      const auto udp = static_cast<std::uint16_t>(28 + length);
      const auto total = static_cast<std::uint16_t>(20 + udp);
      frame.assign(62, 0);
      frame[12] = 0x08;
      frame[14] = 0x45;
      frame[16] = static_cast<std::uint8_t>(total >> 8);
      frame[17] = static_cast<std::uint8_t>(total);
      frame[23] = 17;
      frame[38] = static_cast<std::uint8_t>(udp >> 8);
      frame[39] = static_cast<std::uint8_t>(udp);
      seq = handler.counters().feed.expected + (control >> 6) - (control >> 4 & 1U);
      for (std::size_t i = 0; i < 8; ++i) {
        frame[52 + i] = static_cast<std::uint8_t>(seq >> (56 - 8 * i));
      }
      frame[61] = static_cast<std::uint8_t>(length / 16);
    }
    frame.insert(frame.end(), body.begin(), body.end());
    handler.frame((control & 1) != 0 ? Line::A : Line::B, {}, frame, (control & 8) != 0);
  }
  handler.finish();

  const FeedCounters& counters = handler.counters();
  const ArbitrationCounters& feed = counters.feed;
  require(counters.lines[0].messages_taken + counters.lines[1].messages_taken ==
          feed.book_messages + feed.venue_messages + feed.unknown_type + feed.wrong_length +
              feed.bad_field);
  return 0;
}
