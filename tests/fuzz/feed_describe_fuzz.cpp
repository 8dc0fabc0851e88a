// Fuzzes the description of messages, and the symbols learnt from them: any bytes give one
// printable line that ends as JSON does, and names fit for CSV.

#include <string>

#include "host/app/symbol_table.hpp"
#include "host/feed/itch_messages.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace hotbook::fuzz {

void make_seeds(Seeds& seeds) {
  for (const auto& message : every_message()) seeds.add(message);
}

}  // namespace hotbook::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using hotbook::fuzz::require;
  const std::string text = hotbook::feed::itch::describe({data, size});
  require(!text.empty() && text.front() == '{' && text.back() == '}');
  for (const char letter : text) require(letter >= 0x20 && letter <= 0x7e);

  hotbook::app::SymbolTable symbols;
  symbols.learn({data, size});
  const std::uint16_t book =
      size < 3 ? std::uint16_t{0} : static_cast<std::uint16_t>(data[1] << 8U | data[2]);
  const std::string name = symbols.name(book);
  require(!name.empty() && name.size() <= 8);
  for (const char letter : name) {
    require(letter > 0x20 && letter <= 0x7e && letter != ',' && letter != '"');
  }
  require(symbols.is_named(book) || name == "#" + std::to_string(book));
  return 0;
}
