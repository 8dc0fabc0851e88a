#include "hls/xdp_decode/xdp_kernel.hpp"

#include "hls/common/byte_lanes.hpp"
#include "hls/common/line_pulses.hpp"
#include "hls/xdp_decode/xdp_messages.hpp"

namespace hotbook {
namespace kernel {
namespace xdp {
namespace {

// A line's word as a step finds it.
struct Offer {
  bool valid;
  bool take;  // at the end of the step
  KernelWord word;

  bool first() const { return (word.flags & kKernelWordFlagFirst) != 0; }
  bool last() const { return (word.flags & kKernelWordFlagLast) != 0; }
  bool bad() const { return last() && (word.flags & kKernelWordFlagBad) != 0; }
};

bool is_enabled(const KernelWord& word, unsigned line) {
  return (word.flags & (line == 0 ? kKernelWordFlagLineAEnable : kKernelWordFlagLineBEnable)) != 0;
}

std::uint8_t& line_pulses(KernelOutput& output, unsigned line) {
  return line == 0 ? output.line_a : output.line_b;
}

// Where what was not read of a word begins.
unsigned lane_of(const LineState& line, const KernelWord& word) {
  return line.at != 0 ? line.at : word.first_lane;
}

// README.md, rule 3.
void begin_session(State& state, std::uint8_t session) {
  state = State{};
  state.begun = true;
  state.session = session;
}

// True when a line offers a word of a later session: the step does nothing else. Words of an
// earlier one are taken and not looked at.
bool follow_session(State& state, Offer (&offers)[kLines]) {
  for (unsigned line = 0; line < kLines; ++line) {
    Offer& offer = offers[line];
    if (!offer.valid) continue;
    const std::uint8_t later = static_cast<std::uint8_t>(offer.word.session - state.session);
    if (state.begun && later == 0) continue;
    if (!state.begun || later < 128) {
      begin_session(state, offer.word.session);
      return true;
    }
    offer.take = true;
    offer.valid = false;
  }
  return false;
}

// Reads the word of a line whose packet is not looked at by anyone else.
void read_header(LineState& line, Offer& offer, bool enabled, bool& header_short) {
  if (!offer.valid) return;
  if (line.phase == LinePhase::Between && offer.first()) {
    line.phase = enabled ? LinePhase::Header : LinePhase::Rest;
    line.header_bytes = 0;
  }
  if (line.phase != LinePhase::Header) {
    offer.take = line.phase == LinePhase::Between || line.phase == LinePhase::Rest;
  } else {
    const unsigned lane = lane_of(line, offer.word);
    const unsigned offered = offer.word.end_lane - lane;
    const unsigned wanted = kHeaderBytes - line.header_bytes;
    const unsigned used = offered < wanted ? offered : wanted;
    place(line.header, line.header_bytes, offer.word.data, lane, used);
    line.header_bytes = static_cast<std::uint8_t>(line.header_bytes + used);
    if (used == wanted) {
      line.phase = LinePhase::Head;
      line.at = static_cast<std::uint8_t>(lane + used);
      return;
    }
    offer.take = true;
    header_short = offer.last();
  }
  if (offer.take && offer.last()) line.phase = LinePhase::Between;
}

// Seconds above nanoseconds: what orders two times, no more.
std::uint64_t sent_of(const LineState& line) {
  return std::uint64_t{load_le32(line.header + kHeaderSecondAt)} << 32 |
         load_le32(line.header + kHeaderNsAt);
}

// README.md, rules 5 to 8.
PacketNumbers numbers_of(const LineState& line, std::uint64_t reset_sent) {
  const std::uint8_t flag = line.header[kHeaderFlagAt];
  const std::uint8_t count = line.header[kHeaderCountAt];
  const std::uint32_t seq = load_le32(line.header + kHeaderSeqAt);
  const std::uint64_t sent = sent_of(line);
  const bool known =
      flag == kHeartbeat || flag == kFailover || flag == kOriginal || flag == kSequenceReset;
  const bool resets = flag == kSequenceReset || (flag == kFailover && seq == kFirstSeq);
  PacketNumbers numbers;
  numbers.kind = !known                                      ? PacketKind::Foreign
                 : resets && count != 0 && sent > reset_sent ? PacketKind::Restart
                 : sent < reset_sent                         ? PacketKind::Stale
                                                             : PacketKind::Numbered;
  numbers.seq = seq;
  numbers.count = flag == kHeartbeat ? 0 : count;
  return numbers;
}

void drop_head(LineState& line, Offer& offer, const PacketNumbers& numbers, Head head,
               std::uint8_t& pulses) {
  pulse(pulses, head == Head::Foreign ? kPulseSessionMismatch
                : numbers.count == 0  ? kPulseHeartbeats
                                      : kPulseDuplicatePackets);
  offer.take = true;
  line.at = 0;
  line.phase = offer.last() ? LinePhase::Between : LinePhase::Rest;
}

void take_head(State& state, LineState& line, const Offer& offer, const PacketNumbers& numbers,
               KernelOutput& output) {
  PacketState& packet = state.packet;
  packet.restart = numbers.kind == PacketKind::Restart;
  packet.sent = sent_of(line);
  packet.broken = false;
  packet.trailing = false;
  packet.left = static_cast<std::uint8_t>(numbers.count);
  packet.taken = 0;
  packet.read_bytes = 0;
  if (packet.restart) {
    if (state.books == Books::Known || state.books == Books::Unknown) {
      give_gap(state, output, numbers.seq, 0, GapReason::Missing);
      output.rx_time_ns = offer.word.rx_time_ns;
      output.arrival_cycle = offer.word.arrival_cycle;
    }
    state.arbiter.expected = numbers.seq;
  }
  packet.skip = static_cast<std::uint8_t>(state.arbiter.expected - numbers.seq);
  packet.first_seq = state.arbiter.expected;
  line.phase = LinePhase::Body;
}

// Two bytes that say how long a message is, of which some may have come with the word before.
unsigned size_at(const KernelWord& word, unsigned lane) {
  return word.data[lane % kWordBytes] | word.data[(lane + 1) % kWordBytes] << 8;
}

// The word's bytes behind a message that is complete: they begin the next one, unless it ends among
// them.
void begin_next(PacketState& packet, const KernelWord& word, unsigned& lane) {
  const unsigned rest = word.end_lane - lane;
  const unsigned size = size_at(word, lane);
  if (rest >= kMessageHeaderBytes && size <= rest) return;
  place(packet.message, 0, word.data, lane, rest);
  packet.read_bytes = static_cast<std::uint16_t>(rest);
  packet.size = static_cast<std::uint16_t>(size);
  lane = word.end_lane;
}

void count_message(State& state, KernelOutput& output, std::uint8_t& pulses,
                   const KernelWord& word) {
  PacketState& packet = state.packet;
  if (packet.skip != 0) {
    --packet.skip;
    pulse(pulses, kPulseMessagesDuplicate);
    return;
  }
  pulse(pulses, kPulseMessagesTaken);
  output.seq = state.arbiter.expected;
  output.rx_time_ns = word.rx_time_ns;
  output.arrival_cycle = word.arrival_cycle;
  state.seq = state.arbiter.expected;
  ++state.arbiter.expected;
  ++packet.taken;
  give_message(state, output);
}

// One word of the packet that is used, up to the end of a message in it.
void read_body(State& state, LineState& line, Offer& offer, KernelOutput& output,
               std::uint8_t& pulses) {
  PacketState& packet = state.packet;
  const KernelWord& word = offer.word;
  unsigned lane = lane_of(line, word);
  const unsigned offered = word.end_lane - lane;
  if (packet.left == 0 || packet.broken) {
    packet.trailing = packet.trailing || offered != 0;
    lane = word.end_lane;
  } else {
    const unsigned read = packet.read_bytes;
    if (read == 0) packet.size = static_cast<std::uint16_t>(size_at(word, lane));
    if (read == 1) {
      packet.size = static_cast<std::uint16_t>(packet.message[0] | word.data[lane] << 8);
    }
    const bool sized = read + offered >= 2;
    const unsigned missing = static_cast<unsigned>(packet.size) - read;
    packet.broken = sized && packet.size < kMessageHeaderBytes;
    const bool complete = sized && !packet.broken && offered >= missing;
    const unsigned used = complete ? missing : offered;
    place(packet.message, read, word.data, lane, used);
    packet.read_bytes = static_cast<std::uint16_t>(read + used);
    lane += used;
    if (complete) {
      packet.read_bytes = 0;
      --packet.left;
      count_message(state, output, pulses, word);
      if (packet.left == 0) {
        packet.trailing = lane != word.end_lane;
        lane = word.end_lane;
      } else if (state.pending == Pending::None) {
        begin_next(packet, word, lane);
      }
    }
  }

  offer.take = lane == word.end_lane;
  line.at = offer.take ? std::uint8_t{0} : static_cast<std::uint8_t>(lane);
  if (!offer.take || !offer.last()) return;
  line.phase = LinePhase::Between;
  if (packet.left != 0) pulse(pulses, kPulseMessageCut);
  if (packet.left == 0 && packet.trailing) pulse(pulses, kPulseTrailingBytes);
  if (!offer.bad() && packet.restart) state.reset_sent = packet.sent;
  state.poison = offer.bad() && packet.taken != 0;
}

// The one output of a step that is not a message's first: true when there is one.
bool give_waiting(State& state, KernelOutput& output) {
  if (state.pending == Pending::None && !state.poison) return false;
  output.rx_time_ns = state.rx_time_ns;
  output.arrival_cycle = state.arrival_cycle;
  if (state.pending != Pending::None) {
    output.seq = state.seq;
    give_pending(state, output);
  } else {
    give_gap(state, output, state.packet.first_seq, state.packet.taken, GapReason::BadFrame);
    state.poison = false;
  }
  return true;
}

// What the arbiter decides of the packets at the lines' heads. waiting: another output has the
// step.
void judge_heads(State& state, Offer (&offers)[kLines], bool waiting, KernelOutput& output) {
  LineView views[kLines];
  bool taking = waiting;
  for (unsigned line = 0; line < kLines; ++line) {
    // Which lines are enabled goes with the words of both.
    const KernelWord& word = offers[offers[line].valid ? line : 1 - line].word;
    views[line].enabled = is_enabled(word, line);
    views[line].offers = offers[line].valid;
    views[line].head = offers[line].valid && state.lines[line].phase == LinePhase::Head;
    views[line].packet = numbers_of(state.lines[line], state.reset_sent);
    taking = taking || state.lines[line].phase == LinePhase::Body;
  }
  const KernelWord& any = offers[offers[0].valid ? 0 : 1].word;
  note_silence(state.arbiter, views);
  if (fix_first(state.arbiter, views, any.first_seq)) return;

  const Decision decision = decide(state.arbiter, views, taking, any.line_wait_cycles);
  for (unsigned line = 0; line < kLines; ++line) {
    if (!decision.drop[line]) continue;
    drop_head(state.lines[line], offers[line], views[line].packet, decision.head[line],
              line_pulses(output, line));
  }
  const unsigned line = decision.line;
  if (decision.take) {
    take_head(state, state.lines[line], offers[line], views[line].packet, output);
  }
  if (decision.gap) {
    const std::uint64_t seq = views[line].packet.seq;
    give_gap(state, output, state.arbiter.expected, seq - state.arbiter.expected,
             GapReason::Missing);
    output.rx_time_ns = offers[line].word.rx_time_ns;
    output.arrival_cycle = offers[line].word.arrival_cycle;
    state.arbiter.expected = seq;
  }
}

}  // namespace

KernelStep step(State& state, const KernelInput& input) {
  KernelStep result{};
  KernelOutput& output = result.output;
  // A symbol index is its book: nobody has to name instruments.
  result.instrument_taken = input.instrument_valid;
  Offer offers[kLines] = {{input.line_a_valid, false, input.line_a},
                          {input.line_b_valid, false, input.line_b}};
  if (follow_session(state, offers)) return result;

  const bool started = state.arbiter.started;
  const bool waiting = give_waiting(state, output);
  LinePhase before[kLines] = {state.lines[0].phase, state.lines[1].phase};
  judge_heads(state, offers, waiting, output);
  for (unsigned line = 0; line < kLines; ++line) {
    Offer& offer = offers[line];
    LineState& its = state.lines[line];
    if (before[line] == LinePhase::Head || !offer.valid) continue;
    if (before[line] == LinePhase::Body) {
      if (waiting) continue;
      read_body(state, its, offer, output, line_pulses(output, line));
      state.rx_time_ns = offer.word.rx_time_ns;
      state.arrival_cycle = offer.word.arrival_cycle;
    } else {
      bool header_short = false;
      read_header(its, offer, is_enabled(offer.word, line), header_short);
      if (header_short) {
        pulse(output.pulses,
              line == 0 ? kKernelPulsesFlagLineAHeaderShort : kKernelPulsesFlagLineBHeaderShort);
      }
    }
  }

  output.expected = state.arbiter.expected;
  output.session = state.session;
  result.line_a_taken = offers[0].take;
  result.line_b_taken = offers[1].take;
  result.output_valid = output.kind != 0 || output.pulses != 0 || output.line_a != 0 ||
                        output.line_b != 0 || started != state.arbiter.started;
  return result;
}

}  // namespace xdp
}  // namespace kernel
}  // namespace hotbook
