// A request from its bytes' meaning to its answer: what is on record, and what happens when nothing
// can be.

#include "host/control/control_service.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <sstream>

#include "host/control/utc_text.hpp"
#include "host/domain/sha256.hpp"
#include "tests/host/control/fake_target.hpp"
#include "tests/support/read_text.hpp"

namespace hotbook::control {
namespace {

namespace json = boost::json;

constexpr std::uint64_t kNow = 1'790'000'000'123'456'789;

class ControlServiceTest : public ::testing::Test {
 protected:
  void SetUp() override {
    path_ = ::testing::TempDir() + "hotbook_service_" +
            ::testing::UnitTest::GetInstance()->current_test_info()->name();
    std::filesystem::remove(path_);
    audit_ = std::make_unique<AuditLog>(path_);
    service_ = make(*audit_);
  }
  void TearDown() override { std::filesystem::remove(path_); }

  std::unique_ptr<ControlService> make(AuditLog& audit) {
    return std::make_unique<ControlService>(venue_, ControlAccess{{}, "secret"}, audit,
                                            [] { return std::string{"figures\n"}; });
  }
  Response ask(const std::string& method, const std::string& target, const std::string& body,
               const std::string& token = "secret", std::uint64_t now_ns = kNow) {
    Request request;
    request.method = method;
    request.target = target;
    request.body = body;
    request.host = "localhost";
    request.peer = "127.0.0.1:5";
    if (!token.empty()) request.authorization = "Bearer " + token;
    return service_->handle(request, now_ns);
  }
  std::vector<json::value> lines() const {
    std::vector<json::value> all;
    std::istringstream text{hotbook::testing::read_text(path_)};
    for (std::string line; std::getline(text, line);) all.push_back(json::parse(line));
    return all;
  }

  std::string path_;
  testing::FakeTarget venue_;
  std::unique_ptr<AuditLog> audit_;
  std::unique_ptr<ControlService> service_;
};

TEST_F(ControlServiceTest, AnActionIsOnRecordWithAllThatCameOfIt) {
  const Response response = ask("POST", "/v1/kill", R"({"scope":"firm","on":true})");
  EXPECT_EQ(response.status, 200U);
  ASSERT_EQ(lines().size(), 1U);
  EXPECT_EQ(json::serialize(lines()[0]),
            R"({"time":"2026-09-21T14:13:20.123456789Z","request":")" + response.request_id +
                R"(","who":"local","peer":"127.0.0.1:5","method":"POST","target":"/v1/kill",)"
                R"("given":{"scope":"firm","on":true},"status":200,)"
                R"("changes":[{"what":"kill 0: on","before":"before","after":"after"}]})");
}

TEST_F(ControlServiceTest, ARefusedActionIsOnRecordWithItsReason) {
  venue_.refusal = Refusal{RefusalCode::Conflict, "no card"};
  EXPECT_EQ(ask("POST", "/v1/card", R"({"action":"attach"})").status, 409U);
  EXPECT_EQ(ask("POST", "/v1/card", R"({"action":)").status, 400U);
  ASSERT_EQ(lines().size(), 2U);
  EXPECT_EQ(json::serialize(lines()[0].at("error")), R"({"code":"conflict","text":"no card"})");
  EXPECT_EQ(lines()[0].at("status").as_int64(), 409);
  EXPECT_EQ(lines()[1].at("error").at("code").as_string(), "bad_json");
  EXPECT_TRUE(lines()[1].at("changes").is_null());
}

TEST_F(ControlServiceTest, LookingIsNotOnRecord) {
  EXPECT_EQ(ask("GET", "/v1/status", "", "").status, 200U);
  EXPECT_EQ(ask("GET", "/metrics", "", "").body, "figures\n");
  EXPECT_TRUE(ask("GET", "/metrics", "", "").content_type.starts_with("text/plain; version=0.0.4"));
  EXPECT_TRUE(json::parse(ask("GET", "/openapi.json", "", "").body).is_object());
  EXPECT_TRUE(lines().empty());
}

TEST_F(ControlServiceTest, NeitherFiguresNorDocumentAreForThoseWithAWrongToken) {
  EXPECT_EQ(ask("GET", "/metrics", "", "wrong").status, 401U);
  EXPECT_EQ(ask("GET", "/openapi.json", "", "wrong").status, 401U);
}

