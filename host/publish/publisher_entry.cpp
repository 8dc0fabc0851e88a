// Orders that come to rest, and leave.
//
// Resting needs no record (rule 3.8), so that an order's coming to rest is told where its entry
// ends: before the next one begins, or behind the input's last record.

#include <algorithm>

#include "host/publish/itch_publisher.hpp"
#include "host/publish/itch_writer.hpp"

namespace hotbook::publish {

namespace {

std::uint32_t tranche(std::uint32_t open, std::uint32_t display) noexcept {
  return display != 0 && display < open ? display : open;
}

constexpr Side opposite(std::uint8_t side) noexcept {
  return side == 0 ? Side::Ask : Side::Bid;
}

}  // namespace

void ItchPublisher::begin_entry(const Input& input, const Entering& entering) {
  // A stop that is elected as it comes is accepted first, and then enters.
  if (entering.id != entering_.id) settle(input, input.at);
  entering_ = entering;
}

// The entering order is done. Where it came to rest it is on its side still, or a later record has
// it as a resting order. `from` is the first record behind its entry.
void ItchPublisher::settle(const Input& input, std::size_t from) {
  if (entering_.id == 0) return;
  const Entering entered = entering_;
  entering_.id = 0;
  PublishedOrder order{.id = entered.id,
                       .ref = entered.id,
                       .price = 0,
                       .visible = tranche(entered.open, entered.display),
                       .display = entered.display,
                       .book = entered.book,
                       .side = Side::Bid};
  if (const auto now = input.after.shown(entered.book, entered.id)) {
    order.price = now->price;
    order.side = now->side;
    return show(order);
  }
  for (std::size_t i = from; i < input.outputs.size(); ++i) {
    const MatchOutput& record = input.outputs[i];
    if (record.output_kind == OutputKind::Execution && record.other_order_id == entered.id) {
      order.price = record.price;
      order.side = opposite(record.side);
      return show(order);
    }
    const bool is_taken_off =
        record.output_kind == OutputKind::Cancelled || record.output_kind == OutputKind::Restated;
    if (is_taken_off && record.order_id == entered.id) {
      order.price = record.price;
      order.side = static_cast<Side>(record.side);
      return show(order);
    }
  }
}

void ItchPublisher::show(const PublishedOrder& order) {
  shown_.insert(order);
  append(itch::AddOrder{locate_of(order.book), timestamp_}
             .order_ref(order.ref)
             .side(order.side == Side::Bid ? 'B' : 'S')
             .quantity(order.visible)
             .stock(instruments_[order.book].symbol)
             .price(price_of(order.book, order.price)));
}

void ItchPublisher::remove(PublishedOrder* order) {
  append(itch::OrderDelete{locate_of(order->book), timestamp_}.order_ref(order->ref));
  shown_.erase(order);
}

}  // namespace hotbook::publish
