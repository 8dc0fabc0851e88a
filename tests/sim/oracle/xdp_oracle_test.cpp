// The NYSE XDP oracle, worked out by hand: one case a rule of hls/xdp_decode/README.md, and the
// real captures.

#include "sim/oracle/xdp_oracle.hpp"

#include <gtest/gtest.h>

#include "sim/replay/udp_framer.hpp"
#include "sim/replay/xdp_message.hpp"
#include "tests/support/xdp_captures.hpp"

namespace hotbook::oracle {
namespace {

using namespace hotbook::replay;
using Message = std::vector<std::uint8_t>;
using Lines = std::vector<std::string>;

constexpr XdpSymbol kSymbol{500, 7, 1};

// A feed of two lines, and its records in few words.
class Feed {
 public:
  explicit Feed(const OracleOptions& options = {}) : oracle_{options} {}

  struct Header {
    std::uint32_t seq = 1;
    std::uint8_t flag = 11;
    std::uint32_t sent = 1000;
    int count = -1;  // -1: as many as there are
    bool bad = false;
    Line line = Line::A;
  };

  Feed& send(const Header& header, const std::vector<Message>& messages, const Message& tail = {}) {
    Message body;
    for (const Message& message : messages) body.insert(body.end(), message.begin(), message.end());
    body.insert(body.end(), tail.begin(), tail.end());
    const std::size_t count =
        header.count < 0 ? messages.size() : static_cast<std::size_t>(header.count);
    return payload(
        header.line,
        xdp_packet({header.flag, static_cast<std::uint8_t>(count), header.seq, {header.sent, 0}},
                   body),
        header.bad);
  }
  Feed& payload(Line line, const Message& bytes, bool bad = false) {
    UdpFramer framer{default_address(line)};
    oracle_.frame(line, ++time_, framer.frame(bytes), bad);
    return *this;
  }

  // "add 7 #1", "gap 5+2": kind, book and reference, or first missing and how many; "missing" seqs.
  [[nodiscard]] Lines told() {
    oracle_.finish();
    Lines lines;
    for (const Record& record : oracle_.records()) {
      if (const auto* const message = std::get_if<VenueMessage>(&record)) {
        lines.push_back("message " + std::to_string(message->seq) + " of " +
                        std::to_string(message->length) + (message->more != 0 ? ", more" : ""));
        continue;
      }
      const BookUpdate& update = std::get<BookUpdate>(record);
      if (update.kind == RecordKind::Gap) {
        lines.push_back((update.price == 1 ? "bad " : "gap ") + std::to_string(update.seq) + "+" +
                        std::to_string(update.order_ref));
        continue;
      }
      static constexpr const char* kKinds[] = {"", "add", "execute", "reduce", "delete"};
      lines.push_back(std::string{kKinds[static_cast<std::size_t>(update.kind)]} + " " +
                      std::to_string(update.book) + " #" + std::to_string(update.order_ref));
    }
    return lines;
  }
  [[nodiscard]] const BookUpdate& update(std::size_t i) const {
    return std::get<BookUpdate>(oracle_.records().at(i));
  }
  [[nodiscard]] std::uint64_t count(const std::string& name) const {
    return oracle_.counters().at(name);
  }
  [[nodiscard]] const XdpOracle& oracle() const { return oracle_; }

