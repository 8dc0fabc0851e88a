// A venue's feed over two lines that lose and damage, its re-request server over a network that
// loses too, its snapshots: the books are whole again each time, and never wrong in between.

#include <gtest/gtest.h>

#include <iostream>
#include <random>
#include <set>

#include "host/feed/feed_handler.hpp"
#include "host/feed/gap_recovery.hpp"
#include "host/feed/glimpse_client.hpp"
#include "host/feed/recovered_feed.hpp"
#include "host/publish/glimpse_server.hpp"
#include "host/publish/rerequest_server.hpp"
#include "sim/replay/order_flow.hpp"
#include "tests/host/feed/test_bytes.hpp"
#include "tests/host/publish/feed_truth.hpp"
#include "tests/host/publish/venue_rig.hpp"
#include "tests/sim/replay/test_data.hpp"

namespace hotbook::publish_test {
namespace {

constexpr std::uint64_t kMs = 1'000'000;

// Looks at every record that is told.
class Judge {
 public:
  Judge(Truth& truth, const feed::BookBuilder& books) : truth_{truth}, books_{books} {}

  void book_update(const BookUpdate& told) {
    ++records_;
    constexpr std::uint16_t kBoth = kUpdateFlagBidKnown | kUpdateFlagAskKnown;
    if (told.kind == RecordKind::Gap || (told.flags & kBoth) == 0) return;
    ++known_;
    EXPECT_EQ(told.flags & kBoth, kBoth);
    const auto& right = truth_.records(told.seq);
    const bool is_second = (told.flags & kUpdateFlagPairSecond) != 0;
    ASSERT_EQ(right.size(), is_second || (told.flags & kUpdateFlagPairFirst) != 0 ? 2U : 1U);
    const BookUpdate& same = right[is_second ? 1 : 0];
    ASSERT_TRUE(told.kind == same.kind && told.order_ref == same.order_ref &&
                told.book == same.book && told.bid_price == same.bid_price &&
                told.bid_quantity == same.bid_quantity && told.ask_price == same.ask_price &&
                told.ask_quantity == same.ask_quantity)
        << "message " << told.seq;
    if (known_ % 64 != 0 || (told.flags & kUpdateFlagPairFirst) != 0) return;
    for (const Side side : {Side::Bid, Side::Ask}) {
      ASSERT_EQ(levels_of(books_, told.book, side), truth_.levels(told.book, side))
          << "message " << told.seq;
    }
  }
  void venue_message(const VenueMessage&) {}

  std::uint64_t records() const { return records_; }
  std::uint64_t known() const { return known_; }

