// Why, in OUCH's codes: of our reasons for a refusal and for a cancel.
//
// Specification: Nasdaq OUCH 5.0, revision 1.05 of 2025-10, appendices B to D.
//
// Threading: free functions.
// Hot path:  a switch each.

#pragma once

#include <cstdint>

#include "host/domain/client.hpp"

namespace hotbook::session::ouch {

// Appendix C.
enum class Reject : std::uint16_t {
  QuoteUnavailable = 0x0001,
  DestinationClosed = 0x0002,
  InvalidDisplay = 0x0003,
  InvalidMaxFloor = 0x0004,
  InvalidPegType = 0x0005,
  Halted = 0x0007,
  SweepNotAllowed = 0x0008,
  InvalidSide = 0x0009,
  ProcessingError = 0x000a,
  FirmNotAuthorized = 0x000c,
  InvalidMinQuantity = 0x000d,
  Other = 0x000f,
  PeggingNotAllowed = 0x0011,
  CrossedMarket = 0x0012,
  InvalidQuantity = 0x0013,
  InvalidCross = 0x0014,
  ReplaceNotAllowed = 0x0015,
  InvalidSymbol = 0x0017,
  InvalidPrice = 0x001d,
  RiskExposure = 0x0020,
  RiskRestrictedStock = 0x0022,
  RiskShortSaleRestricted = 0x0023,
  RiskFatFinger = 0x0026,
  RiskPortRate = 0x0029,
  RiskDuplicateRate = 0x002a,
  RiskNotional = 0x0030,
  RiskQuantity = 0x0031,
  InvalidSelfMatch = 0x0040,
};

// `reason` of a report: MatchReason, RiskReason or DoorReason.
[[nodiscard]] Reject reject_code(std::uint8_t reason) noexcept;

// Appendix B: of a Cancelled or Reduced report.
[[nodiscard]] char cancel_code(std::uint8_t reason) noexcept;

// Appendix D: of an Executed report.
[[nodiscard]] char liquidity_code(const ClientReport& report) noexcept;

}  // namespace hotbook::session::ouch
