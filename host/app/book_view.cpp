#include "host/app/book_view.hpp"

#include <algorithm>
#include <numeric>
#include <string_view>

#include <fmt/format.h>

namespace hotbook::app {
namespace {

constexpr std::size_t kBooksShown = 12;
constexpr std::size_t kSparkPoints = 24;
constexpr std::size_t kBarColumns = 44;
constexpr double kCycleNs = 1e3 / 322.265625;  // the target clock

std::string price_text(const TopSide& side, const reference::PriceUnit& unit) {
  if (!side.known) return "?";
  if (side.quantity == 0) return "-";
  std::string text;
  reference::append_nano(text, unit.nano_of(side.price));
  return text;
}

std::string quantity_text(const TopSide& side) {
  if (!side.known) return "?";
  return side.quantity == 0 ? "-" : std::to_string(side.quantity);
}

std::string sparkline(const std::vector<std::uint32_t>& points) {
  static constexpr std::array<std::string_view, 8> kBlocks{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  if (points.empty()) return {};
  const auto [low, high] = std::minmax_element(points.begin(), points.end());
  const std::uint64_t span = std::max<std::uint64_t>(1, std::uint64_t{*high} - *low);
  std::string text;
  for (const std::uint32_t point : points)
    text += kBlocks[(std::uint64_t{point} - *low) * 7 / span];
  return text;
}

std::string bar(std::uint64_t count, std::uint64_t most) {
  std::string text;
  const std::size_t columns =
      most == 0 ? 0 : static_cast<std::size_t>((count * kBarColumns + most - 1) / most);
  for (std::size_t i = 0; i < columns; ++i) text += "█";
  return text;
}

}  // namespace

BookView::BookView(std::FILE* stream, NameOf name_of)
    : picture_{stream}, name_of_{std::move(name_of)} {}

BookView::Book& BookView::at(std::uint16_t book) {
  if (book >= books_.size()) books_.resize(std::size_t{book} + 1);
  return books_[book];
}

void BookView::event(const BookUpdate& update) {
  if (update.kind == RecordKind::Gap || update.kind == RecordKind::Refill) return;
  ++at(update.book).events;
  ++latency_[update.latency_cycles];
  ++latency_count_;
}

void BookView::row(const TopRow& row) {
  Book& book = at(row.book);
  ++book.changes;
  book.top = row.top;
  if (row.top.bid.quantity == 0 || row.top.ask.quantity == 0) return;
  if (book.mids.size() == kSparkPoints) book.mids.erase(book.mids.begin());
  book.mids.push_back(
      static_cast<std::uint32_t>((std::uint64_t{row.top.bid.price} + row.top.ask.price) / 2));
}

void BookView::append_books(std::string& out) const {
  std::vector<std::uint16_t> order(books_.size());
  std::iota(order.begin(), order.end(), std::uint16_t{0});
  const std::size_t shown = std::min(kBooksShown, order.size());
  std::partial_sort(
      order.begin(), order.begin() + static_cast<std::ptrdiff_t>(shown), order.end(),
      [this](std::uint16_t a, std::uint16_t b) {
        return books_[a].events != books_[b].events ? books_[a].events > books_[b].events : a < b;
      });
  out += fmt::format("{}{:<9}{:>9} {:>12} │ {:<12} {:<9}{:>10}{:>10}  {}{}\n", kBold, "symbol",
                     "quantity", "bid", "ask", "quantity", "events", "changes", "mid price of late",
                     kPlain);
  for (std::size_t i = 0; i < shown; ++i) {
    const Book& book = books_[order[i]];
    if (book.events == 0) break;
    const BookName name = name_of_(order[i]);
    out +=
        fmt::format("{:<9}{:>9} {}{:>12}{} │ {}{:<12}{} {:<9}{:>10}{:>10}  {}\n", name.symbol,
                    quantity_text(book.top.bid), kGreen, price_text(book.top.bid, name.unit),
                    kPlain, kRed, price_text(book.top.ask, name.unit), kPlain,
                    quantity_text(book.top.ask), book.events, book.changes, sparkline(book.mids));
  }
}

void BookView::append_latency(std::string& out) const {
  const auto first =
      std::find_if(latency_.begin(), latency_.end(), [](std::uint64_t n) { return n != 0; });
  if (first == latency_.end()) return;
  const std::uint64_t most = *std::max_element(latency_.begin(), latency_.end());
  out += fmt::format(
      "\n{}last byte of a message at the card → top of book{}, cycles (and ns at 322.27 MHz, not "
      "measured on a device)\n",
      kBold, kPlain);
  constexpr std::size_t kRows = 6;
  std::size_t rows = 0;
  std::uint64_t rest = 0;
  for (std::size_t cycles = static_cast<std::size_t>(first - latency_.begin());
       cycles < latency_.size(); ++cycles) {
    if (latency_[cycles] == 0) continue;
    if (rows++ < kRows) {
      out += fmt::format("{:>4} {}({:>5.1f} ns){} {:<10} {}\n", cycles, kDim,
                         static_cast<double>(cycles) * kCycleNs, kPlain, latency_[cycles],
                         bar(latency_[cycles], most));
    } else {
      rest += latency_[cycles];
    }
  }
  if (rest != 0) out += fmt::format("more            {:<10} {}\n", rest, bar(rest, most));
}

std::string BookView::picture(const ViewStatus& status) const {
  std::string out = fmt::format("{}hotbook{}  {}\n", kBold, kPlain, status.title);
  out += fmt::format(
      "{}{} book inputs{} in {:.1f} s{}{}\n\n", kDim, status.inputs,
      status.total == 0 ? "" : fmt::format(" of {}", status.total), picture_.seconds(),
      status.compared == 0 ? "" : fmt::format(", {} rows equal on card and twin", status.compared),
      kPlain);
  append_books(out);
  if (status.with_card) append_latency(out);
  if (!status.note.empty()) out += "\n" + status.note + "\n";
  return out;
}

void BookView::draw(const ViewStatus& status) {
  if (picture_.is_due()) picture_.draw(picture(status));
}

void BookView::finish(const ViewStatus& status) {
  picture_.finish(picture(status));
}

}  // namespace hotbook::app
