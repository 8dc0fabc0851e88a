// The whole path with the program a user runs: captures through the Verilated card behind XRT and
// through the twin, which must agree on every row and every shared counter.

#include <gtest/gtest.h>

#include <fstream>

#include "sim/replay/lobster_importer.hpp"
#include "tests/cosim/replay/replay_fixture.hpp"

namespace hotbook {
namespace {

// Every counter of a real capture is explained, so that one more, or another value, fails.
TEST_F(Replay, AgreesOnTheRealMoldUdp64CaptureWithEveryCounterExplained) {
  const auto capture = testing::shared_data() / "nasdaq-itch50/moldudp64-20230822-100packets.pcap";
  HOTBOOK_NEEDS(capture);
  // 269 messages: A125 U99 D30 F6 E3 are book messages, I5 S1 go to the host; each U is two events.
  // The 132 events of unknown orders name orders added before the capture began.
  EXPECT_EQ(counters(both(capture.string())), (Counters{{"line_a.frames", 100},
                                                        {"line_a.packets", 100},
                                                        {"line_a.messages_taken", 269},
                                                        {"feed.book_messages", 263},
                                                        {"feed.venue_messages", 6},
                                                        {"lob.events", 362},
                                                        {"lob.tops", 108},
                                                        {"lob.order_unknown", 132}}));
}

TEST_F(Replay, AgreesOnTheRealMarketOpenWithEveryCounterExplained) {
  const auto capture = testing::shared_data() / "nasdaq-itch50/20191230-093000-1000messages.itch";
  HOTBOOK_NEEDS(capture);
  // A367 U225 F193 D167 E28 X6 C1, then I4 P4 Q4 S1 to the host. The framer ends with one end of
  // session. Of the events of unknown orders, those of a U's delete half and its add half are
  // counted once.
  EXPECT_EQ(counters(both(capture.string())), (Counters{{"line_a.frames", 175},
                                                        {"line_a.packets", 175},
                                                        {"line_a.end_of_session", 1},
                                                        {"line_a.messages_taken", 1000},
                                                        {"feed.book_messages", 987},
                                                        {"feed.venue_messages", 13},
                                                        {"lob.events", 1212},
                                                        {"lob.tops", 384},
                                                        {"lob.order_unknown", 399}}));
}

TEST_F(Replay, PassesTheRealStartOfDayToTheHostWhole) {
  const auto capture = testing::shared_data() / "nasdaq-itch50/start-of-day-1000messages.itch";
  HOTBOOK_NEEDS(capture);
  EXPECT_EQ(counters(both(capture.string())), (Counters{{"line_a.frames", 999},
                                                        {"line_a.packets", 999},
                                                        {"line_a.end_of_session", 1},
                                                        {"line_a.messages_taken", 1000},
                                                        {"feed.venue_messages", 1000}}));
}

// The best level of each side in the rows, as they were after a message.
class Rows {
 public:
  explicit Rows(const std::string& path) : file_{path} {
    std::string header;
    std::getline(file_, header);
    read();
  }
  // Takes all rows up to and including this message's.
  void advance(std::uint64_t seq) {
    while (has_next_ && next_seq_ <= seq) {
      now_ = next_;
      read();
    }
  }
  [[nodiscard]] const std::string& now() const { return now_; }
  [[nodiscard]] bool at_end() const { return !has_next_; }

