// What `hotbook replay` was told, and what it tells beside its rows.
//
// Threading: the main thread.
// Hot path:  none.

#pragma once

#include <string>
#include <vector>

#include "host/app/commands.hpp"
#include "host/app/replay_input.hpp"

namespace hotbook::app {

struct ReplayOptions {
  InputOptions input;                // what the inputs of all venues share
  std::vector<InputOptions> inputs;  // one a venue
  std::string device = "card";
  std::vector<std::string> files;  // as on the command line, a venue in front of some
  std::string feed = "itch";
  std::string instruments;
  bool align = false;
  std::string books = "all";
  std::string out;
  std::string line_a;
  std::string line_b;
  std::string xclbin = default_xclbin();
  std::string manifest = default_manifest();
  unsigned index = 0;
  bool view = false;
  bool quiet = false;
};

// A line on standard error, unless --quiet.
void say(const ReplayOptions& options, const std::string& line);
void say_counters(const ReplayOptions& options, const std::vector<std::string>& counters);

// summarise() with its progress, and what it found wrong with the instruments.
[[nodiscard]] InputSummary summary_of(const ReplayOptions& options, const InputOptions& input,
                                      reference::InstrumentTable& instruments);

}  // namespace hotbook::app
