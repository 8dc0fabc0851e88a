// Why a door refuses a client's message before the venue decides on it.
//
// The refusal goes through the venue like any request (ClientRequest.door_reason): it is journalled
// as Refused and told by a Rejected, CancelRejected or ReplaceRejected report, so that it is in the
// client's stream again after a recovery. A user_ref that was seen before is a resend all the same.
//
// The last three refuse nothing: they are answers that must stand in that stream, too.
//
// C++14, as client.hpp.
//
// Threading: plain values.
// Hot path:  as its users.

#pragma once

#include <cstdint>

namespace hotbook {

enum class DoorReason : std::uint8_t {
  None = 0,
  UnknownSymbol = 200,
  BadSide = 201,
  BadQuantity = 202,
  BadPrice = 203,  // not a multiple of the tick, or out of the protocol's range
  BadTimeInForce = 204,
  BadDisplay = 205,
  BadCapacity = 206,
  BadSweep = 207,
  SweepNotSupported = 208,
  BadCross = 209,
  BadPriceType = 210,
  BadPegOffset = 211,
  BadExpiry = 212,
  BadOption = 213,  // of the appendage: unknown, twice, of a wrong length, or not of this message
  OptionNotSupported = 214,
  BadSelfMatch = 215,
  EntryIsDisabled = 216,  // by the client itself
  UnknownOrder = 217,
  ReplaceNotSupported = 218,  // of what the venue keeps of an order
  BadFields = 219,            // FIX: what its own answers do not name closer
  DuplicateName = 220,        // a ClOrdID that the client used before
  BadOrderType = 221,
  BadMinQuantity = 222,
  BadScope = 223,  // of a mass cancel

  AccountQuery = 240,   // a CancelOrder; user_ref: the next one that may be used
  EntryDisabled = 241,  // a NewOrder with the user_ref of the message
  EntryEnabled = 242,   // the same
};

constexpr std::uint8_t code(DoorReason reason) noexcept {
  return static_cast<std::uint8_t>(reason);
}

}  // namespace hotbook
