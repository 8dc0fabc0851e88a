#include "host/feed/itch_messages.hpp"

#include <gtest/gtest.h>

#include "tests/host/feed/test_bytes.hpp"

namespace hotbook::feed::itch {
namespace {

using namespace hotbook::feed_test;

// A message whose byte n is n, behind its type: every field then has a value of its own.
Buffer counting(char type, std::size_t length) {
  Buffer out(length);
  for (std::size_t i = 0; i < length; ++i) out[i] = static_cast<std::uint8_t>(i);
  out[0] = static_cast<std::uint8_t>(type);
  return out;
}

TEST(ItchMessages, HasTheLengthAndClassOfEveryTypeOfTheSpecification) {
  struct Row {
    char type;
    std::uint8_t length;
    MessageClass kind;
  };
  constexpr auto kBook = MessageClass::Book;
  constexpr auto kVenue = MessageClass::Venue;
  const Row rows[] = {{'A', 36, kBook},  {'F', 40, kBook},  {'E', 31, kBook},  {'C', 36, kBook},
                      {'X', 23, kBook},  {'D', 19, kBook},  {'U', 35, kBook},  {'S', 12, kVenue},
                      {'R', 39, kVenue}, {'H', 25, kVenue}, {'Y', 20, kVenue}, {'L', 26, kVenue},
                      {'V', 35, kVenue}, {'W', 12, kVenue}, {'K', 28, kVenue}, {'J', 35, kVenue},
                      {'h', 21, kVenue}, {'P', 44, kVenue}, {'Q', 40, kVenue}, {'B', 19, kVenue},
                      {'I', 50, kVenue}, {'N', 20, kVenue}, {'O', 48, kVenue}};
  std::size_t known = 0;
  for (const MessageShape& shape : kShapes) known += shape.kind != MessageClass::Unknown ? 1 : 0;
  EXPECT_EQ(known, std::size(rows));
  for (const Row& row : rows) {
    EXPECT_EQ(kShapes[static_cast<unsigned char>(row.type)].length, row.length) << row.type;
    EXPECT_EQ(kShapes[static_cast<unsigned char>(row.type)].kind, row.kind) << row.type;
  }
}

TEST(ItchMessages, ReadsTheCommonHeader) {
  const Buffer bytes = counting('A', 36);
  const Message header{bytes.data()};
  EXPECT_EQ(header.type(), 'A');
  EXPECT_EQ(header.stock_locate(), 0x0102);
  EXPECT_EQ(header.tracking_number(), 0x0304);
  EXPECT_EQ(header.timestamp(), 0x05060708090aU);
}

TEST(ItchMessages, ReadsEachFieldOfAnAddOrderFromItsOwnBytes) {
  const Buffer bytes = counting('F', 40);
  const auto message = AddOrderMpid::view(bytes);
  ASSERT_TRUE(message);
  EXPECT_EQ(message->order_ref(), 0x0b0c0d0e0f101112U);
  EXPECT_EQ(message->side(), 0x13);
  EXPECT_EQ(message->quantity(), 0x14151617U);
  EXPECT_EQ(message->stock(), std::string_view("\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f"));
  EXPECT_EQ(message->price().value, 0x20212223U);
  EXPECT_EQ(message->attribution(), "$%&'");
}

TEST(ItchMessages, ReadsEachFieldOfAnOrderReplaceFromItsOwnBytes) {
  const Buffer bytes = counting('U', 35);
  const auto message = OrderReplace::view(bytes);
  ASSERT_TRUE(message);
  EXPECT_EQ(message->original_order_ref(), 0x0b0c0d0e0f101112U);
  EXPECT_EQ(message->new_order_ref(), 0x131415161718191aU);
  EXPECT_EQ(message->quantity(), 0x1b1c1d1eU);
  EXPECT_EQ(message->price().value, 0x1f202122U);
}

TEST(ItchMessages, ViewsOnlyAMessageOfItsOwnTypeAndLength) {
  EXPECT_TRUE(OrderDelete::view(counting('D', 19)));
  EXPECT_FALSE(OrderDelete::view(counting('E', 19)));
  EXPECT_FALSE(OrderDelete::view(counting('D', 18)));
  EXPECT_FALSE(OrderDelete::view(counting('D', 20)));
  EXPECT_FALSE(OrderDelete::view({}));
}

TEST(ItchMessages, DescribesEveryTypeWithEveryField) {
  // The parts of each type that the real captures of the next tests do not show.
  const auto text = [](char type, std::size_t length) { return describe(counting(type, length)); };
  EXPECT_EQ(text('V', 35),
            R"({"type":"V","name":"mwcb_decline_level","stock_locate":258,"tracking_number":772,)"
            R"("timestamp":5523445909770,"level_1":"7960255881.71149586",)"
            R"("level_2":"13747469708.75762970",)"
            R"("level_3":"19534683535.80376354"})");
  EXPECT_EQ(text('W', 12),
            R"({"type":"W","name":"mwcb_status","stock_locate":258,"tracking_number":772,)"
            R"("timestamp":5523445909770,"breached_level":"\u000b"})");
  EXPECT_EQ(
      text('K', 28),
      R"({"type":"K","name":"quoting_period_update","stock_locate":258,"tracking_number":772,)"
      R"("timestamp":5523445909770,"stock":"\u000b\u000c\u000d\u000e\u000f\u0010\u0011\u0012",)"
      R"("ipo_quotation_release_time":320083222,"ipo_quotation_release_qualifier":"\u0017",)"
      R"("ipo_price":"40429.8267"})");
  EXPECT_EQ(
      text('h', 21),
      R"({"type":"h","name":"operational_halt","stock_locate":258,"tracking_number":772,)"
      R"("timestamp":5523445909770,"stock":"\u000b\u000c\u000d\u000e\u000f\u0010\u0011\u0012",)"
      R"("market_code":"\u0013","operational_halt_action":"\u0014"})");
  EXPECT_EQ(text('B', 19),
            R"({"type":"B","name":"broken_trade","stock_locate":258,"tracking_number":772,)"
            R"("timestamp":5523445909770,"match_number":796025588171149586})");
  EXPECT_EQ(
      text('N', 20),
      R"({"type":"N","name":"retail_price_improvement","stock_locate":258,"tracking_number":772,)"
      R"("timestamp":5523445909770,"stock":"\u000b\u000c\u000d\u000e\u000f\u0010\u0011\u0012",)"
      R"("interest_flag":"\u0013"})");
  EXPECT_EQ(text('O', 48),
            R"({"type":"O","name":"direct_listing_price_discovery","stock_locate":258,)"
            R"("tracking_number":772,"timestamp":5523445909770,)"
            R"("stock":"\u000b\u000c\u000d\u000e\u000f\u0010\u0011\u0012",)"
            R"("open_eligibility_status":"\u0013","minimum_allowable_price":"33692.6231",)"
            R"("maximum_allowable_price":"40429.8267","near_execution_price":"47167.0303",)"
            R"("near_execution_time":2315169217770759719,"lower_price_range_collar":"67378.6411",)"
            R"("upper_price_range_collar":"74115.8447"})");
}

TEST(ItchMessages, DescribesWhatIsNoMessageWithItsReasonAndBytes) {
  EXPECT_EQ(describe({}), R"({"error":"empty message","length":0,"bytes":""})");
  EXPECT_EQ(describe(Buffer{'Z', 1, 255}),
            R"({"error":"unknown type","type":"Z","length":3,"bytes":"5a01ff"})");
  EXPECT_EQ(
      describe(Buffer{'D', 1}),
      R"({"error":"wrong length","type":"D","expected_length":19,"length":2,"bytes":"4401"})");
}

TEST(ItchMessages, EscapesTextThatWouldBreakALine) {
  Buffer bytes = head('Y', 1);
  put(bytes, "A\"\\\n\x7f  B");
  put(bytes, "0");
  const std::string text = describe(bytes);
  EXPECT_NE(text.find(R"("stock":"A\"\\\u000a\u007f  B")"), std::string::npos) << text;
}

}  // namespace
}  // namespace hotbook::feed::itch
