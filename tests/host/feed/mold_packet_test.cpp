#include "host/feed/mold_packet.hpp"

#include <gtest/gtest.h>

#include "tests/host/feed/test_bytes.hpp"

namespace hotbook::feed {
namespace {

using namespace hotbook::feed_test;

TEST(MoldPacket, ReadsSessionSeqAndCountInNetworkOrder) {
  const Buffer bytes =
      mold({.session = "ABCDEFGHIJ", .seq = 0x0102030405060708, .count = 0x0a0b}, {});
  const auto packet = view_mold_packet(bytes);
  ASSERT_TRUE(packet);
  EXPECT_EQ(std::string(packet->header.session.begin(), packet->header.session.end()),
            "ABCDEFGHIJ");
  EXPECT_EQ(packet->header.seq, 0x0102030405060708U);
  EXPECT_EQ(packet->header.message_count, 0x0a0b);
  EXPECT_EQ(packet->header.messages(), 0x0a0b);
  EXPECT_TRUE(packet->body.empty());
}

TEST(MoldPacket, RefusesEveryPayloadShorterThanItsHeader) {
  const Buffer bytes = mold({}, {});
  for (std::size_t n = 0; n < 20; ++n) {
    EXPECT_FALSE(view_mold_packet({bytes.data(), n})) << n;
  }
  EXPECT_TRUE(view_mold_packet(bytes));
}

TEST(MoldPacket, ClaimsNoMessagesInHeartbeatAndEndOfSession) {
  EXPECT_EQ(view_mold_packet(mold({.count = 0}, {}))->header.messages(), 0);
  EXPECT_EQ(view_mold_packet(mold({.count = 0xffff}, {}))->header.messages(), 0);
  EXPECT_EQ(view_mold_packet(mold({.count = 0xfffe}, {}))->header.messages(), 0xfffe);
}

TEST(MoldPacket, CutsOutMessagesOneByOneIncludingEmptyOnes) {
  const Buffer bytes = prefixed({{1, 2, 3}, {}, {4}});
  Bytes rest{bytes};
  EXPECT_EQ(next_message(rest)->size(), 3U);
  EXPECT_EQ(next_message(rest)->size(), 0U);
  const auto last = next_message(rest);
  ASSERT_EQ(last->size(), 1U);
  EXPECT_EQ((*last)[0], 4);
  EXPECT_FALSE(next_message(rest));
}

TEST(MoldPacket, LeavesAnIncompleteMessageWhereItIs) {
  const Buffer bytes = prefixed({{1, 2, 3}});
  for (std::size_t n = 0; n < bytes.size(); ++n) {
    Bytes rest{bytes.data(), n};
    EXPECT_FALSE(next_message(rest)) << n;
    EXPECT_EQ(rest.size(), n);
  }
}

}  // namespace
}  // namespace hotbook::feed
