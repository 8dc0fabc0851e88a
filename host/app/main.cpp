// hotbook: the appliance's command line.

#include <cstdio>
#include <exception>
#include <filesystem>

#include "host/app/commands.hpp"
#include "host/domain/layout.hpp"

namespace hotbook::app {
namespace {

std::string beside_program(const char* name) {
  std::error_code failed;
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", failed);
  return failed ? std::string{name} : (program.parent_path() / name).string();
}

// CLI11 would only say that some command is required.
bool is_unknown(const CLI::App& app, const std::string& name) {
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    if (command->check_name(name)) return false;
  }
  return true;
}

int run(int argc, char** argv) {
  CLI::App app{
      "Hotbook: an exchange feed handler, order book and matching engine on an FPGA card, and in "
      "software that agrees with it."};
  app.name("hotbook");
  app.require_subcommand(1);
  app.set_help_all_flag("--help-all", "Print the help of every subcommand");
  app.set_version_flag("--version", std::string{"hotbook "} + HOTBOOK_VERSION);
  app.footer(
      "Exit status: 0 done; 1 a difference (of card and software, or from what a workload "
      "expects); "
      "2 bad command line; 3 bad input, or the "
      "card cannot be used; "
      "75 the card stopped answering.\nhotbook COMMAND --help explains a command.");
  Chosen chosen;
  add_run(app, chosen);
  add_trade(app, chosen);
  add_replay(app, chosen);
  add_describe(app, chosen);
  add_card(app, chosen);
  add_generate(app, chosen);
  add_import(app, chosen);
  add_match(app, chosen);
  add_journal(app, chosen);
  add_config(app, chosen);
  add_control(app, chosen);
  if (argc > 1 && argv[1][0] != '-' && is_unknown(app, argv[1])) {
    std::fprintf(stderr, "hotbook: '%s' is not a command; hotbook --help lists them\n", argv[1]);
    return static_cast<int>(Exit::Usage);
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& asked) {
    return app.exit(asked);
  } catch (const CLI::ParseError& error) {
    app.exit(error);
    return static_cast<int>(Exit::Usage);
  }
  return static_cast<int>(chosen());
}

}  // namespace

std::string default_xclbin() {
  return beside_program("hotbook.xclbin");
}
std::string default_manifest() {
  return beside_program("manifest.toml");
}

}  // namespace hotbook::app

int main(int argc, char** argv) {
  try {
    return hotbook::app::run(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "hotbook: %s\n", error.what());
    return static_cast<int>(hotbook::app::Exit::Failed);
  }
}
