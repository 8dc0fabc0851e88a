// A follower, a card and the way between them, on which words take random times; what the follower
// releases is compared with the function's outputs as it comes.
//
// Threading: one thread.
// Hot path:  none; used by tests only.

#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "host/takeover/match_follower.hpp"
#include "sim/oracle/match_card_oracle.hpp"
#include "sim/oracle/match_oracle.hpp"

namespace hotbook::test {

// Inputs, and what the function makes of them.
struct MatchRun {
  MatchOptions options;
  std::vector<MatchCommand> commands;
  std::vector<MatchOutput> outputs;
  std::vector<std::size_t> outputs_until;  // of the inputs up to and with each
};

// Leaves out what is no input.
[[nodiscard]] MatchRun run_of(const MatchOptions& options, std::span<const MatchCommand> commands);

struct RigShape {
  oracle::MatchCardOptions card;
  std::size_t commands_max = 64;
  std::uint32_t hold_after = 4;
  unsigned delay_max = 12;        // steps that a word takes at most, each way
  unsigned busy_percent = 50;     // of steps that bring a command
  bool gates_on_the_way = false;  // the card's gate makes the marks of the run, not the sender
  bool record_by_record = false;  // at most one a step, so that a test can stop between any two
};

class MatchRig {
 public:
  MatchRig(const RigShape& shape, const MatchRun& run, std::uint64_t seed);
  MatchRig(const MatchRig&) = delete;
  MatchRig& operator=(const MatchRig&) = delete;

  void attach();
  // One step of time; false when everything is done.
  bool step();
  // The card is gone, with all words on the way; the follower is told.
  void kill(MatchFaultKind kind = MatchFaultKind::Vanished);

  [[nodiscard]] MatchFollower& follower() { return follower_; }
  [[nodiscard]] oracle::MatchCardOracle& card() { return *card_; }
  // Flips a bit of a word that is on its way; false when there is none.
  bool flip_record(std::uint64_t random, bool& in_card_field);
  bool flip_command(std::uint64_t random);

  // A change of the feed's top comes to the card; false when it is no input. With a card that makes
  // such inputs their order is the card's, so nothing is compared as it comes.
  bool change_top(const oracle::FeedTop& top);
  // Only then: the inputs in the card's order, and what was released.
  [[nodiscard]] const std::vector<MatchCommand>& inputs_done() const { return inputs_done_; }
  [[nodiscard]] const std::vector<MatchOutput>& released_outputs() const { return outputs_; }

  [[nodiscard]] std::size_t submitted() const { return submitted_; }
  [[nodiscard]] std::uint64_t records_taken() const { return records_taken_; }
  // What was released that is not the function's next output, or is missing at the end.
  [[nodiscard]] const std::string& wrong() const { return wrong_; }
  // Without a card: whether all that was submitted has all its outputs.
  [[nodiscard]] bool is_even() const {
    return submitted_ == 0 || released_ == run_->outputs_until[submitted_ - 1];
  }
  [[nodiscard]] bool is_complete() const { return released_ == run_->outputs.size(); }
  // Commands that found the engine full; a test has to see that there are none.
  [[nodiscard]] std::uint64_t no_room() const { return no_room_; }

 private:
  struct OnTheWay {
    MatchWord word;
    std::uint64_t due;
  };
  static void take_outputs(void* rig, std::span<const MatchOutput> outputs) noexcept;
  void compare(std::span<const MatchOutput> outputs);
  void submit();
  void send();
  void work();
  void follow();
  [[nodiscard]] std::uint64_t below(std::uint64_t bound) { return random_() % bound; }
  void put(std::deque<OnTheWay>& way, const MatchWord& word);
  [[nodiscard]] MatchWord marked(const MatchWord& word);

  RigShape shape_;
  const MatchRun* run_;
  std::mt19937_64 random_;
  MatchFollower follower_;
  std::unique_ptr<oracle::MatchCardOracle> card_;
  std::deque<OnTheWay> to_card_;
  std::deque<OnTheWay> to_host_;
  std::vector<oracle::CardWord> written_;
  std::uint64_t now_ = 0;
  unsigned delay_ = 0;  // at most, at the moment
  std::size_t submitted_ = 0;
  std::size_t inputs_sent_ = 0;
  std::size_t released_ = 0;
  std::uint64_t records_taken_ = 0;
  std::uint64_t no_room_ = 0;
  std::vector<MatchCommand> inputs_done_;
  std::vector<MatchOutput> outputs_;
  std::string wrong_;
};

}  // namespace hotbook::test
