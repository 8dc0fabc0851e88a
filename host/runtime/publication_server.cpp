#include "host/runtime/publication_server.hpp"

#include "host/runtime/utc_clock.hpp"
#include "host/runtime/venue_setup.hpp"

namespace hotbook::runtime {
namespace {

std::unique_ptr<publish::UdpLine> make_line(boost::asio::io_context& io,
                                            const app::PublishConfig& config, std::size_t number) {
  if (number >= config.lines.size()) return nullptr;
  const app::Endpoint& to = config.lines[number];
  return std::make_unique<publish::UdpLine>(
      io, publish::UdpLineOptions{to.address, to.port, config.interface_address});
}

}  // namespace

PublicationServer::PublicationServer(boost::asio::io_context& io, const app::RunConfig& config)
    : io_{io},
      config_{config.publish},
      lines_{make_line(io, config.publish, 0), make_line(io, config.publish, 1)},
      publication_{{.utc_offset_s = config.venue.timezone_offset_minutes * 60},
                   published_instruments(config),
                   line(0),
                   line(1)} {}

publish::PacketSink& PublicationServer::line(std::size_t number) noexcept {
  if (lines_[number]) return *lines_[number];
  return no_line_;
}

void PublicationServer::open(const venue::Venue& venue, control::Log& log) {
  for (const app::Endpoint& to : config_.lines) log.info("market data", {{"line", to.text()}});
  if (config_.rerequest) {
    rerequest_.emplace(io_, config_.rerequest->address, config_.rerequest->port,
                       publication_.rerequests(), &now_ns);
    log.info("re-request server open",
             {{"address", config_.rerequest->address}, {"port", rerequest_->port()}});
  }
  if (config_.glimpse) {
    // Whoever reaches the socket may have the public book.
    snapshots_of_.emplace(publish::GlimpseSource{
        venue.engine(), publication_.publisher(), publication_.store(),
        std::string{venue.day_name()}, [](std::string_view, std::string_view) { return true; }});
    publish::GlimpseListenerOptions options;
    options.address = config_.glimpse->address;
    options.port = config_.glimpse->port;
    glimpse_.emplace(io_, *snapshots_of_, options, &now_ns);
    log.info("snapshot server open",
             {{"address", config_.glimpse->address}, {"port", glimpse_->port()}});
  }
}

void PublicationServer::release(std::uint64_t journal_seq, const venue::Venue& venue) {
  publication_.release(journal_seq);
  if (!glimpse_) return;
  if (snapshots_of_->day_name != venue.day_name()) snapshots_of_->day_name = venue.day_name();
  if (glimpse_->connections() != 0) glimpse_->flush();
}

void PublicationServer::stop() {
  if (glimpse_) glimpse_->stop();
}

}  // namespace hotbook::runtime
