// What an OUCH client is told: each message field by field, as it is on the wire.
//
// Specification: Nasdaq OUCH 5.0, revision 1.05 of 2025-10; the section stands at each message.
//
// Threading: plain values.
// Hot path:  as ouch_wire.hpp.

#pragma once

#include <array>
#include <cstdint>
#include <variant>

#include "host/session/ouch_options.hpp"
#include "host/session/ouch_wire.hpp"

namespace hotbook::session::ouch {

// Section 3.1.
struct SystemEvent {
  static constexpr char kType = 'S';
  static constexpr Appendage kAppendage = Appendage::None;
  std::uint64_t timestamp;  // nanoseconds since midnight
  char event;               // 'S' start of day, 'E' end of day
  Options options;

  template <class M, class Visit>
  static constexpr void visit(M& m, Visit& v) {
    v(m.timestamp, m.event);
  }
  friend bool operator==(const SystemEvent&, const SystemEvent&) = default;
};
static_assert(fixed_bytes<SystemEvent>() == 10);

// Section 3.2.
struct Accepted {
  static constexpr char kType = 'A';
  static constexpr Appendage kAppendage = Appendage::Required;
  std::uint64_t timestamp;  // nanoseconds since midnight
  std::uint32_t user_ref;
  char side;
  std::uint32_t quantity;
  std::array<char, 8> symbol;
  std::uint64_t price;
  char time_in_force;
  char display;
  std::uint64_t order_ref;
  char capacity;
  char sweep;
  char cross;
  char state;  // 'L' live, 'D' dead
  std::array<char, 14> cl_ord_id;
  Options options;

  template <class M, class Visit>
  static constexpr void visit(M& m, Visit& v) {
    v(m.timestamp, m.user_ref, m.side, m.quantity, m.symbol, m.price, m.time_in_force, m.display,
      m.order_ref, m.capacity, m.sweep, m.cross, m.state, m.cl_ord_id);
  }
  friend bool operator==(const Accepted&, const Accepted&) = default;
};
static_assert(fixed_bytes<Accepted>() == 62);

// Section 3.3.
struct Replaced {
  static constexpr char kType = 'U';
  static constexpr Appendage kAppendage = Appendage::Required;
  std::uint64_t timestamp;  // nanoseconds since midnight
  std::uint32_t old_user_ref;
  std::uint32_t user_ref;
  char side;
  std::uint32_t quantity;  // open
  std::array<char, 8> symbol;
  std::uint64_t price;
  char time_in_force;
  char display;
  std::uint64_t order_ref;
  char capacity;
  char sweep;
  char cross;
  char state;
  std::array<char, 14> cl_ord_id;
  Options options;

  template <class M, class Visit>
  static constexpr void visit(M& m, Visit& v) {
    v(m.timestamp, m.old_user_ref, m.user_ref, m.side, m.quantity, m.symbol, m.price,
      m.time_in_force, m.display, m.order_ref, m.capacity, m.sweep, m.cross, m.state, m.cl_ord_id);
  }
  friend bool operator==(const Replaced&, const Replaced&) = default;
};
static_assert(fixed_bytes<Replaced>() == 66);

// Section 3.4.
struct Cancelled {
  static constexpr char kType = 'C';
  static constexpr Appendage kAppendage = Appendage::Optional;
  std::uint64_t timestamp;  // nanoseconds since midnight
  std::uint32_t user_ref;
  std::uint32_t quantity;  // taken off
  char reason;
  Options options;

  template <class M, class Visit>
  static constexpr void visit(M& m, Visit& v) {
    v(m.timestamp, m.user_ref, m.quantity, m.reason);
  }
  friend bool operator==(const Cancelled&, const Cancelled&) = default;
};
static_assert(fixed_bytes<Cancelled>() == 18);

// Section 3.5, "AIQ Canceled".
struct SelfMatchCancelled {
  static constexpr char kType = 'D';
  static constexpr Appendage kAppendage = Appendage::Optional;
  std::uint64_t timestamp;  // nanoseconds since midnight
  std::uint32_t user_ref;
  std::uint32_t quantity;  // taken off
  char reason;             // 'Q'
  std::uint32_t quantity_prevented;
  std::uint64_t price;
  char liquidity;
  char strategy;
  Options options;

