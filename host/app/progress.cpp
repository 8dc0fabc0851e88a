#include "host/app/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

namespace hotbook::app {

ProgressLine::ProgressLine(std::string what, bool quiet)
    : what_{std::move(what)},
      shows_{!quiet && isatty(STDERR_FILENO) != 0},
      at_{std::chrono::steady_clock::now()} {}

void ProgressLine::update(std::uint64_t done, std::uint64_t total) {
  if (!shows_) return;
  const auto now = std::chrono::steady_clock::now();
  if (now - at_ < std::chrono::milliseconds(100)) return;
  at_ = now;
  drawn_ = true;
  const std::string text = total == 0 ? fmt::format("{} {}", what_, done)
                                      : fmt::format("{} {}%", what_, done * 100 / total);
  std::fputs(fmt::format("\r{}\x1b[K", text).c_str(), stderr);
  std::fflush(stderr);
}

void ProgressLine::clear() {
  if (drawn_) std::fputs("\r\x1b[K", stderr);
  drawn_ = false;
}

}  // namespace hotbook::app
