#include "host/app/instrument_scan.hpp"

#include <gtest/gtest.h>

#include <sstream>

#include "sim/replay/mdp3_market.hpp"
#include "sim/replay/xdp_message.hpp"

namespace hotbook::app {
namespace {

using reference::InstrumentTable;
using reference::Venue;

using Payload = std::vector<std::uint8_t>;

Payload mappings(const std::vector<Payload>& messages) {
  replay::XdpHeader header;
  header.message_count = static_cast<std::uint8_t>(messages.size());
  Payload all;
  for (const Payload& message : messages) all.insert(all.end(), message.begin(), message.end());
  return replay::xdp_packet(header, all);
}

Payload packet(replay::Mdp3Message message) {
  Payload payload = replay::mdp3_packet(1, 2);
  replay::append_message(payload, std::move(message));
  return payload;
}

Payload prices(std::uint32_t security, std::initializer_list<std::int64_t> all) {
  std::vector<replay::Mdp3LevelEntry> entries;
  for (const std::int64_t price : all)
    entries.push_back({.price = price, .quantity = 1, .security = security, .level = 1});
  return packet(replay::mdp3_book(9, 1, entries));
}

// The instrument of the market's first definition, as if its prices were sent times a factor.
Payload definition(std::uint64_t display_factor) {
  const replay::Mdp3Market market{{}};
  return packet(market.definition(0).root(99, 8, display_factor));
}

std::size_t named(const InstrumentScan& scan) {
  std::size_t count = 0;
  for (const InstrumentCommand& command : scan.commands())
    count += command.instrument != ~std::uint64_t{0} ? 1U : 0U;
  return count;
}

TEST(InstrumentScan, ReadsXdpMappings) {
  InstrumentTable table;
  InstrumentScan scan{Venue::Xdp, table};
  const Payload payload =
      mappings({replay::xdp_symbol_mapping(5, "IBM"), replay::xdp_symbol_mapping(6, "BRK B"),
                replay::xdp_symbol_mapping(7, "A,\"\x1b")});
  scan.payload(payload);
  scan.finish();
  EXPECT_EQ(scan.messages(), 3U);
  EXPECT_EQ(table.symbol(Venue::Xdp, {5}), "IBM");
  EXPECT_EQ(table.symbol(Venue::Xdp, {6}), "BRK B");
  EXPECT_EQ(table.symbol(Venue::Xdp, {7}), "A___") << "nothing that breaks a CSV or a terminal";
  EXPECT_EQ(table.listing(Venue::Xdp, {5})->unit, 100'000) << "four decimals";
  EXPECT_EQ(table.listing(Venue::Xdp, {5})->lot, 100U);
  EXPECT_TRUE(scan.commands().empty());
}

TEST(InstrumentScan, GivesASecurityThatNobodyDefinesTheTickOfItsPrices) {
  InstrumentTable table;
  InstrumentScan scan{Venue::Mdp3, table};
  scan.payload(prices(77, {10'250'000'000, -10'750'000'000, replay::kMdp3NoPrice}));
  scan.payload(prices(78, {0}));
  scan.finish();
  EXPECT_EQ(scan.messages(), 2U);
  const auto book = table.book(Venue::Mdp3, 77);
  ASSERT_TRUE(book);
  EXPECT_EQ(table.listing(Venue::Mdp3, *book)->unit, 250'000'000);
  EXPECT_EQ(table.symbol(Venue::Mdp3, *book), "#77");
  EXPECT_EQ(named(scan), 2U);
  EXPECT_TRUE(scan.contradictions().empty());
}

TEST(InstrumentScan, ReadsMdp3Definitions) {
  const replay::Mdp3Market market{{}};
  const auto& told = market.instruments().front();
  InstrumentTable table;
  InstrumentScan scan{Venue::Mdp3, table};
  scan.payload(definition(10'000'000));  // prices are sent in hundredths
  scan.payload(prices(told.security, {7 * told.tick}));
  scan.finish();
  const auto book = table.book(Venue::Mdp3, told.security);
  ASSERT_TRUE(book);
  const reference::Listing* const listing = table.listing(Venue::Mdp3, *book);
  EXPECT_EQ(table.symbol(Venue::Mdp3, *book), told.symbol);
  EXPECT_EQ(listing->unit, told.tick / 100) << "as people know the price";
  EXPECT_EQ(listing->depth, told.depth);
  EXPECT_EQ(named(scan), 1U);
  EXPECT_TRUE(scan.contradictions().empty());
}

TEST(InstrumentScan, TellsWhenPricesContradictTheTable) {
  std::istringstream file{"symbol,venue,venue_id,unit\nES,mdp3,77,0.3\n"};
  InstrumentTable table = InstrumentTable::read(file, "names.csv");
  InstrumentScan scan{Venue::Mdp3, table};
  scan.payload(prices(77, {10'250'000'000}));
  scan.finish();
  EXPECT_EQ(scan.contradictions(),
            std::vector<std::string>{"security 77: a price is no multiple of its unit"});
}

TEST(InstrumentScan, LearnsNothingFromBytesThatAreNoPacket) {
  for (const Venue venue : {Venue::Itch, Venue::Xdp, Venue::Mdp3}) {
    InstrumentTable table;
    InstrumentScan scan{venue, table};
    for (const Payload& whole :
         {mappings({replay::xdp_symbol_mapping(5, "IBM")}), prices(77, {1}), definition(1)}) {
      for (std::size_t bytes = 0; bytes < whole.size(); ++bytes)
        scan.payload(std::span{whole}.first(bytes));
    }
    scan.finish();
    EXPECT_EQ(table.size(), 0U) << reference::name_of(venue);
  }
}

}  // namespace
}  // namespace hotbook::app
