// Commands and records of the card's matcher as they lie in host memory.
//
// Threading: free functions.
// Hot path:  none of them allocates or throws.

#pragma once

#include <array>
#include <bit>
#include <cstdint>

#include "host/domain/layout.hpp"

namespace hotbook {

using MatchWord = std::array<std::uint8_t, 64>;

static_assert(sizeof(MatchCommand) == 64 && sizeof(OrderRefill) == 64 && sizeof(Grant) == 64);
static_assert(sizeof(MatchOutput) == 64 && sizeof(MatchEcho) == 64);

// What a record says of its command: the exclusive or of its sixteen 32-bit words.
[[nodiscard]] inline std::uint32_t input_check_of(const MatchWord& word) noexcept {
  std::uint32_t check = 0;
  for (const std::uint32_t part : std::bit_cast<std::array<std::uint32_t, 16>>(word)) check ^= part;
  return check;
}

[[nodiscard]] inline CommandKind command_kind_of(const MatchWord& word) noexcept {
  return std::bit_cast<MatchCommand>(word).kind;
}

[[nodiscard]] constexpr bool is_input(CommandKind kind) noexcept {
  return kind != CommandKind::Refill && kind != CommandKind::OrderRefill &&
         kind != CommandKind::Grant;
}

[[nodiscard]] constexpr bool is_order(const MatchCommand& command) noexcept {
  return command.kind == CommandKind::NewOrder || command.kind == CommandKind::ReplaceOrder;
}

// It is refused, and nothing else (function, rule 2.21).
[[nodiscard]] constexpr bool is_gated(const MatchCommand& command) noexcept {
  return is_order(command) && command.gate != 0;
}

// What the card's gate marks orders with.
[[nodiscard]] constexpr bool is_gate_reason(std::uint8_t reason) noexcept {
  switch (static_cast<MatchReason>(reason)) {
    case MatchReason::GateKill:
    case MatchReason::GateQuantity:
    case MatchReason::GateNotional:
    case MatchReason::GateCollar:
      return true;
    default:
      return false;
  }
}

// An input for all books (ownership rule 3.4).
[[nodiscard]] inline bool is_for_all_books(const MatchCommand& command) noexcept {
  return (command.kind == CommandKind::MassCancel && (command.flags & kScopeFlagBook) == 0) ||
         (command.kind == CommandKind::TradingState && command.book == 0xffff);
}

}  // namespace hotbook
