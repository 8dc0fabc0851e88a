// One network port of the card: cuts frames into AXI4-Stream words at the pace of a 10 Gb/s line
// or as fast as taken.
//
// Threading: one thread.
// Hot path:  offers() and taken() allocate nothing.

#pragma once

#include <cstdint>
#include <memory>

#include "sim/card/frame_source.hpp"

namespace hotbook::card {

struct LineWord {
  std::uint64_t data = 0;
  std::uint8_t keep = 0;
  bool is_last = false;
  bool is_bad = false;
};

enum class Pace : std::uint8_t {
  Line,  // frames back to back on 10 Gb/s Ethernet, at the card's 322.265625 MHz: what the card
         // must keep up with
  Asap,  // a word a cycle, twice that: two lines at once can overrun the card's line buffers, as
         // nothing holds a MAC back
};

class LinePort {
 public:
  LinePort(std::unique_ptr<FrameSource> source, Pace pace)
      : source_{std::move(source)}, pace_{pace} {}

  // There is more to send, now or at a later cycle.
  [[nodiscard]] bool has_word() {
    if (!has_frame_) fetch();
    return has_frame_;
  }
  // word() is at the card's edge in this cycle.
  [[nodiscard]] bool offers(std::uint64_t cycle) {
    return has_word() && cycle * kSixteenths >= due_;
  }
  [[nodiscard]] const LineWord& word() const { return word_; }
  void taken(std::uint64_t cycle);

  [[nodiscard]] FrameSource* source() { return source_.get(); }
  [[nodiscard]] std::uint64_t frames() const { return frames_; }
  [[nodiscard]] std::uint64_t words() const { return words_; }

 private:
  // A 10 Gb/s line brings 8 bytes in 6.4 ns; the card's cycle is 3.103 ns: 33 sixteenths of a
  // cycle a word.
  static constexpr std::uint64_t kSixteenths = 16;
  static constexpr std::uint64_t kWordSixteenths = 33;
  static constexpr std::size_t kOverheadBytes = 24;  // preamble, frame check sequence, smallest gap
  static constexpr std::size_t kFrameBytesMin = 60;

  void fetch();
  void cut();

  std::unique_ptr<FrameSource> source_;
  Pace pace_;
  Frame frame_;
  LineWord word_;
  bool has_frame_ = false;
  std::size_t offset_ = 0;
  std::uint64_t due_ = 0;  // when word_ may be offered, in sixteenths of a cycle
  std::uint64_t frames_ = 0;
  std::uint64_t words_ = 0;
};

}  // namespace hotbook::card
