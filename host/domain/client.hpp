// What clients ask and what they are told, whichever door (OUCH, FIX) it passes.
//
// A client names its orders by a number of its own, `user_ref`, unique in its session and day; the
// venue names them by order_id. A door whose protocol names orders otherwise (FIX) keeps the map.
//
// C++14: the FIX door is compiled as such.
//
// Threading: plain values.
// Hot path:  as its users.

#pragma once

#include <array>
#include <cstdint>
#include <type_traits>

#include "host/domain/layout.hpp"

namespace hotbook {

// A client's free name of an order, zero-padded: OUCH ClOrdID (14 characters), FIX ClOrdID.
using ClientOrderId = std::array<char, 24>;

enum class SaleKind : std::uint8_t { Long = 0, Short = 1, ShortExempt = 2 };

// One decoded message of a client, before risk and numbering. `command` has the client's wishes in
// the fields of the matching function; its order_id, new_order_id and host_number are 0.
//   NewOrder      all fields but ids.
//   CancelOrder   quantity 0: the whole order. Else: the total the order may come to, what was
//                 executed included (OUCH 5.0 section 2.3).
//   ReplaceOrder  price, quantity (the new total, what was executed included), flags, self_match.
//   MassCancel    flags (scope), and book for that scope.
struct ClientRequest {
  MatchCommand command;          // session and account are set by the door
  std::uint32_t user_ref;        // new, replace: of the new order; cancel: of the order
  std::uint32_t other_user_ref;  // replace: of the order that is replaced; else 0
  ClientOrderId cl_ord_id;       // new, replace; FIX: of any request
  // A door's own bytes. Of a new order or a replace: given back in reports of this order; of a
  // cancel or mass cancel: in the Reduced, CancelRejected or MassCancelled that it comes to.
  std::array<char, 4> door;
  SaleKind sale;             // new, of an ask
  std::uint8_t door_reason;  // from 200 on: the door refuses it, see door_reason.hpp; else 0
  std::array<std::uint8_t, 2> reserved;  // zero
};
static_assert(sizeof(ClientRequest) == 104, "");
static_assert(std::is_trivially_copyable<ClientRequest>::value, "");

enum class ReportKind : std::uint8_t {
  Accepted = 1,
  Rejected = 2,         // a new order was not taken: reason
  Executed = 3,         // the client's order was, entering or resting
  Cancelled = 4,        // nothing of it is open any more: reason
  Reduced = 5,          // part of it was taken off: quantity is how much, leaves what is open
  Replaced = 6,         // other_user_ref became user_ref
  CancelRejected = 7,   // a cancel was not done: reason
  ReplaceRejected = 8,  // a replace was not done, the order is as before: reason
  Restated = 9,         // an iceberg showed more, a peg moved: reason, price, quantity
  Triggered = 10,       // a stop was elected
  MassCancelled = 11,   // quantity orders were cancelled
  SystemEvent = 12,     // reason: 'S' start of day, 'E' end of day
};

// Reason of a restated report: good till cancelled or till a date, the order is there today as
// well. (FIX 4.4 field 378: ExecRestatementReason 1, renewal.)
constexpr std::uint8_t kReasonCarriedOver = 190;

// One thing a client is told. The reports of a session are numbered from 1 each day; they are a
// function of the journal, so that a recovered venue has the same ones.
struct ClientReport {
  std::uint64_t number;        // in the session's day, from 1
  std::uint64_t journal_seq;   // of the journal record that caused it
  std::uint64_t time_ns;       // of that record; nanoseconds since 1970 UTC
  std::uint64_t order_id;      // the venue's; 0 where there is none
  std::uint64_t match_number;  // executions: unique in the day; else 0
  std::uint32_t user_ref;
  std::uint32_t other_user_ref;  // replaced: the order's name until now
  std::uint32_t price;           // ticks: executed at; accepted, replaced, restated: of the order
  std::uint32_t quantity;        // executed, cancelled, taken off; accepted, replaced: the total
  std::uint32_t leaves;          // open afterwards
  std::uint32_t account;
  std::uint32_t stop_price;         // accepted, replaced: of the order
  std::uint32_t display_quantity;   // accepted, replaced: of the order
  std::uint32_t min_quantity;       // accepted: of the order
  std::uint32_t executed;           // of the order so far, this report included
  std::uint64_t executed_notional;  // sum of price * quantity so far; ticks * shares
  std::uint16_t session;
  std::uint16_t book;
  std::uint8_t side;
  OrderType order_type;
  TimeInForce time_in_force;
  ReportKind kind;
  std::uint8_t reason;       // MatchReason, from 64 RiskReason, from 200 DoorReason; restated:
                             // also kReasonCarriedOver
  std::uint8_t is_resting;   // executed: 1 resting, 0 entering
  std::uint8_t is_auction;   // executed in an uncross
  std::uint8_t order_flags;  // flag.order of the order
  SaleKind sale;
  std::uint8_t self_match;   // of the order
  std::uint16_t reserved;    // zero
  ClientOrderId cl_ord_id;   // of user_ref's order; of a request that has one, when this answers it
  std::array<char, 4> door;  // as in the request
  std::uint32_t expire_s;    // accepted, gtd
};
static_assert(sizeof(ClientReport) == 136, "");
static_assert(std::is_trivially_copyable<ClientReport>::value, "");

}  // namespace hotbook
