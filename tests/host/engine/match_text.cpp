#include "tests/host/engine/match_text.hpp"

#include <map>
#include <sstream>

namespace hotbook {
namespace {

const std::map<OutputKind, std::string> kKinds = {{OutputKind::Accepted, "accepted"},
                                                  {OutputKind::Refused, "refused"},
                                                  {OutputKind::Execution, "execution"},
                                                  {OutputKind::Cancelled, "cancelled"},
                                                  {OutputKind::Replaced, "replaced"},
                                                  {OutputKind::Restated, "restated"},
                                                  {OutputKind::Triggered, "triggered"},
                                                  {OutputKind::Uncrossed, "uncrossed"},
                                                  {OutputKind::StateChanged, "state_changed"},
                                                  {OutputKind::MassCancelled, "mass_cancelled"},
                                                  {OutputKind::Level, "level"},
                                                  {OutputKind::TopOfBook, "top_of_book"}};

const std::map<MatchReason, std::string> kReasons = {
    {MatchReason::UnknownBook, "unknown_book"},
    {MatchReason::Malformed, "malformed"},
    {MatchReason::OrderIdNotNew, "order_id_not_new"},
    {MatchReason::BadQuantity, "bad_quantity"},
    {MatchReason::BadPrice, "bad_price"},
    {MatchReason::BadStopPrice, "bad_stop_price"},
    {MatchReason::BadDisplay, "bad_display"},
    {MatchReason::BadMinQuantity, "bad_min_quantity"},
    {MatchReason::BadCombination, "bad_combination"},
    {MatchReason::BadExpiry, "bad_expiry"},
    {MatchReason::WrongPhase, "wrong_phase"},
    {MatchReason::OutsideBands, "outside_bands"},
    {MatchReason::WouldCross, "would_cross"},
    {MatchReason::NoRoom, "no_room"},
    {MatchReason::GateKill, "gate_kill"},
    {MatchReason::GateQuantity, "gate_quantity"},
    {MatchReason::GateNotional, "gate_notional"},
    {MatchReason::GateCollar, "gate_collar"},
    {MatchReason::UnknownOrder, "unknown_order"},
    {MatchReason::ByRequest, "by_request"},
    {MatchReason::MassCancel, "mass_cancel"},
    {MatchReason::Unfilled, "unfilled"},
    {MatchReason::Fok, "fok"},
    {MatchReason::MinQuantity, "min_quantity"},
    {MatchReason::SelfMatch, "self_match"},
    {MatchReason::TradeThrough, "trade_through"},
    {MatchReason::Replenished, "replenished"},
    {MatchReason::Pegged, "pegged"},
    {MatchReason::Stop, "stop"},
    {MatchReason::Expired, "expired"},
    {MatchReason::DayEnd, "day_end"}};

const std::map<TradingState, std::string> kStates = {
    {TradingState::Closed, "closed"},         {TradingState::OpeningCall, "opening_call"},
    {TradingState::Continuous, "continuous"}, {TradingState::Halted, "halted"},
    {TradingState::HaltCall, "halt_call"},    {TradingState::ClosingCall, "closing_call"},
    {TradingState::LimitUp, "limit_up"},      {TradingState::LimitDown, "limit_down"}};

template <typename Value>
std::string name_of(const std::map<Value, std::string>& names, Value value) {
  const auto found = names.find(value);
  if (found != names.end()) return found->second;
  return "?" + std::to_string(static_cast<unsigned>(value));
}

}  // namespace

std::string text_of(const MatchOutput& output) {
  std::ostringstream text;
  const auto field = [&text](const char* name, std::uint64_t value) {
    if (value != 0) text << ' ' << name << '=' << value;
  };
  text << name_of(kKinds, output.output_kind);
  field("id", output.order_id);
  field("other", output.other_order_id);
  field("price", output.price);
  field("quantity", output.quantity);
  field("leaves", output.leaves);
  field("other_leaves", output.other_leaves);
  field("account", output.account);
  field("other_account", output.other_account);
  field("book", output.book);
  if (output.side == static_cast<std::uint8_t>(Side::Ask)) text << " ask";
  if (output.side > static_cast<std::uint8_t>(Side::Ask)) field("side", output.side);
  if ((output.flags & kOutputFlagAuction) != 0) text << " auction";
  field("flags", output.flags & ~(kOutputFlagLast | kOutputFlagAuction));
  if (output.output_kind == OutputKind::StateChanged) {
    text << ' ' << name_of(kStates, static_cast<TradingState>(output.reason));
  } else if (output.reason != 0) {
    text << ' ' << name_of(kReasons, static_cast<MatchReason>(output.reason));
  }
  field("input_check", output.input_check);
  field("latency_cycles", output.latency_cycles);
  field("record_seq", output.record_seq);
  return text.str();
}

}  // namespace hotbook
