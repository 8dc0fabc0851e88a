// Who may do what: tokens, the free look on loopback, the file for the local command line.

#include "host/control/control_access.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "host/domain/sha256.hpp"

namespace hotbook::control {
namespace {

std::string hash(const std::string& token) {
  return sha256_hex(std::vector<std::uint8_t>(token.begin(), token.end()));
}

Request request(const std::string& authorization, const std::string& method = "GET",
                const std::string& host = "127.0.0.1:7000") {
  Request made;
  made.method = method;
  made.host = host;
  made.authorization = authorization;
  return made;
}

TEST(ControlAccess, ATokenNamesItsBearerAndRole) {
  const ControlAccess access{{{"ann", Role::Viewer, hash("one")}, {"bob", Role::Risk, hash("two")}},
                             "three"};
  const auto who = [&](const std::string& text) {
    const auto caller = access.caller(request(text));
    return caller ? caller->name + " " + std::string{name_of(caller->role)} : "nobody";
  };
  EXPECT_EQ(who("Bearer one"), "ann viewer");
  EXPECT_EQ(who("bearer two"), "bob risk");
  EXPECT_EQ(who("BEARER three"), "local admin");
  for (const char* wrong : {"", "Bearer", "Bearer ", "Bearer One", "Bearer one ", "Bearer  one",
                            "Basic one", "one", "Bearer four", "Bearer\tone"}) {
    EXPECT_EQ(who(wrong), "nobody") << wrong;
  }
  EXPECT_EQ(who("Bearer " + hash("one")), "nobody");
  EXPECT_EQ(who("Bearer " + std::string(100'000, 'x')), "nobody");
}

TEST(ControlAccess, WithoutConfiguredTokensLookingIsFreeAndActingIsNot) {
  const ControlAccess access{{}, "local"};
  ASSERT_TRUE(access.caller(request("")));
  EXPECT_EQ(access.caller(request(""))->role, Role::Viewer);
  EXPECT_FALSE(access.caller(request("", "POST")));
  EXPECT_FALSE(access.caller(request("", "PUT")));
  EXPECT_FALSE(access.caller(request("Bearer wrong")));
  EXPECT_EQ(access.caller(request("Bearer local", "POST"))->role, Role::Admin);
}

TEST(ControlAccess, WithConfiguredTokensNothingIsFree) {
  const ControlAccess access{{{"ann", Role::Viewer, hash("one")}}, "local"};
  EXPECT_FALSE(access.caller(request("")));
}

TEST(ControlAccess, AnEmptyLocalTokenLetsNobodyIn) {
  const ControlAccess access{{}, ""};
  EXPECT_FALSE(access.caller(request("Bearer ", "POST")));
  EXPECT_FALSE(access.caller(request("Bearer x", "POST")));
}

TEST(ControlAccess, AForeignNameOfThisMachineGetsNoFreeLook) {
  const ControlAccess access{{}, "local"};
  EXPECT_FALSE(access.caller(request("", "GET", "evil.example:7000")));
  EXPECT_TRUE(access.caller(request("Bearer local", "GET", "evil.example:7000")));
}

TEST(IsLoopbackHost, KnowsTheNamesOfThisMachineOnly) {
  for (const char* good : {"127.0.0.1", "127.0.0.1:7000", "127.1.2.3:1", "localhost",
                           "LocalHost:7000", "[::1]", "[::1]:7000"}) {
    EXPECT_TRUE(is_loopback_host(good)) << good;
  }
  for (const char* bad : {"", ":7000", "127.0.0.1.evil.com", "localhost.evil.com", "::1", "[::1",
                          "[::2]:1", "10.0.0.1", "127", "128.0.0.1", "xlocalhost"}) {
    EXPECT_FALSE(is_loopback_host(bad)) << bad;
  }
}

TEST(MakeToken, GivesSixtyFourDigitsAndNeverTheSame) {
  const std::string token = make_token();
  EXPECT_EQ(token.size(), 64U);
  EXPECT_EQ(token.find_first_not_of("0123456789abcdef"), std::string::npos);
  EXPECT_NE(token, make_token());
}

class AccessFileTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = ::testing::TempDir() + "hotbook_access_" +
              ::testing::UnitTest::GetInstance()->current_test_info()->name();
    std::filesystem::remove_all(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string folder_;
};

TEST_F(AccessFileTest, IsReadAsItWasWrittenAndByItsUserAlone) {
  const std::string path = folder_ + "/control.json";
  write_access_file(path, {"http://127.0.0.1:1", "old", ""});
  write_access_file(path, {"https://[::1]:2", "to\"ken", "/a/b.pem"});
  const AccessFile access = read_access_file(path);
  EXPECT_EQ(access.url, "https://[::1]:2");
  EXPECT_EQ(access.token, "to\"ken");
  EXPECT_EQ(access.certificate, "/a/b.pem");
  EXPECT_EQ(std::filesystem::status(path).permissions(), std::filesystem::perms{0600});
  EXPECT_EQ(std::filesystem::status(folder_).permissions(), std::filesystem::perms{0700});
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator{folder_}, {}), 1);
}

TEST_F(AccessFileTest, NamesACertificateSoThatItIsFoundFromElsewhere) {
  const std::string path = folder_ + "/control.json";
  write_access_file(path, {"https://[::1]:2", "t", "b.pem"});
  EXPECT_EQ(read_access_file(path).certificate,
            (std::filesystem::current_path() / "b.pem").string());
}

TEST_F(AccessFileTest, IsThereAsLongAsItsApplianceUnlessAnotherOneCame) {
  const std::string path = folder_ + "/control.json";
  { const PublishedAccess access{path, {"u", "first", ""}}; }
  EXPECT_FALSE(std::filesystem::exists(path));
  {
    const PublishedAccess access{path, {"u", "first", ""}};
    write_access_file(path, {"u", "second", ""});
  }
  EXPECT_EQ(read_access_file(path).token, "second");
}

TEST_F(AccessFileTest, IsNotPutWhereOthersMayWrite) {
  std::filesystem::create_directory(folder_);
  std::filesystem::permissions(folder_, std::filesystem::perms{0777});
  EXPECT_THROW(write_access_file(folder_ + "/control.json", {}), std::runtime_error);
}

TEST_F(AccessFileTest, DoesNotFollowALinkThatLiesInItsWay) {
  std::filesystem::create_directory(folder_);
  std::ofstream{folder_ + "/victim"} << "precious";
  std::filesystem::create_symlink(folder_ + "/victim", folder_ + "/control.json");
  write_access_file(folder_ + "/control.json", {"u", "t", ""});
  EXPECT_FALSE(std::filesystem::is_symlink(folder_ + "/control.json"));
  EXPECT_EQ(std::filesystem::file_size(folder_ + "/victim"), 8U);
}

TEST_F(AccessFileTest, ReadingSaysWhatIsWrong) {
  const auto said = [&](const std::string& text) {
    std::filesystem::create_directories(folder_);
    std::ofstream{folder_ + "/f"} << text;
    try {
      static_cast<void>(read_access_file(folder_ + "/f"));
    } catch (const std::runtime_error& error) {
      return std::string{error.what()}.substr(folder_.size());
    }
    return std::string{};
  };
  EXPECT_EQ(said(""), "/f: is not what a running appliance writes");
  EXPECT_EQ(said("[]"), "/f: is not what a running appliance writes");
  EXPECT_EQ(said(R"({"url":"u","token":1})"), "/f: token is missing");
  EXPECT_THROW(static_cast<void>(read_access_file(folder_ + "/none")), std::runtime_error);
}

}  // namespace
}  // namespace hotbook::control
