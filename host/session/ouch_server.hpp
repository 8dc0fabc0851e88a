// Listens for OUCH clients and keeps their connections, on the venue's own event loop.
//
// Whatever a client does, it holds one connection, its buffers and nothing else: its output is
// bounded, it is read only as fast as it reads, and it is gone some seconds after it stops.
//
// Threading: one thread, that of the io_context.
// Hot path:  a read and a write a turn of the loop for each connection that has something; nothing
//            allocates but Asio's recycled handlers.

#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "host/session/ouch_session.hpp"

namespace boost::asio {
class io_context;
}

namespace hotbook::session {

struct OuchServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;  // 0: any that is free
  std::size_t connections_max = 4096;
  int socket_send_bytes = 256 * 1024;  // what the kernel may hold of what a client does not read
  OuchSessionOptions session;
};

struct OuchConnectionEnd {
  std::string peer;  // address:port
  std::string user;  // empty: none was said
  CloseReason reason;
};

struct OuchServerCounts {
  std::uint64_t accepted = 0;
  std::uint64_t ended = 0;
  std::uint64_t bytes_in = 0;
  std::uint64_t bytes_out = 0;
};

class OuchServer {
 public:
  using Clock = std::uint64_t (*)();  // nanoseconds since 1970 UTC, never falling
  using OnEnd = std::function<void(const OuchConnectionEnd&)>;

  // Throws boost::system::system_error, naming the address, when it cannot listen there.
  OuchServer(boost::asio::io_context& io, EntryPoint& entry, const OuchServerOptions& options,
             Clock clock, OnEnd on_end = {});
  // Ends every connection: stop().
  ~OuchServer();
  OuchServer(const OuchServer&) = delete;
  OuchServer& operator=(const OuchServer&) = delete;

  // The session has reports that were released, or its day is over: they are sent before the loop
  // waits again, those of one turn together.
  void flush(std::uint16_t session);
  void flush_all();
  // An operator ends a session's connection: ByOperator.
  void drop(std::uint16_t session);
  // address:port of whoever is logged in; empty when nobody is.
  [[nodiscard]] std::string peer(std::uint16_t session) const;
  // No more connections; those there are end with ServerStopped.
  void stop();

  [[nodiscard]] std::uint16_t port() const noexcept;
  [[nodiscard]] std::size_t connections() const noexcept;
  [[nodiscard]] const OuchServerCounts& counts() const noexcept;

 private:
  class Listener;
  std::shared_ptr<Listener> listener_;
};

}  // namespace hotbook::session
