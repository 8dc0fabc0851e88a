// Naive arbiter: is shown, cycle by cycle, what feed_arbiter was offered and accepted, says whether
// that was allowed and in time, and what must come out.
//
// Threading: one per test.
// Hot path:  none, test code.

#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <string>

#include "sim/harness/channels.hpp"
#include "tests/rtl/feed/traffic.hpp"

namespace hotbook::feed_test {

// One line in one cycle.
struct Offer {
  bool valid = false;
  bool accepted = false;
  bool enabled = false;
  channel::MessageWord word;
  channel::PacketHeader header;
};

struct LineCounts {
  std::uint64_t session_mismatch = 0;
  std::uint64_t heartbeats = 0;
  std::uint64_t end_of_session = 0;
  std::uint64_t duplicate_packets = 0;
  std::uint64_t messages_taken = 0;
  std::uint64_t messages_duplicate = 0;
  std::uint64_t message_cut = 0;
  std::uint64_t trailing_bytes = 0;
  bool operator==(const LineCounts&) const = default;
  void add(const channel::LinePulses& pulses);
};

class ArbiterModel {
 public:
  ArbiterModel(std::uint64_t first_seq, std::uint64_t line_wait_cycles)
      : first_seq_{first_seq}, line_wait_cycles_{line_wait_cycles}, expected_{first_seq} {}

  void clear();

  // The gap pulse tells of the cycle shown last.
  void gap_opened();

  // out_free: the output could take a word in this cycle.
  void cycle(const std::array<Offer, 2>& offers, bool out_free);

  [[nodiscard]] std::uint64_t expected() const { return expected_; }

  std::deque<channel::TakenWord> out;  // fields that are not meant are 0
  std::array<LineCounts, 2> counts{};
  std::uint64_t gaps = 0;
  std::uint64_t missing = 0;
  std::uint64_t poisons = 0;
  std::string error;  // the first thing that was wrong

 private:
  enum class State { Idle, Taking, Dropping };
  enum class Verdict { None, Stray, Disabled, Mismatch, Old, Exact, Overlap, Ahead };

  struct Line {
    State state = State::Idle;
    std::uint64_t quiet = 0;     // cycles without an offer
    unsigned old_waits = 0;      // cycles an old packet has stood at the head
    unsigned seen = 0;           // cycles the head has stood there with the verdict it has
    std::uint64_t complete = 0;  // of the packet being taken
    std::uint64_t taken = 0;
    std::uint64_t first_taken = 0;
    bool open = false;
  };

  [[nodiscard]] Verdict judge(std::size_t line, const Offer& offer) const;
  [[nodiscard]] bool near_end()
      const;  // the last 2^16 numbers, where every packet needs a second look
  [[nodiscard]] bool may_open_gap(std::size_t line) const;
  void fix_session(const std::array<Offer, 2>& offers);
  void watch(const std::array<Offer, 2>& offers, const std::array<Verdict, 2>& verdicts,
             bool out_free);
  void begin(std::size_t line, const Offer& offer, const std::array<Verdict, 2>& verdicts);
  void take(std::size_t line, const Offer& offer);
  void wrong(const std::string& what);

  std::uint64_t first_seq_;
  std::uint64_t line_wait_cycles_;
  bool known_ = false;
  Session session_{};
  std::uint64_t expected_;
  std::array<Line, 2> lines_{};
  bool poison_waits_ = false;
  unsigned overlap_waits_ = 0;
  unsigned gap_waits_ = 0;

  // The cycle shown last, for the gap that may have been opened in it.
  std::array<Offer, 2> last_offers_{};
  std::array<Verdict, 2> last_verdicts_{};
  std::array<std::uint64_t, 2> last_quiet_{};
};

}  // namespace hotbook::feed_test
