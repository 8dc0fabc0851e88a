// The appliance as a process of its own, started, stopped and killed by a test.
//
// Threading: one thread.
// Hot path:  none.

#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <string>

namespace hotbook::runtime {

class RunningHotbook {
 public:
  // folder: its own; holds configuration, log and, unless it is given, state.
  RunningHotbook(std::string folder, const std::string& config, std::string state = "");
  ~RunningHotbook();  // kills it
  RunningHotbook(const RunningHotbook&) = delete;
  RunningHotbook& operator=(const RunningHotbook&) = delete;

  // launch(), then await_open().
  [[nodiscard]] std::string start(const std::string& arguments = "");
  void launch(const std::string& arguments = "");
  // Waits until the control API is open. Empty, or what the log says instead.
  [[nodiscard]] std::string await_open();
  // Sends the signal and waits for the end. The exit status; 128 and the signal's number.
  int end(int signal);

  // Of this start; from its log.
  [[nodiscard]] std::uint16_t port_of(const std::string& event) const;
  [[nodiscard]] std::string log() const;
  [[nodiscard]] const std::string& state() const { return state_; }
  [[nodiscard]] std::string access_file() const { return folder_ + "/control.json"; }
  // Of one core, over this time.
  [[nodiscard]] double cpu_share(std::chrono::milliseconds time) const;
  [[nodiscard]] pid_t pid() const { return pid_; }

 private:
  std::string folder_;
  std::string state_;
  pid_t pid_ = -1;
};

}  // namespace hotbook::runtime
