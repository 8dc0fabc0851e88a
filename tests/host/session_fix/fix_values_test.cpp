#include "host/session/fix/fix_values.hpp"

#include <gtest/gtest.h>

namespace hotbook::fix {
namespace {

TEST(FixValues, DecimalsAreReadExactlyToEightPlaces) {
  EXPECT_EQ(decimal_1e8("150.25"), 15'025'000'000);
  EXPECT_EQ(decimal_1e8("-0.00000001"), -1);
  EXPECT_EQ(decimal_1e8("7."), 700'000'000);
  EXPECT_EQ(decimal_1e8(".5"), 50'000'000);
  EXPECT_EQ(decimal_1e8("0.1000000000000"), 10'000'000);
  EXPECT_EQ(decimal_1e8("9999999999.99999999"), 999'999'999'999'999'999);
}

TEST(FixValues, WhatIsNoDecimalOrTooFineOrTooLargeIsNone) {
  for (const char* text : {"", "-", ".", "1e3", "1.2.3", "+1", " 1", "0.000000001", "10000000000",
                           "999999999999999999999999999999", "1,5", "--1", "nan"}) {
    EXPECT_FALSE(decimal_1e8(text)) << text;
  }
}

TEST(FixValues, QuantitiesAreWholeAndWithinThirtyOneBits) {
  EXPECT_EQ(whole_quantity("100"), 100U);
  EXPECT_EQ(whole_quantity("100.00"), 100U);
  EXPECT_EQ(whole_quantity("2147483647"), 2147483647U);
  for (const char* text : {"0", "-1", "0.5", "2147483648", "many"}) {
    EXPECT_FALSE(whole_quantity(text)) << text;
  }
}

TEST(FixValues, APriceIsAMultipleOfTheTickOrNone) {
  EXPECT_EQ(ticks_of(*decimal_1e8("150.25"), 100), 15025);
  EXPECT_EQ(ticks_of(*decimal_1e8("0.0001"), 1), 1);
  EXPECT_EQ(ticks_of(*decimal_1e8("-0.50"), 2500), -2);
  EXPECT_FALSE(ticks_of(*decimal_1e8("150.255"), 100));
  EXPECT_FALSE(ticks_of(*decimal_1e8("0.1"), 2500));
}

TEST(FixValues, PricesAreWrittenAsShortAsTheyAre) {
  EXPECT_EQ(price_text(15025, 100), "150.25");
  EXPECT_EQ(price_text(15000, 100), "150");
  EXPECT_EQ(price_text(1, 1), "0.0001");
  EXPECT_EQ(price_text(0, 1), "0");
  EXPECT_EQ(price_text(2147483647, 10000), "2147483647");
  EXPECT_EQ(offset_text(-3, 2500), "-0.75");
}

TEST(FixValues, EveryPriceReadsBackAsItWasWritten) {
  for (const std::uint32_t tick : {1U, 5U, 100U, 2500U, 10000U}) {
    for (std::uint64_t ticks = 1; ticks < 2147483647; ticks = ticks * 3 + 1) {
      const auto read = decimal_1e8(price_text(ticks, tick));
      ASSERT_TRUE(read);
      ASSERT_EQ(ticks_of(*read, tick), static_cast<std::int64_t>(ticks)) << tick;
    }
  }
}

TEST(FixValues, AnAverageIsRoundedToTheNearestAtTheEighthPlace) {
  EXPECT_EQ(average_text(0, 0, 100), "0");
  EXPECT_EQ(average_text(15025 * 100, 100, 100), "150.25");
  EXPECT_EQ(average_text(2, 3, 10000), "0.66666667");
  EXPECT_EQ(average_text(1, 3, 10000), "0.33333333");
  EXPECT_EQ(average_text(UINT64_MAX, UINT32_MAX, 10000), "4294967297");
}

TEST(FixValues, TimesAreWrittenInUtcAndReadBackToTheSecond) {
  constexpr std::uint64_t kTime = 1'763'657'394'123'456'789;
  EXPECT_EQ(time_text(kTime, TimePrecision::Seconds), "20251120-16:49:54");
  EXPECT_EQ(time_text(kTime, TimePrecision::Milliseconds), "20251120-16:49:54.123");
  EXPECT_EQ(time_text(kTime, TimePrecision::Nanoseconds), "20251120-16:49:54.123456789");
  EXPECT_EQ(time_seconds("20251120-16:49:54"), 1'763'657'394U);
  EXPECT_EQ(time_seconds("20251120-16:49:54.999999999"), 1'763'657'394U);
  EXPECT_EQ(date_end_seconds("20251120"), 1'763'683'200U);
  EXPECT_EQ(date_end_seconds("20240228"), 1'709'164'800U);
}

TEST(FixValues, WhatIsNoTimeIsNone) {
  for (const char* text :
       {"", "20251120", "20251120-16:49", "20251320-16:49:54", "20250229-00:00:00",
        "20251120 16:49:54", "20251120-24:00:00", "20251120-16:60:00", "20251120-16:49:54,5",
        "20251120-16:49:54.x", "19691231-23:59:59", "22000101-00:00:00"}) {
    EXPECT_FALSE(time_seconds(text)) << text;
  }
  for (const char* text : {"", "2025112", "20251131", "2025112x", "202511200"}) {
    EXPECT_FALSE(date_end_seconds(text)) << text;
  }
}

}  // namespace
}  // namespace hotbook::fix
