// Runs `hotbook replay --device both`, and reads what it said.
//
// Threading: one thread.
// Hot path:  none; used by tests only.

#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <sstream>
#include <string>

#include "tests/sim/replay/test_data.hpp"
#include "tests/support/run_hotbook.hpp"

namespace hotbook {

using testing::Finished;

class Replay : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = ::testing::TempDir() + "hotbook_replay_" +
              ::testing::UnitTest::GetInstance()->current_test_info()->name();
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  [[nodiscard]] std::string file(const std::string& name) const { return folder_ + "/" + name; }
  [[nodiscard]] Finished hotbook(const std::string& arguments) const {
    return testing::run_hotbook(arguments, folder_);
  }

  // Card and twin side by side; the rows are left in rows.csv.
  [[nodiscard]] Finished both(const std::string& capture, const std::string& options = "") const {
    Finished finished =
        hotbook("replay --device both --out " + file("rows.csv") + " " + capture + " " + options);
    EXPECT_EQ(finished.status, 0) << finished.error
                                  << "\nreproduce: build/hotbook replay --device both " << capture
                                  << " " << options;
    EXPECT_EQ(finished.out, "");
    return finished;
  }

  // "name=value" pairs behind "counters:".
  static std::map<std::string, std::uint64_t> counters(const Finished& finished) {
    std::map<std::string, std::uint64_t> found;
    const std::size_t at = finished.error.find("counters:");
    if (at == std::string::npos) return found;
    std::istringstream line{finished.error.substr(at, finished.error.find('\n', at) - at)};
    std::string word;
    while (line >> word) {
      if (const std::size_t equals = word.find('='); equals != std::string::npos) {
        found[word.substr(0, equals)] = std::stoull(word.substr(equals + 1));
      }
    }
    return found;
  }

  std::string folder_;
};

using Counters = std::map<std::string, std::uint64_t>;

}  // namespace hotbook
