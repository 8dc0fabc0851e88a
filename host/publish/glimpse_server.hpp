// Gives a late joiner a snapshot of all books by Nasdaq GLIMPSE 5.0 over SoupBinTCP: the day's
// instruments and their states, every displayed order in priority order, and the number of the
// first live message that is not in it.
//
// The snapshot is as of the login. It leaves when the messages before it are released.
//
// Threading: the venue's thread; one GlimpseSession a connection.
// Hot path:  none. A login copies all books at once, 38 bytes an order.

#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "host/engine/engine.hpp"
#include "host/publish/itch_publisher.hpp"
#include "host/publish/message_store.hpp"
#include "host/session/soupbin.hpp"

namespace hotbook::publish {

// What snapshots are taken of, and who may have one. All must outlive the sessions.
struct GlimpseSource {
  const engine::Engine& engine;
  const ItchPublisher& publisher;
  const MessageStore& store;
  std::string day_name;  // the feed's session
  std::function<bool(std::string_view user, std::string_view password)> admits;
};

// Appends an end of snapshot ('G') behind its 2-byte length.
void append_end_of_snapshot(std::uint64_t next_seq, std::vector<std::uint8_t>& out);

class GlimpseSession {
 public:
  GlimpseSession(const session::SoupBinOptions& options, const GlimpseSource& source,
                 std::uint64_t now_ns)
      : source_{source}, server_{options, now_ns} {}

  // Bytes from the client. Time is the venue's: nanoseconds since 1970 UTC.
  void receive(feed::Bytes bytes, std::uint64_t now_ns);
  // Call when there is room to send, when messages were released, and now and then.
  void advance(std::uint64_t now_ns);
  void closed() noexcept { server_.close(session::CloseReason::PeerClosed); }

  // Bytes for the client.
  [[nodiscard]] feed::Bytes output() const noexcept { return server_.output(); }
  void sent(std::size_t count, std::uint64_t now_ns) {
    server_.sent(count, now_ns);
    send_on();
  }

  // Not None: the connection is to be closed when output() is sent.
  [[nodiscard]] session::CloseReason close_reason() const noexcept {
    return server_.close_reason();
  }
  [[nodiscard]] std::uint64_t snapshot_seq() const noexcept { return snapshot_seq_; }

 private:
  void login(const session::LoginRequest& request, std::uint64_t now_ns);
  void send_on();

  const GlimpseSource& source_;
  session::SoupBinServer server_;
  std::vector<std::uint8_t> snapshot_;  // each message behind its 2-byte length
  std::size_t sent_bytes_ = 0;
  std::uint64_t snapshot_seq_ = 0;  // the first live message that is not in it; 0: none was taken
};

}  // namespace hotbook::publish
