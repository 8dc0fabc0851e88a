#include "host/app/terminal_picture.hpp"

#include <unistd.h>

#include <algorithm>

#include <fmt/format.h>

namespace hotbook::app {

TerminalPicture::TerminalPicture(std::FILE* stream)
    : stream_{stream},
      terminal_{isatty(fileno(stream)) != 0},
      started_{std::chrono::steady_clock::now()} {}

bool TerminalPicture::is_due() const {
  return terminal_ && std::chrono::steady_clock::now() - drawn_ >=
                          std::chrono::milliseconds(1000 / kPicturesPerSecond);
}

double TerminalPicture::seconds() const {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - started_).count();
}

void TerminalPicture::draw(const std::string& text) {
  drawn_ = std::chrono::steady_clock::now();
  std::string out = lines_drawn_ == 0 ? "" : fmt::format("\x1b[{}A", lines_drawn_);
  for (const char c : text) {
    if (c == '\n') out += "\x1b[K";
    out.push_back(c);
  }
  out += "\x1b[J";
  lines_drawn_ = static_cast<int>(std::count(text.begin(), text.end(), '\n'));
  std::fwrite(out.data(), 1, out.size(), stream_);
  std::fflush(stream_);
}

void TerminalPicture::finish(const std::string& text) {
  if (terminal_) return draw(text);
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\x1b') {
      i = text.find('m', i);
      continue;
    }
    plain.push_back(text[i]);
  }
  std::fwrite(plain.data(), 1, plain.size(), stream_);
}

}  // namespace hotbook::app
