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

  // The book of a symbol as the venue spells it; -1 when no message has named it.
  [[nodiscard]] std::int32_t find(const std::string& symbol) const;

 private:
  std::vector<std::string> names_;
};

}  // namespace hotbook::app
