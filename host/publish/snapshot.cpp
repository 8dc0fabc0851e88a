// What is said of a whole day, book or venue: its beginning, its end, and what a late joiner needs.

#include <array>
#include <stdexcept>
#include <string>

#include "host/publish/itch_publisher.hpp"
#include "host/publish/itch_writer.hpp"

namespace hotbook::publish {

namespace {

constexpr std::uint64_t kNsPerSecond = 1'000'000'000;
constexpr std::uint64_t kNsPerDay = 86'400 * kNsPerSecond;

}  // namespace

// ITCH 5.0 section 1.2.2: trading, quotation only, paused, halted.
char ItchPublisher::letter_of(const BookState& book) noexcept {
  switch (book.state) {
    case TradingState::Continuous:
    case TradingState::LimitUp:
    case TradingState::LimitDown:
      return 'T';
    case TradingState::OpeningCall:
    case TradingState::HaltCall:
    case TradingState::ClosingCall:
      return 'Q';
    case TradingState::Closed:
    case TradingState::Halted:
      break;
  }
  return book.is_paused ? 'P' : 'H';
}

itch::StockDirectory ItchPublisher::instrument_message(std::uint16_t book,
                                                       std::uint64_t timestamp) const {
  const Instrument& instrument = instruments_[book];
  return itch::StockDirectory{locate_of(book), timestamp}
      .stock(instrument.symbol)
      .market_category(instrument.market_category)
      .financial_status(' ')
      .round_lot_size(instrument.round_lot)
      .round_lots_only('N')
      .issue_classification(instrument.issue_classification)
      .issue_sub_type("Z")
      .authenticity(instrument.is_test ? 'T' : 'P')
      .short_sale_threshold('N')
      .ipo_flag('N')
      .luld_price_tier(' ')
      .etp_flag('N')
      .etp_leverage_factor(0)
      .inverse_indicator('N');
}

itch::StockTradingAction ItchPublisher::state_message(std::uint16_t book,
                                                      std::uint64_t timestamp) const {
  const BookState& state = books_[book];
  return itch::StockTradingAction{locate_of(book), timestamp}
      .stock(instruments_[book].symbol)
      .trading_state(state.letter)
      .reserved(' ')
      .reason(state.letter == 'P' ? "LUDP" : "");
}

itch::RegShoRestriction ItchPublisher::short_message(std::uint16_t book,
                                                     std::uint64_t timestamp) const {
  return itch::RegShoRestriction{locate_of(book), timestamp}
      .stock(instruments_[book].symbol)
      .reg_sho_action(books_[book].short_restricted ? '1' : '0');
}

// In priority order, bids before asks.
template <class Visit>
void ItchPublisher::for_each_shown(const engine::Engine& engine, std::uint16_t book, Visit visit) {
  std::array<engine::ShownOrder, 64> orders;
  for (const Side side : {Side::Bid, Side::Ask}) {
    engine::RestingOrders read{.count = 0, .more = true};
    for (std::uint64_t id = 0; read.more;) {
      read = engine.shown_behind(book, side, id, orders);
      for (std::size_t i = 0; i < read.count; ++i) visit(orders[i]);
      if (read.more) id = orders[read.count - 1].id;
    }
  }
}

void ItchPublisher::tell_event(char event) {
  day_event_ = event;
  append(itch::SystemEvent{0, timestamp_}.event_code(event));
}

void ItchPublisher::start_day(const engine::Engine& engine, std::uint64_t time_ns) {
  if (engine.options().book_count != books_.size()) {
    throw std::invalid_argument{"market data: " + std::to_string(books_.size()) +
                                " instruments for " + std::to_string(engine.options().book_count) +
                                " books"};
  }
  // Unsigned on purpose: an offset before 1970 wraps there and back.
  const auto offset_ns = static_cast<std::uint64_t>(std::int64_t{options_.utc_offset_s} *
                                                    static_cast<std::int64_t>(kNsPerSecond));
  midnight_ns_ = time_ns - (time_ns + offset_ns) % kNsPerDay;
  timestamp_ = timestamp_of(time_ns);
  execution_count_ = 0;
  cross_count_ = 0;
  entering_ = {};
  shown_.clear();

  tell_event('O');
  for (std::size_t i = 0; i < books_.size(); ++i) {
    const auto book = static_cast<std::uint16_t>(i);
    BookState& state = books_[i];
    state = {};
    state.state = engine.view(book).state;
    state.letter = letter_of(state);
    append(instrument_message(book, timestamp_));
    append(state_message(book, timestamp_));
    append(short_message(book, timestamp_));
  }
  tell_event('S');
  for (std::size_t i = 0; i < books_.size(); ++i) {
    const auto book = static_cast<std::uint16_t>(i);
    for_each_shown(engine, book, [&](const engine::ShownOrder& order) {
      show({.id = order.id,
            .ref = order.id,
            .price = order.price,
            .visible = order.visible,
            .display = order.display,
            .book = book,
            .side = order.side});
    });
  }
}

void ItchPublisher::end_day(std::uint64_t time_ns) {
  timestamp_ = timestamp_of(time_ns);
  tell_event('E');
  tell_event('C');
}

void ItchPublisher::restrict_short(std::uint16_t book, bool is_restricted, std::uint64_t time_ns) {
  timestamp_ = timestamp_of(time_ns);
  books_[book].short_restricted = is_restricted;
  append(short_message(book, timestamp_));
}

void ItchPublisher::append_snapshot(const engine::Engine& engine, std::uint64_t time_ns,
                                    std::vector<std::uint8_t>& out) const {
  const std::uint64_t timestamp = timestamp_of(time_ns);
  const auto sink = [&out](const auto& message) {
    const feed::Bytes bytes = message.bytes();
    out.push_back(static_cast<std::uint8_t>(bytes.size() >> 8U));
    out.push_back(static_cast<std::uint8_t>(bytes.size()));
    out.insert(out.end(), bytes.begin(), bytes.end());
  };
  if (day_event_ == 0) return;
  sink(itch::SystemEvent{0, timestamp}.event_code(day_event_));
  for (std::size_t i = 0; i < books_.size(); ++i) {
    const auto book = static_cast<std::uint16_t>(i);
    sink(instrument_message(book, timestamp));
    sink(state_message(book, timestamp));
    sink(short_message(book, timestamp));
  }
  for (std::size_t i = 0; i < books_.size(); ++i) {
    const auto book = static_cast<std::uint16_t>(i);
    for_each_shown(engine, book, [&](const engine::ShownOrder& order) {
      const PublishedOrder* const published = shown_.find(order.id);
      sink(itch::AddOrder{locate_of(book), timestamp}
               .order_ref(published != nullptr ? published->ref : order.id)
               .side(order.side == Side::Bid ? 'B' : 'S')
               .quantity(order.visible)
               .stock(instruments_[i].symbol)
               .price(price_of(book, order.price)));
    });
  }
}

}  // namespace hotbook::publish
