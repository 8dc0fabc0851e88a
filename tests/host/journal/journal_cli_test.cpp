// hotbook journal as a user meets it.

#include <filesystem>
#include <fstream>

#include "sim/replay/order_flow_file.hpp"
#include "tests/host/journal/flow_journal.hpp"
#include "tests/support/run_hotbook.hpp"

namespace hotbook::journal::testing {
namespace {

using hotbook::testing::Finished;
using hotbook::testing::read_text;

class JournalCli : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = ::testing::TempDir() + "hotbook_journal_cli_" +
              ::testing::UnitTest::GetInstance()->current_test_info()->name();
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  [[nodiscard]] std::string journal() const { return folder_ + "/journal"; }
  [[nodiscard]] std::string segment(std::uint64_t first) const {
    return journal() + "/" + segment_name(first);
  }
  [[nodiscard]] Finished run(const std::string& arguments) const {
    return hotbook::testing::run_hotbook("journal " + arguments, folder_);
  }
  void flip(std::uint64_t first, std::uint64_t offset) const {
    std::fstream file{segment(first), std::ios::in | std::ios::out | std::ios::binary};
    file.seekg(static_cast<std::streamoff>(offset));
    const int byte = file.get();
    file.seekp(static_cast<std::streamoff>(offset));
    file.put(static_cast<char>(byte ^ 1));
  }

