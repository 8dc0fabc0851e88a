#include "hls/mdp3_decode/mdp3_body.hpp"

#include "hls/common/byte_lanes.hpp"
#include "hls/common/line_pulses.hpp"
#include "hls/mdp3_decode/mdp3_entries.hpp"

namespace hotbook {
namespace mdp3_kernel {
namespace {

using kernel::load_le16;
using kernel::load_le64;
using kernel::pulse;

constexpr std::uint16_t kChannelReset = 4;
constexpr std::uint16_t kAdminHeartbeat = 12;
constexpr std::uint64_t kDayNs = 86400000000000;

struct Meaning {
  Kind kind;
  std::uint8_t layout;
};

Kind kind_of(const EntryLayout& entry) {
  const bool has_order = entry.price != kAbsent && entry.quantity != kAbsent &&
                         entry.action != kAbsent && entry.type != kAbsent;
  if (has_order && entry.level != kAbsent) return Kind::Levels;
  if (has_order && entry.order_id != kAbsent) return Kind::Orders;
  return entry.rpt_seq != kAbsent ? Kind::Statistics : Kind::Venue;
}

Meaning meaning_of(std::uint16_t template_id, std::uint16_t schema_id) {
  if (schema_id != kSchemaId || !is_template(template_id)) return {Kind::Unknown, 0};
  if (template_id == kAdminHeartbeat) return {Kind::Heartbeat, 0};
  Meaning meaning{Kind::Venue, 0};
  for (unsigned i = 0; i < kEntriesMessageCount; ++i) {
    if (kEntriesMessages[i].template_id == template_id) {
      meaning = {kind_of(kEntriesMessages[i].entries), static_cast<std::uint8_t>(i)};
    }
  }
  return meaning;
}

const EntryLayout& group_of(const PacketState& packet) {
  const EntriesMessage& message = kEntriesMessages[packet.layout];
  return packet.second_group ? message.orders : message.entries;
}

// Bytes of an entry without which nothing can be made of it.
unsigned needed_bytes(const PacketState& packet) {
  const EntryLayout& at = group_of(packet);
  if (packet.kind != Kind::Statistics) return at.needed_bytes;
  return (at.security > at.rpt_seq ? at.security : at.rpt_seq) + 4u;
}

bool is_passed_on(const PacketState& packet) {
  return packet.kind == Kind::Venue || packet.kind == Kind::Statistics;
}

void begin_item(PacketState& packet, Item item, unsigned bytes) {
  packet.item = item;
  packet.item_bytes = static_cast<std::uint16_t>(bytes);
  packet.read_bytes = 0;
}

void begin_head(PacketState& packet) {
  begin_item(packet, Item::Head, kHeadBytes);
}

void skip_message(PacketState& packet) {
  if (packet.left == 0) return begin_head(packet);
  begin_item(packet, Item::Rest, packet.left);
}

void give_wrong_length(State& state, KernelOutput& output) {
  pulse(output.pulses, kKernelPulsesFlagWrongLength);
  give_spoilt(state, output);
}

// The message cannot be followed any further.
void break_off(State& state, KernelOutput& output) {
  if (!is_passed_on(state.packet)) {
    give_wrong_length(state, output);
    state.packet.kind = Kind::Unknown;  // its end does not count
  }
  skip_message(state.packet);
}

void end_message(PacketState& packet, KernelOutput& output) {
  const bool of_books = packet.kind == Kind::Levels || packet.kind == Kind::Orders;
  if (of_books) pulse(output.pulses, kKernelPulsesFlagBookMessages);
  skip_message(packet);
}

// Behind the root block, or the entries of a group.
void begin_group(State& state, bool second, KernelOutput& output) {
  PacketState& packet = state.packet;
  packet.second_group = second;
  const unsigned dimension = group_of(packet).dimension_bytes;
  const bool wanted = !second || (packet.kind == Kind::Levels && dimension != 0);
  if (packet.left == 0) return end_message(packet, output);
  if (!wanted) {  // what a newer version has there
    begin_item(packet, Item::Rest, packet.left);
  } else if (packet.left < dimension) {
    break_off(state, output);
  } else {
    begin_item(packet, Item::Dimension, dimension);
  }
}

void read_dimension(State& state) {
  PacketState& packet = state.packet;
  const unsigned bytes = load_le16(packet.item_data);
  packet.entries = packet.item_data[group_of(packet).count_at];
  packet.entries == 0 ? begin_item(packet, Item::Boundary, 0)
                      : begin_item(packet, Item::Entry, bytes);
  state.entry.looked_up = false;
}

bool is_wrong_dimension(const PacketState& packet) {
  const unsigned bytes = load_le16(packet.item_data);
  const unsigned count = packet.item_data[group_of(packet).count_at];
  return bytes * count > packet.left || (count != 0 && bytes < needed_bytes(packet));
}

void begin_message(State& state, unsigned line, KernelOutput& output) {
  PacketState& packet = state.packet;
  const unsigned size = load_le16(packet.item_data);
  if (size < kHeadBytes) {
    give_wrong_length(state, output);
    begin_item(packet, Item::Broken, 0);
    return;
  }
  const std::uint16_t template_id = load_le16(packet.item_data + 4);
  const Meaning meaning = meaning_of(template_id, load_le16(packet.item_data + 6));
  packet.kind = meaning.kind;
  packet.layout = meaning.layout;
  packet.left = static_cast<std::uint16_t>(size - kHeadBytes);
  packet.block = load_le16(packet.item_data + 2);
  packet.second_group = false;
  packet.references = 0;
  packet.reset_at_end = template_id == kChannelReset;
  packet.piece_bytes = 0;
  const bool block_fits = packet.block <= packet.left;
  switch (packet.kind) {
    case Kind::Levels:
    case Kind::Orders:
      if (!block_fits || packet.block < kEntriesMessages[packet.layout].transact_time + 8u) {
        return break_off(state, output);
      }
      return begin_item(packet, Item::Root, packet.block);
    case Kind::Statistics:
      if (block_fits) return begin_item(packet, Item::Root, packet.block);
      break;
    case Kind::Heartbeat:
      pulse(line == 0 ? output.line_a : output.line_b, kernel::kPulseHeartbeats);
      break;
    case Kind::Unknown:
      pulse(output.pulses, kKernelPulsesFlagUnknownType);
      break;
    case Kind::Venue:
      break;
  }
  skip_message(packet);
}

// The item under way has come whole.
void finish_item(State& state, unsigned line, KernelOutput& output) {
  PacketState& packet = state.packet;
  switch (packet.item) {
    case Item::Head:
      return begin_message(state, line, output);
    case Item::Root:
      packet.time_ns =
          load_le64(packet.item_data + kEntriesMessages[packet.layout].transact_time) % kDayNs;
      return begin_group(state, false, output);
    case Item::Dimension:
      if (is_wrong_dimension(packet)) return break_off(state, output);
      return read_dimension(state);
    case Item::Entry:
      begin_entry(state);
      state.entry.looked_up = false;
      packet.read_bytes = 0;
      --packet.entries;
      if (packet.entries == 0) begin_item(packet, Item::Boundary, 0);
      return;
    case Item::Boundary:
      if (!packet.second_group) return begin_group(state, true, output);
      return packet.left == 0 ? end_message(packet, output) : skip_message(packet);
    case Item::Rest:
      return end_message(packet, output);
    case Item::Broken:
      return;
  }
}

// Gives the piece when it is full or the message's last.
void give_piece(State& state, KernelOutput& output) {
  PacketState& packet = state.packet;
  const bool last = packet.left == 0;
  if (packet.piece_bytes != kPieceBytes && !last) return;
  output.seq = packet.seq;
  output.rx_time_ns = state.rx_time_ns;
  output.arrival_cycle = state.arrival_cycle;
  output.kind = static_cast<std::uint8_t>(RecordKind::VenueMessage);
  output.length = packet.piece_bytes;
  output.flags = last ? std::uint8_t{0} : static_cast<std::uint8_t>(kKernelOutputFlagMore);
  for (unsigned i = 0; i < kPieceBytes; ++i) {
    output.message[i] = i < packet.piece_bytes ? packet.piece[i] : std::uint8_t{0};
  }
  packet.piece_bytes = 0;
  if (!last) return;
  pulse(output.pulses, kKernelPulsesFlagVenueMessages);
  packet.ended = true;
}

// As many of the word's bytes as belong to the item, and to the piece.
void read_item(State& state, const KernelWord& word, unsigned lane, unsigned used) {
  PacketState& packet = state.packet;
  if (packet.item != Item::Rest && packet.item != Item::Broken) {
    kernel::place(packet.item_data, packet.read_bytes, word.data, lane, used);
  }
  if (packet.item != Item::Head && packet.item != Item::Broken) {
    if (is_passed_on(packet)) {
      kernel::place(packet.piece, packet.piece_bytes, word.data, lane, used);
      packet.piece_bytes = static_cast<std::uint8_t>(packet.piece_bytes + used);
    }
    packet.left = static_cast<std::uint16_t>(packet.left - used);
  }
  packet.read_bytes = static_cast<std::uint16_t>(packet.read_bytes + used);
}

// The SBE header is the first that is passed on of a message.
void begin_piece(PacketState& packet) {
  constexpr unsigned kSizeBytes = 2;
  for (unsigned i = 0; i < kHeadBytes - kSizeBytes; ++i) {
    packet.piece[i] = packet.item_data[kSizeBytes + i];
  }
  packet.piece_bytes = kHeadBytes - kSizeBytes;
}

unsigned least(unsigned left, unsigned right) {
  return left < right ? left : right;
}

// A step without bytes, where an item has none.
bool is_done(const PacketState& packet) {
  return packet.item != Item::Broken && packet.read_bytes == packet.item_bytes;
}

// Of an entry: behind these it says whose it is.
unsigned known_bytes(const PacketState& packet) {
  const EntryLayout& at = group_of(packet);
  return packet.second_group ? at.reference + 1u : at.security + 4u;
}

// As soon as so much of an entry has come that it says whose it is.
bool is_to_be_looked_up(const State& state) {
  const PacketState& packet = state.packet;
  if (packet.item != Item::Entry || state.entry.looked_up) return false;
  return packet.read_bytes >= known_bytes(packet);
}

void end_packet(State& state, unsigned line, const Offer& offer, KernelOutput& output) {
  const PacketState& packet = state.packet;
  state.lines[line].phase = LinePhase::Between;
  const bool whole = packet.item == Item::Head && packet.read_bytes == 0;
  const bool cut = !whole && packet.item != Item::Broken;
  if (cut) pulse(line == 0 ? output.line_a : output.line_b, kernel::kPulseMessageCut);
  state.poison = cut || offer.bad();
}

// The word is taken when all of it was read. Nothing that is known to be without bytes may stay
// behind the packet's last word.
void leave_word(State& state, unsigned line, Offer& offer, unsigned lane, KernelOutput& output) {
  offer.take = lane == offer.word.end_lane && !is_done(state.packet);
  state.lines[line].at = offer.take ? std::uint8_t{0} : static_cast<std::uint8_t>(lane);
  if (offer.take && offer.last()) end_packet(state, line, offer, output);
}

}  // namespace

void read_on(State& state, unsigned line, Offer& offer, KernelOutput& output) {
  PacketState& packet = state.packet;
  if (packet.item != Item::Entry) return;
  const unsigned known_at = known_bytes(packet);
  if (packet.read_bytes + 1u >= known_at) return;
  LineState& its = state.lines[line];
  const KernelWord& word = offer.word;
  unsigned lane = lane_of(its, word);
  const bool of_piece = is_passed_on(packet);
  unsigned used = least(word.end_lane - lane, known_at - 1u - packet.read_bytes);
  if (of_piece) used = least(used, kPieceBytes - packet.piece_bytes);
  read_item(state, word, lane, used);
  lane += used;
  if (of_piece && used != 0) give_piece(state, output);
  leave_word(state, line, offer, lane, output);
}

void read_body(State& state, unsigned line, Offer& offer, KernelOutput& output) {
  PacketState& packet = state.packet;
  const KernelWord& word = offer.word;
  unsigned lane = lane_of(state.lines[line], word);
  const unsigned offered = word.end_lane - lane;
  const bool of_piece =
      is_passed_on(packet) && packet.item != Item::Head && packet.item != Item::Broken;
  unsigned used = offered;
  if (packet.item != Item::Broken) {
    used = least(offered, static_cast<unsigned>(packet.item_bytes) - packet.read_bytes);
    if (of_piece) used = least(used, kPieceBytes - packet.piece_bytes);
  }
  read_item(state, word, lane, used);
  lane += used;
  if (of_piece && used != 0) give_piece(state, output);

  const bool looks_up = is_to_be_looked_up(state);
  if (looks_up) look_up(state);
  const Item item = packet.item;
  if (is_done(packet)) {
    finish_item(state, line, output);
    if (item == Item::Head && is_passed_on(packet) && packet.item != Item::Broken) {
      begin_piece(packet);
      if (packet.left == 0) give_piece(state, output);
    }
    if (item == Item::Entry && looks_up) ++state.entry.wait;
  }
  leave_word(state, line, offer, lane, output);
}

}  // namespace mdp3_kernel
}  // namespace hotbook
