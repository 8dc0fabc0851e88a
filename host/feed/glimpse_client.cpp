#include "host/feed/glimpse_client.hpp"

#include <limits>

namespace hotbook::feed {

namespace {

constexpr std::size_t kEndBytes = 21;

}  // namespace

std::optional<std::uint64_t> end_of_snapshot(Bytes message) noexcept {
  if (message.size() != kEndBytes || message[0] != 'G') return std::nullopt;
  std::size_t at = 1;
  std::size_t end = kEndBytes;
  while (at != end && message[at] == ' ') ++at;
  while (end != at && message[end - 1] == ' ') --end;
  std::uint64_t number = 0;
  for (; at != end; ++at) {
    const auto digit = static_cast<std::uint64_t>(message[at]) - '0';
    if (digit > 9) return std::nullopt;
    if (number > (std::numeric_limits<std::uint64_t>::max() - digit) / 10) return std::nullopt;
    number = 10 * number + digit;
  }
  if (number == 0) return std::nullopt;
  return number;
}

std::string_view name_of(GlimpseState state) noexcept {
  switch (state) {
    case GlimpseState::LoggingIn:
      return "logging_in";
    case GlimpseState::Receiving:
      return "receiving";
    case GlimpseState::Done:
      return "done";
    case GlimpseState::LoginRefused:
      return "login_refused";
    case GlimpseState::ForeignSession:
      return "foreign_session";
    case GlimpseState::BadEnd:
      return "bad_end";
    case GlimpseState::EndedEarly:
      return "ended_early";
    case GlimpseState::BadPacket:
      return "bad_packet";
  }
  return "?";
}

GlimpseClient::GlimpseClient(const GlimpseLogin& login, std::uint64_t now_ns)
    : session_{login.session}, client_{session::SoupBinOptions{}, now_ns} {
  // Nothing else waits to be sent, so there is room. A snapshot always begins at 1.
  static_cast<void>(client_.login({login.user, login.password, login.session, 1}));
}

std::optional<Bytes> GlimpseClient::message_of(const session::ClientEvent& event) noexcept {
  using Kind = session::ClientEvent::Kind;
  if (is_over()) return std::nullopt;
  switch (event.kind) {
    case Kind::LoginAccepted:
      if (!session_.empty() && event.session != session_) {
        end(GlimpseState::ForeignSession);
      } else {
        state_ = GlimpseState::Receiving;
      }
      return std::nullopt;
    case Kind::LoginRejected:
      end(GlimpseState::LoginRefused);
      return std::nullopt;
    case Kind::Data:
      break;
    case Kind::Debug:
      return std::nullopt;
    case Kind::EndOfSession:
      end(GlimpseState::EndedEarly);
      return std::nullopt;
  }
  if (event.payload.empty() || event.payload[0] != 'G') return event.payload;
  if (const auto next = end_of_snapshot(event.payload)) {
    next_seq_ = *next;
    end(GlimpseState::Done);
    static_cast<void>(client_.logout());
  } else {
    end(GlimpseState::BadEnd);
  }
  return std::nullopt;
}

void GlimpseClient::settle() noexcept {
  if (client_.is_open()) return;
  switch (client_.close_reason()) {
    case session::CloseReason::LoginRefused:
      return end(GlimpseState::LoginRefused);
    case session::CloseReason::EmptyPacket:
    case session::CloseReason::PacketTooLong:
    case session::CloseReason::UnknownPacket:
    case session::CloseReason::MalformedLogin:
    case session::CloseReason::DataBeforeLogin:
    case session::CloseReason::SecondLogin:
    case session::CloseReason::BadMessage:
      return end(GlimpseState::BadPacket);
    default:
      return end(GlimpseState::EndedEarly);
  }
}

void GlimpseClient::closed() noexcept {
  end(GlimpseState::EndedEarly);
}

void GlimpseClient::advance(std::uint64_t now_ns) noexcept {
  client_.advance(now_ns);
  settle();
}

}  // namespace hotbook::feed
