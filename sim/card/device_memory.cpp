#include "sim/card/device_memory.hpp"

#include <algorithm>
#include <cstring>

namespace hotbook::card {

bool DeviceMemory::read(std::uint64_t address, std::span<std::uint8_t> data) const {
  if (!is_inside(address, data.size(), kDdrBase, kDdrBytes)) return false;
  while (!data.empty()) {
    const std::size_t offset = address % kPageBytes;
    const std::size_t size = std::min(data.size(), kPageBytes - offset);
    const auto page = pages_.find(address / kPageBytes);
    if (page == pages_.end()) {
      std::memset(data.data(), 0, size);
    } else {
      std::memcpy(data.data(), page->second.get() + offset, size);
    }
    address += size;
    data = data.subspan(size);
  }
  return true;
}

bool DeviceMemory::write(std::uint64_t address, std::span<const std::uint8_t> data) {
  if (!is_inside(address, data.size(), kDdrBase, kDdrBytes)) return false;
  if (pages_.size() + data.size() / kPageBytes + 2 > kPagesMax) return false;
  while (!data.empty()) {
    const std::size_t offset = address % kPageBytes;
    const std::size_t size = std::min(data.size(), kPageBytes - offset);
    auto& page = pages_[address / kPageBytes];
    if (!page) page = std::make_unique<std::uint8_t[]>(kPageBytes);
    std::memcpy(page.get() + offset, data.data(), size);
    address += size;
    data = data.subspan(size);
  }
  return true;
}

}  // namespace hotbook::card
