#include "host/app/csv_writer.hpp"

#include <gtest/gtest.h>

#include "tests/support/read_text.hpp"

namespace hotbook::app {
namespace {

TEST(CsvWriter, WritesPricesInMoneyWhateverTheBooksUnit) {
  const std::string path = ::testing::TempDir() + "csv_units.csv";
  CsvWriter writer{path};
  const TopRow row{1, 2, 3, {{true, 5'651'200, 7}, {true, 4'294'967'295, 8}}};
  writer.row(row, "GOOG", {});
  writer.row(row, "ES", {.nano = 250'000'000, .offset = 5'651'201});
  writer.close();
  EXPECT_EQ(hotbook::testing::read_text(path),
            "seq,time_ns,symbol,bid_price,bid_quantity,ask_price,ask_quantity\n"
            "1,2,GOOG,565.1200,7,429496.7295,8\n"
            "1,2,ES,-0.2500,7,1072329023.5000,8\n");
}

TEST(CsvWriter, LeavesAnEmptySideEmptyAndMarksAnUnknownOne) {
  const std::string path = ::testing::TempDir() + "csv_writer_test.csv";
  CsvWriter writer{path};
  writer.row({7, 34'200'000'000'001, 3, {{true, 0, 0}, {true, 100'500, 20}}}, "AAPL", {});
  writer.row({8, 34'200'000'000'002, 3, kUnknownTop}, "AAPL", {});
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
  writer.row({}, "AAPL", {});
  EXPECT_THROW(writer.close(), std::runtime_error);
}

}  // namespace
}  // namespace hotbook::app
