#include "host/session/fix/fix_order.hpp"

#include <fmt/format.h>

#include <optional>
#include <utility>

#include "host/session/fix/fix_tags.hpp"
#include "host/session/fix/fix_values.hpp"

namespace hotbook::fix {
namespace {

constexpr std::int64_t kPriceMost = INT32_MAX;
constexpr std::int64_t kOffsetMost = 1 << 30;
constexpr std::int64_t kWholeUnit = 100'000'000;  // of a decimal in units of 10^-8

// The one character of a field; 0 when it is absent, or longer.
char character(const FixMessage& message, int tag) {
  const std::string* const value = message.find(tag);
  return value != nullptr && value->size() == 1 ? value->front() : '\0';
}

void read_type(const FixMessage& message, Wish& wish) {
  OrderType type = OrderType::Limit;
  switch (character(message, tag::kOrdType)) {
    case '1':
      type = OrderType::Market;
      break;
    case '2':
      break;
    case '3':
      type = OrderType::Stop;
      break;
    case '4':
      type = OrderType::StopLimit;
      break;
    case 'P':
      type = OrderType::PeggedPrimary;  // until its instructions say otherwise
      break;
    default:
      wish.refuse(DoorReason::BadOrderType, "there is no such order type (40)");
  }
  wish.request.command.order_type = static_cast<std::uint8_t>(type);
}

void read_time_in_force(const FixMessage& message, Wish& wish) {
  TimeInForce force = TimeInForce::Day;
  const bool is_given = message.has(tag::kTimeInForce);
  switch (is_given ? character(message, tag::kTimeInForce) : '0') {
    case '0':
      break;
    case '1':
      force = TimeInForce::Gtc;
      break;
    case '2':
      force = TimeInForce::AtOpen;
      break;
    case '3':
      force = TimeInForce::Ioc;
      break;
    case '4':
      force = TimeInForce::Fok;
      break;
    case '6':
      force = TimeInForce::Gtd;
      break;
    case '7':
      force = TimeInForce::AtClose;
      break;
    default:
      wish.refuse(DoorReason::BadTimeInForce, "there is no such time in force (59)");
  }
  wish.request.command.time_in_force = static_cast<std::uint8_t>(force);
}

void read_expiry(const FixMessage& message, Wish& wish) {
  const std::string* const time = message.find(tag::kExpireTime);
  const std::string* const date = message.find(tag::kExpireDate);
  const bool is_gtd =
      wish.request.command.time_in_force == static_cast<std::uint8_t>(TimeInForce::Gtd);
  if (time == nullptr && date == nullptr) {
    if (is_gtd) {
      wish.refuse(DoorReason::BadExpiry,
                  "good till date needs ExpireTime (126) or ExpireDate (432)");
    }
    return;
  }
  const auto seconds = time != nullptr ? time_seconds(*time) : date_end_seconds(*date);
  if (!is_gtd) return wish.refuse(DoorReason::BadExpiry, "an expiry needs TimeInForce (59) 6");
  if (!seconds) {
    const std::string& wrong = time != nullptr ? *time : *date;
    return wish.refuse(DoorReason::BadExpiry, fmt::format("'{}' is no time in UTC", wrong));
  }
  wish.request.command.expire_s = *seconds;
}

// A price in ticks; 0 when the message has none.
std::uint32_t read_price(const FixMessage& message, int tag, std::uint32_t tick_1e4, Wish& wish) {
  const std::string* const text = message.find(tag);
  if (text == nullptr) return 0;
  const auto dollars = decimal_1e8(*text);
  const auto ticks = dollars ? ticks_of(*dollars, tick_1e4) : std::nullopt;
  if (dollars && !ticks) {
    wish.refuse(DoorReason::BadPrice, fmt::format("field {}: {} is not a multiple of the tick, {}",
                                                  tag, *text, price_text(1, tick_1e4)));
    return 0;
  }
  if (!ticks || *ticks < 1 || *ticks > kPriceMost) {
    wish.refuse(DoorReason::BadPrice,
                fmt::format("field {}: {} is no price from {} to {}", tag, *text,
                            price_text(1, tick_1e4), price_text(kPriceMost, tick_1e4)));
    return 0;
  }
  return static_cast<std::uint32_t>(*ticks);
}

// A quantity; 0 when the message has none.
std::uint32_t read_quantity(const FixMessage& message, int tag, DoorReason reason, Wish& wish) {
  const std::string* const text = message.find(tag);
  if (text == nullptr) return 0;
  const auto quantity = whole_quantity(*text);
  if (quantity) return *quantity;
  wish.refuse(reason,
              fmt::format("field {}: {} is no whole number from 1 to {}", tag, *text, INT32_MAX));
  return 0;
}

void read_peg_offset(const FixMessage& message, std::uint32_t tick_1e4, Wish& wish) {
  const std::string* const text = message.find(tag::kPegOffsetValue);
  if (text == nullptr) return;
  const bool is_in_ticks = character(message, tag::kPegOffsetType) == '2';
  auto value = decimal_1e8(*text);
  if (value && is_in_ticks) {
    value = *value % kWholeUnit == 0 ? std::optional{*value / kWholeUnit} : std::nullopt;
  } else if (value) {
    value = ticks_of(*value, tick_1e4);
  }
  if (!value || *value < -kOffsetMost || *value > kOffsetMost) {
    return wish.refuse(DoorReason::BadPegOffset,
                       fmt::format("PegOffsetValue (211) {} is no whole number of ticks", *text));
  }
  wish.request.command.stop_price = static_cast<std::uint32_t>(*value);
}

std::optional<OrderType> peg_of(char instruction) noexcept {
  switch (instruction) {
    case 'R':
    case '5':
      return OrderType::PeggedPrimary;
    case 'P':
    case '4':
      return OrderType::PeggedMarket;
    case 'M':
    case '2':
      return OrderType::PeggedMidpoint;
    default:
      return {};
  }
}

// ExecInst (18): characters with blanks between them. PegPriceType (1094) says the same as R, P, M.
void read_instructions(const FixMessage& message, std::uint32_t tick_1e4, Wish& wish) {
  MatchCommand& command = wish.request.command;
  std::optional<OrderType> peg;
  if (const std::string* const instructions = message.find(tag::kExecInst)) {
    for (const char instruction : *instructions) {
      if (instruction == ' ') continue;
      const auto found = instruction > '9' ? peg_of(instruction) : std::nullopt;
      if (instruction == '6') {
        command.flags |= kOrderFlagPostOnly;
      } else if (found && (!peg || peg == found)) {
        peg = found;
      } else {
        wish.refuse(DoorReason::BadFields,
                    fmt::format("ExecInst (18) '{}' cannot be followed", *instructions));
      }
    }
  }
  if (message.has(tag::kPegPriceType)) {
    const auto found = peg_of(character(message, tag::kPegPriceType));
    if (!found || (peg && peg != found)) {
      wish.refuse(DoorReason::BadPegOffset, "there is no such PegPriceType (1094), or two of them");
    }
    peg = found;
  }
  const bool is_pegged = command.order_type == static_cast<std::uint8_t>(OrderType::PeggedPrimary);
  const bool has_peg = peg || message.has(tag::kPegOffsetValue);
  if (!is_pegged && has_peg) {
    wish.refuse(DoorReason::BadPegOffset, "peg instructions need OrdType (40) P");
  }
  if (!is_pegged) return;
  if (message.has(tag::kStopPrice)) {
    wish.refuse(DoorReason::BadPegOffset, "a pegged order has no stop price (99)");
  }
  if (peg) command.order_type = static_cast<std::uint8_t>(*peg);
  read_peg_offset(message, tick_1e4, wish);
}

void read_self_match(const FixMessage& message, Wish& wish) {
  if (!message.has(tag::kSelfMatchInstruction)) return;
  SelfMatch mode = SelfMatch::None;
  switch (character(message, tag::kSelfMatchInstruction)) {
    case '1':
      mode = SelfMatch::CancelNewest;
      break;
    case '2':
      mode = SelfMatch::CancelOldest;
      break;
    case '3':
      mode = SelfMatch::CancelBoth;
      break;
    default:
      wish.refuse(DoorReason::BadSelfMatch, "there is no such self-match prevention (2964)");
  }
  wish.request.command.self_match = static_cast<std::uint8_t>(mode);
}

void read_display(const FixMessage& message, Wish& wish) {
  const int tag = message.has(tag::kDisplayQuantity) ? tag::kDisplayQuantity : tag::kMaxFloor;
  std::uint32_t& display = wish.request.command.display_quantity;
  display = read_quantity(message, tag, DoorReason::BadDisplay, wish);
  // All of it shown is no iceberg.
  if (display >= wish.request.command.quantity) display = 0;
}

}  // namespace

std::uint16_t read_symbol(const FixMessage& message, const session::EntryPoint& venue, Wish& wish) {
  const std::string* const symbol = message.find(tag::kSymbol);
  const std::uint16_t book = symbol == nullptr ? session::kUnknownSymbol : venue.book_of(*symbol);
  if (book == session::kUnknownSymbol) {
    wish.refuse(DoorReason::UnknownSymbol,
                fmt::format("there is no symbol (55) '{}'", symbol == nullptr ? "" : *symbol));
  }
  return book;
}

void read_side(const FixMessage& message, Wish& wish) {
  const char side = character(message, tag::kSide);
  wish.request.command.side = static_cast<std::uint8_t>(side == '1' ? Side::Bid : Side::Ask);
  wish.request.sale = SaleKind::Long;
  if (side == '5') wish.request.sale = SaleKind::Short;
  if (side == '6') wish.request.sale = SaleKind::ShortExempt;
  if (side != '1' && side != '2' && side != '5' && side != '6') {
    wish.refuse(DoorReason::BadSide, "there is no such side (54)");
  }
}

Wish read_order(const FixMessage& message, const session::EntryPoint& venue) {
  Wish wish;
  MatchCommand& command = wish.request.command;
  command.book = read_symbol(message, venue, wish);
  read_side(message, wish);
  read_type(message, wish);
  read_time_in_force(message, wish);
  read_expiry(message, wish);
  if (!message.has(tag::kOrderQuantity)) {
    wish.refuse(DoorReason::BadQuantity, "there is no quantity (38)");
  }
  command.quantity = read_quantity(message, tag::kOrderQuantity, DoorReason::BadQuantity, wish);
  command.min_quantity =
      read_quantity(message, tag::kMinQuantity, DoorReason::BadMinQuantity, wish);
  read_display(message, wish);
  read_self_match(message, wish);
  wish.request.door[0] = message.type.empty() ? '\0' : message.type.front();
  wish.request.door[1] = character(message, tag::kOrderCapacity);
  if (command.book == session::kUnknownSymbol) return wish;
  const std::uint32_t tick = venue.tick_dollars_1e4(command.book);
  command.price = read_price(message, tag::kPrice, tick, wish);
  command.stop_price = read_price(message, tag::kStopPrice, tick, wish);
  read_instructions(message, tick, wish);
  return wish;
}

}  // namespace hotbook::fix
