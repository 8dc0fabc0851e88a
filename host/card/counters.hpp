// One reading of every register of the card, by name.
//
// Threading: a value.
// Hot path:  none.

#pragma once

#include <array>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string_view>

#include "host/domain/layout.hpp"

namespace hotbook::card {

class Counters {
 public:
  static constexpr std::size_t kCount = std::size(kRegisters);

  // nullopt when the card has no register of that name.
  [[nodiscard]] std::optional<std::uint32_t> find(std::string_view name) const {
    for (std::size_t i = 0; i < kCount; ++i) {
      if (name == kRegisters[i].name) return values_[i];
    }
    return std::nullopt;
  }
  // By address, for code that names registers by the generated constants. 0 for an address without
  // a register.
  [[nodiscard]] std::uint32_t at(std::uint32_t address) const {
    for (std::size_t i = 0; i < kCount; ++i) {
      if (address == kRegisters[i].address) return values_[i];
    }
    return 0;
  }
  [[nodiscard]] std::string_view name(std::size_t index) const { return kRegisters[index].name; }
  [[nodiscard]] std::uint32_t value(std::size_t index) const { return values_[index]; }
  void set(std::size_t index, std::uint32_t value) { values_[index] = value; }

 private:
  std::array<std::uint32_t, kCount> values_{};
};

}  // namespace hotbook::card
