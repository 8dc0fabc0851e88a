// The program as a user meets it: what it prints where, and with which status it ends.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "tests/support/run_hotbook.hpp"

namespace hotbook {
namespace {

using testing::Finished;

class Cli : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = ::testing::TempDir() + "hotbook_cli_" +
              ::testing::UnitTest::GetInstance()->current_test_info()->name();
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  [[nodiscard]] Finished run(const std::string& arguments) const {
    return testing::run_hotbook(arguments, folder_);
  }
  [[nodiscard]] std::string file(const std::string& name) const { return folder_ + "/" + name; }
  std::string generate(const std::string& options = "") const {
    const std::string path = file("day.pcap");
    EXPECT_EQ(run("generate itch --messages 3000 --symbols 4 --out " + path + " " + options).status,
              0);
    return path;
  }

  std::string folder_;
};

TEST_F(Cli, ExplainsEverySubcommand) {
  for (const char* command :
       {"", "replay", "card", "card info", "card load", "card reset", "generate", "generate itch",
        "describe", "import", "import lobster"}) {
    const Finished finished = run(std::string{command} + " --help");
    EXPECT_EQ(finished.status, 0) << command;
    EXPECT_NE(finished.out.find("Usage:"), std::string::npos) << command;
    EXPECT_EQ(finished.error, "") << command;
  }
}

TEST_F(Cli, EndsABadCommandLineWithStatusTwoAndSaysWhatIsWrong) {
  for (const auto& [line, reason] : {std::pair{"replay", "FILE"},
                                     {"replay /nonexistent", "/nonexistent"},
                                     {"frobnicate", "frobnicate"},
                                     {"replay /dev/null --device gpu", "gpu"},
                                     {"replay /dev/null --feed fast", "fast"},
                                     {"generate itch", "--out"},
                                     {"replay /dev/null --line-b 1.2.3.4:5", "--line-a"}}) {
    const Finished finished = run(line);
    EXPECT_EQ(finished.status, 2) << line;
    EXPECT_NE((finished.error + finished.out).find(reason), std::string::npos)
        << line << ": " << finished.error;
  }
}

TEST_F(Cli, PrintsNothingButRowsOnStandardOutput) {
  const Finished finished = run("replay --device software " + generate("--one-line"));
  EXPECT_EQ(finished.status, 0);
  EXPECT_TRUE(finished.out.starts_with(
      "seq,time_ns,symbol,bid_price,bid_quantity,ask_price,ask_quantity\n"));
  std::istringstream lines{finished.out};
  std::string line;
  while (std::getline(lines, line)) EXPECT_EQ(std::count(line.begin(), line.end(), ','), 6) << line;
  EXPECT_NE(finished.error.find("lob.tops="), std::string::npos);
}

TEST_F(Cli, SaysNothingWhenAskedToBeQuiet) {
  const std::string day = generate();
  const Finished finished =
      run("replay --quiet --device software --out " + file("rows.csv") + " " + day);
  EXPECT_EQ(finished.status, 0);
  EXPECT_EQ(finished.out + finished.error, "");
  EXPECT_GT(std::filesystem::file_size(file("rows.csv")), 1000U);
}

TEST_F(Cli, PrintsOnlyTheChosenBooks) {
  const std::string day = generate();
  const Finished finished = run("replay --device software --books AAAB,AAAD " + day);
  EXPECT_EQ(finished.status, 0);
  EXPECT_NE(finished.out.find(",AAAB,"), std::string::npos);
  EXPECT_NE(finished.out.find(",AAAD,"), std::string::npos);
  EXPECT_EQ(finished.out.find(",AAAA,"), std::string::npos);
  const Finished unknown = run("replay --device software --books NOPE " + day);
  EXPECT_EQ(unknown.status, 3);
  EXPECT_NE(unknown.error.find("NOPE"), std::string::npos);
}

TEST_F(Cli, RefusesAFileThatIsNoCaptureAndNamesIt) {
  std::ofstream{file("letter.txt")} << "Dear Sir or Madam, this is not a capture.";
  const Finished finished = run("replay --device software " + file("letter.txt"));
  EXPECT_EQ(finished.status, 3);
  EXPECT_NE(finished.error.find("letter.txt"), std::string::npos);
}

TEST_F(Cli, MakesTheSameFeedFromTheSameSeedAndAnotherFromAnother) {
  (void)run("generate itch --messages 3000 --symbols 4 --seed 5 --out " + file("a"));
  (void)run("generate itch --messages 3000 --symbols 4 --seed 5 --out " + file("b"));
  (void)run("generate itch --messages 3000 --symbols 4 --seed 6 --out " + file("c"));
  EXPECT_TRUE(testing::read_text(file("a")) == testing::read_text(file("b")));
  EXPECT_FALSE(testing::read_text(file("a")) == testing::read_text(file("c")));
}

TEST_F(Cli, GivesTheSameRowsWhetherALineLosesPacketsOrNot) {
  const Finished whole = run("replay --device software --quiet " + generate());
  const Finished lossy =
      run("replay --device software --quiet " +
          generate("--loss-a 50000 --duplicate-a 20000 --late-a 10000 --skew-b 30000"));
  ASSERT_EQ(whole.status, 0);
  EXPECT_TRUE(whole.out == lossy.out);  // not EXPECT_EQ: nobody reads both files
  EXPECT_GT(whole.out.size(), 10'000U);
}

TEST_F(Cli, MarksBooksUnknownAfterLossOnBothLines) {
  const Finished finished = run("replay --device software " + generate("--loss-both 20000"));
  EXPECT_EQ(finished.status, 0);
  EXPECT_NE(finished.out.find(",?,?,?,?\n"), std::string::npos);
  EXPECT_NE(finished.error.find("feed.gaps="), std::string::npos);
}

TEST_F(Cli, DrawsThePictureOnStandardErrorWithoutEscapesWhenNobodyWatches) {
  const Finished finished = run("replay --device software --view " + generate());
  EXPECT_EQ(finished.status, 0);
  EXPECT_EQ(finished.out, "");
  EXPECT_NE(finished.error.find("symbol"), std::string::npos);
  EXPECT_EQ(finished.error.find('\x1b'), std::string::npos);
}

TEST_F(Cli, ImportsLobsterFilesWhoseTopItKeeps) {
  std::ofstream{file("message.csv")}
      << "34200.1,1,11,100,5850000,1\n34200.2,1,12,50,5860000,-1\n34200.3,4,11,40,5850000,1\n";
  std::ofstream{file("orderbook.csv")}
      << "9999999999,0,5850000,100\n5860000,50,5850000,100\n5860000,50,5850000,60\n";
  ASSERT_EQ(run("import lobster " + file("message.csv") + " " + file("orderbook.csv") +
                " --symbol GOOG --out " + file("goog.pcap"))
                .status,
            0);
  const Finished finished = run("replay --device software --quiet " + file("goog.pcap"));
  EXPECT_NE(finished.out.find(",GOOG,585.0000,60,586.0000,50\n"), std::string::npos)
      << finished.out;
}

TEST_F(Cli, DescribesEveryMessageInALineOfItsOwn) {
  for (const char* feed : {"itch", "xdp", "mdp3"}) {
    const bool counts_packets = std::string{"mdp3"} == feed;
    ASSERT_EQ(run(std::string{"generate "} + feed + " --symbols 2 --out " + file(feed) +
                  (counts_packets ? " --packets 300" : " --messages 300"))
                  .status,
              0);
    const Finished told = run(std::string{"describe --feed "} + feed + " " + file(feed));
    EXPECT_EQ(told.status, 0);
    std::istringstream lines{told.out};
    std::string line;
    std::size_t count = 0;
    for (; std::getline(lines, line); ++count) {
      EXPECT_TRUE(line.starts_with("{\"frame\":")) << line;
      EXPECT_TRUE(line.ends_with("}}")) << line;
      EXPECT_EQ(line.find("error"), std::string::npos) << line;
    }
    EXPECT_GE(count, 290U) << feed;
  }
}

TEST_F(Cli, RefusesAnImageThatIsNone) {
  std::ofstream{file("no.xclbin")} << "xclbin2 it is not";
  const Finished finished = run("card load " + file("no.xclbin"));
  EXPECT_EQ(finished.status, 3);
  EXPECT_NE(finished.error.find("no.xclbin"), std::string::npos);
}

}  // namespace
}  // namespace hotbook
