// SoupBinTCP 3.00 (Nasdaq, 2017-02-22): framing, logins, heartbeats and a numbered stream, without
// sockets or clocks. Bytes come in, events go out, bytes wait to be sent.
//
// Threading: each object belongs to one thread.
// Hot path:  receive(), next() and send() neither allocate, throw, lock nor enter the kernel.

#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "host/session/send_buffer.hpp"

namespace hotbook::session {

// Section 1.1: a length of two bytes, big endian, then a type and a payload that it counts.
constexpr std::size_t kPacketHeaderBytes = 3;

// Sections 2.1 to 2.3.
enum class PacketType : char {
  Debug = '+',
  LoginAccepted = 'A',
  LoginRejected = 'J',
  SequencedData = 'S',
  ServerHeartbeat = 'H',
  EndOfSession = 'Z',
  LoginRequest = 'L',
  UnsequencedData = 'U',
  ClientHeartbeat = 'R',
  LogoutRequest = 'O',
};

// Section 2.2.2.
constexpr char kNotAuthorized = 'A';
constexpr char kSessionNotAvailable = 'S';

// Why a connection ends. The first three are no fault of anyone.
enum class CloseReason : std::uint8_t {
  None,
  LoggedOut,
  EndOfSession,
  PeerClosed,
  ServerStopped,
  ByOperator,
  TooManyConnections,
  LoginRefused,
  LoginTimeout,     // connected, and no login came
  MalformedLogin,   // not of its length, or a sequence number that is none
  DataBeforeLogin,  // anything but a login
  SecondLogin,
  EmptyPacket,    // of length 0: without a type
  PacketTooLong,  // longer than any packet this end takes
  UnknownPacket,  // no type of the protocol, or one of the other direction
  PeerSilent,     // neither data nor heartbeats
  PeerTooSlow,    // does not take what is sent
  BadMessage,     // the packet is right, what it carries is not
};

// As in a log line and in the Debug packet that goes before the end: "packet_too_long".
[[nodiscard]] std::string_view name_of(CloseReason reason) noexcept;

struct SoupBinOptions {
  std::size_t payload_bytes_max = 1024;        // of one packet that comes in
  std::size_t output_bytes_max = 64U * 1024U;  // what may wait to be sent
  std::uint64_t heartbeat_ns = 1'000'000'000;  // section 1.3: after this long without a packet
  std::uint64_t silence_ns_max = 15'000'000'000;
  std::uint64_t login_ns_max = 5'000'000'000;
  std::uint64_t stall_ns_max = 10'000'000'000;  // what waits is sent by then, or the peer too slow
};

// Cuts a stream of bytes into packets, wherever it was cut before.
class PacketFramer {
 public:
  struct Packet {
    PacketType type;
    Bytes payload;  // stays until feed()
  };

  explicit PacketFramer(std::size_t payload_bytes_max)
      : held_(kPacketHeaderBytes + payload_bytes_max) {}

  // `bytes` must stay until next() has none any more.
  void feed(Bytes bytes) noexcept { input_ = bytes; }
  [[nodiscard]] std::optional<Packet> next() noexcept;
  // None, EmptyPacket or PacketTooLong; after a fault there is no next packet.
  [[nodiscard]] CloseReason fault() const noexcept { return fault_; }

 private:
  [[nodiscard]] bool hold(std::size_t count) noexcept;
  [[nodiscard]] bool is_length_good(std::size_t length) noexcept;

  Bytes input_;
  std::vector<std::uint8_t> held_;  // the beginning of a packet that is not all here
  std::size_t held_count_ = 0;
  CloseReason fault_ = CloseReason::None;
};

// What both ends have in common.
class SoupBinEnd {
 public:
  // Bytes from the peer; then next() until there is nothing.
  void receive(Bytes bytes, std::uint64_t now_ns) noexcept;
  void set_time(std::uint64_t now_ns) noexcept { now_ns_ = now_ns; }
  // Bytes for the peer, and how many of them the socket took.
  [[nodiscard]] Bytes output() const noexcept { return output_.waiting(); }
  void sent(std::size_t count, std::uint64_t now_ns) noexcept { output_.take(count, now_ns); }

  // False: no room now, nothing was done.
  bool debug(std::string_view text) noexcept;
  // Tells the peer why, if there is room, and ends. Only the first reason counts.
  void close(CloseReason reason) noexcept;

