// The simulated card's DDR: sparse, taken page by page as it is written.
//
// Threading: one thread.
// Hot path:  allocates on the first write of a page only.

#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <unordered_map>

namespace hotbook::card {

// The address map that the xclbin states and the card serves.
constexpr std::uint64_t kDdrBase = 0x4000000000;
constexpr std::uint64_t kDdrBytes = std::uint64_t{4} << 30;
constexpr std::uint64_t kHostBase = 0x2000000000;
constexpr std::uint64_t kHostBytes = std::uint64_t{16} << 30;
constexpr std::uint64_t kControlBase = 0x1800000;
constexpr std::uint32_t kControlBytes = 0x10000;

// [address, address + size) lies inside [base, base + bytes).
[[nodiscard]] constexpr bool is_inside(std::uint64_t address, std::uint64_t size,
                                       std::uint64_t base, std::uint64_t bytes) {
  return address >= base && size <= bytes && address - base <= bytes - size;
}

class DeviceMemory {
 public:
  // False, and nothing is done, when any byte is outside DDR[0] or the resident limit is reached.
  [[nodiscard]] bool read(std::uint64_t address, std::span<std::uint8_t> data) const;
  [[nodiscard]] bool write(std::uint64_t address, std::span<const std::uint8_t> data);

 private:
  static constexpr std::size_t kPageBytes = 4096;
  static constexpr std::size_t kPagesMax = std::size_t{1} << 18;  // 1 GiB resident

  std::unordered_map<std::uint64_t, std::unique_ptr<std::uint8_t[]>> pages_;
};

}  // namespace hotbook::card
