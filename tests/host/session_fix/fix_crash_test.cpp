// The door's process is killed at any moment; its client goes on by sequence numbers alone.

#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <optional>
#include <random>
#include <set>

#include "tests/host/session_fix/fake_venue.hpp"
#include "tests/host/session_fix/program.hpp"

namespace hotbook::fix {
namespace {

using test::FakeVenue;
using test::field;
using test::Folder;
using test::Program;

std::uint64_t setting(const char* name, std::uint64_t otherwise) {
  const char* const text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

class FixCrash : public testing::TestWithParam<bool> {
 protected:
  void serve() {
    const std::string delay = std::to_string(draw() % 10000);
    server_.emplace(std::vector<std::string>{"fix_server", folder_.path(), port_, delay});
    const std::string line = server_->line_with("port ");
    ASSERT_FALSE(line.empty());
    port_ = line.substr(5);
  }

  // A message of one of several kinds, under a name of its own.
  std::string message() {
    // Answered at once, and written down with all that was received until then.
    if (sent_ != 0 && draw() % 4 == 0) {
      return "send H 11=N" + std::to_string(1 + draw() % sent_) + "|55=AAPL|54=1";
    }
    const std::string name = "N" + std::to_string(++sent_);
    const std::string rest = "|55=AAPL|54=1|60=20251120-16:00:00";
    const std::string orig = "N" + std::to_string(1 + draw() % sent_);
    switch (draw() % 8) {
      case 0:
        return "send F 11=" + name + "|41=" + orig + rest;
      case 1:
        return "send G 11=" + name + "|41=" + orig + rest + "|38=60|40=2|44=11";
      case 2:
        return "send D 11=" + name + rest + "|38=10|40=2|44=0.001";
      case 3:
        return "send q 11=" + name + "|530=7|60=20251120-16:00:00";
      case 4:
        return "send D 11=" + name + rest + "|38=10|40=2|44=10|59=3";
      default:
        return "send D 11=" + name + rest + "|38=107|40=2|44=10";
    }
  }

  unsigned draw() { return static_cast<unsigned>(random_()); }

  std::uint64_t seed_ = setting("HOTBOOK_SEED", std::random_device{}());
  std::mt19937_64 random_{seed_};
  Folder folder_;
  std::optional<Program> server_;
  std::string port_ = "0";
  unsigned sent_ = 0;
};

INSTANTIATE_TEST_SUITE_P(Versions, FixCrash, testing::Values(false, true),
                         [](const auto& test) { return test.param ? "C50" : "C44"; });

TEST_P(FixCrash, KilledAtAnyMomentItTellsEveryReportOnceAndLosesNoMessage) {
  std::cout << "seed=" << seed_ << '\n';
  const std::uint64_t kills = 4 * setting("HOTBOOK_SCALE", 1);
  serve();
  const std::string begin = GetParam() ? "FIXT.1.1" : "FIX.4.4";
  Program client{{"fix_client", port_, begin, GetParam() ? "C50" : "C44", "HOTBOOK", "secret",
                  folder_.path() + "/client"}};
  std::size_t from = 0;
  for (std::uint64_t kill = 0; kill <= kills; ++kill) {
    if (kill != 0) {
      server_->kill();
      serve();
    }
    // Before it is logged on again, too: those it must be asked for.
    for (unsigned count = draw() % 10; count != 0; --count) client.tell(message());
    ASSERT_FALSE(client.line_with("logon", from).empty()) << "seed " << seed_;
    for (unsigned count = draw() % 100; count != 0; --count) {
      client.tell(message());
      if (draw() % 8 == 0) std::this_thread::sleep_for(std::chrono::microseconds{draw() % 2000});
    }
    std::this_thread::sleep_for(std::chrono::microseconds{draw() % 5000});
  }
  client.tell("send D 11=LAST|55=MSFT|54=1|60=20251120-16:00:00|38=1|40=2|44=1");
  ASSERT_FALSE(client.line_with("|11=LAST|", from).empty()) << "seed " << seed_;
  client.tell("quit");
  EXPECT_EQ(client.wait(), 0);
  server_->kill();

  FakeVenue venue{{{"C44", "secret"}, {"C50", "secret"}}};
  venue.use_journal(folder_.path() + "/journal");
  const std::uint16_t session = GetParam() ? 1 : 0;
  std::vector<std::string> told;
  for (const std::string& line : client.lines()) {
    const bool is_status = field(line, 150) == "I";
    if (line.starts_with("app ") && !is_status) told.push_back(line);
  }
  ASSERT_EQ(told.size(), venue.reports(session).count()) << "seed " << seed_;
  std::set<std::string> names;
  for (std::size_t i = 0; i < told.size(); ++i) {
    const std::string id = "20251120-" + std::to_string(session) + '-' + std::to_string(i + 1);
    const bool is_execution = field(told[i], 35) == "8";
    EXPECT_EQ(field(told[i], 17), is_execution ? id : "") << "seed " << seed_;
    // No name was sent twice: a duplicate is one that should have been passed over.
    EXPECT_NE(field(told[i], 103), "6") << "seed " << seed_ << ' ' << told[i];
    EXPECT_NE(field(told[i], 102), "6") << "seed " << seed_ << ' ' << told[i];
    names.insert(field(told[i], 11));
  }
  for (unsigned name = 1; name <= sent_; ++name) {
    EXPECT_TRUE(names.contains("N" + std::to_string(name))) << "seed " << seed_ << " N" << name;
  }
}

}  // namespace
}  // namespace hotbook::fix
