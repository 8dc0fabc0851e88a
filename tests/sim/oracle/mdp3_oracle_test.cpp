// The oracle of MDP 3.0 on cases worked out by hand from hls/mdp3_decode/README.md.

#include "sim/oracle/mdp3_oracle.hpp"

#include <gtest/gtest.h>

#include "host/feed/mdp3_instruments.hpp"
#include "sim/replay/mdp3_message.hpp"
#include "sim/replay/udp_framer.hpp"

namespace hotbook::oracle {
namespace {

using replay::Mdp3Action;
using replay::Mdp3LevelEntry;
using replay::Mdp3Message;
using replay::Mdp3OrderEntry;

constexpr std::uint64_t kDay = 86'400'000'000'000;
constexpr std::int64_t kTick = 10'000'000;  // 0.01

// Told in short: '+' add, '-' delete, with side and price in ticks; '<' and '>' the halves of a
// pair; 'G' gap with reason and count, 'V' venue message with its length.
struct Bench {
  explicit Bench(std::uint8_t depth = 3, bool by_order = false) : oracle{options()} {
    feed::mdp3::Instrument instrument;
    instrument.security = 42;
    instrument.book = 7;
    instrument.depth = depth;
    instrument.tick = kTick;
    instrument.by_order = by_order;
    oracle.instrument(*feed::mdp3::make_command(instrument));
  }
  static OracleOptions options() {
    OracleOptions options;
    options.line_b.enabled = false;
    return options;
  }
  void packet(std::vector<Mdp3Message> messages, std::uint32_t at = 0) {
    auto bytes = replay::mdp3_packet(at != 0 ? at : seq++, 5);
    for (auto& message : messages) append_message(bytes, message);
    frame(bytes);
  }
  void frame(const std::vector<std::uint8_t>& payload, bool bad = false) {
    replay::UdpFramer framer{replay::default_address(replay::Line::A)};
    oracle.frame(Line::A, 1, framer.frame(payload), bad);
  }
  Mdp3LevelEntry level(char type, Mdp3Action action, unsigned place, std::int64_t ticks,
                       std::uint32_t quantity = 5) {
    Mdp3LevelEntry entry;
    entry.price = ticks * kTick;
    entry.quantity = quantity;
    entry.security = 42;
    entry.rpt_seq = ++rpt_seq;
    entry.level = static_cast<std::uint8_t>(place);
    entry.action = action;
    entry.type = type;
    return entry;
  }
  void book(std::vector<Mdp3LevelEntry> entries, std::vector<Mdp3OrderEntry> orders = {}) {
    packet({replay::mdp3_book(9, 3 * kDay + 17, entries, orders)});
  }
  void one(char type, Mdp3Action action, unsigned place, std::int64_t ticks,
           std::uint32_t quantity = 5) {
    book({level(type, action, place, ticks, quantity)});
  }
  // What came since the last time.
  std::string told() {
    std::string out;
    for (const Record& record : oracle.take_records()) {
      if (!out.empty()) out += ' ';
      if (const auto* venue = std::get_if<VenueMessage>(&record)) {
        out += "V" + std::to_string(venue->length) + (venue->more != 0 ? "…" : "");
        continue;
      }
      const auto& update = std::get<BookUpdate>(record);
      if (update.kind == RecordKind::Gap) {
        out += "G" + std::to_string(update.price) + ':' + std::to_string(update.order_ref);
        continue;
      }
      const bool pair = (update.flags & (kUpdateFlagPairFirst | kUpdateFlagPairSecond)) != 0;
      const bool add = update.kind == RecordKind::Add;
      out += add ? (pair ? ">" : "+") : (pair ? "<" : "-");
      out += (update.flags & kUpdateFlagSideAsk) != 0 ? 'a' : 'b';
      out += std::to_string(std::int64_t{update.price} - std::int64_t{0x80000000});
      if (add) out += 'x' + std::to_string(update.quantity);
      if ((update.flags & kUpdateFlagOrderUnknown) != 0) out += '?';
    }
    return out;
  }
  std::uint64_t counter(const std::string& name) { return oracle.counters().at(name); }

