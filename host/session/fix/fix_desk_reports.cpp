// The venue's reports: what the client is told.

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <string_view>
#include <utility>

#include "host/session/fix/fix_desk.hpp"
#include "host/session/fix/fix_reasons.hpp"
#include "host/session/fix/fix_tags.hpp"
#include "host/session/fix/fix_values.hpp"

namespace hotbook::fix {
namespace {

constexpr const char* kNone = "NONE";  // an OrderID or ClOrdID that there is not
constexpr std::uint64_t kSecondNs = 1'000'000'000;
constexpr std::string_view kPegs = "RPM";  // ExecInst (18) of the pegged types
// LastLiquidityInd (851): taken, added, auction.
constexpr std::string_view kLiquidity = "214";

// ExecRestatementReason (378)
constexpr int kRenewal = 1;
constexpr int kRepricing = 3;
constexpr int kPartialDecline = 5;
constexpr int kOther = 99;

std::string name_of(const ClientOrderId& id) {
  return {id.data(), strnlen(id.data(), id.size())};
}

char side_of(std::uint8_t side, SaleKind sale) noexcept {
  if (static_cast<Side>(side) == Side::Bid) return '1';
  if (sale == SaleKind::Short) return '5';
  return sale == SaleKind::ShortExempt ? '6' : '2';
}

char type_of(OrderType type) noexcept {
  switch (type) {
    case OrderType::Market:
      return '1';
    case OrderType::Limit:
      return '2';
    case OrderType::Stop:
      return '3';
    case OrderType::StopLimit:
      return '4';
    default:
      return 'P';
  }
}

char time_in_force_of(TimeInForce force) noexcept {
  switch (force) {
    case TimeInForce::Day:
      return '0';
    case TimeInForce::Gtc:
      return '1';
    case TimeInForce::Gtd:
      return '6';
    case TimeInForce::Ioc:
      return '3';
    case TimeInForce::Fok:
      return '4';
    case TimeInForce::AtOpen:
      return '2';
    case TimeInForce::AtClose:
      return '7';
  }
  return '0';
}

bool is_pegged(OrderType type) noexcept {
  return type >= OrderType::PeggedPrimary;
}

bool is_expired(std::uint8_t reason) noexcept {
  const auto why = static_cast<MatchReason>(reason);
  return why == MatchReason::Expired || why == MatchReason::DayEnd;
}

char exec_type_of(const ClientReport& report) noexcept {
  switch (report.kind) {
    case ReportKind::Accepted:
      return '0';
    case ReportKind::Rejected:
      return '8';
    case ReportKind::Executed:
      return 'F';
    case ReportKind::Cancelled:
      return is_expired(report.reason) ? 'C' : '4';
    case ReportKind::Replaced:
      return '5';
    case ReportKind::Triggered:
      return 'L';
    default:
      return 'D';  // restated
  }
}

int restatement_of(const ClientReport& report) noexcept {
  if (report.kind == ReportKind::Reduced) return kPartialDecline;
  if (report.reason == kReasonCarriedOver) return kRenewal;
  return static_cast<MatchReason>(report.reason) == MatchReason::Pegged ? kRepricing : kOther;
}

char open_status(const OrderState& order) noexcept {
  if (order.leaves == 0 && order.executed != 0) return '2';
  return order.executed != 0 ? '1' : '0';
}

// Whether a report answers a message of the client, rather than tells of an order alone.
bool is_answer(const ClientReport& report) noexcept {
  switch (report.kind) {
    case ReportKind::Accepted:
    case ReportKind::Rejected:
    case ReportKind::Replaced:
    case ReportKind::CancelRejected:
    case ReportKind::ReplaceRejected:
    case ReportKind::MassCancelled:
      return true;
    case ReportKind::Cancelled:
      return static_cast<MatchReason>(report.reason) == MatchReason::ByRequest;
    default:
      return false;
  }
}

}  // namespace

// The message that the report answers, which then waits no more. An answer has the door bytes of
// the message; but a Cancelled those of its order, whether a cancel or a replace ended it.
FixDesk::Waiting FixDesk::taken(const std::string& name, const ClientReport& report) {
  const auto found = waiting_.find(name);
  if (found == waiting_.end() || !is_answer(report)) return {};
  std::deque<Waiting>& all = found->second;
  const auto one = std::find_if(all.begin(), all.end(), [&](const Waiting& each) {
    if (report.kind == ReportKind::Cancelled) return each.type != 'D';
    const bool names_an_order = each.type == 'D' || each.type == 'G';
    return each.type == report.door[0] && (!names_an_order || each.user_ref == report.user_ref);
  });
  if (one == all.end()) return {};
  Waiting waiting = std::move(*one);
  all.erase(one);
  if (all.empty()) waiting_.erase(found);
  --waiting_count_;
  return waiting;
}

// The order that a report is of; made of the report when it was not known.
OrderState& FixDesk::state_of(const ClientReport& report) {
  const auto [place, is_new] = orders_.try_emplace(report.user_ref);
  OrderState& order = place->second;
  const bool is_named_anew =
      report.kind == ReportKind::Accepted || report.kind == ReportKind::Replaced;
  if (!is_new && !is_named_anew) return order;
  order = {};
  order.user_ref = report.user_ref;
  order.price = report.price;
  order.quantity = is_named_anew ? report.quantity : report.executed + report.leaves;
  order.stop_price = report.stop_price;
  order.display_quantity = report.display_quantity;
  order.min_quantity = report.min_quantity;
  order.expire_s = report.expire_s;
  order.book = report.book;
  order.side = report.side;
  order.type = report.order_type;
  order.time_in_force = report.time_in_force;
  order.flags = report.order_flags;
  order.sale = report.sale;
  order.self_match = report.self_match;
  order.capacity = report.door[1];
  order.name = report.cl_ord_id;
  names_.try_emplace(name_of(order.name), order.user_ref);
  next_ref_ = std::max(next_ref_, report.user_ref + 1);
  return order;
}

void FixDesk::follow(const ClientReport& report) {
  switch (report.kind) {
    case ReportKind::CancelRejected:
    case ReportKind::ReplaceRejected:
    case ReportKind::MassCancelled:
      names_.try_emplace(name_of(report.cl_ord_id), 0);
      if (report.door[0] == 'G') next_ref_ = std::max(next_ref_, report.user_ref + 1);
      return;
    case ReportKind::SystemEvent:
      return;
    default:
      break;
  }
  OrderState& order = state_of(report);
  if (report.order_id != 0) order.order_id = report.order_id;
  order.time_ns = report.time_ns;
  order.executed = report.executed;
  order.executed_notional = report.executed_notional;
  order.leaves = report.leaves;
  order.status = open_status(order);
  switch (report.kind) {
    case ReportKind::Rejected:
      order.quantity = report.quantity;
      order.leaves = 0;
      order.status = '8';
      return;
    case ReportKind::Cancelled:
      order.leaves = 0;
      order.status = is_expired(report.reason) ? 'C' : '4';
      names_.try_emplace(name_of(report.cl_ord_id), 0);  // of the cancel, where it is that
      return;
    case ReportKind::Reduced:
      order.quantity -= std::min(order.quantity, report.quantity);
      return;
    case ReportKind::Replaced:
      if (OrderState* const before = this->order(report.other_user_ref)) {
        before->replaced_by = report.user_ref;
      }
      return;
    default:
      return;
  }
}

FixAnswer FixDesk::tell(const ClientReport& report) {
  follow(report);
  const std::string name = name_of(report.cl_ord_id);
  const Waiting asked = taken(name, report);
  FixAnswer answer;
  answer.report = report.number;
  answer.answers = asked.ticket;
  switch (report.kind) {
    case ReportKind::CancelRejected:
      answer.message =
          report.door[0] == 'q' ? mass_report(report, asked) : cancel_reject(report, asked);
      break;
    case ReportKind::ReplaceRejected:
      answer.message = cancel_reject(report, asked);
      break;
    case ReportKind::MassCancelled:
      answer.message = mass_report(report, asked);
      break;
    case ReportKind::SystemEvent:
      answer.message = trading_session(report);
      break;
    default:
      answer.message = execution(report, *order(report.user_ref), name, asked);
      break;
  }
  return answer;
}

std::string FixDesk::exec_id(const ClientReport& report) const {
  return fmt::format("{}-{}-{}", venue_.day_name(), session_, report.number);
}

std::string FixDesk::time(std::uint64_t time_ns) const {
  return time_text(time_ns, version_ == FixVersion::Fix44 ? TimePrecision::Milliseconds
                                                          : TimePrecision::Nanoseconds);
}

// Of an instrument that there is not: as the client wrote it.
std::string FixDesk::symbol_of(std::uint16_t book, const Waiting& asked) const {
  if (book != session::kUnknownSymbol) return std::string{venue_.symbol_of(book)};
  return asked.symbol.empty() ? kNone : asked.symbol;
}

// What every report of an order says of it, but for its symbol.
void FixDesk::describe(const OrderState& order, FixMessage& message) const {
  const bool is_book = order.book != session::kUnknownSymbol;
  const std::uint32_t tick = is_book ? venue_.tick_dollars_1e4(order.book) : 1;
  message.add(tag::kOrdStatus, order.status);
  message.add(tag::kSide, side_of(order.side, order.sale));
  message.add(tag::kOrderQuantity, std::to_string(order.quantity));
  message.add(tag::kOrdType, type_of(order.type));
  if (order.price != 0) message.add(tag::kPrice, price_text(order.price, tick));
  if (is_pegged(order.type)) {
    std::string instructions(1, kPegs[static_cast<std::size_t>(order.type) -
                                      static_cast<std::size_t>(OrderType::PeggedPrimary)]);
    if ((order.flags & kOrderFlagPostOnly) != 0) instructions += " 6";
    message.add(tag::kExecInst, instructions);
    const auto offset = static_cast<std::int32_t>(order.stop_price);
    message.add(tag::kPegOffsetValue, offset_text(offset, tick));
  } else {
    if (order.stop_price != 0) message.add(tag::kStopPrice, price_text(order.stop_price, tick));
    if ((order.flags & kOrderFlagPostOnly) != 0) message.add(tag::kExecInst, '6');
  }
  message.add(tag::kTimeInForce, time_in_force_of(order.time_in_force));
  if (order.expire_s != 0) {
    message.add(tag::kExpireTime, time_text(order.expire_s * kSecondNs, TimePrecision::Seconds));
  }
  if (order.min_quantity != 0) message.add(tag::kMinQuantity, std::to_string(order.min_quantity));
  if (order.display_quantity != 0) {
    message.add(version_ == FixVersion::Fix44 ? tag::kMaxFloor : tag::kDisplayQuantity,
                std::to_string(order.display_quantity));
  }
  if (order.capacity != '\0') message.add(tag::kOrderCapacity, order.capacity);
  message.add(tag::kLeavesQuantity, std::to_string(order.leaves));
  message.add(tag::kCumulativeQuantity, std::to_string(order.executed));
  message.add(tag::kAveragePrice, average_text(order.executed_notional, order.executed, tick));
}

FixMessage FixDesk::execution(const ClientReport& report, const OrderState& order,
                              const std::string& name, const Waiting& asked) const {
  FixMessage message{"8"};
  message.add(tag::kOrderId, order.order_id == 0 ? kNone : std::to_string(order.order_id));
  message.add(tag::kClOrdId, name);
  message.add(tag::kExecId, exec_id(report));
  message.add(tag::kExecType, exec_type_of(report));
  message.add(tag::kSymbol, symbol_of(order.book, asked));
  OrderState shown = order;
  if (report.kind == ReportKind::Restated && report.price != 0) shown.price = report.price;
  describe(shown, message);
  message.add(tag::kTransactTime, time(report.time_ns));
  switch (report.kind) {
    case ReportKind::Rejected:
      message.add(tag::kOrdRejReason, std::to_string(order_reject_reason(report.reason)));
      message.add(tag::kText, asked.text.empty() ? reason_text(report.reason) : asked.text);
      break;
    case ReportKind::Executed: {
      const std::uint32_t tick = venue_.tick_dollars_1e4(report.book);
      message.add(tag::kLastQuantity, std::to_string(report.quantity));
      message.add(tag::kLastPrice, price_text(report.price, tick));
      message.add(tag::kSecondaryExecId, std::to_string(report.match_number));
      message.add(tag::kLastLiquidityInd,
                  kLiquidity[report.is_auction != 0 ? 2 : report.is_resting]);
      break;
    }
    case ReportKind::Cancelled:
      if (name != name_of(order.name)) message.add(tag::kOrigClOrdId, name_of(order.name));
      message.add(tag::kText, reason_text(report.reason));
      break;
    case ReportKind::Replaced: {
      const auto before = orders_.find(report.other_user_ref);
      message.add(tag::kOrigClOrdId,
                  before == orders_.end() ? kNone : name_of(before->second.name));
      break;
    }
    case ReportKind::Reduced:
    case ReportKind::Restated:
      message.add(tag::kExecRestatementReason, std::to_string(restatement_of(report)));
      message.add(tag::kText, reason_text(report.reason));
      break;
    default:
      break;
  }
  return message;
}

}  // namespace hotbook::fix
