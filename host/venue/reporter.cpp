#include "host/venue/reporter.hpp"

#include <algorithm>

namespace hotbook::venue {
namespace {

using journal::JournalRecord;
using journal::kVenueSession;

bool is_client(const MatchCommand& command) noexcept {
  return command.session != kVenueSession;
}

// What risk was asked about when `order` was to replace another one.
struct RiskPair {
  risk::RiskOrder open_then;
  risk::RiskOrder wanted;
};
RiskPair replacement(const OrderEntry& order) noexcept {
  RiskPair pair{risk_order(order, order.asked_open), risk_order(order, order.open)};
  pair.open_then.price = order.asked_price;
  return pair;
}

ReportKind refusal_of(CommandKind kind) noexcept {
  switch (kind) {
    case CommandKind::NewOrder:
      return ReportKind::Rejected;
    case CommandKind::ReplaceOrder:
      return ReportKind::ReplaceRejected;
    default:
      return ReportKind::CancelRejected;
  }
}

}  // namespace

Reporter::Reporter(OrderDirectory& orders, SessionTable& sessions, risk::RiskGate& risk,
                   std::size_t book_count)
    : orders_{orders}, sessions_{sessions}, risk_{risk}, books_(book_count) {}

void Reporter::outputs(const JournalRecord& record, std::span<const MatchOutput> outputs) {
  const MatchCommand command = record.command();
  for (const MatchOutput& each : outputs) output(record, command, each);
  // Neither taken nor refused: the order that was to be replaced ended instead.
  if (command.kind == CommandKind::ReplaceOrder) drop_replacement(command);
}

void Reporter::output(const JournalRecord& record, const MatchCommand& command,
                      const MatchOutput& output) {
  switch (output.output_kind) {
    case OutputKind::Accepted:
      if (OrderEntry* const order = orders_.find(output.order_id)) accepted(record, *order);
      return;
    case OutputKind::Refused:
      return refused_by_matching(record, command, output);
    case OutputKind::Execution:
      return execution(record, output);
    case OutputKind::Cancelled:
      return cancelled(record, output);
    case OutputKind::Replaced:
      return replaced(record, output);
    case OutputKind::Restated:
      return restated(record, output);
    case OutputKind::Triggered:
      if (const OrderEntry* const order = orders_.find(output.order_id)) {
        ClientReport report = about(record, *order, ReportKind::Triggered);
        report.reason = output.reason;
        sessions_.append(report);
      }
      return;
    case OutputKind::StateChanged:
      books_[output.book].state = static_cast<TradingState>(output.reason);
      return;
    case OutputKind::MassCancelled:
      if (is_client(command)) mass_cancelled(record, output);
      return;
    case OutputKind::Uncrossed:
    case OutputKind::Level:
    case OutputKind::TopOfBook:
      return;  // the publisher's affair
  }
}

ClientReport Reporter::about(const JournalRecord& record, const OrderEntry& order,
                             ReportKind kind) const noexcept {
  ClientReport report{};
  report.journal_seq = record.journal_seq;
  report.time_ns = record.time_ns;
  report.order_id = order.order_id;
  report.user_ref = order.user_ref;
  report.price = order.price;
  report.quantity = order.total;
  report.leaves = order.open;
  report.account = order.account;
  report.stop_price = order.stop_price;
  report.display_quantity = order.display_quantity;
  report.min_quantity = order.min_quantity;
  report.executed = order.executed;
  report.executed_notional = order.executed_notional;
  report.session = order.session;
  report.book = order.book;
  report.side = order.side;
  report.order_type = order.order_type;
  report.time_in_force = order.time_in_force;
  report.kind = kind;
  report.order_flags = order.flags;
  report.sale = order.sale;
  report.self_match = order.self_match;
  report.cl_ord_id = order.cl_ord_id;
  report.door = order.door;
  report.expire_s = order.expire_s;
  return report;
}

ClientReport Reporter::about_request(const JournalRecord& record, const MatchCommand& command,
                                     ReportKind kind) noexcept {
  ClientReport report{};
  report.journal_seq = record.journal_seq;
  report.time_ns = record.time_ns;
  report.user_ref = record.user_ref;
  report.other_user_ref = record.other_user_ref;
  report.price = command.price;
  report.quantity = command.quantity;
  report.account = command.account;
  report.stop_price = command.stop_price;
  report.display_quantity = command.display_quantity;
  report.min_quantity = command.kind == CommandKind::NewOrder ? command.min_quantity : 0;
  report.session = command.session;
  report.book = command.book;
  report.side = command.side;
  report.order_type =
      command.order_type < 7 ? static_cast<OrderType>(command.order_type) : OrderType::Limit;
  report.time_in_force = command.time_in_force < 7 ? static_cast<TimeInForce>(command.time_in_force)
                                                   : TimeInForce::Day;
  report.kind = kind;
  report.order_flags = command.flags;
  report.sale = record.sale;
  report.self_match = command.self_match;
  report.cl_ord_id = record.cl_ord_id;
  report.door = record.door;
  report.expire_s = command.expire_s;
  return report;
}

void Reporter::accepted(const JournalRecord& record, OrderEntry& order) {
  order.is_accepted = true;
  sessions_.append(about(record, order, ReportKind::Accepted));
}

void Reporter::refused(const JournalRecord& record) {
  const MatchCommand command = record.command();
  ClientReport report = about_request(record, command, refusal_of(command.kind));
  report.reason = record.reason;
  sessions_.append(report);
}

void Reporter::refused_by_matching(const JournalRecord& record, const MatchCommand& command,
                                   const MatchOutput& output) {
  OrderEntry* const order = orders_.find(output.order_id);
  if (command.kind == CommandKind::NewOrder && order != nullptr) {
    risk_.release(risk_order(*order, order->open));
    orders_.remove(*order);
  }
  if (!is_client(command)) return;
  // A cancel that was to leave something of its order is a replace to matching.
  const bool is_reduce = command.kind == CommandKind::ReplaceOrder && command.new_order_id == 0;
  ClientReport report = about_request(
      record, command, is_reduce ? ReportKind::CancelRejected : refusal_of(command.kind));
  report.order_id = output.order_id;
  report.reason = output.reason;
  sessions_.append(report);
}

void Reporter::drop_replacement(const MatchCommand& command) {
  OrderEntry* const wanted = orders_.find(command.new_order_id);
  if (wanted == nullptr || wanted->is_accepted) return;
  const RiskPair pair = replacement(*wanted);
  risk_.replace_refused(pair.open_then, pair.wanted);
  orders_.remove(*wanted);
}

void Reporter::execution(const JournalRecord& record, const MatchOutput& output) {
  ++executions_;
  BookFigures& book = books_[output.book];
  book.volume += output.quantity;
  ++book.executions;
  book.last = output.price;
  risk_.set_last(output.book, output.price);
  if (OrderEntry* const order = orders_.find(output.order_id)) {
    executed(record, output, *order, output.leaves, false);
  }
  if (OrderEntry* const order = orders_.find(output.other_order_id)) {
    executed(record, output, *order, output.other_leaves, true);
  }
}

void Reporter::executed(const JournalRecord& record, const MatchOutput& output, OrderEntry& order,
                        std::uint32_t leaves, bool is_resting) {
  order.open = leaves;
  order.executed += output.quantity;
  order.executed_notional += std::uint64_t{output.price} * output.quantity;
  risk_.fill(risk_order(order, output.quantity, leaves), output.price, record.time_ns);
  ClientReport report = about(record, order, ReportKind::Executed);
  report.match_number = executions_;
  report.price = output.price;
  report.quantity = output.quantity;
  report.is_auction = (output.flags & kOutputFlagAuction) != 0 ? 1 : 0;
  report.is_resting = is_resting && report.is_auction == 0 ? 1 : 0;
  sessions_.append(report);
  if (leaves == 0) orders_.remove(order);
}

void Reporter::cancelled(const JournalRecord& record, const MatchOutput& output) {
  OrderEntry* const order = orders_.find(output.order_id);
  if (order == nullptr) return;
  risk_.release(risk_order(*order, order->open));
  order->open = 0;
  ClientReport report = about(record, *order, ReportKind::Cancelled);
  report.quantity = output.quantity;
  report.reason = output.reason;
  // What ended it may have a name of its own.
  const bool is_asked_for = output.reason == static_cast<std::uint8_t>(MatchReason::ByRequest);
  if (is_asked_for && record.cl_ord_id[0] != '\0') report.cl_ord_id = record.cl_ord_id;
  sessions_.append(report);
  orders_.remove(*order);
}

void Reporter::replaced(const JournalRecord& record, const MatchOutput& output) {
  OrderEntry* const before = orders_.find(output.other_order_id);
  OrderEntry* const order = orders_.find(output.order_id);
  if (before == nullptr || order == nullptr) return;
  if (before == order) {
    return reduced(record, *order, output.leaves,
                   static_cast<std::uint8_t>(MatchReason::ByRequest));
  }
  const RiskPair pair = replacement(*order);
  if (before->open == order->asked_open && output.leaves == order->open) {
    risk_.replaced(pair.open_then, pair.wanted);
  } else {
    risk_.replace_refused(pair.open_then, pair.wanted);
    risk_.changed(risk_order(*before, before->open), risk_order(*order, output.leaves));
  }
  order->is_accepted = true;
  order->open = output.leaves;
  order->executed = before->executed;
  order->executed_notional = before->executed_notional;
  // Less than was asked for, when part of the order went otherwise meanwhile.
  order->total = order->open + order->executed;
  ClientReport report = about(record, *order, ReportKind::Replaced);
  report.other_user_ref = before->user_ref;
  orders_.remove(*before);
  sessions_.append(report);
}

void Reporter::restated(const JournalRecord& record, const MatchOutput& output) {
  OrderEntry* const order = orders_.find(output.order_id);
  if (order == nullptr) return;
  if (static_cast<MatchReason>(output.reason) == MatchReason::SelfMatch) {
    return reduced(record, *order, output.leaves, output.reason);
  }
  ClientReport report = about(record, *order, ReportKind::Restated);
  report.reason = output.reason;
  report.price = output.price;
  report.quantity = output.quantity;
  sessions_.append(report);
}

void Reporter::reduced(const JournalRecord& record, OrderEntry& order, std::uint32_t leaves,
                       std::uint8_t reason) {
  const std::uint32_t gone = order.open - leaves;
  order.open = leaves;
  order.total -= gone;
  risk_.release(risk_order(order, gone, leaves));
  ClientReport report = about(record, order, ReportKind::Reduced);
  report.quantity = gone;
  report.reason = reason;
  // The answer to a client's message has that message's bytes.
  if (record.user_ref == order.user_ref && record.origin == journal::RecordOrigin::Client) {
    report.door = record.door;
  }
  sessions_.append(report);
}

void Reporter::mass_cancelled(const JournalRecord& record, const MatchOutput& output) {
  ClientReport report = about_request(record, record.command(), ReportKind::MassCancelled);
  report.quantity = output.quantity;
  report.book = output.book;
  sessions_.append(report);
}

void Reporter::day_started(const JournalRecord& record) {
  executions_ = 0;
  for (BookFigures& book : books_) {
    book.volume = 0;
    book.executions = 0;
  }
  system_event(record, 'S');
  orders_.for_each([&](const OrderEntry& order) {
    ClientReport report = about(record, order, ReportKind::Restated);
    report.reason = kReasonCarriedOver;
    sessions_.append(report);
  });
}

void Reporter::system_event(const JournalRecord& record, char event) {
  for (std::size_t session = 0; session < sessions_.count(); ++session) {
    ClientReport report{};
    report.journal_seq = record.journal_seq;
    report.time_ns = record.time_ns;
    report.session = static_cast<std::uint16_t>(session);
    report.kind = ReportKind::SystemEvent;
    report.reason = static_cast<std::uint8_t>(event);
    sessions_.append(report);
  }
}

}  // namespace hotbook::venue
