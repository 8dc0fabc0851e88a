// LOBSTER's own day through the oracle: after every event the book's levels are the file's.

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>

#include "sim/oracle/feed_oracle.hpp"
#include "sim/replay/capture_reader.hpp"
#include "sim/replay/lobster_importer.hpp"
#include "sim/replay/mold_framer.hpp"
#include "tests/sim/replay/test_data.hpp"

namespace hotbook::oracle {
namespace {

using replay::LobsterEvent;
using replay::LobsterImporter;
using replay::LobsterLevel;
using replay::LobsterOptions;

constexpr std::uint16_t kBook = 7;

std::vector<LobsterLevel> best_first(const Levels& levels, Side side) {
  std::vector<LobsterLevel> list;
  for (const auto& [price, level] : levels)
    list.push_back({price, static_cast<std::uint32_t>(level.quantity)});
  if (side == Side::Bid) std::reverse(list.begin(), list.end());
  return list;
}

// Sends an event's messages to the oracle as one packet.
void send(FeedOracle& oracle, const LobsterEvent& event) {
  static replay::MoldFramer framer{replay::default_address(Line::A)};
  if (event.messages.empty()) return;
  std::vector<std::uint8_t> blocks;
  for (const auto& message : event.messages) {
    ASSERT_TRUE(message.is_whole());
    replay::append_block(blocks, message.bytes());
  }
  const auto count = static_cast<std::uint16_t>(event.messages.size());
  oracle.frame(Line::A, event.row.time_ns, framer.frame(event.last_seq + 1 - count, count, blocks));
}

class Lobster : public ::testing::Test {
 protected:
  void TearDown() override { std::filesystem::remove_all(folder_); }

  // Writes a pair of files and gives the options that name them.
  LobsterOptions files(const std::string& messages, const std::string& books) {
    std::ofstream{folder_ / "m.csv"} << messages;
    std::ofstream{folder_ / "b.csv"} << books;
    return {(folder_ / "m.csv").string(), (folder_ / "b.csv").string(), "GOOG", kBook, 1};
  }

  // The error of a pair of files, without the folder.
  std::string error(const std::string& messages, const std::string& books) {
    try {
      LobsterImporter importer{files(messages, books)};
      LobsterEvent event;
      while (importer.next(event)) {
      }
    } catch (const replay::LobsterError& thrown) {
      return std::string{thrown.what()}.substr(folder_.string().size() + 1);
    }
    return "no error";
  }

