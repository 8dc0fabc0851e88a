// Decides which of two lines' packets a feed kernel uses next, which it drops, and when a gap opens
// (rtl/spec/feed_function.md, section 2, "Arbitration").
//
// The venue's decoder reads its packet header and says what the numbers are: one number a message
// (count: the packet's messages) or one number a packet (count: 1, or 0 for one that holds nothing
// and only tells the next number). Once a step it calls
//
//   note_silence(state, lines)                     counts how long a line has had nothing to offer
//   fix_first(state, lines, first_seq)             the first packet fixes what is expected
//   decide(state, lines, taking, line_wait_cycles) what becomes of the heads
//
// and it moves state.expected on itself, for each number that it has taken. A step in which
// fix_first() is true decides nothing, so that no comparison stands behind another one.
//
// Synthesis: C++14; plain functions of 64-bit comparisons, both lines side by side, no loop is
//            left. The longest path is from expected over its comparison to the choice.

#pragma once

#include <cstdint>

namespace hotbook {
namespace kernel {

constexpr unsigned kLines = 2;

// What the venue's header makes of a packet, before its numbers are looked at.
enum class PacketKind : std::uint8_t {
  Numbered,  // by its numbers
  Foreign,   // not of this feed: dropped, counts in session_mismatch
  Stale,     // of numbers that no longer count: old whatever they are
  Restart,  // numbers start anew with it: used once the other line has nothing older to use or drop
};

struct PacketNumbers {
  PacketKind kind;
  std::uint64_t seq;    // of its first message, or of the next one when it holds none
  std::uint32_t count;  // numbers that it uses up; 0: it tells the next one only
};

// A line as a step finds it.
struct LineView {
  bool enabled;
  bool offers;  // a word waits
  bool head;    // a whole header waits, of a packet that nobody has judged yet
  PacketNumbers packet;
};

struct ArbiterState {
  bool started;  // a first packet has fixed what is expected
  std::uint64_t expected;
  std::uint32_t silent_cycles[kLines];  // without a word, saturating
};

enum class Head : std::uint8_t { None, Foreign, Old, Current, Ahead };

struct Decision {
  bool drop[kLines];  // the head is Foreign or Old
  Head head[kLines];
  bool take;  // the head of `line` is used: numbers below expected are skipped
  bool gap;   // [expected, seq of the head of `line`) is missing; expected becomes that seq
  unsigned line;
};

// Numbers do not wrap: a packet that would pass the end of 64 bits is old whatever is expected.
inline Head judge(std::uint64_t expected, const PacketNumbers& packet) {
  if (packet.kind == PacketKind::Foreign) return Head::Foreign;
  if (packet.kind == PacketKind::Stale) return Head::Old;
  if (packet.count > ~std::uint64_t{0} - packet.seq) return Head::Old;
  if (packet.kind == PacketKind::Restart) return Head::Current;
  if (packet.seq > expected) return Head::Ahead;
  return packet.seq + packet.count > expected ? Head::Current : Head::Old;
}

inline void note_silence(ArbiterState& state, const LineView (&lines)[kLines]) {
  for (unsigned line = 0; line < kLines; ++line) {
    std::uint32_t& cycles = state.silent_cycles[line];
    if (lines[line].offers) {
      cycles = 0;
    } else if (cycles != ~std::uint32_t{0}) {
      ++cycles;
    }
  }
}

// True when this step has fixed what is expected: first_seq, or where it is 0 the first packet's
// seq, line a's when both lines have one. A foreign packet says nothing of this feed's numbers.
inline bool fix_first(ArbiterState& state, const LineView (&lines)[kLines],
                      std::uint64_t first_seq) {
  bool first[kLines];
  for (unsigned line = 0; line < kLines; ++line) {
    first[line] =
        lines[line].enabled && lines[line].head && lines[line].packet.kind != PacketKind::Foreign;
  }
  if (state.started || !(first[0] || first[1])) return false;
  state.started = true;
  state.expected = first_seq != 0 ? first_seq : lines[first[0] ? 0 : 1].packet.seq;
  return true;
}

// taking: a packet is under way on some line, so nothing but drops can be decided. Every line that
// is not enabled is the caller's to empty. Foreign packets are dropped before the first packet too.
inline Decision decide(const ArbiterState& state, const LineView (&lines)[kLines], bool taking,
                       std::uint32_t line_wait_cycles) {
  Decision decision{};
  bool exact[kLines];
  bool current[kLines];
  bool restart[kLines];
  bool ahead[kLines];
  bool absent[kLines];  // nobody waits for it
  for (unsigned line = 0; line < kLines; ++line) {
    const LineView& view = lines[line];
    const bool judged =
        view.enabled && view.head && (state.started || view.packet.kind == PacketKind::Foreign);
    const Head head = judged ? judge(state.expected, view.packet) : Head::None;
    decision.head[line] = head;
    decision.drop[line] = head == Head::Foreign || head == Head::Old;
    restart[line] = head == Head::Current && view.packet.kind == PacketKind::Restart;
    current[line] = head == Head::Current && !restart[line];
    exact[line] = current[line] && view.packet.seq == state.expected;
    ahead[line] = head == Head::Ahead;
    absent[line] = !view.enabled || (!view.offers && state.silent_cycles[line] >= line_wait_cycles);
  }

  // What is old by the numbers so far must not be judged by the new ones.
  const bool restart_a = restart[0] && !decision.drop[1];
  const bool restart_b = restart[1] && !decision.drop[0] && !restart[0];
  const bool any_current = current[0] || current[1];
  const bool b_first = any_current ? !exact[0] && (exact[1] || !current[0]) : restart_b;
  const bool lower_a = lines[0].packet.seq <= lines[1].packet.seq;
  const bool gap_a = ahead[0] && (absent[1] || (ahead[1] && lower_a));
  const bool gap_b = ahead[1] && (absent[0] || (ahead[0] && !lower_a));

  decision.take = !taking && (any_current || restart_a || restart_b);
  decision.gap = !taking && !decision.take && (gap_a || gap_b);
  decision.line = (decision.take ? b_first : gap_b) ? 1 : 0;
  return decision;
}

}  // namespace kernel
}  // namespace hotbook