  Mdp3Oracle oracle;
  std::uint32_t seq = 100;
  std::uint32_t rpt_seq = 0;
};

TEST(Mdp3Oracle, MovesLevelsDownWhenOneComesAndDropsWhatFallsBehindTheDepth) {
  Bench bench;
  bench.book({bench.level('0', Mdp3Action::New, 1, 10), bench.level('0', Mdp3Action::New, 2, 9),
              bench.level('0', Mdp3Action::New, 3, 8)});
  EXPECT_EQ(bench.told(), "+b10x5 +b9x5 +b8x5");
  bench.one('0', Mdp3Action::New, 1, 11);
  EXPECT_EQ(bench.told(), "-b8 +b11x5");
  bench.one('0', Mdp3Action::New, 3, 9);  // where 9 stands: it goes first
  EXPECT_EQ(bench.told(), "-b9 +b9x5");
  EXPECT_EQ(bench.oracle.levels(7, Side::Bid).size(), 3U);
}

TEST(Mdp3Oracle, ChangesALevelByAPairAndAddsWhereNothingIsKnown) {
  Bench bench;
  bench.one('1', Mdp3Action::Change, 2, 20, 9);
  EXPECT_EQ(bench.told(), "+a20x9");
  bench.one('1', Mdp3Action::Change, 2, 20, 4);
  EXPECT_EQ(bench.told(), "<a20 >a20x4");
  bench.one('1', Mdp3Action::Overlay, 2, 21, 6);
  EXPECT_EQ(bench.told(), "<a20 >a21x6");
  bench.one('1', Mdp3Action::Overlay, 1, 21, 6);  // the price of another place
  EXPECT_EQ(bench.told(), "-a21 +a21x6");
}

TEST(Mdp3Oracle, MovesLevelsUpBehindThoseThatGo) {
  Bench bench;
  for (unsigned i = 0; i < 3; ++i) {
    bench.one('0', Mdp3Action::New, i + 1, 10 - static_cast<std::int64_t>(i));
  }
  static_cast<void>(bench.told());
  bench.one('0', Mdp3Action::Delete, 1, 10);
  EXPECT_EQ(bench.told(), "-b10");
  bench.one('0', Mdp3Action::Change, 1, 9, 8);  // 9 stands first now
  EXPECT_EQ(bench.told(), "<b9 >b9x8");
  bench.one('0', Mdp3Action::Delete, 3, 1);  // nothing is known to be there
  EXPECT_EQ(bench.told(), "");
  bench.one('0', Mdp3Action::New, 3, 7);
  bench.one('0', Mdp3Action::DeleteFrom, 2, 0);
  EXPECT_EQ(bench.told(), "+b7x5 -b9 -b8");
  bench.one('0', Mdp3Action::Change, 1, 7, 1);
  EXPECT_EQ(bench.told(), "<b7 >b7x1");
  bench.one('0', Mdp3Action::New, 1, 9);
  bench.one('0', Mdp3Action::DeleteThru, 0, 0);
  EXPECT_EQ(bench.told(), "+b9x5 -b9 -b7");
}

TEST(Mdp3Oracle, EmptiesABookOfLevelsBidsFirst) {
  Bench bench;
  bench.book({bench.level('1', Mdp3Action::New, 1, 20), bench.level('0', Mdp3Action::New, 1, 10),
              bench.level('J', Mdp3Action::New, 0, 0)});
  EXPECT_EQ(bench.told(), "+a20x5 +b10x5 -b10 -a20");
}

TEST(Mdp3Oracle, SkipsImpliedLevelsAndCountsTypesItDoesNotKnow) {
  Bench bench;
  bench.book({bench.level('E', Mdp3Action::New, 1, 10), bench.level('F', Mdp3Action::New, 1, 20),
              bench.level('x', Mdp3Action::New, 1, 20)});
  EXPECT_EQ(bench.told(), "");
  EXPECT_EQ(bench.counter("feed.bad_field"), 1U);
  EXPECT_EQ(bench.counter("feed.book_messages"), 1U);
}

TEST(Mdp3Oracle, TellsOfASpoiltPacketWhereAnEntryCannotBeUsed) {
  Bench bench;
  bench.one('0', Mdp3Action::New, 1, 10);
  bench.one('0', Mdp3Action::New, 4, 9);  // deeper than the venue tells
  EXPECT_EQ(bench.told(), "+b10x5 G1:1");
  Mdp3LevelEntry entry = bench.level('0', Mdp3Action::New, 1, 10);
  entry.price += 1;  // no whole tick
  bench.book({entry, bench.level('0', Mdp3Action::New, 2, 9)});
  EXPECT_EQ(bench.told(), "G1:1 +b9x5");
  bench.one('0', Mdp3Action::New, 1, 10, 0);
  EXPECT_EQ(bench.told(), "G1:1");
  bench.one('0', static_cast<Mdp3Action>(6), 1, 10);
  EXPECT_EQ(bench.told(), "G1:1");
  EXPECT_EQ(bench.counter("feed.bad_field"), 4U);
  EXPECT_EQ(bench.counter("feed.frames_poisoned"), 4U);
  EXPECT_EQ(bench.counter("feed.gaps"), 0U);
}

TEST(Mdp3Oracle, TellsAGapInFrontOfAnEntryWhoseNumberDoesNotFollow) {
  Bench bench;
  bench.rpt_seq = 700;  // the first one is taken as it comes
  bench.one('0', Mdp3Action::New, 1, 10);
  ++bench.rpt_seq;
  bench.one('0', Mdp3Action::Change, 1, 10);
  EXPECT_EQ(bench.told(), "+b10x5 G0:0 +b10x5");
  EXPECT_EQ(bench.counter("feed.gaps"), 1U);
  EXPECT_EQ(bench.counter("feed.messages_missing"), 0U);
  // In a message that is passed on it comes behind the message.
  Mdp3Message volume{37, 9, 11};
  volume.group(16).entry().put(4, 4, 42).put(8, 4, bench.rpt_seq + 2);
  bench.packet({volume});
  EXPECT_EQ(bench.told(), "V38 G0:0");
}

TEST(Mdp3Oracle, TakesPricesOfSevenDecimalsFromOlderTemplates) {
  Bench bench;
  Mdp3LevelEntry entry = bench.level('0', Mdp3Action::New, 1, 0);
  entry.price = 12 * kTick / 100;  // seven decimals
  bench.packet({replay::mdp3_book(6, 0, {&entry, 1})});
  EXPECT_EQ(bench.told(), "+b12x5");
}

TEST(Mdp3Oracle, BeginsAnewWithAChannelResetUnlessNoBookHasAnything) {
  Mdp3Message reset{4, 9, 9};
  reset.group(2).entry();
  Bench bench;
  bench.packet({reset});
  EXPECT_EQ(bench.told(), "V22");
  bench.one('0', Mdp3Action::New, 1, 10);
  bench.packet({reset});
  bench.rpt_seq = 0;
  bench.one('0', Mdp3Action::New, 1, 10);
  EXPECT_EQ(bench.told(), "+b10x5 V22 G0:0 +b10x5");
}

TEST(Mdp3Oracle, MakesABookOfOrdersFromBothKindsOfMessages) {
  Bench bench{3, true};
  Mdp3OrderEntry order;
  order.order_id = 900;
  order.quantity = 4;
  order.reference = 2;
  bench.book({bench.level('1', Mdp3Action::New, 1, 20), bench.level('0', Mdp3Action::New, 1, 10)},
             {order});
  EXPECT_EQ(bench.told(), "+b10x4");
  order.security = 42;
  order.price = 11 * kTick;
  order.action = Mdp3Action::Change;
  bench.packet({replay::mdp3_orders(9, 0, {&order, 1})});
  EXPECT_EQ(bench.told(), "<b10 >b11x4");
  order.action = Mdp3Action::Delete;
  bench.packet({replay::mdp3_orders(9, 0, {&order, 1})});
  EXPECT_EQ(bench.told(), "-b11");
  order.reference = 3;  // there are two level entries
  bench.book({bench.level('1', Mdp3Action::Change, 1, 20)}, {order});
  EXPECT_EQ(bench.told(), "G1:1");
}

TEST(Mdp3Oracle, KeepsLevelsOutOfBooksOfOrdersAndOrdersOutOfBooksOfLevels) {
  Bench levels;
  Mdp3OrderEntry order;
  order.order_id = 900;
  order.quantity = 4;
  order.reference = 1;
  order.security = 42;
  order.price = 10 * kTick;
  levels.book({levels.level('0', Mdp3Action::New, 1, 10)}, {order});
  levels.packet({replay::mdp3_orders(9, 0, {&order, 1})});
  EXPECT_EQ(levels.told(), "+b10x5");
  Bench orders{3, true};
  orders.one('0', Mdp3Action::New, 9, 10);  // not even judged
  EXPECT_EQ(orders.told(), "");
}

TEST(Mdp3Oracle, CountsEntriesOfSecuritiesThatNobodyHasTold) {
  Bench bench;
  Mdp3LevelEntry other = bench.level('0', Mdp3Action::New, 1, 10);
  other.security = 43;
  bench.book({other, other});
  EXPECT_EQ(bench.told(), "");
  EXPECT_EQ(bench.counter("feed.unmapped"), 2U);
}

TEST(Mdp3Oracle, PassesLongMessagesOnInPiecesOfFiftyBytes) {
  Bench bench;
  bench.packet({Mdp3Message{16, 9, 180}});
  EXPECT_EQ(bench.told(), "V50… V50… V50… V38");
  bench.packet({Mdp3Message{16, 9, 42}});
  EXPECT_EQ(bench.told(), "V50");
  EXPECT_EQ(bench.counter("feed.venue_messages"), 2U);
}

TEST(Mdp3Oracle, TellsOfAPacketThatIsCutBehindWhatItHeld) {
  Bench bench;
  auto packet = replay::mdp3_packet(bench.seq++, 0);
  append_message(packet, Mdp3Message{30, 9, 30});
  append_message(packet, Mdp3Message{16, 9, 180});
  packet.resize(packet.size() - 100);
  bench.frame(packet);
  EXPECT_EQ(bench.told(), "V38 V50… G1:1");
  EXPECT_EQ(bench.counter("line_a.message_cut"), 1U);
  EXPECT_EQ(bench.counter("feed.venue_messages"), 1U);
  packet = replay::mdp3_packet(bench.seq++, 0);
  packet.insert(packet.end(), {9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});  // a size that leaves no room
  bench.frame(packet);
  EXPECT_EQ(bench.told(), "G1:1");
  EXPECT_EQ(bench.counter("feed.wrong_length"), 1U);
  EXPECT_EQ(bench.counter("line_a.message_cut"), 1U);
  EXPECT_EQ(bench.counter("feed.expected_low"), bench.seq);
}

TEST(Mdp3Oracle, JudgesTheStructureOfBookMessages) {
  Bench bench;
  const Mdp3LevelEntry entry = bench.level('0', Mdp3Action::New, 1, 10);
  auto good = replay::mdp3_book(9, 0, {&entry, 1});
  const auto spoil = [&](std::size_t at, std::uint8_t value) {
    auto packet = replay::mdp3_packet(bench.seq++, 0);
    const std::size_t begin = packet.size();
    append_message(packet, good);
    packet[begin + at] = value;
    bench.frame(packet);
    return bench.told();
  };
  EXPECT_EQ(spoil(2, 7), "G1:1");    // the root holds no TransactTime
  EXPECT_EQ(spoil(2, 200), "G1:1");  // the root is longer than the message
  EXPECT_EQ(spoil(23, 2), "G1:1");   // two entries where one fits
  EXPECT_EQ(spoil(21, 26), "G1:1");  // entries without a type
  EXPECT_EQ(bench.counter("feed.wrong_length"), 4U);
  EXPECT_EQ(spoil(4, 200), "");  // no template
  EXPECT_EQ(spoil(6, 2), "");    // another schema
  EXPECT_EQ(bench.counter("feed.unknown_type"), 2U);
  EXPECT_EQ(bench.counter("feed.book_messages"), 0U);
}

TEST(Mdp3Oracle, OpensGapsByPacketNumbers) {
  Bench bench;
  bench.one('0', Mdp3Action::New, 1, 10);
  bench.packet({Mdp3Message{12, 9, 0}}, 104);
  bench.packet({Mdp3Message{12, 9, 0}}, 104);
  bench.oracle.finish();
  EXPECT_EQ(bench.told(), "+b10x5 G0:3");
  EXPECT_EQ(bench.counter("line_a.heartbeats"), 1U);
  EXPECT_EQ(bench.counter("line_a.duplicate_packets"), 1U);
  EXPECT_EQ(bench.counter("feed.messages_missing"), 3U);
  EXPECT_EQ(bench.counter("feed.expected_low"), 105U);
}

TEST(Mdp3Oracle, BeginsAnewWhenAnInstrumentBecomesAnother) {
  Bench bench;
  feed::mdp3::Instrument instrument;
  instrument.security = 42;
  instrument.book = 7;
  instrument.depth = 3;
  instrument.tick = kTick;
  bench.one('0', Mdp3Action::New, 1, 10);
  bench.oracle.instrument(*feed::mdp3::make_command(instrument));  // the same
  EXPECT_EQ(bench.told(), "+b10x5");
  instrument.depth = 5;
  bench.oracle.instrument(*feed::mdp3::make_command(instrument));
  EXPECT_EQ(bench.told(), "G0:0");
  bench.oracle.instrument(feed::mdp3::make_forget_command());
  EXPECT_EQ(bench.told(), "");  // books are unknown and have nothing
}

}  // namespace
}  // namespace hotbook::oracle
