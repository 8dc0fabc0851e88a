// OUCH messages: real ones, exact bytes of each kind, and a naive decoder that knows no types.

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <variant>

#include "host/session/ouch_inbound.hpp"
#include "host/session/ouch_outbound.hpp"
#include "sim/replay/draw.hpp"
#include "tests/host/session/test_bytes.hpp"
#include "tests/sim/replay/test_data.hpp"

namespace hotbook::session::ouch {
namespace {

using testing::Buffer;
using testing::bytes;
using testing::hex;
using testing::text;

template <class Message>
Buffer written(const Message& message) {
  std::array<std::uint8_t, kMessageBytesMax> out;
  const std::size_t count = write(message, out.data());
  return {out.begin(), out.begin() + static_cast<std::ptrdiff_t>(count)};
}

// The TCP payload of the only packet of a capture.
Buffer payload_of(const std::filesystem::path& path) {
  std::ifstream file{path, std::ios::binary};
  const std::string all{std::istreambuf_iterator<char>{file}, {}};
  const Buffer frame(all.begin() + 40, all.end());     // behind the file's and the packet's header
  const std::size_t ip = frame[12] == 0x81 ? 18 : 14;  // a VLAN tag, or none
  const std::size_t tcp = ip + 4U * (frame[ip] & 15U);
  const std::size_t data = tcp + 4U * (frame[tcp + 12] >> 4U);
  const std::size_t end = ip + (std::size_t{frame[ip + 2]} << 8U | frame[ip + 3]);
  return {frame.begin() + static_cast<std::ptrdiff_t>(data),
          frame.begin() + static_cast<std::ptrdiff_t>(end)};
}

class OuchCapture : public ::testing::Test {
 protected:
  // The message in a capture's packet, whose SoupBinTCP type must be `type`.
  static Buffer message(const char* name, char type) {
    const Buffer packet = payload_of(testing::shared_data() / "nasdaq-ouch50" / name);
    EXPECT_EQ(std::size_t{packet[0]} << 8U | packet[1], packet.size() - 2);
    EXPECT_EQ(static_cast<char>(packet[2]), type);
    return {packet.begin() + 3, packet.end()};
  }
};

TEST_F(OuchCapture, EnterOrderIsReadAndWrittenAgain) {
  HOTBOOK_NEEDS(testing::shared_data() / "nasdaq-ouch50");
  const Buffer real = message("EnterOrderMessage.pcap", 'U');
  EnterOrder order;
  ASSERT_EQ(read(real, order), Fault::None);
  EXPECT_EQ(order.user_ref, 113U);
  EXPECT_EQ(order.side, 'T');
  EXPECT_EQ(order.quantity, 225U);
  EXPECT_EQ(order.symbol, text<8>("CVLT"));
  EXPECT_EQ(order.price, 630'200U);
  EXPECT_EQ(order.time_in_force, '0');
  EXPECT_EQ(order.display, 'Y');
  EXPECT_EQ(order.capacity, 'A');
  EXPECT_EQ(order.sweep, 'N');
  EXPECT_EQ(order.cross, 'N');
  EXPECT_EQ(order.cl_ord_id, text<14>("H8FUB8IV"));
  EXPECT_EQ(order.options.present(), tag_set(Tag::Firm));
  EXPECT_EQ(order.options.get(Tag::Firm), 0x4c494d45U);
  EXPECT_EQ(hex(written(order)), hex(real));
}

TEST_F(OuchCapture, AcceptedIsReadAndWrittenAgain) {
  HOTBOOK_NEEDS(testing::shared_data() / "nasdaq-ouch50");
  const Buffer real = message("OrderAcceptedMessage.pcap", 'S');
  Accepted accepted;
  ASSERT_EQ(read(real, accepted), Fault::None);
  EXPECT_EQ(accepted.user_ref, 0x00753a8dU);
  EXPECT_EQ(accepted.side, 'B');
  EXPECT_EQ(accepted.quantity, 40U);
  EXPECT_EQ(accepted.symbol, text<8>("ADBE"));
  EXPECT_EQ(accepted.price, 4'777'800U);
  EXPECT_EQ(accepted.time_in_force, '5');
  EXPECT_EQ(accepted.order_ref, 0xf56b4f5U);
  EXPECT_EQ(accepted.capacity, 'A');
  EXPECT_EQ(accepted.state, 'L');
  EXPECT_EQ(accepted.cl_ord_id, text<14>("7682701"));
  EXPECT_EQ(accepted.options.present(), tag_set(Tag::Firm, Tag::TopWeight));
  EXPECT_EQ(accepted.options.get_char(Tag::TopWeight, ' '), '0');
  EXPECT_EQ(hex(written(accepted)), hex(real));
}

TEST_F(OuchCapture, CancelAndCancelledAreReadAndWrittenAgain) {
  HOTBOOK_NEEDS(testing::shared_data() / "nasdaq-ouch50");
  const Buffer asked = message("CancelOrderMessage.pcap", 'U');
  CancelOrder cancel;
  ASSERT_EQ(read(asked, cancel), Fault::None);
  EXPECT_EQ(cancel.user_ref, 0x00752e71U);
  EXPECT_EQ(cancel.quantity, 0U);
  EXPECT_EQ(hex(written(cancel)), hex(asked));

  const Buffer told = message("CanceledMessage.pcap", 'S');
  Cancelled cancelled;
  ASSERT_EQ(read(told, cancelled), Fault::None);
  EXPECT_EQ(cancelled.user_ref, 0x00753a8dU);
  EXPECT_EQ(cancelled.quantity, 40U);
  EXPECT_EQ(cancelled.reason, 'U');
  EXPECT_EQ(hex(written(cancelled)), hex(told));
}

TEST_F(OuchCapture, HeartbeatsAreEmptyPackets) {
  HOTBOOK_NEEDS(testing::shared_data() / "nasdaq-ouch50");
  EXPECT_TRUE(message("ClientHeartbeatPacket.pcap", 'R').empty());
  EXPECT_TRUE(message("ServerHeartbeatPacket.pcap", 'H').empty());
}

constexpr std::uint64_t kTime = 34'200'000'000'123;  // 09:30
const std::string kTimeHex = "00001f1aced9f07b";

TEST(OuchMessage, EachInboundOneHasItsBytes) {
  EnterOrder enter{1,   'B', 100, text<8>("AAPL"),  1'503'400, '0', 'Y',
                   'A', 'N', 'N', text<14>("ID-1"), {}};
  EXPECT_EQ(hex(written(enter)),
            hex(bytes("'O' 00000001 'B' 00000064 'AAPL    ' 000000000016f0a8 '0YANN'"
                      "'ID-1          ' 0000")));
  enter.options.set(Tag::UserRefIndex, 5);
  enter.options.set(Tag::MaxFloor, 10);
  EXPECT_EQ(hex(written(enter)).substr(90), hex(bytes("0009 05050000000a 021c05")));
  EXPECT_EQ(hex(written(ReplaceOrder{1, 2, 500, 1'503'500, '6', 'A', 'N', text<14>("R-2"), {}})),
            hex(bytes("'U' 00000001 00000002 000001f4 000000000016f10c '6AN' 'R-2           '"
                      "0000")));
  EXPECT_EQ(hex(written(CancelOrder{77, 25, {}})), hex(bytes("'X' 0000004d 00000019")));
  EXPECT_EQ(hex(written(ModifyOrder{3, 'T', 50, {}})), hex(bytes("'M' 00000003 'T' 00000032")));
  EXPECT_EQ(hex(written(MassCancel{10, text<4>("FIRM"), text<8>(""), {}})),
            hex(bytes("'C' 0000000a 'FIRM' '        ' 0000")));
  EXPECT_EQ(hex(written(DisableOrderEntry{11, text<4>("FIRM"), {}})),
            hex(bytes("'D' 0000000b 'FIRM' 0000")));
  EXPECT_EQ(hex(written(EnableOrderEntry{12, text<4>("FIRM"), {}})),
            hex(bytes("'E' 0000000c 'FIRM' 0000")));
  EXPECT_EQ(hex(written(AccountQuery{})), hex(bytes("'Q'")));
}

TEST(OuchMessage, EachOutboundOneHasItsBytes) {
  const std::string time = kTimeHex;
  EXPECT_EQ(hex(written(SystemEvent{kTime, 'S', {}})), hex(bytes("'S'" + time + "'S'")));
  EXPECT_EQ(hex(written(Accepted{kTime,
                                 1,
                                 'B',
                                 100,
                                 text<8>("AAPL"),
                                 1'503'400,
                                 '0',
                                 'Y',
                                 123'456'789,
                                 'A',
                                 'N',
                                 'C',
                                 'L',
                                 text<14>("ID"),
                                 {}})),
            hex(bytes("'A'" + time +
                      "00000001 'B' 00000064 'AAPL    ' 000000000016f0a8 '0Y' 00000000075bcd15"
                      "'ANCL' 'ID            ' 0000")));
  EXPECT_EQ(hex(written(Replaced{kTime,
                                 1,
                                 2,
                                 'S',
                                 400,
                                 text<8>("MSFT"),
                                 4'000'000,
                                 '3',
                                 'N',
                                 123'456'790,
                                 'P',
                                 'N',
                                 'N',
                                 'D',
                                 text<14>("ID2"),
                                 {}})),
            hex(bytes("'U'" + time +
                      "00000001 00000002 'S' 00000190 'MSFT    ' 00000000003d0900 '3N'"
                      "00000000075bcd16 'PNND' 'ID2           ' 0000")));
  EXPECT_EQ(hex(written(Cancelled{kTime, 2, 100, 'U', {}})),
            hex(bytes("'C'" + time + "00000002 00000064 'U'")));
  EXPECT_EQ(hex(written(SelfMatchCancelled{kTime, 4, 100, 'Q', 60, 1'503'400, 'R', 'O', {}})),
            hex(bytes("'D'" + time + "00000004 00000064 'Q' 0000003c 000000000016f0a8 'RO'")));
  EXPECT_EQ(
      hex(written(Executed{kTime, 1, 100, 1'503'400, 'A', 987'654'321, {}})),
      hex(bytes("'E'" + time + "00000001 00000064 000000000016f0a8 'A' 000000003ade68b1 0000")));
  EXPECT_EQ(hex(written(BrokenTrade{kTime, 1, 987'654'321, 'E', text<14>("ID"), {}})),
            hex(bytes("'B'" + time + "00000001 000000003ade68b1 'E' 'ID            '")));
  EXPECT_EQ(hex(written(Rejected{kTime, 9, 0x1d, text<14>("BAD"), {}})),
            hex(bytes("'J'" + time + "00000009 001d 'BAD           '")));
  EXPECT_EQ(hex(written(CancelPending{kTime, 5, {}})), hex(bytes("'P'" + time + "00000005")));
  EXPECT_EQ(hex(written(CancelRejected{kTime, 6, {}})), hex(bytes("'I'" + time + "00000006")));
  EXPECT_EQ(hex(written(PriorityUpdate{kTime, 7, 1'503'300, 'Y', 555, {}})),
            hex(bytes("'T'" + time + "00000007 000000000016f044 'Y' 000000000000022b")));
  EXPECT_EQ(hex(written(Modified{kTime, 3, 'E', 50, {}})),
            hex(bytes("'M'" + time + "00000003 'E' 00000032")));
  Restated restated{kTime, 8, 'R', {}};
  restated.options.set(Tag::SecondaryOrderRef, 777);
  restated.options.set(Tag::DisplayQuantity, 100);
  EXPECT_EQ(hex(written(restated)),
            hex(bytes("'R'" + time + "00000008 'R' 0010 09010000000000000309 051600000064")));
  EXPECT_EQ(hex(written(MassCancelResponse{kTime, 10, text<4>("FIRM"), text<8>("MSFT"), {}})),
            hex(bytes("'X'" + time + "0000000a 'FIRM' 'MSFT    ' 0000")));
  EXPECT_EQ(hex(written(DisableOrderEntryResponse{kTime, 11, text<4>("F"), {}})),
            hex(bytes("'G'" + time + "0000000b 'F   ' 0000")));
  EXPECT_EQ(hex(written(EnableOrderEntryResponse{kTime, 12, text<4>("F"), {}})),
            hex(bytes("'K'" + time + "0000000c 'F   ' 0000")));
  EXPECT_EQ(hex(written(AccountQueryResponse{kTime, 13, {}})),
            hex(bytes("'Q'" + time + "0000000d")));
}

TEST(OuchMessage, NamesWhatIsWrongWithIt) {
  EnterOrder order;
  Buffer whole = written(
      EnterOrder{1, 'B', 100, text<8>("AAPL"), 1, '0', 'Y', 'A', 'N', 'N', text<14>("ID"), {}});
  EXPECT_EQ(read(Bytes{}, order), Fault::UnknownType);
  EXPECT_EQ(read(Bytes{whole}.first(44), order), Fault::TooShort);
  EXPECT_EQ(read(Bytes{whole}.first(45), order), Fault::None) << "an appendage may be absent";
  EXPECT_EQ(read(Bytes{whole}.first(46), order), Fault::BadOptions);
  whole[46] = 3;
  EXPECT_EQ(read(whole, order), Fault::BadOptions) << "longer than what there is";
  const auto with = [&](std::string_view options) {
    Buffer bytes_with(whole.begin(), whole.begin() + 45);
    const Buffer more = bytes(options);
    bytes_with.push_back(0);
    bytes_with.push_back(static_cast<std::uint8_t>(more.size()));
    bytes_with.insert(bytes_with.end(), more.begin(), more.end());
    return read(bytes_with, order);
  };
  EXPECT_EQ(with("021c05"), Fault::None);
  EXPECT_EQ(with("00"), Fault::BadOptions) << "an option without a tag";
  EXPECT_EQ(with("031c05"), Fault::BadOptions) << "cut short";
  EXPECT_EQ(with("031c0505"), Fault::BadOptions) << "a value of another length than the tag's";
  EXPECT_EQ(with("021c05 021c05"), Fault::BadOptions) << "twice";
  EXPECT_EQ(with("020805"), Fault::BadOptions) << "no such tag";
  EXPECT_EQ(with("021f05"), Fault::BadOptions) << "no such tag";
  EXPECT_EQ(with("02ff05"), Fault::BadOptions) << "no such tag";
  EXPECT_EQ(order.user_ref, 1U) << "the fields are right whatever follows them";
}

// The specification's tables as text: type, then the widths of the fields; n number, a text.
struct Layout {
  char type;
  std::string_view fields;
};
constexpr std::array<Layout, 8> kInbound{{{'O', "n4a1n4a8n8a1a1a1a1a1a14"},
                                          {'U', "n4n4n4n8a1a1a1a14"},
                                          {'X', "n4n4"},
                                          {'M', "n4a1n4"},
                                          {'C', "n4a4a8"},
                                          {'D', "n4a4"},
                                          {'E', "n4a4"},
                                          {'Q', ""}}};
constexpr std::array<Layout, 17> kOutbound{{{'S', "n8a1"},
                                            {'A', "n8n4a1n4a8n8a1a1n8a1a1a1a1a14"},
                                            {'U', "n8n4n4a1n4a8n8a1a1n8a1a1a1a1a14"},
                                            {'C', "n8n4n4a1"},
                                            {'D', "n8n4n4a1n4n8a1a1"},
                                            {'E', "n8n4n4n8a1n8"},
                                            {'B', "n8n4n8a1a14"},
                                            {'J', "n8n4n2a14"},
                                            {'P', "n8n4"},
                                            {'I', "n8n4"},
                                            {'T', "n8n4n8a1n8"},
                                            {'M', "n8n4a1n4"},
                                            {'R', "n8n4a1"},
                                            {'X', "n8n4a4a8"},
                                            {'G', "n8n4a4"},
                                            {'K', "n8n4a4"},
                                            {'Q', "n8n4"}}};

// The values in wire order, as text.
std::string naive(Bytes message, std::string_view fields) {
  std::string said;
  std::size_t at = 1;
  for (std::size_t i = 0; i < fields.size();) {
    const bool is_number = fields[i++] == 'n';
    std::size_t width = 0;
    while (i < fields.size() && fields[i] >= '0' && fields[i] <= '9') {
      width = 10 * width + static_cast<std::size_t>(fields[i++] - '0');
    }
    std::uint64_t number = 0;
    for (std::size_t k = 0; k < width; ++k, ++at) {
      number = number * 256 + message[at];
      if (!is_number) said += static_cast<char>(message[at]);
    }
    if (is_number) said += std::to_string(number);
    said += '|';
  }
  return said;
}

struct Sayer {
  std::string said;
  template <class... Fields>
  void operator()(const Fields&... fields) {
    (say(fields), ...);
  }
  void say(char value) { said += std::string{value} + '|'; }
  template <std::size_t N>
  void say(const std::array<char, N>& value) {
    said += std::string{value.begin(), value.end()} + '|';
  }
  template <class Number>
  requires std::is_unsigned_v<Number>
  void say(Number value) { said += std::to_string(value) + '|'; }
};

template <class Messages, std::size_t N>
void compare_with_naive(const std::array<Layout, N>& layouts) {
  static_assert(std::variant_size_v<Messages> == N);
  const std::uint64_t seed = testing::seed(20'261'120);
  const std::uint64_t rounds = 2'000 * testing::scale();
  for (std::uint64_t round = 0; round < rounds; ++round) {
    replay::Draw draw{seed + round};
    for (const Layout& layout : layouts) {
      Buffer message(1 + 100);
      for (std::uint8_t& byte : message) byte = static_cast<std::uint8_t>(draw.below(256));
      message[0] = static_cast<std::uint8_t>(layout.type);
      const std::string expected = naive(message, layout.fields);
      // As many bytes as the layout has.
      std::size_t count = 1;
      for (std::size_t i = 0; i < layout.fields.size();) {
        const std::size_t end = layout.fields.find_first_of("na", i + 1);
        count += std::stoul(std::string{layout.fields.substr(i + 1, end - i - 1)});
        i = std::min(end, layout.fields.size());
      }
      message.resize(count);
      const std::optional<Messages> got = read_any<Messages>(message);
      ASSERT_TRUE(got) << layout.type;
      std::visit(
          [&](const auto& each) {
            Sayer sayer;
            each.visit(each, sayer);
            ASSERT_EQ(sayer.said, expected)
                << layout.type << " reproduce: HOTBOOK_SEED=" << seed + round;
            Buffer again = written(each);
            again.resize(count);
            ASSERT_EQ(hex(again), hex(message));
          },
          *got);
      message.pop_back();
      ASSERT_FALSE(read_any<Messages>(message)) << layout.type << " cut short";
    }
  }
}

TEST(OuchMessage, InboundOnesAreReadAsByTheTables) {
  compare_with_naive<Inbound>(kInbound);
}
TEST(OuchMessage, OutboundOnesAreReadAsByTheTables) {
  compare_with_naive<Outbound>(kOutbound);
}

TEST(OuchOptions, EveryTagIsWrittenAndReadAgain) {
  constexpr std::string_view kSizes =
      "1:8 2:4 3:4 4:1 5:4 6:1 7:4 9:8 10:1 11:4 12:1 13:4 14:4 "
      "15:4 16:1 17:1 18:1 22:4 23:8 24:2 25:1 26:4 27:1 28:1 "
      "29:1 30:2 ";
  std::size_t tags = 0;
  Options all;
  for (std::size_t tag = 0; tag < 256; ++tag) {
    const std::string name = ' ' + std::to_string(tag) + ':';
    const std::size_t found = (' ' + std::string{kSizes}).find(name);
    const std::size_t width =
        found == std::string::npos
            ? 0
            : static_cast<std::size_t>((' ' + std::string{kSizes})[found + name.size()] - '0');
    EXPECT_EQ(tag < kTagCount ? kTagBytes[tag] : 0, width) << tag;
    if (width == 0) continue;
    ++tags;
    all.set(static_cast<Tag>(tag), 0x0102030405060708U >> 8U * (8 - width));
  }
  EXPECT_EQ(tags, 26U);
  Buffer out(kMessageBytesMax);
  out.resize(static_cast<std::size_t>(all.write(out.data()) - out.data()));
  EXPECT_EQ(out.size(), all.encoded_bytes());
  Options again;
  ASSERT_TRUE(again.read(out));
  EXPECT_TRUE(again == all);
  EXPECT_LE(fixed_bytes<Replaced>() + 2 + out.size(), kMessageBytesMax);
}

TEST(OuchOptions, APegOffsetIsSigned) {
  Options options;
  ASSERT_TRUE(options.read(bytes("0507ffffff9c")));
  EXPECT_EQ(options.get_signed(Tag::PegOffset), -100);
}

}  // namespace
}  // namespace hotbook::session::ouch
