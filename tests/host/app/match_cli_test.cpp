// hotbook match and hotbook generate orders as a user meets them.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "tests/support/run_hotbook.hpp"

namespace hotbook {
namespace {

using testing::Finished;

// The example of --help.
constexpr const char* kSmall =
    "kind,order_id,book,side,price,quantity,account,state\n"
    "trading_state,,all,,,,,continuous\n"
    "new,1,0,bid,1000,50,7,\n"
    "new,2,0,ask,1000,20,8,\n";
constexpr const char* kHeader =
    "input_seq,index,kind,book,order_id,other_order_id,side,price,quantity,leaves,other_leaves,"
    "account,other_account,reason,auction\n";

class MatchCli : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = ::testing::TempDir() + "hotbook_match_" +
              ::testing::UnitTest::GetInstance()->current_test_info()->name();
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  [[nodiscard]] Finished run(const std::string& arguments) const {
    return testing::run_hotbook(arguments, folder_);
  }
  [[nodiscard]] std::string file(const std::string& name) const { return folder_ + "/" + name; }
  [[nodiscard]] std::string write(const std::string& name, const std::string& text) const {
    std::ofstream{file(name), std::ios::binary} << text;
    return file(name);
  }
  [[nodiscard]] Finished match(const std::string& text, const std::string& options = "") const {
    return run("match " + write("flow.csv", text) + " " + options);
  }

