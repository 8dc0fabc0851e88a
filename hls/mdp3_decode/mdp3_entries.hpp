// What the kernel does with an entry that has come whole: rules 15 to 30 of README.md.
//
// Synthesis: C++14; called once a step each.

#pragma once

#include "hls/mdp3_decode/mdp3_kernel.hpp"

namespace hotbook {
namespace mdp3_kernel {

// Every row and number is forgotten.
void give_gap(State& state, KernelOutput& output, std::uint64_t seq, std::uint64_t count,
              GapReason reason);
// Numbers do not follow each other.
void give_reset(State& state, KernelOutput& output);
// Every book begins anew; where none has anything, nothing is to be told.
void begin_anew(State& state, KernelOutput& output);
// A packet contradicts itself.
void give_spoilt(State& state, KernelOutput& output);

// Looks up whose entry it is, as soon as that much of it has come.
void look_up(State& state);

// The item of the packet is a whole entry.
void begin_entry(State& state);

// One step of the entry's work; false when there is none, or none that keeps others from working.
bool work(State& state, KernelOutput& output);

// What a host tells of an instrument.
void take_instrument(State& state, const InstrumentCommand& command, KernelOutput& output);

}  // namespace mdp3_kernel
}  // namespace hotbook
