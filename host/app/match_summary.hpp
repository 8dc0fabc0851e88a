// Counts the inputs and outputs of a run of `hotbook match` and puts them into words.
//
// Threading: one thread.
// Hot path:  input() and output() count.

#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "host/domain/layout.hpp"
#include "sim/replay/order_flow_obw.hpp"

namespace hotbook::app {

class MatchSummary {
 public:
  void input(const MatchCommand& command) noexcept;
  void output(const MatchOutput& output) noexcept;

  // Executions, and OBW1's hash of them.
  [[nodiscard]] std::uint64_t executions() const noexcept;
  [[nodiscard]] std::uint64_t trade_hash() const noexcept { return trade_hash_; }

  // A few lines; `note` is the device's own.
  [[nodiscard]] std::string text(const std::string& note, std::uint64_t state_hash,
                                 double seconds) const;

 private:
  std::uint64_t inputs_ = 0;
  std::uint64_t outputs_ = 0;
  std::uint64_t opened_ = 0;    // trading_state inputs
  std::uint64_t quantity_ = 0;  // executed
  std::uint64_t trade_hash_ = replay::kObwHashStart;
  std::array<std::uint64_t, 256> kinds_{};
  std::array<std::uint64_t, 256> refused_{};
};

}  // namespace hotbook::app
