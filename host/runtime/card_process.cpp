#include "host/runtime/card_process.hpp"

#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <charconv>
#include <fstream>
#include <sstream>
#include <string_view>
#include <utility>

namespace hotbook::runtime {
namespace {

// The latest card that wrote there: 0 when none says who it is.
pid_t process_of(const std::string& log) {
  static constexpr std::string_view kKey = "model_pid=";
  std::ostringstream text;
  text << std::ifstream{log}.rdbuf();
  const std::string said = text.str();
  const std::size_t at = said.rfind(kKey);
  if (at == std::string::npos) return 0;
  pid_t process = 0;
  std::from_chars(said.data() + at + kKey.size(), said.data() + said.size(), process);
  return process;
}

}  // namespace

CardProcess::CardProcess(const std::string& log) {
  const pid_t process = log.empty() ? 0 : process_of(log);
  // The C library has no name for the call.
  if (process > 0) descriptor_ = static_cast<int>(::syscall(SYS_pidfd_open, process, 0));
}

CardProcess::~CardProcess() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

CardProcess::CardProcess(CardProcess&& other) noexcept
    : descriptor_{std::exchange(other.descriptor_, -1)} {}

CardProcess& CardProcess::operator=(CardProcess&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

bool CardProcess::is_gone() const noexcept {
  if (descriptor_ < 0) return false;
  pollfd ended{descriptor_, POLLIN, 0};
  return ::poll(&ended, 1, 0) > 0;
}

}  // namespace hotbook::runtime
