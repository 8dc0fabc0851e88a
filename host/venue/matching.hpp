// What computes the matching function for the venue: the engine alone, or a card with the engine
// behind it.
//
// Threading: the venue's thread; the sink is called from submit(), poll() or give_up() only.
// Hot path:  submit() and poll(), one virtual call each.

#pragma once

#include <cstdint>
#include <span>

#include "host/domain/layout.hpp"
#include "host/engine/engine.hpp"

namespace hotbook::venue {

class Matching {
 public:
  virtual ~Matching() = default;

  // Who is given the outputs: those of each input together, in order, whole. During the call
  // engine() has done that input and no later one.
  virtual void set_sink(engine::OutputSink sink) noexcept = 0;

  // Takes the next input; false when it cannot now: poll() and try again.
  [[nodiscard]] virtual bool submit(const MatchCommand& command) noexcept = 0;
  // Moves what can be moved; false when nothing was.
  virtual bool poll() noexcept = 0;
  // Inputs whose outputs were given, since the engine began.
  [[nodiscard]] virtual std::uint64_t closed() const noexcept = 0;

  [[nodiscard]] virtual const engine::Engine& engine() const noexcept = 0;
  // Only while every input is closed.
  virtual void restore(std::span<const std::byte> bytes) = 0;
};

}  // namespace hotbook::venue
