#include "host/session/soupbin.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>

namespace hotbook::session {
namespace {

// Section 2.3.1: user, password, session, sequence number. Section 2.2.1: the last two.
constexpr std::size_t kUserBytes = 6;
constexpr std::size_t kPasswordBytes = 10;
constexpr std::size_t kSessionBytes = 10;
constexpr std::size_t kNumberBytes = 20;
constexpr std::size_t kLoginBytes = kUserBytes + kPasswordBytes + kSessionBytes + kNumberBytes;
constexpr std::size_t kAcceptedBytes = kSessionBytes + kNumberBytes;

Bytes bytes_of(std::string_view text) noexcept {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

// Names are padded on the right, sessions and numbers on the left (section 2); both are taken.
std::string_view trimmed(Bytes field) noexcept {
  std::string_view text{reinterpret_cast<const char*>(field.data()), field.size()};
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

// An empty field is 0.
std::optional<std::uint64_t> number(Bytes field) noexcept {
  const std::string_view text = trimmed(field);
  if (text.empty()) return 0;
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::uint8_t* put_left(std::uint8_t* at, std::size_t width, std::string_view text) noexcept {
  text = text.substr(0, width);
  std::memset(at, ' ', width);
  if (!text.empty()) std::memcpy(at, text.data(), text.size());
  return at + width;
}

std::uint8_t* put_right(std::uint8_t* at, std::size_t width, std::string_view text) noexcept {
  text = text.substr(0, width);
  std::memset(at, ' ', width);
  if (!text.empty()) std::memcpy(at + width - text.size(), text.data(), text.size());
  return at + width;
}

std::uint8_t* put_number(std::uint8_t* at, std::uint64_t value) noexcept {
  std::array<char, kNumberBytes> digits;  // 2^64 has 20
  const char* const end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  return put_right(at, kNumberBytes,
                   {digits.data(), static_cast<std::size_t>(end - digits.data())});
}

}  // namespace

std::string_view name_of(CloseReason reason) noexcept {
  switch (reason) {
    case CloseReason::None:
      return "none";
    case CloseReason::LoggedOut:
      return "logged_out";
    case CloseReason::EndOfSession:
      return "end_of_session";
    case CloseReason::PeerClosed:
      return "peer_closed";
    case CloseReason::ServerStopped:
      return "server_stopped";
    case CloseReason::ByOperator:
      return "by_operator";
    case CloseReason::TooManyConnections:
      return "too_many_connections";
    case CloseReason::LoginRefused:
      return "login_refused";
    case CloseReason::LoginTimeout:
      return "login_timeout";
    case CloseReason::MalformedLogin:
      return "malformed_login";
    case CloseReason::DataBeforeLogin:
      return "data_before_login";
    case CloseReason::SecondLogin:
      return "second_login";
    case CloseReason::EmptyPacket:
      return "empty_packet";
    case CloseReason::PacketTooLong:
      return "packet_too_long";
    case CloseReason::UnknownPacket:
      return "unknown_packet";
    case CloseReason::PeerSilent:
      return "peer_silent";
    case CloseReason::PeerTooSlow:
      return "peer_too_slow";
    case CloseReason::BadMessage:
      return "bad_message";
  }
  return "unknown";
}

bool PacketFramer::is_length_good(std::size_t length) noexcept {
  if (length == 0) fault_ = CloseReason::EmptyPacket;
  if (length + 2 > held_.size()) fault_ = CloseReason::PacketTooLong;
  return fault_ == CloseReason::None;
}

// Whether the first `count` bytes of a packet are held now.
bool PacketFramer::hold(std::size_t count) noexcept {
  if (held_count_ >= count) return true;
  const std::size_t more = std::min(count - held_count_, input_.size());
  if (more != 0) std::memcpy(held_.data() + held_count_, input_.data(), more);
  held_count_ += more;
  input_ = input_.subspan(more);
  return held_count_ == count;
}

std::optional<PacketFramer::Packet> PacketFramer::next() noexcept {
  if (fault_ != CloseReason::None) return std::nullopt;
  const bool is_held = held_count_ != 0 || input_.size() < 2;
  if (is_held && !hold(2)) return std::nullopt;
  const std::uint8_t* const head = is_held ? held_.data() : input_.data();
  const std::size_t length = std::size_t{head[0]} << 8U | head[1];
  if (!is_length_good(length)) return std::nullopt;

  if (!is_held && input_.size() >= length + 2) {
    const Packet packet{static_cast<PacketType>(input_[2]), input_.subspan(3, length - 1)};
    input_ = input_.subspan(length + 2);
    return packet;
  }
  if (!hold(length + 2)) return std::nullopt;
  held_count_ = 0;
  return Packet{static_cast<PacketType>(held_[2]), {held_.data() + 3, length - 1}};
}

void SoupBinEnd::receive(Bytes bytes, std::uint64_t now_ns) noexcept {
  now_ns_ = now_ns;
  received_ns_ = now_ns;
  framer_.feed(bytes);
}

std::optional<PacketFramer::Packet> SoupBinEnd::next_packet() noexcept {
  if (!is_open()) return std::nullopt;
  const std::optional<PacketFramer::Packet> packet = framer_.next();
  if (framer_.fault() != CloseReason::None) close(framer_.fault());
  return packet;
}

bool SoupBinEnd::put(PacketType type, Bytes payload) noexcept {
  const std::size_t length = payload.size() + 1;
  if (!is_open() || length > 0xffff || !output_.has_room(length + 2)) return false;
  std::uint8_t* const at = output_.extend(length + 2, now_ns_);
  at[0] = static_cast<std::uint8_t>(length >> 8U);
  at[1] = static_cast<std::uint8_t>(length);
  at[2] = static_cast<std::uint8_t>(type);
  if (!payload.empty()) std::memcpy(at + kPacketHeaderBytes, payload.data(), payload.size());
  sent_ns_ = now_ns_;
  return true;
}

bool SoupBinEnd::debug(std::string_view text) noexcept {
  return put(PacketType::Debug, bytes_of(text));
}

void SoupBinEnd::close(CloseReason reason) noexcept {
  if (!is_open()) return;
  debug(name_of(reason));
  close_reason_ = reason;
}

void SoupBinEnd::advance(std::uint64_t now_ns, PacketType heartbeat) noexcept {
  now_ns_ = now_ns;
  if (!is_open()) return;
  if (output_.waited_ns(now_ns) >= options_.stall_ns_max) return close(CloseReason::PeerTooSlow);
  if (is_logged_in_ && now_ns - received_ns_ >= options_.silence_ns_max) {
    return close(CloseReason::PeerSilent);
  }
  if (!is_logged_in_ && now_ns - opened_ns_ >= options_.login_ns_max) {
    return close(CloseReason::LoginTimeout);
  }
  if (is_logged_in_ && now_ns - sent_ns_ >= options_.heartbeat_ns) put(heartbeat, {});
}

std::optional<ServerEvent> SoupBinServer::next() noexcept {
  using Kind = ServerEvent::Kind;
  while (const std::optional<PacketFramer::Packet> packet = next_packet()) {
    if (packet->type == PacketType::Debug) return ServerEvent{Kind::Debug, packet->payload, {}};
    if (packet->type == PacketType::LoginRequest) return login(packet->payload);
    switch (packet->type) {
      case PacketType::UnsequencedData:
      case PacketType::ClientHeartbeat:
      case PacketType::LogoutRequest:
        break;
      default:
        close(CloseReason::UnknownPacket);
        return std::nullopt;
    }
    if (!is_logged_in_) {
      close(CloseReason::DataBeforeLogin);
      return std::nullopt;
    }
    if (packet->type == PacketType::UnsequencedData) {
      return ServerEvent{Kind::Data, packet->payload, {}};
    }
    if (packet->type == PacketType::LogoutRequest) {
      close(CloseReason::LoggedOut);
      return ServerEvent{Kind::Logout, {}, {}};
    }
  }
  return std::nullopt;
}

std::optional<ServerEvent> SoupBinServer::login(Bytes payload) noexcept {
  if (is_logged_in_ || is_asked_) {
    close(CloseReason::SecondLogin);
    return std::nullopt;
  }
  const std::optional<std::uint64_t> seq =
      payload.size() == kLoginBytes ? number(payload.last(kNumberBytes)) : std::nullopt;
  if (!seq) {
    close(CloseReason::MalformedLogin);
    return std::nullopt;
  }
  is_asked_ = true;
  const LoginRequest request{
      trimmed(payload.first(kUserBytes)), trimmed(payload.subspan(kUserBytes, kPasswordBytes)),
      trimmed(payload.subspan(kUserBytes + kPasswordBytes, kSessionBytes)), *seq};
  return ServerEvent{ServerEvent::Kind::Login, payload, request};
}

void SoupBinServer::accept(std::string_view session, std::uint64_t next_seq) noexcept {
  std::array<std::uint8_t, kAcceptedBytes> payload;
  put_number(put_right(payload.data(), kSessionBytes, session), next_seq);
  put(PacketType::LoginAccepted, payload);
  is_asked_ = false;
  is_logged_in_ = true;
  next_seq_ = next_seq;
}

void SoupBinServer::reject(char code, std::string_view why) noexcept {
  debug(why);
  const auto byte = static_cast<std::uint8_t>(code);
  put(PacketType::LoginRejected, {&byte, 1});
  close_reason_ = CloseReason::LoginRefused;
}

bool SoupBinServer::send(Bytes payload) noexcept {
  if (!put(PacketType::SequencedData, payload)) return false;
  ++next_seq_;
  return true;
}

bool SoupBinServer::end_session() noexcept {
  if (!put(PacketType::EndOfSession, {})) return false;
  close_reason_ = CloseReason::EndOfSession;
  return true;
}

void SoupBinServer::advance(std::uint64_t now_ns, bool awaits_input) noexcept {
  if (!awaits_input) received_ns_ = now_ns;
  SoupBinEnd::advance(now_ns, PacketType::ServerHeartbeat);
}

bool SoupBinClient::login(const LoginRequest& request) noexcept {
  std::array<std::uint8_t, kLoginBytes> payload;
  std::uint8_t* at = put_left(payload.data(), kUserBytes, request.user);
  at = put_left(at, kPasswordBytes, request.password);
  at = put_right(at, kSessionBytes, request.session);
  put_number(at, request.requested_seq);
  return put(PacketType::LoginRequest, payload);
}

std::optional<ClientEvent> SoupBinClient::next() noexcept {
  using Kind = ClientEvent::Kind;
  while (const std::optional<PacketFramer::Packet> packet = next_packet()) {
    const Bytes payload = packet->payload;
    switch (packet->type) {
      case PacketType::Debug:
        return ClientEvent{Kind::Debug, payload, 0, {}, 0};
      case PacketType::ServerHeartbeat:
        continue;
      case PacketType::LoginAccepted:
        return login_accepted(payload);
      case PacketType::LoginRejected:
        close_reason_ = CloseReason::LoginRefused;
        return ClientEvent{
            Kind::LoginRejected, {}, 0, {}, payload.empty() ? '\0' : static_cast<char>(payload[0])};
      case PacketType::SequencedData:
        if (!is_logged_in_) break;
        return ClientEvent{Kind::Data, payload, next_seq_++, {}, 0};
      case PacketType::EndOfSession:
        if (!is_logged_in_) break;
        close_reason_ = CloseReason::EndOfSession;
        return ClientEvent{Kind::EndOfSession, {}, 0, {}, 0};
      default:
        close(CloseReason::UnknownPacket);
        return std::nullopt;
    }
    close(CloseReason::DataBeforeLogin);
  }
  return std::nullopt;
}

std::optional<ClientEvent> SoupBinClient::login_accepted(Bytes payload) noexcept {
  const std::optional<std::uint64_t> seq =
      payload.size() == kAcceptedBytes ? number(payload.last(kNumberBytes)) : std::nullopt;
  if (is_logged_in_ || !seq) {
    close(is_logged_in_ ? CloseReason::SecondLogin : CloseReason::MalformedLogin);
    return std::nullopt;
  }
  is_logged_in_ = true;
  next_seq_ = *seq;
  return ClientEvent{
      ClientEvent::Kind::LoginAccepted, {}, *seq, trimmed(payload.first(kSessionBytes)), 0};
}

void SoupBinClient::advance(std::uint64_t now_ns) noexcept {
  SoupBinEnd::advance(now_ns, PacketType::ClientHeartbeat);
}

}  // namespace hotbook::session
