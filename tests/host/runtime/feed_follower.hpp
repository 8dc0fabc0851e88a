// Somebody who follows an appliance's market data over its sockets: both lines, of which packets
// are lost, requests for what is missing, snapshots.
//
// Threading: one thread.
// Hot path:  none.

#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/udp.hpp>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "host/feed/feed_handler.hpp"
#include "host/feed/gap_recovery.hpp"
#include "host/feed/recovered_feed.hpp"

namespace hotbook::runtime {

// Where an appliance answers; another one after each start.
struct FeedServers {
  std::uint16_t rerequest = 0;
  std::uint16_t glimpse = 0;
};

class FeedFollower {
 public:
  // joins: it has not been there from the day's beginning, and takes a snapshot first.
  FeedFollower(std::uint64_t seed, unsigned lost_percent, bool joins);

  [[nodiscard]] std::uint16_t port(std::size_t line) const {
    return lines_[line].local_endpoint().port();
  }
  // Takes what has come; asks for what is missing. False when there was nothing.
  bool turn(const FeedServers& servers);
  // Forgets what has come and is not taken yet.
  void miss();
  // Nothing more is awaited from either line: what one lost, the other had or nobody.
  void lines_are_quiet();

  [[nodiscard]] const feed::GapRecovery& recovery() const { return recovery_; }
  [[nodiscard]] const feed::BookBuilder& books() const { return books_; }

 private:
  struct Silence {
    void book_update(const BookUpdate&) {}
    void venue_message(const VenueMessage&) {}
  };
  using Bytes = std::vector<std::uint8_t>;

  std::optional<Bytes> next(std::size_t line);
  void packet(std::size_t line, const Bytes& bytes);
  void take_snapshot(std::uint16_t port);

  boost::asio::io_context io_;
  std::vector<boost::asio::ip::udp::socket> lines_;
  boost::asio::ip::udp::socket requests_{io_, boost::asio::ip::udp::v4()};
  std::mt19937_64 random_;
  unsigned lost_percent_;
  bool joins_;
  bool has_session_ = false;
  feed::BookBuilder books_{1024};
  Silence silence_;
  feed::GapRecovery recovery_{{}, books_};
  feed::RecoveredFeed<Silence> feed_{recovery_, books_, silence_};
  feed::FeedHandler<feed::RecoveredFeed<Silence>> handler_;
};

}  // namespace hotbook::runtime
