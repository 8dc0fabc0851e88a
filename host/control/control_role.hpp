// What a caller of the control API may do; each role may do what those before it may.
//
// Threading: plain values.
// Hot path:  none.

#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace hotbook::control {

enum class Role : std::uint8_t { Viewer, Operator, Risk, Admin };

inline constexpr std::array<std::string_view, 4> kRoleNames{"viewer", "operator", "risk", "admin"};

[[nodiscard]] constexpr std::string_view name_of(Role role) noexcept {
  return kRoleNames[static_cast<std::size_t>(role)];
}

}  // namespace hotbook::control
