// The subcommands of the hotbook program. Each adds itself to the command line and runs when it was
// chosen.
//
// Threading: the main thread.
// Hot path:  none here; replay's loops are in software_run.hpp and card_run.hpp.

#pragma once

#include <CLI/CLI.hpp>

#include <functional>
#include <optional>

namespace hotbook::app {

// What the process ends with. 75 comes from card/call_guard.hpp: the card stopped answering inside
// XRT.
enum class Exit : int { Ok = 0, Difference = 1, Usage = 2, Failed = 3 };

// Set by the parser to what the chosen subcommand does; run once the whole line has been read.
using Chosen = std::function<Exit()>;

void add_replay(CLI::App& app, Chosen& chosen);
void add_card(CLI::App& app, Chosen& chosen);
void add_card_control(CLI::App& card, Chosen& chosen);
void add_config(CLI::App& app, Chosen& chosen);
void add_control(CLI::App& app, Chosen& chosen);
void add_describe(CLI::App& app, Chosen& chosen);
void add_generate(CLI::App& app, Chosen& chosen);
void add_generate_orders(CLI::App& generate, Chosen& chosen);
void add_import(CLI::App& app, Chosen& chosen);
void add_match(CLI::App& app, Chosen& chosen);
void add_journal(CLI::App& app, Chosen& chosen);
void add_journal_standby(CLI::App& journal, Chosen& chosen);
void add_run(CLI::App& app, Chosen& chosen);
void add_trade(CLI::App& app, Chosen& chosen);

// The image and manifest that scripts/build leaves beside the program.
[[nodiscard]] std::string default_xclbin();
[[nodiscard]] std::string default_manifest();

}  // namespace hotbook::app
