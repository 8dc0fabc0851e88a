// Says what an OUCH message means to the venue, and what a report is in OUCH.
//
// Specification: Nasdaq OUCH 5.0, revision 1.05 of 2025-10. What this venue has of it:
//
//   price          0x7fffffff or 2,000,000,000: market, or a peg without a cap; else a multiple of
//                  the tick, up to 1,999,999,900 (section 1.2)
//   time in force  0 day; 5 the same, there being no extended hours; 3 ioc; 6 until ExpireTime
//                  seconds from now, rounded up to a whole second
//   cross          N; O and C: in that cross only, with time in force 0 or 3; H: a day order,
//                  halts having no orders of their own
//   display        Y and A are the same; MaxFloor is the displayed part of an iceberg
//   price type     L; P, M and R are market, midpoint and primary pegs, PegOffset is added to the
//                  reference of either side
//   minimum        tag 3, with ioc only; the whole quantity makes a fill-or-kill
//   AIQ            N, * the session's own; Y and D decrement, O cancels the oldest, W the newest
//   replace        price, quantity, PostOnly, AIQ and ClOrdID; the rest stays as it is, and what
//                  stands is told in Replaced
//   modify         a cancel of a part; Side must be the order's
//   mass cancel    of all orders of the session, or those of a symbol; any firm. Its response comes
//                  behind the cancels
//   disable        orders and replaces are refused until enabled; any firm
//   account query  answered in the stream
//
// Everything else (hidden orders, sweeps, discretion, random reserves, groups, channels, ...) is
// refused with a reason. Retail, locates, capacity and TradeNow change nothing and are taken.
// A venue without routing, broken trades and cancels that wait never
// sends CancelPending and BrokenTrade.
//
// Every report is exactly one message, so that a report's number is its SoupBinTCP number.
//
// Threading: plain; it reads the entry point.
// Hot path:  nothing allocates, throws or locks.

#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "host/session/entry_point.hpp"
#include "host/session/ouch_wire.hpp"

namespace hotbook::session {

struct OuchRules {
  // What a client gets that does not say what is to happen when its orders meet.
  SelfMatch self_match = SelfMatch::None;
  // Where midnight is, from which times in messages count: local time less UTC.
  std::int32_t utc_offset_minutes = 0;
};

// Who speaks, and when.
struct OuchSender {
  std::uint16_t session = 0;
  std::uint32_t account = 0;
  std::uint64_t now_ns = 0;  // since 1970 UTC
  bool may_enter = true;     // orders are not disabled
};

class OuchCodec {
 public:
  explicit OuchCodec(const EntryPoint& entry, const OuchRules& rules = {})
      : entry_{entry}, rules_{rules} {}

  // False: the message is no message, cut short or of an unknown type; nobody can be told. Whatever
  // else is wrong with it is in the request's door_reason.
  [[nodiscard]] bool decode(ouch::Bytes message, const OuchSender& sender,
                            ClientRequest& request) const noexcept;

  // The message of a report; how many bytes.
  [[nodiscard]] std::size_t encode(
      const ClientReport& report,
      std::span<std::uint8_t, ouch::kMessageBytesMax> out) const noexcept;

 private:
  const EntryPoint& entry_;
  OuchRules rules_;
};

}  // namespace hotbook::session
