// OUCH messages to requests of the venue.

#include <algorithm>
#include <limits>
#include <string_view>

#include "host/session/ouch_codec.hpp"
#include "host/session/ouch_inbound.hpp"

namespace hotbook::session {
namespace {

using ouch::Bytes;
using ouch::Fault;
using ouch::Options;
using ouch::Tag;

// Section 1.2.
constexpr std::uint64_t kPriceMax = 1'999'999'900;
constexpr std::uint64_t kMarketPrice = 2'000'000'000;
constexpr std::uint64_t kMarketCrossPrice = 0x7fff'ffff;
constexpr std::uint32_t kQuantityMax = 999'999;
// Appendix A: ExpireTime is less than a day.
constexpr std::uint64_t kExpireMax = 86'399;
constexpr std::uint64_t kSecondNs = 1'000'000'000;
static_assert(kPriceMax <= std::numeric_limits<std::int32_t>::max());  // so that ticks fit

constexpr bool is_one_of(char value, std::string_view values) noexcept {
  return values.find(value) != std::string_view::npos;
}

constexpr bool is_market(std::uint64_t price) noexcept {
  return price == kMarketPrice || price == kMarketCrossPrice;
}

template <std::size_t N>
std::string_view text_of(const std::array<char, N>& field) noexcept {
  std::string_view text{field.data(), N};
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

// What follows the fields of a message, where this venue has nothing like it.
DoorReason unsupported(const Options& options) noexcept {
  for (const Tag tag : {Tag::DiscretionPrice, Tag::DiscretionPegOffset, Tag::RandomReserves,
                        Tag::GroupId, Tag::UserRefIndex}) {
    if (options.get(tag) != 0) return DoorReason::OptionNotSupported;
  }
  if (options.get_char(Tag::HandleInst, ' ') != ' ') return DoorReason::OptionNotSupported;
  if (!is_one_of(options.get_char(Tag::DiscretionPriceType, 'L'), "LPMR") ||
      !is_one_of(options.get_char(Tag::CustomerType, ' '), "RN ") ||
      !is_one_of(options.get_char(Tag::TradeNow, ' '), "YN ") ||
      !is_one_of(options.get_char(Tag::SharesLocated, 'N'), "YN") ||
      !is_one_of(options.get_char(Tag::PostOnly, 'N'), "PN")) {
    return DoorReason::BadOption;
  }
  return DoorReason::None;
}

bool to_side(char side, Side& to, SaleKind& sale) noexcept {
  to = side == 'B' ? Side::Bid : Side::Ask;
  sale = side == 'T' ? SaleKind::Short : side == 'E' ? SaleKind::ShortExempt : SaleKind::Long;
  return is_one_of(side, "BSTE");
}

// Only what a firm's own orders do to each other: there are no groups above the account.
bool to_self_match(const Options& options, SelfMatch otherwise, std::uint8_t& to) noexcept {
  SelfMatch mode = otherwise;
  switch (options.get_char(Tag::SelfMatch, '*')) {
    case '*':
      break;
    case 'N':
      mode = SelfMatch::None;
      break;
    case 'Y':
    case 'D':
      mode = SelfMatch::Decrement;
      break;
    case 'O':
      mode = SelfMatch::CancelOldest;
      break;
    case 'W':
      mode = SelfMatch::CancelNewest;
      break;
    default:
      return false;
  }
  constexpr std::uint64_t kDefaultGroup = std::uint64_t{'*'} << 8U | '*';
  to = static_cast<std::uint8_t>(mode);
  return options.get(Tag::SelfMatchGroup, kDefaultGroup) == kDefaultGroup;
}

// One message on its way to a request.
class Reader {
 public:
  Reader(const EntryPoint& entry, const OuchRules& rules, const OuchSender& sender,
         ClientRequest& request)
      : entry_{entry}, rules_{rules}, sender_{sender}, request_{request}, to_{request.command} {
    request = ClientRequest{};
    to_.session = sender.session;
    to_.account = sender.account;
  }

  template <class Message>
  [[nodiscard]] bool read(Bytes bytes) noexcept {
    Message message;
    const Fault fault = ouch::read(bytes, message);
    if (fault != Fault::None && fault != Fault::BadOptions) return false;
    identify(message);
    DoorReason reason = DoorReason::None;
    if (fault == Fault::BadOptions || (message.options.present() & ~Message::kTags) != 0) {
      reason = DoorReason::BadOption;
    }
    if (reason == DoorReason::None) reason = unsupported(message.options);
    if (reason == DoorReason::None) reason = fill(message);
    request_.door_reason = code(reason);
    return true;
  }

 private:
  // What the client must find again in a refusal.
  template <class Message>
  void identify(const Message& message) noexcept {
    to_.kind = kind_of(message);
    if constexpr (requires { message.user_ref; }) request_.user_ref = message.user_ref;
    if constexpr (requires { message.old_user_ref; }) {
      request_.other_user_ref = message.old_user_ref;
    }
    if constexpr (requires { message.cl_ord_id; }) {
      std::copy(message.cl_ord_id.begin(), message.cl_ord_id.end(), request_.cl_ord_id.begin());
    }
  }

  static CommandKind kind_of(const ouch::EnterOrder&) noexcept { return CommandKind::NewOrder; }
  static CommandKind kind_of(const ouch::ReplaceOrder&) noexcept {
    return CommandKind::ReplaceOrder;
  }
  static CommandKind kind_of(const ouch::CancelOrder&) noexcept { return CommandKind::CancelOrder; }
  static CommandKind kind_of(const ouch::ModifyOrder&) noexcept { return CommandKind::CancelOrder; }
  static CommandKind kind_of(const ouch::MassCancel&) noexcept { return CommandKind::MassCancel; }
  static CommandKind kind_of(const ouch::DisableOrderEntry&) noexcept {
    return CommandKind::NewOrder;
  }
  static CommandKind kind_of(const ouch::EnableOrderEntry&) noexcept {
    return CommandKind::NewOrder;
  }
  static CommandKind kind_of(const ouch::AccountQuery&) noexcept {
    return CommandKind::CancelOrder;
  }

  DoorReason fill(const ouch::EnterOrder& message) noexcept {
    if (!sender_.may_enter) return DoorReason::EntryIsDisabled;
    to_.book = entry_.book_of(text_of(message.symbol));
    if (to_.book == kUnknownSymbol) return DoorReason::UnknownSymbol;
    Side side;
    if (!to_side(message.side, side, request_.sale)) return DoorReason::BadSide;
    to_.side = static_cast<std::uint8_t>(side);
    if (message.quantity == 0 || message.quantity > kQuantityMax) return DoorReason::BadQuantity;
    to_.quantity = message.quantity;
    if (!is_one_of(message.display, "YA")) return DoorReason::BadDisplay;
    if (!is_one_of(message.capacity, "APRO")) return DoorReason::BadCapacity;
    if (!is_one_of(message.sweep, "YN")) return DoorReason::BadSweep;
    if (message.sweep == 'Y') return DoorReason::SweepNotSupported;
    request_.door = {message.display, message.capacity, message.cross, message.time_in_force};
    DoorReason reason = time_in_force(message);
    if (reason == DoorReason::None) reason = price(message);
    if (reason == DoorReason::None) reason = options(message.options);
    return reason;
  }

  DoorReason time_in_force(const ouch::EnterOrder& message) noexcept {
    TimeInForce time_in_force = TimeInForce::Day;
    switch (message.time_in_force) {
      case '0':
      case '5':
        break;
      case '3':
        time_in_force = TimeInForce::Ioc;
        break;
      case '6':
        time_in_force = TimeInForce::Gtd;
        break;
      default:
        return DoorReason::BadTimeInForce;
    }
    switch (message.cross) {
      case 'N':
      case 'H':
        break;
      case 'O':
      case 'C':
        if (!is_one_of(message.time_in_force, "03")) return DoorReason::BadCross;
        time_in_force = message.cross == 'O' ? TimeInForce::AtOpen : TimeInForce::AtClose;
        break;
      default:
        return DoorReason::BadCross;
    }
    to_.time_in_force = static_cast<std::uint8_t>(time_in_force);
    const std::uint64_t expire = message.options.get(Tag::ExpireTime);
    if ((time_in_force == TimeInForce::Gtd) != (expire != 0) || expire > kExpireMax) {
      return DoorReason::BadExpiry;
    }
    if (time_in_force == TimeInForce::Gtd) {
      const std::uint64_t now_s = (sender_.now_ns + kSecondNs - 1) / kSecondNs;
      to_.expire_s = static_cast<std::uint32_t>(now_s + expire);
    }
    return DoorReason::None;
  }

  DoorReason price(const ouch::EnterOrder& message) noexcept {
    OrderType type = is_market(message.price) ? OrderType::Market : OrderType::Limit;
    switch (message.options.get_char(Tag::PriceType, 'L')) {
      case 'L':
        break;
      case 'P':
        type = OrderType::PeggedMarket;
        break;
      case 'M':
        type = OrderType::PeggedMidpoint;
        break;
      case 'R':
        type = OrderType::PeggedPrimary;
        break;
      default:
        return DoorReason::BadPriceType;
    }
    to_.order_type = static_cast<std::uint8_t>(type);
    const std::uint32_t tick = entry_.tick_dollars_1e4(to_.book);
    if (!to_ticks(message.price, tick)) return DoorReason::BadPrice;
    const std::int32_t offset = message.options.get_signed(Tag::PegOffset);
    const bool is_peg = type != OrderType::Limit && type != OrderType::Market;
    const auto whole = static_cast<std::int32_t>(tick);
    if ((offset != 0 && !is_peg) || offset % whole != 0) return DoorReason::BadPegOffset;
    to_.stop_price = static_cast<std::uint32_t>(offset / whole);
    return DoorReason::None;
  }

  // Market: 0.
  bool to_ticks(std::uint64_t price, std::uint32_t tick) noexcept {
    if (is_market(price)) {
      to_.price = 0;
      return true;
    }
    if (price == 0 || price > kPriceMax || price % tick != 0) return false;
    to_.price = static_cast<std::uint32_t>(price / tick);
    return true;
  }

  DoorReason options(const Options& options) noexcept {
    to_.display_quantity = static_cast<std::uint32_t>(options.get(Tag::MaxFloor));
    to_.min_quantity = static_cast<std::uint32_t>(options.get(Tag::MinQuantity));
    return manner(options);
  }

  // What a replace gives anew.
  DoorReason manner(const Options& options) noexcept {
    to_.flags = options.get_char(Tag::PostOnly, 'N') == 'P' ? kOrderFlagPostOnly : std::uint8_t{0};
    return to_self_match(options, rules_.self_match, to_.self_match) ? DoorReason::None
                                                                     : DoorReason::BadSelfMatch;
  }

  DoorReason fill(const ouch::ReplaceOrder& message) noexcept {
    if (!sender_.may_enter) return DoorReason::EntryIsDisabled;
    const std::optional<LiveOrder> order = entry_.live_order(sender_.session, message.old_user_ref);
    if (!order) return DoorReason::UnknownOrder;
    to_.book = order->book;
    to_.side = static_cast<std::uint8_t>(order->side);
    request_.sale = order->sale;
    request_.door = order->door;
    request_.door[0] = message.display;
    if (message.quantity == 0 || message.quantity > kQuantityMax) return DoorReason::BadQuantity;
    to_.quantity = message.quantity;
    if (!is_one_of(message.display, "YA")) return DoorReason::BadDisplay;
    if (!is_one_of(message.sweep, "YN")) return DoorReason::BadSweep;
    if (message.sweep == 'Y') return DoorReason::SweepNotSupported;
    // An order that waits to be replaced is not immediate.
    if (message.time_in_force == '3') return DoorReason::ReplaceNotSupported;
    if (!is_one_of(message.time_in_force, "056")) return DoorReason::BadTimeInForce;
    if (message.options.get(Tag::MinQuantity) != 0) return DoorReason::ReplaceNotSupported;
    if (!is_one_of(message.options.get_char(Tag::PriceType, 'L'), "LPMR")) {
      return DoorReason::BadPriceType;
    }
    if (message.options.has(Tag::Side) &&
        !is_side_of(message.options.get_char(Tag::Side, ' '), *order)) {
      return DoorReason::BadSide;
    }
    if (!to_ticks(message.price, entry_.tick_dollars_1e4(to_.book))) return DoorReason::BadPrice;
    return manner(message.options);
  }

  static bool is_side_of(char side, const LiveOrder& order) noexcept {
    Side to;
    SaleKind sale;
    return to_side(side, to, sale) && to == order.side && sale == order.sale;
  }

  DoorReason fill(const ouch::CancelOrder& message) noexcept {
    to_.quantity = message.quantity;
    request_.door = {ouch::CancelOrder::kType, ' ', ' ', ' '};
    return DoorReason::None;
  }

  DoorReason fill(const ouch::ModifyOrder& message) noexcept {
    to_.quantity = message.quantity;
    request_.door = {ouch::ModifyOrder::kType, message.side, ' ', ' '};
    const std::optional<LiveOrder> order = entry_.live_order(sender_.session, message.user_ref);
    if (!order) return DoorReason::UnknownOrder;
    return is_side_of(message.side, *order) ? DoorReason::None : DoorReason::BadSide;
  }

  DoorReason fill(const ouch::MassCancel& message) noexcept {
    request_.door = message.firm;
    if (message.options.has(Tag::Side)) return DoorReason::OptionNotSupported;
    to_.flags = kScopeFlagSession;
    const std::string_view symbol = text_of(message.symbol);
    if (symbol.empty()) return DoorReason::None;
    to_.flags |= kScopeFlagBook;
    to_.book = entry_.book_of(symbol);
    return to_.book == kUnknownSymbol ? DoorReason::UnknownSymbol : DoorReason::None;
  }

  DoorReason fill(const ouch::DisableOrderEntry& message) noexcept {
    request_.door = message.firm;
    return DoorReason::EntryDisabled;
  }
  DoorReason fill(const ouch::EnableOrderEntry& message) noexcept {
    request_.door = message.firm;
    return DoorReason::EntryEnabled;
  }
  DoorReason fill(const ouch::AccountQuery& /*message*/) noexcept {
    request_.user_ref = entry_.next_user_ref(sender_.session);
    return DoorReason::AccountQuery;
  }

  const EntryPoint& entry_;
  const OuchRules& rules_;
  const OuchSender& sender_;
  ClientRequest& request_;
  MatchCommand& to_;
};

}  // namespace

bool OuchCodec::decode(Bytes message, const OuchSender& sender,
                       ClientRequest& request) const noexcept {
  if (message.empty()) return false;
  Reader reader{entry_, rules_, sender, request};
  switch (static_cast<char>(message[0])) {
    case ouch::EnterOrder::kType:
      return reader.read<ouch::EnterOrder>(message);
    case ouch::ReplaceOrder::kType:
      return reader.read<ouch::ReplaceOrder>(message);
    case ouch::CancelOrder::kType:
      return reader.read<ouch::CancelOrder>(message);
    case ouch::ModifyOrder::kType:
      return reader.read<ouch::ModifyOrder>(message);
    case ouch::MassCancel::kType:
      return reader.read<ouch::MassCancel>(message);
    case ouch::DisableOrderEntry::kType:
      return reader.read<ouch::DisableOrderEntry>(message);
    case ouch::EnableOrderEntry::kType:
      return reader.read<ouch::EnableOrderEntry>(message);
    case ouch::AccountQuery::kType:
      return reader.read<ouch::AccountQuery>(message);
    default:
      return false;
  }
}

}  // namespace hotbook::session
