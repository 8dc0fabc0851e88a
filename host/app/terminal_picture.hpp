// Draws a text again and again in the same place of a terminal, and once, plain, anywhere else.
//
// Threading: one thread.
// Hot path:  is_due() reads the clock.

#pragma once

#include <chrono>
#include <cstdio>
#include <string>
#include <string_view>

namespace hotbook::app {

inline constexpr std::string_view kBold = "\x1b[1m";
inline constexpr std::string_view kDim = "\x1b[2m";
inline constexpr std::string_view kGreen = "\x1b[32m";
inline constexpr std::string_view kRed = "\x1b[31m";
inline constexpr std::string_view kPlain = "\x1b[0m";

class TerminalPicture {
 public:
  explicit TerminalPicture(std::FILE* stream);

  // A terminal is watched, and enough time has passed since the last picture.
  [[nodiscard]] bool is_due() const;
  // Draws over the last picture. Lines end with a newline.
  void draw(const std::string& text);
  // Draws the last one, and leaves it; anything but a terminal gets it without escape sequences.
  void finish(const std::string& text);

  [[nodiscard]] double seconds() const;  // since the start

 private:
  static constexpr int kPicturesPerSecond = 12;

  std::FILE* stream_;
  bool terminal_;
  int lines_drawn_ = 0;
  std::chrono::steady_clock::time_point started_;
  std::chrono::steady_clock::time_point drawn_;
};

}  // namespace hotbook::app
