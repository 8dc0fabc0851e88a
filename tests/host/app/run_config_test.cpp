// The configuration: its default works and explains itself, and whatever is wrong with a file is
// refused by its place and by what was expected there.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <limits>
#include <sstream>
#include <tuple>

#include "host/app/config_keys.hpp"
#include "host/app/run_config.hpp"

namespace hotbook::app {
namespace {

std::string refusal(const std::string& text) {
  try {
    static_cast<void>(parse_run_config(text, "c.toml"));
  } catch (const ConfigError& error) {
    return error.what();
  }
  return "";
}

std::size_t line_count(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

constexpr const char* kParty =
    "[[account]]\nname = 'a'\n[[session]]\ndoor = 'ouch'\nuser = 'A'\npassword = 'p'\n"
    "account = 'a'\n";

TEST(RunConfig, AnEmptyFileIsTheDefault) {
  EXPECT_EQ(parse_run_config("", "c.toml"), default_run_config());
}

TEST(RunConfig, TheDefaultHasEightInstrumentsAndASessionOfEachAccountAtEachDoor) {
  const RunConfig config = default_run_config();
  EXPECT_EQ(config.instruments.size(), 8U);
  ASSERT_EQ(config.sessions.size(), 4U);
  for (const SessionConfig& session : config.sessions) {
    EXPECT_NE(config.find_account(session.account), nullptr);
  }
  EXPECT_EQ(config.find_account("gamma"), nullptr);
}

TEST(RunConfig, EveryAddressOfTheDefaultIsLoopback) {
  const RunConfig config = default_run_config();
  for (const auto& at : {config.control.address, config.ouch.address, config.fix.address,
                         config.publish.rerequest, config.publish.glimpse}) {
    ASSERT_TRUE(at);
    EXPECT_TRUE(at->is_loopback()) << at->text();
  }
  for (const Endpoint& line : config.publish.lines) EXPECT_TRUE(line.is_loopback());
}

TEST(RunConfig, WhatIsWrittenIsReadAgainAsItWas) {
  RunConfig config = default_run_config();
  EXPECT_EQ(parse_run_config(write_run_config(config), "c.toml"), config);
  config.venue.name = "X";
  config.venue.state_directory = "/a \"b\"\\c";
  config.venue.timezone_offset_minutes = -300;
  config.venue.device = DeviceKind::Both;
  config.venue.is_open_at_start = false;
  config.instruments = {{"ZVZZT", 1, 100, {{risk::LimitKind::OrderQuantity, 5}}},
                        {"B.A", 12345, 1, {}}};
  config.accounts = {{"one", {{risk::LimitKind::OpenOrders, 0}, {risk::LimitKind::Position, 7}}}};
  config.sessions = {
      {DoorKind::Fix, "ONE", "", std::string(64, 'a'), "one", false, FixVersionKind::Fix50Sp2}};
  config.default_limits = {{risk::LimitKind::OrderNotional, risk::kLimitMax}};
  config.firm_limits = {{risk::LimitKind::CreditGross, 9}};
  config.card = {"a.xclbin", "m.toml", 3};
  config.ouch = {Endpoint{"::1", 9}, 3};
  config.fix = {std::nullopt, "V", "/store"};
  config.journal = {"/j", JournalPolicy::Replica, Endpoint{"10.0.0.1", 12}, 64};
  config.publish = {{Endpoint{"239.1.1.1", 5}}, "10.0.0.2", std::nullopt, Endpoint{"0.0.0.0", 0}};
  config.control = {Endpoint{"0.0.0.0", 1},
                    "c.pem",
                    "k.pem",
                    "/access",
                    "/audit",
                    7,
                    {{"eve", control::Role::Risk, std::string(64, '0')}}};
  config.log = {LogLevel::Debug, LogFormat::Json, "/log"};
  EXPECT_EQ(parse_run_config(write_run_config(config), "c.toml"), config);
}

TEST(RunConfig, TheExampleExplainsEveryKeyAndFitsALineOfText) {
  const std::string example = write_run_config(default_run_config());
  EXPECT_NE(example.find("# Smallest step of a price, in dollars\ntick = \"0.01\"\n"),
            std::string::npos);
  EXPECT_NE(example.find("# [[control.token]]\n"), std::string::npos);
  // The first of several tables explains the keys for all of them.
  EXPECT_EQ(example.find("# Smallest step"), example.rfind("# Smallest step"));
  std::istringstream lines{example};
  std::string before;
  bool was_explained = true;
  for (std::string line; std::getline(lines, line); before = line) {
    EXPECT_LE(line.size(), 110U) << line;
    if (line.starts_with("[")) was_explained = before.starts_with("#");
    if (line.find(" = ") == std::string::npos || line.starts_with("#")) continue;
    // Of tables that follow one another, the first one explains.
    EXPECT_TRUE(before.starts_with("#") || !was_explained) << line;
  }
}

TEST(RunConfig, NamesLineAndColumnOfWhatIsNoToml) {
  EXPECT_TRUE(refusal("[venue]\nname = \n").starts_with("c.toml:2:"))
      << refusal("[venue]\nname = \n");
}

TEST(RunConfig, RefusesAnUnknownKeyAndSaysWhichThereAre) {
  const std::string said = refusal("[fix]\n  adress = ''\n");
  EXPECT_EQ(said, "c.toml:2:3: fix.adress: no such key; fix has address, comp_id, store");
  EXPECT_TRUE(
      refusal("fixx = 1").starts_with("c.toml:1:1: fixx: no such key; this file has account"));
}

TEST(RunConfig, TellsEveryMistakeInTheOrderOfTheFile) {
  const std::string said =
      refusal("[log]\nlevel = 'loud'\n[fix]\nstore = 3\n[venue]\nmax_orders = 0\nx = 1\n");
  EXPECT_EQ(said,
            "c.toml:2:9: log.level: \"loud\" is none of debug, info, warning, error\n"
            "c.toml:4:9: fix.store: is an integer, not a string\n"
            "c.toml:6:14: venue.max_orders: 0 is not from 1 to 134217728\n"
            "c.toml:7:1: venue.x: no such key; venue has device, is_open_at_start, max_orders, "
            "name, session_orders_max, state_directory, timezone_offset_minutes");
}

TEST(RunConfig, EndsAfterFiftyMistakes) {
  std::string text;
  for (int i = 0; i < 70; ++i) text += "k" + std::to_string(i) + " = 1\n";
  const std::string said = refusal(text);
  EXPECT_EQ(line_count(said), 50U);
  EXPECT_TRUE(said.ends_with("c.toml: and 20 more"));
}

TEST(RunConfig, ATableThatLacksAKeyIsNamedWithTheKeyAndItsMeaning) {
  EXPECT_EQ(refusal(std::string{kParty} + "[[instrument]]\ntick = '1'\n"),
            "c.toml:8:1: instrument[0]: symbol is missing: At most eight characters");
}

TEST(RunConfig, RefusesWhatOnlyTogetherIsWrong) {
  const auto says = [](const std::string& text, const std::string& wanted) {
    EXPECT_EQ(refusal(text), wanted) << text;
  };
  says("[[instrument]]\nsymbol='A'\n[[instrument]]\nsymbol='A'",
       "c.toml:4:8: instrument[1].symbol: A is there twice");
  says("[[account]]\nname='a'\n[[account]]\nname='a'",
       "c.toml:4:6: account[1].name: a is there twice");
  const std::string party = kParty;
  says(party + "[[session]]\ndoor='ouch'\nuser='A'\npassword='q'\naccount='a'",
       "c.toml:10:6: session[1].user: ouch user A is there twice");
  says(party + "[[session]]\ndoor='fix'\nuser='A'\npassword='q'\naccount='b'",
       "c.toml:12:9: session[1].account: there is no [[account]] named \"b\"");
  says(party + "[[session]]\ndoor='fix'\nuser='A'\naccount='a'",
       "c.toml:8:1: session[1]: needs either password or password_sha256");
  says(party + "[[session]]\ndoor='ouch'\nuser='ABCDEFG'\npassword='12345678901'\naccount='a'",
       "c.toml:10:6: session[1].user: longer than the six characters of SoupBinTCP\n"
       "c.toml:11:10: session[1].password: longer than the ten characters of SoupBinTCP");
  says("[[session]]\ndoor='ouch'\nuser='A'\npassword='q'\naccount='alpha'",
       "c.toml:5:9: session[0].account: there is no [[account]] named \"alpha\"");
  says(party + "[[session]]\ndoor='fix'\nuser='B'\npassword='q'\naccount='a'\npassword_sha256='" +
           std::string(64, 'a') + "'",
       "c.toml:8:1: session[1]: needs either password or password_sha256");
  const auto token = [](const std::string& name, char digit) {
    return "[[control.token]]\nname='" + name + "'\nrole='risk'\nsha256='" +
           std::string(64, digit) + "'\n";
  };
  says(token("a", '1') + token("a", '2'), "c.toml:6:6: control.token[1].name: a is there twice");
  says(token("a", '1') + token("b", '1'),
       "c.toml:8:8: control.token[1].sha256: " + std::string(64, '1') + " is there twice");
  says("[journal]\npolicy='replica'",
       "c.toml:2:8: journal.policy: replica needs journal.replica, the standby's address");
  says("[control]\ntls_key='k'",
       "c.toml:2:9: control.tls_key: tls_certificate and tls_key go together");
  says("[publish]\nlines=['127.0.0.1:1','127.0.0.1:1']",
       "c.toml:2:7: publish.lines: UDP address 127.0.0.1:1 is there twice");
  says("[fix]\naddress='127.0.0.1:7001'",
       "c.toml:2:9: fix.address: TCP address 127.0.0.1:7001 is there twice");
}

TEST(RunConfig, OpensNothingToOthersWithoutWhatKeepsThemOut) {
  EXPECT_EQ(refusal("[control]\naddress='0.0.0.0:7000'"),
            "c.toml:2:9: control.address: not loopback, which needs tls_certificate, tls_key and a "
            "[[control.token]]");
  EXPECT_NE(refusal("[control]\naddress='0.0.0.0:7000'\ntls_certificate='c'\ntls_key='k'"), "");
  const std::string token =
      "[[control.token]]\nname='a'\nrole='risk'\nsha256='" + std::string(64, '1') + "'\n";
  EXPECT_NE(refusal("[control]\naddress='0.0.0.0:7000'\n" + token), "");
  EXPECT_EQ(
      refusal("[control]\naddress='0.0.0.0:7000'\ntls_certificate='c'\ntls_key='k'\n" + token), "");
  EXPECT_EQ(refusal("[ouch]\naddress='[::]:7001'"),
            "c.toml:2:9: ouch.address: not loopback, yet the sessions are the well-known ones of "
            "the default; name [[account]] and [[session]]");
  EXPECT_EQ(refusal(std::string{kParty} + "[ouch]\naddress='[::]:7001'"), "");
}

TEST(RunConfig, LimitsAreThoseOfTheScope) {
  const RunConfig config = parse_run_config(
      "[risk]\naccount = { order_quantity = 0, message_rate = 9 }\n[risk.firm]\nopen_orders = 3",
      "c.toml");
  ASSERT_EQ(config.default_limits.size(), 2U);
  EXPECT_EQ(config.default_limits[0], (LimitSetting{risk::LimitKind::OrderQuantity, 0}));
  EXPECT_EQ(config.default_limits[1], (LimitSetting{risk::LimitKind::MessageRate, 9}));
  EXPECT_EQ(config.firm_limits, (std::vector{LimitSetting{risk::LimitKind::OpenOrders, 3}}));
  EXPECT_TRUE(refusal("[[instrument]]\nsymbol='A'\nlimits={message_rate=1}")
                  .starts_with("c.toml:3:9: instrument[0].limits.message_rate: no such key; "));
  EXPECT_TRUE(refusal("[risk]\nfirm={open_orders=-1}").find("-1 is not from 0 to") !=
              std::string::npos);
}

TEST(RunConfig, AmountsHaveFourDecimalsAtMost) {
  const auto tick = [](const std::string& text) {
    return parse_run_config("[[instrument]]\nsymbol='A'\ntick='" + text + "'", "c.toml")
        .instruments[0]
        .tick_dollars_1e4;
  };
  EXPECT_EQ(tick("0.0001"), 1U);
  EXPECT_EQ(tick("1"), 10'000U);
  EXPECT_EQ(tick("00.25"), 2500U);
  EXPECT_EQ(tick("100000"), 1'000'000'000U);
  for (const char* wrong : {"", ".", "0", "0.0", "1.", ".5", "0.00001", "-1", "+1", "1e3", "1 ",
                            "100000.0001", "9999999", "1.2.3", "0x1"}) {
    EXPECT_THROW(tick(wrong), ConfigError) << wrong;
  }
}

TEST(RunConfig, AnEndpointIsNumbersOnly) {
  EXPECT_EQ(parse_endpoint("1.2.3.4:5"), (Endpoint{"1.2.3.4", 5}));
  EXPECT_EQ(parse_endpoint("[::1]:65535"), (Endpoint{"::1", 65535}));
  EXPECT_EQ(parse_endpoint("[::1]:65535")->text(), "[::1]:65535");
  for (const char* wrong : {"", ":", "1.2.3.4", "1.2.3.4:", "1.2.3.4:65536", "1.2.3.4:-1", "::1:5",
                            "[1.2.3.4]:5", "localhost:5", "1.2.3:5", "1.2.3.4:5 ", " 1.2.3.4:5",
                            "1.2.3.4:0x5", "[]:5", "[::1:5", "1.2.3.4:+5"}) {
    EXPECT_FALSE(parse_endpoint(wrong)) << wrong;
  }
  EXPECT_TRUE((Endpoint{"127.9.9.9", 1}.is_loopback()));
  EXPECT_FALSE((Endpoint{"128.0.0.1", 1}.is_loopback()));
  EXPECT_FALSE((Endpoint{"0.0.0.0", 1}.is_loopback()));
  EXPECT_FALSE((Endpoint{"::", 1}.is_loopback()));
}

TEST(RunConfig, AFileThatCannotBeReadIsNamed) {
  for (const std::string path : {"/nowhere/c.toml", "/"}) {
    try {
      static_cast<void>(load_run_config(path));
      ADD_FAILURE() << path;
    } catch (const ConfigError& error) {
      EXPECT_TRUE(std::string{error.what()}.starts_with(path + ": cannot be "));
    }
  }
}

TEST(RunConfig, AnEmptyFileOnDiskIsTheDefaultToo) {
  const std::string path = ::testing::TempDir() + "empty_run_config.toml";
  std::ofstream{path}.flush();
  EXPECT_EQ(load_run_config(path), default_run_config());
  std::filesystem::remove(path);
}

// Every key of the description, with each wrong kind of value and each value just outside.
class KeyLister final : public KeyVisitor {
 public:
  struct Case {
    std::string before;  // the table it is in, with what that needs
    std::string path;
    std::string name;
    std::vector<std::string> wrong;
  };
  std::vector<Case> cases;

  void text(const Key& key, std::string&, const TextRule& rule) override {
    std::vector<std::string> wrong{"1", "1.5", "true", "[]", "{}", "2020-01-01", "\"\\u0001\""};
    wrong.push_back("'" + std::string(rule.most + 1, 'a') + "'");
    if (rule.least > 0) wrong.push_back("''");
    if (rule.kind == TextKind::Sha256) wrong.push_back("'" + std::string(64, 'g') + "'");
    if (rule.kind == TextKind::Name) wrong.push_back("'a b'");
    if (rule.kind == TextKind::Symbol) wrong.push_back("'a'");
    add(key, wrong);
  }
  void integer(const Key& key, std::int64_t&, const Bounds& bounds) override {
    std::vector<std::string> wrong{"'1'", "1.0", "true", "[1]", "{}", "1979-05-27"};
    wrong.push_back(std::to_string(bounds.least - 1));
    if (bounds.most != std::numeric_limits<std::int64_t>::max()) {
      wrong.push_back(std::to_string(bounds.most + 1));
    }
    add(key, wrong);
  }
  void boolean(const Key& key, bool&) override { add(key, {"1", "'true'", "[]", "{}", "0.0"}); }
  void word(const Key& key, std::size_t&, std::span<const std::string_view> words) override {
    add(key, {"0", "true", "[]", "''", "'" + std::string{words[0]} + "x'", "'NONE'"});
  }
  void dollars(const Key& key, std::uint32_t&) override {
    add(key, {"0.01", "1", "'0'", "'x'", "[]"});
  }
  void endpoint(const Key& key, std::optional<Endpoint>&) override {
    add(key, {"7000", "true", "'x'", "'127.0.0.1'", "'127.0.0.1:99999'", "['127.0.0.1:1']"});
  }
  void endpoints(const Key& key, std::vector<Endpoint>&, std::size_t most) override {
    std::string many = "[";
    for (std::size_t i = 0; i <= most; ++i) many += "'1.2.3.4:" + std::to_string(i + 1) + "',";
    add(key, {"1", "'127.0.0.1:1'", "[1]", "['x']", "['']", "[[]]", many + "]"});
  }
  void limits(const Key& key, std::vector<LimitSetting>&, risk::ControlScope scope) override {
    std::vector<std::string> wrong{"1", "''", "[]", "[{}]", "{ nothing = 1 }"};
    for (const LimitName& limit : limit_names(scope)) {
      for (const char* value : {" = -1 }", " = 1.5 }", " = 'x' }"}) {
        wrong.push_back("{ " + std::string{limit.name} + value);
      }
    }
    add(key, wrong);
  }
  void section(const Key& key, const std::function<void()>& describe) override {
    add(key, {"1", "'x'", "[]", "true"});
    const auto [before, path] = std::pair{before_, path_};
    path_ += std::string{key.name} + ".";
    before_ = "[" + std::string{key.name} + "]\n";
    describe();
    std::tie(before_, path_) = std::pair{before, path};
  }
  void tables(const Key& key, const Tables& tables) override {
    std::vector<std::string> wrong{"1", "'x'", "{}", "[1]", "[{}, 1]"};
    if (tables.least > 0) wrong.push_back("[]");
    add(key, wrong);
    tables.resize(1);
    const auto [before, path] = std::pair{before_, path_};
    before_ = "[[" + path_ + key.name + "]]\n";
    path_ += std::string{key.name} + "[0].";
    tables.describe(0);
    std::tie(before_, path_) = std::pair{before, path};
  }

 private:
  void add(const Key& key, std::vector<std::string> wrong) {
    cases.push_back({before_, path_ + key.name, key.name, std::move(wrong)});
  }
  std::string before_;
  std::string path_;
};

TEST(RunConfig, EveryKeyRefusesEveryWrongKindAndEveryValueJustOutside) {
  KeyLister lister;
  RunConfig config = default_run_config();
  describe_config(lister, config);
  EXPECT_GT(lister.cases.size(), 50U);
  for (const KeyLister::Case& key : lister.cases) {
    for (const std::string& value : key.wrong) {
      const std::string said = refusal(key.before + key.name + " = " + value + "\n");
      const std::string at = "c.toml:" + std::to_string(1 + line_count(key.before)) + ":";
      const std::string wanted = ": " + key.path;
      EXPECT_NE(said.find(wanted), std::string::npos) << key.path << " = " << value << "\n" << said;
      EXPECT_NE(said.find(at), std::string::npos) << key.path << " = " << value << "\n" << said;
    }
  }
}

}  // namespace
}  // namespace hotbook::app
