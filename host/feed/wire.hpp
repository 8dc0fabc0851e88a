// Reads wire fields of both byte orders, and writes big-endian ones, in bytes that may stand at any
// alignment.
//
// Threading: free functions, no state.
// Hot path:  each is one load or store and, of a big-endian field, one byte swap.

#pragma once

#include <bit>
#include <cstddef>
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

[[nodiscard]] inline std::uint16_t load_le16(const std::uint8_t* at) noexcept {
  std::uint16_t value;
  std::memcpy(&value, at, sizeof value);
  return value;
}

[[nodiscard]] inline std::uint32_t load_le32(const std::uint8_t* at) noexcept {
  std::uint32_t value;
  std::memcpy(&value, at, sizeof value);
  return value;
}

[[nodiscard]] inline std::uint64_t load_le64(const std::uint8_t* at) noexcept {
  std::uint64_t value;
  std::memcpy(&value, at, sizeof value);
  return value;
}

// The lowest bytes of a value.
inline void store_be(std::uint8_t* at, std::uint64_t value, std::size_t bytes) noexcept {
  const std::uint64_t swapped = __builtin_bswap64(value << (64 - 8 * bytes));
  std::memcpy(at, &swapped, bytes);
}

}  // namespace hotbook::feed