TEST_F(ControlServiceTest, NobodyKnownFillsTheRecordNoFasterThanALineASecond) {
  for (std::uint64_t i = 0; i < 100; ++i) {
    EXPECT_EQ(ask("POST", "/v1/stop", "", i % 2 == 0 ? "" : "wrong", kNow + i).status, 401U);
  }
  EXPECT_EQ(ask("POST", "/v1/stop", "", "", kNow + 1'000'000'000).status, 401U);
  ASSERT_EQ(lines().size(), 2U);
  EXPECT_EQ(lines()[0].at("untold_before").as_int64(), 0);
  EXPECT_EQ(lines()[1].at("untold_before").as_int64(), 99);
  EXPECT_EQ(lines()[1].at("who").as_string(), "");
  EXPECT_TRUE(venue_.calls.empty());
}

TEST_F(ControlServiceTest, WithoutARecordNothingIsDoneButKill) {
  AuditLog full{"/dev/full"};
  service_ = make(full);
  const Response first = ask("POST", "/v1/card", R"({"action":"attach"})");
  EXPECT_EQ(first.status, 500U);
  EXPECT_NE(first.body.find("answered 200, but is not on record: /dev/full"), std::string::npos);
  venue_.calls.clear();
  const Response second = ask("POST", "/v1/card", R"({"action":"attach"})");
  EXPECT_EQ(second.status, 503U);
  EXPECT_NE(second.body.find("nothing is done that cannot be put on record"), std::string::npos);
  EXPECT_TRUE(venue_.calls.empty());
  EXPECT_EQ(ask("GET", "/v1/status", "").status, 200U);
  EXPECT_EQ(ask("POST", "/v1/kill", R"({"scope":"firm","on":true})").status, 500U);
  EXPECT_EQ(venue_.calls.size(), 2U);
}

TEST_F(ControlServiceTest, ARecordThatWorksAgainLetsActionsPassAgain) {
  // A pipe that nobody empties takes no more, until somebody does.
  const std::string pipe = path_ + ".pipe";
  std::filesystem::remove(pipe);
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  AuditLog blocked{pipe};
  const int reader = ::open(pipe.c_str(), O_RDWR | O_NONBLOCK);
  ASSERT_GE(reader, 0);
  std::string bytes(1U << 20U, 'x');
  // Both ends share nothing but the pipe: the log's end is made not to wait either.
  for (int fd = 3; fd < 64; ++fd) {
    if (fd != reader && ::fcntl(fd, F_GETPIPE_SZ) > 0) ::fcntl(fd, F_SETFL, O_APPEND | O_NONBLOCK);
  }
  while (::write(reader, bytes.data(), bytes.size()) > 0) {
  }
  while (::write(reader, bytes.data(), 1) > 0) {
  }
  service_ = make(blocked);
  EXPECT_EQ(ask("POST", "/v1/card", R"({"action":"attach"})").status, 500U);
  EXPECT_EQ(ask("POST", "/v1/card", R"({"action":"attach"})").status, 503U);
  while (::read(reader, bytes.data(), bytes.size()) > 0) {
  }
  EXPECT_EQ(ask("POST", "/v1/card", R"({"action":"attach"})").status, 200U);
  const auto count = ::read(reader, bytes.data(), bytes.size());
  ASSERT_GT(count, 0);
  EXPECT_NE(bytes.substr(0, static_cast<std::size_t>(count)).find("works again"),
            std::string::npos);
  ::close(reader);
  std::filesystem::remove(pipe);
}

TEST_F(ControlServiceTest, EachRequestHasANumberOfItsOwn) {
  const std::string first = ask("GET", "/v1/status", "").request_id;
  EXPECT_FALSE(first.empty());
  EXPECT_NE(first, ask("GET", "/v1/status", "").request_id);
}

TEST(UtcText, IsTheTimeToTheNanosecond) {
  EXPECT_EQ(utc_text(0), "1970-01-01T00:00:00.000000000Z");
  EXPECT_EQ(utc_text(951'782'399'999'999'999), "2000-02-28T23:59:59.999999999Z");
  EXPECT_EQ(utc_text(951'782'400'000'000'000), "2000-02-29T00:00:00.000000000Z");
}

TEST_F(ControlServiceTest, TakesOtherTokensWhileItRuns) {
  const auto sha_of = [](std::string_view text) {
    return sha256_hex({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
  };
  EXPECT_EQ(ask("GET", "/v1/status", "", "other").status, 401);
  service_->set_access(ControlAccess{{{"olga", Role::Viewer, sha_of("other")}}, "secret"});
  EXPECT_EQ(ask("GET", "/v1/status", "", "other").status, 200);
  EXPECT_EQ(ask("GET", "/v1/status", "", "secret").status, 200);
  service_->set_access(ControlAccess{{{"olga", Role::Viewer, sha_of("another")}}, "secret"});
  EXPECT_EQ(ask("GET", "/v1/status", "", "other").status, 401);
}

}  // namespace
}  // namespace hotbook::control
