#include "sim/replay/xdp_generator.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <utility>

namespace hotbook::replay {
namespace {

constexpr std::uint64_t kSecondNs = 1'000'000'000;
constexpr std::uint64_t kDaySecond = 1'645'574'400;    // 2022-02-23 00:00:00 UTC
constexpr std::uint64_t kOpenNs = 52'200 * kSecondNs;  // 14:30, 9:30 in New York in winter
constexpr std::uint32_t kNoBook = 1U << 16;

void require_ppm(std::uint32_t parts, const char* option) {
  if (parts > 1'000'000) {
    throw std::invalid_argument{std::string{option} + " is " + std::to_string(parts) +
                                "; it is in parts of a million"};
  }
}

}  // namespace

XdpGenerator::XdpGenerator(const XdpOptions& options)
    : options_{options}, draw_{options.seed}, symbols_(options.symbols), time_ns_{kOpenNs} {
  require_ppm(options.failover_ppm, "failover_ppm");
  require_ppm(options.clear_ppm, "clear_ppm");
  require_ppm(options.unmapped_ppm, "unmapped_ppm");
  require_ppm(options.malformed_ppm, "malformed_ppm");
  if (options.symbols == 0 || options.symbols >= kNoBook) {
    throw std::invalid_argument{"symbols is " + std::to_string(options.symbols) +
                                "; it is 1 to 65535"};
  }
  if (options.packet_messages_max == 0 || options.packet_messages_max > 255) {
    throw std::invalid_argument{"packet_messages_max is " +
                                std::to_string(options.packet_messages_max) + "; it is 1 to 255"};
  }
  for (std::uint32_t i = 0; i < options.symbols; ++i) {
    symbols_[i].index = i + 1;
    symbols_[i].middle = 100'000 + draw_.below(5'000'000);
  }
}

XdpTime XdpGenerator::now() const {
  return {static_cast<std::uint32_t>(kDaySecond + time_ns_ / kSecondNs),
          static_cast<std::uint32_t>(time_ns_ % kSecondNs)};
}

XdpSymbol XdpGenerator::of(Symbol& symbol) {
  // The matching engine was some microseconds earlier, in the same second as far as it can tell.
  const std::uint32_t ns = now().ns;
  return {ns - std::min(ns, draw_.below(20'000)), symbol.index, ++symbol.seq};
}

bool XdpGenerator::next(XdpPacket& packet) {
  packet.messages.clear();
  time_ns_ += 1 + draw_.below_long(2 * options_.interval_ns);
  packet.time_ns = time_ns_;
  packet.header = {11, 0, seq_, now()};
  if (sent_ >= options_.messages) return false;

  if (queue_.empty() && !reset_due_ && draw_.per_million(options_.failover_ppm)) {
    reset_due_ = true;
    reset_flag_ = draw_.once_in(2) ? 10 : 12;
  }
  if (reset_due_) {
    // A reset has a packet of its own, and everything behind it is a start.
    packet.messages.push_back(xdp_sequence_reset(now()));
    packet.header = {reset_flag_, 1, 1, now()};
    seq_ = 2;
    sent_ += 1;
    reset_due_ = draw_.once_in(4) && options_.repeats_resets;
    if (!reset_due_) start(reset_flag_);
    return true;
  }
  if (queue_.empty() && draw_.once_in(200)) {
    packet.header.delivery_flag = 1;
    return true;
  }

  if (now().second != referred_second_) {
    referred_second_ = now().second;
    queue_.push_front(xdp_time_reference(referred_second_));
  }
  const std::uint32_t wanted = draw_.once_in(64)
                                   ? options_.packet_messages_max
                                   : 1 + draw_.below(std::min(options_.packet_messages_max, 4U));
  if (flagged_ != 0) packet.header.delivery_flag = 10;
  std::size_t bytes = 0;
  while (packet.messages.size() < wanted) {
    if (queue_.empty()) draw_message();
    if (bytes + queue_.front().size() > kMessagesBytesMax) break;
    bytes += queue_.front().size();
    packet.messages.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  flagged_ -= std::min(flagged_, packet.messages.size());
  packet.header.message_count = static_cast<std::uint8_t>(packet.messages.size());
  seq_ += packet.header.message_count;
  sent_ += packet.header.message_count;
  return true;
}

// Common, 9.1 and 9.2.
void XdpGenerator::start(std::uint8_t flag) {
  for (Symbol& symbol : symbols_) {
    queue(xdp_symbol_mapping(symbol.index, "S" + std::to_string(symbol.index)));
    refresh(symbol);
  }
  queue(xdp_time_reference(now().second));
  referred_second_ = now().second;
  flagged_ = flag == 10 ? queue_.size() : 0;
}

void XdpGenerator::refresh(Symbol& symbol) {
  queue(xdp_symbol_clear(now().second, of(symbol)));
  queue(xdp_security_status(now().second, of(symbol), 'P'));
  for (const Order& order : symbol.orders) {
    queue(xdp_add_refresh(now().second, of(symbol), {order.id, order.price, order.volume},
                          order.side));
  }
}

void XdpGenerator::draw_message() {
  Symbol& symbol = symbols_[draw_.below(options_.symbols)];
  if (draw_.per_million(options_.clear_ppm)) {
    refresh(symbol);
  } else if (draw_.per_million(options_.unmapped_ppm)) {
    XdpSymbol far = of(symbol);
    far.index = draw_.once_in(2) ? kNoBook : kNoBook + draw_.below(1U << 31);
    queue(draw_.once_in(2) ? xdp_add(far, {next_id_++, 1, 1}, 'B') : xdp_delete(far, 1));
  } else if (draw_.once_in(24)) {
    draw_other_message(symbol);
  } else {
    draw_order_message(symbol);
  }
  if (draw_.per_million(options_.malformed_ppm)) queue_.back() = spoil(queue_.back());
}

XdpGenerator::Order XdpGenerator::draw_order(const Symbol& symbol) {
  const char side = draw_.once_in(2) ? 'B' : 'S';
  const std::uint32_t away = 100 * (1 + draw_.below(8) * draw_.below(8));
  const std::uint32_t price = side == 'B' ? symbol.middle - away : symbol.middle + away;
  return {next_id_++, price, 100 * (1 + draw_.below(20)), side};
}

void XdpGenerator::add(Symbol& symbol) {
  const Order order = draw_order(symbol);
  symbol.orders.push_back(order);
  ++resting_;
  queue(xdp_add(of(symbol), {order.id, order.price, order.volume}, order.side));
}

void XdpGenerator::draw_order_message(Symbol& symbol) {
  const bool full = resting_ > options_.resting_orders;
  if (symbol.orders.empty() || draw_.below(100) < (full ? 25U : 45U)) return add(symbol);

  const std::uint32_t at = draw_.below(static_cast<std::uint32_t>(symbol.orders.size()));
  Order& order = symbol.orders[at];
  const auto remove = [&] {
    std::swap(order, symbol.orders.back());
    symbol.orders.pop_back();
    --resting_;
  };
  switch (draw_.below(10)) {
    case 0: {
      const std::uint32_t old = order.price;
      order.volume = 100 * (1 + draw_.below(20));
      if (draw_.once_in(2)) order.price = old + 100;
      queue(xdp_modify(of(symbol), {order.id, order.price, order.volume}));
      break;
    }
    case 1:
    case 2: {
      const std::uint64_t old_id = order.id;
      order.id = next_id_++;
      order.volume = 100 * (1 + draw_.below(20));
      order.price = order.side == 'B' ? order.price + 100 : order.price - 100;
      queue(xdp_replace(of(symbol), old_id, {order.id, order.price, order.volume}));
      break;
    }
    case 3: {
      const std::uint32_t volume = draw_.once_in(2) ? order.volume : 1 + order.volume / 2;
      queue(xdp_execution(of(symbol), {order.id, order.price, volume}));
      order.volume -= volume;
      if (order.volume == 0) remove();
      break;
    }
    default:
      queue(xdp_delete(of(symbol), order.id));
      remove();
      break;
  }
}

void XdpGenerator::draw_other_message(Symbol& symbol) {
  const XdpSymbol its = of(symbol);
  const std::uint32_t second = now().second;
  switch (draw_.below(11)) {
    case 0:
      return queue(xdp_imbalance(second, its, symbol.middle, options_.pillar));
    case 1:  // a non-displayed trade
      return queue(
          xdp_of_symbol(110, its).u32(its.seq).u32(symbol.middle).u32(100).u8(1).zeros(4).bytes());
    case 2:  // a cross
      return queue(xdp_of_symbol(111, its).u32(1).u32(symbol.middle).u32(900).text("O", 1).bytes());
    case 3:  // a trade cancelled
      return queue(xdp_of_symbol(112, its).u32(its.seq - 1).bytes());
    case 4:  // a cross corrected
      return queue(xdp_of_symbol(113, its).u32(1).u32(800).bytes());
    case 5:  // retail interest
      return queue(xdp_of_symbol(114, its).text("A", 1).bytes());
    case 6:  // a summary, which has no symbol sequence number
      return queue(XdpMessage{223}
                       .u32(second)
                       .u32(its.ns)
                       .u32(its.index)
                       .u32(symbol.middle)
                       .u32(symbol.middle)
                       .u32(symbol.middle)
                       .u32(0)
                       .u32(12'345)
                       .bytes());
    case 7:  // a range of messages that is not available
      return queue(XdpMessage{31}.u32(1).u32(2).u8(11).u8(1).bytes());
    case 8:  // the short refresh header
      return queue(XdpMessage{35}.u16(1).u16(1).bytes());
    case 9:
      return queue(xdp_symbol_mapping(symbol.index, "S" + std::to_string(symbol.index)));
    default: {
      const bool closed = draw_.per_million(options_.clear_ppm);
      return queue(xdp_security_status(second, its, closed ? 'X' : "45ACD"[draw_.below(5)]));
    }
  }
}

// Makes a whole message one that a reader must count and skip, or read all the same.
std::vector<std::uint8_t> XdpGenerator::spoil(Bytes message) {
  const auto resized = [&](std::size_t bytes) {
    message.resize(bytes, 0x5a);
    message[0] = static_cast<std::uint8_t>(bytes);
    message[1] = static_cast<std::uint8_t>(bytes >> 8);
  };
  switch (draw_.below(5)) {
    case 0:
      resized(4 + draw_.below(static_cast<std::uint32_t>(message.size() - 4)));
      break;
    case 1:
      // Often where a record for the host is just full.
      resized(draw_.once_in(2) ? message.size() + 1 + draw_.below(120)
                               : 50 * (1 + draw_.below(2)) + draw_.below(2));
      break;
    case 2:
      message[2] = static_cast<std::uint8_t>(draw_.below(256));
      break;
    case 3:
      message[3] = static_cast<std::uint8_t>(1 + draw_.below(255));
      break;
    default:
      message.back() = static_cast<std::uint8_t>(draw_.below(256));
      if (message.size() > 36)
        message[32] = message[36] = static_cast<std::uint8_t>("BSX"[draw_.below(3)]);
      break;
  }
  return message;
}

}  // namespace hotbook::replay
