// A feed kernel beside the Verilated card, and the streams between both.
//
// Threading: one thread.
// Hot path:  cycle() allocates nothing.

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <utility>

#include "hls/common/feed_kernel.hpp"

namespace hotbook::card {

// A kernel with its state inside.
class FeedKernel {
 public:
  virtual ~FeedKernel() = default;
  [[nodiscard]] virtual kernel::KernelStep step(const kernel::KernelInput& input) = 0;
};

template <class State, kernel::KernelStep (*kStep)(State&, const kernel::KernelInput&)>
class FeedKernelOf final : public FeedKernel {
 public:
  [[nodiscard]] kernel::KernelStep step(const kernel::KernelInput& input) override {
    return kStep(*state_, input);
  }

 private:
  std::unique_ptr<State> state_ = std::make_unique<State>();
};

// The kernel takes a step a cycle while there is room for its output, as the synthesised one does;
// that one's latency is the tool's, this one's a cycle.
class KernelStreams {
 public:
  // Null: nobody is there, and no word is ever taken.
  explicit KernelStreams(std::unique_ptr<FeedKernel> kernel = nullptr)
      : kernel_{std::move(kernel)} {}

  [[nodiscard]] bool is_there() const { return kernel_ != nullptr; }

  // What is offered to the card in this cycle.
  [[nodiscard]] bool has_output() const { return count_ != 0; }
  [[nodiscard]] const KernelOutput& output() const { return outputs_[head_]; }

  // One cycle: the words that the card offers, and whether it took the output. The step says which
  // words are taken.
  [[nodiscard]] kernel::KernelStep cycle(const kernel::KernelInput& input) {
    // Before the first word there is nothing that time could change.
    begun_ = begun_ || input.line_a_valid || input.line_b_valid || input.instrument_valid;
    if (kernel_ == nullptr || !begun_ || count_ == kOutputsMax) return {};
    const kernel::KernelStep step = kernel_->step(input);
    if (step.output_valid) outputs_[(head_ + count_++) % kOutputsMax] = step.output;
    return step;
  }
  void output_taken() {
    head_ = (head_ + 1) % kOutputsMax;
    --count_;
  }

 private:
  static constexpr std::size_t kOutputsMax = 4;

  std::unique_ptr<FeedKernel> kernel_;
  std::array<KernelOutput, kOutputsMax> outputs_{};
  std::size_t head_ = 0;
  std::size_t count_ = 0;
  bool begun_ = false;
};

// The kernel's pins of a Verilated card: drive before the cycle's words are looked at, take behind.
template <class Top>
void drive_kernel_output(Top& top, const KernelStreams& streams) {
  top.s_axis_kernel_tvalid = streams.has_output();
  if (streams.has_output()) {
    static_assert(sizeof top.s_axis_kernel_tdata == sizeof(KernelOutput));
    std::memcpy(&top.s_axis_kernel_tdata, &streams.output(), sizeof(KernelOutput));
  }
}

// With every output of the card settled; true when a word or an output moved. The card must settle
// again behind it.
template <class Top>
bool cycle_kernel(Top& top, KernelStreams& streams) {
  static_assert(sizeof top.m_axis_kernel_a_tdata == sizeof(KernelWord));
  static_assert(sizeof top.m_axis_instrument_tdata == sizeof(InstrumentCommand));
  const bool output_taken = top.s_axis_kernel_tvalid && top.s_axis_kernel_tready;
  kernel::KernelInput input{};
  input.line_a_valid = top.m_axis_kernel_a_tvalid;
  input.line_b_valid = top.m_axis_kernel_b_tvalid;
  input.instrument_valid = top.m_axis_instrument_tvalid;
  if (input.line_a_valid)
    std::memcpy(&input.line_a, &top.m_axis_kernel_a_tdata, sizeof input.line_a);
  if (input.line_b_valid)
    std::memcpy(&input.line_b, &top.m_axis_kernel_b_tdata, sizeof input.line_b);
  if (input.instrument_valid)
    std::memcpy(&input.instrument, &top.m_axis_instrument_tdata, sizeof input.instrument);
  const kernel::KernelStep step = streams.cycle(input);
  top.m_axis_kernel_a_tready = step.line_a_taken;
  top.m_axis_kernel_b_tready = step.line_b_taken;
  top.m_axis_instrument_tready = step.instrument_taken;
  if (output_taken) streams.output_taken();
  return output_taken || step.output_valid || step.line_a_taken || step.line_b_taken ||
         step.instrument_taken;
}

}  // namespace hotbook::card
