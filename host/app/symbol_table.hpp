// Knows the venue's spelling of each book, learnt from any message that carries it.
//
// Threading: one thread.
// Hot path:  learn() looks at two bytes of a message whose book it already knows.

#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace hotbook::app {

class SymbolTable {
 public:
  // Takes one ITCH 5.0 message; messages without a stock field, or of a wrong length, teach
  // nothing.
  void learn(std::span<const std::uint8_t> message);

  // The symbol, or "#17" for a book that no message has named.
  [[nodiscard]] std::string name(std::uint16_t book) const;

  [[nodiscard]] bool is_named(std::uint16_t book) const noexcept {
    return book < names_.size() && !names_[book].empty();
  }
  // One above the highest book that has a name.
  [[nodiscard]] std::size_t size() const noexcept { return names_.size(); }

 private:
  std::vector<std::string> names_;
};

}  // namespace hotbook::app
