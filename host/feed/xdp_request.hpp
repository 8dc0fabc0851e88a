// Writes what a client asks of an NYSE request server, and reads what it answers: retransmissions,
// refreshes and symbol index mappings (XDP Common Client Specification 2.3c, sections 6 to 8).
// Requests and responses go over a TCP connection, in XDP packets; what was asked for comes by
// multicast, on channels of its own, and is read with xdp_messages.hpp.
//
// Threading: values and free functions.
// Hot path:  none; a packet that is written is an array, nothing allocates or throws.

#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "host/feed/xdp_messages.hpp"

namespace hotbook::feed::xdp {

// Who asks: up to ten characters, which the exchange has assigned.
class SourceId {
 public:
  static constexpr std::size_t kBytes = 10;

  // Nothing unless the text is 1 to 10 printable characters.
  [[nodiscard]] static std::optional<SourceId> make(std::string_view text) noexcept;

  [[nodiscard]] const std::array<char, kBytes>& bytes() const noexcept { return bytes_; }
  [[nodiscard]] std::string_view text() const noexcept;

  friend bool operator==(const SourceId&, const SourceId&) = default;

 private:
  std::array<char, kBytes> bytes_{};  // zeros behind the text
};

struct Channel {
  std::uint8_t product_id = 0;
  std::uint8_t channel_id = 0;
  friend bool operator==(const Channel&, const Channel&) = default;
};

// What goes into the header of a request's packet: its number, by which the answer names it, and
// when it is sent.
struct RequestHeader {
  std::uint32_t seq = 0;
  std::uint32_t send_time = 0;
  std::uint32_t send_time_ns = 0;
};

// The most messages that one retransmission request may ask for (Common, 5.1.1.2).
inline constexpr std::uint32_t kRetransmissionMax = 1000;

// A heartbeat of the server must be answered within this time (Common, 8.2).
inline constexpr std::uint64_t kHeartbeatAnswerNs = 5'000'000'000;

// Messages [begin_seq, end_seq], both of them included.
struct RetransmissionRequest {
  static constexpr std::uint16_t kType = 10;
  static constexpr std::size_t kLength = 24;
  std::uint32_t begin_seq = 0;
  std::uint32_t end_seq = 0;
  SourceId source;
  Channel channel;
  friend bool operator==(const RetransmissionRequest&, const RetransmissionRequest&) = default;
};

// symbol_index 0: every symbol of the channel.
struct RefreshRequest {
  static constexpr std::uint16_t kType = 15;
  static constexpr std::size_t kLength = 20;
  std::uint32_t symbol_index = 0;
  SourceId source;
  Channel channel;
  friend bool operator==(const RefreshRequest&, const RefreshRequest&) = default;
};
struct SymbolMappingRequest {
  static constexpr std::uint16_t kType = 13;
  static constexpr std::size_t kLength = 21;
  std::uint32_t symbol_index = 0;
  SourceId source;
  Channel channel;
  std::uint8_t retransmit_method = 0;  // by UDP; there is no other
  friend bool operator==(const SymbolMappingRequest&, const SymbolMappingRequest&) = default;
};
struct HeartbeatResponse {
  static constexpr std::uint16_t kType = 12;
  static constexpr std::size_t kLength = 14;
  SourceId source;
  friend bool operator==(const HeartbeatResponse&, const HeartbeatResponse&) = default;
};

enum class ResponseStatus : char {
  Accepted = '0',
  InvalidSource = '1',
  InvalidRange = '2',
  RangeTooLong = '3',
  TooManyRequests = '4',
  TooManyRefreshes = '5',
  TooOld = '6',
  InvalidChannel = '7',
  InvalidProduct = '8',
  InvalidMessage = '9',
};

struct RequestResponse {
  static constexpr std::uint16_t kType = 11;
  static constexpr std::size_t kLength = 29;
  std::uint32_t request_seq = 0;
  std::uint32_t begin_seq = 0;
  std::uint32_t end_seq = 0;
  SourceId source;
  Channel channel;
  ResponseStatus status = ResponseStatus::Accepted;
  friend bool operator==(const RequestResponse&, const RequestResponse&) = default;
};

template <class Message>
using RequestPacket = std::array<std::uint8_t, PacketHeader::kBytes + Message::kLength>;

[[nodiscard]] RequestPacket<RetransmissionRequest> write(const RequestHeader& header,
                                                         const RetransmissionRequest& request);
[[nodiscard]] RequestPacket<RefreshRequest> write(const RequestHeader& header,
                                                  const RefreshRequest& request);
[[nodiscard]] RequestPacket<SymbolMappingRequest> write(const RequestHeader& header,
                                                        const SymbolMappingRequest& request);
[[nodiscard]] RequestPacket<HeartbeatResponse> write(const RequestHeader& header,
                                                     const HeartbeatResponse& response);
[[nodiscard]] RequestPacket<RequestResponse> write(const RequestHeader& header,
                                                   const RequestResponse& response);

// A message as its bytes have it; nothing unless type and length are its own, and its source id is
// text with zeros behind it.
[[nodiscard]] std::optional<RetransmissionRequest> read_retransmission_request(Bytes message);
[[nodiscard]] std::optional<RefreshRequest> read_refresh_request(Bytes message);
[[nodiscard]] std::optional<SymbolMappingRequest> read_symbol_mapping_request(Bytes message);
[[nodiscard]] std::optional<HeartbeatResponse> read_heartbeat_response(Bytes message);
[[nodiscard]] std::optional<RequestResponse> read_request_response(Bytes message);

// One packet at the front of what a TCP connection has brought.
struct StreamPacket {
  PacketHeader header;
  Bytes messages;
};
enum class StreamState : std::uint8_t {
  Packet,      // cut off the front
  Incomplete,  // more must come first
  Broken,      // a size below a packet header's: nothing behind it can be found
};
[[nodiscard]] StreamState next_packet(Bytes& stream, StreamPacket& packet) noexcept;

}  // namespace hotbook::feed::xdp
