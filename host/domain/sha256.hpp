// The SHA-256 of bytes or of a file, as 64 lower-case hexadecimal digits.
//
// Threading: pure functions.
// Hot path:  none.

#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace hotbook {

[[nodiscard]] std::string sha256_hex(std::span<const std::uint8_t> bytes);

// Throws std::runtime_error naming the file when it cannot be read.
[[nodiscard]] std::string sha256_hex_of_file(const std::string& path);

}  // namespace hotbook
