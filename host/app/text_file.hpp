// A file or standard output that text is written to in large parts, and whose errors are told.
//
// Threading: one thread.
// Hot path:  flush_when_long() compares a size.

#pragma once

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <stdexcept>
#include <string>

namespace hotbook::app {

class TextFile {
 public:
  // Opens path, or standard output for "" or "-". Throws std::runtime_error naming path and reason.
  explicit TextFile(const std::string& path)
      : path_{path.empty() || path == "-" ? "standard output" : path},
        file_{path_ == path ? std::fopen(path.c_str(), "wb") : stdout} {
    if (file_ == nullptr)
      throw std::runtime_error(path_ + ": cannot be written: " + std::strerror(errno));
    buffer_.reserve(2 * kLongBytes);
  }
  ~TextFile() {
    if (file_ != nullptr && file_ != stdout) std::fclose(file_);
  }
  TextFile(const TextFile&) = delete;
  TextFile& operator=(const TextFile&) = delete;

  // What is appended here is written.
  [[nodiscard]] std::string& buffer() noexcept { return buffer_; }
  void flush_when_long() {
    if (buffer_.size() >= kLongBytes) flush();
  }
  // Throws std::runtime_error when not everything could be written (disk full, closed pipe).
  void close() {
    flush();
    if (std::fflush(file_) != 0) fail();
    if (file_ != stdout) std::fclose(file_);
    file_ = nullptr;
  }

 private:
  static constexpr std::size_t kLongBytes = 1U << 16U;

  void flush() {
    if (std::fwrite(buffer_.data(), 1, buffer_.size(), file_) != buffer_.size()) fail();
    buffer_.clear();
  }
  [[noreturn]] void fail() const {
    throw std::runtime_error(path_ + ": write failed: " + std::strerror(errno));
  }

  std::string path_;
  std::FILE* file_;
  std::string buffer_;
};

}  // namespace hotbook::app