 private:
  XdpOracle oracle_;
  std::uint64_t time_ = 0;
};

Message add(std::uint64_t id, char side = 'B', std::uint32_t price = 100,
            std::uint32_t volume = 10) {
  return xdp_add(kSymbol, {id, price, volume}, side);
}

Message resized(Message message, std::size_t size) {
  message.resize(size);
  message[0] = static_cast<std::uint8_t>(size);
  message[1] = static_cast<std::uint8_t>(size >> 8);
  return message;
}

TEST(XdpOracle, BuildsABookOfAddsExecutionsModifiesReplacesAndDeletes) {
  Feed feed;
  feed.send({}, {add(1), add(2, 'S', 110, 20), xdp_execution(kSymbol, {1, 99, 4}),
                 xdp_modify(kSymbol, {2, 109, 5}), xdp_replace(kSymbol, 1, {3, 101, 7}),
                 xdp_delete(kSymbol, 2)});
  EXPECT_EQ(feed.told(), (Lines{"add 7 #1", "add 7 #2", "execute 7 #1", "delete 7 #2", "add 7 #2",
                                "delete 7 #1", "add 7 #3", "delete 7 #2"}));
  const BookUpdate& execution = feed.update(2);
  EXPECT_EQ(execution.price, 100U);  // the resting order's, not the execution's
  EXPECT_EQ(execution.bid_quantity, 6U);
  EXPECT_EQ(feed.update(3).flags & kUpdateFlagTopChanged, 0);
  const BookUpdate& modified = feed.update(4);
  EXPECT_EQ(modified.flags & kUpdateFlagSideAsk, kUpdateFlagSideAsk);
  EXPECT_EQ(modified.ask_price, 109U);
  EXPECT_EQ(modified.ask_quantity, 5U);
  EXPECT_EQ(modified.flags & kUpdateFlagTopChanged, kUpdateFlagTopChanged);
  EXPECT_EQ(feed.update(6).bid_price, 101U);
  EXPECT_EQ(feed.update(6).bid_quantity, 7U);
  EXPECT_EQ(feed.update(7).ask_price, 0U);
  EXPECT_EQ(feed.update(7).flags & kUpdateFlagAskKnown, kUpdateFlagAskKnown);
  EXPECT_EQ(feed.count("feed.book_messages"), 6U);
}

// Rules 1 and 6.
TEST(XdpOracle, DropsShortHeadersAndHeartbeatsWhoseCountMeansNothing) {
  Feed feed;
  feed.payload(Line::A, Message(15));
  feed.send({.seq = 5, .flag = 1, .count = 3}, {});
  feed.send({.seq = 5}, {add(1)});
  EXPECT_EQ(feed.told(), (Lines{"add 7 #1"}));
  EXPECT_EQ(feed.count("line_a.header_short"), 1U);
  EXPECT_EQ(feed.count("line_a.heartbeats"), 1U);
  EXPECT_EQ(feed.oracle().expected(), 6U);
}

// Rule 5.
TEST(XdpOracle, DropsPacketsOfRetransmissionsAndRefreshesWithoutLearningTheirNumbers) {
  Feed feed;
  for (const unsigned flag : {0U, 2U, 9U, 13U, 14U, 15U, 17U, 18U, 19U, 20U, 21U, 255U}) {
    feed.send({.seq = 900, .flag = static_cast<std::uint8_t>(flag)}, {add(9)});
  }
  feed.send({.seq = 5, .flag = 10}, {add(1)});
  feed.send({.seq = 6, .flag = 11}, {add(2)});
  EXPECT_EQ(feed.told(), (Lines{"add 7 #1", "add 7 #2"}));
  EXPECT_EQ(feed.count("line_a.session_mismatch"), 12U);
}

// Rules 7 to 9.
TEST(XdpOracle, StartsTheNumbersAnewWithAGapOfNoMessages) {
  Feed feed;
  feed.send({.seq = 50, .sent = 10}, {add(1), add(2)});
  feed.send({.seq = 1, .flag = 12, .sent = 20}, {xdp_sequence_reset({20, 0})});
  feed.send({.seq = 2, .flag = 10, .sent = 21}, {add(3)});
  EXPECT_EQ(feed.told(), (Lines{"add 7 #1", "add 7 #2", "gap 1+0", "message 1 of 14", "add 7 #3"}));
  EXPECT_EQ(feed.update(4).flags & (kUpdateFlagBidKnown | kUpdateFlagAskKnown), 0);
  EXPECT_EQ(feed.count("feed.gaps"), 1U);
  EXPECT_EQ(feed.count("feed.messages_missing"), 0U);
  EXPECT_EQ(feed.oracle().expected(), 3U);
}

TEST(XdpOracle, DropsWhatTheOtherLineStillHasOfTheOldNumbers) {
  Feed feed;
  const Message reset = xdp_sequence_reset({20, 0});
  feed.send({.seq = 50, .sent = 10}, {add(1)});
  feed.send({.seq = 1, .flag = 10, .sent = 20}, {reset});
  feed.send({.seq = 2, .sent = 21}, {add(3)});
  feed.send({.seq = 50, .sent = 10, .line = Line::B}, {add(1)});
  feed.send({.seq = 51, .sent = 19, .line = Line::B}, {add(2)});
  feed.send({.seq = 1, .flag = 10, .sent = 20, .line = Line::B}, {reset});
  feed.send({.seq = 2, .sent = 21, .line = Line::B}, {add(3)});
  feed.send({.seq = 3, .sent = 22, .line = Line::B}, {add(4)});
  EXPECT_EQ(feed.told(), (Lines{"add 7 #1", "gap 1+0", "message 1 of 14", "add 7 #3", "add 7 #4"}));
  EXPECT_EQ(feed.count("line_b.duplicate_packets"), 4U);
}

TEST(XdpOracle, RestartsOnlyWithAResetsFlag) {
  Feed feed;
  feed.send({.seq = 50, .sent = 10}, {add(1)});
  feed.send({.seq = 1, .flag = 11, .sent = 20}, {xdp_sequence_reset({20, 0})});
  feed.send({.seq = 2, .flag = 10, .sent = 20}, {add(2)});
  feed.send({.seq = 1, .flag = 12, .sent = 20, .count = 0}, {});
  EXPECT_EQ(feed.told(), (Lines{"add 7 #1"}));
  EXPECT_EQ(feed.count("line_a.duplicate_packets"), 2U);
  EXPECT_EQ(feed.count("line_a.heartbeats"), 1U);
}

TEST(XdpOracle, KeepsBooksKnownThroughTheResetsBeforeADay) {
  Feed feed;
  for (std::uint32_t sent = 1; sent < 5; ++sent) {
    feed.send({.seq = 1, .flag = 12, .sent = sent}, {xdp_sequence_reset({sent, 0})});
  }
  feed.send({.seq = 2, .sent = 9}, {xdp_symbol_clear(9, kSymbol), add(1)});
  EXPECT_EQ(feed.told(), (Lines{"message 1 of 14", "message 1 of 14", "message 1 of 14",
                                "message 1 of 14", "message 2 of 20", "add 7 #1"}));
  EXPECT_EQ(feed.update(5).flags & kUpdateFlagBidKnown, kUpdateFlagBidKnown);
  EXPECT_EQ(feed.count("feed.gaps"), 0U);
}

// Rule 10.
TEST(XdpOracle, BelievesTheTrueResetAfterADamagedOneFromTheFuture) {
  Feed feed;
  feed.send({.seq = 50, .sent = 10}, {add(1)});
  feed.send({.seq = 1, .flag = 12, .sent = 4'000'000'000, .bad = true}, {add(2)});
  feed.send({.seq = 51, .sent = 11, .line = Line::B}, {add(3)});
  EXPECT_EQ(feed.told(),
            (Lines{"add 7 #1", "gap 1+0", "add 7 #2", "bad 1+1", "gap 2+49", "add 7 #3"}));
}

// Rules 11 and 12.
TEST(XdpOracle, EndsAPacketAtAMessageThatLeavesItOrHasNoSize) {
  for (const unsigned size : {0U, 3U, 5U, 1000U}) {
    Feed feed;
    Message broken(4);
    broken[0] = static_cast<std::uint8_t>(size);
    broken[1] = static_cast<std::uint8_t>(size >> 8);
    feed.send({.seq = 1, .count = 3}, {add(1), broken});
    feed.send({.seq = 2, .line = Line::B}, {add(2)});
    EXPECT_EQ(feed.told(), (Lines{"add 7 #1", "add 7 #2"})) << size;
    EXPECT_EQ(feed.count("line_a.message_cut"), 1U);
    EXPECT_EQ(feed.count("line_a.trailing_bytes"), 0U);
  }
  Feed feed;
  feed.send({}, {add(1)}, Message(3));
  EXPECT_EQ(feed.told(), (Lines{"add 7 #1"}));
  EXPECT_EQ(feed.count("line_a.trailing_bytes"), 1U);
  EXPECT_EQ(feed.count("line_a.message_cut"), 0U);
}

// Rules 13 and 14.
TEST(XdpOracle, ReadsLongerFormsAndCountsShorterOnes) {
  Feed feed;
  feed.send({},
            {resized(add(1), 38), resized(add(2), 60), resized(add(3), 300),
             resized(xdp_imbalance(1, kSymbol, 5, false), 66), xdp_imbalance(1, kSymbol, 5, false),
             xdp_imbalance(1, kSymbol, 5, true), resized(xdp_imbalance(1, kSymbol, 5, true), 100),
             resized(xdp_imbalance(1, kSymbol, 5, true), 101), resized(Message(4), 4)});
  EXPECT_EQ(feed.told(), (Lines{"add 7 #2", "add 7 #3", "message 5 of 50, more", "message 5 of 17",
                                "message 6 of 50, more", "message 6 of 23", "message 7 of 50, more",
                                "message 7 of 50"}));
  EXPECT_EQ(feed.count("feed.wrong_length"), 3U);
  EXPECT_EQ(feed.count("feed.unknown_type"), 1U);
  EXPECT_EQ(feed.count("feed.venue_messages"), 3U);
  EXPECT_EQ(feed.count("line_a.messages_taken"), 9U);
}

TEST(XdpOracle, KnowsEveryTypeByItsShortestForm) {
  const std::map<unsigned, std::size_t> lengths{
      {1, 14},   {2, 16},   {3, 44},   {31, 14},  {32, 20},  {34, 46},  {35, 8},
      {100, 39}, {101, 35}, {102, 25}, {103, 42}, {104, 42}, {105, 67}, {106, 43},
      {110, 33}, {111, 29}, {112, 20}, {113, 24}, {114, 17}, {223, 36}};
  for (unsigned type = 0; type < 1024; ++type) {
    const auto found = lengths.find(type);
    const std::size_t length = found == lengths.end() ? 40 : found->second;
    Message message = resized(Message(length), length);
    message[2] = static_cast<std::uint8_t>(type);
    message[3] = static_cast<std::uint8_t>(type >> 8);
    for (const std::size_t at : {32U, 36U}) {
      if (at < length) message[at] = 'S';
    }
    Feed feed;
    feed.send({}, {message, resized(message, length - 1)});
    const bool known = found != lengths.end();
    EXPECT_EQ(feed.count("feed.unknown_type"), known ? 0U : 2U) << type;
    EXPECT_EQ(feed.count("feed.wrong_length"), known ? 1U : 0U) << type;
  }
}

// Rule 15, and section 3's bad_field.
TEST(XdpOracle, CountsWrongSidesAndSymbolIndexesThatAreNoBook) {
  Feed feed;
  XdpSymbol last = kSymbol;
  last.index = 65535;
  XdpSymbol far = kSymbol;
  far.index = 65536 + 7;
  feed.send(
      {}, {add(1, 'b'), xdp_add_refresh(1, kSymbol, {2, 3, 4}, ' '), xdp_add(last, {3, 1, 1}, 'S'),
           xdp_add(far, {4, 1, 1}, 'B'), xdp_delete(far, 4), xdp_add(far, {5, 1, 1}, 'x')});
  EXPECT_EQ(feed.told(), (Lines{"add 65535 #3"}));
  EXPECT_EQ(feed.count("feed.bad_field"), 3U);
  EXPECT_EQ(feed.count("feed.unmapped"), 2U);
  EXPECT_EQ(feed.count("feed.book_messages"), 1U);
}

// Rule 16.
TEST(XdpOracle, TellsNanosecondsSinceMidnightByTheLastReference) {
  Feed feed;
  feed.send({}, {add(1), xdp_time_reference(2 * 86'400 + 3), add(2),
                 xdp_add_refresh(86'400 + 9, kSymbol, {3, 4, 5}, 'B'), add(4)});
  static_cast<void>(feed.told());
  EXPECT_EQ(feed.update(0).venue_time_ns, 500U);
  EXPECT_EQ(feed.update(2).venue_time_ns, 3'000'000'500U);
  EXPECT_EQ(feed.update(3).venue_time_ns, 9'000'000'500U);
  EXPECT_EQ(feed.update(4).venue_time_ns, 3'000'000'500U);
}

// Rules 19 and 20.
TEST(XdpOracle, MakesEveryBookUnknownWhenOneIsEmptiedAndOrdersWereSeen) {
  for (const bool closed : {false, true}) {
    const auto empties = [&](const XdpSymbol& symbol) {
      return closed ? xdp_security_status(1, symbol, 'X') : xdp_symbol_clear(1, symbol);
    };
    const std::string length = closed ? "46" : "20";
    XdpSymbol far = kSymbol;
    far.index = 1U << 20;
    Feed feed;
    feed.send({}, {empties(kSymbol), add(1), empties(far), empties(kSymbol),
                   xdp_add_refresh(1, kSymbol, {1, 100, 6}, 'B'), empties(kSymbol)});
    EXPECT_EQ(feed.told(),
              (Lines{"message 1 of " + length, "add 7 #1", "message 3 of " + length, "gap 4+0",
                     "message 4 of " + length, "add 7 #1", "message 6 of " + length}));
    EXPECT_EQ(feed.update(5).flags, 0);
    EXPECT_EQ(feed.oracle().levels(7, Side::Bid).at(100).quantity, 6U);
    EXPECT_EQ(feed.count("feed.venue_messages"), 4U);
  }
}

TEST(XdpOracle, LeavesOtherSecurityStatusesAlone) {
  Feed feed;
  feed.send({},
            {add(1), xdp_security_status(1, kSymbol, '4'), xdp_security_status(1, kSymbol, 'O')});
  EXPECT_EQ(feed.told(), (Lines{"add 7 #1", "message 2 of 46", "message 3 of 46"}));
}

TEST(XdpOracle, ReadsRealCapturesOfBothVersions) {
  HOTBOOK_NEEDS(testing::xdp_folder());
  for (const testing::XdpCapture& capture : testing::xdp_captures()) {
    OracleOptions options;
    options.line_a.checksum_ignore = capture.checksum_ignore();
    options.line_b.enabled = false;
    XdpOracle oracle{options};
    for (const auto& frame : testing::xdp_frames(capture.file)) {
      oracle.frame(Line::A, testing::kXdpCaptureTime, frame);
    }
    oracle.finish();
    std::vector<testing::RecordImage> records;
    for (const Record& record : oracle.records()) records.push_back(testing::image_of(record));
    EXPECT_EQ(testing::told(records), capture.told) << capture.file;
    EXPECT_EQ(oracle.expected(), capture.expected) << capture.file;
  }
}

}  // namespace
}  // namespace hotbook::oracle
