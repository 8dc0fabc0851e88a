// The server with TLS: who trusts it, who cannot speak to it, and certificates that change.

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "tests/host/control/http_fixture.hpp"

namespace hotbook::control {
namespace {

using testing::HttpServerTest;
using testing::kGet;
using testing::RawClient;

class HttpsServerTest : public HttpServerTest {
 protected:
  void SetUp() override {
    folder_ = ::testing::TempDir() + "hotbook_https_" +
              ::testing::UnitTest::GetInstance()->current_test_info()->name();
    make("server");
  }
  void TearDown() override { std::system(("rm -rf " + folder_).c_str()); }
  void make(const std::string& name) const {
    const std::string path = folder_ + "/" + name;
    const std::string command = "mkdir -p " + folder_ +
                                " && openssl req -x509 -newkey ec -pkeyopt "
                                "ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=hotbook "
                                "-addext subjectAltName=IP:127.0.0.1 -keyout " +
                                path + ".key -out " + path + ".pem 2>/dev/null";
    ASSERT_EQ(std::system(command.c_str()), 0);
  }
  HttpOptions tls() const {
    HttpOptions options = impatient();
    options.tls_certificate = folder_ + "/server.pem";
    options.tls_key = folder_ + "/server.key";
    return options;
  }
  HttpCall call(const std::string& certificate) const {
    HttpCall made;
    made.url = url("https");
    made.certificate = certificate;
    return made;
  }
  std::string folder_;
};

TEST_F(HttpsServerTest, ItsCertificateIsTrustedWhereItIsNamedOnly) {
  start(tls());
  EXPECT_EQ(http_call(call(folder_ + "/server.pem")).status, 200U);
  EXPECT_THROW(static_cast<void>(http_call(call(""))), std::runtime_error);
  make("other");
  EXPECT_THROW(static_cast<void>(http_call(call(folder_ + "/other.pem"))), std::runtime_error);
  EXPECT_EQ(handled_, 1);
}

TEST_F(HttpsServerTest, WhoeverSpeaksNoTlsIsDroppedForIt) {
  start(tls());
  RawClient plain = connect();
  ASSERT_TRUE(plain.send(kGet));
  EXPECT_EQ(plain.receive().find("HTTP/"), std::string::npos);
  RawClient silent = connect();
  EXPECT_EQ(silent.receive(), "");
  EXPECT_TRUE(soon([&] { return dropped(DropReason::Tls) == 2; }));
  EXPECT_EQ(handled_, 0);
}

TEST_F(HttpsServerTest, TakesANewCertificateWithoutARestartAndKeepsTheOldOneWhenThatFails) {
  start(tls());
  const std::string copy = folder_ + "/old.pem";
  ASSERT_EQ(std::system(("cp " + folder_ + "/server.pem " + copy).c_str()), 0);
  std::ofstream{folder_ + "/server.pem"} << "no certificate";
  EXPECT_THROW(server_->reload(), std::runtime_error);
  EXPECT_EQ(http_call(call(copy)).status, 200U);
  make("server");
  server_->reload();
  EXPECT_EQ(http_call(call(folder_ + "/server.pem")).status, 200U);
  EXPECT_THROW(static_cast<void>(http_call(call(copy))), std::runtime_error);
}

TEST_F(HttpsServerTest, AKeyOfAnotherCertificateIsRefusedAtTheStart) {
  make("other");
  HttpOptions options = tls();
  options.tls_key = folder_ + "/other.key";
  HttpServer server{options, [](const Request&) { return Response{}; }};
  EXPECT_THROW(server.start(), std::runtime_error);
}

}  // namespace
}  // namespace hotbook::control
