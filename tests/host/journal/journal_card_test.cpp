// A journal replayed on the simulated card gives the outputs of the engine, record for record.

#include <filesystem>

#include "tests/host/journal/flow_journal.hpp"
#include "tests/support/run_hotbook.hpp"

namespace hotbook::journal::testing {
namespace {

using hotbook::testing::read_text;
using hotbook::testing::run_hotbook;

TEST(JournalReplay, OnTheCardReproducesEveryRecord) {
  const std::uint64_t seed = seed_of_run(20261122);
  const std::string folder = ::testing::TempDir() + "hotbook_journal_card";
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  const std::string journal = folder + "/journal";
  write_flow_journal(journal, setting("HOTBOOK_SCALE", 1) * 20'000, seed);
  const std::string replay = "journal replay " + journal + " --out " + folder;
  const auto software = run_hotbook(replay + "/software.csv", folder);
  ASSERT_EQ(software.status, 0) << software.error;
  const auto card = run_hotbook(replay + "/card.csv --device both", folder);
  ASSERT_EQ(card.status, 0) << card.error << "\nreproduce: HOTBOOK_SEED=" << seed
                            << " scripts/test journal_card_test";
  EXPECT_NE(card.error.find("card decided"), std::string::npos) << card.error;
  const std::string rows = read_text(folder + "/software.csv");
  EXPECT_GT(rows.size(), 500'000U);
  EXPECT_TRUE(rows == read_text(folder + "/card.csv"))
      << "reproduce: HOTBOOK_SEED=" << seed << " scripts/test journal_card_test";
  std::cout << card.error;
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace hotbook::journal::testing
