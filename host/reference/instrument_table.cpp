#include "host/reference/instrument_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <fstream>

namespace hotbook::reference {
namespace {

constexpr std::array<std::string_view, kVenueCount> kVenueNames{"itch", "xdp", "mdp3"};
constexpr std::array<std::string_view, 10> kColumns{
    "symbol",         "venue", "venue_symbol", "venue_id", "unit",
    "display_factor", "lot",   "multiplier",   "depth",    "by_order"};
constexpr std::uint64_t kBooks = 1U << 16U;
constexpr Nano kMoneyMax = std::int64_t{1'000'000} * kNanoPerUnit;
constexpr std::uint64_t kDepthMax = 10;  // instrument_command of rtl/spec/layout.md

std::string trimmed(std::string_view text) {
  const auto is_space = [](char c) { return c == ' ' || c == '\t' || c == '\r'; };
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return std::string{text};
}

std::vector<std::string> fields_of(std::string_view line) {
  std::vector<std::string> fields;
  for (std::size_t at = 0; at <= line.size();) {
    const std::size_t comma = std::min(line.find(',', at), line.size());
    fields.push_back(trimmed(line.substr(at, comma - at)));
    at = comma + 1;
  }
  return fields;
}

[[noreturn]] void refuse(const std::string& where, const std::string& why) {
  throw InstrumentFileError(where + ": " + why);
}

std::uint64_t number(const std::string& text, std::string_view column, std::uint64_t most,
                     const std::string& where) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value > most)
    refuse(where, fmt::format("{} '{}' is not a number from 0 to {}", column, text, most));
  return value;
}

Nano money(const std::string& text, std::string_view column, Nano most, const std::string& where) {
  const auto value = parse_nano(text);
  if (!value || *value <= 0 || *value > most) {
    std::string limit;
    append_nano(limit, most);
    refuse(where, fmt::format("{} '{}' is not a decimal above 0, at most {}, with up to nine "
                              "decimals",
                              column, text, limit));
  }
  return *value;
}

}  // namespace

std::string_view name_of(Venue venue) noexcept {
  return kVenueNames[index_of(venue)];
}

std::optional<Venue> venue_named(std::string_view name) noexcept {
  const auto at = std::find(kVenueNames.begin(), kVenueNames.end(), name);
  if (at == kVenueNames.end()) return std::nullopt;
  return static_cast<Venue>(at - kVenueNames.begin());
}

InstrumentTable InstrumentTable::read(const std::string& path) {
  std::ifstream in{path};
  if (!in) throw InstrumentFileError(path + ": cannot be read");
  return read(in, path);
}

InstrumentTable InstrumentTable::read(std::istream& in, const std::string& name) {
  InstrumentTable table;
  std::vector<std::string> columns;
  std::string line;
  for (std::size_t number = 1; std::getline(in, line); ++number) {
    line = trimmed(std::string_view{line}.substr(0, line.find('#')));
    if (line.empty()) continue;
    const std::string where = fmt::format("{}:{}", name, number);
    if (!columns.empty()) {
      table.read_line(columns, line, where);
      continue;
    }
    columns = fields_of(line);
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (std::find(kColumns.begin(), kColumns.end(), columns[i]) == kColumns.end())
        refuse(where, fmt::format("'{}' is no column; there are {}", columns[i],
                                  fmt::join(kColumns, ", ")));
      if (std::find(columns.begin(), columns.begin() + static_cast<std::ptrdiff_t>(i),
                    columns[i]) != columns.begin() + static_cast<std::ptrdiff_t>(i))
        refuse(where, fmt::format("column {} is there twice", columns[i]));
    }
    for (const std::string_view needed : {"symbol", "venue"}) {
      if (std::find(columns.begin(), columns.end(), needed) == columns.end())
        refuse(where, fmt::format("no column is called {}", needed));
    }
  }
  if (in.bad()) throw InstrumentFileError(name + ": reading failed");
  if (columns.empty()) throw InstrumentFileError(name + ": no line names the columns");
  return table;
}

