// The process of a simulated card, watched through the kernel: its end is seen at once, where a
// register of it is answered only as fast as it simulates.
//
// Threading: one thread.
// Hot path:  is_gone() is one call of the kernel.

#pragma once

#include <string>

namespace hotbook::runtime {

class CardProcess {
 public:
  CardProcess() = default;
  // log: the card's own, in which it says who it is; empty for a real card.
  explicit CardProcess(const std::string& log);
  ~CardProcess();
  CardProcess(CardProcess&& other) noexcept;
  CardProcess& operator=(CardProcess&& other) noexcept;
  CardProcess(const CardProcess&) = delete;
  CardProcess& operator=(const CardProcess&) = delete;

  // There is one and it can be watched.
  [[nodiscard]] bool is_known() const noexcept { return descriptor_ >= 0; }
  // False of one that is not known.
  [[nodiscard]] bool is_gone() const noexcept;

 private:
  int descriptor_ = -1;
};

}  // namespace hotbook::runtime
