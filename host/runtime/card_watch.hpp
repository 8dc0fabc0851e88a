// Decides when a card that owes an answer is asked whether it is there, and when it has been silent
// for too long. A card that owes nothing may be silent for as long as it likes.
//
// Threading: one thread.
// Hot path:  look().

#pragma once

#include <chrono>
#include <cstdint>

namespace hotbook::runtime {

class CardWatch {
 public:
  using Time = std::chrono::steady_clock::time_point;
  using Duration = std::chrono::steady_clock::duration;

  enum class Look : std::uint8_t {
    Fine,
    Ask,     // whether it is there
    Silent,  // for so long that it is given up
  };

  // A card that has just answered.
  void begin(Time now, Duration ask_every, Duration silence_max) noexcept {
    ask_every_ = ask_every;
    silence_max_ = silence_max;
    heard_ = asked_ = now;
    owes_ = false;
  }

  // Once a turn. has_answered: since the last look; owes: it has been sent what it has not
  // answered.
  [[nodiscard]] Look look(Time now, bool has_answered, bool owes) noexcept {
    if (has_answered || !owes || !owes_) heard_ = now;
    owes_ = owes;
    const Duration silent = now - heard_;
    if (silent > silence_max_) return Look::Silent;
    if (silent < ask_every_ || now - asked_ < ask_every_) return Look::Fine;
    asked_ = now;
    return Look::Ask;
  }

  // When it last answered, or began to owe an answer.
  [[nodiscard]] Time heard() const noexcept { return heard_; }

 private:
  Duration ask_every_{};
  Duration silence_max_{};
  Time heard_{};
  Time asked_{};
  bool owes_ = false;
};

}  // namespace hotbook::runtime
