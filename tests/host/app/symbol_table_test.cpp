#include "host/app/symbol_table.hpp"

#include <gtest/gtest.h>

#include <cstring>

namespace hotbook::app {
namespace {

std::vector<std::uint8_t> add_order(std::uint16_t book, const char* stock) {
  std::vector<std::uint8_t> message(36, 0);
  message[0] = 'A';
  message[1] = static_cast<std::uint8_t>(book >> 8U);
  message[2] = static_cast<std::uint8_t>(book);
  std::memcpy(message.data() + 24, stock, 8);
  return message;
}

TEST(SymbolTable, LearnsTheSymbolOfAnAddOrderWithoutItsPadding) {
  SymbolTable symbols;
  symbols.learn(add_order(0x1234, "GOOG    "));
  EXPECT_EQ(symbols.name(0x1234), "GOOG");
  EXPECT_TRUE(symbols.is_named(0x1234));
  EXPECT_EQ(symbols.size(), 0x1235U);
}

TEST(SymbolTable, KeepsTheFirstNameOfABook) {
  SymbolTable symbols;
  symbols.learn(add_order(5, "GOOG    "));
  symbols.learn(add_order(5, "AAPL    "));
  EXPECT_EQ(symbols.name(5), "GOOG");
}

TEST(SymbolTable, NamesAnUnheardOfBookByItsNumber) {
  SymbolTable symbols;
  EXPECT_EQ(symbols.name(17), "#17");
  EXPECT_FALSE(symbols.is_named(7));
}

TEST(SymbolTable, LetsNothingThroughThatWouldBreakACsvOrATerminal) {
  SymbolTable symbols;
  symbols.learn(add_order(5, "A,B\"\x1b[2J"));
  EXPECT_EQ(symbols.name(5), "A_B__[2J");
}

TEST(SymbolTable, LearnsNothingFromAMessageOfAWrongLength) {
  SymbolTable symbols;
  auto message = add_order(5, "GOOG    ");
  for (std::size_t length = 0; length < message.size(); ++length)
    symbols.learn({message.data(), length});
  EXPECT_EQ(symbols.name(5), "#5");
}

}  // namespace
}  // namespace hotbook::app
