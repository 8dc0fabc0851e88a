#include "host/session/fix/fix_reasons.hpp"

#include <fmt/format.h>

#include <string_view>

#include "host/domain/client.hpp"
#include "host/domain/layout.hpp"
#include "host/risk/risk_reason.hpp"
#include "host/session/door_reason.hpp"

namespace hotbook::fix {
namespace {

constexpr std::uint8_t kRiskFirst = 64;
constexpr std::uint8_t kDoorFirst = 200;
constexpr int kOther = 99;

// OrdRejReason (103)
constexpr int kUnknownSymbol = 1;
constexpr int kExchangeClosed = 2;
constexpr int kExceedsLimit = 3;
constexpr int kUnknownOrder = 5;
constexpr int kDuplicateOrder = 6;
constexpr int kUnsupported = 11;
constexpr int kIncorrectQuantity = 13;
constexpr int kUnknownAccount = 15;

std::string_view match_text(MatchReason reason) noexcept {
  switch (reason) {
    case MatchReason::None:
      return {};
    case MatchReason::UnknownBook:
      return "there is no such instrument";
    case MatchReason::Malformed:
      return "a field has a value that nothing stands for";
    case MatchReason::OrderIdNotNew:
      return "the order's number is not new";
    case MatchReason::BadQuantity:
      return "the quantity is none that can be traded";
    case MatchReason::BadPrice:
      return "the price is out of range, or the order type has none";
    case MatchReason::BadStopPrice:
      return "the stop price is out of range, or the order type has none";
    case MatchReason::BadDisplay:
      return "the displayed quantity does not go with this order";
    case MatchReason::BadMinQuantity:
      return "the minimum quantity does not go with this order";
    case MatchReason::BadCombination:
      return "order type, time in force and instructions do not go together";
    case MatchReason::BadExpiry:
      return "the expiry is past, or the time in force has none";
    case MatchReason::WrongPhase:
      return "the instrument takes no such order in its trading state";
    case MatchReason::OutsideBands:
      return "the price is outside the price bands";
    case MatchReason::WouldCross:
      return "it would have traded, and was not to";
    case MatchReason::NoRoom:
      return "the venue holds as many orders as it can";
    case MatchReason::UnknownOrder:
      return "there is no such open order";
    case MatchReason::GateKill:
      return "the card's gate: every new order is stopped";
    case MatchReason::GateQuantity:
      return "the card's gate: the quantity of one order is above the limit";
    case MatchReason::GateNotional:
      return "the card's gate: the notional of one order is above the limit";
    case MatchReason::GateCollar:
      return "the card's gate: the price is too far from the reference";
    case MatchReason::ByRequest:
      return "by request";
    case MatchReason::MassCancel:
      return "by a mass cancel, or because the connection ended";
    case MatchReason::Unfilled:
      return "what could not be executed at once";
    case MatchReason::Fok:
      return "not all of it could be executed at once";
    case MatchReason::MinQuantity:
      return "its minimum quantity could not be executed at once";
    case MatchReason::SelfMatch:
      return "it met an order of the same account";
    case MatchReason::TradeThrough:
      return "a better price is protected elsewhere";
    case MatchReason::Replenished:
      return "it shows the next part of its quantity";
    case MatchReason::Pegged:
      return "its price follows the reference";
    case MatchReason::Stop:
      return "its stop price was reached";
    case MatchReason::Expired:
      return "its time is over";
    case MatchReason::DayEnd:
      return "the day is over";
  }
  return {};
}

std::string_view door_text(DoorReason reason) noexcept {
  switch (reason) {
    case DoorReason::UnknownSymbol:
      return "there is no such symbol (55)";
    case DoorReason::BadSide:
      return "the side (54) is not that of the order";
    case DoorReason::BadQuantity:
      return "the quantity (38) is a whole number from 1 to 2147483647";
    case DoorReason::BadPrice:
      return "the price is not a multiple of the tick, or out of range";
    case DoorReason::BadTimeInForce:
      return "there is no such time in force (59)";
    case DoorReason::BadDisplay:
      return "the displayed quantity is a whole number from 1 to 2147483647";
    case DoorReason::BadPegOffset:
      return "the peg is not one of the venue's";
    case DoorReason::BadExpiry:
      return "good till date needs ExpireTime (126) or ExpireDate (432)";
    case DoorReason::BadSelfMatch:
      return "there is no such self-match prevention (2964)";
    case DoorReason::UnknownOrder:
      return "there is no order with this OrigClOrdID (41)";
    case DoorReason::ReplaceNotSupported:
      return "a replace changes price, quantity and self-match prevention alone";
    case DoorReason::DuplicateName:
      return "this ClOrdID (11) was used before";
    case DoorReason::BadOrderType:
      return "there is no such order type (40)";
    case DoorReason::BadMinQuantity:
      return "the minimum quantity (110) is a whole number from 1 to 2147483647";
    case DoorReason::BadScope:
      return "a mass cancel is of one symbol (530=1) or of all orders (530=7)";
    default:
      return {};
  }
}

}  // namespace

int order_reject_reason(std::uint8_t reason) noexcept {
  if (reason >= kDoorFirst) {
    switch (static_cast<DoorReason>(reason)) {
      case DoorReason::UnknownSymbol:
        return kUnknownSymbol;
      case DoorReason::BadQuantity:
        return kIncorrectQuantity;
      case DoorReason::UnknownOrder:
        return kUnknownOrder;
      case DoorReason::DuplicateName:
        return kDuplicateOrder;
      case DoorReason::BadPrice:
      case DoorReason::BadFields:
        return kOther;
      default:
        return kUnsupported;
    }
  }
  if (reason >= kRiskFirst) {
    switch (static_cast<risk::RiskReason>(reason)) {
      case risk::RiskReason::UnknownAccount:
        return kUnknownAccount;
      case risk::RiskReason::UnknownBook:
        return kUnknownSymbol;
      case risk::RiskReason::Duplicate:
        return kDuplicateOrder;
      case risk::RiskReason::MaxQuantity:
      case risk::RiskReason::MaxNotional:
      case risk::RiskReason::OpenOrders:
      case risk::RiskReason::Position:
      case risk::RiskReason::Exposure:
      case risk::RiskReason::CreditGross:
      case risk::RiskReason::CreditNet:
        return kExceedsLimit;
      default:
        return kOther;
    }
  }
  switch (static_cast<MatchReason>(reason)) {
    case MatchReason::UnknownBook:
      return kUnknownSymbol;
    case MatchReason::WrongPhase:
      return kExchangeClosed;
    case MatchReason::BadQuantity:
      return kIncorrectQuantity;
    case MatchReason::GateQuantity:
    case MatchReason::GateNotional:
      return kExceedsLimit;
    case MatchReason::BadCombination:
    case MatchReason::BadDisplay:
    case MatchReason::BadMinQuantity:
      return kUnsupported;
    default:
      return kOther;
  }
}

int cancel_reject_reason(std::uint8_t reason, bool is_over) noexcept {
  const bool is_unknown = reason == static_cast<std::uint8_t>(MatchReason::UnknownOrder) ||
                          reason == code(DoorReason::UnknownOrder);
  if (is_unknown) return is_over ? 0 : 1;
  return reason == code(DoorReason::DuplicateName) ? 6 : kOther;
}

int mass_cancel_reject_reason(std::uint8_t reason) noexcept {
  const bool is_security = reason == code(DoorReason::UnknownSymbol) ||
                           reason == static_cast<std::uint8_t>(MatchReason::UnknownBook);
  if (is_security) return 1;
  return reason == code(DoorReason::BadScope) ? 0 : kOther;
}

std::string reason_text(std::uint8_t reason) {
  std::string_view text;
  if (reason == kReasonCarriedOver) {
    text = "it is of a day before";
  } else if (reason >= kDoorFirst) {
    text = door_text(static_cast<DoorReason>(reason));
  } else if (reason >= kRiskFirst) {
    text = risk::text_of(static_cast<risk::RiskReason>(reason));
  } else {
    text = match_text(static_cast<MatchReason>(reason));
  }
  return text.empty() ? fmt::format("reason {}", reason) : std::string{text};
}

}  // namespace hotbook::fix
