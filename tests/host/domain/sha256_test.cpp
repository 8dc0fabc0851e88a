#include "host/domain/sha256.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <stdexcept>
#include <vector>

namespace {

using hotbook::sha256_hex;
using hotbook::sha256_hex_of_file;

// FIPS 180-4's example, and the empty message.
TEST(Sha256, AgreesWithTheStandardsExamples) {
  const std::vector<std::uint8_t> abc{'a', 'b', 'c'};
  EXPECT_EQ(sha256_hex(abc), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256_hex({}), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(Sha256, OfAFileIsThatOfItsBytes) {
  const std::string path = testing::TempDir() + "sha256_test." + std::to_string(::getpid());
  std::vector<std::uint8_t> bytes(200'001);
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::uint8_t>(i * 7);
  std::ofstream{path, std::ios::binary}.write(reinterpret_cast<const char*>(bytes.data()),
                                              static_cast<std::streamsize>(bytes.size()));
  EXPECT_EQ(sha256_hex_of_file(path), sha256_hex(bytes));
  std::remove(path.c_str());
}

TEST(Sha256, NamesAFileThatCannotBeRead) {
  try {
    static_cast<void>(sha256_hex_of_file("/nowhere/image.xclbin"));
    FAIL() << "no error";
  } catch (const std::runtime_error& error) {
    EXPECT_NE(std::string{error.what()}.find("/nowhere/image.xclbin"), std::string::npos);
  }
}

}  // namespace
