// Leaves what the Verilated modules of one process covered, when the build counts coverage and
// somebody asked for it.

#pragma once

#include "verilated.h"
#if VM_COVERAGE
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <string_view>
#include <unordered_map>

#include <unistd.h>

#include "verilated_cov.h"
#endif

namespace hotbook::sim {

#if VM_COVERAGE
// One file a process, written at its end: some tests make a thousand models.
class CoveragePoints {
 public:
  explicit CoveragePoints(std::string path) : path_{std::move(path)} {}
  ~CoveragePoints() {
    std::ofstream out{path_ + ".dat"};
    out << "# SystemC::Coverage-3\n";
    for (const auto& [point, reached] : reached_) out << point << (reached ? " 1\n" : " 0\n");
  }
  CoveragePoints(const CoveragePoints&) = delete;
  CoveragePoints& operator=(const CoveragePoints&) = delete;
  CoveragePoints(CoveragePoints&&) = delete;
  CoveragePoints& operator=(CoveragePoints&&) = delete;

  void add(VerilatedContext& context) {
    const std::string one = path_ + ".one";  // the only way out that Verilator has is a file
    context.coveragep()->write(one.c_str());
    std::ifstream in{one};
    for (std::string line; std::getline(in, line);) {
      const std::string_view text{line};
      const auto space = text.rfind(' ');
      if (!text.starts_with("C '") || space == text.npos) continue;
      const bool reached = text.substr(space + 1) != "0";
      reached_[line.substr(0, space)] |= reached;
    }
    std::remove(one.c_str());
  }

 private:
  std::string path_;
  std::unordered_map<std::string, bool> reached_;
};
#endif

// scripts/coverage names the folder and merges the files; everywhere else this does nothing.
inline void write_coverage([[maybe_unused]] VerilatedContext& context) {
#if VM_COVERAGE
  const char* folder = std::getenv("HOTBOOK_COVERAGE_DIR");
  if (folder == nullptr) return;
  static CoveragePoints points{std::string{folder} + "/" + std::to_string(getpid())};
  points.add(context);
#endif
}

}  // namespace hotbook::sim
