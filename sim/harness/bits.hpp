// Reads and writes fields of a Verilated port, whatever C++ type Verilator chose for its width.

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace hotbook::sim {

// A port is an integer up to 64 bits and an array of 32-bit words above. Whole words are moved,
// because a test of a whole stage spends much of its time here.
template <class Bits>
void store_bits(Bits& bits, std::size_t at, std::size_t width, std::uint64_t value) {
  if constexpr (std::is_integral_v<Bits>) {
    const std::uint64_t mask = (width < 64 ? (std::uint64_t{1} << width) - 1 : ~std::uint64_t{0})
                               << at;
    bits = static_cast<Bits>((static_cast<std::uint64_t>(bits) & ~mask) | ((value << at) & mask));
  } else {
    while (width > 0) {
      const std::size_t low = at % 32;
      const std::size_t count = width < 32 - low ? width : 32 - low;
      const std::uint32_t mask = (count < 32 ? (1U << count) - 1U : ~0U) << low;
      std::uint32_t& word = bits[at / 32];
      word = (word & ~mask) | ((static_cast<std::uint32_t>(value) << low) & mask);
      value >>= count;
      at += count;
      width -= count;
    }
  }
}

template <class Bits>
[[nodiscard]] std::uint64_t load_bits(const Bits& bits, std::size_t at, std::size_t width) {
  if constexpr (std::is_integral_v<Bits>) {
    const std::uint64_t mask = width < 64 ? (std::uint64_t{1} << width) - 1 : ~std::uint64_t{0};
    return (static_cast<std::uint64_t>(bits) >> at) & mask;
  } else {
    std::uint64_t value = 0;
    for (std::size_t done = 0; done < width;) {
      const std::size_t low = (at + done) % 32;
      const std::size_t count = width - done < 32 - low ? width - done : 32 - low;
      const std::uint32_t mask = count < 32 ? (1U << count) - 1U : ~0U;
      value |= std::uint64_t{(bits[(at + done) / 32] >> low) & mask} << done;
      done += count;
    }
    return value;
  }
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
