// A feed kernel on the card's streams, through XRT: frames of another venue's feed in, the records
// of its feed function out.
//
// HOTBOOK_SEED starts another run, HOTBOOK_SCALE multiplies the messages.

#include <cstring>
#include <variant>

#include "sim/oracle/xdp_oracle.hpp"
#include "sim/replay/pcap_writer.hpp"
#include "sim/replay/xdp_feed_generator.hpp"
#include "tests/cosim/cosim.hpp"
#include "tests/sim/replay/test_data.hpp"

namespace hotbook::cosim {
namespace {

using card::Card;
using card::Decoder;
using replay::Line;

constexpr std::uint16_t kKnown = kUpdateFlagBidKnown | kUpdateFlagAskKnown;
constexpr std::uint16_t kOfCard = kUpdateFlagBidLow | kUpdateFlagAskLow | kUpdateFlagOrderNotHeld |
                                  kUpdateFlagTopChanged | kKnown;

// Both lines' captures, and what the oracle makes of their frames.
struct Feed {
  explicit Feed(const replay::XdpFeedOptions& options) {
    oracle::OracleOptions told;
    told.line_b.enabled = options.two_lines;
    told.first_seq = 1;
    oracle::XdpOracle oracle{told};
    replay::PcapWriter writer_a{file_a.path()};
    replay::PcapWriter writer_b{file_b.path()};
    replay::XdpFeedGenerator generator{options};
    replay::GeneratedFrame frame;
    while (generator.next(frame)) {
      const bool is_a = frame.line == Line::A;
      (is_a ? writer_a : writer_b).write(frame.time_ns, frame.bytes);
      ++(is_a ? frames.line_a : frames.line_b);
      oracle.frame(frame.line, frame.time_ns, frame.bytes);
    }
    oracle.finish();
    writer_a.finish();
    writer_b.finish();
    records = oracle.take_records();
    counters = oracle.counters();
  }

