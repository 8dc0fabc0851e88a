// Finds FIX messages in a stream of bytes by BeginString, BodyLength and CheckSum's place.
//
// Bytes that are no message are passed over up to the next one that could begin; whether the
// checksum is right is for the engine to say.
//
// Threading: one thread.
// Hot path:  no; next() copies a message.

#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace hotbook::fix {

constexpr std::size_t kBodyMost = 65536;  // bytes between BodyLength and CheckSum

class FixFramer {
 public:
  void append(std::string_view bytes) { bytes_.append(bytes); }

  // The next whole message; false when more bytes are needed first.
  [[nodiscard]] bool next(std::string& message) {
    for (;;) {
      const std::size_t begin = bytes_.find(kBegin);
      if (begin == std::string::npos) {
        pass_over(bytes_.size() < kBegin.size() ? 0 : bytes_.size() - kBegin.size() + 1);
        return false;
      }
      pass_over(begin);
      std::size_t whole = 0;
      switch (measure(whole)) {
        case Measure::Short:
          return false;
        case Measure::Wrong:
          pass_over(kBegin.size());
          break;
        case Measure::Whole:
          message.assign(bytes_, 0, whole);
          bytes_.erase(0, whole);
          return true;
      }
    }
  }

  // Bytes that were in no message.
  [[nodiscard]] std::uint64_t passed_over() const noexcept { return passed_over_; }
  // Never more than the longest message and what was appended last.
  [[nodiscard]] std::size_t held() const noexcept { return bytes_.size(); }

 private:
  static constexpr std::string_view kBegin = "8=FIX";
  static constexpr std::string_view kLength = "\0019=";
  static constexpr std::string_view kTrailer = "\00110=";
  static constexpr std::size_t kBeginMost = 12;    // "8=FIXT.1.1" and some
  static constexpr std::size_t kDigitsMost = 9;    // some engines pad with zeros
  static constexpr std::size_t kTrailerBytes = 7;  // "10=000" and its end
  enum class Measure { Short, Wrong, Whole };

  void pass_over(std::size_t count) {
    bytes_.erase(0, count);
    passed_over_ += count;
  }

  // How long the message is that bytes_ begin with.
  [[nodiscard]] Measure measure(std::size_t& whole) const noexcept {
    const std::size_t end = bytes_.find('\001');
    if (end == std::string::npos)
      return bytes_.size() > kBeginMost ? Measure::Wrong : Measure::Short;
    if (end > kBeginMost) return Measure::Wrong;
    const std::string_view behind = std::string_view{bytes_}.substr(end);
    if (behind.size() < kLength.size()) return Measure::Short;
    if (!behind.starts_with(kLength)) return Measure::Wrong;
    std::size_t body = 0;
    std::size_t at = kLength.size();
    for (;; ++at) {
      if (at > kLength.size() + kDigitsMost) return Measure::Wrong;
      if (at == behind.size()) return Measure::Short;
      if (behind[at] == '\001') break;
      if (behind[at] < '0' || behind[at] > '9') return Measure::Wrong;
      body = body * 10 + static_cast<std::size_t>(behind[at] - '0');
    }
    if (body > kBodyMost) return Measure::Wrong;
    const std::size_t trailer = end + at + body;  // the end of the body's last field
    whole = trailer + 1 + kTrailerBytes;
    if (bytes_.size() < whole) return Measure::Short;
    const bool is_right = std::string_view{bytes_}.substr(trailer).starts_with(kTrailer) &&
                          bytes_[whole - 1] == '\001';
    return is_right ? Measure::Whole : Measure::Wrong;
  }

  std::string bytes_;
  std::uint64_t passed_over_ = 0;
};

}  // namespace hotbook::fix
