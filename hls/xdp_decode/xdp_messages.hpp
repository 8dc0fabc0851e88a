// What a whole message becomes (README.md, rules 13 to 20): an event, a gap, pieces for the host,
// or a pulse.
//
// Synthesis: C++14; all of it is behind the state of the step before, none of it is waited for.

#pragma once

#include "hls/xdp_decode/xdp_kernel.hpp"

namespace hotbook {
namespace kernel {
namespace xdp {

// Every order is forgotten, and every book unknown: no message may be missing, so that count is 0.
void give_gap(State& state, KernelOutput& output, std::uint64_t seq, std::uint64_t count,
              GapReason reason);

// The message in state.packet is complete: gives its first output, and says what is pending.
void give_message(State& state, KernelOutput& output);

// Gives the next output of a message that has more than one.
void give_pending(State& state, KernelOutput& output);

}  // namespace xdp
}  // namespace kernel
}  // namespace hotbook
