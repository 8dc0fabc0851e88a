#include "host/app/consolidated_output.hpp"

#include <algorithm>
#include <bit>
#include <numeric>

#include <fmt/format.h>

#include "host/app/csv_writer.hpp"

namespace hotbook::app {
namespace {

using reference::ConsolidatedSide;
using reference::InstrumentIndex;
using reference::kVenueCount;
using reference::Venue;

constexpr std::size_t kInstrumentsShown = 8;

void append_side(std::string& out, const ConsolidatedSide& side) {
  out.push_back(',');
  if (!side.known) {
    out.append("?,?,?");
  } else if (side.quantity == 0) {
    out.append(",,");
  } else {
    reference::append_nano(out, side.price);
    out.push_back(',');
    append_number(out, side.quantity);
    out.push_back(',');
    out.append(venues_text(side.venues));
  }
}

std::string price_text(const ConsolidatedSide& side) {
  if (!side.known) return "?";
  if (side.quantity == 0) return "-";
  std::string text;
  reference::append_nano(text, side.price);
  return text;
}

std::string quantity_text(const ConsolidatedSide& side) {
  if (!side.known) return "?";
  return side.quantity == 0 ? "-" : std::to_string(side.quantity);
}

std::string line_of(std::string_view name, std::string_view venue, const ConsolidatedSide& bid,
                    const ConsolidatedSide& ask) {
  return fmt::format("{:<9}{:<16}{:>10} {}{:>14}{} │ {}{:<14}{} {:<10}", name, venue,
                     quantity_text(bid), kGreen, price_text(bid), kPlain, kRed, price_text(ask),
                     kPlain, quantity_text(ask));
}

}  // namespace

std::string venues_text(std::uint8_t venues) {
  std::string text;
  for (std::size_t venue = 0; venue < kVenueCount; ++venue) {
    if ((venues >> venue & 1U) == 0) continue;
    if (!text.empty()) text.push_back('+');
    text += reference::name_of(static_cast<Venue>(venue));
  }
  return text;
}

ConsolidatedCsv::ConsolidatedCsv(const std::string& path) : file_{path} {
  file_.buffer().append(
      "time_ns,venue,symbol,bid_price,bid_quantity,bid_venues,ask_price,ask_quantity,"
      "ask_venues\n");
}

void ConsolidatedCsv::row(const ConsolidatedRow& row, const std::string& symbol) {
  std::string& out = file_.buffer();
  append_number(out, row.time_ns);
  out.push_back(',');
  out.append(reference::name_of(row.venue));
  out.push_back(',');
  out.append(symbol);
  append_side(out, row.top.bid);
  append_side(out, row.top.ask);
  out.push_back('\n');
  file_.flush_when_long();
}

ConsolidatedView::ConsolidatedView(std::FILE* stream, const reference::InstrumentTable& instruments,
                                   const reference::ConsolidatedBooks& books)
    : terminal_{stream}, instruments_{instruments}, books_{books} {}

void ConsolidatedView::row(const ConsolidatedRow& row) {
  ++rows_;
  if (row.instrument >= changes_.size()) changes_.resize(std::size_t{row.instrument} + 1);
  ++changes_[row.instrument];
}

void ConsolidatedView::append_instrument(std::string& out, InstrumentIndex instrument) const {
  const reference::ConsolidatedTop top = books_.top(instrument);
  const auto venues = static_cast<std::uint8_t>(top.bid.venues | top.ask.venues);
  out +=
      fmt::format("{}{}{}{}\n", kBold,
                  line_of(instruments_.symbol(instrument), venues_text(venues), top.bid, top.ask),
                  changes_[instrument], kPlain);
  for (std::size_t index = 0; index < kVenueCount; ++index) {
    const auto venue = static_cast<Venue>(index);
    const reference::VenueQuote quote = books_.quote(instrument, venue);
    if (!quote.told) continue;
    out += fmt::format(
        "{}{}{}\n", kDim,
        line_of("", fmt::format("  {}", reference::name_of(venue)), quote.bid, quote.ask), kPlain);
  }
}

// Instruments of most venues first, then the busiest.
std::string ConsolidatedView::picture() const {
  std::vector<InstrumentIndex> order(changes_.size());
  std::iota(order.begin(), order.end(), InstrumentIndex{0});
  const auto venues = [this](InstrumentIndex instrument) {
    std::size_t count = 0;
    for (std::size_t venue = 0; venue < kVenueCount; ++venue)
      count += books_.quote(instrument, static_cast<Venue>(venue)).told ? 1U : 0U;
    return count;
  };
  std::stable_sort(order.begin(), order.end(), [&](InstrumentIndex a, InstrumentIndex b) {
    return std::pair{venues(a), changes_[a]} > std::pair{venues(b), changes_[b]};
  });
  std::string out = fmt::format(
      "{}hotbook{}  one set of books\n{}{} changes of a consolidated top in {:.1f} "
      "s{}\n\n{}{:<9}{:<16}{:>10} {:>14} │ {:<14} {:<10}{}{}\n",
      kBold, kPlain, kDim, rows_, terminal_.seconds(), kPlain, kBold, "symbol", "venues",
      "quantity", "bid", "ask", "quantity", "changes", kPlain);
  for (std::size_t i = 0; i < std::min(kInstrumentsShown, order.size()); ++i) {
    if (changes_[order[i]] != 0) append_instrument(out, order[i]);
  }
  return out;
}

void ConsolidatedView::draw() {
  if (terminal_.is_due()) terminal_.draw(picture());
}

void ConsolidatedView::finish() {
  terminal_.finish(picture());
}

}  // namespace hotbook::app
