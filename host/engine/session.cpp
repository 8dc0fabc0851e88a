// Section 7, but for the uncross: trading states, bands, limit states, the timer.

#include "host/engine/visit.inl"

namespace hotbook::engine {

namespace {

constexpr std::uint16_t kAllBooks = 0xffff;
constexpr std::uint64_t kNsPerSecond = 1'000'000'000;
constexpr std::uint64_t kLimitStateMaxNs = 15 * kNsPerSecond;

}  // namespace

// By `entered`; orders that share it, by id.
void Core::sort_chosen() noexcept {
  std::sort(chosen_.data(), chosen_.data() + chosen_count_, [](const Chosen& a, const Chosen& b) {
    return a.major != b.major ? a.major < b.major : a.minor < b.minor;
  });
}

void Core::end_chosen(MatchReason reason) noexcept {
  for (std::size_t i = 0; i < chosen_count_; ++i) {
    Order& order = orders_[chosen_[i].slot];
    end(book_of(order), order, reason);
  }
  chosen_count_ = 0;
}

// Rule 7.1.
void Core::trading_state(const MatchCommand& command) noexcept {
  if (command.state > static_cast<std::uint8_t>(TradingState::ClosingCall)) {
    return refuse(command, MatchReason::Malformed);
  }
  const auto state = static_cast<TradingState>(command.state);
  if (command.book == kAllBooks) {
    for (std::size_t number = 0; number < books_.count(); ++number) {
      enter_state(static_cast<std::uint16_t>(number), state);
    }
  } else if (command.book < books_.count()) {
    enter_state(command.book, state);
  } else {
    refuse(command, MatchReason::UnknownBook);
  }
}

void Core::enter_state(std::uint16_t number, TradingState state) noexcept {
  Book& book = books_[number];
  if (state == book.state || (state == TradingState::Continuous && book.is_continuous())) return;

  Prints prints;
  const bool closes = book.state == TradingState::ClosingCall && state == TradingState::Closed;
  if (closes || state == TradingState::Continuous) uncross(number, prints);
  change_state(number, state);
  if (state == TradingState::Closed) {
    choose_from(number, [](const Order& order) {
      return order.time_in_force == TimeInForce::Day || order.is_auction_only();
    });
    sort_chosen();
    end_chosen(MatchReason::DayEnd);
  }
  if (state == TradingState::Continuous) {
    if (prints.highest != 0) elect(book, prints);
    cancel_outside_bands(number);
    reprice_pegs(book);
    work_off_stops(book);
    touch(book, number);
  }
}

void Core::change_state(std::uint16_t number, TradingState state) noexcept {
  Book& book = books_[number];
  limit_state_count_ -= book.is_limit_state() ? 1 : 0;
  book.state = state;
  limit_state_count_ += book.is_limit_state() ? 1 : 0;
  book.state_since_ns = now_ns_;
  book.update_plain();
  emit(OutputKind::StateChanged, number).reason = static_cast<std::uint8_t>(state);
}

// Rule 7.7.
void Core::bands(const MatchCommand& command) noexcept {
  const std::uint32_t lower = command.stop_price;
  const std::uint32_t upper = command.quantity;
  if (command.book >= books_.count()) return refuse(command, MatchReason::UnknownBook);
  if (command.price > kPriceMax || lower > kPriceMax || upper > kPriceMax ||
      (lower != 0 && upper != 0 && lower > upper)) {
    return refuse(command, MatchReason::BadPrice);
  }
  Book& book = books_[command.book];
  book.reference_price = command.price;
  book.lower = lower;
  book.upper = upper;
  book.update_plain();
  if (book.is_continuous()) cancel_outside_bands(command.book);
  reprice_pegs(book);
  work_off_stops(book);
  touch(book, command.book);
}

// Rule 7.8. The orders outside are the best of their sides.
void Core::cancel_outside_bands(std::uint16_t number) noexcept {
  Book& book = books_[number];
  for (const std::uint32_t side : {0U, 1U}) {
    const std::uint32_t band = side == 0 ? book.upper : book.lower;
    if (band == 0 || book.sides[side].best >= key_of(side, band)) continue;
    for_each_on_side(number, side, [&](const Order& order) {
      if (!order.is_pegged() && book.is_outside_bands(side, order.price)) choose(order);
    });
  }
  if (chosen_count_ == 0) return;
  sort_chosen();
  end_chosen(MatchReason::OutsideBands);
}

// Rule 7.9, for the books it can concern.
void Core::update_limit_states() noexcept {
  std::sort(touched_books_.data(), touched_books_.data() + touched_count_);
  for (std::size_t i = 0; i < touched_count_; ++i) {
    const std::uint16_t number = touched_books_[i];
    const Book& book = books_[number];
    if (!book.is_continuous()) continue;
    TradingState state = TradingState::Continuous;
    if (book.upper != 0 && book.sides[0].best == key_of(0, book.upper)) {
      state = TradingState::LimitUp;
    } else if (book.lower != 0 && book.sides[1].best == key_of(1, book.lower)) {
      state = TradingState::LimitDown;
    }
    if (state != book.state) change_state(number, state);
  }
  touched_count_ = 0;
}

// Rule 7.10.
void Core::timer(const MatchCommand& command) noexcept {
  if (command.new_order_id <= now_ns_) return refuse(command, MatchReason::Malformed);
  now_ns_ = command.new_order_id;
  expire();
  for (std::size_t number = 0; limit_state_count_ != 0 && number < books_.count(); ++number) {
    const Book& book = books_[number];
    if (book.is_limit_state() && now_ns_ - book.state_since_ns >= kLimitStateMaxNs) {
      change_state(static_cast<std::uint16_t>(number), TradingState::Halted);
    }
  }
}

void Core::expire() noexcept {
  for (;;) {
    const KeyEntry first = ladder_.trees().first(expiry_root_);
    if (first.value == 0 || first.key * kNsPerSecond > now_ns_) return;
    std::uint32_t slot = ladder_.level(first.value).head;
    for (; slot != 0; slot = links_[slot].expiry_next) choose(orders_[slot]);
    sort_chosen();
    end_chosen(MatchReason::Expired);
  }
}

}  // namespace hotbook::engine
