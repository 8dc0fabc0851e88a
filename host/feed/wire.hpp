// Reads big-endian wire fields from bytes that may stand at any alignment.
//
// Threading: free functions, no state.
// Hot path:  each is one load and one byte swap.

#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <span>

namespace hotbook::feed {

static_assert(std::endian::native == std::endian::little, "records are little-endian images");

using Bytes = std::span<const std::uint8_t>;

[[nodiscard]] inline std::uint16_t load_be16(const std::uint8_t* at) noexcept {
  std::uint16_t raw;
  std::memcpy(&raw, at, sizeof raw);
  return __builtin_bswap16(raw);
}

[[nodiscard]] inline std::uint32_t load_be32(const std::uint8_t* at) noexcept {
  std::uint32_t raw;
  std::memcpy(&raw, at, sizeof raw);
  return __builtin_bswap32(raw);
}

[[nodiscard]] inline std::uint64_t load_be64(const std::uint8_t* at) noexcept {
  std::uint64_t raw;
  std::memcpy(&raw, at, sizeof raw);
  return __builtin_bswap64(raw);
}

[[nodiscard]] inline std::uint64_t load_be48(const std::uint8_t* at) noexcept {
  return std::uint64_t{load_be16(at)} << 32 | load_be32(at + 2);
}

}  // namespace hotbook::feed
