// An OUCH session over no socket: logins, the stream and its replay, and every end.

#include "host/session/ouch_session.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <functional>
#include <string>
#include <vector>

#include "sim/replay/draw.hpp"
#include "tests/host/session/ouch_pair.hpp"
#include "tests/sim/replay/test_data.hpp"

namespace hotbook::session {
namespace {

using testing::Buffer;
using testing::FakeVenue;
using testing::hex;
using testing::kSecond;
using testing::kStart;
using testing::order;
using testing::OuchPair;
using testing::text;

TEST(OuchSession, TakesAnOrderAndTellsWhatBecameOfIt) {
  FakeVenue venue;
  OuchPair pair{venue};
  pair.login();
  pair.send(order(1));
  venue.execute(1, 1, 40, 15'034);
  pair.run();
  pair.send(ouch::CancelOrder{1, 60, {}});
  pair.send(ouch::CancelOrder{1, 0, {}});
  EXPECT_EQ(pair.types(), "AECC");
  EXPECT_EQ(pair.last<ouch::Cancelled>().quantity, 20U);
  EXPECT_EQ(pair.numbers, (std::vector<std::uint64_t>{1, 2, 3, 4}));
  ASSERT_EQ(venue.requests.size(), 3U);
  EXPECT_EQ(venue.requests[0].command.account, 101U);
}

TEST(OuchSession, SaysNothingThatIsNotReleased) {
  FakeVenue venue;
  venue.releases_at_once = false;
  OuchPair pair{venue};
  pair.login();
  pair.send(order(1));
  EXPECT_EQ(pair.types(), "");
  venue.release(1);
  pair.run();
  EXPECT_EQ(pair.types(), "A");
}

TEST(OuchSession, ReplaysTheSameBytesFromAnyNumber) {
  FakeVenue venue;
  std::vector<Buffer> first;
  {
    OuchPair pair{venue};
    pair.login();
    venue.system_event('S');
    for (std::uint32_t i = 1; i <= 20; ++i) pair.send(order(i));
    pair.send(ouch::ReplaceOrder{3, 21, 50, 1'503'500, '0', 'Y', 'N', text<14>("NEW"), {}});
    pair.send(ouch::ModifyOrder{4, 'B', 50, {}});
    pair.send(ouch::EnterOrder{});
    pair.send(ouch::AccountQuery{});
    venue.execute(1, 5, 100, 15'034);
    pair.send(ouch::MassCancel{30, text<4>("FIRM"), text<8>(""), {}});
    first = pair.messages;
    pair.server.end(CloseReason::PeerClosed);
  }
  ASSERT_GT(first.size(), 40U);
  venue.forget_and_rebuild(1);
  for (std::uint64_t seq = 1; seq <= first.size() + 1; ++seq) {
    OuchPair again{venue};
    again.login(seq);
    ASSERT_EQ(again.messages.size(), first.size() + 1 - seq) << "from " << seq;
    for (std::size_t i = 0; i < again.messages.size(); ++i) {
      ASSERT_EQ(hex(again.messages[i]), hex(first[seq - 1 + i])) << "from " << seq;
      ASSERT_EQ(again.numbers[i], seq + i);
    }
    again.server.end(CloseReason::PeerClosed);
  }
}

TEST(OuchSession, ALoginFromNumberZeroBeginsWithTheLatestMessage) {
  FakeVenue venue;
  OuchPair first{venue};
  first.login(0);
  EXPECT_EQ(first.client.soupbin().next_seq(), 1U);
  for (std::uint32_t i = 1; i <= 3; ++i) first.send(order(i));
  first.server.end(CloseReason::PeerClosed);
  OuchPair second{venue};
  second.login(0);
  EXPECT_EQ(second.numbers, (std::vector<std::uint64_t>{3}));
}

TEST(OuchSession, RefusesALoginFromAMessageThatIsNotThere) {
  FakeVenue venue;
  OuchPair pair{venue};
  pair.login(2);
  EXPECT_EQ(pair.refused, 'S');
  EXPECT_EQ(pair.debug, "no_such_message");
  EXPECT_EQ(venue.logouts, 1U) << "the session is free again";
}

TEST(OuchSession, RefusesALoginWithItsReason) {
  struct Case {
    std::string user;
    std::string password;
    std::string day;
    char code;
    std::string why;
  };
  FakeVenue venue;
  venue.user(2).is_enabled = false;
  OuchPair there{venue};
  there.login(1, "USER3");
  for (const Case& each : std::vector<Case>{{"NOBODY", "SECRET", "", 'A', "wrong_user_or_password"},
                                            {"USER1", "WRONG", "", 'A', "wrong_user_or_password"},
                                            {"USER2", "SECRET", "", 'A', "disabled"},
                                            {"USER3", "SECRET", "", 'S', "logged_in_already"},
                                            {"USER1", "SECRET", "DAY0", 'S', "no_such_session"}}) {
    OuchPair pair{venue};
    pair.login(1, each.user, each.password, each.day);
    EXPECT_EQ(pair.refused, each.code) << each.why;
    EXPECT_EQ(pair.debug, each.why);
    EXPECT_EQ(pair.server.close_reason(), CloseReason::LoginRefused);
  }
  EXPECT_EQ(venue.logouts, 0U) << "nobody of these was in";
  there.send(order(1));
  EXPECT_EQ(there.types(), "A") << "and who was is not harmed";
  OuchPair pair{venue};
  pair.login(1, "USER1", "SECRET", "DAY1");
  EXPECT_TRUE(pair.client.soupbin().is_logged_in());
}

TEST(OuchSession, AResendIsHarmless) {
  FakeVenue venue;
  OuchPair pair{venue};
  pair.login();
  pair.send(order(1));
  pair.send(order(2));
  pair.send(order(1));
  pair.send(order(2));
  EXPECT_EQ(pair.types(), "AA");
  EXPECT_EQ(venue.resends, 2U);
}

TEST(OuchSession, AnswersWhatItCannotDecodeInTheStream) {
  FakeVenue venue;
  OuchPair pair{venue};
  pair.login();
  ouch::EnterOrder message = order(1);
  message.symbol = text<8>("NONE");
  pair.send(message);
  message = order(2);
  message.options.set(ouch::Tag::GroupId, 5);
  pair.send(message);
  pair.send(ouch::ReplaceOrder{9, 3, 50, 1'503'500, '0', 'Y', 'N', text<14>("NEW"), {}});
  pair.send(ouch::ModifyOrder{9, 'B', 50, {}});
  pair.send(ouch::CancelOrder{9, 0, {}});
  EXPECT_EQ(pair.types(), "JJJII");
  EXPECT_EQ(venue.open_orders(1), 0U);
}

TEST(OuchSession, TheClientCanDisableItsOrderEntry) {
  FakeVenue venue;
  OuchPair pair{venue};
  pair.login();
  pair.send(order(1));
  pair.send(ouch::DisableOrderEntry{2, text<4>("FIRM"), {}});
  pair.send(order(3));
  EXPECT_EQ(pair.last<ouch::Rejected>().reason, 0x000c);
  pair.send(ouch::ReplaceOrder{1, 4, 50, 1'503'500, '0', 'Y', 'N', text<14>("NEW"), {}});
  pair.send(ouch::CancelOrder{1, 0, {}});
  EXPECT_EQ(pair.types(), "AGJJC");
  pair.server.end(CloseReason::PeerClosed);

  venue.forget_and_rebuild(1);
  OuchPair again{venue};
  again.login(0);
  again.send(order(5));
  EXPECT_EQ(again.types(1), "J") << "a reconnect does not enable it";
  again.send(ouch::EnableOrderEntry{6, text<4>("FIRM"), {}});
  again.send(order(7));
  EXPECT_EQ(again.types(1), "JKA");
}

TEST(OuchSession, AnAccountQueryTellsTheNextNumber) {
  FakeVenue venue;
  OuchPair pair{venue};
  pair.login();
  pair.send(ouch::AccountQuery{});
  EXPECT_EQ(pair.last<ouch::AccountQueryResponse>().next_user_ref, 1U);
  pair.send(order(41));
  pair.send(ouch::AccountQuery{});
  EXPECT_EQ(pair.last<ouch::AccountQueryResponse>().next_user_ref, 42U);
}

TEST(OuchSession, EndsWhenTheDayIsOverAndTold) {
  FakeVenue venue;
  venue.releases_at_once = false;
  OuchPair pair{venue};
  pair.login();
  venue.system_event('E');
  venue.is_over = true;
  pair.run();
  EXPECT_TRUE(pair.client.soupbin().is_open()) << "not before the end of day is told";
  venue.release(1);
  pair.run();
  EXPECT_EQ(pair.types(), "S");
  EXPECT_EQ(pair.client.soupbin().close_reason(), CloseReason::EndOfSession);
  EXPECT_EQ(venue.logouts, 1U);

  OuchPair late{venue};
  late.login();
  EXPECT_EQ(late.types(), "S") << "who comes late is still told";
  EXPECT_EQ(late.client.soupbin().close_reason(), CloseReason::EndOfSession);
}

TEST(OuchSession, RefusesALoginWhenThereIsNoDay) {
  FakeVenue venue;
  venue.is_over = true;
  OuchPair pair{venue};
  pair.login();
  EXPECT_EQ(pair.refused, 'S');
  EXPECT_EQ(venue.logouts, 1U);
}

TEST(OuchSession, EndsWhenAnotherDayBegan) {
  FakeVenue venue;
  OuchPair pair{venue};
  pair.login();
  venue.day = "DAY2";
  pair.run();
  EXPECT_EQ(pair.client.soupbin().close_reason(), CloseReason::EndOfSession);
}

TEST(OuchSession, EndsAClientThatSendsWhatIsNoMessage) {
  FakeVenue venue;
  OuchPair pair{venue};
  pair.login();
  ASSERT_TRUE(pair.client.soupbin().send(testing::bytes("'?' 00000001")));
  pair.run();
  EXPECT_EQ(pair.debug, "bad_message");
  EXPECT_EQ(pair.server.close_reason(), CloseReason::BadMessage);
  EXPECT_EQ(venue.logouts, 1U);
  pair.server.end(CloseReason::PeerClosed);
  EXPECT_EQ(venue.logouts, 1U) << "once is enough";
  EXPECT_EQ(pair.server.close_reason(), CloseReason::BadMessage);
}

TEST(OuchSession, EndsWhenTheClientLogsOut) {
  FakeVenue venue;
  OuchPair pair{venue};
  pair.login();
  pair.client.soupbin().logout();
  pair.run();
  EXPECT_EQ(pair.server.close_reason(), CloseReason::LoggedOut);
  EXPECT_EQ(venue.logouts, 1U);
  OuchPair again{venue};
  again.login();
  EXPECT_TRUE(again.client.soupbin().is_logged_in());
}

TEST(OuchSession, IsNotReadWhileItsClientDoesNotRead) {
  FakeVenue venue;
  OuchSessionOptions options;
  options.backlog_max = 100;
  options.soupbin.output_bytes_max = 1024;
  OuchPair pair{venue, options};
  pair.login();
  std::uint32_t user_ref = 0;
  while (pair.server.wants_input() && user_ref < 10'000) {
    ASSERT_TRUE(pair.client.send(order(++user_ref)));
    const Bytes out = pair.client.soupbin().output();
    pair.server.receive(out, kStart);
    pair.client.soupbin().sent(out.size(), kStart);
    pair.server.flush(kStart);
  }
  EXPECT_GE(user_ref, 100U);
  EXPECT_LE(user_ref, 130U) << "the backlog and what the output holds";
  EXPECT_LE(pair.server.output().size(), 1024U);
  pair.server.advance(kStart + 9 * kSecond);
  EXPECT_EQ(pair.server.close_reason(), CloseReason::None);
  pair.server.advance(kStart + 10 * kSecond);
  EXPECT_EQ(pair.server.close_reason(), CloseReason::PeerTooSlow);
  EXPECT_EQ(venue.logouts, 1U);
}

TEST(OuchSession, ReadsAgainWhenItsClientReadsAgain) {
  FakeVenue venue;
  OuchSessionOptions options;
  options.backlog_max = 10;
  options.soupbin.output_bytes_max = 1024;
  OuchPair pair{venue, options};
  pair.login();
  for (std::uint32_t i = 1; i <= 50; ++i) ASSERT_TRUE(pair.client.send(order(i)));
  const Bytes out = pair.client.soupbin().output();
  pair.server.receive(out, kStart);
  pair.client.soupbin().sent(out.size(), kStart);
  pair.server.flush(kStart);
  EXPECT_FALSE(pair.server.wants_input());
  pair.run();
  EXPECT_TRUE(pair.server.wants_input());
  EXPECT_EQ(pair.types(), std::string(50, 'A'));
}

TEST(OuchSession, DoesNotBlameAClientForSilenceWhileItWaitsForTheVenue) {
  FakeVenue venue;
  venue.releases_at_once = false;
  OuchSessionOptions options;
  options.backlog_max = 10;
  OuchPair pair{venue, options};
  pair.login();
  for (std::uint32_t i = 1; i <= 11; ++i) pair.send(order(i));
  ASSERT_FALSE(pair.server.wants_input());
  for (std::uint64_t s = 1; s <= 60; ++s) {
    pair.server.advance(kStart + s * kSecond);
    pair.server.sent(pair.server.output().size(), kStart + s * kSecond);
    ASSERT_EQ(pair.server.close_reason(), CloseReason::None) << "second " << s;
  }
}

// What one script of a client comes to at the venue, and how it ends, when its bytes come in
// pieces. What the client is told after the last bytes it is right in does depend on the pieces:
// its connection may end before; the rest is in its stream.
std::string result_of(const Buffer& stream, const std::function<std::size_t()>& piece) {
  FakeVenue venue;
  OuchSession session{venue, {}, kStart};
  Buffer told;
  for (std::size_t at = 0; at < stream.size();) {
    const std::size_t count = std::min(piece(), stream.size() - at);
    session.receive({stream.data() + at, count}, kStart);
    session.flush(kStart);
    told.insert(told.end(), session.output().begin(), session.output().end());
    session.sent(session.output().size(), kStart);
    at += count;
  }
  std::string result{name_of(session.close_reason())};
  for (const ClientRequest& request : venue.requests) {
    std::array<std::uint8_t, sizeof request> image;
    std::memcpy(image.data(), &request, sizeof request);
    result += hex(image);
  }
  return session.close_reason() == CloseReason::None ? result + hex(told) : result;
}

Buffer script() {
  OuchClient client{kStart};
  client.login("USER1", "SECRET");
  for (std::uint32_t i = 1; i <= 5; ++i) (void)client.send(order(i));
  (void)client.send(ouch::CancelOrder{2, 0, {}});
  (void)client.send(ouch::ReplaceOrder{3, 9, 5, 1'503'500, '0', 'A', 'N', text<14>("N"), {}});
  (void)client.send(ouch::ModifyOrder{4, 'B', 50, {}});
  (void)client.send(ouch::MassCancel{10, text<4>("FIRM"), text<8>("AAPL"), {}});
  (void)client.send(ouch::AccountQuery{});
  return {client.soupbin().output().begin(), client.soupbin().output().end()};
}

TEST(OuchSession, ComesToTheSameWhereverTcpCutsTheStream) {
  const Buffer stream = script();
  const std::string whole = result_of(stream, [&] { return stream.size(); });
  ASSERT_GT(whole.size(), 1000U);
  for (std::size_t cut = 1; cut < stream.size(); ++cut) {
    bool is_first = true;
    ASSERT_EQ(result_of(stream,
                        [&] {
                          const std::size_t count = is_first ? cut : stream.size();
                          is_first = false;
                          return count;
                        }),
              whole)
        << "cut at " << cut;
  }
  EXPECT_EQ(result_of(stream, [] { return std::size_t{1}; }), whole);
}

TEST(OuchSession, AnswersOrEndsWhateverComesAndTheSameInAnyPieces) {
  const std::uint64_t seed = testing::seed(20'261'120);
  const std::uint64_t rounds = 20'000 * testing::scale();
  for (std::uint64_t round = 0; round < rounds; ++round) {
    replay::Draw draw{seed + round};
    Buffer stream = script();
    for (std::uint32_t i = 1 + draw.below(6); i != 0; --i) {
      stream[49 + draw.below(static_cast<std::uint32_t>(stream.size() - 49))] =
          static_cast<std::uint8_t>(draw.below(256));
    }
    const std::string whole = result_of(stream, [&] { return stream.size(); });
    ASSERT_EQ(result_of(stream, [&] { return std::size_t{1} + draw.below(100); }), whole)
        << "reproduce: HOTBOOK_SEED=" << seed + round << " ouch_session_test"
        << " --gtest_filter=*AnyPieces";
  }
}

}  // namespace
}  // namespace hotbook::session
