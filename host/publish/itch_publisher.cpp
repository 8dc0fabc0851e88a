#include "host/publish/itch_publisher.hpp"

#include <algorithm>
#include <cassert>
#include <stdexcept>

#include "host/publish/itch_writer.hpp"

namespace hotbook::publish {

namespace {

constexpr std::uint64_t kCrossNumbers = std::uint64_t{1} << 63U;
constexpr std::uint16_t kAllBooks = 0xffff;

constexpr bool is_call(TradingState state) noexcept {
  return state == TradingState::OpeningCall || state == TradingState::HaltCall ||
         state == TradingState::ClosingCall;
}

// ITCH 5.0 section 1.5.2, of the uncross that ends this state.
constexpr char cross_type(TradingState state) noexcept {
  if (state == TradingState::ClosingCall) return 'C';
  return state == TradingState::OpeningCall || state == TradingState::Closed ? 'O' : 'H';
}

constexpr bool same(const engine::Indication& a, const engine::Indication& b) noexcept {
  return a.price == b.price && a.executable == b.executable && a.demand == b.demand &&
         a.supply == b.supply;
}

}  // namespace

ItchPublisher::ItchPublisher(const PublisherOptions& options, std::vector<Instrument> instruments,
                             MessageStore& store)
    : options_{options},
      instruments_{std::move(instruments)},
      store_{store},
      books_(instruments_.size()) {
  for (const Instrument& each : instruments_) {
    if (each.symbol.empty() || each.symbol.size() > 8) {
      throw std::invalid_argument{"market data: symbol \"" + each.symbol +
                                  "\" has not 1 to 8 characters"};
    }
    if (each.tick_dollars_1e4 == 0) {
      throw std::invalid_argument{"market data: tick of " + each.symbol + " is 0"};
    }
  }
}

void ItchPublisher::on_input(const MatchCommand& command, std::span<const MatchOutput> outputs,
                             const engine::Engine& after, std::uint64_t time_ns) {
  timestamp_ = timestamp_of(time_ns);
  Input input{command, outputs, after};
  for (; input.at < outputs.size(); ++input.at) publish(input);
  settle(input, outputs.size());
  if (command.kind == CommandKind::TradingState) day_events(input);
  if (command.kind == CommandKind::Timer) indicate(after);
}

void ItchPublisher::publish(const Input& input) {
  const MatchOutput& record = input.output();
  switch (record.output_kind) {
    case OutputKind::Accepted:
      return begin_entry(
          input, {record.order_id, record.leaves, input.command.display_quantity, record.book});
    case OutputKind::Execution:
      return execution(record);
    case OutputKind::Cancelled:
      return cancelled(record);
    case OutputKind::Replaced:
      return replaced(input);
    case OutputKind::Restated:
      return restated(input);
    case OutputKind::Triggered:
      return begin_entry(input, {record.order_id, record.leaves, 0, record.book});
    case OutputKind::Uncrossed:
      return uncrossed(record);
    case OutputKind::StateChanged:
      return state_changed(input);
    case OutputKind::Refused:
    case OutputKind::MassCancelled:
    case OutputKind::Level:
    case OutputKind::TopOfBook:
      return;  // nothing of the market's
  }
}

void ItchPublisher::execution(const MatchOutput& record) {
  ++execution_count_;
  if ((record.flags & kOutputFlagAuction) != 0) {
    cross_side(record, record.order_id, record.leaves);
    cross_side(record, record.other_order_id, record.other_leaves);
    return;
  }
  if (record.order_id == entering_.id) {
    entering_.open = record.leaves;
    if (record.leaves == 0) entering_.id = 0;
  }
  PublishedOrder* const resting = shown_.find(record.other_order_id);
  assert(resting != nullptr && resting->visible >= record.quantity);
  if (resting == nullptr) return;
  append(itch::OrderExecuted{locate_of(record.book), timestamp_}
             .order_ref(resting->ref)
             .executed_quantity(record.quantity)
             .match_number(execution_count_));
  resting->visible -= std::min(resting->visible, record.quantity);
  if (record.other_leaves == 0) shown_.erase(resting);
}

// Rule 7.4: from the visible part first. Auction orders were never shown.
void ItchPublisher::cross_side(const MatchOutput& record, std::uint64_t id, std::uint32_t leaves) {
  PublishedOrder* const order = shown_.find(id);
  if (order == nullptr) return;
  const std::uint32_t seen = std::min(order->visible, record.quantity);
  if (seen != 0) {
    append(itch::OrderExecutedWithPrice{locate_of(record.book), timestamp_}
               .order_ref(order->ref)
               .executed_quantity(seen)
               .match_number(execution_count_)
               .printable('N')
               .execution_price(price_of(record.book, record.price)));
  }
  order->visible -= seen;
  if (leaves == 0) shown_.erase(order);
}

void ItchPublisher::cancelled(const MatchOutput& record) {
  if (record.order_id == entering_.id) {
    entering_.id = 0;
  } else if (PublishedOrder* const order = shown_.find(record.order_id)) {
    remove(order);
  }
}

void ItchPublisher::restated(const Input& input) {
  const MatchOutput& record = input.output();
  switch (static_cast<MatchReason>(record.reason)) {
    case MatchReason::SelfMatch:
      return taken_off(record);
    case MatchReason::Replenished:
      return replenished(record);
    default:
      break;  // a peg leaves its place
  }
  if (PublishedOrder* const order = shown_.find(record.order_id)) remove(order);
  if (record.price != 0) begin_entry(input, {record.order_id, record.leaves, 0, record.book});
}

// Rule 3.5, decrement.
void ItchPublisher::taken_off(const MatchOutput& record) {
  if (record.order_id == entering_.id) {
    entering_.open = record.leaves;
    return;
  }
  PublishedOrder* const order = shown_.find(record.order_id);
  assert(order != nullptr && order->visible >= record.quantity);
  if (order == nullptr) return;
  if (record.quantity >= order->visible) {
    append(itch::OrderDelete{locate_of(record.book), timestamp_}.order_ref(order->ref));
    order->visible = 0;
    return;
  }
  append(itch::OrderCancel{locate_of(record.book), timestamp_}
             .order_ref(order->ref)
             .cancelled_quantity(record.quantity));
  order->visible -= record.quantity;
}

void ItchPublisher::replenished(const MatchOutput& record) {
  PublishedOrder* const found = shown_.find(record.order_id);
  assert(found != nullptr && found->visible == 0);
  if (found == nullptr) return;
  PublishedOrder order = *found;
  shown_.erase(found);
  order.ref = order.id;
  order.visible = record.quantity;
  show(order);
}

void ItchPublisher::replaced(const Input& input) {
  const MatchOutput& record = input.output();
  const auto now = input.after.shown(record.book, record.order_id);
  PublishedOrder* const order = shown_.find(record.other_order_id);
  if (order == nullptr) {
    return begin_entry(input, {record.order_id, record.leaves, 0, record.book});
  }
  if (now && now->entered != record.input_seq) return reduced(order, *now);

  const bool meets_someone = std::any_of(
      input.outputs.begin() + static_cast<std::ptrdiff_t>(input.at) + 1, input.outputs.end(),
      [&](const MatchOutput& later) {
        return later.order_id == record.order_id || later.other_order_id == record.order_id;
      });
  const std::uint32_t display = order->display;
  if (!now || meets_someone || record.order_id == record.other_order_id) {
    remove(order);
    return begin_entry(input, {record.order_id, record.leaves, display, record.book});
  }
  append(itch::OrderReplace{locate_of(record.book), timestamp_}
             .original_order_ref(order->ref)
             .new_order_ref(record.order_id)
             .quantity(now->visible)
             .price(price_of(record.book, now->price)));
  shown_.erase(order);
  shown_.insert({.id = record.order_id,
                 .ref = record.order_id,
                 .price = now->price,
                 .visible = now->visible,
                 .display = display,
                 .book = record.book,
                 .side = now->side});
}

// Rule 4.4: it keeps its place, and so its reference.
void ItchPublisher::reduced(PublishedOrder* order, const engine::ShownOrder& now) {
  if (now.visible < order->visible) {
    append(itch::OrderCancel{locate_of(order->book), timestamp_}
               .order_ref(order->ref)
               .cancelled_quantity(order->visible - now.visible));
  }
  PublishedOrder renamed = *order;
  renamed.id = now.id;
  renamed.visible = now.visible;
  shown_.erase(order);
  shown_.insert(renamed);
}

void ItchPublisher::uncrossed(const MatchOutput& record) {
  append(itch::CrossTrade{locate_of(record.book), timestamp_}
             .cross_quantity(record.other_order_id)
             .stock(instruments_[record.book].symbol)
             .cross_price(price_of(record.book, record.price))
             .match_number(kCrossNumbers + ++cross_count_)
             .cross_type(cross_type(books_[record.book].state)));
}

void ItchPublisher::state_changed(const Input& input) {
  const MatchOutput& record = input.output();
  BookState& book = books_[record.book];
  book.state = static_cast<TradingState>(record.reason);
  book.indication_told = false;
  // Rule 7.10: a timer halts what was in a limit state for too long.
  book.is_paused = book.state == TradingState::Halted && input.command.kind == CommandKind::Timer;
  const char letter = letter_of(book);
  if (letter == book.letter) return;
  book.letter = letter;
  append(state_message(record.book, timestamp_));
}

// The schedule's inputs, which are of all books at once, begin and end the market's hours.
void ItchPublisher::day_events(const Input& input) {
  if (input.command.book != kAllBooks) return;
  const auto state = static_cast<TradingState>(input.command.state);
  if (state == TradingState::Continuous && day_event_ == 'S') tell_event('Q');
  if (state == TradingState::Closed && day_event_ == 'Q') tell_event('M');
}

void ItchPublisher::indicate(const engine::Engine& engine) {
  for (std::size_t i = 0; i < books_.size(); ++i) {
    BookState& book = books_[i];
    if (!is_call(book.state)) continue;
    const auto number = static_cast<std::uint16_t>(i);
    const engine::Indication now = engine.indication(number);
    if (book.indication_told && same(now, book.told)) continue;
    book.indication_told = true;
    book.told = now;
    const std::uint64_t price = price_of(number, now.price);
    const bool has_price = now.price != 0;
    const char direction = now.demand > now.supply ? 'B' : now.demand < now.supply ? 'S' : 'N';
    // All orders of a call take part, so far and near price, and the price at which the quantities
    // are counted, are one.
    append(
        itch::NetOrderImbalance{locate_of(number), timestamp_}
            .paired_quantity(now.executable)
            .imbalance_quantity(std::max(now.demand, now.supply) - std::min(now.demand, now.supply))
            .imbalance_direction(has_price ? direction : 'O')
            .stock(instruments_[i].symbol)
            .far_price(price)
            .near_price(price)
            .current_reference_price(price)
            .cross_type(cross_type(book.state))
            .price_variation_indicator(has_price ? 'L' : ' '));
  }
}

std::uint64_t ItchPublisher::price_of(std::uint16_t book, std::uint32_t ticks) const noexcept {
  const Instrument& instrument = instruments_[book];
  if (ticks > instrument.ticks_max()) [[unlikely]] {
    ++counts_.prices_cut;
    return std::uint64_t{instrument.ticks_max()} * instrument.tick_dollars_1e4;
  }
  return std::uint64_t{ticks} * instrument.tick_dollars_1e4;
}

std::uint64_t ItchPublisher::timestamp_of(std::uint64_t time_ns) const noexcept {
  return time_ns < midnight_ns_ ? 0 : time_ns - midnight_ns_;
}

}  // namespace hotbook::publish
