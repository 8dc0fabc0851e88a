#include "host/reference/consolidated_books.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <iostream>
#include <random>
#include <vector>

namespace hotbook::reference {
namespace {

constexpr BookIndex kItchBook{13};
constexpr BookIndex kXdpBook{7};
constexpr std::uint8_t kItchBit = 1;
constexpr std::uint8_t kXdpBit = 2;

InstrumentTable apple() {
  InstrumentTable table;
  table.learn(Venue::Itch, {.venue_symbol = "AAPL", .venue_id = kItchBook.value});
  // A hundredth of ITCH's unit.
  table.learn(Venue::Xdp, {.venue_symbol = "AAPL", .venue_id = kXdpBook.value, .unit = 1'000});
  return table;
}

TopOfBook top(TopSide bid, TopSide ask) {
  return {bid, ask};
}
TopSide at(std::uint32_t price, std::uint32_t quantity) {
  return {.price = price, .quantity = quantity};
}

TEST(ConsolidatedBooks, TheBetterVenueMakesTheTopWhateverItsUnit) {
  const InstrumentTable table = apple();
  ConsolidatedBooks books{table};
  ASSERT_TRUE(books.update(Venue::Itch, kItchBook, top(at(1'000'000, 100), at(1'000'300, 50))));
  const auto change =
      books.update(Venue::Xdp, kXdpBook, top(at(100'010'000, 70), at(100'040'000, 9)));
  ASSERT_TRUE(change);
  EXPECT_EQ(change->top.bid, (ConsolidatedSide{true, 100'010'000'000, 70, kXdpBit}));
  EXPECT_EQ(change->top.ask, (ConsolidatedSide{true, 100'030'000'000, 50, kItchBit}));
  EXPECT_EQ(books.top(change->instrument), change->top);
  EXPECT_EQ(books.quote(change->instrument, Venue::Itch).bid.quantity, 100U);
}

TEST(ConsolidatedBooks, VenuesAtOnePriceAddUp) {
  const InstrumentTable table = apple();
  ConsolidatedBooks books{table};
  books.update(Venue::Itch, kItchBook, top(at(1'000'000, 4'000'000'000), {}));
  const auto change = books.update(Venue::Xdp, kXdpBook, top(at(100'000'000, 4'000'000'000), {}));
  ASSERT_TRUE(change);
  EXPECT_EQ(change->top.bid,
            (ConsolidatedSide{true, 100'000'000'000, 8'000'000'000, kItchBit | kXdpBit}));
  EXPECT_EQ(change->top.ask, ConsolidatedSide{});
}

TEST(ConsolidatedBooks, ASideThatOneVenueDoesNotKnowIsUnknown) {
  const InstrumentTable table = apple();
  ConsolidatedBooks books{table};
  books.update(Venue::Itch, kItchBook, top(at(1'000'000, 100), at(1'000'300, 50)));
  const auto change = books.update(Venue::Xdp, kXdpBook, top({.known = false}, at(100'020'000, 9)));
  ASSERT_TRUE(change);
  EXPECT_EQ(change->top.bid, (ConsolidatedSide{.known = false}));
  EXPECT_EQ(change->top.ask.price, 100'020'000'000);
}

TEST(ConsolidatedBooks, SaysNothingWhenTheBestStaysAsItIs) {
  const InstrumentTable table = apple();
  ConsolidatedBooks books{table};
  books.update(Venue::Itch, kItchBook, top(at(1'000'000, 100), at(1'000'300, 50)));
  EXPECT_FALSE(books.update(Venue::Xdp, kXdpBook, top(at(99'000'000, 5), at(200'000'000, 5))));
}

TEST(ConsolidatedBooks, ABookNobodyHasNamedBelongsToNoInstrument) {
  const InstrumentTable table = apple();
  ConsolidatedBooks books{table};
  EXPECT_FALSE(books.update(Venue::Itch, {99}, top(at(1, 1), at(2, 1))));
}

TEST(ConsolidatedBooks, AgreesWithASearchOfAllQuotes) {
  const char* const chosen = std::getenv("HOTBOOK_SEED");
  const std::uint64_t seed = chosen == nullptr ? 1 : std::strtoull(chosen, nullptr, 10);
  std::cout << "HOTBOOK_SEED=" << seed << '\n';
  std::mt19937_64 random{seed};
  InstrumentTable table;
  for (const Venue venue : {Venue::Itch, Venue::Xdp, Venue::Mdp3})
    table.learn(venue, {.venue_symbol = "X", .venue_id = 5, .unit = 1'000 * (1 + index_of(venue))});
  ConsolidatedBooks books{table};
  std::array<std::optional<TopOfBook>, kVenueCount> tops;
  const auto draw = [&](std::uint32_t most) {  // 1 to most
    return 1 + static_cast<std::uint32_t>(random() % most);
  };
  const auto side = [&] {
    TopSide drawn{.known = random() % 16 != 0};
    if (drawn.known && random() % 8 != 0) drawn = at(6 * draw(4), draw(3));
    return drawn;
  };
  for (int turn = 0; turn < 20'000; ++turn) {
    const auto venue = static_cast<Venue>(random() % kVenueCount);
    const BookIndex book = *table.book(venue, 5);
    tops[index_of(venue)] = top(side(), side());
    books.update(venue, book, *tops[index_of(venue)]);
    for (const bool bid : {true, false}) {
      std::vector<std::pair<Nano, std::uint32_t>> quotes;
      bool known = true;
      for (std::size_t v = 0; v < kVenueCount; ++v) {
        if (!tops[v]) continue;
        const TopSide& of = bid ? tops[v]->bid : tops[v]->ask;
        known = known && of.known;
        if (of.known && of.quantity != 0)
          quotes.emplace_back(Nano{of.price} * 1'000 * static_cast<Nano>(1 + v), of.quantity);
      }
      std::sort(quotes.begin(), quotes.end());
      if (bid) std::reverse(quotes.begin(), quotes.end());
      std::uint64_t quantity = 0;
      for (const auto& quote : quotes)
        quantity += quote.first == quotes[0].first ? quote.second : 0;
      const ConsolidatedSide& told = bid ? books.top(0).bid : books.top(0).ask;
      ASSERT_EQ(told.known, known) << "turn " << turn;
      ASSERT_EQ(told.quantity, known ? quantity : 0) << "turn " << turn;
      ASSERT_EQ(told.price, known && !quotes.empty() ? quotes[0].first : 0) << "turn " << turn;
    }
  }
}

}  // namespace
}  // namespace hotbook::reference