  const TemporaryFile file_a{"a.pcap"};
  const TemporaryFile file_b{"b.pcap"};
  card::FrameCounts frames;
  std::vector<oracle::Record> records;
  oracle::Counters counters;
};

// Where the card says known, it says what the oracle says; everything but the top is equal anyway.
void expect_agrees(const BookUpdate& card, const BookUpdate& oracle, std::size_t index) {
  ASSERT_EQ(card.seq, oracle.seq) << "record " << index;
  ASSERT_EQ(card.kind, oracle.kind) << "record " << index;
  ASSERT_EQ(card.venue_time_ns, oracle.venue_time_ns) << "record " << index;
  ASSERT_EQ(card.order_ref, oracle.order_ref) << "record " << index;
  ASSERT_EQ(card.price, oracle.price) << "record " << index;
  ASSERT_EQ(card.quantity, oracle.quantity) << "record " << index;
  ASSERT_EQ(card.book, oracle.book) << "record " << index;
  ASSERT_EQ(card.flags & ~kOfCard, oracle.flags & ~kOfCard) << "record " << index;
  if ((card.flags & kUpdateFlagBidKnown) != 0) {
    ASSERT_NE(oracle.flags & kUpdateFlagBidKnown, 0) << "record " << index;
    ASSERT_EQ(card.bid_price, oracle.bid_price) << "record " << index;
    ASSERT_EQ(card.bid_quantity, oracle.bid_quantity) << "record " << index;
  }
  if ((card.flags & kUpdateFlagAskKnown) != 0) {
    ASSERT_NE(oracle.flags & kUpdateFlagAskKnown, 0) << "record " << index;
    ASSERT_EQ(card.ask_price, oracle.ask_price) << "record " << index;
    ASSERT_EQ(card.ask_quantity, oracle.ask_quantity) << "record " << index;
  }
}

// Records of books and venue messages, each in their own order; how many sides the card knew.
std::size_t expect_same(const std::vector<card::Record64>& got,
                        const std::vector<oracle::Record>& expected) {
  std::size_t known = 0;
  std::size_t update = 0;
  std::size_t venue = 0;
  const auto next = [&](std::size_t& at, bool is_venue) -> const card::Record64* {
    while (at < got.size() &&
           (got[at].as<BookUpdate>().kind == RecordKind::VenueMessage) != is_venue)
      ++at;
    return at < got.size() ? &got[at++] : nullptr;
  };
  for (std::size_t i = 0; i < expected.size() && !::testing::Test::HasFatalFailure(); ++i) {
    const auto* message = std::get_if<VenueMessage>(&expected[i]);
    const card::Record64* record = next(message != nullptr ? venue : update, message != nullptr);
    if (record == nullptr) {
      ADD_FAILURE() << "the card has " << got.size() << " records, the oracle " << expected.size();
      return known;
    }
    if (message == nullptr) {
      const auto seen = record->as<BookUpdate>();
      expect_agrees(seen, std::get<BookUpdate>(expected[i]), i);
      known += static_cast<std::size_t>(__builtin_popcount(seen.flags & kKnown));
      continue;
    }
    const auto seen = record->as<VenueMessage>();
    EXPECT_EQ(seen.seq, message->seq) << "record " << i;
    EXPECT_EQ(seen.length, message->length) << "record " << i;
    EXPECT_EQ(seen.more, message->more) << "record " << i;
    EXPECT_EQ(std::memcmp(seen.message, message->message, sizeof seen.message), 0)
        << "record " << i;
  }
  EXPECT_EQ(got.size(), expected.size());
  return known;
}

// Through the card with the kernel in place; frames of both lines back to back.
std::vector<card::Record64> through_card(const Feed& feed, bool two_lines,
                                         std::map<std::string, std::uint64_t>& counters) {
  card::CardOptions with_kernel = options();
  with_kernel.emulation.kernel = "xdp";
  with_kernel.emulation.line_a = "file:" + feed.file_a.path();
  if (two_lines) with_kernel.emulation.line_b = "file:" + feed.file_b.path();
  const auto card = Card::open(with_kernel);
  // Longer than one line can be behind the other.
  card->configure({.enable = true}, {.enable = two_lines},
                  {.first_seq = 1, .line_wait_cycles = 1'000'000, .decoder = Decoder::Kernel});
  card->start();
  std::vector<card::Record64> records;
  poll_until_quiet(*card, feed.frames, records);
  const card::Counters read = card->counters();
  for (const RegisterInfo& info : kRegisters) counters[info.name] = read.at(info.address);
  return records;
}

replay::XdpFeedOptions feed_options() {
  replay::XdpFeedOptions made;
  made.xdp.seed = testing::seed(1);
  made.xdp.messages = 20'000 * testing::scale();
  made.xdp.resting_orders = 5'000;
  made.xdp.unmapped_ppm = made.xdp.malformed_ppm = 2'000;
  made.xdp.clear_ppm = 100;
  return made;
}

TEST(KernelFeed, CardWithTheXdpKernelGivesTheOraclesRecordsAndCountersOfOneLine) {
  replay::XdpFeedOptions made = feed_options();
  made.two_lines = false;
  made.xdp.failover_ppm = 500;
  made.faults_a = {.loss_ppm = 1000, .duplicate_ppm = 2000};
  const Feed feed{made};
  std::map<std::string, std::uint64_t> counters;
  const auto records = through_card(feed, false, counters);
  EXPECT_GT(expect_same(records, feed.records), 0U);
  for (const auto& [name, value] : feed.counters) {
    // The card's tables are its own; what they cannot hold the oracle does not know.
    if (counters.contains(name) && !name.starts_with("lob.")) {
      EXPECT_EQ(counters[name], value) << name;
    }
  }
  EXPECT_GT(counters["feed.gaps"], 0U);
  EXPECT_GT(counters["feed.venue_messages"], 0U);
  EXPECT_EQ(counters["feed.decoder"], 1U);
}

TEST(KernelFeed, CardWithTheXdpKernelMakesOneFeedOfTwoLinesThatLoseDifferentPackets) {
  replay::XdpFeedOptions made = feed_options();
  made.faults_a = {.loss_ppm = 20'000, .split_ppm = 20'000};
  made.faults_b = {.loss_ppm = 20'000};
  made.loss_both_ppm = 1000;
  const Feed feed{made};
  std::map<std::string, std::uint64_t> counters;
  const auto records = through_card(feed, true, counters);
  EXPECT_GT(expect_same(records, feed.records), 0U);
  EXPECT_GT(counters["line_a.messages_taken"], 0U);
  EXPECT_GT(counters["line_b.messages_taken"], 0U);
  EXPECT_EQ(counters["feed.book_messages"], feed.counters.at("feed.book_messages"));
}

TEST(KernelFeed, CardWithoutAKernelRefusesASessionForOne) {
  const auto card = Card::open(options());
  try {
    card->configure({.enable = true}, {}, {.decoder = Decoder::Kernel});
    FAIL() << "configured";
  } catch (const card::CardError& error) {
    EXPECT_NE(std::string{error.what()}.find("no feed kernel"), std::string::npos) << error.what();
  }
  EXPECT_THROW(card->load_instruments({}), card::CardError);
}

TEST(KernelFeed, InstrumentsAreLoadedOrRefusedWithANumber) {
  card::CardOptions with_kernel = options();
  with_kernel.emulation.kernel = "xdp";
  const auto card = Card::open(with_kernel);
  card->configure({.enable = true}, {}, {.decoder = Decoder::Kernel});
  InstrumentCommand good{};
  good.kind = CommandKind::Instrument;
  good.depth = 10;
  good.tick_odd = good.tick_inverse = 1;
  // More than the ring holds.
  std::vector<InstrumentCommand> instruments(1500, good);
  for (std::size_t i = 0; i < instruments.size(); ++i) instruments[i].instrument = i;
  card->load_instruments(instruments);
  EXPECT_EQ(card->read(kRingCommandConsumed), 1500U);
  EXPECT_EQ(card->read(kRingCommandBad), 0U);
  instruments[7].depth = 11;
  try {
    card->load_instruments(instruments);
    FAIL() << "loaded";
  } catch (const card::CardError& error) {
    EXPECT_NE(std::string{error.what()}.find("1 of 1500"), std::string::npos) << error.what();
  }
  std::vector<card::Record64> records;
  poll_until_quiet(*card, {}, records);
  EXPECT_TRUE(records.empty());
}

TEST(KernelFeed, UnknownKernelIsRefusedByName) {
  card::CardOptions wrong = options();
  wrong.emulation.kernel = "opra";
  EXPECT_NE(open_error(wrong).find("\"opra\""), std::string::npos) << open_error(wrong);
}

}  // namespace
}  // namespace hotbook::cosim
