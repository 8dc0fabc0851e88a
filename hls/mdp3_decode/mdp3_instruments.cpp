// What a host tells of instruments: rules 15 to 17 of README.md.

#include "hls/mdp3_decode/mdp3_entries.hpp"

namespace hotbook {
namespace mdp3_kernel {

void take_instrument(State& state, const InstrumentCommand& command, KernelOutput& output) {
  if (command.kind != CommandKind::Instrument) return;
  bool forgets = false;
  if (command.instrument == ~std::uint64_t{0}) {
    forgets = state.any_instrument;
    state.any_instrument = false;
    ++state.generation;
  } else {
    const bool sound = command.instrument <= 0xffffffffu && command.book != 0xffff &&
                       command.depth >= 1 && command.depth <= kPlaces && command.tick_shift <= 63 &&
                       command.tick_odd * command.tick_inverse == 1 &&
                       (command.flags & ~unsigned{kInstrumentFlagByOrder}) == 0;
    if (!sound) return;
    const std::uint32_t security = static_cast<std::uint32_t>(command.instrument);
    const Definition told{command.book,        command.depth,
                          command.tick_shift,  (command.flags & kInstrumentFlagByOrder) != 0,
                          command.tick_odd,    command.tick_inverse,
                          command.price_offset};
    unsigned slot = find_slot(state, security);
    if (slot != kNoSlot) {
      const Definition& old = state.definitions[slot];
      forgets = !(old.book == told.book && old.depth == told.depth &&
                  old.tick_shift == told.tick_shift && old.by_order == told.by_order &&
                  old.tick_odd == told.tick_odd && old.price_offset == told.price_offset);
      if (!forgets) return;
    } else {
      slot = free_slot(state, security);
      if (slot == kNoSlot) return;
      state.securities[slot] = security;
      state.generations[slot] = state.generation + 1;
      state.any_instrument = true;
    }
    state.definitions[slot] = told;
  }
  if (!forgets) return;
  if (!state.touched) {
    ++state.epoch;
    return;
  }
  output.rx_time_ns = 0;
  give_gap(state, output, state.arbiter.expected, 0, GapReason::Missing);
}

}  // namespace mdp3_kernel
}  // namespace hotbook
