// Real captures, read where they are and never copied. Expected values were worked out from the
// bytes by hand (tshark's hexdump and the specification's offsets), not with this code.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

#include "host/feed/feed_handler.hpp"
#include "tests/host/feed/test_bytes.hpp"

namespace hotbook::feed {
namespace {

using namespace hotbook::feed_test;

std::filesystem::path data_folder() {
  const char* const given = std::getenv("HOTBOOK_SHARED");
  const std::filesystem::path root =
      given != nullptr ? std::filesystem::path{given}
                       : std::filesystem::path{HOTBOOK_SOURCE_DIR} / ".." / "shared";
  return root / "data" / "nasdaq-itch50";
}

class RealData : public testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(data_folder())) {
      GTEST_SKIP() << "no captures at " << data_folder() << "; set HOTBOOK_SHARED";
    }
  }

  static Buffer read(const std::string& name) {
    std::ifstream file{data_folder() / name, std::ios::binary};
    EXPECT_TRUE(file.is_open()) << name;
    return {std::istreambuf_iterator<char>{file}, {}};
  }

  // The frames of a little-endian classic pcap file.
  static std::vector<Buffer> frames(const std::string& name) {
    const Buffer file = read(name);
    const auto word = [&](std::size_t at) {
      return static_cast<std::size_t>(file[at] | file[at + 1] << 8 | file[at + 2] << 16 |
                                      file[at + 3] << 24);
    };
    std::vector<Buffer> out;
    for (std::size_t at = 24; at + 16 <= file.size();) {
      const std::size_t length = word(at + 8);
      at += 16;
      EXPECT_LE(at + length, file.size());
      out.emplace_back(file.begin() + static_cast<long>(at),
                       file.begin() + static_cast<long>(at + length));
      at += length;
    }
    EXPECT_FALSE(out.empty()) << name;
    return out;
  }

  static std::map<char, int> histogram(Bytes file) {
    std::map<char, int> out;
    while (const auto message = next_message(file)) ++out[static_cast<char>((*message)[0])];
    EXPECT_TRUE(file.empty());
    return out;
  }
};

// What the histogram of a file says its counters must be.
void expect_counts(const FeedCounters& counters, const std::map<char, int>& types) {
  std::uint64_t book = 0;
  std::uint64_t venue = 0;
  for (const auto& [type, count] : types) {
    (std::string_view{"AFECXDU"}.find(type) != std::string_view::npos ? book : venue) +=
        static_cast<std::uint64_t>(count);
  }
  EXPECT_EQ(counters.feed.book_messages, book);
  EXPECT_EQ(counters.feed.venue_messages, venue);
  EXPECT_EQ(counters.feed.unknown_type + counters.feed.wrong_length + counters.feed.bad_field, 0U);
  EXPECT_EQ(counters.feed.gaps + counters.feed.frames_poisoned, 0U);
}

TEST_F(RealData, TakesAHundredContiguousPacketsWithoutAGapOrALostMessage) {
  Records records;
  FeedOptions options;
  options.lines[0] = {.enable = true, .group = kGroup, .udp_port = kPort, .mac = kMac, .vlan = 141};
  FeedHandler<Records> handler{options, records};
  for (const Buffer& bytes : frames("moldudp64-20230822-100packets.pcap")) {
    handler.frame(Line::A, {}, bytes);
  }
  handler.finish();
  const FeedCounters& counters = handler.counters();
  LineCounters line;
  line.frames = line.packets = 100;
  line.messages_taken = 269;
  EXPECT_EQ(counters.lines[0], line);
  expect_counts(counters,
                {{'A', 125}, {'U', 99}, {'D', 30}, {'F', 6}, {'I', 5}, {'E', 3}, {'S', 1}});

  std::map<RecordKind, int> kinds;
  for (const BookUpdate& update : records.updates) ++kinds[update.kind];
  EXPECT_EQ(kinds[RecordKind::Add], 125 + 6 + 99);
  EXPECT_EQ(kinds[RecordKind::Delete], 30 + 99);
  EXPECT_EQ(kinds[RecordKind::Execute], 3);
  EXPECT_EQ(counters.lob.events, 125U + 6 + 2 * 99 + 30 + 3);
  EXPECT_EQ(records.messages.size(), 6U);
}

TEST_F(RealData, TakesEachMessageOnceWhenTheCaptureComesOnBothLines) {
  Records one;
  Records two;
  FeedOptions options;
  FeedHandler<Records> single{options, one};
  options.lines[1].enable = true;
  FeedHandler<Records> both{options, two};
  for (const Buffer& bytes : frames("moldudp64-20230822-100packets.pcap")) {
    single.frame(Line::A, {}, bytes);
    both.frame(Line::B, {}, bytes);
    both.frame(Line::A, {}, bytes);
  }
  ASSERT_EQ(one.updates.size(), two.updates.size());
  EXPECT_EQ(std::memcmp(one.updates.data(), two.updates.data(), 64 * one.updates.size()), 0);
  EXPECT_EQ(both.counters().lines[0].duplicate_packets, 100U);
}

