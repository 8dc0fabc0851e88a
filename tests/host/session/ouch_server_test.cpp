// The OUCH server over loopback: honest clients, and all the others.

#include "host/session/ouch_server.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <algorithm>
#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "host/session/ouch_client.hpp"
#include "sim/replay/draw.hpp"
#include "tests/host/session/fake_venue.hpp"
#include "tests/host/session/ouch_pair.hpp"
#include "tests/host/session/tcp_trader.hpp"
#include "tests/sim/replay/test_data.hpp"

namespace hotbook::session {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using testing::Buffer;
using testing::bytes;
using testing::clock_ns;
using testing::FakeVenue;
using testing::order;
using testing::Peer;
using testing::text_of;
using testing::Trader;

constexpr std::uint64_t kMillisecond = 1'000'000;

class OuchServerTest : public ::testing::Test {
 protected:
  void start(const OuchServerOptions& options = {}) {
    venue_.now_ns = clock_ns();
    server_ = std::make_unique<OuchServer>(io_, venue_, options, clock_ns,
                                           [this](const OuchConnectionEnd& end) {
                                             ++ends_[end.reason];
                                             last_user_ = end.user;
                                           });
    venue_.on_release = [this](std::uint16_t session) { server_->flush(session); };
  }
  // Turns of the loop and of `each`, until it says so or ten seconds have passed.
  bool until(const std::function<bool()>& each) {
    const std::uint64_t end = clock_ns() + 10'000 * kMillisecond;
    while (!each()) {
      if (clock_ns() > end) return false;
      io_.poll();
    }
    return true;
  }
  bool until_heard(Trader& trader, std::size_t count) {
    return until([&] {
      trader.poll();
      return trader.messages.size() >= count;
    });
  }
  // What a connection that says this hears until it is closed.
  Buffer hears(const Buffer& said) {
    Peer peer{io_, server_->port()};
    peer.say(said);
    EXPECT_TRUE(until([&] {
      peer.listen();
      return peer.is_closed;
    }));
    EXPECT_FALSE(peer.was_reset);
    EXPECT_GE(server_->connections(), 1U) << "it is left the time to read";
    return peer.heard;
  }

