#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/udp.hpp>

#include "sim/replay/itch_message.hpp"
#include "sim/replay/mold_framer.hpp"
#include "sim/replay/pcap_writer.hpp"
#include "tests/cosim/cosim.hpp"

namespace {

using namespace hotbook;
using namespace hotbook::cosim;
using card::Card;
using replay::ItchMessage;
using replay::Line;

constexpr std::uint16_t kBook = 7;
constexpr std::uint64_t kTime = 34'200'000'000'000;  // 09:30

ItchMessage add(std::uint64_t ref, char side, std::uint32_t quantity, std::uint32_t price) {
  return ItchMessage{'A', kBook, kTime}
      .u64(ref)
      .letter(side)
      .u32(quantity)
      .text("HOTBOOK", 8)
      .u32(price);
}
ItchMessage execute(std::uint64_t ref, std::uint32_t quantity) {
  return ItchMessage{'E', kBook, kTime}.u64(ref).u32(quantity).u64(1);
}
ItchMessage reduce(std::uint64_t ref, std::uint32_t quantity) {
  return ItchMessage{'X', kBook, kTime}.u64(ref).u32(quantity);
}
ItchMessage remove(std::uint64_t ref) {
  return ItchMessage{'D', kBook, kTime}.u64(ref);
}
ItchMessage replace(std::uint64_t old_ref, std::uint64_t ref, std::uint32_t quantity,
                    std::uint32_t price) {
  return ItchMessage{'U', kBook, kTime}.u64(old_ref).u64(ref).u32(quantity).u32(price);
}

// A packet of messages numbered from `seq`.
std::vector<std::uint8_t> packet(Line line, std::uint64_t seq,
                                 const std::vector<ItchMessage>& messages) {
  std::vector<std::uint8_t> blocks;
  for (const ItchMessage& message : messages) replay::append_block(blocks, message.bytes());
  replay::MoldFramer framer{replay::default_address(line)};
  const auto frame = framer.frame(seq, static_cast<std::uint16_t>(messages.size()), blocks);
  return {frame.begin(), frame.end()};
}

void write_capture(const std::string& path, const std::vector<std::vector<std::uint8_t>>& frames) {
  replay::PcapWriter writer{path};
  std::uint64_t time_ns = 0;
  for (const auto& frame : frames) writer.write(time_ns += 1000, frame);
  writer.finish();
}

struct Top {
  std::uint64_t seq;
  RecordKind kind;
  std::uint32_t price;
  std::uint32_t quantity;
  std::array<std::uint32_t, 4> top;  // bid price and quantity, ask price and quantity
  std::uint16_t flags;

