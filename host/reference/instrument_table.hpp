// Knows every instrument on every venue: which book of the venue's it is, what its prices mean, and
// which listings of different venues are one instrument.
//
// What is known comes of a file (InstrumentTable::read) and of the feeds' own directory messages
// (learn). The file decides which listings belong together: without it, those of the same spelling
// do. A file is CSV; its first line names the columns, in any order, # begins a comment:
//
//   symbol,venue,venue_symbol,venue_id,unit,display_factor,lot,multiplier,depth,by_order
//   ES,mdp3,ESZ6,9164,0.25,0.01,1,50,10,no
//   AAPL,xdp,AAPL,,,,,,,
//
// venue is itch, xdp or mdp3; venue_id the venue's number (stock locate, symbol index, security
// id); unit the price of one unit of a book's price (a tick where the venue sends 64-bit prices);
// display_factor what the venue's own prices are multiplied by to be prices as people know them, 1
// unless told (MDP 3.0, tag 9787: an ES of 2685.25 is sent as 268525);
// depth the price levels of a side that the venue tells; by_order yes where the book is to be made
// of orders and not of the levels that the venue tells too. A line needs a symbol, a venue, and a
// venue_symbol or a venue_id; what else is empty the feed must say, or it has its default.
//
// Threading: one thread.
// Hot path:  listing() indexes an array; all else is set-up, and may allocate and throw.

#pragma once

#include <array>
#include <cstdint>
#include <istream>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "host/domain/types.hpp"
#include "host/reference/price_unit.hpp"

namespace hotbook::reference {

enum class Venue : std::uint8_t { Itch = 0, Xdp = 1, Mdp3 = 2 };
inline constexpr std::size_t kVenueCount = 3;

[[nodiscard]] std::string_view name_of(Venue venue) noexcept;
[[nodiscard]] std::optional<Venue> venue_named(std::string_view name) noexcept;
[[nodiscard]] constexpr std::size_t index_of(Venue venue) noexcept {
  return static_cast<std::size_t>(venue);
}

using InstrumentIndex = std::uint32_t;

// An instrument on one venue, as far as it is known.
struct Listing {
  std::string venue_symbol{};  // as the venue spells it; "" when only its number is known
  std::optional<std::uint64_t> venue_id{};
  std::optional<Nano> unit{};
  std::optional<Nano> display_factor{};
  std::int64_t offset = 0;  // PriceUnit::offset
  std::optional<std::uint32_t> lot{};
  Nano multiplier = kNanoPerUnit;
  std::uint8_t depth = 10;
  bool by_order = false;

  [[nodiscard]] PriceUnit price_unit() const noexcept {
    return {unit.value_or(PriceUnit{}.nano), offset};
  }
};

// A file that cannot be used; says file, line and why.
class InstrumentFileError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class InstrumentTable {
 public:
  InstrumentTable() = default;

  // Throws InstrumentFileError.
  [[nodiscard]] static InstrumentTable read(const std::string& path);
  [[nodiscard]] static InstrumentTable read(std::istream& in, const std::string& name);

  // A venue's directory says this of a listing; what it says nothing of is left empty. Returns what
  // contradicts the file, for a person; empty when all is well. The file wins.
  std::string learn(Venue venue, const Listing& told);

  // The book of a listing is its venue's number where that fits a book; mdp3's are numbered in the
  // order in which they became known. Nothing when its number is unknown or fits no book.
  [[nodiscard]] std::optional<BookIndex> book(Venue venue, std::uint64_t venue_id) const;

  // The listing behind a book; nullptr when nobody has named one.
  [[nodiscard]] const Listing* listing(Venue venue, BookIndex book) const noexcept;
  // The instrument that a book belongs to.
  [[nodiscard]] std::optional<InstrumentIndex> instrument(Venue venue,
                                                          BookIndex book) const noexcept;

  [[nodiscard]] std::size_t size() const noexcept { return symbols_.size(); }
  [[nodiscard]] const std::string& symbol(InstrumentIndex instrument) const {
    return symbols_[instrument];
  }
  // "#17" for a book without a listing.
  [[nodiscard]] std::string symbol(Venue venue, BookIndex book) const;
  [[nodiscard]] std::optional<InstrumentIndex> find(const std::string& symbol) const;

  // Every listing of a venue that has a book, in the order of books.
  template <class Take>
  void each_listing(Venue venue, Take&& take) const {
    const std::vector<std::uint32_t>& books = books_[index_of(venue)];
    for (std::size_t book = 0; book < books.size(); ++book) {
      if (books[book] != kNone)
        take(BookIndex{static_cast<std::uint16_t>(book)}, entries_[books[book]].listing);
    }
  }

 private:
  static constexpr std::uint32_t kNone = 0xffffffff;

  struct Entry {
    Venue venue;
    InstrumentIndex instrument;
    Listing listing;
    bool from_file = false;
  };

  void read_line(const std::vector<std::string>& columns, std::string_view line,
                 const std::string& where);
  [[nodiscard]] std::uint32_t entry_of(Venue venue, const Listing& told) const;
  std::uint32_t add(Venue venue, const std::string& symbol, const Listing& listing);
  void name_book(std::uint32_t entry);

  std::vector<Entry> entries_;
  std::vector<std::string> symbols_;
  std::unordered_map<std::string, InstrumentIndex> by_symbol_;
  std::array<std::unordered_map<std::string, std::uint32_t>, kVenueCount> by_venue_symbol_;
  std::array<std::unordered_map<std::uint64_t, std::uint32_t>, kVenueCount> by_venue_id_;
  std::array<std::vector<std::uint32_t>, kVenueCount> books_;  // entry of each
  std::unordered_map<std::uint64_t, std::uint16_t> mdp3_books_;
};

}  // namespace hotbook::reference
