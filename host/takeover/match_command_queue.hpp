// Commands in the order in which they were given, first in, first out, with a fixed number of
// places.
//
// Threading: one thread.
// Hot path:  no allocation after the constructor; no exception, no lock.

#pragma once

#include <cassert>
#include <cstddef>
#include <vector>

#include "host/takeover/match_words.hpp"

namespace hotbook {

class MatchCommandQueue {
 public:
  explicit MatchCommandQueue(std::size_t places) : words_(places) {}

  [[nodiscard]] bool empty() const noexcept { return count_ == 0; }
  [[nodiscard]] bool is_full() const noexcept { return count_ == words_.size(); }
  [[nodiscard]] std::size_t size() const noexcept { return count_; }

  [[nodiscard]] const MatchWord& front() const noexcept {
    assert(!empty());
    return words_[first_];
  }
  [[nodiscard]] MatchWord& front() noexcept {
    assert(!empty());
    return words_[first_];
  }
  void push(const MatchWord& word) noexcept {
    assert(!is_full());
    words_[(first_ + count_++) % words_.size()] = word;
  }
  void pop() noexcept {
    assert(!empty());
    first_ = (first_ + 1) % words_.size();
    --count_;
  }

 private:
  std::vector<MatchWord> words_;
  std::size_t first_ = 0;
  std::size_t count_ = 0;
};

}  // namespace hotbook
