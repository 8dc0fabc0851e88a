#include "sim/replay/feed_generator.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>

#include "sim/oracle/feed_oracle.hpp"
#include "sim/replay/line_finder.hpp"
#include "tests/sim/replay/test_data.hpp"

namespace hotbook::replay {
namespace {

// FNV-1a, 64 bits.
class Hash {
 public:
  void add(std::span<const std::uint8_t> bytes) {
    for (const std::uint8_t byte : bytes) value_ = (value_ ^ byte) * 0x100000001b3;
  }
  void add(std::uint64_t number) {
    for (unsigned i = 0; i < 8; ++i) value_ = (value_ ^ (number >> (8 * i) & 0xff)) * 0x100000001b3;
  }
  [[nodiscard]] std::uint64_t value() const noexcept { return value_; }

 private:
  std::uint64_t value_ = 0xcbf29ce484222325;
};

std::uint64_t hash_of(const FeedOptions& options) {
  FeedGenerator feed{options};
  GeneratedFrame frame;
  Hash hash;
  while (feed.next(frame)) {
    hash.add(frame.time_ns);
    hash.add(static_cast<std::uint64_t>(frame.line));
    hash.add(frame.bytes);
  }
  return hash.value();
}

FeedOptions rough(std::uint64_t seed) {
  FeedOptions options;
  options.itch.seed = seed;
  options.itch.messages = 30'000;
  options.faults_a = {
      .loss_ppm = 5'000, .duplicate_ppm = 5'000, .late_ppm = 5'000, .jitter_ns = 500};
  options.faults_b = {
      .loss_ppm = 5'000, .duplicate_ppm = 5'000, .split_ppm = 100'000, .skew_ns = 4'000};
  options.loss_both_ppm = 500;
  return options;
}

std::string message_for(const ItchOptions& options) {
  try {
    ItchGenerator generator{options};
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "no error";
}

TEST(ItchGenerator, MakesTheSameDayEverywhere) {
  ItchGenerator generator{{}};
  ItchMessage message;
  Hash hash;
  std::uint64_t messages = 0;
  for (; generator.next(message); ++messages) hash.add(message.bytes());
  EXPECT_EQ(messages, 100'000U);
  EXPECT_EQ(hash.value(), 8266357040212746317ULL);
}

TEST(ItchGenerator, MakesExactlyTheMessagesAskedForEachWholeAndEveryTypeOfThem) {
  const std::uint64_t first = testing::seed(1);
  for (std::uint64_t seed = first; seed < first + 20 * testing::scale(); ++seed) {
    for (const std::uint32_t symbols : {1U, 3U, 40U}) {
      const std::uint64_t least =
          symbols * ItchGenerator::kMessagesPerSymbol + ItchGenerator::kMessagesFixedMin;
      for (const std::uint64_t wanted : {least, least + 1, 3 * least}) {
        ItchGenerator generator{{.seed = seed, .symbols = symbols, .messages = wanted}};
        ItchMessage message;
        std::uint64_t count = 0;
        std::set<char> types;
        for (; generator.next(message); ++count) {
          ASSERT_TRUE(message.is_whole()) << message.type();
          types.insert(message.type());
        }
        ASSERT_EQ(count, wanted);
        ASSERT_EQ(types.size(), kItchTypes.size())
            << "seed " << seed << " symbols " << symbols << " messages " << wanted;
      }
    }
  }
}

TEST(ItchGenerator, RefusesADayItCannotMake) {
  EXPECT_EQ(message_for({.symbols = 0}), "symbols is 0; 1 to 65534 are possible");
  EXPECT_EQ(message_for({.symbols = 65'535, .messages = 1'000'000}),
            "symbols is 65535; 1 to 65534 are possible");
  EXPECT_EQ(message_for({.symbols = 10, .messages = 279}),
            "messages is 279; a day of 10 symbols takes 280");
  EXPECT_EQ(message_for({.messages = 1'000'000, .interval_ns = 20'000'000}),
            "interval_ns times messages is more than three hours");
  EXPECT_EQ(message_for({.symbols = 65'534, .messages = 1'000'000}), "no error");
}

TEST(ItchGenerator, NeverLetsTimeRunBack) {
  ItchGenerator generator{{.messages = 50'000}};
  ItchMessage message;
  std::uint64_t last_ns = 0;
  while (generator.next(message)) {
    ASSERT_GE(generator.time_ns(), last_ns);
    ASSERT_LT(generator.time_ns(), std::uint64_t{1} << 48);
    last_ns = generator.time_ns();
  }
}

TEST(ItchGenerator, TradesThePopularSymbolsMostAndKeepsAboutTheOrdersAskedFor) {
  ItchGenerator generator{{.symbols = 50, .messages = 200'000, .resting_orders = 3'000}};
  ItchMessage message;
  std::map<unsigned, std::uint64_t> of_book;
  std::map<char, std::uint64_t> of_type;
  while (generator.next(message)) {
    ++of_type[message.type()];
    ++of_book[message.bytes()[1] * 256U + message.bytes()[2]];
  }
  // Zipf: the first symbol is ten times as busy as the tenth.
  EXPECT_GT(of_book[1], 7 * of_book[10]);
  EXPECT_LT(of_book[1], 14 * of_book[10]);
  for (const char type : {'A', 'F', 'E', 'D', 'U'}) EXPECT_GT(of_type[type], 200'000U / 50) << type;
}

// Without loss nothing may be out of order for the oracle, and no book may ever be crossed.
TEST(FeedGenerator, MakesAFeedInWhichEveryChangeNamesARestingOrder) {
  FeedOptions options;
  options.itch.seed = testing::seed(7);
  options.itch.messages = 300'000 * testing::scale();
  FeedGenerator feed{options};
  oracle::FeedOracle oracle{{}};
  GeneratedFrame frame;
  std::uint64_t crossed = 0;
  std::uint64_t books = 0;
  while (feed.next(frame)) {
    oracle.frame(frame.line, frame.time_ns, frame.bytes);
    for (const oracle::Record& record : oracle.take_records()) {
      const auto* update = std::get_if<BookUpdate>(&record);
      if (update == nullptr || update->bid_quantity == 0 || update->ask_quantity == 0) continue;
      ++books;
      crossed += update->bid_price >= update->ask_price ? 1U : 0U;
    }
  }
  oracle.finish();
  const auto counters = oracle.counters();
  EXPECT_EQ(counters.at("line_a.messages_taken") + counters.at("line_b.messages_taken"),
            feed.messages());
  EXPECT_EQ(counters.at("feed.book_messages") + counters.at("feed.venue_messages"),
            feed.messages());
  for (const char* none : {"feed.gaps", "feed.unknown_type", "feed.wrong_length", "feed.bad_field",
                           "lob.order_unknown", "lob.order_ignored", "lob.overfill",
                           "line_a.bad_frame", "line_a.drop_ip_checksum"}) {
    EXPECT_EQ(counters.at(none), 0U) << none;
  }
  EXPECT_EQ(crossed, 0U);
  EXPECT_GT(books, feed.messages() / 2);
  EXPECT_GT(counters.at("lob.tops"), feed.messages() / 10);
}

TEST(FeedGenerator, MakesTheSameFramesEverywhere) {
  EXPECT_EQ(hash_of(rough(1)), 9517287642548848005ULL);
  EXPECT_NE(hash_of(rough(1)), hash_of(rough(2)));
}

TEST(FeedGenerator, GivesFramesInTheOrderOfTime) {
  FeedGenerator feed{rough(3)};
  GeneratedFrame frame;
  std::uint64_t last_ns = 0;
  while (feed.next(frame)) {
    ASSERT_GE(frame.time_ns, last_ns);
    last_ns = frame.time_ns;
  }
}

// What the oracle makes of a feed, both lines or line a alone.
oracle::Counters counters_of(const FeedOptions& options) {
  FeedGenerator feed{options};
  oracle::OracleOptions oracle_options;
  oracle_options.line_b.enabled = options.two_lines;
  oracle::FeedOracle oracle{oracle_options};
  GeneratedFrame frame;
  while (feed.next(frame)) oracle.frame(frame.line, frame.time_ns, frame.bytes);
  oracle.finish();
  return oracle.counters();
}

TEST(FeedGenerator, LosesOnOneLineWhatTheOtherStillBrings) {
  FeedOptions options;
  options.faults_a.loss_ppm = 100'000;
  const auto counters = counters_of(options);
  EXPECT_EQ(counters.at("feed.gaps"), 0U);
  EXPECT_NEAR(static_cast<double>(counters.at("line_a.packets")) /
                  static_cast<double>(counters.at("line_b.packets")),
              0.9, 0.01);
}

TEST(FeedGenerator, MakesTrueGapsOnlyWhereBothLinesLose) {
  FeedOptions options;
  options.loss_both_ppm = 1'000;
  FeedGenerator feed{options};
  GeneratedFrame frame;
  while (feed.next(frame)) {
  }
  ASSERT_GT(feed.packets_lost_on_both(), 10U);
  // Two packets lost in a row are one gap.
  const std::uint64_t gaps = counters_of(options).at("feed.gaps");
  EXPECT_LE(gaps, feed.packets_lost_on_both());
  EXPECT_GE(gaps + 2, feed.packets_lost_on_both());
}

TEST(FeedGenerator, RepeatsSplitsAndDelaysAsAsked) {
  FeedOptions options;
  options.two_lines = false;
  const auto plain = counters_of(options);
  EXPECT_EQ(plain.at("line_a.duplicate_packets"), 0U);
  EXPECT_EQ(plain.at("line_b.frames"), 0U);
  EXPECT_EQ(plain.at("line_a.end_of_session"), 3U);
  EXPECT_GT(plain.at("line_a.heartbeats"), 0U);

  options.faults_a = {.duplicate_ppm = 50'000};
  EXPECT_NEAR(static_cast<double>(counters_of(options).at("line_a.duplicate_packets")),
              0.05 * static_cast<double>(plain.at("line_a.packets")), 300);
  options.faults_a = {.split_ppm = 1'000'000};
  EXPECT_GT(counters_of(options).at("line_a.packets"), 5 * plain.at("line_a.packets") / 4);
  // On a lone line a packet that comes late leaves a gap where it belonged.
  options.faults_a = {.late_ppm = 10'000};
  EXPECT_GT(counters_of(options).at("feed.gaps"), 100U);
}

TEST(FeedGenerator, NamesTheOptionThatIsOutOfRange) {
  FeedOptions options;
  options.faults_b.loss_ppm = 1'000'001;
  try {
    FeedGenerator feed{options};
    FAIL() << "a loss of more than everything was accepted";
  } catch (const std::invalid_argument& error) {
    EXPECT_EQ(std::string{error.what()}, "line b loss_ppm is 1000001; it is in parts of a million");
  }
}

// ---- LineFinder

std::vector<std::uint8_t> mold_frame(const LineAddress& address,
                                     std::string_view session = kDefaultSession) {
  MoldFramer framer{address, session};
  std::vector<std::uint8_t> blocks;
  append_block(blocks, ItchMessage{'S', 0, 1}.letter('O').bytes());
  const auto frame = framer.frame(1, 1, blocks);
  return {frame.begin(), frame.end()};
}

std::string finder_error(const LineFinder& finder) {
  try {
    (void)finder.lines();
  } catch (const LineFinderError& error) {
    return error.what();
  }
  return "no error";
}

TEST(LineFinder, NamesTheLowerAddressLineAWhicheverCameFirst) {
  LineFinder finder;
  finder.add(mold_frame(default_address(Line::B)));
  finder.add(mold_frame(default_address(Line::A)));
  const FoundLines lines = finder.lines();
  EXPECT_EQ(lines.a.address, default_address(Line::A));
  ASSERT_TRUE(lines.b);
  EXPECT_EQ(lines.b->address, default_address(Line::B));
  EXPECT_EQ(lines.a.session, "HOTBOOK   ");
}

TEST(LineFinder, FindsALoneLineAndItsVlan) {
  LineFinder finder;
  const LineAddress tagged{0xe9360c6f, 26477, 141};
  finder.add(mold_frame(tagged));
  EXPECT_EQ(finder.lines().a.address, tagged);
  EXPECT_FALSE(finder.lines().b);
  EXPECT_EQ(to_string(tagged), "233.54.12.111:26477 vlan 141");
}

TEST(LineFinder, TakesTheBusierOfTwoSessions) {
  LineFinder finder;
  finder.add(mold_frame({1, 5, {}}, "OTHER     "));
  finder.add(mold_frame({9, 5, {}}));
  finder.add(mold_frame({9, 5, {}}));
  EXPECT_EQ(finder.lines().a.address.group, 9U);
  ASSERT_EQ(finder.lines().others.size(), 1U);
  EXPECT_EQ(finder.lines().others[0].session, "OTHER     ");
}

TEST(LineFinder, SaysWhyItFoundNoLines) {
  LineFinder none;
  none.add(std::vector<std::uint8_t>(60, 0));
  std::vector<std::uint8_t> cut = mold_frame({1, 5, {}});
  cut.back() ^= 1;
  cut.pop_back();
  none.add(cut);
  EXPECT_EQ(finder_error(none), "no MoldUDP64 among 2 frames, 0 of them IPv4 UDP");

  LineFinder many;
  for (const char* session : {"A         ", "B         ", "C         "})
    many.add(mold_frame({1, 5, {}}, session));
  EXPECT_EQ(finder_error(many).find(
                "3 sessions, one or two are possible: 0.0.0.1:5 session \"A         \""),
            0U);

  LineFinder flows;
  for (const std::uint32_t group : {1U, 2U, 3U}) flows.add(mold_frame({group, 5, {}}));
  EXPECT_EQ(finder_error(flows).find("3 flows of one session, one or two are possible: "), 0U);
}

TEST(LineFinder, TakesOnlyPayloadsThatTheirMessagesFillExactly) {
  MoldFramer framer{{1, 5, {}}};
  std::vector<std::uint8_t> blocks;
  append_block(blocks, ItchMessage{'S', 0, 1}.letter('O').bytes());
  LineFinder finder;
  finder.add(framer.frame(1, 2, blocks));  // claims one more than there are
  blocks.push_back(0);
  finder.add(framer.frame(1, 1, blocks));  // a byte behind the last
  EXPECT_EQ(finder_error(finder), "no MoldUDP64 among 2 frames, 2 of them IPv4 UDP");
}

TEST(LineFinder, FindsTheLinesOfAGeneratedCapture) {
  const auto path = (testing::scratch_folder() / "lines.pcap").string();
  FeedOptions options;
  options.itch.messages = 5'000;
  options.address_b.vlan = 7;
  (void)write_feed(options, path);
  const FoundLines lines = find_lines(path);
  EXPECT_EQ(lines.a.address, options.address_a);
  EXPECT_EQ(lines.b->address, options.address_b);
  EXPECT_EQ(lines.a.messages, 5'000U);
  std::filesystem::remove(path);
}

}  // namespace
}  // namespace hotbook::replay
