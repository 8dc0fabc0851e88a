// Reports of the venue to OUCH messages.

#include <algorithm>

#include "host/session/ouch_codec.hpp"
#include "host/session/ouch_outbound.hpp"
#include "host/session/ouch_reasons.hpp"

namespace hotbook::session {
namespace {

using ouch::Options;
using ouch::Tag;

constexpr std::uint64_t kDayNs = 86'400'000'000'000;
constexpr std::uint64_t kMinuteNs = 60'000'000'000;
constexpr std::uint64_t kSecondNs = 1'000'000'000;
// Section 1.2: a price that is none.
constexpr std::uint64_t kMarketPrice = 0x7fff'ffff;

char side_code(const ClientReport& report) noexcept {
  if (report.side == static_cast<std::uint8_t>(Side::Bid)) return 'B';
  switch (report.sale) {
    case SaleKind::Short:
      return 'T';
    case SaleKind::ShortExempt:
      return 'E';
    case SaleKind::Long:
      break;
  }
  return 'S';
}

char time_in_force_code(TimeInForce time_in_force) noexcept {
  switch (time_in_force) {
    case TimeInForce::Ioc:
    case TimeInForce::Fok:
      return '3';
    case TimeInForce::Gtd:
      return '6';
    default:
      return '0';
  }
}

char cross_code(TimeInForce time_in_force) noexcept {
  if (time_in_force == TimeInForce::AtOpen) return 'O';
  return time_in_force == TimeInForce::AtClose ? 'C' : 'N';
}

char self_match_code(std::uint8_t mode) noexcept {
  switch (static_cast<SelfMatch>(mode)) {
    case SelfMatch::Decrement:
      return 'D';
    case SelfMatch::CancelOldest:
      return 'O';
    case SelfMatch::CancelNewest:
    case SelfMatch::CancelBoth:
      return 'W';
    case SelfMatch::None:
      break;
  }
  return 'N';
}

char price_type_code(OrderType type) noexcept {
  switch (type) {
    case OrderType::PeggedPrimary:
      return 'R';
    case OrderType::PeggedMarket:
      return 'P';
    case OrderType::PeggedMidpoint:
      return 'M';
    default:
      return 'L';
  }
}

char or_else(char given, char otherwise) noexcept {
  return given != '\0' ? given : otherwise;
}

std::array<char, 14> cl_ord_id(const ClientReport& report) noexcept {
  std::array<char, 14> text;
  std::copy_n(report.cl_ord_id.begin(), text.size(), text.begin());
  return text;
}

// One report on its way to a message.
class Writer {
 public:
  Writer(const EntryPoint& entry, const OuchRules& rules, const ClientReport& report,
         std::uint8_t* out)
      : entry_{entry},
        from_{report},
        out_{out},
        time_ns_{(report.time_ns + kDayNs +
                  static_cast<std::uint64_t>(rules.utc_offset_minutes) * kMinuteNs) %
                 kDayNs} {}

  std::size_t accepted() const noexcept {
    ouch::Accepted message;
    fill_order(message);
    message.quantity = from_.quantity;
    if (from_.min_quantity != 0) message.options.set(Tag::MinQuantity, from_.min_quantity);
    if (from_.stop_price != 0) {
      const auto offset = static_cast<std::int64_t>(static_cast<std::int32_t>(from_.stop_price));
      message.options.set(Tag::PegOffset, static_cast<std::uint32_t>(offset * tick()));
    }
    return ouch::write(message, out_);
  }

  std::size_t replaced() const noexcept {
    ouch::Replaced message;
    fill_order(message);
    message.old_user_ref = from_.other_user_ref;
    message.quantity = from_.leaves;
    return ouch::write(message, out_);
  }

  std::size_t executed() const noexcept {
    const ouch::Executed message{time_ns_,
                                 from_.user_ref,
                                 from_.quantity,
                                 price(from_.price),
                                 ouch::liquidity_code(from_),
                                 from_.match_number,
                                 {}};
    return ouch::write(message, out_);
  }

  std::size_t cancelled() const noexcept {
    if (from_.reason == static_cast<std::uint8_t>(MatchReason::SelfMatch)) return self_matched();
    const ouch::Cancelled message{
        time_ns_, from_.user_ref, from_.quantity, ouch::cancel_code(from_.reason), {}};
    return ouch::write(message, out_);
  }

  std::size_t reduced() const noexcept {
    if (from_.door[0] != 'M') return cancelled();
    // A cancel's door bytes and none of an order's, whose first one is a display.
    const ouch::Modified message{time_ns_, from_.user_ref, from_.door[1], from_.leaves, {}};
    return ouch::write(message, out_);
  }

  std::size_t rejected() const noexcept {
    if (from_.reason == code(DoorReason::EntryDisabled)) {
      return answer<ouch::DisableOrderEntryResponse>();
    }
    if (from_.reason == code(DoorReason::EntryEnabled)) {
      return answer<ouch::EnableOrderEntryResponse>();
    }
    const ouch::Rejected message{time_ns_,
                                 from_.user_ref,
                                 static_cast<std::uint16_t>(ouch::reject_code(from_.reason)),
                                 cl_ord_id(from_),
                                 {}};
    return ouch::write(message, out_);
  }

  std::size_t cancel_rejected() const noexcept {
    if (from_.reason == code(DoorReason::AccountQuery)) {
      return ouch::write(ouch::AccountQueryResponse{time_ns_, from_.user_ref, {}}, out_);
    }
    return ouch::write(ouch::CancelRejected{time_ns_, from_.user_ref, {}}, out_);
  }

