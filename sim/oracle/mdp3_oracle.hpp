// The feed function for CME's MDP 3.0 (hls/mdp3_decode/README.md, rules 1 to 30), written to be
// obviously right. Offsets are typed from the schema by hand, so that they judge the generated
// ones.
//
// Threading: one thread.
// Hot path:  none; it is slow on purpose, and keeps everything.

#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "host/domain/layout.hpp"
#include "sim/oracle/book_oracle.hpp"
#include "sim/oracle/feed_oracle.hpp"
#include "sim/oracle/frame_oracle.hpp"
#include "sim/oracle/oracle_options.hpp"

namespace hotbook::oracle {

class Mdp3Oracle {
 public:
  explicit Mdp3Oracle(const OracleOptions& options);

  // What the host tells the decoder of an instrument, between two frames.
  void instrument(const InstrumentCommand& command);

  // Takes one frame of a line. Frames of both lines come in the order in which they ended.
  void frame(Line line, std::uint64_t rx_time_ns, Bytes bytes, bool bad = false);

  // No more frames come: packets that wait for the other line wait no longer.
  void finish();

  [[nodiscard]] const std::vector<Record>& records() const noexcept { return records_; }
  [[nodiscard]] std::vector<Record> take_records();
  [[nodiscard]] Counters counters() const;
  [[nodiscard]] std::uint64_t expected() const noexcept { return expected_; }
  [[nodiscard]] Levels levels(std::uint16_t book, Side side) const {
    return books_.levels(book, side);
  }

 private:
  struct Packet {
    Line line;
    std::uint64_t rx_time_ns;
    std::vector<std::uint8_t> payload;
    bool bad;
    std::uint64_t seq;
  };
  struct PriceLevel {
    bool present = false;
    std::uint32_t price = 0;
    std::uint32_t quantity = 0;
  };
  struct Instrument {
    InstrumentCommand told;
    std::optional<std::uint32_t> rpt_seq;
    std::map<Side, std::vector<PriceLevel>> rows;  // of told.depth levels
    [[nodiscard]] bool by_order() const { return (told.flags & kInstrumentFlagByOrder) != 0; }
  };
  // What the orders of a message refer to.
  struct Referred {
    std::uint32_t security;
    char type;
    std::optional<std::uint32_t> price;
  };
  // The message that is being taken.
  struct Message {
    const Packet* packet;
    Bytes bytes;          // from its SBE header on, as far as the packet has them
    std::size_t length;   // as it claims
    std::uint64_t block;  // bytes of its root block
    std::uint64_t template_id;
    std::uint64_t time_ns = 0;
    std::vector<Referred> referred;
    [[nodiscard]] bool complete() const { return bytes.size() == length; }
  };
  struct Entries {
    std::size_t at = 0;
    std::size_t bytes = 0;
    std::size_t count = 0;
  };
  enum class Wanted : std::uint8_t { New, Change, Delete };

  [[nodiscard]] std::deque<Packet>& queue(Line line) {
    return line == Line::A ? queue_a_ : queue_b_;
  }
  void count(Line line, const std::string& name) {
    ++counters_[(line == Line::A ? "line_a." : "line_b.") + name];
  }

  void arbitrate(bool ended);
  [[nodiscard]] bool is_old(Line line) const;
  [[nodiscard]] bool is_current(Line line) const;
  void take(const Packet& packet);
  void message(Message& message);
  void venue_message(const Message& message, bool tracked);
  void book_message(Message& message);
  [[nodiscard]] std::optional<Entries> entries(const Message& message, std::size_t at,
                                               std::size_t dimension, std::size_t needed);
  void level_entry(Message& message, Bytes entry);
  void order_entry(const Message& message, Bytes entry);
  void referring_entry(const Message& message, Bytes entry);
  void order(const Message& message, const Instrument& instrument, const Referred& referred,
             Bytes entry, std::size_t quantity_at, std::size_t action_at);
  void change_row(const Message& message, Instrument& instrument, Side side, Bytes entry);
  [[nodiscard]] bool is_sound(const Message& message, const Instrument& instrument, Bytes entry);
  [[nodiscard]] bool follows(Instrument& instrument, std::uint32_t rpt_seq);
  void add(const Message& message, const Instrument& instrument, Side side, PriceLevel& level);
  void replace(const Message& message, const Instrument& instrument, Side side, PriceLevel& old,
               PriceLevel level);
  void remove(const Message& message, const Instrument& instrument, Side side, PriceLevel& level);
  [[nodiscard]] Event event(const Message& message, const Instrument& instrument) const;

  void bad_entry(const Message& message);
  void reset(const Packet& packet);
  void begin_anew(std::uint64_t seq, std::uint64_t rx_time_ns);
  void forget();
  void spoilt(const Packet& packet);
  void gap(std::uint64_t seq, std::uint64_t missing, GapReason reason, std::uint64_t rx_time_ns);
  void emit(const Event& event);

  OracleOptions options_;
  Counters counters_;
  BookOracle books_;
  std::deque<Packet> queue_a_;
  std::deque<Packet> queue_b_;
  bool started_ = false;
  bool touched_ = false;  // an event of a book was given since clear, or since the last gap
  std::uint64_t expected_ = 0;
  std::map<std::uint32_t, Instrument> instruments_;  // by security id
  std::uint64_t records_emitted_ = 0;
  std::vector<Record> records_;
};

// How many ticks a price is, with the offset of the instrument; nothing when it is not a whole
// number of them, or not a book's price. decimals: 7 or 9.
[[nodiscard]] std::optional<std::uint32_t> mdp3_price(const InstrumentCommand& instrument,
                                                      std::int64_t mantissa, int decimals);

}  // namespace hotbook::oracle
