#include "host/card/manifest.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace {

using hotbook::card::Image;
using hotbook::card::Manifest;
using hotbook::card::write_manifest;

Image image(char digit) {
  Image entry;
  entry.file = "hotbook.xclbin";
  entry.sha256 = std::string(64, digit);
  entry.uuid = std::string(8, digit) + "-0000-4000-8000-000000000000";
  entry.layout_hash = 0xfedcba98;
  entry.git_commit = "0123abcd";
  entry.tool = "a tool \"2022.1\"";
  entry.target = "hw";
  entry.board = "u50";
  entry.note = "worst slack 12 ps";
  return entry;
}

std::string error_of(const std::string& text) {
  try {
    static_cast<void>(Manifest::parse(text, "m.toml"));
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "no error";
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  if (at == std::string::npos) throw std::logic_error{from + " is not in the text"};
  return text.replace(at, from.size(), to);
}

TEST(Manifest, ReadsBackWhatWasWritten) {
  const Manifest manifest = Manifest::parse(write_manifest({image('1'), image('2')}), "m.toml");
  ASSERT_EQ(manifest.images().size(), 2U);
  const Image* found = manifest.find_by_sha256(std::string(64, '2'));
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->file, "hotbook.xclbin");
  EXPECT_EQ(found->uuid, image('2').uuid);
  EXPECT_EQ(found->layout_hash, 0xfedcba98U);
  EXPECT_EQ(found->git_commit, "0123abcd");
  EXPECT_EQ(found->tool, "a tool \"2022.1\"");
  EXPECT_EQ(found->target, "hw");
  EXPECT_EQ(found->board, "u50");
  EXPECT_EQ(found->note, "worst slack 12 ps");
  EXPECT_EQ(manifest.find_by_uuid(image('1').uuid), &manifest.images()[0]);
}

TEST(Manifest, FindsNoImageThatIsNotListed) {
  const Manifest manifest = Manifest::parse(write_manifest({image('1')}), "m.toml");
  EXPECT_EQ(manifest.find_by_sha256(std::string(64, '3')), nullptr);
  EXPECT_EQ(manifest.find_by_uuid(image('3').uuid), nullptr);
}

TEST(Manifest, MayBeEmpty) {
  EXPECT_TRUE(Manifest::parse("# nothing yet\n", "m.toml").images().empty());
}

TEST(Manifest, NamesFileLineAndReasonOfBadToml) {
  EXPECT_NE(error_of("\n\n[[image]\n").find("m.toml:3: "), std::string::npos)
      << error_of("\n\n[[image]\n");
}

TEST(Manifest, RefusesAnEntryWithoutARequiredKey) {
  for (const char* key :
       {"file", "sha256", "uuid", "layout_hash", "git_commit", "tool", "target", "board"}) {
    const std::string text =
        replaced(write_manifest({image('1')}), std::string{"\n"} + key + " =", "\nother =");
    EXPECT_NE(error_of(text).find(std::string{key} + " is missing"), std::string::npos)
        << error_of(text);
  }
}

TEST(Manifest, RefusesValuesOutsideTheirDomain) {
  const std::string good = write_manifest({image('1')});
  EXPECT_NE(error_of(replaced(good, "1111", "111G")).find("sha256 is not"), std::string::npos);
  EXPECT_NE(error_of(replaced(good, "-4000-", "-4000+")).find("uuid does not"), std::string::npos);
  EXPECT_NE(error_of(replaced(good, "\"hw\"", "\"sw\"")).find("target is neither"),
            std::string::npos);
  EXPECT_NE(error_of(replaced(good, "0xfedcba98", "0x1fedcba98")).find("layout_hash is not"),
            std::string::npos);
  EXPECT_NE(error_of(replaced(good, "0xfedcba98", "-1")).find("layout_hash is not"),
            std::string::npos);
  EXPECT_NE(error_of(replaced(good, "\"u50\"", "50")).find("board is not a string"),
            std::string::npos);
}

TEST(Manifest, RefusesTwoEntriesOfOneImage) {
  const std::string text = write_manifest({image('1'), image('1')});
  EXPECT_NE(error_of(text).find("two images with sha256 1111"), std::string::npos)
      << error_of(text);
}

TEST(Manifest, RefusesAnImageThatIsNotATable) {
  EXPECT_NE(error_of("image = 3\n").find("not an array"), std::string::npos);
  EXPECT_NE(error_of("image = [1, 2]\n").find("not an array"), std::string::npos);
}

TEST(Manifest, NamesAFileThatCannotBeOpened) {
  try {
    static_cast<void>(Manifest::load("/nowhere/manifest.toml"));
    FAIL() << "no error";
  } catch (const std::runtime_error& error) {
    EXPECT_STREQ(error.what(), "/nowhere/manifest.toml: cannot be opened");
  }
}

}  // namespace
