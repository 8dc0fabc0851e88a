// Turns a venue's price into a book's: exact division by multiplication with an inverse.
//
// Synthesis: C++14; one 64-bit product and one of 128 bits, with kWaitSteps steps for both.

#pragma once

#include "hls/mdp3_decode/mdp3_kernel.hpp"

namespace hotbook {
namespace mdp3_kernel {

// The upper half of an unsigned product, out of four products of 32 bits.
inline std::uint64_t product_high(std::uint64_t left, std::uint64_t right) {
  const std::uint64_t low = (left & 0xffffffffu) * (right & 0xffffffffu);
  const std::uint64_t middle_a = (left >> 32) * (right & 0xffffffffu);
  const std::uint64_t middle_b = (left & 0xffffffffu) * (right >> 32);
  const std::uint64_t carry = (low >> 32) + (middle_a & 0xffffffffu) + (middle_b & 0xffffffffu);
  return (left >> 32) * (right >> 32) + (middle_a >> 32) + (middle_b >> 32) + (carry >> 32);
}

// Ticks and offset of a price in units of 10^exponent; 0 where it is null, no whole number of
// ticks, or not a book's price. A multiple of the odd part of the tick, times its inverse, is how
// many; whether it is one is seen by multiplying back.
inline std::uint32_t price_of(const Definition& definition, std::uint64_t raw,
                              std::int8_t exponent) {
  constexpr std::uint64_t kNull = 0x7fffffffffffffff;
  constexpr std::uint64_t kSignBit = std::uint64_t{1} << 63;
  if (raw == kNull) return 0;
  const bool negative = (raw & kSignBit) != 0;
  std::uint64_t size = negative ? 0 - raw : raw;
  if (exponent == -7) {
    if (size > kNull / 100) return 0;
    size *= 100;
  }
  if ((size & ((std::uint64_t{1} << definition.tick_shift) - 1)) != 0) return 0;
  size >>= definition.tick_shift;
  const std::uint64_t ticks = size * definition.tick_inverse;
  if (product_high(ticks, definition.tick_odd) != 0) return 0;
  // ticks is at most 2^63. A sum that leaves 64 bits is no book's price either.
  const std::uint64_t signed_ticks = negative ? 0 - ticks : ticks;
  const std::uint64_t price = signed_ticks + definition.price_offset;
  const bool ticks_negative = negative && ticks != 0;
  const bool offset_negative = (definition.price_offset & kSignBit) != 0;
  const bool wrapped =
      ticks_negative == offset_negative && ((price & kSignBit) != 0) != ticks_negative;
  return !wrapped && price <= 0xffffffffu ? static_cast<std::uint32_t>(price) : 0;
}

}  // namespace mdp3_kernel
}  // namespace hotbook
