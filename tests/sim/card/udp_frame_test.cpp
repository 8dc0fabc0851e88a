#include "sim/card/udp_frame.hpp"

#include <gtest/gtest.h>

namespace {

using hotbook::card::make_udp_frame;
using hotbook::card::UdpEnd;
using Bytes = std::vector<std::uint8_t>;

constexpr UdpEnd kSource{0x7f000001, 40000};
constexpr UdpEnd kTarget{0x7f000001, 9000};

// A right checksum makes the sum over everything, itself included, all ones (RFC 1071).
std::uint32_t folded_sum(std::span<const std::uint8_t> bytes, std::uint32_t sum = 0) {
  for (std::size_t i = 0; i < bytes.size(); ++i)
    sum += i % 2 == 0 ? std::uint32_t{bytes[i]} << 8 : bytes[i];
  while (sum >> 16 != 0) sum = (sum & 0xffff) + (sum >> 16);
  return sum;
}

TEST(UdpFrame, HasRightChecksumsForEveryPayloadLength) {
  for (std::size_t size = 0; size < 200; ++size) {
    Bytes payload(size);
    for (std::size_t i = 0; i < size; ++i) payload[i] = static_cast<std::uint8_t>(i * 37 + size);
    const Bytes frame = make_udp_frame(kSource, kTarget, payload);
    ASSERT_EQ(folded_sum(std::span{frame}.subspan(14, 20)), 0xffffU) << size;
    const std::uint32_t pseudo =
        0x7f00 + 0x0001 + 0x7f00 + 0x0001 + 17 + static_cast<std::uint32_t>(8 + size);
    ASSERT_EQ(folded_sum(std::span{frame}.subspan(34, 8 + size), pseudo), 0xffffU) << size;
  }
}

TEST(UdpFrame, CarriesAddressesPortsAndPayload) {
  const Bytes payload(30, 0xab);
  const Bytes frame = make_udp_frame(kSource, UdpEnd{0xef0a0001, 26400}, payload);
  ASSERT_EQ(frame.size(), 72U);
  EXPECT_EQ(Bytes(frame.begin(), frame.begin() + 6), (Bytes{0x01, 0x00, 0x5e, 0x0a, 0x00, 0x01}));
  EXPECT_EQ(Bytes(frame.begin() + 30, frame.begin() + 34), (Bytes{239, 10, 0, 1}));
  EXPECT_EQ(frame[36] << 8 | frame[37], 26400);
  EXPECT_EQ(frame[38] << 8 | frame[39], 38);
  EXPECT_EQ(Bytes(frame.begin() + 42, frame.end()), payload);
}

TEST(UdpFrame, IsPaddedToTheShortestFrameOfEthernet) {
  EXPECT_EQ(make_udp_frame(kSource, kTarget, {}).size(), 60U);
}

TEST(UdpFrame, CutsAPayloadThatIpv4CannotCarry) {
  EXPECT_EQ(make_udp_frame(kSource, kTarget, Bytes(70'000)).size(), 14U + 65'535U);
}

}  // namespace
