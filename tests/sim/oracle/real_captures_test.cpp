// Real captures through the readers and the oracle: what they are known to hold.

#include <gtest/gtest.h>

#include <filesystem>
#include <map>

#include "sim/oracle/feed_oracle.hpp"
#include "sim/replay/capture_reader.hpp"
#include "sim/replay/line_finder.hpp"
#include "tests/sim/replay/test_data.hpp"

namespace hotbook::oracle {
namespace {

using replay::CapturedFrame;
using replay::CaptureReader;

// "A125 D30", counted over the messages of a capture's packets.
std::string histogram(const std::filesystem::path& path) {
  std::map<char, unsigned> types;
  const auto reader = CaptureReader::open(path.string());
  CapturedFrame frame;
  while (reader->next(frame)) {
    const JudgedFrame judged = judge_frame({.checksum_ignore = true}, frame.bytes, false);
    EXPECT_EQ(judged.dropped, "");
    const Bytes payload{judged.payload};
    std::size_t at = 20;
    const std::size_t count = big_endian(payload, 18, 2);
    for (std::size_t i = 0; count != 0xffff && i < count; ++i) {
      ++types[static_cast<char>(payload[at + 2])];
      at += 2 + big_endian(payload, at, 2);
    }
    EXPECT_EQ(at, payload.size());
  }
  std::string text;
  for (const auto& [type, count] : types)
    text += (text.empty() ? "" : " ") + std::string{type} + std::to_string(count);
  return text;
}

Counters counters_of(const std::filesystem::path& path, bool checksum_ignore = false) {
  OracleOptions options;
  options.line_a.checksum_ignore = checksum_ignore;
  options.line_b.enabled = false;
  FeedOracle oracle{options};
  const auto reader = CaptureReader::open(path.string());
  CapturedFrame frame;
  while (reader->next(frame)) oracle.frame(Line::A, frame.time_ns, frame.bytes);
  oracle.finish();
  return oracle.counters();
}

class RealCaptures : public ::testing::Test {
 protected:
  const std::filesystem::path itch_ = testing::shared_data() / "nasdaq-itch50";
};

TEST_F(RealCaptures, MoldUdpOf2023HoldsItsMessagesWithoutAGapAndWithEveryChecksumRight) {
  const auto path = itch_ / "moldudp64-20230822-100packets.pcap";
  HOTBOOK_NEEDS(path);
  EXPECT_EQ(histogram(path), "A125 D30 E3 F6 I5 S1 U99");
  const Counters counters = counters_of(path);
  EXPECT_EQ(counters.at("line_a.packets"), 100U);
  EXPECT_EQ(counters.at("line_a.bad_frame"), 0U);
  EXPECT_EQ(counters.at("line_a.messages_taken"), 269U);
  EXPECT_EQ(counters.at("feed.gaps"), 0U);
  EXPECT_EQ(counters.at("feed.wrong_length") + counters.at("feed.unknown_type") +
                counters.at("feed.bad_field"),
            0U);
  // 125 + 6 adds, 30 deletes, 3 executions, and 99 replaces of two events each.
  EXPECT_EQ(counters.at("lob.events"), 131U + 30 + 3 + 2 * 99);

  const replay::FoundLines lines = replay::find_lines(path.string());
  EXPECT_EQ(to_string(lines.a.address), "233.54.12.111:26477 vlan 141");
  EXPECT_EQ(lines.a.session, "000010059B");
  EXPECT_EQ(lines.a.messages, 269U);
  EXPECT_FALSE(lines.b);
}

TEST_F(RealCaptures, ItchFileOf2019HoldsItsMessages) {
  const auto path = itch_ / "20191230-093000-1000messages.itch";
  HOTBOOK_NEEDS(path);
  EXPECT_EQ(histogram(path), "A367 C1 D167 E28 F193 I4 P4 Q4 S1 U225 X6");
  const Counters counters = counters_of(path);
  EXPECT_EQ(counters.at("line_a.bad_frame"), 0U);
  EXPECT_EQ(counters.at("line_a.messages_taken"), 1000U);
  // 394 name orders that were added before the slice began, 5 name ones that a replace of such an
  // order made: its side is not known, so that it is not stored.
  EXPECT_EQ(counters.at("lob.order_unknown"), 394U + 5U);
}

TEST_F(RealCaptures, StartOfDayHoldsItsMessages) {
  const auto path = itch_ / "start-of-day-1000messages.itch";
  HOTBOOK_NEEDS(path);
  EXPECT_EQ(histogram(path), "H3 R993 S1 Y3");
  EXPECT_EQ(counters_of(path).at("feed.venue_messages"), 1000U);
}

TEST_F(RealCaptures, EverySingleMessageHasItsTypesLength) {
  HOTBOOK_NEEDS(itch_ / "singles");
  unsigned files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator{itch_ / "singles"}) {
    if (!entry.is_regular_file()) continue;
    ++files;
    // In v5.0.20230822 the IP, session and sequence fields are zeroed.
    const Counters counters = counters_of(entry.path(), true);
    EXPECT_EQ(counters.at("line_a.packets"), counters.at("line_a.frames")) << entry.path();
    EXPECT_EQ(counters.at("feed.wrong_length") + counters.at("feed.unknown_type") +
                  counters.at("feed.bad_field"),
              0U)
        << entry.path();
    EXPECT_GT(counters.at("feed.book_messages") + counters.at("feed.venue_messages"), 0U)
        << entry.path();
  }
  EXPECT_EQ(files, 23U);
}

TEST_F(RealCaptures, AnotherVenuesCaptureIsReadWholeAndHasNoMoldUdp) {
  const auto path = testing::shared_data() / "cme-mdp3/mdp3-v6-20161112-ab.pcap";
  HOTBOOK_NEEDS(path);
  const auto reader = CaptureReader::open(path.string());
  CapturedFrame frame;
  unsigned frames = 0;
  for (; reader->next(frame); ++frames) ASSERT_EQ(frame.bytes.size(), frame.wire_bytes);
  EXPECT_EQ(frames, 10'000U);
  try {
    (void)replay::find_lines(path.string());
    FAIL() << "MDP 3.0 was taken for MoldUDP64";
  } catch (const replay::LineFinderError& error) {
    EXPECT_NE(
        std::string{error.what()}.find("no MoldUDP64 among 10000 frames, 10000 of them IPv4 UDP"),
        std::string::npos)
        << error.what();
  }
}

}  // namespace
}  // namespace hotbook::oracle
