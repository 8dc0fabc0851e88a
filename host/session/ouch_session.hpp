// One OUCH connection, without its socket: bytes of the client come in and go to the venue as
// requests; the session's released reports go out, from wherever the client is in its stream.
//
// The SoupBinTCP number of a message is the number of its report (ouch_codec.hpp), so nothing is
// kept of what was sent: any message is encoded again from the log.
//
// Threading: one thread, the venue's.
// Hot path:  receive() and flush() neither allocate, throw, lock nor enter the kernel, but for what
//            the venue does in a request.

#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "host/session/entry_point.hpp"
#include "host/session/ouch_codec.hpp"
#include "host/session/soupbin.hpp"

namespace hotbook::session {

struct OuchSessionOptions {
  SoupBinOptions soupbin;
  OuchRules rules;
  // Reports that a client was not sent yet; while it has more of them it is not read, and what it
  // sends waits in its own sockets.
  std::uint64_t backlog_max = 65'536;
};

class OuchSession {
 public:
  OuchSession(EntryPoint& entry, const OuchSessionOptions& options, std::uint64_t now_ns);
  // Does not log out: end() it first.
  ~OuchSession() = default;
  OuchSession(const OuchSession&) = delete;
  OuchSession& operator=(const OuchSession&) = delete;

  void receive(Bytes bytes, std::uint64_t now_ns) noexcept;
  // Puts released reports into the output, as many as there is room for; at the end of the day the
  // end of the session.
  void flush(std::uint64_t now_ns) noexcept;
  // Heartbeats, and an end for who is silent or slow.
  void advance(std::uint64_t now_ns) noexcept;
  // The connection is gone or is to go.
  void end(CloseReason reason) noexcept;

  [[nodiscard]] Bytes output() const noexcept { return soupbin_.output(); }
  void sent(std::size_t count, std::uint64_t now_ns) noexcept { soupbin_.sent(count, now_ns); }

  // Whether bytes of the client are wanted now.
  [[nodiscard]] bool wants_input() const noexcept;
  // Not None: the venue was told; what output() has may still be sent.
  [[nodiscard]] CloseReason close_reason() const noexcept { return soupbin_.close_reason(); }
  // The venue's session, once logged in; it stays known after the end.
  [[nodiscard]] std::optional<std::uint16_t> number() const noexcept { return number_; }
  [[nodiscard]] const std::string& user() const noexcept { return user_; }

 private:
  void login(const LoginRequest& request) noexcept;
  void message(Bytes payload, std::uint64_t now_ns) noexcept;
  void settle() noexcept;
  [[nodiscard]] const ReportLog& reports() const noexcept { return entry_.reports(*number_); }

  EntryPoint& entry_;
  SoupBinServer soupbin_;
  OuchCodec codec_;
  std::uint64_t backlog_max_;
  std::optional<std::uint16_t> number_;
  std::uint32_t account_ = 0;
  bool may_enter_ = true;
  bool is_known_to_venue_ = false;  // logged in there and not out
  std::string user_;
  std::string day_;
};

}  // namespace hotbook::session