  asio::io_context io_;
  FakeVenue venue_;
  std::map<CloseReason, int> ends_;
  std::string last_user_;
  std::unique_ptr<OuchServer> server_;  // last: it tells of ends until it is gone
};

TEST_F(OuchServerTest, TakesOrdersAndTellsOfThem) {
  start();
  Trader first{io_, server_->port(), "USER1"};
  Trader second{io_, server_->port(), "USER2"};
  for (std::uint32_t i = 1; i <= 100; ++i) first.send(order(i));
  ASSERT_TRUE(until_heard(first, 100));
  second.send(order(1));
  ASSERT_TRUE(until_heard(second, 1));
  venue_.execute(1, 50, 100, 15'034);
  ASSERT_TRUE(until_heard(first, 101));
  EXPECT_EQ(first.messages.back()[0], 'E');
  EXPECT_EQ(second.messages.size(), 1U);
  EXPECT_EQ(server_->connections(), 2U);
}

TEST_F(OuchServerTest, AReconnectReplaysWhatWasMissed) {
  start();
  {
    Trader first{io_, server_->port(), "USER1"};
    for (std::uint32_t i = 1; i <= 1000; ++i) first.send(order(i));
    ASSERT_TRUE(until_heard(first, 1000));
  }
  ASSERT_TRUE(until([&] { return server_->connections() == 0; }));
  EXPECT_EQ(ends_[CloseReason::PeerClosed], 1);
  EXPECT_EQ(last_user_, "USER1");
  venue_.execute(1, 7, 100, 15'034);
  Trader again{io_, server_->port(), "USER1", 2};
  ASSERT_TRUE(until_heard(again, 1000));
  EXPECT_EQ(again.messages.front()[0], 'A');
  EXPECT_EQ(again.messages.back()[0], 'E');
}

TEST_F(OuchServerTest, RefusesASecondLoginAndKeepsTheFirst) {
  start();
  Trader first{io_, server_->port(), "USER1"};
  first.send(order(1));
  ASSERT_TRUE(until_heard(first, 1));
  Trader second{io_, server_->port(), "USER1"};
  ASSERT_TRUE(until([&] {
    second.poll();
    return second.peer.is_closed;
  }));
  EXPECT_EQ(second.refused, 'S');
  first.send(order(2));
  EXPECT_TRUE(until_heard(first, 2));
}

TEST_F(OuchServerTest, TellsEveryoneWhyItEnds) {
  OuchServerOptions options;
  options.session.soupbin.login_ns_max = 300 * kMillisecond;
  start(options);
  EXPECT_EQ(text_of(hears({})).substr(2), "+login_timeout");
  EXPECT_EQ(text_of(hears(bytes("ffff"))).substr(2), "+packet_too_long");
  EXPECT_EQ(text_of(hears(bytes("0000"))).substr(2), "+empty_packet");
  EXPECT_EQ(text_of(hears(bytes("0001 'U'"))).substr(2), "+data_before_login");
  EXPECT_EQ(text_of(hears(bytes("'GET / HTTP/1.1'"))).substr(2), "+packet_too_long");
  EXPECT_EQ(ends_[CloseReason::PacketTooLong], 2);
}

TEST_F(OuchServerTest, WhoStillTalksAfterTheEndHearsWhy) {
  start();
  Buffer much = bytes("ffff");
  much.resize(200'000);
  const Buffer heard = hears(much);
  EXPECT_EQ(text_of(heard).substr(2), "+packet_too_long");
}

TEST_F(OuchServerTest, WhoDoesNotLeaveAfterTheEndIsClosedASecondLater) {
  start();
  Peer peer{io_, server_->port()};
  peer.say(bytes("0000"));
  ASSERT_TRUE(until([&] { return ends_[CloseReason::EmptyPacket] == 1; }));
  EXPECT_EQ(server_->connections(), 1U);
  EXPECT_TRUE(until([&] { return server_->connections() == 0; }));
}

TEST_F(OuchServerTest, RefusesConnectionsAboveTheMaximum) {
  OuchServerOptions options;
  options.connections_max = 2;
  start(options);
  Trader first{io_, server_->port(), "USER1"};
  Trader second{io_, server_->port(), "USER2"};
  first.send(order(1));
  ASSERT_TRUE(until_heard(first, 1));
  EXPECT_EQ(text_of(hears({})).substr(2), "+too_many_connections");
  second.send(order(1));
  EXPECT_TRUE(until_heard(second, 1));
}

TEST_F(OuchServerTest, AFloodOfConnectionsIsBounded) {
  OuchServerOptions options;
  options.connections_max = 5;
  start(options);
  std::vector<std::unique_ptr<Peer>> flood;
  for (int i = 0; i < 50; ++i) {
    flood.push_back(std::make_unique<Peer>(io_, server_->port()));
    io_.poll();
    ASSERT_LE(server_->connections(), 10U);
  }
  ASSERT_TRUE(until([&] { return ends_[CloseReason::TooManyConnections] == 45; }));
}

TEST_F(OuchServerTest, AClientThatDoesNotReadIsDroppedAndSlowsNobody) {
  OuchServerOptions options;
  options.session.soupbin.stall_ns_max = 1'000 * kMillisecond;
  options.session.backlog_max = 10'000;
  start(options);
  venue_.keeps_requests = false;
  Trader good{io_, server_->port(), "USER1"};
  good.send(order(1));
  ASSERT_TRUE(until_heard(good, 1));

  Peer deaf{io_, server_->port()};
  OuchClient script{clock_ns()};
  script.login("USER2", "SECRET");
  std::uint32_t sent = 0;
  std::uint32_t asked = 1;
  std::uint64_t slowest_ns = 0;
  std::uint64_t asked_ns = 0;
  ASSERT_TRUE(until([&] {
    for (int i = 0; i < 100 && script.send(order(sent + 1)); ++i) ++sent;
    boost::system::error_code error;
    const Bytes out = script.soupbin().output();
    script.soupbin().sent(deaf.socket().write_some(asio::buffer(out.data(), out.size()), error),
                          clock_ns());
    good.poll();
    if (good.messages.size() == asked) {
      if (asked_ns != 0) slowest_ns = std::max(slowest_ns, clock_ns() - asked_ns);
      good.send(order(++asked));
      asked_ns = clock_ns();
    }
    return ends_[CloseReason::PeerTooSlow] == 1;
  }));
  EXPECT_EQ(last_user_, "USER2");
  EXPECT_GT(asked, 100U);
  EXPECT_LT(slowest_ns, 500 * kMillisecond);
  EXPECT_LT(venue_.reports(1 + 1).count(), 50'000U) << "it was not read without bound";
  std::cout << "orders taken of the deaf client=" << venue_.reports(2).count()
            << " round trips of the other=" << asked << " slowest_us=" << slowest_ns / 1000 << '\n';
}

TEST_F(OuchServerTest, ThousandsOfSilentConnectionsEachEndAndHarmNobody) {
  rlimit files{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &files), 0);
  files.rlim_cur = std::min<rlim_t>(files.rlim_max, 8192);
  (void)::setrlimit(RLIMIT_NOFILE, &files);
  const std::size_t count = std::min<std::size_t>(3000, files.rlim_cur / 2 - 50);
  OuchServerOptions options;
  options.session.soupbin.login_ns_max = 1'500 * kMillisecond;
  start(options);
  Trader good{io_, server_->port(), "USER1"};
  std::vector<std::unique_ptr<Peer>> silent;
  for (std::size_t i = 0; i < count; ++i) {
    silent.push_back(std::make_unique<Peer>(io_, server_->port()));
    if (i % 3 == 0) silent.back()->say(bytes("002f 'LUS'"));  // half a login
    io_.poll();
  }
  for (std::uint32_t i = 1; i <= 100; ++i) good.send(order(i));
  ASSERT_TRUE(until_heard(good, 100));
  ASSERT_TRUE(until([&] {
    good.poll();
    for (const auto& each : silent) each->listen();
    return std::all_of(silent.begin(), silent.end(), [](const auto& p) { return p->is_closed; });
  }));
  for (const auto& each : silent) ASSERT_EQ(text_of(each->heard).substr(2), "+login_timeout");
  EXPECT_EQ(ends_[CloseReason::LoginTimeout], static_cast<int>(count));
  good.send(order(101));
  EXPECT_TRUE(until_heard(good, 101));
  std::cout << "connections=" << count << '\n';
}

TEST_F(OuchServerTest, HostileClientsEndOneByOneAndHarmNobody) {
  const std::uint64_t seed = testing::seed(20'261'120);
  OuchServerOptions options;
  options.session.soupbin.login_ns_max = 200 * kMillisecond;
  start(options);
  Trader good{io_, server_->port(), "USER1"};
  std::uint32_t asked = 0;
  OuchClient script{clock_ns()};
  script.login("USER2", "SECRET");
  for (std::uint32_t i = 1; i <= 10; ++i) (void)script.send(order(i));
  const Buffer right{script.soupbin().output().begin(), script.soupbin().output().end()};
  const std::uint64_t rounds = 400 * testing::scale();
  for (std::uint64_t round = 0; round < rounds; ++round) {
    replay::Draw draw{seed + round};
    Peer bad{io_, server_->port()};
    Buffer said = right;
    for (std::uint32_t i = draw.below(5); i != 0; --i) {
      said[draw.below(static_cast<std::uint32_t>(said.size()))] =
          static_cast<std::uint8_t>(draw.below(256));
    }
    if (draw.once_in(4)) {
      for (std::uint8_t& byte : said) byte = static_cast<std::uint8_t>(draw.below(256));
    }
    said.resize(draw.below(static_cast<std::uint32_t>(said.size())));
    bad.say(said);
    io_.poll();
    if (draw.once_in(3)) {  // gone with a reset, its answers unread
      bad.socket().set_option(asio::socket_base::linger{true, 0});
    } else if (draw.once_in(2)) {
      bad.socket().shutdown(tcp::socket::shutdown_send);
      io_.poll();
    }
    bad.socket().close();
    good.send(order(++asked));
    ASSERT_TRUE(until_heard(good, asked)) << "HOTBOOK_SEED=" << seed << " round " << round;
  }
  ASSERT_TRUE(until([&] {
    good.poll();
    return server_->connections() == 1;
  }));
  EXPECT_EQ(server_->counts().ended, rounds);
  EXPECT_EQ(venue_.user(2).is_logged_in, false);
}

TEST_F(OuchServerTest, StopEndsEveryConnectionWithAReason) {
  start();
  Trader trader{io_, server_->port(), "USER1"};
  trader.send(order(1));
  ASSERT_TRUE(until_heard(trader, 1));
  server_->stop();
  EXPECT_EQ(server_->connections(), 0U);
  EXPECT_EQ(venue_.logouts, 1U);
  EXPECT_EQ(ends_[CloseReason::ServerStopped], 1);
  ASSERT_TRUE(until([&] { return trader.peer.listen(), trader.peer.is_closed; }));
  EXPECT_EQ(text_of(trader.peer.heard).substr(2), "+server_stopped");
}

TEST_F(OuchServerTest, AnOperatorCanDropASession) {
  start();
  Trader trader{io_, server_->port(), "USER1"};
  trader.send(order(1));
  ASSERT_TRUE(until_heard(trader, 1));
  server_->drop(1);
  EXPECT_TRUE(until([&] { return trader.peer.listen(), trader.peer.is_closed; }));
  EXPECT_EQ(venue_.logouts, 1U);
  EXPECT_EQ(ends_[CloseReason::ByOperator], 1);
}

TEST_F(OuchServerTest, KnowsWhereEachSessionIsConnectedFrom) {
  start();
  Trader trader{io_, server_->port(), "USER1"};
  trader.send(order(1));
  ASSERT_TRUE(until_heard(trader, 1));
  const tcp::endpoint from = trader.peer.socket().local_endpoint();
  EXPECT_EQ(server_->peer(1), from.address().to_string() + ':' + std::to_string(from.port()));
  EXPECT_EQ(server_->peer(0), "");
  EXPECT_EQ(server_->peer(77), "");
  trader.peer.socket().close();
  EXPECT_TRUE(until([&] { return server_->peer(1).empty(); }));
}

TEST_F(OuchServerTest, CannotListenTwiceOnOnePort) {
  start();
  OuchServerOptions options;
  options.port = server_->port();
  EXPECT_THROW((OuchServer{io_, venue_, options, clock_ns}), std::exception);
}

}  // namespace
}  // namespace hotbook::session
