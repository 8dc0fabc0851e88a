#include "host/reference/instrument_table.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace hotbook::reference {
namespace {

InstrumentTable table_of(const std::string& text) {
  std::istringstream in{text};
  return InstrumentTable::read(in, "names.csv");
}

std::string refusal_of(const std::string& text) {
  try {
    (void)table_of(text);
  } catch (const InstrumentFileError& error) {
    return error.what();
  }
  return "taken";
}

TEST(InstrumentTable, ReadsAFileWhoseColumnsStandInAnyOrder) {
  const InstrumentTable table = table_of(
      "# what we trade\n"
      "\n"
      "venue, symbol, venue_id, unit, venue_symbol, multiplier, lot, depth, display_factor\n"
      "itch, AAPL, 13, , AAPL, , 100, ,\n"
      "mdp3, ES, 9164, 0.25, ESZ6, 50, , 10, 0.01  # the front month\n");
  EXPECT_EQ(table.size(), 2U);
  ASSERT_NE(table.listing(Venue::Itch, {13}), nullptr);
  EXPECT_EQ(table.listing(Venue::Itch, {13})->lot, 100U);
  EXPECT_EQ(table.listing(Venue::Itch, {13})->price_unit(), PriceUnit{});
  const auto book = table.book(Venue::Mdp3, 9164);
  ASSERT_TRUE(book);
  const Listing* es = table.listing(Venue::Mdp3, *book);
  ASSERT_NE(es, nullptr);
  EXPECT_EQ(es->price_unit().nano, 250'000'000);
  EXPECT_EQ(es->multiplier, 50 * kNanoPerUnit);
  EXPECT_EQ(es->depth, 10U);
  EXPECT_EQ(es->display_factor, 10'000'000);
  EXPECT_EQ(table.symbol(Venue::Mdp3, *book), "ES");
  EXPECT_EQ(table.symbol(Venue::Xdp, {4}), "#4");
}

TEST(InstrumentTable, NamesTheLineAndTheFieldItRefuses) {
  EXPECT_EQ(refusal_of(""), "names.csv: no line names the columns");
  EXPECT_EQ(refusal_of("symbol,colour\n"),
            "names.csv:1: 'colour' is no column; there are symbol, venue, venue_symbol, venue_id, "
            "unit, display_factor, lot, multiplier, depth, by_order");
  EXPECT_EQ(refusal_of("symbol,venue,symbol\n"), "names.csv:1: column symbol is there twice");
  EXPECT_EQ(refusal_of("symbol,unit\n"), "names.csv:1: no column is called venue");
  const std::string head = "symbol,venue,venue_id,unit,depth\n";
  EXPECT_EQ(refusal_of(head + "A,itch,1\n"), "names.csv:2: 3 fields, 5 columns");
  EXPECT_EQ(refusal_of(head + ",itch,1,,\n"), "names.csv:2: no symbol");
  EXPECT_EQ(refusal_of(head + "A,bats,1,,\n"),
            "names.csv:2: 'bats' is no venue; there are itch, xdp, mdp3");
  EXPECT_EQ(refusal_of(head + "A,itch,,,\n"), "names.csv:2: neither venue_symbol nor venue_id");
  EXPECT_EQ(refusal_of(head + "A,itch,65536,,\n"),
            "names.csv:2: venue_id '65536' is not a number from 0 to 65535");
  EXPECT_EQ(refusal_of(head + "A,itch,-1,,\n"),
            "names.csv:2: venue_id '-1' is not a number from 0 to 65535");
  EXPECT_EQ(refusal_of(head + "A,mdp3,1,0,\n"),
            "names.csv:2: unit '0' is not a decimal above 0, at most 1000000.0000, with up to nine "
            "decimals");
  EXPECT_EQ(refusal_of(head + "A,mdp3,1,,11\n"),
            "names.csv:2: depth '11' is not a number from 0 to 10");
  EXPECT_EQ(refusal_of(head + "A,mdp3,1,,0\n"),
            "names.csv:2: depth '0' is not a number from 1 to 10");
  EXPECT_EQ(refusal_of("symbol,venue,venue_id,by_order\nA,mdp3,1,maybe\n"),
            "names.csv:2: by_order 'maybe' is neither yes nor no");
  EXPECT_EQ(refusal_of(head + "A,itch,1,,\nB,itch,1,,\n"),
            "names.csv:3: B of itch is listed twice");
  EXPECT_EQ(refusal_of(head + "A,itch,1,,\nA,itch,2,,\n"),
            "names.csv:3: A has two listings on itch");
}

TEST(InstrumentTable, SaysWhichFileCannotBeRead) {
  EXPECT_THROW((void)InstrumentTable::read("/nowhere/names.csv"), InstrumentFileError);
}

TEST(InstrumentTable, LearnsListingsFromTheFeedsAndJoinsThoseOfOneSpelling) {
  InstrumentTable table;
  EXPECT_EQ(table.learn(Venue::Itch, {.venue_symbol = "AAPL", .venue_id = 13}), "");
  EXPECT_EQ(table.learn(Venue::Xdp, {.venue_symbol = "AAPL", .venue_id = 7, .unit = 1'000}), "");
  EXPECT_EQ(table.size(), 1U);
  EXPECT_EQ(table.instrument(Venue::Itch, {13}), table.instrument(Venue::Xdp, {7}));
  EXPECT_EQ(table.listing(Venue::Xdp, {7})->price_unit().nano, 1'000);
}

TEST(InstrumentTable, TheFileJoinsWhatIsSpeltDifferently) {
  InstrumentTable table = table_of(
      "symbol,venue,venue_symbol\n"
      "BRK.B,itch,BRK.B\n"
      "BRK.B,xdp,BRK B\n");
  EXPECT_EQ(table.learn(Venue::Xdp, {.venue_symbol = "BRK B", .venue_id = 90}), "");
  EXPECT_EQ(table.learn(Venue::Itch, {.venue_symbol = "BRK.B", .venue_id = 80}), "");
  EXPECT_EQ(table.symbol(Venue::Xdp, {90}), "BRK.B");
  EXPECT_EQ(table.instrument(Venue::Itch, {80}), table.instrument(Venue::Xdp, {90}));
}

TEST(InstrumentTable, TheFileWinsAndTheContradictionIsTold) {
  InstrumentTable table = table_of("symbol,venue,venue_id,unit\nES,mdp3,9164,0.25\n");
  EXPECT_EQ(table.learn(Venue::Mdp3, {.venue_id = 9164, .unit = 10'000'000}),
            "unit of ES on mdp3: the file says 250000000, the feed 10000000");
  EXPECT_EQ(table.listing(Venue::Mdp3, *table.book(Venue::Mdp3, 9164))->unit, 250'000'000);
}

TEST(InstrumentTable, AFeedMayCorrectItself) {
  InstrumentTable table;
  table.learn(Venue::Xdp, {.venue_symbol = "IBM", .venue_id = 5, .unit = 1'000});
  EXPECT_EQ(table.learn(Venue::Xdp, {.venue_symbol = "IBM", .venue_id = 6, .unit = 100'000}), "");
  EXPECT_EQ(table.symbol(Venue::Xdp, {6}), "IBM");
  EXPECT_EQ(table.listing(Venue::Xdp, {6})->unit, 100'000);
}

TEST(InstrumentTable, NumbersMdp3BooksInTheOrderInWhichTheyBecomeKnown) {
  InstrumentTable table;
  table.learn(Venue::Mdp3, {.venue_symbol = "ZNZ6", .venue_id = 800'000});
  table.learn(Venue::Mdp3, {.venue_symbol = "ESZ6", .venue_id = 9'164});
  table.learn(Venue::Mdp3, {.venue_symbol = "ZNZ6", .venue_id = 800'000});
  EXPECT_EQ(table.book(Venue::Mdp3, 800'000), BookIndex{0});
  EXPECT_EQ(table.book(Venue::Mdp3, 9'164), BookIndex{1});
  EXPECT_EQ(table.book(Venue::Mdp3, 1), std::nullopt);
  EXPECT_EQ(table.book(Venue::Itch, 70'000), std::nullopt);
  std::string seen;
  table.each_listing(Venue::Mdp3, [&](BookIndex book, const Listing& listing) {
    seen += std::to_string(book.value) + listing.venue_symbol + " ";
  });
  EXPECT_EQ(seen, "0ZNZ6 1ESZ6 ");
}

TEST(InstrumentTable, AListingWithoutASpellingIsCalledByItsNumber) {
  InstrumentTable table;
  table.learn(Venue::Mdp3, {.venue_id = 4'711});
  EXPECT_EQ(table.symbol(Venue::Mdp3, {0}), "#4711");
  EXPECT_TRUE(table.find("#4711"));
  EXPECT_FALSE(table.find("ES"));
}

}  // namespace
}  // namespace hotbook::reference
