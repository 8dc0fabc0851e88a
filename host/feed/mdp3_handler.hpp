// Computes the feed function for CME's MDP 3.0 (hls/mdp3_decode/README.md): Ethernet frames of two
// lines in, BookUpdate and VenueMessage records out. It is the software twin of the card with its
// MDP 3.0 kernel, and a feed handler for any program that has frames or UDP payloads.
//
//   hotbook::feed::Mdp3Handler handler{hotbook::feed::FeedOptions{}, sink};
//   for (const InstrumentCommand& command : mdp3::plan(instruments).commands)
//     handler.instrument(command);
//   handler.frame(hotbook::feed::Line::A, rx_time_ns, bytes);
//
// It has no table that can be full: what the planner refuses, the kernel would not know.
//
// Threading: one thread drives one handler; handlers share nothing.
// Hot path:  frame() neither throws nor locks nor calls the kernel, and allocates only where
//            BookBuilder grows or a packet must wait for the other line (LineArbiter::hold).

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
#include "host/feed/line_arbiter.hpp"
#include "host/feed/mdp3_instruments.hpp"
#include "host/feed/mdp3_meaning.hpp"
#include "host/feed/mdp3_packet.hpp"
#include "host/feed/mdp3_recovery.hpp"
#include "host/feed/mdp3_rows.hpp"

namespace hotbook::feed {

template <class Sink>
class Mdp3Handler {
 public:
  Mdp3Handler(const FeedOptions& options, Sink& sink)
      : options_{options}, sink_{sink}, arbiter_{options}, books_{options.order_capacity} {
    counters_.feed.expected = options.first_seq;
  }

  // Tells the handler of an instrument; between frames. A command that is not sound changes
  // nothing.
  void instrument(const InstrumentCommand& command);

  // Begins an instrument's book with a snapshot instead of nothing; before the first frame, after
  // instrument(). Its levels or orders are records of the packet that the snapshot is as of; what
  // that packet and those before it say of the instrument is skipped. False when the instrument is
  // not known, or the snapshot is none of its own.
  bool restore(const mdp3::BookSnapshot& snapshot);

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
  using Known = mdp3::Known;
  using Row = mdp3::Row;

  // What the orders of a message refer to.
  struct Referred {
    std::uint32_t index = mdp3::InstrumentTable::kNone;
    std::uint32_t price = 0;  // 0: not a book's price
    std::uint8_t type = 0;
  };
  // The message that is being taken.
  struct Run {
    Bytes bytes;         // from its SBE header on, as far as the packet has them
    std::size_t length;  // as it claims
    const mdp3::EntriesMessage* places;
    [[nodiscard]] bool complete() const noexcept { return bytes.size() == length; }
  };
  struct Entries {
    std::size_t at;  // of the first one
    std::size_t bytes;
    std::size_t count;
    [[nodiscard]] std::size_t end() const noexcept { return at + bytes * count; }
  };
  enum class Dimension : std::uint8_t { Here, NotYet, Wrong };
  // An order, wherever its fields stood.
  struct Order {
    std::uint64_t id;
    std::uint32_t price;
    std::uint32_t quantity;
    std::uint8_t action;
    Side side;
  };
  struct Touches {
    Touch bid;
    Touch ask;
    friend bool operator==(const Touches&, const Touches&) = default;
  };

  // MDUpdateAction and MDEntryType of the schema.
  static constexpr std::uint8_t kNew = 0;
  static constexpr std::uint8_t kChange = 1;
  static constexpr std::uint8_t kDelete = 2;
  static constexpr std::uint8_t kDeleteThru = 3;
  static constexpr std::uint8_t kDeleteFrom = 4;
  static constexpr std::uint8_t kOverlay = 5;
  static constexpr std::uint32_t kQuantityNull = 0x7fffffff;
  static constexpr std::uint64_t kPriceNull = 0x7fffffffffffffff;
  static constexpr std::uint64_t kOrderIdNull = ~std::uint64_t{0};
  static constexpr std::int8_t kNanoExponent = -9;
  static constexpr std::uint64_t kDayNs = 86'400'000'000'000;
  static constexpr std::size_t kPieceBytes = sizeof VenueMessage::message;