  template <class M, class Visit>
  static constexpr void visit(M& m, Visit& v) {
    v(m.timestamp, m.user_ref, m.quantity, m.reason, m.quantity_prevented, m.price, m.liquidity,
      m.strategy);
  }
  friend bool operator==(const SelfMatchCancelled&, const SelfMatchCancelled&) = default;
};
static_assert(fixed_bytes<SelfMatchCancelled>() == 32);

// Section 3.6.
struct Executed {
  static constexpr char kType = 'E';
  static constexpr Appendage kAppendage = Appendage::Required;
  std::uint64_t timestamp;  // nanoseconds since midnight
  std::uint32_t user_ref;
  std::uint32_t quantity;
  std::uint64_t price;
  char liquidity;
  std::uint64_t match_number;
  Options options;

  template <class M, class Visit>
  static constexpr void visit(M& m, Visit& v) {
    v(m.timestamp, m.user_ref, m.quantity, m.price, m.liquidity, m.match_number);
  }
  friend bool operator==(const Executed&, const Executed&) = default;
};
static_assert(fixed_bytes<Executed>() == 34);

// Section 3.7.
struct BrokenTrade {
  static constexpr char kType = 'B';
  static constexpr Appendage kAppendage = Appendage::Optional;
  std::uint64_t timestamp;  // nanoseconds since midnight
  std::uint32_t user_ref;
  std::uint64_t match_number;
  char reason;
  std::array<char, 14> cl_ord_id;
  Options options;

  template <class M, class Visit>
  static constexpr void visit(M& m, Visit& v) {
    v(m.timestamp, m.user_ref, m.match_number, m.reason, m.cl_ord_id);
  }
  friend bool operator==(const BrokenTrade&, const BrokenTrade&) = default;
};
static_assert(fixed_bytes<BrokenTrade>() == 36);

// Section 3.8.
struct Rejected {
  static constexpr char kType = 'J';
  static constexpr Appendage kAppendage = Appendage::Optional;
  std::uint64_t timestamp;  // nanoseconds since midnight
  std::uint32_t user_ref;
  std::uint16_t reason;
  std::array<char, 14> cl_ord_id;
  Options options;

  template <class M, class Visit>
  static constexpr void visit(M& m, Visit& v) {
    v(m.timestamp, m.user_ref, m.reason, m.cl_ord_id);
  }
  friend bool operator==(const Rejected&, const Rejected&) = default;
};
static_assert(fixed_bytes<Rejected>() == 29);

// Section 3.9.
struct CancelPending {
  static constexpr char kType = 'P';
  static constexpr Appendage kAppendage = Appendage::Optional;
  std::uint64_t timestamp;  // nanoseconds since midnight
  std::uint32_t user_ref;
  Options options;

  template <class M, class Visit>
  static constexpr void visit(M& m, Visit& v) {
    v(m.timestamp, m.user_ref);
  }
  friend bool operator==(const CancelPending&, const CancelPending&) = default;
};
static_assert(fixed_bytes<CancelPending>() == 13);

// Section 3.10.
struct CancelRejected {
  static constexpr char kType = 'I';
  static constexpr Appendage kAppendage = Appendage::Optional;
  std::uint64_t timestamp;  // nanoseconds since midnight
  std::uint32_t user_ref;
  Options options;

  template <class M, class Visit>
  static constexpr void visit(M& m, Visit& v) {
    v(m.timestamp, m.user_ref);
  }
  friend bool operator==(const CancelRejected&, const CancelRejected&) = default;
};
static_assert(fixed_bytes<CancelRejected>() == 13);

// Section 3.11.
struct PriorityUpdate {
  static constexpr char kType = 'T';
  static constexpr Appendage kAppendage = Appendage::Optional;
  std::uint64_t timestamp;  // nanoseconds since midnight
  std::uint32_t user_ref;
  std::uint64_t price;
  char display;
  std::uint64_t order_ref;
  Options options;

