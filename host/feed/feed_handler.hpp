// Computes the feed function of rtl/spec/feed_function.md at full depth: Ethernet frames of two
// lines in, BookUpdate and VenueMessage records out. It is the card's software twin, and a feed
// handler for any program that has frames, MoldUDP64 payloads or ITCH files.
//
//   struct Print {
//     void book_update(const hotbook::BookUpdate& update) { ... }
//     void venue_message(const hotbook::VenueMessage& message) { ... }
//   };
//   Print print;
//   hotbook::feed::FeedHandler handler{hotbook::feed::FeedOptions{}, print};
//   handler.frame(hotbook::feed::Line::A, rx_time_ns, bytes);
//
// The twin has no card's limits: order_not_held, bid_low, ask_low and refill_refused are never set,
// latency_cycles is 0. A level of more than 32 bits of shares shows as 0xffffffff.
//
// Threading: one thread drives one handler; handlers share nothing.
// Hot path:  frame() and messages() neither throw nor lock nor call the kernel, and allocate only
//            where BookBuilder grows or a packet must wait for the other line (LineArbiter::hold).

#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>

#include "host/domain/layout.hpp"
#include "host/feed/book_builder.hpp"
#include "host/feed/feed_counters.hpp"
#include "host/feed/feed_options.hpp"
#include "host/feed/frame_parser.hpp"
#include "host/feed/itch_messages.hpp"
#include "host/feed/line_arbiter.hpp"
#include "host/feed/mold_packet.hpp"

namespace hotbook::feed {

template <class Sink>
class FeedHandler {
 public:
  FeedHandler(const FeedOptions& options, Sink& sink)
      : options_{options}, sink_{sink}, arbiter_{options}, books_{options.order_capacity} {
    counters_.feed.expected = options.first_seq;
  }

  // A frame without its frame check sequence. mac_bad: the MAC found the frame damaged.
  void frame(Line line, TimeNs rx_time, Bytes bytes, bool mac_bad = false);

  // The UDP payload of a frame that somebody else has judged, a socket for one.
  void packet(Line line, TimeNs rx_time, Bytes payload, bool bad = false);

  // A line has had nothing to offer for so long that nobody waits for it any more, until its next
  // frame. The caller's clock decides, which keeps the function free of clocks.
  void line_quiet(Line line);

  // The inputs of both lines have ended: packets that still wait open their gaps.
  void finish();

  // Length-prefixed ITCH messages as in NASDAQ's files, numbered on from the last message (from
  // first_seq, or 1, at the start). Returns the bytes used; fewer than given when the last message
  // is incomplete, and it can be given again with the bytes that follow.
  std::size_t messages(Bytes bytes, TimeNs rx_time = {});

  [[nodiscard]] const FeedCounters& counters() const noexcept { return counters_; }
  [[nodiscard]] const BookBuilder& books() const noexcept { return books_; }
  [[nodiscard]] TopOfBook top(BookIndex book) const { return books_.top(book); }
  [[nodiscard]] std::uint64_t record_count() const noexcept { return record_count_; }

 private:
  // Messages that come one after the other out of one packet or file.
  struct Run {
    Bytes bytes;
    std::uint64_t seq;   // of the next message to be processed
    std::uint64_t left;  // messages still claimed
    std::uint64_t rx_time_ns;
    std::size_t used = 0;  // bytes
    std::uint64_t taken = 0;
  };
  enum class Operation : std::uint8_t { Input, Replace, Venue, Skip };
  // What a message does, by its type. An input's kind comes first in it, and leads back to it.
  struct Meaning : InputKind {
    std::uint16_t length;
    std::uint8_t quantity_offset;
    Operation operation;
    RecordKind kind;
  };
  // A message made ready ahead of its turn.
  struct Ready {
    BookInput input;
    InputPlace place;
    const std::uint8_t* message;
    [[nodiscard]] const Meaning& meaning() const noexcept {
      return static_cast<const Meaning&>(*input.kind);
    }
  };
  // Messages go through in blocks: what a block touches is fetched while the two blocks before it
  // are processed.
  static constexpr std::size_t kBlock = 8;
  struct Block {
    std::size_t count;
    std::array<Ready, kBlock> ready;
  };
  // What all records of one message share.
  struct Context {
    std::uint64_t seq;
    std::uint64_t rx_time_ns;
    const std::uint8_t* message;
  };
  struct Touches {
    Touch bid;
    Touch ask;
    friend bool operator==(const Touches&, const Touches&) = default;
  };

