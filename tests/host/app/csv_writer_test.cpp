#include "host/app/csv_writer.hpp"

#include <gtest/gtest.h>

#include "tests/support/read_text.hpp"

namespace hotbook::app {
namespace {

std::string price(std::uint32_t ticks) {
  std::string text;
  append_price(text, ticks);
  return text;
}

TEST(CsvWriter, WritesPricesAsDollarsWithFourDecimals) {
  EXPECT_EQ(price(0), "0.0000");
  EXPECT_EQ(price(1), "0.0001");
  EXPECT_EQ(price(5'651'200), "565.1200");
  EXPECT_EQ(price(4'294'967'295), "429496.7295");
}

TEST(CsvWriter, LeavesAnEmptySideEmptyAndMarksAnUnknownOne) {
  const std::string path = ::testing::TempDir() + "csv_writer_test.csv";
  CsvWriter writer{path};
  writer.row({7, 34'200'000'000'001, 3, {{true, 0, 0}, {true, 100'500, 20}}}, "AAPL");
  writer.row({8, 34'200'000'000'002, 3, kUnknownTop}, "AAPL");
  writer.close();
  EXPECT_EQ(hotbook::testing::read_text(path),
            "seq,time_ns,symbol,bid_price,bid_quantity,ask_price,ask_quantity\n"
            "7,34200000000001,AAPL,,,10.0500,20\n"
            "8,34200000000002,AAPL,?,?,?,?\n");
}

TEST(CsvWriter, NamesAFileThatCannotBeWritten) {
  try {
    CsvWriter writer{"/nonexistent/rows.csv"};
    FAIL() << "no error";
  } catch (const std::runtime_error& error) {
    EXPECT_NE(std::string{error.what()}.find("/nonexistent/rows.csv: cannot be written"),
              std::string::npos);
  }
}

TEST(CsvWriter, SaysWhenTheDiskIsFull) {
  CsvWriter writer{"/dev/full"};
  writer.row({}, "AAPL");
  EXPECT_THROW(writer.close(), std::runtime_error);
}

}  // namespace
}  // namespace hotbook::app