  std::size_t restated() const noexcept {
    ouch::Restated message{time_ns_, from_.user_ref, 'R', {}};
    if (from_.reason == static_cast<std::uint8_t>(MatchReason::Pegged)) {
      message.reason = 'P';
      message.options.set(Tag::DisplayPrice, price(from_.price));
    } else {
      message.options.set(Tag::DisplayQuantity, from_.quantity);
    }
    return ouch::write(message, out_);
  }

  std::size_t triggered() const noexcept {
    const ouch::PriorityUpdate message{
        time_ns_, from_.user_ref, order_price(), or_else(from_.door[0], 'Y'), from_.order_id, {}};
    return ouch::write(message, out_);
  }

  std::size_t mass_cancelled() const noexcept {
    const ouch::MassCancelResponse message{time_ns_, from_.user_ref, from_.door, symbol(), {}};
    return ouch::write(message, out_);
  }

  std::size_t system_event() const noexcept {
    return ouch::write(ouch::SystemEvent{time_ns_, static_cast<char>(from_.reason), {}}, out_);
  }

 private:
  template <class Response>
  std::size_t answer() const noexcept {
    return ouch::write(Response{time_ns_, from_.user_ref, from_.door, {}}, out_);
  }

  // What Accepted and Replaced have in common.
  template <class Message>
  void fill_order(Message& message) const noexcept {
    message.timestamp = time_ns_;
    message.user_ref = from_.user_ref;
    message.side = side_code(from_);
    message.symbol = symbol();
    message.price = order_price();
    message.time_in_force = or_else(from_.door[3], time_in_force_code(from_.time_in_force));
    message.display = or_else(from_.door[0], 'Y');
    message.order_ref = from_.order_id;
    message.capacity = or_else(from_.door[1], 'O');
    message.sweep = 'N';
    message.cross = or_else(from_.door[2], cross_code(from_.time_in_force));
    message.state = from_.leaves != 0 ? 'L' : 'D';
    message.cl_ord_id = cl_ord_id(from_);
    Options& options = message.options;
    if (from_.display_quantity != 0) options.set(Tag::MaxFloor, from_.display_quantity);
    const char type = price_type_code(from_.order_type);
    if (type != 'L') options.set_char(Tag::PriceType, type);
    if ((from_.order_flags & kOrderFlagPostOnly) != 0) options.set_char(Tag::PostOnly, 'P');
    if (from_.expire_s != 0) options.set(Tag::ExpireTime, seconds_left());
    if (from_.self_match != 0) {
      options.set_char(Tag::SelfMatch, self_match_code(from_.self_match));
    }
  }

  // Of what the matching function prevented; what would have been executed is what was taken off.
  std::size_t self_matched() const noexcept {
    const ouch::SelfMatchCancelled message{time_ns_,
                                           from_.user_ref,
                                           from_.quantity,
                                           'Q',
                                           from_.quantity,
                                           order_price(),
                                           from_.is_resting != 0 ? 'A' : 'R',
                                           self_match_code(from_.self_match),
                                           {}};
    return ouch::write(message, out_);
  }

  std::uint32_t seconds_left() const noexcept {
    const std::uint64_t now_s = (from_.time_ns + kSecondNs - 1) / kSecondNs;
    return from_.expire_s > now_s ? static_cast<std::uint32_t>(from_.expire_s - now_s) : 0;
  }

  [[nodiscard]] std::uint32_t tick() const noexcept { return entry_.tick_dollars_1e4(from_.book); }
  [[nodiscard]] std::uint64_t price(std::uint32_t ticks) const noexcept {
    return std::uint64_t{ticks} * tick();
  }
  [[nodiscard]] std::uint64_t order_price() const noexcept {
    return from_.price == 0 ? kMarketPrice : price(from_.price);
  }

  [[nodiscard]] std::array<char, 8> symbol() const noexcept {
    std::array<char, 8> text;
    text.fill(' ');
    if (from_.book != kUnknownSymbol) {
      const std::string_view name = entry_.symbol_of(from_.book);
      std::copy_n(name.begin(), std::min(name.size(), text.size()), text.begin());
    }
    return text;
  }

  const EntryPoint& entry_;
  const ClientReport& from_;
  std::uint8_t* out_;
  std::uint64_t time_ns_;  // since midnight
};

}  // namespace

std::size_t OuchCodec::encode(const ClientReport& report,
                              std::span<std::uint8_t, ouch::kMessageBytesMax> out) const noexcept {
  const Writer writer{entry_, rules_, report, out.data()};
  switch (report.kind) {
    case ReportKind::Accepted:
      return writer.accepted();
    case ReportKind::Rejected:
    case ReportKind::ReplaceRejected:
      return writer.rejected();
    case ReportKind::Executed:
      return writer.executed();
    case ReportKind::Cancelled:
      return writer.cancelled();
    case ReportKind::Reduced:
      return writer.reduced();
    case ReportKind::Replaced:
      return writer.replaced();
    case ReportKind::CancelRejected:
      return writer.cancel_rejected();
    case ReportKind::Restated:
      return writer.restated();
    case ReportKind::Triggered:
      return writer.triggered();
    case ReportKind::MassCancelled:
      return writer.mass_cancelled();
    case ReportKind::SystemEvent:
      return writer.system_event();
  }
  return 0;
}

}  // namespace hotbook::session
