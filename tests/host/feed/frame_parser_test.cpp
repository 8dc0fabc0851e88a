#include "host/feed/frame_parser.hpp"

#include <gtest/gtest.h>

#include "tests/host/feed/test_bytes.hpp"

namespace hotbook::feed {
namespace {

using namespace hotbook::feed_test;

constexpr std::size_t kIp = 14;
constexpr std::size_t kUdp = 34;
const Buffer kPayload{1, 2, 3, 4, 5, 6, 7};

// Makes the header checksum right again after a test changed a header byte.
void fix_header(Buffer& bytes, std::size_t ip = kIp) {
  bytes[ip + 10] = bytes[ip + 11] = 0;
  const auto sum = static_cast<std::uint16_t>(~ones_sum(bytes, ip, ip + 20));
  bytes[ip + 10] = static_cast<std::uint8_t>(sum >> 8);
  bytes[ip + 11] = static_cast<std::uint8_t>(sum);
}

FrameVerdict verdict_of(const Buffer& bytes, const LineOptions& line = {}) {
  return parse_frame(bytes, false, line).verdict;
}

void expect_payload(const ParsedFrame& parsed, const Buffer& payload) {
  EXPECT_EQ(parsed.verdict, FrameVerdict::Packet);
  EXPECT_EQ(Buffer(parsed.payload.begin(), parsed.payload.end()), payload);
}

TEST(FrameParser, FindsThePayloadOfATaggedAndOfAnUntaggedFrame) {
  for (const int vlan : {-1, 0, 141}) {
    const Buffer bytes = frame(kPayload, vlan);
    const ParsedFrame parsed = parse_frame(bytes, false, {});
    expect_payload(parsed, kPayload);
    EXPECT_FALSE(parsed.bad) << "vlan " << vlan;
  }
}

TEST(FrameParser, IgnoresEthernetPaddingBehindThePayload) {
  Buffer bytes = frame(kPayload);
  bytes.resize(bytes.size() + 11, 0xee);
  const ParsedFrame parsed = parse_frame(bytes, false, {});
  expect_payload(parsed, kPayload);
  EXPECT_FALSE(parsed.bad);
}

TEST(FrameParser, CallsAFrameARuntUntilItsLastHeaderByteIsThere) {
  const Buffer plain = frame({});
  const Buffer tagged = frame({}, 141);
  ASSERT_EQ(plain.size(), 42U);
  ASSERT_EQ(tagged.size(), 46U);
  for (std::size_t n = 0; n < 42; ++n) {
    EXPECT_EQ(verdict_of(Buffer(plain.begin(), plain.begin() + static_cast<long>(n))),
              FrameVerdict::Runt);
  }
  for (std::size_t n = 0; n < 46; ++n) {
    EXPECT_EQ(verdict_of(Buffer(tagged.begin(), tagged.begin() + static_cast<long>(n))),
              FrameVerdict::Runt);
  }
  EXPECT_EQ(verdict_of(plain), FrameVerdict::Packet);
  EXPECT_EQ(verdict_of(tagged), FrameVerdict::Packet);
}

TEST(FrameParser, DropsOtherEtherTypesAlsoBehindATag) {
  Buffer arp = frame(kPayload);
  arp[13] = 0x06;
  EXPECT_EQ(verdict_of(arp), FrameVerdict::NotIpv4);
  Buffer stacked = frame(kPayload, 5);
  stacked[16] = 0x81;
  EXPECT_EQ(verdict_of(stacked), FrameVerdict::NotIpv4);
}

TEST(FrameParser, DropsOptionsOtherVersionsAndFragmentsButNotDoNotFragment) {
  for (const int first : {0x46, 0x44, 0x65, 0x55}) {
    Buffer bytes = frame(kPayload);
    bytes[kIp] = static_cast<std::uint8_t>(first);
    fix_header(bytes);
    EXPECT_EQ(verdict_of(bytes), FrameVerdict::IpHeader) << first;
  }
  for (const int bits : {0x2000, 0x0001, 0x1000, 0x1fff, 0x6000}) {
    Buffer bytes = frame(kPayload);
    bytes[kIp + 6] = static_cast<std::uint8_t>(bits >> 8);
    bytes[kIp + 7] = static_cast<std::uint8_t>(bits);
    fix_header(bytes);
    EXPECT_EQ(verdict_of(bytes), FrameVerdict::IpHeader) << bits;
  }
  for (const int harmless : {0x00, 0x40, 0x80, 0xc0}) {
    Buffer bytes = frame(kPayload);
    bytes[kIp + 6] = static_cast<std::uint8_t>(harmless);
    fix_header(bytes);
    EXPECT_EQ(verdict_of(bytes), FrameVerdict::Packet) << harmless;
  }
}

TEST(FrameParser, FindsEveryFlippedBitOfTheIpHeaderUnlessToldToIgnoreIt) {
  const Buffer right = frame(kPayload);
  for (std::size_t bit = 0; bit < 160; ++bit) {
    Buffer bytes = right;
    bytes[kIp + bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
    EXPECT_NE(verdict_of(bytes), FrameVerdict::Packet) << bit;
  }
  Buffer bytes = right;
  bytes[kIp + 10] ^= 1;
  EXPECT_EQ(verdict_of(bytes), FrameVerdict::IpChecksum);
  EXPECT_EQ(verdict_of(bytes, {.checksum_ignore = true}), FrameVerdict::Packet);
}

TEST(FrameParser, DropsOtherProtocols) {
  Buffer bytes = frame(kPayload);
  bytes[kIp + 9] = 6;
  fix_header(bytes);
  EXPECT_EQ(verdict_of(bytes), FrameVerdict::NotUdp);
}

TEST(FrameParser, LetsOnlyTheLinesAddressVlanGroupAndPortPass) {
  const Buffer plain = frame(kPayload);
  const Buffer tagged = frame(kPayload, 141);
  const Buffer priority = frame(kPayload, 0xe000 | 141);  // priority bits are no part of the id
  const auto passes = [](const Buffer& bytes, const LineOptions& line) {
    const FrameVerdict verdict = verdict_of(bytes, line);
    EXPECT_TRUE(verdict == FrameVerdict::Packet || verdict == FrameVerdict::Filter);
    return verdict == FrameVerdict::Packet;
  };
  EXPECT_TRUE(passes(plain, {.group = kGroup, .udp_port = kPort, .mac = kMac}));
  EXPECT_FALSE(passes(plain, {.group = kGroup + 1}));
  EXPECT_FALSE(passes(plain, {.udp_port = kPort + 1}));
  EXPECT_FALSE(passes(plain, {.mac = kMac + 1}));
  EXPECT_FALSE(passes(plain, {.mac = kMac ^ 0x010000000000}));
  EXPECT_FALSE(passes(plain, {.vlan = 141}));
  EXPECT_TRUE(passes(plain, {.vlan = kVlanUntagged}));
  EXPECT_TRUE(passes(tagged, {.vlan = 141}));
  EXPECT_TRUE(passes(priority, {.vlan = 141}));
  EXPECT_FALSE(passes(tagged, {.vlan = 140}));
  EXPECT_FALSE(passes(tagged, {.vlan = kVlanUntagged}));
  EXPECT_TRUE(passes(tagged, {.vlan = kVlanAny}));
}

TEST(FrameParser, DropsLengthsThatContradictEachOther) {
  for (const int difference : {-1, 1, 256}) {
    Buffer bytes = frame(kPayload);
    const int length = static_cast<int>(8 + kPayload.size()) + difference;
    bytes[kUdp + 4] = static_cast<std::uint8_t>(length >> 8);
    bytes[kUdp + 5] = static_cast<std::uint8_t>(length);
    EXPECT_EQ(verdict_of(bytes), FrameVerdict::Length);
  }
  Buffer tiny = frame({});
  tiny[kIp + 3] = 27;
  tiny[kUdp + 5] = 7;
  fix_header(tiny);
  EXPECT_EQ(verdict_of(tiny), FrameVerdict::Length);
}

TEST(FrameParser, JudgesRulesInTheirOrder) {
  // Breaks all of F3 to F7; mending them one by one shows which is judged first.
  Buffer bytes = frame(kPayload);
  const LineOptions line{.mac = 1};
  bytes[kIp] = 0x46;
  bytes[kIp + 9] = 6;
  bytes[kUdp + 5] = 1;
  EXPECT_EQ(verdict_of(bytes, line), FrameVerdict::IpHeader);
  bytes[kIp] = 0x45;
  EXPECT_EQ(verdict_of(bytes, line), FrameVerdict::IpChecksum);
  fix_header(bytes);
  EXPECT_EQ(verdict_of(bytes, line), FrameVerdict::NotUdp);
  bytes[kIp + 9] = 17;
  fix_header(bytes);
  EXPECT_EQ(verdict_of(bytes, line), FrameVerdict::Filter);
  EXPECT_EQ(verdict_of(bytes), FrameVerdict::Length);
}

TEST(FrameParser, MarksAPacketBadWhenTheMacSaysSo) {
  EXPECT_TRUE(parse_frame(frame(kPayload), true, {}).bad);
}

TEST(FrameParser, HandsOutWhatATruncatedFrameHoldsAndMarksItBad) {
  const Buffer whole = frame(kPayload);
  for (std::size_t held = 0; held < kPayload.size(); ++held) {
    Buffer bytes = whole;
    bytes.resize(42 + held);
    const ParsedFrame parsed = parse_frame(bytes, false, {.checksum_ignore = true});
    expect_payload(parsed, Buffer(kPayload.begin(), kPayload.begin() + static_cast<long>(held)));
    EXPECT_TRUE(parsed.bad);
  }
}

TEST(FrameParser, FindsEveryFlippedBitBehindTheIpHeaderUnlessToldToIgnoreIt) {
  for (const std::size_t bytes_of_payload : {std::size_t{0}, std::size_t{7}, std::size_t{64}}) {
    const Buffer right = frame(Buffer(bytes_of_payload, 0x5a), 141);
    ASSERT_FALSE(parse_frame(right, false, {}).bad);
    for (std::size_t bit = 0; bit < 8 * (8 + bytes_of_payload); ++bit) {
      if (bit / 8 == 4 || bit / 8 == 5) continue;  // the length: that is F7's
      Buffer bytes = right;
      bytes[kUdp + 4 + bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
      EXPECT_TRUE(parse_frame(bytes, false, {}).bad) << bit;
      EXPECT_FALSE(parse_frame(bytes, false, {.checksum_ignore = true}).bad) << bit;
    }
  }
}

TEST(FrameParser, DoesNotJudgeAUdpChecksumOfZero) {
  Buffer bytes = frame(kPayload);
  bytes[kUdp + 6] = bytes[kUdp + 7] = 0;
  bytes.back() ^= 0xff;
  EXPECT_FALSE(parse_frame(bytes, false, {}).bad);
}

}  // namespace
}  // namespace hotbook::feed
