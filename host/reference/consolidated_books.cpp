#include "host/reference/consolidated_books.hpp"

namespace hotbook::reference {
namespace {

ConsolidatedSide side_of(const TopSide& side, const PriceUnit& unit, Venue venue) {
  ConsolidatedSide quote;
  quote.known = side.known;
  if (!side.known || side.quantity == 0) return quote;
  quote.price = unit.nano_of(side.price);
  quote.quantity = side.quantity;
  quote.venues = static_cast<std::uint8_t>(1U << index_of(venue));
  return quote;
}

void join(ConsolidatedSide& best, const ConsolidatedSide& quote, Side side) {
  if (!best.known) return;
  if (!quote.known) {
    best = {.known = false};
    return;
  }
  if (quote.quantity == 0) return;
  const bool better = best.quantity == 0 ||
                      (side == Side::Bid ? quote.price > best.price : quote.price < best.price);
  if (better) {
    best = quote;
  } else if (quote.price == best.price) {
    best.quantity += quote.quantity;
    best.venues |= quote.venues;
  }
}

}  // namespace

std::optional<ConsolidatedBooks::Change> ConsolidatedBooks::update(Venue venue, BookIndex book,
                                                                   const TopOfBook& top) {
  const auto instrument = table_.instrument(venue, book);
  if (!instrument) return std::nullopt;
  if (*instrument >= entries_.size()) entries_.resize(table_.size());
  Entry& entry = entries_[*instrument];
  const PriceUnit unit = table_.listing(venue, book)->price_unit();
  entry.quotes[index_of(venue)] = {true, side_of(top.bid, unit, venue),
                                   side_of(top.ask, unit, venue)};
  ConsolidatedTop joined;
  for (const VenueQuote& quote : entry.quotes) {
    if (!quote.told) continue;
    join(joined.bid, quote.bid, Side::Bid);
    join(joined.ask, quote.ask, Side::Ask);
  }
  if (joined == entry.top) return std::nullopt;
  entry.top = joined;
  return Change{*instrument, joined};
}

ConsolidatedTop ConsolidatedBooks::top(InstrumentIndex instrument) const noexcept {
  return instrument < entries_.size() ? entries_[instrument].top : ConsolidatedTop{};
}

VenueQuote ConsolidatedBooks::quote(InstrumentIndex instrument, Venue venue) const noexcept {
  return instrument < entries_.size() ? entries_[instrument].quotes[index_of(venue)] : VenueQuote{};
}

}  // namespace hotbook::reference