 private:
  void read() {
    std::string line;
    has_next_ = static_cast<bool>(std::getline(file_, line));
    if (!has_next_) return;
    next_seq_ = std::stoull(line);
    next_ = line.substr(line.find(",GOOG,") + 6);
  }
  std::ifstream file_;
  std::string now_ = ",,,";
  std::string next_;
  std::uint64_t next_seq_ = 0;
  bool has_next_ = false;
};

std::string side_of(const std::vector<replay::LobsterLevel>& levels) {
  if (levels.empty()) return ",";
  std::ostringstream text;
  text << levels[0].price / 10'000 << '.';
  text.width(4);
  text.fill('0');
  text << levels[0].price % 10'000 << ',' << levels[0].quantity;
  return text.str();
}

TEST_F(Replay, GivesLobstersOwnTopOfBookAfterEveryEventOfAWholeDay) {
  const auto archive = testing::shared_data() / "lobster/LOBSTER_SampleFile_GOOG_2012-06-21_5.zip";
  HOTBOOK_NEEDS(archive);
  ASSERT_EQ(std::system(("unzip -oq " + archive.string() + " -d " + folder_).c_str()), 0);
  replay::LobsterOptions options;
  options.message_path = file("GOOG_2012-06-21_34200000_57600000_message_5.csv");
  options.orderbook_path = file("GOOG_2012-06-21_34200000_57600000_orderbook_5.csv");
  options.symbol = "GOOG";
  ASSERT_EQ(hotbook("import lobster " + options.message_path + " " + options.orderbook_path +
                    " --symbol GOOG --out " + file("goog.pcap"))
                .status,
            0);
  const auto counted = counters(both(file("goog.pcap")));
  EXPECT_FALSE(counted.contains("feed.gaps"));
  EXPECT_FALSE(counted.contains("lob.order_unknown"));

  replay::LobsterImporter lobster{options};
  Rows rows{file("rows.csv")};
  replay::LobsterEvent event;
  std::uint64_t events = 0;
  for (; lobster.next(event); ++events) {
    rows.advance(event.last_seq);
    ASSERT_EQ(rows.now(), side_of(event.row.bids) + "," + side_of(event.row.asks))
        << "event " << events << ", message " << event.last_seq;
  }
  EXPECT_EQ(events, 112'673U);
  EXPECT_TRUE(rows.at_end());
}

TEST_F(Replay, AgreesOnAGeneratedDayOverTwoFaultyLines) {
  const std::uint64_t seed = testing::seed(1);
  const std::string messages = std::to_string(100'000 * testing::scale());
  ASSERT_EQ(hotbook("generate itch --out " + file("day.pcap") + " --symbols 50 --messages " +
                    messages + " --seed " + std::to_string(seed) +
                    " --loss-a 2000 --duplicate-a 5000 --late-b 2000 --skew-b 20000")
                .status,
            0);
  const auto counted = counters(both(file("day.pcap")));
  EXPECT_EQ(counted.at("line_a.messages_taken") + counted.at("line_b.messages_taken"),
            100'000 * testing::scale());
  EXPECT_FALSE(counted.contains("feed.gaps"));
  EXPECT_GT(counted.at("lob.refill_taken"),
            0U);  // deep books, so the windows were refilled from the twin
}

TEST_F(Replay, AgreesThatEveryBookIsUnknownAfterATrueGap) {
  const std::uint64_t seed = testing::seed(2);
  ASSERT_EQ(hotbook("generate itch --out " + file("day.pcap") +
                    " --messages 5000 --symbols 10 --loss-both 3000 --seed " + std::to_string(seed))
                .status,
            0);
  const auto counted = counters(both(file("day.pcap")));
  EXPECT_GT(counted.at("feed.gaps"), 0U);
  EXPECT_NE(testing::read_text(file("rows.csv")).find(",?,?,?,?\n"), std::string::npos);
}

TEST_F(Replay, GivesTheSameRowsOnTheCardAloneAsInSoftware) {
  ASSERT_EQ(hotbook("generate itch --one-line --out " + file("day.pcap") +
                    " --messages 5000 --symbols 10")
                .status,
            0);
  const Finished card = hotbook("replay --quiet --device card " + file("day.pcap"));
  const Finished software = hotbook("replay --quiet --device software " + file("day.pcap"));
  EXPECT_EQ(card.status, 0) << card.error;
  EXPECT_TRUE(card.out == software.out);  // not EXPECT_EQ: nobody reads both files
  EXPECT_GT(card.out.size(), 10'000U);
}

TEST_F(Replay, TakesNothingButTheLinesOwnFrames) {
  ASSERT_EQ(
      hotbook("generate itch --one-line --out " + file("day.pcap") + " --messages 2000 --symbols 4")
          .status,
      0);
  const auto counted = counters(both(file("day.pcap"), "--line-a 239.1.1.1:1"));
  EXPECT_EQ(counted.at("line_a.drop_filter"), counted.at("line_a.frames"));
  EXPECT_FALSE(counted.contains("lob.events"));
}

}  // namespace
}  // namespace hotbook
