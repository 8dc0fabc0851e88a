// Says on standard error how far a long job has come, and only when a person watches.
//
// Threading: one thread.
// Hot path:  update() looks at the clock and returns unless a tenth of a second has passed.

#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace hotbook::app {

class ProgressLine {
 public:
  explicit ProgressLine(std::string what, bool quiet);
  ~ProgressLine() { clear(); }
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;
  ProgressLine(ProgressLine&&) = delete;
  ProgressLine& operator=(ProgressLine&&) = delete;

  void update(std::uint64_t done, std::uint64_t total);
  void clear();

 private:
  std::string what_;
  bool shows_;
  bool drawn_ = false;
  std::chrono::steady_clock::time_point at_;
};

}  // namespace hotbook::app
