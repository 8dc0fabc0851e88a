// Drives the clock and reset of one Verilated module. A test sets inputs, calls settle() to see the
// combinational outputs of this cycle, and tick() to move to the next.

#pragma once

#include <cstdint>
#include <memory>

#include "sim/harness/coverage.hpp"
#include "verilated.h"

namespace hotbook::sim {

// Whatever is not reset starts random, the same way in every run. To be made before the model: its
// registers start when it is made. Where toggles are counted it starts as 0: a reset of what was
// random would count as one.
[[nodiscard]] inline std::unique_ptr<VerilatedContext> random_context() {
  auto context = std::make_unique<VerilatedContext>();
#if VM_COVERAGE
  context->randReset(0);
#else
  context->randReset(2);
#endif
  context->randSeed(20261120);
  return context;
}

template <class Top>
class Clock {
 public:
  Clock() : context_{random_context()}, top_{std::make_unique<Top>(context_.get())} {
    top_->clk_i = 0;
  }
  ~Clock() {
    top_->final();
    write_coverage(*context_);
  }
  Clock(const Clock&) = delete;
  Clock& operator=(const Clock&) = delete;
  Clock(Clock&&) = delete;
  Clock& operator=(Clock&&) = delete;

  Top* operator->() { return top_.get(); }
  Top& top() { return *top_; }
  VerilatedContext& context() { return *context_; }
  [[nodiscard]] std::uint64_t cycle() const { return cycle_; }

  void settle() { top_->eval(); }

  void tick() {
    top_->eval();
    top_->clk_i = 1;
    top_->eval();
    top_->clk_i = 0;
    context_->timeInc(1);
    ++cycle_;
  }

  void reset(int cycles = 4) {
    top_->rst_i = 1;
    for (int i = 0; i < cycles; ++i) tick();
    top_->rst_i = 0;
  }

 private:
  std::unique_ptr<VerilatedContext> context_;
  std::unique_ptr<Top> top_;
  std::uint64_t cycle_ = 0;
};

}  // namespace hotbook::sim
