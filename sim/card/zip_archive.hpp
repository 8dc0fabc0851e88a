// Builds a ZIP archive of stored (uncompressed) files, with their permissions.
//
// Threading: one thread.
// Hot path:  none.

#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace hotbook::card {

class ZipArchive {
 public:
  // Throws std::length_error above what plain ZIP can say: 65535 files, 4 GiB.
  void add(const std::string& name, std::span<const std::uint8_t> content, bool is_executable);
  [[nodiscard]] std::vector<std::uint8_t> finish() const;

 private:
  std::vector<std::uint8_t> files_;
  std::vector<std::uint8_t> directory_;
  std::uint16_t count_ = 0;
};

}  // namespace hotbook::card
