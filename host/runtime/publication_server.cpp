#include "host/runtime/publication_server.hpp"

#include "host/runtime/venue_setup.hpp"

namespace hotbook::runtime {

PublicationServer::PublicationServer(boost::asio::io_context&, const app::RunConfig& config)
    : publication_{{.utc_offset_s = config.venue.timezone_offset_minutes * 60},
                   published_instruments(config),
                   none_,
                   none_} {}

}  // namespace hotbook::runtime