TEST_F(RealData, ExplainsEveryMessageOfAThousandFromTheOpen) {
  const Buffer file = read("20191230-093000-1000messages.itch");
  const std::map<char, int> types{{'A', 367}, {'U', 225}, {'F', 193}, {'D', 167},
                                  {'E', 28},  {'X', 6},   {'I', 4},   {'P', 4},
                                  {'Q', 4},   {'C', 1},   {'S', 1}};
  EXPECT_EQ(histogram(file), types);
  Records records;
  FeedHandler<Records> handler{{}, records};
  EXPECT_EQ(handler.messages(file), file.size());
  expect_counts(handler.counters(), types);
  // The slice begins in the middle of the day: 394 messages name an order added before it, and 5
  // more one that replaced such an order, which therefore is not known either.
  EXPECT_EQ(handler.counters().lob.order_unknown, 394U + 5U);
  EXPECT_EQ(handler.books().order_count(), 532U);
  EXPECT_EQ(handler.counters().lob.order_ignored, 0U);
  EXPECT_EQ(handler.counters().lob.overfill, 0U);
  EXPECT_EQ(handler.counters().lob.events, 1000U - 13 + 225);
  std::map<std::uint16_t, int> books;
  for (const BookUpdate& update : records.updates) ++books[update.book];
  EXPECT_GE(books.size(), 180U);
}

TEST_F(RealData, PassesOnAThousandMessagesOfAStartOfDay) {
  const Buffer file = read("start-of-day-1000messages.itch");
  const std::map<char, int> types{{'R', 993}, {'H', 3}, {'Y', 3}, {'S', 1}};
  EXPECT_EQ(histogram(file), types);
  Records records;
  FeedHandler<Records> handler{{}, records};
  EXPECT_EQ(handler.messages(file), file.size());
  expect_counts(handler.counters(), types);
  ASSERT_EQ(records.messages.size(), 1000U);
  EXPECT_EQ(
      itch::describe({records.messages[1].message, records.messages[1].length}),
      R"({"type":"R","name":"stock_directory","stock_locate":1,"tracking_number":0,)"
      R"("timestamp":11354325413976,"stock":"A","market_category":"N","financial_status":" ",)"
      R"("round_lot_size":100,"round_lots_only":"N","issue_classification":"C",)"
      R"("issue_sub_type":"Z","authenticity":"P","short_sale_threshold":"N","ipo_flag":" ",)"
      R"("luld_price_tier":"1","etp_flag":"N","etp_leverage_factor":0,"inverse_indicator":"N"})");
}

