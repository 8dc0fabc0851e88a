// Prepares this process for XRT's hardware emulation: the environment, a run directory, shorter
// sleeps in the shim.
//
// Threading: call prepare() before other threads read the environment; it changes it. XRT reads
//            its configuration once a process, so the directory is made once and removed when the
//            process exits.
// Hot path:  none.

#pragma once

#include <string>

namespace hotbook::card {

// What the simulated card is told; a real card ignores all of it.
struct EmulationOptions {
  std::string line_a;  // file:/path/capture or udp:address:port; empty: no cable
  std::string line_b;
  std::string pace;             // line (the default) or asap
  std::string kernel;           // feed kernel on the card's streams: none (the default), xdp, mdp3
  unsigned seconds_max = 3600;  // the card's process ends itself after this
};

class Emulation {
 public:
  // Throws CardError naming what is missing or wrong.
  static Emulation& prepare(const EmulationOptions& options);

  Emulation(const Emulation&) = delete;
  Emulation& operator=(const Emulation&) = delete;

  // The card's own words: what it was given, why it ended, how fast it ran.
  [[nodiscard]] const std::string& log_path() const { return log_path_; }
  // The last lines of the log, for an error message.
  [[nodiscard]] std::string log_tail() const;

 private:
  Emulation();
  ~Emulation();

  std::string directory_;
  std::string log_path_;
};

// Makes sure that the program carries the shorter sleep() of shim_sleep.cpp.
void use_short_shim_sleeps();

}  // namespace hotbook::card
