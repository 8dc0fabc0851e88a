// A client of GLIMPSE against a server that is SoupBinTCP alone, and may say anything.

#include "host/feed/glimpse_client.hpp"

#include <gtest/gtest.h>

#include "tests/host/feed/test_bytes.hpp"

namespace hotbook::feed_test {
namespace {

using feed::GlimpseState;

Buffer text(std::string_view from) {
  return {from.begin(), from.end()};
}

class GlimpseClient : public ::testing::Test {
 protected:
  void log_in(std::string_view session = "DAY1") {
    to_server();
    const auto event = server_.next();
    ASSERT_TRUE(event.has_value());
    ASSERT_EQ(event->kind, session::ServerEvent::Kind::Login);
    EXPECT_EQ(event->login.user, "reader");
    EXPECT_EQ(event->login.password, "secret");
    EXPECT_EQ(event->login.session, "DAY1");
    EXPECT_EQ(event->login.requested_seq, 1U);
    server_.accept(session, 1);
  }
  void to_server() {
    const Buffer bytes{client_.output().begin(), client_.output().end()};
    client_.sent(bytes.size(), 0);
    held_ = bytes;
    server_.receive(held_, 0);
  }
  void to_client() {
    const Buffer bytes{server_.output().begin(), server_.output().end()};
    server_.sent(bytes.size(), 0);
    give(bytes);
  }
  void give(const Buffer& bytes) {
    client_.receive(bytes, 0, [&](feed::Bytes message) {
      taken_.emplace_back(message.begin(), message.end());
    });
  }

  feed::GlimpseClient client_{{"reader", "secret", "DAY1"}, 0};
  session::SoupBinServer server_{{}, 0};
  Buffer held_;
  std::vector<Buffer> taken_;
};

TEST_F(GlimpseClient, TakesTheMessagesAndTheNumberBehindThem) {
  log_in();
  static_cast<void>(server_.send(system_event('Q')));
  static_cast<void>(server_.send(add(1, 7, 'B', 10, 100)));
  to_client();
  EXPECT_EQ(client_.state(), GlimpseState::Receiving);
  static_cast<void>(server_.send(text("G                 123")));
  static_cast<void>(server_.send(system_event('M')));  // behind the end
  server_.end_session();
  to_client();
  EXPECT_EQ(client_.state(), GlimpseState::Done);
  EXPECT_EQ(client_.next_seq(), 123U);
  EXPECT_EQ(taken_, (std::vector<Buffer>{system_event('Q'), add(1, 7, 'B', 10, 100)}));
}

TEST_F(GlimpseClient, IsRefused) {
  to_server();
  static_cast<void>(server_.next());
  server_.reject('A', "no");
  to_client();
  EXPECT_EQ(client_.state(), GlimpseState::LoginRefused);
}

TEST_F(GlimpseClient, TakesNothingOfAnotherSession) {
  log_in("DAY2");
  static_cast<void>(server_.send(add(1, 7, 'B', 10, 100)));
  static_cast<void>(server_.send(text("G                   8")));
  to_client();
  EXPECT_EQ(client_.state(), GlimpseState::ForeignSession);
  EXPECT_TRUE(taken_.empty());
}

TEST_F(GlimpseClient, SaysWhenTheEndComesTooEarly) {
  log_in();
  static_cast<void>(server_.send(add(1, 7, 'B', 10, 100)));
  server_.end_session();
  to_client();
  EXPECT_EQ(client_.state(), GlimpseState::EndedEarly);
}

TEST_F(GlimpseClient, SaysWhenTheConnectionIsLost) {
  log_in();
  to_client();
  client_.closed();
  EXPECT_EQ(client_.state(), GlimpseState::EndedEarly);
}

TEST_F(GlimpseClient, SaysWhenTheVenueIsSilent) {
  log_in();
  to_client();
  client_.advance(14'000'000'000);
  EXPECT_EQ(client_.state(), GlimpseState::Receiving);
  client_.advance(16'000'000'000);
  EXPECT_EQ(client_.state(), GlimpseState::EndedEarly);
}

TEST_F(GlimpseClient, SaysWhenTheEndIsNoNumber) {
  log_in();
  static_cast<void>(server_.send(text("G                 12x")));
  to_client();
  EXPECT_EQ(client_.state(), GlimpseState::BadEnd);
}

TEST_F(GlimpseClient, SaysWhenWhatComesIsNoPacket) {
  give({0, 0, 0});
  EXPECT_EQ(client_.state(), GlimpseState::BadPacket);
}

TEST(EndOfSnapshot, IsANumberAmongSpaces) {
  const auto of = [](std::string_view from) { return feed::end_of_snapshot(text(from)); };
  EXPECT_EQ(of("G                   1"), 1U);
  EXPECT_EQ(of("G1                   "), 1U);
  EXPECT_EQ(of("G   18               "), 18U);
  EXPECT_EQ(of("G18446744073709551615"), ~std::uint64_t{0});
  EXPECT_EQ(of("G18446744073709551616"), std::nullopt);
  EXPECT_EQ(of("G99999999999999999999"), std::nullopt);
  EXPECT_EQ(of("G                    "), std::nullopt);
  EXPECT_EQ(of("G                   0"), std::nullopt);
  EXPECT_EQ(of("G               1 2  "), std::nullopt);
  EXPECT_EQ(of("G                  -1"), std::nullopt);
  EXPECT_EQ(of("G                  1"), std::nullopt);
  EXPECT_EQ(of("H                   1"), std::nullopt);
}

}  // namespace
}  // namespace hotbook::feed_test
