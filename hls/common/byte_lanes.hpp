// Moves bytes from the lanes of a word to where they belong, and reads little-endian fields.
//
// The bytes of one header or message keep their lane for as long as it lasts: byte 0 comes at some
// lane, byte 1 at the next one, across words. So one rotation a word serves every byte of the
// buffer, and each byte has one source, byte & 7 of the rotated word.
//
// Synthesis: C++14; every loop has a fixed bound and is meant to be unrolled.

#pragma once

#include <cstdint>

namespace hotbook {
namespace kernel {

constexpr unsigned kWordBytes = 8;

// Copies data[lane, lane + count) to bytes[at, at + count), as far as the buffer reaches.
template <unsigned kSize>
void place(std::uint8_t (&bytes)[kSize], unsigned at, const std::uint8_t (&data)[kWordBytes],
           unsigned lane, unsigned count) {
  std::uint8_t rotated[kWordBytes];
  for (unsigned i = 0; i < kWordBytes; ++i) rotated[i] = data[(i + lane - at) % kWordBytes];
  for (unsigned i = 0; i < kSize; ++i) {
    if (i >= at && i - at < count) bytes[i] = rotated[i % kWordBytes];
  }
}

inline std::uint16_t load_le16(const std::uint8_t* at) {
  return static_cast<std::uint16_t>(at[0] | at[1] << 8);
}
inline std::uint32_t load_le32(const std::uint8_t* at) {
  return load_le16(at) | std::uint32_t{load_le16(at + 2)} << 16;
}
inline std::uint64_t load_le64(const std::uint8_t* at) {
  return load_le32(at) | std::uint64_t{load_le32(at + 4)} << 32;
}

}  // namespace kernel
}  // namespace hotbook
