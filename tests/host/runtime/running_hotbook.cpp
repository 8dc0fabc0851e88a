#include "tests/host/runtime/running_hotbook.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include "tests/support/read_text.hpp"

namespace hotbook::runtime {
namespace {

constexpr std::chrono::seconds kStartMax{60};

}  // namespace

RunningHotbook::RunningHotbook(std::string folder, const std::string& config, std::string state)
    : folder_{std::move(folder)}, state_{state.empty() ? folder_ + "/state" : std::move(state)} {
  std::filesystem::remove_all(folder_);
  std::filesystem::create_directories(folder_);
  std::ofstream{folder_ + "/hotbook.toml"} << config;
}

RunningHotbook::~RunningHotbook() {
  if (pid_ > 0) end(SIGKILL);
}

std::string RunningHotbook::log() const {
  return testing::read_text(folder_ + "/log.txt");
}

void RunningHotbook::launch(const std::string& arguments) {
  const std::string command = "exec " HOTBOOK_PROGRAM " run --config " + folder_ +
                              "/hotbook.toml --state " + state() + " " + arguments;
  std::filesystem::remove(folder_ + "/log.txt");
  pid_ = ::fork();
  if (pid_ == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    const std::string path = folder_ + "/log.txt";
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    ::dup2(file, 1);
    ::dup2(file, 2);
    ::execl("/bin/sh", "sh", "-c", command.c_str(), nullptr);
    ::_exit(127);
  }
}

std::string RunningHotbook::start(const std::string& arguments) {
  launch(arguments);
  return await_open();
}

std::string RunningHotbook::await_open() {
  const auto until = std::chrono::steady_clock::now() + kStartMax;
  while (log().find("control api open") == std::string::npos) {
    int status = 0;
    if (::waitpid(pid_, &status, WNOHANG) == pid_) {
      pid_ = -1;
      return "it ended at once: " + log();
    }
    if (std::chrono::steady_clock::now() > until) return "it does not start: " + log();
    std::this_thread::sleep_for(std::chrono::milliseconds{5});
  }
  return "";
}

int RunningHotbook::end(int signal) {
  ::kill(pid_, signal);
  int status = 0;
  ::waitpid(pid_, &status, 0);
  pid_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

double RunningHotbook::cpu_share(std::chrono::milliseconds time) const {
  const auto seconds = [this] {
    std::ifstream file{"/proc/" + std::to_string(pid_) + "/stat"};
    std::string word;
    long ticks = 0;
    for (int place = 1; place <= 15 && file >> word; ++place) {
      if (place >= 14) ticks += std::stol(word);
    }
    return static_cast<double>(ticks) / static_cast<double>(::sysconf(_SC_CLK_TCK));
  };
  const double before = seconds();
  std::this_thread::sleep_for(time);
  return (seconds() - before) / std::chrono::duration<double>(time).count();
}

std::uint16_t RunningHotbook::port_of(const std::string& event) const {
  const std::string text = log();
  std::size_t at = text.find("event=\"" + event + "\"");
  if (at == std::string::npos) return 0;
  at = text.find("port=", at);
  return at == std::string::npos ? std::uint16_t{0}
                                 : static_cast<std::uint16_t>(std::stoul(text.substr(at + 5, 5)));
}

}  // namespace hotbook::runtime
