#include "sim/card/zip_archive.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace {

namespace fs = std::filesystem;

// unzip is the reader that matters: XRT runs it.
TEST(ZipArchive, IsUnpackedByUnzipWithContentAndPermissions) {
  hotbook::card::ZipArchive zip;
  std::vector<std::uint8_t> big(100'000);
  for (std::size_t i = 0; i < big.size(); ++i) big[i] = static_cast<std::uint8_t>(i * i);
  zip.add("folder/run.sh", std::vector<std::uint8_t>{'h', 'i'}, true);
  zip.add("folder/big", big, false);
  zip.add("empty", {}, false);
  const auto bytes = zip.finish();
  const fs::path folder =
      fs::path{testing::TempDir()} / ("zip_archive_test." + std::to_string(::getpid()));
  fs::remove_all(folder);
  fs::create_directories(folder);
  std::ofstream{folder / "a.zip", std::ios::binary}.write(
      reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  ASSERT_EQ(std::system(("cd " + folder.string() + " && unzip -q a.zip").c_str()), 0);
  std::ifstream file{folder / "folder/big", std::ios::binary};
  const std::vector<std::uint8_t> read{std::istreambuf_iterator<char>{file}, {}};
  EXPECT_EQ(read, big);
  EXPECT_EQ(fs::file_size(folder / "empty"), 0U);
  struct stat status {};
  ASSERT_EQ(::stat((folder / "folder/run.sh").c_str(), &status), 0);
  EXPECT_NE(status.st_mode & S_IXUSR, 0U);
  ASSERT_EQ(::stat((folder / "folder/big").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & S_IXUSR, 0U);
  fs::remove_all(folder);
}

}  // namespace