void InstrumentTable::read_line(const std::vector<std::string>& columns, std::string_view line,
                                const std::string& where) {
  const std::vector<std::string> fields = fields_of(line);
  if (fields.size() != columns.size())
    refuse(where, fmt::format("{} fields, {} columns", fields.size(), columns.size()));
  const auto field = [&](std::string_view column) {
    const auto at = std::find(columns.begin(), columns.end(), column);
    return at == columns.end() ? std::string{}
                               : fields[static_cast<std::size_t>(at - columns.begin())];
  };
  const std::string symbol = field("symbol");
  const auto venue = venue_named(field("venue"));
  if (symbol.empty()) refuse(where, "no symbol");
  if (!venue)
    refuse(where, fmt::format("'{}' is no venue; there are {}", field("venue"),
                              fmt::join(kVenueNames, ", ")));
  Listing listing;
  listing.venue_symbol = field("venue_symbol");
  // ITCH's and XDP's numbers are books; MDP 3.0's SecurityID is a signed 32-bit number.
  const std::uint64_t id_max = *venue == Venue::Mdp3 ? 0x7fffffffU : kBooks - 1;
  if (const std::string text = field("venue_id"); !text.empty())
    listing.venue_id = number(text, "venue_id", id_max, where);
  if (const std::string text = field("unit"); !text.empty())
    listing.unit = money(text, "unit", kMoneyMax, where);
  if (const std::string text = field("display_factor"); !text.empty())
    listing.display_factor = money(text, "display_factor", kMoneyMax, where);
  if (const std::string text = field("lot"); !text.empty())
    listing.lot = static_cast<std::uint32_t>(number(text, "lot", 0xffffffffU, where));
  if (const std::string text = field("multiplier"); !text.empty())
    listing.multiplier = money(text, "multiplier", kMoneyMax, where);
  if (const std::string text = field("depth"); !text.empty())
    listing.depth = static_cast<std::uint8_t>(number(text, "depth", kDepthMax, where));
  if (listing.depth == 0) refuse(where, "depth '0' is not a number from 1 to 10");
  if (const std::string text = field("by_order"); !text.empty()) {
    if (text != "yes" && text != "no")
      refuse(where, fmt::format("by_order '{}' is neither yes nor no", text));
    listing.by_order = text == "yes";
  }
  if (listing.venue_symbol.empty() && !listing.venue_id)
    refuse(where, "neither venue_symbol nor venue_id");
  if (entry_of(*venue, listing) != kNone)
    refuse(where, fmt::format("{} of {} is listed twice", symbol, name_of(*venue)));
  for (const Entry& entry : entries_) {
    if (entry.venue == *venue && symbols_[entry.instrument] == symbol)
      refuse(where, fmt::format("{} has two listings on {}", symbol, name_of(*venue)));
  }
  entries_[add(*venue, symbol, listing)].from_file = true;
}

std::uint32_t InstrumentTable::entry_of(Venue venue, const Listing& told) const {
  if (told.venue_id) {
    const auto& by_id = by_venue_id_[index_of(venue)];
    if (const auto found = by_id.find(*told.venue_id); found != by_id.end()) return found->second;
  }
  const auto& by_symbol = by_venue_symbol_[index_of(venue)];
  const auto found = by_symbol.find(told.venue_symbol);
  return found == by_symbol.end() ? kNone : found->second;
}

std::uint32_t InstrumentTable::add(Venue venue, const std::string& symbol, const Listing& listing) {
  const auto [at, is_new] =
      by_symbol_.try_emplace(symbol, static_cast<InstrumentIndex>(symbols_.size()));
  if (is_new) symbols_.push_back(symbol);
  const auto number = static_cast<std::uint32_t>(entries_.size());
  entries_.push_back({venue, at->second, listing});
  if (!listing.venue_symbol.empty())
    by_venue_symbol_[index_of(venue)].emplace(listing.venue_symbol, number);
  if (listing.venue_id) name_book(number);
  return number;
}