 private:
  Truth& truth_;
  const feed::BookBuilder& books_;
  std::uint64_t records_ = 0;
  std::uint64_t known_ = 0;
};

struct Weather {
  std::string name;
  unsigned loss_ppm = 0;          // of a packet on a line
  unsigned loss_both_ppm = 0;     // where a burst on both lines begins
  unsigned burst_max = 1;         // packets
  unsigned bad_ppm = 0;           // frames that the MAC finds damaged behind their last byte
  unsigned request_loss_ppm = 0;  // of requests and of packets of answers
  bool server_sleeps = false;     // now and then, for long
  feed::RecoveryOptions recovery{};
};

void PrintTo(const Weather& weather, std::ostream* out) {
  *out << weather.name;
}

std::vector<Weather> weathers() {
  std::vector<Weather> all(6);
  all[0] = {.name = "Losses", .loss_ppm = 50'000, .loss_both_ppm = 3'000, .burst_max = 3};
  all[1] = {.name = "LossesOfAnswersToo",
            .loss_ppm = 50'000,
            .loss_both_ppm = 5'000,
            .burst_max = 20,
            .request_loss_ppm = 200'000};
  all[2] = {.name = "SnapshotsOnly", .loss_ppm = 50'000, .loss_both_ppm = 3'000, .burst_max = 9};
  all[2].recovery.missing_max = 0;
  all[3] = {.name = "BadFrames", .loss_ppm = 50'000, .loss_both_ppm = 2'000, .bad_ppm = 2'000};
  all[4] = {.name = "SleepingServer",
            .loss_ppm = 100'000,
            .loss_both_ppm = 3'000,
            .burst_max = 5,
            .bad_ppm = 500,
            .request_loss_ppm = 100'000,
            .server_sleeps = true};
  all[5] = all[4];
  all[5].name = "LittleRoom";
  all[5].recovery.held_records_max = 200;
  all[5].recovery.missing_max = 400;
  all[5].recovery.ranges_max = 5;
  all[5].recovery.request_messages_max = 20;
  for (Weather& weather : all) weather.recovery.snapshot_pause_ns = 20 * kMs;
  return all;
}

// Everything between a venue and somebody who follows its feed.
class Loop {
 public:
  Loop(const Weather& weather, const replay::FlowOptions& flow)
      : weather_{weather},
        random_{flow.seed},
        flow_{flow},
        rig_{{flow_.options().books, 1U << 16U, false}},
        server_{{}, rig_.store},
        source_{rig_.engine, rig_.publisher, rig_.store, kSession,
                [](auto user, auto password) { return user == "reader" && password == "secret"; }},
        truth_{rig_.store},
        books_{1U << 16U},
        recovery_{weather.recovery, books_},
        judge_{truth_, books_},
        feed_{recovery_, books_, judge_},
        handler_{options(), feed_} {
    server_.start_session(publish::mold_session(kSession));
    recovery_.set_session(publish::mold_session(kSession));
  }

  // Some inputs, their packets, and what the receiver does meanwhile. False: the day is over.
  bool step() {
    MatchCommand command;
    bool more = true;
    for (std::uint64_t i = 1 + below(20); i != 0 && (more = flow_.next(command)); --i) {
      rig_.apply(command);
    }
    rig_.now_ns += below(2 * kMs);
    if (below(1'000'000) < weather_.loss_both_ppm) burst_ = 1 + below(weather_.burst_max);
    for (const Buffer& packet : rig_.packets()) deliver(packet);
    receive();
    return more;
  }

  // Silence, until the receiver has had the time to close every gap.
  void settle() {
    weather_.loss_ppm = weather_.loss_both_ppm = weather_.bad_ppm = 0;
    weather_.request_loss_ppm = 0;
    weather_.server_sleeps = false;
    for (int i = 0; i < 2'000; ++i) {
      rig_.now_ns += 10 * kMs;
      rig_.mold.on_time(rig_.now_ns);
      for (const Buffer& packet : rig_.packets()) deliver(packet);
      receive();
    }
    handler_.finish();
    receive();
  }

  VenueRig& rig() { return rig_; }
  const feed::GapRecovery& recovery() const { return recovery_; }
  const feed::BookBuilder& books() const { return books_; }
  const Judge& judge() const { return judge_; }
  const feed::FeedCounters& counters() const { return handler_.counters(); }

 private:
  static feed::FeedOptions options() {
    feed::FeedOptions made;
    made.lines[1].enable = true;
    made.first_seq = 1;
    return made;
  }
  std::uint64_t below(std::uint64_t bound) { return random_() % bound; }
  bool happens(unsigned ppm) { return below(1'000'000) < ppm; }

  // On both lines, now or, on line b, a little later.
  void deliver(const Buffer& packet) {
    const Buffer framed = feed_test::frame(packet);
    const bool both = burst_ != 0;
    burst_ -= both ? 1 : 0;
    if (!both && !happens(weather_.loss_ppm)) take(feed::Line::A, framed);
    if (!both && !happens(weather_.loss_ppm)) late_.push_back(framed);
    while (late_.size() > below(6)) {
      take(feed::Line::B, late_.front());
      late_.pop_front();
    }
  }
  void take(feed::Line line, const Buffer& framed) {
    handler_.frame(line, {rig_.now_ns}, framed, happens(weather_.bad_ppm));
    recovery_.live_next(handler_.counters().feed.expected);
  }

  void receive() {
    const std::uint64_t now_ns = rig_.now_ns;
    if (below(20) == 0) handler_.line_quiet(below(2) == 0 ? feed::Line::A : feed::Line::B);
    if (weather_.server_sleeps && below(400) == 0) awake_at_ns_ = now_ns + below(600 * kMs);
    while (const auto request = recovery_.next_request(now_ns)) {
      if (happens(weather_.request_loss_ppm) || now_ns < awake_at_ns_) continue;
      CollectingSink sink;
      static_cast<void>(server_.on_request(*request, now_ns, sink));
      for (Buffer& packet : sink.packets) answers_.push_back(std::move(packet));
    }
    // Answers are on the way for a while, and may pass each other.
    while (!answers_.empty() && below(3) != 0) {
      const std::size_t which = below(10) == 0 ? answers_.size() - 1 : 0;
      if (!happens(weather_.request_loss_ppm)) recovery_.answer(answers_[which], now_ns);
      answers_.erase(answers_.begin() + static_cast<std::ptrdiff_t>(which));
    }
    snapshot(now_ns);
  }

  // A connection of both ends, a piece of bytes at a time; now and then it breaks.
  void snapshot(std::uint64_t now_ns) {
    if (recovery_.wants_snapshot(now_ns)) {
      client_.emplace(feed::GlimpseLogin{"reader", "secret", kSession}, now_ns);
      session_.emplace(session::SoupBinOptions{}, source_, now_ns);
      recovery_.snapshot_begun();
    }
    if (!client_) return;
    for (std::uint64_t pieces = below(60); pieces != 0 && !client_->is_over(); --pieces) {
      const auto up = client_->output().first(std::min<std::size_t>(client_->output().size(), 9));
      session_->receive(Buffer{up.begin(), up.end()}, now_ns);
      client_->sent(up.size(), now_ns);
      const std::size_t most = 1 + below(3'000);
      const auto down =
          session_->output().first(std::min<std::size_t>(session_->output().size(), most));
      client_->receive(Buffer{down.begin(), down.end()}, now_ns,
                       [&](feed::Bytes message) { recovery_.snapshot_message(message); });
      session_->sent(down.size(), now_ns);
      session_->advance(now_ns);
      if (below(2'000) == 0) client_->closed();
    }
    if (!client_->is_over()) return;
    if (client_->state() == feed::GlimpseState::Done) {
      recovery_.snapshot_ended(client_->next_seq(), now_ns);
    } else {
      recovery_.snapshot_failed(now_ns);
    }
    client_.reset();
  }

  Weather weather_;
  std::mt19937_64 random_;
  replay::OrderFlow flow_;
  VenueRig rig_;
  publish::RerequestServer server_;
  publish::GlimpseSource source_;
  Truth truth_;
  feed::BookBuilder books_;
  feed::GapRecovery recovery_;
  Judge judge_;
  feed::RecoveredFeed<Judge> feed_;
  feed::FeedHandler<feed::RecoveredFeed<Judge>> handler_;

  std::uint64_t burst_ = 0;
  std::deque<Buffer> late_;
  std::deque<Buffer> answers_;
  std::uint64_t awake_at_ns_ = 0;
  std::optional<feed::GlimpseClient> client_;
  std::optional<publish::GlimpseSession> session_;
};

class RecoveryLoop : public ::testing::TestWithParam<Weather> {};

TEST_P(RecoveryLoop, BooksAreNeverWrongAndInTheEndTheVenues) {
  const Weather& weather = GetParam();
  const std::uint64_t seed = testing::seed(20'261'120);
  replay::FlowOptions flow;
  flow.regime = replay::FlowRegime::Mixed;
  flow.books = 12;
  flow.count = 60'000 * testing::scale();
  flow.seed = seed;
  auto loop = std::make_unique<Loop>(weather, flow);
  const std::string again = "reproduce: HOTBOOK_SEED=" + std::to_string(seed) +
                            " HOTBOOK_SCALE=" + std::to_string(testing::scale()) +
                            " recovery_loop_test --gtest_filter=*/" + weather.name;
  while (loop->step()) {
    ASSERT_FALSE(HasFailure()) << again;
  }
  loop->settle();
  const feed::RecoveryCounts& counts = loop->recovery().counts();
  ASSERT_TRUE(loop->recovery().is_known()) << again;
  for (std::uint16_t book = 0; book < flow.books; ++book) {
    for (const Side side : {Side::Bid, Side::Ask}) {
      ASSERT_EQ(levels_of(loop->books(), static_cast<std::uint16_t>(book + 1), side),
                shown_levels(loop->rig().engine, book, side))
          << "book " << book << ", " << again;
    }
  }
  EXPECT_EQ(counts.malformed, 0U);
  EXPECT_GT(counts.gaps, 10U);
  EXPECT_GT(counts.recovered, 10U);
  EXPECT_GT(loop->judge().known(), loop->judge().records() / 10);
  std::cout << weather.name << " messages=" << loop->rig().store.next_seq() - 1
            << " records=" << loop->judge().records() << " known=" << loop->judge().known()
            << " gaps=" << counts.gaps << " bad=" << loop->counters().feed.frames_poisoned
            << " recovered=" << counts.recovered << " requests=" << counts.requests
            << " answered=" << counts.messages_answered << " snapshots=" << counts.snapshots
            << " failed=" << counts.snapshots_failed << " too_old=" << counts.snapshots_too_old
            << " given_up=" << counts.records_given_up << '\n';
}

INSTANTIATE_TEST_SUITE_P(All, RecoveryLoop, ::testing::ValuesIn(weathers()),
                         [](const auto& of) { return of.param.name; });

}  // namespace
}  // namespace hotbook::publish_test
