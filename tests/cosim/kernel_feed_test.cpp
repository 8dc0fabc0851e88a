// A feed kernel on the card's streams, through XRT: frames of another venue's feed in, the records
// of its feed function out.
//
// HOTBOOK_SEED starts another run, HOTBOOK_SCALE multiplies the packets.

#include "tests/cosim/kernel_feed.hpp"

#include "host/feed/mdp3_instruments.hpp"
#include "sim/oracle/mdp3_oracle.hpp"
#include "sim/oracle/xdp_oracle.hpp"
#include "sim/replay/mdp3_generator.hpp"
#include "sim/replay/xdp_feed_generator.hpp"
#include "tests/sim/replay/test_data.hpp"
#include "tests/support/mdp3_capture.hpp"
#include "tests/support/mdp3_episode.hpp"

namespace hotbook::cosim {
namespace {

using card::Card;
using card::Decoder;

oracle::OracleOptions oracle_options(bool two_lines, std::uint64_t first_seq) {
  oracle::OracleOptions told;
  told.line_b.enabled = two_lines;
  told.first_seq = first_seq;
  return told;
}

// Generated XDP through card and oracle.
struct XdpRun {
  explicit XdpRun(const replay::XdpFeedOptions& options)
      : oracle{oracle_options(options.two_lines, 1)}, feed{"xdp", options.two_lines} {
    replay::XdpFeedGenerator generator{options};
    replay::GeneratedFrame frame;
    while (generator.next(frame)) feed.frame(oracle, frame.line, frame.time_ns, frame.bytes);
    oracle.finish();
    card = feed.through_card(1);
  }
  oracle::XdpOracle oracle;
  KernelFeed feed;
  Seen card;
};

replay::XdpFeedOptions xdp_options() {
  replay::XdpFeedOptions made;
  made.xdp.seed = testing::seed(1);
  made.xdp.messages = 20'000 * testing::scale();
  made.xdp.resting_orders = 5'000;
  made.xdp.unmapped_ppm = made.xdp.malformed_ppm = 2'000;
  made.xdp.clear_ppm = 100;
  return made;
}

TEST(KernelFeed, CardWithTheXdpKernelGivesTheOraclesRecordsAndCountersOfOneLine) {
  replay::XdpFeedOptions made = xdp_options();
  made.two_lines = false;
  made.xdp.failover_ppm = 500;
  made.faults_a = {.loss_ppm = 1000, .duplicate_ppm = 2000};
  XdpRun run{made};
  expect_same(run.card, run.oracle.records());
  expect_same_counters(run.card, run.oracle.counters());
  EXPECT_GT(sides_known(run.card), 0U);
  EXPECT_GT(run.card.counters["feed.gaps"], 0U);
  EXPECT_GT(run.card.counters["feed.venue_messages"], 0U);
}

TEST(KernelFeed, CardWithTheXdpKernelMakesOneFeedOfTwoLinesThatLoseDifferentPackets) {
  replay::XdpFeedOptions made = xdp_options();
  made.faults_a = {.loss_ppm = 20'000, .split_ppm = 20'000};
  made.faults_b = {.loss_ppm = 20'000};
  made.loss_both_ppm = 1000;
  XdpRun run{made};
  expect_same(run.card, run.oracle.records());
  EXPECT_GT(sides_known(run.card), 0U);
  EXPECT_GT(run.card.counters["line_a.messages_taken"], 0U);
  EXPECT_GT(run.card.counters["line_b.messages_taken"], 0U);
}

// MDP 3.0 through card and oracle, both told the same instruments.
struct Mdp3Run {
  Mdp3Run(bool two_lines, std::uint64_t first_seq, const std::vector<feed::mdp3::Instrument>& told)
      : first_seq_{first_seq},
        commands_{feed::mdp3::plan(told).commands},
        oracle{oracle_options(two_lines, first_seq)},
        feed{"mdp3", two_lines} {
    for (const InstrumentCommand& command : commands_) oracle.instrument(command);
  }
  void finish() {
    oracle.finish();
    card = feed.through_card(first_seq_, commands_);
  }

 private:
  std::uint64_t first_seq_;
  std::vector<InstrumentCommand> commands_;

 public:
  oracle::Mdp3Oracle oracle;
  KernelFeed feed;
  Seen card;
};

replay::Mdp3FeedOptions mdp3_options() {
  replay::Mdp3FeedOptions made;
  made.market.seed = testing::seed(1);
  made.market.instruments = 12;
  made.market.by_order_percent = 50;
  made.packets = static_cast<std::uint32_t>(2'000 * testing::scale());
  made.faults_b = {.loss_ppm = 20'000, .duplicate_ppm = 5'000};
  return made;
}

void play(Mdp3Run& run, replay::Mdp3Feed& feed, bool two_lines) {
  for (const auto& frame : feed.generate()) {
    if (two_lines || frame.line == replay::Line::A)
      run.feed.frame(run.oracle, frame.line, frame.time_ns, frame.bytes);
  }
  run.finish();
}

TEST(KernelFeed, CardWithTheMdp3KernelGivesTheOraclesRecordsAndCountersOfOneLine) {
  replay::Mdp3FeedOptions made = mdp3_options();
  made.reset_ppm = 1'000;
  made.packet_fault_ppm = 5'000;
  made.faults_a = {.loss_ppm = 5'000, .duplicate_ppm = 5'000};
  replay::Mdp3Feed feed{made};
  replay::Draw draw{made.market.seed};
  Mdp3Run run{false, made.first_seq, testing::told_instruments(feed.market(), false, draw)};
  play(run, feed, false);
  expect_same(run.card, run.oracle.records());
  expect_same_counters(run.card, run.oracle.counters());
  EXPECT_GT(run.card.counters["feed.gaps"], 0U);
}

TEST(KernelFeed, CardWithTheMdp3KernelMakesOneFeedOfTwoLinesThatLoseDifferentPackets) {
  replay::Mdp3FeedOptions made = mdp3_options();
  made.faults_a = {.loss_ppm = 20'000};
  made.loss_both_ppm = 1'000;
  replay::Mdp3Feed feed{made};
  replay::Draw draw{made.market.seed};
  Mdp3Run run{true, made.first_seq, testing::told_instruments(feed.market(), true, draw)};
  play(run, feed, true);
  expect_same(run.card, run.oracle.records());
  EXPECT_GT(sides_known(run.card), 0U);
  EXPECT_GT(run.card.counters["line_a.messages_taken"], 0U);
  EXPECT_GT(run.card.counters["line_b.messages_taken"], 0U);
}

TEST(KernelFeed, CardWithTheMdp3KernelGivesTheOraclesRecordsOfTheRealCapture) {
  const auto capture = testing::shared_data() / testing::kMdp3Capture;
  HOTBOOK_NEEDS(capture);
  const auto frames = testing::read_mdp3_capture(capture);
  std::uint64_t first_seq = ~std::uint64_t{0};
  for (const testing::Mdp3Frame& frame : frames) {
    first_seq = std::min<std::uint64_t>(first_seq, feed::mdp3::load_le32(frame.payload().data()));
  }
  Mdp3Run run{true, first_seq, testing::find_mdp3_instruments(frames)};
  for (const testing::Mdp3Frame& frame : frames)
    run.feed.frame(run.oracle, frame.line, frame.time_ns, frame.bytes);
  run.finish();
  expect_same(run.card, run.oracle.records());
  EXPECT_GT(run.card.records.size(), 0U);
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

InstrumentCommand instrument_of(std::uint64_t number) {
  InstrumentCommand command{};
  command.kind = CommandKind::Instrument;
  command.instrument = number;
  command.depth = 10;
  command.tick_odd = command.tick_inverse = 1;
  return command;
}

TEST(KernelFeed, InstrumentsAreLoadedOrRefusedWithANumber) {
  card::CardOptions with_kernel = options();
  with_kernel.emulation.kernel = "mdp3";
  const auto card = Card::open(with_kernel);
  card->configure({.enable = true}, {}, {.decoder = Decoder::Kernel});
  // More than the ring holds.
  std::vector<InstrumentCommand> instruments;
  for (std::uint64_t i = 0; i < 1500; ++i) instruments.push_back(instrument_of(i));
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