  static constexpr std::size_t kMessageReach = 2 + 40;          // bytes that make_ready() may read
  static constexpr std::uint32_t kNoSide = BookInput::kOwners;  // or'ed in, makes an owner unsound

  void arbitrate(Line line, const Arrival& arrival);
  void settle_waiting();
  void use(Line line, const Arrival& arrival, PacketVerdict verdict);
  void take(Line line, const Arrival& arrival);
  void gap(GapReason reason, std::uint64_t seq, std::uint64_t count, std::uint64_t rx_time_ns);

  static constexpr Meaning kSkipped{BookInput::kTake, 0, 0, Operation::Skip,
                                    RecordKind::VenueMessage};
  static constexpr std::array<Meaning, 256> kMeanings = [] {
    std::array<Meaning, 256> meanings{};
    meanings.fill(kSkipped);
    for (std::size_t type = 0; type < meanings.size(); ++type) {
      const itch::MessageShape shape = itch::kShapes[type];
      if (shape.kind == itch::MessageClass::Unknown) continue;
      meanings[type].length = shape.length;
      meanings[type].operation = Operation::Venue;
    }
    const auto is_input = [&](char type, const InputKind& input, RecordKind kind,
                              std::uint8_t quantity_offset) {
      Meaning& meaning = meanings[static_cast<std::uint8_t>(type)];
      meaning = {input, meaning.length, quantity_offset, Operation::Input, kind};
    };
    is_input('A', BookInput::kAdd, RecordKind::Add, 20);
    is_input('F', BookInput::kAdd, RecordKind::Add, 20);
    is_input('E', BookInput::kTake, RecordKind::Execute, 19);
    is_input('C', BookInput::kTake, RecordKind::Execute, 19);
    is_input('X', BookInput::kTake, RecordKind::Reduce, 19);
    is_input('D', BookInput::kDelete, RecordKind::Delete, 0);
    meanings['U'].operation = Operation::Replace;
    return meanings;
  }();
  static constexpr std::array<std::uint32_t, 256> kSides = [] {
    std::array<std::uint32_t, 256> sides{};
    sides.fill(kNoSide);
    sides['B'] = static_cast<std::uint32_t>(Side::Bid);
    sides['S'] = static_cast<std::uint32_t>(Side::Ask);
    return sides;
  }();

  void process_all(Run& run);
  void make_ready(Run& run, Block& block);
  void prefetch(const Block& block) const noexcept;
  static const std::uint8_t* copy_end(Bytes end,
                                      std::array<std::uint8_t, kMessageReach>& copy) noexcept;
  void locate_again(Block& block) noexcept;
  void process(const Ready& ready, const Run& run, std::size_t index);
  void process_slowly(const Ready& ready, std::uint64_t seq, std::uint64_t rx_time_ns);
  void skip_message(Bytes message) noexcept;
  void venue(const Context& context, std::size_t length);
  void replace(const Context& context);
  void emit(BookUpdate& update, const Context& context, const BookChange& change);
  void count_rare(const BookChange& change) noexcept;
  void count_events() noexcept;

  [[nodiscard]] Touches touches(std::uint16_t book) const noexcept {
    return {books_.touch(book, Side::Bid), books_.touch(book, Side::Ask)};
  }

  FeedOptions options_;
  Sink& sink_;
  LineArbiter arbiter_;
  BookBuilder books_;
  FeedCounters counters_;
  std::uint64_t record_count_ = 0;
};

}  // namespace hotbook::feed

#include "host/feed/feed_handler.inl"
#include "host/feed/feed_messages.inl"
