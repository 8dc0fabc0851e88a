// Leaves what one Verilated module covered, when the build counts coverage and somebody asked for
// it.

#pragma once

#include <cstdlib>
#include <string>

#include <unistd.h>

#include "verilated.h"
#if VM_COVERAGE
#include "verilated_cov.h"
#endif

namespace hotbook::sim {

// scripts/coverage names the folder and merges the files; everywhere else this does nothing.
inline void write_coverage([[maybe_unused]] VerilatedContext& context) {
#if VM_COVERAGE
  static int written = 0;
  if (const char* folder = std::getenv("HOTBOOK_COVERAGE_DIR"); folder != nullptr) {
    const std::string file = std::to_string(getpid()) + "-" + std::to_string(written++) + ".dat";
    context.coveragep()->write((std::string{folder} + "/" + file).c_str());
  }
#endif
}

}  // namespace hotbook::sim
