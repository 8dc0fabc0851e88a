#include "host/app/symbol_table.hpp"

#include "host/feed/itch_messages.hpp"

namespace hotbook::app {
namespace {

// Where a message's stock field starts, 0 for types without one: NASDAQ TotalView-ITCH 5.0,
// sections 1.2 to 1.8.
std::size_t stock_offset(char type) {
  switch (type) {
    case 'R':
    case 'H':
    case 'Y':
    case 'K':
    case 'J':
    case 'h':
    case 'N':
    case 'O':
      return 11;
    case 'L':
      return 15;
    case 'Q':
      return 19;
    case 'A':
    case 'F':
    case 'P':
      return 24;
    case 'I':
      return 28;
    default:
      return 0;
  }
}

constexpr std::size_t kStockBytes = 8;

}  // namespace

void SymbolTable::learn(std::span<const std::uint8_t> message) {
  if (message.size() < feed::itch::Message::kHeaderBytes) return;
  const feed::itch::Message view{message.data()};
  const std::uint16_t book = view.stock_locate();
  if (book == 0 || is_named(book)) return;
  const std::size_t offset = stock_offset(view.type());
  if (offset == 0 || message.size() != feed::itch::kShapes[message[0]].length) return;
  std::string name;
  for (const std::uint8_t byte : message.subspan(offset, kStockBytes)) {
    // A symbol goes into CSV and onto terminals, so nothing but plain text may pass.
    const bool plain = byte > ' ' && byte < 0x7f && byte != ',' && byte != '"';
    if (byte != ' ') name.push_back(plain ? static_cast<char>(byte) : '_');
  }
  if (name.empty()) return;
  if (book >= names_.size()) names_.resize(std::size_t{book} + 1);
  names_[book] = std::move(name);
}

std::string SymbolTable::name(std::uint16_t book) const {
  if (is_named(book)) return names_[book];
  return "#" + std::to_string(book);
}

}  // namespace hotbook::app
