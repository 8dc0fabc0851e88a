#include <gtest/gtest.h>

#include <string>

#include "host/session/fix/fix_engine.hpp"

namespace hotbook::fix {
namespace {

// A whole message: begin, length and checksum put right around its fields.
std::string message(const std::string& fields) {
  std::string text = "8=FIX.4.4\0019=" + std::to_string(fields.size()) + '\001' + fields;
  unsigned sum = 0;
  for (const char byte : text) sum += static_cast<unsigned char>(byte);
  const std::string check = std::to_string(sum % 256);
  return text + "10=" + std::string(3 - check.size(), '0') + check + '\001';
}

// A heartbeat with this number and test request.
std::string error_of(const std::string& seq, const std::string& test = "x") {
  FixMessage read;
  return parse_fix(FixVersion::Fix44,
                   message("35=0\00134=" + seq +
                           "\00149=A\00156=B\00152=20261120-00:00:00\001112=" + test + '\001'),
                   read);
}

TEST(FixParse, TakesNumbersThatFitAndTextThatLooksLikeOne) {
  EXPECT_EQ(error_of("7"), "");
  EXPECT_EQ(error_of("2147483647"), "");
  EXPECT_EQ(error_of("000000000000000000007"), "") << "some engines pad with zeros";
  EXPECT_EQ(error_of("7", "99999999999999999999"), "") << "TestReqID is text";
}

TEST(FixParse, RefusesANumberThatIsTooLargeAndNamesItsField) {
  for (const char* seq : {"2147483648", "20000000000", "-99999999999999999999999999999"})
    EXPECT_NE(error_of(seq).find("field 34 is too large"), std::string::npos) << error_of(seq);
}

}  // namespace
}  // namespace hotbook::fix
