// The server among clients that are many, slow, huge, silent and hostile: each is answered, or
// dropped for a reason that is counted.

#include "host/control/http_server.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <random>
#include <thread>

#include "tests/host/control/http_fixture.hpp"

namespace hotbook::control {
namespace {

using std::chrono::milliseconds;
using testing::kGet;
using testing::RawClient;

using HttpServerTest = testing::HttpServerTest;

TEST_F(HttpServerTest, GivesTheHandlerWhatWasSentAndTheClientWhatItSaid) {
  start();
  HttpCall call;
  call.url = url();
  call.method = "PUT";
  call.target = "/x?y=1";
  call.token = "t";
  call.body = "12345";
  const HttpAnswer answer = http_call(call);
  EXPECT_EQ(answer.status, 200U);
  EXPECT_EQ(answer.body, "PUT /x?y=1 Bearer t 5");
}

TEST_F(HttpServerTest, KeepsAConnectionAndAnswersWhatWasSentAheadInOrder) {
  start();
  RawClient client = connect();
  std::string many;
  for (int i = 0; i < 50; ++i) many += "GET /" + std::to_string(i) + " HTTP/1.1\r\nHost: a\r\n\r\n";
  ASSERT_TRUE(client.send(many + "GET /last HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
  const std::string text = client.receive();
  EXPECT_TRUE(client.is_ended());
  std::size_t at = 0;
  for (int i = 0; i < 50; ++i) {
    at = text.find("GET /" + std::to_string(i) + " ", at);
    ASSERT_NE(at, std::string::npos) << i;
  }
  EXPECT_NE(text.find("GET /last ", at), std::string::npos);
  EXPECT_EQ(server_->counts().requests.value(), 51U);
}

TEST_F(HttpServerTest, ARequestMayComeByteByByte) {
  start();
  RawClient client = connect();
  for (const char* c = kGet; *c != '\0'; ++c) ASSERT_TRUE(client.send({c, 1}));
  EXPECT_TRUE(client.receive("GET /a").starts_with("HTTP/1.1 200 OK\r\n"));
}

TEST_F(HttpServerTest, ASlowRequestIsToldSoAndDropped) {
  start(impatient());
  RawClient client = connect();
  ASSERT_TRUE(client.send("GET /a HTTP/1.1\r\nHost: "));
  std::thread drip{[&client] {
    for (int i = 0; i < 8; ++i) {
      std::this_thread::sleep_for(milliseconds{40});
      client.send("x");
    }
  }};
  const std::string text = client.receive();
  drip.join();
  EXPECT_TRUE(text.starts_with("HTTP/1.1 408 ")) << text;
  EXPECT_NE(text.find(R"({"error":{"code":"timeout")"), std::string::npos);
  EXPECT_TRUE(client.is_ended());
  EXPECT_EQ(dropped(DropReason::Slow), 1U);
  EXPECT_EQ(handled_, 0);
}

TEST_F(HttpServerTest, ABodyThatNeverComesIsSlowToo) {
  start(impatient());
  RawClient client = connect();
  ASSERT_TRUE(client.send("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n12345"));
  EXPECT_TRUE(client.receive().starts_with("HTTP/1.1 408 "));
  EXPECT_EQ(dropped(DropReason::Slow), 1U);
}

TEST_F(HttpServerTest, ASilentConnectionIsDroppedAsIdle) {
  start(impatient());
  RawClient silent = connect();
  RawClient after_one = connect();
  ASSERT_TRUE(after_one.send(kGet));
  EXPECT_EQ(silent.receive(), "");
  EXPECT_TRUE(silent.is_ended());
  EXPECT_TRUE(after_one.receive().starts_with("HTTP/1.1 200 "));
  EXPECT_TRUE(after_one.is_ended());
  EXPECT_TRUE(soon([&] { return dropped(DropReason::Idle) == 2; }));
  EXPECT_TRUE(soon([&] { return server_->counts().open.value() == 0; }));
}

TEST_F(HttpServerTest, AClientThatDoesNotTakeItsAnswerIsDroppedAsSlow) {
  start(impatient());
  RawClient client = connect();
  ASSERT_TRUE(client.send("GET /huge HTTP/1.1\r\nHost: a\r\n\r\n"));
  EXPECT_TRUE(soon([&] { return dropped(DropReason::Slow) == 1; }));
  RawClient other = connect();
  ASSERT_TRUE(other.send(kGet));
  EXPECT_TRUE(other.receive("GET /a").starts_with("HTTP/1.1 200 "));
}

TEST_F(HttpServerTest, WhatIsHugeIsRefusedBeforeItCame) {
  start();
  RawClient header = connect();
  ASSERT_TRUE(header.send("GET /" + std::string(10'000, 'a') + " HTTP/1.1\r\n"));
  EXPECT_TRUE(header.receive().starts_with("HTTP/1.1 431 "));
  RawClient body = connect();
  ASSERT_TRUE(body.send("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999\r\n\r\n"));
  EXPECT_TRUE(body.receive().starts_with("HTTP/1.1 413 "));
  RawClient chunks = connect();
  chunks.send("POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
  const std::string chunk = "10000\r\n" + std::string(0x10000, 'x') + "\r\n";
  for (int i = 0; i < 20 && chunks.send(chunk); ++i) {
  }
  EXPECT_TRUE(chunks.receive().starts_with("HTTP/1.1 413 "));
  EXPECT_EQ(dropped(DropReason::TooLarge), 3U);
  EXPECT_EQ(handled_, 0);
}

TEST_F(HttpServerTest, ABodyOfExactlyTheLimitIsTaken) {
  HttpOptions options;
  options.body_bytes_max = 1000;
  start(options);
  HttpCall call;
  call.url = url();
  call.method = "POST";
  call.body = std::string(1000, 'x');
  EXPECT_EQ(http_call(call).body, "POST /  1000");
  call.body += 'x';
  EXPECT_EQ(http_call(call).status, 413U);
}

TEST_F(HttpServerTest, AHeaderIsBoundedByTheOption) {
  HttpOptions options;
  options.header_bytes_max = 500;
  start(options);
  RawClient fits = connect();
  ASSERT_TRUE(fits.send("GET /" + std::string(400, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n"));
  EXPECT_TRUE(fits.receive("GET /").starts_with("HTTP/1.1 200 "));
  RawClient large = connect();
  ASSERT_TRUE(large.send("GET /" + std::string(500, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n"));
  EXPECT_TRUE(large.receive().starts_with("HTTP/1.1 431 "));
}

TEST_F(HttpServerTest, WhatIsNoHttpIsToldSo) {
  start();
  const std::vector<std::string> wrong{
      std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11),
      "\r\n\r\n\r\n\r\nhello\r\n\r\n",
      "GET /a\r\n\r\n",
      "GET /a HTTP/9.9\r\n\r\n",
      "GET /a HTTP/1.1\r\nbad header\r\n\r\n",
      "GET /a HTTP/1.1\r\nHost : a\r\nContent-Length: x\r\n\r\n",
      "POST /a HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
      std::string("GET /\0a HTTP/1.1\r\n\r\n", 20),
      "POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"};
  for (std::size_t i = 0; i < wrong.size(); ++i) {
    RawClient client = connect();
    ASSERT_TRUE(client.send(wrong[i]));
    client.end_sending();
    EXPECT_TRUE(client.receive().starts_with("HTTP/1.1 400 ")) << i;
    EXPECT_TRUE(client.is_ended()) << i;
  }
  EXPECT_EQ(dropped(DropReason::Malformed), wrong.size());
  EXPECT_EQ(handled_, 0);
}

TEST_F(HttpServerTest, ARequestThatEndsInTheMiddleIsCountedAsBroken) {
  start();
  RawClient half = connect();
  ASSERT_TRUE(half.send("POST /a HTTP/1.1\r\nContent-Length: 10\r\n\r\n12"));
  half.end_sending();
  EXPECT_EQ(half.receive(), "");
  RawClient gone = connect();
  ASSERT_TRUE(gone.send("GET /a HTT"));
  std::this_thread::sleep_for(milliseconds{50});
  gone.reset();
  EXPECT_TRUE(soon([&] { return dropped(DropReason::Broken) == 2; }));
  EXPECT_EQ(handled_, 0);
}

TEST_F(HttpServerTest, AClientThatEndsItsSideAfterTheRequestIsAnsweredStill) {
  start();
  RawClient client = connect();
  ASSERT_TRUE(client.send(kGet));
  client.end_sending();
  EXPECT_TRUE(client.receive().starts_with("HTTP/1.1 200 OK\r\n"));
}

TEST_F(HttpServerTest, AsksForABodyThatWaitsToBeAskedFor) {
  start();
  RawClient client = connect();
  ASSERT_TRUE(client.send(
      "POST /a HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n"));
  EXPECT_TRUE(client.receive("\r\n\r\n").starts_with("HTTP/1.1 100 "));
  ASSERT_TRUE(client.send("ab"));
  EXPECT_TRUE(client.receive("POST /a  2").starts_with("HTTP/1.1 200 "));
}

TEST_F(HttpServerTest, AnAnswerToHeadHasNoBody) {
  start();
  RawClient client = connect();
  ASSERT_TRUE(client.send("HEAD /a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
  EXPECT_TRUE(client.receive().ends_with("\r\n\r\n"));
}

TEST_F(HttpServerTest, AHandlerThatThrowsIsAnAnswerToo) {
  start();
  HttpCall call;
  call.url = url();
  call.target = "/throw";
  const HttpAnswer answer = http_call(call);
  EXPECT_EQ(answer.status, 500U);
  EXPECT_EQ(answer.body, "{\"error\":{\"code\":\"internal\",\"text\":\"broken handler\"}}\n");
}

TEST_F(HttpServerTest, OneConnectionAboveTheLimitIsToldSo) {
  HttpOptions options;
  options.connections_max = 3;
  start(options);
  std::vector<RawClient> clients;
  for (int i = 0; i < 3; ++i) clients.push_back(connect());
  for (RawClient& client : clients) {
    ASSERT_TRUE(client.send(kGet));
    EXPECT_TRUE(client.receive("GET /a").starts_with("HTTP/1.1 200 "));
  }
  RawClient fourth = connect();
  ASSERT_TRUE(fourth.send(kGet));
  const std::string text = fourth.receive();
  EXPECT_TRUE(text.starts_with("HTTP/1.1 503 ")) << text;
  EXPECT_EQ(dropped(DropReason::Full), 1U);
  clients.pop_back();
  EXPECT_TRUE(soon([&] { return server_->counts().open.value() == 2; }));
  RawClient fifth = connect();
  ASSERT_TRUE(fifth.send(kGet));
  EXPECT_TRUE(fifth.receive("GET /a").starts_with("HTTP/1.1 200 "));
}

TEST_F(HttpServerTest, TwoThousandConnectionsAtOnceAreAnsweredEach) {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
  if (limit.rlim_cur < 4200) GTEST_SKIP() << "only " << limit.rlim_cur << " files may be open";
  HttpOptions options;
  options.connections_max = 2000;
  start(options);
  std::vector<RawClient> clients;
  for (int i = 0; i < 2000; ++i) {
    clients.push_back(connect());
    ASSERT_TRUE(clients.back().is_connected()) << i;
  }
  EXPECT_TRUE(soon([&] { return server_->counts().open.value() == 2000; }));
  for (RawClient& client : clients) ASSERT_TRUE(client.send(kGet));
  for (RawClient& client : clients) {
    ASSERT_TRUE(client.receive("GET /a").starts_with("HTTP/1.1 200 "));
  }
  EXPECT_EQ(server_->counts().requests.value(), 2000U);
  for (int i = 0; i < 100; ++i) {
    RawClient more = connect();
    more.send(kGet);
    const std::string text = more.receive();
    EXPECT_TRUE(text.empty() || text.starts_with("HTTP/1.1 503 "));
  }
  EXPECT_EQ(dropped(DropReason::Full), 100U);
  clients.clear();
  EXPECT_TRUE(soon([&] { return server_->counts().open.value() == 0; }));
}

TEST_F(HttpServerTest, BytesOfAnyKindLeaveItStanding) {
  const char* given = std::getenv("HOTBOOK_SEED");
  const unsigned seed = given != nullptr ? static_cast<unsigned>(std::stoul(given)) : 1U;
  std::cout << "seed " << seed << "\n";
  std::mt19937 random{seed};
  start(impatient());
  const std::string good = "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nabcd";
  for (int i = 0; i < 300; ++i) {
    std::string bytes = good + good;
    for (auto k = random() % 5; k > 0; --k)
      bytes[random() % bytes.size()] = static_cast<char>(random());
    bytes.resize(random() % (bytes.size() + 1));
    RawClient client = connect();
    client.send(bytes);
    if (random() % 2 == 0) client.end_sending();
    if (random() % 4 == 0) client.reset();
  }
  HttpCall call;
  call.url = url();
  EXPECT_EQ(http_call(call).status, 200U);
}

TEST_F(HttpServerTest, StoppingGivesWaitingClientsAnEndAndReturnsSoon) {
  start();
  RawClient waiting = connect();
  RawClient half = connect();
  ASSERT_TRUE(half.send("GET /a HT"));
  ASSERT_TRUE(soon([&] { return server_->counts().open.value() == 2; }));
  const auto begin = std::chrono::steady_clock::now();
  server_->stop();
  EXPECT_LT(std::chrono::steady_clock::now() - begin, milliseconds{4000});
  EXPECT_EQ(waiting.receive(), "");
  EXPECT_TRUE(waiting.is_ended());
  EXPECT_FALSE(connect().is_connected());
}

TEST_F(HttpServerTest, AnAddressThatCannotBeHadIsNamed) {
  start();
  HttpOptions options;
  options.port = server_->port();
  const auto said = [](const HttpOptions& wanted) {
    HttpServer other{wanted, [](const Request&) { return Response{}; }};
    try {
      other.start();
    } catch (const std::runtime_error& error) {
      return std::string{error.what()};
    }
    return std::string{};
  };
  EXPECT_EQ(said(options),
            "127.0.0.1 port " + std::to_string(options.port) + ": Address already in use");
  options.address = "nowhere";
  EXPECT_TRUE(said(options).starts_with("nowhere port "));
  options = {};
  options.tls_certificate = "/nowhere.pem";
  EXPECT_TRUE(said(options).starts_with("/nowhere.pem: "));
}

TEST_F(HttpServerTest, AServerThatIsNotThereIsNamedByTheClient) {
  start();
  HttpCall call;
  call.url = url();
  server_.reset();
  try {
    static_cast<void>(http_call(call));
    FAIL();
  } catch (const std::runtime_error& error) {
    EXPECT_EQ(std::string{error.what()}, call.url + ": Connection refused");
  }
  call.url = "ftp://x";
  EXPECT_THROW(static_cast<void>(http_call(call)), std::runtime_error);
}

}  // namespace
}  // namespace hotbook::control
