// Requests and responses, byte by byte as the tables of the XDP Common Client Specification have
// them (sections 6 to 8).

#include "host/feed/xdp_request.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace hotbook::feed::xdp {
namespace {

using Buffer = std::vector<std::uint8_t>;

constexpr RequestHeader kHeader{7, 0x01020304, 0x05060708};
constexpr Channel kChannel{11, 3};
const SourceId kSource = *SourceId::make("HOTBOOK");

// The header of a packet of one message of this length, and "HOTBOOK" with its zeros.
Buffer header_of(unsigned length) {
  return {static_cast<std::uint8_t>(16 + length), 0, 11, 1, 7, 0, 0, 0, 4, 3, 2, 1, 8, 7, 6, 5};
}
const Buffer kSourceBytes{'H', 'O', 'T', 'B', 'O', 'O', 'K', 0, 0, 0};

Buffer operator+(Buffer left, const Buffer& right) {
  left.insert(left.end(), right.begin(), right.end());
  return left;
}
template <class Array>
Buffer bytes_of(const Array& packet) {
  return {packet.begin(), packet.end()};
}
Bytes message_of(const Buffer& packet) {
  return Bytes{packet}.subspan(16);
}

TEST(XdpRequest, AsksForARangeOfMessages) {
  const RetransmissionRequest request{0x11, 0x20, kSource, kChannel};
  const Buffer packet = bytes_of(write(kHeader, request));
  EXPECT_EQ(packet, (header_of(24) + Buffer{24, 0, 10, 0, 0x11, 0, 0, 0, 0x20, 0, 0, 0} +
                     kSourceBytes + Buffer{11, 3}));
  EXPECT_EQ(read_retransmission_request(message_of(packet)), request);
}

TEST(XdpRequest, AsksForTheRefreshOfASymbol) {
  const RefreshRequest request{0x1234, kSource, kChannel};
  const Buffer packet = bytes_of(write(kHeader, request));
  EXPECT_EQ(packet, (header_of(20) + Buffer{20, 0, 15, 0, 0x34, 0x12, 0, 0} + kSourceBytes +
                     Buffer{11, 3}));
  EXPECT_EQ(read_refresh_request(message_of(packet)), request);
}

TEST(XdpRequest, AsksForSymbolMappings) {
  const SymbolMappingRequest request{0, kSource, kChannel, 0};
  const Buffer packet = bytes_of(write(kHeader, request));
  EXPECT_EQ(packet,
            (header_of(21) + Buffer{21, 0, 13, 0, 0, 0, 0, 0} + kSourceBytes + Buffer{11, 3, 0}));
  EXPECT_EQ(read_symbol_mapping_request(message_of(packet)), request);
}

TEST(XdpRequest, AnswersAHeartbeat) {
  const Buffer packet = bytes_of(write(kHeader, HeartbeatResponse{kSource}));
  EXPECT_EQ(packet, (header_of(14) + Buffer{14, 0, 12, 0} + kSourceBytes));
  EXPECT_EQ(read_heartbeat_response(message_of(packet)), HeartbeatResponse{kSource});
}

TEST(XdpRequest, ReadsWhatTheServerSaysOfARequest) {
  const Buffer message = Buffer{29, 0, 11, 0, 7, 0, 0, 0, 0x11, 0, 0, 0, 0x20, 0, 0, 0} +
                         kSourceBytes + Buffer{11, 3, '3'};
  const auto response = read_request_response(message);
  ASSERT_TRUE(response);
  EXPECT_EQ(*response,
            (RequestResponse{7, 0x11, 0x20, kSource, kChannel, ResponseStatus::RangeTooLong}));
  EXPECT_EQ(message_of(bytes_of(write(kHeader, *response))).size(), 29U);
  const Buffer written = bytes_of(write(kHeader, *response));
  EXPECT_TRUE(std::ranges::equal(message_of(written), message));
}

TEST(XdpRequest, RefusesMessagesThatAreNotWhole) {
  const Buffer packet = bytes_of(write(kHeader, RetransmissionRequest{1, 2, kSource, kChannel}));
  const Bytes message = message_of(packet);
  EXPECT_FALSE(read_retransmission_request(message.first(23)));
  EXPECT_FALSE(read_retransmission_request({}));
  EXPECT_FALSE(read_refresh_request(message));
  for (const std::size_t at : {0U, 1U, 2U, 3U}) {
    Buffer other{message.begin(), message.end()};
    ++other[at];
    EXPECT_FALSE(read_retransmission_request(other)) << at;
  }
}

TEST(XdpRequest, RefusesSourcesTheServerWouldReject) {
  EXPECT_FALSE(SourceId::make(""));
  EXPECT_FALSE(SourceId::make("ABCDEFGHIJK"));
  EXPECT_FALSE(SourceId::make("A B"));
  EXPECT_FALSE(SourceId::make(std::string_view{"A\0B", 3}));
  EXPECT_FALSE(SourceId::make("\x7f"));
  ASSERT_TRUE(SourceId::make("ABCDEFGHIJ"));
  EXPECT_EQ(SourceId::make("ABCDEFGHIJ")->text(), "ABCDEFGHIJ");
  EXPECT_EQ(kSource.text(), "HOTBOOK");

  // Zeros, then something (section 5.1.7).
  Buffer packet = bytes_of(write(kHeader, HeartbeatResponse{kSource}));
  packet[16 + 4 + 9] = 'X';
  EXPECT_FALSE(read_heartbeat_response(message_of(packet)));
}

TEST(XdpRequest, RefusesAStatusThatIsNone) {
  Buffer packet = bytes_of(
      write(kHeader, RequestResponse{7, 1, 2, kSource, kChannel, ResponseStatus::InvalidMessage}));
  EXPECT_TRUE(read_request_response(message_of(packet)));
  packet.back() = ':';
  EXPECT_FALSE(read_request_response(message_of(packet)));
  packet.back() = '/';
  EXPECT_FALSE(read_request_response(message_of(packet)));
}

TEST(XdpRequest, CutsPacketsOffAStreamThatComesInPieces) {
  const Buffer first = bytes_of(write(kHeader, HeartbeatResponse{kSource}));
  const Buffer second = bytes_of(write(kHeader, RefreshRequest{9, kSource, kChannel}));
  const Buffer both = first + second;
  for (std::size_t come = 0; come <= both.size(); ++come) {
    Bytes stream = Bytes{both}.first(come);
    StreamPacket packet;
    std::size_t packets = 0;
    while (next_packet(stream, packet) == StreamState::Packet) ++packets;
    EXPECT_EQ(packets, (come >= first.size() ? 1U : 0U) + (come == both.size() ? 1U : 0U));
    EXPECT_EQ(next_packet(stream, packet), StreamState::Incomplete);
  }
  Bytes stream{both};
  StreamPacket packet;
  ASSERT_EQ(next_packet(stream, packet), StreamState::Packet);
  EXPECT_EQ(packet.header.flag, DeliveryFlag::Original);
  EXPECT_EQ(packet.header.seq, 7U);
  EXPECT_EQ(read_heartbeat_response(packet.messages), HeartbeatResponse{kSource});

  Buffer broken = first;
  broken[0] = 15;
  stream = broken;
  EXPECT_EQ(next_packet(stream, packet), StreamState::Broken);
}

}  // namespace
}  // namespace hotbook::feed::xdp
