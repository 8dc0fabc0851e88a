#include "tests/host/session_fix/program.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <filesystem>
#include <stdexcept>

extern char** environ;

namespace hotbook::fix::test {
namespace {

constexpr std::chrono::seconds kPatience{10};

}  // namespace

Program::Program(const std::vector<std::string>& words) {
  const std::filesystem::path self = std::filesystem::read_symlink("/proc/self/exe");
  std::vector<std::string> copies = words;
  copies[0] = (self.parent_path() / words[0]).string();
  std::vector<char*> arguments;
  for (std::string& word : copies) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  std::array<int, 2> in{};
  std::array<int, 2> out{};
  if (::pipe2(in.data(), O_CLOEXEC) != 0 || ::pipe2(out.data(), O_CLOEXEC) != 0) {
    throw std::runtime_error{"no pipe"};
  }
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, in[0], STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, out[1], STDERR_FILENO);
  const int failed =
      ::posix_spawn(&child_, arguments[0], &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  ::close(in[0]);
  ::close(out[1]);
  input_ = in[1];
  output_ = out[0];
  if (failed != 0) throw std::runtime_error{"cannot start " + copies[0]};
  reader_ = std::thread{[this] { read(); }};
}

Program::~Program() {
  kill();
  ::close(input_);
  reader_.join();
  ::close(output_);
}

void Program::read() {
  std::string line;
  std::array<char, 4096> bytes{};
  for (;;) {
    const ssize_t count = ::read(output_, bytes.data(), bytes.size());
    const std::lock_guard guard{lock_};
    if (count <= 0) {
      is_closed_ = true;
      changed_.notify_all();
      return;
    }
    for (const char byte : std::string_view{bytes.data(), static_cast<std::size_t>(count)}) {
      if (byte != '\n') {
        line += byte;
        continue;
      }
      lines_.push_back(std::move(line));
      line.clear();
    }
    changed_.notify_all();
  }
}

void Program::tell(const std::string& line) {
  const std::string bytes = line + '\n';
  if (::write(input_, bytes.data(), bytes.size()) < 0) throw std::runtime_error{"it is gone"};
}

std::string Program::line_with(const std::string& text, std::size_t& from) {
  std::unique_lock guard{lock_};
  const auto until = std::chrono::steady_clock::now() + kPatience;
  for (;;) {
    for (; from < lines_.size(); ++from) {
      if (lines_[from].find(text) != std::string::npos) return lines_[from++];
    }
    if (is_closed_ || changed_.wait_until(guard, until) == std::cv_status::timeout) return {};
  }
}

std::vector<std::string> Program::lines() const {
  const std::lock_guard guard{lock_};
  return lines_;
}

void Program::kill() {
  if (child_ < 0) return;
  ::kill(child_, SIGKILL);
  ::waitpid(child_, nullptr, 0);
  child_ = -1;
}

int Program::wait() {
  const auto until = std::chrono::steady_clock::now() + kPatience;
  int status = 0;
  while (::waitpid(child_, &status, WNOHANG) == 0) {
    if (std::chrono::steady_clock::now() > until) return -1;
    std::this_thread::sleep_for(std::chrono::milliseconds{5});
  }
  child_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

std::string field(const std::string& message, int tag) {
  const std::string begin = '|' + std::to_string(tag) + '=';
  const std::size_t found = message.find(begin);
  if (found == std::string::npos) return {};
  const std::size_t value = found + begin.size();
  return message.substr(value, message.find('|', value) - value);
}

Folder::Folder() {
  path_ = (std::filesystem::temp_directory_path() / "hotbook_fix_XXXXXX").string();
  if (::mkdtemp(path_.data()) == nullptr) throw std::runtime_error{"no folder"};
}

Folder::~Folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace hotbook::fix::test
