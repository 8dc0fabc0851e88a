#include <array>

#include "host/risk/limit_kind.hpp"
#include "host/risk/risk_reason.hpp"

namespace hotbook::risk {
namespace {

template <class Value>
struct Named {
  Value value;
  std::string_view name;
  std::string_view text;
};

template <class Value, std::size_t kCount>
const Named<Value>* find(const std::array<Named<Value>, kCount>& all, Value value) noexcept {
  for (const Named<Value>& one : all) {
    if (one.value == value) return &one;
  }
  return nullptr;
}

using R = RiskReason;
constexpr std::array<Named<R>, 24> kReasons = {{
    {R::None, "none", "it passed"},
    {R::UnknownAccount, "unknown_account", "there is no such account"},
    {R::UnknownSession, "unknown_session", "there is no such session"},
    {R::UnknownBook, "unknown_book", "there is no such instrument"},
    {R::MessageRate, "message_rate", "more messages in this second than the limit"},
    {R::FirmKilled, "firm_killed", "all trading is stopped"},
    {R::AccountKilled, "account_killed", "trading of the account is stopped"},
    {R::SessionKilled, "session_killed", "trading of the session is stopped"},
    {R::InstrumentKilled, "instrument_killed", "trading of the instrument is stopped"},
    {R::AccountDisabled, "account_disabled", "the account is disabled until a person enables it"},
    {R::SessionDisabled, "session_disabled", "the session is disabled until a person enables it"},
    {R::Restricted, "restricted", "the instrument is on the restricted list"},
    {R::ShortRestricted, "short_restricted", "the instrument may not be sold short"},
    {R::MaxQuantity, "max_quantity", "the quantity of the order is above the limit"},
    {R::NoReference, "no_reference", "no price is known to value the order at"},
    {R::MaxNotional, "max_notional", "the money the order may come to is above the limit"},
    {R::PriceCollar, "price_collar", "the price is too far from the reference"},
    {R::Duplicate, "duplicate", "too many equal orders in a short time"},
    {R::OpenOrders, "open_orders", "more open orders than the limit"},
    {R::Position, "position", "the position the order may lead to is above the limit"},
    {R::Exposure, "exposure", "the money in open orders would be above the limit"},
    {R::NoCredit, "no_credit", "the account has no credit limit"},
    {R::CreditGross, "credit_gross", "the day's gross credit would be above the limit"},
    {R::CreditNet, "credit_net", "the day's net credit would be above the limit"},
}};

using P = ChangeProblem;
constexpr std::array<Named<P>, 8> kProblems = {{
    {P::None, "none", "it can be done"},
    {P::UnknownAction, "unknown_action", "there is no such action"},
    {P::UnknownLimit, "unknown_limit", "there is no such limit"},
    {P::WrongScope, "wrong_scope", "it has no such scope"},
    {P::UnknownAccount, "unknown_account", "there is no such account"},
    {P::UnknownBook, "unknown_book", "there is no such instrument"},
    {P::UnknownSession, "unknown_session", "there is no such session"},
    {P::BadValue, "bad_value", "the value is out of its range"},
}};

using L = LimitKind;
constexpr std::array<Named<L>, kLimitKindCount> kLimits = {{
    {L::OrderQuantity, "order_quantity", "shares of one order"},
    {L::OrderNotional, "order_notional", "money of one order"},
    {L::CollarThrough, "collar_through", "basis points a price may be through the reference"},
    {L::CollarAway, "collar_away", "basis points a price may be away from the reference"},
    {L::DuplicateOrders, "duplicate_orders", "equal orders in the window of duplicates"},
    {L::DuplicateWindow, "duplicate_window", "nanoseconds in which equal orders are duplicates"},
    {L::OpenOrders, "open_orders", "open orders"},
    {L::Position, "position", "shares long or short in one instrument, open orders included"},
    {L::Exposure, "exposure", "money in open orders"},
    {L::CreditGross, "credit_gross", "money in open orders and of the day's executions"},
    {L::CreditNet, "credit_net", "money bought less sold, or sold less bought, today"},
    {L::MessageRate, "message_rate", "messages a second"},
    {L::Executions, "executions", "executions in a window, the last of which disables"},
}};

}  // namespace

std::string_view name_of(RiskReason reason) noexcept {
  const auto* found = find(kReasons, reason);
  return found != nullptr ? found->name : std::string_view{};
}

std::string_view text_of(RiskReason reason) noexcept {
  const auto* found = find(kReasons, reason);
  return found != nullptr ? found->text : std::string_view{};
}

std::string_view name_of(ChangeProblem problem) noexcept {
  const auto* found = find(kProblems, problem);
  return found != nullptr ? found->name : std::string_view{};
}

std::string_view text_of(ChangeProblem problem) noexcept {
  const auto* found = find(kProblems, problem);
  return found != nullptr ? found->text : std::string_view{};
}

std::string_view name_of(LimitKind kind) noexcept {
  const auto* found = find(kLimits, kind);
  return found != nullptr ? found->name : std::string_view{};
}

std::string_view text_of(LimitKind kind) noexcept {
  const auto* found = find(kLimits, kind);
  return found != nullptr ? found->text : std::string_view{};
}

std::optional<LimitKind> parse_limit_kind(std::string_view name) noexcept {
  for (const Named<L>& one : kLimits) {
    if (one.name == name) return one.value;
  }
  return std::nullopt;
}

bool has_scope(LimitKind kind, ControlScope scope) noexcept {
  if (name_of(kind).empty()) return false;
  switch (scope) {
    case ControlScope::Firm:
    case ControlScope::Account:
      return true;
    case ControlScope::Instrument:
      return kind != L::MessageRate && kind != L::Executions && kind != L::DuplicateOrders &&
             kind != L::DuplicateWindow;
    case ControlScope::Session:
      return kind == L::MessageRate;
  }
  return false;
}

}  // namespace hotbook::risk
