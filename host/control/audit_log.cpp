#include "host/control/audit_log.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>

namespace hotbook::control {

AuditLog::AuditLog(std::string path) : path_{std::move(path)} {
  open();
  if (fd_ < 0) throw std::runtime_error{fault_};
}

AuditLog::~AuditLog() {
  close();
}

void AuditLog::close() {
  if (fd_ >= 0) ::close(fd_);
  fd_ = -1;
}

bool AuditLog::failed(const char* what) {
  fault_ = path_ + ": " + what + ": " + std::strerror(errno);
  return false;
}

void AuditLog::open() {
  fd_ = ::open(path_.c_str(), O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  struct stat status {};
  if (fd_ < 0 || ::fstat(fd_, &status) != 0) {
    static_cast<void>(failed("cannot be opened"));
    return close();
  }
  char last = '\n';
  if (S_ISREG(status.st_mode) && status.st_size > 0) {
    if (::pread(fd_, &last, 1, status.st_size - 1) != 1) last = '\0';
  }
  is_line_open_ = last != '\n';
  fault_.clear();
}

std::string AuditLog::fault() const {
  const std::lock_guard lock{mutex_};
  return fault_;
}

bool AuditLog::append(const boost::json::object& line) {
  const std::lock_guard lock{mutex_};
  if (fd_ < 0) open();
  if (fd_ < 0) return false;
  const std::string text = (is_line_open_ ? "\n" : "") + boost::json::serialize(line) + "\n";
  for (std::size_t at = 0; at < text.size();) {
    const ssize_t count = ::write(fd_, text.data() + at, text.size() - at);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) {
      is_line_open_ = is_line_open_ || at > 0;
      return failed("cannot be written");
    }
    at += static_cast<std::size_t>(count);
  }
  is_line_open_ = false;
  if (::fdatasync(fd_) != 0 && errno != EINVAL) return failed("cannot be synced");
  fault_.clear();
  return true;
}

bool AuditLog::reopen() {
  const std::lock_guard lock{mutex_};
  close();
  open();
  return fd_ >= 0;
}

}  // namespace hotbook::control