  friend bool operator==(const Top&, const Top&) = default;
  friend std::ostream& operator<<(std::ostream& out, const Top& t) {
    return out << "seq " << t.seq << " kind " << int(t.kind) << " price " << t.price << " quantity "
               << t.quantity << " top " << t.top[0] << "x" << t.top[1] << " " << t.top[2] << "x"
               << t.top[3] << " flags 0x" << std::hex << t.flags << std::dec;
  }
};

constexpr std::uint16_t kKnown = kUpdateFlagBidKnown | kUpdateFlagAskKnown;
constexpr std::uint16_t kChanged = kKnown | kUpdateFlagTopChanged;
constexpr std::uint16_t kAsk = kUpdateFlagSideAsk;

Top top_of(const card::Record64& record) {
  const auto update = record.as<BookUpdate>();
  return {update.seq,
          update.kind,
          update.price,
          update.quantity,
          {update.bid_price, update.bid_quantity, update.ask_price, update.ask_quantity},
          update.flags};
}

const std::vector<ItchMessage> kMessages{ItchMessage{'S', 0, kTime}.letter('Q'),
                                         add(1, 'B', 100, 1000000),
                                         add(2, 'S', 50, 1000100),
                                         add(3, 'B', 30, 1000050),
                                         execute(3, 30),
                                         reduce(1, 40),
                                         replace(2, 4, 70, 1000090),
                                         remove(1),
                                         remove(99)};

// What rtl/spec/feed_function.md says of kMessages, from message 2 on.
const std::vector<Top> kTops{
    {2, RecordKind::Add, 1000000, 100, {1000000, 100, 0, 0}, kChanged},
    {3, RecordKind::Add, 1000100, 50, {1000000, 100, 1000100, 50}, kChanged | kAsk},
    {4, RecordKind::Add, 1000050, 30, {1000050, 30, 1000100, 50}, kChanged},
    {5, RecordKind::Execute, 1000050, 30, {1000000, 100, 1000100, 50}, kChanged},
    {6, RecordKind::Reduce, 1000000, 40, {1000000, 60, 1000100, 50}, kChanged},
    {7, RecordKind::Delete, 1000100, 50, {1000000, 60, 0, 0}, kKnown | kAsk | kUpdateFlagPairFirst},
    {7,
     RecordKind::Add,
     1000090,
     70,
     {1000000, 60, 1000090, 70},
     kChanged | kAsk | kUpdateFlagPairSecond},
    {8, RecordKind::Delete, 1000000, 60, {0, 0, 1000090, 70}, kChanged},
    {9, RecordKind::Delete, 0, 0, {0, 0, 1000090, 70}, kKnown | kUpdateFlagOrderUnknown}};

// Low sides are flagged when deep only; none of these books is.
void expect_records_of_messages(const std::vector<card::Record64>& records,
                                const std::vector<Top>& tops) {
  ASSERT_EQ(records.size(), tops.size() + 1);
  const auto message = records[0].as<VenueMessage>();
  EXPECT_EQ(message.kind, RecordKind::VenueMessage);
  EXPECT_EQ(message.seq, 1U);
  EXPECT_EQ(message.length, 12);
  EXPECT_EQ(message.message[11], 'Q');
  for (std::size_t i = 0; i < tops.size(); ++i) {
    EXPECT_EQ(top_of(records[i + 1]), tops[i]) << "record " << i + 1;
    const auto update = records[i + 1].as<BookUpdate>();
    EXPECT_EQ(update.book, kBook);
    EXPECT_EQ(update.venue_time_ns, kTime);
    EXPECT_GE(update.latency_cycles, 1);
    EXPECT_LE(update.latency_cycles, 32);
    EXPECT_EQ(update.record_seq, i + 1);
  }
}

TEST(PacketToTopOfBook, GivesOneExactRecordForEveryMessageOfACapture) {
  const TemporaryFile file{"a.pcap"};
  write_capture(file.path(), {packet(Line::A, 1, {kMessages.begin(), kMessages.begin() + 4}),
                              packet(Line::A, 5, {kMessages.begin() + 4, kMessages.end()})});
  card::CardOptions with_line = options();
  with_line.emulation.line_a = "file:" + file.path();
  const auto card = Card::open(with_line);
  card->configure({.enable = true, .group = 0xef0a0001, .udp_port = 26400}, {}, {.first_seq = 1});
  card->start();
  std::vector<card::Record64> records;
  poll_until_quiet(*card, {.line_a = 2}, records);
  expect_records_of_messages(records, kTops);
  const card::Counters counters = card->counters();
  EXPECT_EQ(counters.at(kLineAPackets), 2U);
  EXPECT_EQ(counters.at(kLineAMessagesTaken), 9U);
  EXPECT_EQ(counters.at(kFeedExpectedLow), 10U);
  EXPECT_EQ(counters.at(kFeedVenueMessages), 1U);
  EXPECT_EQ(counters.at(kLobOrderUnknown), 1U);
  EXPECT_EQ(counters.at(kFeedGaps), 0U);
  EXPECT_EQ(counters.at(kRingBusError), 0U);
}

TEST(PacketToTopOfBook, FillsOnesLinesLossFromTheOther) {
  const std::vector<ItchMessage> first{kMessages.begin(), kMessages.begin() + 3};
  const std::vector<ItchMessage> second{kMessages.begin() + 3, kMessages.begin() + 6};
  const std::vector<ItchMessage> third{kMessages.begin() + 6, kMessages.end()};
  const TemporaryFile file_a{"a.pcap"};
  const TemporaryFile file_b{"b.pcap"};
  write_capture(file_a.path(), {packet(Line::A, 1, first), packet(Line::A, 7, third)});
  write_capture(file_b.path(), {packet(Line::B, 1, first), packet(Line::B, 4, second)});
  card::CardOptions with_lines = options();
  with_lines.emulation.line_a = "file:" + file_a.path();
  with_lines.emulation.line_b = "file:" + file_b.path();
  const auto card = Card::open(with_lines);
  card->configure({.enable = true, .group = 0xef0a0001}, {.enable = true, .group = 0xef0a0002},
                  {.first_seq = 1, .line_wait_cycles = 20'000});
  card->start();
  std::vector<card::Record64> records;
  poll_until_quiet(*card, {.line_a = 2, .line_b = 2}, records);
  expect_records_of_messages(records, kTops);
  EXPECT_EQ(card->read(kFeedGaps), 0U);
  EXPECT_EQ(card->read(kLineBMessagesTaken), 3U);
}

TEST(PacketToTopOfBook, ReportsAGapThatNeitherLineFillsOnceTheWaitIsOver) {
  const TemporaryFile file{"a.pcap"};
  write_capture(file.path(), {packet(Line::A, 1, {kMessages[0], kMessages[1]}),
                              packet(Line::A, 5, {add(5, 'S', 9, 8)})});
  card::CardOptions with_line = options();
  with_line.emulation.line_a = "file:" + file.path();
  const auto card = Card::open(with_line);
  card->configure({.enable = true}, {.enable = true}, {.first_seq = 1, .line_wait_cycles = 30'000});
  card->start();
  std::vector<card::Record64> records;
  poll_until_quiet(*card, {.line_a = 2}, records);
  ASSERT_EQ(records.size(), 4U);
  const auto gap = records[2].as<BookUpdate>();
  EXPECT_EQ(gap.kind, RecordKind::Gap);
  EXPECT_EQ(gap.seq, 3U);
  EXPECT_EQ(gap.order_ref, 2U);
  EXPECT_EQ(gap.book, 0xffff);
  EXPECT_EQ(top_of(records[3]).flags & kKnown, 0) << "a book after a gap is unknown";
  EXPECT_GE(records[3].as<BookUpdate>().rx_time_ns, records[1].as<BookUpdate>().rx_time_ns);
}

TEST(PacketToTopOfBook, MarksTheBooksAfterAFrameThatTheCaptureCut) {
  const TemporaryFile file{"a.pcap"};
  write_capture(file.path(), {packet(Line::A, 1, {kMessages[0], kMessages[1], kMessages[2]})});
  {
    // The frame's length on the wire, behind the file's 24 bytes and 12 of the record's: one more
    // than was captured.
    std::fstream patch{file.path(), std::ios::in | std::ios::out | std::ios::binary};
    patch.seekg(24 + 12);
    const int length = patch.get();
    patch.seekp(24 + 12);
    patch.put(static_cast<char>(length + 1));
  }
  card::CardOptions with_line = options();
  with_line.emulation.line_a = "file:" + file.path();
  const auto card = Card::open(with_line);
  card->configure({.enable = true}, {}, {});
  card->start();
  std::vector<card::Record64> records;
  poll_until_quiet(*card, {.line_a = 1}, records);
  ASSERT_EQ(records.size(), 4U);
  EXPECT_EQ(records[3].as<BookUpdate>().kind, RecordKind::Gap);
  EXPECT_EQ(records[3].as<BookUpdate>().price, static_cast<std::uint32_t>(GapReason::BadFrame));
  EXPECT_EQ(card->read(kLineABadFrame), 1U);
}

TEST(PacketToTopOfBook, StartsAFreshSessionWhenConfiguredAgain) {
  const TemporaryFile file{"a.pcap"};
  // The second half of the capture waits at the card's edge until the card runs again.
  write_capture(file.path(), {packet(Line::A, 1, kMessages)});
  card::CardOptions with_line = options();
  with_line.emulation.line_a = "file:" + file.path();
  const auto card = Card::open(with_line);
  card->configure({.enable = true}, {}, {});
  card->start();
  std::vector<card::Record64> records;
  poll_until_quiet(*card, {.line_a = 1}, records);
  EXPECT_EQ(records.size(), kTops.size() + 1);
  card->configure({.enable = true}, {}, {.first_seq = 77});
  EXPECT_EQ(card->read(kLineAFrames), 0U);
  EXPECT_EQ(card->read(kLobEvents), 0U);
  EXPECT_EQ(card->read(kRingRecordWritten), 0U);
  EXPECT_EQ(card->read(kFeedFirstSeqLow), 77U);
  records.clear();
  poll_until_quiet(*card, {}, records);
  EXPECT_TRUE(records.empty());
}

TEST(PacketToTopOfBook, AnswersEveryCommandWithARecord) {
  const auto card = Card::open(options());
  card->configure({.enable = true}, {}, {});
  card->start();
  constexpr std::uint64_t kCommands = 100;
  for (std::uint64_t i = 0; i < kCommands; ++i) {
    RefillCommand refill{};
    refill.kind = CommandKind::Refill;
    refill.as_of = i;
    refill.book = kBook;
    ASSERT_TRUE(card->send(refill)) << i;
  }
  std::vector<card::Record64> records;
  poll_until_quiet(*card, {}, records);
  ASSERT_EQ(records.size(), kCommands);
  for (std::uint64_t i = 0; i < kCommands; ++i) {
    const auto update = records[i].as<BookUpdate>();
    EXPECT_EQ(update.kind, RecordKind::Refill);
    EXPECT_EQ(update.seq, i);
    EXPECT_NE(update.flags & kUpdateFlagRefillRefused, 0) << "a side that is not deep needs none";
  }
}

TEST(PacketToTopOfBook, TakesALiveFeedFromAUdpSocket) {
  namespace asio = boost::asio;
  using asio::ip::udp;
  asio::io_context context;
  const auto loopback = asio::ip::address_v4::loopback();
  std::uint16_t port = 0;
  {
    const udp::socket probe{context, udp::endpoint{loopback, 0}};
    port = probe.local_endpoint().port();
  }
  card::CardOptions with_line = options();
  with_line.emulation.line_a = "udp:127.0.0.1:" + std::to_string(port);
  const auto card = Card::open(with_line);
  card->configure({.enable = true, .group = 0x7f000001, .udp_port = port}, {}, {.first_seq = 1});
  card->start();
  udp::socket sender{context, udp::v4()};
  constexpr std::size_t kHeaders = 42;
  for (std::size_t i = 0; i < kMessages.size(); ++i) {
    const auto frame = packet(Line::A, i + 1, {kMessages[i]});
    sender.send_to(asio::buffer(frame.data() + kHeaders, frame.size() - kHeaders),
                   udp::endpoint{loopback, port});
  }
  std::vector<card::Record64> records;
  poll_until_quiet(*card, {.line_a = static_cast<std::uint32_t>(kMessages.size())}, records);
  expect_records_of_messages(records, kTops);
}

}  // namespace
