// What a reason of the venue is called in FIX.
//
// Threading: pure functions.
// Hot path:  no.

#pragma once

#include <cstdint>
#include <string>

namespace hotbook::fix {

// `reason` as in ClientReport: MatchReason, from 64 RiskReason, from 200 DoorReason.
[[nodiscard]] int order_reject_reason(std::uint8_t reason) noexcept;        // OrdRejReason (103)
[[nodiscard]] int mass_cancel_reject_reason(std::uint8_t reason) noexcept;  // field 532
// CxlRejReason (102). is_over: the order is known, and nothing of it is open any more.
[[nodiscard]] int cancel_reject_reason(std::uint8_t reason, bool is_over) noexcept;
[[nodiscard]] std::string reason_text(std::uint8_t reason);

}  // namespace hotbook::fix
