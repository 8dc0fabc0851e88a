// What is told of messages: one of each template, against a file that was checked by hand.

#include "host/feed/mdp3_describe.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "tests/support/mdp3_examples.hpp"
#include "tests/support/read_text.hpp"

namespace hotbook::feed::mdp3 {
namespace {

std::string hex(Bytes bytes) {
  std::string out;
  for (const std::uint8_t byte : bytes) {
    constexpr char kDigits[] = "0123456789abcdef";
    out += kDigits[byte >> 4];
    out += kDigits[byte & 15];
  }
  return out;
}

// HOTBOOK_WRITE_GOLDEN writes the file anew; whoever does so checks it by hand.
TEST(Mdp3Describe, TellsEveryFieldOfOneMessageOfEachTemplate) {
  const std::string path = HOTBOOK_SOURCE_DIR "/tests/host/feed/mdp3_messages.golden";
  std::string text;
  for (const Message& message : kMessages) {
    const auto bytes = testing::mdp3_example(message);
    text += hex(bytes) + '\n' + describe(bytes) + '\n';
  }
  if (std::getenv("HOTBOOK_WRITE_GOLDEN") != nullptr) std::ofstream{path} << text;
  EXPECT_EQ(text, testing::read_text(path));
}

TEST(Mdp3Describe, LeavesOutWhatAnOlderVersionDoesNotHave) {
  const Message& message = *find_message(42);
  auto bytes = testing::mdp3_example(message);
  ASSERT_NE(describe(bytes).find("md_trade_entry_id"), std::string::npos);
  // Version 6: the field is of version 7, and an entry ends in front of it.
  std::vector<std::uint8_t> older(bytes.begin(), bytes.begin() + 8 + message.block_bytes);
  older.insert(older.end(), {26, 0, 1});
  older.insert(older.end(), bytes.begin() + 8 + message.block_bytes + 3,
               bytes.begin() + 8 + message.block_bytes + 3 + 26);
  const std::string text = describe(older);
  EXPECT_EQ(text.find("error"), std::string::npos) << text;
  EXPECT_EQ(text.find("md_trade_entry_id"), std::string::npos);
  EXPECT_EQ(text.find("no_order_id_entries"), std::string::npos);
}

TEST(Mdp3Describe, TellsWhatIsNoMessageAsAnErrorWithItsBytes) {
  EXPECT_EQ(describe({}), R"({"error":"shorter than its header","length":0,"bytes":""})");
  const std::vector<std::uint8_t> unknown{0, 0, 250, 0, 1, 0, 9, 0};
  EXPECT_EQ(describe(unknown),
            R"({"error":"unknown template","template":250,"length":8,"bytes":"0000fa0001000900"})");
  auto cut = testing::mdp3_example(*find_message(46));
  cut.resize(cut.size() - 1);
  EXPECT_NE(describe(cut).find("a group is longer than what is left"), std::string::npos);
  cut.resize(10);
  EXPECT_NE(describe(cut).find("its block is longer than it is"), std::string::npos);
}

}  // namespace
}  // namespace hotbook::feed::mdp3
