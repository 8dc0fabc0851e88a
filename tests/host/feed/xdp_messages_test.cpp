// Messages of NYSE XDP told field by field. Real ones are in xdp_capture_test.cpp.

#include "host/feed/xdp_messages.hpp"

#include <gtest/gtest.h>

#include <set>

#include "sim/replay/xdp_generator.hpp"

namespace hotbook::feed::xdp {
namespace {

using Buffer = std::vector<std::uint8_t>;
using namespace hotbook::replay;

constexpr XdpSymbol kSymbol{11, 22, 33};

TEST(XdpMessages, TellsAnOrderFieldByField) {
  EXPECT_EQ(describe(xdp_add(kSymbol, {44, 55, 66}, 'S')),
            R"({"type":100,"name":"add_order","source_time_ns":11,"symbol_index":22,)"
            R"("symbol_seq":33,"order_ref":44,"price":55,"quantity":66,"side":"S","firm_id":"",)"
            R"("parity_splits":0})");
  EXPECT_EQ(describe(xdp_add_refresh(9, kSymbol, {44, 55, 66}, 'B')),
            R"({"type":106,"name":"add_order_refresh","source_time":9,"source_time_ns":11,)"
            R"("symbol_index":22,"symbol_seq":33,"order_ref":44,"price":55,"quantity":66,)"
            R"("side":"B","firm_id":"","parity_splits":0})");
  EXPECT_EQ(describe(xdp_modify(kSymbol, {44, 55, 66})),
            R"({"type":101,"name":"modify_order","source_time_ns":11,"symbol_index":22,)"
            R"("symbol_seq":33,"order_ref":44,"price":55,"quantity":66,"position_change":0,)"
            R"("previous_parity_splits":0,"pillar_side":"\u0000","new_parity_splits":0})");
  EXPECT_EQ(describe(xdp_delete(kSymbol, 44)),
            R"({"type":102,"name":"delete_order","source_time_ns":11,"symbol_index":22,)"
            R"("symbol_seq":33,"order_ref":44,"parity_splits":0})");
}

TEST(XdpMessages, TellsTheFieldsOfTheFormThatIsThere) {
  const auto short_header = XdpMessage{35}.u16(1).u16(2);
  const auto long_header = XdpMessage{35}.u16(1).u16(2).u32(3).u32(4);
  EXPECT_EQ(describe(short_header.bytes()),
            R"({"type":35,"name":"refresh_header","current_packet":1,"packets":2})");
  EXPECT_EQ(describe(long_header.bytes()),
            R"({"type":35,"name":"refresh_header","current_packet":1,"packets":2,"last_seq":3,)"
            R"("last_symbol_seq":4})");
}

TEST(XdpMessages, CountsBytesBehindTheFieldsItKnows) {
  Buffer message = xdp_delete(kSymbol, 44);
  message.resize(30);
  message[0] = 30;
  EXPECT_TRUE(describe(message).ends_with(R"("parity_splits":0,"unknown_bytes":5})"));
}

TEST(XdpMessages, SaysWhatIsWrongAndShowsTheBytes) {
  EXPECT_EQ(describe(Buffer({4, 0, 100})),
            R"({"error":"shorter than a message header","length":3,"bytes":"040064"})");
  EXPECT_EQ(describe(Buffer({5, 0, 33, 0, 0xab})),
            R"({"error":"unknown type","type":33,"length":5,"bytes":"05002100ab"})");
  EXPECT_EQ(describe(Buffer({5, 0, 102, 0, 0})),
            R"({"error":"wrong length","type":102,"shortest_length":25,"length":5,)"
            R"("bytes":"0500660000"})");
  EXPECT_EQ(describe(Buffer({5, 0, 100, 4, 0})),
            R"({"error":"unknown type","type":1124,"length":5,"bytes":"0500640400"})");
}

TEST(XdpMessages, ReadsEveryTypeThatAGeneratedDayHas) {
  XdpOptions options;
  options.messages = 20'000;
  options.clear_ppm = 200;
  options.failover_ppm = 500;
  XdpGenerator day{options};
  XdpPacket packet;
  std::set<std::uint16_t> types;
  while (day.next(packet)) {
    for (const Buffer& message : packet.messages) {
      types.insert(load_le16(message.data() + 2));
      const std::string told = describe(message);
      ASSERT_EQ(told.find("error"), std::string::npos) << told;
      ASSERT_EQ(told.find("unknown_bytes"), std::string::npos) << told;
    }
  }
  std::set<std::uint16_t> all;
  for (std::uint16_t type = 0; type < kTypes; ++type) {
    if (kShapes[type].kind != MessageClass::Unknown) all.insert(type);
  }
  EXPECT_EQ(types, all);
  EXPECT_EQ(all.size(), 20U);
}

TEST(XdpMessages, ViewsAPacketHeader) {
  const Buffer packet = xdp_packet({12, 3, 0x01020304, {5, 6}}, Buffer{9});
  const auto header = view_packet_header(packet);
  ASSERT_TRUE(header);
  EXPECT_EQ(header->size, 17);
  EXPECT_EQ(header->flag, DeliveryFlag::SequenceReset);
  EXPECT_EQ(header->messages(), 3);
  EXPECT_EQ(header->seq, 0x01020304U);
  EXPECT_EQ(header->sent(), (std::uint64_t{5} << 32) + 6);
  EXPECT_FALSE(view_packet_header(Bytes{packet}.first(15)));
}

}  // namespace
}  // namespace hotbook::feed::xdp
