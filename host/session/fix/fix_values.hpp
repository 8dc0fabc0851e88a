// FIX's numbers and times as text, exactly: no binary floating point is involved.
//
// Threading: pure functions.
// Hot path:  no.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hotbook::fix {

// A decimal in units of 10^-8. None when it is not one, or has more digits than that.
[[nodiscard]] std::optional<std::int64_t> decimal_1e8(std::string_view text) noexcept;

// 1 to 2^31 - 1; None when it is not a whole number, or another one.
[[nodiscard]] std::optional<std::uint32_t> whole_quantity(std::string_view text) noexcept;

// In ticks of tick_1e4 / 10,000 dollars. None when it is no multiple of the tick.
[[nodiscard]] std::optional<std::int64_t> ticks_of(std::int64_t decimal_1e8,
                                                   std::uint32_t tick_1e4) noexcept;

// "12.5": the shortest text of ticks * tick_1e4 / 10,000.
[[nodiscard]] std::string price_text(std::uint64_t ticks, std::uint32_t tick_1e4);
// Of a signed number of ticks.
[[nodiscard]] std::string offset_text(std::int32_t ticks, std::uint32_t tick_1e4);
// notional / quantity in dollars, to 8 decimals, rounded to the nearest; "0" when quantity is 0.
[[nodiscard]] std::string average_text(std::uint64_t notional, std::uint32_t quantity,
                                       std::uint32_t tick_1e4);

enum class TimePrecision : std::uint8_t { Seconds, Milliseconds, Nanoseconds };

// "20251120-16:49:54.000", UTC.
[[nodiscard]] std::string time_text(std::uint64_t time_ns, TimePrecision precision);
// Whole seconds since 1970 of such a time; a part of a second is left out. None when it is not one.
[[nodiscard]] std::optional<std::uint32_t> time_seconds(std::string_view text) noexcept;
// The end of that day, UTC: "20251120" is until 20251121-00:00:00.
[[nodiscard]] std::optional<std::uint32_t> date_end_seconds(std::string_view text) noexcept;

}  // namespace hotbook::fix
