// The venue's sockets on the loopback: packets of both lines to whoever joins their groups,
// requests and answers, snapshots; and somebody who trades on what he hears.

#include <gtest/gtest.h>

#include <iostream>

#include "host/feed/feed_handler.hpp"
#include "host/feed/gap_recovery.hpp"
#include "host/feed/glimpse_client.hpp"
#include "host/feed/recovered_feed.hpp"
#include "sim/replay/order_flow.hpp"
#include "tests/host/publish/network_rig.hpp"
#include "tests/sim/replay/test_data.hpp"

namespace hotbook::publish_test {
namespace {

struct Silence {
  void book_update(const BookUpdate&) {}
  void venue_message(const VenueMessage&) {}
};

feed::FeedOptions two_lines(std::uint64_t first_seq) {
  feed::FeedOptions made;
  made.lines[1].enable = true;
  made.first_seq = first_seq;
  return made;
}

template <class Handler>
void compare(const Handler& books, const engine::Engine& engine) {
  for (std::size_t i = 0; i < engine.options().book_count; ++i) {
    const auto book = static_cast<std::uint16_t>(i);
    for (const Side side : {Side::Bid, Side::Ask}) {
      std::vector<feed::LevelView> levels(10'000);
      const auto found =
          books.levels({static_cast<std::uint16_t>(book + 1)}, side, std::nullopt, levels);
      ShownLevels got;
      for (std::size_t at = 0; at < found.count; ++at) {
        got[levels[at].price.value] = {levels[at].quantity, levels[at].order_count};
      }
      ASSERT_EQ(got, shown_levels(engine, book, side)) << "book " << book;
    }
  }
}

class Sockets : public ::testing::Test {
 protected:
  asio::io_context io_;
  LineSocket a_{io_, "239.255.77.1"};
  LineSocket b_{io_, "239.255.77.2"};
};

TEST_F(Sockets, WhoTradesOnWhatHeHearsGetsWhatHeSaw) {
  constexpr std::uint16_t kBooks = 4;
  NetworkVenue venue{io_, kBooks, a_.port(), b_.port()};
  Silence silence;
  feed::FeedHandler<Silence> handler{two_lines(1), silence};
  const auto hear = [&] {
    venue.flush();
    while (const auto packet = a_.next()) handler.packet(feed::Line::A, {wall_ns()}, *packet);
    while (const auto packet = b_.next()) handler.packet(feed::Line::B, {wall_ns()}, *packet);
  };
  replay::FlowOptions options;
  options.regime = replay::FlowRegime::Calm;
  options.books = kBooks;
  options.count = 20'000;
  options.seed = testing::seed(20'261'120);
  replay::OrderFlow flow{options};
  constexpr std::uint32_t kOurs = 1'000'000;
  constexpr std::uint64_t kApart = 1'000;  // the flow's ids, so that ours fit in between
  std::uint64_t sent = 0;
  std::uint64_t filled = 0;
  MatchCommand command;
  for (std::uint64_t i = 0; flow.next(command); ++i) {
    if (command.kind <= CommandKind::ReplaceOrder) {
      command.order_id *= kApart;
      command.new_order_id *= kApart;
    }
    venue.apply(command);
    hear();
    if (i % 7 != 0) continue;
    const auto book = static_cast<std::uint16_t>(i % kBooks);
    const feed::TopOfBook top = handler.top({static_cast<std::uint16_t>(book + 1)});
    ASSERT_TRUE(top.known);
    if (!top.ask || venue.engine.view(book).state != TradingState::Continuous) continue;
    MatchCommand ours{};
    ours.kind = CommandKind::NewOrder;
    ours.time_in_force = static_cast<std::uint8_t>(TimeInForce::Ioc);
    ours.book = book;
    ours.order_id = venue.engine.highest_id() + 1;
    ours.account = kOurs;
    ours.price = top.ask->price.value;
    ours.quantity = static_cast<std::uint32_t>(std::min<std::uint64_t>(top.ask->quantity, 1'000));
    ++sent;
    std::uint32_t got = 0;
    for (const MatchOutput& output : venue.apply(ours)) {
      if (output.output_kind != OutputKind::Execution || output.account != kOurs) continue;
      EXPECT_EQ(output.price, top.ask->price.value);
      got += output.quantity;
    }
    EXPECT_EQ(got, ours.quantity);
    filled += got;
    hear();
  }
  ASSERT_FALSE(HasFailure());
  EXPECT_GT(sent, 1'000U);
  compare(handler.books(), venue.engine);
  EXPECT_EQ(handler.counters().feed.gaps, 0U);
  EXPECT_EQ(venue.line_a.packets_lost() + venue.line_b.packets_lost(), 0U);
  EXPECT_EQ(venue.line_a.packets(), venue.mold.counts().packets);
  std::cout << "messages=" << venue.store.next_seq() - 1 << " orders=" << sent
            << " shares=" << filled << '\n';
}

// Line b is not listened to; line a is not, either, for a while. One message after another is asked
// for again or comes in a snapshot.
class Follower {
 public:
  Follower(asio::io_context& io, const NetworkVenue& venue, const feed::RecoveryOptions& options,
           std::uint64_t first_seq)
      : io_{io},
        venue_{venue},
        recovery_{options, books_},
        handler_{made(first_seq), feed_},
        requests_{io, udp::v4()},
        glimpse_{io} {
    recovery_.set_session(publish::mold_session(kSession));
    requests_.connect({asio::ip::make_address(kLoopback), venue.rerequests.port()});
    requests_.non_blocking(true);
  }

  void packet(const Buffer& packet) {
    handler_.packet(feed::Line::A, {wall_ns()}, packet);
    recovery_.live_next(handler_.counters().feed.expected);
  }
  // Until the books are whole, or for too long.
  bool recover() {
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds{10};
    while (!recovery_.is_known() && std::chrono::steady_clock::now() < until) turn();
    return recovery_.is_known();
  }
  void turn() {
    io_.poll();
    const std::uint64_t now_ns = wall_ns();
    while (const auto request = recovery_.next_request(now_ns)) {
      requests_.send(asio::buffer(*request));
    }
    io_.poll();
    Buffer packet(2048);
    boost::system::error_code error;
    const std::size_t bytes = requests_.receive(asio::buffer(packet), 0, error);
    if (!error) recovery_.answer({packet.data(), bytes}, now_ns);
    if (recovery_.wants_snapshot(now_ns)) snapshot();
  }
  void snapshot() {
    client_.emplace(feed::GlimpseLogin{"reader", "secret", kSession}, wall_ns());
    glimpse_ = tcp::socket{io_};
    glimpse_.connect({asio::ip::make_address(kLoopback), venue_.glimpse.port()});
    glimpse_.non_blocking(true);
    recovery_.snapshot_begun();
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds{10};
    while (!client_->is_over() && std::chrono::steady_clock::now() < until) {
      boost::system::error_code error;
      if (!client_->output().empty()) {
        const std::size_t sent = glimpse_.write_some(
            asio::buffer(client_->output().data(), client_->output().size()), error);
        if (!error) client_->sent(sent, wall_ns());
      }
      io_.poll();
      Buffer piece(4096);
      const std::size_t bytes = glimpse_.read_some(asio::buffer(piece), error);
      if (error == asio::error::would_block) continue;
      if (error) client_->closed();
      client_->receive({piece.data(), bytes}, wall_ns(),
                       [&](feed::Bytes message) { recovery_.snapshot_message(message); });
    }
    ASSERT_EQ(client_->state(), feed::GlimpseState::Done);
    recovery_.snapshot_ended(client_->next_seq(), wall_ns());
  }

  feed::GapRecovery& recovery() { return recovery_; }
  const feed::BookBuilder& books() const { return books_; }

 private:
  static feed::FeedOptions made(std::uint64_t first_seq) {
    feed::FeedOptions options;
    options.first_seq = first_seq;
    return options;
  }

  asio::io_context& io_;
  const NetworkVenue& venue_;
  feed::BookBuilder books_{1024};
  Silence silence_;
  feed::GapRecovery recovery_;
  feed::RecoveredFeed<Silence> feed_{recovery_, books_, silence_};
  feed::FeedHandler<feed::RecoveredFeed<Silence>> handler_;
  udp::socket requests_;
  tcp::socket glimpse_;
  std::optional<feed::GlimpseClient> client_;
};

class SocketRecovery : public Sockets {
 protected:
  void run(std::uint64_t inputs) {
    MatchCommand command;
    for (; inputs != 0 && flow_.next(command); --inputs) venue_.apply(command);
    venue_.flush();
  }
  void hear(Follower& follower) {
    while (const auto packet = a_.next()) follower.packet(*packet);
  }
  void miss() {
    while (a_.next()) {
    }
  }
  static replay::FlowOptions options() {
    replay::FlowOptions made;
    made.regime = replay::FlowRegime::Icebergs;
    made.count = 100'000;
    return made;
  }

  replay::OrderFlow flow_{options()};
  NetworkVenue venue_{io_, flow_.options().books, a_.port(), b_.port()};
};

TEST_F(SocketRecovery, LostMessagesAreAskedForAgain) {
  Follower follower{io_, venue_, {}, 1};
  for (int round = 0; round < 5; ++round) {
    run(300);
    hear(follower);
    ASSERT_TRUE(follower.recover());
    run(300);
    miss();
    run(10);
    hear(follower);
    EXPECT_FALSE(follower.recovery().is_known());
    ASSERT_TRUE(follower.recover());
    compare(follower.books(), venue_.engine);
  }
  EXPECT_EQ(follower.recovery().counts().snapshots, 0U);
  // A slow machine asks twice.
  EXPECT_GE(venue_.server.messages_sent(), follower.recovery().counts().messages_answered);
}

TEST_F(SocketRecovery, WhoComesLateTakesASnapshot) {
  run(3'000);
  miss();
  // Heard first, then the snapshot, and the live feed goes on in between.
  run(5);
  Follower follower{io_, venue_, {}, 0};
  const auto first = a_.next();
  ASSERT_TRUE(first.has_value());
  follower.recovery().join(feed::view_mold_packet(*first)->header.seq);
  follower.packet(*first);
  hear(follower);
  run(50);
  while (follower.recovery().state() == feed::GapRecovery::State::Snapshot) follower.turn();
  EXPECT_EQ(follower.recovery().state(), feed::GapRecovery::State::CatchingUp);
  run(50);
  hear(follower);
  ASSERT_TRUE(follower.recovery().is_known());
  compare(follower.books(), venue_.engine);
  EXPECT_EQ(follower.recovery().counts().snapshots, 1U);
}

TEST_F(SocketRecovery, ASnapshotWaitsForTheJournal) {
  run(500);
  miss();
  MatchCommand command;
  ASSERT_TRUE(flow_.next(command));
  while (venue_.store.next_seq() == venue_.store.released() + 1 && flow_.next(command)) {
    venue_.apply(command);
  }
  tcp::socket socket{io_};
  socket.connect({asio::ip::make_address(kLoopback), venue_.glimpse.port()});
  feed::GlimpseClient client{{"reader", "secret", kSession}, wall_ns()};
  asio::write(socket, asio::buffer(client.output().data(), client.output().size()));
  socket.non_blocking(true);
  std::size_t messages = 0;
  const auto wait_for = [&](feed::GlimpseState state) {
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds{10};
    while (client.state() != state && std::chrono::steady_clock::now() < until) {
      io_.poll();
      Buffer piece(4096);
      boost::system::error_code error;
      const std::size_t bytes = socket.read_some(asio::buffer(piece), error);
      if (error) continue;
      client.receive({piece.data(), bytes}, wall_ns(), [&](feed::Bytes) { ++messages; });
    }
  };
  wait_for(feed::GlimpseState::Receiving);
  for (int i = 0; i < 100; ++i) io_.poll();
  EXPECT_EQ(client.state(), feed::GlimpseState::Receiving);
  EXPECT_EQ(messages, 0U);
  venue_.flush();
  wait_for(feed::GlimpseState::Done);
  EXPECT_EQ(client.state(), feed::GlimpseState::Done);
  EXPECT_GT(messages, 0U);
  EXPECT_EQ(client.next_seq(), venue_.store.next_seq());
}

TEST_F(SocketRecovery, StrangersGetNoSnapshot) {
  tcp::socket socket{io_};
  socket.connect({asio::ip::make_address(kLoopback), venue_.glimpse.port()});
  feed::GlimpseClient client{{"reader", "guess", kSession}, wall_ns()};
  asio::write(socket, asio::buffer(client.output().data(), client.output().size()));
  socket.non_blocking(true);
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds{10};
  while (!client.is_over() && std::chrono::steady_clock::now() < until) {
    io_.poll();
    Buffer piece(4096);
    boost::system::error_code error;
    const std::size_t bytes = socket.read_some(asio::buffer(piece), error);
    if (!error) client.receive({piece.data(), bytes}, wall_ns(), [](feed::Bytes) { FAIL(); });
  }
  EXPECT_EQ(client.state(), feed::GlimpseState::LoginRefused);
}

TEST_F(Sockets, AnAddressThatCannotBeUsedIsNamed) {
  const auto told = [&](auto make) -> std::string {
    try {
      make();
    } catch (const boost::system::system_error& error) {
      return error.what();
    }
    return "";
  };
  publish::MessageStore store;
  publish::RerequestServer server{{}, store};
  EXPECT_NE(told([&] {
              publish::UdpLine{io_, {"not an address", 1, kLoopback, 1}};
            }).find("not an address"),
            std::string::npos);
  EXPECT_NE(told([&] {
              publish::UdpLine{io_, {"239.255.77.1", 1, "192.0.2.1", 1}};
            }).find("192.0.2.1"),
            std::string::npos);
  EXPECT_NE(told([&] {
              publish::RerequestSocket{io_, "192.0.2.1", 7, server, wall_ns};
            }).find("192.0.2.1:7"),
            std::string::npos);
}

}  // namespace
}  // namespace hotbook::publish_test
