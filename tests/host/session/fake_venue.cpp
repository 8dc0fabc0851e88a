#include "tests/host/session/fake_venue.hpp"

#include <algorithm>

namespace hotbook::testing {

void FakeVenue::request(const ClientRequest& request) noexcept {
  Session& session = sessions_[request.command.session];
  const bool names_one = request.command.kind == CommandKind::NewOrder ||
                         request.command.kind == CommandKind::ReplaceOrder ||
                         request.command.kind == CommandKind::MassCancel;
  if (names_one && request.user_ref <= session.highest_ref) {
    ++resends;
    return;
  }
  if (names_one) session.highest_ref = request.user_ref;
  if (keeps_requests) requests.push_back(request);
  if (request.door_reason != 0) {
    const ReportKind kind = request.command.kind == CommandKind::NewOrder ? ReportKind::Rejected
                            : request.command.kind == CommandKind::ReplaceOrder
                                ? ReportKind::ReplaceRejected
                                : ReportKind::CancelRejected;
    ClientReport report = about(request, kind);
    report.reason = request.door_reason;
    return tell(request.command.session, report);
  }
  switch (request.command.kind) {
    case CommandKind::NewOrder:
      return new_order(request);
    case CommandKind::CancelOrder:
      return cancel(request);
    case CommandKind::ReplaceOrder:
      return replace(request);
    default:
      return mass_cancel(request);
  }
}

ClientReport FakeVenue::about(const ClientRequest& request, ReportKind kind) const {
  const MatchCommand& command = request.command;
  ClientReport report{};
  report.kind = kind;
  report.user_ref = request.user_ref;
  report.other_user_ref = request.other_user_ref;
  report.price = command.price;
  report.quantity = command.quantity;
  report.leaves = command.quantity;
  report.account = command.account;
  report.stop_price = command.stop_price;
  report.display_quantity = command.display_quantity;
  report.min_quantity = command.min_quantity;
  report.session = command.session;
  report.book = command.book;
  report.side = command.side;
  report.order_type = static_cast<OrderType>(command.order_type);
  report.time_in_force = static_cast<TimeInForce>(command.time_in_force);
  report.order_flags = command.flags;
  report.sale = request.sale;
  report.self_match = command.self_match;
  report.cl_ord_id = request.cl_ord_id;
  report.door = request.door;
  report.expire_s = command.expire_s;
  return report;
}

void FakeVenue::tell(std::uint16_t session, ClientReport report) {
  report.time_ns = now_ns;
  sessions_[session].log.append(report);
  if (releases_at_once) release(session);
}

void FakeVenue::release(std::uint16_t session) {
  session::ReportLog& log = sessions_[session].log;
  while (log.released() < log.count()) log.release_next();
  if (on_release) on_release(session);
}

void FakeVenue::new_order(const ClientRequest& request) {
  ClientReport report = about(request, ReportKind::Accepted);
  report.order_id = ++order_id_;
  const bool is_immediate =
      request.command.time_in_force == static_cast<std::uint8_t>(TimeInForce::Ioc);
  if (!is_immediate) {
    sessions_[report.session].orders[request.user_ref] = {
        report.order_id, report.book,     report.side,  request.sale,
        report.quantity, report.executed, request.door, report};
  }
  tell(report.session, report);
  if (!is_immediate) return;
  report.kind = ReportKind::Cancelled;
  report.leaves = 0;
  report.reason = static_cast<std::uint8_t>(MatchReason::Unfilled);
  tell(report.session, report);
}

void FakeVenue::cancel(const ClientRequest& request) {
  auto& orders = sessions_[request.command.session].orders;
  const auto found = orders.find(request.user_ref);
  if (found == orders.end()) {
    ClientReport report = about(request, ReportKind::CancelRejected);
    report.reason = static_cast<std::uint8_t>(MatchReason::UnknownOrder);
    return tell(report.session, report);
  }
  Order& order = found->second;
  ClientReport report = order.accepted;
  report.reason = static_cast<std::uint8_t>(MatchReason::ByRequest);
  report.executed = order.executed;
  const std::uint32_t wanted = std::max(request.command.quantity, order.executed);
  if (wanted >= order.total) return;
  report.quantity = order.total - wanted;
  report.leaves = wanted - order.executed;
  order.total = wanted;
  report.kind = report.leaves == 0 ? ReportKind::Cancelled : ReportKind::Reduced;
  if (report.leaves == 0) {
    orders.erase(found);
  } else {
    report.door = request.door;
  }
  tell(report.session, report);
}

void FakeVenue::replace(const ClientRequest& request) {
  auto& orders = sessions_[request.command.session].orders;
  const Order before = orders.at(request.other_user_ref);
  orders.erase(request.other_user_ref);
  ClientReport report = before.accepted;
  report.kind = ReportKind::Replaced;
  report.order_id = ++order_id_;
  report.user_ref = request.user_ref;
  report.other_user_ref = request.other_user_ref;
  report.price = request.command.price;
  report.quantity = request.command.quantity;
  report.leaves = request.command.quantity - before.executed;
  report.order_flags = request.command.flags;
  report.self_match = request.command.self_match;
  report.cl_ord_id = request.cl_ord_id;
  report.door = request.door;
  Order after = before;
  after.order_id = report.order_id;
  after.total = report.quantity;
  after.door = request.door;
  after.accepted = report;
  orders[request.user_ref] = after;
  tell(report.session, report);
}

void FakeVenue::mass_cancel(const ClientRequest& request) {
  auto& orders = sessions_[request.command.session].orders;
  std::uint32_t count = 0;
  for (auto next = orders.begin(); next != orders.end();) {
    const auto each = next++;
    const bool is_meant =
        (request.command.flags & kScopeFlagBook) == 0 || each->second.book == request.command.book;
    if (!is_meant) continue;
    ClientReport report = each->second.accepted;
    report.kind = ReportKind::Cancelled;
    report.quantity = each->second.total - each->second.executed;
    report.leaves = 0;
    report.reason = static_cast<std::uint8_t>(MatchReason::MassCancel);
    orders.erase(each);
    tell(report.session, report);
    ++count;
  }
  ClientReport report = about(request, ReportKind::MassCancelled);
  report.quantity = count;
  if ((request.command.flags & kScopeFlagBook) == 0) report.book = 0xffff;
  tell(report.session, report);
}

void FakeVenue::execute(std::uint16_t session, std::uint32_t user_ref, std::uint32_t quantity,
                        std::uint32_t price) {
  auto& orders = sessions_[session].orders;
  Order& order = orders.at(user_ref);
  order.executed += quantity;
  ClientReport report = order.accepted;
  report.kind = ReportKind::Executed;
  report.quantity = quantity;
  report.price = price;
  report.leaves = order.total - order.executed;
  report.executed = order.executed;
  report.match_number = ++match_number_;
  report.is_resting = 1;
  if (report.leaves == 0) orders.erase(user_ref);
  tell(session, report);
}

void FakeVenue::system_event(char event) {
  for (std::size_t i = 0; i < sessions_.size(); ++i) {
    ClientReport report{};
    report.kind = ReportKind::SystemEvent;
    report.reason = static_cast<std::uint8_t>(event);
    report.session = static_cast<std::uint16_t>(i);
    tell(report.session, report);
  }
}

void FakeVenue::forget_and_rebuild(std::uint16_t session) {
  session::ReportLog rebuilt;
  const session::ReportLog& log = sessions_[session].log;
  for (std::uint64_t i = 1; i <= log.count(); ++i) {
    rebuilt.append(log.report(i));
    rebuilt.release_next();
  }
  sessions_[session].log = rebuilt;
}

}  // namespace hotbook::testing
