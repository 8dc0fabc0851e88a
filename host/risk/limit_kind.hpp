// The limits: their names, units and scopes.
//
// Threading: plain values.
// Hot path:  no.

#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "host/journal/journal_record.hpp"

namespace hotbook::risk {

using journal::ControlScope;

// A value is 0 to kLimitMax; 0 is *no limit*, for every kind. To stop everything there is kill.
// Bounds are inclusive: what comes to exactly the limit passes.
//
// A limit can be set for several scopes at once; all of them hold.
//   each    it bounds one order (or one account in one instrument, or one account's repetition),
//           and a firm's or an instrument's limit is what holds for each order in it;
//   sum     it bounds the sum of everything in the scope.
//
// Money is ticks x shares x the instrument's tick_value (RiskOptions), so that instruments add up.
enum class LimitKind : std::uint16_t {
  OrderQuantity = 1,    // firm, account, instrument; each: shares open of one order
  OrderNotional = 2,    // firm, account, instrument; each: money one order may come to
  CollarThrough = 3,    // firm, account, instrument; each: basis points that a bid may be above or
                        // an ask below the reference
  CollarAway = 4,       // the same to the other side: a bid below, an ask above; below 10,000 for
                        // bids to feel it
  DuplicateOrders = 5,  // firm, account; each: equal new orders of an account that may pass in a
                        // DuplicateWindow; to kDuplicateDepth
  DuplicateWindow = 6,  // firm, account; each, the longer holds: ns; where it is 0, one second
  OpenOrders = 7,       // firm, account, instrument; sum: orders
  Position = 8,         // firm, account, instrument; each: shares an account may come to be long or
                        // short in one instrument if all its open orders of one side execute
  Exposure = 9,         // firm, account, instrument; sum: money in open orders, both sides
  CreditGross = 10,     // firm, account, instrument; sum: money in open orders and of the day's
                        // executions, both sides
  CreditNet = 11,       // firm, account, instrument; sum: money bought less sold (or sold less
                        // bought) today if all open orders of that side execute and no others
  MessageRate = 12,     // firm, account, session; sum: messages in one second of the clock
  Executions = 13,      // firm, account; each: executions of an account in one
                        // RiskOptions::execution_window_ns; the last one disables the account
};
constexpr std::size_t kLimitKindCount = 13;
constexpr std::uint64_t kLimitMax = (std::uint64_t{1} << 63) - 1;
constexpr std::size_t kDuplicateDepth = 32;  // an account's last new orders that are remembered

[[nodiscard]] constexpr std::size_t index_of(LimitKind kind) noexcept {
  return static_cast<std::size_t>(kind) - 1;
}

// "order_quantity"; empty for a value that has no name.
[[nodiscard]] std::string_view name_of(LimitKind kind) noexcept;
[[nodiscard]] std::optional<LimitKind> parse_limit_kind(std::string_view name) noexcept;
// For people, with the unit.
[[nodiscard]] std::string_view text_of(LimitKind kind) noexcept;
[[nodiscard]] bool has_scope(LimitKind kind, ControlScope scope) noexcept;

}  // namespace hotbook::risk
