// Takes a snapshot of a venue's books by Nasdaq GLIMPSE 5.0: logs in over SoupBinTCP, is given ITCH
// messages, and at the end the number of the first live message that they do not have.
//
//   GlimpseClient client{{.user = "reader", .password = "secret"}, now_ns};
//   bytes to and from the socket: client.receive(bytes, now_ns, take), client.output(), sent()
//
// Threading: one thread.
// Hot path:  none; it does not allocate after the constructor.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "host/feed/wire.hpp"
#include "host/session/soupbin.hpp"

namespace hotbook::feed {

struct GlimpseLogin {
  std::string user;
  std::string password;
  std::string session;  // of the feed: the snapshot must be of the same; empty: any
};

enum class GlimpseState : std::uint8_t {
  LoggingIn,
  Receiving,
  Done,  // next_seq() tells where the live feed goes on
  LoginRefused,
  ForeignSession,  // the snapshot is of another session than the feed
  BadEnd,          // the last message does not say where the live feed goes on
  EndedEarly,      // the connection or its session ended before the snapshot
  BadPacket,       // what came is not SoupBinTCP
};

[[nodiscard]] std::string_view name_of(GlimpseState state) noexcept;

class GlimpseClient {
 public:
  GlimpseClient(const GlimpseLogin& login, std::uint64_t now_ns);

  // Bytes from the venue. take(message) is called with each ITCH message of the snapshot.
  template <class Take>
  void receive(Bytes bytes, std::uint64_t now_ns, Take take) {
    client_.receive(bytes, now_ns);
    while (const auto event = client_.next()) {
      if (const auto message = message_of(*event)) take(*message);
    }
    settle();
  }
  // The venue has closed the connection.
  void closed() noexcept;
  // Call now and then: heartbeats, and silence that is too long.
  void advance(std::uint64_t now_ns) noexcept;

  // Bytes for the venue.
  [[nodiscard]] Bytes output() const noexcept { return client_.output(); }
  void sent(std::size_t count, std::uint64_t now_ns) noexcept { client_.sent(count, now_ns); }

  [[nodiscard]] GlimpseState state() const noexcept { return state_; }
  [[nodiscard]] bool is_over() const noexcept { return state_ > GlimpseState::Receiving; }
  [[nodiscard]] std::uint64_t next_seq() const noexcept { return next_seq_; }

 private:
  [[nodiscard]] std::optional<Bytes> message_of(const session::ClientEvent& event) noexcept;
  void settle() noexcept;
  void end(GlimpseState state) noexcept {
    if (!is_over()) state_ = state;
  }

  std::string session_;
  session::SoupBinClient client_;
  GlimpseState state_ = GlimpseState::LoggingIn;
  std::uint64_t next_seq_ = 0;
};

// The number that an end of snapshot carries: GLIMPSE 5.0 section 1.7, 'G' and 20 characters, a
// number among spaces. Nothing when it is none, or 0.
[[nodiscard]] std::optional<std::uint64_t> end_of_snapshot(Bytes message) noexcept;

}  // namespace hotbook::feed
