// hotbook import: other people's data as captures that replay understands.

#include <fmt/format.h>

#include <memory>

#include "host/app/commands.hpp"
#include "sim/replay/lobster_importer.hpp"

namespace hotbook::app {

void add_import(CLI::App& app, Chosen& chosen) {
  struct ImportOptions {
    replay::LobsterOptions lobster;
    std::string out;
  };
  auto options = std::make_shared<ImportOptions>();
  CLI::App* import_command = app.add_subcommand("import", "Turn other data into captures");
  import_command->require_subcommand(1);
  CLI::App* lobster = import_command->add_subcommand(
      "lobster", "LOBSTER's message and orderbook files as an ITCH 5.0 capture");
  lobster->footer(
      "LOBSTER tells only of events inside its levels, so a level that enters or leaves them "
      "becomes an add or a delete. The "
      "replayed top of book then equals the orderbook file's after every event.");
  lobster->add_option("MESSAGES", options->lobster.message_path, "..._message_N.csv")
      ->required()
      ->check(CLI::ExistingFile);
  lobster->add_option("ORDERBOOK", options->lobster.orderbook_path, "..._orderbook_N.csv")
      ->required()
      ->check(CLI::ExistingFile);
  lobster->add_option("--out", options->out, "The pcap file")->required();
  lobster->add_option("--symbol", options->lobster.symbol, "The symbol to write")
      ->capture_default_str();
  lobster->callback([options, &chosen] {
    chosen = [options] {
      const auto frames = replay::write_lobster(
          options->lobster, replay::default_address(replay::Line::A), options->out);
      fmt::print(stderr, "{}: {} frames\n", options->out, frames);
      return Exit::Ok;
    };
  });
}

}  // namespace hotbook::app
