#include "sim/oracle/match_oracle.hpp"

#include <algorithm>

namespace hotbook::oracle {
namespace {

constexpr std::uint16_t kNoBook = 0xffff;

std::uint8_t value(MatchReason reason) {
  return static_cast<std::uint8_t>(reason);
}

// Whether an input of this kind names a book (rule 8.4).
bool names_a_book(const MatchCommand& command) {
  switch (command.kind) {
    case CommandKind::NewOrder:
    case CommandKind::CancelOrder:
    case CommandKind::ReplaceOrder:
    case CommandKind::TradingState:
    case CommandKind::Reference:
    case CommandKind::Bands:
      return true;
    case CommandKind::MassCancel:
      return (command.flags & kScopeFlagBook) != 0;
    default:
      return false;
  }
}

}  // namespace

MatchOracle::MatchOracle(const MatchOptions& options) : options_{options} {
  for (std::size_t index = 0; index < options.book_count; ++index) {
    books_.emplace_back(static_cast<std::uint16_t>(index), options.publish);
  }
}

void MatchOracle::apply(const MatchCommand& command, std::vector<MatchOutput>& outputs) {
  if (command.kind == CommandKind::OrderRefill || command.kind == CommandKind::Grant) {
    return;  // 8.1
  }
  ++input_seq_;
  records_.clear();
  dispatch(command);
  for (MatchBook& book : books_) update_limit_state(book);                                 // 7.9
  if (!records_.empty()) records_.back().flags = records_.back().flags | kOutputFlagLast;  // 8.1
  if (options_.publish) publish();
  for (std::size_t index = 0; index < records_.size(); ++index) {
    records_[index].index = static_cast<std::uint16_t>(index);
  }
  outputs.insert(outputs.end(), records_.begin(), records_.end());
}

void MatchOracle::dispatch(const MatchCommand& command) {
  switch (command.kind) {
    case CommandKind::NewOrder:
      return new_order(command);
    case CommandKind::CancelOrder:
      return cancel_order(command);
    case CommandKind::ReplaceOrder:
      return replace_order(command);
    case CommandKind::MassCancel:
      return mass_cancel(command);
    case CommandKind::TradingState:
      return trading_state(command);
    case CommandKind::Reference:
      return reference(command);
    case CommandKind::Bands:
      return bands(command);
    case CommandKind::Timer:
      return timer(command);
    case CommandKind::Refill:
    case CommandKind::Instrument:
    case CommandKind::OrderRefill:
    case CommandKind::Grant:
      break;
  }
  refuse(command, MatchReason::Malformed);  // 8.1
}

MatchOutput& MatchOracle::emit(OutputKind kind, std::uint16_t book) {
  MatchOutput record{};
  record.input_seq = input_seq_;
  record.kind = RecordKind::MatchOutput;
  record.output_kind = kind;
  record.book = book;
  records_.push_back(record);
  return records_.back();
}

// What every record about an order has of it.
MatchOutput& MatchOracle::emit_of(OutputKind kind, const MatchOrder& order) {
  MatchOutput& record = emit(kind, order.book);
  record.order_id = order.id;
  record.price = order.price;
  record.leaves = order.open;
  record.account = order.account;
  record.side = static_cast<std::uint8_t>(order.side);
  return record;
}

void MatchOracle::refuse(const MatchCommand& command, MatchReason reason) {
  MatchOutput& record = emit(OutputKind::Refused, names_a_book(command) ? command.book : kNoBook);
  record.order_id = command.order_id;
  record.account = command.account;
  record.reason = value(reason);
}

void MatchOracle::change_state(MatchBook& book, TradingState state) {
  book.state = state;
  book.state_since_ns = now_ns_;
  emit(OutputKind::StateChanged, book.index()).reason = static_cast<std::uint8_t>(state);
}

void MatchOracle::cancel(MatchOrder& order, MatchReason reason) {
  MatchOutput& record = emit_of(OutputKind::Cancelled, order);
  record.quantity = order.open;
  record.leaves = 0;
  record.reason = value(reason);
  forget(order);
}

void MatchOracle::forget(MatchOrder& order) {
  book_of(order).remove(order);
  orders_.erase(order.id);
}

MatchOrder* MatchOracle::find(const MatchCommand& command) {
  const auto found = orders_.find(command.order_id);
  if (found == orders_.end() || found->second.book != command.book) return nullptr;
  return &found->second;
}

// Rule 8.2.
void MatchOracle::publish() {
  for (MatchBook& book : books_) {
    if (book.levels_before().empty()) continue;
    const auto tell = [&](const MatchBook::LevelName& name, const ShownLevel& before) {
      const ShownLevel now = book.shown_level(name.side, name.price);
      if (now == before) return;
      MatchOutput& record = emit(OutputKind::Level, book.index());
      record.side = static_cast<std::uint8_t>(name.side);
      record.price = name.price;
      record.other_order_id = now.quantity;
      record.leaves = static_cast<std::uint32_t>(now.order_count);
    };
    const auto& levels = book.levels_before();  // bids before asks, each by rising price
    for (auto level = levels.rbegin(); level != levels.rend(); ++level) {
      if (level->first.side == Side::Bid) tell(level->first, level->second);
    }
    for (const auto& [name, before] : levels) {
      if (name.side == Side::Ask) tell(name, before);
    }
    const ShownTop top = book.shown_top();
    if (top != book.top_before()) {
      MatchOutput& record = emit(OutputKind::TopOfBook, book.index());
      record.price = top.bid;
      record.order_id = top.bid_quantity;
      record.leaves = top.ask;
      record.other_order_id = top.ask_quantity;
    }
    book.forget_shown();
  }
}

}  // namespace hotbook::oracle
