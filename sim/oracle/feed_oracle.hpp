// The feed function of rtl/spec/feed_function.md, sections 1 to 4, written to be obviously right.
//
// Threading: one thread.
// Hot path:  none; it is slow on purpose, and keeps everything.

#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "host/domain/layout.hpp"
#include "sim/oracle/book_oracle.hpp"
#include "sim/oracle/frame_oracle.hpp"
#include "sim/oracle/oracle_options.hpp"

namespace hotbook::oracle {

using Record = std::variant<BookUpdate, VenueMessage>;

class FeedOracle {
 public:
  explicit FeedOracle(const OracleOptions& options);

  // Takes one frame of a line. Frames of both lines come in the order in which they ended.
  void frame(Line line, std::uint64_t rx_time_ns, Bytes bytes, bool bad = false);

  // No more frames come: packets that wait for the other line wait no longer.
  void finish();

  // Records so far. latency_cycles is 0 in all of them.
  [[nodiscard]] const std::vector<Record>& records() const noexcept { return records_; }

  // The same, handed over; later records keep counting record_seq.
  [[nodiscard]] std::vector<Record> take_records();

  // By the names of the registers, "line_a.frames", "feed.expected_low"; those that only a card has
  // are absent.
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

    [[nodiscard]] std::string session() const { return {payload.begin(), payload.begin() + 10}; }
    [[nodiscard]] std::uint64_t seq() const { return big_endian(payload, 10, 8); }
    [[nodiscard]] std::uint64_t message_count() const { return big_endian(payload, 18, 2); }
    [[nodiscard]] std::uint64_t messages() const {
      return message_count() == 0xffff ? 0 : message_count();
    }
  };

  [[nodiscard]] std::deque<Packet>& queue(Line line) {
    return line == Line::A ? queue_a_ : queue_b_;
  }
  void count(Line line, const std::string& name) {
    ++counters_[(line == Line::A ? "line_a." : "line_b.") + name];
  }

  // What section 2 calls the packet at the head of a line.
  enum class Head : std::uint8_t { None, Foreign, Old, Current, Ahead };

  void arbitrate(bool ended);
  void start(const Packet& first);
  [[nodiscard]] Head head(Line line);
  [[nodiscard]] std::optional<Line> choose_current();
  void drop_head(Line line);
  [[nodiscard]] bool may_open_gap(Line line, bool ended);
  void open_gap();
  void take(const Packet& packet);
  void emit_gap(std::uint64_t seq, std::uint64_t count, GapReason reason, std::uint64_t rx_time_ns);
  void message(std::uint64_t seq, std::uint64_t rx_time_ns, Bytes bytes);
  void book_message(std::uint64_t seq, std::uint64_t rx_time_ns, Bytes bytes);
  void venue_message(std::uint64_t seq, Bytes bytes);
  void emit(const Event& event);

  OracleOptions options_;
  Counters counters_;
  BookOracle books_;
  std::deque<Packet> queue_a_;
  std::deque<Packet> queue_b_;
  bool started_ = false;  // a first packet was seen: session_ and expected_ are fixed
  std::string session_;
  std::uint64_t expected_ = 0;
  std::uint64_t records_emitted_ = 0;
  std::vector<Record> records_;
};

}  // namespace hotbook::oracle
