// SoupBinTCP: exact bytes, packets cut anywhere, and every way a connection ends.

#include "host/session/soupbin.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <functional>
#include <optional>

#include "sim/replay/draw.hpp"
#include "tests/host/session/test_bytes.hpp"
#include "tests/sim/replay/test_data.hpp"

namespace hotbook::session {
namespace {

using testing::Buffer;
using testing::bytes;
using testing::hex;
using testing::text_of;

constexpr std::uint64_t kSecond = 1'000'000'000;
constexpr std::uint64_t kStart = 50 * kSecond;

const Buffer kLogin = bytes("002f 'L' 'USER1 SECRET    ' '          ' '                  42'");

// What receive() is given must stay.
const Buffer& kept(std::string_view text) {
  static std::deque<Buffer> buffers;
  return buffers.emplace_back(bytes(text));
}

template <class End>
Buffer take(End& end, std::uint64_t now_ns = kStart) {
  const Buffer out{end.output().begin(), end.output().end()};
  end.sent(out.size(), now_ns);
  return out;
}

// A server whose client is logged in and was told so.
struct LoggedIn {
  explicit LoggedIn(const SoupBinOptions& options = {}) : server{options, kStart} {
    server.receive(kLogin, kStart);
    EXPECT_TRUE(server.next());
    server.accept("DAY1", 42);
    take(server);
  }
  SoupBinServer server;
};

CloseReason reason_for(const Buffer& sent, bool is_logged_in) {
  SoupBinServer server{{}, kStart};
  if (is_logged_in) {
    server.receive(kLogin, kStart);
    (void)server.next();
    server.accept("DAY1", 1);
  }
  server.receive(sent, kStart);
  while (server.next()) {
  }
  return server.close_reason();
}

TEST(SoupBinServer, ReadsALoginWithoutItsPadding) {
  SoupBinServer server{{}, kStart};
  server.receive(kLogin, kStart);
  const auto event = server.next();
  ASSERT_TRUE(event);
  EXPECT_EQ(event->kind, ServerEvent::Kind::Login);
  EXPECT_EQ(event->login.user, "USER1");
  EXPECT_EQ(event->login.password, "SECRET");
  EXPECT_EQ(event->login.session, "");
  EXPECT_EQ(event->login.requested_seq, 42U);
  EXPECT_FALSE(server.is_logged_in());
}

TEST(SoupBinServer, AnswersALoginWithSessionAndNumberPaddedOnTheLeft) {
  SoupBinServer server{{}, kStart};
  server.receive(kLogin, kStart);
  ASSERT_TRUE(server.next());
  server.accept("DAY1", 42);
  EXPECT_EQ(hex(server.output()), hex(bytes("001f 'A' '      DAY1' '                  42'")));
  EXPECT_TRUE(server.is_logged_in());
}

TEST(SoupBinServer, RefusesALoginWithItsCodeAndSaysWhy) {
  SoupBinServer server{{}, kStart};
  server.receive(kLogin, kStart);
  ASSERT_TRUE(server.next());
  server.reject(kNotAuthorized, "no");
  EXPECT_EQ(hex(server.output()), hex(bytes("0003 '+no' 0002 'JA'")));
  EXPECT_EQ(server.close_reason(), CloseReason::LoginRefused);
}

TEST(SoupBinServer, NumbersItsMessagesFromWhereTheClientIs) {
  LoggedIn session;
  EXPECT_EQ(session.server.next_seq(), 42U);
  EXPECT_TRUE(session.server.send(bytes("'abc'")));
  EXPECT_TRUE(session.server.send({}));
  EXPECT_EQ(session.server.next_seq(), 44U);
  EXPECT_EQ(hex(session.server.output()), hex(bytes("0004 'Sabc' 0001 'S'")));
}

TEST(SoupBinServer, SendsAHeartbeatAfterASecondWithoutAPacket) {
  LoggedIn session;
  session.server.advance(kStart + kSecond - 1);
  EXPECT_TRUE(session.server.output().empty());
  session.server.advance(kStart + kSecond);
  EXPECT_EQ(hex(take(session.server)), hex(bytes("0001 'H'")));
  session.server.receive({}, kStart + kSecond + kSecond / 2);
  ASSERT_TRUE(session.server.send({}));
  take(session.server);
  session.server.advance(kStart + 2 * kSecond);
  EXPECT_TRUE(session.server.output().empty()) << "a message is as good as a heartbeat";
}

TEST(SoupBinServer, EndsAClientThatIsSilentForFifteenSeconds) {
  LoggedIn session;
  session.server.advance(kStart + 14 * kSecond);
  take(session.server);
  session.server.receive(kept("0001 'R'"), kStart + 14 * kSecond);
  EXPECT_FALSE(session.server.next());
  session.server.advance(kStart + 29 * kSecond - 1);
  EXPECT_TRUE(session.server.is_open());
  take(session.server);
  session.server.advance(kStart + 29 * kSecond);
  EXPECT_EQ(session.server.close_reason(), CloseReason::PeerSilent);
  EXPECT_EQ(hex(session.server.output()), hex(bytes("000c '+peer_silent'")));
}

TEST(SoupBinServer, DoesNotBlameAClientItDoesNotReadForItsSilence) {
  LoggedIn session;
  for (std::uint64_t s = 1; s < 40; ++s) {
    session.server.advance(kStart + s * kSecond, false);
    take(session.server, kStart + s * kSecond);
  }
  EXPECT_TRUE(session.server.is_open());
}

TEST(SoupBinServer, EndsAConnectionWithoutLoginAfterFiveSeconds) {
  SoupBinServer server{{}, kStart};
  server.receive(kept("0005 '+live'"), kStart + 3 * kSecond);
  ASSERT_TRUE(server.next());
  server.advance(kStart + 5 * kSecond - 1);
  EXPECT_TRUE(server.is_open());
  server.advance(kStart + 5 * kSecond);
  EXPECT_EQ(server.close_reason(), CloseReason::LoginTimeout);
}

TEST(SoupBinServer, EndsAClientThatDoesNotTakeWhatItIsSent) {
  LoggedIn session;
  std::uint64_t now = kStart;
  // Takes something each second, but less than it is sent.
  for (int s = 0; s < 60 && session.server.is_open(); ++s) {
    now += kSecond;
    session.server.receive(kept("0001 'R'"), now);
    (void)session.server.next();
    (void)session.server.send(Buffer(900));
    session.server.sent(10, now);
    session.server.advance(now);
  }
  EXPECT_EQ(session.server.close_reason(), CloseReason::PeerTooSlow);
  EXPECT_GE(now, kStart + 10 * kSecond);
  EXPECT_LE(now, kStart + 21 * kSecond);
}

TEST(SoupBinServer, KeepsAClientThatIsBehindButTakesWhatIsSentInTime) {
  LoggedIn session;
  std::uint64_t now = kStart;
  for (int s = 0; s < 300; ++s) {
    now += kSecond;
    session.server.receive(kept("0001 'R'"), now);
    (void)session.server.next();
    while (session.server.send(Buffer(900))) {
    }
    session.server.sent(8 * 1024, now);  // what waits is 64 KiB: eight seconds
    session.server.advance(now);
    ASSERT_TRUE(session.server.is_open()) << "second " << s;
  }
}

TEST(SoupBinServer, RefusesToSendWhatHasNoRoomAndKeepsItsNumber) {
  LoggedIn session{{.output_bytes_max = 64}};
  EXPECT_TRUE(session.server.send(Buffer(50)));
  EXPECT_FALSE(session.server.send(Buffer(9)));
  EXPECT_EQ(session.server.next_seq(), 43U);
  session.server.sent(20, kStart);
  EXPECT_TRUE(session.server.send(Buffer(28)));
  EXPECT_EQ(session.server.output().size(), 64U);
}

TEST(SoupBinServer, DoesNotSendWhatALengthCannotCount) {
  LoggedIn session{{.output_bytes_max = 200'000}};
  EXPECT_FALSE(session.server.send(Buffer(0xffff)));
  EXPECT_TRUE(session.server.send(Buffer(0xfffe)));
  EXPECT_EQ(hex(session.server.output().first(3)), hex(bytes("ffff 'S'")));
}

TEST(SoupBinServer, EndsTheSessionAfterTheLastMessage) {
  LoggedIn session;
  ASSERT_TRUE(session.server.send(bytes("'x'")));
  ASSERT_TRUE(session.server.end_session());
  EXPECT_EQ(hex(session.server.output()), hex(bytes("0002 'Sx' 0001 'Z'")));
  EXPECT_EQ(session.server.close_reason(), CloseReason::EndOfSession);
  EXPECT_FALSE(session.server.send(bytes("'y'")));
}

TEST(SoupBinServer, NamesWhateverItDoesNotTake) {
  EXPECT_EQ(reason_for(bytes("0000"), true), CloseReason::EmptyPacket);
  EXPECT_EQ(reason_for(bytes("ffff"), false), CloseReason::PacketTooLong);
  EXPECT_EQ(reason_for(bytes("0402 'U'"), true), CloseReason::PacketTooLong);
  EXPECT_EQ(reason_for(bytes("0001 'Q'"), true), CloseReason::UnknownPacket);
  EXPECT_EQ(reason_for(bytes("0001 'S'"), true), CloseReason::UnknownPacket);
  EXPECT_EQ(reason_for(bytes("'GET / HTTP/1.1'"), false), CloseReason::PacketTooLong);
  EXPECT_EQ(reason_for(bytes("0002 'UX'"), false), CloseReason::DataBeforeLogin);
  EXPECT_EQ(reason_for(bytes("0001 'R'"), false), CloseReason::DataBeforeLogin);
  EXPECT_EQ(reason_for(bytes("0001 'O'"), false), CloseReason::DataBeforeLogin);
  EXPECT_EQ(reason_for(kLogin, true), CloseReason::SecondLogin);
  EXPECT_EQ(reason_for(bytes("0001 'L'"), false), CloseReason::MalformedLogin);
  Buffer longer = kLogin;
  ++longer[1];
  longer.push_back('1');
  EXPECT_EQ(reason_for(longer, false), CloseReason::MalformedLogin);
  EXPECT_EQ(
      reason_for(bytes("002f 'L' 'USER1 SECRET    ' '          ' '                  4x'"), false),
      CloseReason::MalformedLogin);
  EXPECT_EQ(
      reason_for(bytes("002f 'L' 'USER1 SECRET    ' '          ' '99999999999999999999'"), false),
      CloseReason::MalformedLogin);
  EXPECT_EQ(reason_for(bytes("0001 'O'"), true), CloseReason::LoggedOut);
  EXPECT_EQ(reason_for(bytes("0001 'R' 0004 '+abc'"), true), CloseReason::None);
}

TEST(SoupBinServer, TakesTheLongestPacketItAllows) {
  LoggedIn session;
  Buffer longest = bytes("0401 'U'");
  longest.resize(2 + 0x401);
  session.server.receive(longest, kStart);
  const auto event = session.server.next();
  ASSERT_TRUE(event);
  EXPECT_EQ(event->payload.size(), 1024U);
}

TEST(SoupBinServer, SaysNothingMoreAfterAFault) {
  LoggedIn session;
  session.server.receive(kept("0000 0002 'UX'"), kStart);
  EXPECT_FALSE(session.server.next());
  EXPECT_FALSE(session.server.next());
  session.server.receive(kept("0002 'UX'"), kStart);
  EXPECT_FALSE(session.server.next());
  EXPECT_FALSE(session.server.send(bytes("'x'")));
}

// What a server sees, as text, when the stream comes in pieces of these sizes.
std::string seen(const Buffer& stream, const std::function<std::size_t()>& piece) {
  SoupBinServer server{{}, kStart};
  std::string text;
  for (std::size_t at = 0; at < stream.size();) {
    const std::size_t count = std::min(piece(), stream.size() - at);
    const Buffer part(stream.begin() + static_cast<std::ptrdiff_t>(at),
                      stream.begin() + static_cast<std::ptrdiff_t>(at + count));
    server.receive(part, kStart);
    while (const auto event = server.next()) {
      if (event->kind == ServerEvent::Kind::Login) server.accept("DAY1", 1);
      text += std::to_string(static_cast<int>(event->kind)) + text_of(event->payload) + '\n';
    }
    at += count;
  }
  return text + std::string{name_of(server.close_reason())};
}

Buffer conversation() {
  Buffer stream = kLogin;
  for (const Buffer& packet : {bytes("0004 'Uabc'"), bytes("0001 'R'"), bytes("0001 'U'"),
                               bytes("0006 '+debug'"), bytes("0003 'Uxy'"), bytes("0001 'O'")}) {
    stream.insert(stream.end(), packet.begin(), packet.end());
  }
  return stream;
}

TEST(SoupBinServer, SeesTheSameWhereverTcpCutsTheStream) {
  const Buffer stream = conversation();
  const std::string whole = seen(stream, [&] { return stream.size(); });
  EXPECT_NE(whole.find("1abc\n1\n2debug\n1xy\n3\nlogged_out"), std::string::npos) << whole;
  for (std::size_t cut = 1; cut < stream.size(); ++cut) {
    bool is_first = true;
    const auto piece = [&] {
      const std::size_t count = is_first ? cut : stream.size();
      is_first = false;
      return count;
    };
    ASSERT_EQ(seen(stream, piece), whole) << "cut at " << cut;
  }
  EXPECT_EQ(seen(stream, [] { return std::size_t{1}; }), whole);
}

TEST(SoupBinServer, SurvivesAnyBytesInAnyPieces) {
  const std::uint64_t seed = testing::seed(20'261'120);
  const std::uint64_t rounds = 100'000 * testing::scale();
  for (std::uint64_t round = 0; round < rounds; ++round) {
    replay::Draw draw{seed + round};
    Buffer stream = conversation();
    for (std::uint32_t i = draw.below(4); i != 0; --i) {
      stream[draw.below(static_cast<std::uint32_t>(stream.size()))] =
          static_cast<std::uint8_t>(draw.below(256));
    }
    const std::string whole = seen(stream, [&] { return stream.size(); });
    const std::string cut = seen(stream, [&] { return std::size_t{1} + draw.below(40); });
    ASSERT_EQ(cut, whole) << "reproduce: HOTBOOK_SEED=" << seed + round << " HOTBOOK_SCALE=1";
  }
}

TEST(SoupBinClient, PadsWhatItLogsInWith) {
  SoupBinClient client{{}, kStart};
  ASSERT_TRUE(client.login({"USER1", "SECRET", "", 42}));
  EXPECT_EQ(hex(client.output()), hex(kLogin));
}

TEST(SoupBinClient, FollowsTheNumbersOfTheStream) {
  SoupBinClient client{{}, kStart};
  client.receive(kept("001f 'A' '      DAY1' '                  42' 0002 'Sx' 0001 'H' 0003 '+hi'"
                      "0002 'Sy' 0001 'Z'"),
                 kStart);
  auto event = client.next();
  ASSERT_TRUE(event);
  EXPECT_EQ(event->kind, ClientEvent::Kind::LoginAccepted);
  EXPECT_EQ(event->session, "DAY1");
  EXPECT_EQ(event->seq, 42U);
  event = client.next();
  ASSERT_TRUE(event);
  EXPECT_EQ(text_of(event->payload), "x");
  EXPECT_EQ(event->seq, 42U);
  event = client.next();
  ASSERT_TRUE(event);
  EXPECT_EQ(event->kind, ClientEvent::Kind::Debug);
  event = client.next();
  ASSERT_TRUE(event);
  EXPECT_EQ(event->seq, 43U);
  event = client.next();
  ASSERT_TRUE(event);
  EXPECT_EQ(event->kind, ClientEvent::Kind::EndOfSession);
  EXPECT_EQ(client.close_reason(), CloseReason::EndOfSession);
}

TEST(SoupBinClient, IsToldThatItsLoginWasRefused) {
  SoupBinClient client{{}, kStart};
  client.receive(kept("0002 'JS'"), kStart);
  const auto event = client.next();
  ASSERT_TRUE(event);
  EXPECT_EQ(event->kind, ClientEvent::Kind::LoginRejected);
  EXPECT_EQ(event->code, kSessionNotAvailable);
  EXPECT_EQ(client.close_reason(), CloseReason::LoginRefused);
}

TEST(SoupBinClient, SendsHeartbeatsAndLeavesASilentServer) {
  SoupBinClient client{{}, kStart};
  client.receive(kept("001f 'A' '      DAY1' '                   1'"), kStart);
  ASSERT_TRUE(client.next());
  client.advance(kStart + kSecond);
  EXPECT_EQ(hex(take(client, kStart + kSecond)), hex(bytes("0001 'R'")));
  client.advance(kStart + 15 * kSecond);
  EXPECT_EQ(client.close_reason(), CloseReason::PeerSilent);
}

TEST(SoupBinClient, DoesNotTakeDataBeforeItIsLoggedIn) {
  SoupBinClient client{{}, kStart};
  client.receive(kept("0002 'Sx'"), kStart);
  EXPECT_FALSE(client.next());
  EXPECT_EQ(client.close_reason(), CloseReason::DataBeforeLogin);
}

TEST(SoupBin, BothEndsUnderstandEachOther) {
  SoupBinServer server{{}, kStart};
  SoupBinClient client{{}, kStart};
  ASSERT_TRUE(client.login({"u", "p", "D", 7}));
  server.receive(client.output(), kStart);
  auto login = server.next();
  ASSERT_TRUE(login);
  EXPECT_EQ(login->login.session, "D");
  server.accept("D", 7);
  ASSERT_TRUE(server.send(bytes("'seven'")));
  client.receive(server.output(), kStart);
  ASSERT_TRUE(client.next());
  const auto data = client.next();
  ASSERT_TRUE(data);
  EXPECT_EQ(data->seq, 7U);
  EXPECT_EQ(text_of(data->payload), "seven");
}

}  // namespace
}  // namespace hotbook::session