  // Not None: no more events; what output() has may still be sent.
  [[nodiscard]] CloseReason close_reason() const noexcept { return close_reason_; }
  [[nodiscard]] bool is_open() const noexcept { return close_reason_ == CloseReason::None; }
  [[nodiscard]] bool is_logged_in() const noexcept { return is_logged_in_; }
  // Of the next message of the stream, sent or received; from 1.
  [[nodiscard]] std::uint64_t next_seq() const noexcept { return next_seq_; }

 protected:
  SoupBinEnd(const SoupBinOptions& options, std::uint64_t now_ns)
      : options_{options},
        framer_{options.payload_bytes_max},
        output_{options.output_bytes_max},
        now_ns_{now_ns},
        opened_ns_{now_ns},
        received_ns_{now_ns},
        sent_ns_{now_ns} {}

  [[nodiscard]] std::optional<PacketFramer::Packet> next_packet() noexcept;
  bool put(PacketType type, Bytes payload) noexcept;
  void advance(std::uint64_t now_ns, PacketType heartbeat) noexcept;

  SoupBinOptions options_;
  PacketFramer framer_;
  SendBuffer output_;
  std::uint64_t now_ns_;
  std::uint64_t opened_ns_;
  std::uint64_t received_ns_;  // when anything came
  std::uint64_t sent_ns_;      // when anything was last said
  std::uint64_t next_seq_ = 1;
  CloseReason close_reason_ = CloseReason::None;
  bool is_logged_in_ = false;
};

// Section 2.3.1, without padding. The views stay until receive().
struct LoginRequest {
  std::string_view user;
  std::string_view password;
  std::string_view session;     // empty: the one there is
  std::uint64_t requested_seq;  // of the first message wanted; 0: the latest one there is
};

struct ServerEvent {
  enum class Kind : std::uint8_t { Login, Data, Debug, Logout };
  Kind kind;
  Bytes payload;       // of data and debug; stays until receive()
  LoginRequest login;  // of a login, which accept() or reject() must answer before next()
};

class SoupBinServer final : public SoupBinEnd {
 public:
  SoupBinServer(const SoupBinOptions& options, std::uint64_t now_ns)
      : SoupBinEnd{options, now_ns} {}

  [[nodiscard]] std::optional<ServerEvent> next() noexcept;

  // `session`: ten characters or less. next_seq: the number of the first message that send() sends.
  void accept(std::string_view session, std::uint64_t next_seq) noexcept;
  // kNotAuthorized or kSessionNotAvailable; ends the connection. `why` goes out as Debug before it.
  void reject(char code, std::string_view why) noexcept;
  // The next message of the stream. False: no room now, nothing was done.
  [[nodiscard]] bool send(Bytes payload) noexcept;
  // Section 2.2.5; ends the connection. False: no room now.
  bool end_session() noexcept;

  // Heartbeats and what may not last. `awaits_input`: false while the owner does not read, so that
  // the client is not to blame for silence.
  void advance(std::uint64_t now_ns, bool awaits_input = true) noexcept;

 private:
  [[nodiscard]] std::optional<ServerEvent> login(Bytes payload) noexcept;

  bool is_asked_ = false;  // a login awaits its answer
};

struct ClientEvent {
  enum class Kind : std::uint8_t { LoginAccepted, LoginRejected, Data, Debug, EndOfSession };
  Kind kind;
  Bytes payload;             // of data and debug; stays until receive()
  std::uint64_t seq;         // of data; login accepted: of the next message
  std::string_view session;  // login accepted; stays until receive()
  char code;                 // login rejected
};

class SoupBinClient final : public SoupBinEnd {
 public:
  SoupBinClient(const SoupBinOptions& options, std::uint64_t now_ns)
      : SoupBinEnd{options, now_ns} {}

  // Users have 6 characters at most, passwords and sessions 10; what is longer is cut.
  bool login(const LoginRequest& request) noexcept;
  [[nodiscard]] std::optional<ClientEvent> next() noexcept;
  // False: no room now, nothing was done.
  [[nodiscard]] bool send(Bytes payload) noexcept {
    return put(PacketType::UnsequencedData, payload);
  }
  bool logout() noexcept { return put(PacketType::LogoutRequest, {}); }
  void advance(std::uint64_t now_ns) noexcept;

 private:
  [[nodiscard]] std::optional<ClientEvent> login_accepted(Bytes payload) noexcept;
};

}  // namespace hotbook::session
