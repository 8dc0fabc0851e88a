// The whole path for feeds that a kernel decodes: captures through the Verilated card with the
// kernel's C++ on its streams, behind XRT, and through the twin, which must agree on every row and
// every shared counter.

#include "tests/cosim/replay/replay_fixture.hpp"

namespace hotbook {
namespace {

using ReplayVenues = Replay;

// What a line loses, repeats and delays, and what both lose.
constexpr const char* kFaults =
    " --loss-a 20000 --duplicate-a 10000 --late-b 10000 --skew-b 30000 --loss-both 500";

TEST_F(ReplayVenues, AgreesOnTheRealCmeCaptureWithEveryCounterExplained) {
  const auto capture = testing::shared_data() / "cme-mdp3/mdp3-v6-20161112-ab.pcap";
  HOTBOOK_NEEDS(capture);
  Counters found = counters(both("--feed mdp3 " + capture.string()));
  // Which line a packet is taken from is a matter of time, and so is a refill; sums are not. Of
  // each line come 9 heartbeats, with numbers of their own.
  EXPECT_EQ(found["line_a.messages_taken"] + found["line_b.messages_taken"], 5'000U);
  EXPECT_EQ(found["line_a.duplicate_packets"] + found["line_b.duplicate_packets"], 5'000U);
  std::erase_if(found, [](const auto& counter) {
    return counter.first.starts_with("line_") || counter.first.starts_with("lob.refill_");
  });
  // 9,569 of Book32; 307 of Stats35, 194 of Trade42 and 194 of Volume37 go to the host. A change of
  // a level is two events, one of a level that the capture has not told is one.
  EXPECT_EQ(found, (Counters{{"feed.book_messages", 9569},
                             {"feed.venue_messages", 695},
                             {"lob.events", 8899},
                             {"lob.tops", 2235}}));
}

TEST_F(ReplayVenues, AgreesOnEveryRealNysePacket) {
  const auto folder = testing::shared_data() / "nyse-integrated";
  HOTBOOK_NEEDS(folder);
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".pcap") continue;
    const Counters found = counters(both("--feed xdp --checksum-ignore " + entry.path().string()));
    EXPECT_GE(found.at("line_a.messages_taken"), 1U) << entry.path();
    EXPECT_EQ(found.count("feed.unknown_type") + found.count("feed.wrong_length"), 0U)
        << entry.path();
  }
}

TEST_F(ReplayVenues, AgreesOnAFaultyXdpFeedThatStartsAnew) {
  const std::string seed = std::to_string(testing::seed(1));
  const std::string amount = std::to_string(20'000 * testing::scale());
  ASSERT_EQ(hotbook("generate xdp --seed " + seed + " --symbols 12 --messages " + amount +
                    " --failover 500 --out " + file("xdp.pcap") + kFaults)
                .status,
            0);
  const Counters found = counters(both("--feed xdp " + file("xdp.pcap")));
  EXPECT_GT(found.at("feed.gaps"), 0U);
  EXPECT_GT(found.at("lob.tops"), 50U);
}

TEST_F(ReplayVenues, AgreesOnAFaultyMdp3FeedThatIsReset) {
  const std::string seed = std::to_string(testing::seed(1));
  const std::string amount = std::to_string(8'000 * testing::scale());
  ASSERT_EQ(hotbook("generate mdp3 --seed " + seed + " --symbols 12 --packets " + amount +
                    " --reset 500 --out " + file("mdp3.pcap") + kFaults)
                .status,
            0);
  const Counters found = counters(both("--feed mdp3 " + file("mdp3.pcap")));
  EXPECT_GT(found.at("feed.gaps"), 0U);
  EXPECT_GT(found.at("lob.tops"), 50U);
}

}  // namespace
}  // namespace hotbook