TEST_F(RealData, DecodesEveryFieldOfOneRealMessageOfEachType) {
  const std::pair<const char*, const char*> singles[] = {
      {"AddOrderNoMPID",
       R"({"type":"A","name":"add_order","stock_locate":5528,"tracking_number":0,)"
       R"("timestamp":34199999894278,)"
       R"("order_ref":23508286,"side":"B","quantity":1600,"stock":"IVOO","price":"87.3900"})"},
      {"AddOrderWithMPID",
       R"({"type":"F","name":"add_order_mpid","stock_locate":1738,"tracking_number":0,)"
       R"("timestamp":34199999977782,"order_ref":18923125,"side":"S","quantity":100,)"
       R"("stock":"CASY",)"
       R"("price":"255.5200","attribution":"FLTU"})"},
      {"CrossTrade",
       R"({"type":"Q","name":"cross_trade","stock_locate":983,"tracking_number":1,)"
       R"("timestamp":34200000483331,)"
       R"("cross_quantity":0,"stock":"BAC-Q","cross_price":"0.0000","match_number":255550,)"
       R"("cross_type":"O"})"},
      {"LULDAuctionCollar",
       R"({"type":"J","name":"luld_auction_collar","stock_locate":11325,"tracking_number":0,)"
       R"("timestamp":34215592415125,"stock":"ZXZZT","auction_collar_reference_price":"13.3400",)"
       R"("upper_auction_collar_price":"14.0100","lower_auction_collar_price":"10.9200",)"
       R"("auction_collar_extension":0})"},
      {"MarketParticipantPosition",
       R"({"type":"L","name":"market_participant_position","stock_locate":3648,)"
       R"("tracking_number":0,)"
       R"("timestamp":34224468064326,"mpid":"MAXM","stock":"FDLS","primary_marketmaker":"Y",)"
       R"("marketmaker_mode":"N","market_participant_state":"A"})"},
      {"NonCrossTrade",
       R"({"type":"P","name":"trade","stock_locate":4499,"tracking_number":2,)"
       R"("timestamp":34200000684713,)"
       R"("order_ref":0,"side":"B","quantity":100,"stock":"GOOGL","price":"128.4600",)"
       R"("match_number":255554})"},
      {"OrderCancel",
       R"({"type":"X","name":"order_cancel","stock_locate":9413,"tracking_number":0,)"
       R"("timestamp":34200002394205,)"
       R"("order_ref":33823232,"cancelled_quantity":100})"},
      {"OrderDelete",
       R"({"type":"D","name":"order_delete","stock_locate":3353,"tracking_number":0,)"
       R"("timestamp":34199999889645,)"
       R"("order_ref":23442714})"},
      {"OrderExecuted",
       R"({"type":"E","name":"order_executed","stock_locate":2345,"tracking_number":2,)"
       R"("timestamp":34199999934561,"order_ref":23499418,"executed_quantity":25,)"
       R"("match_number":255547})"},
      {"OrderExecutedWithPrice",
       R"({"type":"C","name":"order_executed_with_price","stock_locate":5092,"tracking_number":1,)"
       R"("timestamp":34200001163323,"order_ref":19993566,"executed_quantity":4926,)"
       R"("match_number":255581,)"
       R"("printable":"N","execution_price":"22.4800"})"},
      {"OrderReplace",
       R"({"type":"U","name":"order_replace","stock_locate":7603,"tracking_number":0,)"
       R"("timestamp":34199999836649,)"
       R"("original_order_ref":15108479,"new_order_ref":21361351,"quantity":100,)"
       R"("price":"106.2600"})"},
      {"RegSHORestriction",
       R"({"type":"Y","name":"reg_sho_restriction","stock_locate":9405,"tracking_number":0,)"
       R"("timestamp":34200116533431,"stock":"SOPA","reg_sho_action":"1"})"},
      {"StockTradingAction",
       R"({"type":"H","name":"stock_trading_action","stock_locate":11325,"tracking_number":0,)"
       R"("timestamp":34215592125541,"stock":"ZXZZT","trading_state":"P","reserved":" ",)"
       R"("reason":"LUDP"})"},
      {"SystemEvent", R"({"type":"S","name":"system_event","stock_locate":0,"tracking_number":0,)"
                      R"("timestamp":34200000070384,)"
                      R"("event_code":"Q"})"},
  };
  for (const auto& [name, text] : singles) {
    const auto all = frames(std::string{"singles/v5.0.20230822/"} + name + ".pcap");
    const ParsedFrame parsed = parse_frame(all[0], false, {.checksum_ignore = true});
    ASSERT_EQ(parsed.verdict, FrameVerdict::Packet) << name;
    EXPECT_FALSE(parsed.bad) << name;
    Bytes body = view_mold_packet(parsed.payload)->body;
    EXPECT_EQ(itch::describe(*next_message(body)), text);
    EXPECT_TRUE(body.empty()) << name;
  }
}

TEST_F(RealData, DecodesARealOrderImbalanceUnderItsRealHeaders) {
  const auto all = frames("singles/v5.0/NetOrderImbalanceIndicatorMessage.pcap");
  const ParsedFrame parsed =
      parse_frame(all[0], false, {.group = kGroup, .udp_port = kPort, .mac = kMac, .vlan = 141});
  ASSERT_EQ(parsed.verdict, FrameVerdict::Packet);
  EXPECT_FALSE(parsed.bad);
  auto packet = view_mold_packet(parsed.payload);
  EXPECT_EQ(packet->header.seq, 0xe1301fU);
  EXPECT_EQ(
      itch::describe(*next_message(packet->body)),
      R"({"type":"I","name":"net_order_imbalance","stock_locate":6462,"tracking_number":0,)"
      R"("timestamp":34200000268978,"paired_quantity":1,"imbalance_quantity":0,)"
      R"("imbalance_direction":"N","stock":"MDC","far_price":"46.4400","near_price":"46.4400",)"
      R"("current_reference_price":"46.4400","cross_type":"O","price_variation_indicator":"L"})");
}

TEST_F(RealData, AcceptsTheChecksumsOfEveryRealFrame) {
  for (const auto& entry :
       std::filesystem::directory_iterator{data_folder() / "singles" / "v5.0"}) {
    for (const Buffer& bytes : frames("singles/v5.0/" + entry.path().filename().string())) {
      const ParsedFrame parsed = parse_frame(bytes, false, {});
      EXPECT_EQ(parsed.verdict, FrameVerdict::Packet) << entry.path();
      EXPECT_FALSE(parsed.bad) << entry.path();
    }
  }
}

TEST_F(RealData, RefusesTheZeroedIpChecksumsOfTheAnonymisedCapturesUnlessTold) {
  const auto all = frames("singles/v5.0.20230822/OrderDelete.pcap");
  EXPECT_EQ(parse_frame(all[0], false, {}).verdict, FrameVerdict::IpChecksum);
}

}  // namespace
}  // namespace hotbook::feed
