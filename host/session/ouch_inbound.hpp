// What an OUCH client says: each message field by field, as it is on the wire.
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

// Section 2.1.
struct EnterOrder {
  static constexpr char kType = 'O';
  static constexpr Appendage kAppendage = Appendage::Required;
  static constexpr TagSet kTags =
      tag_set(Tag::Firm, Tag::MinQuantity, Tag::CustomerType, Tag::MaxFloor, Tag::PriceType,
              Tag::PegOffset, Tag::DiscretionPrice, Tag::DiscretionPriceType,
              Tag::DiscretionPegOffset, Tag::PostOnly, Tag::RandomReserves, Tag::ExpireTime,
              Tag::TradeNow, Tag::HandleInst, Tag::GroupId, Tag::SharesLocated, Tag::LocateBroker,
              Tag::UserRefIndex, Tag::SelfMatch, Tag::SelfMatchGroup);
  std::uint32_t user_ref;
  char side;
  std::uint32_t quantity;
  std::array<char, 8> symbol;
  std::uint64_t price;
  char time_in_force;
  char display;
  char capacity;
  char sweep;  // inter-market sweep eligibility
  char cross;
  std::array<char, 14> cl_ord_id;
  Options options;

  template <class M, class Visit>
  static constexpr void visit(M& m, Visit& v) {
    v(m.user_ref, m.side, m.quantity, m.symbol, m.price, m.time_in_force, m.display, m.capacity,
      m.sweep, m.cross, m.cl_ord_id);
  }
  friend bool operator==(const EnterOrder&, const EnterOrder&) = default;
};
static_assert(fixed_bytes<EnterOrder>() == 45);

// Section 2.2.
struct ReplaceOrder {
  static constexpr char kType = 'U';
  static constexpr Appendage kAppendage = Appendage::Required;
  static constexpr TagSet kTags = tag_set(
      Tag::MinQuantity, Tag::MaxFloor, Tag::PriceType, Tag::PegOffset, Tag::DiscretionPrice,
      Tag::DiscretionPriceType, Tag::DiscretionPegOffset, Tag::PostOnly, Tag::RandomReserves,
      Tag::ExpireTime, Tag::TradeNow, Tag::HandleInst, Tag::SharesLocated, Tag::LocateBroker,
      Tag::Side, Tag::UserRefIndex, Tag::SelfMatch, Tag::SelfMatchGroup);
  std::uint32_t old_user_ref;
  std::uint32_t user_ref;
  std::uint32_t quantity;  // of the whole chain, what was executed included
  std::uint64_t price;
  char time_in_force;
  char display;
  char sweep;
  std::array<char, 14> cl_ord_id;
  Options options;

  template <class M, class Visit>
  static constexpr void visit(M& m, Visit& v) {
    v(m.old_user_ref, m.user_ref, m.quantity, m.price, m.time_in_force, m.display, m.sweep,
      m.cl_ord_id);
  }
  friend bool operator==(const ReplaceOrder&, const ReplaceOrder&) = default;
};
static_assert(fixed_bytes<ReplaceOrder>() == 38);

// Section 2.3.
struct CancelOrder {
  static constexpr char kType = 'X';
  static constexpr Appendage kAppendage = Appendage::Optional;
  static constexpr TagSet kTags = tag_set(Tag::UserRefIndex);
  std::uint32_t user_ref;
  std::uint32_t quantity;  // the total the order may come to; 0: nothing more
  Options options;

  template <class M, class Visit>
  static constexpr void visit(M& m, Visit& v) {
    v(m.user_ref, m.quantity);
  }
  friend bool operator==(const CancelOrder&, const CancelOrder&) = default;
};
static_assert(fixed_bytes<CancelOrder>() == 9);

// Section 2.4.
struct ModifyOrder {
  static constexpr char kType = 'M';
  static constexpr Appendage kAppendage = Appendage::Optional;
  static constexpr TagSet kTags = tag_set(Tag::SharesLocated, Tag::LocateBroker, Tag::UserRefIndex);
  std::uint32_t user_ref;
  char side;
  std::uint32_t quantity;
  Options options;

  template <class M, class Visit>
  static constexpr void visit(M& m, Visit& v) {
    v(m.user_ref, m.side, m.quantity);
  }
  friend bool operator==(const ModifyOrder&, const ModifyOrder&) = default;
};
static_assert(fixed_bytes<ModifyOrder>() == 10);

// Section 2.5.
struct MassCancel {
  static constexpr char kType = 'C';
  static constexpr Appendage kAppendage = Appendage::Required;
  static constexpr TagSet kTags = tag_set(Tag::GroupId, Tag::Side, Tag::UserRefIndex);
  std::uint32_t user_ref;
  std::array<char, 4> firm;
  std::array<char, 8> symbol;  // spaces: every one
  Options options;

  template <class M, class Visit>
  static constexpr void visit(M& m, Visit& v) {
    v(m.user_ref, m.firm, m.symbol);
  }
  friend bool operator==(const MassCancel&, const MassCancel&) = default;
};
static_assert(fixed_bytes<MassCancel>() == 17);

// Section 2.6.
struct DisableOrderEntry {
  static constexpr char kType = 'D';
  static constexpr Appendage kAppendage = Appendage::Required;
  static constexpr TagSet kTags = tag_set(Tag::UserRefIndex);
  std::uint32_t user_ref;
  std::array<char, 4> firm;
  Options options;

  template <class M, class Visit>
  static constexpr void visit(M& m, Visit& v) {
    v(m.user_ref, m.firm);
  }
  friend bool operator==(const DisableOrderEntry&, const DisableOrderEntry&) = default;
};
static_assert(fixed_bytes<DisableOrderEntry>() == 9);

// Section 2.7.
struct EnableOrderEntry {
  static constexpr char kType = 'E';
  static constexpr Appendage kAppendage = Appendage::Required;
  static constexpr TagSet kTags = tag_set(Tag::UserRefIndex);
  std::uint32_t user_ref;
  std::array<char, 4> firm;
  Options options;

  template <class M, class Visit>
  static constexpr void visit(M& m, Visit& v) {
    v(m.user_ref, m.firm);
  }
  friend bool operator==(const EnableOrderEntry&, const EnableOrderEntry&) = default;
};
static_assert(fixed_bytes<EnableOrderEntry>() == 9);

// Section 2.8.
struct AccountQuery {
  static constexpr char kType = 'Q';
  static constexpr Appendage kAppendage = Appendage::Optional;
  static constexpr TagSet kTags = tag_set(Tag::UserRefIndex);
  Options options;

  template <class M, class Visit>
  static constexpr void visit(M& /*m*/, Visit& v) {
    v();
  }
  friend bool operator==(const AccountQuery&, const AccountQuery&) = default;
};
static_assert(fixed_bytes<AccountQuery>() == 1);

using Inbound = std::variant<EnterOrder, ReplaceOrder, CancelOrder, ModifyOrder, MassCancel,
                             DisableOrderEntry, EnableOrderEntry, AccountQuery>;

}  // namespace hotbook::session::ouch
