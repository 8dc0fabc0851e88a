// Says what a book's price means: books hold a venue's own units, people and other venues want
// money.
//
// Threading: values.
// Hot path:  arithmetic only; neither allocates, throws, locks nor calls the kernel.

#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace hotbook::reference {

// Money in units of 10^-9 of an instrument's currency.
using Nano = std::int64_t;
inline constexpr Nano kNanoPerUnit = 1'000'000'000;

struct PriceUnit {
  Nano nano = 100'000;      // one unit of a book's price; ITCH 5.0, "Data Types": Price (4)
  std::int64_t offset = 0;  // units that were added, so that a negative price fits into a book

  // A price that no Nano can hold, which no market has, is the nearest one.
  [[nodiscard]] constexpr Nano nano_of(std::uint32_t price) const noexcept {
    const std::int64_t units = std::int64_t{price} - offset;
    Nano value = 0;
    if (!__builtin_mul_overflow(units, nano, &value)) return value;
    return units < 0 ? std::numeric_limits<Nano>::min() : std::numeric_limits<Nano>::max();
  }
  friend constexpr bool operator==(const PriceUnit&, const PriceUnit&) = default;
};

// "123.4500": four decimals, and as many more as the price has.
void append_nano(std::string& out, Nano nano);

// The reverse, of up to nine decimals; nothing when the text is no number or does not fit.
[[nodiscard]] std::optional<Nano> parse_nano(std::string_view text);

}  // namespace hotbook::reference
