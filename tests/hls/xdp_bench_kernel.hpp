// The NYSE XDP kernel as KernelBench drives it.

#pragma once

#include "hls/xdp_decode/xdp_kernel.hpp"
#include "tests/hls/kernel_bench.hpp"

namespace hotbook::hls_test {

struct XdpKernel {
  using State = kernel::xdp::State;
  static KernelStep step(State& state, const KernelInput& input) {
    return kernel::xdp::step(state, input);
  }
  static bool is_head(const State& state, std::size_t line) {
    return state.lines[line].phase == kernel::xdp::LinePhase::Head;
  }
  static bool is_body(const State& state, std::size_t line) {
    return state.lines[line].phase == kernel::xdp::LinePhase::Body;
  }
};

}  // namespace hotbook::hls_test
