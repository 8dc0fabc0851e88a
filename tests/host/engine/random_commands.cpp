#include "tests/host/engine/random_commands.hpp"

#include <algorithm>
#include <array>
#include <iterator>

namespace hotbook {
namespace {

constexpr std::uint64_t kNsPerSecond = 1'000'000'000;
constexpr std::uint16_t kAllBooks = 0xffff;

bool trades(TradingState state) {
  return state != TradingState::Closed && state != TradingState::Halted;
}

template <typename Value>
std::uint8_t raw(Value value) {
  return static_cast<std::uint8_t>(value);
}

}  // namespace

std::string name_of(CommandMix mix) {
  switch (mix) {
    case CommandMix::Simple:
      return "Simple";
    case CommandMix::Everything:
      return "Everything";
    case CommandMix::Auctions:
      return "Auctions";
    case CommandMix::StopsAndPegs:
      return "StopsAndPegs";
  }
  return "";
}

RandomCommands::RandomCommands(const RandomCommandsOptions& options)
    : options_{options}, random_{options.seed}, states_(options.book_count, TradingState::Closed) {}

// Not std::uniform_int_distribution, whose numbers are not the same everywhere.
std::uint32_t RandomCommands::below(std::uint32_t bound) {
  return static_cast<std::uint32_t>((random_() >> 32U) * bound >> 32U);
}

MatchCommand RandomCommands::next() {
  latest_ = make(choose_kind());
  if (chance(options_.malformed_percent)) spoil(latest_);
  return latest_;
}

CommandKind RandomCommands::choose_kind() {
  for (const TradingState state : states_) {
    if (!trades(state) && chance(30)) return CommandKind::TradingState;
  }
  const bool full = live_.size() > options_.live_target;
  const std::uint32_t dice = below(1000);
  if (is_mix(CommandMix::Simple)) {
    if (dice < (full ? 450U : 600U)) return CommandKind::NewOrder;
    return dice < 850 ? CommandKind::CancelOrder : CommandKind::ReplaceOrder;
  }
  if (dice < (full ? 420U : 600U)) return CommandKind::NewOrder;
  if (dice < 720) return CommandKind::CancelOrder;
  if (dice < 860) return CommandKind::ReplaceOrder;
  if (dice < 863) return CommandKind::MassCancel;
  if (is_mix(CommandMix::Auctions)) {
    if (dice < 930) return CommandKind::TradingState;
    if (dice < 950) return CommandKind::Bands;
  } else if (is_mix(CommandMix::StopsAndPegs)) {
    if (dice < 960) return CommandKind::Reference;
    return dice < 970 ? CommandKind::Bands : CommandKind::NewOrder;
  }
  if (dice < 875) return CommandKind::TradingState;
  if (dice < 920) return CommandKind::Reference;
  if (dice < 950) return CommandKind::Bands;
  if (dice < 995) return CommandKind::Timer;
  return std::array{CommandKind::OrderRefill, CommandKind::Grant, CommandKind::Refill,
                    static_cast<CommandKind>(0)}[below(4)];
}

MatchCommand RandomCommands::make(CommandKind kind) {
  MatchCommand command{};
  switch (kind) {
    case CommandKind::NewOrder:
      command = new_order();
      break;
    case CommandKind::CancelOrder:
      command = cancel_order();
      break;
    case CommandKind::ReplaceOrder:
      command = replace_order();
      break;
    case CommandKind::MassCancel:
      command = mass_cancel();
      break;
    case CommandKind::TradingState:
      command = trading_state();
      break;
    case CommandKind::Reference:
      command = reference();
      break;
    case CommandKind::Bands:
      command = bands();
      break;
    case CommandKind::Timer:
      command = timer();
      break;
    default:
      break;
  }
  command.kind = kind;
  command.host_number = random_();  // the matching function must not look at it
  return command;
}

MatchCommand RandomCommands::new_order() {
  MatchCommand command{};
  command.order_id = next_id_;
  next_id_ += 1 + below(2);
  command.book = any_book();
  command.side = static_cast<std::uint8_t>(below(2));
  command.account = 1 + below(options_.account_count);
  command.session = static_cast<std::uint16_t>(1 + below(2));
  command.quantity = quantity();
  choose_type(command);
  choose_time_in_force(command);

  const bool is_limit = command.order_type == raw(OrderType::Limit);
  const bool stays = command.time_in_force <= raw(TimeInForce::Gtd);
  if (is_limit && stays && !is_mix(CommandMix::Simple)) {
    if (chance(15) && command.quantity > 1) {
      command.display_quantity = 1 + below(command.quantity - 1);
    }
    if (chance(8)) command.flags = kOrderFlagPostOnly;
  }
  if (command.time_in_force == raw(TimeInForce::Ioc) && chance(40)) {
    command.min_quantity = 1 + below(command.quantity);
  }
  if (chance(40)) command.self_match = static_cast<std::uint8_t>(1 + below(4));
  return command;
}

// And the prices that go with it.
void RandomCommands::choose_type(MatchCommand& command) {
  const std::uint32_t plain = is_mix(CommandMix::Simple) ? 100 : 80;
  const std::uint32_t limit_share = is_mix(CommandMix::StopsAndPegs) ? 45 : plain;
  const std::uint32_t dice = below(100);
  command.price = price(command.side);
  if (dice < limit_share) {
    const bool market = chance(is_mix(CommandMix::Auctions) ? 20 : 8);
    command.order_type = raw(market ? OrderType::Market : OrderType::Limit);
    if (market) command.price = 0;
  } else if (dice < limit_share + (100 - limit_share) / 2) {
    const bool has_limit = chance(50);
    command.order_type = raw(has_limit ? OrderType::StopLimit : OrderType::Stop);
    command.stop_price = price(command.side ^ 1U);
    if (!has_limit) command.price = 0;
  } else {
    command.order_type = static_cast<std::uint8_t>(raw(OrderType::PeggedPrimary) + below(3));
    command.stop_price = below(7) - 3;  // signed
    if (chance(50)) command.price = 0;
  }
}

void RandomCommands::choose_time_in_force(MatchCommand& command) {
  const std::uint32_t dice = below(100);
  TimeInForce chosen = TimeInForce::Day;
  if (command.order_type >= raw(OrderType::Stop)) {
    if (dice < 60) chosen = dice < 30 ? TimeInForce::Gtc : TimeInForce::Gtd;
  } else {
    const bool is_market = command.order_type == raw(OrderType::Market);
    if (is_mix(CommandMix::Simple)) {
      if (dice < 25) chosen = dice < 18 ? TimeInForce::Ioc : TimeInForce::Fok;
    } else if (dice < (is_mix(CommandMix::Auctions) ? 30U : 10U)) {
      chosen = dice % 2 == 0 ? TimeInForce::AtOpen : TimeInForce::AtClose;
    } else if (dice < 45) {
      chosen = dice % 2 == 0 ? TimeInForce::Ioc : TimeInForce::Fok;
    } else if (dice < 70 && !is_market) {
      chosen = dice % 2 == 0 ? TimeInForce::Gtc : TimeInForce::Gtd;
    }
  }
  command.time_in_force = raw(chosen);
  if (chosen == TimeInForce::Gtd) {
    command.expire_s = static_cast<std::uint32_t>(now_ns_ / kNsPerSecond) + 1 + below(30);
  }
}

MatchCommand RandomCommands::cancel_order() {
  MatchCommand command{};
  if (live_.empty() || chance(3)) {
    command.order_id = 1 + below(static_cast<std::uint32_t>(next_id_));
    command.book = any_book();
  } else {
    const Live& order = live_[below(static_cast<std::uint32_t>(live_.size()))];
    command.order_id = order.id;
    command.book = order.book;
  }
  return command;
}

MatchCommand RandomCommands::replace_order() {
  MatchCommand command = cancel_order();
  if (chance(50)) {
    command.new_order_id = next_id_;
    next_id_ += 1;
  }
  if (chance(40)) command.self_match = static_cast<std::uint8_t>(below(5));
  command.quantity = quantity();
  const auto order = std::find_if(live_.begin(), live_.end(),
                                  [&](const Live& live) { return live.id == command.order_id; });
  if (order == live_.end()) {
    command.price = price(0);
    return command;
  }
  command.price = order->price;
  if (chance(50)) command.price = price(static_cast<std::uint8_t>(below(2)));
  if (order->type == OrderType::Market || order->type == OrderType::Stop) command.price = 0;
  if (order->type == OrderType::Limit && chance(8)) command.flags = kOrderFlagPostOnly;
  if (chance(40)) command.quantity = below(order->open + 1);
  if (chance(25)) command.min_quantity = order->open + below(4);  // known_open
  return command;
}

MatchCommand RandomCommands::mass_cancel() {
  MatchCommand command{};
  command.flags = static_cast<std::uint8_t>(1 + below(7));
  command.book = any_book();
  command.account = 1 + below(options_.account_count);
  command.session = static_cast<std::uint16_t>(1 + below(2));
  return command;
}

MatchCommand RandomCommands::trading_state() {
  MatchCommand command{};
  command.book = any_book();
  for (std::size_t book = 0; book < states_.size(); ++book) {
    if (!trades(states_[book]) && chance(70)) command.book = static_cast<std::uint16_t>(book);
  }
  if (chance(10)) command.book = kAllBooks;
  command.state = raw(TradingState::Continuous);
  if (!is_mix(CommandMix::Simple) && !is_mix(CommandMix::StopsAndPegs) && chance(60)) {
    command.state = static_cast<std::uint8_t>(below(6));
  } else if (is_mix(CommandMix::StopsAndPegs) && chance(10)) {
    command.state = raw(TradingState::HaltCall);
  }
  return command;
}

MatchCommand RandomCommands::reference() {
  MatchCommand command{};
  command.book = any_book();
  const std::uint32_t middle =
      options_.price_lowest + options_.ticks / 4 + below(options_.ticks / 2);
  if (!chance(10)) command.price = middle;
  if (!chance(10)) command.stop_price = middle + 1 + below(3);
  if (chance(30)) command.flags = kReferenceFlagProtected;
  return command;
}

MatchCommand RandomCommands::bands() {
  MatchCommand command{};
  command.book = any_book();
  const std::uint32_t half = options_.ticks / 2;
  const std::uint32_t middle = options_.price_lowest + half;
  if (!chance(30)) command.price = price(0);
  if (!chance(30)) command.stop_price = middle - below(half);
  if (!chance(30)) command.quantity = middle + below(half);
  return command;
}

MatchCommand RandomCommands::timer() {
  MatchCommand command{};
  now_ns_ += chance(10) ? (10 + below(10)) * kNsPerSecond : 1 + below(2'000'000'000);
  command.new_order_id = now_ns_;
  return command;
}

// One field gets a value that is often none of its domain.
void RandomCommands::spoil(MatchCommand& command) {
  constexpr std::array<std::uint32_t, 10> kValues = {
      0, 1, 7, 0x3fffffff, 0x40000001, 0x7fffffff, 0x80000000, 0xc0000000, 0xbfffffff, 0xffffffff};
  const std::uint32_t word = kValues[below(kValues.size())];
  const auto byte = static_cast<std::uint8_t>(chance(50) ? below(10) : word);
  switch (below(16)) {
    case 0:
      command.order_id = word;
      break;
    case 1:
      command.book = static_cast<std::uint16_t>(word);
      break;
    case 2:
      command.side = byte;
      break;
    case 3:
      command.order_type = byte;
      break;
    case 4:
      command.time_in_force = byte;
      break;
    case 5:
      command.flags = byte;
      break;
    case 6:
      command.self_match = byte;
      break;
    case 7:
      command.state = command.gate = byte;
      break;
    case 8:
      command.price = word;
      break;
    case 9:
      command.quantity = word;
      break;
    case 10:
      command.display_quantity = word;
      break;
    case 11:
      command.min_quantity = word;
      break;
    case 12:
      command.stop_price = word;
      break;
    case 13:
      command.expire_s = word;
      break;
    case 14:
      command.new_order_id = std::min<std::uint64_t>(word, next_id_);
      break;
    default:
      command.book = options_.book_count;
      break;
  }
  // An id near the top would leave none for later orders.
  command.order_id = std::min(command.order_id, next_id_);
}

std::uint32_t RandomCommands::price(std::uint8_t side) {
  // Bids low, asks high, and an overlap in the middle where they trade.
  const std::uint32_t span = options_.ticks * 3 / 5;
  const std::uint32_t offset = side == raw(Side::Bid) ? 0 : options_.ticks - span;
  return options_.price_lowest + offset + below(span);
}

std::uint32_t RandomCommands::quantity() {
  return chance(10) ? 1 + below(100) : 1 + below(12);
}

std::uint16_t RandomCommands::any_book() {
  return static_cast<std::uint16_t>(below(options_.book_count));
}

void RandomCommands::follow(std::span<const MatchOutput> outputs) {
  for (const MatchOutput& record : outputs) follow_one(record);
}

void RandomCommands::follow_one(const MatchOutput& record) {
  switch (record.output_kind) {
    case OutputKind::Accepted:
      live_.push_back({record.order_id, record.book, record.price, record.leaves,
                       static_cast<OrderType>(latest_.order_type)});
      break;
    case OutputKind::Execution:
      set_open(record.order_id, record.leaves);
      set_open(record.other_order_id, record.other_leaves);
      break;
    case OutputKind::Restated:
    case OutputKind::Cancelled:
      set_open(record.order_id, record.leaves);
      break;
    case OutputKind::Replaced:
      for (Live& order : live_) {
        if (order.id != record.other_order_id) continue;
        order.id = record.order_id;
        order.price = record.price;
        order.open = record.leaves;
      }
      break;
    case OutputKind::Triggered:
      for (Live& order : live_) {
        if (order.id == record.order_id) order.type = OrderType::Limit;
      }
      break;
    case OutputKind::StateChanged:
      states_.at(record.book) = static_cast<TradingState>(record.reason);
      break;
    default:
      break;
  }
}

void RandomCommands::set_open(std::uint64_t id, std::uint32_t open) {
  const auto order =
      std::find_if(live_.begin(), live_.end(), [id](const Live& live) { return live.id == id; });
  if (order == live_.end()) return;
  order->open = open;
  if (open == 0) live_.erase(order);
}

}  // namespace hotbook
