// Fuzzes the description of messages: any bytes give one printable line that ends as JSON does.

#include <cstdint>
#include <cstdlib>
#include <string>

#include "host/feed/itch_messages.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text = hotbook::feed::itch::describe({data, size});
  if (text.empty() || text.front() != '{' || text.back() != '}') std::abort();
  for (const char letter : text) {
    if (letter < 0x20 || letter > 0x7e) std::abort();
  }
  return 0;
}
