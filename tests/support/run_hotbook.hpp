// Runs the hotbook program as a user does and keeps what it printed.

#pragma once

#include <sys/wait.h>

#include <cstdlib>
#include <string>

#include "tests/support/read_text.hpp"

namespace hotbook::testing {

struct Finished {
  int status = -1;  // exit status; 128 and the signal's number when a signal ended it
  std::string out;
  std::string error;
};

// arguments: as typed in a shell. folder: an own one, for what is printed. Ends the program after
// seconds_max.
inline Finished run_hotbook(const std::string& arguments, const std::string& folder,
                            int seconds_max = 240) {
  const std::string out = folder + "/stdout.txt";
  const std::string error = folder + "/stderr.txt";
  const std::string command = "timeout --kill-after=5 " + std::to_string(seconds_max) +
                              " setsid --wait " HOTBOOK_PROGRAM " " + arguments + " >" + out +
                              " 2>" + error + " </dev/null";
  const int status = std::system(command.c_str());
  Finished finished{WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status),
                    read_text(out), read_text(error)};
  return finished;
}

}  // namespace hotbook::testing
