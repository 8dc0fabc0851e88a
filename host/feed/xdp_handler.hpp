// Computes the feed function for NYSE XDP (hls/xdp_decode/README.md) at full depth: Ethernet frames
// of two lines in, BookUpdate and VenueMessage records out. It is the software twin of the card
// with the XDP kernel, and a feed handler for any program that has frames or XDP packets.
//
//   struct Print {
//     void book_update(const hotbook::BookUpdate& update) { ... }
//     void venue_message(const hotbook::VenueMessage& message) { ... }
//   };
//   Print print;
//   hotbook::feed::XdpHandler handler{hotbook::feed::FeedOptions{}, print};
//   handler.frame(hotbook::feed::Line::A, rx_time_ns, bytes);
//
// As of FeedHandler, the card's limits are not the twin's. A venue message of more than 50 bytes is
// two records.
//
// Threading: one thread drives one handler; handlers share nothing.
// Hot path:  frame() and packet() neither throw nor lock nor call the kernel, and allocate only
//            where BookBuilder grows or a packet must wait for the other line (LineArbiter::hold).

#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <optional>

#include "host/domain/layout.hpp"
#include "host/feed/book_builder.hpp"
#include "host/feed/feed_counters.hpp"
#include "host/feed/feed_options.hpp"
#include "host/feed/frame_parser.hpp"
#include "host/feed/line_arbiter.hpp"
#include "host/feed/xdp_messages.hpp"

namespace hotbook::feed {

template <class Sink>
class XdpHandler {
 public:
  XdpHandler(const FeedOptions& options, Sink& sink)
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

  [[nodiscard]] const FeedCounters& counters() const noexcept { return counters_; }
  [[nodiscard]] const BookBuilder& books() const noexcept { return books_; }
  [[nodiscard]] TopOfBook top(BookIndex book) const { return books_.top(book); }
  [[nodiscard]] std::uint64_t record_count() const noexcept { return record_count_; }

 private:
  // What becomes of a message.
  enum class Fate : std::uint8_t {
    Input,
    Pair,
    Venue,
    UnknownType,
    WrongLength,
    BadField,
    Unmapped
  };
  // A message, and what it will touch, found before its turn; of a pair, what goes.
  struct Ready {
    BookInput input;
    InputPlace place;
    Bytes message;
    std::uint32_t second;  // its own, or the reference's
    Fate fate;
    RecordKind kind;
  };
  // Messages go through in blocks: what a block touches is fetched before its first message is
  // processed.
  static constexpr std::size_t kBlock = 16;
  using Block = std::array<Ready, kBlock>;
  // What all records of one message share.
  struct Context {
    std::uint64_t seq;
    std::uint64_t rx_time_ns;
    std::uint64_t venue_time_ns;
  };
  struct Touches {
    Touch bid;
    Touch ask;
    friend bool operator==(const Touches&, const Touches&) = default;
  };
  static constexpr std::uint32_t kBooks = 1U << 16;  // symbol indexes below this one

  void arbitrate(Line line, const Arrival& arrival);
  void settle_waiting();
  [[nodiscard]] bool restarts(const Arrival& arrival) const noexcept;
  [[nodiscard]] PacketVerdict judge(const Arrival& arrival) noexcept;
  [[nodiscard]] std::optional<Line> usable_head() noexcept;
  void use(Line line, const Arrival& arrival, PacketVerdict verdict);
  void take(Line line, const Arrival& arrival);
  std::uint64_t take_messages(Bytes& body, std::uint64_t left, std::uint64_t rx_time_ns);
  void restart(const Arrival& arrival);
  void gap(GapReason reason, std::uint64_t seq, std::uint64_t count, std::uint64_t rx_time_ns);

  [[nodiscard]] std::size_t make_ready(Bytes& body, std::uint64_t left);
  void make_ready(Ready& ready, Bytes message);
  [[nodiscard]] Fate fate_of(Bytes message) const noexcept;
  void process(const Ready& ready, std::uint64_t seq, std::uint64_t rx_time_ns);
  void count_skipped(Fate fate) noexcept;
  void venue(const Ready& ready, std::uint64_t seq, std::uint64_t rx_time_ns);
  BookChange change(const Ready& ready);
  void pair(const Ready& ready, const Context& context);
  void emit(BookUpdate& update, const Context& context, const BookChange& change);
  void count_rare(const BookChange& change) noexcept;

  [[nodiscard]] Touches touches(std::uint16_t book) const noexcept {
    return {books_.touch(book, Side::Bid), books_.touch(book, Side::Ask)};
  }

  FeedOptions options_;
  Sink& sink_;
  LineArbiter arbiter_;
  BookBuilder books_;
  FeedCounters counters_;
  std::uint64_t record_count_ = 0;
  Block block_{};                 // of the packet that is taken; here, so that no packet presets it
  std::uint64_t reset_sent_ = 0;  // when the packet was sent that restarted the numbers
  std::uint32_t second_ = 0;      // of the last source time reference
  bool orders_came_ = false;      // an event of a book since clear or the last gap event
};

}  // namespace hotbook::feed

#include "host/feed/xdp_handler.inl"
#include "host/feed/xdp_records.inl"
