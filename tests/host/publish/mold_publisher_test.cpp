// The store, the packets made of it, and the server that sends them again.

#include "host/publish/mold_publisher.hpp"

#include <gtest/gtest.h>

#include "host/publish/rerequest_server.hpp"
#include "tests/host/publish/venue_rig.hpp"

namespace hotbook::publish_test {
namespace {

using publish::MessageStore;
using publish::RequestVerdict;

constexpr std::uint64_t kSecond = 1'000'000'000;

// Message n: a length that depends on n, and n in its first bytes.
Buffer nth(std::uint64_t n) {
  Buffer message(12 + n % 37);
  publish::store_be(message.data(), n, 8);
  return message;
}

void fill(MessageStore& store, std::uint64_t count) {
  for (std::uint64_t i = 0; i < count; ++i) store.append(nth(store.next_seq()));
}

// The numbers of a packet's messages, as its header and as they themselves say.
std::vector<std::uint64_t> numbers(const Buffer& packet) {
  const auto view = feed::view_mold_packet(packet);
  std::vector<std::uint64_t> all;
  feed::Bytes body = view->body;
  while (const auto message = feed::next_message(body)) {
    const std::uint64_t n = feed::load_be64(message->data());
    EXPECT_EQ(Buffer(message->begin(), message->end()), nth(n));
    EXPECT_EQ(n, view->header.seq + all.size());
    all.push_back(n);
  }
  EXPECT_TRUE(body.empty());
  EXPECT_EQ(all.size(), view->header.messages());
  return all;
}

TEST(MessageStore, FindsEachMessageThatItHolds) {
  MessageStore store;
  fill(store, 5'000);  // two blocks
  store.release(5'000);
  Buffer out(100);
  for (std::uint64_t n = 1; n <= 5'000; ++n) {
    MessageStore::Place place;
    ASSERT_TRUE(store.find(n, place));
    const auto copied = store.copy(place, 1, out);
    ASSERT_EQ(copied.messages, 1);
    ASSERT_EQ(copied.bytes, 2 + nth(n).size());
    ASSERT_EQ(feed::load_be64(out.data() + 2), n);
    ASSERT_EQ(place.seq, n + 1);
  }
  MessageStore::Place place;
  EXPECT_FALSE(store.find(0, place));
  EXPECT_TRUE(store.find(5'001, place));
  EXPECT_FALSE(store.find(5'002, place));
}

TEST(MessageStore, GivesUpItsOldestBlockAtTheBound) {
  MessageStore store{3 * MessageStore::kBlockBytes};
  fill(store, 20'000);
  EXPECT_GT(store.first_seq(), 10'000U);
  EXPECT_LT(store.first_seq(), 18'000U);
  store.release(20'000);
  MessageStore::Place place;
  EXPECT_FALSE(store.find(store.first_seq() - 1, place));
  ASSERT_TRUE(store.find(store.first_seq(), place));
  Buffer out(100);
  EXPECT_EQ(store.copy(place, 1, out).messages, 1);
  EXPECT_EQ(feed::load_be64(out.data() + 2), store.first_seq());
}

TEST(MessageStore, CopiesNothingThatIsNotReleased) {
  MessageStore store;
  fill(store, 10);
  MessageStore::Place place;
  Buffer out(1000);
  EXPECT_EQ(store.copy(place, 100, out).messages, 0);
  store.release(4);
  EXPECT_EQ(store.copy(place, 100, out).messages, 4);
  store.release(3);
  EXPECT_EQ(store.released(), 4U);
  store.release(99);
  EXPECT_EQ(store.released(), 10U);
  EXPECT_EQ(store.copy(place, 100, out).messages, 6);
}

class MoldPublisher : public ::testing::Test {
 protected:
  MoldPublisher() { mold_.start_session(publish::mold_session("DAY1"), kSecond); }
  std::vector<std::uint64_t> flushed(std::uint64_t now_ns) {
    a_.packets.clear();
    b_.packets.clear();
    mold_.flush(now_ns);
    EXPECT_EQ(a_.packets, b_.packets);
    std::vector<std::uint64_t> all;
    for (const Buffer& packet : a_.packets) {
      EXPECT_LE(packet.size(), 1400U);
      const auto part = numbers(packet);
      all.insert(all.end(), part.begin(), part.end());
    }
    return all;
  }

  MessageStore store_;
  CollectingSink a_;
  CollectingSink b_;
  publish::MoldPublisher mold_{store_, a_, b_};
};

TEST_F(MoldPublisher, SendsEachReleasedMessageOnceInFullPackets) {
  fill(store_, 9'000);  // some blocks
  store_.release(8'900);
  const auto first = flushed(kSecond);
  ASSERT_EQ(first.size(), 8'900U);
  EXPECT_EQ(first.front(), 1U);
  EXPECT_EQ(first.back(), 8'900U);
  for (std::size_t i = 0; i + 1 < a_.packets.size(); ++i) {
    EXPECT_GT(a_.packets[i].size(), 1400U - 2 - 48);
  }
  store_.release(9'000);
  EXPECT_EQ(flushed(kSecond).size(), 100U);
  EXPECT_TRUE(flushed(kSecond).empty());
  EXPECT_EQ(mold_.counts().messages, 9'000U);
}

TEST_F(MoldPublisher, EndsASecondOfSilenceWithAHeartbeat) {
  fill(store_, 3);
  store_.release(3);
  mold_.flush(kSecond);
  a_.packets.clear();
  mold_.on_time(2 * kSecond - 1);
  EXPECT_TRUE(a_.packets.empty());
  mold_.on_time(2 * kSecond);
  ASSERT_EQ(a_.packets.size(), 1U);
  const auto heartbeat = feed::view_mold_packet(a_.packets[0]);
  EXPECT_EQ(heartbeat->header.session, publish::mold_session("DAY1"));
  EXPECT_EQ(heartbeat->header.seq, 4U);
  EXPECT_EQ(heartbeat->header.message_count, 0);
  EXPECT_EQ(a_.packets[0].size(), 20U);
  mold_.on_time(3 * kSecond - 1);
  EXPECT_EQ(a_.packets.size(), 1U);
}

TEST_F(MoldPublisher, EndsTheSessionWhenAllIsSent) {
  fill(store_, 3);
  store_.release(2);
  mold_.end_session();
  mold_.on_time(3 * kSecond);
  mold_.on_time(5 * kSecond);
  EXPECT_EQ(feed::view_mold_packet(a_.packets.back())->header.message_count, 0);
  store_.release(3);
  mold_.on_time(6 * kSecond);
  mold_.on_time(7 * kSecond);
  const auto end = feed::view_mold_packet(a_.packets.back());
  EXPECT_EQ(end->header.message_count, feed::MoldHeader::kEndOfSession);
  EXPECT_EQ(end->header.seq, 4U);
  EXPECT_EQ(mold_.counts().ends_of_session, 1U);
}

TEST_F(MoldPublisher, GoesOnInTheMiddleOfADay) {
  fill(store_, 30);
  store_.release(30);
  mold_.resume_session(publish::mold_session("DAY1"), 21, kSecond);
  const auto sent = flushed(kSecond);
  ASSERT_EQ(sent.size(), 10U);
  EXPECT_EQ(sent.front(), 21U);
}

TEST_F(MoldPublisher, SaysWhatWasGivenUpBeforeItCouldBeSent) {
  MessageStore small{MessageStore::kBlockBytes};
  publish::MoldPublisher mold{small, a_, b_};
  mold.start_session(publish::mold_session("DAY1"), 0);
  fill(small, 10'000);
  small.release(10'000);
  mold.flush(0);
  EXPECT_EQ(mold.counts().messages_lost, small.first_seq() - 1);
  EXPECT_EQ(mold.counts().messages + mold.counts().messages_lost, 10'000U);
}

class RerequestServer : public ::testing::Test {
 protected:
  RerequestServer() {
    fill(store_, 5'000);
    store_.release(4'000);
    start({});
  }
  void start(const publish::RerequestOptions& options) {
    server_.emplace(options, store_);
    server_->start_session(publish::mold_session("DAY1"));
  }
  RequestVerdict ask(std::uint64_t seq, std::uint16_t count, const char* session = "DAY1",
                     std::uint64_t now_ns = kSecond) {
    Buffer request(20);
    publish::write_mold_header(request.data(), publish::mold_session(session), seq, count);
    return give(request, now_ns);
  }
  RequestVerdict give(const Buffer& request, std::uint64_t now_ns = kSecond) {
    answer_.packets.clear();
    const RequestVerdict verdict = server_->on_request(request, now_ns, answer_);
    EXPECT_EQ(verdict == RequestVerdict::Answered, !answer_.packets.empty());
    return verdict;
  }
  std::vector<std::uint64_t> answered() {
    std::vector<std::uint64_t> all;
    for (const Buffer& packet : answer_.packets) {
      EXPECT_EQ(feed::view_mold_packet(packet)->header.session, publish::mold_session("DAY1"));
      for (const std::uint64_t n : numbers(packet)) all.push_back(n);
    }
    return all;
  }

  MessageStore store_;
  CollectingSink answer_;
  std::optional<publish::RerequestServer> server_;
};

TEST_F(RerequestServer, SendsWhatWasAskedForAgain) {
  ASSERT_EQ(ask(17, 3), RequestVerdict::Answered);
  EXPECT_EQ(answered(), (std::vector<std::uint64_t>{17, 18, 19}));
  ASSERT_EQ(ask(1, 300), RequestVerdict::Answered);
  EXPECT_EQ(answered().size(), 300U);
  EXPECT_GT(answer_.packets.size(), 1U);
}

TEST_F(RerequestServer, SendsNothingThatIsNotReleased) {
  ASSERT_EQ(ask(3'990, 100), RequestVerdict::Answered);
  EXPECT_EQ(answered().size(), 11U);
  EXPECT_EQ(ask(4'001, 1), RequestVerdict::NotYetThere);
  EXPECT_EQ(ask(~std::uint64_t{0}, 1), RequestVerdict::NotYetThere);
}

TEST_F(RerequestServer, BoundsAnAnswer) {
  ASSERT_EQ(ask(1, 0xffff), RequestVerdict::Answered);
  EXPECT_EQ(answer_.packets.size(), 32U);
}

TEST_F(RerequestServer, CountsBadRequestsByReason) {
  EXPECT_EQ(give({}), RequestVerdict::WrongLength);
  EXPECT_EQ(give(Buffer(19)), RequestVerdict::WrongLength);
  EXPECT_EQ(give(Buffer(21)), RequestVerdict::WrongLength);
  EXPECT_EQ(ask(1, 1, "DAY2"), RequestVerdict::ForeignSession);
  EXPECT_EQ(ask(0, 1), RequestVerdict::NothingAsked);
  EXPECT_EQ(ask(1, 0), RequestVerdict::NothingAsked);
  EXPECT_EQ(server_->count(RequestVerdict::WrongLength), 3U);
  EXPECT_EQ(server_->count(RequestVerdict::ForeignSession), 1U);
  EXPECT_EQ(server_->count(RequestVerdict::NothingAsked), 2U);
  EXPECT_EQ(server_->count(RequestVerdict::Answered), 0U);
}

TEST_F(RerequestServer, RefusesEverythingBeforeASession) {
  server_.emplace(publish::RerequestOptions{}, store_);
  Buffer request(20);  // a session of zeros, as the server's before one is open
  publish::store_be(&request[10], 1, 8);
  publish::store_be(&request[18], 1, 2);
  EXPECT_EQ(give(request), RequestVerdict::ForeignSession);
}

TEST_F(RerequestServer, SaysThatAMessageIsTooOld) {
  MessageStore small{MessageStore::kBlockBytes};
  fill(small, 10'000);
  small.release(10'000);
  publish::RerequestServer server{{}, small};
  server.start_session(publish::mold_session("DAY1"));
  Buffer request(20);
  publish::write_mold_header(request.data(), publish::mold_session("DAY1"), 1, 1);
  EXPECT_EQ(server.on_request(request, kSecond, answer_), RequestVerdict::TooOld);
}

TEST_F(RerequestServer, SendsNoMoreThanItsRateAllows) {
  // 100,000 bytes a second: a burst of 10,000 bytes is a bit more than seven packets.
  start({.packets_max = 4, .bytes_per_second = 100'000});
  std::size_t bytes = 0;
  for (std::uint64_t now_ns = kSecond; now_ns < 11 * kSecond; now_ns += kSecond / 1000) {
    static_cast<void>(ask(1, 1'000, "DAY1", now_ns));
    for (const Buffer& packet : answer_.packets) bytes += packet.size();
  }
  EXPECT_GT(bytes, 950'000U);
  EXPECT_LE(bytes, 1'010'000U);
  EXPECT_GT(server_->count(RequestVerdict::RateExceeded), 1'000U);
}

}  // namespace
}  // namespace hotbook::publish_test
