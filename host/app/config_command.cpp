// hotbook config: an example of the configuration, a check of one, a token for the control API.

#include <fmt/format.h>

#include <cstdio>
#include <memory>

#include "host/app/commands.hpp"
#include "host/app/run_config.hpp"
#include "host/control/control_access.hpp"
#include "host/control/control_role.hpp"
#include "host/domain/sha256.hpp"

namespace hotbook::app {
namespace {

struct ConfigArguments {
  std::string file;
  std::string name;
  std::string role = "viewer";
};

Exit example() {
  std::fputs(write_run_config(default_run_config()).c_str(), stdout);
  return Exit::Ok;
}

Exit check(const std::string& file) {
  try {
    const RunConfig config = load_run_config(file);
    fmt::print("{}: {} instruments, {} accounts, {} sessions\n", file, config.instruments.size(),
               config.accounts.size(), config.sessions.size());
    return Exit::Ok;
  } catch (const ConfigError& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return Exit::Failed;
  }
}

Exit token(const ConfigArguments& arguments) {
  const std::string made = control::make_token();
  const std::vector<std::uint8_t> bytes(made.begin(), made.end());
  fmt::print(
      "# For the configuration:\n[[control.token]]\nname = \"{}\"\nrole = \"{}\"\n"
      "sha256 = \"{}\"\n# For {} alone, as HOTBOOK_TOKEN; it is kept nowhere else:\n# {}\n",
      arguments.name, arguments.role, sha256_hex(bytes), arguments.name, made);
  return Exit::Ok;
}

}  // namespace

void add_config(CLI::App& app, Chosen& chosen) {
  auto arguments = std::make_shared<ConfigArguments>();
  CLI::App* const config = app.add_subcommand("config", "The appliance's configuration");
  config->require_subcommand(1);
  config->add_subcommand("example", "Print all of it, with what each key means")
      ->callback([&chosen] { chosen = example; });
  CLI::App* const checked = config->add_subcommand("check", "Say what is wrong with a file");
  checked->add_option("FILE", arguments->file, "TOML")->required();
  checked->callback(
      [arguments, &chosen] { chosen = [arguments] { return check(arguments->file); }; });
  CLI::App* const made = config->add_subcommand("token", "Make a token for the control API");
  made->add_option("NAME", arguments->name, "Whose it is")
      ->required()
      ->check(CLI::Validator(
          [](const std::string& name) {
            const bool fits = !name.empty() && name.size() <= 32 &&
                              name.find_first_not_of(
                                  "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRS"
                                  "TUVWXYZ0123456789-_.") == std::string::npos;
            return fits ? std::string{} : "at most 32 letters, digits, -, _ and .";
          },
          "NAME"));
  made->add_option("--role", arguments->role, "viewer, operator, risk or admin")
      ->check(CLI::IsMember({"viewer", "operator", "risk", "admin"}))
      ->capture_default_str();
  made->callback([arguments, &chosen] { chosen = [arguments] { return token(*arguments); }; });
}

}  // namespace hotbook::app
