#include "host/journal/crc32c.hpp"

#include <array>
#include <bit>
#include <cstring>

namespace hotbook::journal {
namespace {

static_assert(std::endian::native == std::endian::little, "records are little-endian");

using Bytes = std::span<const std::byte>;
using Function = std::uint32_t (*)(Bytes, std::uint32_t) noexcept;

constexpr std::uint32_t kPolynomial = 0x82f63b78;  // 0x1edc6f41, bit-reversed
constexpr std::size_t kWide = sizeof(std::uint64_t);

using Tables = std::array<std::array<std::uint32_t, 256>, kWide>;

// tables[n][b]: byte b with n bytes behind it.
constexpr Tables make_tables() {
  Tables tables{};
  for (std::uint32_t byte = 0; byte < 256; ++byte) {
    std::uint32_t crc = byte;
    for (int bit = 0; bit < 8; ++bit) crc = crc >> 1U ^ ((crc & 1U) != 0 ? kPolynomial : 0);
    tables[0][byte] = crc;
  }
  for (std::size_t n = 1; n < kWide; ++n) {
    for (std::size_t byte = 0; byte < 256; ++byte) {
      const std::uint32_t crc = tables[n - 1][byte];
      tables[n][byte] = crc >> 8U ^ tables[0][crc & 0xffU];
    }
  }
  return tables;
}

constexpr Tables kTables = make_tables();

std::uint64_t wide_at(const std::byte* at) noexcept {
  std::uint64_t word = 0;
  std::memcpy(&word, at, sizeof word);
  return word;
}

#if defined(__x86_64__)
__attribute__((target("sse4.2"))) std::uint32_t crc32c_sse(Bytes bytes,
                                                           std::uint32_t before) noexcept {
  std::uint64_t crc = ~before;
  const std::byte* at = bytes.data();
  std::size_t left = bytes.size();
  for (; left >= kWide; left -= kWide, at += kWide) crc = __builtin_ia32_crc32di(crc, wide_at(at));
  auto narrow = static_cast<std::uint32_t>(crc);
  for (; left != 0; --left, ++at)
    narrow = __builtin_ia32_crc32qi(narrow, static_cast<unsigned char>(*at));
  return ~narrow;
}

Function best() noexcept {
  __builtin_cpu_init();
  return __builtin_cpu_supports("sse4.2") ? &crc32c_sse : &crc32c_portable;
}
#else
Function best() noexcept {
  return &crc32c_portable;
}
#endif

}  // namespace

std::uint32_t crc32c(Bytes bytes, std::uint32_t before) noexcept {
  static const Function function = best();
  return function(bytes, before);
}

std::uint32_t crc32c_portable(Bytes bytes, std::uint32_t before) noexcept {
  std::uint32_t crc = ~before;
  const std::byte* at = bytes.data();
  std::size_t left = bytes.size();
  for (; left >= kWide; left -= kWide, at += kWide) {
    const std::uint64_t word = wide_at(at) ^ crc;
    crc = 0;
    for (std::size_t n = 0; n < kWide; ++n) crc ^= kTables[kWide - 1 - n][word >> 8 * n & 0xffU];
  }
  for (; left != 0; --left, ++at)
    crc = crc >> 8U ^ kTables[0][(crc ^ std::to_integer<std::uint32_t>(*at)) & 0xffU];
  return ~crc;
}

}  // namespace hotbook::journal
