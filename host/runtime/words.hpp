// The words by which operators know what a venue holds.
//
// Threading: pure functions.
// Hot path:  none.

#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "host/domain/client.hpp"
#include "host/journal/journal_record.hpp"

namespace hotbook::runtime {

[[nodiscard]] constexpr std::string_view word_of(TradingState state) noexcept {
  constexpr std::string_view kWords[] = {"closed",    "opening_call", "continuous", "halted",
                                         "halt_call", "closing_call", "limit_up",   "limit_down"};
  return kWords[static_cast<std::size_t>(state)];
}
[[nodiscard]] constexpr std::string_view word_of(OrderType type) noexcept {
  constexpr std::string_view kWords[] = {"limit",          "market",         "stop",
                                         "stop_limit",     "pegged_primary", "pegged_market",
                                         "pegged_midpoint"};
  return kWords[static_cast<std::size_t>(type)];
}
[[nodiscard]] constexpr std::string_view word_of(TimeInForce time) noexcept {
  constexpr std::string_view kWords[] = {"day", "gtc", "gtd", "ioc", "fok", "at_open", "at_close"};
  return kWords[static_cast<std::size_t>(time)];
}
[[nodiscard]] constexpr std::string_view word_of(journal::ControlScope scope) noexcept {
  constexpr std::string_view kWords[] = {"firm", "account", "instrument", "session"};
  return kWords[static_cast<std::size_t>(scope)];
}
[[nodiscard]] constexpr bool is_continuous(TradingState state) noexcept {
  return state == TradingState::Continuous || state == TradingState::LimitUp ||
         state == TradingState::LimitDown;
}
[[nodiscard]] inline std::string text_of(const ClientOrderId& id) {
  return {id.data(), std::string_view{id.data(), id.size()}.find_last_not_of('\0') + 1};
}
// A number below `count`, in decimal.
[[nodiscard]] inline std::optional<std::uint32_t> number_of(std::string_view text,
                                                            std::size_t count) {
  std::uint32_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || stop != end || text.empty() || number >= count) return std::nullopt;
  return number;
}

}  // namespace hotbook::runtime
