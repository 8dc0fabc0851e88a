// Why risk refuses an order, and why a change of limits cannot be; each with a name and a sentence.
//
// Threading: plain values.
// Hot path:  no.

#pragma once

#include <cstdint>
#include <string_view>

namespace hotbook::risk {

// In journal records and reports, beside MatchReason: from 64 on, and never given another meaning.
// An order is refused for the first that holds, in this order.
enum class RiskReason : std::uint8_t {
  None = 0,
  UnknownAccount = 64,
  UnknownSession = 65,
  UnknownBook = 66,
  MessageRate = 67,
  FirmKilled = 68,
  AccountKilled = 69,
  SessionKilled = 70,
  InstrumentKilled = 71,
  AccountDisabled = 72,
  SessionDisabled = 73,
  Restricted = 74,
  ShortRestricted = 75,
  MaxQuantity = 76,
  NoReference = 77,
  MaxNotional = 78,
  PriceCollar = 79,
  Duplicate = 80,
  OpenOrders = 81,
  Position = 82,
  Exposure = 83,
  NoCredit = 84,
  CreditGross = 85,
  CreditNet = 86,
};

enum class ChangeProblem : std::uint8_t {
  None = 0,
  UnknownAction,
  UnknownLimit,
  WrongScope,  // this limit or action has no such scope
  UnknownAccount,
  UnknownBook,
  UnknownSession,
  BadValue,
};

// One word, as in a log line: "max_quantity". Empty for a value that has no name.
[[nodiscard]] std::string_view name_of(RiskReason reason) noexcept;
[[nodiscard]] std::string_view name_of(ChangeProblem problem) noexcept;
// For people: "the quantity of one order is above the limit". Empty for a value that has no name.
[[nodiscard]] std::string_view text_of(RiskReason reason) noexcept;
[[nodiscard]] std::string_view text_of(ChangeProblem problem) noexcept;

}  // namespace hotbook::risk
