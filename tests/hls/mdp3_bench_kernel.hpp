// The MDP 3.0 kernel on a KernelBench.

#pragma once

#include <memory>

#include "hls/mdp3_decode/mdp3_kernel.hpp"
#include "tests/hls/kernel_bench.hpp"

namespace hotbook::hls_test {

struct Mdp3Kernel {
  using State = mdp3_kernel::State;
  static KernelStep step(State& state, const KernelInput& input) {
    return mdp3_kernel::step(state, input);
  }
  static bool is_head(const State& state, std::size_t line) {
    return state.lines[line].phase == mdp3_kernel::LinePhase::Head;
  }
  static bool is_body(const State& state, std::size_t line) {
    return state.lines[line].phase == mdp3_kernel::LinePhase::Body;
  }
};

using Mdp3Bench = KernelBench<Mdp3Kernel>;

// An entry's work can take more silent steps than one run() waits for: until several find nothing.
inline void settle(Mdp3Bench& bench, Draw& draw, Stalls stalls = {}) {
  for (unsigned quiet = 0; quiet < 4;) {
    const std::uint64_t before = bench.steps();
    bench.run(draw, stalls);
    quiet = bench.steps() - before > 4 ? 0 : quiet + 1;
  }
}

inline void tell(Mdp3Bench& bench, const InstrumentCommand& command) {
  KernelInput input{};
  input.instrument_valid = true;
  input.instrument = command;
  static_cast<void>(bench.step(input));
}

}  // namespace hotbook::hls_test
