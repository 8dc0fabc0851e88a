#include "host/reference/price_unit.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace hotbook::reference {
namespace {

std::string text_of(Nano nano) {
  std::string text;
  append_nano(text, nano);
  return text;
}

TEST(PriceUnit, ShowsFourDecimalsAndMoreOnlyWhereThePriceHasThem) {
  EXPECT_EQ(text_of(0), "0.0000");
  EXPECT_EQ(text_of(123'450'000'000), "123.4500");
  EXPECT_EQ(text_of(123'450'000'001), "123.450000001");
  EXPECT_EQ(text_of(500), "0.0000005");
  EXPECT_EQ(text_of(-37'010'000'000), "-37.0100");
  EXPECT_EQ(text_of(std::numeric_limits<Nano>::min()), "-9223372036.854775808");
}

TEST(PriceUnit, ReadsWhatItWrites) {
  for (const Nano nano : {Nano{0}, Nano{1}, Nano{-1}, Nano{250'000'000}, Nano{-37'010'000'000},
                          std::numeric_limits<Nano>::max()}) {
    EXPECT_EQ(parse_nano(text_of(nano)), nano) << nano;
  }
  EXPECT_EQ(parse_nano("50"), 50 * kNanoPerUnit);
  EXPECT_EQ(parse_nano("0.25"), 250'000'000);
}

TEST(PriceUnit, RefusesWhatIsNoNumber) {
  for (const char* text : {"", "-", ".", "1.", ".5", "1.0000000001", "--1", "+1", "1,5", "1.-5",
                           " 1", "9223372037", "0x10", "1e3"}) {
    EXPECT_EQ(parse_nano(text), std::nullopt) << text;
  }
}

TEST(PriceUnit, TakesTheOffsetOffBeforeItMultiplies) {
  const PriceUnit unit{.nano = 250'000'000, .offset = 1'000};
  EXPECT_EQ(unit.nano_of(1'000), 0);
  EXPECT_EQ(unit.nano_of(1'003), 750'000'000);
  EXPECT_EQ(unit.nano_of(1), -249'750'000'000);
  const PriceUnit huge{.nano = std::numeric_limits<Nano>::max(), .offset = 0};
  EXPECT_EQ(huge.nano_of(2), std::numeric_limits<Nano>::max());
}

}  // namespace
}  // namespace hotbook::reference
