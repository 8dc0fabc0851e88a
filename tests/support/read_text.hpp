// The whole of a file, for a test that looks at what was written.

#pragma once

#include <fstream>
#include <sstream>
#include <string>

namespace hotbook::testing {

inline std::string read_text(const std::string& path) {
  std::ifstream file{path, std::ios::binary};
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace hotbook::testing
