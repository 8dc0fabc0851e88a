// Makes books whole again after messages were lost: asks for the missing ones again, or, when they
// are too many or nobody answers, takes a snapshot; and joins both to the live records exactly.
//
// It stands behind a feed handler or a card and has their records in order, gap records among them.
// Books are known while nothing is missing. From a gap on they are frozen and nobody is told
// anything of them; live records wait. What was missing is done in its order, then what waited, and
// the books are known again, as of the latest record.
//
//   while (const auto request = recovery.next_request(now_ns)) send to the re-request server;
//   a packet of it comes:          recovery.answer(packet, now_ns);
//   recovery.wants_snapshot(now_ns): log in to GLIMPSE, then
//                                  snapshot_begun(), snapshot_message() for each message, and
//                                  snapshot_ended(next_seq, now_ns) or snapshot_failed(now_ns)
//
// A frame that turned out bad behind its messages (GapReason::BadFrame) may have changed any book,
// and the books cannot go back: unless its records still wait, only a snapshot helps.
//
// Threading: the owner of the books.
// Hot path:  record() of known books is BookBuilder::apply() and no more.

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>

#include "host/domain/layout.hpp"
#include "host/feed/book_builder.hpp"
#include "host/feed/wire.hpp"

namespace hotbook::feed {

struct RecoveryOptions {
  std::uint64_t missing_max = 50'000;          // messages; more: a snapshot
  std::size_t ranges_max = 1'000;              // of missing messages; more: a snapshot
  std::uint16_t request_messages_max = 1'000;  // asked for at once
  std::uint64_t answer_wait_ns = 50'000'000;   // then the request is sent again
  std::uint64_t answer_pause_ns = 5'000'000;   // of an answer that stopped short; then the rest
  unsigned requests_unanswered_max = 4;        // in a row; then a snapshot
  std::size_t held_records_max = std::size_t{1} << 20U;  // beyond: a later snapshot
  std::uint64_t snapshot_pause_ns = 1'000'000'000;       // between two tries
};

struct RecoveryCounts {
  std::uint64_t gaps = 0;
  std::uint64_t recovered = 0;  // times that the books were known again
  std::uint64_t requests = 0;
  std::uint64_t messages_answered = 0;  // missing ones, done
  std::uint64_t answers_ignored = 0;  // packets: foreign, too short, or of nothing that is missing
  std::uint64_t malformed = 0;        // messages of an answer or a snapshot, skipped
  std::uint64_t snapshots = 0;        // begun
  std::uint64_t snapshots_failed = 0;
  std::uint64_t snapshots_too_old = 0;  // for the records still held
  std::uint64_t records_given_up = 0;   // held ones, for a later snapshot
};

class GapRecovery {
 public:
  using Session = std::array<char, 10>;

  enum class State : std::uint8_t {
    Known,       // nothing is missing
    Requesting,  // the next missing messages are asked for again
    Snapshot,    // one is wanted, or comes
    CatchingUp,  // the books are those of a snapshot that the live feed has not reached
  };

  // The books are empty and known, or as of the record before the first one.
  GapRecovery(const RecoveryOptions& options, BookBuilder& books)
      : options_{options}, books_{books} {}

  // MoldUDP64 session of the feed; without one nothing is asked for, but a snapshot taken.
  void set_session(const Session& session) noexcept { session_ = session; }

  // The next live record. Disagrees: it contradicts books that were known (BookBuilder::apply).
  BookBuilder::Applied record(const BookUpdate& update);
  // The live feed's next message, where that is further than its latest record.
  void live_next(std::uint64_t seq);

  // A request packet that is due; call it again until there is none, and again later.
  [[nodiscard]] std::optional<std::array<std::uint8_t, 20>> next_request(std::uint64_t now_ns);
  void answer(Bytes packet, std::uint64_t now_ns);

  [[nodiscard]] bool wants_snapshot(std::uint64_t now_ns) const noexcept {
    return state_ == State::Snapshot && !snapshot_comes_ && now_ns >= snapshot_at_ns_;
  }
  void snapshot_begun();
  void snapshot_message(Bytes message);
  // next_seq: of the first live message that the snapshot does not have.
  void snapshot_ended(std::uint64_t next_seq, std::uint64_t now_ns);
  void snapshot_failed(std::uint64_t now_ns);

  // A late joiner takes a snapshot first. first_seq: the first live message that it has had or will
  // have; 0: the live feed will be taken from where the snapshot ends (FeedOptions::first_seq).
  void join(std::uint64_t first_seq);

  [[nodiscard]] State state() const noexcept { return state_; }
  [[nodiscard]] bool is_known() const noexcept { return state_ == State::Known; }
  [[nodiscard]] const RecoveryCounts& counts() const noexcept { return counts_; }

 private:
  struct Range {
    std::uint64_t first;
    std::uint64_t end;
  };

  void gap(const BookUpdate& update);
  void miss(Range range);
  void hold(const BookUpdate& update);
  void want_snapshot(std::uint64_t below) noexcept;
  void go_on();
  void request_again() noexcept;
  void become_known() noexcept;
  void apply_held_below(std::uint64_t seq);

  RecoveryOptions options_;
  BookBuilder& books_;
  std::optional<Session> session_;
  State state_ = State::Known;
  std::deque<Range> missing_;    // rising; the first one is being asked for
  std::deque<BookUpdate> held_;  // rising by seq, none of them in a missing range
  std::uint64_t messages_missing_ = 0;
  std::uint64_t next_ = 0;            // Requesting: the first message that is still missing
  std::uint64_t live_next_ = 0;       // the live feed has come so far
  std::uint64_t snapshot_seq_ = 0;    // CatchingUp: the first message that the books do not have
  std::uint64_t given_up_below_ = 0;  // a snapshot must have all messages below

  unsigned unanswered_ = 0;
  bool asked_ = false;
  bool answered_ = false;  // in part
  std::uint64_t asked_at_ns_ = 0;

  bool snapshot_comes_ = false;
  std::uint64_t snapshot_at_ns_ = 0;
  RecoveryCounts counts_;
};

}  // namespace hotbook::feed
