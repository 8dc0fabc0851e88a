// Seeds and sizes of the random RTL tests, from the environment, so that any run can be repeated
// and made longer.
//
// Threading: free functions.
// Hot path:  none.

#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <random>
#include <string>

namespace hotbook::test {

class RandomRun {
 public:
  explicit RandomRun(std::uint64_t seed)
      : seed_{from_environment("HOTBOOK_SEED", seed)}, random_{seed_} {
    std::cout << "seed=" << seed_ << std::endl;
  }

  [[nodiscard]] std::uint64_t seed() const { return seed_; }

  // The given amount of input times HOTBOOK_SCALE.
  [[nodiscard]] static std::uint64_t amount(std::uint64_t base) {
    return base * from_environment("HOTBOOK_SCALE", 1);
  }

  std::uint64_t operator()() { return random_(); }
  std::uint64_t below(std::uint64_t bound) { return random_() % bound; }
  std::uint64_t between(std::uint64_t least, std::uint64_t most) {
    return least + below(most - least + 1);
  }
  bool percent(unsigned share) { return below(100) < share; }
  std::uint8_t byte() { return static_cast<std::uint8_t>(random_()); }

  // What to type to see a failure again.
  [[nodiscard]] std::string reproduce() const {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    return "reproduce: HOTBOOK_SEED=" + std::to_string(seed_) +
           " <test binary> --gtest_filter=" + test->test_suite_name() + "." + test->name();
  }

 private:
  static std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
    const char* text = std::getenv(name);
    return text == nullptr ? otherwise : std::strtoull(text, nullptr, 0);
  }

  std::uint64_t seed_;
  std::mt19937_64 random_;
};

}  // namespace hotbook::test
