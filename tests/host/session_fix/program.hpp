// A program of a test: lines in, lines out, and an end that may be sudden.

#pragma once

#include <sys/types.h>

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace hotbook::fix::test {

class Program {
 public:
  // words[0]: a file beside the test's own.
  explicit Program(const std::vector<std::string>& words);
  ~Program();  // kills it when it still runs
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  void tell(const std::string& line);
  // The first line from `from` on that holds `text`; empty after ten seconds without one. `from`
  // then is behind it.
  std::string line_with(const std::string& text, std::size_t& from);
  std::string line_with(const std::string& text) {
    std::size_t from = 0;
    return line_with(text, from);
  }
  [[nodiscard]] std::vector<std::string> lines() const;
  // SIGKILL; returns when it is gone.
  void kill();
  // Waits for its own end: the exit status, or -1 after ten seconds.
  int wait();

 private:
  void read();

  pid_t child_ = -1;
  int input_ = -1;
  int output_ = -1;
  mutable std::mutex lock_;
  std::condition_variable changed_;
  std::vector<std::string> lines_;
  bool is_closed_ = false;
  std::thread reader_;
};

// The value of a field in a message that is written with '|' between fields; empty without one.
std::string field(const std::string& message, int tag);

// A folder of its own, gone at the end.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  [[nodiscard]] const std::string& path() const noexcept { return path_; }

 private:
  std::string path_;
};

}  // namespace hotbook::fix::test
