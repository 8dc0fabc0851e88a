// What every feed kernel is: a pure function of a state and of the words at its ports, called once
// a clock cycle; one step takes at most one word of a line and gives at most one output.
//
//   line_a, line_b → kernel_word → kernel → kernel_output → books, host_record, counters
//
// The kernel looks at the words that wait on its three ports and says which it takes; a word that
// it does not take stays. On each line a session begins with a word without payload, whose number
// is the session's: the kernel forgets books, packets and numbers of the one before. It is called
// only while its output can leave, so that nothing waits inside for room. What it keeps lives in
// its state, whose members are arrays of fixed size.
//
// Synthesis: C++14 without heap, recursion or virtuals; every loop has a fixed bound.
// Interval:  1: a step a cycle. Latency is the tool's, the same for every step.

#pragma once

#include "host/domain/layout.hpp"

namespace hotbook {
namespace kernel {

// The words that wait; what is not valid has no meaning.
struct KernelInput {
  bool line_a_valid;
  bool line_b_valid;
  bool instrument_valid;
  KernelWord line_a;
  KernelWord line_b;
  InstrumentCommand instrument;
};

// What a step took, and its output. Without output_valid there is none, not even pulses.
struct KernelStep {
  bool line_a_taken;
  bool line_b_taken;
  bool instrument_taken;
  bool output_valid;
  KernelOutput output;
};

}  // namespace kernel
}  // namespace hotbook
