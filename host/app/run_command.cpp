// hotbook run: the appliance, until it is told to stop.

#include <fmt/format.h>

#include <cstdio>

#include "host/app/commands.hpp"
#include "host/app/run_config.hpp"
#include "host/runtime/appliance.hpp"

namespace hotbook::app {
namespace {

struct RunArguments {
  std::string config;
  std::string state_directory;
  std::string device;
  bool spins = false;
  bool check_only = false;
};

RunConfig read_config(const RunArguments& arguments) {
  RunConfig config =
      arguments.config.empty() ? default_run_config() : load_run_config(arguments.config);
  if (!arguments.state_directory.empty()) config.venue.state_directory = arguments.state_directory;
  if (arguments.device == "software") config.venue.device = DeviceKind::Software;
  if (arguments.device == "card") config.venue.device = DeviceKind::Card;
  if (arguments.device == "both") config.venue.device = DeviceKind::Both;
  return config;
}

Exit run(const RunArguments& arguments) {
  RunConfig config;
  try {
    config = read_config(arguments);
  } catch (const ConfigError& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return Exit::Failed;
  }
  if (arguments.check_only) return Exit::Ok;
  control::LogOptions log_options;
  log_options.level = static_cast<control::LogLevel>(config.log.level);
  log_options.format = static_cast<control::LogFormat>(config.log.format);
  log_options.file = config.log.file;
  control::Log log{log_options};
  runtime::ApplianceOptions options;
  options.config = config;
  options.read_config = [arguments] { return read_config(arguments); };
  options.version = HOTBOOK_VERSION;
  options.default_xclbin = default_xclbin();
  options.default_manifest = default_manifest();
  options.spins = arguments.spins;
  runtime::Appliance appliance{options, log};
  switch (appliance.run()) {
    case runtime::Ended::Stopped:
      return Exit::Ok;
    case runtime::Ended::CardDiffers:
      return Exit::Difference;
    case runtime::Ended::JournalFailed:
      break;
  }
  return Exit::Failed;
}

}  // namespace

void add_run(CLI::App& app, Chosen& chosen) {
  auto arguments = std::make_shared<RunArguments>();
  CLI::App* const command =
      app.add_subcommand("run", "Start the appliance: doors, matching, journal, market data");
  command->add_option("--config", arguments->config,
                      "TOML file; without one, defaults that work (hotbook config example)");
  command->add_option("--state", arguments->state_directory,
                      "Directory of journal, stores and audit log");
  command->add_option("--device", arguments->device, "What matches, instead of the configuration's")
      ->check(CLI::IsMember({"software", "card", "both"}));
  command->add_flag("--spin", arguments->spins,
                    "Never sleep: the lowest latency, for a whole core; the journal's thread too "
                    "where there are more than three");
  command->add_flag("--check-config", arguments->check_only, "Read the configuration and end");
  command->footer(
      "Ends with status 0 when it is told to stop (SIGTERM, SIGINT, the control API), 1 when "
      "device is both and the card was given up, 3 when it cannot start or its journal "
      "fails.\nSIGHUP opens log files anew, reads TLS files "
      "again, and takes limits and tokens of the configuration, read again; an operator's limits "
      "give way to it.");
  command->callback([arguments, &chosen] { chosen = [arguments] { return run(*arguments); }; });
}

}  // namespace hotbook::app
