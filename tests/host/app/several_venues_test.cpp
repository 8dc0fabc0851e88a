// Captures of several venues into one set of books, as a user meets it.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "tests/support/run_hotbook.hpp"

namespace hotbook {
namespace {

using testing::Finished;

class SeveralVenues : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = ::testing::TempDir() + "hotbook_venues_" +
              ::testing::UnitTest::GetInstance()->current_test_info()->name();
    std::filesystem::create_directories(folder_);
    for (const char* feed : {"itch", "xdp", "mdp3"}) {
      const bool counts_packets = std::string{"mdp3"} == feed;
      const Finished made =
          run(std::string{"generate "} + feed + " --symbols 3 --out " + file(feed) +
              (counts_packets ? " --packets 1500" : " --messages 3000"));
      ASSERT_EQ(made.status, 0) << made.error;
    }
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  [[nodiscard]] Finished run(const std::string& arguments) const {
    return testing::run_hotbook(arguments, folder_);
  }
  [[nodiscard]] std::string file(const std::string& feed) const {
    return folder_ + "/" + feed + ".pcap";
  }
  [[nodiscard]] std::string all() const {
    return "itch:" + file("itch") + " xdp:" + file("xdp") + " mdp3:" + file("mdp3");
  }
  // The first symbol that a venue's rows name.
  [[nodiscard]] std::string symbol_of(const std::string& feed) const {
    const std::string rows =
        run("replay --quiet --device software --feed " + feed + " " + file(feed)).out;
    std::istringstream lines{rows};
    std::string line;
    std::getline(lines, line);  // the header
    std::getline(lines, line);
    const std::size_t from = line.find(',', line.find(',') + 1) + 1;
    return line.substr(from, line.find(',', from) - from);
  }

  std::string folder_;
};

std::vector<std::string> fields_of(const std::string& line) {
  std::vector<std::string> fields;
  std::istringstream in{line};
  std::string field;
  while (std::getline(in, field, ',')) fields.push_back(field);
  fields.resize(9);
  return fields;
}

TEST_F(SeveralVenues, RowsAreThoseOfEachVenueWhileNoInstrumentIsShared) {
  const Finished joined = run("replay --device software --align " + all());
  ASSERT_EQ(joined.status, 0) << joined.error;
  std::map<std::string, std::size_t> rows;
  std::istringstream lines{joined.out};
  std::string line;
  std::getline(lines, line);
  EXPECT_EQ(line,
            "time_ns,venue,symbol,bid_price,bid_quantity,bid_venues,ask_price,ask_quantity,"
            "ask_venues");
  std::uint64_t last = 0;
  while (std::getline(lines, line)) {
    EXPECT_EQ(std::count(line.begin(), line.end(), ','), 8) << line;
    const auto fields = fields_of(line);
    ++rows[fields[1]];
    const std::uint64_t time = std::stoull(fields[0]);
    EXPECT_GE(time, last);
    last = time;
    EXPECT_TRUE(fields[5].empty() || fields[5] == fields[1]) << line;
  }
  for (const char* feed : {"itch", "xdp", "mdp3"}) {
    const std::string alone =
        run("replay --quiet --device software --feed " + std::string{feed} + " " + file(feed)).out;
    const auto count = static_cast<std::size_t>(std::count(alone.begin(), alone.end(), '\n'));
    EXPECT_GT(count, 100U) << feed;
    EXPECT_EQ(rows[feed], count - 1) << feed;
  }
}

TEST_F(SeveralVenues, ATableJoinsListingsIntoOneInstrument) {
  std::ofstream{folder_ + "/names.csv"} << "symbol,venue,venue_symbol\n"
                                        << "ONE,itch," << symbol_of("itch") << "\n"
                                        << "ONE,xdp," << symbol_of("xdp") << "\n";
  const Finished joined = run("replay --device software --align --books ONE --instruments " +
                              folder_ + "/names.csv " + all());
  ASSERT_EQ(joined.status, 0) << joined.error;
  // Both venues change the one instrument's top; the third has no part in it.
  std::map<std::string, std::size_t> changed_by;
  std::istringstream lines{joined.out};
  std::string line;
  std::getline(lines, line);
  while (std::getline(lines, line)) {
    const auto fields = fields_of(line);
    EXPECT_EQ(fields[2], "ONE");
    ++changed_by[fields[1]];
  }
  EXPECT_GT(changed_by["itch"], 10U);
  EXPECT_GT(changed_by["xdp"], 0U);
  EXPECT_EQ(changed_by.count("mdp3"), 0U);
}

TEST_F(SeveralVenues, ThePictureHasEveryVenuesQuote) {
  const Finished finished = run("replay --device software --align --view " + all());
  EXPECT_EQ(finished.status, 0);
  EXPECT_EQ(finished.out, "");
  for (const char* venue : {"  itch", "  xdp", "  mdp3"})
    EXPECT_NE(finished.error.find(venue), std::string::npos) << finished.error;
  EXPECT_EQ(finished.error.find('\x1b'), std::string::npos);
}

TEST_F(SeveralVenues, RefusesWhatOnlyOneVenueCanHave) {
  for (const auto& [options, reason] : {std::pair{"--device card", "software"},
                                        {"--device software --first-seq 5", "one venue"},
                                        {"--device software --line-a 1.2.3.4:5", "one venue"}}) {
    const Finished finished = run(std::string{"replay "} + options + " " + all());
    EXPECT_EQ(finished.status, 2) << options;
    EXPECT_NE(finished.error.find(reason), std::string::npos) << finished.error;
  }
  const Finished missing = run("replay --device software xdp:/nonexistent.pcap " + file("itch"));
  EXPECT_EQ(missing.status, 2);
  EXPECT_NE(missing.error.find("/nonexistent.pcap"), std::string::npos);
  std::ofstream{folder_ + "/bad.csv"} << "symbol,venue\nA,bats\n";
  const Finished table =
      run("replay --device software --instruments " + folder_ + "/bad.csv " + all());
  EXPECT_EQ(table.status, 3);
  EXPECT_NE(table.error.find("bad.csv:2: 'bats' is no venue"), std::string::npos) << table.error;
}

TEST_F(SeveralVenues, ACaptureOfAnotherVenueIsRefusedByName) {
  const Finished finished = run("replay --device software --feed mdp3 " + file("itch"));
  EXPECT_EQ(finished.status, 3);
  EXPECT_NE(finished.error.find("no MDP 3.0 among"), std::string::npos) << finished.error;
}

}  // namespace
}  // namespace hotbook