  std::string folder_;
};

TEST_F(MatchCli, ExplainsEveryColumnInItsHelp) {
  const Finished match = run("match --help");
  EXPECT_EQ(match.status, 0);
  for (const char* column : {"time_in_force", "known_open", "other_leaves", "host_number"})
    EXPECT_NE(match.out.find(std::string{"  "} + column), std::string::npos) << column;
  const Finished generate = run("generate orders --help");
  EXPECT_EQ(generate.status, 0);
  for (const char* regime : {"calm", "busy", "sweeps", "crash", "swing", "wide", "selfmatch",
                             "icebergs", "stops", "auctions", "mixed"})
    EXPECT_NE(generate.out.find(std::string{"  "} + regime), std::string::npos) << regime;
}

TEST_F(MatchCli, EndsABadCommandLineWithStatusTwoAndSaysWhatIsWrong) {
  for (const auto& [line, reason] : {std::pair{"match", "FILE"},
                                     {"match /nonexistent", "/nonexistent"},
                                     {"match /dev/null --device gpu", "gpu"},
                                     {"match /dev/null --book-count 65536", "65536"},
                                     {"match /dev/null --max-orders 0", "max-orders"},
                                     {"generate orders --regime calm", "--out"},
                                     {"generate orders --out x.csv", "--regime"},
                                     {"generate orders --out x.csv --regime panic", "panic"}}) {
    const Finished finished = run(line);
    EXPECT_EQ(finished.status, 2) << line;
    EXPECT_NE((finished.error + finished.out).find(reason), std::string::npos)
        << line << ": " << finished.error;
  }
}

TEST_F(MatchCli, EndsWithStatusThreeWhenItCannotDoWhatIsAsked) {
  const std::string flow = write("flow.csv", kSmall);
  for (const auto& [line, reason] :
       {std::pair{"match " + flow + " --device card --xclbin /nonexistent/card.xclbin",
                  std::string{"/nonexistent/card.xclbin"}},
        {"match " + flow + " --books 1,x", "'x' is not a book"},
        {"match " + flow + " --out /nonexistent/rows.csv", "/nonexistent/rows.csv"},
        {"match " + flow + " --out /dev/full", "write failed"},
        {"generate orders --regime calm --out " + file("flow.txt"), ".hbof or .csv"},
        {"generate orders --regime calm --books 70000 --out " + file("a.csv"), "65535"}}) {
    const Finished finished = run(line);
    EXPECT_EQ(finished.status, 3) << line;
    EXPECT_NE(finished.error.find(reason), std::string::npos) << line << ": " << finished.error;
  }
}

TEST_F(MatchCli, MatchesASmallFile) {
  const Finished finished = match(kSmall);
  EXPECT_EQ(finished.status, 0);
  EXPECT_EQ(finished.out, std::string{kHeader} +
                              "1,0,uncrossed,0,,0,,0,,,,,,,\n"
                              "1,1,state_changed,0,,,,,,,,,,continuous,\n"
                              "2,0,accepted,0,1,,bid,1000,50,50,,7,,,\n"
                              "3,0,accepted,0,2,,ask,1000,20,20,,8,,,\n"
                              "3,1,execution,0,2,1,ask,1000,20,0,30,8,7,,\n");
  EXPECT_NE(finished.error.find("3 inputs, 5 outputs, 1 executions of 20 shares, 1 orders live"),
            std::string::npos)
      << finished.error;
  EXPECT_NE(finished.error.find("state_hash="), std::string::npos);
}

TEST_F(MatchCli, PublishesLevelsAndTopsOfBookWhenAsked) {
  const Finished finished = match(kSmall, "--publish --quiet");
  EXPECT_EQ(finished.error, "");
  EXPECT_NE(finished.out.find("\n2,1,level,0,,50,bid,1000,,1,,,,,\n2,2,top_of_book,0,50,0,,1000,,"
                              "0,,,,,\n"),
            std::string::npos)
      << finished.out;
}

TEST_F(MatchCli, RemindsThatBooksAreClosedAtFirst) {
  const Finished finished = match("kind,order_id,side,price,quantity\nnew,1,bid,1000,50\n");
  EXPECT_EQ(finished.out, std::string{kHeader} + "1,0,refused,0,1,,,,,,,0,,wrong_phase,\n");
  EXPECT_NE(finished.error.find("books are closed until"), std::string::npos);
}

TEST_F(MatchCli, NamesFileLineAndColumnOfABadField) {
  const Finished finished = match(std::string{kSmall} + "new,3,0,ask,cheap,20,8,\n");
  EXPECT_EQ(finished.status, 3);
  EXPECT_NE(finished.error.find("flow.csv: line 5: column price: \"cheap\" is not a number"),
            std::string::npos)
      << finished.error;
}

TEST_F(MatchCli, ReadsAPipeOnceAndOnlyWhenItIsToldTheBooks) {
  const std::string flow = write("flow.csv", kSmall);
  const std::string fifo = file("fifo");
  ASSERT_EQ(std::system(("mkfifo " + fifo).c_str()), 0);
  ASSERT_EQ(std::system(("cat " + flow + " >" + fifo + " &").c_str()), 0);
  const Finished told = run("match --quiet --book-count 1 " + fifo);
  EXPECT_EQ(told.status, 0) << told.error;
  EXPECT_EQ(std::count(told.out.begin(), told.out.end(), '\n'), 6);
  ASSERT_EQ(std::system(("cat " + flow + " >" + fifo + " 2>/dev/null &").c_str()), 0);
  const Finished untold = run("match " + fifo);
  EXPECT_EQ(untold.status, 3);
  EXPECT_NE(untold.error.find("--book-count"), std::string::npos) << untold.error;
}

TEST_F(MatchCli, PrintsOnlyTheChosenBooks) {
  const std::string flow = file("flow.hbof");
  ASSERT_EQ(run("generate orders --regime mixed --count 3000 --books 6 --out " + flow).status, 0);
  const Finished finished = run("match --books 2,5 --quiet " + flow);
  ASSERT_EQ(finished.status, 0);
  std::istringstream lines{finished.out};
  std::string line;
  std::getline(lines, line);
  std::size_t rows = 0;
  while (std::getline(lines, line)) {
    const std::size_t kind = line.find(',', line.find(',') + 1) + 1;
    const std::string book = line.substr(line.find(',', kind) + 1, 2);
    EXPECT_TRUE(book == "2," || book == "5,") << line;
    ++rows;
  }
  EXPECT_GT(rows, 500U);
}

TEST_F(MatchCli, GivesTheSameRowsWhateverTheFormOfTheFile) {
  std::string first;
  for (const char* name : {"a.csv", "a.csv.gz", "a.hbof", "a.hbof.gz"}) {
    const Finished made =
        run("generate orders --regime auctions --seed 9 --count 5000 --out " + file(name));
    ASSERT_EQ(made.status, 0) << made.error;
    EXPECT_EQ(made.out, "");
    ASSERT_EQ(run("match --out " + file("rows.csv") + " " + file(name)).out, "");
    const std::string rows = testing::read_text(file("rows.csv"));
    EXPECT_GT(rows.size(), 200'000U);
    if (first.empty()) first = rows;
    EXPECT_TRUE(rows == first) << name;  // not EXPECT_EQ: nobody reads both
  }
}

TEST_F(MatchCli, MakesTheSameFlowFromTheSameSeedAndAnotherFromAnother) {
  for (const auto& [name, seed] : {std::pair{"a", "5"}, {"b", "5"}, {"c", "6"}}) {
    ASSERT_EQ(run("generate orders --regime busy --count 4000 --quiet --seed " + std::string{seed} +
                  " --out " + file(name) + ".hbof")
                  .status,
              0);
  }
  EXPECT_TRUE(testing::read_text(file("a.hbof")) == testing::read_text(file("b.hbof")));
  EXPECT_FALSE(testing::read_text(file("a.hbof")) == testing::read_text(file("c.hbof")));
}

TEST_F(MatchCli, WritesEveryOutputOfOneInputHoweverManyThereAre) {
  std::string flow =
      "kind,order_id,side,price,quantity,display_quantity,account,state\n"
      "trading_state,,,,,,,continuous\n";
  for (int id = 1; id <= 10; ++id) flow += "new," + std::to_string(id) + ",bid,1000,1000,1,1,\n";
  flow += "new,11,ask,1000,10000,,2,\n";
  const Finished finished = match(flow, "--quiet");
  // A header, open, eleven accepted, an execution a share, a new tranche behind all but the last of
  // each iceberg.
  EXPECT_EQ(std::count(finished.out.begin(), finished.out.end(), '\n'),
            1 + 2 + 11 + 10'000 + 10 * 999);
  EXPECT_TRUE(finished.out.ends_with("execution,0,11,10,ask,1000,1,0,0,2,1,,\n"));
}

TEST_F(MatchCli, HoldsAnObwFileAgainstTheExecutionsItExpects) {
  std::string header(128, '\0');
  header.replace(0, 4, "OBW1");
  header[8] = 1;
  header[12] = 24;
  header[40] = 1;  // one symbol, no record
  const std::uint64_t none = 0x243f6a8885a308d3U;
  for (std::size_t i = 0; i < 8; ++i) header[88 + i] = static_cast<char>(none >> 8 * i & 0xff);
  const Finished right = run("match " + write("a.obw", header));
  EXPECT_EQ(right.status, 0) << right.error;
  EXPECT_NE(right.error.find("as the file expects"), std::string::npos);
  header[80] = 1;
  const Finished wrong = run("match --quiet " + write("b.obw", header));
  EXPECT_EQ(wrong.status, 1);
  EXPECT_NE(wrong.error.find("b.obw: the file expects 1 executions"), std::string::npos);
}

}  // namespace
}  // namespace hotbook
