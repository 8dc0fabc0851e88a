// A feed kernel for tests: the payload of a packet is the output that it becomes, so that a test
// writes what the card is to be given.
//
// Threading: one test, one thread.
// Hot path:  none; it is a model.

#pragma once

#include <array>
#include <cstring>
#include <memory>
#include <vector>

#include "sim/card/feed_kernel.hpp"
#include "sim/harness/stall.hpp"

namespace hotbook::test {

// What the kernel saw, for the test that owns the card.
struct EchoNotes {
  std::vector<InstrumentCommand> instruments;
  std::array<std::vector<KernelWord>, 2> words;
  bool holds = false;  // takes nothing at all
};

class EchoKernel final : public card::FeedKernel {
 public:
  EchoKernel(std::shared_ptr<EchoNotes> notes, std::uint64_t seed, unsigned stall_percent)
      : notes_{std::move(notes)}, stall_{seed, stall_percent} {}

  [[nodiscard]] kernel::KernelStep step(const kernel::KernelInput& input) override {
    kernel::KernelStep done{};
    if (notes_->holds || stall_.held()) return done;
    done.instrument_taken = input.instrument_valid;
    if (input.instrument_valid) notes_->instruments.push_back(input.instrument);
    const std::array<bool, 2> valid{input.line_a_valid, input.line_b_valid};
    const std::array<const KernelWord*, 2> words{&input.line_a, &input.line_b};
    std::array<bool*, 2> taken{&done.line_a_taken, &done.line_b_taken};
    for (std::size_t l = 0; l < 2; ++l) {
      if (!valid[l]) continue;
      const KernelWord& word = *words[l];
      const bool is_last = (word.flags & kKernelWordFlagLast) != 0;
      if (is_last && done.output_valid) continue;  // the other line's packet ends in this step
      *taken[l] = true;
      notes_->words[l].push_back(word);
      std::vector<std::uint8_t>& payload = payloads_[l];
      if ((word.flags & kKernelWordFlagFirst) != 0) payload.clear();
      payload.insert(payload.end(), word.data + word.first_lane, word.data + word.end_lane);
      if (!is_last || payload.size() < sizeof(KernelOutput)) continue;
      std::memcpy(&done.output, payload.data(), sizeof done.output);
      done.output.session = word.session;
      done.output.rx_time_ns = word.rx_time_ns;
      done.output.arrival_cycle = word.arrival_cycle;
      done.output_valid = true;
    }
    return done;
  }

 private:
  std::shared_ptr<EchoNotes> notes_;
  sim::Stall stall_;
  std::array<std::vector<std::uint8_t>, 2> payloads_;
};

}  // namespace hotbook::test
