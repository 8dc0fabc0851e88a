// Decides, cycle by cycle, whether a channel's driver offers or its monitor accepts. Seeded, so a
// failing run repeats.

#pragma once

#include <cstdint>
#include <random>

namespace hotbook::sim {

class Stall {
 public:
  // percent: share of cycles in which the channel is held, 0 to 100. Stretches are bursty, as real
  // ones are.
  Stall(std::uint64_t seed, unsigned percent) : random_{seed}, percent_{percent} {}

  [[nodiscard]] bool held() {
    if (left_ == 0) {
      held_ = random_() % 100 < percent_;
      left_ = percent_ == 0 || percent_ == 100 ? 1 : 1 + static_cast<unsigned>(random_() % 7);
    }
    --left_;
    return held_;
  }

 private:
  std::mt19937_64 random_;
  unsigned percent_;
  unsigned left_ = 0;
  bool held_ = false;
};

}  // namespace hotbook::sim
