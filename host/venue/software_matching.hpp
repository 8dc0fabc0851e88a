// Matching by the engine alone: every input is closed when submit() returns.
//
// Threading: as Matching.
// Hot path:  submit() is Engine::apply() and the sink.

#pragma once

#include "host/venue/matching.hpp"

namespace hotbook::venue {

class SoftwareMatching final : public Matching {
 public:
  // Throws what Engine does.
  explicit SoftwareMatching(const MatchOptions& options) : engine_{options} {}

  void set_sink(engine::OutputSink sink) noexcept override { sink_ = sink; }
  [[nodiscard]] bool submit(const MatchCommand& command) noexcept override {
    const std::span<const MatchOutput> outputs = engine_.apply(command);
    if (!outputs.empty()) sink_.take(sink_.context, outputs);
    return true;
  }
  bool poll() noexcept override { return false; }
  [[nodiscard]] std::uint64_t closed() const noexcept override { return engine_.input_seq(); }
  [[nodiscard]] const engine::Engine& engine() const noexcept override { return engine_; }
  void restore(std::span<const std::byte> bytes) override { engine_.restore(bytes); }

 private:
  engine::Engine engine_;
  engine::OutputSink sink_;
};

}  // namespace hotbook::venue
