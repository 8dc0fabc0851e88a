// What computes the matching function for `hotbook match`: commands in, outputs out, in order.
//
// Threading: the main thread.
// Hot path:  as each device says.

#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>

#include "host/domain/layout.hpp"

namespace hotbook::app {

// Takes outputs, which are gone when it returns. It may throw; the run then ends with that.
using OutputHandler = std::function<void(std::span<const MatchOutput>)>;

class MatchDevice {
 public:
  virtual ~MatchDevice() = default;

  // Takes the next commands. Their outputs are given to the handler, now or later.
  virtual void consume(std::span<const MatchCommand> commands) = 0;

  // No more commands follow: whatever outputs are still due are given to the handler.
  virtual void finish() = 0;

  // After finish(): section 9 of the matching function, and what the summary says besides.
  [[nodiscard]] virtual std::uint64_t state_hash() const = 0;
  [[nodiscard]] virtual std::string note() const = 0;
};

}  // namespace hotbook::app
