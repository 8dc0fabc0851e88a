#include "host/journal/crc32c.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string_view>
#include <vector>

namespace hotbook::journal {
namespace {

// RFC 3720, appendix B.4.
TEST(Crc32c, IsTheOneOfTheStandard) {
  const std::vector<std::byte> zeros(32);
  const std::vector<std::byte> ones(32, std::byte{0xff});
  std::vector<std::byte> rising(32);
  for (std::size_t i = 0; i < rising.size(); ++i) rising[i] = static_cast<std::byte>(i);
  const std::string_view digits = "123456789";
  for (const auto function : {&crc32c, &crc32c_portable}) {
    EXPECT_EQ(function(zeros, 0), 0x8a9136aaU);
    EXPECT_EQ(function(ones, 0), 0x62a8ab43U);
    EXPECT_EQ(function(rising, 0), 0x46dd794eU);
    EXPECT_EQ(function(std::as_bytes(std::span{digits}), 0), 0xe3069283U);
    EXPECT_EQ(function({}, 0), 0U);
  }
}

TEST(Crc32c, IsTheSameByInstructionByTableAndInParts) {
  std::mt19937_64 random{1};
  std::vector<std::byte> bytes(300);
  for (std::byte& byte : bytes) byte = static_cast<std::byte>(random());
  for (std::size_t size = 0; size <= bytes.size(); ++size) {
    const auto part = std::span{bytes}.first(size);
    const std::uint32_t whole = crc32c(part);
    ASSERT_EQ(crc32c_portable(part), whole) << size;
    const std::size_t cut = size == 0 ? 0 : random() % size;
    ASSERT_EQ(crc32c(part.subspan(cut), crc32c(part.first(cut))), whole) << size << " at " << cut;
  }
}

}  // namespace
}  // namespace hotbook::journal