// The entry's number has become known.
void InstrumentTable::name_book(std::uint32_t entry) {
  const Venue venue = entries_[entry].venue;
  const std::uint64_t id = *entries_[entry].listing.venue_id;
  by_venue_id_[index_of(venue)].emplace(id, entry);
  if (venue == Venue::Mdp3 && mdp3_books_.size() < kBooks)
    mdp3_books_.try_emplace(id, static_cast<std::uint16_t>(mdp3_books_.size()));
  const auto book = this->book(venue, id);
  if (!book) return;
  std::vector<std::uint32_t>& books = books_[index_of(venue)];
  if (book->value >= books.size()) books.resize(std::size_t{book->value} + 1, kNone);
  books[book->value] = entry;
}

std::string InstrumentTable::learn(Venue venue, const Listing& told) {
  std::uint32_t number = entry_of(venue, told);
  if (number == kNone) {
    const std::string symbol = told.venue_symbol.empty() && told.venue_id
                                   ? fmt::format("#{}", *told.venue_id)
                                   : told.venue_symbol;
    // A spelling that another listing of this venue has belongs to that one.
    if (!symbol.empty()) add(venue, symbol, told);
    return {};
  }
  Entry& entry = entries_[number];
  Listing& known = entry.listing;
  std::string trouble;
  const auto fill = [&](auto& mine, const auto& theirs, std::string_view what) {
    if (!theirs) return;
    if (!mine || !entry.from_file) {
      mine = theirs;
    } else if (*mine != *theirs) {
      trouble = fmt::format("{} of {} on {}: the file says {}, the feed {}", what,
                            symbols_[entry.instrument], name_of(venue), *mine, *theirs);
    }
  };
  const std::optional<std::uint64_t> id = known.venue_id;
  if (known.venue_symbol.empty() && !told.venue_symbol.empty()) {
    known.venue_symbol = told.venue_symbol;
    by_venue_symbol_[index_of(venue)].emplace(told.venue_symbol, number);
  }
  fill(known.venue_id, told.venue_id, "venue_id");
  fill(known.unit, told.unit, "unit");
  fill(known.display_factor, told.display_factor, "display_factor");
  fill(known.lot, told.lot, "lot");
  known.offset = told.offset;  // how books hold prices is nothing that a file knows of
  if (!entry.from_file) {
    known.multiplier = told.multiplier;
    known.depth = told.depth;
    known.by_order = told.by_order;
  }
  if (known.venue_id && known.venue_id != id) name_book(number);
  return trouble;
}

std::optional<BookIndex> InstrumentTable::book(Venue venue, std::uint64_t venue_id) const {
  if (venue == Venue::Mdp3) {
    const auto found = mdp3_books_.find(venue_id);
    if (found == mdp3_books_.end()) return std::nullopt;
    return BookIndex{found->second};
  }
  if (venue_id >= kBooks) return std::nullopt;
  return BookIndex{static_cast<std::uint16_t>(venue_id)};
}

const Listing* InstrumentTable::listing(Venue venue, BookIndex book) const noexcept {
  const std::vector<std::uint32_t>& books = books_[index_of(venue)];
  if (book.value >= books.size() || books[book.value] == kNone) return nullptr;
  return &entries_[books[book.value]].listing;
}

std::optional<InstrumentIndex> InstrumentTable::instrument(Venue venue,
                                                           BookIndex book) const noexcept {
  const std::vector<std::uint32_t>& books = books_[index_of(venue)];
  if (book.value >= books.size() || books[book.value] == kNone) return std::nullopt;
  return entries_[books[book.value]].instrument;
}

std::string InstrumentTable::symbol(Venue venue, BookIndex book) const {
  const auto found = instrument(venue, book);
  return found ? symbols_[*found] : fmt::format("#{}", book.value);
}

std::optional<InstrumentIndex> InstrumentTable::find(const std::string& symbol) const {
  const auto found = by_symbol_.find(symbol);
  if (found == by_symbol_.end()) return std::nullopt;
  return found->second;
}

}  // namespace hotbook::reference
