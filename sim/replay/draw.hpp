// Draws seeded random integers that are the same on every platform.
//
// Threading: one thread.
// Hot path:  allocates nothing.

#pragma once

#include <cstdint>
#include <random>

namespace hotbook::replay {

class Draw {
 public:
  explicit Draw(std::uint64_t seed) : bits_{seed} {}

  // 0 to bound − 1; bound is at least 1. The standard's distributions differ between libraries.
  [[nodiscard]] std::uint32_t below(std::uint32_t bound) {
    return static_cast<std::uint32_t>((bits_() >> 32) * bound >> 32);
  }

  [[nodiscard]] std::uint64_t below_long(std::uint64_t bound) { return bits_() % bound; }

  // True in `parts` of a million draws.
  [[nodiscard]] bool per_million(std::uint32_t parts) { return below(1'000'000) < parts; }

  // True once in `times` draws.
  [[nodiscard]] bool once_in(std::uint32_t times) { return below(times) == 0; }

  [[nodiscard]] std::uint64_t bits() { return bits_(); }

 private:
  std::mt19937_64 bits_;
};

}  // namespace hotbook::replay
