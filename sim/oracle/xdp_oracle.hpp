// The feed function for NYSE XDP (hls/xdp_decode/README.md), written to be obviously right.
//
// Threading: one thread.
// Hot path:  none; it is slow on purpose, and keeps everything.

#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "host/domain/layout.hpp"
#include "sim/oracle/book_oracle.hpp"
#include "sim/oracle/feed_oracle.hpp"
#include "sim/oracle/frame_oracle.hpp"
#include "sim/oracle/oracle_options.hpp"

namespace hotbook::oracle {

[[nodiscard]] std::uint64_t little_endian(Bytes bytes, std::size_t at, std::size_t width);

class XdpOracle {
 public:
  explicit XdpOracle(const OracleOptions& options);

  // Takes one frame of a line. Frames of both lines come in the order in which they ended.
  void frame(Line line, std::uint64_t rx_time_ns, Bytes bytes, bool bad = false);

  // No more frames come: packets that wait for the other line wait no longer.
  void finish();

  // Records so far. latency_cycles is 0 in all of them.
  [[nodiscard]] const std::vector<Record>& records() const noexcept { return records_; }

  // The same, handed over; later records keep counting record_seq.
  [[nodiscard]] std::vector<Record> take_records();

  // By the names of the registers, as FeedOracle's.
  [[nodiscard]] Counters counters() const;

  // The next message's number; 0 before the first packet when none was given.
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

    [[nodiscard]] unsigned delivery_flag() const { return payload[2]; }
    [[nodiscard]] std::uint64_t messages() const { return delivery_flag() == 1 ? 0 : payload[3]; }
    [[nodiscard]] std::uint64_t seq() const;
    [[nodiscard]] std::uint64_t sent() const;  // seconds above nanoseconds: it orders, no more
    [[nodiscard]] bool is_of_feed() const;
    [[nodiscard]] bool is_reset() const;
  };
  enum class Head : std::uint8_t { None, Foreign, Old, Current, Ahead, Restart };
  // What all events of one message share.
  struct Message {
    std::uint64_t seq;
    std::uint64_t rx_time_ns;
    Bytes bytes;
    [[nodiscard]] std::uint64_t field(std::size_t at, std::size_t width) const;
    [[nodiscard]] std::uint64_t type() const { return field(2, 2); }
  };

  [[nodiscard]] std::deque<Packet>& queue(Line line) {
    return line == Line::A ? queue_a_ : queue_b_;
  }
  void count(Line line, const std::string& name) {
    ++counters_[(line == Line::A ? "line_a." : "line_b.") + name];
  }
  void arbitrate(bool ended);
  void start();
  [[nodiscard]] bool restarts(const Packet& packet) const;
  [[nodiscard]] Head head(Line line);
  [[nodiscard]] std::optional<Line> choose_current();
  [[nodiscard]] std::optional<Line> choose_restart();
  void drop_head(Line line);
  [[nodiscard]] bool may_open_gap(Line line, bool ended);
  void open_gap();
  void restart(const Packet& packet);
  void take(const Packet& packet);
  void message(const Message& message);
  void venue_message(const Message& message);
  void book_message(const Message& message);
  void empty_a_book(const Message& message);
  void gap(std::uint64_t seq, std::uint64_t missing, GapReason reason, std::uint64_t rx_time_ns);
  void emit(const Event& event);

  OracleOptions options_;
  Counters counters_;
  BookOracle books_;
  std::deque<Packet> queue_a_;
  std::deque<Packet> queue_b_;
  bool started_ = false;  // a first packet was seen: expected_ is fixed
  std::uint64_t expected_ = 0;
  std::uint64_t reset_sent_ = 0;  // when the packet was sent that restarted the numbers
  std::uint64_t reference_second_ = 0;
  bool known_ = true;         // there was no gap event
  bool orders_came_ = false;  // an event of a book since the last gap event
  std::uint64_t records_emitted_ = 0;
  std::vector<Record> records_;
};

}  // namespace hotbook::oracle