  std::filesystem::path folder_ = testing::scratch_folder();
};

constexpr const char* kRow = "1010000,5,1000000,7\n";

TEST_F(Lobster, SeedsTheBookFromTheFirstRowAndFollowsTheWindow) {
  const LobsterOptions options = files(
      "34200.000000001,1,11,5,1010000,-1\n"
      "34200.5,1,12,3,1005000,-1\n"  // pushes 1010000 out of a window of one level
      "34201.25,4,12,1,1005000,-1\n"
      "34202,3,12,2,1005000,-1\n"  // the level behind comes back
      "34203,2,99,2,1000000,1\n"   // an order that was seeded
      "34204,5,0,4,1003000,-1\n"
      "34205,7,0,0,-1,-1\n",
      "1010000,5,1000000,7\n1005000,3,1000000,7\n1005000,2,1000000,7\n1010000,5,1000000,7\n"
      "1010000,5,1000000,5\n1010000,5,1000000,5\n1010000,5,1000000,5\n");
  LobsterImporter importer{options};
  LobsterEvent event;
  std::string types;
  while (importer.next(event)) {
    for (const auto& message : event.messages) types += message.type();
    types += '|';
  }
  EXPECT_EQ(types, "SRHSAA|AD|E|DA|X|P|H|");
  EXPECT_EQ(importer.corrections(), 0U);
  EXPECT_EQ(event.last_seq, 14U);
  EXPECT_EQ(event.row.time_ns, 34'205'000'000'000U);
}

TEST_F(Lobster, CorrectsALevelThatTheEventsDoNotExplain) {
  LobsterImporter importer{
      files("1,1,1,5,1010000,-1\n2,5,0,1,1000000,1\n3,5,0,1,1000000,1\n",
            "1010000,5,1000000,7\n1010000,9,1000000,6\n1010000,1,1000000,6\n")};
  FeedOracle oracle{{}};
  LobsterEvent event;
  while (importer.next(event)) {
    send(oracle, event);
    EXPECT_EQ(best_first(oracle.levels(kBook, Side::Ask), Side::Ask), event.row.asks);
    EXPECT_EQ(best_first(oracle.levels(kBook, Side::Bid), Side::Bid), event.row.bids);
  }
  EXPECT_EQ(importer.corrections(), 3U);
}

TEST_F(Lobster, NeverTakesFromANamedOrderWhatTheFileSaysOfAnother) {
  LobsterImporter importer{
      files("1,1,1,5,1010000,-1\n2,1,11,5,1005000,-1\n3,3,99,2,1005000,-1\n",
            "1010000,5,1000000,7\n1005000,5,1000000,7\n1005000,3,1000000,7\n")};
  LobsterEvent event;
  std::string types;
  while (importer.next(event)) types = std::string{} + event.messages.back().type();
  EXPECT_EQ(types, "X");  // the shares go all the same
  EXPECT_EQ(importer.corrections(), 1U);
}

TEST_F(Lobster, LeavesOutEmptyLevels) {
  LobsterImporter importer{files("1,1,1,5,1010000,-1\n2,3,1,5,1010000,-1\n",
                                 "1010000,5,-9999999999,0\n9999999999,0,-9999999999,0\n")};
  FeedOracle oracle{{}};
  LobsterEvent event;
  while (importer.next(event)) send(oracle, event);
  EXPECT_TRUE(oracle.levels(kBook, Side::Ask).empty());
  EXPECT_TRUE(event.row.asks.empty());
}

TEST_F(Lobster, NamesFileAndLineOfWhateverIsWrong) {
  const std::string good = "1,1,1,5,1010000,-1\n";
  EXPECT_EQ(error(good, kRow), "no error");
  EXPECT_EQ(error(good + good, kRow), "b.csv: line 2: the file ends, the message file goes on");
  EXPECT_EQ(error(good, std::string{kRow} + kRow),
            "m.csv: line 2: the file ends, the orderbook file goes on");
  EXPECT_EQ(error("1,1,1,5\n", kRow),
            "m.csv: line 1: 4 fields; time, type, order id, size, price and direction are needed");
  EXPECT_EQ(error("x,1,1,5,1010000,-1\n", kRow), "m.csv: line 1: time \"x\" is not an integer");
  EXPECT_EQ(error("1.0000000001,1,1,5,1010000,-1\n", kRow),
            "m.csv: line 1: a time has one to nine decimals");
  EXPECT_EQ(error("86400,1,1,5,1010000,-1\n", kRow), "m.csv: line 1: the time is not within a day");
  EXPECT_EQ(error(good + "0.5,1,1,5,1010000,-1\n", std::string{kRow} + kRow),
            "m.csv: line 2: the time is before the line above");
  EXPECT_EQ(error("1,8,1,5,1010000,-1\n", kRow), "m.csv: line 1: type 8 is not known");
  EXPECT_EQ(error("1,1,-1,5,1010000,-1\n", kRow), "m.csv: line 1: a negative order id");
  EXPECT_EQ(error("1,1,1,0,1010000,-1\n", kRow), "m.csv: line 1: size 0 is out of range");
  EXPECT_EQ(error("1,1,1,5,4294967296,-1\n", kRow),
            "m.csv: line 1: price 4294967296 is out of range");
  EXPECT_EQ(error("1,1,1,5,1010000,0\n", kRow), "m.csv: line 1: a direction is 1 or -1");
  EXPECT_EQ(error("1,7,0,0,2,-1\n", kRow), "m.csv: line 1: a halt's price is -1, 0 or 1");
  EXPECT_EQ(error(good, "1010000,5,1000000\n"),
            "b.csv: line 1: 3 fields; four a level are needed, as many as in line 1");
  EXPECT_EQ(error(good, "1010000,5,1000000,7x\n"),
            "b.csv: line 1: bid size \"7x\" is not an integer");
  EXPECT_EQ(error(good, "1010000,5,1000000,7,1010000,5,990000,7\n"),
            "b.csv: line 1: levels are not sorted, best first");
  EXPECT_EQ(error(std::string(70'000, '1'), kRow),
            "m.csv: line 1: a line of more than 65536 bytes");
}

class LobsterGoog : public Lobster {
 protected:
  LobsterOptions unpacked() {
    const std::filesystem::path zip =
        testing::shared_data() / "lobster/LOBSTER_SampleFile_GOOG_2012-06-21_5.zip";
    if (!std::filesystem::exists(zip)) return {};
    const std::string command = "unzip -oq '" + zip.string() + "' -d '" + folder_.string() + "'";
    if (std::system(command.c_str()) != 0) return {};
    const std::string day = (folder_ / "GOOG_2012-06-21_34200000_57600000_").string();
    return {day + "message_5.csv", day + "orderbook_5.csv", "GOOG", kBook, 1};
  }
};

TEST_F(LobsterGoog, BookHasLobstersLevelsAfterEveryEventOfTheDay) {
  const LobsterOptions options = unpacked();
  if (options.message_path.empty())
    GTEST_SKIP() << "LOBSTER's sample or unzip is absent, see HOTBOOK_SHARED";
  LobsterImporter importer{options};
  FeedOracle oracle{{}};
  LobsterEvent event;
  std::map<replay::LobsterType, std::uint64_t> types;
  std::uint64_t events = 0;
  BookUpdate last{};
  while (importer.next(event)) {
    send(oracle, event);
    ++events;
    ++types[event.row.type];
    ASSERT_EQ(best_first(oracle.levels(kBook, Side::Ask), Side::Ask), event.row.asks)
        << "row " << events;
    ASSERT_EQ(best_first(oracle.levels(kBook, Side::Bid), Side::Bid), event.row.bids)
        << "row " << events;
    for (const Record& record : oracle.take_records()) {
      if (const auto* update = std::get_if<BookUpdate>(&record)) last = *update;
    }
    // The record tells the same top as the file.
    ASSERT_EQ((LobsterLevel{last.bid_price, last.bid_quantity}), event.row.bids.front())
        << "row " << events;
    ASSERT_EQ((LobsterLevel{last.ask_price, last.ask_quantity}), event.row.asks.front())
        << "row " << events;
  }
  using enum replay::LobsterType;
  EXPECT_EQ(events, 112'673U);
  EXPECT_EQ(types[Add], 54'907U);
  EXPECT_EQ(types[Reduce], 16U);
  EXPECT_EQ(types[Delete], 46'072U);
  EXPECT_EQ(types[Execute], 7'765U);
  EXPECT_EQ(types[ExecuteHidden], 3'913U);
  EXPECT_EQ(importer.corrections(), 0U);
  const Counters counters = oracle.counters();
  EXPECT_EQ(counters.at("lob.order_unknown"), 0U);
  EXPECT_EQ(counters.at("lob.order_ignored"), 0U);
  EXPECT_EQ(counters.at("lob.overfill"), 0U);
  EXPECT_EQ(counters.at("feed.gaps"), 0U);
  EXPECT_EQ(counters.at("line_a.messages_taken"), event.last_seq);
  std::cout << "events=" << events << " messages=" << event.last_seq
            << " corrections=" << importer.corrections() << '\n';
}

TEST_F(LobsterGoog, WrittenAsACaptureGivesTheSameBook) {
  const LobsterOptions options = unpacked();
  if (options.message_path.empty())
    GTEST_SKIP() << "LOBSTER's sample or unzip is absent, see HOTBOOK_SHARED";
  const std::string path = (folder_ / "goog.pcap").string();
  const std::uint64_t frames = write_lobster(options, replay::default_address(Line::A), path);
  LobsterImporter importer{options};
  LobsterEvent event;
  while (importer.next(event)) {
  }
  FeedOracle oracle{{}};
  const auto reader = replay::CaptureReader::open(path);
  replay::CapturedFrame frame;
  while (reader->next(frame)) oracle.frame(Line::A, frame.time_ns, frame.bytes);
  EXPECT_EQ(oracle.counters().at("line_a.frames"), frames);
  EXPECT_EQ(oracle.counters().at("line_a.messages_taken"), event.last_seq);
  EXPECT_EQ(oracle.counters().at("line_a.end_of_session"), 1U);
  EXPECT_EQ(best_first(oracle.levels(kBook, Side::Ask), Side::Ask), event.row.asks);
  EXPECT_EQ(best_first(oracle.levels(kBook, Side::Bid), Side::Bid), event.row.bids);
}

}  // namespace
}  // namespace hotbook::oracle
