// Keeps standard output the program's own while XRT loads a design, which prints there.
//
// Threading: the process's descriptor 1 is moved; nobody else may write to it meanwhile.
// Hot path:  none.

#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <string>

namespace hotbook::card {

class StdoutKeeper {
 public:
  // What is printed while this lives is appended to `path`, or goes to standard error without one.
  explicit StdoutKeeper(const std::string& path) {
    std::fflush(stdout);
    kept_ = ::dup(STDOUT_FILENO);
    int elsewhere = path.empty() ? -1 : ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    if (elsewhere < 0) elsewhere = ::dup(STDERR_FILENO);
    if (elsewhere >= 0) ::dup2(elsewhere, STDOUT_FILENO);
    if (elsewhere >= 0) ::close(elsewhere);
  }
  ~StdoutKeeper() {
    std::fflush(stdout);
    if (kept_ < 0) return;
    ::dup2(kept_, STDOUT_FILENO);
    ::close(kept_);
  }
  StdoutKeeper(const StdoutKeeper&) = delete;
  StdoutKeeper& operator=(const StdoutKeeper&) = delete;
  StdoutKeeper(StdoutKeeper&&) = delete;
  StdoutKeeper& operator=(StdoutKeeper&&) = delete;

 private:
  int kept_ = -1;
};

}  // namespace hotbook::card