  std::string folder_;
};

constexpr std::uint64_t kPerSegment = (1U << 18U) / kRecordBytes - 1;  // 2047

TEST_F(JournalCli, VerifiesAWholeJournalAndSaysWhatIsInIt) {
  write_flow_journal(journal(), 3000);  // with 30 refused and 1 control
  const Finished finished = run("verify " + journal());
  EXPECT_EQ(finished.status, 0) << finished.error;
  EXPECT_EQ(finished.error, "");
  EXPECT_NE(finished.out.find("segments=2 records=3031 first_seq=1 last_seq=3031 inputs=3000 "
                              "refused=30 controls=1\n"
                              "from 2026-11-20T10:00:00.000000000Z to "
                              "2026-11-20T10:00:00.002999000Z\n"
                              "whole\n"),
            std::string::npos)
      << finished.out;
  EXPECT_NE(finished.out.find("000000002048.hbj: from record 2048, room for 2047, day 20261120"),
            std::string::npos)
      << finished.out;
}

TEST_F(JournalCli, EndsWithStatusOneWhenTheTailIsTornAndChangesNothing) {
  write_flow_journal(journal(), 3000);
  const std::uint64_t cut = offset_of(500) + 17;
  std::filesystem::resize_file(segment(2048), cut);
  const Finished finished = run("verify " + journal());
  EXPECT_EQ(finished.status, 1);
  EXPECT_EQ(finished.error,
            "hotbook: " + segment(2048) +
                ": torn tail: 17 bytes from offset 64128 on (0 sound records among them) are cut; "
                "the last good record is 2547; the file has 64145 bytes of 262144\n");
  EXPECT_EQ(std::filesystem::file_size(segment(2048)), cut);
}

TEST_F(JournalCli, EndsWithStatusThreeAndThePlaceOfAnyDamage) {
  write_flow_journal(journal(), 3000);
  flip(1, offset_of(10) + 3);
  for (const char* command : {"verify ", "dump ", "replay "}) {
    const Finished finished = run(command + journal());
    EXPECT_EQ(finished.status, 3) << command;
    EXPECT_NE(finished.error.find("hotbook: " + segment(1) +
                                  ": damaged at offset 1408: record 11: checksum: expected "),
              std::string::npos)
        << finished.error;
  }
  flip(1, offset_of(10) + 3);
  flip(2048, 9);
  const Finished finished = run("verify " + journal());
  EXPECT_EQ(finished.status, 3);
  EXPECT_NE(finished.error.find(segment(2048) + ": damaged at offset 0: header of version"),
            std::string::npos)
      << finished.error;
}

TEST_F(JournalCli, NamesSnapshotsThatAreBadOrOfNoRecordOfTheJournal) {
  write_flow_journal(journal(), 300);
  std::ofstream{journal() + "/000000000020.hbs"} << "HBSNAPSHOT";
  const Finished finished = run("verify " + journal());
  EXPECT_EQ(finished.status, 3);
  EXPECT_NE(finished.error.find("000000000020.hbs: expected a header of 64 bytes, found 10"),
            std::string::npos)
      << finished.error;
}

TEST_F(JournalCli, PrintsEveryFieldAndWordsForEnums) {
  const FlowJournal made = write_flow_journal(journal(), 150);
  const Finished all = run("dump --quiet " + journal());
  EXPECT_EQ(all.status, 0) << all.error;
  EXPECT_EQ(static_cast<std::size_t>(std::count(all.out.begin(), all.out.end(), '\n')),
            made.records.size() + 1);
  const Finished finished = run("dump --from 1 --count 2 " + journal());
  EXPECT_EQ(finished.status, 0);
  EXPECT_NE(
      finished.out.find("\n1,1795168800000000000,control,client,,long,0,0,,,,0,12,0,,,,,,,,,,,,,,,,"
                        "set_limit,account,order_notional,5000000,\"ada, \"\"l\"\"\",0,"),
      std::string::npos)
      << finished.out;
  EXPECT_NE(
      finished.out.find("\n2,1795168800000000000,input,client,,long,7,0,\"x-1\\x0a\",,timer,"),
      std::string::npos)
      << finished.out;
  EXPECT_NE(all.out.find(",refused,client,max_quantity,"), std::string::npos);
  EXPECT_EQ(all.out.substr(0, finished.out.size()), finished.out);
  const auto rows = run("dump --from 100 --count 1 --out " + folder_ + "/rows.csv " + journal());
  EXPECT_EQ(rows.status, 0);
  EXPECT_NE(read_text(folder_ + "/rows.csv").find("checksum\n100,"), std::string::npos);
}

TEST_F(JournalCli, ReplaysTheInputsAsMatchMatchesThem) {
  const FlowJournal made = write_flow_journal(journal(), 5000);
  replay::OrderFlowWriter writer{folder_ + "/flow.hbof", made.books, made.inputs.size()};
  for (const MatchCommand& command : made.inputs) writer.write(command);
  writer.finish();
  const Finished matched = hotbook::testing::run_hotbook(
      "match --quiet " + folder_ + "/flow.hbof --out " + folder_ + "/match.csv", folder_);
  ASSERT_EQ(matched.status, 0) << matched.error;
  const Finished replayed = run("replay " + journal() + " --out " + folder_ + "/replay.csv");
  EXPECT_EQ(replayed.status, 0) << replayed.error;
  const std::string rows = read_text(folder_ + "/replay.csv");
  EXPECT_GT(rows.size(), 100'000U);
  EXPECT_TRUE(rows == read_text(folder_ + "/match.csv"));
}

TEST_F(JournalCli, ReplaysOnlyAJournalThatBeginsWithRecordOne) {
  write_flow_journal(journal(), 5000);
  std::filesystem::remove(segment(1));
  EXPECT_EQ(run("verify " + journal()).status, 0);
  const Finished finished = run("replay " + journal());
  EXPECT_EQ(finished.status, 3);
  EXPECT_NE(finished.error.find("expected record 1, found 2048 as the oldest"), std::string::npos)
      << finished.error;
}

TEST_F(JournalCli, EndsWithAStatusAndTheReasonWhenItCannotDoWhatIsAsked) {
  std::filesystem::create_directories(journal());
  write_flow_journal(journal() + "/full", 100);
  for (const auto& [line, status, reason] :
       {std::tuple{std::string{""}, 2, std::string{"subcommand"}},
        {"verify /nonexistent", 2, "/nonexistent"},
        {"replay " + journal() + " --device gpu", 2, "gpu"},
        {"dump " + journal() + " --from 0", 2, "--from"},
        {"replay " + journal(), 3, "no segment says how many books"},
        {"dump " + journal() + "/full --out /dev/full", 3, "write failed"},
        {"dump " + journal() + " --out /nonexistent/rows.csv", 3, "/nonexistent/rows.csv"}}) {
    const Finished finished = run(line);
    EXPECT_EQ(finished.status, status) << line << finished.error;
    EXPECT_NE((finished.error + finished.out).find(reason), std::string::npos)
        << line << ": " << finished.error;
  }
}

}  // namespace
}  // namespace hotbook::journal::testing
