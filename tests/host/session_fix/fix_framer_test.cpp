#include "host/session/fix/fix_framer.hpp"

#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace hotbook::fix {
namespace {

// A message with this body; its checksum is not looked at here.
std::string message(const std::string& body, const std::string& begin = "FIX.4.4") {
  return "8=" + begin + "\0019=" + std::to_string(body.size()) + '\001' + body + "10=123\001";
}

std::vector<std::string> messages(FixFramer& framer) {
  std::vector<std::string> found;
  for (std::string each; framer.next(each);) found.push_back(each);
  return found;
}

TEST(FixFramer, MessagesComeOutWholeHoweverTheirBytesArrive) {
  const std::vector<std::string> sent{message("35=0\001"), message("35=A\00158=10=123\00196=x\001"),
                                      message("35=1\001112=8=FIX\001", "FIXT.1.1")};
  const std::string stream = sent[0] + sent[1] + sent[2];
  for (std::size_t step = 1; step <= stream.size(); ++step) {
    FixFramer framer;
    std::vector<std::string> found;
    for (std::size_t at = 0; at < stream.size(); at += step) {
      framer.append(std::string_view{stream}.substr(at, step));
      for (const std::string& each : messages(framer)) found.push_back(each);
    }
    ASSERT_EQ(found, sent) << "in steps of " << step;
    EXPECT_EQ(framer.passed_over(), 0U);
  }
}

TEST(FixFramer, RubbishIsPassedOverUpToTheNextMessage) {
  const std::string right = message("35=0\001");
  for (const std::string rubbish :
       {"GET / HTTP/1.1\r\n\r\n", "8=FIX", "8=FIX.4.4", "8=FIX.4.4\0019=x\001",
        "8=FIX.4.4\0019=\001", "8=FIX.4.4\0019=99999999\001", "8=FIX.4.4.4.4.4.4\001",
        "8=FIX.4.4\00135=0\001"}) {
    FixFramer framer;
    framer.append(rubbish + right);
    EXPECT_EQ(messages(framer), std::vector<std::string>{right}) << rubbish;
    EXPECT_EQ(framer.passed_over(), rubbish.size());
  }
}

TEST(FixFramer, AWrongLengthCostsTheMessageAlone) {
  const std::string right = message("35=0\001");
  FixFramer framer;
  framer.append("8=FIX.4.4\0019=6\00135=0\00110=123\001" + right + right);
  EXPECT_EQ(messages(framer), (std::vector<std::string>{right, right}));
}

TEST(FixFramer, ALengthMayBeginWithZeros) {
  FixFramer framer;
  const std::string padded = "8=FIX.4.4\0019=0000005\00135=0\00110=123\001";
  framer.append(padded);
  EXPECT_EQ(messages(framer), std::vector<std::string>{padded});
}

TEST(FixFramer, NeverHoldsMoreThanTheLongestMessage) {
  FixFramer framer;
  const std::string endless(1000, 'x');
  for (int i = 0; i < 1000; ++i) {
    framer.append(endless);
    EXPECT_TRUE(messages(framer).empty());
    ASSERT_LE(framer.held(), 1000U);
  }
  // A body as long as it may be, that does not end where it said.
  FixFramer waiting;
  waiting.append("8=FIX.4.4\0019=65536\001");
  for (int i = 0; i < 200; ++i) {
    waiting.append(endless);
    EXPECT_TRUE(messages(waiting).empty());
    ASSERT_LE(waiting.held(), kBodyMost + 2000);
  }
}

}  // namespace
}  // namespace hotbook::fix
