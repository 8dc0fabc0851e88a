// What becomes of a request: an input of the matching function, or a reason why not.

#include "host/venue/venue.hpp"

namespace hotbook::venue {
namespace {

using journal::JournalRecord;
using journal::RecordKind;

constexpr std::uint64_t kSecondNs = 1'000'000'000;

constexpr std::uint8_t reason(MatchReason reason) noexcept {
  return static_cast<std::uint8_t>(reason);
}
constexpr std::uint8_t reason(risk::RiskReason reason) noexcept {
  return static_cast<std::uint8_t>(reason);
}

// A cancel has the number of its order; everything else has one of its own, which is used up. A
// mass cancel may be without.
bool has_own_number(const ClientRequest& request) noexcept {
  return request.command.kind == CommandKind::NewOrder ||
         request.command.kind == CommandKind::ReplaceOrder ||
         (request.command.kind == CommandKind::MassCancel && request.user_ref != 0);
}

}  // namespace

bool Venue::is_resend(const ClientRequest& request) const noexcept {
  return has_own_number(request) &&
         request.user_ref <= sessions_.highest_ref(request.command.session);
}

void Venue::request(const ClientRequest& request) noexcept {
  if (is_stopped_ || !is_day_) return;
  ++counts_.requests;
  if (is_resend(request)) {
    ++counts_.resends;
    return;
  }
  if (request.command.time_in_force == static_cast<std::uint8_t>(TimeInForce::Gtd) &&
      timer_is_due()) {
    timer();  // what is expired by now must not be taken
  }
  JournalRecord record{};
  record.time_ns = now_ns_;
  record.user_ref = request.user_ref;
  record.other_user_ref = request.other_user_ref;
  record.cl_ord_id = request.cl_ord_id;
  record.door = request.door;
  record.sale = request.sale;
  MatchCommand command = request.command;
  record.reason = decide(request, command);
  record.kind = record.reason == 0 ? RecordKind::Input : RecordKind::Refused;
  record.set(command);
  pass(Stage::Decided);
  if (!write(record)) return;
  pass(Stage::Appended);
  apply(record, Origin::Live);
  pass(Stage::Matched);
}

std::uint8_t Venue::decide(const ClientRequest& request, MatchCommand& command) noexcept {
  if (request.door_reason != 0) {
    note_message(command);
    return request.door_reason;
  }
  switch (command.kind) {
    case CommandKind::NewOrder:
      return decide_new(request, command);
    case CommandKind::CancelOrder:
      return decide_cancel(request, command);
    case CommandKind::ReplaceOrder:
      return decide_replace(request, command);
    case CommandKind::MassCancel:
      return decide_mass_cancel(command);
    default:
      return reason(MatchReason::Malformed);
  }
}

std::uint8_t Venue::decide_new(const ClientRequest& request, MatchCommand& command) noexcept {
  if (command.book >= options_.instruments.size()) return reason(MatchReason::UnknownBook);
  if (command.side > 1 ||
      command.order_type > static_cast<std::uint8_t>(OrderType::PeggedMidpoint)) {
    return reason(MatchReason::Malformed);
  }
  if (command.quantity == 0 || command.quantity % options_.instruments[command.book].lot != 0) {
    return reason(MatchReason::BadQuantity);
  }
  if (orders_.count() >= options_.max_orders ||
      orders_.count(command.session) >= options_.session_orders_max) {
    return reason(MatchReason::NoRoom);
  }
  const risk::RiskOrder order{command.account,
                              command.session,
                              command.book,
                              static_cast<Side>(command.side),
                              request.sale,
                              static_cast<OrderType>(command.order_type),
                              command.price,
                              command.quantity,
                              0};
  const risk::RiskReason answer = risk_.check_new(order, now_ns_);
  if (answer == risk::RiskReason::None) command.order_id = highest_order_id_ + 1;
  return reason(answer);
}

std::uint8_t Venue::decide_cancel(const ClientRequest& request, MatchCommand& command) noexcept {
  const OrderEntry* const order = orders_.find(command.session, request.user_ref);
  note_message(command);
  if (order == nullptr) return reason(MatchReason::UnknownOrder);
  const std::uint32_t total = command.quantity;
  if (total > order->total) return reason(MatchReason::BadQuantity);
  command.order_id = order->order_id;
  command.book = order->book;
  command.side = order->side;
  command.quantity = 0;
  if (total == 0 || total <= order->executed) return 0;
  // Less of it is wanted: a replace that keeps everything else, priority included.
  command.kind = CommandKind::ReplaceOrder;
  command.flags = order->flags;
  command.self_match = order->self_match;
  command.price = order->price;
  command.quantity = total;
  command.min_quantity = order->total;
  return 0;
}

std::uint8_t Venue::decide_replace(const ClientRequest& request, MatchCommand& command) noexcept {
  const OrderEntry* const order = orders_.find(command.session, request.other_user_ref);
  if (order == nullptr) return reason(MatchReason::UnknownOrder);
  if (command.quantity == 0 || command.quantity % options_.instruments[order->book].lot != 0) {
    return reason(MatchReason::BadQuantity);
  }
  command.order_id = order->order_id;
  command.book = order->book;
  command.side = order->side;
  command.min_quantity = order->total;
  if (command.quantity <= order->executed) {
    // Nothing would be left of it.
    note_message(command);
    command.kind = CommandKind::CancelOrder;
    command.quantity = 0;
    command.min_quantity = 0;
    command.price = 0;
    command.flags = 0;
    command.self_match = 0;
    return 0;
  }
  risk::RiskOrder wanted = risk_order(*order, command.quantity - order->executed);
  wanted.price = command.price;
  const risk::RiskReason answer =
      risk_.check_replace(risk_order(*order, order->open), wanted, now_ns_);
  if (answer == risk::RiskReason::None) command.new_order_id = highest_order_id_ + 1;
  return reason(answer);
}

std::uint8_t Venue::decide_mass_cancel(MatchCommand& command) noexcept {
  note_message(command);
  // A client ends its own orders: of its session, or of all sessions of its account.
  if ((command.flags & kScopeFlagAccount) == 0) command.flags |= kScopeFlagSession;
  if ((command.flags & kScopeFlagBook) != 0 && command.book >= options_.instruments.size()) {
    return reason(MatchReason::UnknownBook);
  }
  return 0;
}

bool Venue::timer_is_due() const noexcept {
  return now_ns_ - timer_ns_ >= kSecondNs;
}

void Venue::timer() noexcept {
  MatchCommand command{};
  command.kind = CommandKind::Timer;
  command.session = journal::kVenueSession;
  command.new_order_id = now_ns_;
  input(command);
}

void Venue::tick() noexcept {
  if (is_day_ && (has_bands_ || orders_.gtd_count() != 0) && timer_is_due()) timer();
}

}  // namespace hotbook::venue
