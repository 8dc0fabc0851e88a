// Says what is wrong with an input file: which file, at which byte, and why.
//
// Threading: a value, free to copy and to throw across threads.
// Hot path:  never; it allocates.

#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>

namespace hotbook::replay {

class CaptureError : public std::runtime_error {
 public:
  CaptureError(const std::string& file, std::uint64_t offset, const std::string& reason)
      : std::runtime_error{file + ": byte " + std::to_string(offset) + ": " + reason},
        file_{file},
        reason_{reason},
        offset_{offset} {}

  [[nodiscard]] const std::string& file() const noexcept { return file_; }
  [[nodiscard]] const std::string& reason() const noexcept { return reason_; }

  // In the uncompressed data, except when the compression itself is damaged: then in the file.
  [[nodiscard]] std::uint64_t offset() const noexcept { return offset_; }

 private:
  std::string file_;
  std::string reason_;
  std::uint64_t offset_;
};

}  // namespace hotbook::replay
