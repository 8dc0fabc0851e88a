// hotbook journal standby: the second copy of a journal.

#include <fmt/format.h>

#include <boost/asio/ip/address.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <cstdio>
#include <memory>
#include <stdexcept>

#include "host/app/commands.hpp"
#include "host/journal/file_storage.hpp"
#include "host/journal/standby.hpp"
#include "sim/replay/order_flow_words.hpp"

namespace hotbook::app {
namespace {

struct StandbyOptions {
  std::string listen;
  std::string directory;
};

journal::Standby::Endpoint endpoint_of(const std::string& text) {
  const std::size_t colon = text.rfind(':');
  boost::system::error_code failed;
  if (colon != std::string::npos) {
    const auto address = boost::asio::ip::make_address(text.substr(0, colon), failed);
    const auto port = replay::decimal(std::string_view{text}.substr(colon + 1), 65'535);
    if (!failed && port) return {address, static_cast<std::uint16_t>(*port)};
  }
  throw std::runtime_error("--listen: '" + text + "' is not an address and a port, as 127.0.0.1:7");
}

Exit run_standby(const StandbyOptions& options) {
  const auto listen = endpoint_of(options.listen);
  const auto say = [](const std::string& line) {
    fmt::print("{}\n", line);
    std::fflush(stdout);
  };
  journal::FileStorage storage{options.directory, journal::FileStorage::Access::Write};
  boost::asio::io_context context;
  journal::Standby standby{context, storage, listen, say};
  boost::asio::signal_set signals{context, SIGINT, SIGTERM};
  signals.async_wait([&](const boost::system::error_code& error, int) {
    if (!error) context.stop();
  });
  say(fmt::format("listening on {}:{}, records up to {}", standby.endpoint().address().to_string(),
                  standby.endpoint().port(), standby.synced_seq()));
  context.run();
  if (!standby.failure().empty()) throw std::runtime_error(standby.failure());
  return Exit::Ok;
}

}  // namespace

void add_journal_standby(CLI::App& journal, Chosen& chosen) {
  auto options = std::make_shared<StandbyOptions>();
  CLI::App* command =
      journal.add_subcommand("standby", "Keep a second copy of a journal, for another machine");
  command->footer(
      "A venue whose policy is to release after the replica connects here; what it has synced is "
      "written, synced and acknowledged. The directory can be checked, printed and replayed as any "
      "journal's, and a venue can be started from it. There is no password: let only the primary "
      "reach this port.");
  command->add_option("--listen", options->listen, "Address and port, as 127.0.0.1:7000")
      ->required();
  command->add_option("--directory", options->directory, "Where the copy is kept; made if missing")
      ->required();
  command->callback([options, &chosen] { chosen = [options] { return run_standby(*options); }; });
}

}  // namespace hotbook::app
