// An appliance as its users have it: a process, its sockets, its state directory; three OUCH
// clients of two accounts.
//
// Threading: one thread.
// Hot path:  none.

#pragma once

#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>

#include "host/app/ouch_trader.hpp"
#include "host/journal/file_storage.hpp"
#include "host/journal/journal_reader.hpp"
#include "sim/oracle/match_oracle.hpp"
#include "tests/host/runtime/running_hotbook.hpp"
#include "tests/sim/replay/test_data.hpp"
#include "tests/support/run_hotbook.hpp"

namespace hotbook::runtime {

// Lines of TOML for each table; where there are none, the table's defaults, and no socket but
// OUCH's and the control API's.
struct ConfigLines {
  std::string venue{};
  std::string accounts = "[[account]]\nname = \"alpha\"\n[[account]]\nname = \"beta\"\n";
  std::string sessions{};  // [[session]], behind those of ONE, TWO and THREE
  std::string fix = "address = \"\"\n";
  std::string journal{};
  std::string publish = "lines = []\nrerequest = \"\"\nglimpse = \"\"\n";
  std::string control{};  // and tables behind it
};

inline std::string config_text(const ConfigLines& lines, const std::string& folder) {
  std::string text = "[venue]\nname = \"TEST\"\n" + lines.venue +
                     "[[instrument]]\nsymbol = \"AAPL\"\n" + lines.accounts +
                     "[ouch]\naddress = \"127.0.0.1:0\"\n[fix]\n" + lines.fix + "[publish]\n" +
                     lines.publish + "[journal]\nsegment_mib = 1\n" + lines.journal;
  for (const char* user : {"ONE", "TWO", "THREE"}) {
    text += std::string{"[[session]]\ndoor = \"ouch\"\nuser = \""} + user +
            "\"\npassword = \"secret\"\naccount = \"" + (user[0] == 'O' ? "alpha" : "beta") +
            "\"\ncancel_on_disconnect = false\n";
  }
  return text + lines.sessions + "[control]\naddress = \"127.0.0.1:0\"\naccess_file = \"" + folder +
         "/control.json\"\n" + lines.control;
}

class ApplianceProcess : public ::testing::Test {
 protected:
  void prepare(const ConfigLines& lines = {}) {
    folder_ = (testing::scratch_folder() / "appliance").string();
    process_.emplace(folder_, config_text(lines, folder_));
  }
  // The file as it would be with these, for the next start or SIGHUP.
  void rewrite(const ConfigLines& lines) const {
    std::ofstream{folder_ + "/hotbook.toml"} << config_text(lines, folder_);
  }
  void start(const ConfigLines& lines = {}) {
    prepare(lines);
    ASSERT_EQ(process_->start(), "");
    connect();
  }
  void connect() {
    for (app::OuchTrader& trader : traders_) {
      ASSERT_EQ(trader.connect("127.0.0.1", process_->port_of("ouch door open")), "")
          << process_->log();
    }
  }
  testing::Finished command(const std::string& words) {
    return testing::run_hotbook(words + " --access " + process_->access_file(), folder_, 30);
  }
  // Of the journal, as it is.
  std::string journal_rows() {
    return testing::run_hotbook("journal dump " + process_->state() + "/journal", folder_, 30).out;
  }

  // The oracle's replay of the journal holds what the appliance says it holds.
  void expect_oracle_agrees(std::uint64_t live_orders) {
    journal::FileStorage storage{process_->state() + "/journal",
                                 journal::FileStorage::Access::Read};
    journal::JournalReader reader{storage, 1};
    oracle::MatchOracle oracle{{.book_count = 1, .max_orders = 1U << 20U}};
    std::vector<MatchOutput> outputs;
    for (;;) {
      const auto records = reader.next();
      if (records.empty()) break;
      for (const journal::JournalRecord& record : records) {
        if (record.kind != journal::RecordKind::Input) continue;
        outputs.clear();
        oracle.apply(record.command(), outputs);
      }
    }
    EXPECT_EQ(oracle.orders().size(), live_orders) << describe(reader.end());
  }
  std::uint64_t live_orders() {
    const testing::Finished status = command("status --json");
    const std::size_t at = status.out.find("\"live_orders\":");
    EXPECT_NE(at, std::string::npos) << status.out << status.error;
    return at == std::string::npos ? 0 : std::stoull(status.out.substr(at + 14));
  }

  [[nodiscard]] app::OuchTrader trader(const char* user, std::uint64_t number) const {
    return app::OuchTrader{{.user = user,
                            .password = "secret",
                            .symbol = "AAPL",
                            .price_1e4 = 1'000'000,
                            .tick_1e4 = 100,
                            .seed = seed_ + number}};
  }

  std::string folder_;
  std::optional<RunningHotbook> process_;
  std::uint64_t seed_ = testing::seed(1);
  std::array<app::OuchTrader, 3> traders_{trader("ONE", 0), trader("TWO", 1), trader("THREE", 2)};
};

}  // namespace hotbook::runtime
