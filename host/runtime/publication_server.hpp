// The publication with its sockets: two lines, the server that sends again, the one of snapshots.
//
// Threading: the venue's thread.
// Hot path:  as Publication; a line's packet is one call of the kernel.

#pragma once

#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "host/app/run_config.hpp"
#include "host/control/log.hpp"
#include "host/publish/glimpse_listener.hpp"
#include "host/publish/packet_sink.hpp"
#include "host/publish/rerequest_socket.hpp"
#include "host/publish/udp_line.hpp"
#include "host/runtime/publication.hpp"
#include "host/venue/venue.hpp"

namespace hotbook::runtime {

class PublicationServer {
 public:
  // Throws boost::system::system_error that names a line that cannot be.
  PublicationServer(boost::asio::io_context& io, const app::RunConfig& config);

  [[nodiscard]] Publication& publication() noexcept { return publication_; }

  // Once the venue is recovered: listens for requests and late joiners. Throws as the constructor.
  void open(const venue::Venue& venue, control::Log& log);
  // The journal has these records safe.
  void release(std::uint64_t journal_seq, const venue::Venue& venue);
  void flush(std::uint64_t now_ns) noexcept { publication_.flush(now_ns); }
  void stop();

 private:
  struct NoLine final : publish::PacketSink {
    void send(feed::Bytes) noexcept override {}
  };
  [[nodiscard]] publish::PacketSink& line(std::size_t number) noexcept;

  boost::asio::io_context& io_;
  const app::PublishConfig& config_;
  NoLine no_line_;
  std::unique_ptr<publish::UdpLine> lines_[2];
  Publication publication_;
  std::optional<publish::RerequestSocket> rerequest_;
  std::optional<publish::GlimpseSource> snapshots_of_;
  std::optional<publish::GlimpseListener> glimpse_;
};

}  // namespace hotbook::runtime
