// The publication with its sockets: two lines, the server that sends again, the one of snapshots.
//
// Threading: the venue's thread.
// Hot path:  as Publication; a line's packet is one call of the kernel.

#pragma once

#include <boost/asio/io_context.hpp>
#include <memory>

#include "host/app/run_config.hpp"
#include "host/publish/packet_sink.hpp"
#include "host/runtime/publication.hpp"

namespace hotbook::runtime {

class PublicationServer {
 public:
  PublicationServer(boost::asio::io_context& io, const app::RunConfig& config);

  [[nodiscard]] Publication& publication() noexcept { return publication_; }
  void open() {}

 private:
  struct NoLine final : publish::PacketSink {
    void send(feed::Bytes) noexcept override {}
  };
  NoLine none_;
  Publication publication_;
};

}  // namespace hotbook::runtime
