#include "host/feed/xdp_request.hpp"

#include <algorithm>

namespace hotbook::feed::xdp {
namespace {

constexpr bool is_printable(char letter) {
  return letter > ' ' && letter <= '~';
}

// Writes a packet of one message, field behind field.
template <class Message>
class PacketWriter {
 public:
  explicit PacketWriter(const RequestHeader& header) {
    little_endian(packet_.size(), 2);
    little_endian(static_cast<std::uint8_t>(DeliveryFlag::Original), 1);
    little_endian(1, 1);
    little_endian(header.seq, 4);
    little_endian(header.send_time, 4);
    little_endian(header.send_time_ns, 4);
    little_endian(Message::kLength, 2);
    little_endian(Message::kType, 2);
  }

  PacketWriter& little_endian(std::uint64_t value, std::size_t width) {
    for (std::size_t i = 0; i < width; ++i, value >>= 8) {
      packet_[at_++] = static_cast<std::uint8_t>(value);
    }
    return *this;
  }
  PacketWriter& source(const SourceId& source) {
    for (const char letter : source.bytes()) little_endian(static_cast<std::uint8_t>(letter), 1);
    return *this;
  }
  PacketWriter& channel(const Channel& channel) {
    return little_endian(channel.product_id, 1).little_endian(channel.channel_id, 1);
  }
  [[nodiscard]] const RequestPacket<Message>& packet() const { return packet_; }

 private:
  RequestPacket<Message> packet_{};
  std::size_t at_ = 0;
};

template <class Message>
bool is(Bytes message) {
  return message.size() == Message::kLength && load_le16(message.data()) == Message::kLength &&
         load_le16(message.data() + 2) == Message::kType;
}

Channel channel_at(const std::uint8_t* at) {
  return {at[0], at[1]};
}

std::optional<SourceId> source_at(const std::uint8_t* at) {
  std::string_view text = Text<SourceId::kBytes>::read(at);
  while (!text.empty() && text.back() == '\0') text.remove_suffix(1);
  return SourceId::make(text);
}

}  // namespace

std::optional<SourceId> SourceId::make(std::string_view text) noexcept {
  if (text.empty() || text.size() > kBytes) return std::nullopt;
  if (!std::all_of(text.begin(), text.end(), is_printable)) return std::nullopt;
  SourceId source;
  std::copy(text.begin(), text.end(), source.bytes_.begin());
  return source;
}

std::string_view SourceId::text() const noexcept {
  const auto end = std::find(bytes_.begin(), bytes_.end(), '\0');
  return {bytes_.data(), static_cast<std::size_t>(end - bytes_.begin())};
}

RequestPacket<RetransmissionRequest> write(const RequestHeader& header,
                                           const RetransmissionRequest& request) {
  return PacketWriter<RetransmissionRequest>{header}
      .little_endian(request.begin_seq, 4)
      .little_endian(request.end_seq, 4)
      .source(request.source)
      .channel(request.channel)
      .packet();
}

RequestPacket<RefreshRequest> write(const RequestHeader& header, const RefreshRequest& request) {
  return PacketWriter<RefreshRequest>{header}
      .little_endian(request.symbol_index, 4)
      .source(request.source)
      .channel(request.channel)
      .packet();
}

RequestPacket<SymbolMappingRequest> write(const RequestHeader& header,
                                          const SymbolMappingRequest& request) {
  return PacketWriter<SymbolMappingRequest>{header}
      .little_endian(request.symbol_index, 4)
      .source(request.source)
      .channel(request.channel)
      .little_endian(request.retransmit_method, 1)
      .packet();
}

RequestPacket<HeartbeatResponse> write(const RequestHeader& header,
                                       const HeartbeatResponse& response) {
  return PacketWriter<HeartbeatResponse>{header}.source(response.source).packet();
}

RequestPacket<RequestResponse> write(const RequestHeader& header, const RequestResponse& response) {
  return PacketWriter<RequestResponse>{header}
      .little_endian(response.request_seq, 4)
      .little_endian(response.begin_seq, 4)
      .little_endian(response.end_seq, 4)
      .source(response.source)
      .channel(response.channel)
      .little_endian(static_cast<std::uint8_t>(response.status), 1)
      .packet();
}

std::optional<RetransmissionRequest> read_retransmission_request(Bytes message) {
  if (!is<RetransmissionRequest>(message)) return std::nullopt;
  const std::uint8_t* const at = message.data();
  const auto source = source_at(at + 12);
  if (!source) return std::nullopt;
  return RetransmissionRequest{load_le32(at + 4), load_le32(at + 8), *source, channel_at(at + 22)};
}

std::optional<RefreshRequest> read_refresh_request(Bytes message) {
  if (!is<RefreshRequest>(message)) return std::nullopt;
  const std::uint8_t* const at = message.data();
  const auto source = source_at(at + 8);
  if (!source) return std::nullopt;
  return RefreshRequest{load_le32(at + 4), *source, channel_at(at + 18)};
}

std::optional<SymbolMappingRequest> read_symbol_mapping_request(Bytes message) {
  if (!is<SymbolMappingRequest>(message)) return std::nullopt;
  const std::uint8_t* const at = message.data();
  const auto source = source_at(at + 8);
  if (!source) return std::nullopt;
  return SymbolMappingRequest{load_le32(at + 4), *source, channel_at(at + 18), at[20]};
}

std::optional<HeartbeatResponse> read_heartbeat_response(Bytes message) {
  if (!is<HeartbeatResponse>(message)) return std::nullopt;
  const auto source = source_at(message.data() + 4);
  if (!source) return std::nullopt;
  return HeartbeatResponse{*source};
}

std::optional<RequestResponse> read_request_response(Bytes message) {
  if (!is<RequestResponse>(message)) return std::nullopt;
  const std::uint8_t* const at = message.data();
  const auto source = source_at(at + 16);
  const auto status = static_cast<char>(at[28]);
  if (!source || status < '0' || status > '9') return std::nullopt;
  return RequestResponse{load_le32(at + 4),   load_le32(at + 8),
                         load_le32(at + 12),  *source,
                         channel_at(at + 26), static_cast<ResponseStatus>(status)};
}

StreamState next_packet(Bytes& stream, StreamPacket& packet) noexcept {
  const auto header = view_packet_header(stream);
  if (!header) return StreamState::Incomplete;
  if (header->size < PacketHeader::kBytes) return StreamState::Broken;
  if (stream.size() < header->size) return StreamState::Incomplete;
  packet = {*header, stream.subspan(PacketHeader::kBytes, header->size - PacketHeader::kBytes)};
  stream = stream.subspan(header->size);
  return StreamState::Packet;
}

}  // namespace hotbook::feed::xdp