  template <class M, class Visit>
  static constexpr void visit(M& m, Visit& v) {
    v(m.timestamp, m.user_ref, m.price, m.display, m.order_ref);
  }
  friend bool operator==(const PriorityUpdate&, const PriorityUpdate&) = default;
};
static_assert(fixed_bytes<PriorityUpdate>() == 30);

// Section 3.12.
struct Modified {
  static constexpr char kType = 'M';
  static constexpr Appendage kAppendage = Appendage::Optional;
  std::uint64_t timestamp;  // nanoseconds since midnight
  std::uint32_t user_ref;
  char side;
  std::uint32_t quantity;  // open
  Options options;

  template <class M, class Visit>
  static constexpr void visit(M& m, Visit& v) {
    v(m.timestamp, m.user_ref, m.side, m.quantity);
  }
  friend bool operator==(const Modified&, const Modified&) = default;
};
static_assert(fixed_bytes<Modified>() == 18);

// Section 3.13.
struct Restated {
  static constexpr char kType = 'R';
  static constexpr Appendage kAppendage = Appendage::Required;
  std::uint64_t timestamp;  // nanoseconds since midnight
  std::uint32_t user_ref;
  char reason;
  Options options;

  template <class M, class Visit>
  static constexpr void visit(M& m, Visit& v) {
    v(m.timestamp, m.user_ref, m.reason);
  }
  friend bool operator==(const Restated&, const Restated&) = default;
};
static_assert(fixed_bytes<Restated>() == 14);

// Section 3.14.
struct MassCancelResponse {
  static constexpr char kType = 'X';
  static constexpr Appendage kAppendage = Appendage::Required;
  std::uint64_t timestamp;  // nanoseconds since midnight
  std::uint32_t user_ref;
  std::array<char, 4> firm;
  std::array<char, 8> symbol;
  Options options;

  template <class M, class Visit>
  static constexpr void visit(M& m, Visit& v) {
    v(m.timestamp, m.user_ref, m.firm, m.symbol);
  }
  friend bool operator==(const MassCancelResponse&, const MassCancelResponse&) = default;
};
static_assert(fixed_bytes<MassCancelResponse>() == 25);

// Section 3.15.
struct DisableOrderEntryResponse {
  static constexpr char kType = 'G';
  static constexpr Appendage kAppendage = Appendage::Required;
  std::uint64_t timestamp;  // nanoseconds since midnight
  std::uint32_t user_ref;
  std::array<char, 4> firm;
  Options options;

  template <class M, class Visit>
  static constexpr void visit(M& m, Visit& v) {
    v(m.timestamp, m.user_ref, m.firm);
  }
  friend bool operator==(const DisableOrderEntryResponse&,
                         const DisableOrderEntryResponse&) = default;
};
static_assert(fixed_bytes<DisableOrderEntryResponse>() == 17);

// Section 3.16.
struct EnableOrderEntryResponse {
  static constexpr char kType = 'K';
  static constexpr Appendage kAppendage = Appendage::Required;
  std::uint64_t timestamp;  // nanoseconds since midnight
  std::uint32_t user_ref;
  std::array<char, 4> firm;
  Options options;

  template <class M, class Visit>
  static constexpr void visit(M& m, Visit& v) {
    v(m.timestamp, m.user_ref, m.firm);
  }
  friend bool operator==(const EnableOrderEntryResponse&,
                         const EnableOrderEntryResponse&) = default;
};
static_assert(fixed_bytes<EnableOrderEntryResponse>() == 17);

// Section 3.17.
struct AccountQueryResponse {
  static constexpr char kType = 'Q';
  static constexpr Appendage kAppendage = Appendage::Optional;
  std::uint64_t timestamp;  // nanoseconds since midnight
  std::uint32_t next_user_ref;
  Options options;

  template <class M, class Visit>
  static constexpr void visit(M& m, Visit& v) {
    v(m.timestamp, m.next_user_ref);
  }
  friend bool operator==(const AccountQueryResponse&, const AccountQueryResponse&) = default;
};
static_assert(fixed_bytes<AccountQueryResponse>() == 13);

using Outbound =
    std::variant<SystemEvent, Accepted, Replaced, Cancelled, SelfMatchCancelled, Executed,
                 BrokenTrade, Rejected, CancelPending, CancelRejected, PriorityUpdate, Modified,
                 Restated, MassCancelResponse, DisableOrderEntryResponse, EnableOrderEntryResponse,
                 AccountQueryResponse>;

}  // namespace hotbook::session::ouch
