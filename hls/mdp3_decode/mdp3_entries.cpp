#include "hls/mdp3_decode/mdp3_entries.hpp"

#include "hls/common/byte_lanes.hpp"
#include "hls/common/line_pulses.hpp"
#include "hls/mdp3_decode/mdp3_price.hpp"
#include "hls/mdp3_decode/mdp3_row.hpp"

namespace hotbook {
namespace mdp3_kernel {
namespace {

using kernel::load_le32;
using kernel::load_le64;

// MDUpdateAction of the schema.
constexpr std::uint8_t kNew = 0;
constexpr std::uint8_t kChange = 1;
constexpr std::uint8_t kDelete = 2;
constexpr std::uint8_t kDeleteThru = 3;
constexpr std::uint8_t kDeleteFrom = 4;
constexpr std::uint8_t kOverlay = 5;

constexpr std::uint32_t kQuantityNull = 0x7fffffff;
constexpr std::uint64_t kOrderIdNull = ~std::uint64_t{0};

bool is_quantity(std::uint32_t quantity) {
  return quantity != 0 && quantity < kQuantityNull;
}

bool is_of_side(std::uint8_t type) {
  return type == '0' || type == '1';
}

unsigned side_of(const EntryState& entry) {
  return entry.type == '1' ? 1 : 0;
}

std::uint64_t reference(unsigned side, std::uint32_t price) {
  return std::uint64_t{side} << 32 | price;
}

void give_event(State& state, KernelOutput& output, RecordKind kind, std::uint64_t order_ref) {
  output.seq = state.packet.seq;
  output.venue_time_ns = state.packet.time_ns;
  output.rx_time_ns = state.entry.rx_time_ns;
  output.arrival_cycle = state.entry.arrival_cycle;
  output.order_ref = order_ref;
  output.book = state.definitions[state.entry.slot].book;
  output.kind = static_cast<std::uint8_t>(kind);
  state.touched = true;
}

void give_add(State& state, KernelOutput& output, std::uint64_t order_ref, bool pair_second) {
  give_event(state, output, RecordKind::Add, order_ref);
  output.price = state.entry.price;
  output.quantity = state.entry.quantity;
  output.flags =
      static_cast<std::uint8_t>((side_of(state.entry) == 1 ? kKernelOutputFlagSideAsk : 0) |
                                (pair_second ? kKernelOutputFlagPairSecond : 0));
}

void give_bad_entry(State& state, KernelOutput& output) {
  kernel::pulse(output.pulses, kKernelPulsesFlagBadField);
  give_spoilt(state, output);
  state.entry.phase = EntryPhase::Idle;
}

// True when the number follows the instrument's last one, or is its first.
bool take_number(State& state) {
  EntryState& entry = state.entry;
  Number& number = state.numbers[entry.slot];
  const bool known = number.epoch == state.epoch + 1;
  const bool right = !known || entry.rpt_seq == number.rpt_seq + 1;
  number.epoch = state.epoch + 1;
  number.rpt_seq = entry.rpt_seq;
  return right;
}

// Whether the fields that the entry's action uses are in their domains.
bool is_sound(const EntryState& entry, const Definition& definition) {
  if (entry.action == kDeleteThru) return true;
  if (entry.action > kOverlay || entry.level == 0 || entry.level > definition.depth) return false;
  if (entry.action == kDelete || entry.action == kDeleteFrom) return true;
  return entry.price != 0 && is_quantity(entry.quantity);
}

void store_row(State& state, unsigned side) {
  const EntryState& entry = state.entry;
  Row& row = state.rows[side][entry.slot];
  row.epoch = state.epoch + 1;
  for (unsigned place = 0; place < kPlaces; ++place) {
    row.prices[place] = entry.prices[side][place];
    row.quantities[place] = entry.quantities[side][place];
  }
}

// Which levels go, and what comes behind them.
void plan(State& state) {
  EntryState& entry = state.entry;
  const unsigned side = side_of(entry);
  const unsigned depth = state.definitions[entry.slot].depth;
  const unsigned place = entry.level - 1u;
  unsigned doomed = places_of_price(entry, side);
  entry.final = Final::Set;
  if (entry.action == kNew) {
    doomed |= 1u << (depth - 1);
    entry.final = Final::Insert;
  } else if (entry.action == kChange || entry.action == kOverlay) {
    doomed &= ~(1u << place);
  } else {
    const bool all = entry.action == kDeleteThru;
    const unsigned through = (1u << (all ? depth : place + 1)) - 1;
    doomed = entry.action == kDelete ? 1u << place : through;
    entry.final = Final::Erase;
    entry.erased = static_cast<std::uint8_t>(all ? depth : entry.action == kDelete ? 1 : place + 1);
    if (entry.action != kDelete) entry.level = 1;
  }
  entry.doomed[side] = static_cast<std::uint16_t>(doomed & known_places(entry, side));
  entry.doomed[1 - side] = 0;
}

// What is left to do once no level is doomed: at most one event.
void finish_level(State& state, KernelOutput& output) {
  EntryState& entry = state.entry;
  const unsigned side = side_of(entry);
  const unsigned place = entry.level - 1u;
  entry.phase = EntryPhase::Idle;
  if (entry.final == Final::Erase) {
    if (entry.type == 'J') {
      store_row(state, 0);
      store_row(state, 1);
      return;
    }
    erase(entry, side, place, entry.erased);
    return store_row(state, side);
  }
  if (entry.final == Final::Set && entry.quantities[side][place] != 0) {
    give_event(state, output, RecordKind::Delete, reference(side, entry.prices[side][place]));
    output.flags = kKernelOutputFlagPairFirst;
    entry.final = Final::SecondOfPair;
    entry.phase = EntryPhase::Act;
    return;
  }
  if (entry.final == Final::Insert) {
    insert(entry, side, place, state.definitions[entry.slot].depth);
  }
  entry.prices[side][place] = entry.price;
  entry.quantities[side][place] = entry.quantity;
  store_row(state, side);
  give_add(state, output, reference(side, entry.price), entry.final == Final::SecondOfPair);
}

void remove_level(State& state, KernelOutput& output, unsigned side) {
  EntryState& entry = state.entry;
  unsigned first = kPlaces;
  for (unsigned i = 0; i < kPlaces; ++i) {
    const unsigned place = kPlaces - 1 - i;
    if ((entry.doomed[side] >> place & 1) != 0) first = place;
  }
  give_event(state, output, RecordKind::Delete, reference(side, entry.prices[side][first]));
  entry.doomed[side] = static_cast<std::uint16_t>(entry.doomed[side] & ~(1u << first));
  entry.quantities[side][first] = 0;
  // Nothing else comes of it: the row is told in the same step.
  const bool done = entry.doomed[0] == 0 && entry.doomed[1] == 0;
  if (done && entry.final == Final::Erase) finish_level(state, output);
}

void judge_order(State& state, KernelOutput& output) {
  EntryState& entry = state.entry;
  const bool known = entry.action <= kDelete && entry.order_id != kOrderIdNull;
  const bool whole = entry.price != 0 && is_quantity(entry.quantity);
  if (!known || (entry.action != kDelete && !whole)) return give_bad_entry(state, output);
  entry.phase = EntryPhase::Idle;
  if (entry.action == kNew) return give_add(state, output, entry.order_id, false);
  give_event(state, output, RecordKind::Delete, entry.order_id);
  if (entry.action == kDelete) return;
  output.flags = kKernelOutputFlagPairFirst;
  entry.final = Final::SecondOfPair;
  entry.phase = EntryPhase::Act;
}

void judge_order_entry(State& state, KernelOutput& output) {
  EntryState& entry = state.entry;
  entry.phase = EntryPhase::Idle;
  if (!state.definitions[entry.slot].by_order) return;
  if (is_of_side(entry.type)) return judge_order(state, output);
  if (entry.referring || entry.type == 'E' || entry.type == 'F') return;
  if (entry.type == 'J') return begin_anew(state, output);
  kernel::pulse(output.pulses, kKernelPulsesFlagBadField);
}

void judge_level_entry(State& state, KernelOutput& output) {
  EntryState& entry = state.entry;
  const Definition& definition = state.definitions[entry.slot];
  const bool of_side = is_of_side(entry.type);
  if (of_side && !definition.by_order && !is_sound(entry, definition)) {
    return give_bad_entry(state, output);
  }
  if (!entry.numbered) {
    entry.numbered = true;
    if (!take_number(state)) {
      give_reset(state, output);
      clear_rows(entry);
      static_cast<void>(take_number(state));
      return;  // and once more, with nothing known
    }
  }
  entry.phase = EntryPhase::Idle;
  if (of_side) {
    if (definition.by_order) return;
    plan(state);
  } else if (entry.type == 'J') {
    if (definition.by_order) return begin_anew(state, output);
    entry.final = Final::Erase;
    entry.doomed[0] = known_places(entry, 0);
    entry.doomed[1] = known_places(entry, 1);
  } else {
    if (entry.type != 'E' && entry.type != 'F') {
      kernel::pulse(output.pulses, kKernelPulsesFlagBadField);
    }
    return;
  }
  entry.phase = EntryPhase::Act;
}

void judge(State& state, KernelOutput& output) {
  EntryState& entry = state.entry;
  const PacketState& packet = state.packet;
  if (packet.kind == Kind::Statistics) {
    entry.phase = EntryPhase::Idle;
    if (entry.slot != kNoSlot && !take_number(state)) state.packet.reset_at_end = true;
    return;
  }
  if (entry.referring && (entry.level == 0 || entry.level > packet.references)) {
    return give_bad_entry(state, output);
  }
  if (entry.slot == kNoSlot) {
    kernel::pulse(output.pulses, kKernelPulsesFlagUnmapped);
    entry.phase = EntryPhase::Idle;
    return;
  }
  if (packet.kind == Kind::Levels && !entry.referring) return judge_level_entry(state, output);
  judge_order_entry(state, output);
}

}  // namespace

void give_gap(State& state, KernelOutput& output, std::uint64_t seq, std::uint64_t count,
              GapReason reason) {
  output.seq = seq;
  output.venue_time_ns = 0;
  output.order_ref = count;
  output.price = static_cast<std::uint32_t>(reason);
  output.quantity = 0;
  output.book = 0xffff;
  output.kind = static_cast<std::uint8_t>(RecordKind::Gap);
  output.flags = 0;
  state.touched = false;
  ++state.epoch;
}

void give_reset(State& state, KernelOutput& output) {
  output.rx_time_ns = state.rx_time_ns;
  output.arrival_cycle = state.arrival_cycle;
  give_gap(state, output, state.packet.seq, 0, GapReason::Missing);
}

void begin_anew(State& state, KernelOutput& output) {
  if (state.touched) return give_reset(state, output);
  ++state.epoch;
}

void give_spoilt(State& state, KernelOutput& output) {
  output.rx_time_ns = state.rx_time_ns;
  output.arrival_cycle = state.arrival_cycle;
  give_gap(state, output, state.packet.seq, 1, GapReason::BadFrame);
}

// The rows of both sides come with the slot, as the side stands behind the security.
void look_up(State& state) {
  EntryState& entry = state.entry;
  const PacketState& packet = state.packet;
  const EntriesMessage& message = kEntriesMessages[packet.layout];
  const EntryLayout& at = packet.second_group ? message.orders : message.entries;
  entry.looked_up = true;
  entry.referring = packet.second_group;
  if (entry.referring) {
    entry.level = packet.item_data[at.reference];
    const Reference& named = state.referred[(entry.level - 1u) % kReferences];
    entry.slot = named.slot;
    entry.type = named.type;
    entry.price = named.price;
    return;
  }
  entry.slot =
      static_cast<std::uint16_t>(find_slot(state, load_le32(packet.item_data + at.security)));
  if (entry.slot == kNoSlot) return;
  for (unsigned side = 0; side < 2; ++side) {
    const Row& row = state.rows[side][entry.slot];
    const bool known = row.epoch == state.epoch + 1;
    for (unsigned place = 0; place < kPlaces; ++place) {
      entry.prices[side][place] = row.prices[place];
      entry.quantities[side][place] = known ? row.quantities[place] : 0;
    }
  }
}

void begin_entry(State& state) {
  EntryState& entry = state.entry;
  PacketState& packet = state.packet;
  const EntriesMessage& message = kEntriesMessages[packet.layout];
  const EntryLayout& at = packet.second_group ? message.orders : message.entries;
  const std::uint8_t* const data = packet.item_data;
  entry.numbered = false;
  entry.phase = EntryPhase::Wait;
  entry.wait = kWaitSteps;
  entry.rx_time_ns = state.rx_time_ns;
  entry.arrival_cycle = state.arrival_cycle;
  if (packet.kind == Kind::Statistics) {
    entry.rpt_seq = load_le32(data + at.rpt_seq);
    return;
  }
  entry.action = data[at.action];
  entry.quantity = load_le32(data + at.quantity);
  if (at.order_id != kAbsent) entry.order_id = load_le64(data + at.order_id);
  if (entry.referring) return;
  entry.type = data[at.type];
  entry.price = entry.slot == kNoSlot ? 0
                                      : price_of(state.definitions[entry.slot],
                                                 load_le64(data + at.price), at.price_exponent);
  if (packet.kind != Kind::Levels) return;
  entry.level = data[at.level];
  entry.rpt_seq = load_le32(data + at.rpt_seq);
  Reference& named = state.referred[packet.references % kReferences];
  named.slot = entry.slot;
  named.type = entry.type;
  named.price = entry.price;
  ++packet.references;
}

bool work(State& state, KernelOutput& output) {
  EntryState& entry = state.entry;
  switch (entry.phase) {
    case EntryPhase::Idle:
      return false;
    case EntryPhase::Wait:
      --entry.wait;
      if (entry.wait == 0) entry.phase = EntryPhase::Judge;
      return false;
    case EntryPhase::Judge:
      judge(state, output);
      return true;
    case EntryPhase::Act:
      break;
  }
  const bool of_levels = state.packet.kind == Kind::Levels && !entry.referring;
  if (!of_levels) {
    entry.phase = EntryPhase::Idle;
    give_add(state, output, entry.order_id, true);
  } else if (entry.doomed[0] != 0) {
    remove_level(state, output, 0);
  } else if (entry.doomed[1] != 0) {
    remove_level(state, output, 1);
  } else {
    finish_level(state, output);
  }
  return true;
}

}  // namespace mdp3_kernel
}  // namespace hotbook