  void settle_waiting();
  void use(Line line, const Arrival& arrival, PacketVerdict verdict);
  void take(Line line, const Arrival& arrival);

  void message(LineCounters& line, const Run& run);
  void venue_message(const Run& run, std::uint16_t template_id);
  [[nodiscard]] bool statistics_break(const Run& run);
  void book_message(const Run& run, bool of_levels);
  [[nodiscard]] Dimension dimension(const Run& run, std::size_t at, const mdp3::EntryLayout& entry,
                                    std::size_t needed, Entries& entries) const noexcept;
  void wrong_length();
  void bad_entry();
  void level_entry(const mdp3::EntryLayout& at, const std::uint8_t* entry);
  void order_entry(const mdp3::EntryLayout& at, const std::uint8_t* entry);
  void referring_entry(const mdp3::EntryLayout& at, const std::uint8_t* entry);
  void change_row(Known& known, Side side, const std::uint8_t* entry, const mdp3::EntryLayout& at,
                  std::uint32_t price);
  void change_order(const Known& known, const Order& order);
  [[nodiscard]] bool is_sound(const Known& known, const std::uint8_t* entry,
                              const mdp3::EntryLayout& at, std::uint32_t price) const noexcept;
  [[nodiscard]] bool follows(Known& known, std::uint32_t rpt_seq) const noexcept;
  [[nodiscard]] Known& fresh(std::uint32_t index) noexcept;
  // Whether the packet is in the snapshot that the instrument began with.
  [[nodiscard]] bool is_past(const Known& known) const noexcept { return seq_ < known.joined; }
  [[nodiscard]] static std::uint32_t price_of(const InstrumentCommand& told, std::uint64_t raw,
                                              std::int8_t exponent) noexcept;
  [[nodiscard]] static bool is_quantity(std::uint32_t quantity) noexcept {
    return quantity - 1 < kQuantityNull - 1;
  }
  [[nodiscard]] static std::uint64_t reference(Side side, std::uint32_t price) noexcept {
    return static_cast<std::uint64_t>(side) << 32 | price;
  }

  void add(std::uint16_t book, Side side, const NewOrder& order);
  void remove(std::uint16_t book, std::uint64_t ref);
  void replace(std::uint16_t book, Side side, std::uint64_t old_ref, const NewOrder& order);
  void remove_level(const Known& known, Side side, Row::Level& level);
  void emit(BookUpdate& update, const BookChange& change);
  void count_rare(const BookChange& change) noexcept;
  void reset() { gap(GapReason::Missing, seq_, 0); }
  void begin_anew(std::uint64_t seq);
  void spoilt() { gap(GapReason::BadFrame, seq_, 1); }
  void gap(GapReason reason, std::uint64_t seq, std::uint64_t count);

  [[nodiscard]] Touches touches(std::uint16_t book) const noexcept {
    return {books_.touch(book, Side::Bid), books_.touch(book, Side::Ask)};
  }

  FeedOptions options_;
  Sink& sink_;
  LineArbiter arbiter_;
  BookBuilder books_;
  FeedCounters counters_;
  std::uint64_t record_count_ = 0;
  mdp3::InstrumentTable instruments_;
  std::uint64_t epoch_ = 0;  // counts what makes every row unknown
  bool touched_ = false;     // an event of a book was given since clear, or since the last gap

  // Of the packet and message that are being taken.
  std::uint64_t seq_ = 0;
  std::uint64_t rx_time_ns_ = 0;
  std::uint64_t venue_time_ns_ = 0;
  std::array<Referred, 256> referred_{};
  std::size_t referred_count_ = 0;
};

}  // namespace hotbook::feed

#include "host/feed/mdp3_entries.inl"
#include "host/feed/mdp3_handler.inl"
#include "host/feed/mdp3_packets.inl"
