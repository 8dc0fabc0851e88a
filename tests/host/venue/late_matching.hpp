// Matching that answers late and all at once, as a card does.
//
// Threading: one thread.
// Hot path:  none.

#pragma once

#include <deque>
#include <random>
#include <vector>

#include "host/venue/matching.hpp"

namespace hotbook::venue {

class LateMatching final : public Matching {
 public:
  explicit LateMatching(const MatchOptions& options) : engine_{options} {}

  void set_sink(engine::OutputSink sink) noexcept override { sink_ = sink; }
  [[nodiscard]] bool submit(const MatchCommand& command) noexcept override {
    if (waiting_.size() >= kWaitingMax) return false;
    waiting_.push_back(command);
    return true;
  }
  bool poll() noexcept override {
    std::size_t count = random_() % (kWaitingMax + 4);
    if (waiting_.empty() || count == 0) return false;
    for (; count != 0 && !waiting_.empty(); --count) {
      const MatchCommand command = waiting_.front();
      waiting_.pop_front();
      const std::span<const MatchOutput> outputs = engine_.apply(command);
      if (!outputs.empty()) sink_.take(sink_.context, outputs);
    }
    return true;
  }
  [[nodiscard]] std::uint64_t closed() const noexcept override { return engine_.input_seq(); }
  [[nodiscard]] const engine::Engine& engine() const noexcept override { return engine_; }
  void restore(std::span<const std::byte> bytes) override { engine_.restore(bytes); }

 private:
  static constexpr std::size_t kWaitingMax = 20;
  std::mt19937_64 random_{1};
  std::deque<MatchCommand> waiting_;
  engine::Engine engine_;
  engine::OutputSink sink_;
};

}  // namespace hotbook::venue
