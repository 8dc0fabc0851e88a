#include "tests/host/engine/match_ledger.hpp"

#include "tests/host/engine/match_text.hpp"

namespace hotbook {
namespace {

bool is_pegged(OrderType type) {
  return type >= OrderType::PeggedPrimary;
}

bool is_within_limit(const MatchLedger::Order& order, std::uint32_t price) {
  if (order.limit == 0) return true;
  return order.side == Side::Bid ? price <= order.limit : price >= order.limit;
}

}  // namespace

std::string MatchLedger::follow(const MatchCommand& command, std::span<const MatchOutput> outputs) {
  const bool is_input =
      command.kind != CommandKind::OrderRefill && command.kind != CommandKind::Grant;
  if (is_input) ++input_seq_;
  std::size_t decided = 0;
  for (const MatchOutput& output : outputs) {
    if (output.output_kind < OutputKind::Level) ++decided;
  }
  for (std::size_t index = 0; index < outputs.size(); ++index) {
    const MatchOutput& output = outputs[index];
    const bool is_last = (output.flags & kOutputFlagLast) != 0;
    std::string wrong;
    if (output.input_seq != input_seq_) wrong = "input_seq is not the input's";
    if (output.index != index) wrong = "index does not count from 0";
    if (is_last != (index + 1 == decided)) wrong = "the flag last is not on the last record alone";
    if (wrong.empty()) wrong = follow_one(command, output);
    if (!wrong.empty()) return text_of(output) + ": " + wrong;
  }
  return "";
}

void MatchLedger::set_price(std::uint64_t id, std::uint32_t price) {
  Order& order = orders_.at(id);
  order.price = price;
  order.is_aside = price == 0;
}

std::string MatchLedger::follow_one(const MatchCommand& command, const MatchOutput& output) {
  switch (output.output_kind) {
    case OutputKind::Accepted:
      return accept(command, output);
    case OutputKind::Execution:
      return execute(output);
    case OutputKind::Cancelled:
      return end(output);
    case OutputKind::Replaced:
      return replace(output);
    case OutputKind::Restated:
      return restate(output);
    case OutputKind::Triggered:
      return trigger(output);
    case OutputKind::Level: {
      const LevelName name{{output.book, static_cast<Side>(output.side)}, output.price};
      const Level level{output.other_order_id, output.leaves};
      if (levels_[name] == level) return "the level is as it was";
      levels_[name] = level;
      if (level == Level{}) levels_.erase(name);
      return "";
    }
    default:
      return "";
  }
}

std::string MatchLedger::accept(const MatchCommand& command, const MatchOutput& output) {
  if (orders_.contains(output.order_id)) return "the order lives already";
  if (output.leaves != command.quantity) return "not what was asked for";
  Order order;
  order.book = output.book;
  order.side = static_cast<Side>(output.side);
  order.type = static_cast<OrderType>(command.order_type);
  const auto time_in_force = static_cast<TimeInForce>(command.time_in_force);
  order.is_aside = order.type != OrderType::Limit || time_in_force == TimeInForce::AtOpen ||
                   time_in_force == TimeInForce::AtClose;
  order.limit = output.price;
  order.price = output.price;
  order.open = output.leaves;
  order.arrival = ++clock_;
  orders_[output.order_id] = order;
  return "";
}

std::string MatchLedger::execute(const MatchOutput& output) {
  const auto entering = orders_.find(output.order_id);
  const auto resting = orders_.find(output.other_order_id);
  if (entering == orders_.end() || resting == orders_.end()) return "an order does not live";
  if (output.quantity == 0) return "nothing was executed";
  if (entering->second.book != resting->second.book) return "the orders are of two books";
  if (entering->second.side == resting->second.side) return "the orders are of one side";
  if (!is_within_limit(entering->second, output.price) ||
      !is_within_limit(resting->second, output.price)) {
    return "beyond the limit of an order";
  }
  if ((output.flags & kOutputFlagAuction) == 0) {
    // A peg that entered in this very input: here is where it stands.
    if (resting->second.is_aside && is_pegged(resting->second.type)) {
      set_price(output.other_order_id, output.price);
    }
    if (resting->second.is_aside) return "the resting order is on no side";
    if (resting->second.price != output.price) return "not at the resting order's price";
    if (!is_first(output.other_order_id)) return "another resting order has priority";
  }
  const std::string wrong = take(output.order_id, output.quantity, output.leaves);
  return wrong.empty() ? take(output.other_order_id, output.quantity, output.other_leaves) : wrong;
}

std::string MatchLedger::take(std::uint64_t id, std::uint32_t quantity, std::uint32_t leaves) {
  Order& order = orders_.at(id);
  if (quantity > order.open) return "more than was open";
  order.open -= quantity;
  if (order.open != leaves) return "leaves are not what is open";
  if (order.open == 0) orders_.erase(id);
  return "";
}

std::string MatchLedger::end(const MatchOutput& output) {
  const auto found = orders_.find(output.order_id);
  if (found == orders_.end()) return "the order does not live";
  if (output.quantity != found->second.open) return "not what was open";
  orders_.erase(found);
  return "";
}

std::string MatchLedger::replace(const MatchOutput& output) {
  auto node = orders_.extract(output.other_order_id);
  if (node.empty()) return "the order does not live";
  if (orders_.contains(output.order_id)) return "the new id lives already";
  Order& order = node.mapped();
  const bool keeps_place = output.price == order.limit && output.leaves <= order.open;
  order.open = output.leaves;
  order.limit = output.price;
  if (!keeps_place) {
    order.price = output.price;
    order.arrival = ++clock_;
    if (is_pegged(order.type)) order.is_aside = true;  // until it is known where it stands
  }
  node.key() = output.order_id;
  orders_.insert(std::move(node));
  return "";
}

std::string MatchLedger::restate(const MatchOutput& output) {
  const auto found = orders_.find(output.order_id);
  if (found == orders_.end()) return "the order does not live";
  Order& order = found->second;
  if (output.reason == static_cast<std::uint8_t>(MatchReason::SelfMatch)) {
    return take(output.order_id, output.quantity, output.leaves);
  }
  if (output.leaves != order.open) return "leaves are not what is open";
  order.arrival = ++clock_;
  order.price = output.price;
  order.is_aside = output.price == 0;
  return "";
}

std::string MatchLedger::trigger(const MatchOutput& output) {
  const auto found = orders_.find(output.order_id);
  if (found == orders_.end()) return "the order does not live";
  Order& order = found->second;
  if (order.type != OrderType::Stop && order.type != OrderType::StopLimit) return "it is no stop";
  if (output.leaves != order.open) return "leaves are not what is open";
  order.type = order.type == OrderType::Stop ? OrderType::Market : OrderType::Limit;
  order.is_aside = order.type == OrderType::Market;
  order.arrival = ++clock_;
  return "";
}

// Better price, then earlier arrival.
bool MatchLedger::is_first(std::uint64_t resting_id) const {
  const Order& resting = orders_.at(resting_id);
  for (const auto& [id, order] : orders_) {
    if (id == resting_id || order.is_aside) continue;
    if (order.book != resting.book || order.side != resting.side) continue;
    const bool is_better =
        order.side == Side::Bid ? order.price > resting.price : order.price < resting.price;
    if (is_better) return false;
    if (order.price == resting.price && order.arrival < resting.arrival) return false;
  }
  return true;
}

}  // namespace hotbook
