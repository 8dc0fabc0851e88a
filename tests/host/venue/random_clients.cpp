#include "tests/host/venue/random_clients.hpp"

#include "host/venue/reporter.hpp"

namespace hotbook::venue {

RandomClients::RandomClients(const VenueOptions& options, std::uint64_t seed)
    : options_{options}, random_{seed}, sessions_(options.sessions.size()) {}

std::uint32_t RandomClients::known_ref(const Session& session) {
  if (session.orders.empty() || chance(5)) return below(session.highest_ref + 2);
  auto order = session.orders.begin();
  std::advance(order, below(static_cast<std::uint32_t>(session.orders.size())));
  return order->first;
}

void RandomClients::new_order(ClientRequest& request, Session& session) {
  MatchCommand& command = request.command;
  command.kind = CommandKind::NewOrder;
  command.book = static_cast<std::uint16_t>(
      below(static_cast<std::uint32_t>(options_.instruments.size()) + (chance(1) ? 1U : 0U)));
  command.side = static_cast<std::uint8_t>(below(2));
  command.price = 100 + below(20);
  command.quantity = 1 + below(50);
  command.self_match = static_cast<std::uint8_t>(below(5));
  switch (below(20)) {
    case 0:
      command.order_type = static_cast<std::uint8_t>(OrderType::Market);
      command.price = 0;
      command.time_in_force = static_cast<std::uint8_t>(TimeInForce::Ioc);
      break;
    case 1:
      command.order_type = static_cast<std::uint8_t>(OrderType::StopLimit);
      command.stop_price = 100 + below(20);
      break;
    case 2:
      command.order_type = static_cast<std::uint8_t>(OrderType::PeggedMidpoint);
      command.price = 0;
      break;
    case 3:
      command.display_quantity = 1 + below(5);
      break;
    case 4:
      command.time_in_force = static_cast<std::uint8_t>(TimeInForce::Gtd);
      command.expire_s = 1'700'000'000 + below(40);
      break;
    case 5:
      command.time_in_force = static_cast<std::uint8_t>(TimeInForce::Fok);
      break;
    case 6:
      command.time_in_force = static_cast<std::uint8_t>(TimeInForce::Gtc);
      break;
    case 7:
      command.flags = kOrderFlagPostOnly;
      break;
    case 8:
      command.quantity = below(2) * 0x80000000U;
      break;
    default:
      break;
  }
  request.user_ref =
      chance(2) ? below(session.highest_ref + 1) : session.highest_ref + 1 + below(2);
}

ClientRequest RandomClients::next() {
  const auto number =
      static_cast<std::uint16_t>(below(static_cast<std::uint32_t>(sessions_.size())));
  Session& session = sessions_[number];
  ClientRequest request{};
  request.command.session = number;
  request.command.account = options_.sessions[number].account;
  request.cl_ord_id[0] = static_cast<char>('A' + below(26));
  const unsigned kind = below(100);
  if (kind < 55) {
    new_order(request, session);
  } else if (kind < 75) {
    request.command.kind = CommandKind::CancelOrder;
    request.user_ref = known_ref(session);
    if (chance(30)) request.command.quantity = below(60);
  } else if (kind < 97) {
    request.command.kind = CommandKind::ReplaceOrder;
    request.other_user_ref = known_ref(session);
    request.user_ref = session.highest_ref + 1;
    const auto known = session.orders.find(request.other_user_ref);
    const bool same_price = known != session.orders.end() && chance(30);
    request.command.price = same_price ? known->second.price : 100 + below(20);
    request.command.quantity = 1 + below(60);
  } else if (kind < 98) {
    request.command.kind = CommandKind::MassCancel;
    request.user_ref = ++session.highest_ref;
    request.command.flags = static_cast<std::uint8_t>(below(8));
    request.command.book = static_cast<std::uint16_t>(below(3));
  } else {
    new_order(request, session);
    request.door_reason = 200;
  }
  const bool names_an_order = request.command.kind == CommandKind::NewOrder ||
                              request.command.kind == CommandKind::ReplaceOrder;
  if (names_an_order && request.user_ref > session.highest_ref) {
    session.highest_ref = request.user_ref;
  }
  return request;
}

std::string RandomClients::hear(const ClientReport& report) {
  Session& session = sessions_[report.session];
  if (report.number != ++session.heard) return "reports are not numbered one by one";
  return change(session, report);
}

std::string RandomClients::change(Session& session, const ClientReport& report) {
  const auto found = session.orders.find(report.user_ref);
  Order* const order = found == session.orders.end() ? nullptr : &found->second;
  switch (report.kind) {
    case ReportKind::Accepted:
      if (order != nullptr) return "accepted twice";
      session.orders[report.user_ref] = {report.book,   report.side, report.quantity,
                                         report.leaves, 0,           report.price};
      return report.leaves == report.quantity ? "" : "accepted with less open than asked for";
    case ReportKind::Executed:
      if (order == nullptr) return "executed, but not live";
      if (order->open < report.quantity) return "executed beyond what was open";
      order->open -= report.quantity;
      order->executed += report.quantity;
      if (order->open != report.leaves) return "leaves are not what is left";
      if (order->executed != report.executed) return "executed is not the sum of executions";
      if (order->open == 0) session.orders.erase(found);
      return "";
    case ReportKind::Cancelled:
      if (order == nullptr) return "cancelled, but not live";
      if (order->open != report.quantity) return "cancelled is not what was open";
      session.orders.erase(found);
      return "";
    case ReportKind::Reduced:
      if (order == nullptr) return "reduced, but not live";
      order->open -= report.quantity;
      order->total -= report.quantity;
      if (order->open != report.leaves || report.leaves == 0) return "reduced to something else";
      return "";
    case ReportKind::Replaced: {
      const auto before = session.orders.find(report.other_user_ref);
      if (before == session.orders.end()) return "replaced, but not live";
      Order after = before->second;
      session.orders.erase(before);
      after.total = report.quantity;
      after.open = report.quantity - after.executed;
      after.price = report.price;
      if (report.quantity < after.executed || after.open != report.leaves) {
        return "replaced: open is not total less executed";
      }
      session.orders[report.user_ref] = after;
      return "";
    }
    case ReportKind::Restated:
      if (report.reason == kReasonCarriedOver && order != nullptr && order->open != report.leaves) {
        return "carried over with something else open";
      }
      [[fallthrough]];
    case ReportKind::Triggered:
      return order == nullptr ? "restated or triggered, but not live" : "";
    case ReportKind::Rejected:
      return order != nullptr ? "rejected, but live" : report.reason == 0 ? "no reason" : "";
    case ReportKind::CancelRejected:
    case ReportKind::ReplaceRejected:
      return report.reason == 0 ? "no reason" : "";
    case ReportKind::MassCancelled:
    case ReportKind::SystemEvent:
      return "";
  }
  return "a report of no kind";
}

void RandomClients::start_day() {
  for (std::size_t number = 0; number < sessions_.size(); ++number) {
    sessions_[number].heard = 0;
    sessions_[number].highest_ref = 0;
    for (const auto& [user_ref, order] : sessions_[number].orders) {
      sessions_[number].highest_ref = user_ref;
    }
  }
}

}  // namespace hotbook::venue
