// Records: written, applied, and settled once matching has answered.

#include "host/venue/venue.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "host/session/door_reason.hpp"

namespace hotbook::venue {
namespace {

using journal::ControlAction;
using journal::ControlChange;
using journal::JournalRecord;
using journal::kVenueSession;
using journal::RecordKind;
using journal::RecordOrigin;

constexpr std::uint8_t kDoorReasonFirst = code(DoorReason::UnknownSymbol);

void check(const VenueOptions& options) {
  if (options.instruments.empty() || options.instruments.size() >= session::kUnknownSymbol) {
    throw std::invalid_argument{
        fmt::format("a venue has 1 to 65,534 instruments, not {}", options.instruments.size())};
  }
  if (options.sessions.size() >= kVenueSession) {
    throw std::invalid_argument{
        fmt::format("a venue has at most 65,534 sessions, not {}", options.sessions.size())};
  }
  for (const SessionOptions& session : options.sessions) {
    if (session.account < options.accounts.size()) continue;
    throw std::invalid_argument{
        fmt::format("session {}: there is no account {}", session.user, session.account)};
  }
  for (const InstrumentOptions& instrument : options.instruments) {
    if (instrument.symbol.empty() || instrument.symbol.size() > 8) {
      throw std::invalid_argument{fmt::format("symbol '{}': 1 to 8 characters", instrument.symbol)};
    }
    if (instrument.tick_dollars_1e4 == 0 || instrument.lot == 0) {
      throw std::invalid_argument{
          fmt::format("symbol {}: tick and lot are not 0", instrument.symbol)};
    }
  }
}

}  // namespace

Venue::Venue(const VenueOptions& options, risk::RiskGate& risk, Matching& matching,
             JournalPort& journal, InputObserver* observer)
    : options_{options},
      risk_{risk},
      matching_{matching},
      journal_{journal},
      observer_{observer},
      orders_{options.sessions.size()},
      sessions_{options.sessions},
      reporter_{orders_, sessions_, risk, options.instruments.size()} {
  check(options);
  for (std::size_t book = 0; book < options.instruments.size(); ++book) {
    const auto [place, is_new] =
        books_.emplace(options.instruments[book].symbol, static_cast<std::uint16_t>(book));
    if (!is_new) throw std::invalid_argument{fmt::format("symbol {} is there twice", place->first)};
  }
  matching_.set_sink({[](void* self, std::span<const MatchOutput> outputs) noexcept {
                        static_cast<Venue*>(self)->take(outputs);
                      },
                      this});
}

std::uint16_t Venue::book_of(std::string_view symbol) const noexcept {
  const auto place = books_.find(symbol);
  return place == books_.end() ? session::kUnknownSymbol : place->second;
}

std::optional<session::LiveOrder> Venue::live_order(std::uint16_t session,
                                                    std::uint32_t user_ref) const noexcept {
  const OrderEntry* const order = orders_.find(session, user_ref);
  if (order == nullptr) return std::nullopt;
  return session::LiveOrder{order->book, static_cast<Side>(order->side), order->sale, order->door};
}

void Venue::logout(std::uint16_t session) noexcept {
  sessions_.logout(session);
  if (options_.sessions[session].cancel_on_disconnect) cancel_all(session);
}

void Venue::input(const MatchCommand& command) noexcept {
  if (is_stopped_) return;
  JournalRecord record{};
  record.time_ns = now_ns_;
  record.kind = RecordKind::Input;
  record.origin = RecordOrigin::Venue;
  record.set(command);
  if (write(record)) apply(record, Origin::Live);
}

bool Venue::write(JournalRecord& record) noexcept {
  if (journal_.append(record)) return true;
  is_stopped_ = true;
  return false;
}

void Venue::replay(const JournalRecord& record) noexcept {
  set_now(record.time_ns);
  apply(record, Origin::Replay);
}

void Venue::apply(const JournalRecord& record, Origin origin) noexcept {
  journal_seq_ = record.journal_seq;
  std::uint64_t input_seq = 0;
  switch (record.kind) {
    case RecordKind::Input:
      apply_input(record, origin);
      input_seq = ++input_seq_;
      if (origin == Origin::Live) ++counts_.inputs;
      break;
    case RecordKind::Refused:
      apply_refused(record, origin);
      if (origin == Origin::Live) ++counts_.refusals;
      break;
    case RecordKind::Control:
      apply_control(record);
      break;
  }
  pending_.push_back({record, input_seq});
  submit();
  settle(matching_.closed());
}

// What is known of an input before matching answers.
void Venue::apply_input(const JournalRecord& record, Origin origin) noexcept {
  const MatchCommand command = record.command();
  const bool is_client = record.origin == RecordOrigin::Client;
  if (is_client && (command.kind == CommandKind::NewOrder || record.other_user_ref != 0 ||
                    command.kind == CommandKind::MassCancel)) {
    std::uint32_t& highest = sessions_.highest_ref(command.session);
    highest = std::max(highest, record.user_ref);
  }
  switch (command.kind) {
    case CommandKind::NewOrder:
      return apply_new(record, command, origin);
    case CommandKind::ReplaceOrder:
      if (command.new_order_id != 0) return apply_replace(record, command, origin);
      [[fallthrough]];
    case CommandKind::CancelOrder:
    case CommandKind::MassCancel:
      if (origin == Origin::Replay && is_client) note_message(command);
      return;
    case CommandKind::Timer:
      timer_ns_ = command.new_order_id;
      return;
    case CommandKind::Reference:
      return risk_.set_reference(command.book, command.price, command.stop_price);
    case CommandKind::Bands:
      has_bands_ = true;
      return;
    default:
      return;
  }
}

void Venue::apply_new(const JournalRecord& record, const MatchCommand& command,
                      Origin origin) noexcept {
  OrderEntry order;
  order.order_id = highest_order_id_ = command.order_id;
  order.account = command.account;
  order.user_ref = record.user_ref;
  order.price = command.price;
  order.total = order.open = command.quantity;
  order.stop_price = command.stop_price;
  order.display_quantity = command.display_quantity;
  order.min_quantity = command.min_quantity;
  order.expire_s = command.expire_s;
  order.session = command.session;
  order.book = command.book;
  order.side = command.side;
  order.order_type = static_cast<OrderType>(command.order_type);
  order.time_in_force = static_cast<TimeInForce>(command.time_in_force);
  order.flags = command.flags;
  order.sale = record.sale;
  order.self_match = command.self_match;
  order.door = record.door;
  order.cl_ord_id = record.cl_ord_id;
  orders_.add(order);
  if (origin == Origin::Replay) risk_.reserve(risk_order(order, order.open), record.time_ns);
}

void Venue::apply_replace(const JournalRecord& record, const MatchCommand& command,
                          Origin origin) noexcept {
  highest_order_id_ = command.new_order_id;
  const OrderEntry* const before = orders_.find(command.order_id);
  if (before == nullptr) return note_message(command);  // it ended while this was on its way
  OrderEntry order = *before;
  order.order_id = command.new_order_id;
  order.user_ref = record.user_ref;
  order.price = command.price;
  order.total = command.quantity;
  order.open = command.quantity - before->executed;
  order.flags = command.flags;
  order.self_match = command.self_match;
  order.door = record.door;
  order.cl_ord_id = record.cl_ord_id;
  order.is_accepted = false;
  order.asked_open = before->open;
  order.asked_price = before->price;
  if (origin == Origin::Replay) {
    risk_.reserve_replace(risk_order(*before, before->open), risk_order(order, order.open),
                          record.time_ns);
  }
  orders_.add(order);
}

void Venue::apply_refused(const JournalRecord& record, Origin origin) noexcept {
  const MatchCommand command = record.command();
  const bool names_an_order =
      command.kind == CommandKind::NewOrder || command.kind == CommandKind::ReplaceOrder;
  if (names_an_order || command.kind == CommandKind::MassCancel) {
    std::uint32_t& highest = sessions_.highest_ref(command.session);
    highest = std::max(highest, record.user_ref);
  }
  // A refusal by risk, by a door or of a cancel was a message; one by the venue never came so far.
  if (origin == Origin::Live) return;
  if (record.reason >= static_cast<std::uint8_t>(risk::RiskReason::UnknownAccount) &&
      record.reason < kDoorReasonFirst) {
    risk::RiskOrder asked{};
    asked.account = command.account;
    asked.session = command.session;
    asked.book = command.book;
    risk_.note_refused(asked, record.time_ns);
  } else if (!names_an_order || record.reason >= kDoorReasonFirst) {
    note_message(command);
  }
}

void Venue::note_message(const MatchCommand& command) noexcept {
  risk::RiskOrder asked{};
  asked.account = command.account;
  asked.session = command.session;
  risk_.check_cancel(asked, now_ns_);
}

void Venue::apply_control(const JournalRecord& record) noexcept {
  const ControlChange change = record.control();
  static_cast<void>(risk_.apply(change));
  if (change.action == ControlAction::EnableSession) {
    sessions_.enable(change.session, change.value != 0);
  } else if (change.action == ControlAction::DayStart) {
    sessions_.start_day();
    // Names of orders that are still there are not new.
    orders_.for_each([this](const OrderEntry& order) {
      std::uint32_t& highest = sessions_.highest_ref(order.session);
      highest = std::max(highest, order.user_ref);
    });
    day_ = static_cast<std::uint32_t>(change.value);
    day_name_ = std::to_string(day_);
    is_day_ = true;
  } else if (change.action == ControlAction::DayEnd) {
    is_day_ = false;
  }
}

// Gives matching what it can take now, in order.
void Venue::submit() noexcept {
  while (submitted_ < pending_.size()) {
    const std::size_t place = submitted_++;
    if (pending_[place].input_seq == 0) continue;
    const MatchCommand command = pending_[place].record.command();
    if (!matching_.submit(command)) {  // else its outputs may have been given, and more is settled
      --submitted_;
      return;
    }
  }
}

bool Venue::poll() noexcept {
  if (pending_.empty()) return false;
  const bool moved = matching_.poll();
  submit();
  settle(matching_.closed());
  return moved;
}

// The outputs of one input.
void Venue::take(std::span<const MatchOutput> outputs) noexcept {
  if (outputs.empty()) return;
  const std::uint64_t input_seq = outputs.front().input_seq;
  settle(input_seq - 1);
  const JournalRecord& record = pending_.front().record;
  reporter_.outputs(record, outputs);
  if (observer_ != nullptr) {
    observer_->on_input(record, outputs, matching_.engine());
  }
  pending_.pop_front();
  --submitted_;
}

// Records up to input `closed` have no outputs (any more).
void Venue::settle(std::uint64_t closed) noexcept {
  while (!pending_.empty() && submitted_ != 0 && pending_.front().input_seq <= closed) {
    settle_front();
    pending_.pop_front();
    --submitted_;
  }
}

void Venue::settle_front() noexcept {
  const JournalRecord& record = pending_.front().record;
  switch (record.kind) {
    case RecordKind::Input:
      return;  // it changed nothing that anybody is told of
    case RecordKind::Refused:
      return reporter_.refused(record);
    case RecordKind::Control:
      return settle_control(record);
  }
}

void Venue::settle_control(const JournalRecord& record) noexcept {
  const ControlChange change = record.control();
  if (change.action == ControlAction::DayStart) reporter_.day_started(record);
  if (change.action == ControlAction::DayEnd) reporter_.system_event(record, 'E');
  if (observer_ != nullptr) observer_->on_control(record, matching_.engine());
}

}  // namespace hotbook::venue
