#include "hls/mdp3_decode/mdp3_kernel.hpp"

#include "hls/common/byte_lanes.hpp"
#include "hls/common/line_pulses.hpp"
#include "hls/mdp3_decode/mdp3_body.hpp"
#include "hls/mdp3_decode/mdp3_entries.hpp"

namespace hotbook {
namespace mdp3_kernel {
namespace {

using kernel::Decision;
using kernel::LineView;
using kernel::load_le32;
using kernel::PacketKind;
using kernel::PacketNumbers;
using kernel::pulse;

bool is_enabled(const KernelWord& word, unsigned line) {
  return (word.flags & (line == 0 ? kKernelWordFlagLineAEnable : kKernelWordFlagLineBEnable)) != 0;
}

std::uint8_t& line_pulses(KernelOutput& output, unsigned line) {
  return line == 0 ? output.line_a : output.line_b;
}

// Books, packets and numbers are forgotten; instruments are not. Rows and numbers of instruments
// are of no meaning in another epoch.
void begin_session(State& state, std::uint8_t session) {
  state.begun = true;
  state.session = session;
  state.arbiter = kernel::ArbiterState{};
  for (unsigned line = 0; line < kLines; ++line) state.lines[line] = LineState{};
  state.packet = PacketState{};
  state.entry = EntryState{};
  state.poison = false;
  state.touched = false;
  ++state.epoch;
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
  if (line.phase == LinePhase::Between && offer.first()) {
    line.phase = enabled ? LinePhase::Header : LinePhase::Rest;
    line.header_bytes = 0;
  }
  if (line.phase != LinePhase::Header) {
    offer.take = line.phase == LinePhase::Between || line.phase == LinePhase::Rest;
  } else {
    const unsigned lane = lane_of(line, offer.word);
    const unsigned offered = offer.word.end_lane - lane;
    const unsigned wanted = kPacketHeaderBytes - line.header_bytes;
    const unsigned used = offered < wanted ? offered : wanted;
    kernel::place(line.header, line.header_bytes, offer.word.data, lane, used);
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

void drop_head(LineState& line, Offer& offer, std::uint8_t& pulses) {
  pulse(pulses, kernel::kPulseDuplicatePackets);
  offer.take = true;
  line.at = 0;
  line.phase = offer.last() ? LinePhase::Between : LinePhase::Rest;
}

void take_head(State& state, unsigned line, KernelOutput& output) {
  PacketState& packet = state.packet;
  packet.seq = load_le32(state.lines[line].header);
  packet.item = Item::Head;
  packet.item_bytes = kHeadBytes;
  packet.read_bytes = 0;
  state.arbiter.expected = std::uint64_t{packet.seq} + 1;
  state.lines[line].phase = LinePhase::Body;
  pulse(line_pulses(output, line), kernel::kPulseMessagesTaken);
}

// What the arbiter decides of the packets at the lines' heads. busy: something else has the step.
void judge_heads(State& state, Offer (&offers)[kLines], bool busy, KernelOutput& output) {
  LineView views[kLines];
  bool taking = busy;
  for (unsigned line = 0; line < kLines; ++line) {
    // Which lines are enabled goes with the words of both.
    const KernelWord& word = offers[offers[line].valid ? line : 1 - line].word;
    views[line].enabled = is_enabled(word, line);
    views[line].offers = offers[line].valid;
    views[line].head = offers[line].valid && state.lines[line].phase == LinePhase::Head;
    // One number a packet.
    views[line].packet =
        PacketNumbers{PacketKind::Numbered, load_le32(state.lines[line].header), 1};
    taking = taking || state.lines[line].phase == LinePhase::Body;
  }
  const KernelWord& any = offers[offers[0].valid ? 0 : 1].word;
  note_silence(state.arbiter, views);
  if (fix_first(state.arbiter, views, any.first_seq)) return;

  const Decision decision = decide(state.arbiter, views, taking, any.line_wait_cycles);
  for (unsigned line = 0; line < kLines; ++line) {
    if (decision.drop[line]) {
      drop_head(state.lines[line], offers[line], line_pulses(output, line));
    }
  }
  if (decision.take) take_head(state, decision.line, output);
  if (decision.gap) {
    const std::uint64_t seq = views[decision.line].packet.seq;
    output.rx_time_ns = offers[decision.line].word.rx_time_ns;
    output.arrival_cycle = offers[decision.line].word.arrival_cycle;
    give_gap(state, output, state.arbiter.expected, seq - state.arbiter.expected,
             GapReason::Missing);
    state.arbiter.expected = seq;
  }
}

// What comes before anything else is read: the entry's events, then what is told behind a message
// or a packet.
bool give_waiting(State& state, KernelOutput& output) {
  if (work(state, output)) return true;
  if (state.entry.phase != EntryPhase::Idle) return false;
  PacketState& packet = state.packet;
  if (packet.ended) {
    packet.ended = false;
    if (packet.reset_at_end) {
      if (packet.kind == Kind::Statistics) {
        give_reset(state, output);
      } else {
        begin_anew(state, output);
      }
      return true;
    }
  }
  if (!state.poison) return false;
  state.poison = false;
  give_spoilt(state, output);
  return true;
}

}  // namespace

KernelStep step(State& state, const KernelInput& input) {
  KernelStep result{};
  KernelOutput& output = result.output;
  Offer offers[kLines] = {{input.line_a_valid, false, input.line_a},
                          {input.line_b_valid, false, input.line_b}};
  if (follow_session(state, offers)) return result;

  const bool started = state.arbiter.started;
  const bool entry_waits = state.entry.phase == EntryPhase::Wait;
  bool busy = give_waiting(state, output);
  const bool between_packets =
      state.lines[0].phase != LinePhase::Body && state.lines[1].phase != LinePhase::Body;
  if (!busy && !entry_waits && between_packets && input.instrument_valid) {
    take_instrument(state, input.instrument, output);
    result.instrument_taken = true;
    busy = true;
  }
  const LinePhase before[kLines] = {state.lines[0].phase, state.lines[1].phase};
  judge_heads(state, offers, busy || entry_waits, output);
  for (unsigned line = 0; line < kLines; ++line) {
    Offer& offer = offers[line];
    if (before[line] == LinePhase::Head || !offer.valid) continue;
    if (before[line] == LinePhase::Body) {
      if (busy) continue;
      state.rx_time_ns = offer.word.rx_time_ns;
      state.arrival_cycle = offer.word.arrival_cycle;
      entry_waits ? read_on(state, line, offer, output) : read_body(state, line, offer, output);
    } else {
      bool header_short = false;
      read_header(state.lines[line], offer, is_enabled(offer.word, line), header_short);
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

}  // namespace mdp3_kernel
}  // namespace hotbook
