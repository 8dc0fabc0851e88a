#include "tests/host/session_fix/fake_venue.hpp"

#include <stdexcept>

#include "host/risk/risk_reason.hpp"

namespace hotbook::fix::test {
namespace {

struct Instrument {
  std::string_view symbol;
  std::uint32_t tick_1e4;
};
constexpr Instrument kInstruments[] = {{"AAPL", 100}, {"MSFT", 100}, {"BRK.A", 2500}};

}  // namespace

FakeVenue::FakeVenue(std::vector<User> users) {
  for (User& user : users) {
    sessions_.emplace_back();
    sessions_.back().user = std::move(user);
  }
}

FakeVenue::~FakeVenue() {
  if (journal_ != nullptr) (void)std::fclose(journal_);
}

void FakeVenue::use_journal(const std::string& path) {
  journal_ = std::fopen(path.c_str(), "a+be");
  if (journal_ == nullptr) throw std::runtime_error{"cannot open " + path};
  ClientRequest request{};
  while (std::fread(&request, sizeof request, 1, journal_) == 1) apply(request);
  release();
}

void FakeVenue::release() {
  for (const ClientRequest& request : deferred_) write_and_apply(request);
  deferred_.clear();
  for (Session& session : sessions_) {
    while (session.reports.released() < session.reports.count()) session.reports.release_next();
  }
}

session::Login FakeVenue::login(session::Door door, std::string_view user,
                                std::string_view password) {
  using session::LoginAnswer;
  if (door != session::Door::Fix) return {LoginAnswer::UnknownUser};
  for (std::size_t number = 0; number < sessions_.size(); ++number) {
    Session& session = sessions_[number];
    if (session.user.name != user) continue;
    if (session.user.password != password) return {LoginAnswer::WrongPassword};
    if (session.is_logged_in) return {LoginAnswer::LoggedInAlready};
    session.is_logged_in = true;
    return {LoginAnswer::Accepted, static_cast<std::uint16_t>(number), 17};
  }
  return {LoginAnswer::UnknownUser};
}

void FakeVenue::logout(std::uint16_t session) noexcept {
  sessions_[session].is_logged_in = false;
  ++logouts;
}

void FakeVenue::request(const ClientRequest& request) noexcept {
  requests.push_back(request);
  if (defers_requests) {
    deferred_.push_back(request);
  } else {
    write_and_apply(request);
  }
}

void FakeVenue::write_and_apply(const ClientRequest& request) {
  if (journal_ != nullptr) {
    (void)std::fwrite(&request, sizeof request, 1, journal_);
    (void)std::fflush(journal_);
  }
  apply(request);
}

void FakeVenue::apply(const ClientRequest& request) {
  Session& session = sessions_[request.command.session];
  const CommandKind kind = request.command.kind;
  ++journal_seq_;
  if (kind == CommandKind::NewOrder || kind == CommandKind::ReplaceOrder) {
    if (request.user_ref <= session.highest_ref) return;
    session.highest_ref = request.user_ref;
  }
  if (request.door_reason != 0) return refuse(session, request, request.door_reason);
  switch (kind) {
    case CommandKind::NewOrder:
      return new_order(session, request);
    case CommandKind::CancelOrder:
      return cancel(session, request);
    case CommandKind::ReplaceOrder:
      return replace(session, request);
    default:
      return mass_cancel(session, request);
  }
}

ClientReport FakeVenue::about(const ClientRequest& request) {
  const MatchCommand& command = request.command;
  ClientReport report{};
  report.user_ref = request.user_ref;
  report.other_user_ref = request.other_user_ref;
  report.price = command.price;
  report.quantity = command.quantity;
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

void FakeVenue::append(Session& session, ClientReport report) {
  report.journal_seq = journal_seq_;
  report.time_ns = now_ns;
  session.reports.append(report);
}

void FakeVenue::refuse(Session& session, const ClientRequest& request, std::uint8_t reason) {
  ClientReport report = about(request);
  report.kind = ReportKind::CancelRejected;
  if (request.command.kind == CommandKind::NewOrder) report.kind = ReportKind::Rejected;
  if (request.command.kind == CommandKind::ReplaceOrder) report.kind = ReportKind::ReplaceRejected;
  report.reason = reason;
  append(session, report);
}

void FakeVenue::new_order(Session& session, const ClientRequest& request) {
  constexpr std::uint32_t kTooMuch = 1'000'000;
  const std::uint32_t quantity = request.command.quantity;
  if (quantity >= kTooMuch) {
    return refuse(session, request, static_cast<std::uint8_t>(risk::RiskReason::MaxQuantity));
  }
  ClientReport order = about(request);
  order.order_id = ++order_ids_;
  order.leaves = quantity;
  order.kind = ReportKind::Accepted;
  append(session, order);
  ClientReport& kept = session.orders[request.user_ref] = order;
  if (order.time_in_force == TimeInForce::Ioc) return execute(session, kept, quantity);
  if (quantity % 10 == 7) execute(session, kept, 3);
}

void FakeVenue::execute(Session& session, ClientReport& order, std::uint32_t quantity) {
  order.leaves -= quantity;
  order.executed += quantity;
  order.executed_notional += std::uint64_t{order.price} * quantity;
  ClientReport report = order;
  report.kind = ReportKind::Executed;
  report.quantity = quantity;
  report.match_number = ++matches_;
  report.is_resting = order.time_in_force == TimeInForce::Ioc ? 0 : 1;
  append(session, report);
  if (order.leaves == 0) session.orders.erase(order.user_ref);
}

void FakeVenue::fill(std::uint16_t session, std::uint32_t user_ref, std::uint32_t quantity) {
  const auto order = sessions_[session].orders.find(user_ref);
  if (order == sessions_[session].orders.end()) throw std::logic_error{"no such order"};
  execute(sessions_[session], order->second, quantity);
}

void FakeVenue::report(std::uint16_t session, ReportKind kind, std::uint32_t user_ref,
                       std::uint8_t reason) {
  ClientReport& order = sessions_[session].orders.at(user_ref);
  if (kind == ReportKind::Reduced) order.leaves -= 10;
  ClientReport report = order;
  report.kind = kind;
  report.reason = reason;
  if (kind == ReportKind::Reduced) report.quantity = 10;
  append(sessions_[session], report);
}

void FakeVenue::end(Session& session, const ClientReport& order, MatchReason reason,
                    const ClientOrderId& by) {
  ClientReport report = order;
  report.kind = ReportKind::Cancelled;
  report.reason = static_cast<std::uint8_t>(reason);
  report.quantity = order.leaves;
  report.leaves = 0;
  if (by[0] != '\0') report.cl_ord_id = by;
  append(session, report);
  session.orders.erase(report.user_ref);
}

void FakeVenue::cancel(Session& session, const ClientRequest& request) {
  const auto order = session.orders.find(request.user_ref);
  if (order == session.orders.end()) {
    return refuse(session, request, static_cast<std::uint8_t>(MatchReason::UnknownOrder));
  }
  end(session, order->second, MatchReason::ByRequest, request.cl_ord_id);
}

void FakeVenue::replace(Session& session, const ClientRequest& request) {
  const auto found = session.orders.find(request.other_user_ref);
  if (found == session.orders.end()) {
    return refuse(session, request, static_cast<std::uint8_t>(MatchReason::UnknownOrder));
  }
  ClientReport order = found->second;
  if (request.command.quantity <= order.executed) {
    return end(session, order, MatchReason::ByRequest, request.cl_ord_id);
  }
  session.orders.erase(found);
  order.order_id = ++order_ids_;
  order.other_user_ref = order.user_ref;
  order.user_ref = request.user_ref;
  order.price = request.command.price;
  order.quantity = request.command.quantity;
  order.leaves = request.command.quantity - order.executed;
  order.cl_ord_id = request.cl_ord_id;
  order.door = request.door;
  order.kind = ReportKind::Replaced;
  append(session, order);
  order.other_user_ref = 0;
  session.orders[order.user_ref] = order;
}

void FakeVenue::mass_cancel(Session& session, const ClientRequest& request) {
  const bool is_book = (request.command.flags & kScopeFlagBook) != 0;
  std::vector<ClientReport> ended;
  for (const auto& [user_ref, order] : session.orders) {
    if (!is_book || order.book == request.command.book) ended.push_back(order);
  }
  for (const ClientReport& order : ended) end(session, order, MatchReason::MassCancel, {});
  ClientReport report = about(request);
  report.kind = ReportKind::MassCancelled;
  report.quantity = static_cast<std::uint32_t>(ended.size());
  report.book = is_book ? request.command.book : session::kUnknownSymbol;
  append(session, report);
}

void FakeVenue::system_event(char event) {
  for (Session& session : sessions_) {
    ClientReport report{};
    report.kind = ReportKind::SystemEvent;
    report.reason = static_cast<std::uint8_t>(event);
    append(session, report);
  }
}

void FakeVenue::start_day(const std::string& name) {
  day_ = name;
  is_day_over_ = false;
  for (Session& session : sessions_) {
    session.reports.clear();
    session.highest_ref = 0;
  }
  system_event('S');
  for (Session& session : sessions_) {
    for (const auto& [user_ref, order] : session.orders) {
      ClientReport report = order;
      report.kind = ReportKind::Restated;
      report.reason = kReasonCarriedOver;
      session.highest_ref = user_ref;
      append(session, report);
    }
  }
}

std::optional<session::LiveOrder> FakeVenue::live_order(std::uint16_t session,
                                                        std::uint32_t user_ref) const noexcept {
  const auto order = sessions_[session].orders.find(user_ref);
  if (order == sessions_[session].orders.end()) return {};
  session::LiveOrder live{};
  live.book = order->second.book;
  live.side = static_cast<Side>(order->second.side);
  live.sale = order->second.sale;
  return live;
}

std::uint16_t FakeVenue::book_of(std::string_view symbol) const noexcept {
  for (std::uint16_t book = 0; book < std::size(kInstruments); ++book) {
    if (kInstruments[book].symbol == symbol) return book;
  }
  return session::kUnknownSymbol;
}

std::string_view FakeVenue::symbol_of(std::uint16_t book) const noexcept {
  return kInstruments[book].symbol;
}

std::uint32_t FakeVenue::tick_dollars_1e4(std::uint16_t book) const noexcept {
  return kInstruments[book].tick_1e4;
}

}  // namespace hotbook::fix::test
