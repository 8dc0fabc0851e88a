// Finds the real captures, which are never part of this repository, and the seed of a random test.

#pragma once

#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string>

namespace hotbook::testing {

// The folder of real captures: $HOTBOOK_SHARED/data, else ../shared/data beside the repository.
inline std::filesystem::path shared_data() {
  const char* given = std::getenv("HOTBOOK_SHARED");
  const std::filesystem::path shared =
      given != nullptr ? std::filesystem::path{given}
                       : std::filesystem::path{HOTBOOK_SOURCE_DIR} / ".." / "shared";
  return shared / "data";
}

inline std::uint64_t number_from_environment(const char* name, std::uint64_t otherwise) {
  const char* given = std::getenv(name);
  return given == nullptr ? otherwise : std::strtoull(given, nullptr, 0);
}

// HOTBOOK_SEED or the test's own, printed so that a failure can be repeated.
inline std::uint64_t seed(std::uint64_t otherwise) {
  const std::uint64_t chosen = number_from_environment("HOTBOOK_SEED", otherwise);
  std::cout << "HOTBOOK_SEED=" << chosen << '\n';
  return chosen;
}

// HOTBOOK_SCALE multiplies the amount of input.
inline std::uint64_t scale() {
  return number_from_environment("HOTBOOK_SCALE", 1);
}

// An own folder for this process's files.
inline std::filesystem::path scratch_folder() {
  const auto folder =
      std::filesystem::temp_directory_path() / ("hotbook_test_" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  return folder;
}

}  // namespace hotbook::testing

// Ends a test that needs real captures, with the reason, where there are none.
#define HOTBOOK_NEEDS(path)                                                                    \
  if (!std::filesystem::exists(path)) {                                                        \
    GTEST_SKIP() << path                                                                       \
                 << " is absent; real captures lie beside the repository, see HOTBOOK_SHARED"; \
  }                                                                                            \
  static_assert(true)
