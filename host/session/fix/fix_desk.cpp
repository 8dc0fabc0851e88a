// A client's messages: what the venue is asked.

#include "host/session/fix/fix_desk.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "host/session/fix/fix_tags.hpp"

namespace hotbook::fix {
namespace {

constexpr int kNotAvailable = 4;  // BusinessRejectReason (380)
constexpr int kOther = 0;

const std::string kNothing;

const std::string& text_of(const FixMessage& message, int tag) {
  const std::string* const text = message.find(tag);
  return text == nullptr ? kNothing : *text;
}

bool is_name(std::string_view name) noexcept {
  return !name.empty() && name.size() <= kNameMost &&
         std::all_of(name.begin(), name.end(), [](char c) { return c > ' ' && c <= '~'; });
}

ClientOrderId padded(std::string_view name) noexcept {
  ClientOrderId id{};
  std::copy_n(name.begin(), std::min(name.size(), id.size()), id.begin());
  return id;
}

}  // namespace

Outcome FixDesk::take(const FixMessage& message) {
  if (message.type == "H") return {.request = {}, .answer = status(message)};
  const std::string& name = text_of(message, tag::kClOrdId);
  if (!is_name(name)) {
    const std::string why =
        fmt::format("ClOrdID (11) has 1 to {} characters, no blanks", kNameMost);
    return {.request = {}, .answer = business_reject(message, kOther, why)};
  }
  const bool is_known = names_.contains(name);
  // Sent again after a crash of ours or the client's: its answer is told, or will be.
  if (is_known && message.is_poss_dup) return {};
  if (is_known && message.is_poss_resend) return {.request = {}, .answer = status(message)};
  if (venue_.is_day_over()) {
    return {.request = {},
            .answer = business_reject(message, kNotAvailable, "there is no trading day")};
  }
  Wish wish = wish_for(message);
  ClientRequest& request = wish.request;
  if (is_known) {
    // Whatever else is wrong with it, this comes first.
    request.door_reason = 0;
    wish.refuse(DoorReason::DuplicateName, fmt::format("ClOrdID (11) {} was used before", name));
  }
  const bool names_an_order = message.type == "D" || message.type == "G";
  if (names_an_order) {
    request.user_ref = std::max(next_ref_, venue_.next_user_ref(session_));
    next_ref_ = request.user_ref + 1;
  }
  request.command.session = session_;
  request.command.account = account_;
  request.cl_ord_id = padded(name);
  names_.try_emplace(name, names_an_order ? request.user_ref : 0);
  const int orig = message.type == "q" ? tag::kMassCancelRequestType : tag::kOrigClOrdId;
  waiting_[name].push_back({message.type.front(), request.user_ref, message.ticket,
                            text_of(message, tag::kSymbol), text_of(message, orig),
                            std::move(wish.text)});
  ++waiting_count_;
  return {.request = request, .answer = {}};
}

Wish FixDesk::wish_for(const FixMessage& message) {
  Wish wish;
  CommandKind kind = CommandKind::NewOrder;
  if (message.type == "F") {
    wish = cancel(message);
    kind = CommandKind::CancelOrder;
  } else if (message.type == "q") {
    wish = mass_cancel(message);
    kind = CommandKind::MassCancel;
  } else if (message.type == "G") {
    wish = replace(message);
    kind = CommandKind::ReplaceOrder;
  } else {
    wish = read_order(message, venue_);
  }
  wish.request.command.kind = kind;
  wish.request.door[0] = message.type.front();
  return wish;
}

Wish FixDesk::cancel(const FixMessage& message) const {
  Wish wish;
  const auto name = names_.find(text_of(message, tag::kOrigClOrdId));
  if (name == names_.end() || name->second == 0) {
    wish.refuse(DoorReason::UnknownOrder, {});
    return wish;
  }
  wish.request.user_ref = name->second;
  const std::uint16_t book = read_symbol(message, venue_, wish);
  read_side(message, wish);
  const OrderState* const state = latest(name->second);
  if (state == nullptr) return wish;
  if (state->book != book || state->side != wish.request.command.side) {
    wish.refuse(DoorReason::BadSide, "symbol (55) and side (54) are not those of the order");
  }
  wish.request.command = {};
  return wish;
}

Wish FixDesk::mass_cancel(const FixMessage& message) const {
  Wish wish;
  MatchCommand& command = wish.request.command;
  const std::string& scope = text_of(message, tag::kMassCancelRequestType);
  command.flags = kScopeFlagSession;
  if (scope == "1") {
    command.book = read_symbol(message, venue_, wish);
    command.flags |= kScopeFlagBook;
  } else if (scope != "7") {
    wish.refuse(DoorReason::BadScope, {});
  }
  if (message.has(tag::kSide)) wish.refuse(DoorReason::BadScope, "it is always of both sides");
  return wish;
}

Wish FixDesk::replace(const FixMessage& message) const {
  Wish wish = read_order(message, venue_);
  MatchCommand& command = wish.request.command;
  const auto name = names_.find(text_of(message, tag::kOrigClOrdId));
  if (name == names_.end() || name->second == 0) {
    wish.request.door_reason = 0;
    wish.refuse(DoorReason::UnknownOrder, {});
    return wish;
  }
  wish.request.other_user_ref = name->second;
  const OrderState* const state = latest(name->second);
  if (state == nullptr || wish.is_refused()) return wish;
  // What a replace leaves out stays; what it names must be as it is.
  if (state->book != command.book || state->side != command.side ||
      state->sale != wish.request.sale) {
    wish.refuse(DoorReason::BadSide, "symbol (55) and side (54) are not those of the order");
  }
  const auto changes = [&](int tag, bool differs) {
    if (!message.has(tag) || !differs) return;
    wish.refuse(DoorReason::ReplaceNotSupported,
                fmt::format("a replace cannot change field {}", tag));
  };
  const auto type = static_cast<OrderType>(command.order_type);
  changes(tag::kOrdType, state->type != type);
  changes(tag::kTimeInForce,
          state->time_in_force != static_cast<TimeInForce>(command.time_in_force));
  changes(tag::kStopPrice, state->stop_price != command.stop_price);
  changes(tag::kPegOffsetValue, state->stop_price != command.stop_price);
  changes(tag::kExpireTime, state->expire_s != command.expire_s);
  changes(tag::kExpireDate, state->expire_s != command.expire_s);
  changes(tag::kMinQuantity, state->min_quantity != command.min_quantity);
  changes(tag::kMaxFloor, state->display_quantity != command.display_quantity);
  changes(tag::kDisplayQuantity, state->display_quantity != command.display_quantity);
  if (!message.has(tag::kOrderCapacity)) wish.request.door[1] = state->capacity;
  if (!message.has(tag::kSelfMatchInstruction)) command.self_match = state->self_match;
  command.order_type = 0;
  command.time_in_force = 0;
  command.stop_price = 0;
  command.expire_s = 0;
  command.min_quantity = 0;
  command.display_quantity = 0;
  return wish;
}

FixAnswer FixDesk::business_reject(const FixMessage& message, int reason, std::string text) const {
  FixAnswer answer;
  answer.answers = message.ticket;
  answer.message = FixMessage{"j"};
  answer.message.add(tag::kRefSeqNum, std::to_string(message.seq));
  answer.message.add(tag::kRefMsgType, message.type);
  if (const std::string* const name = message.find(tag::kClOrdId)) {
    answer.message.add(tag::kBusinessRejectRefId, *name);
  }
  answer.message.add(tag::kBusinessRejectReason, std::to_string(reason));
  answer.message.add(tag::kText, std::move(text));
  return answer;
}

const OrderState* FixDesk::find(std::string_view name) const {
  const auto found = names_.find(std::string{name});
  return found == names_.end() ? nullptr : latest(found->second);
}

OrderState* FixDesk::order(std::uint32_t user_ref) {
  const auto found = orders_.find(user_ref);
  return found == orders_.end() ? nullptr : &found->second;
}

const OrderState* FixDesk::latest(std::uint32_t user_ref) const {
  auto found = orders_.find(user_ref);
  // A name is replaced by a higher one only, so that this ends.
  while (found != orders_.end() && found->second.replaced_by > found->first) {
    const auto next = orders_.find(found->second.replaced_by);
    if (next == orders_.end()) break;
    found = next;
  }
  return found == orders_.end() ? nullptr : &found->second;
}

void FixDesk::start_day() {
  names_.clear();
  orders_.clear();
  waiting_.clear();
  waiting_count_ = 0;
  next_ref_ = 1;
}

}  // namespace hotbook::fix
