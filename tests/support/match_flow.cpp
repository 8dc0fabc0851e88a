#include "tests/support/match_flow.hpp"

#include <algorithm>
#include <bit>

namespace hotbook::test {

namespace {

template <typename Enum>
std::uint8_t value(Enum one) {
  return static_cast<std::uint8_t>(one);
}

}  // namespace

std::uint32_t MatchFlow::price() {
  return middle_ + static_cast<std::uint32_t>(below(shape_.prices)) - shape_.prices / 2;
}

void MatchFlow::remember(const MatchCommand& command, std::uint64_t id) {
  known_[next_known_++ % known_.size()] = {id, command.book, command.price, command.quantity};
}

MatchCommand MatchFlow::next() {
  // Mostly near where it was, sometimes anywhere that a price may be.
  if (permille(5)) {
    middle_ = permille(300) ? 200 + static_cast<std::uint32_t>(below(0x7ffffe00))
                            : 900 + static_cast<std::uint32_t>(below(200));
  }
  MatchCommand command{};
  if (permille(shape_.for_all_permille)) {
    command = of_all_books();
  } else if (permille(shape_.state_permille)) {
    command = of_the_book();
  } else {
    const std::uint64_t draw = below(100);
    const unsigned replaces = shape_.replace_percent;
    command = draw < replaces        ? replace_order()
              : draw < replaces + 18 ? cancel_order()
                                     : new_order();
  }
  if (shape_.one_bit_permille != 0 && permille(shape_.one_bit_permille)) change_one_bit(command);
  if (permille(shape_.wrong_permille)) spoil(command);
  if (permille(shape_.gated_permille)) {
    // Of another kind the field means nothing.
    command.gate = static_cast<std::uint8_t>(16U + (1U << below(4)));
    if (below(8) == 0) command.gate = static_cast<std::uint8_t>(below(256));
  }
  command.host_number = ++host_number_;
  return command;
}

std::uint32_t MatchFlow::account() {
  if (has_bit()) return 1U ^ bit_or_not(32);
  static constexpr std::array<std::uint32_t, 5> kAccounts{1, 2, 3, 0x5a5a0001, 0xfffffffe};
  return kAccounts[below(kAccounts.size())];
}

MatchCommand MatchFlow::new_order() {
  MatchCommand c{};
  c.kind = CommandKind::NewOrder;
  c.order_id = last_id_ += 1 + (below(8) == 0 ? below(1000) : 0);
  if (permille(2)) c.order_id = last_id_ += below(std::uint64_t{1} << below(56));
  c.book = static_cast<std::uint16_t>(below(shape_.books));
  c.side = static_cast<std::uint8_t>(below(2));
  c.account = account();
  c.session = static_cast<std::uint16_t>(below(3));
  c.self_match = static_cast<std::uint8_t>(below(2) == 0 ? 0 : below(5));
  c.quantity = static_cast<std::uint32_t>(1 + below(shape_.quantity_max));
  if (below(1000) == 0) c.quantity = 0x7fffffff - static_cast<std::uint32_t>(below(2));
  c.price = price();
  // Bids a little lower than asks, so that books grow.
  const auto apart = static_cast<std::uint32_t>(below(shape_.prices));
  c.price = c.side == 0 ? c.price - apart / 4 : c.price + apart / 4;
  if (below(1000) == 0) c.price = c.side == 0 ? 0x7fffffff : 1;
  c.time_in_force = value(below(2) == 0 ? TimeInForce::Day : TimeInForce::Gtc);
  const std::uint64_t draw = below(100);
  if (draw < 10) c.time_in_force = value(TimeInForce::Ioc);
  if (draw >= 10 && draw < 18) c.time_in_force = value(TimeInForce::Fok);
  if (draw >= 18 && draw < 26) c.flags = static_cast<std::uint8_t>(kOrderFlagPostOnly);
  if (draw >= 26 && draw < 34) {
    c.order_type = value(OrderType::Market);
    c.price = 0;
    c.time_in_force = value(below(3) == 0   ? TimeInForce::Day
                            : below(2) == 0 ? TimeInForce::Ioc
                                            : TimeInForce::Fok);
  }
  if (permille(shape_.special_permille)) make_special(c);
  if (has_bit()) make_one_bit_new(c);
  remember(c, c.order_id);
  return c;
}

void MatchFlow::make_special(MatchCommand& c) {
  c.flags = 0;
  c.order_type = value(OrderType::Limit);
  c.time_in_force = value(TimeInForce::Day);
  c.price = price();
  switch (below(8)) {
    case 0:
      c.display_quantity = 1;
      break;
    case 1:
      c.min_quantity = 1 + static_cast<std::uint32_t>(below(3));
      c.time_in_force = value(TimeInForce::Ioc);
      break;
    case 2:
      c.order_type = value(OrderType::StopLimit);
      c.stop_price = price();
      break;
    case 3:
      c.order_type = value(OrderType::PeggedPrimary);
      break;
    case 4:
      c.time_in_force = value(TimeInForce::Gtd);
      c.expire_s = static_cast<std::uint32_t>(now_ns_ / 1'000'000'000 + 1 + below(3));
      break;
    case 5:
      c.order_type = value(OrderType::Stop);
      c.stop_price = price();
      c.price = 0;
      break;
    default:
      c.time_in_force = value(below(2) == 0 ? TimeInForce::AtClose : TimeInForce::AtOpen);
      break;
  }
}

MatchCommand MatchFlow::cancel_order() {
  const Known& order = known();
  MatchCommand c{};
  c.kind = CommandKind::CancelOrder;
  c.order_id = order.id;
  c.book = order.book;
  c.account = account();
  return c;
}

MatchCommand MatchFlow::replace_order() {
  const Known order = known();
  MatchCommand c{};
  c.kind = CommandKind::ReplaceOrder;
  c.order_id = order.id;
  c.book = order.book;
  c.price = below(2) == 0 ? order.price : price();
  c.quantity = below(2) == 0 ? order.quantity - static_cast<std::uint32_t>(below(2))
                             : static_cast<std::uint32_t>(below(shape_.quantity_max + 1));
  c.self_match = static_cast<std::uint8_t>(below(5));
  if (below(8) == 0) c.flags = static_cast<std::uint8_t>(kOrderFlagPostOnly);
  if (below(3) == 0) {
    c.min_quantity = order.quantity + (below(4) == 0 ? static_cast<std::uint32_t>(below(4)) : 0);
  }
  if (below(2) == 0) c.new_order_id = ++last_id_;
  if (has_bit()) make_one_bit_replace(c, order);
  remember(c, c.new_order_id != 0 ? c.new_order_id : c.order_id);
  return c;
}

// Many fill-or-kill orders among owners, quantities and prices that one bit tells apart.
void MatchFlow::make_one_bit_new(MatchCommand& c) {
  c.quantity = (c.quantity & 0xff) | bit_or_not(31);
  if (c.quantity == 0) c.quantity = 1;
  if (c.price != 0 && below(4) == 0) c.price ^= bit_or_not(31);
  if (below(3) == 0) c.time_in_force = value(TimeInForce::Fok);
  if (c.self_match == 0) c.self_match = static_cast<std::uint8_t>(1 + below(4));
}

// The id is a power of two now and then, so that one bit alone says that there is one.
void MatchFlow::make_one_bit_replace(MatchCommand& c, const Known& order) {
  c.min_quantity = order.quantity;
  c.quantity = order.quantity ^ bit_or_not(31);
  const std::uint64_t power = std::bit_ceil(last_id_ + 1);
  if (below(4) == 0 && power < std::uint64_t{1} << 61) c.new_order_id = last_id_ = power;
}

MatchCommand MatchFlow::of_the_book() {
  MatchCommand c{};
  c.book = static_cast<std::uint16_t>(below(shape_.books));
  switch (below(9)) {
    case 0:
    case 1:
    case 2:
      c.kind = CommandKind::TradingState;
      c.state =
          value(below(8) == 0 ? static_cast<TradingState>(below(6)) : TradingState::Continuous);
      break;
    case 3:
      c.kind = CommandKind::MassCancel;
      c.flags = static_cast<std::uint8_t>(kScopeFlagBook | below(4));
      c.account = account();
      break;
    case 4:
    case 5:
      c.kind = CommandKind::Reference;
      c.price = below(4) == 0 ? 0 : price() - 3;
      c.stop_price = below(4) == 0 ? 0 : price() + 3;
      c.flags = static_cast<std::uint8_t>(below(2));
      break;
    case 6:
    case 7:
      c.kind = CommandKind::Bands;
      c.price = middle_;
      c.stop_price = below(3) == 0 ? 0 : middle_ - shape_.prices / 2;
      c.quantity = below(3) == 0 ? 0 : middle_ + shape_.prices / 2 - 1;
      break;
    default:
      c.kind = CommandKind::Timer;
      c.book = 0;
      c.new_order_id = now_ns_ += below(2'000'000'000);
      break;
  }
  return c;
}

MatchCommand MatchFlow::of_all_books() {
  MatchCommand c{};
  if (below(2) == 0) {
    c.kind = CommandKind::TradingState;
    c.book = 0xffff;
    c.state = value(below(3) == 0 ? static_cast<TradingState>(below(6)) : TradingState::Continuous);
  } else {
    c.kind = CommandKind::MassCancel;
    c.flags = static_cast<std::uint8_t>(below(4));
    c.account = account();
    c.session = static_cast<std::uint16_t>(below(3));
  }
  return c;
}

// An id that differs from the latest one in a bit which alone decides whether it is above: what is
// below that bit says the opposite.
std::uint64_t MatchFlow::id_decided_by_one_bit() {
  const std::uint64_t bit = std::uint64_t{1} << (below(64) == 0 ? below(63) : below(56));
  if ((last_id_ & bit) != 0) return (last_id_ ^ bit) | (bit - 1);
  return last_id_ = (last_id_ | bit) & ~(bit - 1);
}

// A fault in a high bit shows only where two numbers differ in that bit and in no higher one.
void MatchFlow::change_one_bit(MatchCommand& c) {
  switch (c.kind) {
    case CommandKind::NewOrder:
    case CommandKind::CancelOrder:
    case CommandKind::ReplaceOrder:
      change_one_bit_of_order(c);
      break;
    case CommandKind::Reference:
    case CommandKind::Bands:
      (below(2) == 0 ? c.price : below(2) == 0 ? c.stop_price : c.quantity) ^= 1U << below(31);
      break;
    case CommandKind::MassCancel:
      c.account ^= 1U << below(32);
      break;
    default:
      break;
  }
}

void MatchFlow::change_one_bit_of_order(MatchCommand& c) {
  const bool is_new = c.kind == CommandKind::NewOrder;
  if (c.kind == CommandKind::ReplaceOrder && below(4) != 0) return replace_one_bit_off(c);
  switch (below(is_new ? 6 : 2)) {
    case 0:
      if (is_new) {
        c.order_id = id_decided_by_one_bit();
      } else {
        c.order_id ^= std::uint64_t{1} << below(64);
      }
      break;
    case 1:
      c.account ^= 1U << below(32);
      break;
    case 2:
      if (c.price != 0) c.price = one_bit_off(c.price);
      break;
    case 3:
      c.quantity = one_bit_off(c.quantity);
      break;
    case 4:
      c.quantity = 1 + static_cast<std::uint32_t>(below(0x7fffffff) >> below(31));
      break;
    default:
      c.price = c.price == 0 ? 0 : one_bit_off(middle_);
      break;
  }
  if (is_new) remember(c, c.order_id);
}

// A late order, which often still rests among the best, with quantities one bit off its own.
void MatchFlow::replace_one_bit_off(MatchCommand& c) {
  const Known order = known_[(next_known_ + known_.size() - 1 - below(8)) % known_.size()];
  c.order_id = order.id;
  c.book = order.book;
  c.price = below(4) == 0 ? one_bit_off(order.price) : order.price;
  c.quantity = below(2) == 0 ? one_bit_off(order.quantity) : order.quantity;
  c.min_quantity = below(3) == 0 ? 0 : one_bit_off(order.quantity);
  if (below(4) == 0) c.min_quantity = order.quantity;
  if (c.new_order_id != 0) c.new_order_id = id_decided_by_one_bit();
  remember(c, c.new_order_id != 0 ? c.new_order_id : c.order_id);
}

// Makes one field something else, often something that has no meaning.
void MatchFlow::spoil(MatchCommand& c) {
  const auto any = static_cast<std::uint32_t>(random_());
  switch (below(14)) {
    case 0:
      c.side = static_cast<std::uint8_t>(any);
      break;
    case 1:
      c.order_type = static_cast<std::uint8_t>(any % 16);
      break;
    case 2:
      c.time_in_force = static_cast<std::uint8_t>(any % 16);
      break;
    case 3:
      c.self_match = static_cast<std::uint8_t>(any % 16);
      break;
    case 4:
      c.flags = static_cast<std::uint8_t>(any);
      break;
    case 5:
      c.order_id -= std::min<std::uint64_t>(c.order_id, any % 4);
      break;
    case 6:
      c.quantity = any % 2 == 0 ? 0 : 0x80000000 | any;
      break;
    case 7:
      c.price = any % 2 == 0 ? 0 : 0x80000000 | any;
      break;
    case 8:
      c.book = static_cast<std::uint16_t>(any % 3 == 0 ? any : any % (2 * shape_.books));
      break;
    case 9: {
      // Any kind but order_refill and grant, which are the host's own.
      const auto kind = static_cast<std::uint8_t>(any % 2 == 0 ? any % 24 : any >> 8);
      if (kind != value(CommandKind::OrderRefill) && kind != value(CommandKind::Grant))
        c.kind = static_cast<CommandKind>(kind);
      break;
    }
    case 10:
      c.new_order_id = any % 3 == 0 ? last_id_ : any % 8;
      break;
    case 11:
      c.min_quantity = any % 16;
      break;
    case 12:
      c.display_quantity = any % 8;
      break;
    default:
      c.stop_price = any % 2 == 0 ? any % 8 : any;
      break;
  }
}

}  // namespace hotbook::test
