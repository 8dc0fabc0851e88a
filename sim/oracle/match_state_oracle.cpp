// Section 7 of the matching function, but for the uncross: states, bands, limit state, timer.

#include <algorithm>
#include <tuple>

#include "sim/oracle/match_oracle.hpp"

namespace hotbook::oracle {
namespace {

constexpr std::uint32_t kPriceMax = 0x7fffffff;
constexpr std::uint16_t kAllBooks = 0xffff;
constexpr std::uint64_t kNsPerSecond = 1'000'000'000;
constexpr std::uint64_t kLimitStateMaxNs = 15 * kNsPerSecond;

// Rule 7.1: the limit states are not for the sender to choose.
bool may_be_asked_for(std::uint8_t state) {
  return state <= static_cast<std::uint8_t>(TradingState::ClosingCall);
}

}  // namespace

// Rule 7.1.
void MatchOracle::trading_state(const MatchCommand& command) {
  if (!may_be_asked_for(command.state)) return refuse(command, MatchReason::Malformed);
  if (command.book != kAllBooks && command.book >= books_.size()) {
    return refuse(command, MatchReason::UnknownBook);
  }
  for (MatchBook& book : books_) {
    if (command.book == kAllBooks || command.book == book.index()) {
      enter_state(book, static_cast<TradingState>(command.state));
    }
  }
}

void MatchOracle::enter_state(MatchBook& book, TradingState state) {
  if (state == book.state) return;                                        // 7.1
  if (state == TradingState::Continuous && book.is_continuous()) return;  // 7.1

  Prints prints;
  const bool closes = book.state == TradingState::ClosingCall && state == TradingState::Closed;
  if (closes || state == TradingState::Continuous) uncross(book, prints);  // 7.2

  change_state(book, state);  // 7.6
  if (state == TradingState::Closed) {
    for (MatchOrder* order : by_entered([&](const MatchOrder& candidate) {
           return candidate.book == book.index() &&
                  (candidate.time_in_force == TimeInForce::Day || candidate.is_for_auctions());
         })) {
      cancel(*order, MatchReason::DayEnd);
    }
  }
  if (state == TradingState::Continuous) {
    elect(book, prints);  // 5.3
    cancel_outside_bands(book);
    reprice_pegs(book);  // 6.4
    work_off_stops(book);
  }
}

// Rule 7.7.
void MatchOracle::bands(const MatchCommand& command) {
  const std::uint32_t reference_price = command.price;
  const std::uint32_t lower = command.stop_price;
  const std::uint32_t upper = command.quantity;
  if (command.book >= books_.size()) return refuse(command, MatchReason::UnknownBook);
  if (reference_price > kPriceMax || lower > kPriceMax || upper > kPriceMax ||
      (lower != 0 && upper != 0 && lower > upper)) {
    return refuse(command, MatchReason::BadPrice);
  }
  MatchBook& book = books_[command.book];
  book.reference_price = reference_price;
  book.lower = lower;
  book.upper = upper;
  if (book.is_continuous()) cancel_outside_bands(book);  // 7.8
  reprice_pegs(book);                                    // 6.4
  work_off_stops(book);
}

// Rule 7.8.
void MatchOracle::cancel_outside_bands(MatchBook& book) {
  for (MatchOrder* order : by_entered([&](const MatchOrder& candidate) {
         return candidate.book == book.index() && candidate.place == Place::OnSide &&
                !candidate.is_pegged() && book.is_outside_bands(candidate.side, candidate.price);
       })) {
    cancel(*order, MatchReason::OutsideBands);
  }
}

// Rule 7.9.
void MatchOracle::update_limit_state(MatchBook& book) {
  if (!book.is_continuous()) return;
  const MatchOrder* bid = book.best(Side::Bid);
  const MatchOrder* ask = book.best(Side::Ask);
  TradingState state = TradingState::Continuous;
  if (book.upper != 0 && bid != nullptr && bid->price == book.upper) {
    state = TradingState::LimitUp;
  } else if (book.lower != 0 && ask != nullptr && ask->price == book.lower) {
    state = TradingState::LimitDown;
  }
  if (state != book.state) change_state(book, state);
}

// Rule 7.10.
void MatchOracle::timer(const MatchCommand& command) {
  if (command.new_order_id <= now_ns_) return refuse(command, MatchReason::Malformed);
  now_ns_ = command.new_order_id;

  auto expired = by_entered([&](const MatchOrder& order) {
    return order.time_in_force == TimeInForce::Gtd && order.expire_s * kNsPerSecond <= now_ns_;
  });
  std::stable_sort(expired.begin(), expired.end(), [](const MatchOrder* a, const MatchOrder* b) {
    return a->expire_s < b->expire_s;
  });
  for (MatchOrder* order : expired) cancel(*order, MatchReason::Expired);

  for (MatchBook& book : books_) {
    const bool is_limit_state =
        book.state == TradingState::LimitUp || book.state == TradingState::LimitDown;
    if (is_limit_state && now_ns_ - book.state_since_ns >= kLimitStateMaxNs) {
      change_state(book, TradingState::Halted);
    }
  }
}

}  // namespace hotbook::oracle
