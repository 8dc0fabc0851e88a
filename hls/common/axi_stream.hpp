// The streams at a kernel's ports: the tool's own under synthesis; elsewhere just enough of them
// for a shell to be compiled and tested.
//
// Threading: one thread.

#pragma once

#if defined(__SYNTHESIS__)

#include <hls_stream.h>

#else

namespace hls {

// One word may wait in it. The tool's own stream has further members that no shell uses.
template <class Word>
class stream {
 public:
  bool read_nb(Word& word) {
    if (!waits_) return false;
    word = word_;
    waits_ = false;
    return true;
  }
  void write(const Word& word) {
    word_ = word;
    waits_ = true;
  }

 private:
  Word word_{};
  bool waits_ = false;
};

}  // namespace hls

#endif
