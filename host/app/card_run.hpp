// Replays captures through a card, a row at a time: the card's records, followed by the twin.
//
// Threading: one thread; one CardRun a process when the card is simulated.
// Hot path:  next_row() polls the record ring; it throws CardError when records are lost or the
// card dies.

#pragma once

#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "host/app/replay_input.hpp"
#include "host/app/top_tracker.hpp"
#include "host/card/card.hpp"
#include "host/takeover/card_follower.hpp"

namespace hotbook::app {

// One capture file for each line of the simulated card. Files that serve as they are are used as
// they are; others are written to a temporary directory that is removed with the object.
class LineFiles {
 public:
  LineFiles(const InputOptions& options, const InputSummary& summary);
  ~LineFiles();
  LineFiles(const LineFiles&) = delete;
  LineFiles& operator=(const LineFiles&) = delete;
  LineFiles(LineFiles&&) = delete;
  LineFiles& operator=(LineFiles&&) = delete;

  [[nodiscard]] const std::string& line_a() const noexcept { return line_a_; }
  [[nodiscard]] const std::string& line_b() const noexcept { return line_b_; }  // empty: no line b

 private:
  std::string directory_;
  std::string line_a_;
  std::string line_b_;
};

class CardRun {
 public:
  CardRun(const card::CardOptions& card, const InputOptions& options, const InputSummary& summary);

  // The next change of a top of book; nothing when the card has used up its input, or after a
  // difference.
  [[nodiscard]] std::optional<TopRow> next_row();

  // Called with every book input as the card told it and the twin completed it, before the rows it
  // makes.
  void on_update(std::function<void(const BookUpdate&)> hook) { hook_ = std::move(hook); }
  // Called now and then while records are awaited.
  void on_wait(std::function<void()> hook) { wait_hook_ = std::move(hook); }

  // What the card said and the twin does not agree with; empty when there is nothing.
  [[nodiscard]] const std::string& difference() const noexcept { return difference_; }
  [[nodiscard]] const FollowerCounts& counts() const noexcept { return follower_->counts(); }
  [[nodiscard]] std::uint64_t venue_messages() const noexcept { return venue_messages_; }
  [[nodiscard]] card::Card& card() noexcept { return *card_; }

 private:
  void take(const card::Record64& record);
  void refill();
  bool poll();

  LineFiles files_;
  card::FrameCounts frames_;
  std::unique_ptr<card::Card> card_;
  std::optional<CardFollower> follower_;
  TopTracker tracker_;
  std::deque<TopRow> rows_;
  std::function<void(const BookUpdate&)> hook_;
  std::function<void()> wait_hook_;
  std::string difference_;
  std::uint64_t venue_messages_ = 0;
  std::chrono::steady_clock::time_point alive_;  // when the card last gave records or answered
  bool finished_ = false;
};

}  // namespace hotbook::app
