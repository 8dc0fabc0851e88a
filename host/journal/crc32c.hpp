// CRC-32C (Castagnoli), which guards records, headers and snapshots.
//
// Threading: pure functions.
// Hot path:  crc32c() neither allocates nor throws; with SSE 4.2, eight bytes take three cycles.

#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace hotbook::journal {

// `before` is the CRC of the bytes that come before these, so that long data can come in parts.
[[nodiscard]] std::uint32_t crc32c(std::span<const std::byte> bytes,
                                   std::uint32_t before = 0) noexcept;

// The same without the processor's instruction.
[[nodiscard]] std::uint32_t crc32c_portable(std::span<const std::byte> bytes,
                                            std::uint32_t before = 0) noexcept;

}  // namespace hotbook::journal
