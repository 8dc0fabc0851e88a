// The client's end of an OUCH session, without its socket: for load, demonstrations and tests.
//
// Threading: one thread.
// Hot path:  send() and next() neither allocate, throw, lock nor enter the kernel.

#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "host/session/ouch_inbound.hpp"
#include "host/session/ouch_outbound.hpp"
#include "host/session/soupbin.hpp"

namespace hotbook::session {

class OuchClient {
 public:
  explicit OuchClient(std::uint64_t now_ns, const SoupBinOptions& options = {})
      : soupbin_{options, now_ns} {}

  // seq: of the first message wanted; 0: the latest one.
  bool login(std::string_view user, std::string_view password, std::uint64_t seq = 1,
             std::string_view session = {}) noexcept {
    return soupbin_.login({user, password, session, seq});
  }
  // False: no room now, nothing was done.
  template <class Message>
  [[nodiscard]] bool send(const Message& message) noexcept {
    std::array<std::uint8_t, ouch::kMessageBytesMax> bytes;
    return soupbin_.send({bytes.data(), ouch::write(message, bytes.data())});
  }

  // Bytes from the server; then next() until there is nothing.
  void receive(Bytes bytes, std::uint64_t now_ns) noexcept { soupbin_.receive(bytes, now_ns); }
  // Data has an OUCH message: ouch::read_any<ouch::Outbound>(event.payload).
  [[nodiscard]] std::optional<ClientEvent> next() noexcept { return soupbin_.next(); }
  // Bytes for the server, heartbeats, the end: as SoupBinTCP has them.
  [[nodiscard]] SoupBinClient& soupbin() noexcept { return soupbin_; }
  [[nodiscard]] const SoupBinClient& soupbin() const noexcept { return soupbin_; }

 private:
  SoupBinClient soupbin_;
};

}  // namespace hotbook::session
