// Listens for late joiners and gives each its snapshot, on the venue's own event loop.
//
// Threading: one thread, that of the io_context.
// Hot path:  none.

#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "host/publish/glimpse_server.hpp"

namespace boost::asio {
class io_context;
}

namespace hotbook::publish {

struct GlimpseListenerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;            // 0: any that is free
  std::size_t connections_max = 16;  // each may hold a copy of all books
  session::SoupBinOptions soupbin;
};

class GlimpseListener {
 public:
  using Clock = std::uint64_t (*)();  // nanoseconds since 1970 UTC, never falling
  using OnEnd = std::function<void(std::string_view peer, session::CloseReason reason)>;

  // The source outlives it. Throws boost::system::system_error, naming the address.
  GlimpseListener(boost::asio::io_context& io, const GlimpseSource& source,
                  const GlimpseListenerOptions& options, Clock clock, OnEnd on_end = {});
  ~GlimpseListener();
  GlimpseListener(const GlimpseListener&) = delete;
  GlimpseListener& operator=(const GlimpseListener&) = delete;

  // Messages were released: snapshots that waited for them go out.
  void flush();
  void stop();

  [[nodiscard]] std::uint16_t port() const noexcept;
  [[nodiscard]] std::size_t connections() const noexcept;
  [[nodiscard]] std::uint64_t accepted() const noexcept;

 private:
  class Listener;
  std::shared_ptr<Listener> listener_;
};

}  // namespace hotbook::publish
