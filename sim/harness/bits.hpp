// Reads and writes fields of a Verilated port, whatever C++ type Verilator chose for its width.

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace hotbook::sim {

// A port is an integer up to 64 bits and an array of 32-bit words above.
template <class Bits>
void store_bits(Bits& bits, std::size_t at, std::size_t width, std::uint64_t value) {
  for (std::size_t i = 0; i < width; ++i) {
    const std::size_t bit = at + i;
    if constexpr (std::is_integral_v<Bits>) {
      const std::uint64_t mask = std::uint64_t{1} << bit;
      bits = static_cast<Bits>((value >> i) & 1U ? bits | mask : bits & ~mask);
    } else {
      const std::uint32_t mask = 1U << (bit % 32);
      bits[bit / 32] = (value >> i) & 1U ? bits[bit / 32] | mask : bits[bit / 32] & ~mask;
    }
  }
}

template <class Bits>
[[nodiscard]] std::uint64_t load_bits(const Bits& bits, std::size_t at, std::size_t width) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < width; ++i) {
    const std::size_t bit = at + i;
    std::uint64_t one = 0;
    if constexpr (std::is_integral_v<Bits>) {
      one = (static_cast<std::uint64_t>(bits) >> bit) & 1U;
    } else {
      one = (bits[bit / 32] >> (bit % 32)) & 1U;
    }
    value |= one << i;
  }
  return value;
}

// The first byte of a byte field is its top byte, as in text.
template <class Bits, std::size_t Count>
void store_bytes(Bits& bits, std::size_t at, const std::array<std::uint8_t, Count>& bytes) {
  for (std::size_t i = 0; i < Count; ++i) store_bits(bits, at + 8 * (Count - 1 - i), 8, bytes[i]);
}

template <class Bits, std::size_t Count>
void load_bytes(const Bits& bits, std::size_t at, std::array<std::uint8_t, Count>& bytes) {
  for (std::size_t i = 0; i < Count; ++i) {
    bytes[i] = static_cast<std::uint8_t>(load_bits(bits, at + 8 * (Count - 1 - i), 8));
  }
}

}  // namespace hotbook::sim
