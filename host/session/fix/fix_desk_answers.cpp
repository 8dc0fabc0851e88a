// Answers that are no executions: of cancels, mass cancels and questions.

#include <fmt/format.h>

#include <cstring>

#include "host/session/fix/fix_desk.hpp"
#include "host/session/fix/fix_reasons.hpp"
#include "host/session/fix/fix_tags.hpp"

namespace hotbook::fix {
namespace {

constexpr const char* kNone = "NONE";       // an OrderID or ClOrdID that there is not
constexpr const char* kStatusExecId = "0";  // it is no execution
constexpr const char* kUnknownOrder = "5";  // OrdRejReason (103)

std::string name_of(const ClientOrderId& id) {
  return {id.data(), strnlen(id.data(), id.size())};
}

}  // namespace

FixMessage FixDesk::cancel_reject(const ClientReport& report, const Waiting& asked) const {
  const bool is_replace = report.door[0] == 'G';
  const std::uint32_t user_ref = is_replace ? report.other_user_ref : report.user_ref;
  const auto named = orders_.find(user_ref);
  const OrderState* const order = latest(user_ref);
  const bool is_over = order != nullptr && order->leaves == 0;
  FixMessage message{"9"};
  const bool has_id = order != nullptr && order->order_id != 0;
  message.add(tag::kOrderId, has_id ? std::to_string(order->order_id) : kNone);
  message.add(tag::kClOrdId, name_of(report.cl_ord_id));
  // Of a message before a crash, only the names of orders are known.
  std::string orig = asked.orig;
  if (orig.empty() && named != orders_.end()) orig = name_of(named->second.name);
  message.add(tag::kOrigClOrdId, orig.empty() ? kNone : orig);
  message.add(tag::kOrdStatus, order == nullptr ? '8' : order->status);
  message.add(tag::kTransactTime, time(report.time_ns));
  message.add(tag::kCxlRejResponseTo, is_replace ? '2' : '1');
  message.add(tag::kCxlRejReason, std::to_string(cancel_reject_reason(report.reason, is_over)));
  message.add(tag::kText, asked.text.empty() ? reason_text(report.reason) : asked.text);
  return message;
}

FixMessage FixDesk::mass_report(const ClientReport& report, const Waiting& asked) const {
  const bool is_done = report.kind == ReportKind::MassCancelled;
  const bool is_book =
      is_done ? report.book != session::kUnknownSymbol : (report.order_flags & kScopeFlagBook) != 0;
  const std::string scope = asked.orig.empty() ? (is_book ? "1" : "7") : asked.orig;
  FixMessage message{"r"};
  if (version_ == FixVersion::Fix50Sp2) message.add(tag::kMassActionReportId, exec_id(report));
  message.add(tag::kClOrdId, name_of(report.cl_ord_id));
  message.add(tag::kOrderId, exec_id(report));
  message.add(tag::kMassCancelRequestType, scope);
  message.add(tag::kMassCancelResponse, is_done ? scope : "0");
  if (is_book) message.add(tag::kSymbol, symbol_of(report.book, asked));
  message.add(tag::kTransactTime, time(report.time_ns));
  if (is_done) {
    message.add(tag::kTotalAffectedOrders, std::to_string(report.quantity));
    return message;
  }
  message.add(tag::kMassCancelRejectReason,
              std::to_string(mass_cancel_reject_reason(report.reason)));
  message.add(tag::kText, asked.text.empty() ? reason_text(report.reason) : asked.text);
  return message;
}

FixMessage FixDesk::trading_session(const ClientReport& report) const {
  FixMessage message{"h"};
  message.add(tag::kTradingSessionId, '1');  // the day
  message.add(tag::kTradSesStatus, report.reason == 'S' ? '2' : '3');
  return message;
}

FixAnswer FixDesk::status(const FixMessage& message) const {
  const std::string* const name = message.find(tag::kClOrdId);
  const std::string* const question = message.find(tag::kOrdStatusReqId);
  FixAnswer answer;
  answer.answers = message.ticket;
  FixMessage& told = answer.message;
  told = FixMessage{"8"};
  const OrderState* const order = name == nullptr ? nullptr : find(*name);
  const bool has_id = order != nullptr && order->order_id != 0;
  told.add(tag::kOrderId, has_id ? std::to_string(order->order_id) : kNone);
  if (order != nullptr) {
    told.add(tag::kClOrdId, name_of(order->name));
  } else if (name != nullptr) {
    told.add(tag::kClOrdId, *name);
  }
  told.add(tag::kExecId, kStatusExecId);
  told.add(tag::kExecType, 'I');
  if (question != nullptr) told.add(tag::kOrdStatusReqId, *question);
  if (order != nullptr) {
    told.add(tag::kSymbol, symbol_of(order->book, {}));
    describe(*order, told);
    told.add(tag::kTransactTime, time(order->time_ns));
    return answer;
  }
  const std::string* const symbol = message.find(tag::kSymbol);
  const std::string* const side = message.find(tag::kSide);
  const bool is_waiting = name != nullptr && waiting_.contains(*name);
  told.add(tag::kOrdStatus, is_waiting ? 'A' : '8');
  if (!is_waiting) told.add(tag::kOrdRejReason, kUnknownOrder);
  told.add(tag::kSymbol, symbol == nullptr ? kNone : *symbol);
  told.add(tag::kSide, side == nullptr ? "1" : *side);
  told.add(tag::kLeavesQuantity, '0');
  told.add(tag::kCumulativeQuantity, '0');
  told.add(tag::kAveragePrice, '0');
  told.add(tag::kText, is_waiting ? "the venue has not answered it yet"
                                  : "no order was accepted or rejected under this ClOrdID (11)");
  return answer;
}

}  // namespace hotbook::fix
