// The card follows the venue's own feed, which loses packets: the twin is made whole by what is
// asked for again, the card's windows are refilled, and neither ever says a wrong top.

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/udp.hpp>
#include <iostream>
#include <random>

#include "host/publish/rerequest_server.hpp"
#include "host/publish/udp_line.hpp"
#include "host/takeover/card_follower.hpp"
#include "sim/replay/order_flow.hpp"
#include "tests/cosim/cosim.hpp"
#include "tests/host/publish/feed_truth.hpp"
#include "tests/sim/replay/test_data.hpp"

namespace hotbook::cosim {
namespace {

using publish_test::Buffer;
using publish_test::Truth;
using publish_test::VenueRig;

constexpr std::uint16_t kBooks = 6;
constexpr std::uint16_t kBoth = kUpdateFlagBidKnown | kUpdateFlagAskKnown;

class RecoveryOnCard : public ::testing::Test {
 protected:
  void start() {
    boost::asio::ip::udp::socket probe{
        io_, boost::asio::ip::udp::endpoint{boost::asio::ip::address_v4::loopback(), 0}};
    const std::uint16_t port = probe.local_endpoint().port();
    probe.close();
    card::CardOptions with_line = options();
    with_line.emulation.line_a = "udp:127.0.0.1:" + std::to_string(port);
    card_ = card::Card::open(with_line);
    card_->configure({.enable = true, .group = 0x7f000001, .udp_port = port}, {},
                     {.first_seq = 1, .line_wait_cycles = 1'000});
    follower_.emplace(FollowerOptions{card_->read(kControlBookCount),
                                      card_->read(kControlWindowLevels), 1U << 16U,
                                      feed::RecoveryOptions{}});
    follower_->recovery()->set_session(publish::mold_session(publish_test::kSession));
    card_->start();
    line_.emplace(io_, publish::UdpLineOptions{"127.0.0.1", port, "127.0.0.1", 1});
    server_.start_session(publish::mold_session(publish_test::kSession));
  }

  // Inputs, and their packets to the card, one by one at random lost.
  void send(std::uint64_t inputs, unsigned lost_percent) {
    MatchCommand command;
    for (; inputs != 0 && flow_.next(command); --inputs) {
      rig_.apply(command);
      for (const Buffer& packet : rig_.packets()) {
        if (random_() % 100 < lost_percent) continue;
        line_->send(packet);
        ++frames_;
      }
    }
  }

  // Until the card has done all that was sent, and every refill.
  void follow() {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{60};
    for (;;) {
      const card::PollResult result =
          card_->poll(4'096, [&](const card::Record64& record) { take(record); });
      ASSERT_EQ(result.fault, card::RingFault::None);
      while (const auto refill = follower_->next_refill()) {
        if (card_->send(*refill)) continue;
        follower_->give_back(*refill);
        break;
      }
      if (result.count != 0) continue;
      if (card_->quiet({.line_a = frames_})) return;
      ASSERT_LT(std::chrono::steady_clock::now(), deadline) << "the card is not quiet";
      std::this_thread::sleep_for(std::chrono::milliseconds{1});
    }
  }

  // What is missing is asked for until nothing is.
  void recover() {
    for (std::uint64_t now_ns = 1'000'000'000; !follower_->recovery()->is_known();
         now_ns += 1'000'000) {
      const auto request = follower_->recovery()->next_request(now_ns);
      if (!request) continue;
      publish_test::CollectingSink answer;
      ASSERT_EQ(server_.on_request(*request, now_ns, answer), publish::RequestVerdict::Answered);
      for (const Buffer& packet : answer.packets) follower_->recovery()->answer(packet, now_ns);
    }
  }

  void take(const card::Record64& record) {
    if (record.kind() == RecordKind::VenueMessage) return;
    const auto update = record.as<BookUpdate>();
    const CardFollower::Followed followed = follower_->follow(update);
    ASSERT_EQ(followed.verdict, CardFollower::Verdict::Agrees)
        << describe(update) << '\n'
        << describe(follower_->twin_view(update));
    gaps_ += update.kind == RecordKind::Gap ? 1 : 0;
    if (update.kind == RecordKind::Gap || update.kind == RecordKind::Refill) return;
    ++records_;
    known_to_card_ += gaps_ != 0 && (update.flags & kBoth) == kBoth ? 1 : 0;
    if ((followed.update.flags & kBoth) == 0) return;
    ++known_;
    const auto& right = truth_.records(update.seq);
    const bool is_second = (update.flags & kUpdateFlagPairSecond) != 0;
    ASSERT_GT(right.size(), is_second ? 1U : 0U);
    const BookUpdate& same = right[is_second ? 1 : 0];
    ASSERT_TRUE(same.kind == update.kind && same.order_ref == update.order_ref);
    const auto check = [&](std::uint16_t flag, bool equal) {
      ASSERT_TRUE((followed.update.flags & flag) == 0 || equal)
          << "told " << describe(followed.update) << "\n is  " << describe(same);
    };
    check(kUpdateFlagBidKnown, followed.update.bid_price == same.bid_price &&
                                   followed.update.bid_quantity == same.bid_quantity);
    check(kUpdateFlagAskKnown, followed.update.ask_price == same.ask_price &&
                                   followed.update.ask_quantity == same.ask_quantity);
  }

  static replay::FlowOptions flow_options() {
    replay::FlowOptions made;
    made.regime = replay::FlowRegime::Icebergs;
    made.books = kBooks;
    made.count = 1'000'000;
    made.seed = testing::seed(20'261'120);
    return made;
  }

  boost::asio::io_context io_;
  replay::OrderFlow flow_{flow_options()};
  std::mt19937_64 random_{flow_.options().seed};
  VenueRig rig_{{kBooks, 1U << 16U, false}};
  publish::RerequestServer server_{{}, rig_.store};
  Truth truth_{rig_.store};
  std::optional<publish::UdpLine> line_;
  std::unique_ptr<card::Card> card_;
  std::optional<CardFollower> follower_;
  std::uint32_t frames_ = 0;
  std::uint64_t records_ = 0;
  std::uint64_t known_ = 0;
  std::uint64_t known_to_card_ = 0;  // behind a gap
  std::uint64_t gaps_ = 0;
};

TEST_F(RecoveryOnCard, GoesBackToTheCardWithRefilledWindows) {
  start();
  const std::uint64_t rounds = 12 * testing::scale();
  for (std::uint64_t round = 0; round < rounds && !HasFailure(); ++round) {
    // Some of it is missed, which shows with the next packet; then the missing messages come while
    // the feed goes on; then nothing is lost for a while.
    send(40, 30);
    send(5, 0);
    follow();
    EXPECT_FALSE(follower_->recovery()->is_known());
    const std::uint64_t told = known_;
    send(10, 0);
    follow();
    EXPECT_EQ(known_, told);
    recover();
    for (int i = 0; i < 10 && !HasFailure(); ++i) {
      send(20, 0);
      follow();
    }
    EXPECT_GT(known_, told);
  }
  for (std::uint16_t book = 0; book < kBooks; ++book) {
    for (const Side side : {Side::Bid, Side::Ask}) {
      EXPECT_EQ(
          publish_test::levels_of(follower_->twin(), static_cast<std::uint16_t>(book + 1), side),
          publish_test::shown_levels(rig_.engine, book, side));
    }
  }
  EXPECT_EQ(follower_->recovery()->counts().snapshots, 0U);
  EXPECT_GE(gaps_, rounds);
  EXPECT_GT(known_to_card_, records_ / 20);
  std::cout << "messages=" << rig_.store.next_seq() - 1 << " records=" << records_
            << " gaps=" << gaps_ << " known=" << known_
            << " known_to_card_behind_gaps=" << known_to_card_
            << " refills=" << follower_->counts().refills_sent
            << " refused=" << follower_->counts().refills_refused << '\n';
}

}  // namespace
}  // namespace hotbook::cosim
