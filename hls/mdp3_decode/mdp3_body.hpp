// Reads the body of the packet that is used: its messages, their blocks and groups.
//
// Synthesis: C++14; called once a step, and takes one word up to the end of one item in it.

#pragma once

#include "hls/mdp3_decode/mdp3_kernel.hpp"

namespace hotbook {
namespace mdp3_kernel {

// A line's word as a step finds it.
struct Offer {
  bool valid;
  bool take;  // at the end of the step
  KernelWord word;

  bool first() const { return (word.flags & kKernelWordFlagFirst) != 0; }
  bool last() const { return (word.flags & kKernelWordFlagLast) != 0; }
  bool bad() const { return last() && (word.flags & kKernelWordFlagBad) != 0; }
};

// Where what was not read of a word begins.
inline unsigned lane_of(const LineState& line, const KernelWord& word) {
  return line.at != 0 ? line.at : word.first_lane;
}

// The same while an entry waits to be judged: the next one is read as far as it does not say whose
// it is.
void read_on(State& state, unsigned line, Offer& offer, KernelOutput& output);

// The line is in LinePhase::Body, and no entry is under way.
void read_body(State& state, unsigned line, Offer& offer, KernelOutput& output);

}  // namespace mdp3_kernel
}  // namespace hotbook
