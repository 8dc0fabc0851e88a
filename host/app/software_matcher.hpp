// The engine as the device of `hotbook match`.
//
// Threading: one thread.
// Hot path:  consume() does not allocate: what does not fit the engine's buffer goes on at once.

#pragma once

#include <exception>

#include "host/app/match_device.hpp"
#include "host/engine/engine.hpp"

namespace hotbook::app {

class SoftwareMatcher final : public MatchDevice {
 public:
  SoftwareMatcher(const MatchOptions& options, OutputHandler handler);
  SoftwareMatcher(const SoftwareMatcher&) = delete;
  SoftwareMatcher& operator=(const SoftwareMatcher&) = delete;

  void consume(std::span<const MatchCommand> commands) override;
  void finish() override {}
  [[nodiscard]] std::uint64_t state_hash() const override { return engine_.state_hash(); }
  [[nodiscard]] std::string note() const override;

 private:
  void give(std::span<const MatchOutput> outputs) noexcept;

  engine::Engine engine_;
  OutputHandler handler_;
  std::exception_ptr
      failed_;  // thrown by the handler inside the engine, which lets nothing through
};

}  // namespace hotbook::app
