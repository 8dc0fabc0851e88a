#include "host/session/ouch_reasons.hpp"

#include "host/risk/risk_reason.hpp"
#include "host/session/door_reason.hpp"

namespace hotbook::session::ouch {
namespace {

constexpr std::uint8_t kFirstRisk = 64;
constexpr std::uint8_t kFirstDoor = 200;

Reject of_matching(MatchReason reason) noexcept {
  switch (reason) {
    case MatchReason::UnknownBook:
      return Reject::InvalidSymbol;
    case MatchReason::OrderIdNotNew:
    case MatchReason::NoRoom:
      return Reject::ProcessingError;
    case MatchReason::BadQuantity:
      return Reject::InvalidQuantity;
    case MatchReason::BadPrice:
    case MatchReason::OutsideBands:
      return Reject::InvalidPrice;
    case MatchReason::BadStopPrice:  // a peg's offset
      return Reject::PeggingNotAllowed;
    case MatchReason::BadDisplay:
      return Reject::InvalidMaxFloor;
    case MatchReason::BadMinQuantity:
      return Reject::InvalidMinQuantity;
    case MatchReason::WrongPhase:
      return Reject::DestinationClosed;
    case MatchReason::WouldCross:
      return Reject::CrossedMarket;
    case MatchReason::UnknownOrder:  // the one to be replaced
      return Reject::ReplaceNotAllowed;
    default:
      return Reject::Other;
  }
}

Reject of_risk(risk::RiskReason reason) noexcept {
  using risk::RiskReason;
  switch (reason) {
    case RiskReason::UnknownAccount:
    case RiskReason::UnknownSession:
    case RiskReason::FirmKilled:
    case RiskReason::AccountKilled:
    case RiskReason::SessionKilled:
    case RiskReason::AccountDisabled:
    case RiskReason::SessionDisabled:
      return Reject::FirmNotAuthorized;
    case RiskReason::UnknownBook:
      return Reject::InvalidSymbol;
    case RiskReason::MessageRate:
      return Reject::RiskPortRate;
    case RiskReason::InstrumentKilled:
      return Reject::Halted;
    case RiskReason::Restricted:
      return Reject::RiskRestrictedStock;
    case RiskReason::ShortRestricted:
      return Reject::RiskShortSaleRestricted;
    case RiskReason::MaxQuantity:
      return Reject::RiskQuantity;
    case RiskReason::NoReference:
      return Reject::QuoteUnavailable;
    case RiskReason::MaxNotional:
      return Reject::RiskNotional;
    case RiskReason::PriceCollar:
      return Reject::RiskFatFinger;
    case RiskReason::Duplicate:
      return Reject::RiskDuplicateRate;
    case RiskReason::OpenOrders:
    case RiskReason::Position:
    case RiskReason::Exposure:
    case RiskReason::NoCredit:
    case RiskReason::CreditGross:
    case RiskReason::CreditNet:
      return Reject::RiskExposure;
    case RiskReason::None:
      break;
  }
  return Reject::Other;
}

Reject of_door(DoorReason reason) noexcept {
  switch (reason) {
    case DoorReason::UnknownSymbol:
      return Reject::InvalidSymbol;
    case DoorReason::BadSide:
      return Reject::InvalidSide;
    case DoorReason::BadQuantity:
      return Reject::InvalidQuantity;
    case DoorReason::BadPrice:
      return Reject::InvalidPrice;
    case DoorReason::BadDisplay:
      return Reject::InvalidDisplay;
    case DoorReason::SweepNotSupported:
      return Reject::SweepNotAllowed;
    case DoorReason::BadCross:
      return Reject::InvalidCross;
    case DoorReason::BadPriceType:
      return Reject::InvalidPegType;
    case DoorReason::BadPegOffset:
      return Reject::PeggingNotAllowed;
    case DoorReason::BadSelfMatch:
      return Reject::InvalidSelfMatch;
    case DoorReason::EntryIsDisabled:
      return Reject::FirmNotAuthorized;
    case DoorReason::UnknownOrder:
    case DoorReason::ReplaceNotSupported:
      return Reject::ReplaceNotAllowed;
    default:
      return Reject::Other;
  }
}

}  // namespace

Reject reject_code(std::uint8_t reason) noexcept {
  if (reason >= kFirstDoor) return of_door(static_cast<DoorReason>(reason));
  if (reason >= kFirstRisk) return of_risk(static_cast<risk::RiskReason>(reason));
  return of_matching(static_cast<MatchReason>(reason));
}

char cancel_code(std::uint8_t reason) noexcept {
  if (reason >= kFirstRisk) return 'S';  // supervisory
  switch (static_cast<MatchReason>(reason)) {
    case MatchReason::ByRequest:
    case MatchReason::MassCancel:
      return 'U';  // user requested
    case MatchReason::Unfilled:
    case MatchReason::Fok:
    case MatchReason::MinQuantity:
      return 'I';  // immediate or cancel, crosses included
    case MatchReason::SelfMatch:
      return 'Q';
    case MatchReason::TradeThrough:
      return 'D';  // regulatory restriction
    case MatchReason::OutsideBands:
      return 'K';  // market collars
    case MatchReason::Expired:
      return 'T';
    case MatchReason::DayEnd:
      return 'E';
    default:
      return 'Z';  // system
  }
}

char liquidity_code(const ClientReport& report) noexcept {
  // Which cross it was is told by the order; one of continuous trading met others in the opening or
  // after a halt, and the report does not say which.
  if (report.is_auction != 0) return report.time_in_force == TimeInForce::AtClose ? 'C' : 'O';
  if (report.is_resting == 0) return 'R';
  return report.order_type == OrderType::PeggedMidpoint ? 'k' : 'A';
}

}  // namespace hotbook::session::ouch
