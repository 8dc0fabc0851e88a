// The domain's numbers, made distinct so that a price can never be passed as a quantity.
//
// Threading: values, free to copy anywhere.
// Hot path:  every operation is constexpr, noexcept and compiles to one of the bare integer.

#pragma once

#include <compare>
#include <cstdint>

namespace hotbook {

template <class Tag, class Rep>
struct Strong {
  Rep value{};
  friend constexpr auto operator<=>(Strong, Strong) noexcept = default;
};

using Price = Strong<struct PriceTag, std::uint32_t>;          // ticks
using Quantity = Strong<struct QuantityTag, std::uint32_t>;    // shares
using Notional = Strong<struct NotionalTag, std::uint64_t>;    // ticks * shares
using Seq = Strong<struct SeqTag, std::uint64_t>;              // venue message number
using OrderRef = Strong<struct OrderRefTag, std::uint64_t>;    // the venue's number of an order
using BookIndex = Strong<struct BookIndexTag, std::uint16_t>;  // instrument inside the appliance
using TimeNs = Strong<struct TimeNsTag, std::uint64_t>;        // nanoseconds, origin as named

[[nodiscard]] constexpr Notional operator*(Price price, Quantity quantity) noexcept {
  return {std::uint64_t{price.value} * quantity.value};
}

}  // namespace hotbook
