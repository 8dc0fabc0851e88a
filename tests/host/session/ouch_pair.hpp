// An OUCH session and its client, joined without a socket.

#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "host/session/ouch_client.hpp"
#include "host/session/ouch_session.hpp"
#include "tests/host/session/fake_venue.hpp"
#include "tests/host/session/test_bytes.hpp"

namespace hotbook::testing {

constexpr std::uint64_t kSecond = 1'000'000'000;
constexpr std::uint64_t kStart = 34'200 * kSecond;

inline session::ouch::EnterOrder order(std::uint32_t user_ref, std::uint32_t quantity = 100) {
  return {user_ref,
          'B',
          quantity,
          text<8>("AAPL"),
          1'503'400,
          '0',
          'Y',
          'A',
          'N',
          'N',
          text<14>("ORDER " + std::to_string(user_ref)),
          {}};
}

class OuchPair {
 public:
  explicit OuchPair(FakeVenue& venue, const session::OuchSessionOptions& options = {})
      : server{venue, options, now_ns}, client{now_ns} {}

  // All bytes both ways until nothing moves.
  void run() {
    for (bool moved = true; moved;) {
      moved = false;
      const Buffer asked = taken(client.soupbin());
      if (!asked.empty()) segments.push_back({true, asked});
      if (!asked.empty() && server.wants_input()) server.receive(asked, now_ns);
      server.flush(now_ns);
      const Buffer told{server.output().begin(), server.output().end()};
      server.sent(told.size(), now_ns);
      if (!told.empty()) segments.push_back({false, told});
      client.receive(told, now_ns);
      while (const auto event = client.next()) note(*event);
      moved = !asked.empty() || !told.empty();
    }
  }
  template <class Message>
  void send(const Message& message) {
    ASSERT_TRUE(client.send(message));
    run();
  }
  void login(std::uint64_t seq = 1, std::string_view user = "USER1",
             std::string_view password = "SECRET", std::string_view day = {}) {
    client.login(user, password, seq, day);
    run();
  }
  // Types of the messages from `from` on, as "AEC".
  [[nodiscard]] std::string types(std::size_t from = 0) const {
    std::string text;
    for (std::size_t i = from; i < messages.size(); ++i) text += static_cast<char>(messages[i][0]);
    return text;
  }
  template <class Message>
  [[nodiscard]] Message last() const {
    Message message{};
    EXPECT_EQ(session::ouch::read(messages.at(messages.size() - 1), message),
              session::ouch::Fault::None)
        << hex(messages.back());
    return message;
  }

  std::uint64_t now_ns = kStart;
  session::OuchSession server;
  session::OuchClient client;
  std::vector<Buffer> messages;        // of the stream
  std::vector<std::uint64_t> numbers;  // theirs
  std::string debug;                   // what was said besides
  char refused = '\0';                 // the login
  struct Segment {
    bool is_from_client;
    Buffer bytes;
  };
  std::vector<Segment> segments;  // all that went either way

 private:
  static Buffer taken(session::SoupBinClient& end) {
    const Buffer bytes{end.output().begin(), end.output().end()};
    end.sent(bytes.size(), 0);
    return bytes;
  }
  void note(const session::ClientEvent& event) {
    using Kind = session::ClientEvent::Kind;
    if (event.kind == Kind::Data) {
      messages.emplace_back(event.payload.begin(), event.payload.end());
      numbers.push_back(event.seq);
    }
    if (event.kind == Kind::Debug) debug += text_of(event.payload);
    if (event.kind == Kind::LoginRejected) refused = event.code;
  }
};

}  // namespace hotbook::testing
