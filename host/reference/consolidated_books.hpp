// The best bid and offer of every instrument across the venues that list it.
//
// A side is known when every venue that has told of the instrument knows its own. The quantity is
// the sum of all venues at the best price, the venues are those that make it. Where two venues
// quote through each other the top is crossed, as the market is.
//
// Threading: one thread.
// Hot path:  update() looks at one quote a venue; it allocates only when the table has grown.

#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "host/domain/top_of_book.hpp"
#include "host/reference/instrument_table.hpp"

namespace hotbook::reference {

struct ConsolidatedSide {
  bool known = true;
  Nano price = 0;              // 0 when empty or unknown
  std::uint64_t quantity = 0;  // 0 when empty or unknown
  std::uint8_t venues = 0;     // bit index_of(venue): it quotes the price
  friend bool operator==(const ConsolidatedSide&, const ConsolidatedSide&) = default;
};

struct ConsolidatedTop {
  ConsolidatedSide bid;
  ConsolidatedSide ask;
  friend bool operator==(const ConsolidatedTop&, const ConsolidatedTop&) = default;
};

// A venue's own quote of an instrument, in money.
struct VenueQuote {
  bool told = false;  // the venue has had a top of it
  ConsolidatedSide bid;
  ConsolidatedSide ask;
};

class ConsolidatedBooks {
 public:
  explicit ConsolidatedBooks(const InstrumentTable& table) : table_{table} {}

  struct Change {
    InstrumentIndex instrument;
    ConsolidatedTop top;
  };

  // The top of one venue's book has changed. Nothing when the consolidated top has not, or when
  // nobody has named the book's instrument.
  std::optional<Change> update(Venue venue, BookIndex book, const TopOfBook& top);

  [[nodiscard]] ConsolidatedTop top(InstrumentIndex instrument) const noexcept;
  [[nodiscard]] VenueQuote quote(InstrumentIndex instrument, Venue venue) const noexcept;

 private:
  struct Entry {
    std::array<VenueQuote, kVenueCount> quotes;
    ConsolidatedTop top;
  };

  const InstrumentTable& table_;
  std::vector<Entry> entries_;
};

}  // namespace hotbook::reference
